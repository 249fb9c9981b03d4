//! Rank tests of two samples and of paired differences: Mann–Whitney, Wilcoxon's signed ranks, Brunner–Munzel.
//!
//! All work on sorted samples in O(n log n): two samples are merged once, no n × m matrix is made. Conventions are those of R's `wilcox.test`
//! (exact without ties below 50, else normal with tie and continuity correction) and of `brunnermunzel`.

use super::distributions::{normal_sf, p_two_sided, t_quantile};
use super::rank_distributions::{RankDistribution, exact_rank_sum, exact_signed_rank};
use rayon::slice::ParallelSliceMut;

/// R computes exact Wilcoxon distributions where each sample is smaller than this.
pub const EXACT_BELOW: usize = 50;

/// Finite numbers in ascending order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ascending(Vec<f64>);

impl Ascending {
    /// Sorts the values; those that are not finite are left out.
    pub fn new(values: impl IntoIterator<Item = f64>) -> Self {
        let mut values: Vec<f64> = values.into_iter().filter(|value| value.is_finite()).collect();
        values.par_sort_unstable_by(f64::total_cmp);
        Self(values)
    }

    /// The values, ascending.
    pub fn values(&self) -> &[f64] {
        &self.0
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// How a p-value is to be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exactness {
    /// As R: exact where there are no ties (and no zero differences) and samples are small, else normal with continuity correction.
    Auto,
    /// The exact distribution given the ties.
    Conditional,
    /// The normal approximation, with or without the continuity correction.
    Normal {
        /// Half a unit towards the centre.
        correct: bool,
    },
}

/// The result of a rank test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RankTest {
    /// R's W (pairs in which x is greater, ties half) or V (sum of the positive signed ranks).
    pub statistic: f64,
    /// Two-sided.
    pub p_value: f64,
    /// Whether from the exact distribution.
    pub exact: bool,
    /// Whether values (or absolute differences) coincide.
    pub ties: bool,
    /// Zero differences that were left out (signed ranks only).
    pub zeros: usize,
}

/// How the values of two samples compare, from one merge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison {
    /// Number of x.
    pub x: usize,
    /// Number of y.
    pub y: usize,
    /// Pairs with x > y.
    pub greater: u64,
    /// Pairs with x < y.
    pub less: u64,
    /// Pairs with x = y.
    pub equal: u64,
    /// Σ(t³ − t) over groups of equal values in the pooled sample.
    pub tie_cubes: f64,
    /// Sample variance of the placements of x: y below plus half the y equal.
    pub placement_variance_x: f64,
    /// Sample variance of the placements of y: x below plus half the x equal.
    pub placement_variance_y: f64,
}

impl Comparison {
    /// Merges two sorted samples.
    pub fn of(x: &Ascending, y: &Ascending) -> Self {
        let (n, m) = (x.len(), y.len());
        let mut out = Self { x: n, y: m, greater: 0, less: 0, equal: 0, tie_cubes: 0.0, placement_variance_x: f64::NAN, placement_variance_y: f64::NAN };
        for_each_value(x.values(), y.values(), |below_x, at_x, below_y, at_y| {
            let at = (at_x + at_y) as f64;
            out.tie_cubes += at * at * at - at;
            out.greater += at_x as u64 * below_y as u64;
            out.less += at_y as u64 * below_x as u64;
            out.equal += at_x as u64 * at_y as u64;
        });
        let half_equal = 0.5 * out.equal as f64;
        let mean_x = (out.greater as f64 + half_equal) / n as f64;
        let mean_y = (out.less as f64 + half_equal) / m as f64;
        let (mut squares_x, mut squares_y) = (0.0, 0.0);
        for_each_value(x.values(), y.values(), |below_x, at_x, below_y, at_y| {
            let placement_x = below_y as f64 + 0.5 * at_y as f64 - mean_x;
            let placement_y = below_x as f64 + 0.5 * at_x as f64 - mean_y;
            squares_x += at_x as f64 * placement_x * placement_x;
            squares_y += at_y as f64 * placement_y * placement_y;
        });
        if n > 1 {
            out.placement_variance_x = squares_x / (n as f64 - 1.0);
        }
        if m > 1 {
            out.placement_variance_y = squares_y / (m as f64 - 1.0);
        }
        out
    }

