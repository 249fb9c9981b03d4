//! The two-sample Kolmogorov–Smirnov test, exact given the ties where R is exact.

use super::ranks::Ascending;

/// R computes the exact distribution where the number of pairs is below this.
const EXACT_PAIRS_BELOW: f64 = 10_000.0;

/// The result of the test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KolmogorovSmirnov {
    /// Largest distance between the two distribution functions.
    pub statistic: f64,
    /// Two-sided.
    pub p_value: f64,
    /// Whether from the exact distribution.
    pub exact: bool,
}

/// Two-sample test of equal distributions (Smirnov 1939). `exact`: forced, or where none as R ≥ 4.2 (fewer than 10 000 pairs; ties allowed:
/// the distribution is conditional on them, Schröer & Trenkler 1995). None where a sample is empty.
pub fn kolmogorov_smirnov(x: &Ascending, y: &Ascending, exact: Option<bool>) -> Option<KolmogorovSmirnov> {
    if x.is_empty() || y.is_empty() {
        return None;
    }
    let (n, m) = (x.len(), y.len());
    let distance = largest_distance(x.values(), y.values());
    let pairs = n as f64 * m as f64;
    let exact = exact.unwrap_or(pairs < EXACT_PAIRS_BELOW);
    let statistic = distance as f64 / pairs;
    let p_value = if exact { exact_tail(x, y, distance) } else { limit_tail(statistic * (pairs / (n + m) as f64).sqrt()) };
    Some(KolmogorovSmirnov { statistic, p_value, exact })
}

/// Largest |i·m − j·n| over the values, i and j being the numbers of x and y up to there: n·m times the statistic, exactly.
fn largest_distance(x: &[f64], y: &[f64]) -> u128 {
    let (n, m) = (x.len() as i128, y.len() as i128);
    let (mut i, mut j, mut largest) = (0, 0, 0);
    while i < x.len() && j < y.len() {
        let value = x[i].min(y[j]);
        while i < x.len() && x[i] == value {
            i += 1;
        }
        while j < y.len() && y[j] == value {
            j += 1;
        }
        largest = largest.max((i as i128 * m - j as i128 * n).unsigned_abs());
    }
    largest
}

/// P(D ≥ d) given the pooled values: the share of paths from (0, 0) to (n, m) that reach the distance at the end of a group of ties.
fn exact_tail(x: &Ascending, y: &Ascending, distance: u128) -> f64 {
    let (n, m) = (x.len(), y.len());
    let mut all = [x.values(), y.values()].concat();
    all.sort_unstable_by(f64::total_cmp);
    let ends: Vec<bool> = (0..=n + m).map(|seen| seen > 0 && (seen == n + m || all[seen - 1] != all[seen])).collect();
    let reached = |i: usize, j: usize| {
        let apart = (i as i128 * m as i128 - j as i128 * n as i128).unsigned_abs();
        apart >= distance && ends[i + j]
    };
    // share[j]: of the orders of i values of x and j of y, those whose path has reached the distance.
    let mut share = vec![0.0; m + 1];
    for j in 1..=m {
        share[j] = if reached(0, j) { 1.0 } else { share[j - 1] };
    }
    for i in 1..=n {
        if reached(i, 0) {
            share[0] = 1.0;
        }
        for j in 1..=m {
            share[j] = if reached(i, j) {
                1.0
            } else {
                let last_is_x = i as f64 / (i + j) as f64;
                last_is_x * share[j] + (1.0 - last_is_x) * share[j - 1]
            };
        }
    }
    if distance == 0 { 1.0 } else { share[m] }
}

/// Upper tail of Kolmogorov's limit distribution.
fn limit_tail(z: f64) -> f64 {
    if z <= 0.0 {
        return 1.0;
    }
    if z < 1.0 {
        let scale = -std::f64::consts::PI * std::f64::consts::PI / (8.0 * z * z);
        let sum: f64 = (0..20).map(|k| (scale * f64::from((2 * k + 1) * (2 * k + 1))).exp()).sum();
        return 1.0 - (2.0 * std::f64::consts::PI).sqrt() / z * sum;
    }
    let sum: f64 = (1..=20)
        .map(|k| {
            let sign = if k % 2 == 1 { 1.0 } else { -1.0 };
            sign * (-2.0 * f64::from(k * k) * z * z).exp()
        })
        .sum();
    (2.0 * sum).clamp(0.0, 1.0)
}
