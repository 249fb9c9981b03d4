//! `dampak pool`: estimates of a CSV, or of results of other runs, pooled.

use super::arguments::PoolArguments;
use super::output::{deliver_with, published};
use super::progress::Terminal;
use crate::error::{Error, cli};
use crate::estimate::Estimate;
use crate::locale::Lang;
use crate::methods::pooling::{Study, pooling};
use crate::report::pool_figures;
use serde_json::Value;
use std::process::ExitCode;

/// Reads the estimates, pools them, delivers the result.
pub(super) fn run(arguments: &PoolArguments, lang: Lang) -> Result<ExitCode, Error> {
    let progress = Terminal::new(lang);
    let (studies, read) = match (&arguments.estimate, &arguments.std_error) {
        (Some(estimate), Some(std_error)) => from_table(arguments, estimate, std_error, &progress)?,
        _ if arguments.data.engine.engine.is_none() && arguments.data.files.iter().all(|file| file.to_lowercase().ends_with(".json")) => {
            from_results(&arguments.data.files)?
        }
        _ => return Err(cli::pool_needs_columns().into()),
    };
    let result = &arguments.result;
    let mut estimate: Estimate = pooling(&studies, arguments.pool_method, arguments.knapp_hartung, result.level)?;
    estimate.sample.rows_read = read;
    drop(progress);
    let estimate = published(&estimate);
    deliver_with(&estimate, &pool_figures(&estimate, result.level, lang), result, lang)
}

fn from_table(arguments: &PoolArguments, estimate: &str, std_error: &str, progress: &Terminal) -> Result<(Vec<Study>, u64), Error> {
    let records = arguments.data.open(progress)?;
    records.numeric(estimate)?;
    records.numeric(std_error)?;
    let labels: Vec<&str> = arguments.label.iter().map(String::as_str).collect();
    let arrays = records.arrays(&[estimate, std_error], &labels)?;
    let rows = arrays.numbers[0].len();
    let studies = (0..rows)
        .map(|row| Study {
            label: arrays.texts.first().and_then(|labels| labels[row].clone()).unwrap_or_else(|| (row + 1).to_string()),
            estimate: arrays.numbers[0][row],
            std_error: arrays.numbers[1][row],
        })
        .collect();
    Ok((studies, rows as u64))
}

/// The headline of each result: its first overall effect.
fn from_results(files: &[String]) -> Result<(Vec<Study>, u64), Error> {
    let mut studies = Vec::new();
    let mut problems = Vec::new();
    for file in files {
        let document: Option<Value> = std::fs::read(file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let effects = document.as_ref().and_then(|document| document["effects"].as_array());
        let headline = effects.and_then(|rows| rows.iter().find(|row| row["kind"] == "overall" && row["estimate"].is_number()));
        match headline {
            Some(row) => studies.push(Study {
                label: document.as_ref().and_then(|document| document["study"].as_str()).unwrap_or(file).to_owned(),
                estimate: row["estimate"].as_f64(),
                std_error: row["std_error"].as_f64(),
            }),
            None => problems.push(cli::not_a_result(file)),
        }
    }
    Error::unless_empty(problems)?;
    let read = studies.len() as u64;
    Ok((studies, read))
}
