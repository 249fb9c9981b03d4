//! What a key of the cells is: its values as they stand in the data, turned into periods, cohorts, truth values or plain levels.
//!
//! Values are checked after the pass on the few different ones that there are, so that every bad value is named, and always the same ones.

use super::cells::Raw;
use crate::error::{Problem, columns as problems};
use crate::panel::{KeyRole, Levels, Period, TimeScale};
use chrono::{Datelike, NaiveDate, Weekday};

/// The period of the level of never-treated units.
pub const NEVER: Period = Period(i64::MAX);

/// The different values of a key and whether whole numbers among them are days.
pub(in crate::data) struct RawLevels<'a> {
    /// Column.
    pub(in crate::data) column: &'a str,
    /// Values by code.
    pub(in crate::data) values: &'a [Raw],
    /// Whole numbers are days since 1970-01-01.
    pub(in crate::data) days: bool,
    /// Scale that the column is known to be on (months, quarters).
    pub(in crate::data) known: Option<TimeScale>,
}

/// Levels in ascending order, and for each raw code its place among them.
pub(in crate::data) type Leveled = (Levels, Vec<u32>);

/// Levels of all keys of a plan. Cohorts are on the scale of the (first) period key.
pub(in crate::data) fn levels(keys: &[(RawLevels, &KeyRole)]) -> Result<Vec<Leveled>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut found: Vec<Option<Leveled>> = (0..keys.len()).map(|_| None).collect();
    let mut scale = None;
    for (at, (raw, role)) in keys.iter().enumerate() {
        let leveled = match role {
            KeyRole::Discrete => Ok(discrete(raw)),
            KeyRole::Binary => binary(raw),
            KeyRole::Period(wanted) => period(raw, *wanted).map(|(on, levels)| {
                scale.get_or_insert(on);
                levels
            }),
            KeyRole::Cohort(_) => continue,
        };
        match leveled {
            Ok(leveled) => found[at] = Some(leveled),
            Err(problem) => problems.push(problem),
        }
    }
    for (at, (raw, role)) in keys.iter().enumerate() {
        if let KeyRole::Cohort(wanted) = role {
            match cohort(raw, wanted.or(scale)) {
                Ok(leveled) => found[at] = Some(leveled),
                Err(problem) => problems.push(problem),
            }
        }
    }
    if problems.is_empty() { Ok(found.into_iter().flatten().collect()) } else { Err(problems) }
}

/// Sorts what each raw code means; equal meanings become one level.
fn ordered<T: Clone>(values: &[T], compare: impl Fn(&T, &T) -> std::cmp::Ordering) -> (Vec<T>, Vec<u32>) {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| compare(&values[*a], &values[*b]));
    let mut levels: Vec<T> = Vec::new();
    let mut places = vec![0; values.len()];
    for at in order {
        if levels.last().is_none_or(|last| compare(last, &values[at]).is_ne()) {
            levels.push(values[at].clone());
        }
        places[at] = (levels.len() - 1) as u32;
    }
    (levels, places)
}

fn whole(raw: &Raw) -> Option<i64> {
    match raw {
        Raw::Whole(value) => Some(*value),
        _ => None,
    }
}

fn discrete(raw: &RawLevels) -> Leveled {
    if let Some(values) = raw.values.iter().map(whole).collect::<Option<Vec<i64>>>() {
        if raw.days {
            let scale = raw.known.unwrap_or(TimeScale::Day);
            let periods: Vec<Period> = values.iter().map(|days| on_scale(*days, scale)).collect();
            let (levels, places) = ordered(&periods, Ord::cmp);
            return (Levels::Period(scale, levels), places);
        }
        let (levels, places) = ordered(&values, Ord::cmp);
        return (Levels::Integer(levels), places);
    }
    let number = |raw: &Raw| match raw {
        Raw::Whole(value) => Some(*value as f64),
        Raw::Real(value) => Some(*value),
        Raw::Text(_) => None,
    };
    if let Some(values) = raw.values.iter().map(number).collect::<Option<Vec<f64>>>() {
        let (levels, places) = ordered(&values, f64::total_cmp);
        return (Levels::Float(levels), places);
    }
    let labels: Vec<String> = raw.values.iter().map(label).collect();
    let (levels, places) = ordered(&labels, Ord::cmp);
    (Levels::Text(levels), places)
}

