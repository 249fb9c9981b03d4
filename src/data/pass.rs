//! The pass over all rows of a text file: chunk by chunk on all cores, merged in the order of the file.

use super::encoding::{self, Spooled};
use super::glance::{Look, glance};
use super::header::is_note;
use super::meter::Counted;
use super::missing::Missing;
use super::profile::Profile;
use super::temporary::{self, Temporary};
use memchr::{memchr, memchr2_iter, memrchr};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// Bytes of a chunk. Fixed, so that what is kept of a column does not depend on the number of threads.
const CHUNK: usize = 4 << 20;
/// Chunks that are looked at together.
const TOGETHER: usize = 8;
/// Rows at the end that are kept as possible footnotes.
const TAIL: usize = 80;
/// Ragged rows that are remembered.
const RAGGED: usize = 1000;

/// Where the records of a file are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    /// Lines before the first record.
    pub(super) skip: u64,
    /// Whether the file starts with a byte-order mark of three bytes.
    pub(super) mark: bool,
    pub(super) delimiter: u8,
    /// Fields of a record.
    pub(super) width: usize,
}

/// What a pass found.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools)] // independent facts, not a state
pub(super) struct Pass {
    pub(super) profiles: Vec<Profile>,
    /// Records, blank rows left out.
    pub(super) rows: u64,
    /// Lines of rows that have separators and nothing else.
    pub(super) blank: Vec<u64>,
    /// The first rows with a wrong number of fields: line and fields.
    pub(super) ragged: Vec<(u64, usize)>,
    pub(super) ragged_count: u64,
    /// Sparse rows at the end: line and fields.
    pub(super) tail: Vec<(u64, Vec<String>)>,
    /// Whether a full row was seen.
    pub(super) solid: bool,
    /// Whether values of some rows were not looked at.
    pub(super) sampled: bool,
    /// Columns that have values with leading zeros among those rows.
    pub(super) zeros: Vec<bool>,
    /// Something that other readers of CSV see otherwise: quotes inside fields, bare carriage returns, surplus empty fields, blank lines.
    pub(super) awkward: bool,
    /// Whether there are quotes.
    pub(super) quotes: bool,
    /// A line near the first bytes that are not UTF-8.
    pub(super) invalid: Option<u64>,
    /// Spellings of missing values, the empty one left out.
    pub(super) missing_seen: BTreeSet<String>,
    /// Whether only some places were looked at, and the file is simple enough to be read piece by piece; the rows are then a guess.
    pub(super) piecewise: bool,
}

impl Pass {
    /// Lines of the footnotes below the table: from the first row at the end that reads like one.
    pub(super) fn footnotes(&self, width: usize) -> BTreeSet<u64> {
        let gap = |line: u64| self.blank.binary_search(&(line - 1)).is_ok();
        let start = self.tail.iter().position(|(line, cells)| {
            let filled: Vec<&str> = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
            let worded = filled.first().is_some_and(|cell| cell.parse::<f64>().is_err());
            worded && (is_note(filled[0]) || (filled.len() == 1 && width >= 2 && gap(*line)))
        });
        start.map(|start| self.tail[start..].iter().map(|(line, _)| *line).collect()).unwrap_or_default()
    }

    /// Whether the file can be read as it is, by any reader.
    pub(super) fn simple(&self) -> bool {
        self.invalid.is_none() && !self.awkward && self.ragged_count == 0 && self.blank.is_empty() && self.footnotes(self.profiles.len()).is_empty()
    }

    /// Ends the pass.
    pub(super) fn finish(&mut self) {
        self.profiles.iter_mut().for_each(Profile::finish);
    }

    pub(super) fn merge(&mut self, later: Pass) {
        if self.profiles.is_empty() {
            self.profiles = later.profiles;
        } else {
            for (mine, theirs) in self.profiles.iter_mut().zip(later.profiles) {
                mine.merge(theirs);
            }
        }
        self.rows += later.rows;
        self.blank.extend(later.blank);
        self.ragged.extend(later.ragged);
        self.ragged.truncate(RAGGED);
        self.ragged_count += later.ragged_count;
        if later.solid {
            self.tail = later.tail;
        } else {
            self.tail.extend(later.tail);
        }
        self.solid |= later.solid;
        self.sampled |= later.sampled;
        self.zeros.resize(self.zeros.len().max(later.zeros.len()), false);
        self.zeros.iter_mut().zip(later.zeros).for_each(|(mine, theirs)| *mine |= theirs);
        self.awkward |= later.awkward;
        self.quotes |= later.quotes;
        self.invalid = self.invalid.or(later.invalid);
        self.missing_seen.extend(later.missing_seen);
    }
}

