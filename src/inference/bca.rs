//! The bias-corrected and accelerated bootstrap (Efron 1987), seeded, for one sample of differences or two independent samples.

use super::distributions::{normal_cdf, normal_quantile};
use super::quantiles::quantile;
use super::random::Stream;
use super::two_sample::Moments;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

/// The statistic whose difference is bootstrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Centre {
    /// The mean.
    Mean,
    /// The median.
    Median,
}

/// A bootstrap interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bca {
    /// The statistic on the data.
    pub estimate: f64,
    /// Standard deviation of the draws.
    pub std_error: f64,
    /// Lower limit.
    pub conf_low: f64,
    /// Upper limit.
    pub conf_high: f64,
    /// Bias correction z₀.
    pub bias: f64,
    /// Acceleration, from the jackknife over all records.
    pub acceleration: f64,
}

/// Centre of `x` minus centre of `y` (of `x` alone where `y` is empty), each resampled within itself; samples must be sorted, so that
/// the result does not depend on the order of rows. Draw `b` uses stream (seed, purpose, b).
///
/// None where a sample has fewer than two values, where there are fewer than 50 draws, or where all draws are equal.
pub fn bca(x: &[f64], y: &[f64], centre: Centre, draws: u64, seed: u64, level: f64) -> Option<Bca> {
    if x.len() < 2 || y.len() == 1 || draws < 50 {
        return None;
    }
    let purpose = match centre {
        Centre::Mean => "bca-mean",
        Centre::Median => "bca-median",
    };
    let side = |values: &[f64]| if values.is_empty() { 0.0 } else { centre.of(values) };
    let estimate = side(x) - side(y);
    let mut results: Vec<f64> = (0..draws)
        .into_par_iter()
        .map(|draw| {
            let mut stream = Stream::new(seed, purpose, draw);
            let first = centre.resampled(x, &mut stream);
            let second = if y.is_empty() { 0.0 } else { centre.resampled(y, &mut stream) };
            first - second
        })
        .collect();
    results.sort_unstable_by(f64::total_cmp);
    let std_error = Moments::of(&results).sd()?;
    if std_error <= 0.0 {
        return None;
    }
    // Draws that equal the estimate but for rounding count half: the unit of the outcome must not matter.
    let same = 1e-10 * std_error;
    let below = results.iter().filter(|value| **value < estimate - same).count() as f64;
    let equal = results.iter().filter(|value| (**value - estimate).abs() <= same).count() as f64;
    let share = ((below + 0.5 * equal) / draws as f64).clamp(0.5 / draws as f64, 1.0 - 0.5 / draws as f64);
    let bias = normal_quantile(share);
    let acceleration = acceleration(x, y, centre);
    let limit = |tail: f64| {
        let z = bias + normal_quantile(tail);
        let adjusted = normal_cdf(bias + z / (1.0 - acceleration * z));
        quantile(&results, adjusted)
    };
    let alpha = 0.5 * (1.0 - level);
    Some(Bca { estimate, std_error, conf_low: limit(alpha)?, conf_high: limit(1.0 - alpha)?, bias, acceleration })
}

impl Centre {
    fn of(self, sorted: &[f64]) -> f64 {
        match self {
            Centre::Mean => Moments::of(sorted).mean,
            Centre::Median => quantile(sorted, 0.5).unwrap_or_default(),
        }
    }

    fn resampled(self, sorted: &[f64], stream: &mut Stream) -> f64 {
        let n = sorted.len();
        match self {
            Centre::Mean => (0..n).map(|_| sorted[stream.below(n)]).sum::<f64>() / n as f64,
            Centre::Median => {
                let mut times = vec![0_u32; n];
                for _ in 0..n {
                    times[stream.below(n)] += 1;
                }
                let (low, high) = ((n - 1) / 2, n / 2);
                let mut seen = 0;
                let mut at_low = sorted[0];
                for (value, count) in sorted.iter().zip(&times) {
                    let next = seen + *count as usize;
                    if seen <= low && low < next {
                        at_low = *value;
                    }
                    if seen <= high && high < next {
                        return 0.5 * (at_low + value);
                    }
                    seen = next;
                }
                at_low
            }
        }
    }

