//! From a linear model on cells to an estimate: written once for all regression methods.

mod extras;
mod forms;
mod model;
mod notes;
pub(super) mod roles;
mod sample;
mod variance;

pub(super) use model::{Absorbed, EffectPlan, Model, Reassignment};
pub(super) use notes::groups;

use super::assignment::Assignment;
use super::collapsed::Collapsed;
use super::{Method, MethodInput};
use crate::design::VarianceKind;
use crate::error::{Result, design};
use crate::estimate::{Covariance, Effect, Estimate, Influence};
use crate::inference::distributions::{critical_value, p_two_sided};
use crate::linalg::{CellFit, fit_cells, levels};
use crate::panel::{Cells, Factor, distinct, root_mean_square};
use ndarray::Array2;
use variance::{Parts, Variance};

/// A standard error this small against the size of the outcome is rounding: the fit is perfect.
const PERFECT: f64 = 1e-10;

/// Fits the model that `build` makes of the cells in use and turns it into an estimate.
pub(super) fn estimate(input: &MethodInput, method: Method, factors: &[Absorbed], build: impl Fn(&Cells, &Assignment) -> Result<Model>) -> Result<Estimate> {
    let form = Form { drop_singletons: true, normal: false, counted: 0 };
    carry_out(input, method, factors, form, Some(checked(input)?), None, |cells, assignment| {
        assignment.check()?;
        build(cells, assignment)
    })
}

/// Cells that are the means of the units of a balanced panel: the panel, and which of its cells they are.
pub(super) type Whole<'a> = (&'a Collapsed<'a>, &'a [usize]);

/// As [`estimate`], in closed form where the panel is balanced: for models whose regressors are the same for all units on a path of treatment.
pub(super) fn estimate_panel(
    input: &MethodInput,
    method: Method,
    factors: &[Absorbed],
    build: impl Fn(&Cells, &Assignment) -> Result<Model>,
) -> Result<Estimate> {
    let plain = matches!(input.settings.variance(), VarianceKind::Cr0 | VarianceKind::Cr1);
    let Some(collapsed) = Collapsed::of(input).filter(|_| plain) else { return estimate(input, method, factors, build) };
    let rows: Vec<usize> = (0..collapsed.cells.len()).collect();
    let input = &collapsed.input(input);
    let form = Form { drop_singletons: false, normal: false, counted: 0 };
    carry_out(input, method, factors, form, Some(checked(input)?), Some((&collapsed, &rows)), build)
}

/// As [`estimate`], with parameters that are counted beside those that are left, and normal quantiles (t where clusters are very few).
pub(super) fn estimate_margins(
    input: &MethodInput,
    method: Method,
    factors: &[Absorbed],
    counted: usize,
    build: impl Fn(&Cells, &Assignment) -> Result<Model>,
) -> Result<Estimate> {
    let form = Form { drop_singletons: true, normal: true, counted };
    carry_out(input, method, factors, form, Some(checked(input)?), None, |cells, assignment| {
        assignment.check()?;
        build(cells, assignment)
    })
}

/// Who is treated when in all cells, which must hold a comparison of changes.
fn checked(input: &MethodInput) -> Result<Assignment> {
    let read = Assignment::read(input.cells, input.settings)?;
    read.check()?;
    Ok(read)
}

/// How a regression is carried out.
#[derive(Clone, Copy)]
struct Form {
    drop_singletons: bool,
    normal: bool,
    counted: usize,
}

/// As [`estimate`], for cells that need not hold a comparison of changes (those before any start, say). Singletons of absorbed factors may stay: they
/// change no coefficient, but they count as records and clusters. `whole` is the panel that the cells are the means of, where they are.
pub(super) fn fitted(
    input: &MethodInput,
    method: Method,
    factors: &[Absorbed],
    drop_singletons: bool,
    whole: Option<Whole>,
    build: impl Fn(&Cells, &Assignment) -> Result<Model>,
) -> Result<Estimate> {
    carry_out(input, method, factors, Form { drop_singletons, normal: false, counted: 0 }, None, whole, build)
}

