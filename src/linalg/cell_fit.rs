//! A linear model on cells that is exactly the one on their records: absorbed factors, regressors that are constant within cells and regressors
//! that vary within them.
//!
//! With cell means x̄, ȳ, weights w and within-cell cross-products C, X'WX = Σ w x̃ x̃' + Σ C, where x̃ are the means after the absorbed factors
//! (which are constant within cells and leave C alone). The factorization is of the rows √w x̃ with the root of Σ C below them, so no digits are
//! lost in forming X'WX.

use super::absorb::Absorber;
use super::eliminated::Eliminated;
use super::least_squares::fit_columns;
use super::symmetric::root;
use crate::panel::{Cells, packed_index};
use ndarray::Array2;
use rayon::prelude::*;
use std::sync::Arc;

/// Share of a regressor's variation that must be left after absorbed factors and earlier regressors.
const IDENTIFIED: f64 = 1e-9;
/// Share of a variable's variation within cells under which it is rounding of the aggregation.
const WITHIN: f64 = 1e-13;

/// Where a regressor comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    /// The same for all records of a cell (cells).
    Fixed(Vec<f64>),
    /// A variable of the cells, by its position.
    Variable(usize),
    /// An indicator of one level of some codes (cells), times numbers (cells) where there are any.
    Level {
        /// A code a cell.
        codes: Arc<Vec<u32>>,
        /// The level.
        level: u32,
        /// A number a cell.
        slope: Option<Arc<Vec<f64>>>,
    },
}

impl Source {
    /// Its means by cell.
    pub fn values(&self, cells: &Cells) -> Vec<f64> {
        match self {
            Source::Fixed(values) => values.clone(),
            Source::Variable(variable) => cells.mean.column(*variable).to_vec(),
            Source::Level { codes, level, slope } => {
                let own = |i: usize| slope.as_ref().map_or(1.0, |slope| slope[i]);
                codes.iter().enumerate().map(|(i, code)| if code == level { own(i) } else { 0.0 }).collect()
            }
        }
    }
}

/// A regressor.
#[derive(Debug, Clone, PartialEq)]
pub struct Regressor {
    /// Its name in results.
    pub name: String,
    /// Where it comes from.
    pub source: Source,
}

impl Regressor {
    /// A regressor that is constant within cells.
    pub fn fixed(name: impl Into<String>, values: Vec<f64>) -> Self {
        Self { name: name.into(), source: Source::Fixed(values) }
    }

    /// A variable of the cells.
    pub fn variable(name: impl Into<String>, position: usize) -> Self {
        Self { name: name.into(), source: Source::Variable(position) }
    }

    /// An indicator of a level.
    pub fn level(name: impl Into<String>, codes: &Arc<Vec<u32>>, level: u32) -> Self {
        Self { name: name.into(), source: Source::Level { codes: codes.clone(), level, slope: None } }
    }

    /// A number in the cells of a level, zero elsewhere.
    pub fn slope(name: impl Into<String>, codes: &Arc<Vec<u32>>, level: u32, slope: &Arc<Vec<f64>>) -> Self {
        Self { name: name.into(), source: Source::Level { codes: codes.clone(), level, slope: Some(slope.clone()) } }
    }
}

/// A fitted model. Columns are the kept regressors in their order.
#[derive(Debug, Clone, PartialEq)]
pub struct CellFit {
    /// Positions of the kept regressors among those given.
    pub kept: Vec<usize>,
    /// Positions of the collinear ones.
    pub dropped: Vec<usize>,
    /// Coefficients of the kept ones.
    pub coefficients: Vec<f64>,
    /// (X̃'WX̃)⁻¹ of the kept ones.
    pub bread: Array2<f64>,
    /// Cell means of the regressors after the absorbed factors (cells × kept).
    pub x: Array2<f64>,
    /// Cell means of the outcome after the absorbed factors.
    pub y: Vec<f64>,
    /// Cell means of the residuals.
    pub residual: Vec<f64>,
    /// For each kept regressor its variable, where it varies within cells.
    pub varying: Vec<Option<usize>>,
    /// Sums of w x̃ e over the records of a cell (cells × kept).
    pub scores: Array2<f64>,
    /// Σ w e² over records.
    pub rss: f64,
    /// Records.
    pub records: u64,
    /// Where the design was never written out: its rows, for clustered and heteroskedasticity-robust variances. `x`, `y` and `scores` are empty then.
    pub eliminated: Option<Box<Eliminated>>,
}

