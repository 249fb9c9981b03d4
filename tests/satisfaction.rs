//! `dampak satisfaction` as a user runs it.

use crate::command::{dampak, file, json};
use std::fmt::Write;

const HEADER: &str = "No;Triwulan;Puskesmas;Persyaratan;Prosedur;Waktu Pelayanan;Biaya;Produk;Kompetensi;Perilaku;Sarana dan Prasarana;Penanganan Pengaduan";

/// Six clinics over four quarters, 5 respondents each; from the third quarter on competence is a point better. Scores as numbers.
fn survey() -> String {
    let mut csv = format!("{HEADER}\n");
    for i in 0..120_usize {
        let quarter = i / 30;
        let scores: Vec<String> =
            (0..9_usize).map(|j| (((i * 7 + j * 5 + i / 7 * (j + 2)) % 3) + 1 + usize::from(j == 5 && quarter >= 2)).to_string()).collect();
        writeln!(csv, "{};2023Q{};Puskesmas {};{}", i + 1, quarter + 1, i % 6 + 1, scores.join(";")).unwrap();
    }
    csv
}

fn number(value: &serde_json::Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("no number: {value}"))
}

#[test]
fn an_index_with_its_grade_from_words_of_the_header() {
    let folder = tempfile::tempdir().unwrap();
    let data = file(folder.path(), "survei.csv", survey());
    let found = json(&["satisfaction", &data, "--format", "json", "--lang", "id"]);
    assert_eq!((found["command"].as_str(), found["schema"].as_str()), (Some("satisfaction"), Some("dampak/result/1")));
    assert_eq!(found["index"].as_array().map(Vec::len), Some(1));
    let mean: f64 = survey().lines().skip(1).map(|line| line.split(';').skip(3).map(|score| score.parse::<f64>().unwrap()).sum::<f64>()).sum::<f64>() / 120.0;
    assert!((number(&found["index"][0]["value"]) - mean / 9.0 * 25.0).abs() < 1e-9);
    assert_eq!(found["index"][0]["respondents"], 120);
    // The questionnaire's order: facilities stand before complaints, and the words decide.
    assert_eq!((&found["elements"][7]["element"], &found["elements"][7]["column"]), (&"U8".into(), &"Penanganan Pengaduan".into()));
    assert_eq!(found["elements"][8]["name"], "Sarana dan Prasarana");
    assert_eq!(found["settings"]["weights"], "1/9");
    assert!(found["effects"].as_array().is_some_and(Vec::is_empty));
}

#[test]
fn before_and_after_a_start_with_clinics_as_clusters() {
    let folder = tempfile::tempdir().unwrap();
    let data = file(folder.path(), "survei.csv", survey());
    let found = json(&["satisfaction", &data, "--period", "Triwulan", "--start", "2023-Q3", "--cluster", "Puskesmas", "--format", "json"]);
    let overall = &found["effects"][0];
    assert_eq!((overall["kind"].as_str(), overall["term"].as_str()), (Some("overall"), Some("index-difference")));
    let difference = number(&found["index"][1]["value"]) - number(&found["index"][0]["value"]);
    assert!((number(&overall["estimate"]) - difference).abs() < 1e-9);
    assert_eq!((number(&overall["df"]), found["sample"]["clusters"].as_u64()), (5.0, Some(6)));
    assert_eq!(found["trend"].as_array().map(Vec::len), Some(4));
    let element = |code: &str| found["effects"].as_array().unwrap().iter().find(|row| row["kind"] == "term" && row["term"] == code).cloned().unwrap();
    assert!((number(&element("U6")["estimate"]) - 1.0).abs() < 0.5);
    assert!(number(&element("U6")["p_adjusted"]) >= number(&element("U6")["p_value"]));
    // Quarters one by one where no start is given, and a region a clinic.
    let found = json(&["satisfaction", &data, "--period", "Triwulan", "--by", "Puskesmas", "--format", "json"]);
    assert_eq!(found["index"].as_array().map(Vec::len), Some(4 + 24));
    assert!(found["notes"].as_array().unwrap().iter().any(|note| note["code"] == "last-minus-first"));
}

