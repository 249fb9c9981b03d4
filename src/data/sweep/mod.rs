//! Large text files are read once: their structure is checked, and the values of the columns that a pass needs are read, piece by piece on all cores.
//!
//! On opening only some pieces are looked at ([`sample`]). What those announced is verified while everything is read: a piece that holds anything else
//! ends the pass, the watch is told, and the files are looked at in full. Memory does not depend on the size of the files.

mod digits;
mod fields;

use super::codec::Codec;
use super::engine::Stopped;
use super::glance::{Look, Watch};
use super::loaded::Step;
use super::meter::Counted;
use super::missing::Missing;
use super::numbers::{self, Decimal};
use super::pass::{self, Layout, Pass};
use super::records::FileFacts;
use crate::panel::SampleAccount;
use fields::Fields;
use memchr::{memchr_iter, memrchr};
use polars::prelude::*;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Bytes that are read and worked on at a time: they stay in the cache of a core.
const PIECE: usize = 1 << 20;
/// Pieces beyond one a thread that may wait to be taken.
const QUEUE: usize = 4;
/// Size from which files are looked at in part.
pub(super) const LARGE: u64 = 16 << 20;
/// Bytes at the start that are looked at, the distance between further places, the bytes there, and those at the end, which may hold footnotes.
const START: u64 = 2 << 20;
const EVERY: u64 = 32 << 20;
const PART: u64 = 512 << 10;
const END: u64 = 1 << 20;
/// Places that are looked at together.
const TOGETHER: usize = 16;
/// Digits beyond which a whole number is a code.
const DIGITS: usize = 15;

/// One file of the records.
pub(super) struct Piecewise {
    pub(super) path: PathBuf,
    /// Lines before the first record.
    pub(super) skip: usize,
    pub(super) delimiter: u8,
    /// All columns in the order of the file.
    pub(super) names: Vec<String>,
    /// How the columns of the records are made.
    pub(super) steps: Vec<Step>,
    /// A column that is the same in all rows.
    pub(super) constant: Option<(String, String)>,
    /// Rows as far as they are known or guessed.
    pub(super) rows: u64,
    /// Whether quotes were seen.
    pub(super) quotes: bool,
}

/// Text files that are read once for each pass.
pub(super) struct Sweep {
    pub(super) files: Vec<Piecewise>,
    pub(super) missing: Arc<Missing>,
    pub(super) watch: Watch,
    /// Rows of each file, as counted by the first whole pass.
    pub(super) counted: OnceLock<Vec<u64>>,
    /// What depends on them.
    pub(super) facts: OnceLock<(SampleAccount, Vec<FileFacts>)>,
}

/// What of a piece does not fit.
const SURPRISE: &str = "a part of the file differs from the parts that were looked at on opening";

fn surprise(watch: &Watch) -> PolarsError {
    watch.surprise();
    polars_err!(ComputeError: "{SURPRISE}")
}

impl Sweep {
    /// Rows of all files: counted, or what the looked-at pieces let expect.
    pub(super) fn expected(&self) -> (u64, Counted) {
        let guessed = || (self.files.iter().map(|file| file.rows).sum(), Counted::RowsOfAbout);
        self.counted.get().map_or_else(guessed, |rows| (rows.iter().sum(), Counted::Rows))
    }

    /// Rows of each file; where no pass has counted them yet, by one that reads nothing else.
    pub(super) fn rows(&self) -> &[u64] {
        if self.counted.get().is_none() {
            // A file that cannot be read, or holds a surprise, is told by the watch; whoever heeds it reads everything again and meets the error.
            let whole = self.stream(&[], Ok, |_| Ok::<(), ()>(()));
            if whole.is_err() {
                self.watch.surprise();
            }
        }
        self.counted.get_or_init(|| self.files.iter().map(|file| file.rows).collect())
    }

