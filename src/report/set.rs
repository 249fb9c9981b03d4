//! The files of a report, all in memory before any is written.
//!
//! ```text
//! report.html report.md report.ipynb        first language of the study
//! report.en.html report.en.md …             each further language
//! charts/id/NAME.svg charts/id/NAME.png     every chart, a folder a language
//! tables/NAME.csv                           every table and the data of every chart, once: numbers do not depend on the language
//! results.json run.json
//! ```

use super::document::Report;
use super::render::html::Other;
use super::render::{Pictures, csv, figure_table, html, markdown, notebook};
use super::{compose, compose_pool, privacy, results};
use crate::locale::Lang;
use crate::study::{PoolResult, StudyResult};
use serde_json::Value;
use std::collections::BTreeMap;

/// Files by path inside the output folder, with `/`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReportSet {
    /// Path and content, in the order of the paths.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl ReportSet {
    /// Every file of a study's report, in all its languages.
    pub fn of(result: &StudyResult) -> Self {
        let text = &result.study_file;
        // Small groups first: what is hidden goes by names that still are.
        let published = privacy::without_names(privacy::suppress(result, result.small_cells));
        let (mut files, main) = reports(&result.languages, &result.study_path, |lang| compose(result, lang));
        files.insert("results.json".into(), pretty(&results::results(&published, main)));
        let mut run = results::run(&published, files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())));
        // The hash is that of the file that was run, also where the report shows it without names.
        run["study_file"]["sha256"] = results::sha256(text.as_bytes()).into();
        files.insert("run.json".into(), pretty(&run));
        Self { files }
    }

    /// Every file of the report of a pool of studies, in all its languages.
    pub fn of_pool(result: &PoolResult) -> Self {
        let result = &privacy::pool_without_names(result.clone());
        let (mut files, main) = reports(&result.languages, &result.study_path, |lang| compose_pool(result, lang));
        files.insert("results.json".into(), pretty(&results::of_pool(result, main)));
        let run = results::run_of_pool(result, files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())));
        files.insert("run.json".into(), pretty(&run));
        Self { files }
    }
}

/// Reports in all languages with their charts and tables, and the main language.
fn reports(languages: &[Lang], study_path: &str, compose: impl Fn(Lang) -> Report) -> (BTreeMap<String, Vec<u8>>, Lang) {
    let languages: Vec<Lang> = if languages.is_empty() { vec![Lang::default()] } else { languages.to_vec() };
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for (place, lang) in languages.iter().enumerate() {
        let report = compose(*lang);
        let drawn = Pictures::draw(&report);
        let others: Vec<Other> = languages
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != place)
            .map(|(other, lang)| Other { lang: *lang, href: format!("{}.html", stem(other, *lang)) })
            .collect();
        add_report(&mut files, &report, &drawn, &stem(place, *lang), study_path, &others);
        if place == 0 {
            add_tables(&mut files, &report);
        }
    }
    (files, languages[0])
}

/// `report`, or `report.en` for a further language.
fn stem(place: usize, lang: Lang) -> String {
    if place == 0 { "report".into() } else { format!("report.{}", lang.tag()) }
}

fn add_report(files: &mut BTreeMap<String, Vec<u8>>, report: &Report, drawn: &Pictures, stem: &str, study: &str, others: &[Other]) {
    let pictures = format!("charts/{}", report.lang.tag());
    files.insert(format!("{stem}.html"), html::report(report, drawn, others).into_bytes());
    files.insert(format!("{stem}.md"), markdown::report(report, drawn, &pictures).into_bytes());
    let command = format!("dampak run {study}");
    files.insert(format!("{stem}.ipynb"), notebook::report(report, drawn, &command, &pictures, "tables").into_bytes());
    for (name, picture) in drawn.drawn() {
        files.insert(format!("{pictures}/{name}.svg"), picture.wide.standalone().into_bytes());
        files.insert(format!("{pictures}/{name}.png"), picture.png.clone());
    }
}

fn add_tables(files: &mut BTreeMap<String, Vec<u8>>, report: &Report) {
    for table in report.tables() {
        files.insert(format!("tables/{}.csv", table.name), csv::table(table).into_bytes());
    }
    for figure in report.figures() {
        let table = figure_table(figure);
        files.insert(format!("tables/{}.csv", table.name), csv::table(&table).into_bytes());
    }
}

fn pretty(document: &Value) -> Vec<u8> {
    format!("{document:#}\n").into_bytes()
}
