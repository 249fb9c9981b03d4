//! Effects by periods since the start: y[i,t] = α[i] + λ[t] + Σ β[e]·1{t − start[i] = e} + x[i,t]'γ + ε[i,t], e ≠ reference.

mod card;

use super::assignment::Assignment;
use super::regression::{self, EffectPlan, Model, roles};
use super::{Card, Estimator, Method, MethodInput, twfe};
use crate::error::{Result, design};
use crate::estimate::{EffectKey, EffectKind, Estimate, Note};
use crate::linalg::Regressor;
use crate::panel::{Cells, EventTime};
use crate::text;

/// The two-way fixed-effects event study.
pub(super) struct EventStudy;

impl Estimator for EventStudy {
    fn method(&self) -> Method {
        Method::EventStudy
    }

    fn card(&self) -> Card {
        card::card()
    }

    fn estimate(&self, input: &MethodInput) -> Result<Estimate> {
        let factors = roles::two_way(input.settings);
        let notes = std::cell::RefCell::new(Vec::new());
        let mut out = regression::estimate_panel(input, self.method(), &factors, |cells, assignment| {
            let times = Times::of(input, assignment)?;
            *notes.borrow_mut() = times.notes(input, assignment);
            Ok(model(input, cells, &times))
        })?;
        out.notes.append(&mut notes.into_inner());
        Ok(out)
    }
}

/// Event times in the data and which of them stand for zero.
struct Times {
    by_cell: Vec<Option<EventTime>>,
    all: Vec<EventTime>,
    reference: EventTime,
    /// Left out besides the reference where no unit is never treated: without it the path is known only up to a line.
    second: Option<EventTime>,
}

impl Times {
    fn of(input: &MethodInput, assignment: &Assignment) -> Result<Self> {
        let (Some(cohort), Some(period)) = (&assignment.cohort, &assignment.period) else { return Err(design::missing_role("--time").into()) };
        let by_cell: Vec<Option<EventTime>> = cohort.iter().zip(period).map(|(cohort, period)| cohort.event_time(*period)).collect();
        let mut all: Vec<EventTime> = by_cell.iter().flatten().copied().collect();
        all.sort_unstable();
        all.dedup();
        let wanted = -1 - i64::from(input.settings.anticipation);
        let reference = all.iter().copied().filter(|time| time.0 <= wanted).max().ok_or_else(design::no_period_before)?;
        let everyone = by_cell.iter().all(Option::is_some);
        let second = all.first().copied().filter(|first| everyone && *first != reference);
        Ok(Self { by_cell, all, reference, second })
    }

    fn is_zero(&self, time: EventTime) -> bool {
        time == self.reference || Some(time) == self.second
    }

    fn notes(&self, input: &MethodInput, assignment: &Assignment) -> Vec<Note> {
        let mut notes = Vec::new();
        let starts = assignment.starts().len();
        if starts > 1 {
            notes.push(twfe::staggered(starts));
        }
        let (reference, wanted) = (self.reference.0, -1 - i64::from(input.settings.anticipation));
        if reference != wanted {
            notes.push(Note::new(
                "reference-moved",
                text!(
                    "Tidak ada data pada waktu kejadian {wanted}; acuannya {reference}.",
                    "There are no data at event time {wanted}; the reference is {reference}."
                ),
            ));
        }
        if let Some(EventTime(second)) = self.second {
            notes.push(Note::new(
                "no-never-treated",
                text!(
                    "Semua unit akhirnya mengikuti program, sehingga waktu kejadian {second} juga dijadikan acuan.",
                    "Every unit is treated in the end, so event time {second} is a reference as well."
                ),
            ));
        }
        notes
    }
}

fn model(input: &MethodInput, cells: &Cells, times: &Times) -> Model {
    let settings = input.settings;
    let mut regressors = roles::covariates(cells, settings);
    let covariates = regressors.len();
    let (mut dynamic, mut joint, mut after) = (Vec::new(), Vec::new(), Vec::new());
    let last_before = -1 - i64::from(settings.anticipation);
    for time in &times.all {
        let mut key = EffectKey::new(EffectKind::EventTime, "att");
        key.event_time = Some(*time);
        let mut weights = Vec::new();
        if !times.is_zero(*time) {
            weights.push((regressors.len(), 1.0));
            let here: Vec<bool> = times.by_cell.iter().map(|cell| *cell == Some(*time)).collect();
            regressors.push(Regressor::fixed(format!("event-time {}", time.0), roles::indicator(&here)));
            if time.0 <= last_before {
                // Row 0 of the result is the average.
                joint.push(dynamic.len() + 1);
            }
        }
        let (from, to) = settings.window.unwrap_or((0, i64::MAX));
        if (from..=to).contains(&time.0) {
            after.push(weights.first().map(|(at, _)| *at));
        }
        dynamic.push(EffectPlan { key, weights });
    }
    let share = 1.0 / after.len().max(1) as f64;
    let average = after.iter().flatten().map(|at| (*at, share)).collect();
    let mut effects = vec![EffectPlan { key: EffectKey::new(EffectKind::Overall, "att"), weights: average }];
    effects.extend(dynamic);
    effects.extend((0..covariates).map(|at| roles::term(&regressors[at].name, at)));
    Model { regressors, intercept: None, effects, target: None, joint: Some(("pre-trends", joint)), reassignment: None }
}
