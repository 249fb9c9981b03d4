//! Exact small-sample distributions of rank statistics, with or without ties, by counting.

/// The probabilities of the possible values of twice a rank statistic.
#[derive(Debug, Clone, PartialEq)]
pub struct RankDistribution {
    /// `probability[s]` is that of twice the statistic being `s`.
    probability: Vec<f64>,
}

/// Twice the sum of the ranks of a random `m` among the items with the doubled mid-ranks given (random allocation given the ties).
/// None where there are too many to count (more than 200 items).
pub fn exact_rank_sum(doubled: &[usize], m: usize) -> Option<RankDistribution> {
    if doubled.len() > 200 || m > doubled.len() {
        return None;
    }
    let mut largest: Vec<usize> = doubled.to_vec();
    largest.sort_unstable_by(|a, b| b.cmp(a));
    let most: usize = largest.iter().take(m).sum();
    let width = most + 1;
    // ways[k * width + s]: subsets of k of the items so far with sum s.
    let mut ways = vec![0.0; (m + 1) * width];
    ways[0] = 1.0;
    for (seen, rank) in doubled.iter().enumerate() {
        for k in (1..=m.min(seen + 1)).rev() {
            let (before, after) = ways.split_at_mut(k * width);
            let from = &before[(k - 1) * width..];
            for (target, source) in after[*rank..width].iter_mut().zip(from) {
                *target += source;
            }
        }
    }
    Some(RankDistribution::normalized(ways.split_off(m * width)))
}

/// Twice the sum of the positive ranks under random signs, for sizes with the doubled mid-ranks given. None above 200 items.
pub fn exact_signed_rank(doubled: &[usize]) -> Option<RankDistribution> {
    if doubled.len() > 200 {
        return None;
    }
    let width = doubled.iter().sum::<usize>() + 1;
    let mut ways = vec![0.0; width];
    ways[0] = 1.0;
    for rank in doubled {
        for s in (*rank..width).rev() {
            ways[s] += ways[s - rank];
        }
    }
    Some(RankDistribution::normalized(ways))
}

impl RankDistribution {
    fn normalized(ways: Vec<f64>) -> Self {
        let total: f64 = ways.iter().sum();
        Self { probability: ways.into_iter().map(|count| count / total).collect() }
    }

    /// Two-sided p-value of the doubled statistic. By distance from the mean where `by_distance` (coin), else twice the smaller tail (R);
    /// the two agree where the distribution is symmetric.
    pub fn two_sided(&self, doubled: f64, by_distance: bool) -> f64 {
        let point = doubled.round() as usize;
        if by_distance {
            let mean: f64 = self.probability.iter().enumerate().map(|(s, p)| s as f64 * p).sum();
            // Twice the statistic is whole, its mean a fraction with a small denominator: the tolerance only absorbs rounding.
            let distance = (doubled - mean).abs() * (1.0 - 1e-12) - 1e-9;
            let sum: f64 = self.probability.iter().enumerate().filter(|(s, _)| (*s as f64 - mean).abs() >= distance).map(|(_, p)| p).sum();
            return sum.min(1.0);
        }
        let point = point.min(self.probability.len() - 1);
        let low: f64 = self.probability[..=point].iter().sum();
        let high: f64 = self.probability[point..].iter().rev().sum();
        (2.0 * low.min(high)).min(1.0)
    }

    /// The smallest value of the doubled statistic whose lower tail reaches `p` (with R's allowance for rounding).
    pub fn quantile(&self, p: f64) -> usize {
        let wanted = p - 10.0 * f64::EPSILON;
        let mut sum = 0.0;
        for (s, probability) in self.probability.iter().enumerate() {
            sum += probability;
            if *probability > 0.0 && sum >= wanted {
                return s;
            }
        }
        self.probability.len().saturating_sub(1)
    }
}
