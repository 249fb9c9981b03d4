//! Files of every format that is read, made here, and what is said of those that cannot be read.

#![allow(clippy::unwrap_used, clippy::panic)] // tests may fail loudly

use dampak::data::{ColumnKind, ReadOptions, Records, open};
use polars::prelude::*;
use std::fs::{self, File};
use std::path::Path;
use tempfile::TempDir;

fn options() -> ReadOptions {
    ReadOptions::default()
}

fn read(path: &Path, options: &ReadOptions) -> Records {
    match open(&[path.display().to_string()], options) {
        Ok(records) => records,
        Err(error) => panic!("{}: {error}", path.display()),
    }
}

fn problem(path: &Path, options: &ReadOptions) -> (Vec<&'static str>, String) {
    match open(&[path.display().to_string()], options) {
        Ok(_) => panic!("{} was read", path.display()),
        Err(error) => (error.problems.iter().map(|problem| problem.code).collect(), error.to_string()),
    }
}

fn code(path: &Path) -> Vec<&'static str> {
    problem(path, &options()).0
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn frame() -> DataFrame {
    df!(
        "unit" => ["a", "b", "c"],
        "tahun" => [2020_i32, 2021, 2022],
        "nilai" => [Some(1.5_f32), None, Some(3.5)],
        "mulai" => ["2024-03-01", "2024-03-02", "2024-03-03"],
    )
    .unwrap()
}

fn write_parquet(path: &Path) {
    ParquetWriter::new(File::create(path).unwrap()).finish(&mut frame()).unwrap();
}

fn check_frame(records: &Records) {
    assert_eq!(records.rows(), 3);
    let kinds: Vec<ColumnKind> = records.columns().iter().map(|column| column.kind).collect();
    assert_eq!(kinds, [ColumnKind::Text, ColumnKind::Integer, ColumnKind::Float, ColumnKind::Date], "dates kept as text are dates");
    let value = records.numeric("nilai").unwrap();
    assert_eq!((value.missing, value.min.as_deref(), value.max.as_deref()), (1, Some("1.5"), Some("3.5")));
}

#[test]
fn parquet_arrow_and_feather() {
    let folder = folder();
    let parquet = folder.path().join("data.parquet");
    write_parquet(&parquet);
    check_frame(&read(&parquet, &options()));
    for name in ["data.arrow", "data.feather", "data.tanpa-akhiran"] {
        let path = folder.path().join(name);
        IpcWriter::new(File::create(&path).unwrap()).finish(&mut frame()).unwrap();
        check_frame(&read(&path, &options()));
    }
}

#[test]
fn stata_and_spss() {
    let folder = folder();
    let stata = folder.path().join("data.dta");
    let data = df!("unit" => ["a", "b"], "nilai" => [1.5_f64, 2.5], "tahun" => [2020_i32, 2021]).unwrap();
    let labels = [("tahun".to_owned(), [(2020, "awal".to_owned()), (2021, "akhir".to_owned())].into())].into();
    let words = [("nilai".to_owned(), "Nilai akhir".to_owned())].into();
    polars_readstat_rs::StataWriter::new(&stata).with_value_labels(labels).with_variable_labels(words).write_df(&data).unwrap();
    let records = read(&stata, &options());
    assert_eq!((records.rows(), records.numeric("nilai").unwrap().max.as_deref()), (2, Some("2.5")));
    assert_eq!(records.column("nilai").unwrap().label.as_deref(), Some("Nilai akhir"));
    let year = records.numeric("tahun").unwrap();
    assert_eq!(year.value_labels, [("2020".to_owned(), "awal".to_owned()), ("2021".into(), "akhir".into())], "codes stay, labels are facts");
    let spss = folder.path().join("data.sav");
    polars_readstat_rs::SpssWriter::new(&spss).write_df(&data).unwrap();
    let records = read(&spss, &options());
    assert_eq!((records.rows(), records.column("unit").unwrap().kind), (2, ColumnKind::Text));
    let bytes = fs::read(&stata).unwrap();
    let cut = folder.path().join("terpotong.dta");
    fs::write(&cut, &bytes[..bytes.len() / 3]).unwrap();
    assert_eq!(code(&cut), ["data::damaged-file"]);
}

