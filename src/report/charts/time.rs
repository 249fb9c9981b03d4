//! Places and short labels of periods on a time axis.

use crate::locale::Lang;
use crate::panel::{Period, TimeScale};
use chrono::{Datelike, NaiveDate};

/// Where a day lies on the axis of a scale, in period units: a period `p` covers `p − 0.5` to `p + 0.5` and its values are drawn at `p`.
pub fn position(scale: TimeScale, day: NaiveDate) -> f64 {
    let period = scale.period_of(day);
    let (Some(first), Some(next)) = (scale.first_day(period), scale.first_day(Period(period.0 + 1))) else {
        return period.0 as f64 + f64::from(day.ordinal0()) / 365.25 - 0.5;
    };
    let length = (next - first).num_days().max(1) as f64;
    period.0 as f64 + (day - first).num_days() as f64 / length - 0.5
}

const MONTHS_ID: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"];
const MONTHS_EN: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A period as short as an axis needs it: `Mei 24`, `12 Mei 24`, `I 2024` / `Q1 2024`, `2004`.
pub fn short_label(scale: TimeScale, period: i64, lang: Lang) -> String {
    let Some(day) = scale.first_day(Period(period)) else { return period.to_string() };
    let months = match lang {
        Lang::Id => &MONTHS_ID,
        Lang::En => &MONTHS_EN,
    };
    let month = months[day.month0() as usize];
    let year = day.year().rem_euclid(100);
    match scale {
        TimeScale::Day | TimeScale::Week => format!("{} {month} {year:02}", day.day()),
        TimeScale::Month => format!("{month} {year:02}"),
        TimeScale::Quarter => {
            let quarter = day.month0() as usize / 3;
            match lang {
                Lang::Id => format!("{} {}", ["I", "II", "III", "IV"][quarter], day.year()),
                Lang::En => format!("Q{} {}", quarter + 1, day.year()),
            }
        }
        TimeScale::Integer | TimeScale::Year => period.to_string(),
    }
}

/// The steps between labels that read well on a scale, smallest first.
pub(super) fn steps(scale: TimeScale) -> &'static [i64] {
    match scale {
        TimeScale::Month => &[1, 2, 3, 6, 12, 24, 60, 120],
        TimeScale::Quarter => &[1, 2, 4, 8, 20, 40],
        TimeScale::Week => &[1, 2, 4, 8, 13, 26, 52, 104],
        TimeScale::Day => &[1, 2, 7, 14, 28, 56, 91, 182, 364],
        TimeScale::Integer | TimeScale::Year => &[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000],
    }
}

/// The first period from `first` on that bears a label, so that years and quarters start labels where the step allows.
pub(super) fn first_label(scale: TimeScale, first: i64, step: i64) -> i64 {
    match scale {
        TimeScale::Day | TimeScale::Week => first,
        _ => first + (step - first.rem_euclid(step)).rem_euclid(step),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_lie_within_their_period() {
        let Some(day) = NaiveDate::from_ymd_opt(2024, 3, 1) else { return };
        let march = TimeScale::Month.period_of(day).0;
        assert_eq!(position(TimeScale::Month, day), march as f64 - 0.5);
        assert_eq!(short_label(TimeScale::Month, march + 2, Lang::Id), "Mei 24");
        assert_eq!(short_label(TimeScale::Month, march + 2, Lang::En), "May 24");
    }
}
