//! Columns made from others, and rows that leave, decided chunk by chunk while the records stream by.

mod outcomes;
mod prepare;
mod scores;
mod signs;
mod test;
mod values;

pub use outcomes::Moment;
pub(in crate::data) use prepare::{Asked, Needs, Preparation, Prepared, Use};
pub(in crate::data) use signs::ROUNDING;
pub use signs::{ClockSign, Transform};
pub(in crate::data) use test::Check;
pub use test::{Condition, Test};
pub(in crate::data) use values::{Made, Values, numbers, seconds, whole_days};

use crate::locale::Text;
use crate::measure::calendar::WorkingCalendar;
use crate::measure::clock::{Clock, Duration, duration};
use crate::panel::{DropReason, TimeScale};
use crate::text;
use polars::prelude::PolarsResult;
use std::sync::Arc;

/// A made column.
#[derive(Clone)]
pub(in crate::data) struct Addition {
    pub(in crate::data) name: String,
    pub(in crate::data) recipe: Recipe,
}

/// How a column is made.
#[derive(Clone)]
pub(in crate::data) enum Recipe {
    /// Time from one moment to another on a clock; cases without an end go until `until`, where it is given (seconds of local wall time).
    Duration { start: Moment, end: Moment, clock: Clock, calendar: Arc<WorkingCalendar>, until: Option<i64> },
    /// 1 where a case has a start and no end.
    Unfinished { start: Moment, end: Moment },
    /// 1 where a condition is fulfilled, 0 where not.
    Indicator { column: String, check: Check },
    /// Scores of answers in words.
    Scores { column: String, scores: Arc<std::collections::HashMap<String, f64>> },
    /// The mean of the columns that are there, times a factor.
    Average { columns: Vec<String>, factor: f64 },
    /// 1 where a column has no value, 0 where it has one.
    Absent { column: String },
    /// A number on another scale.
    Transform { column: String, transform: Transform },
    /// 1 where the instants of a case say something that cannot be, or that was typed in.
    ClockSign { start: Moment, end: Moment, sign: ClockSign, calendar: Arc<WorkingCalendar> },
    /// Normalized gain.
    Gain { before: String, after: String, max: f64 },
    /// Another name for a date column, read on a scale.
    Period { column: String, scale: TimeScale },
}

/// A filter: the check, its column, and how it is called.
#[derive(Clone)]
pub(in crate::data) struct Filter {
    pub(in crate::data) column: String,
    pub(in crate::data) check: Check,
    pub(in crate::data) code: String,
}

/// Everything that was added to the records as they were read.
#[derive(Clone, Default)]
pub(in crate::data) struct Additions {
    pub(in crate::data) columns: Vec<Addition>,
    pub(in crate::data) filters: Vec<Filter>,
    /// Positions of exact copies of earlier rows, ascending.
    pub(in crate::data) duplicates: Arc<Vec<u32>>,
}

impl Additions {
    pub(in crate::data) fn find(&self, name: &str) -> Option<&Addition> {
        self.columns.iter().find(|addition| addition.name == name)
    }

    /// Why a column has no value in a row, in the order of the codes (from 1).
    pub(in crate::data) fn reasons(&self, name: &str) -> Vec<DropReason> {
        let missing = |column: &str| DropReason::Missing(column.to_owned());
        match self.find(name).map(|addition| &addition.recipe) {
            Some(Recipe::Duration { start, .. }) => {
                vec![missing(&start.date), DropReason::Unfinished, DropReason::EndBeforeStart, DropReason::Other(outside_calendar())]
            }
            Some(Recipe::Unfinished { start, .. }) => vec![missing(&start.date)],
            Some(Recipe::Scores { column, .. }) => vec![missing(column)],
            None | Some(Recipe::Average { .. } | Recipe::Gain { .. } | Recipe::Transform { .. }) => vec![missing(name)],
            Some(Recipe::Absent { .. } | Recipe::ClockSign { .. }) => Vec::new(),
            Some(Recipe::Indicator { column, .. } | Recipe::Period { column, .. }) => self.reasons(column),
        }
    }

