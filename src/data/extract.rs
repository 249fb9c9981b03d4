//! Records as plain arrays, for methods that need every record; and arrays as records.

use super::cells::KeyValues;
use super::derive::{Additions, Preparation, Prepared, Use};
use super::engine::{Stopped, stream};
use super::records::Body;
use super::remote;
use super::{Column, ColumnKind, PolarsLocal, Records};
use crate::error::{Result, reading};
use crate::locale::Text;
use crate::panel::{CellKey, CellPlan, Cells, Factor, KeyRole, RecordPass, SampleAccount};
use polars::prelude::*;
use std::sync::Arc;

/// Name of the constant that carries cells whose variables do not matter.
const POSITION: &str = "row";

/// Values up to which records are held in memory.
const HELD: u64 = 1 << 23;

/// Values of a column in memory.
#[derive(Debug, Clone, PartialEq)]
pub enum ArrayColumn {
    /// Whole numbers.
    Whole(Vec<Option<i64>>),
    /// Numbers.
    Number(Vec<Option<f64>>),
    /// Text.
    Text(Vec<Option<String>>),
    /// Days since 1970-01-01.
    Date(Vec<Option<i32>>),
    /// Seconds since 1970-01-01 00:00 of local wall time.
    Datetime(Vec<Option<i64>>),
}

/// Columns of records as arrays of equal length, one entry a record that is left after filters and copies.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RecordArrays {
    /// Numbers of the columns asked for; none where missing.
    pub numbers: Vec<Vec<Option<f64>>>,
    /// Labels of the columns asked for; none where missing.
    pub texts: Vec<Vec<Option<String>>>,
    /// Rows in, rows out: what filters and copies took, not what is missing.
    pub account: SampleAccount,
}

impl Records {
    /// Reads the columns asked for, and no others, into memory.
    pub fn arrays(&self, numbers: &[&str], texts: &[&str]) -> Result<RecordArrays> {
        if let Some(remote) = self.remote() {
            return remote::arrays(remote, self, numbers, texts);
        }
        let needs = numbers.iter().map(|name| ((*name).to_owned(), Use::MaybeNumber)).chain(texts.iter().map(|name| ((*name).to_owned(), Use::MaybeLabel)));
        let preparation = Preparation::new(self, needs.collect())?;
        let fields = (0..numbers.len())
            .map(|j| Field::new(PlSmallStr::from_string(format!("x{j}")), DataType::Float64))
            .chain((0..texts.len()).map(|j| Field::new(PlSmallStr::from_string(format!("t{j}")), DataType::String)));
        let schema: Schema = fields.chain(std::iter::once(Field::new(POSITION.into(), DataType::UInt32))).collect();
        let preparing = preparation.clone();
        let (n, t) = (numbers.len(), texts.len());
        let prepare = move |frame: DataFrame| {
            let (rows, prepared) = preparing.prepare(&frame)?;
            let mut columns = Vec::with_capacity(n + t + 1);
            for (at, column) in prepared.into_iter().enumerate() {
                columns.push(match column {
                    Prepared::Numbers(values) => polars::prelude::Column::new(PlSmallStr::from_string(format!("x{at}")), values),
                    Prepared::Key(KeyValues::Text(values)) => values.with_name(PlSmallStr::from_string(format!("t{}", at - n))).into_column(),
                    Prepared::Key(_) => polars_bail!(ComputeError: "a label is no text"),
                });
            }
            columns.push(polars::prelude::Column::new(POSITION.into(), vec![0u32; rows]));
            DataFrame::new(rows, columns)
        };
        let mut out = RecordArrays { numbers: vec![Vec::new(); n], texts: vec![Vec::new(); t], account: SampleAccount::default() };
        let take = |frame: DataFrame| -> std::result::Result<(), String> {
            let mut read = || -> PolarsResult<()> {
                for (column, values) in frame.columns().iter().zip(&mut out.numbers) {
                    values.extend(column.as_materialized_series().f64()?.iter().map(|value| value.filter(|value| !value.is_nan())));
                }
                for (column, values) in frame.columns().iter().skip(n).zip(&mut out.texts) {
                    values.extend(column.as_materialized_series().str()?.iter().map(|value| value.map(str::to_owned)));
                }
                Ok(())
            };
            read().map_err(|error| error.to_string())
        };
        stream(preparation.source(self)?, Arc::new(schema), prepare, take).map_err(|stopped| match stopped {
            Stopped::Engine(detail) | Stopped::Taker(detail) => reading::pass_failed(&self.source(), &detail),
        })?;
        out.account = preparation.account(self);
        Ok(out)
    }

