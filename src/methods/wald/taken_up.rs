//! Participation by cell, and cells whose outcome is a combination of the outcome and participation.

use super::notes;
use crate::error::{Result, design};
use crate::estimate::Note;
use crate::methods::MethodInput;
use crate::methods::assignment::Assignment;
use crate::panel::{Cells, RobustMoments, packed_index, packed_len};
use ndarray::Array2;

/// A share is the same in two cells up to the rounding of a mean.
const SAME: f64 = 1e-9;

/// Where participation is among the variables, and how it counts.
pub(super) struct TakenUp {
    /// Its position among the variables.
    at: usize,
    /// Whether it counts in the cell: a share that is fixed for a unit is taken up from the start of its program on.
    counts: Vec<bool>,
    /// Whether it is fixed for units.
    fixed: bool,
    /// Change of mean participation in the comparison group between untreated times and the times of the program.
    comparison: Option<f64>,
}

impl TakenUp {
    /// Reads participation from the cells.
    pub(super) fn read(input: &MethodInput, assignment: &Assignment) -> Result<Self> {
        let cells = input.cells;
        let name = input.settings.participation.as_deref().ok_or_else(|| design::missing_role("--participation"))?;
        let at = cells.variables.iter().position(|variable| variable == name).ok_or_else(|| design::missing_role("--participation"))?;
        let fixed = fixed(cells, assignment, at);
        let counts: Vec<bool> = (0..cells.len()).map(|i| !fixed || assignment.treated[i]).collect();
        let mut out = Self { at, counts, fixed, comparison: None };
        out.comparison = out.comparison_change(cells, assignment);
        Ok(out)
    }

    fn value(&self, cells: &Cells, i: usize) -> f64 {
        if self.counts[i] { cells.mean[[i, self.at]] } else { 0.0 }
    }

    /// By how much participation of the comparison group moved once anybody was treated.
    fn comparison_change(&self, cells: &Cells, assignment: &Assignment) -> Option<f64> {
        let after: Vec<bool> = match (&assignment.after, &assignment.period) {
            (Some(after), _) => after.clone(),
            (None, Some(period)) => {
                let first = assignment.starts().first().copied()?;
                period.iter().map(|period| *period >= first).collect()
            }
            (None, None) => return None,
        };
        let mean = |late: bool| {
            let members = (0..cells.len()).filter(|i| !assignment.group[*i] && after[*i] == late);
            let (sum, weight) = members.fold((0.0, 0.0), |(sum, weight), i| (sum + cells.weight[i] * self.value(cells, i), weight + cells.weight[i]));
            (weight > 0.0).then(|| sum / weight)
        };
        Some(mean(true)? - mean(false)?)
    }

    /// Spread of the outcome over that of participation: what brings both to one scale.
    pub(super) fn scale(&self, cells: &Cells) -> f64 {
        let total: f64 = cells.weight.iter().sum();
        let spread = |of: &dyn Fn(usize) -> f64| {
            let mean = (0..cells.len()).map(|i| cells.weight[i] * of(i)).sum::<f64>() / total;
            (0..cells.len()).map(|i| cells.weight[i] * (of(i) - mean).powi(2)).sum::<f64>()
        };
        let ratio = (spread(&|i| cells.mean[[i, 0]]) / spread(&|i| self.value(cells, i))).sqrt();
        if ratio.is_finite() && ratio > 0.0 { ratio } else { 1.0 }
    }

    /// Root mean square of participation.
    pub(super) fn size(&self, cells: &Cells) -> f64 {
        let total: f64 = cells.weight.iter().sum();
        ((0..cells.len()).map(|i| cells.weight[i] * self.value(cells, i).powi(2)).sum::<f64>() / total).sqrt()
    }

    /// The cells with `outcome`·y + `participation`·D for the outcome, without participation among the variables.
    pub(super) fn cells(&self, cells: &Cells, outcome: f64, participation: f64) -> Cells {
        let old = cells.variables.len();
        let stay: Vec<usize> = (0..old).filter(|j| *j == 0 || *j != self.at).collect();
        let (n, v) = (cells.len(), stay.len());
        let part = |i: usize| if self.counts[i] { participation } else { 0.0 };
        let mut out = cells.clone();
        out.variables = stay.iter().map(|j| cells.variables[*j].clone()).collect();
        out.mean = Array2::from_shape_fn((n, v), |(i, j)| match j {
            0 => outcome * cells.mean[[i, 0]] + part(i) * cells.mean[[i, self.at]],
            _ => cells.mean[[i, stay[j]]],
        });
        let paired = |moments: &Array2<f64>| {
            let mut pairs = Array2::zeros((n, packed_len(v)));
            for i in 0..n {
                let (a, b) = (outcome, part(i));
                let of = |j: usize, k: usize| moments[[i, packed_index(old, j, k)]];
                for (j, from) in stay.iter().enumerate() {
                    for (k, to) in stay.iter().enumerate().skip(j) {
                        pairs[[i, packed_index(v, j, k)]] = match (j, k) {
                            (0, 0) => a * a * of(0, 0) + 2.0 * a * b * of(0, self.at) + b * b * of(self.at, self.at),
                            (0, _) => a * of(0, *to) + b * of(self.at, *to),
                            _ => of(*from, *to),
                        };
                    }
                }
            }
            pairs
        };
        out.cross = paired(&cells.cross);
        out.robust = cells.robust.as_ref().map(|robust| RobustMoments {
            weight: robust.weight.clone(),
            first: Array2::from_shape_fn((n, v), |(i, j)| match j {
                0 => outcome * robust.first[[i, 0]] + part(i) * robust.first[[i, self.at]],
                _ => robust.first[[i, stay[j]]],
            }),
            second: paired(&robust.second),
        });
        out
    }

    /// What the reader must know about participation.
    pub(super) fn notes(&self, assignment: &Assignment) -> Vec<Note> {
        let fixed = (self.fixed && assignment.unit.is_some()).then(notes::fixed);
        fixed.into_iter().chain(self.comparison.filter(|change| change.abs() > SAME).map(notes::comparison_moved)).collect()
    }
}

/// Whether participation is one number a unit, and not zero throughout before the program.
fn fixed(cells: &Cells, assignment: &Assignment, at: usize) -> bool {
    let Some(unit) = &assignment.unit else { return false };
    let levels = unit.iter().max().map_or(0, |top| *top as usize + 1);
    let mut known: Vec<Option<f64>> = vec![None; levels];
    let mut early = false;
    for (i, code) in unit.iter().enumerate() {
        let value = cells.mean[[i, at]];
        let first = *known[*code as usize].get_or_insert(value);
        if (first - value).abs() > SAME * (1.0 + first.abs()) {
            return false;
        }
        early |= !assignment.treated[i] && assignment.group[i] && value.abs() > SAME;
    }
    early
}
