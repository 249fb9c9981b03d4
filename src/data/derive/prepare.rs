//! A chunk made ready for its use: made columns, filters, copies and missing values; the rest is dense.

use super::{Additions, Made, Values, numbers, seconds, whole_days};
use crate::data::cells::KeyValues;
use crate::data::engine::Source;
use crate::data::{Counted, Meter, Records};
use crate::error::{Error, Problem, Result};
use crate::panel::{DropReason, SampleAccount};
use polars::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Name of the column of row positions.
const POSITION: &str = "\u{1}row";

/// What a column is needed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::data) enum Use {
    /// Key: rows without it leave.
    Key,
    /// Key in which a missing value means never treated.
    Cohort,
    /// Number: rows without it leave.
    Number,
    /// Positive number: rows without it leave.
    Weight,
    /// Number, NaN where missing: no row leaves.
    MaybeNumber,
    /// Label, null where missing: no row leaves.
    MaybeLabel,
}

/// Columns and what they are needed for, in the order in which rows leave.
pub(in crate::data) type Needs = Vec<(String, Use)>;

/// A column of a prepared chunk.
pub(in crate::data) enum Prepared {
    /// Numbers.
    Numbers(Vec<f64>),
    /// Values of a key.
    Key(KeyValues),
}

/// What a pass needs, the columns behind it, and why rows leave, in their order: the same on every engine.
#[derive(Clone)]
pub(in crate::data) struct Asked {
    pub(in crate::data) needs: Needs,
    pub(in crate::data) additions: Additions,
    /// Made columns that are needed, in an order in which they can be made.
    pub(in crate::data) made: Vec<String>,
    pub(in crate::data) base: Vec<String>,
    pub(in crate::data) reasons: Vec<DropReason>,
    /// Place of the first reason of each need.
    pub(in crate::data) first_reason: Vec<usize>,
}

/// How the chunks of a pass are made ready. Counts rows by the reason for which they leave; counts do not depend on the order of chunks.
pub(in crate::data) struct Preparation {
    asked: Asked,
    meter: Meter,
    rows: AtomicU64,
    left: Vec<AtomicU64>,
}

impl Asked {
    /// Errors: columns that are not there or are no numbers, all at once.
    pub(in crate::data) fn new(records: &Records, needs: Needs) -> Result<Self> {
        let additions = records.additions.clone();
        let mut problems: Vec<Problem> = Vec::new();
        for (name, wanted) in &needs {
            let found = match wanted {
                _ if additions.find(name).is_some() => continue,
                Use::Number | Use::Weight | Use::MaybeNumber => records.numeric(name),
                _ => records.column(name),
            };
            match found {
                // Month and day are told apart only where dates are used as dates.
                Ok(column) if column.kind.is_date() && matches!(wanted, Use::Key | Use::Cohort) => {
                    problems.extend(records.date(name).err().into_iter().flat_map(|error| error.problems));
                }
                Ok(_) => {}
                Err(error) => problems.extend(error.problems.into_iter().filter(|problem| !problems.contains(problem)).collect::<Vec<_>>()),
            }
        }
        Error::unless_empty(problems)?;

        let mut made = Vec::new();
        let mut base = Vec::new();
        let wanted = needs.iter().map(|(name, _)| name.as_str()).chain(additions.filters.iter().map(|filter| filter.column.as_str()));
        for name in wanted {
            collect(&additions, name, &mut made, &mut base);
        }
        let mut reasons = vec![DropReason::DuplicateRow];
        reasons.extend(additions.filters.iter().map(|filter| DropReason::Filtered(filter.code.clone())));
        let mut first_reason = Vec::new();
        for (name, wanted) in &needs {
            first_reason.push(reasons.len());
            match wanted {
                Use::Weight => reasons.push(DropReason::NonPositiveWeight),
                Use::MaybeNumber | Use::MaybeLabel => {}
                _ => reasons.extend(additions.reasons(name)),
            }
        }
        Ok(Self { needs, additions, made, base, reasons, first_reason })
    }

