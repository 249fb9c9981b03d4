//! What `check` counts, and that it lists every problem of the data at its line.

use super::generated::{STUDY, log, study};
use super::*;
use crate::error::Error;
use crate::locale::Lang;

fn problems(text: &str) -> Vec<(String, String)> {
    match check_records(&study(text), &log(2, 3)) {
        Ok(_) => Vec::new(),
        Err(Error { problems }) => problems.into_iter().map(|problem| (problem.code.to_owned(), problem.what.en)).collect(),
    }
}

fn has(found: &[(String, String)], code: &str, line: usize) {
    assert!(found.iter().any(|(given, what)| given == code && what.contains(&format!("studi.toml, line {line}:"))), "{code} on line {line} in {found:#?}");
}

#[test]
fn a_sound_study_is_counted() {
    let report = check_records(&study(STUDY), &log(2, 3)).unwrap_or_else(|error| panic!("{}", error.message(Lang::En)));
    let rows = 4 * 2 * 24 * 3;
    assert_eq!((report.rows, report.rows_kept), (rows, rows));
    assert_eq!(report.units, Some([2, 6]));
    assert_eq!(report.treated, [72, 72]);
    assert_eq!(report.comparison, [216, 216]);
    assert_eq!(report.periods.as_ref().map(|(count, _, last)| (*count, last.id.as_str())), Some((24, "Desember 2024")));
    assert_eq!(report.outcomes[0].1, rows - rows / 50);
    assert!(report.lines(Lang::Id).iter().any(|(what, how_much)| what == "periode" && how_much.contains("Januari 2023")));
}

#[test]
fn columns_that_are_not_there_or_not_fit_are_listed_together() {
    let text = STUDY.replace("unit = \"loket\"", "unit = \"lokket\"").replace("end = \"selesai\"", "end = \"kota\"").replace("\"dokumen\", ", "\"jenis\", ");
    let found = problems(&text);
    has(&found, "data::missing-column", 12);
    has(&found, "data::not-a-date", 26);
    has(&found, "data::missing-column", 34);
    assert_eq!(found.len(), 3, "{found:#?}");
}

#[test]
fn a_group_that_does_not_occur_and_times_without_records() {
    has(&problems(&STUDY.replace("[\"Kendari\"]", "[\"Kendarri\"]")), "study::value-not-in-data", 19);
    has(&problems(&STUDY.replace("start = \"2024-01\"", "start = \"2020-01\"")), "design::no-period-before", 18);
    has(&problems(&STUDY.replace("start = \"2024-01\"", "start = \"2030-01\"")), "design::no-period-after", 18);
    let all = STUDY.replace("[\"Kendari\"]", "[\"Kendari\", \"Baubau\", \"Konawe\", \"Konawe Selatan\"]");
    has(&problems(&all), "design::no-control-group", 19);
}

#[test]
fn what_init_writes_is_a_study_that_check_accepts() {
    let records = log(2, 3);
    let text = init(&records, &["permohonan.csv".to_owned()], None, Lang::Id);
    let filled = text.replace("# start = ", "start = ").replace("# treated = ", "treated = ").replace("values = [\"…\"]", "values = [\"Kendari\"]");
    let study = study(&filled);
    let report = check_records(&study, &records).unwrap_or_else(|error| panic!("{}\n{filled}", error.message(Lang::En)));
    assert_eq!(report.treated, [72, 72]);
}
