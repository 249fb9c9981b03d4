//! A column of labels as codes with ordered levels: periods, regions, units.

use crate::error::{Problem, measure as problem};
use crate::panel::{Levels, Period, TimeScale};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// A label a respondent, as codes into ordered levels.
#[derive(Debug, Clone, PartialEq)]
pub struct Grouping {
    /// Name of the column.
    pub name: String,
    /// A code a respondent, index into `levels`; none where missing.
    pub codes: Vec<Option<u32>>,
    /// What the codes stand for, ascending.
    pub levels: Levels,
}

/// Words for before and after, in both languages.
const BEFORE: &[&str] = &["sebelum", "pra", "pre", "before", "awal", "baseline", "belum", "pretest", "0"];
const AFTER: &[&str] = &["sesudah", "setelah", "pasca", "post", "after", "akhir", "endline", "sudah", "posttest", "1"];
const QUARTER: &[&str] = &["triwulan", "tw", "kuartal", "quarter", "q"];
const SEMESTER: &[&str] = &["semester", "smt", "sem", "s", "half", "h"];

impl Grouping {
    /// Labels as they stand, in alphabetical order; empty ones are missing.
    pub fn labels<S: AsRef<str>>(name: &str, labels: &[Option<S>]) -> Self {
        let words: Vec<Option<&str>> = labels.iter().map(|label| label.as_ref().map(|word| word.as_ref().trim()).filter(|word| !word.is_empty())).collect();
        let levels: BTreeSet<&str> = words.iter().flatten().copied().collect();
        let places: BTreeMap<&str, u32> = levels.iter().zip(0..).map(|(word, place)| (*word, place)).collect();
        Self {
            name: name.to_owned(),
            codes: words.iter().map(|word| word.and_then(|word| places.get(word).copied())).collect(),
            levels: Levels::Text(levels.into_iter().map(str::to_owned).collect()),
        }
    }

    /// Periods in the order of time: whole numbers, ISO dates, months (`2024-03`), quarters (`2024Q1`, `Triwulan II 2024`), semesters, or words for before
    /// and after. Days become quarters where they span more than one. Errors: words whose order in time cannot be told.
    pub fn periods<S: AsRef<str>>(name: &str, labels: &[Option<S>]) -> Result<Self, Problem> {
        let plain = Self::labels(name, labels);
        let Levels::Text(words) = &plain.levels else { return Ok(plain) };
        let read: Vec<Option<(Step, Period)>> = words.iter().map(|word| written(word)).collect();
        let bad: Vec<&str> = words.iter().zip(&read).filter(|(_, read)| read.is_none()).map(|(word, _)| word.as_str()).collect();
        let read: Vec<(Step, Period)> = read.into_iter().flatten().collect();
        let step = read.first().map_or(Step::Of(TimeScale::Integer), |(step, _)| *step);
        if !bad.is_empty() || read.iter().any(|(on, _)| *on != step) {
            let named: Vec<&str> = if bad.is_empty() { words.iter().map(String::as_str).collect() } else { bad };
            return Err(problem::periods_not_ordered(name, &named.into_iter().take(4).collect::<Vec<_>>().join("\", \"")));
        }
        let Step::Of(scale) = step else {
            return Ok(plain.half_years(&read));
        };
        let quarter = |period: Period| scale.first_day(period).map_or(period, |day| TimeScale::Quarter.period_of(day));
        let periods: Vec<Period> = read.iter().map(|(_, period)| *period).collect();
        let by_quarter: BTreeSet<Period> = periods.iter().map(|period| quarter(*period)).collect();
        let (scale, periods) =
            if scale == TimeScale::Day && by_quarter.len() > 1 { (TimeScale::Quarter, periods.into_iter().map(quarter).collect()) } else { (scale, periods) };
        let levels: Vec<Period> = periods.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
        let place = |code: u32| levels.binary_search(&periods[code as usize]).ok().map(|place| place as u32);
        let codes = plain.codes.iter().map(|code| code.and_then(place)).collect();
        Ok(Self { name: plain.name, codes, levels: Levels::Period(scale, levels) })
    }

    /// Half-years keep their words, in the order of time; words for the same half-year are one level.
    fn half_years(&self, read: &[(Step, Period)]) -> Self {
        let Levels::Text(words) = &self.levels else { return self.clone() };
        let in_time: BTreeMap<Period, &String> = read.iter().map(|(_, period)| *period).zip(words).rev().collect();
        let order: Vec<Period> = in_time.keys().copied().collect();
        let place = |code: u32| order.binary_search(&read[code as usize].1).ok().map(|place| place as u32);
        let codes = self.codes.iter().map(|code| code.and_then(place)).collect();
        Self { name: self.name.clone(), codes, levels: Levels::Text(in_time.into_values().cloned().collect()) }
    }

