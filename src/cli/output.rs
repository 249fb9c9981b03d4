//! A result in the format that was asked for, on standard output or in a folder.

use super::arguments::{Format, OutputArguments};
use super::completions::print;
use super::{interrupt, terminal};
use crate::error::{Error, Exit};
use crate::estimate::{Estimate, Verdict, to_json};
use crate::locale::Lang;
use crate::report::document::Table;
use crate::report::{ReportSet, render, results, tables as of, write};
use serde_json::json;
use std::collections::BTreeMap;
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
        let mut files: BTreeMap<String, Vec<u8>> = FILES.iter().map(|(format, name)| ((*name).to_owned(), bytes(estimate, *format, lang))).collect();
        let listed: Vec<_> = files.iter().map(|(path, bytes)| json!({ "path": path, "sha256": results::sha256(bytes), "bytes": bytes.len() })).collect();
        let run = json!({
            "schema": results::RUN_SCHEMA,
            "program": concat!("dampak ", env!("CARGO_PKG_VERSION")),
            "command": estimate.command,
            "settings": estimate.settings,
            "files": listed,
        });
        files.insert("run.json".into(), pretty(&run));
        interrupt::while_writing(|interrupted| write(&ReportSet { files }, folder, interrupted))?;
    }
    print(&bytes(estimate, arguments.format, lang))?;
    let failed = strict && estimate.checks.iter().any(|finding| finding.verdict == Verdict::Fail);
    Ok(if failed { ExitCode::from(Exit::CheckFailed.status()) } else { ExitCode::SUCCESS })
}

/// The result as tables: effects, tests, and further parts as they are there.
pub(super) fn tables(estimate: &Estimate, lang: Lang) -> Vec<Table> {
    let mut out = Vec::new();
    if !estimate.effects.is_empty() {
        out.push(of::estimate_table(estimate, lang));
    }
    out.extend(of::tests_table("tests", &estimate.tests, lang));
    out.extend(estimate.parts.iter().filter_map(|(key, part)| of::part_table(key, key, part, lang)));
    out
}

fn pretty(value: &serde_json::Value) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(value).unwrap_or_default();
    text.push(b'\n');
    text
}

fn bytes(estimate: &Estimate, format: Format, lang: Lang) -> Vec<u8> {
    let all = |render: fn(&Table) -> String| tables(estimate, lang).iter().map(render).collect::<Vec<_>>().join("\n").into_bytes();
    match format {
        Format::Text => terminal::page(estimate, lang).into_bytes(),
        Format::Json => pretty(&to_json(estimate, lang)),
        Format::Csv => render::csv::effects_csv(estimate).into_bytes(),
        Format::Markdown => all(render::markdown::table),
        Format::Latex => all(render::latex::table),
        Format::Html => all(render::html::table),
    }
}
