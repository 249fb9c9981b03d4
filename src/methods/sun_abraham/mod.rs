//! Sun and Abraham (2021): y[i,t] = α[i] + λ[t] + Σ δ[g,e]·1{cohort g}·1{t − g = e} + x[i,t]'γ + ε[i,t], with e ≠ the last period before the start, and
//! averages of δ by the shares of cohorts among the treated records.

mod card;

use super::assignment::Assignment;
use super::by::Subset;
use super::regression::{self, EffectPlan, Model, roles};
use super::timing::{self, Choice, Left, Timing};
use super::{Card, Estimator, Method, MethodInput};
use crate::design::BasePeriod;
use crate::error::{Result, design};
use crate::estimate::{Aggregation, CohortPeriod, EffectKind, Estimate, aggregate, mean_sizes};
use crate::linalg::Regressor;
use crate::panel::{Cells, Cohort, DropReason, Period, RecordPass};

/// The interaction-weighted estimator.
pub(super) struct SunAbraham;

impl Estimator for SunAbraham {
    fn method(&self) -> Method {
        Method::SunAbraham
    }

    fn card(&self) -> Card {
        card::card()
    }

    fn estimate(&self, input: &MethodInput) -> Result<Estimate> {
        let settings = input.settings;
        let assignment = Assignment::read(input.cells, settings)?;
        let (cohort, period) = timing::starts(&assignment)?;
        // One base a cohort, whatever --base says: the regression has one reference.
        let choice = Choice { control: settings.control, base: BasePeriod::Universal, anticipation: i64::from(settings.anticipation) };
        let timing = Timing::of(&cohort, &period, choice)?;
        let never = timing.groups.iter().any(|group| group.start.is_none());
        // Cohorts that start after the data but may anticipate it are no reference beside never-treated units.
        let clean = |group: u32| !never || timing.groups[group as usize].estimated || timing.groups[group as usize].start.is_none();
        let positions: Vec<usize> = (0..cohort.len()).filter(|i| timing.cells[*i].is_ok_and(|(group, _)| clean(group))).collect();
        let mut cells = input.cells.select(&positions);
        for (i, place) in timing.cells.iter().enumerate() {
            match place {
                Ok((group, _)) if clean(*group) => {}
                Ok(_) => cells.account.drop_rows(DropReason::Other(Left::NoComparison.text()), input.cells.records[i]),
                Err(Left::AlwaysTreated) => cells.account.drop_rows(DropReason::AlwaysTreated, input.cells.records[i]),
                Err(left) => cells.account.drop_rows(DropReason::Other(left.text()), input.cells.records[i]),
            }
        }
        let subset = input.records.map(|records| Subset { records, positions: &positions, all: input.cells.len() });
        let part = MethodInput { cells: &cells, records: subset.as_ref().map(|subset| subset as &dyn RecordPass), ..*input };
        let factors = roles::two_way(settings);
        let mut out = regression::estimate(&part, self.method(), &factors, |cells, assignment| model(&part, cells, assignment, &timing))?;
        out.settings.insert("control".into(), serde_json::json!(timing.control));
        out.notes.extend(timing.notes);
        Ok(out)
    }
}

/// The base period of each cohort.
fn bases(timing: &Timing) -> Vec<(Period, Period)> {
    let mut out: Vec<(Period, Period)> =
        timing.comparisons.iter().filter_map(|one| Some((timing.groups[one.group].start?, timing.periods[one.base]))).collect();
    out.dedup();
    out
}

fn model(input: &MethodInput, cells: &Cells, assignment: &Assignment, timing: &Timing) -> Result<Model> {
    let settings = input.settings;
    let (cohort, period) = timing::starts(assignment)?;
    let bases = bases(timing);
    let mut pairs: Vec<(Period, Period)> = cohort
        .iter()
        .zip(&period)
        .filter_map(|(cohort, period)| match cohort {
            Cohort::TreatedFrom(start) if bases.iter().any(|(known, _)| known == start) => Some((*start, *period)),
            _ => None,
        })
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    if pairs.is_empty() {
        return Err(design::no_treated_group().into());
    }
    let mut regressors = roles::covariates(cells, settings);
    let covariates = regressors.len();
    let mut effects: Vec<CohortPeriod> = Vec::new();
    let mut columns: Vec<Option<usize>> = Vec::new();
    for (start, at) in pairs {
        let group = bases.iter().position(|(known, _)| *known == start).unwrap_or(0);
        let here: Vec<bool> = cohort.iter().zip(&period).map(|(cohort, period)| *cohort == Cohort::TreatedFrom(start) && *period == at).collect();
        let sum = |values: &dyn Fn(usize) -> f64| here.iter().enumerate().filter(|(_, here)| **here).map(|(i, _)| values(i)).sum::<f64>();
        let reference = bases[group].1 == at;
        columns.push((!reference).then_some(regressors.len()));
        if !reference {
            regressors.push(Regressor::fixed(format!("cohort {} period {}", start.0, at.0), roles::indicator(&here)));
        }
        let records = sum(&|i| cells.records[i] as f64) as u64;
        // Only the weights of the averages are used: the estimates come from the regression.
        effects.push(CohortPeriod { group, start, period: at, estimate: Some(0.0), reference, size: sum(&|i| cells.weight[i]), units: (0, 0), records });
    }
    let sizes = mean_sizes(&effects, bases.len());
    let rows = aggregate(&effects, &sizes, Aggregation { window: settings.window, balance: settings.balance.map(i64::from) });
    let last_before = -1 - i64::from(settings.anticipation);
    let mut joint = Vec::new();
    let mut plans: Vec<EffectPlan> = Vec::new();
    for row in rows {
        let weights: Vec<(usize, f64)> = row.weights.iter().filter_map(|(at, weight)| columns[*at].map(|column| (column, *weight))).collect();
        let before = row.key.kind == EffectKind::EventTime && row.key.event_time.is_some_and(|time| time.0 <= last_before);
        if before && !weights.is_empty() {
            joint.push(plans.len());
        }
        plans.push(EffectPlan { key: row.key, weights });
    }
    plans.extend((0..covariates).map(|at| roles::term(&regressors[at].name, at)));
    Ok(Model { regressors, intercept: None, effects: plans, target: None, joint: Some(("pre-trends", joint)), reassignment: None })
}
