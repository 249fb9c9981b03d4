//! A result in the format that was asked for, on standard output or in a folder.

use super::arguments::{Format, OutputArguments};
use super::completions::print;
use super::terminal;
use crate::error::{Error, Exit};
use crate::estimate::{Estimate, Verdict, to_json};
use crate::locale::Lang;
use crate::report::{render, tables, write};
use std::process::ExitCode;

/// Every format with the name of its file in a folder.
const FILES: [(Format, &str); 6] = [
    (Format::Text, "result.txt"),
    (Format::Json, "result.json"),
    (Format::Csv, "effects.csv"),
    (Format::Markdown, "result.md"),
    (Format::Latex, "result.tex"),
    (Format::Html, "result.html"),
];

/// Prints the result; with `--out` every format goes into the folder as well, whole or not at all.
pub(super) fn deliver(estimate: &Estimate, arguments: &OutputArguments, strict: bool, lang: Lang) -> Result<ExitCode, Error> {
    if let Some(folder) = &arguments.out {
        let files = FILES.map(|(format, name)| (name.to_owned(), bytes(estimate, format, lang)));
        write::folder(folder, files.to_vec())?;
    }
    print(&bytes(estimate, arguments.format, lang))?;
    let failed = strict && estimate.checks.iter().any(|finding| finding.verdict == Verdict::Fail);
    Ok(if failed { ExitCode::from(Exit::CheckFailed.status()) } else { ExitCode::SUCCESS })
}

fn bytes(estimate: &Estimate, format: Format, lang: Lang) -> Vec<u8> {
    let all = |render: fn(&crate::report::document::Table) -> String| {
        tables::estimate_tables(estimate, lang).iter().map(render).collect::<Vec<_>>().join("\n").into_bytes()
    };
    match format {
        Format::Text => terminal::page(estimate, lang).into_bytes(),
        Format::Json => {
            let mut text = serde_json::to_vec_pretty(&to_json(estimate, lang)).unwrap_or_default();
            text.push(b'\n');
            text
        }
        Format::Csv => render::csv::effects(estimate).into_bytes(),
        Format::Markdown => all(render::markdown::table),
        Format::Latex => all(render::latex::table),
        Format::Html => all(render::html::table),
    }
}
