//! Shares: Wilson's interval, differences with Newcombe's intervals (independent and paired), and their tests.

use super::distributions::{chi_squared_sf, critical_value, p_two_sided};

/// Wilson's score interval of `successes` out of `n` (Wilson 1927). None where `n` is 0.
pub fn wilson(successes: u64, n: u64, level: f64) -> Option<(f64, f64)> {
    if n == 0 {
        return None;
    }
    let (p, n) = (successes as f64 / n as f64, n as f64);
    let z = critical_value(level, None);
    let centre = p + z * z / (2.0 * n);
    let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z * z / n;
    let low = if successes == 0 { 0.0 } else { (centre - half) / scale };
    let high = if p == 1.0 { 1.0 } else { (centre + half) / scale };
    Some((low, high))
}

/// A difference of two shares.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShareDifference {
    /// First share.
    pub first: f64,
    /// Second share.
    pub second: f64,
    /// First minus second.
    pub estimate: f64,
    /// Its standard error with each share's own variance; zero where both shares are 0 or 1.
    pub std_error: f64,
    /// Lower limit (Newcombe).
    pub conf_low: f64,
    /// Upper limit (Newcombe).
    pub conf_high: f64,
}

impl ShareDifference {
    /// Estimate over standard error and its two-sided normal p-value; none where the error is zero.
    pub fn z(&self) -> Option<(f64, f64)> {
        (self.std_error > 0.0).then(|| {
            let z = self.estimate / self.std_error;
            (z, p_two_sided(z, None))
        })
    }
}

/// Difference of two independent shares with Newcombe's hybrid score interval (1998a, method 10). None where a sample is empty.
pub fn share_difference(first: (u64, u64), second: (u64, u64), level: f64) -> Option<ShareDifference> {
    let (low1, high1) = wilson(first.0, first.1, level)?;
    let (low2, high2) = wilson(second.0, second.1, level)?;
    let (n1, n2) = (first.1 as f64, second.1 as f64);
    let (p1, p2) = (first.0 as f64 / n1, second.0 as f64 / n2);
    let estimate = p1 - p2;
    Some(ShareDifference {
        first: p1,
        second: p2,
        estimate,
        std_error: (p1 * (1.0 - p1) / n1 + p2 * (1.0 - p2) / n2).sqrt(),
        conf_low: estimate - (p1 - low1).hypot(high2 - p2),
        conf_high: estimate + (high1 - p1).hypot(p2 - low2),
    })
}

/// Test of two equal shares: z with the pooled variance and its two-sided p-value (R's `prop.test` without correction has z²).
/// None where all succeed or none does.
pub fn two_shares_test(first: (u64, u64), second: (u64, u64)) -> Option<(f64, f64)> {
    let (n1, n2) = (first.1 as f64, second.1 as f64);
    let pooled = (first.0 + second.0) as f64 / (n1 + n2);
    let error = (pooled * (1.0 - pooled) * (1.0 / n1 + 1.0 / n2)).sqrt();
    if !(error > 0.0 && error.is_finite()) {
        return None;
    }
    let z = (first.0 as f64 / n1 - second.0 as f64 / n2) / error;
    Some((z, p_two_sided(z, None)))
}

/// Pairs by success in the first and in the second measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PairedShares {
    /// Both.
    pub both: u64,
    /// The first only.
    pub first_only: u64,
    /// The second only.
    pub second_only: u64,
    /// Neither.
    pub neither: u64,
}

impl PairedShares {
    /// Difference of paired shares, first minus second, with Newcombe's interval (1998b, method 10: score limits joined by the corrected
    /// phi coefficient). None where there are no pairs.
    pub fn difference(&self, level: f64) -> Option<ShareDifference> {
        let (a, b) = (self.both as f64, self.first_only as f64);
        let (c, d) = (self.second_only as f64, self.neither as f64);
        let whole = self.both + self.first_only + self.second_only + self.neither;
        let n = whole as f64;
        let (low1, high1) = wilson(self.both + self.first_only, whole, level)?;
        let (low2, high2) = wilson(self.both + self.second_only, whole, level)?;
        let (p1, p2) = ((a + b) / n, (a + c) / n);
        let margins = (a + b) * (c + d) * (a + c) * (b + d);
        let cross = a * d - b * c;
        let corrected = if cross > 0.0 { (cross - 0.5 * n).max(0.0) } else { cross };
        let phi = if margins > 0.0 { corrected / margins.sqrt() } else { 0.0 };
        let join = |one: f64, two: f64| (one * one - 2.0 * phi * one * two + two * two).max(0.0).sqrt();
        let estimate = (b - c) / n;
        Some(ShareDifference {
            first: p1,
            second: p2,
            estimate,
            std_error: ((b + c - (b - c) * (b - c) / n).max(0.0)).sqrt() / n,
            conf_low: estimate - join(p1 - low1, high2 - p2),
            conf_high: estimate + join(high1 - p1, p2 - low2),
        })
    }

    /// The test of `McNemar` with continuity correction (R's `mcnemar.test`): chi-squared with one degree of freedom and its p-value.
    /// None where no pair changes.
    pub fn mcnemar(&self, correct: bool) -> Option<(f64, f64)> {
        let (b, c) = (self.first_only as f64, self.second_only as f64);
        if b + c == 0.0 {
            return None;
        }
        let apart = (b - c).abs();
        let apart = if correct && apart > 0.0 { (apart - 1.0).max(0.0) } else { apart };
        let statistic = apart * apart / (b + c);
        Some((statistic, chi_squared_sf(statistic, 1.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swapping_the_samples_turns_the_paired_interval_round() {
        let table = PairedShares { both: 31, first_only: 14, second_only: 5, neither: 9 };
        let swapped = PairedShares { first_only: 5, second_only: 14, ..table };
        let (one, two) = (table.difference(0.95), swapped.difference(0.95));
        let (one, two) = (one.map(|d| (d.conf_low, d.conf_high)), two.map(|d| (-d.conf_high, -d.conf_low)));
        let ((a, b), (c, d)) = (one.unwrap_or_default(), two.unwrap_or_default());
        assert!((a - c).abs() < 1e-14 && (b - d).abs() < 1e-14 && a < b);
    }

    #[test]
    fn without_association_pairs_are_as_wide_as_two_samples() {
        // ad = bc: phi is 0.
        let table = PairedShares { both: 12, first_only: 8, second_only: 6, neither: 4 };
        let paired = table.difference(0.9).map(|d| (d.conf_low, d.conf_high));
        let apart = share_difference((20, 30), (18, 30), 0.9).map(|d| (d.conf_low, d.conf_high));
        let ((a, b), (c, d)) = (paired.unwrap_or_default(), apart.unwrap_or((1.0, 1.0)));
        assert!((a - c).abs() < 1e-14 && (b - d).abs() < 1e-14);
    }

    #[test]
    fn limits_stay_defined_where_all_succeed() {
        let difference = share_difference((10, 10), (10, 10), 0.95).expect("both samples have records");
        assert_eq!(difference.z(), None);
        assert!(difference.conf_low < -0.2 && difference.conf_high > 0.2);
        assert_eq!(two_shares_test((10, 10), (10, 10)), None);
        assert_eq!(wilson(0, 0, 0.95), None);
    }
}
