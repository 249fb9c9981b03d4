//! Sun and Abraham (2021): y[i,t] = α[i] + λ[t] + Σ δ[g,e]·1{cohort g}·1{t − g = e} + x[i,t]'γ + ε[i,t], with e ≠ the last period before the start, and
//! averages of δ by the shares of cohorts among the treated records.

mod card;

use super::assignment::Assignment;
use super::by::Subset;
use super::regression::{self, Model, roles};
use super::saturated::{self, Saturated};
use super::timing::{self, Choice, Timing};
use super::{Card, Estimator, Method, MethodInput};
use crate::design::BasePeriod;
use crate::error::Result;
use crate::estimate::Estimate;
use crate::panel::{Cells, RecordPass};

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
        let (cells, positions) = saturated::cells(input.cells, &timing);
        let subset = input.records.map(|records| Subset { records, positions: &positions, all: input.cells.len() });
        let part = MethodInput { cells: &cells, records: subset.as_ref().map(|subset| subset as &dyn RecordPass), ..*input };
        let factors = roles::two_way(settings);
        let mut out = regression::estimate(&part, self.method(), &factors, |cells, assignment| model(&part, cells, assignment, &timing))?;
        out.settings.insert("control".into(), serde_json::json!(timing.control));
        out.notes.extend(timing.notes);
        Ok(out)
    }
}

fn model(input: &MethodInput, cells: &Cells, assignment: &Assignment, timing: &Timing) -> Result<Model> {
    let settings = input.settings;
    let mut regressors = roles::covariates(cells, settings);
    let covariates = regressors.len();
    let saturated = Saturated::of(cells, assignment, timing, |_, _| true)?;
    let first = saturated.regressors(&mut regressors);
    let weights = |at: usize| saturated.column(at).map(|column| (first + column, 1.0)).into_iter().collect();
    let (mut effects, joint) = saturated.plans(settings, weights);
    effects.extend((0..covariates).map(|at| roles::term(&regressors[at].name, at)));
    Ok(Model { regressors, intercept: None, effects, target: None, joint: Some(("pre-trends", joint)), reassignment: None })
}
