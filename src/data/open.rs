//! From sources to records: every file is looked at once, the columns of all files are settled together.

use super::codec::{self, Codec, Company, Settled};
use super::column::{Column, ColumnKind, Misfits, OrderFrom};
use super::columnar;
use super::delimited;
use super::encoding::{self, Spooled};
use super::format::{self, Format};
use super::glance::Watch;
use super::loaded::{Body, Content, Loaded, Loading, Step};
use super::missing::Missing;
use super::numbers::Decimal;
use super::options::{DateOrder, ReadOptions};
use super::profile::Profile;
use super::records::{FileFacts, Records};
use super::source::{self, STDIN};
use super::sweep::{LARGE, Sweep};
use super::workbook;
use crate::error::{Error, Problem, Result, data, reading as problems};
use crate::estimate::Note;
use crate::panel::SampleAccount;
use crate::text;
use polars::prelude::{DataType, TimeUnit, UnionArgs, concat};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// Opens files, folders, patterns and `-` (CSV on standard input) as one table. Errors: every problem of every file.
///
/// Where the options say which columns are used, large text files are looked at in part; [`Records::certain`] tells.
pub fn open(sources: &[String], options: &ReadOptions) -> Result<Records> {
    // Standard input cannot be read twice.
    let quick = options.columns.is_some() && !sources.iter().any(|source| source == STDIN);
    let records = attempt(sources, options, quick)?;
    let guessed = |column: &Column| matches!(column.reading.date_order, Some((_, OrderFrom::Ambiguous)));
    let ambiguous = records.notes.iter().any(|note| note.code == AMBIGUOUS) || records.columns.iter().any(guessed);
    // What some values leave open, the others may settle; and files that are looked at in places are read in one way together.
    let together = records.sweep.as_ref().is_none_or(|sweep| sweep.files.len() == records.files.len());
    if !records.certain() && (ambiguous || !together) { attempt(sources, options, false) } else { Ok(records) }
}

/// The files behind names, folders and patterns, in a fixed order. Errors: what is not there.
pub fn files(sources: &[String]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let files = source::expand(sources, &mut found);
    Error::unless_empty(found)?;
    Ok(files)
}

/// Whether some file is so large that a look at a part of it is worth while.
pub fn large(sources: &[String]) -> bool {
    let size = |path: &std::path::PathBuf| std::fs::metadata(path).map_or(0, |facts| facts.len());
    source::expand(sources, &mut Vec::new()).iter().any(|path| size(path) >= LARGE)
}

/// Opens records, in part where they are large (`open(true)`), and works on them. Where the values hold a surprise that the quick look did not show, or a
/// column is not among those that were looked at, everything is read (`open(false)`) and the work done again: the result is the same either way.
pub fn open_and<T>(open: impl Fn(bool) -> Result<Records>, work: impl Fn(&Records) -> Result<T>) -> Result<T> {
    let records = open(true);
    let holds = match records.as_ref().map(|records| (work(records), records)) {
        Ok((Ok(found), records)) if records.calm() => return Ok(found),
        Ok((Err(error), records)) if records.certain() && !error.problems.iter().any(|problem| problem.code.starts_with("data::")) => Some(error),
        _ => None,
    };
    drop(records);
    match holds {
        Some(error) => Err(error),
        None => work(&open(false)?),
    }
}

fn attempt(sources: &[String], options: &ReadOptions, quick: bool) -> Result<Records> {
    let mut found = option_problems(options);
    // Wrong options would be told again for each file.
    Error::unless_empty(std::mem::take(&mut found))?;
    let mut spool = Vec::new();
    let mut loaded = Vec::new();
    for path in source::expand(sources, &mut found) {
        match load(&path, options, quick, &mut spool) {
            Ok(file) => loaded.push(file),
            Err(problem) => found.push(problem),
        }
    }
    if sources.is_empty() {
        found.push(problems::no_data_files(""));
    }
    same_columns(&loaded, &mut found);
    if let Some(first) = loaded.first() {
        let known: Vec<String> = first.columns.iter().map(|column| column.name.clone()).collect();
        for name in options.types.keys().filter(|name| !known.contains(name)) {
            found.push(data::missing_column(&first.path.display().to_string(), name, &known));
        }
    }
    Error::unless_empty(found)?;
    assemble(loaded, spool, options)
}

