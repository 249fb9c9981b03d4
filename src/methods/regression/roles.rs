//! Regressors, factors and reassignments that the regression methods share.

use super::model::{Absorbed, EffectPlan, Reassignment};
use crate::design::Treatment;
use crate::estimate::{EffectKey, EffectKind};
use crate::linalg::{Regressor, compact};
use crate::methods::DidSettings;
use crate::methods::assignment::Assignment;
use crate::panel::Cells;

/// Numeric covariates as regressors, in the order of the settings.
pub(in crate::methods) fn covariates(cells: &Cells, settings: &DidSettings) -> Vec<Regressor> {
    let position = |name: &String| cells.variables.iter().position(|variable| variable == name).filter(|at| *at > 0);
    settings.numeric_covariates().iter().filter_map(|name| position(name).map(|at| Regressor::variable(name, at))).collect()
}

/// The effect of one regressor, as a term.
pub(in crate::methods) fn term(name: &str, regressor: usize) -> EffectPlan {
    EffectPlan { key: EffectKey::new(EffectKind::Term, name), weights: vec![(regressor, 1.0)] }
}

/// Further absorbed factors: fixed effects and covariates in levels, each once.
pub(in crate::methods) fn further_factors(settings: &DidSettings, mut factors: Vec<Absorbed>) -> Vec<Absorbed> {
    for name in &settings.fixed_effects {
        if !factors.iter().any(|factor| factor.name == *name) {
            factors.push(Absorbed::effect(name));
        }
    }
    for name in settings.categorical_covariates() {
        if !factors.iter().any(|factor| factor.name == name) {
            factors.push(Absorbed::covariate(&name));
        }
    }
    factors
}

/// Two-way effects: unit (or the treatment group, where there is no unit) and period (or before/after).
pub(in crate::methods) fn two_way(settings: &DidSettings) -> Vec<Absorbed> {
    let (group, post) = match &settings.treatment {
        Treatment::GroupPost { group, post } => (group, Some(post)),
        Treatment::Cohort(column) | Treatment::Status(column) => (column, None),
    };
    let unit = settings.unit.as_ref().unwrap_or(group);
    let time = settings.time.as_ref().or(post);
    further_factors(settings, std::iter::once(unit).chain(time).map(|name| Absorbed::effect(name)).collect())
}

/// 0/1 as numbers.
pub(in crate::methods) fn indicator(values: &[bool]) -> Vec<f64> {
    values.iter().map(|value| f64::from(u8::from(*value))).collect()
}

/// The clusters (or units) whose treatment can be redrawn: code by cell, and one label a cluster. None where the treatment is not constant in them.
pub(in crate::methods) fn redrawn(cells: &Cells, settings: &DidSettings, label: impl Fn(usize) -> u32) -> Option<(Vec<u32>, Vec<u32>)> {
    let column = settings.clusters().first().cloned().or_else(|| settings.unit.clone())?;
    let (codes, count) = compact(&cells.key(&column)?.codes);
    let mut labels: Vec<Option<u32>> = vec![None; count];
    for (i, code) in codes.iter().enumerate() {
        if *labels[*code as usize].get_or_insert(label(i)) != label(i) {
            return None;
        }
    }
    Some((codes, labels.into_iter().flatten().collect()))
}

/// Reassignment of whole treatment paths: each cluster takes the start of another one.
pub(in crate::methods) fn redraw_starts(cells: &Cells, settings: &DidSettings, assignment: &Assignment, target: usize) -> Option<Reassignment> {
    let (Some(cohort), Some(period)) = (&assignment.cohort, &assignment.period) else { return None };
    let mut starts = cohort.clone();
    starts.sort_by_key(|cohort| match cohort {
        crate::panel::Cohort::TreatedFrom(start) => start.0,
        crate::panel::Cohort::NeverTreated => i64::MAX,
    });
    starts.dedup();
    let label = |i: usize| starts.iter().position(|start| *start == cohort[i]).map_or(0, |at| at as u32);
    let (codes, labels) = redrawn(cells, settings, label)?;
    let period = period.clone();
    let values = move |labels: &[u32]| {
        let treated = codes.iter().zip(&period).map(|(code, period)| starts[labels[*code as usize] as usize].treated_in(*period));
        vec![(target, treated.map(|treated| f64::from(u8::from(treated))).collect())]
    };
    Some(Reassignment { labels, values: Box::new(values) })
}
