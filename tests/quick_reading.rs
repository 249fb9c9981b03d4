//! Large text files are looked at in part: the result is that of reading everything, also where a late row holds a surprise.

#![allow(clippy::unwrap_used, clippy::panic)] // tests

use dampak::data::{PolarsLocal, ReadOptions, open};
use dampak::panel::{CellKey, CellPlan, KeyRole, RecordPass};
use std::fmt::Write;
use std::fs::File;
use std::path::Path;
use std::process::Command;

/// Rows that fill five of the pieces in which text files are read.
const ROWS: usize = 640_000;
/// A row in the middle, whose piece is not looked at value by value.
const LATE: usize = ROWS / 2;

/// A file of offices and months; the late row is made from the plain one.
fn file(folder: &Path, late: &dyn Fn(&str) -> String) -> String {
    let mut text = String::from("kantor,bulan,ikut,jam,catatan\n");
    for row in 0..ROWS {
        let (office, month) = (row % 40 + 1, row / 40 % 12);
        let treated = u8::from(office % 2 == 0 && month >= 6);
        let hours = 40.0 + office as f64 * 0.25 - f64::from(treated) * 6.0 + (row % 7) as f64 * 0.5;
        let line = format!("{office},{month},{treated},{hours:.2},tepat waktu");
        let _ = writeln!(text, "{}", if row == LATE { late(&line) } else { line });
    }
    let path = folder.join("berkas.csv");
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

fn did(data: &str, input: Option<&str>) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dampak"));
    command.args(["did", data, "--outcome", "jam", "--unit", "kantor", "--time", "bulan", "--treated", "ikut", "--format", "json", "--lang", "en"]);
    if let Some(input) = input {
        command.stdin(File::open(input).unwrap());
    }
    let out = command.output().unwrap();
    (out.status.code(), String::from_utf8(out.stdout).unwrap(), String::from_utf8(out.stderr).unwrap().replace(data, "DATA"))
}

#[test]
fn a_late_surprise_changes_nothing_in_the_result() {
    let folder = tempfile::tempdir().unwrap();
    #[allow(clippy::type_complexity)] // a name and a change
    let surprises: [(&str, &dyn Fn(&str) -> String); 6] = [
        ("none", &str::to_owned),
        ("a word for missing", &|line| {
            let mut fields: Vec<&str> = line.split(',').collect();
            fields[3] = "NA";
            fields.join(",")
        }),
        ("a quoted field", &|line| line.replace("tepat waktu", "\"tepat, waktu\"")),
        ("text among numbers", &|line| line.replacen('4', "empat", 1)),
        ("a code with a zero", &|line| format!("0{line}")),
        ("a blank row", &|line| format!("{line}\n,,,,")),
    ];
    for (what, late) in surprises {
        let path = file(folder.path(), late);
        // Standard input is always read in full.
        let (whole, quick) = (did("-", Some(&path)), did(&path, None));
        assert_eq!(whole.0, quick.0, "{what}: {} {}", whole.2, quick.2);
        assert_eq!(whole.1, quick.1, "{what}");
    }
}

#[test]
fn what_is_not_used_is_not_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path(), &|line| line.replacen(',', ",x", 1));
    let columns = Some(["kantor", "jam"].map(str::to_owned).to_vec());
    let records = open(&[path], &ReadOptions { columns, ..ReadOptions::default() }).unwrap();
    assert!(!records.certain());
    let names: Vec<&str> = records.columns().iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["kantor", "jam"]);
    let keys = vec![CellKey { column: "kantor".into(), role: KeyRole::Discrete }];
    let cells = PolarsLocal::new(&records).cells(&CellPlan { keys, variables: vec!["jam".into()], weight: None, centre: None }).unwrap();
    assert_eq!(cells.total_records(), ROWS as u64);
    assert!(records.calm());
}

/// The cells of a file by office and month, with the hours, and how its rows were counted.
fn cells(paths: &[String], columns: Option<Vec<String>>) -> (dampak::panel::Cells, u64, Vec<u64>, bool) {
    let records = open(paths, &ReadOptions { columns, file_column: Some("asal".into()), ..ReadOptions::default() }).unwrap();
    let keys = ["kantor", "bulan", "asal"].map(|column| CellKey { column: column.into(), role: KeyRole::Discrete }).to_vec();
    let cells = PolarsLocal::new(&records).cells(&CellPlan { keys, variables: vec!["jam".into()], weight: None, centre: None }).unwrap();
    assert!(records.calm());
    (cells, records.rows(), records.files().iter().map(|file| file.rows).collect(), records.certain())
}

#[test]
fn pieces_of_files_in_many_spellings_give_the_cells_of_a_full_look() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path(), &str::to_owned);
    let plain = std::fs::read_to_string(&path).unwrap();
    let small = folder.path().join("kecil.csv");
    std::fs::write(&small, "kantor,bulan,ikut,jam,catatan\n1,0,0,40.25,tepat waktu\n2,0,0,41.5,tepat waktu\n").unwrap();
    #[allow(clippy::type_complexity)] // a name and a change
    let spellings: [(&str, &dyn Fn(&str) -> String); 5] = [
        ("as it is", &str::to_owned),
        ("carriage returns, no line end at the end", &|text| text.trim_end().replace('\n', "\r\n")),
        ("quotes", &|text| text.replace("tepat waktu", "\"tepat, \"\"waktu\"\"\"")),
        ("semicolons and decimal commas", &|text| text.replace(',', ";").replace('.', ",")),
        ("missing hours and months", &|text| text.replace(",41.00,", ",NA,").replace(",42.50,", ",,").replace(",7,0,", ", 7,0,")),
    ];
    for (what, spelled) in spellings {
        std::fs::write(&path, spelled(&plain)).unwrap();
        let paths = if what == "semicolons and decimal commas" { vec![path.clone()] } else { vec![path.clone(), small.display().to_string()] };
        let columns = ["kantor", "bulan", "jam"].map(str::to_owned).to_vec();
        let (whole, quick) = (cells(&paths, None), cells(&paths, Some(columns)));
        assert!(whole.3 && !quick.3, "{what}");
        assert_eq!((whole.1, whole.2), (quick.1, quick.2), "{what}");
        assert_eq!(whole.0.records, quick.0.records, "{what}");
        assert_eq!(whole.0.mean, quick.0.mean, "{what}");
        assert_eq!(whole.0.account, quick.0.account, "{what}");
    }
}

#[test]
fn rows_are_counted_where_they_are_asked_for_before_a_pass() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path(), &str::to_owned);
    let columns = Some(["kantor", "jam"].map(str::to_owned).to_vec());
    let records = open(&[path], &ReadOptions { columns, ..ReadOptions::default() }).unwrap();
    assert_eq!((records.rows(), records.account().rows_read), (ROWS as u64, ROWS as u64));
    assert!(records.calm());
    let copies = records.without_copies().unwrap();
    let keys = vec![CellKey { column: "kantor".into(), role: KeyRole::Discrete }];
    let cells = PolarsLocal::new(&copies).cells(&CellPlan { keys, variables: Vec::new(), weight: None, centre: None }).unwrap();
    assert_eq!(cells.total_records(), 20 * 7 + 20 * 14, "seven values of hours an office, and seven more where it is treated");
}
