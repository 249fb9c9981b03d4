//! Athey and Imbens (2006): what the treated would have had is their value before, sent through the change of the whole distribution of the comparison.
//!
//! E[Y(0) | treated, after] = E[F⁻¹₀₁(F₀₀(Y₁₀))]; `distribution` has F and F⁻¹, `effect` one comparison, `influence` the variance of mean effects in
//! closed form, `bootstrap` that of quantile effects. Where starts differ, cohorts and periods are compared as in every method with cohort-period effects.
//! `quantile-did` differs in one function: what a value before would have become.

mod bootstrap;
mod card;
mod distribution;
mod effect;
mod influence;
mod notes;
mod quantiles;
mod sample;

#[cfg(test)]
mod tests;

use super::assignment::Assignment;
use super::callaway_santanna::notes::{groups, unused};
use super::timing::{self, Choice, Timing};
use super::{Card, DidSettings, Estimator, Method, MethodInput};
use crate::design::VarianceKind;
use crate::error::{Result, design};
use crate::estimate::{CohortPeriod, CohortReport, Estimate, Observations, cohort_results, only_effect};
use crate::text;
use effect::{Four, Sides};
use influence::Collector;
use sample::Sample;

/// What the values before are sent through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Transform {
    /// The change of the comparison's distribution at their rank in the comparison's distribution before: F⁻¹₀₁(F₀₀(y)).
    Changes,
    /// The change of the comparison's quantile at their rank among the treated before: y + F⁻¹₀₁(F₁₀(y)) − F⁻¹₀₀(F₁₀(y)).
    Quantiles,
}

/// The estimator.
pub(super) struct ChangesInChanges;

impl Estimator for ChangesInChanges {
    fn method(&self) -> Method {
        Method::ChangesInChanges
    }

    fn card(&self) -> Card {
        card::card()
    }

    fn estimate(&self, input: &MethodInput) -> Result<Estimate> {
        estimate(input, self.method(), Transform::Changes)
    }
}

/// The estimate under a transform.
pub(super) fn estimate(input: &MethodInput, method: Method, transform: Transform) -> Result<Estimate> {
    let settings = input.settings;
    check(settings, method)?;
    let assignment = Assignment::read(input.cells, settings)?;
    let (cohort, period) = timing::marked_starts(settings, &assignment)?;
    let choice = Choice { control: settings.control, base: settings.base, anticipation: i64::from(settings.anticipation) };
    let timing = Timing::of(&cohort, &period, choice)?;
    let sample = Sample::of(input.cells, settings, &timing)?;
    let sides: Vec<Sides> = timing.comparisons.iter().map(|one| sample.sides(one)).collect();
    let mut out = Estimate::new("did", method.name(), &settings.outcome);
    out.scale = assignment.scale;
    out.settings = settings.to_map(method);
    out.settings.insert("control".into(), serde_json::json!(timing.control));
    out.settings.insert("vcov".into(), "influence-function".into());
    out.sample = sample.account.clone();
    let (cells, influences) = compare(&timing, &sample, &sides, transform);
    if cells.iter().all(|cell| cell.estimate.is_none() || cell.reference) {
        return Err(design::not_identified("att", settings.time.as_deref().unwrap_or("period")).into());
    }
    finish(&mut out, settings, &timing, &sample, &cells, &influences);
    if cells.iter().filter(|cell| !cell.reference).count() == 1 {
        only_effect(&mut out);
    }
    quantiles::append(&mut out, settings, &timing, &sample, &sides, transform);
    Ok(out)
}

fn check(settings: &DidSettings, method: Method) -> Result<()> {
    match &settings.vcov {
        None | Some(VarianceKind::Hc0 | VarianceKind::Hc1 | VarianceKind::Cr0 | VarianceKind::Cr1) => {}
        Some(other) => {
            let why = text!(
                "metode ini memakai galat baku dari fungsi pengaruh dan dari bootstrap",
                "this method has errors from influence functions and from the bootstrap"
            );
            let kind = serde_json::to_value(other).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default();
            return Err(design::variance_not_available(&kind, &why).into());
        }
    }
    if settings.covariates.is_empty() { Ok(()) } else { Err(design::covariates_not_available(method.name()).into()) }
}

/// The effect of each comparison and what observations add to it.
fn compare(timing: &Timing, sample: &Sample, sides: &[Sides], transform: Transform) -> (Vec<CohortPeriod>, influence::Influences) {
    let mut sizes = vec![0.0; timing.groups.len()];
    sample.group.iter().zip(&sample.weight).for_each(|(group, weight)| sizes[*group as usize] += weight);
    let mut collector = Collector::new();
    let mut cells = Vec::new();
    for (at, (one, sides)) in timing.comparisons.iter().zip(sides).enumerate() {
        let mut estimate = None;
        if one.is_reference() {
            estimate = Some(0.0);
        } else if let Some(four) = Four::of(sides, &sample.value, &sample.weight) {
            collector.add(at, sides, &four, transform, &sample.value, &sample.weight);
            estimate = four.fit(transform).map(|fit| fit.att);
        }
        let all = [&sides.before, &sides.after, &sides.treated_before, &sides.treated_after];
        cells.push(CohortPeriod {
            group: one.group,
            start: timing.groups[one.group].start.unwrap_or(timing.periods[one.period]),
            period: timing.periods[one.period],
            estimate,
            reference: one.is_reference(),
            size: sizes[one.group],
            units: (sample.count(&sides.treated_after), sample.count(&sides.after)),
            records: all.into_iter().map(|side| sample.count(side)).sum(),
        });
    }
    (cells, collector.finish(sample.len()))
}

fn finish(out: &mut Estimate, settings: &DidSettings, timing: &Timing, sample: &Sample, cells: &[CohortPeriod], influences: &influence::Influences) {
    let mut sizes = vec![0.0; timing.groups.len()];
    sample.group.iter().zip(&sample.weight).for_each(|(group, weight)| sizes[*group as usize] += weight);
    out.sample.units = sample.units.then(|| sample.members.iter().sum());
    out.sample.periods = Some(timing.periods.len() as u64);
    let treated: u64 = (0..sizes.len()).filter(|at| timing.groups[*at].estimated).map(|at| sample.members[at]).sum();
    let cohorts = timing.groups.iter().filter(|group| group.estimated).count();
    out.notes.push(groups(treated, sample.members.iter().sum::<u64>() - treated, cohorts, sample.units));
    out.notes.extend(timing.notes.iter().cloned());
    out.notes.extend((!settings.fixed_effects.is_empty()).then(|| unused(&["--fixed-effects"])).flatten());
    let missing = cells.iter().filter(|cell| cell.estimate.is_none()).count();
    out.notes.extend(notes::undefined(missing));
    let report = CohortReport {
        cells,
        sizes: &sizes,
        members: &sample.members,
        records: out.sample.rows_used,
        estimated_weights: true,
        asked: settings.asked(),
        scale: sample.scale(),
        labels: sample.labels.clone(),
    };
    cohort_results(out, &report, influences, &Observations { group: &sample.group, size: &sample.weight, grouping: sample.grouping() });
}
