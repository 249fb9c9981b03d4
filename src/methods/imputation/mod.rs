//! Borusyak, Jaravel and Spiess (2024): fit y = α[unit] + λ[period] + x'γ on the untreated, impute it for the treated, and average the differences.
//!
//! `untreated` has the model and the influence functions, `before` the coefficients before the start; averages, errors and bands are those of every
//! method with cohort-period effects.

mod before;
mod card;

use super::collapsed::Collapsed;
use super::untreated::{self, Begun, Centre, Imputed};
use super::{Card, DidSettings, Estimator, Method, MethodInput};
use crate::design::VarianceKind;
use crate::error::{Result, design};
use crate::estimate::{Estimate, Observations, cohort_results};
use crate::text;

/// The estimator.
pub(super) struct Imputation;

impl Estimator for Imputation {
    fn method(&self) -> Method {
        Method::Imputation
    }

    fn card(&self) -> Card {
        card::card()
    }

    fn estimate(&self, input: &MethodInput) -> Result<Estimate> {
        let settings = input.settings;
        let leave_out = leaves_out(settings)?;
        let variance = if leave_out { "leave-one-out" } else { "conservative" };
        // The mean of the others is one for each unit.
        let collapsed = if leave_out { None } else { Collapsed::of(input) };
        let input = &collapsed.as_ref().map_or(*input, |collapsed| collapsed.input(input));
        let Begun { mut out, timing, sample, fit } = Begun::of(input, collapsed.as_ref(), self.method(), variance)?;
        let centre = if leave_out { Centre::LeaveOneOut } else { Centre::Conservative };
        let imputed = Imputed::of(&timing, &sample, &fit, centre, None);
        if imputed.effects.iter().all(|effect| effect.estimate.is_none()) {
            return Err(design::not_identified("att", &settings.time.clone().unwrap_or_default()).into());
        }
        let mut parts = Default::default();
        let report = untreated::report(&mut out, settings, &timing, &sample, &imputed, &mut parts);
        let size = vec![0.0; sample.rows.len()];
        cohort_results(&mut out, &report, &imputed, &Observations { group: &sample.group, size: &size, grouping: sample.grouping() });
        // The joint test is that of the regression before the start.
        out.tests.clear();
        out.notes.extend(timing.notes.iter().cloned());
        out.notes.extend(untreated::collinear(&fit.dropped));
        out.notes.extend(untreated::undefined(&imputed.effects));
        before::append(&mut out, input, collapsed.as_ref(), &sample, &timing)?;
        Ok(out)
    }
}

/// Whether the leave-one-out form of the variance is asked for (`--vcov cr3`).
fn leaves_out(settings: &DidSettings) -> Result<bool> {
    match &settings.vcov {
        None | Some(VarianceKind::Cr0 | VarianceKind::Cr1 | VarianceKind::Hc0 | VarianceKind::Hc1) => Ok(false),
        Some(VarianceKind::Cr3) => Ok(true),
        Some(other) => {
            let why = text!(
                "metode ini memakai galat baku konservatif dari fungsi pengaruh; cr3 memakai bentuk tanpa-diri-sendiri",
                "this method has conservative errors from influence functions; cr3 gives their leave-one-out form"
            );
            Err(design::variance_not_available(other.word(), &why).into())
        }
    }
}
