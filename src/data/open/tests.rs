//! Reading real and awkward files.

#![allow(clippy::unwrap_used, clippy::panic)] // tests may fail loudly

use super::*;
use crate::data::options::{ColumnType, DateOrder, Ragged};
use polars::prelude::{AnyValue, DataFrame};
use std::fs;
use std::io::Write;
use tempfile::TempDir;

fn samples(path: &str) -> Option<String> {
    let root = std::env::var("DAMPAK_SAMPLES").unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/samples").into());
    let file = format!("{root}/{path}");
    if !Path::new(&file).exists() {
        eprintln!("SKIPPED: no sample file {file}; set DAMPAK_SAMPLES to the folder of samples");
        return None;
    }
    Some(file)
}

fn read(file: &str, options: &ReadOptions) -> (Records, DataFrame) {
    let records = match open(&[file.to_owned()], options) {
        Ok(records) => records,
        Err(error) => panic!("{error}"),
    };
    let frame = records.lazy().unwrap().collect().unwrap();
    assert_eq!(frame.height() as u64, records.rows(), "{file}: facts and frame have the same rows");
    for column in records.columns() {
        let nulls = frame.column(&column.name).unwrap().null_count() as u64;
        assert_eq!(nulls, column.missing + column.unreadable.count, "{file}: nulls of {}", column.name);
    }
    (records, frame)
}

fn floats(frame: &DataFrame, column: &str) -> Vec<f64> {
    frame.column(column).unwrap().cast(&DataType::Float64).unwrap().f64().unwrap().iter().flatten().collect()
}

fn strings(frame: &DataFrame, column: &str) -> Vec<Option<String>> {
    frame.column(column).unwrap().cast(&DataType::String).unwrap().str().unwrap().iter().map(|value| value.map(str::to_owned)).collect()
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let half = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[half] } else { f64::midpoint(sorted[half - 1], sorted[half]) }
}

/// Writes a file into a folder of its own.
fn written(name: &str, bytes: &[u8]) -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    (folder, path.display().to_string())
}

fn text(bytes: &[u8]) -> (Records, DataFrame) {
    let (_folder, file) = written("data.csv", bytes);
    read(&file, &ReadOptions::default())
}

fn code(sources: &[String], options: &ReadOptions) -> Vec<&'static str> {
    match open(sources, options) {
        Ok(_) => Vec::new(),
        Err(error) => error.problems.iter().map(|problem| problem.code).collect(),
    }
}

fn kinds(records: &Records) -> Vec<ColumnKind> {
    records.columns().iter().map(|column| column.kind).collect()
}

#[test]
fn sample_jakarta_fires() {
    let Some(file) = samples("id_jakarta_kebakaran_2013/data-kejadian-kebakaran-2013.csv") else { return };
    let (records, frame) = read(&file, &ReadOptions::default());
    assert_eq!((records.rows(), records.columns().len()), (1592, 44));
    let day = records.date("tanggal").unwrap();
    assert_eq!((day.min.as_deref(), day.max.as_deref()), (Some("2013-01-01"), Some("2013-12-31")));
    assert_eq!(day.reading.date_order, Some((DateOrder::MonthFirst, OrderFrom::Column)));
    assert_eq!(records.column("waktu_informasi").unwrap().kind, ColumnKind::Time);
    let minutes = floats(&frame, "menit_respon");
    assert_eq!((minutes.len(), median(&minutes)), (1590, 5.0));
    assert!((minutes.iter().sum::<f64>() / 1590.0 - 8.14).abs() < 0.005);
    assert_eq!(records.column("menit_respon").unwrap().max.as_deref(), Some("485"));
    // Arrival minus call equals the minutes in 1,588 rows; two rows cross midnight.
    let clock = |name: &str| -> Vec<Option<i64>> {
        frame.column(name).unwrap().cast(&DataType::Int64).unwrap().i64().unwrap().iter().map(|nanos| nanos.map(|nanos| nanos / 60_000_000_000)).collect()
    };
    let (call, arrival) = (clock("waktu_informasi"), clock("waktu_respon"));
    let given: Vec<Option<i64>> = frame.column("menit_respon").unwrap().i64().unwrap().iter().collect();
    let agrees = (0..1592).filter(|i| matches!((call[*i], arrival[*i], given[*i]), (Some(a), Some(b), Some(m)) if b - a == m)).count();
    let negative = (0..1592).filter(|i| matches!((call[*i], arrival[*i]), (Some(a), Some(b)) if b < a)).count();
    assert_eq!((agrees, negative), (1588, 2));
    let odd = floats(&frame, "lama_operasi_hari");
    assert_eq!(odd.iter().filter(|days| **days == -1.0).count(), 2);
    assert_eq!(odd.iter().filter(|days| **days == -41287.0).count(), 1);
    assert_eq!(strings(&frame, "tanggal").iter().filter(|day| day.as_deref() == Some("2013-01-18")).count(), 152);
}

