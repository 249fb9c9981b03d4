//! Each study of `datasets/`, run here on its files and on every engine on its tables: the same results.

use super::compare::differences;
use super::place::{Place, Places, places};
use crate::command::{Run, program, root};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Studies and the table of their records.
const STUDIES: [(&str, &str); 9] = [
    ("kendari/study.toml", "kendari"),
    ("jakarta/study.toml", "jakarta"),
    ("palangkaraya/study.toml", "palangkaraya"),
    ("gorontalo/study.toml", "gorontalo"),
    ("gorontalo/limpahan.toml", "gorontalo"),
    ("sorong/study.toml", "sorong"),
    ("public/injury/study.toml", "injury"),
    ("public/jtrain/study.toml", "jtrain"),
    ("public/kielmc/study.toml", "kielmc"),
];

/// A study file whose records are on the engine; what else it reads stays a file, by its whole path.
fn elsewhere(study: &str, place: &Place, places: &Places, table: &str) -> String {
    let path = root().join("datasets").join(study);
    let folder = path.parent().unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let mut section = "";
    let mut out = String::new();
    for line in text.lines() {
        if line.starts_with('[') {
            section = line;
        }
        match line.strip_prefix("files = ") {
            Some(_) if section == "[data]" => out.push_str(&place.keys(places, table)),
            Some(file) => out.push_str(&format!("files = {:?}\n", folder.join(file.trim_matches('"')).display().to_string())),
            None if section == "[data]" && line.starts_with("sheet = ") => {}
            None => out.push_str(&format!("{line}\n")),
        }
    }
    out
}

fn run(study: &Path, out: &Path, environment: Vec<(String, String)>) -> Run {
    program().arg("run").arg(study).arg("--out").arg(out).args(["--lang", "en"]).envs(environment).output().unwrap().into()
}

fn results(folder: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(folder.join("results.json")).unwrap()).unwrap()
}

/// Runs every study on one engine and compares; all differences of all studies are told.
fn every_study(engine: &str) {
    let places = places();
    let Some(place) = places.get(engine) else { panic!("{engine} does not run") };
    let work = tempfile::tempdir().unwrap();
    let mut found = Vec::new();
    for (study, table) in STUDIES {
        let name = study.replace('/', "-");
        // The same for every engine: made once.
        let here: PathBuf = places.folder.join(format!("local-{name}"));
        if !here.exists() {
            let local = run(&root().join("datasets").join(study), &here, Vec::new());
            assert_eq!(local.status, 0, "{study} here: {}", local.err);
        }
        let file = work.path().join(&name);
        std::fs::write(&file, elsewhere(study, place, &places, table)).unwrap();
        let there = work.path().join(format!("{engine}-{name}"));
        let remote = run(&file, &there, place.environment());
        if remote.status != 0 {
            found.push(format!("{study}: exit status {}: {}", remote.status, remote.err));
            continue;
        }
        let differing = differences(&results(&here), &results(&there), &|_| true);
        println!("{engine}: {study}: {} differences", differing.len());
        found.extend(differing.into_iter().map(|line| format!("{study}: {line}")));
        super::failures::no_secret(place, &there);
    }
    assert!(found.is_empty(), "{engine}:\n{}", found.join("\n"));
}

#[test]
#[ignore = "run by tests/engines/run.sh"]
fn every_study_on_sail() {
    every_study("sail");
}

#[test]
#[ignore = "run by tests/engines/run.sh"]
fn every_study_on_duckdb() {
    every_study("duckdb");
}

#[test]
#[ignore = "run by tests/engines/run.sh"]
fn every_study_on_postgres() {
    every_study("postgres");
}

#[test]
#[ignore = "run by tests/engines/run.sh"]
fn every_study_on_flightsql() {
    every_study("flightsql");
}

#[test]
#[ignore = "run by tests/engines/spark.sh"]
fn every_study_on_spark() {
    every_study("spark");
}
