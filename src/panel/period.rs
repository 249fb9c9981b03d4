//! Periods, cohorts and event times as types: never-treated is a variant, not 0.

use crate::locale::{Lang, date, month_year};
use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// A period as a whole number on a [`TimeScale`]; neighbours differ by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period(pub i64);

/// Periods since the start of treatment: 0 is the first treated period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventTime(pub i64);

/// When a unit is first treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cohort {
    /// First treated in this period.
    TreatedFrom(Period),
    /// Not treated in these data.
    NeverTreated,
}

impl Cohort {
    /// Whether a unit of this cohort is treated in the period.
    pub fn treated_in(self, period: Period) -> bool {
        matches!(self, Cohort::TreatedFrom(start) if period >= start)
    }

    /// Event time in the period; none for the never-treated.
    pub fn event_time(self, period: Period) -> Option<EventTime> {
        match self {
            Cohort::TreatedFrom(start) => Some(EventTime(period.0 - start.0)),
            Cohort::NeverTreated => None,
        }
    }
}

/// What a step of one between periods is, and how a period is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TimeScale {
    /// Whole numbers as they stand in the data (years are of this kind).
    #[default]
    Integer,
    /// Days since 1970-01-01.
    Day,
    /// Weeks from Monday; number of weeks since the week of 1970-01-01.
    Week,
    /// Months since January of year 0.
    Month,
    /// Quarters since the first quarter of year 0.
    Quarter,
    /// Calendar years.
    Year,
}

const EPOCH: NaiveDate = chrono::DateTime::UNIX_EPOCH.naive_utc().date();

impl TimeScale {
    /// The period that holds a day. On the integer scale: its year.
    pub fn period_of(self, day: NaiveDate) -> Period {
        let months = i64::from(day.year()) * 12 + i64::from(day.month0());
        Period(match self {
            TimeScale::Day => (day - EPOCH).num_days(),
            // 1970-01-01 was a Thursday: shift by three days so that weeks start on Monday.
            TimeScale::Week => ((day - EPOCH).num_days() + 3).div_euclid(7),
            TimeScale::Month => months,
            TimeScale::Quarter => months.div_euclid(3),
            TimeScale::Integer | TimeScale::Year => i64::from(day.year()),
        })
    }

    /// The first day of a period; none on the integer scale or outside the calendar.
    pub fn first_day(self, period: Period) -> Option<NaiveDate> {
        let from_months = |months: i64| NaiveDate::from_ymd_opt(i32::try_from(months.div_euclid(12)).ok()?, months.rem_euclid(12) as u32 + 1, 1);
        let from_days = |days: i64| {
            if days >= 0 { EPOCH.checked_add_days(Days::new(days.unsigned_abs())) } else { EPOCH.checked_sub_days(Days::new(days.unsigned_abs())) }
        };
        match self {
            TimeScale::Integer => None,
            TimeScale::Day => from_days(period.0),
            TimeScale::Week => from_days(period.0 * 7 - 3),
            TimeScale::Month => from_months(period.0),
            TimeScale::Quarter => from_months(period.0 * 3),
            TimeScale::Year => from_months(period.0 * 12),
        }
    }

    /// The period in machine form: `2004`, `2024-03`, `2024-Q1`, `2024-03-12`.
    pub fn code(self, period: Period) -> String {
        match (self, self.first_day(period)) {
            (TimeScale::Day | TimeScale::Week, Some(day)) => day.format("%Y-%m-%d").to_string(),
            (TimeScale::Month, Some(day)) => day.format("%Y-%m").to_string(),
            (TimeScale::Quarter, Some(day)) => format!("{}-Q{}", day.year(), day.month0() / 3 + 1),
            _ => period.0.to_string(),
        }
    }

    /// The period as JSON: a number on the integer and year scales, else its code.
    pub fn json(self, period: Period) -> serde_json::Value {
        match self {
            TimeScale::Integer | TimeScale::Year => period.0.into(),
            _ => self.code(period).into(),
        }
    }

    /// The period as people write it: `Maret 2024`, `triwulan I 2024`, `12 Maret 2024`.
    pub fn label(self, period: Period, lang: Lang) -> String {
        let Some(day) = self.first_day(period) else { return period.0.to_string() };
        match self {
            TimeScale::Day | TimeScale::Week => date(lang, day),
            TimeScale::Month => month_year(lang, day.year(), day.month()),
            TimeScale::Quarter => {
                let quarter = day.month0() as usize / 3;
                match lang {
                    Lang::Id => format!("triwulan {} {}", ["I", "II", "III", "IV"][quarter], day.year()),
                    Lang::En => format!("Q{} {}", quarter + 1, day.year()),
                }
            }
            TimeScale::Integer | TimeScale::Year => period.0.to_string(),
        }
    }

    /// The word for one step: `bulan`, `month`.
    pub fn unit(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (TimeScale::Integer, Lang::Id) => "periode",
            (TimeScale::Integer, Lang::En) => "period",
            (TimeScale::Day, Lang::Id) => "hari",
            (TimeScale::Day, Lang::En) => "day",
            (TimeScale::Week, Lang::Id) => "minggu",
            (TimeScale::Week, Lang::En) => "week",
            (TimeScale::Month, Lang::Id) => "bulan",
            (TimeScale::Month, Lang::En) => "month",
            (TimeScale::Quarter, Lang::Id) => "triwulan",
            (TimeScale::Quarter, Lang::En) => "quarter",
            (TimeScale::Year, Lang::Id) => "tahun",
            (TimeScale::Year, Lang::En) => "year",
        }
    }
}

/// How many different values are looked up one by one.
const FEW: usize = 1000;

/// Different values in ascending order. Quick where they are few, as periods and cohorts are, however many values there are.
pub fn distinct<T: Ord>(values: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut found: Vec<T> = Vec::new();
    let mut values = values.into_iter();
    for value in values.by_ref() {
        if let Err(place) = found.binary_search(&value) {
            found.insert(place, value);
        }
        if found.len() > FEW {
            break;
        }
    }
    if found.len() > FEW {
        found.extend(values);
        found.sort_unstable();
        found.dedup();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_go_there_and_back() {
        let Some(day) = NaiveDate::from_ymd_opt(2024, 3, 12) else { return };
        for (scale, code) in [
            (TimeScale::Day, "2024-03-12"),
            (TimeScale::Week, "2024-03-11"),
            (TimeScale::Month, "2024-03"),
            (TimeScale::Quarter, "2024-Q1"),
            (TimeScale::Year, "2024"),
        ] {
            let period = scale.period_of(day);
            assert_eq!(scale.code(period), code);
            if let Some(first) = scale.first_day(period) {
                assert_eq!(scale.period_of(first), period);
            }
        }
    }

    #[test]
    fn distinct_values_are_ascending_whether_few_or_many() {
        assert_eq!(distinct([3, 1, 3, 2, 1]), [1, 2, 3]);
        let many: Vec<usize> = (0..5 * FEW).map(|i| i * 7919 % (3 * FEW)).collect();
        assert_eq!(distinct(many), (0..3 * FEW).collect::<Vec<_>>());
    }
}