#[test]
fn sample_boston_requests() {
    let Some(file) = samples("boston_311_2011/311_service_requests_2011_first6000.csv") else { return };
    let (records, frame) = read(&file, &ReadOptions::default());
    assert_eq!((records.rows(), records.columns().len()), (6000, 29));
    for name in ["open_dt", "target_dt", "closed_dt"] {
        assert_eq!(records.date(name).unwrap().kind, ColumnKind::Datetime);
    }
    assert_eq!(records.column("location_zipcode").unwrap().kind, ColumnKind::Text, "02131 keeps its zero");
    assert_eq!(records.column("case_enquiry_id").unwrap().kind, ColumnKind::Integer);
    let stamps = |name: &str| frame.column(name).unwrap().cast(&DataType::Int64).unwrap();
    let (opened, closed, due) = (stamps("open_dt"), stamps("closed_dt"), stamps("target_dt"));
    let at = |column: &polars::prelude::Column, row: usize| match column.get(row).unwrap() {
        AnyValue::Int64(micros) => Some(micros),
        _ => None,
    };
    let flags = strings(&frame, "ontime");
    for (row, flag) in flags.iter().enumerate() {
        if let (Some(from), Some(to)) = (at(&opened, row), at(&closed, row)) {
            assert!(to >= from, "none is negative");
        }
        if let (Some(to), Some(due)) = (at(&closed, row), at(&due, row)) {
            match flag.as_deref() {
                Some("ONTIME") => assert!(to <= due, "no ONTIME row is late"),
                Some("OVERDUE") | None => {}
                Some(other) => panic!("{other}"),
            }
        }
    }
}

#[test]
fn sample_bps_with_several_header_rows() {
    let Some(file) = samples("id_bps_ipm_multiheader/Indeks Pembangunan Manusia (metode baru).csv") else { return };
    let (records, frame) = read(&file, &ReadOptions::default());
    assert_eq!((records.rows(), records.columns().len()), (36, 16));
    assert!(records.columns()[1..].iter().all(|column| column.kind.is_numeric()));
    assert_eq!(records.columns()[0].name, "Kabupaten / Kota");
    assert_eq!(records.columns()[1].name, "Usia Harapan Hidup saat Lahir (tahun) 2020");
    assert_eq!(records.columns()[15].name, "Indeks Pembangunan Manusia 2022");
    assert_eq!(floats(&frame, "Indeks Pembangunan Manusia 2022")[0], 72.79);
    assert_eq!(records.account().dropped.iter().map(|dropped| dropped.rows).sum::<u64>(), 2, "address and access time");
    let file = samples("id_bps_ipm_multiheader/Indeks Pembangunan Manusia Jabar.xlsx").unwrap();
    let (records, _) = read(&file, &ReadOptions::default());
    assert_eq!(records.columns().iter().map(|column| column.name.as_str()).collect::<Vec<_>>(), ["Wilayah Jawa Barat", "2020", "2021", "2022"]);
    assert_eq!((records.rows(), records.account().rows_read), (28, 31), "three notes below");
    let file = samples("id_bps_ipm_multiheader/Indeks Pembangunan Manusia wide 2010-2021.xlsx").unwrap();
    let (records, frame) = read(&file, &ReadOptions::default());
    assert_eq!(records.rows(), 35);
    let changes: Vec<f64> = floats(&frame, "2013").iter().zip(floats(&frame, "2012")).map(|(after, before)| after - before).collect();
    assert!((median(&changes) + 5.79).abs() < 0.005, "the break of the method in 2013");
    assert_eq!(changes.iter().filter(|change| (**change - 67.99).abs() < 1e-9).count(), 1);
}

