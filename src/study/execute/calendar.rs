//! Days off and the weeks around Idulfitri in the periods of a study.

use super::Run;
use crate::checks::CalendarPeriod;
use crate::measure::calendar::{CalendarSettings, DayStatus, WorkingCalendar, official};
use crate::panel::{Period, TimeScale};
use crate::study::result::Trends;
use crate::study::schema::{OutcomeSection, OutcomeSource};
use chrono::{Datelike, NaiveDate};

/// Days before and after Idulfitri in which offices are half empty.
const AROUND: i64 = 14;

/// Whether the outcome is a time on a clock that stands still on days off.
pub(super) fn left_out(section: &OutcomeSection) -> bool {
    matches!(section.source(), Some(OutcomeSource::Duration(rule)) if rule.clock.uses_calendar())
}

/// The periods of the treated; empty where periods are no dates or a year is not in the calendar.
pub(super) fn periods(run: &Run, trends: Option<&Trends>) -> Vec<CalendarPeriod> {
    let Some(trends) = trends.filter(|trends| trends.scale != TimeScale::Integer) else { return Vec::new() };
    let (Some(start), Some(treated)) = (trends.start, trends.series.iter().find(|series| series.treated)) else { return Vec::new() };
    // Official days count whether or not the study closes on them: this asks what the outcome went through.
    let settings = CalendarSettings { holidays: true, joint_leave: true, ..run.study.file.calendar.clone() };
    let Ok(calendar) = WorkingCalendar::new(&settings) else { return Vec::new() };
    let feasts: Vec<NaiveDate> = official().years.iter().filter_map(|year| year.ramadan.last.succ_opt()).collect();
    let of = |point: &crate::study::result::TrendPoint| {
        let (first, next) = (trends.scale.first_day(point.period)?, trends.scale.first_day(Period(point.period.0 + 1))?);
        let days: Vec<NaiveDate> = first.iter_days().take_while(|day| *day < next).collect();
        if !days.iter().all(|day| official().covers(day.year())) {
            return None;
        }
        let status: Vec<DayStatus> = days.iter().filter_map(|day| calendar.status(*day)).collect();
        let usual = status.iter().filter(|status| **status != DayStatus::NotOpenThatWeekday).count();
        let off = status.iter().filter(|status| matches!(status, DayStatus::Holiday | DayStatus::JointLeave)).count();
        let near = days.iter().filter(|day| feasts.iter().any(|feast| (**day - *feast).num_days().abs() <= AROUND)).count();
        Some(CalendarPeriod {
            after: point.period >= start,
            records: point.records,
            days_off: if usual > 0 { off as f64 / usual as f64 } else { 0.0 },
            lebaran: near as f64 / days.len().max(1) as f64,
        })
    };
    treated.points.iter().map(of).collect::<Option<Vec<_>>>().unwrap_or_default()
}