/// Goes over all records of a file.
pub(super) fn over(path: &Path, layout: &Layout, missing: &Missing, look: &Look) -> io::Result<Pass> {
    let mut file = File::open(path)?;
    if layout.mark {
        file.seek(SeekFrom::Start(3))?;
    }
    let mut found = Pass::default();
    look.meter.start(file.metadata()?.len(), Counted::Bytes);
    let mut rest: Vec<u8> = Vec::new();
    let mut line = 1;
    let mut ended = false;
    let mut before = 0;
    while !ended {
        let mut chunks = Vec::new();
        while chunks.len() < TOGETHER && !ended {
            let (chunk, over) = next_chunk(&mut file, std::mem::take(&mut rest))?;
            rest = over;
            ended = rest.is_empty() && chunk.len() < CHUNK;
            if !chunk.is_empty() {
                let lines = lines(&chunk);
                chunks.push((line, chunk));
                line += lines;
            }
        }
        let closely = |at: usize| look.closely(before + at, ended && at + 1 == chunks.len());
        let pass = |(at, (line, chunk)): (usize, &(u64, Vec<u8>))| {
            look.meter.add(chunk.len() as u64);
            let glanced = if closely(at) { None } else { glance(chunk, layout) };
            glanced.unwrap_or_else(|| one(chunk, *line, layout, missing, look))
        };
        let passes: Vec<Pass> = chunks.par_iter().enumerate().map(pass).collect();
        before += chunks.len();
        for pass in passes {
            found.merge(pass);
        }
        if found.invalid.is_some() {
            break;
        }
    }
    if found.profiles.is_empty() {
        found.profiles = vec![Profile::default(); layout.width];
    }
    found.finish();
    Ok(found)
}

/// The next bytes up to the end of a record, and what was read beyond it. A line break between quotes does not end a record.
fn next_chunk(file: &mut File, mut bytes: Vec<u8>) -> io::Result<(Vec<u8>, Vec<u8>)> {
    loop {
        let before = bytes.len();
        let wanted = (CHUNK - before.min(CHUNK - 1)).max(CHUNK / 4) as u64;
        file.take(wanted).read_to_end(&mut bytes)?;
        if bytes.len() == before || ((bytes.len() - before) as u64) < wanted {
            return Ok((bytes, Vec::new()));
        }
        if let Some(end) = last_end(&bytes) {
            let over = bytes.split_off(end);
            return Ok((bytes, over));
        }
    }
}

/// Behind the last line end that is not between quotes.
fn last_end(bytes: &[u8]) -> Option<usize> {
    if memchr(b'"', bytes).is_none() {
        return memrchr(b'\n', bytes).map(|at| at + 1);
    }
    let mut quoted = false;
    let mut end = None;
    for at in memchr2_iter(b'"', b'\n', bytes) {
        match bytes[at] {
            b'"' => quoted = !quoted,
            _ if !quoted => end = Some(at + 1),
            _ => {}
        }
    }
    end
}

/// Records of a chunk with the lines that they start on.
pub(super) struct Rows<'a> {
    bytes: &'a [u8],
    reader: csv::Reader<&'a [u8]>,
    record: csv::ByteRecord,
    /// How far lines are counted.
    counted: usize,
    line: u64,
}

impl<'a> Rows<'a> {
    /// Records of bytes whose first line has this number.
    pub(super) fn new(bytes: &'a [u8], first_line: u64, delimiter: u8) -> Self {
        let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(bytes);
        Self { bytes, reader, record: csv::ByteRecord::new(), counted: 0, line: first_line }
    }