#[test]
fn a_workbook_with_titles_merged_cells_dates_and_notes() {
    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
    let folder = folder();
    let path = folder.path().join("buku.xlsx");
    let mut book = Workbook::new();
    let plain = Format::new();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let moment = Format::new().set_num_format("dd/mm/yyyy hh:mm");
    book.add_worksheet().set_name("Sampul").unwrap().write(0, 0, "Laporan").unwrap();
    let sheet = book.add_worksheet();
    sheet.set_name("Data").unwrap();
    sheet.merge_range(0, 0, 0, 5, "Tabel 1. Waktu layanan", &plain).unwrap();
    sheet.merge_range(2, 0, 3, 0, "Wilayah", &plain).unwrap();
    sheet.merge_range(2, 1, 2, 2, "Waktu", &plain).unwrap();
    sheet.merge_range(2, 3, 2, 4, "Nilai", &plain).unwrap();
    for (column, name) in [(1, "masuk"), (2, "selesai"), (3, "2023"), (4, "2024")] {
        sheet.write(3, column, name).unwrap();
    }
    sheet.write(3, 5, "catatan").unwrap();
    sheet.merge_range(4, 0, 5, 0, "Kendari", &plain).unwrap();
    for row in 4..8_u32 {
        if row > 5 {
            sheet.write(row, 0, "Baubau").unwrap();
        }
        sheet.write_with_format(row, 1, ExcelDateTime::from_ymd(2024, 3, row as u8).unwrap(), &date).unwrap();
        sheet.write_with_format(row, 2, ExcelDateTime::from_ymd(2024, 3, 20).unwrap().and_hms(14, 5, 0).unwrap(), &moment).unwrap();
        sheet.write(row, 3, 0.125 * f64::from(row)).unwrap();
        sheet.write(row, 4, format!("1.234,{row}")).unwrap();
    }
    sheet.write(5, 5, "ditunda").unwrap();
    sheet.merge_range(9, 0, 9, 5, "Sumber: Dukcapil, diolah", &plain).unwrap();
    book.add_worksheet().set_name("Kamus").unwrap().write_column(0, 0, ["a", "b", "c"]).unwrap();
    book.save(&path).unwrap();

    let records = read(&path, &options());
    let names: Vec<&str> = records.columns().iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["Wilayah", "Waktu masuk", "Waktu selesai", "Nilai 2023", "Nilai 2024", "catatan"]);
    assert_eq!((records.rows(), records.account().rows_read), (4, 5), "the note below is no record");
    let kinds: Vec<ColumnKind> = records.columns().iter().map(|column| column.kind).collect();
    assert_eq!(kinds[..5], [ColumnKind::Text, ColumnKind::Date, ColumnKind::Datetime, ColumnKind::Float, ColumnKind::Float]);
    assert_eq!(records.columns()[0].missing, 0, "a label merged downwards belongs to each of its rows");
    assert_eq!(records.date("Waktu masuk").unwrap().max.as_deref(), Some("2024-03-07"));
    assert_eq!(records.date("Waktu selesai").unwrap().max.as_deref(), Some("2024-03-20T14:05:00"));
    assert_eq!(records.numeric("Nilai 2023").unwrap().max.as_deref(), Some("0.875"), "0.875 is not 875");
    assert_eq!(records.numeric("Nilai 2024").unwrap().max.as_deref(), Some("1234.7"));
    assert_eq!(records.notes()[0].code, "sheet-chosen");
    let named = read(&path, &ReadOptions { sheet: Some("kamus".into()), header: Some(false), ..options() });
    assert_eq!(named.rows(), 3);
    let (codes, message) = problem(&path, &ReadOptions { sheet: Some("Dta".into()), ..options() });
    assert_eq!(codes, ["data::sheet-not-found"]);
    assert!(message.contains("Did you mean \"Data\"?") && message.contains("Kamus"), "{message}");

    let bytes = fs::read(&path).unwrap();
    let cut = folder.path().join("terpotong.xlsx");
    fs::write(&cut, &bytes[..bytes.len() / 2]).unwrap();
    assert_eq!(code(&cut), ["data::damaged-file"]);
}

#[test]
fn open_document_sheets() {
    let folder = folder();
    let path = folder.path().join("data.ods");
    fs::write(&path, ods()).unwrap();
    let records = read(&path, &options());
    assert_eq!((records.rows(), records.columns().len()), (2, 3));
    assert_eq!(records.numeric("nilai").unwrap().max.as_deref(), Some("2.5"));
    assert_eq!(records.date("tanggal").unwrap().max.as_deref(), Some("2024-03-13"));
}