/// A raw value as it stands.
fn label(raw: &Raw) -> String {
    match raw {
        Raw::Whole(value) => value.to_string(),
        Raw::Real(value) => value.to_string(),
        Raw::Text(value) => value.clone(),
    }
}

/// The first few labels of values that do not fit, in order.
fn examples<'a>(values: impl Iterator<Item = &'a Raw>) -> Vec<String> {
    let mut labels: Vec<String> = values.map(label).collect();
    labels.sort();
    labels.dedup();
    labels.truncate(5);
    labels
}

/// 0 or 1 of a value, in the words that people write.
pub(in crate::data) fn truth(raw: &Raw) -> Option<bool> {
    match raw {
        Raw::Whole(0) => Some(false),
        Raw::Whole(1) => Some(true),
        Raw::Whole(_) | Raw::Real(_) => None,
        Raw::Text(word) => truth_of(word),
    }
}

/// Words for 0 and for 1: yes and no, before and after, comparison and treated.
pub fn truth_of(word: &str) -> Option<bool> {
    match word.trim().to_lowercase().as_str() {
        "0" | "false" | "tidak" | "no" | "bukan" | "belum" | "salah" | "sebelum" | "before" | "pre" | "kontrol" | "pembanding" | "control" => Some(false),
        "1" | "true" | "ya" | "yes" | "sudah" | "benar" | "sesudah" | "setelah" | "after" | "post" | "perlakuan" | "intervensi" | "treated" | "treatment" => {
            Some(true)
        }
        _ => None,
    }
}

fn binary(raw: &RawLevels) -> Result<Leveled, Problem> {
    let values: Vec<Option<bool>> = raw.values.iter().map(truth).collect();
    if raw.days || values.contains(&None) {
        let bad = raw.values.iter().zip(&values).filter(|(_, value)| raw.days || value.is_none()).map(|(raw, _)| raw);
        return Err(problems::not_binary(raw.column, &examples(bad)));
    }
    let values: Vec<i64> = values.into_iter().flatten().map(i64::from).collect();
    let (levels, places) = ordered(&values, Ord::cmp);
    Ok((Levels::Integer(levels), places))
}

fn day_of(days: i64) -> Option<NaiveDate> {
    NaiveDate::from_epoch_days(i32::try_from(days).ok()?)
}

fn on_scale(days: i64, scale: TimeScale) -> Period {
    match scale {
        TimeScale::Day => Period(days),
        _ => day_of(days).map_or(Period(days), |day| scale.period_of(day)),
    }
}

/// The coarsest scale on which all days are first days.
fn guess(days: &[i64]) -> TimeScale {
    let days: Vec<NaiveDate> = days.iter().filter_map(|days| day_of(*days)).collect();
    let all = |fits: fn(&NaiveDate) -> bool| !days.is_empty() && days.iter().all(fits);
    // One first of January alone says nothing about years.
    if days.len() > 1 && all(|day| day.ordinal() == 1) {
        TimeScale::Year
    } else if all(|day| day.day() == 1) {
        TimeScale::Month
    } else if days.len() > 2 && all(|day| day.weekday() == Weekday::Mon) {
        TimeScale::Week
    } else {
        TimeScale::Day
    }
}

