//! The panel that these methods need: every unit in every period, comparison units first.

use crate::design::check_finite;
use crate::error::{Result, design};
use crate::estimate::Estimate;
use crate::linalg::{Regressor, fit_cells};
use crate::methods::assignment::Assignment;
use crate::methods::{DidSettings, MethodInput};
use crate::panel::{Cells, Cohort, DropReason, Period};
use crate::text;

/// Units with the same start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wave {
    /// First treated period.
    pub start: Period,
    /// Periods before the start and before what may be anticipated of it: the first so many.
    pub before: usize,
    /// Position of the first treated period.
    pub after: usize,
    /// Its units.
    pub units: Vec<usize>,
}

/// A balanced panel.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Balanced {
    /// Periods, ascending.
    pub periods: Vec<Period>,
    /// Labels of the units: the never-treated first, then by start; each by their order in the data.
    pub labels: Vec<String>,
    /// How many are never treated: the first so many.
    pub donors: usize,
    /// The treated by start.
    pub waves: Vec<Wave>,
    /// Records by unit.
    pub records: Vec<u64>,
    /// Units that were left out: label, whether treated, missing periods.
    pub left_out: Vec<(String, bool, Vec<Period>)>,
    /// Covariates that add nothing.
    pub collinear: Vec<String>,
    outcome: Vec<f64>,
}

impl Balanced {
    /// Outcomes of a unit by period.
    pub(super) fn unit(&self, unit: usize) -> &[f64] {
        let width = self.periods.len();
        &self.outcome[unit * width..(unit + 1) * width]
    }

    /// Mean outcome of units by period.
    pub(super) fn mean(&self, units: &[usize]) -> Vec<f64> {
        let mut out = vec![0.0; self.periods.len()];
        for unit in units {
            crate::linalg::add_scaled(&mut out, self.unit(*unit), 1.0 / units.len() as f64);
        }
        out
    }

    /// Weighted sum of outcomes by period.
    pub(super) fn weighted(&self, units: &[usize], weights: &[f64]) -> Vec<f64> {
        let mut out = vec![0.0; self.periods.len()];
        for (unit, weight) in units.iter().zip(weights).filter(|(_, weight)| **weight != 0.0) {
            crate::linalg::add_scaled(&mut out, self.unit(*unit), *weight);
        }
        out
    }

    /// Root mean square of all outcomes.
    pub(super) fn scale(&self) -> f64 {
        (self.outcome.iter().map(|y| y * y).sum::<f64>() / self.outcome.len().max(1) as f64).sqrt()
    }

    /// Reads the cells; rows that take no part go to the account of `out`.
    pub(super) fn read(input: &MethodInput, out: &mut Estimate) -> Result<Self> {
        let (cells, settings) = (input.cells, input.settings);
        check_finite(cells)?;
        let assignment = Assignment::read(cells, settings)?;
        assignment.check()?;
        out.scale = assignment.scale;
        let unit = settings.unit.as_deref().and_then(|name| cells.key(name)).ok_or_else(|| design::missing_role("--unit"))?;
        let (Some(cohort), Some(period)) = (&assignment.cohort, &assignment.period) else { return Err(design::missing_role("--time").into()) };
        let ahead = i64::from(settings.anticipation);
        let (first, last) = (period.iter().min().map_or(0, |first| first.0), period.iter().max().map_or(0, |last| last.0));
        let mut starts: Vec<Option<Cohort>> = vec![None; unit.levels.len()];
        let mut used = Vec::new();
        for i in 0..cells.len() {
            let start = match cohort[i] {
                Cohort::TreatedFrom(start) if start.0 <= last + ahead => Some(start.0),
                _ => None,
            };
            if start.is_some_and(|start| start <= first + ahead) {
                out.sample.drop_rows(DropReason::AlwaysTreated, cells.records[i]);
            } else if start.is_some_and(|start| start > last) {
                out.sample.drop_rows(DropReason::Other(text!("program dimulai sesudah periode terakhir", "starts after the last period")), cells.records[i]);
            } else if cells.weight[i] <= 0.0 {
                out.sample.drop_rows(DropReason::NonPositiveWeight, cells.records[i]);
            } else {
                starts[unit.codes[i] as usize] = Some(start.map_or(Cohort::NeverTreated, |start| Cohort::TreatedFrom(Period(start))));
                used.push(i);
            }
        }
        let donor = |i: &usize| starts[unit.codes[*i] as usize] == Some(Cohort::NeverTreated);
        if !used.iter().any(donor) {
            return Err(design::no_never_treated().into());
        }
        let (outcome, collinear) = residualised(cells, settings, &used, &used.iter().copied().filter(donor).collect::<Vec<_>>(), unit, period);
        let mut periods: Vec<Period> = used.iter().map(|i| period[*i]).collect();
        periods.sort_unstable();
        periods.dedup();
        // Mean by unit and period over the cells that share them.
        let (width, count) = (periods.len(), unit.levels.len());
        let (mut sum, mut weight, mut records) = (vec![0.0; count * width], vec![0.0; count * width], vec![0_u64; count]);
        for (i, y) in used.iter().zip(&outcome) {
            let (code, at) = (unit.codes[*i] as usize, periods.partition_point(|known| *known < period[*i]));
            sum[code * width + at] += cells.weight[*i] * y;
            weight[code * width + at] += cells.weight[*i];
            records[code] += cells.records[*i];
        }
        let mut panel = Self { periods, labels: vec![], donors: 0, waves: vec![], records: vec![], left_out: vec![], collinear, outcome: vec![] };
        let mut order: Vec<usize> = (0..count).filter(|code| starts[*code].is_some()).collect();
        let place = |code: usize| match starts[code] {
            Some(Cohort::TreatedFrom(start)) => Some(start),
            _ => None,
        };
        order.sort_by_key(|code| (place(*code), *code));
        for code in order {
            let own = code * width..(code + 1) * width;
            let missing: Vec<Period> =
                panel.periods.iter().zip(&weight[own.clone()]).filter(|(_, weight)| **weight <= 0.0).map(|(period, _)| *period).collect();
            if !missing.is_empty() {
                let reason = text!("unit tanpa data pada sebagian periode", "unit without data in some periods");
                out.sample.drop_rows(DropReason::Other(reason), records[code]);
                panel.left_out.push((unit.levels.label(code as u32), place(code).is_some(), missing));
                continue;
            }
            let at = panel.labels.len();
            panel.labels.push(unit.levels.label(code as u32));
            panel.records.push(records[code]);
            panel.outcome.extend(sum[own.clone()].iter().zip(&weight[own]).map(|(sum, weight)| sum / weight));
            match place(code) {
                None => panel.donors += 1,
                Some(start) => panel.join(start, ahead, at),
            }
        }
        panel.check(out)?;
        Ok(panel)
    }

