//! What a test of the periods before the start could have missed, and what it can rule out (Roth 2022; Dette and Schumann 2024).

use super::distributions::{chi_squared_quantile, normal_cdf, p_two_sided};
use super::honest::Effects;
use super::random::Stream;
use crate::linalg::{eigen, pseudo_inverse, root};
use ndarray::{Array1, Array2};

/// Draws of the estimates under a trend.
const DRAWS: usize = 2000;
/// Halvings of an interval of slopes.
const HALVINGS: usize = 40;
/// Draws of the estimates for the threshold of a root mean square.
const RMS_DRAWS: usize = 4000;

/// A linear departure from parallel movement that the joint test would miss at the stated rate, and what it would do to the estimate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Missed {
    /// Power of the joint test against it.
    pub power: f64,
    /// Slope a period.
    pub slope: f64,
    /// Bias of the mean effect since the start.
    pub bias: f64,
    /// The same, given that the test did not reject (by simulation).
    pub bias_after_passing: Option<f64>,
}

/// The slope against which the joint Wald test at level `alpha` has this power. `times` are event times relative to the reference, in the order of the effects;
/// `weights` those of the effects after it. None where the covariance before the start is singular, or nothing lies before.
pub fn missed(effects: &Effects, times: &[i64], weights: &[f64], power: f64, alpha: f64, seed: u64) -> Option<Missed> {
    let (pre, all) = (effects.pre, effects.estimates.len());
    if pre == 0 || times.len() != all || weights.len() != all - pre {
        return None;
    }
    let before = Array2::from_shape_fn((pre, pre), |(i, j)| effects.covariance[[i, j]]);
    let (inverse, rank) = pseudo_inverse(&before)?;
    let limit = chi_squared_quantile(1.0 - alpha, rank as f64);
    let line: Array1<f64> = times.iter().map(|time| *time as f64).collect();
    let factor = root(&effects.covariance)?;
    let first: Array1<f64> = line.iter().take(pre).copied().collect();
    let pull = inverse.dot(&first);
    let information = first.dot(&pull);
    // Of each draw what the test sees of it, (x + γt)'A(x + γt) = x'Ax + 2γ t'Ax + γ² t'At, and what it adds to the estimate.
    let noise: Vec<[f64; 3]> = (0..DRAWS)
        .map(|index| {
            let mut stream = Stream::new(seed, "pre-trends", index as u64);
            let draw = factor.dot(&Array1::from_shape_fn(all, |_| stream.normal()));
            let seen: Array1<f64> = draw.iter().take(pre).copied().collect();
            let added = weights.iter().enumerate().map(|(at, weight)| weight * draw[pre + at]).sum();
            [seen.dot(&inverse.dot(&seen)), pull.dot(&seen), added]
        })
        .collect();
    let rejects = |slope: f64, draw: &[f64; 3]| draw[0] + 2.0 * slope * draw[1] + slope * slope * information > limit;
    let share = |slope: f64| noise.iter().filter(|draw| rejects(slope, draw)).count() as f64 / DRAWS as f64;
    if !(information > 0.0) {
        return None;
    }
    // In these units power rises from the level to nearly one between 0 and some ten.
    let unit = 1.0 / information.sqrt();
    let (mut low, mut high) = (0.0, unit);
    while share(high) < power {
        low = high;
        high *= 2.0;
        if high > 1e6 * unit {
            return None;
        }
    }
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if share(middle) < power {
            low = middle;
        } else {
            high = middle;
        }
    }
    let bias: f64 = weights.iter().enumerate().map(|(at, weight)| weight * high * line[pre + at]).sum();
    let passing: Vec<f64> = noise.iter().filter(|draw| !rejects(high, draw)).map(|draw| bias + draw[2]).collect();
    let after = (passing.len() > DRAWS / 50).then(|| passing.iter().sum::<f64>() / passing.len() as f64);
    Some(Missed { power, slope: high, bias, bias_after_passing: after })
}

