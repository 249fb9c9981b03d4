//! Callaway and Sant'Anna (2021): the effect on each cohort in each period, and its averages.
//!
//! ATT(g, t) = E[Y(t) − Y(base) | cohort g] − E[Y(t) − Y(base) | comparison], given covariates by outcome regression, inverse probability weighting or
//! both (Sant'Anna and Zhao 2020). `timing` says what is compared, `sample` lays out the data, `panel` and `sections` estimate; averages, errors, tests
//! and bands are those of every method with cohort-period effects (`estimate::cohort_results`).

mod card;
mod fitted;
pub(super) mod notes;
mod panel;
pub(super) mod sample;
mod sections;

#[cfg(test)]
mod tests;

use super::collapsed::Collapsed;
use super::timing::{self, Choice, Timing};
use super::{Card, DidSettings, Estimator, Method, MethodInput};
use crate::design::{Adjustment, Sampling, VarianceKind};
use crate::error::{Result, design};
use crate::estimate::{CellInfluence, CohortPeriod, CohortReport, Estimate, Observations, cohort_results};
use crate::locale::Text;
use crate::panel::Period;
use crate::text;
pub(super) use fitted::Fitted;
use sample::{Sample, Shape};

/// Propensities from here on leave the effect undefined: no comparison unit looks like these treated ones (the limit of R's did).
const TOO_SURE: f64 = 0.999;

/// Comparison units with a propensity from here on get no weight (the limit of DRDID).
const TRIMMED: f64 = 0.995;

/// Odds of a propensity, zero where it is trimmed.
fn odds(p: f64) -> f64 {
    if p < TRIMMED { p / (1.0 - p) } else { 0.0 }
}

/// Why an effect is not identified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Problem {
    Empty,
    Overlap,
    Singular,
}

impl Problem {
    const ALL: [Problem; 3] = [Problem::Empty, Problem::Overlap, Problem::Singular];

    fn text(self) -> Text {
        match self {
            Problem::Empty => text!("tidak ada unit program atau pembanding", "no treated or no comparison units"),
            Problem::Overlap => text!("tidak ada pembanding yang serupa menurut kovariat", "no comparison units with similar covariates"),
            Problem::Singular => text!("unit pembanding terlalu sedikit untuk kovariatnya", "too few comparison units for the covariates"),
        }
    }
}

/// What came of one comparison.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Outcome {
    Estimate(f64),
    Reference,
    Undefined(Problem),
}

/// One comparison with the numbers behind it.
pub(super) struct Fit {
    pub(super) outcome: Outcome,
    /// Treated and comparison units.
    pub(super) units: (u64, u64),
    pub(super) records: u64,
}

/// Cohorts as averages weigh and count them.
pub(super) struct Cohorts {
    /// Cohort by observation of the sample.
    pub(super) group: Vec<u32>,
    /// Sizes of the cohorts, the weights of averages.
    pub(super) sizes: Vec<f64>,
    /// Units (or records) of the cohorts.
    pub(super) members: Vec<u64>,
}

/// The estimator.
pub(super) struct CallawaySantanna;

impl Estimator for CallawaySantanna {
    fn method(&self) -> Method {
        Method::CallawaySantanna
    }

    fn card(&self) -> Card {
        card::card()
    }

    fn estimate(&self, input: &MethodInput) -> Result<Estimate> {
        let settings = input.settings;
        check_variance(settings)?;
        let choice = Choice { control: settings.control, base: settings.base, anticipation: i64::from(settings.anticipation) };
        let panel = settings.sampling != Some(Sampling::RepeatedCrossSections);
        let collapsed = if panel { Collapsed::of(input) } else { None };
        let (cells, read) = collapsed.as_ref().map_or((input.cells, settings), |collapsed| (&collapsed.cells, &collapsed.settings));
        let (timing, scale) = Timing::read(cells, read, choice)?;
        let sample = match &collapsed {
            Some(collapsed) => Sample::of_means(collapsed, &timing)?,
            None => Sample::of(cells, settings, &timing)?,
        };
        // Without covariates all three are differences of means.
        let adjust = if sample.columns == 1 { Adjustment::Regression } else { settings.adjust };
        let mut out = Estimate::new("did", self.method().name(), &settings.outcome);
        out.scale = scale;
        out.settings = settings.to_map(self.method());
        describe(&mut out, &sample, &timing);
        let (source, fits) = Fitted::of(&sample, &timing, adjust);
        let cohorts = Cohorts { group: sample.group.clone(), sizes: sizes(&sample), members: sample.members.clone() };
        conclude(&mut out, settings, &sample, &timing, &cohorts, &fits, &source)?;
        Ok(out)
    }
}

/// Errors come from influence functions; other families do not apply.
pub(super) fn check_variance(settings: &DidSettings) -> Result<()> {
    match &settings.vcov {
        None | Some(VarianceKind::Hc0 | VarianceKind::Hc1 | VarianceKind::Cr0 | VarianceKind::Cr1) => Ok(()),
        Some(_) => {
            let why = text!("metode ini memakai galat baku dari fungsi pengaruh", "this method has errors from influence functions");
            let kind = serde_json::to_value(&settings.vcov).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default();
            Err(design::variance_not_available(&kind, &why).into())
        }
    }
}

