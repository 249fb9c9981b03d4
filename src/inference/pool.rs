//! Pooling of estimates: fixed effect, DerSimonian–Laird (1986) and restricted maximum likelihood, Knapp–Hartung (2001) errors, prediction interval.
//!
//! The conventions are those of R's metafor: I² and H² from the typical sampling variance, the prediction interval with the same quantile as the
//! confidence interval, the interval of τ² by the Q-profile (Viechtbauer 2007), zero for τ² where the restricted likelihood is larger there.

use super::distributions::{chi_squared_quantile, chi_squared_sf, critical_value, p_two_sided};
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
    /// Its standard error; none where Knapp and Hartung's is asked for and all estimates agree exactly, so that it would be zero.
    pub std_error: Option<f64>,
    /// Estimate over standard error.
    pub statistic: Option<f64>,
    /// Degrees of freedom under Knapp–Hartung; none for the normal.
    pub df: Option<f64>,
    /// Two-sided p-value.
    pub p_value: Option<f64>,
    /// Confidence interval.
    pub conf: Option<(f64, f64)>,
    /// The interval with the normal distribution and without the factor of Knapp and Hartung.
    pub plain: (f64, f64),
    /// Where a further estimate of the same kind would lie; none without a variance between estimates, known or assumed to be zero.
    pub prediction: Option<(f64, f64)>,
    /// Variance between estimates; zero by assumption where it is fixed, none for a single estimate.
    pub tau2: Option<f64>,
    /// How far the estimates differ beyond their errors; none for a single one.
    pub between: Option<Between>,
    /// Cochran's Q.
    pub q: f64,
    /// Its degrees of freedom.
    pub q_df: f64,
    /// Its p-value; none for a single estimate.
    pub q_p: Option<f64>,
}

/// How far estimates differ beyond their errors.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Between {
    /// Share of the variation that is between estimates, in percent.
    pub i2: f64,
    /// Total over sampling variation.
    pub h2: f64,
    /// Confidence interval of τ²; none where τ² is fixed, and where the estimates differ so little that no τ² is compatible with them.
    pub tau2: Option<(f64, f64)>,
    /// That of I².
    pub i2_range: Option<(f64, f64)>,
    /// That of H².
    pub h2_range: Option<(f64, f64)>,
}

/// Whether an estimate can be pooled: it and its standard error are finite, the error positive, and its square can be written.
pub fn usable(estimate: f64, std_error: f64) -> bool {
    let variance = std_error * std_error;
    estimate.is_finite() && std_error > 0.0 && variance.is_normal() && (1.0 / variance).is_normal()
}

/// Pools estimates with their standard errors. None where there are none, or one of them cannot be pooled ([`usable`]).
pub fn pool(estimates: &[f64], std_errors: &[f64], method: PoolMethod, knapp_hartung: bool, level: f64) -> Option<Pooled> {
    let count = estimates.len();
    if count == 0 || std_errors.len() != count || !estimates.iter().zip(std_errors).all(|(estimate, error)| usable(*estimate, *error)) {
        return None;
    }
    // In units of the smallest error, so that powers of the weights neither vanish nor overflow; a power of two changes no digit.
    let unit = std_errors.iter().copied().fold(f64::INFINITY, f64::min).log2().floor().exp2();
    let values: Vec<f64> = estimates.iter().map(|estimate| estimate / unit).collect();
    let variances: Vec<f64> = std_errors.iter().map(|error| (error / unit) * (error / unit)).collect();
    let found = Sample { values: &values, variances: &variances }.pool(method, knapp_hartung, level);
    found.estimate.is_finite().then(|| found.times(unit))
}

impl Pooled {
    /// In another unit.
    fn times(self, unit: f64) -> Self {
        let range = |(low, high): (f64, f64)| (low * unit, high * unit);
        let square = unit * unit;
        let between = |found: Between| Between { tau2: found.tau2.map(|(low, high)| (low * square, high * square)), ..found };
        Self {
            estimate: self.estimate * unit,
            std_error: self.std_error.map(|error| error * unit),
            conf: self.conf.map(range),
            plain: range(self.plain),
            prediction: self.prediction.map(range),
            tau2: self.tau2.map(|tau2| tau2 * square),
            between: self.between.map(between),
            ..self
        }
    }
}

/// Estimates with their sampling variances.
#[derive(Clone, Copy)]
struct Sample<'a> {
    values: &'a [f64],
    variances: &'a [f64],
}

