//! Wing, Freedman and Hollingsworth (2024): one sub-experiment a start, of the units that start then and of units that stay untreated all through its
//! window, stacked; y = α[treated] + λ[e] + Σ δ[e]·1{treated}·1{event time e} + x'γ + ε, e ≠ the last period before the start.
//!
//! In each event time comparison units of a sub-experiment get the weight (share of its treated among all treated) / (share of its comparison units
//! among all comparison units): without it the regression would weigh sub-experiments by how many comparison units they happen to have. The same unit
//! may stand in several sub-experiments, so errors are clustered by unit or above.

mod card;
mod notes;

use super::assignment::Assignment;
use super::derived::{self, Derived, integers};
use super::event_window::{self, Start, Window};
use super::regression::{self, Absorbed, EffectPlan, Model, roles};
use super::timing;
use super::{Card, Estimator, Method, MethodInput};
use crate::design::{ControlGroup, check_finite};
use crate::error::{Result, design};
use crate::estimate::{EffectKey, EffectKind, Estimate};
use crate::linalg::Regressor;
use crate::panel::{Cells, Cohort, DropReason, EventTime, Period};
use crate::text;
use serde_json::json;

/// Key of the treated of a sub-experiment.
const TREATED: &str = "(treated)";
/// Key of event times.
const EVENT: &str = "(event time)";

/// The estimator.
pub(super) struct Stacked;

impl Estimator for Stacked {
    fn method(&self) -> Method {
        Method::Stacked
    }

    fn card(&self) -> Card {
        card::card()
    }

    fn estimate(&self, input: &MethodInput) -> Result<Estimate> {
        let settings = input.settings;
        if !settings.variance().is_clustered() {
            let why = text!(
                "unit yang sama ada di beberapa sub-percobaan; beri --unit atau --cluster",
                "the same unit stands in several sub-experiments; give --unit or --cluster"
            );
            return Err(design::variance_not_available("hc/iid", &why).into());
        }
        check_finite(input.cells)?;
        let assignment = Assignment::read(input.cells, settings)?;
        assignment.check()?;
        let (cohort, period) = timing::starts(&assignment)?;
        let stack = Stack::of(input, &cohort, &period)?;
        let cells = stack.cells(input.cells, &cohort);
        let own = derived::settings(settings);
        let part = MethodInput { cells: &cells, records: None, settings: &own, ..*input };
        let factors = roles::further_factors(settings, vec![Absorbed::effect(TREATED), Absorbed::effect(EVENT)]);
        let mut out = regression::fitted(&part, self.method(), &factors, true, None, |cells, _| Ok(stack.model(&part, cells)))?;
        stack.describe(&mut out, input);
        Ok(out)
    }
}

/// Rows of the stack.
struct Stack {
    window: Window,
    /// Event times that the overall effect averages over.
    after: (i64, i64),
    ahead: i64,
    never_only: bool,
    starts: Vec<Start>,
    rows: Vec<usize>,
    start: Vec<Period>,
    treated: Vec<bool>,
    event: Vec<i64>,
    factor: Vec<f64>,
    /// Cells that are in no sub-experiment, and the always treated among them.
    left: Vec<(usize, bool)>,
}

