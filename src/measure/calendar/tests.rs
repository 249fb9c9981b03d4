use super::*;
use chrono::NaiveDate;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn calendar(toml: &str) -> WorkingCalendar {
    WorkingCalendar::new(&toml::from_str(toml).unwrap()).unwrap()
}

fn week_minutes(calendar: &WorkingCalendar, monday: &str) -> i64 {
    let monday = day(monday);
    calendar.capacity_minutes(monday, monday + chrono::Days::new(6)).unwrap()
}

// Weeks without a holiday: 2024-07-15 ordinary, 2024-03-18 in Ramadan.
const ORDINARY_MONDAY: &str = "2024-07-15";
const RAMADAN_MONDAY: &str = "2024-03-18";

#[test]
fn weekly_totals_are_those_of_the_regulation_with_five_and_with_six_days() {
    for days in ["5", "6", "7", "['senin', 'tuesday', 'friday', 'saturday']"] {
        let calendar = calendar(&format!("days = {days}"));
        assert_eq!(week_minutes(&calendar, ORDINARY_MONDAY), 37 * 60 + 30, "{days}");
        assert_eq!(week_minutes(&calendar, RAMADAN_MONDAY), 32 * 60 + 30, "{days}");
    }
}

#[test]
fn the_ordinary_day_ends_at_16_and_friday_at_16_30() {
    let calendar = WorkingCalendar::new(&CalendarSettings::default()).unwrap();
    let until = |text: &str| {
        let local = text.parse::<chrono::NaiveDateTime>().unwrap().and_utc().timestamp();
        calendar.seconds_until(local).unwrap()
    };
    let works = |from: &str, to: &str| (until(to) - until(from)) / 60;
    // Thursday 18 July 2024, Friday 19 July; in Ramadan Thursday 21 March, Friday 22 March.
    assert_eq!(works("2024-07-18T15:59:00", "2024-07-18T18:00:00"), 1);
    assert_eq!(works("2024-07-18T11:30:00", "2024-07-18T13:30:00"), 60);
    assert_eq!(works("2024-07-19T11:00:00", "2024-07-19T13:30:00"), 60);
    assert_eq!(works("2024-07-19T16:29:00", "2024-07-19T20:00:00"), 1);
    assert_eq!(works("2024-03-21T07:30:00", "2024-03-21T08:30:00"), 30);
    assert_eq!(works("2024-03-21T14:59:00", "2024-03-21T20:00:00"), 1);
    assert_eq!(works("2024-03-22T15:29:00", "2024-03-22T20:00:00"), 1);
}

#[test]
fn six_days_have_a_short_saturday() {
    let calendar = calendar("days = 6");
    assert_eq!(calendar.working_minutes(day("2024-07-15")), Some(6 * 60 + 30));
    assert_eq!(calendar.working_minutes(day("2024-07-19")), Some(6 * 60 + 30));
    assert_eq!(calendar.working_minutes(day("2024-07-20")), Some(5 * 60));
    assert_eq!(calendar.working_minutes(day("2024-07-21")), Some(0));
}

#[test]
fn holidays_leave_closures_and_extra_days_take_their_order() {
    let both = calendar("closures = [2024-07-16, '2024-07-18/2024-07-19']\nextra_open = ['2024-07-20 08:00-12:00', '2024-07-27', '2024-12-25']");
    let status = |date: &str| both.status(day(date)).unwrap();
    assert_eq!(status("2024-07-16"), DayStatus::Closure);
    assert_eq!(status("2024-07-19"), DayStatus::Closure);
    assert_eq!(status("2024-07-20"), DayStatus::ExtraOpen);
    assert_eq!(both.working_minutes(day("2024-07-20")), Some(240));
    assert_eq!(both.working_minutes(day("2024-07-27")), Some(450));
    assert_eq!(status("2024-12-25"), DayStatus::ExtraOpen);
    assert_eq!(status("2024-12-26"), DayStatus::JointLeave);
    assert_eq!(status("2024-11-27"), DayStatus::Holiday);
    assert_eq!(status("2024-07-21"), DayStatus::NotOpenThatWeekday);
    assert_eq!(status("2024-03-13"), DayStatus::OpenInRamadan);
    let open = calendar("holidays = false\njoint_leave = false\nramadan = false");
    assert_eq!(open.status(day("2024-12-25")), Some(DayStatus::Open));
    assert_eq!(open.status(day("2024-12-26")), Some(DayStatus::Open));
    assert_eq!(open.working_minutes(day("2024-03-13")), Some(450));
}

#[test]
fn own_hours_replace_those_of_the_day() {
    let calendar = calendar("days = 6\n[hours]\nopens = '08:00'\nbreak = ''\nmonday = ['08:00-12:00', '12:00-13:30']\nfriday = []\nsunday = ['00:00-24:00']");
    assert_eq!(calendar.working_minutes(day("2024-07-15")), Some(330));
    assert_eq!(calendar.working_minutes(day("2024-07-19")), Some(0));
    assert_eq!(calendar.working_minutes(day("2024-07-21")), Some(1440));
}

#[test]
fn every_problem_of_the_settings_is_found_at_once() {
    let settings: CalendarSettings = toml::from_str(
        "closures = ['2024-13-01', '2024-07-16']\nextra_open = ['2024-07-16']\n[hours]\nopens = 'half past'\nmonday = ['12:00-08:00']\n[ramadan_hours]\nweek = '150:00'",
    )
    .unwrap();
    let codes: Vec<&str> = WorkingCalendar::new(&settings).unwrap_err().problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["measure::calendar-hours", "measure::calendar-hours", "measure::calendar-week", "measure::calendar-date", "measure::calendar-conflict"]);
    assert!(toml::from_str::<CalendarSettings>("opening = 3").is_err());
}

#[test]
fn years_outside_the_file_are_named() {
    let calendar = WorkingCalendar::new(&CalendarSettings::default()).unwrap();
    let second = |text: &str| day(text).and_time(chrono::NaiveTime::MIN).and_utc().timestamp();
    assert_eq!(calendar.years_without_holidays(second("2016-05-01"), second("2018-01-01")), [2016, 2017]);
    assert_eq!(calendar.years_without_holidays(second("2026-12-31"), second("2027-01-01")), [2027]);
    assert!(calendar.years_without_holidays(second("2018-01-01"), second("2026-12-31")).is_empty());
    let own = calendar_without_official();
    assert!(own.years_without_holidays(0, 0).is_empty());
    let ramadan = super::tests::calendar("ramadan_dates = ['2027-02-08/2027-03-09']");
    assert_eq!(ramadan.status(day("2027-02-08")), Some(DayStatus::OpenInRamadan));
}

fn calendar_without_official() -> WorkingCalendar {
    calendar("holidays = false\njoint_leave = false\nramadan = false")
}

#[test]
fn the_table_ends_where_it_says() {
    let calendar = WorkingCalendar::new(&CalendarSettings::default()).unwrap();
    assert!(calendar.status(day("2099-12-31")).is_some());
    assert!(calendar.status(day("2100-01-01")).is_none());
    assert!(calendar.status(day("1969-12-31")).is_none());
}