    /// The account of a pass in which `rows` came and so many left for each reason, after those that the readers left out.
    pub(in crate::data) fn account(&self, records: &Records, rows: u64, left: impl Iterator<Item = u64>) -> SampleAccount {
        let mut account = records.account().clone();
        account.rows_used = rows;
        for (reason, left) in self.reasons.iter().zip(left) {
            account.drop_rows(reason.clone(), left);
        }
        account
    }
}

impl Preparation {
    /// Errors: those of [`Asked::new`].
    pub(in crate::data) fn new(records: &Records, needs: Needs) -> Result<Arc<Self>> {
        let mut asked = Asked::new(records, needs)?;
        if asked.base.is_empty() {
            // Rows are counted by a column.
            let first = records.columns().iter().find(|column| asked.additions.find(&column.name).is_none());
            asked.base.extend(first.map(|column| column.name.clone()));
        }
        let left = asked.reasons.iter().map(|_| AtomicU64::new(0)).collect();
        Ok(Arc::new(Self { asked, meter: records.meter.clone(), rows: AtomicU64::new(0), left }))
    }

    /// The columns that are needed, from the records.
    pub(in crate::data) fn source(&self, records: &Records) -> Result<Source> {
        let base = &self.asked.base;
        if let Some(sweep) = records.sweep.as_ref().filter(|_| self.asked.additions.duplicates.is_empty()) {
            let (rows, counted) = sweep.expected();
            self.meter.start(rows, counted);
            return Ok(Source::Pieces(Arc::clone(sweep), base.clone()));
        }
        self.meter.start(records.rows(), Counted::Rows);
        let frame = records.lazy()?.select(base.iter().map(|name| col(PlSmallStr::from_str(name))).collect::<Vec<_>>());
        Ok(Source::Frame(if self.asked.additions.duplicates.is_empty() { frame } else { frame.with_row_index(POSITION, None) }))
    }

    /// Rows in, rows out of the passes so far, after those that the readers left out.
    pub(in crate::data) fn account(&self, records: &Records) -> SampleAccount {
        self.asked.account(records, self.rows.load(Ordering::Relaxed), self.left.iter().map(|left| left.load(Ordering::Relaxed)))
    }