#[test]
fn sample_jabar_open_data() {
    let folder = "id_jabar_opendata";
    let Some(file) = samples(&format!("{folder}/jumlah_penduduk_miskin_berdasarkan_kabupatenkota_data.csv")) else { return };
    let (records, _) = read(&file, &ReadOptions::default());
    assert_eq!(records.rows(), 513);
    let year = records.numeric("tahun").unwrap();
    assert_eq!((year.min.as_deref(), year.max.as_deref(), year.distinct.count), (Some("2002"), Some("2020"), 19));
    assert_eq!(records.numeric("jumlah_penduduk_miskin").unwrap().kind, ColumnKind::Float);
    for name in ["Angka Partisipasi Kasar.xlsx", "Angka Partisipasi Murni.xlsx"] {
        let (records, _) = read(&samples(&format!("{folder}/{name}")).unwrap(), &ReadOptions::default());
        assert_eq!((records.rows(), records.columns().len()), (28, 13), "province and 27 regions, four levels in three years");
        assert!(records.columns()[1..].iter().all(|column| column.kind == ColumnKind::Float), "numbers stored as text");
        assert_eq!(records.columns()[1].name, "SD/MI/Paket A 2017");
        assert!(records.account().rows_read > 28, "notes at the bottom are counted");
    }
    let (apm, frame) = read(&samples(&format!("{folder}/apm_jabar.csv")).unwrap(), &ReadOptions::default());
    assert_eq!((apm.rows(), floats(&frame, "SD_2017")[0]), (28, 98.05));
    let (one, frame) = read(&samples(&format!("{folder}/angka_garis_kemiskinan_per_kapita_per_bulan__provinsi.csv")).unwrap(), &ReadOptions::default());
    assert_eq!((one.columns()[0].name.as_str(), one.rows(), floats(&frame, "2020")[0]), ("Nama Wilayah", 1, 410_988.0));
    let (book, _) = read(&samples(&format!("{folder}/angka_garis_kemiskinan_per_kapita_per_bulan_provinsi.xlsx")).unwrap(), &ReadOptions::default());
    assert_eq!(book.numeric("Tahun").unwrap().max.as_deref(), Some("2020"), "years as text are numbers");
    assert_eq!(code(&[samples(&format!("{folder}/gariskemiskinanjabar.xls")).unwrap()], &ReadOptions::default()), ["data::html-workbook"]);
}

#[test]
fn sample_court_survey_without_header() {
    let Some(_) = samples("id_survey_pengadilan_puas/Pelayanan Perkara.csv") else { return };
    for (name, satisfied) in [("Perkara", 83), ("Administrasi", 80), ("Hukum", 89), ("Teknis", 83)] {
        let (records, frame) = read(&samples(&format!("id_survey_pengadilan_puas/Pelayanan {name}.csv")).unwrap(), &ReadOptions::default());
        assert_eq!(records.rows(), 100, "the first respondent is not a header");
        assert_eq!(strings(&frame, "kolom_6").iter().filter(|answer| answer.as_deref() == Some("Puas")).count(), satisfied);
        if name == "Perkara" {
            let answers = strings(&frame, "kolom_2");
            let count = |word: &str| answers.iter().filter(|answer| answer.as_deref() == Some(word)).count();
            assert_eq!([count("Sangat Memuaskan"), count("Memuaskan"), count("Cukup Memuaskan"), count("Tidak Memuaskan")], [36, 38, 15, 11]);
        }
    }
    let all: Vec<String> = ["Perkara", "Administrasi", "Hukum", "Teknis"]
        .iter()
        .map(|name| samples(&format!("id_survey_pengadilan_puas/Pelayanan {name}.csv")).unwrap())
        .collect();
    let records = open(&all, &ReadOptions { file_column: Some("layanan".into()), ..ReadOptions::default() }).unwrap();
    let frame = records.lazy().unwrap().collect().unwrap();
    assert_eq!((records.rows(), frame.height()), (400, 400));
    assert_eq!(strings(&frame, "layanan")[399].as_deref(), Some("Pelayanan Teknis"));
    let (records, frame) = read(&samples("id_survey_pengadilan_puas/DataTesting.csv").unwrap(), &ReadOptions::default());
    assert_eq!((records.rows(), floats(&frame, "kolom_8")[0]), (8, 88.89));
    let (codes, _) = read(&samples("id_survey_pengadilan_puas/atribut.csv").unwrap(), &ReadOptions::default());
    assert_eq!(codes.rows(), 15);
}