/// `known` is the assignment of all cells, where it was read already.
fn carry_out(
    input: &MethodInput,
    method: Method,
    factors: &[Absorbed],
    form: Form,
    known: Option<Assignment>,
    whole: Option<Whole>,
    build: impl Fn(&Cells, &Assignment) -> Result<Model>,
) -> Result<Estimate> {
    let settings = input.settings;
    let names: Vec<String> = factors.iter().map(|factor| factor.name.clone()).collect();
    let sample = sample::sample(input.cells, if form.drop_singletons { &names } else { &[] })?;
    let assignment = match known.filter(|_| sample.positions.is_none()) {
        Some(known) => known,
        None => Assignment::read(&sample.cells, settings)?,
    };
    let model = build(&sample.cells, &assignment)?;
    let absorbed = forms::codes(&sample.cells, factors);
    let mut fit = match whole {
        Some(_) => fit_cells(&sample.cells, &model.regressors, &absorbed),
        None => forms::absorbed(&sample.cells, &model.regressors, &absorbed),
    };
    let by_path = whole.map(|(collapsed, rows)| {
        let rows: Vec<usize> = sample.positions.as_ref().map_or_else(|| rows.to_vec(), |positions| positions.iter().map(|at| rows[*at]).collect());
        collapsed.paths(&rows, |_| true)
    });
    if let Some((paths, _)) = &by_path {
        // What varies within the cells is what the units differ in, less their effects.
        let around: f64 = paths.list.iter().map(|path| path.scatter.diag().sum()).sum();
        fit.rss = fit.residual.iter().zip(&sample.cells.weight).map(|(e, w)| w * e * e).sum::<f64>() + around;
    }
    check_identified(&model, &fit, &names)?;
    let clusters: Vec<&Factor> = settings.clusters().iter().filter_map(|name| sample.cells.key(name)).collect();
    let parts =
        Parts { input, cells: &sample.cells, positions: sample.positions.as_deref(), model: &model, factors, fit: &fit, counted: form.counted, clusters };
    let mut variance = match &by_path {
        Some((paths, _)) => variance::by_path(&parts, paths)?,
        None => variance::variance(&parts)?,
    };
    if form.normal && variance.clusters.is_none_or(|clusters| clusters >= notes::VERY_FEW) {
        variance.df.fill(Some(f64::INFINITY));
    }

    let mut out = Estimate::new("did", method.name(), &settings.outcome);
    out.settings = whole.map_or(settings, |(collapsed, _)| collapsed.asked).to_map(method);
    out.scale = assignment.scale;
    let units = whole.map(|(collapsed, _)| collapsed.units());
    fill_effects(&mut out, &parts, &variance, units.is_some());
    if let (Some(influence), Some((_, labels))) = (&mut out.influence, by_path) {
        influence.clusters = labels;
    }
    fill_account(&mut out, &parts, &assignment, variance.clusters);
    let mut sizes = assignment.group_sizes(&sample.cells);
    if let (Some(units), Some((collapsed, rows))) = (units, whole) {
        out.sample.units = Some(units as u64);
        let count =
            |group: bool| collapsed.members(|path| rows.iter().zip(&assignment.group).any(|(row, own)| row / collapsed.periods == path && *own == group));
        sizes = (count(true), count(false));
    }
    let (treated, comparison) = sizes;
    out.notes.push(notes::groups(treated, comparison, assignment.unit.is_some()));
    let dropped: Vec<&str> = fit.dropped.iter().map(|j| model.regressors[*j].name.as_str()).collect();
    out.notes.extend(notes::collinear(&dropped));
    out.notes.extend(variance.clusters.and_then(notes::few_clusters));
    if variance.mended {
        out.notes.push(notes::mended());
    }
    extras::joint_test(&mut out, &parts, &variance);
    extras::wild_bootstrap(&mut out, &parts)?;
    extras::randomization(&mut out, &parts);
    out.parts.insert("regression".into(), regression_part(&parts, &variance, units));
    Ok(out)
}

/// The regressor that is asked for must be left after everything else.
fn check_identified(model: &Model, fit: &CellFit, factors: &[String]) -> Result<()> {
    let lost = |effect: &EffectPlan| effect.weights.iter().any(|(regressor, _)| fit.position(*regressor).is_none());
    let gone = match model.target {
        Some(target) => fit.position(target).is_none(),
        None => model.effects.iter().filter(|effect| !effect.weights.is_empty()).all(lost),
    };
    if gone {
        let term = model.target.map_or("event-time", |target| model.regressors[target].name.as_str());
        let with = if factors.is_empty() { "covariates".to_owned() } else { factors.join(" + ") };
        return Err(design::not_identified(term, &with).into());
    }
    Ok(())
}

