//! `dampak pool`: estimates of a table, of results of other runs, or of study files, pooled.

use super::arguments::PoolArguments;
use super::engine_arguments::surroundings;
use super::output::{deliver_with, ended, published};
use super::progress::Terminal;
use crate::data;
use crate::error::{Error, Problem, cli};
use crate::estimate::{Estimate, Note};
use crate::locale::{Lang, Text};
use crate::methods::pooling::{Pooling, Study, pooling};
use crate::report::{pool_figures, results};
use crate::study::{self, PoolStudy};
use crate::text;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The effect of an interrupted series; its other rows are the path without the program.
const LEVEL_CHANGE: &str = "level-change";
/// Files of a folder that a run wrote.
const OF_A_RUN: [&str; 2] = ["results.json", "result.json"];
/// Data up to this size are compared with what a result was made from.
const SMALL: u64 = 64 << 20;

/// Reads the estimates, pools them, delivers the result.
pub(super) fn run(arguments: &PoolArguments, lang: Lang) -> Result<ExitCode, Error> {
    let progress = Terminal::new(lang);
    let result = &arguments.result;
    let how = Pooling { method: arguments.pool_method, knapp_hartung: arguments.knapp_hartung, level: result.level };
    let (files, engine) = (&arguments.data.files, arguments.data.engine.engine.is_some());
    let estimate = match (&arguments.estimate, &arguments.std_error) {
        (Some(estimate), Some(std_error)) => {
            let (studies, read) = from_table(arguments, estimate, std_error, &progress)?;
            let mut pooled = pooling(&studies, how)?;
            pooled.sample.rows_read = read;
            pooled
        }
        (None, None) if !engine && files.iter().all(|file| ends(file, ".toml")) => from_studies(files, how, &progress)?,
        (None, None) if !engine && files.iter().all(|file| ends(file, ".json") || Path::new(file).is_dir()) => {
            let found = from_results(files, arguments.same_outcome)?;
            let mut pooled = pooling(&found.studies, how)?;
            pooled.outcome = found.outcome.unwrap_or(pooled.outcome);
            pooled.notes.extend(found.notes);
            pooled
        }
        _ => return Err(cli::pool_needs_columns().into()),
    };
    drop(progress);
    let estimate = published(&estimate);
    deliver_with(&estimate, &pool_figures(&estimate, result.level, lang), result, lang)?;
    Ok(ended(arguments.strict, &estimate.checks))
}

fn ends(file: &str, ending: &str) -> bool {
    file.to_lowercase().ends_with(ending)
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
            df: None,
        })
        .collect();
    Ok((studies, rows as u64))
}

/// The main effects of study files, standardized, with the checks of their pool.
fn from_studies(files: &[String], how: Pooling, progress: &Terminal) -> Result<Estimate, Error> {
    let named: Vec<String> = files
        .iter()
        .map(|file| if is_pattern(file) { data::files(std::slice::from_ref(file)).map(shown) } else { Ok(vec![file.clone()]) })
        .collect::<Result<Vec<_>, _>>()?
        .concat();
    let mut pool = PoolStudy::of_files(&named, how.method, how.knapp_hartung, how.level)?;
    pool.studies.iter_mut().for_each(|one| one.around = surroundings());
    let found = study::pool_studies(&pool, progress)?;
    let mut estimate = found.pooled;
    estimate.checks = found.checks;
    Ok(estimate)
}

fn is_pattern(file: &str) -> bool {
    file.contains(['*', '?', '[']) && !Path::new(file).exists()
}

fn shown(files: Vec<PathBuf>) -> Vec<String> {
    files.into_iter().map(|file| file.display().to_string()).collect()
}

/// What results of other runs gave.
struct FromResults {
    studies: Vec<Study>,
    /// What they measure, where they all say the same.
    outcome: Option<String>,
    notes: Vec<Note>,
}

