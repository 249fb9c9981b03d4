//! Two groups, two times: y = α + γ·group + λ·after + β·group·after + x'δ + ε, and the four means behind it.

mod card;

use super::assignment::Assignment;
use super::regression::{self, Model, Reassignment, roles};
use super::{Card, Estimator, Method, MethodInput, arms};
use crate::design::Treatment;
use crate::error::{Result, design};
use crate::estimate::Estimate;
use crate::linalg::Regressor;
use crate::panel::{Cells, packed_index};
use serde_json::{Value, json};

/// The 2×2 comparison of changes.
pub(super) struct TwoByTwo;

impl Estimator for TwoByTwo {
    fn method(&self) -> Method {
        Method::TwoByTwo
    }

    fn card(&self) -> Card {
        card::card()
    }

    fn estimate(&self, input: &MethodInput) -> Result<Estimate> {
        let factors = roles::further_factors(input.settings, Vec::new());
        let means = std::cell::RefCell::new(Value::Null);
        let mut out = regression::estimate(input, self.method(), &factors, |cells, assignment| {
            let after = after(assignment)?;
            check_cells(&assignment.group, &after)?;
            *means.borrow_mut() = group_means(cells, &assignment.group, &after);
            model(input, cells, assignment, &after, factors.is_empty())
        })?;
        out.parts.insert("means".into(), means.into_inner());
        Ok(out)
    }
}

/// After the start: as marked, else the later of exactly two periods.
fn after(assignment: &Assignment) -> Result<Vec<bool>> {
    if let Some(after) = &assignment.after {
        return Ok(after.clone());
    }
    let Some(period) = &assignment.period else { return Err(design::missing_role("--time").into()) };
    let mut periods = period.clone();
    periods.sort_unstable();
    periods.dedup();
    match periods.as_slice() {
        [_, last] => Ok(period.iter().map(|period| period == last).collect()),
        _ => Err(design::two_periods_needed(periods.len()).into()),
    }
}

fn check_cells(group: &[bool], after: &[bool]) -> Result<()> {
    for (treated, late) in [(true, true), (true, false), (false, true), (false, false)] {
        if !group.iter().zip(after).any(|(group, after)| *group == treated && *after == late) {
            return Err(design::empty_cell(treated, late).into());
        }
    }
    Ok(())
}

/// Names of the two markers in the result.
fn marker_names(input: &MethodInput) -> (String, String) {
    match &input.settings.treatment {
        Treatment::GroupPost { group, post } => (group.clone(), post.clone()),
        Treatment::Cohort(_) | Treatment::Status(_) => ("group".into(), "post".into()),
    }
}

fn model(input: &MethodInput, cells: &Cells, assignment: &Assignment, after: &[bool], constant: bool) -> Result<Model> {
    let (group_name, post_name) = marker_names(input);
    let both: Vec<bool> = assignment.group.iter().zip(after).map(|(group, after)| *group && *after).collect();
    let mut regressors = Vec::new();
    if constant {
        regressors.push(Regressor::fixed("intercept", vec![1.0; cells.len()]));
    }
    let group_at = regressors.len();
    let (settings, whole) = (input.settings, input.settings.arms.is_empty());
    for (name, group) in arms::split(cells, settings, &group_name, &assignment.group)? {
        regressors.push(Regressor::fixed(name, roles::indicator(&group)));
    }
    regressors.push(Regressor::fixed(post_name, roles::indicator(after)));
    regressors.extend(roles::covariates(cells, input.settings));
    let target = regressors.len();
    for (name, both) in arms::split(cells, settings, "att", &both)? {
        regressors.push(Regressor::fixed(name, roles::indicator(&both)));
    }

    let mut effects = arms::effects(settings, target);
    effects.extend((0..target).map(|at| roles::term(&regressors[at].name, at)));
    let labels = if whole { roles::redrawn(cells, input.settings, |i| u32::from(assignment.group[i])) } else { None };
    let reassignment = labels.map(|(codes, labels)| {
        let after = after.to_vec();
        let values = move |labels: &[u32]| {
            let group: Vec<f64> = codes.iter().map(|code| f64::from(labels[*code as usize])).collect();
            let both = group.iter().zip(&after).map(|(group, after)| if *after { *group } else { 0.0 }).collect();
            vec![(group_at, group), (target, both)]
        };
        Reassignment { labels, values: Box::new(values) }
    });
    Ok(Model { regressors, intercept: constant.then_some(0), effects, target: whole.then_some(target), joint: None, reassignment })
}

/// Mean, standard deviation and its error of the outcome in the four groups, comparison before first.
fn group_means(cells: &Cells, group: &[bool], after: &[bool]) -> Value {
    let outcome = packed_index(cells.variables.len(), 0, 0);
    let mut rows = Vec::new();
    for (treated, late) in [(false, false), (false, true), (true, false), (true, true)] {
        let members: Vec<usize> = (0..cells.len()).filter(|i| group[*i] == treated && after[*i] == late).collect();
        let records: u64 = members.iter().map(|i| cells.records[*i]).sum();
        let weight: f64 = members.iter().map(|i| cells.weight[*i]).sum();
        let mean = members.iter().map(|i| cells.weight[*i] * cells.mean[[*i, 0]]).sum::<f64>() / weight;
        let square: f64 = members.iter().map(|i| cells.weight[*i] * (cells.mean[[*i, 0]] - mean).powi(2) + cells.cross[[*i, outcome]]).sum();
        // Weighted: Σw plays the part of n, so that weights that are counts give the spread of the counted records.
        let deviation = (weight > 1.0).then(|| (square / (weight - 1.0)).sqrt());
        rows.push(json!({
            "treated": treated, "after": late, "records": records, "weight": weight, "mean": mean,
            "sd": deviation, "std_error": deviation.map(|sd| sd / weight.sqrt()),
        }));
    }
    Value::Array(rows)
}
