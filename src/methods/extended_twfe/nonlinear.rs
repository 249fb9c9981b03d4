//! The exponential and the logistic mean. Both links are canonical, and every treated cohort in every period has its own constant (and slopes), so the
//! model of the untreated is fitted by the untreated alone, and the mean of a treated cohort and period is the observed one: an effect is ȳ less the
//! mean of what the untreated model says. The delta method on the whole model gives the influence of an observation: its residual over the weight of the
//! effect among the treated, and through the information of the untreated model else.

use super::margins::Margins;
use crate::design::VarianceKind;
use crate::error::{Result, design};
use crate::estimate::{Block, CellInfluence, CohortReport, Estimate, Grouping, Observations, Within, cohort_results};
use crate::linalg::{Glm, Link, Rows, compact, dot, glm, glm_limit};
use crate::methods::assignment::Assignment;
use crate::methods::regression::{Absorbed, groups};
use crate::methods::timing::Timing;
use crate::methods::untreated::{collinear, undefined};
use crate::methods::{DidSettings, Method, MethodInput};
use crate::panel::{Cells, DropReason, root_mean_square};
use crate::text;
use std::ops::Range;

/// Size of a difference that counts as a direction which the untreated do not have.
const OWN: f64 = 1e-8;

/// Residuals and what they go through.
struct Fitted<'a> {
    margins: &'a Margins,
    rows: &'a Rows,
    weight: &'a [f64],
    residual: Vec<f64>,
    /// One over the weight of the treated, by effect.
    inverse: Vec<f64>,
    /// H⁻¹ times the mean slope of what the untreated model says, by effect.
    through: Vec<Vec<f64>>,
    known: Vec<bool>,
    /// Root of the small-sample factor.
    factor: f64,
}

/// Estimates the margins of a model with this link.
pub(super) fn estimate(input: &MethodInput, factors: &[Absorbed], timing: &Timing, link: Link) -> Result<Estimate> {
    let settings = input.settings;
    crate::design::check_finite(input.cells)?;
    let mut out = Estimate::new("did", Method::ExtendedTwfe.name(), &settings.outcome);
    out.settings = settings.to_map(Method::ExtendedTwfe);
    out.sample = input.cells.account.clone();
    let (cells, cluster, labels) = sorted(input.cells, settings, &mut out)?;
    let assignment = Assignment::read(&cells, settings)?;
    assignment.check()?;
    out.scale = assignment.scale;
    in_range(&cells, link)?;
    let mut margins = Margins::of(settings, &cells, &assignment, timing)?;
    let codes: Vec<Vec<u32>> = factors.iter().filter_map(|factor| cells.key(&factor.name)).map(|key| key.codes.clone()).collect();
    let rows = Rows::new(&cells, &codes, &margins.slopes(&cells), |values| values);
    let effect = |i: usize| Some(margins.saturated.place[i] as usize).filter(|at| margins.saturated.effects.get(*at).is_some_and(|effect| !effect.reference));
    let untreated: Vec<usize> = (0..cells.len()).filter(|i| effect(*i).is_none()).collect();
    let observations: Vec<(f64, f64)> = untreated.iter().map(|i| (cells.weight[*i], cells.mean[[*i, 0]])).collect();
    let fit = glm(link, rows.columns, &observations, |i, visit| rows.row(untreated[i]).for_each(|(j, x)| visit(j, x)))
        .ok_or_else(|| design::no_maximum(settings.family.word()))?;
    let parameters = fit.kept.len() + margins.parameters();
    let records = cells.total_records();
    if records <= parameters as u64 {
        return Err(design::too_few_records(records, parameters).into());
    }
    let factor = small_sample(settings, records as f64, parameters as f64, cluster.as_ref().map(|codes| compact(codes).1 as f64))?;
    let counterfactual: Vec<f64> = (0..cells.len()).map(|i| link.mean(rows.dot(i, &fit.coefficients))).collect();
    let (inverse, through, known) = averages(&margins, &rows, &cells, &fit, link, &counterfactual);
    let mut residual: Vec<f64> = (0..cells.len()).map(|i| cells.mean[[i, 0]] - counterfactual[i]).collect();
    let mut estimates = vec![0.0; margins.saturated.effects.len()];
    for (i, left) in residual.iter().enumerate() {
        if let Some(at) = effect(i) {
            estimates[at] += cells.weight[i] * left * inverse[at];
        }
    }
    own_residuals(&margins, &cells, link, &mut residual);
    margins.saturated.count_units(&assignment);
    for (at, effect) in margins.saturated.effects.iter_mut().enumerate() {
        effect.estimate = if effect.reference { Some(0.0) } else { known[at].then_some(estimates[at]) };
    }
    if margins.saturated.effects.iter().filter(|effect| effect.after()).all(|effect| effect.estimate.is_none()) {
        return Err(design::not_identified("att", &settings.time.clone().unwrap_or_default()).into());
    }
    let weight = cells.weight.clone();
    let fitted = Fitted { margins: &margins, rows: &rows, weight: &weight, residual, inverse, through, known, factor };
    results(&mut out, settings, &cells, &assignment, timing, &fitted, cluster.as_deref(), labels);
    out.notes.extend(collinear(&margins.dropped));
    out.notes.extend(undefined(&margins.saturated.effects));
    out.parts.insert("regression".into(), serde_json::json!({ "parameters": parameters }));
    Ok(out)
}

