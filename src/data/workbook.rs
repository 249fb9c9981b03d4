//! Workbooks (.xlsx, .ods, .xls): a sheet by name or the first with a table, its header, and its cells as text in machine form.

use super::delimited::columns;
use super::format::Book;
use super::header::{self, Merge};
use super::loaded::{Body, Loaded};
use super::missing::Missing;
use super::numbers::{self, Decimal};
use super::options::ReadOptions;
use super::profile::Profile;
use crate::error::{Problem, reading as problems};
use crate::estimate::Note;
use crate::panel::DropReason;
use crate::text;
use calamine::{Data, Range, Reader, SheetVisible, Sheets};
use polars::prelude::{DataFrame, IntoColumn, IntoLazy, NamedFrom, Series};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

type Source = Sheets<BufReader<File>>;

/// Reads one sheet of a workbook.
pub(super) fn read(named: &Path, path: &Path, format: Book, options: &ReadOptions) -> Result<Loaded, Problem> {
    let damaged = |error: &dyn std::fmt::Display| {
        let detail = error.to_string();
        if detail.to_lowercase().contains("password") || detail.to_lowercase().contains("encrypt") {
            problems::password(named)
        } else {
            problems::damaged_file(named, format.name(), &detail)
        }
    };
    let bytes = std::fs::metadata(path).map_err(|error| problems::unreadable_file(named, &error))?.len();
    let file = BufReader::new(File::open(path).map_err(|error| problems::unreadable_file(named, &error))?);
    let mut book: Source = match format {
        Book::Xlsx => Sheets::Xlsx(calamine::Xlsx::new(file).map_err(|error| damaged(&error))?),
        Book::Ods => Sheets::Ods(calamine::Ods::new(file).map_err(|error| damaged(&error))?),
        Book::Xls => Sheets::Xls(calamine::Xls::new(file).map_err(|error| damaged(&error))?),
    };
    let sheets = book.sheet_names();
    let mut notes = Vec::new();
    let (sheet, range) = if let Some(wanted) = &options.sheet {
        let known = sheets.iter().find(|sheet| *sheet == wanted).or_else(|| sheets.iter().find(|sheet| sheet.eq_ignore_ascii_case(wanted.trim())));
        let Some(sheet) = known.cloned() else { return Err(problems::sheet_not_found(named, wanted, &sheets)) };
        let range = book.worksheet_range(&sheet).map_err(|error| damaged(&error))?;
        (sheet, range)
    } else {
        let order = visible_first(&book, &sheets);
        first_table(&mut book, &order, &mut notes).ok_or_else(|| problems::empty_file(named))?
    };
    let (top, left) = range.start().map_or((0, 0), |(row, column)| (row as usize, column as usize));
    let merges: Vec<Merge> = match &mut book {
        Sheets::Xlsx(book) => book.merge_cells_by_sheet_name(&sheet).unwrap_or_default(),
        _ => Vec::new(),
    }
    .into_iter()
    .filter_map(|merge| {
        let within = |at: u32, start: usize| (at as usize).checked_sub(start);
        Some(Merge {
            top: within(merge.start.0, top)?,
            left: within(merge.start.1, left)?,
            bottom: within(merge.end.0, top)?,
            right: within(merge.end.1, left)?,
        })
    })
    .collect();

    let mut rows: Vec<Vec<String>> = range.rows().map(|row| row.iter().map(written).collect()).collect();
    let width = used_width(&rows);
    if width == 0 {
        return Err(problems::empty_file(named));
    }
    let header = header::find(&rows[..rows.len().min(300)], width, &merges, options);
    let notes_below = footnotes(&rows, header.data, width);
    // A label that is merged downwards belongs to all of its rows.
    let height = rows.len();
    for merge in merges.iter().filter(|merge| merge.left == merge.right && merge.top >= header.data && merge.bottom < height) {
        let label = rows[merge.top][merge.left].clone();
        rows[merge.top + 1..=merge.bottom].iter_mut().for_each(|row| row[merge.left].clone_from(&label));
    }
    localise(&range, &mut rows, header.data);
    let missing = Missing::of(options);
    let mut profiles = vec![Profile::default(); width];
    let mut values: Vec<Vec<Option<String>>> = vec![Vec::new(); width];
    let mut kept = 0;
    for (at, row) in rows.iter().enumerate().skip(header.data).take(notes_below.start.saturating_sub(header.data)) {
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        kept += 1;
        for column in 0..width {
            let value = row.get(column).map_or("", String::as_str);
            profiles[column].add(value, (top + at + 1) as u64, &missing);
            values[column].push(if value.is_empty() { None } else { Some(value.to_owned()) });
        }
    }
    profiles.iter_mut().for_each(Profile::finish);
    if kept == 0 {
        return Err(problems::no_records(named));
    }
    let series = header.names.iter().zip(values).map(|(name, values)| Series::new(name.as_str().into(), values).into_column()).collect();
    let frame = DataFrame::new(kept as usize, series).map_err(|error| damaged(&error))?.lazy();
    let below = rows[notes_below].iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty())).count() as u64;
    let header_rows = header.rows;
    let (more, columns) = columns(&header, profiles);
    notes.extend(more);
    let name = format.name();
    Ok(Loaded {
        path: named.to_owned(),
        bytes,
        rows: kept,
        dropped: if below > 0 { vec![(DropReason::NotARecord, below)] } else { Vec::new() },
        reading: text!("{name}, lembar \"{sheet}\", {header_rows} baris judul kolom", "{name}, sheet \"{sheet}\", header rows: {header_rows}"),
        notes,
        columns,
        sampled: false,
        body: Body::Frame(Box::new(frame)),
    })
}