/// The least that is a sheet in the open document format: stored zip entries, made by hand.
fn ods() -> Vec<u8> {
    let cell = |kind: &str, value: &str| match kind {
        "float" => format!("<table:table-cell office:value-type=\"float\" office:value=\"{value}\"><text:p>{value}</text:p></table:table-cell>"),
        "date" => format!("<table:table-cell office:value-type=\"date\" office:date-value=\"{value}\"><text:p>{value}</text:p></table:table-cell>"),
        _ => format!("<table:table-cell office:value-type=\"string\"><text:p>{value}</text:p></table:table-cell>"),
    };
    let row =
        |cells: [(&str, &str); 3]| format!("<table:table-row>{}</table:table-row>", cells.iter().map(|(kind, value)| cell(kind, value)).collect::<String>());
    let rows = [
        row([("string", "unit"), ("string", "tanggal"), ("string", "nilai")]),
        row([("string", "a"), ("date", "2024-03-12"), ("float", "1.5")]),
        row([("string", "b"), ("date", "2024-03-13"), ("float", "2.5")]),
    ];
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" office:version=\"1.2\">\
         <office:body><office:spreadsheet><table:table table:name=\"Lembar1\">{}</table:table></office:spreadsheet></office:body></office:document-content>",
        rows.join("")
    );
    let manifest = "<?xml version=\"1.0\"?><manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\">\
                    <manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"application/vnd.oasis.opendocument.spreadsheet\"/></manifest:manifest>";
    zip(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content), ("META-INF/manifest.xml", manifest)])
}

