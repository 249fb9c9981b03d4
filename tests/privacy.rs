//! What a report must not hold: identity numbers ever, names of units where they are not wanted, small groups and what would give them away.

use super::command::{dampak, file};
use dampak::inference::random::Stream;
use std::fmt::Write;
use std::path::Path;

/// Offices of the log; one is named with signs that HTML and JSON write otherwise.
const OFFICES: [&str; 8] =
    ["Loket Mandonga", "Loket Kadia \"Baru\" & Co", "Loket Wua-Wua", "Loket Poasia", "Loket Baruga", "Loket Abeli", "Loket Puuwatu", "Loket Kambu"];

const STUDY: &str = r#"[study]
name = "uji"
title = { id = "Pelatihan loket", en = "Training of counters" }
language = ["id", "en"]

[data]
files = "permohonan.csv"

[roles]
unit = "loket"
time = "bulan"

[program]
name = { id = "Pelatihan", en = "Training" }
start = 7
treated = { column = "loket", values = ["Loket Mandonga", "Loket Wua-Wua", "Loket Baruga", "Loket Puuwatu"] }

[[outcome]]
name = "jam"
column = "jam"
unit = { id = "jam", en = "hours" }
better = "lower"

[analysis]
did = ["twfe", "event-study", "synthetic-did"]
by = ["dokumen", "loket"]
wild = 99
bootstrap = 50

[report]
next_steps = [{ id = "Perluas pelatihan Loket Mandonga.", en = "Extend the training of Loket Mandonga." }]
"#;

/// A log of 12 months with a column of identity numbers, 16 digits each, and one document of three cases.
fn log() -> (String, Vec<String>) {
    let mut stream = Stream::new(5, "privacy", 0);
    let (mut text, mut numbers) = ("nik;loket;dokumen;bulan;jam\n".to_owned(), Vec::new());
    for (at, office) in OFFICES.iter().enumerate() {
        for month in 1..=12_u64 {
            for case in 0..6_u64 {
                let number = format!("747101{:02}0{}90{:04}", 10 + (month + case) % 18, 1 + case % 9, numbers.len());
                let rare = at == 0 && case == 0 && month % 4 == 0;
                let document = if rare { "Akta Perceraian" } else { ["KTP-el", "KK", "Akta Kelahiran"][(case % 3) as usize] };
                let hours = 20.0 + at as f64 + 3.0 * stream.normal() - if at % 2 == 0 && month >= 7 { 5.0 } else { 0.0 };
                let quoted = office.replace('"', "\"\"");
                writeln!(text, "{number};\"{quoted}\";{document};{month};{hours:.2}").expect("text");
                numbers.push(number);
            }
        }
    }
    (text, numbers)
}

/// Every file below a folder.
fn files(folder: &Path, out: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, out);
        } else {
            out.push((path.display().to_string(), std::fs::read(&path).expect("a file")));
        }
    }
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// A name as it is, as JSON and as HTML write it.
fn written(name: &str) -> Vec<String> {
    let json = serde_json::to_string(name).expect("JSON");
    let html = name.replace('&', "&amp;").replace('"', "&quot;");
    vec![name.to_owned(), json.trim_matches('"').to_owned(), html]
}

#[test]
fn neither_identity_numbers_nor_names_of_units_leave_the_program() {
    let place = tempfile::tempdir().expect("a folder");
    let (text, numbers) = log();
    file(place.path(), "permohonan.csv", &text);
    let study = file(place.path(), "study.toml", STUDY);
    let out = |name: &str| place.path().join(name).display().to_string();
    let (plain, hidden) = (out("plain"), out("hidden"));
    for (folder, more) in [(&plain, None), (&hidden, Some("--no-unit-names"))] {
        let mut arguments = vec!["run", &study, "--out", folder];
        arguments.extend(more);
        let run = dampak(&arguments);
        assert_eq!(run.status, 0, "{}", run.err);
        let mut found = vec![("standard output".to_owned(), run.out.into_bytes()), ("standard error".to_owned(), run.err.into_bytes())];
        files(Path::new(folder), &mut found);
        assert!(found.len() > 20);
        for (path, bytes) in &found {
            // One in seven is enough to find a leak of the column.
            for number in numbers.iter().step_by(7) {
                assert!(!holds(bytes, number), "{number} in {path}");
            }
            if more.is_some() {
                for name in OFFICES.iter().flat_map(|name| written(name)) {
                    assert!(!holds(bytes, &name), "{name} in {path}");
                }
            }
        }
        let results =
            found.iter().find(|(path, _)| path.ends_with("results.json")).map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).expect("results");
        assert_eq!(results.contains("Unit 3"), more.is_some());
        assert_eq!(results.contains("Loket Poasia"), more.is_none());
        let document: serde_json::Value = serde_json::from_str(&results).expect("JSON");
        let by =
            document["analyses"].as_array().expect("a list").iter().find(|row| row["role"] == "by" && row["by"] == "dokumen").expect("by document").clone();
        let shown = |name: &str| by["effects"].as_array().expect("rows").iter().any(|row| row["region"] == name && row["records"].is_number());
        assert!(!shown("Akta Perceraian"), "three cases are published");
        let open = ["KTP-el", "KK", "Akta Kelahiran"].into_iter().filter(|name| shown(name)).count();
        assert_eq!(open, 2, "the total of all documents gives the fourth away unless one more is hidden");
    }
}

#[test]
fn messages_name_no_identity_number() {
    let place = tempfile::tempdir().expect("a folder");
    // The identity number as unit: a second record in a month is an error that names its unit.
    let data = file(
        place.path(),
        "data.csv",
        "nik,bulan,ikut,jam\n7471015203900001,1,0,3\n7471015203900001,1,0,4\n7471015203900002,1,1,5\n7471015203900002,2,1,abc\n",
    );
    for more in [vec!["--outcome", "jam"], vec!["--outcome", "nik"], vec!["--outcome", "bulan"]] {
        let mut arguments = vec!["did", &data, "--unit", "nik", "--time", "bulan", "--treated", "ikut", "--format", "json"];
        arguments.extend(more);
        let run = dampak(&arguments);
        assert!(!run.err.contains("74710152039000") && !run.out.contains("74710152039000"), "{}{}", run.err, run.out);
    }
    let run = dampak(&["init", &data]);
    assert!(!run.out.contains("74710152039000") && !run.err.contains("74710152039000"), "{}", run.out);
}