    /// The statistic without one record, for each record of a sorted sample.
    fn jackknife(self, sorted: &[f64]) -> Vec<f64> {
        let n = sorted.len();
        match self {
            Centre::Mean => {
                let mean = self.of(sorted);
                let rest = n as f64 - 1.0;
                sorted.iter().map(|value| mean + (mean - value) / rest).collect()
            }
            Centre::Median => {
                let at = |without: usize, place: usize| sorted[place + usize::from(place >= without)];
                let (low, high) = ((n - 2) / 2, (n - 1) / 2);
                (0..n).map(|without| 0.5 * (at(without, low) + at(without, high))).collect()
            }
        }
    }
}

/// Σ l³ / (6 (Σ l²)^{3/2}) with the jackknife influences of both samples, each divided by its size (Efron & Tibshirani 1993, 14.4 and 22.6).
fn acceleration(x: &[f64], y: &[f64], centre: Centre) -> f64 {
    let (mut squares, mut cubes) = (0.0, 0.0);
    for (sample, sign) in [(x, 1.0), (y, -1.0)] {
        if sample.is_empty() {
            continue;
        }
        let values = centre.jackknife(sample);
        let n = values.len() as f64;
        let mean = Moments::of(&values).mean;
        for value in values {
            let influence = sign * (n - 1.0) * (mean - value) / n;
            squares += influence * influence;
            cubes += influence * influence * influence;
        }
    }
    if squares > 0.0 { cubes / (6.0 * squares.powf(1.5)) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_of_a_mean_difference_is_near_the_t_interval() {
        let x: Vec<f64> = (0..200).map(|i| f64::from(i) / 20.0).collect();
        let y: Vec<f64> = (0..150).map(|i| f64::from(i) / 15.0 + 1.0).collect();
        let got = bca(&x, &y, Centre::Mean, 4000, 1, 0.95).expect("defined");
        let welch = crate::inference::two_sample::welch_t(&Moments::of(&x), &Moments::of(&y), 0.95).expect("defined");
        // Monte-Carlo error of a limit from 4000 draws is about 4 % of a standard error.
        assert!((got.estimate - welch.estimate).abs() < 1e-12);
        assert!((got.std_error / welch.std_error - 1.0).abs() < 0.05);
        assert!((got.conf_low - welch.conf_low).abs() < 0.15 * welch.std_error);
        assert!((got.conf_high - welch.conf_high).abs() < 0.15 * welch.std_error);
    }

    #[test]
    fn skewness_moves_the_interval_and_the_seed_fixes_it() {
        let x: Vec<f64> = (1..60).map(|i| (f64::from(i) / 12.0).exp()).collect();
        let got = bca(&x, &[], Centre::Mean, 2000, 5, 0.95).expect("defined");
        assert!(got.acceleration > 0.02, "{got:?}");
        assert!(got.conf_high - got.estimate > got.estimate - got.conf_low);
        assert_eq!(bca(&x, &[], Centre::Mean, 2000, 5, 0.95), Some(got));
        assert_ne!(bca(&x, &[], Centre::Mean, 2000, 6, 0.95), Some(got));
        assert_eq!(bca(&[1.0; 9], &[], Centre::Median, 200, 5, 0.95), None);
    }

    #[test]
    fn the_jackknife_of_the_median_leaves_each_out() {
        let sorted = [1.0, 2.0, 4.0, 8.0, 16.0];
        for without in 0..sorted.len() {
            let rest: Vec<f64> = (0..5).filter(|i| *i != without).map(|i| sorted[i]).collect();
            assert_eq!(Centre::Median.jackknife(&sorted)[without], Centre::Median.of(&rest));
        }
    }
}
