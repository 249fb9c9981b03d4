//! Power of two-sided t and normal tests, and the shift that a test finds with a given power.

use super::distributions::{critical_value, ln_gamma, normal_cdf};

/// Intervals of Simpson's rule over the scale of a t statistic: within 1e-9 of the exact value for one degree of freedom.
const STEPS: usize = 6_000;
/// Intervals from ten degrees of freedom on, where the scale is smooth at both ends and the rule converges faster than any power of the step.
const FEWER: usize = 160;
/// Standard deviations of the scale that are integrated over.
const REACH: f64 = 12.0;

/// Probability that a two-sided test at `level` rejects when the estimate is `shift` standard errors away from zero: the noncentral t with `df`, normal
/// without. Exact but for the rounding of the integral over the scale s = √(χ²/df): P(|Z + δ| > c·s).
pub fn t_power(shift: f64, df: Option<f64>, level: f64) -> f64 {
    let critical = critical_value(level, df);
    let given = |scale: f64| normal_cdf(shift - critical * scale) + normal_cdf(-shift - critical * scale);
    let Some(df) = df else { return given(1.0) };
    let spread = REACH / (2.0 * df).sqrt();
    let (from, to) = ((1.0 - spread).max(0.0), 1.0 + spread);
    let constant = std::f64::consts::LN_2 + df / 2.0 * (df / 2.0).ln() - ln_gamma(df / 2.0);
    let density = |s: f64| if s > 0.0 { (constant + (df - 1.0) * s.ln() - df * s * s / 2.0).exp() } else { f64::from(u8::from(df <= 1.0)) * constant.exp() };
    let steps = if df < 10.0 { STEPS } else { FEWER };
    let step = (to - from) / steps as f64;
    let value = |at: usize| {
        let s = from + at as f64 * step;
        density(s) * given(s)
    };
    let inside: f64 = (1..steps).map(|at| if at % 2 == 1 { 4.0 } else { 2.0 } * value(at)).sum();
    ((value(0) + inside + value(steps)) * step / 3.0).clamp(0.0, 1.0)
}

/// The shift, in standard errors, that a two-sided test at `level` finds with probability `power`; none where power is not above the level of the test.
pub fn detectable_shift(power: f64, df: Option<f64>, level: f64) -> Option<f64> {
    if !(power > 1.0 - level && power < 1.0) {
        return None;
    }
    smallest(|shift| t_power(shift, df, level) >= power)
}

/// The smallest positive number for which something holds that goes on holding above it, by doubling and bisection; none up to 10⁹.
pub fn smallest(holds: impl Fn(f64) -> bool) -> Option<f64> {
    let mut high = 1.0;
    while !holds(high) {
        high *= 2.0;
        if high > 1e9 {
            return None;
        }
    }
    let mut low = 0.0;
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            break;
        }
        if holds(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(high)
}

/// The smallest whole number from `least` on for which something holds that goes on holding above it; none up to `most`.
pub fn smallest_whole(least: u64, most: u64, holds: impl Fn(u64) -> bool) -> Option<u64> {
    let mut high = least;
    while !holds(high) {
        if high >= most {
            return None;
        }
        high = (2 * high.max(1)).min(most);
    }
    let (mut low, mut high) = (least, high);
    while low < high {
        let middle = low.midpoint(high);
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_shift_has_the_level_and_shifts_come_back() {
        for df in [Some(1.0), Some(4.0), Some(37.0), Some(5e5), None] {
            assert!((t_power(0.0, df, 0.95) - 0.05).abs() < 1e-9, "{df:?}");
            let shift = detectable_shift(0.8, df, 0.95).unwrap_or_default();
            assert!((t_power(shift, df, 0.95) - 0.8).abs() < 1e-9, "{df:?}");
        }
        // Bloom's multiplier of large samples: 1.96 + 0.84.
        assert!((detectable_shift(0.8, None, 0.95).unwrap_or_default() - 2.801_6).abs() < 1e-3);
        assert_eq!(detectable_shift(0.02, None, 0.95), None);
    }

    #[test]
    fn whole_numbers() {
        assert_eq!(smallest_whole(4, 1_000_000, |n| n >= 37), Some(37));
        assert_eq!(smallest_whole(4, 1_000_000, |_| true), Some(4));
        assert_eq!(smallest_whole(4, 100, |_| false), None);
    }
}
