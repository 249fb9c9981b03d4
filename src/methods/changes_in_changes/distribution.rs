//! Empirical distributions of weighted values: the distribution function, its inverse (R's type 1) and the density.

/// Sorted values with their weights added up.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Distribution {
    values: Vec<f64>,
    /// Weight of the values up to and including each one.
    upto: Vec<f64>,
}

impl Distribution {
    /// The distribution of sorted values; values without weight are left out. None where nothing is left.
    pub(super) fn of(pairs: impl Iterator<Item = (f64, f64)>) -> Option<Self> {
        let (mut values, mut upto, mut total) = (Vec::new(), Vec::new(), 0.0);
        for (value, weight) in pairs.filter(|(_, weight)| *weight > 0.0) {
            total += weight;
            values.push(value);
            upto.push(total);
        }
        (!values.is_empty()).then_some(Self { values, upto })
    }

    /// Sum of the weights.
    pub(super) fn total(&self) -> f64 {
        self.upto.last().copied().unwrap_or(0.0)
    }

    /// Values and weights, ascending.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        let before = std::iter::once(0.0).chain(self.upto.iter().copied());
        self.values.iter().zip(self.upto.iter().zip(before)).map(|(value, (upto, before))| (*value, upto - before))
    }

    /// Mean.
    pub(super) fn mean(&self) -> f64 {
        // About the first value, so that equal values have themselves as mean.
        let first = self.values.first().copied().unwrap_or(0.0);
        first + self.pairs().map(|(value, weight)| weight * (value - first)).sum::<f64>() / self.total()
    }

    /// Share of values up to and including `y`.
    pub(super) fn share_upto(&self, y: f64) -> f64 {
        self.share(self.values.partition_point(|value| *value <= y))
    }

    /// Share of values under `y`.
    pub(super) fn share_below(&self, y: f64) -> f64 {
        self.share(self.values.partition_point(|value| *value < y))
    }

    fn share(&self, count: usize) -> f64 {
        count.checked_sub(1).and_then(|last| self.upto.get(last)).map_or(0.0, |upto| upto / self.total())
    }

    /// The smallest value whose share reaches `p`: R's type 1, the value number ⌈np⌉ with np as floating point gives it.
    pub(super) fn quantile(&self, p: f64) -> f64 {
        let wanted = self.total() * p;
        let at = self.upto.partition_point(|upto| *upto < wanted).min(self.values.len() - 1);
        self.values[at]
    }

    /// How many different values there are.
    pub(super) fn different(&self) -> usize {
        1 + self.values.windows(2).filter(|pair| pair[0] < pair[1]).count()
    }

    /// The density at sorted points, by the Epanechnikov kernel with unit variance and bandwidth 1.06·σ·m^(−1/5) for `m` different values (Silverman's
    /// rule, as in the programs of Athey and Imbens). Infinite where all values are one.
    pub(super) fn densities(&self, points: &[f64]) -> Vec<f64> {
        let mean = self.mean();
        let total = self.total();
        let variance = self.pairs().map(|(value, weight)| weight * (value - mean).powi(2)).sum::<f64>() / total;
        let h = 1.06 * variance.sqrt() * (self.different() as f64).powf(-0.2);
        if h <= 0.0 {
            return vec![f64::INFINITY; points.len()];
        }
        // Sums of w, wz, wz² of the standardised values up to each place make every window three differences.
        let mut sums = vec![[0.0; 3]];
        for (value, weight) in self.pairs() {
            let z = (value - mean) / h;
            let [a, b, c] = sums.last().copied().unwrap_or_default();
            sums.push([a + weight, b + weight * z, c + weight * z * z]);
        }
        let reach = 5.0_f64.sqrt() * h;
        let density = |point: &f64| {
            let from = self.values.partition_point(|value| *value <= point - reach);
            let to = self.values.partition_point(|value| *value < point + reach);
            let [w, wz, wzz] = [0, 1, 2].map(|k| sums[to][k] - sums[from][k]);
            let z = (point - mean) / h;
            0.75 / 5.0_f64.sqrt() * (w - (w * z * z - 2.0 * z * wz + wzz) / 5.0) / (h * total)
        };
        points.iter().map(density).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[f64]) -> Distribution {
        Distribution::of(values.iter().map(|value| (*value, 1.0))).unwrap_or_else(|| unreachable!("there are values"))
    }

    #[test]
    fn shares_and_quantiles_of_five_values_with_a_tie() {
        let found = of(&[1.0, 2.0, 2.0, 4.0, 8.0]);
        assert_eq!((found.share_upto(2.0), found.share_below(2.0), found.share_upto(0.0), found.share_upto(9.0)), (0.6, 0.2, 0.0, 1.0));
        assert_eq!([0.0, 0.2, 0.21, 0.6, 0.61, 1.0].map(|p| found.quantile(p)), [1.0, 1.0, 2.0, 2.0, 4.0, 8.0]);
        assert_eq!((found.mean(), found.different()), (3.4, 4));
    }

    #[test]
    fn whole_weights_are_copies() {
        let copies = of(&[1.0, 3.0, 3.0, 3.0, 7.0, 7.0]);
        let weighted = Distribution::of([(1.0, 1.0), (2.0, 0.0), (3.0, 3.0), (7.0, 2.0)].into_iter());
        let weighted = weighted.unwrap_or_else(|| unreachable!("there are values"));
        for p in [0.0, 1.0 / 6.0, 0.3, 0.5, 4.0 / 6.0, 0.9, 1.0] {
            assert_eq!(copies.quantile(p), weighted.quantile(p));
        }
        assert_eq!(copies.densities(&[2.0, 3.0]), weighted.densities(&[2.0, 3.0]));
        assert_eq!(Distribution::of(std::iter::once((1.0, 0.0))), None);
    }

    #[test]
    fn a_density_adds_up_to_one_and_is_the_sum_of_kernels() {
        let values: Vec<f64> = (0..200).map(|i| f64::from((i * 37) % 200) / 17.0).collect();
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        let found = of(&sorted);
        let mean = values.iter().sum::<f64>() / 200.0;
        let h = 1.06 * (values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 200.0).sqrt() * 200.0_f64.powf(-0.2);
        let by_hand = |x: f64| {
            let kernel = |y: &f64| {
                let d = (x - y) / h;
                if d * d < 5.0 { 0.75 / 5.0_f64.sqrt() * (1.0 - d * d / 5.0) } else { 0.0 }
            };
            values.iter().map(kernel).sum::<f64>() / (200.0 * h)
        };
        let points: Vec<f64> = (-100..400).map(|i| f64::from(i) / 20.0).collect();
        let densities = found.densities(&points);
        for (point, density) in points.iter().zip(&densities) {
            assert!((density - by_hand(*point)).abs() < 1e-12);
        }
        assert!((densities.iter().sum::<f64>() / 20.0 - 1.0).abs() < 1e-3);
        assert_eq!(of(&[2.0, 2.0]).densities(&[2.0]), [f64::INFINITY]);
    }
}