    /// Streams the columns: `prepare` runs on pieces in parallel, `take` gets what it made in the order of the rows.
    pub(super) fn stream<E>(
        &self,
        columns: &[String],
        prepare: impl Fn(DataFrame) -> PolarsResult<DataFrame> + Sync,
        mut take: impl FnMut(DataFrame) -> Result<(), E>,
    ) -> Result<(), Stopped<E>> {
        let threads = rayon::current_num_threads().max(1);
        // Every piece needs leave before it is read, and gives it back when it is taken: no more of them are in memory.
        let (give, leave) = sync_channel(threads + QUEUE);
        for _ in 0..threads + QUEUE {
            let _ = give.send(());
        }
        let feed = Mutex::new(Feed { files: &self.files, open: None, at: 0, skip: 0, rest: Vec::new(), number: 0, leave });
        let mut counts = vec![0; self.files.len()];
        let work = |send: Sender<Made>| {
            let (mut bytes, mut ends) = (Vec::with_capacity(PIECE + 1), Vec::new());
            loop {
                let next = feed.lock().unwrap_or_else(PoisonError::into_inner).next(&mut bytes);
                let (number, made) = match next {
                    Ok(None) => break,
                    Ok(Some((number, file))) => {
                        let frame = self.frame(&self.files[file], &bytes, &mut ends, columns);
                        (number, frame.and_then(|frame| Ok((file, frame.height() as u64, prepare(frame)?))))
                    }
                    Err((number, error)) => (number, Err(error.into())),
                };
                let failed = made.is_err();
                if send.send((number, made)).is_err() || failed {
                    break;
                }
            }
        };
        std::thread::scope(|scope| {
            let (send, receive) = channel();
            let work = &work;
            let workers: Vec<_> = (0..threads).map(|_| (send.clone(), work)).map(|(send, work)| scope.spawn(move || work(send))).collect();
            drop(send);
            let mut outcome = Ok(());
            let (mut waiting, mut due) = (BTreeMap::new(), 0);
            'pieces: for (number, made) in &receive {
                waiting.insert(number, made);
                while let Some(made) = waiting.remove(&due) {
                    outcome = made.map_err(|error| Stopped::Engine(error.to_string())).and_then(|(file, rows, frame)| {
                        counts[file] += rows;
                        take(frame).map_err(Stopped::Taker)
                    });
                    if outcome.is_err() {
                        break 'pieces;
                    }
                    due += 1;
                    // Nobody may be waiting for it.
                    let _ = give.send(());
                }
            }
            // Whoever still works is told to stop.
            drop((receive, give));
            for worker in workers {
                if worker.join().is_err() && outcome.is_ok() {
                    outcome = Err(Stopped::Engine("the reader broke off".into()));
                }
            }
            outcome
        })?;
        // Another pass may have counted them before.
        let _ = self.counted.set(counts);
        Ok(())
    }

    /// The columns of a piece.
    fn frame(&self, file: &Piecewise, bytes: &[u8], ends: &mut Vec<u32>, wanted: &[String]) -> PolarsResult<DataFrame> {
        let fields = Fields::of(bytes, file.delimiter, file.names.len(), ends).ok_or_else(|| surprise(&self.watch))?;
        if wanted.is_empty() && fields.quotes() && !file.quotes {
            // Whoever reads the file after this will not expect them.
            return Err(surprise(&self.watch));
        }
        let columns = wanted.iter().map(|name| match &file.constant {
            Some((constant, value)) if constant == name => {
                Ok(polars::prelude::Column::new_scalar(PlSmallStr::from_str(name), Scalar::from(PlSmallStr::from_str(value)), fields.rows()))
            }
            _ => self.column(file, &fields, name),
        });
        let columns = columns.collect::<PolarsResult<Vec<_>>>()?;
        if !self.watch.calm() {
            return Err(surprise(&self.watch));
        }
        DataFrame::new(fields.rows(), columns)
    }

    fn column(&self, file: &Piecewise, fields: &Fields, name: &str) -> PolarsResult<polars::prelude::Column> {
        let step = file.steps.iter().find(|step| step.name == name);
        let place = file.names.iter().position(|known| known == name);
        let (Some(step), Some(place)) = (step, place) else { polars_bail!(ColumnNotFound: "{name}") };
        let label = PlSmallStr::from_str(name);
        // A number that means "missing" is not told by its digits.
        let quick = !self.missing.may_be_numbers();
        let bytes = fields.bytes();
        let values = match step.codec.unwrap_or(Codec::Text) {
            Codec::Integer(decimal) => {
                let read = |start, end| if quick { digits::whole(bytes, start, end) } else { None };
                let single = |value: &str| match numbers::parse(value, decimal)? {
                    number if step.native.is_some() => number.plain.then(|| value.parse().ok())?,
                    number => value.parse().ok().or_else(|| (number.value.fract() == 0.0).then_some(number.value as i64)),
                };
                let (values, missing) = self.numbers(fields, place, read, single)?;
                if missing.is_empty() { Int64Chunked::from_vec(label, values) } else { Int64Chunked::from_iter_options(label, among(values, &missing)) }
                    .into_column()
            }
            Codec::Float(decimal) => {
                let mark = if decimal == Decimal::Comma { b',' } else { b'.' };
                let read = |start, end| if quick { digits::real(bytes, start, end, mark) } else { None };
                let single = |value: &str| numbers::parse(value, decimal).filter(|number| step.native.is_none() || number.plain).map(|number| number.value);
                let (values, missing) = self.numbers(fields, place, read, single)?;
                if missing.is_empty() { Float64Chunked::from_vec(label, values) } else { Float64Chunked::from_iter_options(label, among(values, &missing)) }
                    .into_column()
            }
            codec => {
                let text = StringChunked::from_iter_values(label, fields.places(place).map(|(start, end)| fields.value(start, end)));
                codec.decode(&text.into_column(), &self.missing, Some(&self.watch))?
            }
        };
        if *values.dtype() == step.wanted { Ok(values) } else { values.cast(&step.wanted) }
    }

    /// The numbers of a column, and the rows in which they are missing: by `read` from bytes, and where that finds none by `single` from text. One that
    /// is no number, or a code that begins with a zero, is a surprise.
    fn numbers<T: Default>(
        &self,
        fields: &Fields,
        place: usize,
        read: impl Fn(usize, usize) -> Option<T>,
        single: impl Fn(&str) -> Option<T>,
    ) -> PolarsResult<(Vec<T>, Vec<usize>)> {
        let mut values = Vec::with_capacity(fields.rows());
        let mut missing = Vec::new();
        for (row, (start, end)) in fields.places(place).enumerate() {
            if let Some(value) = read(start, end) {
                values.push(value);
                continue;
            }
            let text = fields.value(start, end);
            let text = text.trim();
            if self.missing.is(text) {
                missing.push(row);
                values.push(T::default());
                continue;
            }
            let coded =
                matches!(text.as_bytes(), [b'0', next, ..] if next.is_ascii_digit()) || (text.len() > DIGITS && text.bytes().all(|byte| byte.is_ascii_digit()));
            values.push(single(text).filter(|_| !coded).ok_or_else(|| surprise(&self.watch))?);
        }
        Ok((values, missing))
    }
}

