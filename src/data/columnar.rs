//! Files that carry their own types: Parquet, Arrow/Feather, Stata, SPSS.

use super::column::{Column, ColumnKind, Distinct};
use super::loaded::{Content, Loading};
use super::missing::Missing;
use super::nik;
use super::options::ReadOptions;
use super::profile::Profile;
use super::stata;
use crate::error::{Problem, reading as problems};
use crate::estimate::Note;
use crate::text;
use polars::prelude::*;
use polars_readstat_rs::{ReadStatFormat, ScanOptions, SpssReader, StataReader, readstat_scan};
use std::path::Path;

/// Cells (rows × columns) up to which missing and different values are counted on opening: below it the pass costs less than a second.
const COUNTED_CELLS: u64 = 40_000_000;

/// Rows at the start in which the labels of a large file are looked at, where it is enough to know that they are labels.
const LOOKED_AT: u64 = 20_000;

/// Bytes of a Stata or SPSS file up to which it is held in memory.
const HELD: u64 = 2 << 30;

/// A columnar format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Columnar {
    Parquet,
    Arrow,
    Stata,
    Spss,
}

impl Columnar {
    /// The name of the format, the same in both languages.
    pub(super) fn name(self) -> &'static str {
        match self {
            Columnar::Parquet => "Parquet",
            Columnar::Arrow => "Arrow/Feather",
            Columnar::Stata => "Stata (.dta)",
            Columnar::Spss => "SPSS (.sav)",
        }
    }

    fn scan(self, path: &Path) -> PolarsResult<LazyFrame> {
        let source = PlRefPath::try_from_path(path)?;
        let stat = |format| {
            let options = ScanOptions { value_labels_as_strings: Some(false), preserve_order: Some(true), ..ScanOptions::default() };
            readstat_scan(path, Some(options), Some(format))
        };
        match self {
            Columnar::Parquet => LazyFrame::scan_parquet(source, ScanArgsParquet { glob: false, ..ScanArgsParquet::default() }),
            Columnar::Arrow => LazyFrame::scan_ipc(source, IpcScanOptions::default(), UnifiedScanArgs { glob: false, ..UnifiedScanArgs::default() }),
            Columnar::Stata => stat(ReadStatFormat::Stata),
            Columnar::Spss => stat(ReadStatFormat::Spss),
        }
    }
}

/// A file with its frame in the physical types of [`ColumnKind`].
pub(super) struct Table {
    pub(super) frame: LazyFrame,
    pub(super) columns: Vec<Loading>,
    pub(super) rows: u64,
    /// Whether labels of some rows were not looked at.
    pub(super) sampled: bool,
    pub(super) notes: Vec<Note>,
}

