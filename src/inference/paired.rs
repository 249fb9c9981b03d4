//! Paired differences: the paired t test, the sign test, and standardized paired changes.

use super::distributions::binomial_cdf;
use super::two_sample::{Moments, TTest};

/// t test of the mean difference of pairs (`differences` = after − before). None below two pairs or where all differences are equal.
pub fn paired_t(differences: &[f64], level: f64) -> Option<TTest> {
    let moments = Moments::of(differences);
    let n = moments.n as f64;
    TTest::new(moments.mean, (moments.variance? / n).sqrt(), n - 1.0, moments.mean.abs(), level)
}

/// Exact sign test: positive differences, differences that are not zero, two-sided p-value. None where all are zero.
pub fn sign_test(differences: &[f64]) -> Option<(u64, u64, f64)> {
    let positive = differences.iter().filter(|d| **d > 0.0).count() as u64;
    let negative = differences.iter().filter(|d| **d < 0.0).count() as u64;
    let n = positive + negative;
    (n > 0).then(|| (positive, n, (2.0 * binomial_cdf(positive.min(negative), n, 0.5)).min(1.0)))
}

/// Standardized changes of pairs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairedSizes {
    /// Mean difference over the standard deviation of the differences.
    pub d_z: f64,
    /// Mean difference over the root mean of the two variances.
    pub d_av: f64,
    /// `d_z · √(2(1 − r))`: comparable with Cohen's d of separate samples.
    pub d_rm: f64,
    /// Correlation of before and after.
    pub correlation: f64,
}

/// Standardized changes from pairs of (before, after). None below two pairs or where a side or the difference is constant.
pub fn paired_sizes(before: &[f64], after: &[f64]) -> Option<PairedSizes> {
    let (b, a) = (Moments::of(before), Moments::of(after));
    let differences: Vec<f64> = after.iter().zip(before).map(|(a, b)| a - b).collect();
    let d = Moments::of(&differences);
    let (sd_b, sd_a, sd_d) = (b.sd()?, a.sd()?, d.sd()?);
    if sd_b == 0.0 || sd_a == 0.0 || sd_d == 0.0 {
        return None;
    }
    let products: f64 = after.iter().zip(before).map(|(y, x)| (y - a.mean) * (x - b.mean)).sum();
    let correlation = products / (d.n as f64 - 1.0) / (sd_a * sd_b);
    let d_z = d.mean / sd_d;
    Some(PairedSizes { d_z, d_av: d.mean / (0.5 * (sd_a * sd_a + sd_b * sd_b)).sqrt(), d_rm: d_z * (2.0 * (1.0 - correlation)).sqrt(), correlation })
}