    /// Number of pairs.
    pub fn pairs(&self) -> f64 {
        self.x as f64 * self.y as f64
    }

    /// R's W for x against y: pairs in which x is greater, ties half.
    pub fn w(&self) -> f64 {
        self.greater as f64 + 0.5 * self.equal as f64
    }

    /// P(X > Y) + P(X = Y)/2; none where a sample is empty.
    pub fn superiority(&self) -> Option<f64> {
        (self.pairs() > 0.0).then(|| self.w() / self.pairs())
    }

    /// The standard deviation of W under no difference, corrected for ties.
    pub fn null_sd(&self) -> f64 {
        let total = (self.x + self.y) as f64;
        let correction = if total > 1.0 { self.tie_cubes / (total * (total - 1.0)) } else { 0.0 };
        (self.pairs() / 12.0 * (total + 1.0 - correction)).sqrt()
    }
}

/// Walks over the distinct values of two sorted samples: x below, x at, y below, y at the value.
fn for_each_value(x: &[f64], y: &[f64], mut visit: impl FnMut(usize, usize, usize, usize)) {
    let (mut i, mut j) = (0, 0);
    while i < x.len() || j < y.len() {
        let value = match (x.get(i), y.get(j)) {
            (Some(a), Some(b)) => a.min(*b),
            (Some(a), None) => *a,
            (None, Some(b)) => *b,
            (None, None) => return,
        };
        let at_x = x[i..].iter().take_while(|other| **other == value).count();
        let at_y = y[j..].iter().take_while(|other| **other == value).count();
        visit(i, at_x, j, at_y);
        i += at_x;
        j += at_y;
    }
}

/// Mann–Whitney (Wilcoxon rank sum) test of x against y (Wilcoxon 1945; Mann & Whitney 1947). None where a sample is empty or all values are equal.
///
/// `Conditional` gives the exact distribution of W given the ties, two-sided by distance from its mean, as `coin::wilcox_test`.
pub fn mann_whitney(x: &Ascending, y: &Ascending, how: Exactness) -> Option<RankTest> {
    mann_whitney_of(x, y, &Comparison::of(x, y), how)
}

/// [`mann_whitney`] where the comparison has been made already.
pub fn mann_whitney_of(x: &Ascending, y: &Ascending, pairs: &Comparison, how: Exactness) -> Option<RankTest> {
    if x.is_empty() || y.is_empty() {
        return None;
    }
    let ties = pairs.tie_cubes > 0.0;
    let w = pairs.w();
    let small = x.len() < EXACT_BELOW && y.len() < EXACT_BELOW;
    let exact = match how {
        Exactness::Auto => small && !ties,
        Exactness::Conditional => true,
        Exactness::Normal { .. } => false,
    };
    let p_value = if exact {
        let doubled = doubled_midranks(&pooled(x, y));
        let distribution = exact_rank_sum(&doubled, x.len())?;
        // The distribution is of twice the rank sum; W leaves out the least possible sum of ranks.
        let least = (x.len() * (x.len() + 1)) as f64;
        distribution.two_sided(least + 2.0 * w, how == Exactness::Conditional)
    } else {
        let sd = pairs.null_sd();
        if sd <= 0.0 {
            return None;
        }
        let correct = how != Exactness::Normal { correct: false };
        normal_p(w - 0.5 * pairs.pairs(), sd, correct)
    };
    Some(RankTest { statistic: w, p_value, exact, ties, zeros: 0 })
}

