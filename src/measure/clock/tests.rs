//! The calendar's constant-time sums against an independent count of minutes.

use super::Duration::{EndsBeforeStart, Finished};
use super::*;
use crate::measure::calendar::{CalendarSettings, OfficialKind, official};
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, Timelike};
use proptest::prelude::*;
use std::ops::Range;

fn at(text: &str) -> i64 {
    text.parse::<NaiveDateTime>().unwrap().and_utc().timestamp()
}

/// An office in the words of the regulation, minute by minute; shares nothing with the table but the list of official days.
struct Office {
    settings: &'static str,
    open: fn(NaiveDate) -> Vec<Range<u32>>,
}

fn official_day(date: NaiveDate, kinds: &[OfficialKind]) -> bool {
    official().days().any(|day| day.day == date && kinds.contains(&day.kind))
}

fn ramadan(date: NaiveDate) -> bool {
    official().years.iter().any(|year| (year.ramadan.first..=year.ramadan.last).contains(&date))
}

const ALL: [OfficialKind; 3] = [OfficialKind::National, OfficialKind::Election, OfficialKind::JointLeave];

fn hm(hours: u32, minutes: u32) -> u32 {
    hours * 60 + minutes
}

fn five_days(date: NaiveDate) -> Vec<Range<u32>> {
    if official_day(date, &ALL) {
        return Vec::new();
    }
    let (open, close, pause) = match (date.weekday().number_from_monday(), ramadan(date)) {
        (1..=4, false) => (hm(7, 30), hm(16, 0), (hm(12, 0), hm(13, 0))),
        (5, false) => (hm(7, 30), hm(16, 30), (hm(11, 30), hm(13, 0))),
        (1..=4, true) => (hm(8, 0), hm(15, 0), (hm(12, 0), hm(12, 30))),
        (5, true) => (hm(8, 0), hm(15, 30), (hm(11, 30), hm(12, 30))),
        _ => return Vec::new(),
    };
    vec![open..pause.0.max(open), pause.1.max(open)..close]
}

fn six_days(date: NaiveDate) -> Vec<Range<u32>> {
    let added = date == NaiveDate::from_ymd_opt(2024, 3, 17).unwrap();
    if added {
        return vec![hm(9, 0)..hm(10, 0), hm(10, 0)..hm(11, 0)];
    }
    let closed = NaiveDate::from_ymd_opt(2024, 2, 26)..NaiveDate::from_ymd_opt(2024, 3, 1);
    if closed.contains(&Some(date)) || official_day(date, &[OfficialKind::National, OfficialKind::Election]) {
        return Vec::new();
    }
    let (open, close, pause) = match (date.weekday().number_from_monday(), ramadan(date)) {
        (1..=4, false) => (hm(7, 30), hm(15, 0), (hm(12, 0), hm(13, 0))),
        (5, false) => (hm(7, 30), hm(15, 30), (hm(11, 30), hm(13, 0))),
        (6, false) => (hm(7, 30), hm(12, 30), (0, 0)),
        (1..=4, true) => (hm(8, 0), hm(14, 0), (hm(12, 0), hm(12, 30))),
        (5, true) => (hm(8, 0), hm(14, 30), (hm(11, 30), hm(12, 30))),
        (6, true) => (hm(8, 0), hm(13, 0), (0, 0)),
        _ => return Vec::new(),
    };
    vec![open..pause.0.max(open), pause.1.max(open)..close]
}

fn own_hours(date: NaiveDate) -> Vec<Range<u32>> {
    match date.weekday().number_from_monday() {
        1 => vec![0..hm(12, 0), hm(12, 0)..hm(24, 0)],
        6 => vec![hm(8, 0)..hm(12, 15), hm(20, 0)..hm(24, 0)],
        _ => Vec::new(),
    }
}

const OFFICES: [Office; 3] = [
    Office { settings: "", open: five_days },
    Office { settings: "days = 6\njoint_leave = false\nclosures = ['2024-02-26/2024-02-29']\nextra_open = ['2024-03-17 09:00-11:00']", open: six_days },
    Office {
        settings: "days = ['monday', 'saturday']\nholidays = false\njoint_leave = false\nramadan = false\n[hours]\nmonday = ['00:00-24:00']\nsaturday = ['08:00-12:15', '20:00-24:00']",
        open: own_hours,
    },
];

fn counted(office: &Office, start: i64, end: i64) -> (f64, f64) {
    let mut minutes = 0;
    let mut second = start;
    let date = |second: i64| DateTime::from_timestamp(second, 0).unwrap().date_naive();
    let mut today = (date(start), (office.open)(date(start)));
    while second < end {
        let now = DateTime::from_timestamp(second, 0).unwrap().naive_utc();
        if now.date() != today.0 {
            today = (now.date(), (office.open)(now.date()));
        }
        let minute = now.hour() * 60 + now.minute();
        minutes += i32::from(today.1.iter().any(|span| span.contains(&minute)));
        second += 60;
    }
    let (mut day, last) = (date(start), date(end));
    let mut days = 0;
    while day < last {
        day = day + Days::new(1);
        days += i32::from(!(office.open)(day).is_empty());
    }
    (f64::from(minutes) / 60.0, f64::from(days))
}

