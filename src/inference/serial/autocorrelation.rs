//! Autocorrelation of residuals and its tests.

use super::Timeline;
use crate::inference::distributions::{chi_squared_sf, f_sf, normal_cdf};
use crate::linalg::{COLLINEAR, LeastSquares, fit_columns};
use ndarray::Array2;

/// A test of dependence up to a lag.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LagTest {
    /// Statistic.
    pub statistic: f64,
    /// Degrees of freedom: the lags.
    pub df: f64,
    /// Denominator degrees of freedom of an F test.
    pub df2: Option<f64>,
    /// Upper tail.
    pub p_value: f64,
}

/// Autocorrelations of residuals about their mean at the lags 0 to `longest`; none where there is no spread.
pub fn autocorrelations(residuals: &[f64], line: &Timeline, longest: usize) -> Option<Vec<f64>> {
    let n = residuals.len() as f64;
    let mean = residuals.iter().sum::<f64>() / n;
    let sum = |lag: usize| line.pairs(lag).map(|(earlier, later)| (residuals[earlier] - mean) * (residuals[later] - mean)).sum::<f64>();
    let variance = sum(0);
    (variance > 0.0).then(|| (0..=longest).map(|lag| sum(lag) / variance).collect())
}

/// Partial autocorrelations at the lags from 1 on, by the recursion of Durbin and Levinson.
pub fn partial_autocorrelations(acf: &[f64]) -> Vec<f64> {
    let mut out: Vec<f64> = Vec::new();
    let mut phi: Vec<f64> = Vec::new();
    for lag in 1..acf.len() {
        let known: f64 = phi.iter().enumerate().map(|(j, phi)| phi * acf[lag - 1 - j]).sum();
        let scale: f64 = 1.0 - phi.iter().enumerate().map(|(j, phi)| phi * acf[j + 1]).sum::<f64>();
        let own = (acf[lag] - known) / scale;
        let mut next: Vec<f64> = phi.iter().enumerate().map(|(j, of)| of - own * phi[phi.len() - 1 - j]).collect();
        next.push(own);
        phi = next;
        out.push(own);
    }
    out
}

/// Ljung and Box (1978).
pub fn ljung_box(acf: &[f64], rows: usize, lag: usize) -> Option<LagTest> {
    let n = rows as f64;
    let sum: f64 = acf.get(1..=lag)?.iter().enumerate().map(|(at, r)| r * r / (n - at as f64 - 1.0)).sum();
    Some(chi_squared(n * (n + 2.0) * sum, lag))
}

/// Box and Pierce (1970).
pub fn box_pierce(acf: &[f64], rows: usize, lag: usize) -> Option<LagTest> {
    let sum: f64 = acf.get(1..=lag)?.iter().map(|r| r * r).sum();
    Some(chi_squared(rows as f64 * sum, lag))
}

fn chi_squared(statistic: f64, lag: usize) -> LagTest {
    LagTest { statistic, df: lag as f64, df2: None, p_value: chi_squared_sf(statistic, lag as f64) }
}

/// The Durbin–Watson statistic and the normal approximation of its one-sided p-value against positive dependence (Durbin and Watson 1950); the
/// p-value is that of R's `lmtest::dwtest(exact = FALSE)` and is left out where periods are missing or there are several series.
pub fn durbin_watson(x: &Array2<f64>, fit: &LeastSquares, line: &Timeline) -> Option<(f64, Option<f64>)> {
    let e = &fit.residuals;
    let statistic = line.pairs(1).map(|(earlier, later)| (e[later] - e[earlier]).powi(2)).sum::<f64>() / line.pairs(0).map(|(t, _)| e[t] * e[t]).sum::<f64>();
    let (n, k) = (x.nrows(), fit.kept.len());
    let regular = line.gaps() == 0 && line.length() == n && n > k + 2;
    statistic.is_finite().then(|| (statistic, regular.then(|| normal_p(x, fit, statistic)).flatten()))
}

fn normal_p(x: &Array2<f64>, fit: &LeastSquares, statistic: f64) -> Option<f64> {
    let (n, k) = (x.nrows(), fit.kept.len());
    let x = x.select(ndarray::Axis(1), &fit.kept);
    let second = |i: usize, j: usize| match i {
        0 => x[[0, j]] - x[[1, j]],
        last if last == n - 1 => x[[last, j]] - x[[last - 1, j]],
        _ => 2.0 * x[[i, j]] - x[[i - 1, j]] - x[[i + 1, j]],
    };
    let ax = Array2::from_shape_fn((n, k), |(i, j)| second(i, j));
    let xaxq = x.t().dot(&ax).dot(&fit.bread);
    let (n, k) = (n as f64, k as f64);
    let p = 2.0 * (n - 1.0) - xaxq.diag().sum();
    let q = 2.0 * (3.0 * n - 4.0) - 2.0 * ax.t().dot(&ax).dot(&fit.bread).diag().sum() + xaxq.dot(&xaxq).diag().sum();
    let mean = p / (n - k);
    let variance = 2.0 / ((n - k) * (n - k + 2.0)) * (q - p * mean);
    (variance > 0.0).then(|| normal_cdf((statistic - mean) / variance.sqrt()))
}

/// Breusch (1978) and Godfrey (1978): regression of the residuals on the regressors and their own lags, absent lags being zero. The χ² form n·R² and
/// the F form; none where there are too few rows.
pub fn breusch_godfrey(x: &Array2<f64>, fit: &LeastSquares, line: &Timeline, order: usize) -> Option<(LagTest, LagTest)> {
    let e = &fit.residuals;
    let (n, k) = (e.len(), fit.kept.len());
    if order == 0 || n <= k + order {
        return None;
    }
    let mut columns: Vec<Vec<f64>> = fit.kept.iter().map(|j| x.column(*j).to_vec()).collect();
    for lag in 1..=order {
        let mut lagged = vec![0.0; n];
        for (earlier, later) in line.pairs(lag) {
            lagged[later] = e[earlier];
        }
        columns.push(lagged);
    }
    let auxiliary = fit_columns(&columns, e, None, COLLINEAR);
    let whole: f64 = e.iter().map(|e| e * e).sum();
    let explained = whole - auxiliary.rss;
    let df2 = (n - k - order) as f64;
    let f = explained / order as f64 / (auxiliary.rss / df2);
    let f_test = LagTest { statistic: f, df: order as f64, df2: Some(df2), p_value: f_sf(f, order as f64, df2) };
    whole.is_normal().then(|| (chi_squared(n as f64 * explained / whole, order), f_test))
}
