//! Two-way fixed effects: y[i,t] = α[i] + λ[t] + β·D[i,t] + x[i,t]'γ + ε[i,t].

mod card;

use super::regression::{self, Model, roles};
use super::{Card, Estimator, Method, MethodInput, arms};
use crate::error::Result;
use crate::estimate::{Estimate, Note};
use crate::linalg::Regressor;
use crate::text;

/// Two-way fixed effects.
pub(super) struct Twfe;

impl Estimator for Twfe {
    fn method(&self) -> Method {
        Method::Twfe
    }

    fn card(&self) -> Card {
        card::card()
    }

    fn estimate(&self, input: &MethodInput) -> Result<Estimate> {
        let factors = roles::two_way(input.settings);
        let starts = std::cell::Cell::new(0);
        let mut out = regression::estimate_panel(input, self.method(), &factors, |cells, assignment| {
            starts.set(assignment.starts().len());
            let mut regressors = roles::covariates(cells, input.settings);
            let target = regressors.len();
            for (name, treated) in arms::split(cells, input.settings, "att", &assignment.treated)? {
                regressors.push(Regressor::fixed(name, roles::indicator(&treated)));
            }
            let mut effects = arms::effects(input.settings, target);
            effects.extend((0..target).map(|at| roles::term(&regressors[at].name, at)));
            let whole = input.settings.arms.is_empty();
            let reassignment = if whole && input.settings.permute.is_some() { roles::redraw_starts(cells, input.settings, assignment, target) } else { None };
            Ok(Model { regressors, intercept: None, effects, target: whole.then_some(target), joint: None, reassignment })
        })?;
        if starts.get() > 1 {
            out.notes.push(staggered(starts.get()));
        }
        Ok(out)
    }
}

/// Starts that differ make two-way fixed effects compare with units that are treated already (Goodman-Bacon 2021).
pub(super) fn staggered(starts: usize) -> Note {
    Note::new(
        "staggered-starts",
        text!(
            "Program dimulai pada {starts} waktu yang berbeda. Efek tetap dua arah ikut membandingkan dengan unit yang sudah mengikuti program, sehingga dapat keliru bila dampak berubah menurut waktu atau gelombang.",
            "The program starts at {starts} different times. Two-way fixed effects then also compare with units that are treated already, and can mislead where effects change over time or between waves."
        ),
    )
}