/// Opens a file; its schema and row count are read, and columns counted where the file is small.
pub(super) fn open(path: &Path, named: &Path, format: Columnar, options: &ReadOptions, quick: bool) -> Result<Table, Problem> {
    let damaged = |error: PolarsError| problems::damaged_file(named, format.name(), &error.to_string());
    let mut frame = format.scan(path).map_err(damaged)?;
    let size = std::fs::metadata(path).map_or(u64::MAX, |facts| facts.len());
    if matches!(format, Columnar::Stata | Columnar::Spss) && size <= HELD {
        // Held in memory: the scans of these formats cannot count rows without a column, and read a file again for each pass.
        frame = frame.collect().map_err(damaged)?.lazy();
    }
    let mut schema = frame.collect_schema().map_err(damaged)?;
    let periods = if format == Columnar::Stata { stata::periods(path, &schema) } else { Vec::new() };
    if !periods.is_empty() {
        frame = frame.with_columns(periods.iter().map(stata::Periods::expression).collect::<Vec<_>>());
        schema = frame.collect_schema().map_err(damaged)?;
    }
    let Some((first, _)) = schema.get_at_index(0) else { return Err(problems::empty_file(named)) };
    let height = if format == Columnar::Parquet || format == Columnar::Arrow { len() } else { col(first.clone()).len() };
    let rows = frame.clone().select([height.cast(DataType::Int64).alias("n")]).collect().map_err(damaged)?;
    let rows = rows.column("n").ok().and_then(|n| n.get(0).ok()?.try_extract::<i64>().ok()).unwrap_or(0).unsigned_abs();
    if rows == 0 {
        return Err(problems::no_records(named));
    }
    let mut columns = Vec::new();
    let mut typed = Vec::new();
    let beyond = beyond_whole(&frame, &schema).map_err(damaged)?;
    let mut nested = Vec::new();
    for (name, dtype) in schema.iter() {
        let (mut kind, mut physical) = kind_of(dtype);
        if beyond.contains(name) {
            (kind, physical) = (ColumnKind::Text, DataType::String);
        }
        if kind == ColumnKind::Empty && *dtype != DataType::Null {
            nested.push(name.as_str());
        }
        if let Some(known) = periods.iter().find(|known| known.name == *name) {
            kind = known.kind();
        }
        typed.push(if *dtype == physical { col(name.clone()) } else { canonical(name, dtype, &physical) });
        columns.push(plain(name.as_str(), kind));
    }
    let notes = if nested.is_empty() { Vec::new() } else { vec![nested_note(&nested)] };
    let frame = frame.select(typed);
    let missing = Missing::of(options);
    let wants = |column: &Column| options.columns.as_ref().is_none_or(|columns| columns.contains(&column.name));
    let quick = quick && rows > LOOKED_AT;
    if options.columns.is_some() {
        // Only labels may turn out to be something else.
        let texts = columns.iter_mut().filter(|column| column.kind == ColumnKind::Text && wants(column));
        count(&frame, texts.filter(|_| !quick && rows <= COUNTED_CELLS).collect()).map_err(damaged)?;
    } else if rows.saturating_mul(columns.len() as u64) <= COUNTED_CELLS {
        count(&frame, columns.iter_mut().collect()).map_err(damaged)?;
    }
    label(path, format, &mut columns);
    let mut loading = Vec::new();
    let mut sampled = false;
    for mut column in columns {
        column.nik_like |= nik::named(&column.name);
        if column.nik_like {
            column.examples.clear();
            column.min = None;
            column.max = None;
        }
        let text = column.kind == ColumnKind::Text && wants(&column);
        let content = if text && (column.counted || quick) {
            let start = if quick { Some(profile(&frame.clone().limit(LOOKED_AT as u32), &column.name, &missing).map_err(damaged)?) } else { None };
            let labels = start.filter(Profile::nothing_but_labels);
            sampled |= labels.is_some();
            Content::Text(Box::new(match labels {
                Some(labels) => labels,
                None => profile(&frame, &column.name, &missing).map_err(damaged)?,
            }))
        } else {
            Content::Typed(Box::new(column.clone()))
        };
        loading.push(Loading { name: column.name, duplicated: false, content });
    }
    Ok(Table { frame, columns: loading, rows, notes, sampled })
}

/// Columns of unsigned numbers with values beyond the whole numbers that are used: these are codes, kept as text.
fn beyond_whole(frame: &LazyFrame, schema: &Schema) -> PolarsResult<Vec<PlSmallStr>> {
    let large: Vec<&PlSmallStr> = schema.iter().filter(|(_, dtype)| matches!(dtype, DataType::UInt64)).map(|(name, _)| name).collect();
    if large.is_empty() {
        return Ok(Vec::new());
    }
    let most = frame.clone().select(large.iter().map(|name| col((*name).clone()).max().cast(DataType::Float64)).collect::<Vec<_>>()).collect()?;
    let exceeds =
        |name: &PlSmallStr| most.column(name).is_ok_and(|column| column.f64().is_ok_and(|values| values.get(0).is_some_and(|most| most >= i64::MAX as f64)));
    Ok(large.into_iter().filter(|name| exceeds(name)).cloned().collect())
}

fn nested_note(columns: &[&str]) -> Note {
    let list = columns.join("\", \"");
    Note::new(
        "nested-columns",
        text!(
            "Kolom \"{list}\" berisi daftar atau struktur, bukan satu nilai per baris; isinya tidak dibaca.",
            "Column \"{list}\" holds lists or structures, not one value a row; what is in it is not read."
        ),
    )
}

