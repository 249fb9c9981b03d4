//! A study file with everything wrong in it lists everything with its line; one that is right has the defaults that are promised.

use super::schema::{Moment, OutcomeSource};
use super::*;
use crate::error::Error;
use crate::locale::Lang;
use crate::measure::clock::Clock;
use crate::measure::target::Better;
use crate::panel::TimeScale;

const SMALL: &str = r#"
[study]
name = "kendari"
title = "Pelatihan"

[data]
files = "permohonan.csv"
delimiter = ";"
types = { kode = "text" }

[roles]
unit = "loket"
time = { column = "masuk", every = "month" }

[program]
name = { id = "Pelatihan", en = "Training" }
start = 2024-01-15
treated = { column = "kota", values = "Kendari" }

[[outcome]]
name = "waktu"
duration = { start = "masuk", end = "selesai" }
target = 8

[[outcome]]
name = "tepat-waktu"
within_target = "waktu"
"#;

fn problems(text: &str) -> Vec<(String, String)> {
    match parse("studi.toml", text) {
        Ok(_) => Vec::new(),
        Err(Error { problems }) => problems.into_iter().map(|problem| (problem.code.to_owned(), problem.what.en)).collect(),
    }
}

#[test]
fn a_small_study_has_defaults() {
    let study = parse("studi.toml", SMALL).unwrap_or_else(|error| panic!("{}", error.message(Lang::En)));
    let file = &study.file;
    assert_eq!(file.study.level, 0.95);
    assert_eq!(file.study.languages(), [Lang::Id]);
    assert_eq!(file.study.output_folder(), std::path::Path::new("notebooks-output/kendari"));
    assert_eq!(file.data.reading.delimiter.as_deref(), Some(";"));
    assert_eq!(file.data.reading.types.len(), 1);
    let outcome = &file.outcome[0];
    assert_eq!(outcome.better(), Better::Lower);
    assert_eq!(outcome.unit().id, "jam kerja");
    assert!(matches!(outcome.source(), Some(OutcomeSource::Duration(rule)) if rule.clock == Clock::WorkingHours));
    assert_eq!(file.program.start, Some(Moment::Text("2024-01-15".into())));
    let start = file.program.start.as_ref().and_then(|start| start.period(TimeScale::Month));
    assert_eq!(start.map(|period| TimeScale::Month.code(period)).as_deref(), Some("2024-01"));
    assert_eq!(study.lines.of("outcome[1].within_target"), 27);
}

#[test]
fn what_the_program_does_not_touch_cannot_be_the_main_outcome() {
    let marked = SMALL.replacen("target = 8\n", "target = 8\nplacebo = true\n", 1);
    let Err(error) = parse("studi.toml", &marked) else { panic!("accepted") };
    let problem = &error.problems[0];
    assert_eq!((error.problems.len(), problem.code), (1, "study::contradiction"));
    assert!(problem.what.en.contains("line 24") && problem.what.en.contains("placebo = true"), "{}", problem.what.en);
    assert!(problem.what.id.contains("hasil utama") && problem.hint.en.contains("first"), "{} {}", problem.what.id, problem.hint.en);
    // A second outcome may be one.
    let second = SMALL.replacen("within_target = \"waktu\"\n", "within_target = \"waktu\"\nplacebo = true\n", 1);
    assert!(parse("studi.toml", &second).is_ok());
}