/// Wilcoxon's signed-rank test of paired differences (Wilcoxon 1945); zero differences are left out, as in R. None where all are zero.
pub fn wilcoxon_signed_rank(differences: &Ascending, how: Exactness) -> Option<RankTest> {
    let nonzero: Vec<f64> = differences.values().iter().copied().filter(|d| *d != 0.0).collect();
    let zeros = differences.len() - nonzero.len();
    if nonzero.is_empty() {
        return None;
    }
    let n = nonzero.len() as f64;
    let sizes = Ascending::new(nonzero.iter().map(|d| d.abs()));
    let positive = Ascending::new(nonzero.iter().copied().filter(|d| *d > 0.0));
    // Each positive difference has a rank among the sizes; merged, not searched.
    let (mut v, mut tie_cubes) = (0.0, 0.0);
    for_each_value(sizes.values(), positive.values(), |below, at, _, at_positive| {
        let at_all = at as f64;
        tie_cubes += at_all * at_all * at_all - at_all;
        v += at_positive as f64 * (below as f64 + 0.5 * (at_all + 1.0));
    });
    let ties = tie_cubes > 0.0;
    let exact = match how {
        Exactness::Auto => nonzero.len() < EXACT_BELOW && !ties && zeros == 0,
        Exactness::Conditional => true,
        Exactness::Normal { .. } => false,
    };
    let p_value = if exact {
        exact_signed_rank(&doubled_midranks(sizes.values()))?.two_sided(2.0 * v, how == Exactness::Conditional)
    } else {
        let sd = (n * (n + 1.0) * (2.0 * n + 1.0) / 24.0 - tie_cubes / 48.0).sqrt();
        let correct = how != Exactness::Normal { correct: false };
        normal_p(v - n * (n + 1.0) / 4.0, sd, correct)
    };
    Some(RankTest { statistic: v, p_value, exact, ties, zeros })
}

fn normal_p(distance: f64, sd: f64, correct: bool) -> f64 {
    let correction = if correct && distance != 0.0 { 0.5 * distance.signum() } else { 0.0 };
    let z = (distance - correction) / sd;
    (2.0 * normal_sf(z).min(normal_sf(-z))).min(1.0)
}

fn pooled(x: &Ascending, y: &Ascending) -> Vec<f64> {
    let mut all = [x.values(), y.values()].concat();
    all.sort_unstable_by(f64::total_cmp);
    all
}

/// Twice the mid-rank of each value of a sorted sample.
pub(crate) fn doubled_midranks(sorted: &[f64]) -> Vec<usize> {
    let mut out = Vec::with_capacity(sorted.len());
    for_each_value(sorted, &[], |below, at, _, _| {
        out.extend(std::iter::repeat_n(2 * below + at + 1, at));
    });
    out
}

/// The result of the Brunner–Munzel test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BrunnerMunzel {
    /// P(Y > X) + P(Y = X)/2.
    pub estimate: f64,
    /// Standard error of the estimate.
    pub std_error: f64,
    /// Studentized distance from one half.
    pub statistic: f64,
    /// Satterthwaite degrees of freedom; infinite never.
    pub df: f64,
    /// Two-sided, t.
    pub p_value: f64,
    /// Lower limit of the estimate.
    pub conf_low: f64,
    /// Upper limit of the estimate.
    pub conf_high: f64,
}

/// Brunner–Munzel test (Brunner & Munzel 2000): whether y tends to be larger than x, without equal variances or shapes.
///
/// None where a sample has fewer than two values, or where the placements do not vary at all (the samples do not overlap, or all values are equal):
/// the studentized statistic is then infinite or 0/0, and the exact rank test answers instead.
pub fn brunner_munzel(pairs: &Comparison, level: f64) -> Option<BrunnerMunzel> {
    if pairs.x < 2 || pairs.y < 2 {
        return None;
    }
    let (n, m) = (pairs.x as f64, pairs.y as f64);
    let estimate = 1.0 - pairs.superiority()?;
    let share_x = pairs.placement_variance_x / (n * m * m);
    let share_y = pairs.placement_variance_y / (m * n * n);
    let variance = share_x + share_y;
    if variance <= 0.0 || !variance.is_finite() {
        return None;
    }
    let std_error = variance.sqrt();
    let df = variance * variance / (share_x * share_x / (n - 1.0) + share_y * share_y / (m - 1.0));
    let statistic = (estimate - 0.5) / std_error;
    let half = -t_quantile(0.5 * (1.0 - level), df) * std_error;
    Some(BrunnerMunzel {
        estimate,
        std_error,
        statistic,
        df,
        p_value: p_two_sided(statistic, Some(df)),
        conf_low: (estimate - half).max(0.0),
        conf_high: (estimate + half).min(1.0),
    })
}

/// The exact distribution of W without ties, for intervals; on the scale of twice the rank sum.
pub(crate) fn untied_rank_sum(n: usize, m: usize) -> Option<RankDistribution> {
    exact_rank_sum(&(1..=n + m).map(|rank| 2 * rank).collect::<Vec<_>>(), n)
}

#[cfg(test)]
mod tests;