/// The facts of a text column: numbers and dates may be kept as text.
fn profile(frame: &LazyFrame, name: &str, missing: &Missing) -> PolarsResult<Profile> {
    let values = frame.clone().select([col(PlSmallStr::from_str(name))]).collect()?;
    let values = values.column(name)?.str()?.clone();
    let mut profile = Profile::default();
    for (row, value) in values.iter().enumerate() {
        profile.add(value.unwrap_or_default(), row as u64 + 1, missing);
    }
    profile.finish();
    Ok(profile)
}

/// What Stata and SPSS files call their columns and codes. A file without labels, or with damaged ones, is read without.
fn label(path: &Path, format: Columnar, columns: &mut [Column]) {
    let text = match format {
        Columnar::Stata => StataReader::open(path).ok().map(|reader| reader.metadata().metadata_df.clone()),
        Columnar::Spss => SpssReader::open(path).ok().map(|reader| reader.metadata().metadata_df.clone()),
        _ => None,
    };
    let Some(facts) = text else { return };
    let strings = |name: &str| facts.column(name).ok().and_then(|column| column.str().ok().cloned());
    let lists = |name: &str| facts.column(name).ok().and_then(|column| column.list().ok().cloned());
    let (Some(names), Some(labels)) = (strings("name"), strings("label")) else { return };
    let (codes, words) = (lists("value_label_codes"), lists("value_label_labels"));
    for (at, (name, label)) in names.iter().zip(labels.iter()).enumerate() {
        let Some(column) = columns.iter_mut().find(|column| Some(column.name.as_str()) == name) else { continue };
        column.label = label.filter(|label| !label.trim().is_empty()).map(str::to_owned);
        let texts = |list: &Option<ListChunked>| -> Vec<String> {
            let series = list.as_ref().and_then(|list| list.get_as_series(at));
            series.and_then(|series| Some(series.str().ok()?.iter().flatten().map(str::to_owned).collect())).unwrap_or_default()
        };
        column.value_labels = texts(&codes).into_iter().zip(texts(&words)).collect();
        column.value_labels.sort_by(|a, b| a.0.parse::<f64>().unwrap_or(0.0).total_cmp(&b.0.parse::<f64>().unwrap_or(0.0)).then_with(|| a.0.cmp(&b.0)));
    }
}

/// A column without facts.
pub(super) fn plain(name: &str, kind: ColumnKind) -> Column {
    Column::plain(name, kind, text!("tipe dari berkasnya", "type as in the file"))
}

fn kind_of(dtype: &DataType) -> (ColumnKind, DataType) {
    match dtype {
        DataType::Boolean => (ColumnKind::Boolean, DataType::Boolean),
        DataType::Float32 | DataType::Float64 | DataType::Decimal(..) => (ColumnKind::Float, DataType::Float64),
        dtype if dtype.is_integer() => (ColumnKind::Integer, DataType::Int64),
        DataType::Date => (ColumnKind::Date, DataType::Date),
        DataType::Datetime(..) => (ColumnKind::Datetime, DataType::Datetime(TimeUnit::Microseconds, None)),
        DataType::Time => (ColumnKind::Time, DataType::Time),
        // Hours: what durations are made in everywhere else.
        DataType::Duration(_) => (ColumnKind::Float, DataType::Float64),
        DataType::String | DataType::Binary | DataType::Categorical(..) | DataType::Enum(..) => (ColumnKind::Text, DataType::String),
        // Nothing, or what cannot be one value of a table: lists, structures.
        _ => (ColumnKind::Empty, DataType::String),
    }
}

/// A column in its canonical physical type; zoned times become the wall-clock time of their zone.
fn canonical(name: &PlSmallStr, dtype: &DataType, physical: &DataType) -> Expr {
    match dtype {
        DataType::Datetime(_, Some(_)) => col(name.clone()).dt().replace_time_zone(None, lit("raise"), NonExistent::Raise).cast(physical.clone()),
        DataType::Duration(unit) => {
            let hour = match unit {
                TimeUnit::Nanoseconds => 3.6e12,
                TimeUnit::Microseconds => 3.6e9,
                TimeUnit::Milliseconds => 3.6e6,
            };
            col(name.clone()).cast(DataType::Int64).cast(DataType::Float64) / lit(hour)
        }
        // Old writers leave text unmarked. Bytes that are no text are missing.
        DataType::Binary => {
            let field = name.clone();
            col(name.clone()).map(|column| read_bytes(&column), move |_, _| Ok(Field::new(field.clone(), DataType::String)))
        }
        _ if *physical == DataType::String && kind_of(dtype).0 == ColumnKind::Empty => lit(NULL).cast(DataType::String).alias(name.clone()),
        _ => col(name.clone()).cast(physical.clone()),
    }
}

