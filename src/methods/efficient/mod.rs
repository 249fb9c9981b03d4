//! Roth and Sant'Anna (2023): starts are random in time, so cohorts may be compared in levels, and differences before the start serve to make the
//! comparison more precise, by a weight β that the data choose.
//!
//! θ̂(β) = Σ A[g,t] ȳ[g,t] − β Σ B[g,t] ȳ[g,t]: the first sum compares means in the period, the second the same cohorts before the start. β = 1 is the
//! difference of Callaway and Sant'Anna (or of Sun and Abraham, against the last cohort), β = 0 the plain difference in means. `cohorts` holds the
//! panel, `contrast` the sums and β; rows, tests and bands are those of every method with cohort-period effects.

mod card;
mod cohorts;
mod contrast;
mod notes;
mod randomization;

use super::assignment::Assignment;
use super::timing;
use super::{Card, Estimator, Method, MethodInput};
use crate::design::{ControlGroup, PreAdjustment, VarianceKind};
use crate::error::{Result, design};
use crate::estimate::{
    Aggregation, Block, CellInfluence, CohortPeriod, CohortReport, Combination, Estimate, Observations, aggregate, cohort_rows, rows_wanted, spread,
};
use crate::text;
use cohorts::Cohorts;
use contrast::{Contrast, Moments};
use std::ops::Range;

/// The estimator.
pub(super) struct Efficient;

impl Estimator for Efficient {
    fn method(&self) -> Method {
        Method::Efficient
    }

    fn card(&self) -> Card {
        card::card()
    }

    fn estimate(&self, input: &MethodInput) -> Result<Estimate> {
        let settings = input.settings;
        check(input)?;
        let assignment = Assignment::read(input.cells, settings)?;
        let (cohort, period) = timing::starts(&assignment)?;
        let mut out = Estimate::new("did", self.method().name(), &settings.outcome);
        out.scale = assignment.scale;
        out.settings = settings.to_map(self.method());
        out.sample = input.cells.account.clone();
        let cohorts = Cohorts::of(input, &cohort, &period, &mut out)?;
        let design = Design::of(&cohorts, input)?;
        out.settings.insert("control".into(), serde_json::json!(if design.last_only { ControlGroup::NeverTreated } else { ControlGroup::NotYetTreated }));
        out.settings.insert("vcov".into(), "random-timing".into());
        out.settings.insert("pre_adjust".into(), serde_json::json!(design.pre));
        fill(&mut out, input, &cohorts, &design);
        // Clusters exchange their starts as a whole, as for every method.
        if let Some(draws) = settings.permute.filter(|_| cohorts.cluster.is_none()) {
            randomization::run(&mut out, settings, &cohorts, &design, draws);
        }
        Ok(out)
    }
}

/// What this design cannot use is refused by name.
fn check(input: &MethodInput) -> Result<()> {
    let settings = input.settings;
    let mut problems = Vec::new();
    if settings.unit.is_none() {
        problems.push(design::missing_role("--unit"));
    }
    for (option, given) in
        [("--covariates", !settings.covariates.is_empty()), ("--weight", settings.weight.is_some()), ("--fixed-effects", !settings.fixed_effects.is_empty())]
    {
        if given {
            problems.push(design::option_not_for_method(option, Method::Efficient.name()));
        }
    }
    match &settings.vcov {
        None | Some(VarianceKind::Hc0 | VarianceKind::Hc1 | VarianceKind::Cr0 | VarianceKind::Cr1) => {}
        Some(other) => {
            let kind = serde_json::to_value(other).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default();
            let why = text!("galat baku metode ini berasal dari waktu mulai yang acak", "the errors of this method come from random starts");
            problems.push(design::variance_not_available(&kind, &why));
        }
    }
    crate::error::Error::unless_empty(problems)
}

/// Who is compared with whom.
pub(super) struct Design {
    /// How differences before the start enter.
    pub pre: PreAdjustment,
    /// Compare with the last cohort (the never-treated) only.
    pub last_only: bool,
    /// Periods before the start in which effects may show already.
    pub ahead: i64,
    /// Effects that are identified.
    pub cells: Vec<CohortPeriod>,
    /// Rows of the result as averages of them.
    pub rows: Vec<Combination>,
}

impl Design {
    fn of(cohorts: &Cohorts, input: &MethodInput) -> Result<Self> {
        let settings = input.settings;
        let last_only = settings.control == Some(ControlGroup::NeverTreated);
        if last_only && !cohorts.starts.last().is_some_and(|start| start.is_none_or(|start| start > cohorts.last)) {
            return Err(design::no_never_treated().into());
        }
        let ahead = i64::from(settings.anticipation);
        let mut out = Self { pre: settings.pre_adjust, last_only, ahead, cells: Vec::new(), rows: Vec::new() };
        for (group, start) in cohorts.starts.iter().enumerate() {
            let Some(start) = *start else { continue };
            let base = cohorts.base(start, ahead);
            for (at, period) in cohorts.periods.iter().enumerate() {
                let controls = out.controls(cohorts, group, at);
                // Before the start there is nothing to compare without a base.
                if controls.is_empty() || (*period < start && base.is_none()) || start > cohorts.last {
                    continue;
                }
                let compared: usize = controls.iter().map(|control| cohorts.size[*control]).sum();
                let units = (cohorts.size[group] as u64, compared as u64);
                out.cells.push(CohortPeriod {
                    group,
                    start,
                    period: *period,
                    estimate: Some(0.0),
                    reference: base == Some(at) && *period < start,
                    size: cohorts.size[group] as f64,
                    units,
                    records: units.0 + units.1,
                });
            }
        }
        if !out.cells.iter().any(CohortPeriod::after) {
            return Err(cohorts.nobody().into());
        }
        let how = Aggregation { window: settings.window, balance: settings.balance.map(i64::from) };
        out.rows = aggregate(&out.cells, &cohorts.sizes(), how);
        for row in &mut out.rows {
            row.shares.clear();
        }
        Ok(out)
    }