/// Values with those of some rows left out.
fn among<T>(values: Vec<T>, missing: &[usize]) -> impl Iterator<Item = Option<T>> {
    let mut next = missing.iter().copied().peekable();
    values.into_iter().enumerate().map(move |(row, value)| if next.next_if_eq(&row).is_some() { None } else { Some(value) })
}

/// A prepared piece: its number, its file, the rows that it had.
type Made = (u64, PolarsResult<(usize, u64, DataFrame)>);

/// Hands out the pieces of all files in their order.
struct Feed<'a> {
    files: &'a [Piecewise],
    open: Option<File>,
    /// The file whose turn it is.
    at: usize,
    /// Lines that are still to be passed over.
    skip: usize,
    /// The beginning of a row whose end is in the next piece.
    rest: Vec<u8>,
    number: u64,
    leave: Receiver<()>,
}

impl Feed<'_> {
    /// The next piece with its number and its file; none at the end, or where nobody takes more.
    fn next(&mut self, bytes: &mut Vec<u8>) -> Result<Option<(u64, usize)>, (u64, io::Error)> {
        if self.leave.recv().is_err() {
            return Ok(None);
        }
        while self.at < self.files.len() {
            match self.piece(bytes) {
                Ok(true) => {
                    self.number += 1;
                    return Ok(Some((self.number - 1, self.at)));
                }
                Ok(false) => (self.open, self.at) = (None, self.at + 1),
                Err(error) => {
                    self.at = self.files.len();
                    return Err((self.number, error));
                }
            }
        }
        Ok(None)
    }

    /// Whole rows of the file whose turn it is; false at its end.
    fn piece(&mut self, bytes: &mut Vec<u8>) -> io::Result<bool> {
        let about = &self.files[self.at];
        let file = match &mut self.open {
            Some(file) => file,
            closed => {
                self.skip = about.skip;
                closed.insert(File::open(&about.path)?)
            }
        };
        bytes.clear();
        bytes.append(&mut self.rest);
        loop {
            let before = bytes.len();
            let wanted = PIECE.saturating_sub(before).max(PIECE / 4);
            file.take(wanted as u64).read_to_end(bytes)?;
            let ended = bytes.len() - before < wanted;
            if ended && bytes.last().is_some_and(|last| *last != b'\n') {
                bytes.push(b'\n');
            }
            if let Some(end) = memrchr(b'\n', bytes) {
                self.rest.extend_from_slice(&bytes[end + 1..]);
                bytes.truncate(end + 1);
                self.skip -= pass_over(bytes, self.skip);
            }
            if !bytes.is_empty() && bytes.last() == Some(&b'\n') {
                return Ok(true);
            }
            if ended {
                return Ok(false);
            }
            if bytes.is_empty() {
                bytes.append(&mut self.rest);
            }
        }
    }
}

