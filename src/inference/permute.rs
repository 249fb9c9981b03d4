//! Randomization inference: the statistic under other assignments of the same treatments (Fisher 1935; Young 2019; MacKinnon and Webb 2020).

use super::random::Stream;
use rayon::prelude::*;

/// A statistic this close to the observed one, relative to it, is as extreme.
const TIE: f64 = 1e-9;

/// What randomization says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Permutation {
    /// The observed statistic.
    pub statistic: f64,
    /// Share of assignments at least as extreme in absolute value.
    pub p_value: f64,
    /// Share at least as large.
    pub p_upper: f64,
    /// Share at least as small.
    pub p_lower: f64,
    /// Assignments behind it, the observed one among them.
    pub assignments: u64,
    /// Whether these are all there are.
    pub exact: bool,
}

/// Distinct assignments of these labels, as a float since it grows fast.
fn distinct(labels: &[u32]) -> f64 {
    let mut sorted = labels.to_vec();
    sorted.sort_unstable();
    let (mut total, mut placed) = (1.0, 0.0);
    for run in sorted.chunk_by(|a, b| a == b) {
        for i in 1..=run.len() {
            placed += 1.0;
            total *= placed / i as f64;
        }
    }
    total.round()
}

/// All distinct orders of the labels, in lexicographic order.
fn orders(labels: &[u32]) -> Vec<Vec<u32>> {
    let mut current = labels.to_vec();
    current.sort_unstable();
    let mut out = vec![current.clone()];
    while let Some(pivot) = (1..current.len()).rev().find(|i| current[i - 1] < current[*i]) {
        let Some(swap) = (pivot..current.len()).rev().find(|i| current[*i] > current[pivot - 1]) else { break };
        current.swap(pivot - 1, swap);
        current[pivot..].reverse();
        out.push(current.clone());
    }
    out
}

/// Compares the statistic of the observed labels (one a unit or cluster) with that of other assignments of the same labels: all of them where they
/// are at most `draws`, else `draws` random ones and the observed one. Assignments without a statistic are left out. None where the observed
/// labels have none.
pub fn permute(labels: &[u32], draws: u32, seed: u64, statistic: impl Fn(&[u32]) -> Option<f64> + Sync) -> Option<Permutation> {
    let observed = statistic(labels)?;
    let exact = distinct(labels) <= f64::from(draws);
    let others: Vec<f64> = if exact {
        orders(labels).par_iter().filter_map(|order| statistic(order)).collect()
    } else {
        let drawn = (0..u64::from(draws)).into_par_iter().filter_map(|draw| {
            let mut order = labels.to_vec();
            Stream::new(seed, "permute", draw).shuffle(&mut order);
            statistic(&order)
        });
        std::iter::once(observed).chain(drawn.collect::<Vec<f64>>()).collect()
    };
    let slack = TIE * observed.abs();
    let share = |extreme: &dyn Fn(f64) -> bool| others.iter().filter(|value| extreme(**value)).count() as f64 / others.len() as f64;
    Some(Permutation {
        statistic: observed,
        p_value: share(&|value| value.abs() >= observed.abs() - slack),
        p_upper: share(&|value| value >= observed - slack),
        p_lower: share(&|value| value <= observed + slack),
        assignments: others.len() as u64,
        exact,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_orders_are_listed_once() {
        let orders = orders(&[1, 0, 2, 0]);
        assert_eq!(orders.len() as f64, distinct(&[1, 0, 2, 0]));
        let mut unique = orders.clone();
        unique.dedup();
        assert_eq!(unique.len(), 12);
    }

    #[test]
    fn full_enumeration_by_hand() {
        // Treated 9 and 7 among 1, 2, 9, 7, 3: the sum of two is largest for them, once in ten.
        let values = [1.0, 2.0, 9.0, 7.0, 3.0];
        let statistic = |labels: &[u32]| Some(labels.iter().zip(values).map(|(label, value)| f64::from(*label) * value).sum());
        let result = permute(&[0, 0, 1, 1, 0], 100, 1, statistic);
        assert_eq!(result.map(|result| (result.exact, result.assignments, result.p_value)), Some((true, 10, 0.1)));
    }

    #[test]
    fn random_draws_come_near_the_full_enumeration() {
        let values: Vec<f64> = (0..12).map(|i| f64::from(i * i % 13)).collect();
        let labels: Vec<u32> = (0..12).map(|i| u32::from(i % 3 == 0)).collect();
        let statistic = |labels: &[u32]| Some(labels.iter().zip(&values).map(|(label, value)| f64::from(*label) * value).sum());
        let all = permute(&labels, 1000, 1, statistic).map(|result| result.p_upper);
        let drawn = permute(&labels, 400, 1, statistic).map(|result| (result.exact, result.p_upper));
        let (Some(all), Some((false, drawn))) = (all, drawn) else { unreachable!() };
        assert!((all - drawn).abs() < 0.1);
    }
}
