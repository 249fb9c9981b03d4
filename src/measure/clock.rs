//! Service time: how long a case took, on one of four clocks.
//!
//! Instants are seconds since 1970-01-01 00:00 of *local wall time* (not UTC). For a start `s` and an end `e`:
//!
//! | clock | definition | unit |
//! |---|---|---|
//! | elapsed | `(e − s) / 3600` | hours |
//! | calendar days | date of `e` − date of `s` | days |
//! | working days | working days after the date of `s` up to and including the date of `e` | days |
//! | working hours | working time within `[s, e)` | hours |
//!
//! So a case handed in outside working hours starts to count at the next opening, and one that is finished on the day it came took 0 days.

use super::calendar::WorkingCalendar;
use crate::locale::Text;
use crate::text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const SECONDS_A_DAY: i64 = 86_400;
const SECONDS_AN_HOUR: f64 = 3_600.0;

/// What a duration is counted in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Clock {
    /// Hours between the two instants, day and night.
    Elapsed,
    /// Difference of the dates.
    CalendarDays,
    /// Working days after the first date up to the last.
    WorkingDays,
    /// Working time between the instants, in hours.
    #[default]
    WorkingHours,
}

impl Clock {
    /// All clocks.
    pub const ALL: [Clock; 4] = [Clock::Elapsed, Clock::CalendarDays, Clock::WorkingDays, Clock::WorkingHours];

    /// The name on the command line and in study files.
    pub fn name(self) -> &'static str {
        match self {
            Clock::Elapsed => "elapsed",
            Clock::CalendarDays => "calendar-days",
            Clock::WorkingDays => "working-days",
            Clock::WorkingHours => "working-hours",
        }
    }

    /// The unit of its durations.
    pub fn unit(self) -> Text {
        match self {
            Clock::Elapsed => text!("jam", "hours"),
            Clock::CalendarDays => text!("hari kalender", "calendar days"),
            Clock::WorkingDays => text!("hari kerja", "working days"),
            Clock::WorkingHours => text!("jam kerja", "working hours"),
        }
    }

    /// Whether the working calendar matters to it.
    pub fn uses_calendar(self) -> bool {
        matches!(self, Clock::WorkingDays | Clock::WorkingHours)
    }
}

impl std::fmt::Display for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// The name of no clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownClock;

impl std::fmt::Display for UnknownClock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("elapsed, calendar-days, working-days, working-hours")
    }
}

impl std::error::Error for UnknownClock {}

impl std::str::FromStr for Clock {
    type Err = UnknownClock;

    fn from_str(name: &str) -> Result<Self, UnknownClock> {
        Clock::ALL.into_iter().find(|clock| clock.name() == name).ok_or(UnknownClock)
    }
}

/// How long one case took, or why that is not known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Duration {
    /// Finished, in the clock's unit.
    Finished(f64),
    /// Started and not ended: censored, to be kept and counted.
    Unfinished,
    /// No start is recorded.
    NoStart,
    /// The end lies before the start (on day clocks: an earlier date).
    EndsBeforeStart,
    /// A date outside 1970–2099, on a clock that needs the calendar.
    OutsideCalendar,
}

impl Duration {
    /// The value of a finished case.
    pub fn value(self) -> Option<f64> {
        match self {
            Duration::Finished(value) => Some(value),
            _ => None,
        }
    }
}

/// The duration of one case: constant time on every clock. Instants are seconds of local wall time.
pub fn duration(clock: Clock, calendar: &WorkingCalendar, start: Option<i64>, end: Option<i64>) -> Duration {
    let Some(start) = start else {
        return Duration::NoStart;
    };
    let Some(end) = end else {
        return Duration::Unfinished;
    };
    let (first, last) = (start.div_euclid(SECONDS_A_DAY), end.div_euclid(SECONDS_A_DAY));
    // Day clocks compare dates: an end that is recorded without a time of day is not "before" a start at noon.
    let reversed = match clock {
        Clock::Elapsed | Clock::WorkingHours => end < start,
        Clock::CalendarDays | Clock::WorkingDays => last < first,
    };
    if reversed {
        return Duration::EndsBeforeStart;
    }
    let value = match clock {
        Clock::Elapsed => Some((end - start) as f64 / SECONDS_AN_HOUR),
        Clock::CalendarDays => Some((last - first) as f64),
        Clock::WorkingDays => calendar.days_through(start).zip(calendar.days_through(end)).map(|(before, through)| f64::from(through - before)),
        Clock::WorkingHours => calendar.seconds_until(start).zip(calendar.seconds_until(end)).map(|(before, until)| (until - before) as f64 / SECONDS_AN_HOUR),
    };
    value.map_or(Duration::OutsideCalendar, Duration::Finished)
}

/// The durations of many cases. `start` and `end` are of one length (the shorter counts); so is the result.
pub fn durations(clock: Clock, calendar: &WorkingCalendar, start: &[Option<i64>], end: &[Option<i64>]) -> Vec<Duration> {
    start.iter().zip(end).map(|(&start, &end)| duration(clock, calendar, start, end)).collect()
}

/// How many cases ended in which way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct DurationAccount {
    /// Finished cases.
    pub finished: u64,
    /// Started and not ended.
    pub unfinished: u64,
    /// Without a start.
    pub no_start: u64,
    /// With an end before the start.
    pub ends_before_start: u64,
    /// With a date outside the calendar.
    pub outside_calendar: u64,
}

impl DurationAccount {
    /// Counts one case.
    pub fn add(&mut self, case: Duration) {
        let count = match case {
            Duration::Finished(_) => &mut self.finished,
            Duration::Unfinished => &mut self.unfinished,
            Duration::NoStart => &mut self.no_start,
            Duration::EndsBeforeStart => &mut self.ends_before_start,
            Duration::OutsideCalendar => &mut self.outside_calendar,
        };
        *count += 1;
    }

    /// Counts many cases.
    pub fn of(cases: &[Duration]) -> Self {
        let mut account = Self::default();
        for &case in cases {
            account.add(case);
        }
        account
    }

    /// The account of two parts together.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self {
            finished: self.finished + other.finished,
            unfinished: self.unfinished + other.unfinished,
            no_start: self.no_start + other.no_start,
            ends_before_start: self.ends_before_start + other.ends_before_start,
            outside_calendar: self.outside_calendar + other.outside_calendar,
        }
    }
}

/// The first and the last second of local wall time among the cases: for [`WorkingCalendar::years_without_holidays`]. `None` without any.
pub fn extent(start: &[Option<i64>], end: &[Option<i64>]) -> Option<(i64, i64)> {
    let mut seconds = start.iter().chain(end).flatten();
    let &first = seconds.next()?;
    Some(seconds.fold((first, first), |(low, high), &second| (low.min(second), high.max(second))))
}

#[cfg(test)]
mod tests;
