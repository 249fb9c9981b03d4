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

/// Identity numbers where a report would show them: as the name of a counter, inside that of another, in a document, in the heading of a column, in the words
/// of the study, and as the unit itself.
const HIDDEN_NUMBERS: [&str; 5] = ["7471015203900001", "747102-520390-0002", "7471035203900003", "7471045203900004", "7471055203900005"];

fn log_with_numbers() -> String {
    let mut stream = Stream::new(6, "privacy", 1);
    let mut text = "loket;petugas;dokumen;bulan;jam 7471045203900004\n".to_owned();
    for at in 0..10_u64 {
        let counter = match at {
            0 => HIDDEN_NUMBERS[0].to_owned(),
            1 => format!("Loket {}", HIDDEN_NUMBERS[1]),
            _ => format!("Loket {at}"),
        };
        for month in 1..=12_u64 {
            for case in 0..5_u64 {
                let document = if case == 0 { "Akta 7471035203900003" } else { "KTP-el" };
                let hours = 20.0 + at as f64 + 2.0 * stream.normal() - if at < 5 && month >= 7 { 5.0 } else { 0.0 };
                writeln!(text, "{counter};7471{:02}52039000{at:02};{document};{month};{hours:.2}", 10 + at).expect("text");
            }
        }
    }
    text
}

#[test]
fn identity_numbers_leave_no_text_whatever_holds_them() {
    let place = tempfile::tempdir().expect("a folder");
    file(place.path(), "log.csv", log_with_numbers());
    let study = |unit: &str| {
        format!(
            "[study]\nname = \"uji\"\ntitle = \"Pelatihan 7471055203900005\"\nlanguage = [\"id\", \"en\"]\n[data]\nfiles = \"log.csv\"\n[roles]\nunit = \"{unit}\"\ntime = \"bulan\"\n\
             [program]\nname = \"Pelatihan\"\nstart = 7\ntreated = {{ column = \"loket\", values = [\"7471015203900001\", \"Loket 747102-520390-0002\", \"Loket 2\", \"Loket 3\", \"Loket 4\"] }}\n\
             [[outcome]]\nname = \"jam\"\ncolumn = \"jam 7471045203900004\"\nbetter = \"lower\"\n[analysis]\ndid = [\"twfe\", \"synthetic-did\"]\nby = [\"dokumen\", \"loket\"]\nwild = 99\n"
        )
    };
    for (name, unit) in [("a", "loket"), ("b", "petugas")] {
        let study = file(place.path(), &format!("{name}.toml"), study(unit));
        let out = place.path().join(name).display().to_string();
        let run = dampak(&["run", &study, "--out", &out]);
        assert_eq!(run.status, 0, "{}", run.err);
        let mut found = vec![("standard output".to_owned(), run.out.into_bytes()), ("standard error".to_owned(), run.err.into_bytes())];
        files(Path::new(&out), &mut found);
        let staff = (0..10).map(|at| format!("7471{:02}52039000{at:02}", 10 + at));
        for number in HIDDEN_NUMBERS.iter().map(|number| (*number).to_owned()).chain(staff) {
            for (path, bytes) in &found {
                assert!(!holds(bytes, &number), "{number} in {path}");
            }
        }
        assert!(found.iter().any(|(path, bytes)| path.ends_with("results.json") && holds(bytes, "NIK#")), "units keep a name of their own");
    }
    let data = place.path().join("log.csv").display().to_string();
    for arguments in [
        vec!["prepost", &data, "--outcome", "jam 7471045203900004", "--time", "bulan", "--start", "7", "--by", "petugas", "--format", "json"],
        vec!["prepost", &data, "--outcome", "jam 7471045203900004", "--time", "bulan", "--start", "7", "--by", "loket"],
        vec!["init", &data],
    ] {
        let run = dampak(&arguments);
        assert_eq!(run.status, 0, "{}", run.err);
        for number in HIDDEN_NUMBERS.iter().chain(&["747110520390000"]) {
            assert!(!run.out.contains(number) && !run.err.contains(number), "{number}: {}{}", run.out, run.err);
        }
    }
}

#[test]
fn who_knows_the_seed_and_all_names_cannot_tell_which_unit_is_which() {
    let place = tempfile::tempdir().expect("a folder");
    let study = file(place.path(), "study.toml", STUDY.replace("did = [\"twfe\", \"event-study\", \"synthetic-did\"]", "did = [\"twfe\"]"));
    let order = |text: &str, out: &str| {
        file(place.path(), "permohonan.csv", text);
        let out = place.path().join(out);
        let run = dampak(&["run", &study, "--no-unit-names", "--out", &out.display().to_string()]);
        assert_eq!(run.status, 0, "{}", run.err);
        let results = std::fs::read_to_string(out.join("results.json")).expect("results");
        let document: serde_json::Value = serde_json::from_str(&results).expect("JSON");
        let by = document["analyses"].as_array().expect("a list").iter().find(|row| row["role"] == "by" && row["by"] == "loket").expect("by counter").clone();
        // Each unit by its own estimate.
        let rows = by["effects"].as_array().expect("rows").iter().filter(|row| row["region"].as_str().is_some_and(|name| name.starts_with("Unit")));
        rows.map(|row| (row["region"].as_str().unwrap_or_default().to_owned(), row["estimate"].as_f64().map(f64::to_bits))).collect::<Vec<_>>()
    };
    let (text, _) = log();
    let (one, again) = (order(&text, "one"), order(&text, "again"));
    assert_eq!(one, again, "the same data, the same names");
    // Another document number in one row changes no estimate, and yet which unit is which.
    let other = order(&text.replacen("nik;", "nik_;", 1), "other");
    assert_ne!(one, other, "names follow from the content of the data");
}
