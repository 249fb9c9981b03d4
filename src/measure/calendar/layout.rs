//! A table of days: for each what is open, and sums of working time before it.

use super::hours::{self, DayHours, Span, Week};
use super::official::{OfficialKind, official};
use super::settings::{CalendarSettings, DayText, Zone};
use crate::error::{Error, Problem, Result, measure as problem};
use chrono::{Datelike, NaiveDate};
use std::collections::HashMap;

const SECONDS_A_DAY: i64 = 86_400;
/// The table holds 1970-01-01 to 2099-12-31: 47,482 days, under a megabyte.
const DAYS: usize = 47_482;
const FIRST_YEAR: i32 = 1970;

/// Why a day is open or closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DayStatus {
    /// Open with the hours of its weekday.
    Open,
    /// Open with the hours of Ramadan.
    OpenInRamadan,
    /// Open besides the usual days.
    ExtraOpen,
    /// The weekday is not open.
    NotOpenThatWeekday,
    /// National holiday or election day.
    Holiday,
    /// Joint leave (cuti bersama).
    JointLeave,
    /// Own closure of the office.
    Closure,
}

/// One way a day can go: its open spans in seconds after midnight and the working time before each.
#[derive(Debug, Clone)]
struct Pattern {
    spans: Vec<(i64, i64, i64)>,
    total: i64,
}

impl Pattern {
    fn of(day: &[Span]) -> Self {
        let mut before = 0;
        let mut spans = Vec::with_capacity(day.len());
        for span in day {
            let (from, to) = (i64::from(span.from) * 60, i64::from(span.to) * 60);
            spans.push((from, to, before));
            before += to - from;
        }
        Self { spans, total: before }
    }

    /// Working seconds before this second of the day.
    fn worked(&self, second: i64) -> i64 {
        for &(from, to, before) in self.spans.iter().rev() {
            if second >= from {
                return before + second.min(to) - from;
            }
        }
        0
    }
}

/// The calendar of an office, laid out from 1970 to 2099.
#[derive(Debug, Clone)]
pub struct WorkingCalendar {
    zone: Zone,
    patterns: Vec<Pattern>,
    pattern_of_day: Vec<u16>,
    status: Vec<DayStatus>,
    /// Working seconds before each day, one more entry than days.
    seconds_before: Vec<i64>,
    /// Working days before each day, one more entry than days.
    days_before: Vec<u32>,
    uses_official: bool,
}

/// A day of the calendar as a row of a table: what another engine needs to count working time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LaidDay {
    /// Days since 1970-01-01.
    pub(crate) day: i64,
    /// Working seconds before it.
    pub(crate) seconds_before: i64,
    /// Working days up to and including it.
    pub(crate) days_through: u32,
    /// Open spans in seconds after midnight, in order and apart.
    pub(crate) spans: Vec<(i64, i64)>,
}

fn epoch_day(day: NaiveDate) -> i64 {
    i64::from(day.num_days_from_ce()) - 719_163
}

fn index(day: NaiveDate) -> Option<usize> {
    usize::try_from(epoch_day(day)).ok().filter(|&i| i < DAYS)
}

/// The days (table indexes) of a date or of `first/last`.
fn days_of(key: &str, text: &str) -> std::result::Result<std::ops::RangeInclusive<usize>, Problem> {
    let (first, last) = text.split_once('/').unwrap_or((text, text));
    let read = |part: &str| part.trim().parse::<NaiveDate>().ok().and_then(index);
    match (read(first), read(last)) {
        (Some(first), Some(last)) if first <= last => Ok(first..=last),
        _ => Err(problem::calendar_date(key, text)),
    }
}

/// Collects what reads and the problems of what does not.
fn all_days(key: &str, texts: &[DayText], problems: &mut Vec<Problem>) -> Vec<usize> {
    let mut days = Vec::new();
    for text in texts {
        match days_of(key, &text.0) {
            Ok(range) => days.extend(range),
            Err(found) => problems.push(found),
        }
    }
    days
}