fn read_bytes(column: &polars::prelude::Column) -> PolarsResult<polars::prelude::Column> {
    let texts: StringChunked = column.binary()?.iter().map(|bytes| std::str::from_utf8(bytes?).ok()).collect();
    Ok(texts.with_name(column.name().clone()).into_column())
}

/// A bound of a range in the machine form that text files get: `2024-01-31T08:00:00`, `2024-01`, `3`.
fn bound(value: String, kind: ColumnKind) -> String {
    match kind {
        ColumnKind::Datetime => value.trim_end_matches(".000000").replacen(' ', "T", 1),
        ColumnKind::Month | ColumnKind::Quarter => value.get(..7).map(str::to_owned).unwrap_or(value),
        ColumnKind::Float => value.strip_suffix(".0").map(str::to_owned).unwrap_or(value),
        _ => value,
    }
}

/// Missing values, different values and ranges of all columns in one pass each.
fn count(frame: &LazyFrame, mut columns: Vec<&mut Column>) -> PolarsResult<()> {
    if columns.is_empty() {
        return Ok(());
    }
    let named = |column: &Column, what: &str| PlSmallStr::from_string(format!("{what} {}", column.name));
    let mut wanted = Vec::new();
    for column in &columns {
        let value = || col(PlSmallStr::from_str(&column.name));
        wanted.push(value().null_count().cast(DataType::Int64).alias(named(column, "missing")));
        wanted.push(value().drop_nulls().n_unique().cast(DataType::Int64).alias(named(column, "distinct")));
        if column.kind == ColumnKind::Text {
            wanted.push(value().str().len_chars().eq(lit(16)).sum().cast(DataType::Int64).alias(named(column, "sixteen")));
        } else if column.kind != ColumnKind::Empty {
            let printed = |expr: Expr| expr.cast(DataType::String);
            wanted.push(printed(value().min()).alias(named(column, "min")));
            wanted.push(printed(value().max()).alias(named(column, "max")));
        }
    }
    let found = frame.clone().select(wanted).collect()?;
    let whole = |name: PlSmallStr| found.column(&name).ok().and_then(|c| c.get(0).ok()?.try_extract::<i64>().ok()).unwrap_or(0).unsigned_abs();
    let shown = |name: PlSmallStr| found.column(&name).ok().and_then(|c| Some(c.str().ok()?.get(0)?.to_owned()));
    let first = frame.clone().select(columns.iter().map(|column| col(PlSmallStr::from_str(&column.name))).collect::<Vec<_>>()).limit(200).collect()?;
    for column in &mut columns {
        column.missing = whole(named(column, "missing"));
        column.distinct = Distinct { count: whole(named(column, "distinct")), capped: false };
        let kind = column.kind;
        column.min = shown(named(column, "min")).map(|value| bound(value, kind));
        column.max = shown(named(column, "max")).map(|value| bound(value, kind));
        column.counted = true;
        if column.distinct.count == 0 {
            column.kind = if column.kind == ColumnKind::Text { ColumnKind::Empty } else { column.kind };
        }
        let values = first.column(&column.name)?.cast(&DataType::String)?;
        let values = values.str()?;
        for value in values.iter().flatten() {
            if column.examples.len() < super::profile::EXAMPLES && !column.examples.iter().any(|known| known == value) {
                column.examples.push(value.to_owned());
            }
        }
        let present = first.height().saturating_sub(values.null_count()).max(1);
        let looks = values.iter().flatten().filter(|value| nik::looks(value)).count();
        column.nik_like = looks * 10 >= present * 9;
    }
    Ok(())
}