/// The sheets in their order, those that the workbook hides after all others.
fn visible_first(book: &Source, sheets: &[String]) -> Vec<String> {
    let hidden = |name: &String| book.sheets_metadata().iter().any(|sheet| sheet.name == *name && sheet.visible != SheetVisible::Visible);
    let (mut order, last): (Vec<String>, Vec<String>) = sheets.iter().cloned().partition(|name| !hidden(name));
    order.extend(last);
    order
}

/// The first sheet with two rows and a cell in each; a note where others hold something too.
fn first_table(book: &mut Source, sheets: &[String], notes: &mut Vec<Note>) -> Option<(String, Range<Data>)> {
    let mut chosen = None;
    let mut others = Vec::new();
    for sheet in sheets {
        let Ok(range) = book.worksheet_range(sheet) else { continue };
        let used = range.rows().filter(|row| row.iter().any(|cell| !matches!(cell, Data::Empty))).count();
        if used < 2 {
            continue;
        }
        match chosen {
            None => chosen = Some((sheet.clone(), range)),
            Some(_) => others.push(sheet.as_str()),
        }
    }
    if let (Some((sheet, _)), false) = (&chosen, others.is_empty()) {
        let list = others.join("\", \"");
        notes.push(Note::new(
            "sheet-chosen",
            text!(
                "Buku kerja memiliki beberapa lembar; yang dibaca adalah \"{sheet}\" (yang lain: \"{list}\").",
                "The workbook has several sheets; \"{sheet}\" is read (the others: \"{list}\")."
            ),
        ));
    }
    chosen
}

/// Columns up to the last one that holds something in any row.
fn used_width(rows: &[Vec<String>]) -> usize {
    rows.iter().filter_map(|row| row.iter().rposition(|cell| !cell.trim().is_empty())).max().map_or(0, |last| last + 1)
}

/// The rows below the table: from the first row after the last full one that reads like a note.
fn footnotes(rows: &[Vec<String>], data: usize, width: usize) -> std::ops::Range<usize> {
    let filled = |row: usize| rows[row].iter().filter(|cell| !cell.trim().is_empty()).count();
    let sparse = |row: usize| filled(row) <= 1 && width >= 2;
    let last_full = (data..rows.len()).rev().find(|row| !sparse(*row)).map_or(data, |row| row + 1);
    let start = (last_full..rows.len()).find(|row| {
        let cell = rows[*row].iter().find(|cell| !cell.trim().is_empty()).map_or("", |cell| cell.trim());
        let worded = !cell.is_empty() && cell.parse::<f64>().is_err();
        worded && (header::is_note(cell) || (*row > data && filled(row - 1) == 0))
    });
    start.unwrap_or(rows.len())..rows.len()
}

/// Where a column holds number cells and numbers typed as text with a decimal comma (`12,5`), the latter get a decimal point as well: otherwise the two
/// would contradict each other.
fn localise(range: &Range<Data>, rows: &mut [Vec<String>], data: usize) {
    let width = rows.first().map_or(0, Vec::len);
    for column in 0..width {
        let cells = || range.rows().enumerate().skip(data).filter_map(|(at, row)| Some((at, row.get(column)?)));
        let typed = |at: usize, cell: &Data| match cell {
            Data::String(text) => {
                Some((at, numbers::parse(text.trim(), Decimal::Comma).filter(|_| numbers::parse(text.trim(), Decimal::Point).is_none())?.value))
            }
            _ => None,
        };
        if !cells().any(|(_, cell)| matches!(cell, Data::Float(_) | Data::Int(_))) {
            continue;
        }
        for (at, value) in cells().filter_map(|(at, cell)| typed(at, cell)) {
            if let Some(cell) = rows.get_mut(at).and_then(|row| row.get_mut(column)) {
                *cell = number(value);
            }
        }
    }
}

/// A cell as text in machine form: decimal point, ISO dates.
fn written(cell: &Data) -> String {
    match cell {
        Data::Int(value) => value.to_string(),
        Data::Float(value) if value.fract() == 0.0 && value.abs() < 1e15 => format!("{value:.0}"),
        Data::Float(value) => number(*value),
        Data::String(value) | Data::DateTimeIso(value) | Data::DurationIso(value) => value.clone(),
        Data::Bool(value) => value.to_string(),
        Data::DateTime(value) => {
            let (year, month, day, hour, minute, second, milli) = value.to_ymd_hms_milli();
            let clock = if milli > 0 { format!("{hour:02}:{minute:02}:{second:02}.{milli:03}") } else { format!("{hour:02}:{minute:02}:{second:02}") };
            if value.is_duration() || value.as_f64() < 1.0 {
                clock
            } else if value.as_f64().fract() == 0.0 {
                format!("{year:04}-{month:02}-{day:02}")
            } else {
                format!("{year:04}-{month:02}-{day:02} {clock}")
            }
        }
        // Errors of formulas and empty cells; rich text where a later version of the reader tells it apart.
        _ => String::new(),
    }
}

/// A number with a decimal point. Three decimals get a zero more, so that the point cannot be taken for a thousands mark.
fn number(value: f64) -> String {
    let text = value.to_string();
    match text.split_once('.') {
        Some((_, decimals)) if decimals.len() == 3 => text + "0",
        _ => text,
    }
}
