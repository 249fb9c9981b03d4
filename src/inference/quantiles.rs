//! Quantiles of sorted samples (R's type 7) and their Maritz–Jarrett standard errors.

use super::distributions::beta_regularized;

/// R's default (type 7) quantile of a sorted sample: linear between the order statistics around (n − 1)p + 1. None where it is empty.
pub fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let position = last as f64 * p.clamp(0.0, 1.0);
    let below = (position.floor() as usize).min(last);
    let above = (below + 1).min(last);
    let share = position - below as f64;
    Some(sorted[below] + share * (sorted[above] - sorted[below]))
}

/// Standard error of a quantile (Maritz & Jarrett 1978): the standard deviation that the bootstrap of the order statistic would have with infinitely
/// many draws, so no seed is needed. Order statistics are weighted by a beta distribution around the type 7 position.
///
/// None below two values. Zero where the data are so coarse that the neighbourhood of the quantile is one value.
pub fn maritz_jarrett(sorted: &[f64], p: f64) -> Option<f64> {
    let n = sorted.len();
    if n < 2 {
        return None;
    }
    let count = n as f64;
    let a = (count - 1.0) * p + 1.0;
    let b = (count - 1.0) * (1.0 - p) + 1.0;
    // Beyond ten standard deviations (and at least some values) weights are below rounding.
    let spread = 10.0 * (a * b / ((a + b) * (a + b) * (a + b + 1.0))).sqrt() * count + 40.0;
    let centre = a / (a + b) * count;
    let from = (centre - spread).floor().max(0.0) as usize;
    let to = ((centre + spread).ceil() as usize).min(n);
    let origin = sorted[(centre as usize).min(n - 1)];
    let (mut mean, mut square, mut weight) = (0.0, 0.0, 0.0);
    let mut before = beta_regularized(a, b, from as f64 / count, 1.0 - from as f64 / count);
    for (i, value) in sorted.iter().enumerate().take(to).skip(from) {
        let upto = (i + 1) as f64;
        let here = beta_regularized(a, b, upto / count, (count - upto) / count);
        let share = here - before;
        before = here;
        mean += share * (value - origin);
        square += share * (value - origin) * (value - origin);
        weight += share;
    }
    let (mean, square) = (mean / weight, square / weight);
    Some((square - mean * mean).max(0.0).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_of_the_median_of_evenly_spread_values() {
        // Values 1 … n on a line: the median's error is n times the standard deviation of Beta((n + 1)/2, (n + 1)/2), up to the step of the data.
        let n = 20_001;
        let sorted: Vec<f64> = (1..=n).map(f64::from).collect();
        let a = 0.5 * f64::from(n + 1);
        let wanted = f64::from(n) * (1.0 / (4.0 * (2.0 * a + 1.0))).sqrt();
        let got = maritz_jarrett(&sorted, 0.5).unwrap_or_default();
        assert!((got / wanted - 1.0).abs() < 1e-3, "{got} {wanted}");
    }

    #[test]
    fn small_and_coarse_samples() {
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&[3.0], 0.9), Some(3.0));
        assert_eq!(maritz_jarrett(&[3.0], 0.5), None);
        assert_eq!(maritz_jarrett(&[3.0; 8], 0.25), Some(0.0));
    }
}
