//! The calls of the reference read as formulas, so that every linear regression in it is run: `y ~ a*b + factor(c) | id + time`.

use super::Table;
use dampak::linalg::{CellFit, Regressor, fit_cells};
use dampak::panel::{Cells, Factor, Levels};
use std::collections::BTreeMap;

/// A regression of the reference on its records.
pub(crate) struct Regression {
    pub cells: Cells,
    pub fit: CellFit,
    pub clusters: Vec<Vec<u32>>,
}

/// Named columns; missing is NaN.
pub(crate) type Columns = BTreeMap<String, Vec<f64>>;

/// All numeric columns of a table.
pub(crate) fn columns(table: &Table) -> Columns {
    table.names().map(|name| (name.to_owned(), table.numbers(name))).collect()
}

/// A column as integer codes of its sorted distinct values.
pub(crate) fn codes(values: &[f64]) -> (Vec<u32>, Vec<f64>) {
    let mut levels = values.to_vec();
    levels.sort_by(f64::total_cmp);
    levels.dedup();
    (values.iter().map(|value| levels.partition_point(|level| level < value) as u32).collect(), levels)
}

/// The inside of the brackets that follow `name(`.
pub(crate) fn argument<'a>(call: &'a str, name: &str) -> Option<&'a str> {
    let start = call.find(&format!("{name}("))? + name.len() + 1;
    let mut depth = 1;
    for (at, letter) in call[start..].char_indices() {
        depth += match letter {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        if depth == 0 {
            return Some(&call[start..start + at]);
        }
    }
    None
}

/// Splits at a sign outside brackets.
pub(crate) fn split(text: &str, sign: char) -> Vec<&str> {
    let (mut depth, mut start, mut out) = (0, 0, Vec::new());
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if letter == sign && depth == 0 => {
                out.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    out.push(text[start..].trim());
    out
}

/// One regressor of a formula: a product of columns, one level of a factor, or both.
struct Term {
    factors: Vec<String>,
    level: Option<(String, f64)>,
}

impl Term {
    fn values(&self, columns: &Columns, rows: &[usize]) -> Vec<f64> {
        let value = |row: &usize| {
            let product: f64 = self.factors.iter().map(|name| columns[name][*row]).product();
            match &self.level {
                Some((name, level)) => product * f64::from(u8::from(columns[name][*row] == *level)),
                None => product,
            }
        };
        rows.iter().map(value).collect()
    }
}

fn level_terms(name: &str, columns: &Columns, rows: &[usize], left_out: &[f64], with: &[String]) -> Vec<Term> {
    let inside: Vec<f64> = rows.iter().map(|row| columns[name][*row]).collect();
    let (_, levels) = codes(&inside);
    let left_out = if left_out.is_empty() { vec![levels[0]] } else { left_out.to_vec() };
    let term = |level: &f64| Term { factors: with.to_vec(), level: Some((name.to_owned(), *level)) };
    levels.iter().filter(|level| !left_out.contains(level)).map(term).collect()
}

/// Runs `formula` (without the variance) on the rows that are complete in its variables, `also`, and the clusters.
pub(crate) fn run(columns: &Columns, keep: &[bool], formula: &str, clusters: &[String], weight: Option<&[f64]>) -> Regression {
    let (outcome, right) = formula.split_once('~').expect("a formula");
    let sides = split(right, '|');
    let absorbed: Vec<String> = sides.get(1).map(|side| split(side, '+').into_iter().map(str::to_owned).collect()).unwrap_or_default();
    let outcome = outcome.trim().to_owned();
    let mut names: Vec<String> = columns.keys().filter(|name| words(right).any(|word| word == name.as_str())).cloned().collect();
    names.push(outcome.clone());
    names.extend(clusters.iter().cloned());
    let mut rows: Vec<usize> = (0..keep.len()).filter(|row| keep[*row] && names.iter().all(|name| columns[name][*row].is_finite())).collect();
    // Singletons of absorbed factors leave, as fixest does it.
    loop {
        let before = rows.len();
        for name in &absorbed {
            let mut counts = BTreeMap::new();
            for row in &rows {
                *counts.entry(columns[name][*row].to_bits()).or_insert(0) += 1;
            }
            rows.retain(|row| counts[&columns[name][*row].to_bits()] > 1);
        }
        if rows.len() == before {
            break;
        }
    }
    let (mut main, mut crossed) = (Vec::new(), Vec::new());
    for term in split(sides[0], '+') {
        if let Some(inside) = argument(term, "factor") {
            main.extend(level_terms(inside, columns, &rows, &[], &[]));
        } else if let Some(inside) = term.strip_prefix("i(").and_then(|rest| rest.strip_suffix(')')) {
            let parts = split(inside, ',');
            let numbers = |text: &str| -> Vec<f64> {
                text.split(|letter: char| !(letter.is_ascii_digit() || letter == '-')).filter_map(|number| number.parse().ok()).collect()
            };
            if parts.len() == 3 {
                main.extend(level_terms(parts[0], columns, &rows, &numbers(parts[2]), &[parts[1].to_owned()]));
            } else {
                main.extend(level_terms(parts[0], columns, &rows, &numbers(parts[1]), &[]));
            }
        } else if let Some((a, b)) = term.split_once('*') {
            let (a, b) = (a.trim().to_owned(), b.trim().to_owned());
            main.push(Term { factors: vec![a.clone()], level: None });
            main.push(Term { factors: vec![b.clone()], level: None });
            crossed.push(Term { factors: vec![a, b], level: None });
        } else if let Some((a, b)) = term.split_once(':') {
            crossed.push(Term { factors: vec![a.trim().to_owned(), b.trim().to_owned()], level: None });
        } else if term != "1" {
            main.push(Term { factors: vec![term.to_owned()], level: None });
        }
    }
    let mut regressors = Vec::new();
    if absorbed.is_empty() {
        regressors.push(Regressor::fixed("(Intercept)", vec![1.0; rows.len()]));
    }
    regressors.extend(main.iter().chain(&crossed).map(|term| Regressor::fixed("", term.values(columns, &rows))));
    let pick = |name: &str| -> Vec<f64> { rows.iter().map(|row| columns[name][*row]).collect() };
    let key = |name: &String| {
        let (codes, levels) = codes(&pick(name));
        Factor { name: name.clone(), codes, levels: Levels::Float(levels) }
    };
    let keys: Vec<Factor> = absorbed.iter().map(key).collect();
    let factors: Vec<Vec<u32>> = keys.iter().map(|key| key.codes.clone()).collect();
    let weight = weight.map(|weight| rows.iter().map(|row| weight[*row]).collect());
    let cells = Cells::from_records(keys, &[(outcome.clone(), pick(&outcome))], weight);
    let fit = fit_cells(&cells, &regressors, &factors);
    Regression { fit, clusters: clusters.iter().map(|name| codes(&pick(name)).0).collect(), cells }
}

/// The words of a formula.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == '.')).filter(|word| !word.is_empty())
}
