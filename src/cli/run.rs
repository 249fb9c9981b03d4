//! `dampak run`: everything that a study file asks for, as one report.

use super::arguments::RunArguments;
use super::completions::print;
use super::engine_arguments::surroundings;
use super::interrupt;
use super::output::ended;
use super::progress::Terminal;
use crate::error::Error;
use crate::locale::Lang;
use crate::report::document::{Block, Callout, Report, Tone};
use crate::report::{ReportSet, compose, compose_pool, write};
use crate::study::Progress;
use crate::study::{self, StudyResult};
use crate::text;
use std::process::ExitCode;

/// Runs the study, writes the report whole or not at all, and prints the answer with the place of the report.
pub(super) fn run(arguments: &RunArguments, lang: Lang) -> Result<ExitCode, Error> {
    let progress = Terminal::new(lang);
    progress.step(&text!("membaca studi", "reading the study"));
    if study::is_pool(&arguments.study) {
        return pool(arguments, &progress, lang);
    }
    let mut study = study::load(&arguments.study)?;
    study.file.data.reading.meter = progress.meter();
    study.around = surroundings();
    study.file.report.unit_names &= !arguments.no_unit_names;
    let result = study::execute(&study, &progress)?;
    progress.step(&text!("menulis laporan", "writing the report"));
    let set = ReportSet::of(&result);
    let folder = arguments.out.clone().unwrap_or_else(|| study.file.study.output_folder());
    // The disk is waited for, and meanwhile the answer is put into words.
    let (written, page) = std::thread::scope(|scope| {
        let page = scope.spawn(|| answer(&result, lang));
        (interrupt::while_writing(|interrupted| write(&set, &folder, interrupted)), page.join())
    });
    let (written, mut page) = (written?, page.unwrap_or_else(|_| answer(&result, lang)));
    drop(progress);
    let (place, files) = (written.folder.join("report.html"), written.files.len());
    let place = place.display();
    page.push_str(text!("\nLaporan: {place} ({files} berkas)\n", "\nReport: {place} ({files} files)\n").get(lang));
    print(page.as_bytes())?;
    Ok(ended(arguments.strict, result.outcomes.iter().flat_map(|outcome| &outcome.checks)))
}

/// Runs a pool of studies.
fn pool(arguments: &RunArguments, progress: &Terminal, lang: Lang) -> Result<ExitCode, Error> {
    let mut study = study::load_pool(&arguments.study)?;
    for one in &mut study.studies {
        one.around = surroundings();
        one.file.report.unit_names &= !arguments.no_unit_names;
    }
    let result = study::pool_studies(&study, progress)?;
    progress.step(&text!("menulis laporan", "writing the report"));
    let folder = arguments.out.clone().unwrap_or_else(|| study.file.study.output_folder());
    let set = ReportSet::of_pool(&result);
    let written = interrupt::while_writing(|interrupted| write(&set, &folder, interrupted))?;
    let (place, files) = (written.folder.join("report.html"), written.files.len());
    let place = place.display();
    let mut page = said(&compose_pool(&result, lang));
    page.push_str(text!("\nLaporan: {place} ({files} berkas)\n", "\nReport: {place} ({files} files)\n").get(lang));
    print(page.as_bytes())?;
    Ok(ended(arguments.strict, &result.checks))
}

/// The answer and its grade, as on the first screen of the report.
fn answer(result: &StudyResult, lang: Lang) -> String {
    said(&compose(result, lang))
}

/// The callouts of the first screen as plain text.
fn said(report: &Report) -> String {
    let first = report.sections.iter().flat_map(|section| &section.blocks);
    let said = first.filter_map(|block| match block {
        Block::Callout(Callout { tone: Tone::Answer | Tone::Grade, title, text, items }) => Some((title, text, items)),
        _ => None,
    });
    let mut page = format!("{}\n", report.title);
    for (title, text, items) in said {
        page.push_str(&format!("\n{title}\n"));
        let lines = text.iter().cloned().chain(items.iter().map(|item| format!("  • {item}")));
        for line in lines {
            page.push_str(&line.replace('`', ""));
            page.push('\n');
        }
    }
    page
}