/// The smallest δ such that the hypothesis of an effect of δ or more is rejected at level `alpha` by an estimate and its standard error: where
/// P(|N(δ, se²)| ≤ |estimate|) = α.
pub fn equivalence_threshold(estimate: f64, std_error: f64, alpha: f64) -> Option<f64> {
    if !(std_error > 0.0 && estimate.is_finite()) {
        return None;
    }
    let seen = estimate.abs() / std_error;
    let inside = |delta: f64| normal_cdf(seen - delta) - normal_cdf(-seen - delta);
    if inside(0.0) <= alpha {
        return Some(0.0);
    }
    let (mut low, mut high) = (0.0, seen + 10.0);
    for _ in 0..2 * HALVINGS {
        let middle = f64::midpoint(low, high);
        if inside(middle) > alpha {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(high * std_error)
}

/// A pretended start halfway through the time before: mean of the later effects (the reference, which is zero, among them) minus mean of the earlier ones, with
/// its standard error and p-value. None with fewer than three effects before the start.
pub fn pretended_start(effects: &Effects) -> Option<(f64, f64, f64)> {
    if effects.pre < 3 {
        return None;
    }
    contrast(effects, effects.pre.div_ceil(2))
}

/// The mean of the last `last` periods before the start (the reference, which is zero, is the last of them) minus that of the earlier ones, with its standard
/// error and p-value. None where fewer than two are earlier.
pub fn ahead(effects: &Effects, last: usize) -> Option<(f64, f64, f64)> {
    let pre = effects.pre;
    let early = (pre + 1).checked_sub(last).filter(|early| *early >= 2 && last > 0)?;
    contrast(effects, early)
}

/// The periods from `early` on (the reference at the end) against those before.
fn contrast(effects: &Effects, early: usize) -> Option<(f64, f64, f64)> {
    let pre = effects.pre;
    let late = pre + 1 - early;
    let weight = |at: usize| if at < early { -1.0 / early as f64 } else { 1.0 / late as f64 };
    let estimate: f64 = (0..pre).map(|at| weight(at) * effects.estimates[at]).sum();
    let variance: f64 = (0..pre).flat_map(|i| (0..pre).map(move |j| (i, j))).map(|(i, j)| weight(i) * weight(j) * effects.covariance[[i, j]]).sum();
    let error = variance.max(0.0).sqrt();
    (error > 0.0).then(|| (estimate, error, p_two_sided(estimate / error, None)))
}

/// The smallest δ such that effects before the start whose root mean square is δ or more are rejected at level `alpha`: where effects of that size, in the
/// direction that hides them best, would show a root mean square as small as the one seen with probability α (the idea of Dette and Schumann's
/// `β_RMS`, with the covariance of the estimates in place of their self-normalized form). Directions are those of the covariance and of the estimates.
/// None where a standard error is zero.
pub fn equivalence_rms(effects: &Effects, alpha: f64, seed: u64) -> Option<f64> {
    let pre = effects.pre;
    if pre == 0 {
        return None;
    }
    let covariance = Array2::from_shape_fn((pre, pre), |(i, j)| effects.covariance[[i, j]]);
    let root = root(&covariance)?;
    let mut stream = Stream::new(seed, "equivalence-rms", 0);
    let noise: Vec<Vec<f64>> = (0..RMS_DRAWS)
        .map(|_| {
            let z: Vec<f64> = (0..pre).map(|_| stream.normal()).collect();
            (0..pre).map(|i| (0..pre).map(|j| root[[i, j]] * z[j]).sum()).collect()
        })
        .collect();
    let squares: Vec<f64> = noise.iter().map(|draw| draw.iter().map(|x| x * x).sum()).collect();
    let size = |values: &[f64]| values.iter().map(|x| x * x).sum::<f64>().sqrt();
    let own = &effects.estimates[..pre];
    let seen = size(own);
    let axes = eigen(&covariance)?;
    let mut directions: Vec<Vec<f64>> = (0..pre).map(|at| axes.vectors.column(at).to_vec()).collect();
    if seen > 0.0 {
        directions.push(own.iter().map(|x| x / seen).collect());
    }
    let spread = (0..pre).map(|at| covariance[[at, at]]).sum::<f64>().sqrt();
    if !(spread > 0.0) {
        return None;
    }
    let threshold = |direction: &Vec<f64>| {
        let along: Vec<f64> = noise.iter().map(|draw| draw.iter().zip(direction).map(|(a, b)| a * b).sum()).collect();
        let inside = |delta: f64| {
            let hidden = along.iter().zip(&squares).filter(|(along, square)| delta * delta + 2.0 * delta * **along + **square <= seen * seen).count();
            hidden as f64 / RMS_DRAWS as f64
        };
        let (mut low, mut high) = (0.0, seen + 10.0 * spread);
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            if inside(middle) > alpha {
                low = middle;
            } else {
                high = middle;
            }
        }
        high
    };
    let most = directions.iter().map(threshold).fold(0.0_f64, f64::max);
    Some(most / (pre as f64).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn effects(pre: usize, post: usize) -> Effects {
        Effects { estimates: vec![0.0; pre + post], covariance: Array2::eye(pre + post), pre }
    }

    #[test]
    fn one_period_before_is_a_normal_test() {
        // |N(γ, 1)| > 1.96 with probability one half at γ ≈ 1.96 (the far side adds 4e-5).
        let found = missed(&effects(1, 1), &[-1, 1], &[1.0], 0.5, 0.05, 1).map_or(f64::NAN, |found| found.slope);
        assert!((found - 1.96).abs() < 0.08, "{found}");
        let found = missed(&effects(1, 1), &[-1, 1], &[1.0], 0.8, 0.05, 1);
        assert!(found.is_some_and(|found| (found.slope - 2.8).abs() < 0.08 && (found.bias - found.slope).abs() < 1e-12));
    }

    #[test]
    fn passing_makes_the_bias_worse_where_estimates_share_their_reference() {
        // Errors of the reference are in all effects: those that hide the trend before the start add to it afterwards.
        let shared = Effects { covariance: Array2::from_shape_fn((4, 4), |(i, j)| if i == j { 2.0 } else { 1.0 }), ..effects(2, 2) };
        let found = missed(&shared, &[-2, -1, 1, 2], &[0.5, 0.5], 0.5, 0.05, 3);
        assert!(found.is_some_and(|found| found.bias_after_passing.is_some_and(|after| after > found.bias)));
    }

    #[test]
    fn thresholds_are_those_of_the_folded_normal() {
        let found = equivalence_threshold(0.3, 0.2, 0.05).unwrap_or(f64::NAN);
        assert!((normal_cdf(1.5 - found / 0.2) - normal_cdf(-1.5 - found / 0.2) - 0.05).abs() < 1e-12);
        assert_eq!(equivalence_threshold(0.3, 0.0, 0.05), None);
    }

    #[test]
    fn a_pretended_start_sees_a_step() {
        let mut stepped = effects(5, 1);
        stepped.estimates = vec![-3.0, -3.0, -3.0, 0.0, 0.0, 1.0];
        let (estimate, error, p) = pretended_start(&stepped).unwrap_or_default();
        assert!((estimate - 3.0).abs() < 1e-12 && (error - (1.0_f64 / 3.0 + 2.0 / 9.0).sqrt()).abs() < 1e-12 && p < 0.001);
        assert!(pretended_start(&effects(2, 1)).is_none());
    }

    #[test]
    fn a_change_in_the_last_period_is_ahead_of_the_program() {
        // Everything before lies 2 above the reference: the last period is 2 lower. Variance of the mean of four: 1/4.
        let mut moved = effects(4, 1);
        moved.estimates = vec![2.0, 2.0, 2.0, 2.0, 0.0];
        let (estimate, error, p) = ahead(&moved, 1).unwrap_or_default();
        assert!((estimate + 2.0).abs() < 1e-12 && (error - 0.5).abs() < 1e-12 && p < 0.001);
        // Two at the end: −1 and 0 against three at 2.
        moved.estimates = vec![2.0, 2.0, 2.0, -1.0, 0.0];
        assert!(ahead(&moved, 2).is_some_and(|(estimate, ..)| (estimate + 2.5).abs() < 1e-12));
        assert!(ahead(&effects(1, 1), 1).is_none() && ahead(&effects(4, 1), 4).is_none());
    }

    #[test]
    fn the_threshold_of_one_effect_is_that_of_the_folded_normal() {
        let one = Effects { estimates: vec![0.8, 0.0], covariance: Array2::eye(2) * 0.25, pre: 1 };
        let exact = equivalence_threshold(0.8, 0.5, 0.05).unwrap_or(f64::NAN);
        let found = equivalence_rms(&one, 0.05, 1).unwrap_or(f64::NAN);
        // Standard error of the 5 % quantile of so many draws, about 0.5 · sqrt(0.05 · 0.95 / draws) / 0.103.
        assert!((found - exact).abs() < 5.0 * 0.5 * (0.0475 / RMS_DRAWS as f64).sqrt() / 0.103, "{found} {exact}");
        // Two independent effects of zero: P(χ²(2, ncp) ≤ 0) is 0, so nothing is left to hide; larger estimates raise the threshold.
        let two = |size: f64| equivalence_rms(&Effects { estimates: vec![size, -size, 0.0], covariance: Array2::eye(3), pre: 2 }, 0.05, 1);
        assert!(two(1.0) < two(2.0) && two(2.0) > Some(2.0));
    }
}
