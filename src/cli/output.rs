//! A result in the format that was asked for, on standard output or in a folder.

use super::arguments::{Format, OutputArguments};
use super::completions::print;
use super::{interrupt, terminal};
use crate::error::{Error, Exit};
use crate::estimate::{Estimate, Finding, SideBySide, Verdict, to_json};
use crate::locale::Lang;
use crate::report::charts::Figure;
use crate::report::document::{Cell, Table, UNDEFINED};
use crate::report::privacy::without_identity_numbers;
use crate::report::{ReportSet, charts, render, results, side_by_side, single, tables as of, write};
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

/// What is delivered: one result, or several methods side by side.
#[derive(Clone, Copy)]
enum Found<'a> {
    One(&'a Estimate),
    Several(&'a SideBySide, &'a Estimate),
}

/// Prints the result; with `--out` every format goes into the folder as well, whole or not at all.
pub(super) fn deliver(estimate: &Estimate, arguments: &OutputArguments, strict: bool, lang: Lang) -> Result<ExitCode, Error> {
    let shown = published(estimate);
    let mut more = BTreeMap::new();
    if arguments.out.is_some() {
        draw(&single::figures(&shown, lang), &mut more);
    }
    write_and_print(Found::One(&shown), &shown, more, arguments, lang)?;
    Ok(ended(strict, &estimate.checks))
}

/// The exit status of what was found: 1 where a check failed and this was to be strict.
pub(super) fn ended<'a>(strict: bool, checks: impl IntoIterator<Item = &'a Finding>) -> ExitCode {
    let failed = strict && checks.into_iter().any(|finding| finding.verdict == Verdict::Fail);
    if failed { ExitCode::from(Exit::CheckFailed.status()) } else { ExitCode::SUCCESS }
}

/// As [`deliver`], with charts in the folder.
pub(super) fn deliver_with(estimate: &Estimate, figures: &[Figure], arguments: &OutputArguments, lang: Lang) -> Result<ExitCode, Error> {
    let mut more = BTreeMap::new();
    if arguments.out.is_some() {
        draw(figures, &mut more);
    }
    let shown = published(estimate);
    write_and_print(Found::One(&shown), &shown, more, arguments, lang)?;
    Ok(ExitCode::SUCCESS)
}

/// The result without identity numbers: a unit may be called by one.
pub(super) fn published(estimate: &Estimate) -> Estimate {
    let mut out = estimate.clone();
    without_identity_numbers(&mut out);
    out
}

/// Charts as files of a folder.
fn draw(figures: &[Figure], files: &mut BTreeMap<String, Vec<u8>>) {
    for figure in figures {
        let Ok(drawing) = charts::draw(figure) else { continue };
        files.insert(format!("charts/{}.svg", figure.name), drawing.standalone().into_bytes());
        if let Ok(png) = charts::png(&drawing) {
            files.insert(format!("charts/{}.png", figure.name), png);
        }
    }
}

/// As [`deliver`], for several methods; the folder holds their charts and tables, too.
pub(super) fn deliver_several(side: &SideBySide, combined: &Estimate, arguments: &OutputArguments, strict: bool, lang: Lang) -> Result<ExitCode, Error> {
    let side =
        &SideBySide { fitted: side.fitted.iter().map(published).collect(), left: side.left.iter().map(|(method, why)| (*method, why.shown())).collect() };
    let combined = &published(combined);
    let mut more: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    if arguments.out.is_some() {
        for table in side_by_side::tables(side, lang) {
            more.insert(format!("tables/{}.csv", table.name), render::csv::table(&table).into_bytes());
        }
        draw(&side_by_side::figures(side, lang), &mut more);
    }
    write_and_print(Found::Several(side, combined), combined, more, arguments, lang)?;
    Ok(ended(strict, side.fitted.iter().flat_map(|found| &found.checks)))
}

fn write_and_print(found: Found, estimate: &Estimate, more: BTreeMap<String, Vec<u8>>, arguments: &OutputArguments, lang: Lang) -> Result<(), Error> {
    if let Some(folder) = &arguments.out {
        let mut files: BTreeMap<String, Vec<u8>> = FILES.iter().map(|(format, name)| ((*name).to_owned(), bytes(found, *format, lang, None))).collect();
        files.extend(more);
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
    print(&bytes(found, arguments.format, lang, terminal::width()))?;
    Ok(())
}

/// The result as tables: effects, tests, and further parts as they are there.
fn tables(estimate: &Estimate, lang: Lang) -> Vec<Table> {
    let mut out = Vec::new();
    if !estimate.effects.is_empty() {
        out.push(of::estimate_table(estimate, lang));
    }
    out.extend(of::tests_table("tests", &estimate.tests, lang));
    out.extend(estimate.parts.iter().flat_map(|(key, part)| of::part_tables(key, key, part, lang)));
    out
}

/// Tables for the terminal: of a curve some points, those that were simulated where there are any.
fn shortened(mut tables: Vec<Table>) -> Vec<Table> {
    const LONG: usize = 20;
    const EVERY: usize = 4;
    for table in tables.iter_mut().filter(|table| table.name.starts_with("power_by") && table.rows.len() > LONG) {
        let known = |row: &[Cell]| row.last().is_some_and(|cell| cell.shown != UNDEFINED);
        let some = table.rows.iter().any(|row| !known(row));
        let rows = std::mem::take(&mut table.rows);
        table.rows = rows.into_iter().enumerate().filter(|(at, row)| if some { known(row) } else { at % EVERY == 0 }).map(|(_, row)| row).collect();
    }
    tables
}

fn pretty(value: &serde_json::Value) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(value).unwrap_or_default();
    text.push(b'\n');
    text
}

/// A result in a format; text keeps to a width where one is given.
fn bytes(found: Found, format: Format, lang: Lang, width: Option<usize>) -> Vec<u8> {
    let tables = || match found {
        Found::One(estimate) => tables(estimate, lang),
        Found::Several(side, _) => side_by_side::tables(side, lang),
    };
    let all = |render: fn(&Table) -> String| tables().iter().map(render).collect::<Vec<_>>().join("\n").into_bytes();
    match (format, found) {
        (Format::Text, Found::One(estimate) | Found::Several(_, estimate)) => terminal::page(estimate, &shortened(tables()), lang, width).into_bytes(),
        (Format::Json, Found::One(estimate)) => pretty(&to_json(estimate, lang)),
        (Format::Json, Found::Several(side, _)) => pretty(&side.to_json(lang)),
        (Format::Csv, Found::One(estimate) | Found::Several(_, estimate)) => render::csv::effects_csv(estimate).into_bytes(),
        (Format::Markdown, _) => all(render::markdown::table),
        (Format::Latex, _) => all(render::latex::table),
        (Format::Html, _) => all(render::html::table),
    }
}
