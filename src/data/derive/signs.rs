//! Made columns that checks look at: whether a value is missing or round, what a clock says that cannot be, the outcome on another scale.

use super::{Check, Made, Moment, Recipe, Values, numbers};
use crate::data::{ColumnKind, Records};
use crate::error::Result;
use crate::locale::Text;
use crate::measure::calendar::WorkingCalendar;
use crate::measure::clock::{Clock, duration};
use crate::text;
use polars::prelude::PolarsResult;
use std::sync::Arc;

/// How far from a multiple a number may be and still be one: what rounding in a file leaves.
pub(in crate::data) const ROUNDING: f64 = 1e-6;

/// What becomes of a number; missing stays missing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Transform {
    /// Values beyond the limits become the limits (winsorised).
    Clamp(f64, f64),
    /// Natural logarithm; missing for what is not positive.
    Log,
    /// 1 for multiples of this number, 0 for others.
    Multiple(f64),
}

impl Transform {
    pub(super) fn of(self, value: f64) -> f64 {
        match self {
            Transform::Clamp(low, high) => value.max(low).min(high),
            Transform::Log if value > 0.0 => value.ln(),
            Transform::Log => f64::NAN,
            Transform::Multiple(of) => {
                let rest = (value / of).round().mul_add(-of, value);
                f64::from(u8::from(rest.abs() <= ROUNDING * of.max(1.0)))
            }
        }
    }
}

/// What the two instants of a case may say that cannot be, or that a person typed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockSign {
    /// It ends before it starts.
    EndsBeforeStart,
    /// It starts and ends in the same instant.
    NoTime,
    /// It starts or ends exactly at midnight.
    Midnight,
    /// It starts or ends when the office is closed.
    Closed,
    /// It ends on the full or half hour.
    HalfHour,
}

impl ClockSign {
    fn of(self, start: Option<i64>, end: Option<i64>, calendar: &WorkingCalendar) -> bool {
        let either = |test: &dyn Fn(i64) -> bool| start.is_some_and(test) || end.is_some_and(test);
        match self {
            ClockSign::EndsBeforeStart => start.zip(end).is_some_and(|(start, end)| end < start),
            ClockSign::NoTime => start.zip(end).is_some_and(|(start, end)| end == start),
            ClockSign::HalfHour => end.is_some_and(|end| end.rem_euclid(1800) < 60),
            ClockSign::Midnight => either(&|instant| instant.rem_euclid(86_400) == 0),
            // The minute around an instant holds no working time.
            ClockSign::Closed => either(&|instant| duration(Clock::WorkingHours, calendar, Some(instant - 30), Some(instant + 30)).value() == Some(0.0)),
        }
    }
}

impl Records {
    /// Adds 1 where a numeric (or made) column has no value, 0 where it has one; never missing.
    pub fn with_absent(&self, name: &str, column: &str) -> Result<Self> {
        self.numeric(column)?;
        self.add(name, Recipe::Absent { column: column.to_owned() }, ColumnKind::Integer, text!("\"{column}\" kosong (0/1)", "\"{column}\" missing (0/1)"))
    }

    /// Adds a numeric (or made) column on another scale.
    pub fn with_transform(&self, name: &str, column: &str, transform: Transform) -> Result<Self> {
        self.numeric(column)?;
        let words = match transform {
            Transform::Clamp(low, high) => text!("\"{column}\" dibatasi {low} sampai {high}", "\"{column}\" limited to {low} to {high}"),
            Transform::Log => text!("logaritma \"{column}\"", "logarithm of \"{column}\""),
            Transform::Multiple(of) => text!("\"{column}\" kelipatan {of} (0/1)", "\"{column}\" a multiple of {of} (0/1)"),
        };
        self.add(name, Recipe::Transform { column: column.to_owned(), transform }, ColumnKind::Float, words)
    }