impl Sample<'_> {
    fn pool(&self, method: PoolMethod, knapp_hartung: bool, level: f64) -> Pooled {
        let several = self.values.len() > 1;
        let fixed = self.weights(0.0);
        let df = self.values.len() as f64 - 1.0;
        let q = weighted_square(self.values, &fixed, weighted_mean(self.values, &fixed));
        let total: f64 = fixed.iter().sum();
        let spare = total - fixed.iter().map(|w| w * w).sum::<f64>() / total;
        let tau2 = match method {
            _ if !several => 0.0,
            PoolMethod::Fe => 0.0,
            PoolMethod::Dl => ((q - df) / spare).max(0.0),
            PoolMethod::Reml => self.reml(),
        };
        let weights = self.weights(tau2);
        let estimate = weighted_mean(self.values, &weights);
        let own = 1.0 / weights.iter().sum::<f64>();
        let quantile_df = (knapp_hartung && several).then_some(df);
        let variance = match quantile_df {
            None => Some(own),
            Some(_) if self.agree(estimate) => None,
            Some(df) => Some(own * weighted_square(self.values, &weights, estimate) / df),
        };
        let critical = critical_value(level, quantile_df);
        let around = |margin: f64| (estimate - margin, estimate + margin);
        let statistic = variance.map(|variance| estimate / variance.sqrt());
        let random = several && method != PoolMethod::Fe;
        Pooled {
            estimate,
            std_error: variance.map(f64::sqrt),
            statistic,
            df: quantile_df,
            p_value: statistic.map(|statistic| p_two_sided(statistic, quantile_df)),
            conf: variance.map(|variance| around(critical * variance.sqrt())),
            plain: around(critical_value(level, None) * own.sqrt()),
            prediction: variance.filter(|_| random).map(|variance| around(critical * (variance + tau2).sqrt())),
            tau2: several.then_some(tau2),
            between: several.then(|| self.between(method, tau2, (q, df), df / spare, level)),
            q,
            q_df: df,
            q_p: several.then(|| chi_squared_sf(q, df)),
        }
    }

    fn weights(&self, tau2: f64) -> Vec<f64> {
        self.variances.iter().map(|variance| 1.0 / (variance + tau2)).collect()
    }

    /// Whether the estimates are the same but for rounding.
    fn agree(&self, mean: f64) -> bool {
        self.values.iter().all(|value| (value - mean).abs() <= 1e-13 * value.abs().max(mean.abs()))
    }

    fn between(&self, method: PoolMethod, tau2: f64, (q, df): (f64, f64), typical: f64, level: f64) -> Between {
        if method == PoolMethod::Fe {
            return Between { i2: (100.0 * (q - df) / q).max(0.0), h2: q / df, tau2: None, i2_range: None, h2_range: None };
        }
        let share = |tau2: f64| 100.0 * tau2 / (tau2 + typical);
        let ratio = |tau2: f64| tau2 / typical + 1.0;
        let range = self.profile(df, level);
        Between {
            i2: share(tau2),
            h2: ratio(tau2),
            tau2: range,
            i2_range: range.map(|(low, high)| (share(low), share(high))),
            h2_range: range.map(|(low, high)| (ratio(low), ratio(high))),
        }
    }

    /// The values of τ² for which Q with the weights of that τ² is no surprise (Q-profile, Viechtbauer 2007); none where there are none.
    fn profile(&self, df: f64, level: f64) -> Option<(f64, f64)> {
        let tail = (1.0 - level) / 2.0;
        let low = self.profile_root(chi_squared_quantile(1.0 - tail, df)).unwrap_or(0.0);
        Some((low, self.profile_root(chi_squared_quantile(tail, df))?))
    }

    /// The τ² at which Q has a value; none where it is smaller than that from the start. Q falls as τ² grows.
    fn profile_root(&self, target: f64) -> Option<f64> {
        let above = |tau2: f64| {
            let weights = self.weights(tau2);
            weighted_square(self.values, &weights, weighted_mean(self.values, &weights)) > target
        };
        if !above(0.0) {
            return None;
        }
        let (mut low, mut high) = (0.0, self.variances.iter().copied().fold(0.0, f64::max));
        while above(high) && high.is_finite() {
            (low, high) = (high, high * 2.0);
        }
        // Until no number lies between them.
        loop {
            let middle = f64::midpoint(low, high);
            if middle <= low || middle >= high {
                return Some(middle);
            }
            if above(middle) {
                low = middle;
            } else {
                high = middle;
            }
        }
    }

    /// Restricted maximum likelihood: Fisher scoring from Hedges' estimate, kept between the places where the likelihood is known to rise and to fall, so
    /// that it cannot run back and forth; and zero where the likelihood is larger there than at the top that was found.
    fn reml(&self) -> f64 {
        const STEPS: usize = 500;
        let count = self.values.len() as f64;
        let flat = vec![1.0; self.values.len()];
        let spread = weighted_square(self.values, &flat, weighted_mean(self.values, &flat)) / (count - 1.0);
        let mut tau2 = (spread - self.variances.iter().sum::<f64>() / count).max(0.0);
        let scale = spread.max(self.variances.iter().copied().fold(f64::INFINITY, f64::min));
        let (mut rises, mut falls) = (None, f64::INFINITY);
        for turn in 0..STEPS {
            let step = self.scoring_step(tau2);
            if step > 0.0 {
                rises = Some(tau2);
            } else if tau2 <= 0.0 {
                return 0.0;
            } else {
                falls = tau2;
            }
            let middle = |low: f64| f64::midpoint(low, falls);
            let next = match rises {
                None => (tau2 + step).max(0.0),
                Some(low) if falls.is_finite() && (turn % 4 == 3 || tau2 + step <= low || tau2 + step >= falls) && step.abs() > 1e-9 * scale => middle(low),
                Some(_) => tau2 + step,
            };
            let done = (next - tau2).abs() <= 1e-15 * scale;
            tau2 = next;
            if done {
                break;
            }
        }
        if self.restricted_likelihood(0.0) > self.restricted_likelihood(tau2) { 0.0 } else { tau2 }
    }

    /// One step of Fisher scoring; its sign is that of the slope of the restricted likelihood.
    fn scoring_step(&self, tau2: f64) -> f64 {
        let w = self.weights(tau2);
        let sum = |power: i32| w.iter().map(|w| w.powi(power)).sum::<f64>();
        let (one, two, three) = (sum(1), sum(2), sum(3));
        let mean = weighted_mean(self.values, &w);
        // P = W − W11'W / 1'W1: y'PPy, tr P, tr PP.
        let quadratic: f64 = self.values.iter().zip(&w).map(|(y, w)| (w * (y - mean)).powi(2)).sum();
        let trace = one - two / one;
        let trace2 = two - 2.0 * three / one + (two / one).powi(2);
        (quadratic - trace) / trace2
    }

    /// Twice the restricted log-likelihood, but for a constant.
    fn restricted_likelihood(&self, tau2: f64) -> f64 {
        let weights = self.weights(tau2);
        let square = weighted_square(self.values, &weights, weighted_mean(self.values, &weights));
        weights.iter().map(|w| w.ln()).sum::<f64>() - weights.iter().sum::<f64>().ln() - square
    }
}