#[test]
fn separators_marks_and_encodings() {
    let rows = [("Kendari", 1234.5), ("Baubau", 2.25), ("Wakatobi", 0.5)];
    let body = |separator: &str, decimal: &str| {
        let lines: Vec<String> = rows.iter().map(|(name, value)| format!("{name}{separator}{}", value.to_string().replace('.', decimal))).collect();
        format!("kota{separator}nilai\n{}\n", lines.join("\n"))
    };
    let mut files: Vec<Vec<u8>> = Vec::new();
    for (separator, decimal) in [(",", "."), (";", ","), (";", "."), ("\t", ","), ("|", ".")] {
        files.push(body(separator, decimal).into_bytes());
        files.push(body(separator, decimal).replace('\n', "\r\n").into_bytes());
    }
    let plain = body(";", ",");
    files.push([b"\xEF\xBB\xBF".as_slice(), plain.as_bytes()].concat());
    files.push([b"\xFF\xFE".to_vec(), plain.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat());
    files.push([b"\xFE\xFF".to_vec(), plain.encode_utf16().flat_map(u16::to_be_bytes).collect()].concat());
    files.push(plain.encode_utf16().flat_map(u16::to_le_bytes).collect());
    files.push(plain.replace('\n', "\r").into_bytes());
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(plain.as_bytes()).unwrap();
    files.push(packed.finish().unwrap());
    for bytes in files {
        let (_records, frame) = text(&bytes);
        assert_eq!(floats(&frame, "nilai"), [1234.5, 2.25, 0.5], "{}", String::from_utf8_lossy(&bytes));
        assert_eq!(strings(&frame, "kota")[0].as_deref(), Some("Kendari"));
    }
    let (_records, frame) = text(b"kota,caf\xE9\nA\xF1o,1\nB\x80,2\n");
    assert_eq!(strings(&frame, "kota"), [Some("Año".into()), Some("B€".into())], "Windows-1252");
    assert_eq!(floats(&frame, "café"), [1.0, 2.0]);
}

#[test]
fn thousands_percent_and_currency() {
    let (records, frame) = text(b"a;b;c;d\n1.234;1.234.567,5;12,5%;Rp 1.000.000,-\n2.500;10,0;3%;Rp 250\n");
    assert_eq!(floats(&frame, "a"), [1234.0, 2500.0], "column b proves the decimal comma");
    assert_eq!(floats(&frame, "b"), [1_234_567.5, 10.0]);
    assert_eq!(floats(&frame, "c"), [12.5, 3.0]);
    assert_eq!(floats(&frame, "d"), [1e6, 250.0]);
    assert!(records.notes().is_empty());
    let (records, frame) = text(b"a,b\n1.234,x\n2.500,y\n");
    assert_eq!(floats(&frame, "a"), [1.234, 2.5], "nothing proves a decimal comma");
    assert_eq!(records.notes()[0].code, "ambiguous-numbers");
    let (_folder, file) = written("a.csv", b"a,b\n1.234,x\n2.500,y\n");
    let (_, frame) = read(&file, &ReadOptions { decimal: Some(",".into()), ..ReadOptions::default() });
    assert_eq!(floats(&frame, "a"), [1234.0, 2500.0]);
    let (_, frame) = text(b"a;b\n1.234;x\n12345;y\n");
    assert_eq!(floats(&frame, "a"), [1.234, 12345.0], "where thousands were grouped, 12345 would be");
}

#[test]
fn quotes_line_breaks_and_blank_lines() {
    let (_, frame) = text(b"id,teks,nilai\n1,\"a, \"\"b\"\"\nbaris dua\",5\n\n2,,6\n3,\"\",7\n");
    assert_eq!(strings(&frame, "teks"), [Some("a, \"b\"\nbaris dua".into()), None, None]);
    assert_eq!(floats(&frame, "nilai"), [5.0, 6.0, 7.0]);
    let (_, frame) = text(b"id,teks\n1,pipa 5\" panjang\n2,biasa\n3,dua 3\" dan 4\"\n");
    assert_eq!(strings(&frame, "teks")[0].as_deref(), Some("pipa 5\" panjang"), "a quote inside a field is only a character");
    let (records, frame) = text(b"nilai\n1\n\n2\n");
    assert_eq!((records.rows(), floats(&frame, "nilai")), (2, vec![1.0, 2.0]));
}

#[test]
fn codes_keep_their_zeros_and_identity_numbers_are_hidden() {
    let (records, frame) = text(b"kode,wilayah,nik,nilai\n007,74.71,7471015203900001,1\n010,74.72,7471010103900002,2\n");
    assert_eq!(strings(&frame, "kode"), [Some("007".into()), Some("010".into())]);
    assert_eq!(records.column("nik").unwrap().kind, ColumnKind::Text);
    let nik = records.column("nik").unwrap();
    assert!(nik.nik_like && nik.examples.is_empty() && nik.min.is_none());
    let message = records.numeric("nik").unwrap_err().to_string();
    assert!(!message.contains("7471015203900001"), "{message}");
    let (records, _) = text(b"kode_wilayah,n\n74.71,1\n74.10,2\n");
    assert_eq!(records.column("kode_wilayah").unwrap().kind, ColumnKind::Text, "codes with a point are no numbers");
}

#[test]
fn missing_values_and_text_among_numbers() {
    let mut lines = String::from("unit,nilai\n");
    for row in 1..=60 {
        let value = match row {
            3 => "-".to_owned(),
            4 => "N/A".into(),
            5 => " ".into(),
            17 => "belum".into(),
            _ => row.to_string(),
        };
        lines.extend(["u", &row.to_string(), ",", &value, "\n"]);
    }
    let (records, _) = text(lines.as_bytes());
    let column = records.column("nilai").unwrap();
    assert_eq!((column.kind, column.missing, column.unreadable.count), (ColumnKind::Integer, 3, 1));
    let error = records.numeric("nilai").unwrap_err();
    assert_eq!(error.problems[0].code, "data::not-numeric");
    assert!(error.to_string().contains("row 18: \"belum\""), "{error}");
    let (_folder, file) = written("data.csv", lines.as_bytes());
    let (records, _) = read(&file, &ReadOptions { missing: vec!["belum".into()], ..ReadOptions::default() });
    assert_eq!(records.numeric("nilai").unwrap().missing, 4);
    assert!(records.numeric("unit").unwrap_err().to_string().contains("row 2: \"u1\""));
    assert!(records.column("nilia").unwrap_err().to_string().contains("Did you mean \"nilai\"?"));
}

#[test]
fn dates_of_a_whole_column() {
    let (records, frame) = text(b"mulai;selesai;bulan;triwulan;jam\n31/12/2024 14:05;01/02/2025 08:00;Maret 2024;2024Q1;8:05\n05/06/2024 09:00;02/03/2025 10:30;Apr 2024;2024Q4;14:00\n");
    assert_eq!(kinds(&records), [ColumnKind::Datetime, ColumnKind::Datetime, ColumnKind::Month, ColumnKind::Quarter, ColumnKind::Time]);
    assert_eq!(records.date("mulai").unwrap().min.as_deref(), Some("2024-06-05T09:00:00"));
    assert_eq!(records.date("selesai").unwrap().reading.date_order, Some((DateOrder::DayFirst, OrderFrom::OtherColumn)));
    assert_eq!(records.notes()[0].code, "date-order-from-other-column");
    assert_eq!(strings(&frame, "bulan"), [Some("2024-03-01".into()), Some("2024-04-01".into())]);
    let ambiguous = b"t,n\n01/02/2024,1\n03/04/2024,2\n";
    let (records, _) = text(ambiguous);
    let error = records.date("t").unwrap_err();
    assert_eq!(error.problems[0].code, "data::ambiguous-dates");
    assert!(error.to_string().contains("--date-order day-first"));
    let (_folder, file) = written("t.csv", ambiguous);
    let (records, frame) = read(&file, &ReadOptions { date_order: Some(DateOrder::MonthFirst), ..ReadOptions::default() });
    assert!(records.date("t").is_ok());
    assert_eq!(strings(&frame, "t"), [Some("2024-01-02".into()), Some("2024-03-04".into())]);
    let (records, frame) = text(b"tanggal,tgl_lain,n\n12 Maret 2024,20240312,45363\n1 Mei 2024,20240501,45400\n");
    assert_eq!(kinds(&records), [ColumnKind::Date, ColumnKind::Date, ColumnKind::Integer]);
    assert_eq!(strings(&frame, "tgl_lain"), strings(&frame, "tanggal"));
    let (records, frame) = text(b"tanggal,n\n45363,1\n45400.5,2\n");
    assert_eq!(records.date("tanggal").unwrap().min.as_deref(), Some("2024-03-12T00:00:00"), "Excel serials where the name says date");
    assert_eq!(frame.height(), 2);
    assert!(records.date("n").is_err());
    let (records, _) = text(b"t,n\n2024-03-01T10:00:00Z,1\n2024-03-01T10:00:00+08:00,2\n");
    let stamp = records.date("t").unwrap();
    assert_eq!((stamp.kind, stamp.unreadable.count), (ColumnKind::Datetime, 0));
}

#[test]
fn rows_with_the_wrong_number_of_fields() {
    let bytes = b"a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,11,12\n13,14,15\n";
    let (_folder, file) = written("a.csv", bytes);
    let error = open(std::slice::from_ref(&file), &ReadOptions::default()).err().unwrap();
    assert_eq!(error.problems[0].code, "data::ragged-rows");
    assert!(error.to_string().contains("row 3: 2 fields; row 4: 4 fields"), "{error}");
    let (records, frame) = read(&file, &ReadOptions { ragged: Some(Ragged::Drop), ..ReadOptions::default() });
    assert_eq!((records.rows(), records.account().rows_read, floats(&frame, "a")), (3, 5, vec![1.0, 10.0, 13.0]));
    let (_, frame) = read(&file, &ReadOptions { ragged: Some(Ragged::Fill), ..ReadOptions::default() });
    assert_eq!(floats(&frame, "c"), [3.0, 8.0, 12.0, 15.0]);
    let (records, _) = text(b"a;b;\n1;2;\n3;4;\n");
    assert_eq!(records.columns().len(), 2, "a separator at the end of each row is no column");
    let (records, _) = text(b"x y\n\"1\" 5\n");
    assert_eq!(records.columns().len(), 1);
}

#[test]
fn footnotes_leave_and_are_counted() {
    let (records, frame) = text(b"Judul tabel;;\n;;\nkota;2020;2021\nA;1,5;2,5\nB;3,5;4,5\n;;\nSumber : BPS, diolah;;\nCatatan;;\n");
    assert_eq!((records.rows(), records.account().rows_read), (2, 4));
    assert_eq!(records.account().dropped[0].reason, crate::panel::DropReason::NotARecord);
    assert_eq!(floats(&frame, "2021"), [2.5, 4.5]);
    let (records, _) = text(b"kota,n\nA,1\nB,x\nC,3\n");
    assert!(records.numeric("n").unwrap_err().to_string().contains("row 3: \"x\""));
}

#[test]
fn duplicated_and_overridden_columns() {
    let (_folder, file) = written("a.csv", b"id,nilai,nilai\n1,2,3\n2,3,4\n");
    let (records, _) = read(&file, &ReadOptions::default());
    assert_eq!(records.column("nilai").unwrap_err().problems[0].code, "data::duplicate-header");
    assert!(records.column("nilai_2").is_ok());
    let types = [("id".to_owned(), ColumnType::Text)].into();
    let (records, frame) = read(&file, &ReadOptions { types, ..ReadOptions::default() });
    assert_eq!((records.columns()[0].kind, strings(&frame, "id")[0].as_deref()), (ColumnKind::Text, Some("1")));
}

#[test]
fn the_same_facts_on_any_number_of_threads() {
    let mut bytes = b"unit,nilai,teks\n".to_vec();
    for row in 0..600_000_u32 {
        bytes.extend(format!("u{},{}.5,kata {}\n", row % 1777, row % 9973, row.wrapping_mul(2_654_435_761) % 100_000).as_bytes());
    }
    assert!(bytes.len() > 3 * 4_194_304, "several chunks");
    let (_folder, file) = written("big.csv", &bytes);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| open(std::slice::from_ref(&file), &ReadOptions::default()).map(|records| records.columns().to_vec()).unwrap())
    };
    let one = on(1);
    assert_eq!(one, on(2));
    assert_eq!((one[0].distinct.count, one[0].distinct.capped), (1000, true));
    assert_eq!(one[1].max.as_deref(), Some("9972.5"));
}