/// Outcomes that the model can have.
fn in_range(cells: &Cells, link: Link) -> Result<()> {
    let outside = |y: f64| y < 0.0 || (link == Link::Logit && y > 1.0);
    let count = cells.mean.column(0).iter().filter(|y| outside(**y)).count();
    if count > 0 {
        let name = cells.variables.first().cloned().unwrap_or_default();
        return Err(design::outcome_out_of_range(&name, count, link == Link::Logit).into());
    }
    Ok(())
}

/// The cells with positive weight in the order of their clusters, the clusters' codes and labels.
#[allow(clippy::type_complexity)]
fn sorted(cells: &Cells, settings: &DidSettings, out: &mut Estimate) -> Result<(Cells, Option<Vec<u32>>, Option<Vec<String>>)> {
    let clusters = settings.clusters();
    if clusters.len() > 1 {
        let why = text!("model nonlinear memakai satu kolom klaster", "nonlinear models use one cluster column");
        return Err(design::variance_not_available("two-way", &why).into());
    }
    let key = clusters.first().and_then(|name| cells.key(name));
    let mut order: Vec<usize> = (0..cells.len()).filter(|i| cells.weight[*i] > 0.0).collect();
    for i in (0..cells.len()).filter(|i| cells.weight[*i] <= 0.0) {
        out.sample.drop_rows(DropReason::NonPositiveWeight, cells.records[i]);
    }
    if let Some(key) = key {
        order.sort_by_key(|i| key.codes[*i]);
    }
    let labels = key.map(|key| {
        let mut codes: Vec<u32> = order.iter().map(|i| key.codes[*i]).collect();
        codes.dedup();
        codes.into_iter().map(|code| key.levels.label(code)).collect()
    });
    let codes = key.map(|key| compact(&order.iter().map(|i| key.codes[*i]).collect::<Vec<_>>()).0);
    Ok((cells.select(&order), codes, labels))
}

/// Root of the factor of the variance.
fn small_sample(settings: &DidSettings, n: f64, k: f64, clusters: Option<f64>) -> Result<f64> {
    let factor = match (settings.variance(), clusters) {
        (VarianceKind::Cr1, Some(g)) if g > 1.0 => g / (g - 1.0) * (n - 1.0) / (n - k),
        (VarianceKind::Cr1, Some(_)) => return Err(design::one_cluster(&settings.clusters().concat()).into()),
        (VarianceKind::Hc1, _) => n / (n - k),
        (VarianceKind::Cr0 | VarianceKind::Hc0, _) => 1.0,
        (other, _) => {
            let why = text!("model nonlinear mempunyai cr0, cr1, hc0, dan hc1", "nonlinear models have cr0, cr1, hc0 and hc1");
            return Err(design::variance_not_available(other.word(), &why).into());
        }
    };
    Ok(factor.sqrt())
}

/// One over the weights of the effects, their slopes through the information of the untreated, and whether the untreated know them.
fn averages(margins: &Margins, rows: &Rows, cells: &Cells, fit: &Glm, link: Link, counterfactual: &[f64]) -> (Vec<f64>, Vec<Vec<f64>>, Vec<bool>) {
    let effects = margins.saturated.effects.len();
    let mut known = vec![true; effects];
    let mut slopes = vec![vec![0.0; rows.columns]; effects];
    for (i, place) in margins.saturated.place.iter().enumerate() {
        let at = *place as usize;
        let Some(slope) = slopes.get_mut(at) else { continue };
        let w = cells.weight[i] * link.slope(counterfactual[i]) / margins.saturated.effects[at].size;
        rows.row(i).for_each(|(j, x)| slope[j] += w * x);
        known[at] &= fit.relations.iter().all(|(j, relation)| rows.row(i).map(|(at, x)| if at == *j { x } else { -relation[at] * x }).sum::<f64>().abs() < OWN);
    }
    let through = slopes
        .into_iter()
        .map(|slope| {
            let solved = fit.information.solve(&fit.kept.iter().map(|j| slope[*j]).collect::<Vec<_>>());
            let mut full = vec![0.0; rows.columns];
            fit.kept.iter().zip(solved).for_each(|(j, value)| full[*j] = value);
            full
        })
        .collect();
    (margins.saturated.effects.iter().map(|effect| 1.0 / effect.size).collect(), through, known)
}