/// A period written as a word: `2004`, `2024-03`, `2024-Q1`, `2024-03-12`; its scale and the period.
fn written(word: &str) -> Option<(TimeScale, Period)> {
    let word = word.trim();
    if let Ok(number) = word.parse::<i64>() {
        return Some((TimeScale::Integer, Period(number)));
    }
    if let Ok(day) = NaiveDate::parse_from_str(word, "%Y-%m-%d") {
        return Some((TimeScale::Day, TimeScale::Day.period_of(day)));
    }
    let (year, rest) = word.split_once('-')?;
    let year: i32 = year.parse().ok().filter(|year| (1000..=9999).contains(year))?;
    let (scale, month) = match rest.strip_prefix(['Q', 'q']) {
        Some(quarter) => (TimeScale::Quarter, quarter.parse::<u32>().ok().filter(|quarter| (1..=4).contains(quarter))? * 3 - 2),
        None => (TimeScale::Month, rest.parse().ok()?),
    };
    Some((scale, scale.period_of(NaiveDate::from_ymd_opt(year, month, 1)?)))
}

/// A whole number as a month, where it is written as 202403.
fn year_month(value: i64) -> Option<Period> {
    let (year, month) = (value.div_euclid(100), value.rem_euclid(100));
    ((1800..=2200).contains(&year) && (1..=12).contains(&month)).then_some(Period(year * 12 + month - 1))
}

fn finish(scale: TimeScale, periods: &[Period]) -> Leveled {
    let (levels, places) = ordered(periods, Ord::cmp);
    (Levels::Period(scale, levels), places)
}

fn period(raw: &RawLevels, wanted: Option<TimeScale>) -> Result<(TimeScale, Leveled), Problem> {
    let wanted = wanted.or(raw.known);
    if let Some(values) = raw.values.iter().map(whole).collect::<Option<Vec<i64>>>() {
        if raw.days {
            let scale = wanted.unwrap_or_else(|| guess(&values));
            let periods: Vec<Period> = values.iter().map(|days| on_scale(*days, scale)).collect();
            return Ok((scale, finish(scale, &periods)));
        }
        if wanted == Some(TimeScale::Month)
            && let Some(periods) = values.iter().map(|value| year_month(*value)).collect::<Option<Vec<Period>>>()
        {
            return Ok((TimeScale::Month, finish(TimeScale::Month, &periods)));
        }
        let scale = if wanted == Some(TimeScale::Year) { TimeScale::Year } else { TimeScale::Integer };
        let periods: Vec<Period> = values.into_iter().map(Period).collect();
        return Ok((scale, finish(scale, &periods)));
    }
    let read = |raw: &Raw| match raw {
        Raw::Whole(value) => Some((TimeScale::Integer, Period(*value))),
        Raw::Real(_) => None,
        Raw::Text(word) => written(word),
    };
    let words: Vec<Option<(TimeScale, Period)>> = raw.values.iter().map(read).collect();
    let scale = words.iter().flatten().map(|(scale, _)| *scale).next().unwrap_or_default();
    let fits = |word: &Option<(TimeScale, Period)>| word.is_some_and(|(on, _)| on == scale);
    if !words.iter().all(fits) {
        let bad = raw.values.iter().zip(&words).filter(|(_, word)| !fits(word)).map(|(raw, _)| raw);
        return Err(problems::not_a_period(raw.column, &examples(bad)));
    }
    let periods: Vec<Period> = words.into_iter().flatten().map(|(_, period)| period).collect();
    let (scale, periods) = match wanted {
        Some(wanted) if wanted != scale && scale != TimeScale::Integer => {
            (wanted, periods.into_iter().map(|period| scale.first_day(period).map_or(period, |day| wanted.period_of(day))).collect())
        }
        _ => (scale, periods),
    };
    Ok((scale, finish(scale, &periods)))
}

/// The word or number that says that a unit is never treated.
fn says_never(raw: &Raw) -> bool {
    match raw {
        Raw::Whole(value) => *value == 0 || *value == NEVER.0,
        Raw::Real(value) => value.is_infinite(),
        Raw::Text(word) => matches!(
            word.trim().to_lowercase().as_str(),
            "" | "0" | "inf" | "+inf" | "infinity" | "never" | "never-treated" | "never treated" | "none" | "tidak" | "tidak pernah" | "belum" | "-"
        ),
    }
}

