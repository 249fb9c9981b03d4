//! Designs whose rows have few entries: levels of factors, indicators, and a handful of numbers.

use super::absorb::compact;
use super::cell_fit::{Regressor, Source};
use crate::panel::Cells;
use std::sync::Arc;

/// A design, row by row, without its zeros.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    start: Vec<usize>,
    column: Vec<u32>,
    value: Vec<f64>,
    /// Number of columns.
    pub columns: usize,
}

/// Regressors that are levels of the same codes, times the same numbers.
struct Family<'a> {
    codes: &'a Arc<Vec<u32>>,
    slope: Option<&'a Arc<Vec<f64>>>,
    /// Column by level.
    column: Vec<u32>,
}

/// No column.
const NONE: u32 = u32::MAX;

impl Rows {
    /// One column a level of the factors, then one a regressor. `prepare` is applied to the numbers of regressors that are no indicators.
    pub fn new(cells: &Cells, factors: &[impl AsRef<[u32]>], regressors: &[Regressor], prepare: impl Fn(Vec<f64>) -> Vec<f64>) -> Self {
        let mut columns = 0;
        let levels: Vec<Vec<u32>> = factors
            .iter()
            .map(|codes| {
                let (codes, count) = compact(codes.as_ref());
                columns += count;
                codes.into_iter().map(|code| code + (columns - count) as u32).collect()
            })
            .collect();
        let mut families: Vec<Family> = Vec::new();
        let mut dense: Vec<(u32, Vec<f64>)> = Vec::new();
        for regressor in regressors {
            let column = columns as u32;
            columns += 1;
            match &regressor.source {
                Source::Level { codes, level, slope } => {
                    let same = |family: &Family| {
                        let slopes = match (family.slope, slope) {
                            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
                            (a, b) => a.is_none() && b.is_none(),
                        };
                        Arc::ptr_eq(family.codes, codes) && slopes
                    };
                    let at = *level as usize;
                    let known = families.iter().position(same).unwrap_or(families.len());
                    if known == families.len() {
                        families.push(Family { codes, slope: slope.as_ref(), column: Vec::new() });
                    }
                    let family = &mut families[known];
                    if family.column.len() <= at {
                        family.column.resize(at + 1, NONE);
                    }
                    family.column[at] = column;
                }
                source => dense.push((column, prepare(source.values(cells)))),
            }
        }
        let n = cells.len();
        let most = levels.len() + families.len() + dense.len();
        let mut out = Self { start: Vec::with_capacity(n + 1), column: Vec::with_capacity(n * most), value: Vec::with_capacity(n * most), columns };
        out.start.push(0);
        for i in 0..n {
            for codes in &levels {
                out.push(codes[i], 1.0);
            }
            for family in &families {
                let column = family.column.get(family.codes[i] as usize).copied().unwrap_or(NONE);
                if column != NONE {
                    out.push(column, family.slope.map_or(1.0, |slope| slope[i]));
                }
            }
            for (column, values) in &dense {
                out.push(*column, values[i]);
            }
            out.start.push(out.column.len());
        }
        out
    }

    fn push(&mut self, column: u32, value: f64) {
        self.column.push(column);
        self.value.push(value);
    }

    /// Columns of a row and their values.
    pub fn row(&self, i: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let range = self.start[i]..self.start[i + 1];
        self.column[range.clone()].iter().map(|column| *column as usize).zip(self.value[range].iter().copied())
    }

    /// Σ xⱼ bⱼ of a row.
    pub fn dot(&self, i: usize, b: &[f64]) -> f64 {
        self.row(i).map(|(j, x)| x * b[j]).sum()
    }
}
