//! Means of two samples: Welch's and Student's t tests, the comparison of variances, weighted and clustered means.

use super::distributions::{critical_value, f_sf, p_two_sided};

/// Number, mean and variance of a sample.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Moments {
    /// Number of values.
    pub n: usize,
    /// Mean; 0 where there are none.
    pub mean: f64,
    /// Variance with n − 1; none below two values.
    pub variance: Option<f64>,
}

impl Moments {
    /// Two passes over the values, with the rounding of the mean corrected.
    pub fn of(values: &[f64]) -> Self {
        let n = values.len();
        if n == 0 {
            return Self::default();
        }
        let count = n as f64;
        let first = values.iter().sum::<f64>() / count;
        let mean = first + values.iter().map(|value| value - first).sum::<f64>() / count;
        let variance = (n > 1).then(|| {
            let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
            squares / (count - 1.0)
        });
        Self { n, mean, variance }
    }

    /// Standard deviation.
    pub fn sd(&self) -> Option<f64> {
        self.variance.map(f64::sqrt)
    }
}

/// An estimate with its t test and interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TTest {
    /// The difference.
    pub estimate: f64,
    /// Its standard error.
    pub std_error: f64,
    /// Estimate over standard error.
    pub statistic: f64,
    /// Degrees of freedom.
    pub df: f64,
    /// Two-sided.
    pub p_value: f64,
    /// Lower limit.
    pub conf_low: f64,
    /// Upper limit.
    pub conf_high: f64,
}

impl TTest {
    /// From an estimate, its standard error and degrees of freedom. None where the error is zero against the size of the means (data are constant), as
    /// R's `t.test` refuses.
    pub fn new(estimate: f64, std_error: f64, df: f64, size: f64, level: f64) -> Option<Self> {
        if !(std_error > 10.0 * f64::EPSILON * size && std_error.is_finite() && df > 0.0) {
            return None;
        }
        let statistic = estimate / std_error;
        let half = critical_value(level, Some(df)) * std_error;
        Some(Self { estimate, std_error, statistic, df, p_value: p_two_sided(statistic, Some(df)), conf_low: estimate - half, conf_high: estimate + half })
    }
}

/// Welch's t test of mean(x) − mean(y) (Welch 1947), variances not assumed equal. None below two values a side or where both are constant.
pub fn welch_t(x: &Moments, y: &Moments, level: f64) -> Option<TTest> {
    let (n, m) = (x.n as f64, y.n as f64);
    let (share_x, share_y) = (x.variance? / n, y.variance? / m);
    let variance = share_x + share_y;
    let df = variance * variance / (share_x * share_x / (n - 1.0) + share_y * share_y / (m - 1.0));
    TTest::new(x.mean - y.mean, variance.sqrt(), df, x.mean.abs().max(y.mean.abs()), level)
}

/// Student's t test of mean(x) − mean(y) with one variance for both.
pub fn student_t(x: &Moments, y: &Moments, level: f64) -> Option<TTest> {
    let (n, m) = (x.n as f64, y.n as f64);
    let df = n + m - 2.0;
    let error = pooled_variance(x, y)? * (1.0 / n + 1.0 / m);
    TTest::new(x.mean - y.mean, error.sqrt(), df, x.mean.abs().max(y.mean.abs()), level)
}

/// The variance common to two samples; none where neither has two values or one is empty.
pub fn pooled_variance(x: &Moments, y: &Moments) -> Option<f64> {
    if x.n == 0 || y.n == 0 || x.n + y.n < 3 {
        return None;
    }
    let sum = |side: &Moments| side.variance.map_or(0.0, |variance| variance * (side.n as f64 - 1.0));
    Some((sum(x) + sum(y)) / (x.n + y.n - 2) as f64)
}

/// An F test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FTest {
    /// The statistic.
    pub statistic: f64,
    /// Numerator degrees of freedom.
    pub df1: f64,
    /// Denominator degrees of freedom.
    pub df2: f64,
    /// Upper tail.
    pub p_value: f64,
}

/// Equality of two variances by the distances from the centres given: with means Levene (1960), with medians Brown & Forsythe (1974).
pub fn equal_spread(x: &[f64], y: &[f64], centre_x: f64, centre_y: f64) -> Option<FTest> {
    let distances = |values: &[f64], centre: f64| Moments::of(&values.iter().map(|value| (value - centre).abs()).collect::<Vec<_>>());
    let (a, b) = (distances(x, centre_x), distances(y, centre_y));
    let test = student_t(&a, &b, 0.95)?;
    let statistic = test.statistic * test.statistic;
    Some(FTest { statistic, df1: 1.0, df2: test.df, p_value: f_sf(statistic, 1.0, test.df) })
}

/// One record of a weighted comparison.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WeightedRecord {
    /// Outcome.
    pub value: f64,
    /// Weight, positive.
    pub weight: f64,
    /// Whether in the first sample (after).
    pub first: bool,
    /// Cluster, where there are clusters: codes from 0.
    pub cluster: Option<u32>,
}

/// Difference of weighted means, first minus second, with a robust standard error: HC1 over records, or CR1 over clusters with G − 1 degrees of freedom.
///
/// It is the coefficient of weighted least squares on the indicator; factors n/(n − 2), or G/(G − 1) · (n − 1)/(n − 2).
/// Also gives the number of clusters. None where a side is empty, fewer than three records, or the error is zero.
pub fn robust_difference(records: &[WeightedRecord], level: f64) -> Option<(TTest, Option<usize>)> {
    let mut weights = [0.0; 2];
    let mut sums = [0.0; 2];
    for record in records {
        let side = usize::from(record.first);
        weights[side] += record.weight;
        sums[side] += record.weight * record.value;
    }
    if records.len() < 3 || weights.contains(&0.0) {
        return None;
    }
    let means = [sums[0] / weights[0], sums[1] / weights[1]];
    let influence = |record: &WeightedRecord| {
        let side = usize::from(record.first);
        let sign = if record.first { 1.0 } else { -1.0 };
        sign * record.weight * (record.value - means[side]) / weights[side]
    };
    let n = records.len() as f64;
    let clustered = records.iter().all(|record| record.cluster.is_some());
    let (variance, df, groups) = if clustered {
        let count = records.iter().filter_map(|record| record.cluster).max()? as usize + 1;
        let mut sums = vec![0.0; count];
        let mut seen = vec![false; count];
        for record in records {
            if let Some(cluster) = record.cluster {
                sums[cluster as usize] += influence(record);
                seen[cluster as usize] = true;
            }
        }
        let groups = seen.iter().filter(|here| **here).count();
        let g = groups as f64;
        let meat: f64 = sums.iter().map(|sum| sum * sum).sum();
        (meat * g / (g - 1.0) * (n - 1.0) / (n - 2.0), g - 1.0, Some(groups))
    } else {
        let meat: f64 = records.iter().map(|record| influence(record).powi(2)).sum();
        (meat * n / (n - 2.0), n - 2.0, None)
    };
    let size = means[0].abs().max(means[1].abs());
    TTest::new(means[1] - means[0], variance.sqrt(), df, size, level).map(|test| (test, groups))
}