    /// The needed columns of the rows that stay, in the order of the needs, and how many rows stay.
    pub(in crate::data) fn prepare(&self, frame: &DataFrame) -> PolarsResult<(usize, Vec<Prepared>)> {
        let rows = frame.height();
        self.meter.add(rows as u64);
        let mut made: HashMap<&str, Made> = HashMap::new();
        for name in &self.asked.made {
            if let Some(addition) = self.asked.additions.find(name) {
                let column = addition.make(&|name| self.find(frame, &made, name))?;
                made.insert(name, column);
            }
        }
        let mut leaving = Leaving { codes: Vec::new(), rows };
        self.mark_duplicates(frame, &mut leaving)?;
        for (at, filter) in self.asked.additions.filters.iter().enumerate() {
            let fulfilled = filter.check.fulfilled(&self.find(frame, &made, &filter.column)?)?;
            leaving.mark(fulfilled.into_iter().map(|value| u8::from(value != Some(true))), 1 + at);
        }
        let mut columns = Vec::with_capacity(self.asked.needs.len());
        for ((name, wanted), first) in self.asked.needs.iter().zip(&self.asked.first_reason) {
            let values = self.find(frame, &made, name)?;
            columns.push(match wanted {
                Use::Number | Use::Weight | Use::MaybeNumber => {
                    let numbers = numbers(&values)?;
                    match (&values, wanted) {
                        (_, Use::MaybeNumber) => {}
                        (_, Use::Weight) => {
                            if !numbers.iter().all(|weight| *weight > 0.0) {
                                leaving.mark(numbers.iter().map(|weight| u8::from(weight.is_nan() || *weight <= 0.0)), *first);
                            }
                        }
                        (Values::Made(made), _) => leaving.mark(made.why.iter().copied(), *first),
                        (Values::Base(_), _) => {
                            // One test for the whole chunk: mostly nothing is missing. A sum is NaN where a part is.
                            if numbers.iter().sum::<f64>().is_nan() {
                                leaving.mark(numbers.iter().map(|value| u8::from(value.is_nan())), *first);
                            }
                        }
                    }
                    Prepared::Numbers(numbers)
                }
                Use::Key | Use::Cohort => {
                    let (key, missing) = key_values(&values, *wanted == Use::Cohort)?;
                    match &values {
                        Values::Made(made) => leaving.mark(made.why.iter().copied(), *first),
                        Values::Base(_) if !missing.is_empty() => leaving.mark(missing.into_iter().map(u8::from), *first),
                        Values::Base(_) => {}
                    }
                    Prepared::Key(key)
                }
                Use::MaybeLabel => Prepared::Key(KeyValues::Text(labels(&values)?)),
            });
        }
        self.rows.fetch_add(rows as u64, Ordering::Relaxed);
        if leaving.codes.is_empty() {
            return Ok((rows, columns));
        }
        let mut counts = vec![0u64; self.asked.reasons.len()];
        for code in leaving.codes.iter().filter(|code| **code > 0) {
            counts[usize::from(*code) - 1] += 1;
        }
        for (left, count) in self.left.iter().zip(&counts) {
            left.fetch_add(*count, Ordering::Relaxed);
        }
        let stays: Vec<bool> = leaving.codes.iter().map(|code| *code == 0).collect();
        let kept = stays.iter().filter(|stays| **stays).count();
        let mask = BooleanChunked::from_slice(PlSmallStr::EMPTY, &stays);
        let columns = columns.into_iter().map(|column| keep(column, &stays, &mask)).collect::<PolarsResult<_>>()?;
        Ok((kept, columns))
    }

    fn find<'a>(&self, frame: &'a DataFrame, made: &'a HashMap<&str, Made>, name: &str) -> PolarsResult<Values<'a>> {
        let name = self.asked.additions.real_name(name);
        match made.get(name) {
            Some(made) => Ok(Values::Made(made)),
            None => frame.column(name).map(Values::Base),
        }
    }

    fn mark_duplicates(&self, frame: &DataFrame, leaving: &mut Leaving) -> PolarsResult<()> {
        if self.asked.additions.duplicates.is_empty() || frame.height() == 0 {
            return Ok(());
        }
        let positions = frame.column(POSITION)?.as_materialized_series().cast(&DataType::UInt32)?;
        let positions = positions.u32()?;
        leaving.mark(positions.iter().map(|at| u8::from(at.is_some_and(|at| self.asked.additions.duplicates.binary_search(&at).is_ok()))), 0);
        Ok(())
    }
}

/// For each row the place (from 1) of the first reason for which it leaves; empty while no row leaves.
struct Leaving {
    codes: Vec<u16>,
    rows: usize,
}

impl Leaving {
    /// `why` is 0 where a row may stay, else the place (from 1) among the reasons that start at `first`.
    fn mark(&mut self, why: impl Iterator<Item = u8>, first: usize) {
        for (row, why) in why.enumerate() {
            if why > 0 {
                if self.codes.is_empty() {
                    self.codes = vec![0; self.rows];
                }
                let code = &mut self.codes[row];
                if *code == 0 {
                    *code = (first + usize::from(why)) as u16;
                }
            }
        }
    }
}