    /// The next record that is not a blank line.
    pub(super) fn next(&mut self) -> Option<(u64, &csv::ByteRecord)> {
        if !self.reader.read_byte_record(&mut self.record).unwrap_or(false) {
            return None;
        }
        // The reader stands behind the first character of a line end; the rest of it and blank lines come before the record.
        let at = self.record.position().map_or(0, |position| position.byte() as usize);
        let start = at + self.bytes[at..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        self.line += lines(&self.bytes[self.counted..start]);
        self.counted = start;
        Some((self.line, &self.record))
    }
}

/// Line ends in bytes that stop before a line starts: of any system.
#[allow(clippy::naive_bytecount)] // the compiler vectorises it; a crate for it is not needed
fn lines(bytes: &[u8]) -> u64 {
    let bare = if memchr(b'\r', bytes).is_some() {
        bytes.iter().zip(bytes.iter().skip(1).chain([&0])).filter(|(a, b)| **a == b'\r' && **b != b'\n').count()
    } else {
        0
    };
    (bytes.iter().filter(|byte| **byte == b'\n').count() + bare) as u64
}

/// Looks at every value of whole rows; the first of them stands on this line.
pub(super) fn one(chunk: &[u8], first_line: u64, layout: &Layout, missing: &Missing, look: &Look) -> Pass {
    let mut found = Pass { profiles: vec![Profile::default(); layout.width], ..Pass::default() };
    if let Err(error) = std::str::from_utf8(chunk) {
        found.invalid = Some(first_line + lines(&chunk[..error.valid_up_to()]));
        return found;
    }
    found.quotes = chunk.contains(&b'"');
    found.awkward = (found.quotes && !regular_quotes(chunk, layout.delimiter)) || bare_returns(chunk) || blank_lines(chunk);
    let mut rows = Rows::new(chunk, first_line, layout.delimiter);
    while let Some((line, record)) = rows.next() {
        if line <= layout.skip {
            continue;
        }
        let filled = record.iter().filter(|field| !field.trim_ascii().is_empty()).count();
        if filled == 0 {
            found.blank.push(line);
            continue;
        }
        let fields = record.len();
        let surplus = fields > layout.width && record.iter().skip(layout.width).all(|field| field.trim_ascii().is_empty());
        let ragged = fields != layout.width && !surplus;
        found.awkward |= surplus;
        if ragged {
            found.ragged_count += 1;
            if found.ragged.len() < RAGGED {
                found.ragged.push((line, fields));
            }
        }
        if (filled == 1 && layout.width > 1) || (ragged && filled * 2 <= layout.width.max(2)) {
            if found.tail.len() < TAIL {
                found.tail.push((line, record.iter().map(|field| String::from_utf8_lossy(field).into_owned()).collect()));
            }
        } else {
            found.tail.clear();
            found.solid = true;
        }
        found.rows += 1;
        for (_, (field, profile)) in record.iter().zip(&mut found.profiles).enumerate().filter(|(column, _)| look.wants(*column)) {
            let value = std::str::from_utf8(field).unwrap_or_default();
            if !value.is_empty() && value.len() <= 12 && missing.is(value.trim()) && !found.missing_seen.contains(value) {
                found.missing_seen.insert(value.to_owned());
            }
            profile.add(value, line, missing);
        }
    }
    found.finish();
    found
}

/// Whether every quote opens a field, closes one, or stands doubled inside one.
fn regular_quotes(chunk: &[u8], delimiter: u8) -> bool {
    let edge = |byte: Option<&u8>| byte.is_none_or(|byte| *byte == delimiter || matches!(byte, b'\n' | b'\r'));
    let mut quoted = false;
    let mut at = 0;
    while at < chunk.len() {
        if chunk[at] == b'"' {
            if !quoted {
                if !edge(at.checked_sub(1).and_then(|before| chunk.get(before))) {
                    return false;
                }
                quoted = true;
            } else if chunk.get(at + 1) == Some(&b'"') {
                at += 1;
            } else {
                if !edge(chunk.get(at + 1)) {
                    return false;
                }
                quoted = false;
            }
        }
        at += 1;
    }
    !quoted
}

/// Line ends of old Macintosh files.
fn bare_returns(chunk: &[u8]) -> bool {
    chunk.windows(2).any(|pair| pair[0] == b'\r' && pair[1] != b'\n')
}

fn blank_lines(chunk: &[u8]) -> bool {
    chunk.windows(2).any(|pair| pair == b"\n\n" || pair == b"\n\r")
}

/// What is changed when a file is rewritten.
pub(super) struct Rewrite<'a> {
    /// Lines of rows to leave out.
    pub(super) remove: &'a BTreeSet<u64>,
    /// Leave rows with a wrong number of fields out; else they are filled up or cut.
    pub(super) drop_ragged: bool,
}

/// Lines of a rewritten file and where they were: pairs where the distance changes.
pub(super) struct LineMap(Vec<(u64, u64)>);

impl LineMap {
    /// The line in the file that the user has.
    pub(super) fn original(&self, line: u64) -> u64 {
        let at = self.0.partition_point(|(copy, _)| *copy <= line);
        at.checked_sub(1).and_then(|at| self.0.get(at)).map_or(line, |(copy, original)| original + (line - copy))
    }
}

/// Writes the records alone, separated by commas, into a temporary file.
pub(super) fn rewrite(named: &Path, path: &Path, layout: &Layout, plan: &Rewrite<'_>) -> io::Result<(Spooled, LineMap)> {
    let mut file = File::open(path)?;
    if layout.mark {
        file.seek(SeekFrom::Start(3))?;
    }
    let mut copy = temporary::file()?;
    let mut map: Vec<(u64, u64)> = Vec::new();
    {
        let mut out = csv::WriterBuilder::new().has_headers(false).flexible(true).from_writer(BufWriter::with_capacity(1 << 20, copy.as_file_mut()));
        let mut at = 1;
        let mut first_line = 1;
        let mut rest = Vec::new();
        loop {
            let (chunk, over) = next_chunk(&mut file, rest)?;
            if chunk.is_empty() {
                break;
            }
            let mut rows = Rows::new(&chunk, first_line, layout.delimiter);
            while let Some((line, record)) = rows.next() {
                let blank = record.iter().all(|field| field.trim_ascii().is_empty());
                let surplus = record.len() > layout.width && record.iter().skip(layout.width).all(|field| field.trim_ascii().is_empty());
                let ragged = record.len() != layout.width && !surplus;
                if line <= layout.skip || blank || plan.remove.contains(&line) || (ragged && plan.drop_ragged) {
                    continue;
                }
                if map.last().is_none_or(|(copy, original)| original + (at - copy) != line) {
                    map.push((at, line));
                }
                out.write_record(record.iter().chain(std::iter::repeat(&b""[..])).take(layout.width))?;
                at += 1 + record.iter().map(lines).sum::<u64>();
            }
            first_line += lines(&chunk);
            rest = over;
        }
        out.flush()?;
    }
    copy.as_file_mut().flush()?;
    Ok((encoding::Spooled { source: named.to_owned(), file: Temporary::keep(copy), original: false }, LineMap(map)))
}