    /// Adds 1 where a numeric (or made) column lies from `low` to `high`, else 0; missing where it is.
    pub fn with_within(&self, name: &str, column: &str, low: f64, high: f64) -> Result<Self> {
        self.numeric(column)?;
        let recipe = Recipe::Indicator { column: column.to_owned(), check: Check::Spans(vec![(low, high)], true) };
        self.add(name, recipe, ColumnKind::Integer, text!("\"{column}\" dalam {low} sampai {high} (0/1)", "\"{column}\" within {low} to {high} (0/1)"))
    }

    /// Adds 1 where the instants of a case have a sign, else 0; never missing. Errors: columns that are no dates or times.
    pub fn with_clock_sign(&self, name: &str, start: &Moment, end: &Moment, sign: ClockSign, calendar: &WorkingCalendar) -> Result<Self> {
        self.check_moments(&[start, end])?;
        let recipe = Recipe::ClockSign { start: start.clone(), end: end.clone(), sign, calendar: Arc::new(calendar.clone()) };
        self.add(name, recipe, ColumnKind::Integer, Text::same("0/1"))
    }
}

pub(super) fn absent(input: &Values) -> PolarsResult<Made> {
    let values: Vec<f64> = numbers(input)?.into_iter().map(|value| f64::from(u8::from(value.is_nan()))).collect();
    Ok(Made { why: vec![0; values.len()], values })
}

pub(super) fn transformed(input: &Values, transform: Transform) -> PolarsResult<Made> {
    let values: Vec<f64> = numbers(input)?.into_iter().map(|value| if value.is_nan() { value } else { transform.of(value) }).collect();
    let why = values.iter().map(|value| u8::from(value.is_nan())).collect();
    Ok(Made { values, why })
}

pub(super) fn clock_sign<'a>(
    start: &Moment,
    end: &Moment,
    sign: ClockSign,
    calendar: &WorkingCalendar,
    find: &impl Fn(&str) -> PolarsResult<Values<'a>>,
) -> PolarsResult<Made> {
    let cases = start.instants(find)?.into_iter().zip(end.instants(find)?);
    let values: Vec<f64> = cases.map(|(start, end)| f64::from(u8::from(sign.of(start, end, calendar)))).collect();
    Ok(Made { why: vec![0; values.len()], values })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::calendar::CalendarSettings;

    #[test]
    fn multiples_limits_and_logarithms() {
        assert_eq!([10.0, 12.0, 0.0, -5.0, 14.999_999_9].map(|value| Transform::Multiple(5.0).of(value)), [1.0, 0.0, 1.0, 1.0, 1.0]);
        assert_eq!([-3.0, 2.0, 90.0].map(|value| Transform::Clamp(0.0, 60.0).of(value)), [0.0, 2.0, 60.0]);
        assert!(Transform::Log.of(0.0).is_nan() && Transform::Log.of(1.0) == 0.0);
    }

    #[test]
    fn clocks_that_cannot_be() {
        let Ok(calendar) = WorkingCalendar::new(&CalendarSettings::default()) else { panic!("no calendar") };
        // Monday 8 January 2024, 09:00 and 22:00; Sunday 7 January.
        let day = 19_730 * 86_400;
        let (morning, night, sunday) = (day + 9 * 3600, day + 22 * 3600, day - 15 * 3600);
        let signs =
            |start, end| [ClockSign::EndsBeforeStart, ClockSign::NoTime, ClockSign::Midnight, ClockSign::Closed].map(|sign| sign.of(start, end, &calendar));
        assert_eq!(signs(Some(morning), Some(morning + 3600)), [false, false, false, false]);
        assert_eq!(signs(Some(morning + 3600), Some(morning)), [true, false, false, false]);
        assert_eq!(signs(Some(morning), Some(morning)), [false, true, false, false]);
        assert_eq!(signs(Some(day), Some(morning)), [false, false, true, true]);
        assert_eq!(signs(Some(morning), Some(night)), [false, false, false, true]);
        assert_eq!(signs(Some(sunday), None), [false, false, false, true]);
        assert_eq!([0, 1799, 1800, 3660].map(|end| ClockSign::HalfHour.of(None, Some(day + end), &calendar)), [true, false, true, false]);
    }
}