fn zip(entries: &[(&str, &str)]) -> Vec<u8> {
    let crc = |bytes: &[u8]| {
        let mut sum = flate2::Crc::new();
        sum.update(bytes);
        sum.sum()
    };
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in entries {
        let mut facts = Vec::new();
        facts.extend([20_u16, 0, 0, 0, 0].iter().flat_map(|field| field.to_le_bytes()));
        facts.extend([crc(content.as_bytes()), content.len() as u32, content.len() as u32].iter().flat_map(|field| field.to_le_bytes()));
        facts.extend([name.len() as u16, 0].iter().flat_map(|field| field.to_le_bytes()));
        let offset = out.len() as u32;
        out.extend(b"PK\x03\x04");
        out.extend(&facts);
        out.extend(name.as_bytes());
        out.extend(content.as_bytes());
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&facts);
        directory.extend([0_u8; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (start, size, count) = (out.len() as u32, directory.len() as u32, entries.len() as u16);
    out.extend(directory);
    out.extend(b"PK\x05\x06\x00\x00\x00\x00");
    out.extend([count, count].iter().flat_map(|field| field.to_le_bytes()));
    out.extend([size, start].iter().flat_map(|field| field.to_le_bytes()));
    out.extend([0_u8, 0]);
    out
}

#[test]
fn folders_patterns_and_mixed_formats() {
    let folder = folder();
    let root = folder.path();
    fs::write(root.join("b.csv"), "unit,nilai\nc,3\nd,4\n").unwrap();
    fs::write(root.join("a.csv"), "nilai;unit\n1,5;a\n2;b\n").unwrap();
    fs::write(root.join("catatan.md"), "bukan data").unwrap();
    fs::write(root.join("~$kunci.xlsx"), "kunci").unwrap();
    for source in [root.display().to_string(), format!("{}/*.csv", root.display())] {
        let records = open(&[source], &options()).unwrap();
        assert_eq!((records.rows(), records.files().len()), (4, 2));
        assert!(records.files()[0].path.ends_with("a.csv"), "in the order of names");
        let value = records.numeric("nilai").unwrap();
        assert_eq!((value.kind, value.max.as_deref()), (ColumnKind::Float, Some("4")));
        assert_eq!(records.hashes().unwrap().len(), 2);
    }
    let mut frame = df!("unit" => ["e"], "nilai" => [9_i64]).unwrap();
    ParquetWriter::new(File::create(root.join("z.parquet")).unwrap()).finish(&mut frame).unwrap();
    let records = read(root, &options());
    assert_eq!((records.rows(), records.numeric("nilai").unwrap().max.as_deref()), (5, Some("9")));
    fs::write(root.join("c.csv"), "unit,jumlah\nc,3\n").unwrap();
    let (codes, message) = problem(root, &options());
    assert_eq!(codes, ["data::columns-differ"]);
    assert!(message.contains("lacking: \"nilai\"") && message.contains("extra: \"jumlah\""), "{message}");
    let empty = root.join("kosong");
    fs::create_dir(&empty).unwrap();
    assert_eq!(code(&empty), ["data::no-data-files"]);
    assert_eq!(code(&root.join("*.dta")), ["data::no-data-files"]);
}

#[test]
fn files_that_cannot_be_read() {
    let folder = folder();
    let root = folder.path();
    let put = |name: &str, bytes: &[u8]| {
        let path = root.join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    let data = put("layanan_2024.csv", b"a,b\n1,2\n");
    let (codes, message) = problem(&root.join("layanan_2042.csv"), &options());
    assert_eq!(codes, ["data::file-not-found"]);
    assert!(message.contains(&data.display().to_string()), "{message}");
    assert_eq!(code(&put("kosong.csv", b"")), ["data::empty-file"]);
    assert_eq!(code(&put("baris_kosong.csv", b"\n\n  \n")), ["data::empty-file"]);
    assert_eq!(code(&put("judul.csv", b"a,b,c\n")), ["data::no-records"]);
    assert_eq!(code(&put("biner.csv", b"a,b\x00\x01\x02,\xff\n1,2\n")), ["data::binary-file"]);
    let (codes, message) = problem(&put("gambar.csv", b"\x89PNG\r\n\x1a\n0000"), &options());
    assert_eq!(codes, ["data::binary-file"]);
    assert!(message.contains("PNG"));
    assert_eq!(code(&put("bukan.parquet", b"a,b\n1,2\n")), ["data::wrong-format"]);
    assert_eq!(code(&put("bukan.xlsx", b"a,b\n1,2\n")), ["data::wrong-format"]);
    assert_eq!(code(&put("halaman.xls", b"<html><body><table><tr><td>1</td></tr></table></body></html>")), ["data::html-workbook"]);
    let parquet = root.join("data.parquet");
    write_parquet(&parquet);
    let bytes = fs::read(&parquet).unwrap();
    for part in [4, bytes.len() / 2, bytes.len() - 1] {
        assert_eq!(code(&put("terpotong.parquet", &bytes[..part])), ["data::damaged-file"], "{part} bytes of {}", bytes.len());
    }
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut packed, "a,b\n1,2\n".repeat(1000).as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    assert_eq!(code(&put("terpotong.csv.gz", &packed[..packed.len() / 2])), ["data::damaged-file"]);
    // An encrypted workbook is a compound file with a stream of this name.
    let mut locked = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    locked.resize(1024, 0);
    locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(code(&put("rahasia.xlsx", &locked)), ["data::password"]);
    let utf8 = ReadOptions { encoding: Some("utf-8".into()), ..options() };
    assert_eq!(problem(&put("latin.csv", b"a,b\nx,caf\xE9\n"), &utf8).0, ["data::bad-encoding"]);
    for bad in [
        ReadOptions { encoding: Some("ebcdic-9".into()), ..options() },
        ReadOptions { delimiter: Some("ab".into()), ..options() },
        ReadOptions { decimal: Some("x".into()), ..options() },
    ] {
        assert_eq!(problem(&data, &bad).0, ["data::bad-option"]);
    }
    let typed = ReadOptions { types: [("c".to_owned(), dampak::data::ColumnType::Text)].into(), ..options() };
    assert_eq!(problem(&data, &typed).0, ["data::missing-column"]);
}

#[test]
fn all_problems_of_all_files_at_once() {
    let folder = folder();
    let empty = folder.path().join("a.csv");
    fs::write(&empty, "").unwrap();
    let missing = folder.path().join("tidak_ada.csv");
    let error = open(&[empty.display().to_string(), missing.display().to_string()], &options()).err().unwrap();
    let mut codes: Vec<&str> = error.problems.iter().map(|problem| problem.code).collect();
    codes.sort_unstable();
    assert_eq!(codes, ["data::empty-file", "data::file-not-found"]);
    for problem in &error.problems {
        assert!(dampak::error::codes().any(|card| card.code == problem.code), "{} has a card", problem.code);
        assert_ne!(problem.what.id, problem.what.en);
    }
}

#[test]
fn reading_options_of_a_study() {
    let options: ReadOptions =
        toml::from_str("delimiter = \";\"\ndecimal = \",\"\ndate_order = \"day-first\"\nmissing = [\"belum\"]\n[types]\nkode = \"text\"\n").unwrap();
    assert_eq!(options.date_order, Some(dampak::data::DateOrder::DayFirst));
    assert!(toml::from_str::<ReadOptions>("delimeter = \";\"").is_err(), "unknown options are refused");
}