#[test]
fn every_problem_of_keys_and_types_is_listed_with_its_line() {
    let text = r#"[study]
name = "Kendari Kota"
titel = "Pelatihan"
level = 1.5
[data]
files = 3
delimeter = ";"
[roles]
time = { column = "masuk", every = "mounth" }
[outcomes]
[[outcome]]
name = "waktu"
duration = { start = "masuk", finish = "selesai" }
target = "24"
better = "less"
[program]
participation = 60
[analysis]
window = [0]
"#;
    let expected = [
        ("study::bad-name", 2),
        ("study::unknown-key", 3),
        ("study::out-of-range", 4),
        ("study::missing-key", 1),
        ("study::wrong-type", 6),
        ("study::unknown-key", 7),
        ("study::unknown-value", 9),
        ("study::unknown-key", 10),
        ("study::unknown-key", 13),
        ("study::missing-key", 13),
        ("study::wrong-type", 14),
        ("study::unknown-value", 15),
        ("study::out-of-range", 17),
        ("study::missing-key", 16),
        ("study::wrong-length", 19),
    ];
    let found = problems(text);
    for (code, line) in expected {
        assert!(
            found.iter().any(|(given, what)| given == code && what.starts_with(&format!("studi.toml, line {line}:"))),
            "{code} on line {line} in {found:#?}"
        );
    }
    assert_eq!(found.len(), expected.len(), "{found:#?}");
}

#[test]
fn every_contradiction_is_listed_with_its_line() {
    let text = r#"[study]
name = "a"
title = "A"
[data]
files = "a.csv"
engine = "spark"
[[data.filter]]
column = "kota"
[calendar]
closures = ["kemarin"]
[[outcome]]
name = "waktu"
column = "durasi"
[[outcome]]
name = "waktu"
column = "durasi"
better = "lower"
gain = { before = "a", after = "b", max = 100 }
[[outcome]]
name = "tepat"
within_target = "wktu"
[program]
name = "P"
start = "Januari"
treated = { column = "kota", values = [] }
group = "peserta"
[analysis]
did = ["twfee"]
window = [5, 1]
"#;
    let found = problems(text);
    for (code, line) in [
        ("study::contradiction", 5),
        ("engine::no-address", 6),
        ("study::contradiction", 7),
        ("measure::calendar-date", 9),
        ("study::contradiction", 11),
        ("study::contradiction", 15),
        ("study::contradiction", 14),
        ("study::unknown-value", 21),
        ("study::contradiction", 24),
        ("study::contradiction", 22),
        ("study::contradiction", 25),
        ("study::contradiction", 26),
        ("study::unknown-value", 28),
        ("study::contradiction", 29),
    ] {
        assert!(found.iter().any(|(given, what)| given == code && what.contains(&format!("line {line}:"))), "{code} on line {line} in {found:#?}");
    }
    let nearest = parse("studi.toml", text).err().map(|error| error.message(Lang::Id)).unwrap_or_default();
    assert!(nearest.contains("Mungkin maksudnya \"twfe\""), "{nearest}");
}

#[test]
fn the_schema_for_editors_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/study.schema.json");
    let current = json_schema();
    if std::env::var_os("DAMPAK_WRITE_SCHEMA").is_some() {
        std::fs::write(path, &current).unwrap_or_else(|error| panic!("{path}: {error}"));
    }
    let there = std::fs::read_to_string(path).unwrap_or_default();
    assert!(there == current, "study.schema.json is not current: run the test with DAMPAK_WRITE_SCHEMA=1 and commit the file");
}

#[test]
fn the_schema_for_editors_knows_both_kinds_of_file() {
    let schema: serde_json::Value = serde_json::from_str(&json_schema()).unwrap_or_default();
    let kinds = schema["anyOf"].as_array().cloned().unwrap_or_default();
    let required = |kind: &serde_json::Value| {
        let name = kind["allOf"][0]["$ref"].as_str().and_then(|path| path.strip_prefix("#/definitions/")).unwrap_or_default();
        assert_eq!(schema["definitions"][name]["additionalProperties"], false, "{name}");
        schema["definitions"][name]["required"].clone()
    };
    let all: Vec<_> = kinds.iter().map(required).collect();
    assert_eq!(all, [serde_json::json!(["study", "data", "outcome", "program"]), serde_json::json!(["study", "pool"])]);
}

#[test]
fn every_code_of_a_study_has_a_card() {
    let source = include_str!("../error/study.rs");
    for code in source.split('"').filter(|word| word.starts_with("study::")) {
        assert!(crate::error::codes().any(|card| card.code == code), "{code} has no card");
    }
}