/// Choices as they were resolved.
pub(super) fn describe(out: &mut Estimate, sample: &Sample, timing: &Timing) {
    out.settings.insert("control".into(), serde_json::json!(timing.control));
    out.settings.insert("vcov".into(), "influence-function".into());
    let sampling = if sample.shape == Shape::Sections { Sampling::RepeatedCrossSections } else { Sampling::Panel };
    out.settings.insert("sampling".into(), serde_json::json!(sampling));
    out.settings.insert("balanced".into(), matches!(sample.shape, Shape::Panel | Shape::Collapsed).into());
}

/// Sizes of the groups of a sample, the weights of averages.
pub(super) fn sizes(sample: &Sample) -> Vec<f64> {
    let mut sizes = vec![0.0; sample.members.len()];
    for (group, size) in sample.group.iter().zip(&sample.size) {
        sizes[*group as usize] += size;
    }
    sizes
}

fn cohort_periods(timing: &Timing, fits: &[Fit], sizes: &[f64]) -> Vec<CohortPeriod> {
    let cell = |(one, fit): (&timing::Comparison, &Fit)| {
        let estimate = match fit.outcome {
            Outcome::Estimate(estimate) => Some(estimate),
            Outcome::Reference => Some(0.0),
            Outcome::Undefined(_) => None,
        };
        CohortPeriod {
            group: one.group,
            start: timing.groups[one.group].start.unwrap_or(timing.periods[one.period]),
            period: timing.periods[one.period],
            estimate,
            reference: fit.outcome == Outcome::Reference,
            size: sizes[one.group],
            units: fit.units,
            records: fit.records,
        }
    };
    timing.comparisons.iter().zip(fits).map(cell).collect()
}

/// Fills the result from one fit a comparison of the design. Error: no effect is identified.
pub(super) fn conclude(
    out: &mut Estimate,
    settings: &DidSettings,
    sample: &Sample,
    timing: &Timing,
    cohorts: &Cohorts,
    fits: &[Fit],
    source: &dyn CellInfluence,
) -> Result<()> {
    let (sizes, members) = (&cohorts.sizes, &cohorts.members);
    let cells = cohort_periods(timing, fits, sizes);
    if cells.iter().all(|cell| cell.estimate.is_none() || cell.reference) {
        return Err(design::not_identified("att", "covariates").into());
    }
    let records = sample.records.iter().sum();
    out.sample = sample.account.clone();
    out.sample.rows_used = records;
    out.sample.periods = Some(sample.periods as u64);
    let units: u64 = members.iter().sum();
    out.sample.units = (sample.shape != Shape::Sections).then_some(units);
    let estimated = |at: &usize| timing.groups[*at].estimated;
    let treated: u64 = (0..sizes.len()).filter(estimated).map(|at| members[at]).sum();
    let starting = timing.groups.iter().filter(|group| group.estimated).count();
    out.notes.push(notes::groups(treated, units - treated, starting, sample.shape != Shape::Sections));
    out.notes.extend(timing.notes.iter().chain(&sample.notes).cloned());
    // The buffer of R's did: five units more than covariates.
    let few = sample.columns as u64 + 4;
    let small: Vec<Period> = (0..sizes.len()).filter(estimated).filter(|at| members[*at] < few).filter_map(|at| timing.groups[at].start).collect();
    out.notes.extend(notes::small_cohorts(&small, out.scale));
    let unused: Vec<&str> = if settings.fixed_effects.is_empty() { Vec::new() } else { vec!["--fixed-effects"] };
    out.notes.extend(notes::unused(&unused));
    let report = CohortReport {
        cells: &cells,
        sizes,
        members,
        records,
        estimated_weights: true,
        asked: settings.asked(),
        scale: sample.scale(),
        labels: sample.labels.clone(),
    };
    let observations = Observations { group: &cohorts.group, size: &sample.sizes(), grouping: sample.grouping() };
    cohort_results(out, &report, source, &observations);
    out.notes.extend(undefined(timing, fits, out));
    Ok(())
}

/// The one note on effects that are not identified.
fn undefined(timing: &Timing, fits: &[Fit], out: &Estimate) -> Option<crate::estimate::Note> {
    let of = |problem: Problem| {
        let cells = timing.comparisons.iter().zip(fits).filter(|(_, fit)| fit.outcome == Outcome::Undefined(problem));
        cells.filter_map(|(one, _)| Some((timing.groups[one.group].start?, timing.periods[one.period]))).collect()
    };
    let reasons: Vec<(Problem, Vec<(Period, Period)>)> = Problem::ALL.into_iter().map(|problem| (problem, of(problem))).collect();
    notes::undefined(&reasons, out.scale)
}
