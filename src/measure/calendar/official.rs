//! The official calendar that the project carries: holidays, joint leave and Ramadan per year, with their sources.

use crate::locale::Text;
use crate::panel::{Period, TimeScale};
use chrono::NaiveDate;
use serde::{Deserialize, Deserializer};
use std::sync::LazyLock;

/// What kind of official day it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OfficialKind {
    /// National holiday of the joint ministerial decree (libur nasional).
    National,
    /// Election day, a national holiday by presidential decree.
    Election,
    /// Joint leave (cuti bersama).
    JointLeave,
}

/// One official day off.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficialDay {
    /// The date.
    #[serde(deserialize_with = "date")]
    pub day: NaiveDate,
    /// National holiday, election or joint leave.
    pub kind: OfficialKind,
    id: String,
    en: String,
    /// Where sources disagree, or the decree of an election day.
    pub note: Option<String>,
}

impl OfficialDay {
    /// The day's name in both languages.
    pub fn name(&self) -> Text {
        Text { id: self.id.clone(), en: self.en.clone() }
    }
}

/// Ramadan as fixed by the government.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ramadan {
    /// 1 Ramadan.
    #[serde(deserialize_with = "date")]
    pub first: NaiveDate,
    /// The day before 1 Syawal.
    #[serde(deserialize_with = "date")]
    pub last: NaiveDate,
    /// The Hijri year.
    pub hijri: u16,
    /// Who fixed it.
    pub source: String,
}

/// One year of the official calendar.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficialYear {
    /// The year.
    pub year: i32,
    /// The joint decree of the three ministers.
    pub decree: String,
    /// Its amendments, with what they changed.
    pub amended: Vec<String>,
    /// What is not certain about the decree's numbers.
    pub note: Option<String>,
    /// What the days were compared with.
    pub sources: Vec<String>,
    /// Ramadan of the year.
    pub ramadan: Ramadan,
    /// Days off, by date.
    pub days: Vec<OfficialDay>,
}

/// The official calendar: every year that the data file holds.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Official {
    /// The regulation on working hours.
    pub hours: String,
    /// Years in order.
    pub years: Vec<OfficialYear>,
}

fn date<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
    let text = String::deserialize(from)?;
    text.parse().map_err(serde::de::Error::custom)
}

// A test holds that the embedded file reads; an empty calendar would show as years without holidays.
static OFFICIAL: LazyLock<Official> = LazyLock::new(|| read().unwrap_or_default());

fn read() -> Result<Official, toml::de::Error> {
    toml::from_str(include_str!("indonesia.toml"))
}

/// The calendar of the data file, 2018–2026.
pub fn official() -> &'static Official {
    &OFFICIAL
}

/// The share of a period's days that lie in Ramadan; 0 where the scale has no dates or the year is not known.
pub fn ramadan_share(scale: TimeScale, period: Period) -> f64 {
    let (Some(first), Some(next)) = (scale.first_day(period), scale.first_day(Period(period.0 + 1))) else { return 0.0 };
    let days = (next - first).num_days();
    let inside: i64 = OFFICIAL
        .years
        .iter()
        .map(|year| (year.ramadan.last.min(next.pred_opt().unwrap_or(next)) - year.ramadan.first.max(first)).num_days() + 1)
        .filter(|days| *days > 0)
        .sum();
    inside as f64 / days.max(1) as f64
}

impl Official {
    /// Whether the file holds this year.
    pub fn covers(&self, year: i32) -> bool {
        self.years.iter().any(|known| known.year == year)
    }

    /// All days off, by date.
    pub fn days(&self) -> impl Iterator<Item = &OfficialDay> {
        self.years.iter().flat_map(|year| &year.days)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Datelike, Weekday};

    fn count(year: &OfficialYear, kind: OfficialKind) -> usize {
        year.days.iter().filter(|day| day.kind == kind).count()
    }

    #[test]
    fn the_file_reads_and_holds_the_numbers_of_the_decrees() {
        let official = read().unwrap();
        let years: Vec<i32> = official.years.iter().map(|year| year.year).collect();
        assert_eq!(years, (2018..=2026).collect::<Vec<_>>());
        // National days and joint leave after all amendments of the year.
        let decreed = [(16, 8), (16, 4), (16, 5), (16, 1), (16, 4), (16, 11), (17, 10), (17, 11), (17, 8)];
        for (year, (national, leave)) in official.years.iter().zip(decreed) {
            assert_eq!(count(year, OfficialKind::National), national, "{}", year.year);
            assert_eq!(count(year, OfficialKind::JointLeave), leave, "{}", year.year);
            assert!(year.days.is_sorted_by_key(|day| day.day), "{}", year.year);
            assert!(year.days.iter().all(|day| day.day.year() == year.year));
            assert!(!year.decree.is_empty() && !year.sources.is_empty());
        }
        // 2025: ten days in the first decree, 18 August added in August.
        let added = NaiveDate::from_ymd_opt(2025, 8, 18).unwrap();
        assert!(official.days().any(|day| day.day == added));
    }

    #[test]
    fn joint_leave_falls_on_weekdays_only() {
        for day in official().days().filter(|day| day.kind == OfficialKind::JointLeave) {
            assert!(!matches!(day.day.weekday(), Weekday::Sat | Weekday::Sun), "{}", day.day);
        }
    }

    #[test]
    fn ramadan_lasts_29_or_30_days_and_ends_before_idul_fitri() {
        for year in &official().years {
            let length = (year.ramadan.last - year.ramadan.first).num_days() + 1;
            assert!((29..=30).contains(&length), "{}", year.year);
            let eid = year.days.iter().find(|day| day.id.contains("Idul Fitri") && day.kind == OfficialKind::National);
            assert_eq!(eid.map(|day| day.day), year.ramadan.last.succ_opt());
        }
    }
}
