//! Records: one table of typed columns over all files, with the facts of each column and file.

use super::column::{Column, ColumnKind, Misfits, OrderFrom, Unreadable};
use super::remote::{Engine, Remote};
use super::sweep::Sweep;
use crate::error::{Result, engine, reading as problems};
use crate::estimate::Note;
use crate::locale::Text;
use crate::panel::SampleAccount;
use crate::text;
use polars::prelude::LazyFrame;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// What a file is and how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFacts {
    /// Path as it was named; `-` for standard input.
    pub path: PathBuf,
    /// Size; none of what is no file of this machine.
    pub bytes: Option<u64>,
    /// Records in it.
    pub rows: u64,
    /// Format, encoding, separator, header, sheet: in words.
    pub reading: Text,
    /// The engine that has the records, where it is another than this program.
    pub engine: Option<Engine>,
}

/// Where the records are.
#[derive(Clone)]
#[allow(clippy::large_enum_variant)] // a few of them in a run
pub(super) enum Body {
    /// In files, or in the memory, of this machine.
    Local(LazyFrame),
    /// On an engine elsewhere.
    Remote(Arc<Remote>),
}

/// One table over all files. Cheap to clone; nothing but facts is held in memory where the files can be streamed.
#[derive(Clone)]
pub struct Records {
    pub(super) columns: Vec<Column>,
    pub(super) body: Body,
    pub(super) files: Vec<FileFacts>,
    pub(super) account: SampleAccount,
    pub(super) notes: Vec<Note>,
    /// What stands in the way of other uses of a text column, by name.
    pub(super) misfits: Arc<BTreeMap<String, Misfits>>,
    /// Rewritten copies of files; they are deleted with the last clone.
    pub(super) spool: Arc<Vec<super::encoding::Spooled>>,
    /// Where values of some rows were not looked at on opening: whether they are what the others announced.
    pub(super) watch: Option<super::glance::Watch>,
    /// Large text files, which are read piece by piece.
    pub(super) sweep: Option<Arc<Sweep>>,
    /// Counts the rows of each pass.
    pub(super) meter: super::meter::Meter,
    /// Columns that were made, filters, copies that left.
    pub(super) additions: super::derive::Additions,
}

impl Records {
    /// All columns in the order of the first file.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The records as a lazy frame with the physical types of [`ColumnKind`]; unreadable values are null. Refused where they are on an engine elsewhere.
    pub(in crate::data) fn lazy(&self) -> Result<LazyFrame> {
        match &self.body {
            Body::Local(frame) => {
                if let Some(sweep) = &self.sweep {
                    // Other readers do not notice what is not simple.
                    sweep.rows();
                }
                Ok(frame.clone())
            }
            Body::Remote(remote) => Err(engine::not_offered(remote.engine.name(), &text!("membaca setiap catatan", "reading every record")).into()),
        }
    }

    /// The engine that has the records, where it is not this machine.
    pub(in crate::data) fn remote(&self) -> Option<&Remote> {
        match &self.body {
            Body::Local(_) => None,
            Body::Remote(remote) => Some(remote),
        }
    }

    /// The files behind the records.
    pub fn files(&self) -> &[FileFacts] {
        self.counted().map_or(&self.files, |(_, files)| files)
    }

    /// Rows read, rows that were no records and why.
    pub fn account(&self) -> &SampleAccount {
        self.counted().map_or(&self.account, |(account, _)| account)
    }

    /// What depends on the rows of large text files, which the first pass over them counts.
    fn counted(&self) -> Option<&(SampleAccount, Vec<FileFacts>)> {
        let sweep = self.sweep.as_ref()?;
        Some(sweep.facts.get_or_init(|| {
            let rows = sweep.rows();
            let (guessed, counted): (u64, u64) = (self.files.iter().map(|file| file.rows).sum(), rows.iter().sum());
            let mut account = self.account.clone();
            account.rows_read = account.rows_read + counted - guessed;
            account.rows_used = account.rows_used + counted - guessed;
            let files = self.files.iter().zip(rows).map(|(file, rows)| FileFacts { rows: *rows, ..file.clone() });
            (account, files.collect())
        }))
    }

    /// What the reader of a result must know about reading.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Number of records.
    pub fn rows(&self) -> u64 {
        self.account().rows_used
    }

