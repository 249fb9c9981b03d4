//! Covariances that are consistent under heteroskedasticity and autocorrelation (Newey and West 1987, 1994; Andrews 1991; Andrews and Monahan 1992).
//!
//! `V = (X'X)⁻¹ Ω (X'X)⁻¹`, `Ω = Σⱼ w(j) (Γⱼ + Γⱼ')`, `Γⱼ = Σ u[t−j] u[t]'`, with scores u = x·e. As R's sandwich 3.0 computes them.

use super::Timeline;
use crate::linalg::fit_columns;
use ndarray::{Array2, Axis};

/// How far apart residuals may depend on each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum HacRule {
    /// Bartlett kernel up to a given lag.
    Lag(usize),
    /// Bartlett kernel, lag chosen from the scores (Newey and West 1994).
    Automatic,
    /// The same on scores from which a first-order vector autoregression was taken out first.
    Prewhitened,
    /// Quadratic spectral kernel, bandwidth from first-order autoregressions (Andrews 1991).
    Andrews,
}

/// A covariance with what it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Hac {
    /// Covariance of the coefficients.
    pub covariance: Array2<f64>,
    /// Last lag with weight, where the kernel ends.
    pub lag: Option<usize>,
    /// Bandwidth, where it was chosen from the scores.
    pub bandwidth: Option<f64>,
}

/// Weights under this do not count (sandwich's `tol`).
const NO_WEIGHT: f64 = 1e-7;

/// The scores x·e·w (rows × columns).
pub fn scores_of(x: &Array2<f64>, residuals: &[f64], weights: Option<&[f64]>) -> Array2<f64> {
    Array2::from_shape_fn(x.dim(), |(i, j)| x[[i, j]] * residuals[i] * weights.map_or(1.0, |weights| weights[i]))
}

/// The covariance from scores (rows × columns) and bread (X'WX)⁻¹. `intercept`: the column that does not count where a bandwidth is chosen;
/// `adjust` multiplies by n/(n − k). None where the autoregression of the scores has no solution.
pub fn hac(scores: &Array2<f64>, bread: &Array2<f64>, line: &Timeline, rule: HacRule, intercept: Option<usize>, adjust: bool) -> Option<Hac> {
    let (n, k) = (scores.nrows(), scores.ncols());
    let counted: Vec<f64> = (0..k).map(|j| f64::from(u8::from(intercept != Some(j) || k == 1))).collect();
    let (meat, lag, bandwidth) = match rule {
        HacRule::Lag(lag) => (bartlett(scores, line, lag), Some(lag), None),
        HacRule::Automatic => {
            let bandwidth = newey_west_bandwidth(scores, line, &counted, n, false);
            let lag = bandwidth.floor() as usize;
            (bartlett(scores, line, lag), Some(lag), Some(bandwidth))
        }
        HacRule::Prewhitened => {
            let (white, shorter, colour) = prewhitened(scores, line)?;
            let bandwidth = newey_west_bandwidth(&white, &shorter, &counted, n, true);
            let lag = bandwidth.floor() as usize;
            (colour.dot(&bartlett(&white, &shorter, lag)).dot(&colour.t()), Some(lag), Some(bandwidth))
        }
        HacRule::Andrews => {
            let bandwidth = andrews_bandwidth(scores, line, &counted);
            let weights: Vec<f64> = (0..line.length()).map(|j| quadratic_spectral(j as f64 / bandwidth)).collect();
            let last = weights.iter().rposition(|weight| weight.abs() > NO_WEIGHT).unwrap_or(0);
            (weighted(scores, line, &weights[..=last]), None, Some(bandwidth))
        }
    };
    let factor = if adjust { n as f64 / (n as f64 - k as f64) } else { 1.0 };
    Some(Hac { covariance: bread.dot(&meat).dot(bread) * factor, lag, bandwidth })
}

fn bartlett(scores: &Array2<f64>, line: &Timeline, lag: usize) -> Array2<f64> {
    let weights: Vec<f64> = (0..=lag).map(|j| 1.0 - j as f64 / (lag as f64 + 1.0)).collect();
    weighted(scores, line, &weights)
}

/// Σⱼ w(j) (Γⱼ + Γⱼ'), with Γ₀ once.
fn weighted(scores: &Array2<f64>, line: &Timeline, weights: &[f64]) -> Array2<f64> {
    let k = scores.ncols();
    let mut half = Array2::<f64>::zeros((k, k));
    for (lag, weight) in weights.iter().enumerate() {
        let weight = if lag == 0 { 0.5 * weight } else { *weight };
        for (earlier, later) in line.pairs(lag) {
            let (a, b) = (scores.row(earlier), scores.row(later));
            for i in 0..k {
                for j in 0..k {
                    half[[i, j]] += weight * a[i] * b[j];
                }
            }
        }
    }
    &half + &half.t()
}

