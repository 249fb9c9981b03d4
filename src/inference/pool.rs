//! Pooling of estimates: fixed effect, DerSimonian–Laird (1986) and restricted maximum likelihood, Knapp–Hartung (2001) errors, prediction interval.
//!
//! The conventions are those of R's metafor: I² and H² from the typical sampling variance, the prediction interval with the same quantile as the
//! confidence interval.

use super::distributions::{chi_squared_sf, critical_value, p_two_sided};
use serde::{Deserialize, Serialize};

/// How the variance between estimates is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PoolMethod {
    /// DerSimonian and Laird (1986).
    #[default]
    Dl,
    /// Restricted maximum likelihood.
    Reml,
    /// No variance between them.
    Fe,
}

/// A pooled estimate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pooled {
    /// Weighted mean.
    pub estimate: f64,
    /// Its standard error.
    pub std_error: f64,
    /// Estimate over standard error.
    pub statistic: f64,
    /// Degrees of freedom under Knapp–Hartung; none for the normal.
    pub df: Option<f64>,
    /// Two-sided p-value.
    pub p_value: f64,
    /// Lower limit.
    pub conf_low: f64,
    /// Upper limit.
    pub conf_high: f64,
    /// Where a further estimate of the same kind would lie: lower limit.
    pub prediction_low: f64,
    /// Upper limit of the same.
    pub prediction_high: f64,
    /// Variance between estimates.
    pub tau2: f64,
    /// Share of the variation that is between estimates, in percent; none for a single one.
    pub i2: Option<f64>,
    /// Total over sampling variation; none for a single one.
    pub h2: Option<f64>,
    /// Cochran's Q.
    pub q: f64,
    /// Its degrees of freedom.
    pub q_df: f64,
    /// Its p-value; none for a single estimate.
    pub q_p: Option<f64>,
}

/// Pools estimates with their standard errors. None where there are none, or a standard error is not positive and finite.
pub fn pool(estimates: &[f64], std_errors: &[f64], method: PoolMethod, knapp_hartung: bool, level: f64) -> Option<Pooled> {
    let k = estimates.len();
    let usable = |se: &f64| se.is_finite() && *se > 0.0;
    if k == 0 || std_errors.len() != k || !std_errors.iter().all(usable) || !estimates.iter().all(|y| y.is_finite()) {
        return None;
    }
    let variances: Vec<f64> = std_errors.iter().map(|se| se * se).collect();
    let fixed: Vec<f64> = variances.iter().map(|v| 1.0 / v).collect();
    let df = k as f64 - 1.0;
    let q = weighted_square(estimates, &fixed, weighted_mean(estimates, &fixed));
    let total: f64 = fixed.iter().sum();
    let spare = total - fixed.iter().map(|w| w * w).sum::<f64>() / total;
    let tau2 = match method {
        _ if k == 1 => 0.0,
        PoolMethod::Fe => 0.0,
        PoolMethod::Dl => ((q - df) / spare).max(0.0),
        PoolMethod::Reml => reml(estimates, &variances),
    };
    let weights: Vec<f64> = variances.iter().map(|v| 1.0 / (v + tau2)).collect();
    let estimate = weighted_mean(estimates, &weights);
    let mut variance = 1.0 / weights.iter().sum::<f64>();
    let adjusted = knapp_hartung && k > 1;
    if adjusted {
        variance *= weighted_square(estimates, &weights, estimate) / df;
    }
    let quantile_df = adjusted.then_some(df);
    let critical = critical_value(level, quantile_df);
    let std_error = variance.sqrt();
    let statistic = estimate / std_error;
    let ahead = critical * (variance + tau2).sqrt();
    let typical = df / spare;
    let (i2, h2) = if k == 1 {
        (None, None)
    } else if method == PoolMethod::Fe {
        (Some((100.0 * (q - df) / q).max(0.0)), Some(q / df))
    } else {
        (Some(100.0 * tau2 / (tau2 + typical)), Some(tau2 / typical + 1.0))
    };
    Some(Pooled {
        estimate,
        std_error,
        statistic,
        df: quantile_df,
        p_value: p_two_sided(statistic, quantile_df),
        conf_low: estimate - critical * std_error,
        conf_high: estimate + critical * std_error,
        prediction_low: estimate - ahead,
        prediction_high: estimate + ahead,
        tau2,
        i2,
        h2,
        q,
        q_df: df,
        q_p: (k > 1).then(|| chi_squared_sf(q, df)),
    })
}

fn weighted_mean(values: &[f64], weights: &[f64]) -> f64 {
    values.iter().zip(weights).map(|(y, w)| w * y).sum::<f64>() / weights.iter().sum::<f64>()
}

fn weighted_square(values: &[f64], weights: &[f64], mean: f64) -> f64 {
    values.iter().zip(weights).map(|(y, w)| w * (y - mean) * (y - mean)).sum()
}

/// Restricted maximum likelihood by Fisher scoring from the variance of the estimates, never below zero.
fn reml(estimates: &[f64], variances: &[f64]) -> f64 {
    const STEPS: usize = 1000;
    let k = estimates.len() as f64;
    let flat = vec![1.0; estimates.len()];
    let spread = weighted_square(estimates, &flat, weighted_mean(estimates, &flat)) / (k - 1.0);
    let mut tau2 = (spread - variances.iter().sum::<f64>() / k).max(0.0);
    let scale = spread.max(variances.iter().copied().fold(f64::INFINITY, f64::min));
    for _ in 0..STEPS {
        let w: Vec<f64> = variances.iter().map(|v| 1.0 / (v + tau2)).collect();
        let sum = |power: i32| w.iter().map(|w| w.powi(power)).sum::<f64>();
        let (one, two, three) = (sum(1), sum(2), sum(3));
        let mean = weighted_mean(estimates, &w);
        // P = W − W11'W / 1'W1: y'PPy, tr P, tr PP.
        let quadratic: f64 = estimates.iter().zip(&w).map(|(y, w)| (w * (y - mean)).powi(2)).sum();
        let trace = one - two / one;
        let trace2 = two - 2.0 * three / one + (two / one).powi(2);
        let mut step = (quadratic - trace) / trace2;
        while tau2 + step < 0.0 && step.abs() > 1e-3 * scale {
            step /= 2.0;
        }
        let next = (tau2 + step).max(0.0);
        let done = (next - tau2).abs() <= 1e-15 * scale;
        tau2 = next;
        if done {
            break;
        }
    }
    tau2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_estimates_have_nothing_between_them() {
        for method in [PoolMethod::Dl, PoolMethod::Reml, PoolMethod::Fe] {
            let pooled = pool(&[2.0, 2.0, 2.0], &[1.0, 2.0, 0.5], method, false, 0.95);
            assert!(pooled.is_some_and(|pooled| pooled.tau2 == 0.0 && (pooled.estimate - 2.0).abs() < 1e-15));
        }
    }

    #[test]
    fn a_single_estimate_is_itself() {
        let pooled = pool(&[1.5], &[0.5], PoolMethod::Dl, true, 0.95);
        assert!(pooled.is_some_and(|pooled| pooled.estimate == 1.5 && pooled.std_error == 0.5 && pooled.i2.is_none()));
        assert!(pool(&[], &[], PoolMethod::Dl, false, 0.95).is_none());
        assert!(pool(&[1.0], &[0.0], PoolMethod::Dl, false, 0.95).is_none());
    }
}
