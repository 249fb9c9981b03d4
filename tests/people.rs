//! A study with a file of participants: both forms of the file, the results, and every problem at its line.

use crate::command::{dampak, file};
use serde_json::Value;
use std::fmt::Write;
use std::path::Path;

const STUDY: &str = r#"[study]
name = "coba"
title = "Coba"
language = "en"
[data]
files = "catatan.csv"
[roles]
time = "tahun"
[program]
name = "Pelatihan"
start = 2022
[[outcome]]
name = "hari"
column = "hari"
better = "lower"
[report]
formats = ["markdown"]
"#;

const WIDE: &str = r#"[people]
files = "peserta.csv"
id = "nip"
max = 100
standard = 80
by = ["moda"]
[[people.item]]
name = "komunikasi"
before = "kom_pre"
after = "kom_post"
[[people.item]]
name = "hukum"
before = "huk_pre"
after = "huk_post"
"#;

const LONG: &str = r#"[people]
files = "peserta.csv"
id = "nip"
max = 100
standard = 80
by = ["moda"]
long = { item = "butir", when = "saat", before = "pre", after = "post", score = "nilai" }
"#;

/// Scores of person `i`: communication and law, before and after; the seventh starts at the top, the ninth has no score after.
fn scores(i: usize) -> [Option<f64>; 4] {
    let (a, c) = (40.0 + (i * 7 % 11) as f64, 55.0 + (i * 5 % 13) as f64);
    match i {
        7 => [Some(100.0), Some(100.0), Some(c), Some(c + 20.0)],
        9 => [Some(a), None, Some(c), Some(c + 20.0)],
        _ => [Some(a), Some(a + 15.0 + (i % 4) as f64), Some(c), Some(c + 20.0 + (i % 3) as f64)],
    }
}

fn shown(score: Option<f64>) -> String {
    score.map_or_else(String::new, |score| score.to_string())
}

fn wide() -> String {
    let mut csv = "nip;moda;kom_pre;kom_post;huk_pre;huk_post\n".to_owned();
    for i in 0..24 {
        let cells = scores(i).map(shown).join(";");
        writeln!(csv, "P{i};{};{cells}", ["kelas", "daring"][i % 2]).unwrap();
    }
    csv
}

fn long() -> String {
    let mut csv = "nip;moda;butir;saat;nilai\n".to_owned();
    for i in 0..24 {
        let of = scores(i).map(shown);
        for (at, score) in of.iter().enumerate() {
            let (item, when) = (["komunikasi", "hukum"][at / 2], ["pre", "post"][at % 2]);
            writeln!(csv, "P{i};{};{item};{when};{score}", ["kelas", "daring"][i % 2]).unwrap();
        }
    }
    csv
}

fn records() -> String {
    let mut csv = "tahun;hari\n".to_owned();
    (0..40).for_each(|i| writeln!(csv, "{};{}", 2020 + i % 4, 10 + i % 7 - i % 4).unwrap());
    csv
}

fn laid_out(folder: &Path, section: &str, people: &str) -> String {
    file(folder, "catatan.csv", records());
    file(folder, "peserta.csv", people);
    file(folder, "studi.toml", format!("{STUDY}{section}"))
}

/// The estimates of the participants by role.
fn results(section: &str, people: &str) -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    let study = laid_out(folder.path(), section, people);
    let out = folder.path().join("hasil");
    let run = dampak(&["run", &study, "--out", &out.display().to_string(), "--lang", "en"]);
    assert_eq!(run.status, 0, "{}", run.err);
    let text = std::fs::read_to_string(out.join("results.json")).unwrap();
    let document: Value = serde_json::from_str(&text).unwrap();
    let report = std::fs::read_to_string(out.join("report.md")).unwrap();
    assert!(report.contains("The mean of the participants' N-gains is") && report.contains("not shown how many"), "{report}");
    document["analyses"].as_array().unwrap().iter().filter(|row| row["outcome"] == "people").cloned().collect()
}

