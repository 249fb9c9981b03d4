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
