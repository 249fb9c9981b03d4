//! Comma-separated text: its separator, its header, and what all of its rows say.
//!
//! Plain files are read where they lie. Files that are packed, in another encoding, or with rows that are no records are rewritten once into a
//! temporary file, so that every later pass can stream.

use super::encoding::{self, Mark, Spooled};
use super::glance::Look;
use super::header::{self, Header};
use super::loaded::{Body, Content, CsvScan, Loaded, Loading};
use super::missing::Missing;
use super::options::{Ragged, ReadOptions};
use super::pass::{self, Layout, Pass, Rows};
use super::profile::Family;
use super::sweep;
use crate::error::{Problem, reading as problems};
use crate::estimate::Note;
use crate::panel::DropReason;
use crate::text;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Bytes at the start that the separator and the header are sought in.
const HEAD: u64 = 1 << 18;
/// Records that the start must hold; where it holds fewer and the file goes on, more of it is looked at.
const FEW_ROWS: usize = 5;
/// Bytes beyond which no more of the start is looked at.
const LONGEST_HEAD: u64 = 1 << 27;
/// Records at the start that they are sought in.
const HEAD_ROWS: usize = 250;

/// The separator that was named; an error of the option otherwise.
pub(super) fn named_delimiter(options: &ReadOptions) -> Result<Option<u8>, Problem> {
    match options.delimiter.as_deref() {
        None => Ok(None),
        Some("tab" | "\\t" | "\t") => Ok(Some(b'\t')),
        Some(mark) if mark.len() == 1 && !mark.starts_with(|c: char| c.is_alphanumeric() || c == '"') => Ok(Some(mark.as_bytes()[0])),
        Some(other) => Err(problems::bad_option("delimiter", other, ", ; | tab")),
    }
}

/// Reads a text file. `named` is how the user called it, `path` where its bytes are; temporary files are added to `spool`. Where it is `quick`, only
/// some of the values are looked at ([`Look`]).
pub(super) fn read(named: &Path, path: &Path, options: &ReadOptions, quick: bool, spool: &mut Vec<Spooled>) -> Result<Loaded, Problem> {
    let failed = |error: io::Error| problems::unreadable_file(named, &error);
    let bytes = std::fs::metadata(named).or_else(|_| std::fs::metadata(path)).map_err(failed)?.len();
    let mut file = path.to_owned();
    let mut take = |spooled: Spooled| {
        let path = spooled.file.to_path_buf();
        spool.push(spooled);
        path
    };
    let mut start = head(&file, HEAD).map_err(failed)?;
    let mut packed = false;
    if encoding::is_gzip(&start) {
        file = take(encoding::gunzip(named, &file).map_err(|error| problems::damaged_file(named, "gzip", &error.to_string()))?);
        start = head(&file, HEAD).map_err(failed)?;
        packed = true;
    }
    if start.iter().all(u8::is_ascii_whitespace) {
        return Err(problems::empty_file(named));
    }
    let named_encoding = match options.encoding.as_deref() {
        Some(label) => {
            Some(Encoding::for_label(label.trim().as_bytes()).ok_or_else(|| problems::bad_option("encoding", label, "utf-8, windows-1252, utf-16le, …"))?)
        }
        None => None,
    };
    let mut encoding = match encoding::mark(&start) {
        Mark::Utf16Le => UTF_16LE,
        Mark::Utf16Be => UTF_16BE,
        Mark::Utf8 => UTF_8,
        Mark::None => named_encoding.or_else(|| encoding::unmarked_utf16(&start)).unwrap_or(UTF_8),
    };
    if encoding == UTF_8 && start.contains(&0) {
        return Err(problems::binary_file(named, None));
    }
    let mut delimiter_option = named_delimiter(options)?;
    let mut mark = encoding::mark(&start) == Mark::Utf8;
    if encoding != UTF_8 {
        file = take(transcode(named, &file, encoding, named_encoding.is_some())?);
        mark = false;
    }
    let missing = Missing::of(options);
    // Twice at most: once as UTF-8, and again where some row shows that it is not.
    let (structure, found) = loop {
        let structure = Structure::find(named, &file, mark, delimiter_option, options)?;
        match over(&file, &structure.layout, &missing, &structure.look(options, quick)).map_err(failed)? {
            Pass { invalid: Some(row), .. } if named_encoding.is_some() => return Err(problems::bad_encoding(named, encoding.name(), row)),
            Pass { invalid: Some(_), .. } if encoding == UTF_8 => {
                encoding = WINDOWS_1252;
                file = take(transcode(named, &file, encoding, false)?);
                mark = false;
                delimiter_option = Some(structure.layout.delimiter);
            }
            found => break (structure, found),
        }
    };
    let look = structure.look(options, quick);
    let Structure { layout, header } = structure;
    let width = header.names.len();
    let notes_below = found.footnotes(width);
    let ragged: Vec<(u64, usize)> = found.ragged.iter().filter(|(line, _)| !notes_below.contains(line)).copied().collect();
    let ragged_count = found.ragged_count - found.ragged_count.min((found.ragged.len() - ragged.len()) as u64);
    if ragged_count > 0 && options.ragged.is_none() {
        let first: Vec<_> = ragged.iter().take(5).copied().collect();
        return Err(problems::ragged_rows(named, width, ragged_count, &first));
    }
    let mut dropped = Vec::new();
    dropped.push((DropReason::NotARecord, notes_below.len() as u64));
    let rewritten = !notes_below.is_empty() || ragged_count > 0 || found.awkward || !found.blank.is_empty() || (mark && layout.skip == 0);
    let (scan_path, scan_delimiter, skip, found) = if rewritten {
        let plan = pass::Rewrite { remove: &notes_below, drop_ragged: options.ragged == Some(Ragged::Drop) };
        let (copy, map) = pass::rewrite(named, &file, &layout, &plan).map_err(failed)?;
        let copy = take(copy);
        if plan.drop_ragged {
            let reason = text!("jumlah isian tidak sama dengan judul kolom", "number of fields differs from the header");
            dropped.push((DropReason::Other(reason), ragged_count));
        }
        let again = Layout { skip: 0, mark: false, delimiter: b',', width };
        let mut found = over(&copy, &again, &missing, &look).map_err(failed)?;
        for profile in &mut found.profiles {
            profile.shift(|line| map.original(line));
        }
        (copy, b',', 0, found)
    } else {
        (file, layout.delimiter, layout.skip as usize, found)
    };
    if found.rows == 0 {
        return Err(if header.rows == 0 { problems::empty_file(named) } else { problems::no_records(named) });
    }
    let encoding_name = if encoding == UTF_8 { "UTF-8" } else { encoding.name() };
    let separator = match layout.delimiter {
        b'\t' => "tab".to_owned(),
        mark => format!("\"{}\"", char::from(mark)),
    };
    let (gzip, header_rows) = (if packed { ", gzip" } else { "" }, header.rows);
    let reading = text!(
        "CSV, pemisah {separator}, {encoding_name}{gzip}, {header_rows} baris judul kolom",
        "CSV, separator {separator}, {encoding_name}{gzip}, header rows: {header_rows}"
    );
    let missing_seen: Vec<String> = found.missing_seen.into_iter().collect();
    let sampled = found.sampled;
    let (notes, columns) = columns(&header, found.profiles);
    Ok(Loaded {
        path: named.to_owned(),
        bytes,
        rows: found.rows,
        dropped: dropped.into_iter().filter(|(_, rows)| *rows > 0).collect(),
        reading,
        notes,
        columns,
        sampled,
        body: Body::Csv(CsvScan {
            path: scan_path,
            delimiter: scan_delimiter,
            separator: layout.delimiter,
            skip,
            names: header.names,
            missing: missing_seen,
            quotes: found.quotes,
            piecewise: found.piecewise,
        }),
    })
}

