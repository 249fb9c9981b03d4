//! What each observation adds to the mean effects (Athey and Imbens 2006, theorem 5.1): continuous outcomes.

use super::Transform;
use super::effect::{Four, Sides};
use crate::estimate::{Block, CellInfluence};
use std::ops::Range;

/// Influence by observation: entries (effect, value), those of observation `i` at `starts[i]..starts[i + 1]`.
pub(super) struct Influences {
    starts: Vec<usize>,
    entries: Vec<(u32, f64)>,
}

impl CellInfluence for Influences {
    fn fill(&self, observations: Range<usize>, block: &mut Block) {
        for (j, i) in observations.enumerate() {
            for (effect, value) in &self.entries[self.starts[i]..self.starts[i + 1]] {
                block.level[[*effect as usize, j]] += value;
            }
        }
    }
}

/// Collects what comparisons find.
pub(super) struct Collector {
    found: Vec<(u32, u32, f64)>,
}

impl Collector {
    /// Nothing yet.
    pub(super) fn new() -> Self {
        Self { found: Vec::new() }
    }

    /// Adds the influence on one effect of all observations of its four sides.
    pub(super) fn add(&mut self, effect: usize, sides: &Sides, four: &Four, transform: Transform, value: &[f64], weight: &[f64]) {
        let effect = effect as u32;
        let mut put = |members: &[u32], total: f64, of: &dyn Fn(f64) -> f64| {
            for i in members {
                let at = *i as usize;
                self.found.push((*i, effect, weight[at] * of(value[at]) / total));
            }
        };
        let observed = four.treated_after.mean();
        put(&sides.treated_after, four.treated_after.total(), &|y| y - observed);
        match transform {
            Transform::Quantiles => {
                // The ranks of the treated are uniform, whatever their values: the mean is that of a difference of means.
                let [treated, before, after] = [&four.treated_before, &four.before, &four.after].map(|side| (side.mean(), side.total()));
                put(&sides.treated_before, treated.1, &|y| treated.0 - y);
                put(&sides.before, before.1, &|y| y - before.0);
                put(&sides.after, after.1, &|y| after.0 - y);
            }
            Transform::Changes => {
                let points: Vec<(f64, f64)> = four.treated_before.pairs().collect();
                let expected: Vec<f64> = points.iter().map(|(y, _)| four.expected(transform, *y)).collect();
                let total = four.treated_before.total();
                let mean = points.iter().zip(&expected).map(|((_, weight), expected)| weight * expected).sum::<f64>() / total;
                put(&sides.treated_before, total, &|y| mean - four.expected(transform, y));
                // Each treated value counts by how thin the comparison after is where it is sent.
                let densities = four.after.densities(&expected);
                let (ys, weights): (Vec<f64>, Vec<f64>) = points.iter().copied().unzip();
                let thin: Vec<f64> =
                    weights.iter().zip(&densities).map(|(weight, density)| if *density > 0.0 { weight / (total * density) } else { 0.0 }).collect();
                let before = Steps::of(&ys, &thin, |y| four.before.share_upto(y));
                put(&sides.before, four.before.total(), &|y| -before.at(y));
                let after = Steps::of(&expected, &thin, |y| four.after.share_upto(y));
                put(&sides.after, four.after.total(), &|y| after.at(y));
            }
        }
    }

    /// The influences of `observations` observations.
    pub(super) fn finish(mut self, observations: usize) -> Influences {
        self.found.sort_by_key(|(observation, effect, _)| (*observation, *effect));
        let mut starts = Vec::with_capacity(observations + 1);
        let mut at = 0;
        for i in 0..=observations {
            while self.found.get(at).is_some_and(|(observation, _, _)| (*observation as usize) < i) {
                at += 1;
            }
            starts.push(at);
        }
        Influences { starts, entries: self.found.into_iter().map(|(_, effect, value)| (effect, value)).collect() }
    }
}

/// z ↦ Σ c (1{z ≤ x} − F(x)) over sorted places x with coefficients c.
struct Steps<'a> {
    places: &'a [f64],
    /// Σ c from each place on.
    from: Vec<f64>,
    centre: f64,
}

impl<'a> Steps<'a> {
    fn of(places: &'a [f64], coefficients: &[f64], share: impl Fn(f64) -> f64) -> Self {
        let mut from = vec![0.0; places.len() + 1];
        for at in (0..places.len()).rev() {
            from[at] = from[at + 1] + coefficients[at];
        }
        let centre = places.iter().zip(coefficients).map(|(place, coefficient)| coefficient * share(*place)).sum();
        Self { places, from, centre }
    }

    fn at(&self, z: f64) -> f64 {
        self.from[self.places.partition_point(|place| *place < z)] - self.centre
    }
}
