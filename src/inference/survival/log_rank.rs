//! The log-rank test (Mantel 1966) and its weighted form by the pooled curve (Harrington and Fleming 1982), with strata.

use super::by_time;
use crate::inference::distributions::chi_squared_sf;
use crate::linalg::pseudo_inverse;
use ndarray::{Array1, Array2};

/// A test that all groups end alike.
#[derive(Debug, Clone, PartialEq)]
pub struct LogRank {
    /// Cases by group.
    pub cases: Vec<u64>,
    /// Weighted events by group.
    pub observed: Vec<f64>,
    /// Weighted events that were to be expected.
    pub expected: Vec<f64>,
    /// χ² statistic.
    pub statistic: f64,
    /// Groups with something to expect, less one.
    pub df: f64,
    /// Upper tail.
    pub p_value: f64,
}

/// Groups are codes from 0; `strata` too. `rho` is the power of the pooled share still open that weighs an event: 0 for the log-rank test, 1 for Peto and
/// Peto's. None where fewer than two groups have anything to expect.
pub fn log_rank(times: &[f64], events: &[bool], groups: &[usize], strata: Option<&[usize]>, rho: f64) -> Option<LogRank> {
    let k = groups.iter().max().map_or(0, |last| last + 1);
    let layers = strata.and_then(|strata| strata.iter().max()).map_or(1, |last| last + 1);
    let mut cases = vec![0; k];
    for group in groups {
        cases[*group] += 1;
    }
    let (mut observed, mut expected) = (vec![0.0; k], vec![0.0; k]);
    let mut variance = Array2::<f64>::zeros((k, k));
    let all = by_time(times, events);
    for layer in 0..layers {
        let order: Vec<usize> = all.iter().copied().filter(|case| strata.is_none_or(|strata| strata[*case] == layer)).collect();
        let mut risk = vec![0.0; k];
        for case in &order {
            risk[groups[*case]] += 1.0;
        }
        let mut survival: f64 = 1.0;
        let mut at = 0;
        while at < order.len() {
            let time = times[order[at]];
            let same = order[at..].iter().take_while(|case| times[**case] == time).count();
            let now = &order[at..at + same];
            let n: f64 = risk.iter().sum();
            let d = now.iter().filter(|case| events[**case]).count() as f64;
            if d > 0.0 {
                let weight = survival.powf(rho);
                now.iter().filter(|case| events[**case]).for_each(|case| observed[groups[*case]] += weight);
                let spread = if n > 1.0 { weight * weight * d * (n - d) / (n - 1.0) } else { 0.0 };
                for g in 0..k {
                    expected[g] += weight * d * risk[g] / n;
                    for h in 0..k {
                        let same = if g == h { risk[g] / n } else { 0.0 };
                        variance[[g, h]] += spread * (same - risk[g] * risk[h] / (n * n));
                    }
                }
                survival *= 1.0 - d / n;
            }
            for case in now {
                risk[groups[*case]] -= 1.0;
            }
            at += same;
        }
    }
    let kept: Vec<usize> = (0..k).filter(|group| expected[*group] > 0.0).collect();
    if kept.len() < 2 {
        return None;
    }
    let free = &kept[1..];
    let difference: Array1<f64> = free.iter().map(|group| observed[*group] - expected[*group]).collect();
    let (inverse, _) = pseudo_inverse(&variance.select(ndarray::Axis(0), free).select(ndarray::Axis(1), free))?;
    let statistic = difference.dot(&inverse.dot(&difference));
    let df = free.len() as f64;
    Some(LogRank { cases, observed, expected, statistic, df, p_value: chi_squared_sf(statistic, df) })
}