#[test]
fn answers_in_words_and_a_word_that_is_not_known() {
    let folder = tempfile::tempdir().unwrap();
    let answers = ["Tidak Sesuai", "Kurang Sesuai", "Sesuai", "Sangat Sesuai"];
    let rows: String = (0..8).map(|i| format!("{},{}\n", if i < 4 { "sebelum" } else { "sesudah" }, answers[i % 4].to_lowercase())).collect();
    let data = file(folder.path(), "kata.csv", format!("masa,U1\n{rows}"));
    let found = json(&["satisfaction", &data, "--period", "masa", "--format", "json"]);
    assert!((number(&found["index"][0]["value"]) - 62.5).abs() < 1e-12);
    assert_eq!((number(&found["effects"][0]["estimate"]), found["effects"][0]["grade_changed"].as_bool()), (0.0, Some(false)));

    let bad = file(folder.path(), "lain.csv", format!("masa,U1\n{rows}sesudah,entahlah\n"));
    let run = dampak(&["satisfaction", &bad, "--lang", "id"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("measure::answers-not-ordered") && run.err.contains("entahlah") && run.out.is_empty(), "{}", run.err);
}

#[test]
fn what_is_wrong_is_said_and_ends_with_two() {
    let folder = tempfile::tempdir().unwrap();
    let data = file(folder.path(), "a.csv", "nama,umur\nA,30\nB,40\n");
    let run = dampak(&["satisfaction", &data]);
    assert_eq!((run.status, run.err.contains("measure::elements-not-found")), (2, true), "{}", run.err);
    let run = dampak(&["satisfaction", &data, "--elements", "umur,usia"]);
    assert_eq!((run.status, run.err.contains("usia")), (2, true), "{}", run.err);
    let data = file(folder.path(), "b.csv", "U1,U2\n3,4\n5,1\n");
    let run = dampak(&["satisfaction", &data]);
    assert_eq!((run.status, run.err.contains("measure::score-outside-scale")), (2, true), "{}", run.err);
}

#[test]
fn text_for_people_names_the_grade() {
    let folder = tempfile::tempdir().unwrap();
    let data = file(folder.path(), "survei.csv", survey());
    let run = dampak(&["satisfaction", &data, "--period", "Triwulan", "--start", "2023-Q3", "--lang", "id"]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(run.out.contains("Persyaratan") && run.out.contains("exact-weights") && run.out.contains("120 dari 120 baris"), "{}", run.out);
    let card = dampak(&["explain", "satisfaction-index", "--lang", "en"]);
    assert!(card.status == 0 && card.out.contains("1/9"), "{}", card.err);
}

#[test]
fn importance_gives_quadrants_and_answers_are_drawn() {
    let folder = tempfile::tempdir().unwrap();
    // Nine scores and nine importances a respondent; the last elements matter most.
    let row = |i: usize| (0..18).map(|j| if j < 9 { (i * 7 + j * 5) % 4 + 1 } else { (i + j) % 2 + 1 + (j - 9) / 3 }.to_string()).collect::<Vec<_>>().join(",");
    let names: Vec<String> = (1..=9).map(|k| format!("U{k}")).chain((1..=9).map(|k| format!("P{k}"))).collect();
    let rows: String = (0..40).map(|i| row(i) + "\n").collect();
    let data = file(folder.path(), "ipa.csv", format!("{}\n{rows}", names.join(",")));
    let (elements, importance) = (names[..9].join(","), names[9..].join(","));
    let out = folder.path().join("hasil");
    let run = dampak(&["satisfaction", &data, "--elements", &elements, "--importance", &importance, "--out", out.to_str().unwrap(), "--format", "json"]);
    assert_eq!(run.status, 0, "{}", run.err);
    let found: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(found["importance"]["items"].as_array().map(Vec::len), Some(9));
    let shares: f64 = found["elements"][0]["shares"].as_array().unwrap().iter().map(number).sum();
    assert!((shares - 1.0).abs() < 1e-12);
    for chart in ["quadrants", "scores"] {
        assert!(std::fs::read_to_string(out.join(format!("charts/{chart}.svg"))).unwrap().contains("<svg"));
    }
    let run = dampak(&["satisfaction", &data, "--elements", &elements, "--importance", "P1,P2"]);
    assert_eq!((run.status, run.err.contains("measure::importance-columns")), (2, true), "{}", run.err);
}
