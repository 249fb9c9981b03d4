//! Golden cases: data and numbers made by established packages, one folder a data set, with the call and the version that made them.
//!
//! `tests/golden/<set>/` is carried in the project where the data may be; the others are read from `../shared/reference/<set>` beside the clone, or from
//! where `DAMPAK_REFERENCE` points. A set that is not there is named aloud and its test passes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)] // tests

use serde_json::Value;
use std::path::PathBuf;

mod cohorts;
mod decomposition;
pub(crate) mod did;
mod distributions;
mod dose;
mod extended_twfe;
mod formula;
mod honest;
mod nist;
mod participation;
mod random_timing;
mod regression;
mod seatbelts;
mod staggered_sim;
mod step_down;
mod survival;
mod switchers;
mod synthetic;
mod triple;
mod two_sample;
mod two_stage;

/// Closed forms, computed in another order of operations.
pub(crate) const CLOSED_FORM: f64 = 1e-9;

/// One data set with its analyses.
pub(crate) struct Case {
    name: String,
    folder: PathBuf,
    expected: Value,
}

impl Case {
    /// The set of that name; none (said aloud) where it is neither carried nor beside the clone.
    pub(crate) fn load(name: &str) -> Option<Self> {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let elsewhere = std::env::var_os("DAMPAK_REFERENCE").map_or_else(|| root.join("../shared/reference"), PathBuf::from);
        let folder = [root.join("tests/golden").join(name), elsewhere.join(name)].into_iter().find(|folder| folder.join("expected.json").is_file());
        let Some(folder) = folder else {
            eprintln!("NOT CHECKED: the reference set \"{name}\" is not here (looked in tests/golden and {}).", elsewhere.display());
            return None;
        };
        let text = std::fs::read_to_string(folder.join("expected.json")).expect("expected.json is readable");
        Some(Self { name: name.into(), folder, expected: serde_json::from_str(&text).expect("expected.json is JSON") })
    }

    /// The result of the analysis of that name.
    pub(crate) fn result(&self, analysis: &str) -> &Value {
        self.analyses().find(|entry| entry["name"] == analysis).map_or_else(|| panic!("{}: no analysis \"{analysis}\"", self.name), |entry| &entry["result"])
    }

    /// All analyses: objects with `name`, `call`, `package`, `version`, `result`.
    pub(crate) fn analyses(&self) -> impl Iterator<Item = &Value> {
        self.expected["analyses"].as_array().expect("a list of analyses").iter()
    }

    /// Where a file of the set lies.
    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.join(file)
    }

    /// The rows of `data.csv` (or another file of the folder), with the header.
    pub(crate) fn table(&self, file: &str) -> Table {
        let mut reader = csv::Reader::from_path(self.folder.join(file)).expect("the data are there");
        let header = reader.headers().expect("a header").iter().map(str::to_owned).collect();
        let rows = reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect();
        Table { header, rows }
    }

    /// The rows of `data.csv`.
    pub(crate) fn data(&self) -> Table {
        self.table("data.csv")
    }
}

/// A small table of texts.
pub(crate) struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Names of the columns.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.header.iter().map(String::as_str)
    }

    /// A column as text.
    pub(crate) fn text(&self, column: &str) -> Vec<&str> {
        let at = self.header.iter().position(|name| name == column).unwrap_or_else(|| panic!("no column {column}"));
        self.rows.iter().map(|row| row[at].as_str()).collect()
    }

    /// A column as numbers; an empty field is NaN.
    pub(crate) fn numbers(&self, column: &str) -> Vec<f64> {
        self.text(column).into_iter().map(|field| if field.is_empty() || field == "NA" { f64::NAN } else { field.parse().expect("a number") }).collect()
    }
}

/// A number of the reference; `"inf"` and `"-inf"` are infinite, null is NaN.
pub(crate) fn number(value: &Value) -> f64 {
    match value {
        Value::Number(number) => number.as_f64().expect("a double"),
        Value::String(word) if word == "inf" => f64::INFINITY,
        Value::String(word) if word == "-inf" => f64::NEG_INFINITY,
        Value::Null => f64::NAN,
        other => panic!("not a number: {other}"),
    }
}

/// Asserts that `got` is `wanted` within a relative tolerance (absolute below 1e-3 of it).
#[track_caller]
pub(crate) fn close(what: &str, got: f64, wanted: f64, tolerance: f64) {
    let same = got == wanted || (got - wanted).abs() <= tolerance * wanted.abs().max(1e-3);
    assert!(same, "{what}: {got} instead of {wanted}");
}

/// [`close`] for a value that may be undefined.
#[track_caller]
pub(crate) fn close_some(what: &str, got: Option<f64>, wanted: f64, tolerance: f64) {
    close(what, got.unwrap_or_else(|| panic!("{what} is undefined")), wanted, tolerance);
}