fn row<'a>(analysis: &'a Value, term: &str) -> &'a Value {
    analysis["effects"].as_array().unwrap().iter().find(|effect| effect["term"] == term && effect["region"].is_null()).unwrap()
}

#[test]
fn both_forms_of_the_file_give_the_same_numbers() {
    let (one, other) = (results(WIDE, &wide()), results(LONG, &long()));
    assert_eq!(one.iter().map(|row| row["role"].as_str().unwrap()).collect::<Vec<_>>(), ["people-change", "people-gain", "people-gap"]);
    for (one, other) in one.iter().zip(&other) {
        for term in ["komunikasi", "hukum", "all-items"] {
            assert_eq!(row(one, term), row(other, term));
        }
    }
    let gain = row(&one[1], "komunikasi");
    let expected: Vec<f64> = (0..24).map(scores).filter(|of| of[0] != Some(100.0)).filter_map(|of| Some((of[1]? - of[0]?) / (100.0 - of[0]?))).collect();
    let mean = expected.iter().sum::<f64>() / expected.len() as f64;
    assert!((gain["estimate"].as_f64().unwrap() - mean).abs() < 1e-12);
    // One at the maximum, one without a score: few, and so goes what would give them away: one more class, and that the gain is of 22 of the 23 people.
    for key in ["at_maximum", "missing", "records", "df", "std_error", "p_value"] {
        assert!(gain[key].is_null(), "{key}: {gain}");
    }
    assert!(gain["conf_low"].is_number() && row(&one[0], "komunikasi")["records"] == 23);
    assert_eq!(gain["hidden"], serde_json::json!(["medium", "at_maximum", "records", "missing"]), "{gain}");
    let ranked: Vec<&str> = one[2]["effects"].as_array().unwrap().iter().filter(|row| row["rank"].is_u64()).map(|row| row["term"].as_str().unwrap()).collect();
    assert_eq!(ranked, ["komunikasi", "hukum"]);
}

/// Messages of `check` for a section and a file.
fn problems(section: &str, people: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let study = laid_out(folder.path(), section, people);
    let run = dampak(&["check", &study, "--lang", "en"]);
    assert_eq!(run.status, 2, "{}{}", run.out, run.err);
    run.err
}

#[test]
fn check_counts_participants_and_lists_what_is_wrong_with_them() {
    let folder = tempfile::tempdir().unwrap();
    let run = dampak(&["check", &laid_out(folder.path(), WIDE, &wide()), "--lang", "en"]);
    assert!(run.status == 0 && run.out.contains("24 (2 scored items)"), "{}{}", run.out, run.err);

    let columns = problems(&WIDE.replace("kom_pre", "kom_awal").replace("\"moda\"", "\"bentuk\""), &wide());
    for part in ["studi.toml, line 23:", "no column \"bentuk\"", "studi.toml, line 26:", "no column \"kom_awal\""] {
        assert!(columns.contains(part), "{part} in {columns}");
    }
    let twice = problems(&WIDE.replace("max = 100", "max = 90"), &format!("{}P3;daring;50;60;50;60\n", wide()));
    for part in ["study::people-twice", "study::score-above-maximum"] {
        assert!(twice.contains(part), "{part} in {twice}");
    }
    assert!(problems(WIDE, &format!("{}P3;kelas;;;;\n", wide())).contains("study::people-in-two-groups"));
    assert!(problems(&LONG.replace("\"post\"", "\"posttest\""), &long()).contains("study::value-not-in-data"));
    assert!(problems(&format!("{LONG}{}", &WIDE[WIDE.find("[[").unwrap()..]), &long()).contains("study::contradiction"));
    let copies = format!("{}{}", wide(), wide().lines().nth(4).unwrap());
    assert!(problems(WIDE, &copies).contains("study::people-twice"));
    let kept = dampak(&["check", &laid_out(folder.path(), &WIDE.replace("max", "deduplicate = true\nmax"), &copies), "--lang", "en"]);
    assert_eq!(kept.status, 0, "{}", kept.err);
}