    /// Whether every value was looked at on opening. Where it was not, a result holds only if [`Self::calm`] does after the passes.
    pub fn certain(&self) -> bool {
        self.watch.is_none()
    }

    /// Whether the passes so far met no value that the looked-at ones did not announce.
    pub fn calm(&self) -> bool {
        self.watch.as_ref().is_none_or(super::glance::Watch::calm)
    }

    /// The files' names in one string, for messages.
    pub fn source(&self) -> String {
        match self.files.as_slice() {
            [] => String::new(),
            [one] => one.path.display().to_string(),
            [first, rest @ ..] => format!("{} (+{})", first.path.display(), rest.len()),
        }
    }

    /// A column by name. Errors: `data::missing-column` with the nearest name, `data::duplicate-header`.
    pub fn column(&self, name: &str) -> Result<&Column> {
        match self.columns.iter().find(|column| column.name == name) {
            Some(column) if column.duplicated => Err(problems::duplicate_header(&self.source(), name).into()),
            Some(column) => Ok(column),
            None => {
                if let Some((remote, of)) = self.remote().and_then(|remote| Some((remote, remote.unknown.get(name)?))) {
                    return Err(engine::unknown_type(remote.engine.name(), name, of).into());
                }
                let known: Vec<String> = self.columns.iter().map(|column| column.name.clone()).collect();
                Err(crate::error::data::missing_column(&self.source(), name, &known).into())
            }
        }
    }

    /// A column that is used as a number. Errors: those of [`Self::column`], `data::not-numeric` with the first rows that have text.
    pub fn numeric(&self, name: &str) -> Result<&Column> {
        let column = self.column(name)?;
        if column.unreadable.count > 0 || !(column.kind.is_numeric() || column.kind == ColumnKind::Empty) {
            return Err(problems::not_numeric(&self.source(), &bad_values(column, self.misfits.get(name).map(|misfits| &misfits.as_number))).into());
        }
        Ok(column)
    }

    /// A column that is used as a date, datetime, month or quarter. Errors: those of [`Self::column`], `data::not-a-date`,
    /// `data::ambiguous-dates` where day and month cannot be told apart.
    pub fn date(&self, name: &str) -> Result<&Column> {
        let column = self.column(name)?;
        if column.unreadable.count > 0 || !column.kind.is_date() {
            return Err(problems::not_a_date(&self.source(), &bad_values(column, self.misfits.get(name).map(|misfits| &misfits.as_date))).into());
        }
        if matches!(column.reading.date_order, Some((_, OrderFrom::Ambiguous))) {
            return Err(problems::ambiguous_dates(&self.source(), name, &column.examples).into());
        }
        Ok(column)
    }

    /// SHA-256 of each file in hexadecimal, in the order of [`Self::files`]; none of what is on an engine. Reads every file once.
    pub fn hashes(&self) -> Result<Vec<Option<String>>> {
        self.files.iter().map(|file| self.hashed(file, super::source::sha256)).collect()
    }

    /// A hash of what the files begin with that is published nowhere, other than those of [`Self::hashes`]; empty for records on an engine.
    pub fn secret(&self) -> Result<String> {
        self.files.iter().map(|file| Ok(self.hashed(file, super::source::secret)?.unwrap_or_default())).collect()
    }

    fn hashed(&self, file: &FileFacts, hash: fn(&std::path::Path) -> std::io::Result<String>) -> Result<Option<String>> {
        if file.engine.is_some() {
            return Ok(None);
        }
        let kept = self.spool.iter().find(|spooled| spooled.original && spooled.source == file.path);
        let path = kept.map_or(file.path.as_path(), |spooled| &spooled.file);
        Ok(Some(hash(path).map_err(|error| problems::unreadable_file(&file.path, &error))?))
    }
}

/// What messages say of a column whose values do not fit its use. Identity numbers are not shown.
fn bad_values(column: &Column, values: Option<&Unreadable>) -> problems::BadValues {
    let values = values.unwrap_or(&column.unreadable);
    let rows = values.first.iter().map(|unread| (unread.row, if column.nik_like { "…".into() } else { unread.value.clone() })).collect();
    problems::BadValues { column: column.name.clone(), count: values.count, rows }
}
