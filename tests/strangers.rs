//! Files as strangers bring them: what other programs write, and what is read of it.

#![allow(clippy::unwrap_used, clippy::panic)] // tests may fail loudly

use super::command::{dampak, json};
use dampak::data::{ColumnKind, ReadOptions, Records, open};
use polars::prelude::*;
use std::fs::{self, File};
use std::path::Path;

fn read(path: &Path) -> Records {
    match open(&[path.display().to_string()], &ReadOptions::default()) {
        Ok(records) => records,
        Err(error) => panic!("{}: {error}", path.display()),
    }
}

fn kind(records: &Records, column: &str) -> ColumnKind {
    records.column(column).unwrap().kind
}

fn parquet(path: &Path, mut frame: DataFrame) {
    ParquetWriter::new(File::create(path).unwrap()).finish(&mut frame).unwrap();
}

#[test]
fn columns_that_are_no_values_do_not_stand_in_the_way() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.parquet");
    let lists = Series::new("daftar".into(), [Series::new("".into(), [1_i64, 2]), Series::new("".into(), [3_i64])]);
    let bytes = BinaryChunked::from_slice("teks".into(), &[&b"ya"[..], &b"\xff\xfe"[..]]);
    let hours = Series::new("lama".into(), [5_400_000_i64, 7_200_000]).cast(&DataType::Duration(TimeUnit::Milliseconds)).unwrap();
    let codes = Series::new("kode".into(), [u64::MAX, 7]);
    let columns = vec![lists.into_column(), bytes.into_column(), hours.into_column(), codes.into_column()];
    parquet(&path, DataFrame::new(2, columns).unwrap());
    let records = read(&path);
    assert_eq!(kind(&records, "daftar"), ColumnKind::Empty);
    assert!(records.notes().iter().any(|note| note.code == "nested-columns"), "what is not read is said");
    assert_eq!(records.texts(&["teks"]).unwrap()[0], [Some("ya".to_owned()), None]);
    assert_eq!(records.numbers(&["lama"]).unwrap()[0], [Some(1.5), Some(2.0)], "durations are hours");
    assert_eq!(records.texts(&["kode"]).unwrap()[0], [Some(u64::MAX.to_string()), Some("7".to_owned())], "no code is lost or rounded");
}

#[test]
fn stata_counts_periods_in_the_unit_of_the_format() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.dta");
    let data = df!("bulan" => [720_i32, 721], "triwulan" => [240_i32, 241], "tahun" => [2020_i32, 2021], "hari" => [21_915_i32, 21_916]).unwrap();
    let formats = [("bulan", "%tm"), ("triwulan", "%tq"), ("tahun", "%ty"), ("hari", "%-td")];
    let formats = formats.map(|(name, format)| (name.to_owned(), format.to_owned())).into();
    polars_readstat_rs::StataWriter::new(&path).with_variable_formats(formats).write_df(&data).unwrap();
    let records = read(&path);
    let first = |column: &str| records.texts(&[column]).unwrap()[0][0].clone().unwrap();
    assert_eq!((kind(&records, "bulan"), first("bulan").as_str()), (ColumnKind::Month, "2020-01-01"));
    assert_eq!((kind(&records, "triwulan"), first("triwulan").as_str()), (ColumnKind::Quarter, "2020-01-01"));
    assert_eq!((kind(&records, "tahun"), first("tahun").as_str()), (ColumnKind::Integer, "2020"));
    assert_eq!((kind(&records, "hari"), first("hari").as_str()), (ColumnKind::Date, "2020-01-01"));
}

