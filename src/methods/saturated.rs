//! Regressions with an indicator of each cohort in each period: which there are, and how rows of the result are made of their coefficients.

use super::DidSettings;
use super::assignment::Assignment;
use super::regression::EffectPlan;
use super::timing::{self, Left, Timing};
use crate::error::{Result, design};
use crate::estimate::{Aggregation, CohortPeriod, EffectKind, aggregate, mean_sizes};
use crate::linalg::Regressor;
use crate::panel::{Cells, Cohort, DropReason, Period};
use std::sync::Arc;

/// Effects of cohorts in periods as indicators.
pub(super) struct Saturated {
    /// One an effect, cohorts and periods ascending; sizes are weights of records.
    pub effects: Vec<CohortPeriod>,
    /// Position of its effect for each cell, beyond all of them where it has none.
    pub place: Arc<Vec<u32>>,
    /// Position of the effect among those that are not zero by definition.
    column: Vec<Option<usize>>,
    cohorts: usize,
}

/// No effect.
const NONE: u32 = u32::MAX;

/// The cells that take part, with the others in the account, and their positions. Cohorts that start after the data but may anticipate it are no reference
/// beside never-treated units.
pub(super) fn cells(all: &Cells, timing: &Timing) -> (Cells, Vec<usize>) {
    let never = timing.groups.iter().any(|group| group.start.is_none());
    let clean = |group: u32| !never || timing.groups[group as usize].estimated || timing.groups[group as usize].start.is_none();
    let positions: Vec<usize> = (0..all.len()).filter(|i| timing.cells.get(*i).is_ok_and(|(group, _)| clean(group))).collect();
    let mut cells = all.select(&positions);
    for (i, place) in timing.cells.iter().enumerate() {
        match place {
            Ok((group, _)) if clean(group) => {}
            Ok(_) => cells.account.drop_rows(DropReason::Other(Left::NoComparison.text()), all.records[i]),
            Err(left) => cells.account.drop_rows(left.reason(), all.records[i]),
        }
    }
    (cells, positions)
}

impl Saturated {
    /// The effects of the cohorts that are estimated, in the periods that `taken` says (of start and period); that of the base period is zero.
    pub(super) fn of(cells: &Cells, assignment: &Assignment, timing: &Timing, taken: impl Fn(Period, Period) -> bool) -> Result<Self> {
        let (cohort, period) = timing::starts(assignment)?;
        let mut bases: Vec<(Period, Period)> =
            timing.comparisons.iter().filter_map(|one| Some((timing.groups[one.group].start?, timing.periods[one.base]))).collect();
        bases.dedup();
        let periods = timing.periods.len();
        // One pass: sums by cohort and period.
        let mut sums: Vec<(f64, u64)> = vec![(0.0, 0); bases.len() * periods];
        let mut place = vec![NONE; cells.len()];
        for i in 0..cells.len() {
            let Cohort::TreatedFrom(start) = cohort[i] else { continue };
            let (Some(group), Ok(at)) = (bases.iter().position(|(known, _)| *known == start), timing.periods.binary_search(&period[i])) else { continue };
            if taken(start, period[i]) {
                let pair = group * periods + at;
                place[i] = pair as u32;
                sums[pair].0 += cells.weight[i];
                sums[pair].1 += cells.records[i];
            }
        }
        let mut out = Self { effects: Vec::new(), place: Arc::new(Vec::new()), column: Vec::new(), cohorts: bases.len() };
        let mut position = vec![NONE; sums.len()];
        let mut next = 0;
        for (pair, (size, records)) in sums.iter().enumerate().filter(|(_, (_, records))| *records > 0) {
            let (group, period) = (pair / periods, timing.periods[pair % periods]);
            let reference = bases[group].1 == period;
            position[pair] = out.effects.len() as u32;
            out.column.push((!reference).then_some(next));
            next += usize::from(!reference);
            // Only the weights of averages are used: estimates come from the regression.
            out.effects.push(CohortPeriod {
                group,
                start: bases[group].0,
                period,
                estimate: Some(0.0),
                reference,
                size: *size,
                units: (0, 0),
                records: *records,
            });
        }
        if out.effects.is_empty() {
            return Err(design::no_treated_group().into());
        }
        place.iter_mut().filter(|place| **place != NONE).for_each(|place| *place = position[*place as usize]);
        out.place = Arc::new(place);
        Ok(out)
    }

    /// Counts the units behind each effect.
    pub(super) fn count_units(&mut self, assignment: &Assignment) {
        let unit = |i: usize| assignment.unit.as_ref().map_or(i as u32, |unit| unit[i]);
        let mut pairs: Vec<(u32, u32)> = self.place.iter().enumerate().filter(|(_, place)| **place != NONE).map(|(i, place)| (*place, unit(i))).collect();
        pairs.sort_unstable();
        pairs.dedup();
        for (place, _) in pairs {
            if let Some(effect) = self.effects.get_mut(place as usize) {
                effect.units.0 += 1;
            }
        }
    }

    /// Adds the indicators; the position of the first one.
    pub(super) fn regressors(&self, regressors: &mut Vec<Regressor>) -> usize {
        let first = regressors.len();
        for (at, effect) in self.effects.iter().enumerate().filter(|(at, _)| self.column[*at].is_some()) {
            regressors.push(Regressor::level(format!("cohort {} period {}", effect.start.0, effect.period.0), &self.place, at as u32));
        }
        first
    }

    /// Position of an effect among the indicators; none where it is zero by definition.
    pub(super) fn column(&self, effect: usize) -> Option<usize> {
        self.column[effect]
    }

    /// How effects are averaged.
    pub(super) fn sizes(&self) -> Vec<f64> {
        mean_sizes(&self.effects, self.cohorts)
    }

    /// Rows of the result, with `weights` of regressors by effect, and those of them that test the time before the start.
    pub(super) fn plans(&self, settings: &DidSettings, weights: impl Fn(usize) -> Vec<(usize, f64)>) -> (Vec<EffectPlan>, Vec<usize>) {
        let rows = aggregate(&self.effects, &self.sizes(), Aggregation { window: settings.window, balance: settings.balance.map(i64::from) });
        let last_before = -1 - i64::from(settings.anticipation);
        let (mut plans, mut joint) = (Vec::new(), Vec::new());
        for row in rows {
            let mut weights: Vec<(usize, f64)> =
                row.weights.iter().flat_map(|(at, weight)| weights(*at).into_iter().map(move |(column, own)| (column, weight * own))).collect();
            if row.estimate.is_none() {
                // Nothing to average: undefined, like an effect whose regressor is lost.
                weights.push((usize::MAX, 1.0));
            }
            let before = row.key.kind == EffectKind::EventTime && row.key.event_time.is_some_and(|time| time.0 <= last_before);
            if before && !weights.is_empty() {
                joint.push(plans.len());
            }
            plans.push(EffectPlan { key: row.key, weights });
        }
        (plans, joint)
    }
}
