//! Effects on quantiles, with errors from the bootstrap, and the bounds that ties leave.

use super::bootstrap::{Draws, deviation};
use super::effect::{Four, Pooled, Sides, pooled};
use super::sample::Sample;
use super::timing::Timing;
use super::{DidSettings, Transform, notes};
use crate::estimate::{Covariance, Effect, EffectKey, EffectKind, Estimate};
use crate::inference::distributions::{critical_value, p_two_sided};
use ndarray::Array2;
use rayon::prelude::*;
use serde_json::json;

/// Draws where none are asked for.
const DRAWS: u32 = 200;
/// Share of records with a value that another one has, from which the outcome counts as discrete.
const TIED: f64 = 0.1;
/// Share from which densities mean nothing, and the bootstrap gives the error of the mean effect as well.
const COARSE: f64 = 0.5;
/// A deviation this small against the size of the outcome is rounding.
const ROUNDING: f64 = 1e-10;
/// Least share of draws in which every side of every comparison has a record.
const USABLE: f64 = 0.5;

/// The quantiles of R's `seq(0.05, 0.95, 0.05)`, to the last bit.
fn default_quantiles() -> Vec<f64> {
    (0..19).map(|i| 0.05 + f64::from(i) * 0.05).collect()
}

/// Adds the effects on quantiles, and the bounds where the outcome is discrete, behind the mean effects.
pub(super) fn append(out: &mut Estimate, settings: &DidSettings, timing: &Timing, sample: &Sample, sides: &[Sides], transform: Transform) {
    let probabilities = if settings.quantiles.is_empty() { default_quantiles() } else { settings.quantiles.clone() };
    let after: Vec<usize> = (0..sides.len())
        .filter(|at| {
            let one = &timing.comparisons[*at];
            !one.is_reference() && timing.groups[one.group].start.is_some_and(|start| timing.periods[one.period] >= start)
        })
        .collect();
    let under = |weight: &[f64]| -> Option<Pooled> {
        let mut sizes = vec![0.0; timing.groups.len()];
        sample.group.iter().zip(weight).for_each(|(group, weight)| sizes[*group as usize] += weight);
        let fits: Option<Vec<_>> =
            after.iter().map(|at| Some((sizes[timing.comparisons[*at].group], Four::of(&sides[*at], &sample.value, weight)?.fit(transform)?))).collect();
        pooled(&fits?, &probabilities)
    };
    let Some(point) = under(&sample.weight) else {
        out.notes.push(notes::no_quantiles());
        return;
    };
    let draws = settings.bands.unwrap_or(DRAWS).max(2);
    let source = Draws::new(sample, settings.seed);
    let found: Vec<Pooled> = (0..draws).into_par_iter().map(|draw| under(&source.weights(draw))).collect::<Vec<_>>().into_iter().flatten().collect();
    let usable = found.len() as f64 >= USABLE * f64::from(draws);
    if !usable {
        out.notes.push(notes::few_draws(found.len(), draws));
    }
    let ties = if transform == Transform::Changes { tied(sample, sides) } else { 0.0 };
    let discrete = ties > TIED;
    let mut rows: Vec<(String, f64, Vec<f64>)> = probabilities
        .iter()
        .enumerate()
        .map(|(at, p)| (format!("quantile-{}", percent(*p)), point.quantiles[at], found.iter().map(|draw| draw.quantiles[at]).collect()))
        .collect();
    if discrete {
        out.notes.push(notes::discrete());
        rows.push(("discrete-lower".into(), point.att, found.iter().map(|draw| draw.att).collect()));
        rows.push(("discrete-upper".into(), point.highest, found.iter().map(|draw| draw.highest).collect()));
    }
    let first = out.effects.len();
    let df = out.effects.first().and_then(|effect| effect.df);
    let means: Vec<f64> = found.iter().map(|draw| draw.att).collect();
    mean_effect(out, &means, usable, ties > COARSE && first == 1, settings.level, sample);
    for (term, estimate, values) in &rows {
        out.effects.push(row(term, *estimate, values, usable, df, settings.level, sample, out));
    }
    if settings.bands.is_some() && usable {
        bands(out, first, probabilities.len(), &rows, settings.level);
    }
    spread(out, first, &rows, usable);
    out.settings.insert("quantiles".into(), json!(probabilities));
    out.parts.insert("bootstrap".into(), json!({ "draws": draws, "used": found.len() }));
}

/// Puts the bootstrap's error of the mean effect beside the analytic one, or in its place where densities mean nothing.
fn mean_effect(out: &mut Estimate, means: &[f64], usable: bool, coarse: bool, level: f64, sample: &Sample) {
    let Some(error) = deviation(means).filter(|_| usable) else { return };
    let Some(known) = out.effects.first().cloned() else { return };
    let Some(estimate) = known.estimate else { return };
    let mut effect = known.clone();
    if coarse {
        effect = row(&known.key.term, estimate, means, usable, known.df, level, sample, out);
        effect.key = known.key;
        effect.extra = known.extra;
        effect.extra.insert("analytic_std_error".into(), json!(known.std_error));
        // What is left of the analytic variance would contradict the error.
        out.influence = None;
        if let Some(covariance) = &mut out.covariance {
            covariance.matrix.fill(error * error);
        }
    }
    effect.extra.insert("bootstrap_std_error".into(), error.into());
    out.effects[0] = effect;
}

