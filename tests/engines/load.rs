//! The data of the studies as typed tables of every engine, made with the project's own readers.

use super::place::{Place, Places, places};
use crate::command::root;
use dampak::data::{ArrayColumn, ReadOptions, Records, open, parquet};
use polars::prelude::{AnyValue, DataFrame, DataType, ParquetReader, SerReader};
use std::io::Write;
use std::path::Path;

/// Each table, its file under `datasets`, and the sheet of a workbook.
pub(super) const TABLES: [(&str, &str, Option<&str>); 8] = [
    ("kendari", "kendari/permohonan.csv", None),
    ("jakarta", "jakarta/survei.xlsx", Some("Responden")),
    ("palangkaraya", "palangkaraya/permohonan.csv", None),
    ("gorontalo", "gorontalo/kunjungan.parquet", None),
    ("sorong", "sorong/panel.dta", None),
    ("injury", "public/injury/data.csv", None),
    ("jtrain", "public/jtrain/data.csv", None),
    ("kielmc", "public/kielmc/data.csv", None),
];

/// A table with what the studies do not have: weights, missing numbers of both kinds, values far from zero, days of the week, unfinished cases.
pub(super) const MADE: &str = "made";

/// The file of a table, as commands name it.
pub(super) fn source(places: &Places, table: &str) -> String {
    if table == MADE {
        return places.folder.join("made.parquet").display().to_string();
    }
    let (_, file, _) = TABLES.iter().find(|(name, ..)| *name == table).unwrap();
    root().join("datasets").join(file).display().to_string()
}

fn records(file: &str, sheet: Option<&str>) -> Records {
    let path = root().join("datasets").join(file).display().to_string();
    let options = ReadOptions { sheet: sheet.map(str::to_owned), ..ReadOptions::default() };
    open(&[path], &options).unwrap()
}

/// Records of 24 offices over 24 months, half of them with a program from the thirteenth on.
fn made() -> Vec<u8> {
    const ROWS: u64 = 20_000;
    // A linear congruential generator (Knuth's MMIX): the same records on every machine.
    let mut state = 20_240_101_u64;
    let mut draw = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let first = 19_358 * 86_400_i64; // 2023-01-01
    let (mut office, mut region, mut kind) = (Vec::new(), Vec::new(), Vec::new());
    let (mut start, mut end, mut program) = (Vec::new(), Vec::new(), Vec::new());
    let (mut score, mut large, mut passed) = (Vec::new(), Vec::new(), Vec::new());
    let (mut age, mut distance, mut weight) = (Vec::new(), Vec::new(), Vec::new());
    for row in 0..ROWS {
        let at = draw(24);
        let day = draw(731) as i64;
        let second = first + day * 86_400 + 25_000 + draw(30_000) as i64;
        let treated = at % 2 == 0 && day >= 365;
        let base = 40.0 + at as f64 - f64::from(treated) * 6.0 + draw(4_000) as f64 / 100.0;
        // Quotes and letters beyond ASCII in the values of a key; empty keys.
        office.push(Some(format!("Kantor \"{at}\" d'Été")));
        region.push((draw(50) > 0).then(|| format!("Wilayah {}", at / 6)));
        kind.push(Some(["KTP", "KK", "Akta\\Lahir"][draw(3) as usize].to_owned()));
        start.push((draw(200) > 0).then_some(second));
        end.push((draw(20) > 0).then(|| second + (base * 3_600.0) as i64 - 20_000));
        program.push(Some(i64::from(treated)));
        score.push(match draw(60) {
            0 => None,
            1 => Some(f64::NAN),
            _ => Some(base),
        });
        large.push(Some(1.0e9 + base));
        passed.push(Some(i64::from(base < 60.0)));
        age.push((draw(80) > 0).then(|| 17.0 + draw(60) as f64));
        distance.push(Some(draw(100_000) as f64 / 777.0));
        weight.push(match draw(100) {
            0 => None,
            1 => Some(0.0),
            _ => Some(0.5 + (row % 7) as f64 / 3.0),
        });
    }
    let columns = vec![
        ("kantor", ArrayColumn::Text(office)),
        ("wilayah", ArrayColumn::Text(region)),
        ("jenis", ArrayColumn::Text(kind)),
        ("masuk", ArrayColumn::Datetime(start)),
        ("selesai", ArrayColumn::Datetime(end)),
        ("program", ArrayColumn::Whole(program)),
        ("nilai", ArrayColumn::Number(score)),
        ("besar", ArrayColumn::Number(large)),
        ("lulus", ArrayColumn::Whole(passed)),
        ("usia", ArrayColumn::Number(age)),
        ("jarak", ArrayColumn::Number(distance)),
        ("bobot", ArrayColumn::Number(weight)),
    ];
    parquet(columns.into_iter().map(|(name, values)| (name.to_owned(), values)).collect()).unwrap()
}

/// A name or a text as PostgreSQL takes it.
fn quoted(text: &str, quote: char) -> String {
    format!("{quote}{}{quote}", text.replace(quote, &format!("{quote}{quote}")))
}

/// Makes a table of a frame on PostgreSQL, through a file that the server reads.
fn copied(place: &Place, folder: &Path, table: &str, frame: &DataFrame) {
    let path = folder.join(format!("{table}.csv"));
    let mut out = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
    for row in 0..frame.height() {
        let fields = frame.columns().iter().map(|column| {
            match column.get(row).unwrap() {
                AnyValue::Null => String::new(),
                // Every digit: the text of tables is rounded.
                AnyValue::Float64(number) => number.to_string(),
                value => quoted(&value.str_value(), '"'),
            }
        });
        writeln!(out, "{}", fields.collect::<Vec<_>>().join(",")).unwrap();
    }
    out.flush().unwrap();
    let columns = frame.columns().iter().map(|column| {
        let kind = match column.dtype() {
            DataType::Int64 => "BIGINT",
            DataType::Float64 => "DOUBLE PRECISION",
            DataType::Boolean => "BOOLEAN",
            DataType::String => "TEXT",
            DataType::Date => "DATE",
            DataType::Datetime(..) => "TIMESTAMP",
            other => panic!("{table}: {} is {other}", column.name()),
        };
        format!("{} {kind}", quoted(column.name(), '"'))
    });
    place.execute(&[
        format!("DROP TABLE IF EXISTS {table}"),
        format!("CREATE TABLE {table} ({})", columns.collect::<Vec<_>>().join(", ")),
        format!("COPY {table} FROM {} WITH (FORMAT csv)", quoted(&path.display().to_string(), '\'')),
        format!("ANALYZE {table}"),
    ]);
}

/// Files for Spark, Sail and DuckDB; tables for PostgreSQL.
#[test]
#[ignore = "run by tests/engines/run.sh"]
fn tables_of_every_study() {
    let places: Places = places();
    let studies = TABLES.iter().map(|(table, file, sheet)| (*table, records(file, *sheet).typed_parquet().unwrap()));
    for (table, bytes) in studies.chain([(MADE, made())]) {
        let path = places.folder.join(format!("{table}.parquet"));
        std::fs::write(&path, &bytes).unwrap();
        if let Some(place) = places.get("duckdb") {
            place.execute(&[format!("CREATE OR REPLACE TABLE {table} AS SELECT * FROM read_parquet({})", quoted(&path.display().to_string(), '\''))]);
        }
        if let Some(place) = places.get("postgres") {
            let frame = ParquetReader::new(std::io::Cursor::new(bytes)).finish().unwrap();
            copied(place, &places.folder, table, &frame);
        }
    }
}
