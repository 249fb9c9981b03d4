//! The made columns as people ask for them: durations, shares within a standard, periods, before and after, filters, copies.

use super::{Addition, Check, Condition, Filter, Recipe, Test, Values, seconds};
use crate::data::engine::{Source, Stopped, stream};
use crate::data::{Column, ColumnKind, Records, remote};
use crate::error::{Error, Problem, Result, columns as problems, reading};
use crate::locale::Text;
use crate::measure::calendar::WorkingCalendar;
use crate::measure::clock::Clock;
use crate::measure::target::Better;
use crate::panel::TimeScale;
use crate::text;
use chrono::{NaiveDate, NaiveDateTime};
use polars::prelude::*;
use std::collections::HashSet;
use std::sync::Arc;

/// Where an instant is written: a column of dates or datetimes, and where the dates have no time, a column of times of day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// Column of dates or datetimes.
    pub date: String,
    /// Column of times of day.
    pub time: Option<String>,
}

impl From<&str> for Moment {
    fn from(date: &str) -> Self {
        Self { date: date.to_owned(), time: None }
    }
}

impl Moment {
    pub(super) fn columns(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.date.as_str()).chain(self.time.as_deref())
    }

    /// Seconds of local wall time; none where the date or the time of day is missing.
    pub(super) fn instants<'a>(&self, find: &impl Fn(&str) -> PolarsResult<Values<'a>>) -> PolarsResult<Vec<Option<i64>>> {
        let read = |name: &str| match find(name)? {
            Values::Base(column) => seconds(column),
            Values::Made(made) => Ok(vec![None; made.values.len()]),
        };
        let dates = read(&self.date)?;
        let Some(time) = &self.time else { return Ok(dates) };
        let times = read(time)?;
        Ok(dates.into_iter().zip(times).map(|(date, time)| Some(date?.div_euclid(86_400) * 86_400 + time?)).collect())
    }
}

impl Records {
    /// Adds the time from `start` to `end` on a clock (hours or days, see [`Clock`]). Cases without an end are missing and counted as unfinished,
    /// those that end before they start are counted too. Errors: columns that are no dates or times, a name that is taken.
    pub fn with_duration(&self, name: &str, start: &Moment, end: &Moment, clock: Clock, calendar: &WorkingCalendar) -> Result<Self> {
        self.check_moments(&[start, end])?;
        let recipe = Recipe::Duration { start: start.clone(), end: end.clone(), clock, calendar: Arc::new(calendar.clone()), until: None };
        self.add(name, recipe, ColumnKind::Float, clock.unit())
    }

    /// As [`Self::with_duration`], cases without an end going until `until`, when the data were taken: they were seen so long without ending.
    pub fn with_observed_time(&self, name: &str, start: &Moment, end: &Moment, clock: Clock, calendar: &WorkingCalendar, until: NaiveDateTime) -> Result<Self> {
        self.check_moments(&[start, end])?;
        let until = Some(until.and_utc().timestamp());
        let recipe = Recipe::Duration { start: start.clone(), end: end.clone(), clock, calendar: Arc::new(calendar.clone()), until };
        self.add(name, recipe, ColumnKind::Float, clock.unit())
    }

    /// The last instant that stands in these columns; none where they have none.
    pub fn last_instant(&self, moments: &[&Moment]) -> Result<Option<NaiveDateTime>> {
        let read = |text: &str| {
            let day = || NaiveDate::parse_from_str(text.get(..10)?, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0);
            ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M"]
                .iter()
                .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
                .or_else(day)
        };
        let known: Vec<Option<NaiveDateTime>> = moments.iter().map(|moment| self.column(&moment.date).ok()?.max.as_deref().and_then(read)).collect();
        match self.remote() {
            Some(remote) if known.contains(&None) => remote::last_instant(remote, self, moments),
            _ => Ok(known.into_iter().flatten().max()),
        }
    }

    /// Adds 1 where a case has a start and no end, else 0; missing where there is no start.
    pub fn with_unfinished(&self, name: &str, start: &Moment, end: &Moment) -> Result<Self> {
        self.check_moments(&[start, end])?;
        let recipe = Recipe::Unfinished { start: start.clone(), end: end.clone() };
        self.add(name, recipe, ColumnKind::Integer, text!("belum selesai (0/1)", "unfinished (0/1)"))
    }

    /// Adds 1 where the outcome meets a standard, else 0; missing where the outcome is.
    pub fn with_target(&self, name: &str, outcome: &str, target: f64, better: Better) -> Result<Self> {
        self.numeric(outcome)?;
        let limits = match better {
            Better::Lower => (f64::NEG_INFINITY, target),
            Better::Higher => (target, f64::INFINITY),
        };
        let recipe = Recipe::Indicator { column: outcome.to_owned(), check: Check::Spans(vec![limits], true) };
        self.add(name, recipe, ColumnKind::Integer, text!("memenuhi standar (0/1)", "meets the standard (0/1)"))
    }

    /// Adds another name for a date column, read on a scale when it is a period.
    pub fn with_period(&self, name: &str, date: &str, scale: TimeScale) -> Result<Self> {
        let kind = self.date(date)?.kind;
        self.add(name, Recipe::Period { column: date.to_owned(), scale }, kind, text!("periode dari \"{date}\"", "period of \"{date}\""))
    }

    /// Adds 1 from the start on, 0 before it.
    pub fn with_after(&self, name: &str, date: &str, start: NaiveDate) -> Result<Self> {
        self.date(date)?;
        self.with_indicator(name, &Condition::new(date, Test::AtLeast(start.format("%Y-%m-%d").to_string())))
    }