    /// Days split into before (0) and after (1) the first day of a start (`2024-07-01`, `2024-07`, `2024-Q3`, `2024`). Errors: a label that is no day, a
    /// start that cannot be read.
    pub fn split_days<S: AsRef<str>>(name: &str, labels: &[Option<S>], start: &str) -> Result<Self, Problem> {
        let first = written(start).and_then(|(on, period)| first_day(on, period)).ok_or_else(|| problem::periods_not_ordered(name, start))?;
        let start = TimeScale::Day.period_of(first);
        let mut bad = Vec::new();
        let codes = labels
            .iter()
            .map(|label| {
                let word = label.as_ref().map(|word| word.as_ref().trim()).filter(|word| !word.is_empty())?;
                if let Some((Step::Of(TimeScale::Day), day)) = written(word) {
                    return Some(u32::from(day >= start));
                }
                bad.push(word.to_owned());
                None
            })
            .collect();
        match bad.first() {
            Some(word) => Err(problem::periods_not_ordered(name, word)),
            None => Ok(Self { name: name.to_owned(), codes, levels: Levels::Period(TimeScale::Integer, vec![Period(0), Period(1)]) }),
        }
    }

    /// The first level that is not before a start written like the levels; none where the start cannot be read or is on another scale.
    pub fn first_from(&self, start: &str) -> Option<u32> {
        let (on, start) = written(start)?;
        match &self.levels {
            Levels::Period(scale, levels) => {
                let start = if on == Step::Of(*scale) { start } else { scale.period_of(first_day(on, start)?) };
                Some(levels.partition_point(|level| *level < start) as u32)
            }
            Levels::Text(words) => {
                let start = first_day(on, start)?;
                let days: Vec<NaiveDate> = words.iter().map(|word| written(word).and_then(|(on, period)| first_day(on, period))).collect::<Option<_>>()?;
                Some(days.partition_point(|day| *day < start) as u32)
            }
            _ => None,
        }
    }

    /// Codes with missing ones as 0: for rows that are known to have one.
    pub(super) fn dense(&self) -> Vec<u32> {
        self.codes.iter().map(|code| code.unwrap_or(0)).collect()
    }

    /// Different codes among these rows.
    pub(super) fn distinct(&self, rows: &[usize]) -> u64 {
        rows.iter().filter_map(|row| self.codes[*row]).collect::<BTreeSet<u32>>().len() as u64
    }
}

/// A numeral, Arabic or Roman, up to four.
fn numeral(word: &str) -> Option<u32> {
    match word {
        "1" | "i" => Some(1),
        "2" | "ii" => Some(2),
        "3" | "iii" => Some(3),
        "4" | "iv" => Some(4),
        _ => None,
    }
}

/// What neighbours differ by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Of(TimeScale),
    /// A semester, given by its first quarter.
    HalfYear,
}

fn first_day(on: Step, period: Period) -> Option<NaiveDate> {
    match on {
        Step::Of(TimeScale::Integer) => NaiveDate::from_ymd_opt(i32::try_from(period.0).ok()?, 1, 1),
        Step::Of(scale) => scale.first_day(period),
        Step::HalfYear => TimeScale::Quarter.first_day(period),
    }
}

/// A period as people write it, with its scale.
fn written(label: &str) -> Option<(Step, Period)> {
    let label = label.trim().to_lowercase();
    let spaced = label.split(|c: char| !c.is_alphanumeric()).collect::<Vec<_>>().join(" ");
    if BEFORE.contains(&label.as_str()) {
        return Some((Step::Of(TimeScale::Integer), Period(0)));
    }
    if AFTER.contains(&label.as_str()) {
        return Some((Step::Of(TimeScale::Integer), Period(1)));
    }
    if let Ok(number) = label.parse::<i64>() {
        return Some((Step::Of(TimeScale::Integer), Period(number)));
    }
    let day = label.split(['t', ' ']).next().and_then(|date| NaiveDate::parse_from_str(date, "%Y-%m-%d").ok());
    if let Some(day) = day {
        return Some((Step::Of(TimeScale::Day), TimeScale::Day.period_of(day)));
    }
    let words = tokens(&spaced);
    let year = words.iter().find_map(|word| word.parse::<i32>().ok().filter(|year| (1900..=2200).contains(year)));
    let rest: Vec<&str> = words.iter().map(String::as_str).filter(|word| word.parse::<i32>().ok() != year || year.is_none()).collect();
    let month = |month: u32| NaiveDate::from_ymd_opt(year?, month, 1);
    let named = |names: &[&str]| rest.first().is_some_and(|word| names.contains(word)) && rest.len() == 2;
    if named(QUARTER) {
        let day = month(numeral(rest[1])? * 3 - 2)?;
        return Some((Step::Of(TimeScale::Quarter), TimeScale::Quarter.period_of(day)));
    }
    if named(SEMESTER) {
        let half = numeral(rest[1]).filter(|half| *half <= 2)?;
        let day = month(half * 6 - 5)?;
        return Some((Step::HalfYear, TimeScale::Quarter.period_of(day)));
    }
    match rest.as_slice() {
        [only] => {
            let number = only.parse::<u32>().ok().or_else(|| month_number(only))?;
            Some((Step::Of(TimeScale::Month), TimeScale::Month.period_of(month(number)?)))
        }
        _ => None,
    }
}

