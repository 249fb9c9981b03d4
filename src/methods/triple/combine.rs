//! One effect from those against several comparison cohorts: optimal weights Ω⁻¹1 / 1'Ω⁻¹1, Ω the covariance of the influence functions of units
//! (Ortiz-Villavicencio and Sant'Anna 2025, eq. 4.11).

use crate::estimate::{Block, CellInfluence, Combination, EffectKey, EffectKind, Observations, spread};
use crate::linalg::Cholesky;
use crate::methods::callaway_santanna::sample::Sample;
use crate::methods::callaway_santanna::{Fit, Fitted, Outcome, Problem};
use ndarray::Array2;
use std::ops::Range;

/// Errors this small against the size of the outcome are rounding: the weights are equal then.
const PERFECT: f64 = 1e-10;

/// Signs of the three parts of an effect.
const SIGNS: [f64; 3] = [1.0, 1.0, -1.0];

/// One effect of a cohort.
struct Effect {
    /// Its position among the comparisons of the design.
    cell: usize,
    /// Parts by comparison cohort.
    sets: Vec<[usize; 3]>,
    problem: Option<Problem>,
    /// Parts with their final weights.
    weights: Vec<(usize, f64)>,
}

/// The effects of one cohort.
pub(super) struct Part<'a> {
    source: Fitted<'a>,
    count: usize,
    effects: Vec<Effect>,
}

/// The effects of all cohorts.
pub(super) struct Combined<'a>(pub(super) Vec<Part<'a>>);

impl<'a> Part<'a> {
    /// Of `count` fitted parts.
    pub(super) fn new(source: Fitted<'a>, count: usize) -> Self {
        Self { source, count, effects: Vec::new() }
    }

    /// Adds the effect at `cell` of the design.
    pub(super) fn add(&mut self, cell: usize, sets: Vec<[usize; 3]>, problem: Option<Problem>) {
        self.effects.push(Effect { cell, sets, problem, weights: Vec::new() });
    }

    /// Weighs comparison cohorts; the outcome of each effect.
    pub(super) fn weigh(&mut self, sample: &Sample, found: &[Fit]) -> Vec<(usize, Outcome)> {
        let covariance = self.covariance(sample);
        let rounding = (PERFECT * sample.scale()).powi(2);
        let value = |at: usize| match found[at].outcome {
            Outcome::Estimate(value) => value,
            Outcome::Reference | Outcome::Undefined(_) => 0.0,
        };
        let mut out = Vec::new();
        let mut from = 0;
        for effect in &mut self.effects {
            let k = effect.sets.len();
            let shares = optimal(&covariance, from, k, rounding);
            from += k;
            let mut estimate = 0.0;
            for (set, share) in effect.sets.iter().zip(&shares) {
                for (at, sign) in set.iter().zip(SIGNS) {
                    estimate += share * sign * value(*at);
                    effect.weights.push((*at, share * sign));
                }
            }
            let reference = effect.sets.iter().flatten().any(|at| found[*at].outcome == Outcome::Reference);
            let outcome = match effect.problem {
                _ if reference => Outcome::Reference,
                problem if effect.sets.is_empty() => Outcome::Undefined(problem.unwrap_or(Problem::Empty)),
                _ => Outcome::Estimate(estimate),
            };
            out.push((effect.cell, outcome));
        }
        out
    }

    /// Covariance of the effects by comparison cohort, in their order; empty where no effect has several.
    fn covariance(&self, sample: &Sample) -> Array2<f64> {
        if self.effects.iter().all(|effect| effect.sets.len() < 2) {
            return Array2::zeros((0, 0));
        }
        let row = |set: &[usize; 3]| Combination {
            key: EffectKey::new(EffectKind::Term, "part"),
            estimate: None,
            weights: set.iter().copied().zip(SIGNS).collect(),
            shares: Vec::new(),
        };
        let rows: Vec<Combination> = self.effects.iter().flat_map(|effect| effect.sets.iter().map(row)).collect();
        let wanted: Vec<usize> = (0..rows.len()).collect();
        let observations = Observations { group: &sample.group, size: &sample.size, grouping: sample.apart() };
        spread(&self.source, &observations, self.count, &rows, &wanted, false).covariance
    }
}

/// Weights of `k` effects whose covariance starts at `from`; equal ones where it is singular or nothing but rounding.
fn optimal(covariance: &Array2<f64>, from: usize, k: usize, rounding: f64) -> Vec<f64> {
    let equal = vec![1.0 / k as f64; k];
    if k < 2 || covariance.is_empty() {
        return equal;
    }
    let matrix: Vec<f64> = (0..k).flat_map(|a| (0..k).map(move |b| covariance[[from + a, from + b]])).collect();
    if (0..k).any(|at| matrix[at * k + at] <= rounding) {
        return equal;
    }
    let Some(factor) = Cholesky::new(&matrix, k) else { return equal };
    let weights = factor.solve(&vec![1.0; k]);
    let total: f64 = weights.iter().sum();
    if total > 0.0 && total.is_finite() { weights.iter().map(|weight| weight / total).collect() } else { equal }
}

impl CellInfluence for Combined<'_> {
    fn fill(&self, observations: Range<usize>, block: &mut Block) {
        for part in &self.0 {
            let shape = (part.count, observations.len());
            let mut own = Block { level: Array2::zeros(shape), slope: block.slope.as_ref().map(|_| Array2::zeros(shape)) };
            part.source.fill(observations.clone(), &mut own);
            for effect in &part.effects {
                for (at, weight) in &effect.weights {
                    block.level.row_mut(effect.cell).scaled_add(*weight, &own.level.row(*at));
                    if let (Some(slope), Some(own)) = (&mut block.slope, &own.slope) {
                        slope.row_mut(effect.cell).scaled_add(*weight, &own.row(*at));
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn weights_are_optimal_and_equal_where_nothing_can_be_said() {
        // Independent with variances 1 and 4.
        let weights = optimal(&array![[1.0, 0.0], [0.0, 4.0]], 0, 2, 0.0);
        assert!((weights[0] - 0.8).abs() < 1e-15 && (weights[1] - 0.2).abs() < 1e-15);
        assert_eq!(optimal(&array![[1.0, 1.0], [1.0, 1.0]], 0, 2, 0.0), [0.5, 0.5]);
        assert_eq!(optimal(&array![[1e-30, 0.0], [0.0, 2e-30]], 0, 2, 1e-20), [0.5, 0.5]);
        assert_eq!(optimal(&Array2::zeros((0, 0)), 0, 1, 0.0), [1.0]);
    }
}
