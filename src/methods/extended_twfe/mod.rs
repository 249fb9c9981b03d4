//! Wooldridge (2021, 2023): a regression on cohort effects, period effects and an indicator of each treated cohort in each period, with covariates about
//! their cohort means interacted with all of them; effects are average margins over the treated.
//!
//! `margins` has the columns that both forms share, this file the linear form, `nonlinear` the exponential and the logistic one.

mod card;
mod margins;
mod nonlinear;

use super::assignment::Assignment;
use super::by::Subset;
use super::regression::{self, Absorbed, Model};
use super::saturated;
use super::timing::{self, Choice, Timing};
use super::{Card, DidSettings, Estimator, Method, MethodInput};
use crate::design::{BasePeriod, ControlGroup, Family, Treatment};
use crate::error::Result;
use crate::estimate::Estimate;
use crate::linalg::{Link, compact};
use crate::panel::{Cells, Cohort, Factor, Levels, Period, RecordPass};
use margins::Margins;

/// The estimator.
pub(super) struct ExtendedTwfe;

impl Estimator for ExtendedTwfe {
    fn method(&self) -> Method {
        Method::ExtendedTwfe
    }

    fn card(&self) -> Card {
        card::card()
    }

    fn estimate(&self, input: &MethodInput) -> Result<Estimate> {
        let settings = input.settings;
        let assignment = Assignment::read(input.cells, settings)?;
        let (cohort, period) = timing::starts(&assignment)?;
        let choice = Choice { control: settings.control, base: BasePeriod::Universal, anticipation: i64::from(settings.anticipation) };
        let timing = Timing::of(&cohort, &period, choice)?;
        let all = with_cohorts(input.cells, settings, &cohort, &period);
        let (cells, positions) = saturated::cells(&all, &timing);
        let subset = input.records.map(|records| Subset { records, positions: &positions, all: input.cells.len() });
        let part = MethodInput { cells: &cells, records: subset.as_ref().map(|subset| subset as &dyn RecordPass), ..*input };
        let factors = factors(settings);
        let mut out = match settings.family {
            Family::Gaussian => {
                // One slope of each covariate is counted by fixest though its levels say it already.
                let levels = |name: &String| cells.key(name).map_or(0, |key| compact(&key.codes).1.saturating_sub(1));
                let counted = settings.numeric_covariates().len() + settings.categorical_covariates().iter().map(levels).sum::<usize>();
                regression::estimate_margins(&part, self.method(), &factors, counted, |cells, assignment| linear(settings, cells, assignment, &timing))?
            }
            Family::Poisson => nonlinear::estimate(&part, &factors, &timing, Link::Log)?,
            Family::Logit => nonlinear::estimate(&part, &factors, &timing, Link::Logit)?,
        };
        out.settings.insert("control".into(), serde_json::json!(timing.control));
        out.notes.extend(timing.notes);
        Ok(out)
    }
}

/// Names of the keys of cohorts and periods.
fn key_names(settings: &DidSettings) -> (&str, &str) {
    match &settings.treatment {
        Treatment::Cohort(column) => (column, settings.time.as_deref().unwrap_or_default()),
        Treatment::Status(_) => ("cohort of start", settings.time.as_deref().unwrap_or_default()),
        Treatment::GroupPost { post, .. } => ("cohort of start", settings.time.as_deref().unwrap_or(post)),
    }
}

/// The cells with the cohort as a key, where the data say it in another way.
fn with_cohorts(cells: &Cells, settings: &DidSettings, cohort: &[Cohort], period: &[Period]) -> Cells {
    let mut out = cells.clone();
    let (name, _) = key_names(settings);
    if out.key(name).is_none() && period.len() == out.len() {
        let mut starts: Vec<i64> = cohort.iter().map(|cohort| if let Cohort::TreatedFrom(start) = cohort { start.0 } else { i64::MAX }).collect();
        let each = starts.clone();
        starts.sort_unstable();
        starts.dedup();
        let codes = each.iter().map(|start| starts.binary_search(start).unwrap_or(0) as u32).collect();
        out.keys.push(Factor { name: name.into(), codes, levels: Levels::Integer(starts) });
    }
    out
}

/// Cohort and period effects, and what was asked for besides. Units among these take the place of cohorts.
fn factors(settings: &DidSettings) -> Vec<Absorbed> {
    let (cohort, time) = key_names(settings);
    let by_unit = settings.unit.as_ref().is_some_and(|unit| settings.fixed_effects.contains(unit));
    let mut out: Vec<Absorbed> = Vec::new();
    let own = [cohort, time].into_iter().filter(|name| *name != cohort || !by_unit);
    for name in own.chain(settings.fixed_effects.iter().map(String::as_str)) {
        if !out.iter().any(|known| known.name == name) {
            out.push(Absorbed::effect(name));
        }
    }
    out
}

/// Whether a cohort has an effect of its own in a period: in all but the base where the never-treated alone are compared with, else from the start on.
fn taken(settings: &DidSettings, timing: &Timing) -> impl Fn(Period, Period) -> bool {
    let (ahead, all) = (i64::from(settings.anticipation), timing.control == ControlGroup::NeverTreated);
    move |start, period| all || period.0 >= start.0 - ahead
}

fn linear(settings: &DidSettings, cells: &Cells, assignment: &Assignment, timing: &Timing) -> Result<Model> {
    let margins = Margins::of(settings, cells, assignment, timing)?;
    let mut regressors = margins.slopes(cells);
    let first = margins.saturated.regressors(&mut regressors);
    let mut interactions = Vec::new();
    for effect in 0..margins.saturated.effects.len() {
        let at = regressors.len();
        regressors.extend(margins.own_slopes(effect));
        interactions.push(at);
    }
    let weights = |effect: usize| -> Vec<(usize, f64)> {
        let Some(column) = margins.saturated.column(effect) else { return Vec::new() };
        let slopes = margins.means(effect).into_iter().enumerate().map(|(j, mean)| (interactions[effect] + j, mean));
        std::iter::once((first + column, 1.0)).chain(slopes).collect()
    };
    let (effects, joint) = margins.saturated.plans(settings, weights);
    Ok(Model { regressors, intercept: None, effects, target: None, joint: Some(("pre-trends", joint)), reassignment: None })
}