/// Whether records really vary within cells in a variable, rounding of the aggregation aside.
pub(super) fn varies(cells: &Cells, variable: usize) -> bool {
    if cells.records.iter().all(|n| *n <= 1) {
        return false;
    }
    let at = packed_index(cells.variables.len(), variable, variable);
    let within: f64 = cells.cross.column(at).iter().filter(|sum| **sum > 0.0).sum();
    let between = centred_square(&cells.mean.column(variable).to_vec(), &cells.weight);
    within > WITHIN * (between + within) && within > 0.0
}

/// Σ w (x − x̄)².
pub(super) fn centred_square(values: &[f64], weight: &[f64]) -> f64 {
    let total: f64 = weight.iter().sum();
    let mean = values.iter().zip(weight).map(|(x, w)| x * w).sum::<f64>() / total;
    values.iter().zip(weight).map(|(x, w)| w * (x - mean) * (x - mean)).sum()
}

/// Fits the outcome (variable 0 of the cells) on the regressors with the factors absorbed. Weights of cells must be positive.
pub fn fit_cells<C: AsRef<[u32]> + Sync>(cells: &Cells, regressors: &[Regressor], factors: &[C]) -> CellFit {
    let (n, v) = (cells.len(), cells.variables.len());
    let absorber = Absorber::new(factors, &cells.weight);
    let varying: Vec<Option<usize>> = regressors
        .iter()
        .map(|regressor| match regressor.source {
            Source::Variable(variable) if varies(cells, variable) => Some(variable),
            _ => None,
        })
        .collect();
    let within_variables: Vec<usize> = varying.iter().filter_map(|variable| *variable).chain([0]).collect();
    let within_root = within_rows(cells, &within_variables);
    // Without weights the means are the rows.
    let roots: Option<Vec<f64>> = cells.weight.iter().any(|w| *w != 1.0).then(|| cells.weight.iter().map(|w| w.sqrt()).collect());
    let within = |position: Option<usize>| -> Vec<f64> { within_root.rows().into_iter().map(|row| position.map_or(0.0, |at| row[at])).collect() };
    let rows = |means: &[f64], roots: &[f64], position: Option<usize>| -> Vec<f64> {
        means.iter().zip(roots).map(|(x, root)| x * root).chain(within(position)).collect()
    };
    let prepared = |(regressor, variable): (&Regressor, &Option<usize>)| {
        let mut mean = regressor.source.values(cells);
        let spread_within: f64 = variable.map_or(0.0, |variable| cells.cross.column(packed_index(v, variable, variable)).sum());
        let raw: f64 = mean.iter().zip(&cells.weight).map(|(x, w)| w * x * x).sum::<f64>() + spread_within;
        let centred = centred_square(&mean, &cells.weight) + spread_within;
        absorber.take_out(&mut mean);
        (mean, if centred > WITHIN * WITHIN * raw { centred.sqrt() } else { raw.sqrt() })
    };
    let outcome = || {
        let mut y = cells.mean.column(0).to_vec();
        absorber.take_out(&mut y);
        y
    };
    let (prepared, mut y): (Vec<(Vec<f64>, f64)>, Vec<f64>) = rayon::join(|| regressors.par_iter().zip(&varying).map(prepared).collect(), outcome);
    let (mut means, reference): (Vec<Vec<f64>>, Vec<f64>) = prepared.into_iter().unzip();
    // Position of each regressor among those that vary within cells.
    let places = varying.iter().scan(0, |next, variable| Some(variable.map(|_| std::mem::replace(next, *next + 1))));
    let last = Some(within_variables.len() - 1);
    let reference = (!absorber.is_empty()).then_some(reference.as_slice());
    let fit = if let Some(roots) = &roots {
        let columns: Vec<Vec<f64>> = means.iter().zip(places).map(|(mean, place)| rows(mean, roots, place)).collect();
        fit_columns(&columns, &rows(&y, roots, last), reference, IDENTIFIED)
    } else {
        means.iter_mut().zip(places).for_each(|(mean, place)| mean.extend(within(place)));
        y.extend(within(last));
        fit_columns(&means, &y, reference, IDENTIFIED)
    };
    y.truncate(n);
    let x = Array2::from_shape_fn((n, fit.kept.len()), |(i, j)| means[fit.kept[j]][i]);
    drop(means);
    let varying: Vec<Option<usize>> = fit.kept.iter().map(|j| varying[*j]).collect();
    let mut residual = fit.residuals;
    residual.truncate(n);
    residual.iter_mut().zip(roots.iter().flatten()).for_each(|(e, root)| *e /= root);
    let scores = scores(cells, &x, &residual, &varying, &fit.coefficients);
    CellFit {
        kept: fit.kept,
        dropped: fit.dropped,
        coefficients: fit.coefficients,
        bread: fit.bread,
        x,
        y,
        residual,
        varying,
        scores,
        rss: fit.rss,
        records: cells.total_records(),
        eliminated: None,
    }
}