fn weighted_mean(values: &[f64], weights: &[f64]) -> f64 {
    values.iter().zip(weights).map(|(y, w)| w * y).sum::<f64>() / weights.iter().sum::<f64>()
}

fn weighted_square(values: &[f64], weights: &[f64], mean: f64) -> f64 {
    values.iter().zip(weights).map(|(y, w)| w * (y - mean) * (y - mean)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pooled(estimates: &[f64], std_errors: &[f64], method: PoolMethod, knapp_hartung: bool) -> Pooled {
        pool(estimates, std_errors, method, knapp_hartung, 0.95).unwrap_or_else(|| unreachable!("a pool"))
    }

    fn close(got: f64, want: f64, tolerance: f64) {
        assert!((got - want).abs() <= tolerance * want.abs().max(1e-300), "{got} is not {want}");
    }

    #[test]
    fn equal_estimates_have_nothing_between_them() {
        for method in [PoolMethod::Dl, PoolMethod::Reml, PoolMethod::Fe] {
            let found = pooled(&[2.0, 2.0, 2.0], &[1.0, 2.0, 0.5], method, false);
            assert_eq!(found.tau2, Some(0.0));
            close(found.estimate, 2.0, 1e-15);
            // Q is zero: no τ² would give so little.
            assert_eq!(found.between.and_then(|between| between.tau2), None);
            // Knapp and Hartung's error would be zero.
            let narrow = pooled(&[0.3, 0.1 + 0.2, 0.3], &[1.0, 2.0, 0.5], method, true);
            assert_eq!((narrow.std_error, narrow.p_value, narrow.conf, narrow.prediction), (None, None, None, None));
        }
    }

    #[test]
    fn a_single_estimate_is_itself() {
        let found = pooled(&[1.5], &[0.5], PoolMethod::Dl, true);
        assert_eq!((found.estimate, found.std_error), (1.5, Some(0.5)));
        assert_eq!((found.tau2, found.between, found.prediction, found.q_p), (None, None, None, None));
        assert!(pool(&[], &[], PoolMethod::Dl, false, 0.95).is_none());
    }

    #[test]
    fn what_has_no_weight_is_refused() {
        for error in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e200, 1e-200] {
            assert!(!usable(1.0, error), "{error}");
            assert!(pool(&[1.0, 2.0], &[1.0, error], PoolMethod::Dl, false, 0.95).is_none());
        }
        assert!(!usable(f64::INFINITY, 1.0));
    }

    /// The example of <https://www.metafor-project.org/doku.php/tips:convergence_problems_rma>: `rma(yi, vi, method="HE")` starts at 0.41412,
    /// `rma(yi, vi)` ends at 0.19878 (twelve steps to a change of 1e-5, so the fourth digit).
    #[test]
    fn restricted_likelihood_of_the_convergence_example() {
        let yi = [-0.47, -1.56, 0.18, 0.88, 0.74, 0.89, -0.05, 0.52, 2.08, 0.81];
        let vi: [f64; 10] = [0.663, 0.660, 0.125, 0.068, 0.971, 0.094, 0.509, 0.887, 0.704, 0.556];
        let found = pooled(&yi, &vi.map(f64::sqrt), PoolMethod::Reml, false);
        close(found.tau2.unwrap_or_default(), 0.19878, 1e-4);
    }

    /// The slope of the restricted likelihood is zero at the answer or falls at zero, whatever the errors: no case ends between two points.
    #[test]
    fn restricted_likelihood_ends_at_a_top() {
        let mut state = 7_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        for case in 0..500 {
            let count = 2 + case % 6;
            let errors: Vec<f64> = (0..count).map(|_| 10_f64.powf(3.0 * next() - 2.0)).collect();
            let values: Vec<f64> = (0..count).map(|_| 4.0 * next() - 2.0).collect();
            let variances: Vec<f64> = errors.iter().map(|error| error * error).collect();
            let sample = Sample { values: &values, variances: &variances };
            let tau2 = sample.reml();
            let at = sample.restricted_likelihood(tau2);
            let near = [tau2 * 0.999, tau2 * 1.001 + 1e-9, 0.0];
            assert!(near.iter().all(|other| sample.restricted_likelihood(*other) <= at + 1e-9 * at.abs().max(1.0)), "{values:?} {errors:?} {tau2}");
        }
    }

    /// At the limits of τ², Q is the quantile that it is compared with; a τ² below the lower limit would give more than that.
    #[test]
    fn q_at_the_limits_of_the_spread() {
        let (values, errors) = ([0.5, 0.8, 0.2, 0.9, 1.4], [0.1, 0.2, 0.15, 0.3, 0.1]);
        let variances = errors.map(|error: f64| error * error);
        let (low, high) = pooled(&values, &errors, PoolMethod::Reml, false).between.and_then(|between| between.tau2).unwrap_or_default();
        let q = |tau2: f64| {
            let weights: Vec<f64> = variances.iter().map(|variance| 1.0 / (variance + tau2)).collect();
            weighted_square(&values, &weights, weighted_mean(&values, &weights))
        };
        close(q(low), chi_squared_quantile(0.975, 4.0), 1e-10);
        close(q(high), chi_squared_quantile(0.025, 4.0), 1e-10);
    }

    /// `y` times c gives c times the answer, and the order of the studies does not matter.
    #[test]
    fn scale_and_order() {
        let (values, errors) = ([0.5, 0.8, 0.2, 0.9], [0.1, 0.2, 0.15, 0.3]);
        for method in [PoolMethod::Dl, PoolMethod::Reml, PoolMethod::Fe] {
            let one = pooled(&values, &errors, method, true);
            let big = pooled(&values.map(|value| value * 1e140), &errors.map(|error| error * 1e140), method, true);
            close(big.estimate, 1e140 * one.estimate, 1e-12);
            close(big.std_error.unwrap_or_default(), 1e140 * one.std_error.unwrap_or_default(), 1e-12);
            let (mut turned, mut turned_errors) = (values, errors);
            turned.reverse();
            turned_errors.reverse();
            let back = pooled(&turned, &turned_errors, method, true);
            close(back.estimate, one.estimate, 1e-12);
        }
    }

    /// With two estimates of equal error the variance between them is half the squared difference less that of the errors.
    #[test]
    fn two_estimates_by_hand() {
        for method in [PoolMethod::Dl, PoolMethod::Reml] {
            let found = pooled(&[0.0, 2.0], &[0.5, 0.5], method, true);
            close(found.tau2.unwrap_or_default(), 2.0 - 0.25, 1e-12);
            close(found.std_error.unwrap_or_default(), 1.0, 1e-12);
            assert_eq!(found.df, Some(1.0));
        }
    }
}
