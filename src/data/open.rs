//! From sources to records.

use super::columnar::{self, Columnar};
use super::options::ReadOptions;
use super::records::{FileFacts, Records};
use super::source;
use crate::error::{Error, Result, reading as problems};
use crate::locale::Text;
use crate::panel::SampleAccount;
use polars::prelude::{UnionArgs, concat};
use std::sync::Arc;

/// Opens files, folders, patterns and `-` (CSV on standard input) as one table. Errors: every problem of every file.
pub fn open(sources: &[String], options: &ReadOptions) -> Result<Records> {
    let _ = options;
    let mut found = Vec::new();
    let files = source::expand(sources, &mut found);
    let mut tables = Vec::new();
    for path in files {
        let format = match path.extension().and_then(|e| e.to_str()) {
            Some("parquet") => Columnar::Parquet,
            Some("dta") => Columnar::Stata,
            Some("sav") => Columnar::Spss,
            _ => Columnar::Arrow,
        };
        match columnar::open(&path, &path, format) {
            Ok(table) => tables.push((path, table)),
            Err(problem) => found.push(problem),
        }
    }
    Error::unless_empty(found)?;
    let frames: Vec<_> = tables.iter().map(|(_, table)| table.frame.clone()).collect();
    let frame = concat(frames, UnionArgs::default()).map_err(|error| problems::pass_failed("", &error.to_string()))?;
    let rows = tables.iter().map(|(_, table)| table.rows).sum();
    Ok(Records {
        columns: tables.first().map(|(_, table)| table.columns.clone()).unwrap_or_default(),
        frame,
        files: tables.iter().map(|(path, table)| FileFacts { path: path.clone(), bytes: 0, rows: table.rows, reading: Text::default() }).collect(),
        account: SampleAccount { rows_read: rows, rows_used: rows, ..SampleAccount::default() },
        notes: Vec::new(),
        spool: Arc::new(Vec::new()),
        additions: super::derive::Additions::default(),
    })
}