/// Extra open days with their own hours where given: `2024-03-16 08:00-12:00`.
fn extra_days(texts: &[DayText], problems: &mut Vec<Problem>) -> HashMap<usize, Option<DayHours>> {
    let mut extra = HashMap::new();
    for text in texts {
        let mut words = text.0.split([' ', ',', 'T']).filter(|word| !word.is_empty());
        let days = days_of("extra_open", words.next().unwrap_or(""));
        let spans: Vec<&str> = words.collect();
        let own = hours::day_hours("extra_open", &spans);
        match (days, own) {
            (Ok(days), Ok(own)) => {
                let own = (!own.is_empty()).then_some(own);
                extra.extend(days.map(|day| (day, own.clone())));
            }
            (days, own) => problems.extend(days.err().into_iter().chain(own.err())),
        }
    }
    extra
}

impl WorkingCalendar {
    /// Lays the settings out over the official calendar. Errors: every time, date or week of the settings that cannot be read or does not fit.
    pub fn new(settings: &CalendarSettings) -> Result<Self> {
        let mut problems = Vec::new();
        let open = hours::open_days(&settings.days).unwrap_or_else(|found| {
            problems.push(found);
            [true; 7]
        });
        let ordinary = hours::week(&settings.hours, &hours::ORDINARY, open, &mut problems);
        let ramadan = if settings.ramadan {
            // Hours that could not be read are reported once.
            let own = if problems.is_empty() { hours::in_ramadan(&settings.ramadan_hours, &settings.hours) } else { settings.ramadan_hours.clone() };
            hours::week(&own, &hours::RAMADAN, open, &mut problems)
        } else {
            ordinary.clone()
        };
        let extra = extra_days(&settings.extra_open, &mut problems);

        let mut closed: HashMap<usize, DayStatus> = HashMap::new();
        for day in official().days() {
            let (counts, status) = match day.kind {
                OfficialKind::National | OfficialKind::Election => (settings.holidays, DayStatus::Holiday),
                OfficialKind::JointLeave => (settings.joint_leave, DayStatus::JointLeave),
            };
            if let Some(day) = index(day.day).filter(|_| counts) {
                // A holiday that is also joint leave stays a holiday.
                if closed.get(&day) != Some(&DayStatus::Holiday) {
                    closed.insert(day, status);
                }
            }
        }
        for day in all_days("closures", &settings.closures, &mut problems) {
            if extra.contains_key(&day) {
                let date = NaiveDate::from_num_days_from_ce_opt(day as i32 + 719_163);
                problems.push(problem::calendar_conflict(&date.map(|date| date.to_string()).unwrap_or_default()));
            }
            closed.insert(day, DayStatus::Closure);
        }
        let mut fasting = vec![false; DAYS];
        for day in all_days("ramadan_dates", &settings.ramadan_dates, &mut problems) {
            fasting[day] = settings.ramadan;
        }
        for year in &official().years {
            if let (Some(first), Some(last)) = (index(year.ramadan.first), index(year.ramadan.last)) {
                fasting[first..=last].fill(settings.ramadan);
            }
        }
        Error::unless_empty(problems)?;
        Ok(Self::lay_out(settings, &ordinary, &ramadan, &fasting, &closed, &extra))
    }

    fn lay_out(
        settings: &CalendarSettings,
        ordinary: &Week,
        ramadan: &Week,
        fasting: &[bool],
        closed: &HashMap<usize, DayStatus>,
        extra: &HashMap<usize, Option<DayHours>>,
    ) -> Self {
        let mut patterns: Vec<Pattern> = Vec::new();
        let mut known: HashMap<DayHours, u16> = HashMap::new();
        let mut calendar = Self {
            zone: settings.zone,
            patterns: Vec::new(),
            pattern_of_day: Vec::with_capacity(DAYS),
            status: Vec::with_capacity(DAYS),
            seconds_before: Vec::with_capacity(DAYS + 1),
            days_before: Vec::with_capacity(DAYS + 1),
            uses_official: settings.holidays || settings.joint_leave || settings.ramadan,
        };
        let (mut seconds, mut days) = (0, 0);
        for (day, &fasts) in fasting.iter().enumerate() {
            // 1970-01-01 was a Thursday (3 from Monday).
            let weekday = (day + 3) % 7;
            let week = if fasts { ramadan } else { ordinary };
            let (hours, status) = match (extra.get(&day), closed.get(&day)) {
                (Some(Some(own)), _) => (own.clone(), DayStatus::ExtraOpen),
                // A day that is not open otherwise takes the hours of the first day that is.
                (Some(None), _) => {
                    let usual = week.iter().find(|hours| !hours.is_empty());
                    let hours = match &week[weekday] {
                        none if none.is_empty() => usual.cloned().unwrap_or_default(),
                        own => own.clone(),
                    };
                    (hours, DayStatus::ExtraOpen)
                }
                (None, Some(status)) => (DayHours::new(), *status),
                (None, None) if week[weekday].is_empty() => (DayHours::new(), DayStatus::NotOpenThatWeekday),
                (None, None) if fasts => (week[weekday].clone(), DayStatus::OpenInRamadan),
                (None, None) => (week[weekday].clone(), DayStatus::Open),
            };
            calendar.seconds_before.push(seconds);
            calendar.days_before.push(days);
            seconds += i64::from(hours::minutes(&hours)) * 60;
            days += u32::from(!hours.is_empty());
            let pattern = *known.entry(hours).or_insert_with_key(|hours| {
                patterns.push(Pattern::of(hours));
                (patterns.len() - 1) as u16
            });
            calendar.pattern_of_day.push(pattern);
            calendar.status.push(status);
        }
        calendar.seconds_before.push(seconds);
        calendar.days_before.push(days);
        calendar.patterns = patterns;
        calendar
    }