#[test]
fn zero_and_one_as_floats_are_zero_and_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.parquet");
    let period = [Some(0.0), Some(0.0), Some(1.0), Some(1.0), Some(1.0), None];
    parquet(&path, df!("periode" => period, "nilai" => [1.0, 2.0, 3.0, 5.0, 4.0, 9.0], "wilayah" => [1.0, 2.0, 1.0, 2.0, 1.0, 2.0]).unwrap());
    let result = json(&["prepost", path.to_str().unwrap(), "--outcome", "nilai", "--period", "periode", "--format", "json"]);
    assert_eq!(result["effects"][0]["estimate"].as_f64(), Some(2.5));
    assert_eq!(result["sample"]["dropped"][0]["reason"], "missing:periode");
    assert_eq!(read(&path).texts(&["wilayah"]).unwrap()[0][0].as_deref(), Some("1"));
}

#[test]
fn before_and_after_may_be_words() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.csv");
    fs::write(&path, "periode,nilai\nsebelum,1\nsebelum,2\nSesudah,3\nSesudah,5\n").unwrap();
    let result = json(&["prepost", path.to_str().unwrap(), "--outcome", "nilai", "--period", "periode", "--format", "json"]);
    assert_eq!(result["effects"][0]["estimate"].as_f64(), Some(2.5));
}

#[test]
fn files_with_different_decimal_marks_are_each_read_by_their_own() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.csv"), "unit,nilai\na,1.5\nb,2\n").unwrap();
    fs::write(folder.path().join("b.csv"), "unit;nilai\nc;3,5\nd;1.000\n").unwrap();
    fs::write(folder.path().join("README.txt"), "Penjelasan data\n").unwrap();
    let records = read(folder.path());
    assert_eq!(records.numbers(&["nilai"]).unwrap()[0], [Some(1.5), Some(2.0), Some(3.5), Some(1000.0)]);
}

#[test]
fn a_hidden_sheet_is_not_chosen_and_typed_numbers_join_number_cells() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let hidden = book.add_worksheet().set_name("Arsip").unwrap();
    hidden.set_hidden(true);
    for (row, text) in ["lama", "1", "2"].into_iter().enumerate() {
        hidden.write_string(row as u32, 0, text).unwrap();
    }
    let sheet = book.add_worksheet().set_name("Data").unwrap();
    sheet.set_active(true);
    sheet.write_string(0, 0, "unit").unwrap().write_string(0, 1, "nilai").unwrap();
    for row in 1..=4_u32 {
        sheet.write_string(row, 0, format!("u{row}")).unwrap();
    }
    sheet.write_number(1, 1, 12.5).unwrap().write_string(2, 1, "13,25").unwrap().write_number(3, 1, 7.125).unwrap().write_number(4, 1, 3.0).unwrap();
    book.save(&path).unwrap();
    let records = read(&path);
    assert_eq!(records.numbers(&["nilai"]).unwrap()[0], [Some(12.5), Some(13.25), Some(7.125), Some(3.0)]);
}

#[test]
fn fields_longer_than_the_start_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.csv");
    let long = "x".repeat(400_000);
    fs::write(&path, format!("id,catatan,nilai\n1,{long},2.5\n2,{long},3.5\n")).unwrap();
    let records = read(&path);
    assert_eq!(records.rows(), 2);
    assert_eq!(records.numbers(&["nilai"]).unwrap()[0], [Some(2.5), Some(3.5)]);
}

#[test]
fn no_record_left_says_what_took_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.csv");
    fs::write(&path, "p,mulai,selesai\n0,2024-03-02,2024-03-01\n1,2024-03-04,2024-03-03\n").unwrap();
    let run = dampak(&["prepost", path.to_str().unwrap(), "--duration", "mulai,selesai", "--period", "p", "--lang", "id"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("selesai sebelum mulai (2)"), "{}", run.err);
}

#[test]
fn each_value_that_is_no_number_is_named_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.csv");
    fs::write(&path, "p,nilai\n0,a\n1,b\n").unwrap();
    let run = dampak(&["prepost", path.to_str().unwrap(), "--outcome", "nilai", "--period", "p"]);
    assert_eq!(run.err.matches("row 2").count(), 1, "{}", run.err);
}
