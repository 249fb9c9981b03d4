//! Hodges–Lehmann shifts: the median of all differences between two samples, or of all averages within one, with order-statistic intervals.
//!
//! The pairs are never listed: both sets of pairs are monotone in rows and columns of the sorted samples, so the k-th smallest is found by counting
//! along a staircase, O(n log n) in all.

use super::distributions::normal_quantile;
use super::rank_distributions::exact_signed_rank;
use super::ranks::{Ascending, Comparison, EXACT_BELOW, untied_rank_sum};

/// A shift with its distribution-free interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shift {
    /// Hodges–Lehmann estimate: the exact median of the pairs.
    pub estimate: f64,
    /// Lower limit.
    pub conf_low: f64,
    /// Upper limit.
    pub conf_high: f64,
    /// Whether the limits come from the exact distribution.
    pub exact: bool,
}

/// The median of all x − y with the interval of the Mann–Whitney test (Hodges & Lehmann 1963).
///
/// Limits are the order statistics of the differences at which the two-sided test of R's `wilcox.test` stops rejecting: exact without ties and
/// below 50 in each sample, else the normal approximation with continuity correction and with the ties within each sample.
/// (R finds the latter by root search to 1e-4; here they are exact.) None where a sample is empty.
pub fn shift_between(x: &Ascending, y: &Ascending, level: f64) -> Option<Shift> {
    if x.is_empty() || y.is_empty() {
        return None;
    }
    let (n, m) = (x.len(), y.len());
    let pairs = Pairs::differences(x.values(), y.values());
    let tied = Comparison::of(x, y).tie_cubes > 0.0;
    let exact = n < EXACT_BELOW && m < EXACT_BELOW && !tied;
    let alpha = 0.5 * (1.0 - level);
    let total = pairs.total();
    let rank = if exact {
        let least = n * (n + 1);
        let quantile = untied_rank_sum(n, m)?.quantile(alpha);
        ((quantile - least) / 2) as u64
    } else {
        let within = own_ties(x.values()) + own_ties(y.values());
        let all = (n + m) as f64;
        let sd = (total as f64 / 12.0 * (all + 1.0 - within / (all * (all - 1.0)).max(1.0))).sqrt();
        normal_rank(total, sd, alpha)
    };
    Some(pairs.shift(rank, exact))
}

/// The median of all averages of two differences (each with itself too), the pseudo-median, with the interval of the signed-rank test.
///
/// Zero differences are left out as in the test (and in R). None where there is no other difference.
pub fn shift_within(differences: &Ascending, level: f64) -> Option<Shift> {
    let nonzero: Vec<f64> = differences.values().iter().copied().filter(|d| *d != 0.0).collect();
    if nonzero.is_empty() {
        return None;
    }
    let n = nonzero.len();
    let sizes = Ascending::new(nonzero.iter().map(|d| d.abs()));
    let exact = n < EXACT_BELOW && n == differences.len() && own_ties(sizes.values()) == 0.0;
    let pairs = Pairs::averages(&nonzero);
    let alpha = 0.5 * (1.0 - level);
    let rank = if exact {
        let doubled: Vec<usize> = (1..=n).map(|rank| 2 * rank).collect();
        (exact_signed_rank(&doubled)?.quantile(alpha) / 2) as u64
    } else {
        let count = n as f64;
        let variance = count * (count + 1.0) * (2.0 * count + 1.0) / 24.0 - own_ties(&nonzero) / 48.0;
        normal_rank(pairs.total(), variance.sqrt(), alpha)
    };
    Some(pairs.shift(rank, exact))
}

/// The median of all averages of two values, zeros included (the plain pseudo-median). None where there are none.
pub fn pseudo_median(values: &Ascending) -> Option<f64> {
    (!values.is_empty()).then(|| Pairs::averages(values.values()).median())
}

/// Σ(t³ − t) over equal values.
fn own_ties(sorted: &[f64]) -> f64 {
    sorted
        .chunk_by(|a, b| a == b)
        .map(|group| {
            let t = group.len() as f64;
            t * t * t - t
        })
        .sum()
}

/// The rank of the lower limit: the first pair at which the corrected statistic falls below the critical value.
fn normal_rank(total: u64, sd: f64, alpha: f64) -> u64 {
    let rank = 0.5 * total as f64 - 0.5 + normal_quantile(alpha) * sd;
    rank.ceil().max(1.0) as u64
}

/// All pairs of a monotone table, unlisted.
enum Pairs<'a> {
    /// x[i] − y[j]; columns run down y so that rows ascend.
    Differences(&'a [f64], &'a [f64]),
    /// (x[i] + x[j])/2 for j ≥ i.
    Averages(&'a [f64]),
}

/// Where a value falls among the pairs.
struct Place {
    /// Pairs at most as large.
    count: u64,
    /// The largest of them.
    below: f64,
    /// The smallest of the others.
    above: f64,
}

impl<'a> Pairs<'a> {
    fn differences(x: &'a [f64], y: &'a [f64]) -> Self {
        Pairs::Differences(x, y)
    }

    fn averages(x: &'a [f64]) -> Self {
        Pairs::Averages(x)
    }