    /// The column behind a name that is only another name.
    pub(in crate::data) fn real_name<'a>(&'a self, name: &'a str) -> &'a str {
        match self.find(name).map(|addition| &addition.recipe) {
            Some(Recipe::Period { column, .. }) => self.real_name(column),
            _ => name,
        }
    }

    /// The scale that a period column was given.
    pub(in crate::data) fn scale(&self, name: &str) -> Option<TimeScale> {
        match self.find(name).map(|addition| &addition.recipe) {
            Some(Recipe::Period { scale, .. }) => Some(*scale),
            _ => None,
        }
    }
}

fn outside_calendar() -> Text {
    text!("tanggal di luar kalender kerja (1970–2099)", "date outside the working calendar (1970–2099)")
}

impl Addition {
    /// Columns that it is made from.
    pub(in crate::data) fn inputs(&self) -> Vec<&str> {
        match &self.recipe {
            Recipe::Duration { start, end, .. } | Recipe::Unfinished { start, end } | Recipe::ClockSign { start, end, .. } => {
                start.columns().chain(end.columns()).collect()
            }
            Recipe::Average { columns, .. } => columns.iter().map(String::as_str).collect(),
            Recipe::Gain { before, after, .. } => vec![before, after],
            Recipe::Scores { column, .. }
            | Recipe::Indicator { column, .. }
            | Recipe::Period { column, .. }
            | Recipe::Absent { column }
            | Recipe::Transform { column, .. } => vec![column],
        }
    }

    /// The column for a chunk; `find` gives the columns that it is made from.
    pub(in crate::data) fn make<'a>(&self, find: &impl Fn(&str) -> PolarsResult<Values<'a>>) -> PolarsResult<Made> {
        match &self.recipe {
            Recipe::Duration { start, end, clock, calendar, until } => {
                let cases = start.instants(find)?.into_iter().zip(end.instants(find)?);
                let (values, why) = cases
                    .map(|(start, end)| match duration(*clock, calendar, start, end.or(*until)) {
                        Duration::Finished(value) => (value, 0),
                        Duration::NoStart => (f64::NAN, 1),
                        Duration::Unfinished => (f64::NAN, 2),
                        Duration::EndsBeforeStart => (f64::NAN, 3),
                        Duration::OutsideCalendar => (f64::NAN, 4),
                    })
                    .unzip();
                Ok(Made { values, why })
            }
            Recipe::Unfinished { start, end } => {
                let cases = start.instants(find)?.into_iter().zip(end.instants(find)?);
                let (values, why) = cases.map(|(start, end)| if start.is_none() { (f64::NAN, 1) } else { (f64::from(end.is_none()), 0) }).unzip();
                Ok(Made { values, why })
            }
            Recipe::Indicator { column, check } => {
                let input = find(column)?;
                let fulfilled = check.fulfilled(&input)?;
                let values = fulfilled.iter().map(|value| value.map_or(f64::NAN, f64::from)).collect();
                let why = match &input {
                    Values::Made(made) => made.why.clone(),
                    Values::Base(_) => fulfilled.iter().map(|value| u8::from(value.is_none())).collect(),
                };
                Ok(Made { values, why })
            }
            Recipe::Scores { column, scores } => self::scores::scores(&find(column)?, scores),
            Recipe::Average { columns, factor } => self::scores::average(columns, *factor, find),
            Recipe::Gain { before, after, max } => self::scores::gains(&find(before)?, &find(after)?, *max),
            Recipe::Absent { column } => signs::absent(&find(column)?),
            Recipe::Transform { column, transform } => signs::transformed(&find(column)?, *transform),
            Recipe::ClockSign { start, end, sign, calendar } => signs::clock_sign(start, end, *sign, calendar, find),
            // Resolved by name: there is nothing to make.
            Recipe::Period { .. } => Ok(Made { values: Vec::new(), why: Vec::new() }),
        }
    }
}