fn collect(additions: &Additions, name: &str, made: &mut Vec<String>, base: &mut Vec<String>) {
    let name = additions.real_name(name);
    match additions.find(name) {
        Some(addition) => {
            for input in addition.inputs() {
                collect(additions, input, made, base);
            }
            if !made.iter().any(|known| known == name) {
                made.push(name.to_owned());
            }
        }
        None if !base.iter().any(|known| known == name) => base.push(name.to_owned()),
        None => {}
    }
}

fn keep(column: Prepared, stays: &[bool], mask: &BooleanChunked) -> PolarsResult<Prepared> {
    fn pick<T: Copy>(values: &[T], stays: &[bool]) -> Vec<T> {
        values.iter().zip(stays).filter(|(_, stays)| **stays).map(|(value, _)| *value).collect()
    }
    Ok(match column {
        Prepared::Numbers(values) => Prepared::Numbers(pick(&values, stays)),
        Prepared::Key(KeyValues::Whole(values)) => Prepared::Key(KeyValues::Whole(pick(&values, stays))),
        Prepared::Key(KeyValues::Real(values)) => Prepared::Key(KeyValues::Real(pick(&values, stays))),
        Prepared::Key(KeyValues::Text(values)) => Prepared::Key(KeyValues::Text(values.filter(mask)?)),
    })
}

fn labels(values: &Values) -> PolarsResult<StringChunked> {
    match values {
        // Numbers as they are written elsewhere: a whole one without a decimal point, whatever type its file gives it.
        Values::Base(column) if column.dtype().is_float() => {
            let values = column.as_materialized_series().cast(&DataType::Float64)?;
            Ok(values.f64()?.iter().map(|value| value.filter(|value| !value.is_nan()).map(|value| value.to_string())).collect())
        }
        Values::Base(column) => Ok(column.as_materialized_series().cast(&DataType::String)?.str()?.clone()),
        Values::Made(made) => Ok(made.values.iter().map(|value| (!value.is_nan()).then(|| value.to_string())).collect()),
    }
}

/// Values of a key, and which are missing (empty where none is). Where a missing value has a meaning it becomes a value that says so.
fn key_values(values: &Values, never: bool) -> PolarsResult<(KeyValues, Vec<bool>)> {
    let column = match values {
        Values::Made(made) => return Ok((KeyValues::Real(made.values.clone()), Vec::new())),
        Values::Base(column) => column,
    };
    let dense = |values: Vec<Option<i64>>| {
        let missing: Vec<bool> = if !never && values.contains(&None) { values.iter().map(Option::is_none).collect() } else { Vec::new() };
        (KeyValues::Whole(values.into_iter().map(|value| value.unwrap_or(i64::MAX)).collect()), missing)
    };
    Ok(match column.dtype() {
        DataType::Datetime(..) => dense(whole_days(column)?),
        DataType::Time => dense(seconds(column)?),
        DataType::Float64 | DataType::Float32 => {
            let mut numbers = numbers(values)?;
            let mut missing = Vec::new();
            if never {
                numbers.iter_mut().filter(|value| value.is_nan()).for_each(|value| *value = f64::INFINITY);
            } else if numbers.iter().any(|value| value.is_nan()) {
                missing = numbers.iter().map(|value| value.is_nan()).collect();
            }
            (KeyValues::Real(numbers), missing)
        }
        dtype if dtype.is_integer() || matches!(dtype, DataType::Boolean | DataType::Date) => {
            let physical = column.to_physical_repr().cast(&DataType::Int64)?;
            let whole = physical.as_materialized_series().i64()?;
            if whole.null_count() == 0 {
                let mut values = Vec::with_capacity(whole.len());
                for part in whole.downcast_iter() {
                    values.extend_from_slice(part.values());
                }
                (KeyValues::Whole(values), Vec::new())
            } else {
                dense(whole.iter().collect())
            }
        }
        _ => {
            let text = labels(values)?;
            let missing = if !never && text.null_count() > 0 { text.iter().map(|value| value.is_none()).collect() } else { Vec::new() };
            (KeyValues::Text(text), missing)
        }
    })
}
