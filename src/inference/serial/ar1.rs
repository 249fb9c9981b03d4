//! Regression with first-order autoregressive errors: Prais and Winsten (1954), Cochrane and Orcutt (1949), maximum likelihood.
//!
//! Rows become `(y[t] − ρ^g y[t−g])·√((1−ρ²)/(1−ρ^(2g)))`, g being the steps since the row before (1 where nothing is missing), so that a gap in the
//! series is no neighbourhood. The first row of a series becomes `√(1−ρ²)·y`; Cochrane and Orcutt leave it out.

use super::Timeline;
use crate::linalg::{COLLINEAR, LeastSquares, fit_columns};
use ndarray::Array2;

/// How ρ is found and what happens to the first row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ar1 {
    /// First row kept; ρ from the residuals, iterated.
    PraisWinsten,
    /// First row left out; ρ from the residuals, iterated.
    CochraneOrcutt,
    /// ρ at the largest likelihood of normal errors.
    MaximumLikelihood,
}

/// A fit with autoregressive errors.
#[derive(Debug, Clone, PartialEq)]
pub struct Ar1Fit {
    /// Coefficients, kept columns and bread of the transformed rows; `residuals` are those of the rows as they are, y − Xb.
    pub fit: LeastSquares,
    /// Covariance of the coefficients.
    pub covariance: Array2<f64>,
    /// Autocorrelation of the errors.
    pub rho: f64,
    /// Rounds until ρ stood still.
    pub iterations: usize,
    /// Variance of the innovations.
    pub sigma2: f64,
    /// Transformed rows minus coefficients.
    pub df: f64,
    /// Log-likelihood, of maximum likelihood only.
    pub log_likelihood: Option<f64>,
}

/// ρ stands still.
const STILL: f64 = 1e-13;
/// Rounds after which the last ρ counts.
const ROUNDS: usize = 500;
/// ρ stays inside the unit circle by this.
const EDGE: f64 = 1e-6;

/// Fits columns to `y` in the way asked for; none where there are too few rows or no residual is left.
pub fn ar1(columns: &[Vec<f64>], y: &[f64], line: &Timeline, how: Ar1) -> Option<Ar1Fit> {
    let first = fit_columns(columns, y, None, COLLINEAR);
    let (rho, iterations) = match how {
        Ar1::MaximumLikelihood => (largest_likelihood(columns, y, line), 0),
        Ar1::PraisWinsten | Ar1::CochraneOrcutt => iterate(columns, y, line, how, &first.residuals)?,
    };
    let (rows, transformed, kept) = transform(columns, y, line, rho, how);
    let mut fit = fit_columns(&rows, &transformed, None, COLLINEAR);
    let used = kept as f64;
    let df = used - fit.kept.len() as f64;
    if df <= 0.0 {
        return None;
    }
    let sigma2 = fit.rss / df;
    let covariance = &fit.bread * sigma2;
    let log_likelihood = (how == Ar1::MaximumLikelihood).then(|| likelihood(columns, y, line, rho));
    fit.residuals = residuals(columns, y, &fit);
    Some(Ar1Fit { fit, covariance, rho, iterations, sigma2, df, log_likelihood })
}

fn residuals(columns: &[Vec<f64>], y: &[f64], fit: &LeastSquares) -> Vec<f64> {
    let fitted = |row: usize| fit.coefficients.iter().zip(&fit.kept).map(|(b, j)| b * columns[*j][row]).sum::<f64>();
    y.iter().enumerate().map(|(row, y)| y - fitted(row)).collect()
}

/// Regression of the residuals on those one step before, without constant.
fn correlation(residuals: &[f64], line: &Timeline) -> f64 {
    let (mut product, mut square) = (0.0, 0.0);
    for (earlier, later) in line.pairs(1) {
        product += residuals[earlier] * residuals[later];
        square += residuals[earlier] * residuals[earlier];
    }
    (product / square).clamp(EDGE - 1.0, 1.0 - EDGE)
}

