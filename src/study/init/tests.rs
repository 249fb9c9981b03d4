//! What is guessed from columns, and that the file written from it is one that the program reads.

use super::*;
use crate::data::{ColumnKind, DateOrder, Distinct, OrderFrom, Reading, Unreadable};
use crate::study::{Study, parse};

fn column(name: &str, kind: ColumnKind, distinct: u64, examples: &[&str]) -> Column {
    Column {
        name: name.into(),
        kind,
        missing: 0,
        unreadable: Unreadable::default(),
        distinct: Distinct { count: distinct, capped: false },
        examples: examples.iter().map(|example| (*example).to_owned()).collect(),
        min: None,
        max: None,
        reading: Reading { text: Text::default(), decimal_comma: false, date_order: None },
        nik_like: false,
        duplicated: false,
        counted: true,
        label: None,
        value_labels: Vec::new(),
    }
}

fn between(mut column: Column, min: &str, max: &str) -> Column {
    column.min = Some(min.into());
    column.max = Some(max.into());
    column
}

fn office() -> Vec<Column> {
    let mut nik = column("nik_pemohon", ColumnKind::Text, 900, &["7471015203900001"]);
    nik.nik_like = true;
    let mut birth = column("tanggal_lahir", ColumnKind::Date, 800, &[]);
    birth.reading.date_order = Some((DateOrder::DayFirst, OrderFrom::Ambiguous));
    vec![
        nik,
        birth,
        column("Kota", ColumnKind::Text, 4, &["Kendari", "Baubau", "Konawe \"Selatan\""]),
        column("loket", ColumnKind::Text, 24, &[]),
        column("jenis_dokumen", ColumnKind::Text, 7, &["KTP-el", "KK"]),
        column("tanggal_masuk", ColumnKind::Datetime, 990, &[]),
        column("tanggal_selesai", ColumnKind::Datetime, 980, &[]),
    ]
}

fn draft_of(columns: &[Column], lang: Lang) -> String {
    let sources = ["data/Permohonan 2024.csv".to_owned()];
    draft(&Looked { sources: &sources, engine: None, columns, rows: 1000, reading: &[] }, lang)
}

/// The draft as somebody fills it in.
fn filled_in(draft: &str) -> String {
    draft.replace("# start = ", "start = ").replace("# treated = ", "treated = ").replace("values = [\"…\"]", "values = [\"Kendari\"]")
}

fn read(text: &str) -> Study {
    parse("studi.toml", text).unwrap_or_else(|error| panic!("{}\n{text}", error.message(Lang::En)))
}

#[test]
fn roles_of_an_office_log() {
    let guess = Guess::of(&office(), 1000);
    assert_eq!(guess.duration, Some(("tanggal_masuk".into(), "tanggal_selesai".into())));
    assert_eq!(guess.time.as_deref(), Some("tanggal_masuk"));
    assert_eq!((guess.unit.as_deref(), guess.region.as_deref()), (Some("loket"), Some("Kota")));
    assert_eq!(guess.kinds, ["jenis_dokumen"]);
    assert_eq!(guess.hidden, ["nik_pemohon"]);
    assert_eq!(guess.ambiguous, ["tanggal_lahir"]);
}

#[test]
fn roles_of_a_survey_and_of_a_panel() {
    let score = |name: &str| between(column(name, ColumnKind::Integer, 4, &[]), "1", "4");
    let survey: Vec<Column> = (1..=9).map(|at| score(&format!("U{at}"))).chain([column("puskesmas", ColumnKind::Text, 44, &[])]).collect();
    let guess = Guess::of(&survey, 1000);
    assert_eq!(guess.elements.len(), 9);
    assert_eq!(guess.elements[8], "U9");
    assert_eq!(guess.unit.as_deref(), Some("puskesmas"));

    let panel = [
        between(column("countyreal", ColumnKind::Integer, 500, &[]), "8001", "55137"),
        between(column("year", ColumnKind::Integer, 5, &[]), "2003", "2007"),
        between(column("first.treat", ColumnKind::Integer, 4, &[]), "0", "2007"),
        column("lemp", ColumnKind::Float, 2000, &[]),
    ];
    let guess = Guess::of(&panel, 2500);
    assert_eq!((guess.time.as_deref(), guess.cohort.as_deref()), (Some("year"), Some("first.treat")));
    assert_eq!(guess.measures, ["lemp"]);
}

