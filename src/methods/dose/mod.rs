//! Effects by dose (Callaway, Goodman-Bacon and Sant'Anna 2024): ATT(d), its slope ACRT(d), and their means over the doses of the treated.
//!
//! `panel` has units with their dose, `curve` the spline of each comparison with its influence functions. Mean effects (treated against not treated,
//! whatever the dose) are those of every method with cohort-period effects; curves are averaged over the periods of a cohort and over cohorts by size.

mod card;
mod curve;
mod notes;
mod panel;
mod rows;

#[cfg(test)]
mod tests;

use super::assignment::Assignment;
use super::callaway_santanna::notes::{groups, unused};
use super::timing::{self, Choice, Timing};
use super::{Card, DidSettings, Estimator, Method, MethodInput};
use crate::design::VarianceKind;
use crate::error::{Result, design};
use crate::estimate::{CohortPeriod, CohortReport, Estimate, Observations, cohort_results, only_effect};
use crate::inference::quantiles::quantile;
use crate::linalg::Spline;
use crate::text;
use curve::{Curve, Means};
use panel::Panel;

/// Degree where none is asked for (as in contdid).
const DEGREE: u32 = 3;
/// Doses up to which effects are given at each of them; a grid of as many places else.
const PLACES: usize = 21;

/// The estimator.
pub(super) struct Dose;

impl Estimator for Dose {
    fn method(&self) -> Method {
        Method::Dose
    }

    fn card(&self) -> Card {
        card::card()
    }

    fn estimate(&self, input: &MethodInput) -> Result<Estimate> {
        let settings = input.settings;
        check(settings, self.method())?;
        let assignment = Assignment::read(input.cells, settings)?;
        let (cohort, period) = timing::marked_starts(settings, &assignment)?;
        let choice = Choice { control: settings.control, base: settings.base, anticipation: i64::from(settings.anticipation) };
        let timing = Timing::of(&cohort, &period, choice)?;
        let panel = Panel::of(input.cells, settings, &timing)?;
        let doses = positive(&panel, &timing);
        let (spline, lowered) = spline(&doses, settings)?;
        let grid = grid(&doses, settings);
        let curve = Curve::of(&panel, &timing, &spline, &grid);
        if curve.fits.iter().flatten().next().is_none() {
            return Err(design::not_identified("att", settings.unit.as_deref().unwrap_or("unit")).into());
        }
        let mut out = Estimate::new("did", self.method().name(), &settings.outcome);
        out.scale = assignment.scale;
        out.settings = settings.to_map(self.method());
        for (name, value) in [
            ("control", serde_json::json!(timing.control)),
            ("vcov", "influence-function".into()),
            ("dose", serde_json::json!(settings.dose)),
            ("degree", (spline.columns() - 1 - settings.knots as usize).into()),
            ("knots", settings.knots.into()),
        ] {
            out.settings.insert(name.into(), value);
        }
        finish(&mut out, settings, &curve);
        out.notes.extend(lowered.map(notes::degree_lowered));
        rows::append(&mut out, settings, &curve);
        Ok(out)
    }
}

fn check(settings: &DidSettings, method: Method) -> Result<()> {
    match &settings.vcov {
        None | Some(VarianceKind::Hc0 | VarianceKind::Hc1 | VarianceKind::Cr0 | VarianceKind::Cr1) => {}
        Some(other) => {
            let why = text!("metode ini memakai galat baku dari fungsi pengaruh", "this method has errors from influence functions");
            let kind = serde_json::to_value(other).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default();
            return Err(design::variance_not_available(&kind, &why).into());
        }
    }
    if settings.covariates.is_empty() { Ok(()) } else { Err(design::covariates_not_available(method.name()).into()) }
}

/// Doses of the units whose effects are estimated, ascending.
fn positive(panel: &Panel, timing: &Timing) -> Vec<f64> {
    let mut doses: Vec<f64> = (0..panel.len()).filter(|unit| timing.groups[panel.group[*unit] as usize].estimated).map(|unit| panel.dose[unit]).collect();
    doses.sort_by(f64::total_cmp);
    doses
}