impl Stack {
    fn of(input: &MethodInput, cohort: &[Cohort], period: &[Period]) -> Result<Self> {
        let (settings, weight) = (input.settings, &input.cells.weight);
        let ahead = i64::from(settings.anticipation);
        let never_only = settings.control == Some(ControlGroup::NeverTreated);
        let last = period.iter().max().copied().unwrap_or(Period(0));
        let outside = |cohort: &Cohort| matches!(cohort, Cohort::TreatedFrom(start) if start.0 > last.0 + ahead) || *cohort == Cohort::NeverTreated;
        if never_only && !cohort.iter().any(outside) {
            return Err(design::no_never_treated().into());
        }
        let all = event_window::starts(cohort, period, weight, ahead, never_only);
        let window = match settings.window {
            Some(asked) => event_window::asked(asked, ahead),
            None => event_window::widest(&all, ahead).ok_or_else(|| design::no_sub_experiment(None))?,
        };
        let starts: Vec<Start> = all.into_iter().filter(|start| window.fits(start)).collect();
        if starts.is_empty() {
            return Err(design::no_sub_experiment(Some((-window.before, window.after))).into());
        }
        let after = settings.window.map_or((0, window.after), |(from, _)| (from.clamp(0, window.after), window.after));
        let mut out = Self {
            window,
            after,
            ahead,
            never_only,
            starts,
            rows: Vec::new(),
            start: Vec::new(),
            treated: Vec::new(),
            event: Vec::new(),
            factor: Vec::new(),
            left: Vec::new(),
        };
        let mut used = vec![false; cohort.len()];
        for start in out.starts.clone() {
            let clean = |cohort: &Cohort| match cohort {
                Cohort::NeverTreated => true,
                Cohort::TreatedFrom(other) if never_only => other.0 > last.0 + ahead,
                Cohort::TreatedFrom(other) => other.0 > start.period.0 + window.after + ahead,
            };
            for i in (0..cohort.len()).filter(|i| weight[*i] > 0.0) {
                let event = period[i].0 - start.period.0;
                let treated = cohort[i] == Cohort::TreatedFrom(start.period);
                if (-window.before..=window.after).contains(&event) && (treated || clean(&cohort[i])) {
                    out.rows.push(i);
                    out.start.push(start.period);
                    out.treated.push(treated);
                    out.event.push(event);
                    used[i] = true;
                }
            }
        }
        let first = period.iter().min().copied().unwrap_or(Period(0));
        out.left = (0..cohort.len()).filter(|i| weight[*i] > 0.0 && !used[*i]).map(|i| (i, cohort[i].treated_in(first))).collect();
        out.weigh(weight);
        Ok(out)
    }

    /// Corrective weights by sub-experiment and event time; comparison rows beside no treated unit leave.
    fn weigh(&mut self, weight: &[f64]) {
        let mut all = std::collections::BTreeMap::new();
        let mut own = std::collections::BTreeMap::new();
        for (at, row) in self.rows.iter().enumerate() {
            *all.entry((self.event[at], self.treated[at])).or_insert(0.0) += weight[*row];
            *own.entry((self.event[at], self.start[at], self.treated[at])).or_insert(0.0) += weight[*row];
        }
        let share = |event: i64, start: Period, treated: bool| -> f64 {
            let total: f64 = all.get(&(event, treated)).copied().unwrap_or(0.0);
            if total > 0.0 { own.get(&(event, start, treated)).copied().unwrap_or(0.0) / total } else { 0.0 }
        };
        let factor =
            |at: usize| if self.treated[at] { 1.0 } else { share(self.event[at], self.start[at], true) / share(self.event[at], self.start[at], false) };
        let factors: Vec<f64> = (0..self.rows.len()).map(factor).collect();
        let keep: Vec<usize> = (0..self.rows.len()).filter(|at| factors[*at] > 0.0).collect();
        self.factor = keep.iter().map(|at| factors[*at]).collect();
        self.rows = keep.iter().map(|at| self.rows[*at]).collect();
        self.start = keep.iter().map(|at| self.start[*at]).collect();
        self.treated = keep.iter().map(|at| self.treated[*at]).collect();
        self.event = keep.iter().map(|at| self.event[*at]).collect();
    }

    /// The stack as cells.
    fn cells(&self, from: &Cells, cohort: &[Cohort]) -> Cells {
        let marks: Vec<i64> = self.treated.iter().map(|treated| i64::from(*treated)).collect();
        let keys = vec![integers(TREATED, &marks), integers(EVENT, &self.event)];
        let mut out = Derived { rows: self.rows.clone(), factor: Some(self.factor.clone()), outcome: None, keys }.cells(from, cohort, true);
        for (i, always) in &self.left {
            let reason = if *always { DropReason::AlwaysTreated } else { DropReason::Other(notes::outside()) };
            out.account.drop_rows(reason, from.records[*i]);
        }
        out
    }