/// Rows whose cross-products are the sums of the within-cell cross-products of these variables.
fn within_rows(cells: &Cells, variables: &[usize]) -> Array2<f64> {
    let v = cells.variables.len();
    if cells.records.iter().all(|n| *n <= 1) {
        return Array2::zeros((0, variables.len()));
    }
    let total = Array2::from_shape_fn((variables.len(), variables.len()), |(a, b)| cells.cross.column(packed_index(v, variables[a], variables[b])).sum());
    let scale: Vec<f64> = (0..variables.len()).map(|a| if total[[a, a]] > 0.0 { total[[a, a]].sqrt() } else { 1.0 }).collect();
    let scaled = Array2::from_shape_fn(total.dim(), |(a, b)| total[[a, b]] / scale[a] / scale[b]);
    let Some(root) = root(&scaled) else { return Array2::zeros((0, variables.len())) };
    Array2::from_shape_fn(root.dim(), |(row, column)| root[[column, row]] * scale[column])
}

/// Sums of w x̃ e over the records of each cell.
fn scores(cells: &Cells, x: &Array2<f64>, residual: &[f64], varying: &[Option<usize>], coefficients: &[f64]) -> Array2<f64> {
    let v = cells.variables.len();
    let mut scores = Array2::from_shape_fn(x.dim(), |(i, j)| cells.weight[i] * x[[i, j]] * residual[i]);
    for (j, variable) in varying.iter().enumerate() {
        let Some(variable) = variable else { continue };
        for i in 0..cells.len() {
            let mut sum = cells.cross[[i, packed_index(v, *variable, 0)]];
            for (other, b) in varying.iter().zip(coefficients) {
                if let Some(other) = other {
                    sum -= b * cells.cross[[i, packed_index(v, *variable, *other)]];
                }
            }
            scores[[i, j]] += sum;
        }
    }
    scores
}

/// Cells whose cross-products are one matrix product.
const TOGETHER: usize = 1024;

impl CellFit {
    /// Whether a kept regressor varies within cells.
    pub fn varies_within(&self) -> bool {
        self.varying.iter().any(Option::is_some)
    }

    /// The position of a given regressor among the kept ones.
    pub fn position(&self, regressor: usize) -> Option<usize> {
        self.kept.iter().position(|kept| *kept == regressor)
    }

    /// X̃'WX̃ over some cells (kept × kept).
    pub fn cross_products(&self, cells: &Cells, rows: &[usize]) -> Array2<f64> {
        let (k, v) = (self.kept.len(), cells.variables.len());
        let mut out = Array2::zeros((k, k));
        for some in rows.chunks(TOGETHER) {
            let x = Array2::from_shape_fn((some.len(), k), |(at, j)| self.x[[some[at], j]]);
            let weighted = Array2::from_shape_fn(x.dim(), |(at, j)| cells.weight[some[at]] * x[[at, j]]);
            out += &weighted.t().dot(&x);
        }
        for i in rows.iter().filter(|_| self.varies_within()) {
            for a in 0..k {
                let Some(first) = self.varying[a] else { continue };
                for b in 0..=a {
                    if let Some(second) = self.varying[b] {
                        out[[a, b]] += cells.cross[[*i, packed_index(v, first, second)]];
                    }
                }
            }
        }
        for a in 0..k {
            for b in 0..a {
                out[[b, a]] = out[[a, b]];
            }
        }
        out
    }

    /// X̃'Wỹ over some cells (kept).
    pub fn cross_outcome(&self, cells: &Cells, rows: &[usize]) -> Vec<f64> {
        let v = cells.variables.len();
        let mut out = vec![0.0; self.kept.len()];
        for i in rows {
            for (a, sum) in out.iter_mut().enumerate() {
                *sum += cells.weight[*i] * self.x[[*i, a]] * self.y[*i];
                if let Some(variable) = self.varying[a] {
                    *sum += cells.cross[[*i, packed_index(v, variable, 0)]];
                }
            }
        }
        out
    }
}