fn calendar(office: &Office) -> WorkingCalendar {
    WorkingCalendar::new(&toml::from_str(office.settings).unwrap()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whole minutes from the end of 2023 into 2025 and up to 30 days: Ramadan, Idul Fitri, elections, closures, Fridays and midnights are met.
    #[test]
    fn sums_are_those_of_a_minute_counter(
        office in 0..OFFICES.len(),
        start in 28_400_000_i64..29_000_000,
        length in prop_oneof![0_i64..2_000, 0_i64..43_200],
    ) {
        let office = &OFFICES[office];
        let calendar = calendar(office);
        let (start, end) = (start * 60, (start + length) * 60);
        let (hours, days) = counted(office, start, end);
        let case = |clock| duration(clock, &calendar, Some(start), Some(end)).value().unwrap();
        prop_assert!((case(Clock::WorkingHours) - hours).abs() < 1e-9);
        prop_assert_eq!(case(Clock::WorkingDays), days);
    }

    /// Time adds up: from a to c is from a to b and from b to c, to the second.
    #[test]
    fn working_time_adds_up(a in 1_500_000_000_i64..1_800_000_000, b in 0_i64..9_000_000, c in 0_i64..9_000_000) {
        let calendar = calendar(&OFFICES[1]);
        let works = |from, to| duration(Clock::WorkingHours, &calendar, Some(from), Some(to)).value().unwrap();
        let whole = works(a, a + b + c);
        prop_assert!((whole - works(a, a + b) - works(a + b, a + b + c)).abs() < 1e-9);
        prop_assert!(whole >= 0.0 && whole <= (b + c) as f64 / 3600.0);
    }
}

/// Every week of 2018–2026 whole: each official day is met at least once.
#[test]
fn whole_weeks_of_all_years_agree() {
    for office in &OFFICES {
        let calendar = calendar(office);
        let mut start = at("2018-01-01T00:00:00");
        while start < at("2027-01-01T00:00:00") {
            // A step that is no whole number of days moves the time of day as well.
            let end = start + 7 * 86_400 + 3_660;
            let (hours, days) = counted(office, start, end);
            let case = |clock| duration(clock, &calendar, Some(start), Some(end)).value().unwrap();
            assert!((case(Clock::WorkingHours) - hours).abs() < 1e-9, "{}", DateTime::from_timestamp(start, 0).unwrap());
            assert_eq!(case(Clock::WorkingDays), days);
            start = end;
        }
    }
}

#[test]
fn clocks_as_defined() {
    let calendar = WorkingCalendar::new(&CalendarSettings::default()).unwrap();
    let value = |clock, start: &str, end: &str| duration(clock, &calendar, Some(at(start)), Some(at(end)));
    // Friday 16:00 to Monday 08:30, July 2024: half an hour on Friday, one on Monday.
    let (friday, monday) = ("2024-07-19T16:00:00", "2024-07-22T08:30:00");
    assert_eq!(value(Clock::Elapsed, friday, monday), Finished(64.5));
    assert_eq!(value(Clock::CalendarDays, friday, monday), Finished(3.0));
    assert_eq!(value(Clock::WorkingDays, friday, monday), Finished(1.0));
    assert_eq!(value(Clock::WorkingHours, friday, monday), Finished(1.5));
    // Handed in on Sunday, counted from Monday's opening.
    assert_eq!(value(Clock::WorkingHours, "2024-07-21T10:00:00", "2024-07-22T08:30:00"), Finished(1.0));
    // Over Idul Fitri 2024: Friday 5 April to Tuesday 16 April, closed 8–15 April; 5 April lies in Ramadan.
    assert_eq!(value(Clock::WorkingDays, "2024-04-05T09:00:00", "2024-04-16T09:00:00"), Finished(1.0));
    assert_eq!(value(Clock::WorkingHours, "2024-04-05T14:30:00", "2024-04-16T08:30:00"), Finished(2.0));
    for clock in Clock::ALL {
        assert_eq!(value(clock, friday, friday), Finished(0.0));
        assert_eq!(value(clock, monday, friday), EndsBeforeStart);
        assert_eq!(clock.name().parse(), Ok(clock));
    }
    // An end without a time of day on the day of the start.
    let (noon, midnight) = ("2024-07-19T12:00:00", "2024-07-19T00:00:00");
    assert_eq!(value(Clock::CalendarDays, noon, midnight), Finished(0.0));
    assert_eq!(value(Clock::WorkingHours, noon, midnight), EndsBeforeStart);
}

#[test]
fn cases_without_a_duration_are_counted_apart() {
    let calendar = WorkingCalendar::new(&CalendarSettings::default()).unwrap();
    let (some, late) = (Some(at("2024-07-19T09:00:00")), Some(at("2150-01-01T00:00:00")));
    let start = [some, some, None, None, some, late];
    let end = [some, None, some, None, Some(0), late];
    let cases = durations(Clock::WorkingHours, &calendar, &start, &end);
    assert_eq!(DurationAccount::of(&cases), DurationAccount { finished: 1, unfinished: 1, no_start: 2, ends_before_start: 1, outside_calendar: 1 });
    assert_eq!(extent(&start, &end), Some((0, late.unwrap())));
}
