//! Columns of the covariates: their slopes by cohort and by period, and about their cohort means in each treated cohort and period.

use super::{DidSettings, key_names, taken};
use crate::error::{Result, design};
use crate::linalg::{Regressor, add_outer, compact, independent};
use crate::methods::assignment::Assignment;
use crate::methods::covariates::{Covariates, covariates};
use crate::methods::saturated::Saturated;
use crate::methods::timing::Timing;
use crate::panel::Cells;
use std::sync::Arc;

/// Share of a covariate's variation under which it is constant in a cohort and period.
const CONSTANT: f64 = 1e-18;

/// The design beyond cohort and period effects.
pub(super) struct Margins {
    /// An indicator of each treated cohort in each period.
    pub saturated: Saturated,
    /// Covariates that were left out everywhere.
    pub dropped: Vec<String>,
    names: Vec<String>,
    cohort: Arc<Vec<u32>>,
    period: Arc<Vec<u32>>,
    /// Covariates, and the same about their cohort means.
    plain: Vec<Arc<Vec<f64>>>,
    centred: Vec<Arc<Vec<f64>>>,
    /// Covariates that vary in each effect's observations beside the earlier ones, and their means there.
    kept: Vec<Vec<(usize, f64)>>,
}

impl Margins {
    pub(super) fn of(settings: &DidSettings, cells: &Cells, assignment: &Assignment, timing: &Timing) -> Result<Self> {
        let saturated = Saturated::of(cells, assignment, timing, taken(settings, timing))?;
        let (cohort, period) = key_names(settings);
        let codes = |name: &str| cells.key(name).map(|key| Arc::new(compact(&key.codes).0)).ok_or_else(|| design::missing_role("--time"));
        let (cohort, period) = (codes(cohort)?, codes(period)?);
        let rows: Vec<usize> = (0..cells.len()).collect();
        let Covariates { columns, values, names, dropped } = covariates(cells, settings, &rows);
        let width = columns - 1;
        let plain: Vec<Vec<f64>> = (0..width).map(|j| values.iter().skip(j + 1).step_by(columns).copied().collect()).collect();
        let centred: Vec<Vec<f64>> = plain.iter().map(|x| about_means(x, &cells.weight, &cohort)).collect();
        let kept = kept(&saturated, &centred, &cells.weight);
        let share = |columns: Vec<Vec<f64>>| columns.into_iter().map(Arc::new).collect();
        Ok(Self { saturated, dropped, names, cohort, period, plain: share(plain), centred: share(centred), kept })
    }

    /// Slopes of the covariates by cohort and by period; the first period is the reference.
    pub(super) fn slopes(&self, cells: &Cells) -> Vec<Regressor> {
        let mut out = Vec::new();
        for (name, x) in self.names.iter().zip(&self.plain) {
            for (codes, first, word) in [(&self.cohort, 0, "cohort"), (&self.period, 1, "period")] {
                let levels = if cells.is_empty() { 0 } else { codes.iter().max().map_or(0, |top| top + 1) };
                out.extend((first..levels).map(|level| Regressor::slope(format!("{name} by {word} {}", level + 1), codes, level, x)));
            }
        }
        out
    }

    /// Slopes about the cohort means among an effect's observations.
    pub(super) fn own_slopes(&self, effect: usize) -> Vec<Regressor> {
        let cell = &self.saturated.effects[effect];
        let name = |j: usize| format!("{} in cohort {} period {}", self.names[j], cell.start.0, cell.period.0);
        self.kept[effect].iter().map(|(j, _)| Regressor::slope(name(*j), &self.saturated.place, effect as u32, &self.centred[*j])).collect()
    }

    /// Means of these slopes' covariates.
    pub(super) fn means(&self, effect: usize) -> Vec<f64> {
        self.kept[effect].iter().map(|(_, mean)| *mean).collect()
    }

    /// The constant and the covariates of these slopes, for a cell among an effect's observations.
    pub(super) fn own_row(&self, effect: usize, cell: usize) -> Vec<f64> {
        std::iter::once(1.0).chain(self.kept[effect].iter().map(|(j, _)| self.centred[*j][cell])).collect()
    }

    /// Coefficients of the effects and of their slopes.
    pub(super) fn parameters(&self) -> usize {
        (0..self.kept.len()).filter(|effect| self.saturated.column(*effect).is_some()).map(|effect| 1 + self.kept[effect].len()).sum()
    }
}

/// Values less their weighted means by code.
fn about_means(x: &[f64], weight: &[f64], codes: &[u32]) -> Vec<f64> {
    let levels = codes.iter().max().map_or(0, |top| *top as usize + 1);
    let mut sums = vec![(0.0, 0.0); levels];
    for ((x, w), code) in x.iter().zip(weight).zip(codes) {
        let sum = &mut sums[*code as usize];
        sum.0 += w * x;
        sum.1 += w;
    }
    x.iter().zip(codes).map(|(x, code)| x - sums[*code as usize].0 / sums[*code as usize].1).collect()
}

/// The covariates that add something to a constant among the observations of each effect that is not zero by definition, with their means.
fn kept(saturated: &Saturated, centred: &[Vec<f64>], weight: &[f64]) -> Vec<Vec<(usize, f64)>> {
    let k = centred.len() + 1;
    let mut grams = vec![vec![0.0; k * k]; saturated.effects.len()];
    let mut row = vec![1.0; k];
    for (i, place) in saturated.place.iter().enumerate() {
        if let Some(gram) = grams.get_mut(*place as usize) {
            row[1..].iter_mut().zip(centred).for_each(|(x, column)| *x = column[i]);
            add_outer(gram, &row, weight[i]);
        }
    }
    grams
        .iter_mut()
        .enumerate()
        .map(|(effect, gram)| {
            if saturated.column(effect).is_none() || k == 1 {
                return Vec::new();
            }
            for j in 1..k {
                // Covariates have unit variance over all observations.
                if gram[j * k + j] - gram[j * k].powi(2) / gram[0] <= CONSTANT * gram[0] {
                    (0..k).for_each(|other| gram[j.max(other) * k + j.min(other)] = 0.0);
                }
            }
            independent(gram, k).into_iter().filter(|j| *j > 0).map(|j| (j - 1, gram[j * k] / gram[0])).collect()
        })
        .collect()
}