    /// The office's time zone.
    pub fn zone(&self) -> Zone {
        self.zone
    }

    /// Working seconds from the start of the table to this second of local wall time. `None` outside 1970–2099.
    pub(crate) fn seconds_until(&self, local: i64) -> Option<i64> {
        let day = usize::try_from(local.div_euclid(SECONDS_A_DAY)).ok()?;
        let pattern = self.patterns.get(usize::from(*self.pattern_of_day.get(day)?))?;
        Some(self.seconds_before[day] + pattern.worked(local.rem_euclid(SECONDS_A_DAY)))
    }

    /// Working days from the start of the table up to and including the day of this second. `None` outside 1970–2099.
    pub(crate) fn days_through(&self, local: i64) -> Option<u32> {
        let day = usize::try_from(local.div_euclid(SECONDS_A_DAY)).ok()?;
        self.days_before.get(day.checked_add(1)?).copied()
    }

    /// The days from one to another (days since 1970-01-01, both included) that the table holds.
    pub(crate) fn days(&self, first: i64, last: i64) -> impl Iterator<Item = LaidDay> {
        let inside = |day: i64| usize::try_from(day.max(0)).map_or(DAYS, |day| day.min(DAYS));
        (inside(first)..inside(last.saturating_add(1))).filter_map(|day| {
            Some(LaidDay {
                day: day as i64,
                seconds_before: self.seconds_before[day],
                days_through: *self.days_before.get(day + 1)?,
                spans: self.patterns[usize::from(self.pattern_of_day[day])].spans.iter().map(|(from, to, _)| (*from, *to)).collect(),
            })
        })
    }

    /// Working minutes of a date. `None` outside 1970–2099.
    pub fn working_minutes(&self, day: NaiveDate) -> Option<u32> {
        let pattern = self.pattern_of_day[index(day)?];
        Some((self.patterns[usize::from(pattern)].total / 60) as u32)
    }

    /// Working minutes from one date to another, both included: the capacity of a month, say. `None` outside 1970–2099.
    pub fn capacity_minutes(&self, first: NaiveDate, last: NaiveDate) -> Option<i64> {
        let (first, last) = (index(first)?, index(last)?);
        Some((self.seconds_before[last + 1] - self.seconds_before[first]) / 60)
    }

    /// Why a date is open or closed. `None` outside 1970–2099.
    pub fn status(&self, day: NaiveDate) -> Option<DayStatus> {
        Some(self.status[index(day)?])
    }

    /// Years between two seconds of local wall time (both included) whose holidays, joint leave and Ramadan the program does not know, so that
    /// they count as ordinary working days; empty where the settings use none of them. Callers turn it into a note.
    pub fn years_without_holidays(&self, first: i64, last: i64) -> Vec<i32> {
        let year = |local: i64| {
            let day = i32::try_from(local.div_euclid(SECONDS_A_DAY) + 719_163).ok()?;
            NaiveDate::from_num_days_from_ce_opt(day).map(|day| day.year())
        };
        match (year(first), year(last)) {
            (Some(first), Some(last)) if self.uses_official => (first.max(FIRST_YEAR)..=last.min(2099)).filter(|year| !official().covers(*year)).collect(),
            _ => Vec::new(),
        }
    }
}