    /// Cohorts that serve for the comparison of a cohort in a period: those that start later than both, with what may be anticipated.
    fn controls(&self, cohorts: &Cohorts, group: usize, period: usize) -> Vec<usize> {
        let at = cohorts.periods[period].0;
        let latest = cohorts.starts[group].map_or(at, |start| start.0.max(at + self.ahead));
        let later = |other: &usize| cohorts.starts[*other].is_none_or(|start| start.0 > latest);
        let range = if self.last_only { cohorts.starts.len() - 1..cohorts.starts.len() } else { 0..cohorts.starts.len() };
        range.filter(later).collect()
    }
}

/// Rows whose own influence is known: each is its own cell.
struct Rows<'a> {
    cohorts: &'a Cohorts,
    /// Coefficients on the outcomes of a cohort, by row and cohort: (period, coefficient).
    coefficients: Vec<Vec<Vec<(usize, f64)>>>,
}

impl CellInfluence for Rows<'_> {
    fn fill(&self, observations: Range<usize>, block: &mut Block) {
        let cohorts = self.cohorts;
        for (j, i) in observations.enumerate() {
            let group = cohorts.group[i] as usize;
            let n = cohorts.size[group] as f64;
            let scale = 1.0 / (n * (n - 1.0)).sqrt();
            let (own, mean) = (cohorts.unit(i), &cohorts.moments.mean[group]);
            for (row, coefficients) in self.coefficients.iter().enumerate() {
                block.level[[row, j]] = scale * coefficients[group].iter().map(|(t, c)| c * (own[*t] - mean[*t])).sum::<f64>();
            }
        }
    }
}

fn fill(out: &mut Estimate, input: &MethodInput, cohorts: &Cohorts, design: &Design) {
    let settings = input.settings;
    let moments: &Moments = &cohorts.moments;
    let contrasts: Vec<Contrast> = design.rows.iter().map(|row| Contrast::of(row, design, cohorts)).collect();
    let fits: Vec<_> = contrasts.iter().map(|contrast| contrast.fit(design.pre, moments, &cohorts.size)).collect();
    let mut rows = design.rows.clone();
    let reference = |row: &Combination| row.weights.iter().all(|(at, _)| design.cells[*at].reference);
    for (row, fit) in rows.iter_mut().zip(&fits) {
        row.estimate = row.estimate.map(|_| if reference(row) { 0.0 } else { fit.estimate });
    }
    let source = Rows { cohorts, coefficients: contrasts.iter().zip(&fits).map(|(contrast, fit)| contrast.sparse(fit.beta)).collect() };
    let own = |(at, row): (usize, &Combination)| Combination { weights: vec![(at, 1.0)], shares: Vec::new(), ..row.clone() };
    let single: Vec<Combination> = rows.iter().enumerate().map(own).collect();
    let report = CohortReport {
        cells: &design.cells,
        sizes: &cohorts.sizes(),
        members: &cohorts.size.iter().map(|size| *size as u64).collect::<Vec<u64>>(),
        records: cohorts.records,
        estimated_weights: false,
        asked: settings.asked(),
        scale: cohorts.scale(),
        labels: Some(cohorts.labels.clone()),
    };
    let wanted = rows_wanted(&report, &rows);
    let zeros = vec![0.0; cohorts.len()];
    let observations = Observations { group: &cohorts.group, size: &zeros, grouping: cohorts.grouping() };
    let mut found = spread(&source, &observations, rows.len(), &single, &wanted, report.asked.influence);
    let neyman = found.variance.clone();
    // What effects that differ between units take from the variance can be bounded by their dependence on earlier outcomes: for units alone.
    let mut larger = 0;
    if cohorts.cluster.is_none() {
        let adjusted: Vec<Option<contrast::Adjustment>> = contrasts.iter().map(|contrast| contrast.adjustment(design, cohorts)).collect();
        let between = |a: usize, b: usize| match (&adjusted[a], &adjusted[b]) {
            (Some(a), Some(b)) => contrast::common(a, b, cohorts),
            _ => 0.0,
        };
        for (row, variance) in found.variance.iter_mut().enumerate() {
            let less = between(row, row);
            if less < *variance || *variance == 0.0 {
                *variance -= less.min(*variance);
            } else {
                larger += 1;
            }
        }
        for (a, row) in wanted.iter().enumerate() {
            for (b, other) in wanted.iter().enumerate() {
                found.covariance[[a, b]] = if a == b { found.variance[*row] } else { found.covariance[[a, b]] - between(*row, *other) };
            }
        }
    }
    cohort_rows(out, &report, &rows, &wanted, found);
    for ((effect, fit), variance) in out.effects.iter_mut().zip(&fits).zip(neyman) {
        let known = effect.std_error.is_some();
        effect.extra.insert("std_error_neyman".into(), if known { variance.max(0.0).sqrt().into() } else { serde_json::Value::Null });
        effect.extra.insert("beta".into(), fit.beta.filter(|_| known).map_or(serde_json::Value::Null, serde_json::Value::from));
    }
    out.notes.extend(notes::neyman_kept(larger));
    if cohorts.cluster.is_some() {
        out.notes.push(notes::clustered());
    }
    let (treated, rest) = cohorts.split();
    out.notes.insert(0, notes::groups(treated, rest, design.cells.iter().map(|cell| cell.group).collect::<std::collections::BTreeSet<_>>().len()));
}