    /// Adds a unit to the wave of its start.
    fn join(&mut self, start: Period, ahead: i64, unit: usize) {
        if self.waves.last().is_none_or(|wave| wave.start != start) {
            let before = self.periods.partition_point(|period| period.0 < start.0 - ahead);
            let after = self.periods.partition_point(|period| *period < start);
            self.waves.push(Wave { start, before, after, units: Vec::new() });
        }
        if let Some(wave) = self.waves.last_mut() {
            wave.units.push(unit);
        }
    }

    /// What is left must compare treated with untreated, before and after.
    fn check(&self, out: &mut Estimate) -> Result<()> {
        if self.donors == 0 || self.waves.is_empty() {
            let lost = self.left_out.iter().filter(|(_, treated, _)| *treated == self.waves.is_empty());
            let first = lost.clone().next().map_or_else(String::new, |(label, _, missing)| {
                format!("{label} ({})", missing.iter().map(|period| out.scale.code(*period)).collect::<Vec<_>>().join(", "))
            });
            return Err(design::no_complete_unit(self.waves.is_empty(), &first, lost.count()).into());
        }
        if self.waves.iter().any(|wave| wave.before == 0) {
            return Err(design::no_period_before().into());
        }
        Ok(())
    }
}

/// Outcomes of the used cells without what the covariates explain among the never-treated, with unit and period effects (Kranz 2022); names of
/// covariates that add nothing.
fn residualised(
    cells: &Cells,
    settings: &DidSettings,
    used: &[usize],
    donors: &[usize],
    unit: &crate::panel::Factor,
    period: &[Period],
) -> (Vec<f64>, Vec<String>) {
    let mut outcome: Vec<f64> = used.iter().map(|i| cells.mean[[*i, 0]]).collect();
    if settings.covariates.is_empty() && settings.fixed_effects.is_empty() {
        return (outcome, Vec::new());
    }
    let sample = cells.select(donors);
    let mut values: Vec<(String, Vec<f64>)> = Vec::new();
    let mut regressors = Vec::new();
    for name in settings.numeric_covariates() {
        if let Some(at) = cells.variables.iter().position(|variable| *variable == name) {
            regressors.push(Regressor::variable(&name, at));
            values.push((name, used.iter().map(|i| cells.mean[[*i, at]]).collect()));
        }
    }
    for name in settings.categorical_covariates().iter().chain(&settings.fixed_effects) {
        let Some(key) = cells.key(name).filter(|_| Some(name) != settings.unit.as_ref() && Some(name) != settings.time.as_ref()) else { continue };
        for level in 1..key.levels.len() as u32 {
            let marks = |rows: &[usize]| -> Vec<f64> { rows.iter().map(|i| f64::from(u8::from(key.codes[*i] == level))).collect() };
            let label = format!("{name}={}", key.levels.label(level));
            regressors.push(Regressor::fixed(&label, marks(donors)));
            values.push((label, marks(used)));
        }
    }
    let earliest = donors.iter().map(|i| period[*i].0).min().unwrap_or(0);
    let factors = [donors.iter().map(|i| unit.codes[*i]).collect::<Vec<u32>>(), donors.iter().map(|i| (period[*i].0 - earliest) as u32).collect()];
    let fit = fit_cells(&sample, &regressors, &factors);
    for (at, coefficient) in fit.kept.iter().zip(&fit.coefficients) {
        crate::linalg::add_scaled(&mut outcome, &values[*at].1, -coefficient);
    }
    (outcome, fit.dropped.iter().map(|at| values[*at].0.clone()).collect())
}