/// Residuals of the scores' first-order vector autoregression without constant, their timeline, and (I − A)⁻¹ to bring the colour back.
fn prewhitened(scores: &Array2<f64>, line: &Timeline) -> Option<(Array2<f64>, Timeline, Array2<f64>)> {
    let k = scores.ncols();
    let pairs: Vec<(usize, usize)> = line.pairs(1).collect();
    let lagged: Vec<Vec<f64>> = (0..k).map(|j| pairs.iter().map(|(earlier, _)| scores[[*earlier, j]]).collect()).collect();
    let mut white = Array2::zeros((pairs.len(), k));
    let mut whole = Array2::<f64>::eye(k);
    for j in 0..k {
        let now: Vec<f64> = pairs.iter().map(|(_, later)| scores[[*later, j]]).collect();
        let fit = fit_columns(&lagged, &now, None, crate::linalg::COLLINEAR);
        for (coefficient, of) in fit.coefficients.iter().zip(&fit.kept) {
            whole[[j, *of]] -= coefficient;
        }
        white.column_mut(j).assign(&ndarray::Array1::from(fit.residuals));
    }
    let columns: Vec<Vec<f64>> = whole.axis_iter(Axis(1)).map(|column| column.to_vec()).collect();
    let mut inverse = Array2::zeros((k, k));
    for j in 0..k {
        let unit: Vec<f64> = (0..k).map(|i| f64::from(u8::from(i == j))).collect();
        let solved = fit_columns(&columns, &unit, None, crate::linalg::COLLINEAR);
        if !solved.dropped.is_empty() {
            return None;
        }
        inverse.column_mut(j).assign(&ndarray::Array1::from(solved.coefficients));
    }
    let mut place = vec![None; scores.nrows()];
    for (at, (_, later)) in pairs.iter().enumerate() {
        place[*later] = Some(at);
    }
    Some((white, line.part(&place), inverse))
}

/// The plug-in bandwidth of Newey and West (1994) for the Bartlett kernel; `rows` before prewhitening.
fn newey_west_bandwidth(scores: &Array2<f64>, line: &Timeline, counted: &[f64], rows: usize, prewhitened: bool) -> f64 {
    let sum: Vec<f64> = scores.rows().into_iter().map(|row| row.iter().zip(counted).map(|(u, weight)| u * weight).sum()).collect();
    let rate = if prewhitened { 3.0 } else { 4.0 };
    let longest = (rate * (rows as f64 / 100.0).powf(2.0 / 9.0)).floor() as usize;
    let n = scores.nrows() as f64;
    let sigma = |lag: usize| line.pairs(lag).map(|(earlier, later)| sum[earlier] * sum[later]).sum::<f64>() / n;
    let (mut s0, mut s1) = (sigma(0), 0.0);
    for lag in 1..=longest {
        let own = sigma(lag);
        s0 += 2.0 * own;
        s1 += 2.0 * lag as f64 * own;
    }
    let bandwidth = 1.1447 * ((s1 / s0).powi(2) * rows as f64).cbrt();
    if bandwidth.is_finite() { bandwidth.min(line.length().saturating_sub(1) as f64) } else { 0.0 }
}

/// The bandwidth of Andrews (1991) for the quadratic spectral kernel, from a first-order autoregression of each column of scores.
fn andrews_bandwidth(scores: &Array2<f64>, line: &Timeline, counted: &[f64]) -> f64 {
    let (mut numerator, mut denominator) = (0.0, 0.0);
    for (j, weight) in counted.iter().enumerate() {
        let pairs: Vec<(f64, f64)> = line.pairs(1).map(|(earlier, later)| (scores[[earlier, j]], scores[[later, j]])).collect();
        let n = pairs.len() as f64;
        let mean = |side: fn(&(f64, f64)) -> f64| pairs.iter().map(side).sum::<f64>() / n;
        let (before, after) = (mean(|pair| pair.0), mean(|pair| pair.1));
        let (mut product, mut square) = (0.0, 0.0);
        for (x, y) in &pairs {
            product += (x - before) * (y - after);
            square += (x - before) * (x - before);
        }
        let rho = product / square;
        let variance = pairs.iter().map(|(x, y)| (y - after - rho * (x - before)).powi(2)).sum::<f64>() / n;
        numerator += weight * 4.0 * rho * rho * variance * variance / (1.0 - rho).powi(8);
        denominator += weight * variance * variance / (1.0 - rho).powi(4);
    }
    1.3221 * (scores.nrows() as f64 * numerator / denominator).powf(0.2)
}

fn quadratic_spectral(x: f64) -> f64 {
    let y = 6.0 * std::f64::consts::PI * x / 5.0;
    if x.abs() < 1e-10 { 1.0 } else { 3.0 / (y * y) * (y.sin() / y - y.cos()) }
}