    /// The same records with their columns in memory, where they are few: a study passes over them dozens of times, and each pass would read and parse the
    /// files anew. Others, and those on an engine elsewhere, stay where they are.
    pub fn held(&self) -> Result<Self> {
        let few = self.certain() && self.sweep.is_none() && self.rows().saturating_mul(self.columns.len() as u64) <= HELD;
        let Body::Local(frame) = &self.body else { return Ok(self.clone()) };
        if !few {
            return Ok(self.clone());
        }
        let mut frame = frame.clone().collect().map_err(|error| reading::pass_failed(&self.source(), &error.to_string()))?;
        frame.rechunk_mut();
        Ok(Self { body: Body::Local(frame.lazy()), ..self.clone() })
    }

    /// Numbers of columns, one vector a column; none where missing.
    pub fn numbers(&self, columns: &[&str]) -> Result<Vec<Vec<Option<f64>>>> {
        Ok(self.arrays(columns, &[])?.numbers)
    }

    /// Labels of columns, one vector a column; none where missing.
    pub fn texts(&self, columns: &[&str]) -> Result<Vec<Vec<Option<String>>>> {
        Ok(self.arrays(&[], columns)?.texts)
    }

    /// The levels of a key and how many records each has; records without it are counted in the account.
    pub fn level_counts(&self, column: &str, role: KeyRole) -> Result<(Factor, Vec<u64>)> {
        let cells = self.grouped(vec![CellKey { column: column.to_owned(), role }])?;
        let records = cells.records.clone();
        let factor = cells.keys.into_iter().next();
        let factor = factor.unwrap_or_else(|| Factor { name: column.to_owned(), codes: Vec::new(), levels: crate::panel::Levels::Text(Vec::new()) });
        Ok((factor, records))
    }

    /// Cells of keys alone: how many records each combination has.
    pub fn grouped(&self, keys: Vec<CellKey>) -> Result<Cells> {
        PolarsLocal::new(self).cells(&CellPlan { keys, variables: Vec::new(), weight: None, centre: None })
    }

    /// Records from arrays of equal length (the shortest counts).
    pub fn from_arrays(columns: Vec<(String, ArrayColumn)>) -> Result<Self> {
        let rows = columns.iter().map(|(_, column)| column.len()).min().unwrap_or(0);
        let mut facts = Vec::new();
        let mut series = Vec::new();
        for (name, values) in columns {
            let label = PlSmallStr::from_str(&name);
            let (kind, column) = match values {
                ArrayColumn::Whole(values) => (ColumnKind::Integer, Ok(Series::new(label, values))),
                ArrayColumn::Number(values) => (ColumnKind::Float, Ok(Series::new(label, values))),
                ArrayColumn::Text(values) => (ColumnKind::Text, Ok(Series::new(label, values))),
                ArrayColumn::Date(values) => (ColumnKind::Date, Series::new(label, values).cast(&DataType::Date)),
                ArrayColumn::Datetime(values) => {
                    let micro: Vec<Option<i64>> = values.into_iter().map(|value| value.map(|second| second * 1_000_000)).collect();
                    (ColumnKind::Datetime, Series::new(label, micro).cast(&DataType::Datetime(TimeUnit::Microseconds, None)))
                }
            };
            let column = column.map_err(|error| reading::pass_failed(&name, &error.to_string()))?;
            let missing = column.head(Some(rows)).null_count() as u64;
            facts.push(Column { missing, ..Column::plain(&name, kind, Text::default()) });
            series.push(column.head(Some(rows)).into_column());
        }
        let frame = DataFrame::new(rows, series).map_err(|error| reading::pass_failed("", &error.to_string()))?;
        let rows = rows as u64;
        Ok(Self {
            columns: facts,
            body: Body::Local(frame.lazy()),
            files: Vec::new(),
            account: SampleAccount { rows_read: rows, rows_used: rows, ..SampleAccount::default() },
            notes: Vec::new(),
            misfits: std::sync::Arc::default(),
            spool: Arc::new(Vec::new()),
            watch: None,
            sweep: None,
            meter: super::Meter::default(),
            additions: Additions::default(),
        })
    }
}

impl ArrayColumn {
    /// Number of entries.
    pub fn len(&self) -> usize {
        match self {
            ArrayColumn::Whole(values) | ArrayColumn::Datetime(values) => values.len(),
            ArrayColumn::Number(values) => values.len(),
            ArrayColumn::Text(values) => values.len(),
            ArrayColumn::Date(values) => values.len(),
        }
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