/// Columns with their facts; those without a name and without a value are left out. Notes say what is unusual about the header.
pub(super) fn columns(header: &Header, profiles: Vec<super::profile::Profile>) -> (Vec<Note>, Vec<Loading>) {
    let mut notes = Vec::new();
    if header.rows == 0 {
        notes.push(Note::new(
            "no-header",
            text!(
                "Berkas tidak memiliki judul kolom: kolom dinamai kolom_1, kolom_2, … dan baris pertama dibaca sebagai data.",
                "The file has no header: columns are named kolom_1, kolom_2, … and the first row is read as data."
            ),
        ));
    }
    let twice: Vec<&str> = header.names.iter().zip(&header.duplicated).filter(|(_, twice)| **twice).map(|(name, _)| name.as_str()).collect();
    if !twice.is_empty() {
        let list = twice.join(", ");
        notes
            .push(Note::new("duplicate-columns", text!("Nama kolom yang berulang diberi nomor: {list}.", "Column names that come back are numbered: {list}.")));
    }
    let mut columns = Vec::new();
    for (at, profile) in profiles.into_iter().enumerate() {
        if header.unnamed[at] && profile.present() == 0 {
            continue;
        }
        columns.push(Loading { name: header.names[at].clone(), duplicated: header.duplicated[at], content: Content::Text(Box::new(profile)) });
    }
    (notes, columns)
}

/// The pass over a file. Where numbers without leading zeros are among the looked-at values and others have some, all are looked at.
fn over(file: &Path, layout: &Layout, missing: &Missing, look: &Look) -> io::Result<Pass> {
    if look.sampled
        && let Some(found) = sweep::sample(file, layout, missing, look)?
    {
        return Ok(found);
    }
    let found = pass::over(file, layout, missing, look)?;
    let numbers = |at: usize| found.profiles.get(at).is_some_and(|profile| profile.leading_zero == 0 && profile.fit(Family::Point).fits > 0);
    if found.sampled && found.zeros.iter().enumerate().any(|(at, zeros)| *zeros && look.wants(at) && numbers(at)) {
        return pass::over(file, layout, missing, &Look { sampled: false, ..look.clone() });
    }
    Ok(found)
}

