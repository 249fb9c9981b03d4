//! One cohort against the never-treated: weights of units and of periods, and the gap between the cohort and its synthetic counterpart.

use super::balanced::{Balanced, Wave};
use super::simplex::{Columns, Problem, Stop, equal, normalized, sparsified};
use super::{Kind, Solver};
use crate::linalg::standard_deviation;

/// Steps before small weights are set to zero, and after, as in synthdid.
const BEFORE_SPARSIFYING: usize = 100;
const STEPS: usize = 10_000;
/// Size of the ridge that only makes weights unique, in noise levels.
const SLIGHT: f64 = 1e-6;
/// Size of a fall of the objective that goes on, in noise levels.
const FALL: f64 = 1e-5;

/// What is the same for all fits of a cohort: the outcomes of the never-treated before the start, ready for weights.
pub(super) struct Before {
    /// A column a donor.
    columns: Columns,
    /// Mean of the donors by period.
    centre: Vec<f64>,
    kind: Kind,
    solver: Solver,
    wave: Wave,
}

/// Penalties and stopping rule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Penalty {
    /// ζ of the weights of units.
    pub omega: f64,
    /// ζ of the weights of periods.
    pub lambda: f64,
    /// Standard deviation of first differences of the comparison units before the start.
    pub noise: f64,
}

/// Weights of one cohort.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Weights {
    /// By comparison unit, in the order given.
    pub omega: Vec<f64>,
    /// By period before the start.
    pub lambda: Vec<f64>,
}

/// Treated and synthetic by period.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Path {
    pub treated: Vec<f64>,
    pub synthetic: Vec<f64>,
    /// Treated less synthetic, less the weighted mean of that before the start.
    pub effect: Vec<f64>,
}

impl Before {
    /// Prepares the never-treated of a panel for a cohort.
    pub(super) fn new(panel: &Balanced, wave: &Wave, kind: Kind, solver: Solver) -> Self {
        let rows = wave.before;
        let donors: Vec<usize> = (0..panel.donors).collect();
        let mut out = Self { columns: Columns::new(rows, Vec::new()), centre: panel.mean(&donors), kind, solver, wave: wave.clone() };
        let values = donors.iter().flat_map(|unit| out.centred(panel.unit(*unit))).collect();
        out.columns = Columns::new(rows, values);
        out
    }

    /// Outcomes before the start less those of all donors, which changes no weights that sum to one, and less their own mean where levels may differ.
    fn centred(&self, outcomes: &[f64]) -> Vec<f64> {
        let mut out: Vec<f64> = outcomes.iter().zip(&self.centre).take(self.wave.before).map(|(y, centre)| y - centre).collect();
        if self.kind == Kind::Difference {
            centre(&mut out);
        }
        out
    }

    /// Penalties for these comparison units and so many treated ones.
    pub(super) fn penalty(&self, panel: &Balanced, controls: &[usize], treated: usize) -> Penalty {
        let changes = controls.iter().flat_map(|unit| panel.unit(*unit)[..self.wave.before].windows(2).map(|pair| pair[1] - pair[0]));
        let changes: Vec<f64> = changes.collect();
        let noise = standard_deviation(&changes).unwrap_or(0.0);
        let periods = panel.periods.len() - self.wave.after;
        let omega = match self.kind {
            Kind::Difference => ((treated * periods) as f64).powf(0.25),
            Kind::Control => SLIGHT,
        };
        Penalty { omega: omega * noise, lambda: SLIGHT * noise, noise }
    }

    /// Weights for a treated mean path, from scratch or from near ones.
    pub(super) fn weights(&self, panel: &Balanced, controls: &[usize], treated: &[f64], penalty: Penalty, near: Option<Weights>) -> Weights {
        let before = self.wave.before;
        let near = near.unwrap_or_else(|| Weights { omega: equal(controls.len()), lambda: equal(before) });
        let target = self.centred(treated);
        let units = Problem { columns: &self.columns, members: controls, target: &target, zeta: penalty.omega };
        let omega = self.solve(&units, near.omega, penalty);
        if self.kind == Kind::Control {
            return Weights { omega, lambda: vec![0.0; before] };
        }
        // A unit's mean before the start changes no weights of periods that sum to one, and keeps digits.
        let rows: Vec<(f64, &[f64])> = controls.iter().map(|unit| panel.unit(*unit)).map(|own| (average(&own[..before]), own)).collect();
        let mut values = Vec::with_capacity(before * rows.len());
        for period in 0..before {
            let mut column: Vec<f64> = rows.iter().map(|(mean, own)| own[period] - mean).collect();
            centre(&mut column);
            values.append(&mut column);
        }
        let mut target: Vec<f64> = rows.iter().map(|(own_mean, own)| average(&own[self.wave.after..]) - own_mean).collect();
        centre(&mut target);
        let columns = Columns::new(rows.len(), values);
        let all: Vec<usize> = (0..before).collect();
        let periods = Problem { columns: &columns, members: &all, target: &target, zeta: penalty.lambda };
        let lambda = self.solve(&periods, near.lambda, penalty);
        Weights { omega, lambda }
    }

    fn solve(&self, problem: &Problem, start: Vec<f64>, penalty: Penalty) -> Vec<f64> {
        let stop = |iterations| Stop { min_decrease: FALL * penalty.noise, iterations };
        let first = problem.frank_wolfe(start, stop(BEFORE_SPARSIFYING));
        let found = problem.frank_wolfe(sparsified(first), stop(STEPS));
        match self.solver {
            Solver::FrankWolfe => found,
            Solver::Exact => problem.exact(&found),
        }
    }
}

impl Path {
    /// Treated, synthetic and the effect by period.
    pub(super) fn new(treated: Vec<f64>, synthetic: Vec<f64>, lambda: &[f64]) -> Self {
        let base: f64 = treated.iter().zip(&synthetic).zip(lambda).map(|((treated, synthetic), weight)| weight * (treated - synthetic)).sum();
        let effect = treated.iter().zip(&synthetic).map(|(treated, synthetic)| treated - synthetic - base).collect();
        Self { treated, synthetic, effect }
    }
}

impl Weights {
    /// The weights of some of the comparison units (by position), as a start for a fit on these.
    pub(super) fn only(&self, positions: &[usize]) -> Self {
        Self { omega: normalized(positions.iter().map(|at| self.omega[*at]).collect()), lambda: self.lambda.clone() }
    }
}

fn centre(values: &mut [f64]) {
    let mean = average(values);
    for value in values {
        *value -= mean;
    }
}

fn average(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}
