//! Gardner (2022): fit y = α[unit] + λ[period] + x'γ on the untreated, take it out of all observations, and regress what is left on indicators of
//! treatment. The errors are those of both steps as one system of moments (GMM), by cluster.
//!
//! Indicators of one regression never overlap, so its coefficients are means of τ̂ = y − ŷ(0) over the observations that they mark, and every
//! second step (overall, event times, cohorts, periods) is an average of cohort-period means by observations.

mod card;

use super::collapsed::Collapsed;
use super::untreated::{self, Begun, Centre, Imputed};
use super::{Card, DidSettings, Estimator, Method, MethodInput};
use crate::design::VarianceKind;
use crate::error::{Result, design};
use crate::estimate::{Estimate, Observations, cohort_results_by_cell};
use crate::text;

/// The estimator.
pub(super) struct TwoStage;

impl Estimator for TwoStage {
    fn method(&self) -> Method {
        Method::TwoStage
    }

    fn card(&self) -> Card {
        card::card()
    }

    fn estimate(&self, input: &MethodInput) -> Result<Estimate> {
        let settings = input.settings;
        check(settings)?;
        let collapsed = Collapsed::of(input);
        let input = &collapsed.as_ref().map_or(*input, |collapsed| collapsed.input(input));
        let Begun { mut out, timing, sample, fit } = Begun::of(input, collapsed.as_ref(), self.method(), "gmm")?;
        let ahead = i64::from(settings.anticipation);
        let imputed = Imputed::of(&timing, &sample, &fit, Centre::Mean, Some(-1 - ahead));
        if imputed.effects.iter().filter(|effect| effect.after()).all(|effect| effect.estimate.is_none()) {
            return Err(design::not_identified("att", &settings.time.clone().unwrap_or_default()).into());
        }
        let mut parts = Default::default();
        let report = untreated::report(&mut out, settings, &timing, &sample, &imputed, &mut parts);
        let observations = Observations { group: &imputed.places(), size: &sample.sizes(), grouping: sample.grouping() };
        cohort_results_by_cell(&mut out, &report, &imputed, &observations);
        out.notes.extend(timing.notes.iter().cloned());
        out.notes.extend(untreated::collinear(&fit.dropped));
        out.notes.extend(untreated::undefined(&imputed.effects));
        Ok(out)
    }
}

/// There is one variance, by cluster or by record.
fn check(settings: &DidSettings) -> Result<()> {
    match &settings.vcov {
        None | Some(VarianceKind::Cr0 | VarianceKind::Cr1 | VarianceKind::Hc0 | VarianceKind::Hc1) => Ok(()),
        Some(other) => {
            let why = text!(
                "metode ini memakai galat baku GMM dua tahap tanpa faktor sampel kecil, per klaster atau per catatan",
                "this method has the GMM errors of two stages without a small-sample factor, by cluster or by record"
            );
            Err(design::variance_not_available(other.word(), &why).into())
        }
    }
}