fn head(path: &Path, size: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(size).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn transcode(named: &Path, file: &Path, encoding: &'static Encoding, chosen: bool) -> Result<Spooled, Problem> {
    let (copy, invalid) = encoding::transcode(named, file, encoding).map_err(|error| problems::unreadable_file(named, &error))?;
    if invalid && chosen {
        return Err(problems::bad_encoding(named, encoding.name(), 1));
    }
    Ok(copy)
}

/// Separator and header of a file.
struct Structure {
    layout: Layout,
    header: Header,
}

impl Structure {
    fn look(&self, options: &ReadOptions, quick: bool) -> Look {
        let wanted = options.columns.as_ref().map(|columns| self.header.names.iter().map(|name| columns.contains(name)).collect());
        Look { sampled: quick && wanted.is_some(), wanted, meter: options.meter.clone() }
    }

    fn find(named: &Path, file: &Path, mark: bool, delimiter: Option<u8>, options: &ReadOptions) -> Result<Self, Problem> {
        let mut size = HEAD;
        let (delimiter, records) = loop {
            let bytes = head(file, size).map_err(|error| problems::unreadable_file(named, &error))?;
            let whole = (bytes.len() as u64) < size;
            let bytes = if mark { &bytes[3..] } else { &bytes[..] };
            let delimiter = delimiter.unwrap_or_else(|| sniff(bytes, whole));
            let records = records(bytes, delimiter, whole, HEAD_ROWS);
            // Fields may be longer than the start that is looked at.
            if whole || records.len() > FEW_ROWS || size >= LONGEST_HEAD {
                break (delimiter, records);
            }
            size *= 8;
        };
        let rows: Vec<Vec<String>> = records.iter().map(|(_, cells)| cells.clone()).collect();
        let width = common_width(&rows).max(1);
        let mut header = header::find(&rows, width, &[], options);
        align(&mut header, &rows, width);
        let skip = match records.get(header.data) {
            Some((line, _)) => line - 1,
            // Nothing but a header.
            None => u64::MAX,
        };
        if header.rows == 0 && records.is_empty() {
            return Err(problems::empty_file(named));
        }
        if skip == u64::MAX {
            return Err(problems::no_records(named));
        }
        Ok(Self { layout: Layout { skip, mark, delimiter, width }, header })
    }
}

/// R writes row names without a name for them: the header is then one field short on the left.
fn align(header: &mut Header, rows: &[Vec<String>], width: usize) {
    let one_header = header.rows == 1 && header.data > 0;
    let Some(cells) = rows.get(header.data.wrapping_sub(1)).filter(|_| one_header) else { return };
    let body = &rows[header.data..];
    let last_used = body.iter().any(|row| row.get(width - 1).is_some_and(|cell| !cell.trim().is_empty()));
    if cells.len() + 1 == width && last_used && !body.is_empty() && body.iter().all(|row| row.len() == width) {
        header.names.rotate_right(1);
        header.duplicated.rotate_right(1);
        header.unnamed.rotate_right(1);
        "kolom_1".clone_into(&mut header.names[0]);
    }
}

/// The records at the start with their line numbers (from 1); the last one is left out where the file goes on.
fn records(bytes: &[u8], delimiter: u8, whole: bool, most: usize) -> Vec<(u64, Vec<String>)> {
    let mut rows = Rows::new(bytes, 1, delimiter);
    let mut found = Vec::new();
    while let Some((line, record)) = rows.next().filter(|_| found.len() <= most) {
        found.push((line, record.iter().map(|field| String::from_utf8_lossy(field).into_owned()).collect()));
    }
    if !whole || found.len() > most {
        found.pop();
    }
    found
}

/// The number of fields that most records have; the larger one where two are as common.
fn common_width(rows: &[Vec<String>]) -> usize {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty())) {
        *counts.entry(row.len()).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(width, count)| (*count, *width)).map_or(0, |(width, _)| width)
}

/// The separator by which the first records fall into the same number of fields.
fn sniff(bytes: &[u8], whole: bool) -> u8 {
    let mut best = (b',', 0.0);
    // In this order: a comma is often a decimal mark inside fields, the others hardly ever.
    for delimiter in [b'\t', b';', b'|', b','] {
        let rows: Vec<Vec<String>> = records(bytes, delimiter, whole, 100).into_iter().map(|(_, cells)| cells).collect();
        let used: Vec<&Vec<String>> = rows.iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty())).collect();
        let width = common_width(&rows);
        if width < 2 {
            continue;
        }
        let share = used.iter().filter(|row| row.len() == width).count() as f64 / used.len().max(1) as f64;
        if share >= 0.9 && delimiter != b',' {
            return delimiter;
        }
        let score = share * (width as f64).ln_1p();
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    best.0
}