    fn total(&self) -> u64 {
        match self {
            Pairs::Differences(x, y) => x.len() as u64 * y.len() as u64,
            Pairs::Averages(x) => x.len() as u64 * (x.len() as u64 + 1) / 2,
        }
    }

    fn rows(&self) -> usize {
        match self {
            Pairs::Differences(x, _) | Pairs::Averages(x) => x.len(),
        }
    }

    fn columns(&self) -> usize {
        match self {
            Pairs::Differences(_, y) => y.len(),
            Pairs::Averages(x) => x.len(),
        }
    }

    fn first_column(&self, row: usize) -> usize {
        match self {
            Pairs::Differences(..) => 0,
            Pairs::Averages(_) => row,
        }
    }

    fn at(&self, row: usize, column: usize) -> f64 {
        match self {
            Pairs::Differences(x, y) => x[row] - y[y.len() - 1 - column],
            Pairs::Averages(x) => 0.5 * (x[row] + x[column]),
        }
    }

    /// Counts along the staircase: as rows go up, the number of columns at or below `value` can only fall.
    fn place(&self, value: f64) -> Place {
        let mut out = Place { count: 0, below: f64::NEG_INFINITY, above: f64::INFINITY };
        let columns = self.columns();
        let mut end = columns;
        for row in 0..self.rows() {
            let first = self.first_column(row);
            while end > 0 && self.at(row, end - 1) > value {
                end -= 1;
            }
            if end > first {
                out.count += (end - first) as u64;
                out.below = out.below.max(self.at(row, end - 1));
            }
            let next = end.max(first);
            if next < columns {
                out.above = out.above.min(self.at(row, next));
            }
        }
        out
    }

    /// The k-th smallest pair, k = 1 … total.
    ///
    /// The bracket is narrowed by interpolating the counts a little to either side of the rank, with a halving every third time (and in the order of
    /// floating-point numbers after sixty), until the pairs left in it are few enough to list.
    fn smallest(&self, k: u64) -> f64 {
        let k = k.clamp(1, self.total());
        let few = (self.rows() + self.columns()) as u64;
        // The answer is between `low` and `high`, both values of pairs; `before` pairs are smaller than `low`, `upto` at most `high`.
        let mut low = self.at(0, self.first_column(0));
        let mut high = self.at(self.rows() - 1, self.columns() - 1);
        let (mut before, mut upto) = (0, self.total());
        let mut steps = 0;
        while low < high {
            if upto - before <= few {
                return self.listed(low, high, k - before);
            }
            steps += 1;
            let share = (k - before) as f64 / (upto - before) as f64;
            let middle = match steps % 3 {
                _ if steps > 60 => between(low, high),
                1 => low + (share - 0.01).clamp(0.005, 0.995) * (high - low),
                2 => low + (share + 0.01).clamp(0.005, 0.995) * (high - low),
                _ => low + 0.5 * (high - low),
            };
            let middle = if middle >= high || middle < low { low } else { middle };
            let place = self.place(middle);
            if place.count >= k {
                high = place.below;
                upto = place.count;
            } else {
                low = place.above;
                before = place.count;
            }
        }
        high
    }

    /// The k-th smallest of the pairs from `low` to `high`, listed.
    fn listed(&self, low: f64, high: f64, k: u64) -> f64 {
        let columns = self.columns();
        let (mut start, mut end) = (columns, columns);
        let mut values = Vec::new();
        for row in 0..self.rows() {
            while start > 0 && self.at(row, start - 1) >= low {
                start -= 1;
            }
            while end > 0 && self.at(row, end - 1) > high {
                end -= 1;
            }
            values.extend((start.max(self.first_column(row))..end).map(|column| self.at(row, column)));
        }
        let place = (k.max(1) as usize - 1).min(values.len().saturating_sub(1));
        if values.is_empty() {
            return high;
        }
        *values.select_nth_unstable_by(place, f64::total_cmp).1
    }

    fn median(&self) -> f64 {
        let total = self.total();
        let low = self.smallest(total.div_ceil(2));
        if total % 2 == 1 {
            return low;
        }
        // The next one is the same value again, or the smallest above it.
        let place = self.place(low);
        let next = if place.count > total / 2 { low } else { place.above };
        0.5 * (low + next)
    }

    fn shift(&self, rank: u64, exact: bool) -> Shift {
        let total = self.total();
        let rank = rank.clamp(1, total);
        let (estimate, (conf_low, conf_high)) = rayon::join(|| self.median(), || rayon::join(|| self.smallest(rank), || self.smallest(total + 1 - rank)));
        Shift { estimate, conf_low, conf_high, exact }
    }
}

/// A number half way between two in the order of floating-point numbers, so that the search ends in 64 steps whatever the scale.
fn between(low: f64, high: f64) -> f64 {
    let key = |value: f64| {
        let bits = value.to_bits() as i64;
        bits ^ (((bits >> 63) as u64) >> 1) as i64
    };
    let middle = (i128::from(key(low)) + i128::from(key(high))).div_euclid(2) as i64;
    f64::from_bits((middle ^ (((middle >> 63) as u64) >> 1) as i64) as u64)
}

#[cfg(test)]
mod tests;
