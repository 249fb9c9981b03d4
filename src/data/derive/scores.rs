//! Made columns of surveys and tests: scores of answers in words, the mean of several items, the normalized gain.

use super::{Made, Recipe, Values, numbers};
use crate::data::{ColumnKind, Records};
use crate::error::{Error, Problem, Result};
use crate::measure::gain::{Gain, gain};
use crate::text;
use polars::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

impl Records {
    /// Adds the score of each answer in words; missing where the answer is missing or has no score.
    pub fn with_scores(&self, name: &str, column: &str, scores: HashMap<String, f64>) -> Result<Self> {
        self.column(column)?;
        let recipe = Recipe::Scores { column: column.to_owned(), scores: Arc::new(scores) };
        self.add(name, recipe, ColumnKind::Float, text!("skor dari jawaban \"{column}\"", "score of the answers \"{column}\""))
    }

    /// Adds the mean of the columns that are there in a record, times a factor; missing where none is there.
    pub fn with_average(&self, name: &str, columns: &[String], factor: f64) -> Result<Self> {
        let problems: Vec<Problem> = columns.iter().filter_map(|column| self.numeric(column).err()).flat_map(|error| error.problems).collect();
        Error::unless_empty(problems)?;
        let count = columns.len();
        let recipe = Recipe::Average { columns: columns.to_vec(), factor };
        self.add(name, recipe, ColumnKind::Float, text!("rata-rata {count} unsur × {factor}", "mean of {count} items × {factor}"))
    }

    /// Adds the normalized gain (after − before)/(max − before); missing where it is not defined.
    pub fn with_gain(&self, name: &str, before: &str, after: &str, max: f64) -> Result<Self> {
        let problems: Vec<Problem> = [before, after].iter().filter_map(|column| self.numeric(column).err()).flat_map(|error| error.problems).collect();
        Error::unless_empty(problems)?;
        let recipe = Recipe::Gain { before: before.to_owned(), after: after.to_owned(), max };
        self.add(name, recipe, ColumnKind::Float, text!("N-gain", "N-gain"))
    }
}

/// NaN becomes a missing value with the first (and only) reason.
fn made(values: Vec<f64>) -> Made {
    let why = values.iter().map(|value| u8::from(value.is_nan())).collect();
    Made { values, why }
}

pub(super) fn scores(input: &Values, scores: &HashMap<String, f64>) -> PolarsResult<Made> {
    let Values::Base(column) = input else { return Ok(made(vec![f64::NAN; input.len()])) };
    let text = column.as_materialized_series().cast(&DataType::String)?;
    Ok(made(text.str()?.iter().map(|answer| answer.and_then(|answer| scores.get(answer)).copied().unwrap_or(f64::NAN)).collect()))
}

pub(super) fn average<'a>(columns: &[String], factor: f64, find: &impl Fn(&str) -> PolarsResult<Values<'a>>) -> PolarsResult<Made> {
    let mut sums: Vec<(f64, u32)> = Vec::new();
    for column in columns {
        let values = numbers(&find(column)?)?;
        sums.resize(values.len(), (0.0, 0));
        for ((sum, count), value) in sums.iter_mut().zip(values) {
            if !value.is_nan() {
                *sum += value;
                *count += 1;
            }
        }
    }
    Ok(made(sums.into_iter().map(|(sum, count)| if count == 0 { f64::NAN } else { factor * sum / f64::from(count) }).collect()))
}

pub(super) fn gains(before: &Values, after: &Values, max: f64) -> PolarsResult<Made> {
    let there = |value: f64| (!value.is_nan()).then_some(value);
    let pairs = numbers(before)?.into_iter().zip(numbers(after)?);
    Ok(made(
        pairs
            .map(|(before, after)| match gain(there(before), there(after), max) {
                Gain::Defined(value) => value,
                _ => f64::NAN,
            })
            .collect(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::ArrayColumn;

    #[test]
    fn items_answers_and_gains() {
        let words = |values: &[&str]| ArrayColumn::Text(values.iter().map(|value| (!value.is_empty()).then(|| (*value).to_owned())).collect());
        let records = Records::from_arrays(vec![
            ("a".into(), words(&["Puas", "", "Sangat puas"])),
            ("u2".into(), ArrayColumn::Number(vec![Some(2.0), None, Some(4.0)])),
            ("pre".into(), ArrayColumn::Number(vec![Some(40.0), Some(100.0), Some(50.0)])),
            ("post".into(), ArrayColumn::Number(vec![Some(70.0), Some(100.0), None])),
        ])
        .unwrap();
        let scores = HashMap::from([("Puas".to_owned(), 3.0), ("Sangat puas".to_owned(), 4.0)]);
        let records = records.with_scores("u1", "a", scores).unwrap();
        let records = records.with_average("ikm", &["u1".into(), "u2".into()], 25.0).unwrap().with_gain("gain", "pre", "post", 100.0).unwrap();
        let found = records.numbers(&["u1", "ikm", "gain"]).unwrap();
        assert_eq!(found[0], [Some(3.0), None, Some(4.0)]);
        assert_eq!(found[1], [Some(62.5), None, Some(100.0)]);
        assert_eq!(found[2], [Some(0.5), None, None]);
    }
}
