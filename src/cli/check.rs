//! `dampak check`: a study and its data, every problem at once.

use super::arguments::CheckArguments;
use super::completions::{print, shown};
use super::engine_arguments::surroundings;
use super::output::ended;
use super::progress::Terminal;
use crate::error::Error;
use crate::estimate::Verdict;
use crate::locale::Lang;
use crate::study;
use crate::study::Progress;
use crate::text;
use std::process::ExitCode;

/// Prints what the study has to work with, or ends with every problem; estimates nothing, writes nothing.
pub(super) fn run(arguments: &CheckArguments, lang: Lang) -> Result<ExitCode, Error> {
    let path = match &arguments.study {
        Some(path) if !arguments.schema => path,
        _ => return print(study::json_schema().as_bytes()),
    };
    let progress = Terminal::new(lang);
    if study::is_pool(path) {
        return pool(path, arguments.strict, &progress, lang);
    }
    progress.step(&text!("memeriksa", "checking"));
    let mut study = study::load(path)?;
    study.around = surroundings();
    let report = study::check(&study)?;
    drop(progress);
    let lines = report.lines(lang);
    let width = lines.iter().map(|(what, _)| what.chars().count()).max().unwrap_or(0);
    let mut page = String::new();
    for (what, how_much) in &lines {
        page.push_str(&format!("{what}{}  {how_much}\n", " ".repeat(width - what.chars().count())));
    }
    for note in &report.notes {
        page.push_str(&format!("• {}: {}\n", note.code, note.text.get(lang)));
    }
    for finding in report.findings.iter().filter(|finding| matches!(finding.verdict, Verdict::Caution | Verdict::Fail)) {
        page.push_str(&format!("[{}] {}: {}\n", finding.verdict.code(), finding.name, finding.sentence.get(lang)));
    }
    page.push_str(text!("Tidak ada masalah.\n", "No problems found.\n").get(lang));
    print(shown(page).as_bytes())?;
    Ok(ended(arguments.strict, &report.findings))
}

/// Checks every study of a pool.
fn pool(path: &std::path::Path, strict: bool, progress: &Terminal, lang: Lang) -> Result<ExitCode, Error> {
    let mut pool = study::load_pool(path)?;
    pool.studies.iter_mut().for_each(|one| one.around = surroundings());
    let mut problems = Vec::new();
    let mut page = String::new();
    let mut findings = Vec::new();
    for one in &pool.studies {
        progress.step(&text!("memeriksa", "checking"));
        match study::check(one) {
            Ok(report) => {
                page.push_str(&format!("{}  {}\n", one.file.study.name, report.rows_kept));
                findings.extend(report.findings);
            }
            Err(error) => problems.extend(error.problems),
        }
    }
    Error::unless_empty(problems)?;
    page.push_str(text!("Tidak ada masalah.\n", "No problems found.\n").get(lang));
    print(shown(page).as_bytes())?;
    Ok(ended(strict, &findings))
}