/// A probability in percent, as short as it can be written.
fn percent(p: f64) -> f64 {
    (p * 1e8).round() / 1e6
}

#[allow(clippy::too_many_arguments)] // what a row is made of
fn row(term: &str, estimate: f64, values: &[f64], usable: bool, df: Option<f64>, level: f64, sample: &Sample, out: &Estimate) -> Effect {
    let mut effect = Effect::undefined(EffectKey::new(EffectKind::Term, term));
    effect.estimate = Some(estimate);
    effect.records = Some(sample.account.rows_used);
    effect.clusters = out.sample.clusters;
    effect.df = df;
    effect.std_error = deviation(values).filter(|_| usable);
    if let Some(error) = effect.std_error.filter(|error| *error > ROUNDING * sample.scale()) {
        let half = critical_value(level, df) * error;
        effect.statistic = Some(estimate / error);
        effect.p_value = Some(p_two_sided(estimate / error, df));
        effect.conf_low = Some(estimate - half);
        effect.conf_high = Some(estimate + half);
    }
    effect
}

/// Simultaneous bands over the quantiles: the `level` quantile of the largest |θ* − θ|/se over the draws, never under the pointwise value.
fn bands(out: &mut Estimate, first: usize, count: usize, rows: &[(String, f64, Vec<f64>)], level: f64) {
    let members: Vec<(usize, f64)> =
        (0..count).filter_map(|at| out.effects[first + at].statistic.and(out.effects[first + at].std_error).map(|se| (at, se))).collect();
    let draws = rows.first().map_or(0, |(_, _, values)| values.len());
    let mut largest: Vec<f64> =
        (0..draws).map(|draw| members.iter().fold(0.0_f64, |max, (at, se)| max.max(((rows[*at].2[draw] - rows[*at].1) / se).abs()))).collect();
    largest.sort_by(f64::total_cmp);
    let place = ((level * draws as f64).ceil() as usize).clamp(1, draws.max(1)) - 1;
    let Some(critical) = largest.get(place) else { return };
    for (at, se) in members {
        let effect = &mut out.effects[first + at];
        let critical = critical.max(critical_value(level, effect.df));
        effect.band_low = effect.estimate.map(|estimate| estimate - critical * se);
        effect.band_high = effect.estimate.map(|estimate| estimate + critical * se);
    }
    out.parts.insert("quantile_bands".into(), json!({ "critical_value": critical, "draws": draws }));
}

/// The covariance of the bootstrapped rows stands beside that of the mean effects; they have no influence functions.
fn spread(out: &mut Estimate, first: usize, rows: &[(String, f64, Vec<f64>)], usable: bool) {
    if let Some(influence) = &mut out.influence {
        let narrow = &influence.values;
        let wide = Array2::from_shape_fn((narrow.nrows(), first + rows.len()), |(cluster, effect)| narrow.get((cluster, effect)).copied().unwrap_or(0.0));
        influence.values = wide;
    }
    let Some(known) = &mut out.covariance else { return };
    if !usable {
        return;
    }
    let (old, draws) = (known.rows.len(), rows.first().map_or(0, |(_, _, values)| values.len()) as f64);
    let centred: Vec<Vec<f64>> = rows
        .iter()
        .map(|(_, _, values)| {
            let mean = values.iter().sum::<f64>() / draws;
            values.iter().map(|value| value - mean).collect()
        })
        .collect();
    let matrix = Array2::from_shape_fn((old + rows.len(), old + rows.len()), |(a, b)| match (a.checked_sub(old), b.checked_sub(old)) {
        (None, None) => known.matrix[[a, b]],
        (Some(a), Some(b)) => centred[a].iter().zip(&centred[b]).map(|(a, b)| a * b).sum::<f64>() / (draws - 1.0),
        _ => 0.0,
    });
    *known = Covariance { rows: known.rows.iter().copied().chain(first..first + rows.len()).collect(), matrix };
}

/// Largest share of records of a comparison side that share their value with another one.
fn tied(sample: &Sample, sides: &[Sides]) -> f64 {
    let share = |members: &Vec<u32>| {
        let different = 1 + members.windows(2).filter(|pair| sample.value[pair[0] as usize] < sample.value[pair[1] as usize]).count();
        let records = sample.count(members);
        if records == 0 { 0.0 } else { 1.0 - different as f64 / records as f64 }
    };
    sides.iter().flat_map(|sides| [&sides.before, &sides.after]).map(share).fold(0.0, f64::max)
}