/// The basis over the doses, and its degree where it had to be lowered to what they carry.
fn spline(doses: &[f64], settings: &DidSettings) -> Result<(Spline, Option<u32>)> {
    let different = 1 + doses.windows(2).filter(|pair| pair[0] < pair[1]).count();
    let carried = u32::try_from(different.saturating_sub(1 + settings.knots as usize)).unwrap_or(DEGREE);
    let degree = settings.degree.unwrap_or(DEGREE.min(carried));
    let (Some(low), Some(high)) = (doses.first(), doses.last()) else { return Err(design::no_treated_group().into()) };
    if degree == 0 || degree > carried {
        return Err(design::too_few_doses(different, 1 + degree.max(1) as usize + settings.knots as usize).into());
    }
    let knots = settings.knots;
    let inside: Vec<f64> = (1..=knots).filter_map(|at| quantile(doses, f64::from(at) / f64::from(knots + 1))).collect();
    Ok((Spline::new(*low, *high, &inside, degree as usize), (settings.degree.is_none() && degree < DEGREE).then_some(degree)))
}

/// Places of the curve: as asked, else the doses themselves, else evenly spaced between the smallest and the largest.
fn grid(doses: &[f64], settings: &DidSettings) -> Vec<f64> {
    if !settings.doses.is_empty() {
        return settings.doses.clone();
    }
    let mut different = doses.to_vec();
    different.dedup();
    let (Some(low), Some(high)) = (doses.first(), doses.last()) else { return different };
    if different.len() <= PLACES {
        return different;
    }
    (0..PLACES).map(|at| low + (high - low) * at as f64 / (PLACES - 1) as f64).collect()
}

/// Mean effects, tests and notes.
fn finish(out: &mut Estimate, settings: &DidSettings, curve: &Curve) {
    let (panel, timing) = (curve.panel, curve.timing);
    let mut sizes = vec![0.0; timing.groups.len()];
    let mut members = vec![0_u64; timing.groups.len()];
    for (group, weight) in panel.group.iter().zip(&panel.weight) {
        sizes[*group as usize] += weight;
        members[*group as usize] += 1;
    }
    let cells: Vec<CohortPeriod> = timing
        .comparisons
        .iter()
        .zip(&curve.fits)
        .map(|(one, fit)| CohortPeriod {
            group: one.group,
            start: timing.groups[one.group].start.unwrap_or(timing.periods[one.period]),
            period: timing.periods[one.period],
            estimate: if one.is_reference() { Some(0.0) } else { fit.as_ref().map(curve::Fit::att) },
            reference: one.is_reference(),
            size: sizes[one.group],
            units: fit.as_ref().map_or((0, 0), |fit| fit.units),
            records: fit.as_ref().map_or(0, |fit| fit.records),
        })
        .collect();
    out.sample = panel.account.clone();
    out.sample.units = Some(panel.len() as u64);
    out.sample.periods = Some(timing.periods.len() as u64);
    let treated: u64 = (0..sizes.len()).filter(|at| timing.groups[*at].estimated).map(|at| members[at]).sum();
    let cohorts = timing.groups.iter().filter(|group| group.estimated).count();
    out.notes.push(groups(treated, panel.len() as u64 - treated, cohorts, true));
    out.notes.extend(timing.notes.iter().cloned());
    out.notes.extend((panel.idle > 0).then(|| notes::idle(panel.idle)));
    out.notes.extend((!settings.fixed_effects.is_empty()).then(|| unused(&["--fixed-effects"])).flatten());
    let report = CohortReport {
        cells: &cells,
        sizes: &sizes,
        members: &members,
        records: out.sample.rows_used,
        estimated_weights: true,
        asked: settings.asked(),
        scale: panel.scale(),
        labels: Some(panel.labels.clone()),
    };
    let observations = Observations { group: &panel.group, size: &panel.weight, grouping: panel.grouping() };
    cohort_results(out, &report, &Means(curve), &observations);
    if cells.iter().filter(|cell| !cell.reference).count() == 1 {
        only_effect(out);
    }
}
