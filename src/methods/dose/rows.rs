//! Rows of the dose curve, averaged over periods and cohorts, with their errors, covariance and bands.

use super::curve::{Curve, Lines};
use super::{DidSettings, notes};
use crate::estimate::{Combination, Covariance, Effect, EffectKey, EffectKind, Estimate, Influence, Observations, spread};
use crate::inference::distributions::{critical_value, p_two_sided};
use crate::inference::multiplier::simultaneous;
use ndarray::{Array2, Axis, concatenate};
use serde_json::json;

/// A standard error this small against the size of the outcome is rounding.
const ROUNDING: f64 = 1e-10;

/// Adds the mean slope, the effects and the slopes by dose behind the mean effects.
pub(super) fn append(out: &mut Estimate, settings: &DidSettings, curve: &Curve) {
    let (panel, timing) = (curve.panel, curve.timing);
    let after = |at: &usize| {
        let one = &timing.comparisons[*at];
        !one.is_reference() && timing.groups[one.group].start.is_some_and(|start| timing.periods[one.period] >= start)
    };
    let wanted: Vec<usize> = (0..timing.comparisons.len()).filter(after).collect();
    let chosen: Vec<usize> = wanted.iter().copied().filter(|at| curve.fits[*at].as_ref().is_some_and(|fit| fit.spline.is_some())).collect();
    if chosen.len() < wanted.len() {
        out.notes.push(notes::without_curve(wanted.len() - chosen.len()));
    }
    let rows = combinations(curve, &chosen);
    let observations = Observations { group: &panel.group, size: &panel.weight, grouping: panel.grouping() };
    let all: Vec<usize> = (0..rows.len()).collect();
    let source = Lines { curve, chosen: &chosen };
    let found = spread(&source, &observations, chosen.len() * curve.quantities(), &rows, if settings.covariance { &all } else { &[] }, true);
    let (first, df) = (out.effects.len(), out.effects.first().and_then(|effect| effect.df));
    for (at, row) in rows.iter().enumerate() {
        let mut effect = effect(row, found.variance[at], df, settings.level, panel.scale());
        effect.clusters = Some(found.bearing[at]);
        effect.records = Some(out.sample.rows_used);
        if at > 0 {
            let dose = curve.grid[(at - 1) % curve.grid.len()];
            effect.key.region = Some(format!("{dose}"));
            effect.extra.insert("dose".into(), dose.into());
        }
        out.effects.push(effect);
    }
    if let (Some(influence), Some(draws)) = (&found.influence, settings.bands) {
        bands(out, influence, first, curve.grid.len(), settings, draws);
    }
    join(out, found.influence.as_ref(), settings.covariance.then_some(&found.covariance), first);
}

/// The curve as rows: comparisons of a cohort count the same, cohorts by their size.
fn combinations(curve: &Curve, chosen: &[usize]) -> Vec<Combination> {
    let (timing, quantities) = (curve.timing, curve.quantities());
    let mut sizes = vec![0.0; timing.groups.len()];
    curve.panel.group.iter().zip(&curve.panel.weight).for_each(|(group, weight)| sizes[*group as usize] += weight);
    let mut counts = vec![0_usize; timing.groups.len()];
    for at in chosen {
        counts[timing.comparisons[*at].group] += 1;
    }
    let total: f64 = sizes.iter().zip(&counts).filter(|(_, count)| **count > 0).map(|(size, _)| size).sum();
    let value = |at: usize, quantity: usize| curve.fits[at].as_ref().and_then(|fit| fit.spline.as_ref()).map_or(0.0, |line| line.values[quantity]);
    (0..quantities)
        .map(|quantity| {
            let mut by_group = vec![0.0; timing.groups.len()];
            let mut weights = Vec::new();
            for (place, at) in chosen.iter().enumerate() {
                let group = timing.comparisons[*at].group;
                by_group[group] += value(*at, quantity) / counts[group] as f64;
                weights.push((place * quantities + quantity, sizes[group] / total / counts[group] as f64));
            }
            let mean: f64 = by_group.iter().zip(&sizes).map(|(value, size)| value * size / total).sum();
            let shares = by_group.iter().zip(&counts).map(|(value, count)| if *count > 0 { (value - mean) / total } else { 0.0 }).collect();
            let (kind, term) = match quantity {
                0 => (EffectKind::Overall, "acrt"),
                _ if quantity <= curve.grid.len() => (EffectKind::Term, "dose-response"),
                _ => (EffectKind::Term, "dose-slope"),
            };
            Combination { key: EffectKey::new(kind, term), estimate: (!chosen.is_empty()).then_some(mean), weights, shares }
        })
        .collect()
}

fn effect(row: &Combination, variance: f64, df: Option<f64>, level: f64, scale: f64) -> Effect {
    let mut effect = Effect::undefined(row.key.clone());
    effect.estimate = row.estimate;
    let Some(estimate) = row.estimate else { return effect };
    let se = variance.max(0.0).sqrt();
    effect.std_error = Some(se);
    effect.df = df;
    if se > ROUNDING * scale {
        let half = critical_value(level, df) * se;
        effect.statistic = Some(estimate / se);
        effect.p_value = Some(p_two_sided(estimate / se, df));
        effect.conf_low = Some(estimate - half);
        effect.conf_high = Some(estimate + half);
    }
    effect
}

/// Simultaneous bands over the effects, and over the slopes.
fn bands(out: &mut Estimate, influence: &Array2<f64>, first: usize, places: usize, settings: &DidSettings, draws: u32) {
    let families: Vec<Vec<usize>> = vec![(1..=places).collect(), (places + 1..=2 * places).collect()];
    let df = out.effects.get(first).and_then(|effect| effect.df);
    let found = simultaneous(influence, &families, df, settings.level, draws, settings.seed);
    for (rows, critical) in families.iter().zip(&found) {
        for row in rows {
            let effect = &mut out.effects[first + row];
            if let (Some(critical), Some(estimate), Some(se), Some(_)) = (critical, effect.estimate, effect.std_error, effect.statistic) {
                effect.band_low = Some(estimate - critical * se);
                effect.band_high = Some(estimate + critical * se);
            }
        }
    }
    out.parts.insert("dose_bands".into(), json!({ "response": found.first(), "slope": found.get(1), "draws": draws }));
}

/// Influence and covariance of the mean effects and of the curve together.
fn join(out: &mut Estimate, influence: Option<&Array2<f64>>, covariance: Option<&Array2<f64>>, first: usize) {
    let known = out.influence.take();
    if let (Some(known), Some(own)) = (known, influence) {
        let views = [known.values.view(), own.t()];
        if let Ok(values) = concatenate(Axis(1), &views) {
            out.influence = Some(Influence { values, clusters: known.clusters });
        }
    }
    let (Some(old), Some(own)) = (out.covariance.take(), covariance) else { return };
    let rows: Vec<usize> = (first..out.effects.len()).filter(|row| out.effects[*row].std_error.is_some()).collect();
    let both = |a: usize, b: usize| match &out.influence {
        Some(influence) => influence.values.column(a).dot(&influence.values.column(b)),
        None => 0.0,
    };
    let n = old.rows.len();
    let all: Vec<usize> = old.rows.iter().copied().chain(rows).collect();
    let matrix = Array2::from_shape_fn((all.len(), all.len()), |(a, b)| match (a < n, b < n) {
        (true, true) => old.matrix[[a, b]],
        (false, false) => own[[all[a] - first, all[b] - first]],
        _ => both(all[a], all[b]),
    });
    out.covariance = Some(Covariance { rows: all, matrix });
}
