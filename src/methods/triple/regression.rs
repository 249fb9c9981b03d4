//! The 2×2×2: y on group, time after, eligibility and all their products, whose coefficient of the triple product is the effect.

use super::eligible;
use crate::design::Treatment;
use crate::error::{Result, design, treatment};
use crate::estimate::Estimate;
use crate::linalg::Regressor;
use crate::methods::assignment::Assignment;
use crate::methods::regression::{self, Model, Reassignment, roles};
use crate::methods::{Method, MethodInput, arms};
use crate::panel::Cells;
use serde_json::{Value, json};

pub(super) fn estimate(input: &MethodInput) -> Result<Estimate> {
    let factors = roles::further_factors(input.settings, Vec::new());
    let means = std::cell::RefCell::new(Value::Null);
    let mut out = regression::estimate(input, Method::Triple, &factors, |cells, assignment| {
        let eligible = eligible(cells, input.settings.partition.as_deref())?;
        let Some(after) = &assignment.after else { return Err(design::missing_role("--post").into()) };
        let marks = Marks { group: assignment.group.clone(), after: after.clone(), eligible };
        *means.borrow_mut() = marks.means(cells)?;
        Ok(model(input, cells, assignment, &marks, factors.is_empty()))
    })?;
    out.parts.insert("means".into(), means.into_inner());
    Ok(out)
}

/// The three markers by cell.
struct Marks {
    group: Vec<bool>,
    after: Vec<bool>,
    eligible: Vec<bool>,
}

impl Marks {
    /// Means of the eight groups, the comparison before first. Error: one of them is empty.
    fn means(&self, cells: &Cells) -> Result<Value> {
        let mut rows = Vec::new();
        for code in 0..8_u8 {
            let (treated, eligible, late) = (code & 4 > 0, code & 2 > 0, code & 1 > 0);
            let here = |i: &usize| self.group[*i] == treated && self.eligible[*i] == eligible && self.after[*i] == late;
            let members: Vec<usize> = (0..cells.len()).filter(here).collect();
            if members.is_empty() {
                return Err(treatment::empty_eighth(treated, eligible, late).into());
            }
            let weight: f64 = members.iter().map(|i| cells.weight[*i]).sum();
            let mean = members.iter().map(|i| cells.weight[*i] * cells.mean[[*i, 0]]).sum::<f64>() / weight;
            let records: u64 = members.iter().map(|i| cells.records[*i]).sum();
            rows.push(json!({ "treated": treated, "eligible": eligible, "after": late, "records": records, "weight": weight, "mean": mean }));
        }
        Ok(Value::Array(rows))
    }
}

/// Products of 0/1 markers.
fn product(marks: &[&[bool]]) -> Vec<bool> {
    let n = marks.first().map_or(0, |mark| mark.len());
    (0..n).map(|i| marks.iter().all(|mark| mark[i])).collect()
}

fn model(input: &MethodInput, cells: &Cells, assignment: &Assignment, marks: &Marks, constant: bool) -> Model {
    let settings = input.settings;
    let (group, post) = match &settings.treatment {
        Treatment::GroupPost { group, post } => (group.as_str(), post.as_str()),
        Treatment::Cohort(_) | Treatment::Status(_) => ("group", "post"),
    };
    let part = settings.partition.as_deref().unwrap_or_default();
    let mut regressors = Vec::new();
    if constant {
        regressors.push(Regressor::fixed("intercept", vec![1.0; cells.len()]));
    }
    let first = regressors.len();
    let Marks { group: treated, after, eligible } = marks;
    let terms: [(String, &[&[bool]]); 6] = [
        (group.into(), &[treated]),
        (post.into(), &[after]),
        (part.into(), &[eligible]),
        (format!("{group}:{post}"), &[treated, after]),
        (format!("{group}:{part}"), &[treated, eligible]),
        (format!("{post}:{part}"), &[after, eligible]),
    ];
    for (name, marks) in terms {
        regressors.push(Regressor::fixed(name, roles::indicator(&product(marks))));
    }
    regressors.extend(roles::covariates(cells, settings));
    let target = regressors.len();
    regressors.push(Regressor::fixed("att", roles::indicator(&product(&[treated, after, eligible]))));
    let mut effects = arms::effects(settings, target);
    effects.extend((0..target).map(|at| roles::term(&regressors[at].name, at)));
    let reassignment = roles::redrawn(cells, settings, |i| u32::from(assignment.group[i])).map(|(codes, labels)| {
        let (after, eligible) = (after.clone(), eligible.clone());
        let values = move |labels: &[u32]| {
            let group: Vec<bool> = codes.iter().map(|code| labels[*code as usize] > 0).collect();
            let of = |marks: &[&[bool]]| roles::indicator(&product(marks));
            vec![(first, of(&[&group])), (first + 3, of(&[&group, &after])), (first + 4, of(&[&group, &eligible])), (target, of(&[&group, &after, &eligible]))]
        };
        Reassignment { labels, values: Box::new(values) }
    });
    Model { regressors, intercept: constant.then_some(0), effects, target: Some(target), joint: None, reassignment }
}