    fn model(&self, input: &MethodInput, cells: &Cells) -> Model {
        let mut regressors = roles::covariates(cells, input.settings);
        let covariates = regressors.len();
        let value = |name: &str| -> Vec<i64> {
            let Some(key) = cells.key(name) else { return Vec::new() };
            key.codes.iter().map(|code| key.levels.value(*code).map_or(0, |value| value as i64)).collect()
        };
        let (treated, event) = (value(TREATED), value(EVENT));
        let reference = -1 - self.ahead;
        let mut times = event.clone();
        times.sort_unstable();
        times.dedup();
        let (mut dynamic, mut joint, mut averaged) = (Vec::new(), Vec::new(), Vec::new());
        for time in times {
            let mut weights = Vec::new();
            if time != reference {
                weights.push((regressors.len(), 1.0));
                let here: Vec<bool> = treated.iter().zip(&event).map(|(treated, event)| *treated == 1 && *event == time).collect();
                regressors.push(Regressor::fixed(format!("event-time {time}"), roles::indicator(&here)));
                if time < reference {
                    // Row 0 of the result is the average.
                    joint.push(dynamic.len() + 1);
                }
            }
            if (self.after.0..=self.after.1).contains(&time) {
                averaged.extend(weights.first().map(|(at, _)| *at));
            }
            let key = EffectKey { event_time: Some(EventTime(time)), ..EffectKey::new(EffectKind::EventTime, "att") };
            dynamic.push(EffectPlan { key, weights });
        }
        let share = 1.0 / averaged.len().max(1) as f64;
        let average = averaged.into_iter().map(|at| (at, share)).collect();
        let mut effects = vec![EffectPlan { key: EffectKey::new(EffectKind::Overall, "att"), weights: average }];
        effects.extend(dynamic);
        effects.extend((0..covariates).map(|at| roles::term(&regressors[at].name, at)));
        Model { regressors, intercept: None, effects, target: None, joint: Some(("pre-trends", joint)), reassignment: None }
    }

    /// Choices as they were resolved, the sub-experiments, and rows that are really there.
    fn describe(&self, out: &mut Estimate, input: &MethodInput) {
        let (cells, settings) = (input.cells, input.settings);
        out.settings = settings.to_map(Method::Stacked);
        out.settings.insert("control".into(), json!(if self.never_only { ControlGroup::NeverTreated } else { ControlGroup::NotYetTreated }));
        out.settings.insert("window".into(), json!([-self.window.before, self.window.after]));
        let stacked = out.sample.rows_used;
        let mut there = vec![false; cells.len()];
        self.rows.iter().for_each(|row| there[*row] = true);
        out.sample.rows_used = cells.records.iter().zip(there).filter(|(_, there)| *there).map(|(records, _)| records).sum();
        let unit = settings.unit.as_deref().and_then(|name| cells.key(name));
        let count = |start: &Start, treated: bool| {
            let mine = |at: &usize| self.start[*at] == start.period && self.treated[*at] == treated;
            let mut codes: Vec<u64> = match unit {
                Some(unit) => (0..self.rows.len()).filter(mine).map(|at| u64::from(unit.codes[self.rows[at]])).collect(),
                None => return (0..self.rows.len()).filter(mine).map(|at| cells.records[self.rows[at]]).sum::<u64>(),
            };
            codes.sort_unstable();
            codes.dedup();
            codes.len() as u64
        };
        let parts: Vec<serde_json::Value> = self
            .starts
            .iter()
            .map(|start| json!({ "start": out.scale.json(start.period), "units": count(start, true), "comparison_units": count(start, false) }))
            .collect();
        out.parts.insert("sub_experiments".into(), json!(parts));
        out.parts.insert("stacked_rows".into(), stacked.into());
        out.notes.push(notes::stack(self.starts.len(), self.window, settings.window.is_none()));
    }
}
