//! A condition on one column, for filters and for columns of 0 and 1.

use super::values::{Values, days, numbers};
use crate::data::ColumnKind;
use crate::data::cells::Raw;
use crate::data::roles::truth;
use crate::error::{Problem, columns as problems};
use crate::text;
use chrono::NaiveDate;
use polars::prelude::PolarsResult;
use std::collections::HashSet;

/// What is asked of a value. Values are written as in the data; dates as `2024-03-12` or `2024-03`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// One of these.
    In(Vec<String>),
    /// None of these (and not missing).
    NotIn(Vec<String>),
    /// ≥
    AtLeast(String),
    /// >
    Above(String),
    /// ≤
    AtMost(String),
    /// <
    Below(String),
    /// From the first to the second, both included.
    Between(String, String),
}

/// A condition on one column. A missing value does not fulfil it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// Column.
    pub column: String,
    /// What is asked of its values.
    pub test: Test,
}

impl Condition {
    /// A condition on a column.
    pub fn new(column: impl Into<String>, test: Test) -> Self {
        Self { column: column.into(), test }
    }

    /// Reads `city == Kendari`, `age >= 17`, `city in Kendari,Baubau`, `date between 2024-01-01,2024-06-30`; none where it is not of that form.
    pub fn parse(text: &str) -> Option<Self> {
        let words = |operator: &str| {
            let at = text.find(operator)?;
            let (column, value) = (text[..at].trim(), text[at + operator.len()..].trim());
            (!column.is_empty() && !value.is_empty()).then(|| (column.to_owned(), value.to_owned()))
        };
        let list = |value: &str| value.trim_matches(['[', ']']).split(',').map(|word| word.trim().trim_matches('"').to_owned()).collect::<Vec<_>>();
        let one = |value: &str| value.trim_matches('"').to_owned();
        for (operator, make) in [
            (" not in ", (|value: Vec<String>| Some(Test::NotIn(value))) as fn(Vec<String>) -> Option<Test>),
            (" in ", |value| Some(Test::In(value))),
            (" between ", |value| match value.as_slice() {
                [low, high] => Some(Test::Between(low.clone(), high.clone())),
                _ => None,
            }),
        ] {
            if let Some((column, value)) = words(operator) {
                return Some(Self::new(column, make(list(&value))?));
            }
        }
        for (operator, make) in [
            ("!=", (|value| Test::NotIn(vec![value])) as fn(String) -> Test),
            (">=", Test::AtLeast),
            ("<=", Test::AtMost),
            ("==", |value| Test::In(vec![value])),
            (">", Test::Above),
            ("<", Test::Below),
            ("=", |value| Test::In(vec![value])),
        ] {
            if let Some((column, value)) = words(operator) {
                return Some(Self::new(column, make(one(&value))));
            }
        }
        None
    }

    /// The condition in machine form, as [`Self::parse`] reads it.
    pub fn code(&self) -> String {
        let column = &self.column;
        match &self.test {
            Test::In(values) if values.len() == 1 => format!("{column} == {}", values[0]),
            Test::NotIn(values) if values.len() == 1 => format!("{column} != {}", values[0]),
            Test::In(values) => format!("{column} in {}", values.join(",")),
            Test::NotIn(values) => format!("{column} not in {}", values.join(",")),
            Test::AtLeast(value) => format!("{column} >= {value}"),
            Test::Above(value) => format!("{column} > {value}"),
            Test::AtMost(value) => format!("{column} <= {value}"),
            Test::Below(value) => format!("{column} < {value}"),
            Test::Between(low, high) => format!("{column} between {low},{high}"),
        }
    }

