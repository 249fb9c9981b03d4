//! `dampak run`: everything that a study file asks for, as one report.

use super::arguments::RunArguments;
use super::completions::print;
use super::interrupt;
use super::progress::Terminal;
use crate::error::{Error, Exit};
use crate::estimate::Verdict;
use crate::locale::Lang;
use crate::report::{ReportSet, headline, write};
use crate::study;
use crate::text;
use std::process::ExitCode;

/// Runs the study, writes the report whole or not at all, and prints the answer with the place of the report.
pub(super) fn run(arguments: &RunArguments, lang: Lang) -> Result<ExitCode, Error> {
    let progress = Terminal::new();
    progress.step(text!("membaca studi", "reading the study").get(lang));
    let study = study::load(&arguments.study)?;
    let result = study::execute(&study, &progress)?;
    progress.step(text!("menulis laporan", "writing the report").get(lang));
    let set = ReportSet::of(&result);
    let folder = arguments.out.clone().unwrap_or_else(|| study.file.study.output_folder());
    let written = interrupt::while_writing(|interrupted| write(&set, &folder, interrupted))?;
    drop(progress);
    let (place, files) = (written.folder.join("report.html"), written.files.len());
    let place = place.display();
    let page = text!(|l| format!("{}\n\nLaporan: {place} ({files} berkas)\n", headline(&result, l)), format!("{}\n\nReport: {place} ({files} files)\n", headline(&result, l)));
    print(page.get(lang).as_bytes())?;
    let failed = result.outcomes.iter().flat_map(|outcome| &outcome.checks).any(|finding| finding.verdict == Verdict::Fail);
    Ok(if arguments.strict && failed { ExitCode::from(Exit::CheckFailed.status()) } else { ExitCode::SUCCESS })
}