    /// Adds 1 where the column has one of these values, else 0; missing where it is missing.
    pub fn with_mapping(&self, name: &str, column: &str, ones: &[String]) -> Result<Self> {
        self.with_indicator(name, &Condition::new(column, Test::In(ones.to_vec())))
    }

    /// Adds 1 where a condition is fulfilled, else 0; missing where its column is missing.
    pub fn with_indicator(&self, name: &str, condition: &Condition) -> Result<Self> {
        let check = condition.compile(self.column(&condition.column)?.kind)?;
        let code = condition.code();
        self.add(name, Recipe::Indicator { column: condition.column.clone(), check }, ColumnKind::Integer, Text::same(code))
    }

    /// Keeps the records that fulfil a condition; the others are counted as filtered.
    pub fn with_filter(&self, condition: &Condition) -> Result<Self> {
        let check = condition.compile(self.column(&condition.column)?.kind)?;
        let mut records = self.clone();
        records.additions.filters.push(Filter { column: condition.column.clone(), check, code: condition.code() });
        Ok(records)
    }

    /// Keeps the first of records that are equal in every column; the others are counted as duplicates. Passes over all columns once.
    pub fn without_copies(&self) -> Result<Self> {
        if let Some(remote) = self.remote() {
            return Ok(remote::copies(remote, self));
        }
        // 128 bits a row: among a hundred million rows two different ones agree with a probability below 1e-22.
        let mut seen: HashSet<(u64, u64)> = HashSet::new();
        let mut copies: Vec<u32> = Vec::new();
        let mut position = 0u32;
        let schema = Schema::from_iter([Field::new("a".into(), DataType::UInt64), Field::new("b".into(), DataType::UInt64)]);
        let result = stream(
            Source::Frame(self.lazy()?),
            Arc::new(schema),
            |frame| row_hashes(&frame),
            |chunk: DataFrame| -> std::result::Result<(), String> {
                let part = |name: &str| chunk.column(name).and_then(|column| column.as_materialized_series().u64().cloned()).map_err(|error| error.to_string());
                for (a, b) in part("a")?.iter().zip(part("b")?.iter()) {
                    if !seen.insert((a.unwrap_or(0), b.unwrap_or(0))) {
                        copies.push(position);
                    }
                    position += 1;
                }
                Ok(())
            },
        );
        result.map_err(|stopped| match stopped {
            Stopped::Engine(detail) | Stopped::Taker(detail) => Error::from(reading::pass_failed(&self.source(), &detail)),
        })?;
        let mut records = self.clone();
        records.additions.duplicates = Arc::new(copies);
        Ok(records)
    }

    pub(super) fn check_moments(&self, moments: &[&Moment]) -> Result<()> {
        let mut found: Vec<Problem> = Vec::new();
        for moment in moments {
            found.extend(self.date(&moment.date).err().into_iter().flat_map(|error| error.problems));
            if let Some(time) = &moment.time {
                match self.column(time) {
                    Ok(column) if column.kind == ColumnKind::Time => {}
                    Ok(_) => found.push(problems::not_a_time(time)),
                    Err(error) => found.extend(error.problems),
                }
            }
        }
        Error::unless_empty(found)
    }

    pub(super) fn add(&self, name: &str, recipe: Recipe, kind: ColumnKind, words: Text) -> Result<Self> {
        if self.columns().iter().any(|column| column.name == name) {
            return Err(problems::name_taken(name).into());
        }
        let mut records = self.clone();
        records.additions.columns.push(Addition { name: name.to_owned(), recipe });
        records.columns.push(Column::plain(name, kind, words));
        Ok(records)
    }
}

/// Two independent 64-bit hashes of each row over all columns.
fn row_hashes(frame: &DataFrame) -> PolarsResult<DataFrame> {
    let rows = frame.height();
    let mut a = vec![0x243F_6A88_85A3_08D3u64; rows];
    let mut b = vec![0x1319_8A2E_0370_7344u64; rows];
    let mut mix = |row: usize, value: u64| {
        a[row] = (a[row].rotate_left(5) ^ value).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        b[row] = (b[row] ^ value.wrapping_mul(0xD6E8_FEB8_6659_FD93)).wrapping_mul(0xFF51_AFD7_ED55_8CCD).rotate_left(27);
    };
    for column in frame.columns() {
        let series = column.to_physical_repr();
        match series.dtype() {
            DataType::String | DataType::Categorical(..) | DataType::Enum(..) => {
                let text = series.as_materialized_series().cast(&DataType::String)?;
                for (row, value) in text.str()?.iter().enumerate() {
                    mix(row, value.map_or(u64::MAX, |value| value.len() as u64));
                    for part in value.unwrap_or("").as_bytes().chunks(8) {
                        let mut word = [0; 8];
                        word[..part.len()].copy_from_slice(part);
                        mix(row, u64::from_le_bytes(word));
                    }
                }
            }
            DataType::Float64 | DataType::Float32 => {
                let numbers = series.as_materialized_series().cast(&DataType::Float64)?;
                for (row, value) in numbers.f64()?.iter().enumerate() {
                    mix(row, u64::from(value.is_none()));
                    mix(row, value.unwrap_or(0.0).to_bits());
                }
            }
            _ => {
                let numbers = series.as_materialized_series().cast(&DataType::Int64)?;
                for (row, value) in numbers.i64()?.iter().enumerate() {
                    mix(row, u64::from(value.is_none()));
                    mix(row, value.unwrap_or(0) as u64);
                }
            }
        }
    }
    DataFrame::new(rows, vec![polars::prelude::Column::new("a".into(), a), polars::prelude::Column::new("b".into(), b)])
}
