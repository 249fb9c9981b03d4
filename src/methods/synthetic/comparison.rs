//! All cohorts of a panel: fits on any choice of comparison and treated units, and the rows of the result they give.

use super::balanced::{Balanced, Wave};
use super::fit::{Before, Path, Penalty, Weights};
use super::{Kind, Solver};
use crate::estimate::{Aggregation, CohortPeriod, Combination, aggregate};

/// The design: what does not change from one choice of units to another.
pub(super) struct Comparison<'a> {
    pub panel: &'a Balanced,
    kind: Kind,
    before: Vec<Before>,
    how: Aggregation,
}

/// Units that take part; they may repeat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choice {
    /// Comparison units.
    pub controls: Vec<usize>,
    /// Treated units of each cohort; a cohort may be absent.
    pub treated: Vec<Vec<usize>>,
}

/// The fits of a choice, one a cohort; none where the cohort is absent.
pub(super) struct Fits {
    pub penalties: Vec<Penalty>,
    pub weights: Vec<Option<Weights>>,
    pub paths: Vec<Option<Path>>,
}

/// Penalties and weights of an earlier fit, and which of its comparison units (by position) are in the new one.
pub(super) struct Near<'a> {
    pub fits: &'a Fits,
    pub positions: &'a [usize],
}

impl<'a> Comparison<'a> {
    /// Prepares the panel.
    pub(super) fn new(panel: &'a Balanced, kind: Kind, solver: Solver, how: Aggregation) -> Self {
        let before = panel.waves.iter().map(|wave| Before::new(panel, wave, kind, solver)).collect();
        Self { panel, kind, before, how }
    }

    /// The units as they are.
    pub(super) fn observed(&self) -> Choice {
        Choice { controls: (0..self.panel.donors).collect(), treated: self.panel.waves.iter().map(|wave| wave.units.clone()).collect() }
    }

    /// Fits every cohort. With `near` its penalties stay and its weights are where the search starts.
    pub(super) fn fit(&self, choice: &Choice, near: Option<&Near>) -> Fits {
        let mut out = Fits { penalties: Vec::new(), weights: Vec::new(), paths: Vec::new() };
        for (wave, (before, treated)) in self.before.iter().zip(&choice.treated).enumerate() {
            let penalty = near.map_or_else(|| before.penalty(self.panel, &choice.controls, treated.len()), |near| near.fits.penalties[wave]);
            out.penalties.push(penalty);
            if treated.is_empty() {
                out.weights.push(None);
                out.paths.push(None);
                continue;
            }
            let start = near.and_then(|near| near.fits.weights[wave].as_ref().map(|weights| weights.only(near.positions)));
            let mean = self.panel.mean(treated);
            let weights = before.weights(self.panel, &choice.controls, &mean, penalty, start);
            let synthetic = self.panel.weighted(&choice.controls, &weights.omega);
            out.paths.push(Some(Path::new(mean, synthetic, &weights.lambda)));
            out.weights.push(Some(weights));
        }
        out
    }

    /// Rows of the result: averages weighted by treated unit-periods, event times, cohorts, periods, and cohorts by period.
    pub(super) fn rows(&self, choice: &Choice, paths: &[Option<Path>]) -> Vec<Combination> {
        let sizes: Vec<f64> = choice.treated.iter().map(|units| units.len() as f64).collect();
        let mut cells = Vec::new();
        for (group, (wave, path)) in self.panel.waves.iter().zip(paths).enumerate() {
            for (at, period) in self.panel.periods.iter().enumerate() {
                cells.push(CohortPeriod {
                    group,
                    start: wave.start,
                    period: *period,
                    estimate: path.as_ref().map(|path| path.effect[at]),
                    reference: false,
                    size: sizes[group],
                    units: (choice.treated[group].len() as u64, choice.controls.len() as u64),
                    records: 0,
                });
            }
        }
        aggregate(&cells, &sizes, self.how)
    }

    /// The estimates of the rows.
    pub(super) fn values(&self, choice: &Choice, paths: &[Option<Path>]) -> Vec<Option<f64>> {
        self.rows(choice, paths).into_iter().map(|row| row.estimate).collect()
    }

    /// Root mean square of the gap before and after the start; none with several cohorts, which have several starts.
    pub(super) fn misfit(&self, paths: &[Option<Path>]) -> Option<(f64, f64)> {
        let ([wave], [Some(path)]) = (self.panel.waves.as_slice(), paths) else { return None };
        Some(self.misfit_of(wave, path))
    }

    /// Of one cohort. Before the start, a constant gap is no misfit where levels may differ.
    pub(super) fn misfit_of(&self, wave: &Wave, path: &Path) -> (f64, f64) {
        let size = |values: &[f64], about: f64| (values.iter().map(|value| (value - about).powi(2)).sum::<f64>() / values.len().max(1) as f64).sqrt();
        let before = &path.effect[..wave.before];
        let level = match self.kind {
            Kind::Difference => before.iter().sum::<f64>() / before.len().max(1) as f64,
            Kind::Control => 0.0,
        };
        (size(before, level), size(&path.effect[wave.after..], 0.0))
    }

    /// The misfit of a cohort before the start as a share of the standard deviation of the outcome there.
    pub(super) fn share_of_spread(&self, wave: &Wave, path: &Path) -> Option<f64> {
        let units = (0..self.panel.donors).flat_map(|unit| self.panel.unit(unit)[..wave.before].iter().copied());
        let all: Vec<f64> = units.chain(path.treated[..wave.before].iter().copied()).collect();
        let spread = crate::linalg::standard_deviation(&all).filter(|spread| *spread > 0.0)?;
        Some(self.misfit_of(wave, path).0 / spread)
    }
}