/// Residuals of the treated from the model of their own cohort and period: its mean, or the curve in the covariates (its limit, where these tell all zeros
/// from all ones).
fn own_residuals(margins: &Margins, cells: &Cells, link: Link, residual: &mut [f64]) {
    let effects = &margins.saturated.effects;
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); effects.len()];
    for (i, place) in margins.saturated.place.iter().enumerate() {
        if let Some(own) = members.get_mut(*place as usize).filter(|_| !effects[*place as usize].reference) {
            own.push(i);
        }
    }
    for (at, members) in members.iter().enumerate().filter(|(_, members)| !members.is_empty()) {
        let observations: Vec<(f64, f64)> = members.iter().map(|i| (cells.weight[*i], cells.mean[[*i, 0]])).collect();
        let design: Vec<Vec<f64>> = members.iter().map(|i| margins.own_row(at, *i)).collect();
        let width = design.first().map_or(1, Vec::len);
        let entries = |i: usize, visit: &mut dyn FnMut(usize, f64)| design[i].iter().enumerate().for_each(|(j, x)| visit(j, *x));
        let curve = if width > 1 { glm_limit(link, width, &observations, entries) } else { None };
        let mean = observations.iter().map(|(w, y)| w * y).sum::<f64>() / observations.iter().map(|(w, _)| w).sum::<f64>();
        for (i, x) in members.iter().zip(&design) {
            let fitted = curve.as_ref().map_or(mean, |curve| link.mean(dot(x, curve)));
            residual[*i] = cells.mean[[*i, 0]] - fitted;
        }
    }
}

impl CellInfluence for Fitted<'_> {
    fn fill(&self, observations: Range<usize>, block: &mut Block) {
        let saturated = &self.margins.saturated;
        for (j, i) in observations.enumerate() {
            let score = self.weight[i] * self.residual[i] * self.factor;
            let own = saturated.place[i] as usize;
            if let Some(effect) = saturated.effects.get(own).filter(|effect| !effect.reference) {
                if effect.estimate.is_some() {
                    block.level[[own, j]] = score * self.inverse[own];
                    if let Some(slope) = &mut block.slope {
                        slope[[own, j]] = self.factor * self.inverse[own];
                    }
                }
                continue;
            }
            for (at, through) in self.through.iter().enumerate().filter(|(at, _)| self.known[*at] && !saturated.effects[*at].reference) {
                let v = -self.rows.dot(i, through);
                block.level[[at, j]] = score * v;
                if let Some(slope) = &mut block.slope {
                    slope[[at, j]] = self.factor * v;
                }
            }
        }
    }
}

#[allow(clippy::too_many_arguments)]
fn results(
    out: &mut Estimate,
    settings: &DidSettings,
    cells: &Cells,
    assignment: &Assignment,
    timing: &Timing,
    fitted: &Fitted,
    cluster: Option<&[u32]>,
    labels: Option<Vec<String>>,
) {
    let saturated = &fitted.margins.saturated;
    let sizes = saturated.sizes();
    let mut units: Vec<(u32, usize)> = (0..cells.len())
        .filter_map(|i| {
            saturated.effects.get(saturated.place[i] as usize).map(|effect| (assignment.unit.as_ref().map_or(i as u32, |unit| unit[i]), effect.group))
        })
        .collect();
    units.sort_unstable();
    units.dedup();
    let mut members = vec![0; sizes.len()];
    for (_, group) in &units {
        members[*group] += 1;
    }
    out.sample.units = assignment.unit.as_ref().map(|unit| compact(unit).1 as u64);
    out.sample.periods = Some(timing.periods.len() as u64);
    let report = CohortReport {
        cells: &saturated.effects,
        sizes: &sizes,
        members: &members,
        records: out.sample.rows_used,
        estimated_weights: false,
        asked: settings.asked(),
        scale: root_mean_square(cells.mean.column(0), &cells.weight),
        labels,
    };
    let within: Vec<Within> = (0..cells.len()).map(|i| Within::of_outcome(cells, i)).collect();
    let grouping = cluster.map_or(Grouping::Records(&within), Grouping::Clusters);
    let group = vec![0; cells.len()];
    let size = vec![0.0; cells.len()];
    cohort_results(out, &report, fitted, &Observations { group: &group, size: &size, grouping });
    let (treated, comparison) = assignment.group_sizes(cells);
    out.notes.push(groups(treated, comparison, assignment.unit.is_some()));
}