/// The headline of each result, after all their problems: files that are not there or are no results, one that stands twice, outcomes that differ.
fn from_results(sources: &[String], same_outcome: bool) -> Result<FromResults, Error> {
    let mut problems: Vec<Problem> = Vec::new();
    let mut files: Vec<String> = Vec::new();
    for source in sources {
        let inside = OF_A_RUN.iter().map(|name| Path::new(source).join(name)).find(|path| path.is_file());
        match inside {
            Some(path) => files.push(path.display().to_string()),
            None if Path::new(source).is_dir() => problems.push(cli::not_a_result(source)),
            None => match data::files(std::slice::from_ref(source)) {
                Ok(found) => files.extend(shown(found)),
                Err(error) => problems.extend(error.problems),
            },
        }
    }
    let mut read: Vec<(String, Value)> = Vec::new();
    for file in files {
        let document: Option<Value> = std::fs::read(&file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        match document.filter(|document| headline(document).is_some()) {
            Some(document) => match read.iter().find(|(_, other)| *other == document) {
                Some((other, _)) => problems.push(cli::result_twice(&file, other)),
                None => read.push((file, document)),
            },
            None => problems.push(cli::not_a_result(&file)),
        }
    }
    let measured: Vec<(String, String)> = read.iter().map(|(file, document)| (file.clone(), outcome(document))).collect();
    let one = measured.windows(2).all(|pair| pair[0].1 == pair[1].1);
    if !one && !same_outcome {
        problems.push(cli::different_outcomes(&measured));
    }
    Error::unless_empty(problems)?;
    let study = |(file, document): &(String, Value)| {
        let row = headline(document).unwrap_or(&Value::Null);
        Study {
            label: document["study"].as_str().unwrap_or(file).to_owned(),
            estimate: row["estimate"].as_f64(),
            std_error: row["std_error"].as_f64(),
            df: row["df"].as_f64(),
        }
    };
    Ok(FromResults {
        studies: read.iter().map(study).collect(),
        outcome: read.first().filter(|_| one).and_then(|(_, document)| document["outcome"].as_str()).map(str::to_owned),
        notes: read.iter().filter_map(|(file, document)| stale(file, document)).collect(),
    })
}

/// The first overall effect, or the change of an interrupted series.
fn headline(document: &Value) -> Option<&Value> {
    let rows = document["effects"].as_array()?;
    let known = |row: &&Value| row["estimate"].is_number();
    rows.iter().filter(known).find(|row| row["kind"] == "overall").or_else(|| rows.iter().filter(known).find(|row| row["term"] == LEVEL_CHANGE))
}

/// What a result measures: the outcome, and its unit where the report of a study says it.
fn outcome(document: &Value) -> String {
    let name = document["outcome"].as_str().unwrap_or_default();
    match document["outcomes"][0]["unit"].as_str().filter(|unit| !unit.is_empty()) {
        Some(unit) => format!("{name} ({unit})"),
        None => name.to_owned(),
    }
}

/// That the study file or the data of a report have changed since it was written, as far as that can be seen from its `run.json`.
fn stale(file: &str, document: &Value) -> Option<Note> {
    let run: Value = serde_json::from_slice(&std::fs::read(Path::new(file).parent()?.join("run.json")).ok()?).ok()?;
    let study = Path::new(run["study_file"]["path"].as_str()?);
    let differs = |path: &Path, facts: &Value| {
        let small = std::fs::metadata(path).is_ok_and(|found| found.len() <= SMALL);
        let bytes = std::fs::read(path).ok().filter(|_| small)?;
        Some(results::sha256(&bytes) != facts["sha256"].as_str()?)
    };
    let folder = study.parent().unwrap_or(Path::new(""));
    let sources = run["sources"].as_array().map_or(&[][..], Vec::as_slice);
    let changed = std::iter::once((study.to_path_buf(), &run["study_file"]))
        .chain(sources.iter().filter_map(|source| Some((folder.join(source["path"].as_str()?), source))))
        .find(|(path, facts)| differs(path, facts) == Some(true));
    let (changed, _) = changed?;
    let (name, changed) = (document["study"].as_str().unwrap_or(file), changed.display());
    Some(Note::new("stale-result", stale_words(name, &changed.to_string(), &study.display().to_string())))
}

fn stale_words(name: &str, changed: &str, study: &str) -> Text {
    text!(
        "Hasil \"{name}\" sudah usang: {changed} berubah sejak hasil itu dibuat. Jalankan kembali: dampak run {study}",
        "The result \"{name}\" is out of date: {changed} has changed since it was made. Run again: dampak run {study}"
    )
}
