//! What a file is, by its content; the ending of its name only decides what is complained about.

use super::columnar::Columnar;
use super::encoding::{self, Mark};
use crate::error::{Problem, reading as problems};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// A format that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// Comma-separated or similar text, packed or not.
    Text,
    /// A format that carries its types.
    Columnar(Columnar),
    /// A workbook.
    Workbook(Book),
}

/// A format of workbooks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Book {
    Xlsx,
    Ods,
    Xls,
}

impl Book {
    /// Its ending.
    pub(super) fn name(self) -> &'static str {
        match self {
            Book::Xlsx => "Excel (.xlsx)",
            Book::Ods => "OpenDocument (.ods)",
            Book::Xls => "Excel 97–2003 (.xls)",
        }
    }
}

/// First bytes of formats that are not read.
const FOREIGN: [(&[u8], &str); 10] = [
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xFF\xD8\xFF", "JPEG"),
    (b"GIF8", "GIF"),
    (b"SQLite format 3", "SQLite"),
    (b"\x7FELF", "ELF"),
    (b"7z\xBC\xAF", "7z"),
    (b"Rar!", "RAR"),
    (b"BZh", "bzip2"),
    (b"\x28\xB5\x2F\xFD", "zstd"),
];

/// Recognises a file. `named` is how the user called it.
pub(super) fn of(named: &Path, path: &Path) -> Result<Format, Problem> {
    let mut head = Vec::new();
    File::open(path).and_then(|file| file.take(8192).read_to_end(&mut head)).map_err(|error| problems::unreadable_file(named, &error))?;
    if head.is_empty() {
        return Err(problems::empty_file(named));
    }
    let name = named.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    if head.starts_with(b"PAR1") {
        return Ok(Format::Columnar(Columnar::Parquet));
    }
    if head.starts_with(b"ARROW1") {
        return Ok(Format::Columnar(Columnar::Arrow));
    }
    if head.starts_with(b"<stata_dta>") || (ending == "dta" && matches!(head.first(), Some(102..=115))) {
        return Ok(Format::Columnar(Columnar::Stata));
    }
    if head.starts_with(b"$FL2") || head.starts_with(b"$FL3") {
        return Ok(Format::Columnar(Columnar::Spss));
    }
    if head.starts_with(b"PK\x03\x04") {
        return zipped(named, &head, ending);
    }
    if head.starts_with(b"\xD0\xCF\x11\xE0") {
        return compound(named, path);
    }
    if let Some((_, format)) = FOREIGN.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Err(problems::binary_file(named, Some(format)));
    }
    let markup = String::from_utf8_lossy(&head).trim_start_matches('\u{feff}').trim_start().to_lowercase();
    if ["<!doctype html", "<html", "<table", "<head", "<meta"].iter().any(|tag| markup.starts_with(tag))
        || (markup.starts_with('<') && markup.contains("<html"))
    {
        return Err(problems::html_workbook(named));
    }
    let promised = match ending {
        "parquet" | "pq" => Some("Parquet"),
        "arrow" | "feather" | "ipc" => Some("Arrow/Feather"),
        "dta" => Some("Stata (.dta)"),
        "sav" => Some("SPSS (.sav)"),
        "xlsx" | "xlsm" => Some("Excel (.xlsx)"),
        "ods" => Some("OpenDocument (.ods)"),
        _ => None,
    };
    if let Some(format) = promised {
        return Err(problems::wrong_format(named, format));
    }
    if markup.starts_with("<?xml") {
        return Err(problems::binary_file(named, Some("XML")));
    }
    let marked = matches!(encoding::mark(&head), Mark::Utf16Le | Mark::Utf16Be) || encoding::unmarked_utf16(&head).is_some();
    if !marked && !encoding::is_gzip(&head) && head.contains(&0) {
        return Err(problems::binary_file(named, None));
    }
    Ok(Format::Text)
}

/// A zip archive: a workbook, or something else that is packed.
fn zipped(named: &Path, head: &[u8], ending: &str) -> Result<Format, Problem> {
    let holds = |part: &[u8]| head.windows(part.len()).any(|window| window == part);
    if holds(b"opendocument.spreadsheet") || ending == "ods" {
        Ok(Format::Workbook(Book::Ods))
    } else if holds(b"[Content_Types].xml") || holds(b"xl/") || holds(b"_rels") || matches!(ending, "xlsx" | "xlsm") {
        Ok(Format::Workbook(Book::Xlsx))
    } else {
        Err(problems::binary_file(named, Some("ZIP")))
    }
}

/// A compound file: an old workbook, or a new one that is encrypted.
fn compound(named: &Path, path: &Path) -> Result<Format, Problem> {
    let bytes = std::fs::read(path).map_err(|error: io::Error| problems::unreadable_file(named, &error))?;
    let wide = |name: &str| -> Vec<u8> { name.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let holds = |name: &str| {
        let name = wide(name);
        bytes.windows(name.len()).any(|window| window == name)
    };
    if holds("EncryptedPackage") || holds("EncryptionInfo") {
        Err(problems::password(named))
    } else if holds("Workbook") || holds("Book") {
        Ok(Format::Workbook(Book::Xls))
    } else {
        Err(problems::binary_file(named, Some("OLE")))
    }
}