fn cohort(raw: &RawLevels, scale: Option<TimeScale>) -> Result<Leveled, Problem> {
    let mut own = None;
    let read = |value: &Raw| -> Option<(TimeScale, Period)> {
        match value {
            Raw::Whole(days) if raw.days => Some((TimeScale::Day, Period(*days))),
            Raw::Whole(number) => Some((TimeScale::Integer, Period(*number))),
            Raw::Real(_) => None,
            Raw::Text(word) => written(word),
        }
    };
    let mut bad = Vec::new();
    let mut mixed = Vec::new();
    let periods: Vec<Period> = raw
        .values
        .iter()
        .map(|value| {
            // Day 0 is a date like any other; 0 among plain numbers is a word for never.
            if says_never(value) && !(raw.days && *value == Raw::Whole(0)) {
                return NEVER;
            }
            let Some((on, period)) = read(value) else {
                bad.push(value);
                return NEVER;
            };
            let target = *own.get_or_insert_with(|| scale.unwrap_or(if raw.days { raw.known.unwrap_or(TimeScale::Day) } else { on }));
            match (on, target) {
                (TimeScale::Integer, TimeScale::Integer | TimeScale::Year) => period,
                (TimeScale::Integer, TimeScale::Month) if year_month(period.0).is_some() => year_month(period.0).unwrap_or(period),
                (TimeScale::Integer, _) => {
                    mixed.push(value);
                    period
                }
                (on, target) => on.first_day(period).map_or(period, |day| target.period_of(day)),
            }
        })
        .collect();
    if !bad.is_empty() {
        return Err(problems::not_a_period(raw.column, &examples(bad.into_iter())));
    }
    if !mixed.is_empty() {
        return Err(problems::cohort_scale(raw.column, &examples(mixed.into_iter())));
    }
    let scale = own.or(scale).unwrap_or_default();
    Ok(finish(scale, &periods))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(values: &[Raw], days: bool) -> RawLevels<'_> {
        RawLevels { column: "g", values, days, known: None }
    }

    #[test]
    fn every_word_for_never_is_one_level_and_zero_is_not_missing() {
        let words: Vec<Raw> = ["2004", "0", "inf", "", "never", "2006"].iter().map(|word| Raw::Text((*word).into())).collect();
        let found = cohort(&raw(&words, false), Some(TimeScale::Integer));
        assert_eq!(found, Ok((Levels::Period(TimeScale::Integer, vec![Period(2004), Period(2006), NEVER]), vec![0, 2, 2, 2, 2, 1])));
    }

    #[test]
    fn days_are_put_on_the_scale_that_they_fit() {
        let days = |dates: &[(i32, u32, u32)]| -> Vec<Raw> {
            dates.iter().filter_map(|(y, m, d)| NaiveDate::from_ymd_opt(*y, *m, *d)).map(|day| Raw::Whole(i64::from(day.to_epoch_days()))).collect()
        };
        let months = days(&[(2024, 2, 1), (2024, 1, 1)]);
        let scale_of = |values: &[Raw]| period(&raw(values, true), None).map(|(scale, _)| scale);
        assert_eq!(scale_of(&months), Ok(TimeScale::Month));
        assert_eq!(scale_of(&days(&[(2024, 1, 1), (2023, 1, 1)])), Ok(TimeScale::Year));
        assert_eq!(scale_of(&days(&[(2024, 1, 1), (2024, 1, 8), (2024, 1, 15)])), Ok(TimeScale::Week));
        assert_eq!(scale_of(&days(&[(2024, 1, 1), (2024, 1, 9)])), Ok(TimeScale::Day));
        let found = period(&raw(&months, true), None);
        assert_eq!(found, Ok((TimeScale::Month, (Levels::Period(TimeScale::Month, vec![Period(2024 * 12), Period(2024 * 12 + 1)]), vec![1, 0]))));
    }

    #[test]
    fn words_that_are_no_truth_values_are_named() {
        let words: Vec<Raw> = ["ya", "mungkin", "tidak"].iter().map(|word| Raw::Text((*word).into())).collect();
        let problem = binary(&raw(&words, false));
        assert!(problem.is_err_and(|problem| problem.what.en.contains("mungkin")));
    }
}