/// Words, split between letters and digits as well.
fn tokens(label: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in label.split_whitespace() {
        let mut last: Option<bool> = None;
        for letter in word.chars() {
            let digit = letter.is_ascii_digit();
            if last != Some(digit) {
                out.push(String::new());
            }
            if let Some(word) = out.last_mut() {
                word.push(letter);
            }
            last = Some(digit);
        }
    }
    out
}

/// The number of a month by its name or the first three letters of it, in both languages.
fn month_number(word: &str) -> Option<u32> {
    use crate::locale::{Lang, month_name};
    if word.chars().count() < 3 {
        return None;
    }
    (1..=12).find(|month| Lang::ALL.iter().any(|lang| month_name(*lang, *month).to_lowercase().starts_with(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn periods(words: &[&str]) -> Grouping {
        let labels: Vec<Option<&str>> = words.iter().copied().map(Some).collect();
        Grouping::periods("p", &labels).unwrap()
    }

    #[test]
    fn words_for_before_and_after_are_not_sorted_by_the_alphabet() {
        let found = periods(&["Sesudah", "Sebelum", "sesudah"]);
        assert_eq!(found.codes, [Some(1), Some(0), Some(1)]);
        assert_eq!(periods(&["after", "before"]).codes, [Some(1), Some(0)]);
        assert_eq!(periods(&["Pasca", "Pra"]).codes, [Some(1), Some(0)]);
    }

    #[test]
    fn quarters_months_and_years_are_in_the_order_of_time() {
        let found = periods(&["Triwulan IV 2023", "TW I 2024", "2024Q2", "2024-Q1"]);
        assert_eq!(found.codes, [Some(0), Some(1), Some(2), Some(1)]);
        assert_eq!(found.levels.label(0), "2023-Q4");
        assert_eq!(periods(&["Maret 2024", "Agustus 2023", "2024-01"]).codes, [Some(2), Some(0), Some(1)]);
        assert_eq!(periods(&["2024", "2022"]).codes, [Some(1), Some(0)]);
        let halves = periods(&["Semester 2 2022", "Semester I 2023", "Semester 1 2023"]);
        assert_eq!((halves.codes.clone(), halves.levels.label(1)), (vec![Some(0), Some(1), Some(1)], "Semester 1 2023".to_owned()));
        assert_eq!(halves.first_from("2023-01"), Some(1));
        let days = periods(&["2024-02-10", "2024-04-01", "2024-01-31"]);
        assert_eq!((days.codes.clone(), days.levels.len()), (vec![Some(0), Some(1), Some(0)], 2));
        assert_eq!(days.first_from("2024-04"), Some(1));
        assert_eq!(periods(&["2023Q1", "2023Q2", "2023Q4"]).first_from("2023Q3"), Some(2));
        assert_eq!(periods(&["2023Q1", "2024Q2"]).first_from("2024"), Some(1));
    }

    #[test]
    fn words_without_an_order_are_refused() {
        let problem = Grouping::periods("gelombang", &[Some("merah"), Some("biru")]).unwrap_err();
        assert_eq!(problem.code, "measure::periods-not-ordered");
        assert!(problem.what.en.contains("merah") && problem.what.en.contains("gelombang"));
        assert!(Grouping::periods("p", &[Some("2024-01"), Some("sesudah")]).is_err());
    }

    #[test]
    fn days_are_split_at_a_day() {
        let labels = [Some("2024-06-30"), None, Some("2024-07-01")];
        let found = Grouping::split_days("t", &labels, "2024-Q3").unwrap();
        assert_eq!(found.codes, [Some(0), None, Some(1)]);
        assert!(Grouping::split_days("t", &labels, "nanti").is_err());
    }
}