fn option_problems(options: &ReadOptions) -> Vec<Problem> {
    let mut found = Vec::new();
    if let Some(mark) = options.decimal.as_deref().filter(|mark| !matches!(*mark, "." | ",")) {
        found.push(problems::bad_option("decimal", mark, ". ,"));
    }
    if let Some(mark) = options.thousands.as_deref().filter(|mark| !matches!(*mark, "." | "," | " " | "'" | "none")) {
        found.push(problems::bad_option("thousands", mark, ". , ' none"));
    }
    if let Err(problem) = delimited::named_delimiter(options) {
        found.push(problem);
    }
    found
}

fn load(path: &Path, options: &ReadOptions, quick: bool, spool: &mut Vec<Spooled>) -> std::result::Result<Loaded, Problem> {
    let failed = |error: std::io::Error| problems::unreadable_file(path, &error);
    let mut place = path.to_owned();
    if path == Path::new(STDIN) {
        let copy = encoding::spool(path, std::io::stdin().lock(), true).map_err(failed)?;
        place = copy.file.to_path_buf();
        spool.push(copy);
    }
    match format::of(path, &place)? {
        Format::Text => delimited::read(path, &place, options, quick, spool),
        Format::Workbook(book) => workbook::read(path, &place, book, options),
        Format::Columnar(format) => {
            let table = columnar::open(&place, path, format, options, quick)?;
            let name = format.name();
            Ok(Loaded {
                path: path.to_owned(),
                bytes: std::fs::metadata(&place).map_err(failed)?.len(),
                rows: table.rows,
                dropped: Vec::new(),
                reading: text!("{name}", "{name}"),
                notes: table.notes,
                columns: table.columns,
                sampled: table.sampled,
                body: Body::Frame(Box::new(table.frame)),
            })
        }
    }
}

/// Every file must have the columns of the first one, in any order.
fn same_columns(loaded: &[Loaded], found: &mut Vec<Problem>) {
    let Some((first, rest)) = loaded.split_first() else { return };
    let has = |file: &Loaded, name: &str| file.columns.iter().any(|column| column.name == name);
    for file in rest {
        let lacking: Vec<String> = first.columns.iter().filter(|column| !has(file, &column.name)).map(|column| column.name.clone()).collect();
        let extra: Vec<String> = file.columns.iter().filter(|column| !has(first, &column.name)).map(|column| column.name.clone()).collect();
        if !lacking.is_empty() || !extra.is_empty() {
            found.push(problems::columns_differ(&file.path, &first.path, &lacking, &extra));
        }
    }
}