    /// The condition on values of the column's kind.
    pub(in crate::data) fn compile(&self, kind: ColumnKind) -> Result<Check, Problem> {
        let column = &self.column;
        if matches!(kind, ColumnKind::Text | ColumnKind::Empty) {
            return match &self.test {
                Test::In(values) => Ok(Check::Labels(values.iter().cloned().collect(), true)),
                Test::NotIn(values) => Ok(Check::Labels(values.iter().cloned().collect(), false)),
                Test::AtLeast(value) | Test::Above(value) | Test::AtMost(value) | Test::Below(value) | Test::Between(value, _) => {
                    Err(problems::filter_value(column, value, &text!("teks yang dapat diurutkan", "text that has an order")))
                }
            };
        }
        let read = |value: &String| number(value, kind).ok_or_else(|| problems::filter_value(column, value, &kind_text(kind)));
        let all = |values: &[String]| values.iter().map(read).collect::<Result<Vec<f64>, Problem>>();
        // A month stands for all of its days.
        let last = |value: &String| read(value).map(|day| if kind.is_date() { month_end(value).unwrap_or(day) } else { day });
        Ok(match &self.test {
            Test::In(values) if kind.is_date() => Check::Spans(values.iter().map(|v| Ok((read(v)?, last(v)?))).collect::<Result<_, Problem>>()?, true),
            Test::NotIn(values) if kind.is_date() => Check::Spans(values.iter().map(|v| Ok((read(v)?, last(v)?))).collect::<Result<_, Problem>>()?, false),
            Test::In(values) => Check::Numbers(all(values)?, true),
            Test::NotIn(values) => Check::Numbers(all(values)?, false),
            Test::AtLeast(value) => Check::Spans(vec![(read(value)?, f64::INFINITY)], true),
            Test::Above(value) => Check::Spans(vec![(f64::NEG_INFINITY, last(value)?)], false),
            Test::AtMost(value) => Check::Spans(vec![(f64::NEG_INFINITY, last(value)?)], true),
            Test::Below(value) => Check::Spans(vec![(read(value)?, f64::INFINITY)], false),
            Test::Between(low, high) => Check::Spans(vec![(read(low)?, last(high)?)], true),
        })
    }
}

fn kind_text(kind: ColumnKind) -> crate::locale::Text {
    if kind.is_date() { text!("tanggal", "a date") } else { text!("angka", "a number") }
}

fn number(value: &str, kind: ColumnKind) -> Option<f64> {
    let value = value.trim();
    if kind.is_date() {
        let days = |day: NaiveDate| f64::from(day.to_epoch_days());
        return NaiveDate::parse_from_str(value, "%Y-%m-%d").or_else(|_| NaiveDate::parse_from_str(&format!("{value}-01"), "%Y-%m-%d")).ok().map(days);
    }
    match value.parse::<f64>() {
        Ok(number) => Some(number),
        Err(_) if kind == ColumnKind::Boolean => truth(&Raw::Text(value.to_owned())).map(f64::from),
        Err(_) => None,
    }
}

/// The last day of a month that is written as `2024-03`.
fn month_end(value: &str) -> Option<f64> {
    let first = NaiveDate::parse_from_str(&format!("{}-01", value.trim()), "%Y-%m-%d").ok()?;
    let next = first.checked_add_months(chrono::Months::new(1))?;
    Some(f64::from(next.to_epoch_days()) - 1.0)
}

/// A condition on values as they are in chunks; the flag says whether being in it fulfils the condition.
#[derive(Debug, Clone)]
pub(in crate::data) enum Check {
    Labels(HashSet<String>, bool),
    Numbers(Vec<f64>, bool),
    Spans(Vec<(f64, f64)>, bool),
}

impl Check {
    /// Whether each row fulfils it; none where the value is missing.
    pub(super) fn fulfilled(&self, values: &Values) -> PolarsResult<Vec<Option<bool>>> {
        if let Check::Labels(labels, wanted) = self {
            let Values::Base(column) = values else { return Ok(vec![None; values.len()]) };
            let text = column.as_materialized_series().cast(&polars::prelude::DataType::String)?;
            return Ok(text.str()?.iter().map(|value| value.map(|value| labels.contains(value) == *wanted)).collect());
        }
        let numbers = match values {
            Values::Base(column) if column.dtype().is_temporal() => days(column)?,
            _ => numbers(values)?,
        };
        let inside = |value: f64| match self {
            Check::Numbers(known, wanted) => known.contains(&value) == *wanted,
            Check::Spans(spans, wanted) => spans.iter().any(|(low, high)| (*low..=*high).contains(&value)) == *wanted,
            Check::Labels(..) => false,
        };
        Ok(numbers.into_iter().map(|value| (!value.is_nan()).then(|| inside(value))).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_read_and_written_alike() {
        for text in ["city == Kendari", "city in Kendari,Baubau", "city not in A,B", "age >= 17", "age < 60", "day between 2024-01-01,2024-06-30", "x != 3"] {
            assert_eq!(Condition::parse(text).map(|condition| condition.code()).as_deref(), Some(text));
        }
        assert_eq!(Condition::parse("city"), None);
    }

    #[test]
    fn a_month_is_all_of_its_days() {
        let check = Condition::new("d", Test::In(vec!["2024-02".into()])).compile(ColumnKind::Date);
        let Ok(Check::Spans(spans, true)) = check else { panic!("{check:?}") };
        assert_eq!(spans[0].1 - spans[0].0, 28.0);
        assert!(Condition::new("d", Test::AtLeast("besok".into())).compile(ColumnKind::Date).is_err());
        assert!(Condition::new("d", Test::AtLeast("b".into())).compile(ColumnKind::Text).is_err());
    }
}