/// `within`: whether cells stand for several units, whose outcomes differ.
fn fill_effects(out: &mut Estimate, parts: &Parts, variance: &Variance, within: bool) {
    let settings = parts.input.settings;
    let mut scale = root_mean_square(parts.cells.mean.column(0), &parts.cells.weight);
    if within {
        scale = scale.hypot((parts.cells.cross.column(0).sum() / parts.cells.weight.iter().sum::<f64>()).sqrt());
    }
    let mut undefined = false;
    for (row, (plan, estimate)) in parts.model.effects.iter().zip(variance::estimates(parts.model, parts.fit)).enumerate() {
        let mut effect = Effect::undefined(plan.key.clone());
        effect.estimate = estimate;
        effect.records = Some(parts.fit.records);
        effect.clusters = variance.clusters.map(|count| count as u64);
        let square = variance.covariance[[row, row]];
        if let Some(estimate) = estimate.filter(|_| !plan.weights.is_empty()) {
            let df = variance.df[row];
            if square.is_finite() && square >= 0.0 {
                let se = square.sqrt();
                effect.std_error = Some(se);
                effect.df = df.filter(|df| df.is_finite());
                if se > PERFECT * scale && df.is_some() {
                    let half = critical_value(settings.level, df) * se;
                    effect.statistic = Some(estimate / se);
                    effect.p_value = Some(p_two_sided(estimate / se, df));
                    effect.conf_low = Some(estimate - half);
                    effect.conf_high = Some(estimate + half);
                } else {
                    undefined = true;
                }
            } else {
                undefined = true;
            }
        }
        out.effects.push(effect);
    }
    if undefined {
        out.notes.push(notes::no_variance());
    }
    let rows: Vec<usize> = (0..out.effects.len()).filter(|row| out.effects[*row].std_error.is_some()).collect();
    let matrix = Array2::from_shape_fn((rows.len(), rows.len()), |(a, b)| variance.covariance[[rows[a], rows[b]]]);
    out.covariance = Some(Covariance { rows, matrix });
    out.influence = variance.influence.as_ref().map(|values| Influence { values: values.clone(), clusters: cluster_labels(parts) });
}

/// Labels of the clusters in use, in the order of their codes.
fn cluster_labels(parts: &Parts) -> Vec<String> {
    let Some(cluster) = parts.clusters.first() else { return Vec::new() };
    let mut used = vec![false; cluster.levels.len()];
    cluster.codes.iter().for_each(|code| used[*code as usize] = true);
    (0..used.len()).filter(|code| used[*code]).map(|code| cluster.levels.label(code as u32)).collect()
}

fn fill_account(out: &mut Estimate, parts: &Parts, assignment: &Assignment, clusters: Option<usize>) {
    out.sample = parts.cells.account.clone();
    out.sample.rows_used = parts.fit.records;
    out.sample.units = assignment.unit.as_deref().map(|codes| levels(codes) as u64);
    out.sample.periods = assignment.period.as_ref().map(|periods| distinct(periods.iter().copied()).len() as u64);
    out.sample.clusters = clusters.map(|count| count as u64);
}

/// Sizes of the regression for the result; `units` is the number of units where the cells are their means.
fn regression_part(parts: &Parts, variance: &Variance, units: Option<usize>) -> serde_json::Value {
    let n = parts.fit.records as f64;
    let sizes: Vec<serde_json::Value> = parts
        .factors
        .iter()
        .filter_map(|factor| parts.cells.key(&factor.name))
        .map(|key| {
            let units = units.filter(|_| Some(&key.name) == parts.input.settings.unit.as_ref());
            serde_json::json!({ "factor": key.name, "levels": units.unwrap_or_else(|| levels(&key.codes)) })
        })
        .collect();
    serde_json::json!({
        "parameters": variance.parameters, "rss": parts.fit.rss,
        "sigma": (parts.fit.rss / (n - variance.parameters as f64)).sqrt(), "absorbed": sizes,
    })
}