fn iterate(columns: &[Vec<f64>], y: &[f64], line: &Timeline, how: Ar1, residuals_of_first: &[f64]) -> Option<(f64, usize)> {
    let mut rho = correlation(residuals_of_first, line);
    for round in 1..=ROUNDS {
        if !rho.is_finite() {
            return None;
        }
        let (rows, transformed, _) = transform(columns, y, line, rho, how);
        let fit = fit_columns(&rows, &transformed, None, COLLINEAR);
        let next = correlation(&residuals(columns, y, &fit), line);
        if (next - rho).abs() < STILL {
            return Some((next, round));
        }
        rho = next;
    }
    Some((rho, ROUNDS))
}

/// The transformed columns and outcome, and how many rows they have.
fn transform(columns: &[Vec<f64>], y: &[f64], line: &Timeline, rho: f64, how: Ar1) -> (Vec<Vec<f64>>, Vec<f64>, usize) {
    let left = (1.0 - rho * rho).sqrt();
    let mut recipe: Vec<(usize, Option<usize>, f64, f64)> = Vec::new();
    for (row, before) in line.steps() {
        match before {
            Some((known, 1)) => recipe.push((row, Some(known), 1.0, rho)),
            Some((known, gap)) => {
                let far = rho.powi(i32::try_from(gap).unwrap_or(i32::MAX));
                recipe.push((row, Some(known), left / (1.0 - far * far).sqrt(), far));
            }
            None if how == Ar1::CochraneOrcutt => {}
            None => recipe.push((row, None, left, 0.0)),
        }
    }
    let apply = |values: &[f64]| -> Vec<f64> {
        recipe.iter().map(|(row, before, scale, far)| scale * (values[*row] - before.map_or(0.0, |before| far * values[before]))).collect()
    };
    (columns.iter().map(|column| apply(column)).collect(), apply(y), recipe.len())
}

/// The likelihood of normal errors at ρ, the other parameters at their best.
fn likelihood(columns: &[Vec<f64>], y: &[f64], line: &Timeline, rho: f64) -> f64 {
    let (rows, transformed, n) = transform(columns, y, line, rho, Ar1::MaximumLikelihood);
    let rss = fit_columns(&rows, &transformed, None, COLLINEAR).rss;
    let n = n as f64;
    // Of the innovations: the determinant has 1 − ρ² once a series, and (1 − ρ^2g)/(1 − ρ²) for each gap.
    let logs: f64 = line
        .steps()
        .map(|(_, before)| match before {
            None => -(1.0 - rho * rho).ln(),
            Some((_, 1)) => 0.0,
            Some((_, gap)) => ((1.0 - rho.powi(2 * i32::try_from(gap).unwrap_or(i32::MAX / 2))) / (1.0 - rho * rho)).ln(),
        })
        .sum();
    -0.5 * n * ((2.0 * std::f64::consts::PI * rss / n).ln() + 1.0) - 0.5 * logs
}

/// ρ at the largest likelihood: a grid, then the golden section around its best point.
fn largest_likelihood(columns: &[Vec<f64>], y: &[f64], line: &Timeline) -> f64 {
    const STEPS: i32 = 40;
    let at = |step: i32| f64::from(step) / f64::from(STEPS) * (1.0 - EDGE);
    let value = |rho: f64| likelihood(columns, y, line, rho);
    let best = (-STEPS..=STEPS).max_by(|a, b| value(at(*a)).total_cmp(&value(at(*b)))).unwrap_or(0);
    let (mut low, mut high) = (at((best - 1).max(-STEPS)), at((best + 1).min(STEPS)));
    let golden = 0.5 * (5.0_f64.sqrt() - 1.0);
    let (mut a, mut b) = (high - golden * (high - low), low + golden * (high - low));
    let (mut fa, mut fb) = (value(a), value(b));
    while high - low > 1e-9 {
        if fa >= fb {
            high = b;
            (b, fb) = (a, fa);
            a = high - golden * (high - low);
            fa = value(a);
        } else {
            low = a;
            (a, fa) = (b, fb);
            b = low + golden * (high - low);
            fb = value(b);
        }
    }
    f64::midpoint(low, high)
}