/// Takes lines away from the start: as many as wanted, or there are. Gives their number.
fn pass_over(bytes: &mut Vec<u8>, lines: usize) -> usize {
    if lines == 0 {
        return 0;
    }
    let ends = memchr_iter(b'\n', bytes).take(lines);
    let (found, end) = ends.fold((0, 0), |(found, _), at| (found + 1, at + 1));
    bytes.drain(..end);
    found
}

/// A look at some places of a large file; none where the file is small, or anything in these places is not as simple as [`Sweep`] needs it.
pub(super) fn sample(path: &Path, layout: &Layout, missing: &Missing, look: &Look) -> io::Result<Option<Pass>> {
    let size = File::open(path)?.metadata()?.len();
    if size < LARGE || layout.width < 2 || (layout.mark && layout.skip == 0) {
        return Ok(None);
    }
    let places = std::iter::once((0, START));
    let places = places.chain((EVERY..size - END - PART).step_by(EVERY as usize).map(|at| (at, PART))).chain([(size - END, END)]);
    let places: Vec<(u64, u64)> = places.collect();
    look.meter.start(places.iter().map(|(_, length)| length).sum(), Counted::Bytes);
    let (mut found, mut bytes) = (Pass::default(), 0);
    // Few at a time: what is known of each takes memory until it is merged.
    for some in places.chunks(TOGETHER) {
        let looked: Vec<Option<(usize, Pass)>> =
            some.par_iter().map(|(at, length)| look_at(path, *at, *length, layout, missing, look)).collect::<io::Result<_>>()?;
        for place in looked {
            let Some((length, pass)) = place else { return Ok(None) };
            bytes += length as u64;
            found.merge(pass);
        }
    }
    if !found.simple() {
        return Ok(None);
    }
    found.finish();
    found.rows = (u128::from(found.rows) * u128::from(size) / u128::from(bytes.max(1))) as u64;
    (found.sampled, found.piecewise) = (true, true);
    Ok(Some(found))
}

/// The whole rows of a place, and how many bytes they are.
fn look_at(path: &Path, at: u64, length: u64, layout: &Layout, missing: &Missing, look: &Look) -> io::Result<Option<(usize, Pass)>> {
    let mut file = File::open(path)?;
    let mut bytes = Vec::with_capacity(length as usize + 1);
    let begin = if at == 0 && layout.mark { 3 } else { at };
    file.seek(SeekFrom::Start(begin))?;
    file.take(at + length - begin).read_to_end(&mut bytes)?;
    look.meter.add(length);
    if file_ends(path, at + length)? && bytes.last() != Some(&b'\n') {
        bytes.push(b'\n');
    }
    let Some(end) = memrchr(b'\n', &bytes) else { return Ok(None) };
    bytes.truncate(end + 1);
    let header = if at == 0 { layout.skip as usize } else { 1 };
    let mut rows = bytes.clone();
    if pass_over(&mut rows, header) < header || Fields::of(&rows, layout.delimiter, layout.width, &mut Vec::new()).is_none() {
        return Ok(None);
    }
    // Lines are counted from the start of the file alone: rows of other places are told by reading everything.
    let pass = if at == 0 { pass::one(&bytes, 1, layout, missing, look) } else { pass::one(&rows, layout.skip + 1, layout, missing, look) };
    Ok(Some((rows.len(), pass)))
}

fn file_ends(path: &Path, at: u64) -> io::Result<bool> {
    Ok(std::fs::metadata(path)?.len() <= at)
}