fn assemble(mut loaded: Vec<Loaded>, spool: Vec<Spooled>, options: &ReadOptions) -> Result<Records> {
    let source = loaded.first().map(|file| file.path.display().to_string()).unwrap_or_default();
    let failed = |error: polars::error::PolarsError| Error::from(problems::pass_failed(&source, &error.to_string()));
    let used = |name: &String| options.columns.as_ref().is_none_or(|columns| columns.contains(name));
    let names = loaded.first().map(|file| file.columns.iter().map(|column| column.name.clone()).filter(used).collect::<Vec<String>>()).unwrap_or_default();
    let mut notes: Vec<Note> = Vec::new();
    for file in &mut loaded {
        for note in std::mem::take(&mut file.notes) {
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
    }
    let mut own = readings_of_files(&loaded, &names, options);
    // The facts of each column over all files: text merged, typed columns apart.
    let mut texts: Vec<Option<Profile>> = Vec::new();
    let mut typed: Vec<Option<Column>> = Vec::new();
    for name in &names {
        let (mut text, mut carried): (Option<Profile>, Option<Column>) = (None, None);
        for file in &mut loaded {
            let Some(column) = file.columns.iter_mut().find(|column| column.name == *name) else { continue };
            match &mut column.content {
                Content::Text(profile) => match &mut text {
                    None => text = Some(std::mem::take(profile)),
                    Some(known) => known.merge(std::mem::take(profile)),
                },
                Content::Typed(column) => match &mut carried {
                    None => carried = Some((**column).clone()),
                    Some(known) => known.join(column),
                },
            }
        }
        texts.push(text);
        typed.push(carried);
    }
    let company = company(|| texts.iter().flatten(), &loaded);
    let mut misfits = BTreeMap::new();
    let mut columns = Vec::new();
    let mut codecs: Vec<Vec<Option<Reader>>> = Vec::new();
    for ((name, text), carried) in names.iter().zip(&texts).zip(typed) {
        let settled = text.as_ref().map(|profile| codec::settle(name, profile, options, company, &source));
        let (mut column, codec) = match (settled, carried) {
            (Some(settled), _) if own.contains_key(name) => {
                let (facts, readers) = own.remove(name).unwrap_or_else(|| (settled.facts.clone(), Vec::new()));
                misfits.insert(name.clone(), Misfits { as_number: facts.unreadable.clone(), ..settled.misfits });
                (facts, readers)
            }
            (Some(Settled { mut facts, misfits: found, codec, native, ambiguous_numbers }), carried) => {
                misfits.insert(name.clone(), found);
                if ambiguous_numbers {
                    notes.push(ambiguous_note(&facts));
                }
                if matches!(facts.reading.date_order, Some((_, OrderFrom::OtherColumn))) {
                    notes.push(other_column_note(&facts));
                }
                if let Some(carried) = carried {
                    facts.join(&carried);
                }
                (facts, vec![Some((codec, native)); loaded.len()])
            }
            (None, Some(carried)) => (carried, vec![None; loaded.len()]),
            (None, None) => continue,
        };
        column.duplicated = loaded.iter().any(|file| file.columns.iter().any(|known| known.name == *name && known.duplicated));
        columns.push(column);
        codecs.push(codec);
    }
    let missing = Arc::new(Missing::of(options));
    let watch = loaded.iter().any(|file| file.sampled).then(Watch::default);
    let mut frames = Vec::new();
    let mut pieces = Vec::new();
    for (place, file) in loaded.iter().enumerate() {
        let steps: Vec<Step> = columns
            .iter()
            .zip(&codecs)
            .map(|(column, codec)| {
                let is_text = file.columns.iter().any(|known| known.name == column.name && matches!(known.content, Content::Text(_)));
                let (codec, native) = codec.get(place).cloned().flatten().filter(|_| is_text).map_or((None, None), |(codec, native)| (Some(codec), native));
                Step { name: column.name.clone(), codec, native, wanted: physical(column.kind) }
            })
            .collect();
        frames.push(file.frame(&steps, &missing, watch.as_ref(), options.file_column.as_deref()).map_err(failed)?);
        pieces.extend(file.piecewise(steps, options.file_column.as_deref()));
    }
    let sweep = watch.clone().filter(|_| loaded.iter().any(Loaded::is_piecewise)).map(|watch| {
        let (counted, facts) = (OnceLock::new(), OnceLock::new());
        Arc::new(Sweep { files: pieces, missing: Arc::clone(&missing), watch, counted, facts })
    });
    let frame = if frames.len() == 1 { frames.remove(0) } else { concat(frames, UnionArgs::default()).map_err(failed)? };
    if let Some(name) = &options.file_column {
        columns.push(columnar::plain(name, ColumnKind::Text));
    }
    let mut account = SampleAccount::default();
    for file in &loaded {
        let out: u64 = file.dropped.iter().map(|(_, rows)| rows).sum();
        account.rows_read += file.rows + out;
        account.rows_used += file.rows + out;
    }
    for file in &mut loaded {
        for (reason, rows) in std::mem::take(&mut file.dropped) {
            account.drop_rows(reason, rows);
        }
    }
    let files =
        loaded.into_iter().map(|file| FileFacts { path: file.path, bytes: Some(file.bytes), rows: file.rows, reading: file.reading, engine: None }).collect();
    Ok(Records {
        columns,
        body: super::records::Body::Local(frame),
        files,
        account,
        notes,
        misfits: Arc::new(misfits),
        spool: Arc::new(spool),
        watch,
        sweep,
        meter: options.meter.clone(),
        additions: super::derive::Additions::default(),
    })
}

/// How a text column is read: its codec, and the type that the scan can parse by itself.
type Reader = (Codec, Option<DataType>);

/// Number columns by file, where one file proves a decimal point and another a decimal comma: each is then read by its own mark.
fn readings_of_files(loaded: &[Loaded], names: &[String], options: &ReadOptions) -> BTreeMap<String, (Column, Vec<Option<Reader>>)> {
    let mut out = BTreeMap::new();
    let companies: Vec<Company> = loaded.iter().map(|file| company(|| file.columns.iter().filter_map(Loading::text), std::slice::from_ref(file))).collect();
    let proved = |mark| companies.iter().any(|company| company.decimal == Some(mark));
    if !(proved(Decimal::Point) && proved(Decimal::Comma)) {
        return out;
    }
    for name in names {
        let settle = |(file, company): (&Loaded, &Company)| {
            let column = file.columns.iter().find(|column| column.name == *name)?;
            let settled = codec::settle(name, column.text()?, options, *company, &file.path.display().to_string());
            matches!(settled.codec, Codec::Integer(_) | Codec::Float(_)).then_some(settled)
        };
        let Some(settled) = loaded.iter().zip(&companies).map(settle).collect::<Option<Vec<Settled>>>() else { continue };
        let readers = settled.iter().map(|settled| Some((settled.codec, settled.native.clone()))).collect();
        let mut facts = settled.into_iter().map(|settled| settled.facts);
        let Some(mut first) = facts.next() else { continue };
        facts.for_each(|later| first.join(&later));
        out.insert(name.clone(), (first, readers));
    }
    out
}

/// The physical type of a kind of column.
fn physical(kind: ColumnKind) -> DataType {
    match kind {
        ColumnKind::Integer => DataType::Int64,
        ColumnKind::Float => DataType::Float64,
        ColumnKind::Boolean => DataType::Boolean,
        ColumnKind::Text | ColumnKind::Empty => DataType::String,
        ColumnKind::Date | ColumnKind::Month | ColumnKind::Quarter => DataType::Date,
        ColumnKind::Datetime => DataType::Datetime(TimeUnit::Microseconds, None),
        ColumnKind::Time => DataType::Time,
    }
}

/// What all text columns together prove about decimal marks and the order of dates. Columns that contradict each other prove nothing.
fn company<'a, P: Iterator<Item = &'a Profile>>(profiles: impl Fn() -> P, loaded: &[Loaded]) -> Company {
    let decimals: Vec<Decimal> = profiles().filter_map(codec::proves_decimal).collect();
    let orders: Vec<DateOrder> = profiles().filter_map(codec::proves_order).collect();
    let comma = decimals.iter().filter(|decimal| **decimal == Decimal::Comma).count();
    let agreed = |first: Option<&DateOrder>| first.copied().filter(|order| orders.iter().all(|other| other == order));
    Company {
        decimal: match (comma, decimals.len() - comma) {
            (0, 0) => None,
            (0, _) => Some(Decimal::Point),
            (_, 0) => Some(Decimal::Comma),
            _ => None,
        },
        order: agreed(orders.first()),
        no_comma_fields: loaded.iter().all(|file| matches!(&file.body, Body::Csv(scan) if scan.separator != b',')),
    }
}

/// Code of the note on numbers that can be read in two ways.
const AMBIGUOUS: &str = "ambiguous-numbers";

fn ambiguous_note(column: &Column) -> Note {
    let (name, example) = (&column.name, column.examples.first().cloned().unwrap_or_default());
    let how = &column.reading.text;
    let (id, en) = (&how.id, &how.en);
    Note::new(
        AMBIGUOUS,
        text!(
            "Angka pada kolom \"{name}\" (misalnya \"{example}\") dapat dibaca dengan dua cara; dibaca sebagai {id}. Tetapkan tanda desimalnya (decimal) untuk memastikan.",
            "The numbers of column \"{name}\" (\"{example}\", say) can be read in two ways; they are read as {en}. Set the decimal mark (decimal) to be sure."
        ),
    )
}

fn other_column_note(column: &Column) -> Note {
    let name = &column.name;
    let how = &column.reading.text;
    let (id, en) = (&how.id, &how.en);
    Note::new(
        "date-order-from-other-column",
        text!(
            "Urutan hari dan bulan pada kolom \"{name}\" mengikuti kolom tanggal lain dalam data ini ({id}).",
            "The order of day and month of column \"{name}\" follows another date column of these data ({en})."
        ),
    )
}

#[cfg(test)]
mod tests;