#[test]
fn a_draft_says_what_to_fill_in_and_is_then_a_study() {
    for lang in Lang::ALL {
        let draft = draft_of(&office(), lang);
        assert!(!draft.contains("7471015203900001"), "an identity number is shown");
        let error = parse("studi.toml", &draft).err().unwrap_or_else(|| panic!("a draft without a start is no study"));
        let codes: Vec<&str> = error.problems.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, ["study::contradiction"], "{error}");
        assert!(error.problems[0].hint.en.contains("start"));
        let study = read(&filled_in(&draft));
        assert_eq!(study.file.study.name, "permohonan-2024");
        assert_eq!(study.file.study.languages(), [lang]);
        assert_eq!(study.file.roles.unit.as_deref(), Some("loket"));
        assert_eq!(study.file.analysis.by.len(), 1);
    }
}

#[test]
fn columns_that_say_who_is_treated_when_are_used() {
    let flag = |name: &str| between(column(name, ColumnKind::Integer, 2, &[]), "0", "1");
    let columns = [flag("treated"), flag("post"), column("durat", ColumnKind::Float, 90, &[])];
    let study = read(&draft_of(&columns, Lang::En));
    assert_eq!((study.file.program.group.as_deref(), study.file.program.post.as_deref()), (Some("treated"), Some("post")));
    assert_eq!(study.file.outcome[0].column.as_deref(), Some("durat"));
}

#[test]
fn an_incident_log_a_table_of_regions_and_a_wide_table() {
    let log = [
        column("tanggal", ColumnKind::Date, 300, &[]),
        column("waktu_informasi", ColumnKind::Time, 800, &[]),
        column("waktu_respon", ColumnKind::Time, 800, &[]),
        column("wilayah", ColumnKind::Text, 5, &["Jakarta Utara"]),
        between(column("jumlah_unit", ColumnKind::Integer, 20, &[]), "1", "40"),
    ];
    let guess = Guess::of(&log, 1592);
    assert_eq!(guess.times_of_day, Some(("tanggal".into(), "waktu_informasi".into(), "waktu_respon".into())));
    assert_eq!((guess.region.as_deref(), guess.unit.as_deref()), (Some("wilayah"), Some("wilayah")));
    let study = read(&filled_in(&draft_of(&log, Lang::Id)));
    assert!(study.file.outcome[0].duration.as_ref().is_some_and(|rule| rule.start.time() == Some("waktu_informasi")));

    let table = [
        between(column("kode_kabupaten_kota", ColumnKind::Integer, 27, &[]), "3201", "3279"),
        column("nama_kabupaten_kota", ColumnKind::Text, 27, &["KABUPATEN BOGOR"]),
        between(column("tahun", ColumnKind::Integer, 19, &[]), "2002", "2020"),
        column("jumlah_penduduk_miskin", ColumnKind::Float, 500, &[]),
    ];
    let guess = Guess::of(&table, 513);
    assert_eq!((guess.unit.as_deref(), guess.time.as_deref()), (Some("nama_kabupaten_kota"), Some("tahun")));
    assert_eq!(guess.measures, ["jumlah_penduduk_miskin"]);

    let wide = [column("Wilayah", ColumnKind::Text, 27, &[]), column("2020", ColumnKind::Float, 27, &[]), column("2021", ColumnKind::Float, 27, &[])];
    assert!(draft_of(&wide, Lang::En).contains("wide (one column a year: 2020, 2021)"));
}
