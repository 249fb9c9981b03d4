//! The result: effects with errors, weights of units and periods, the path, placebos.

use super::comparison::{Choice, Comparison, Fits};
use super::errors::Repeated;
use super::{Resampling, notes};
use crate::estimate::{Covariance, Effect, EffectKind, Estimate, Influence, TestResult};
use crate::methods::DidSettings;
use ndarray::Array2;
use serde_json::{Value, json};

/// Units under which the normal table gives way to t.
const VERY_FEW: usize = 10;
/// Share of the outcome's spread before the start that a misfit may have without a word.
const POOR: f64 = 0.25;
/// A statistic this close to the observed one, relative to it, is as extreme.
const TIE: f64 = 1e-9;

/// Fills the result.
pub(super) fn write(
    out: &mut Estimate,
    settings: &DidSettings,
    comparison: &Comparison,
    observed: &Choice,
    fits: &Fits,
    how: Resampling,
    repeated: Option<&Repeated>,
) {
    let panel = comparison.panel;
    choices(out, settings, fits, how, repeated);
    let units = panel.labels.len();
    out.sample.units = Some(units as u64);
    out.sample.periods = Some(panel.periods.len() as u64);
    let rows = comparison.rows(observed, &fits.paths);
    // Few numbers stand behind the error: the comparison units in turn, or the units.
    let behind = match repeated {
        Some(repeated) if how == Resampling::Placebo => {
            if repeated.exact {
                repeated.count
            } else {
                panel.donors
            }
        }
        _ => units,
    };
    out.sample.clusters = Some(units as u64);
    let df = (behind < VERY_FEW).then(|| behind.saturating_sub(1).max(1) as f64);
    let covariance = repeated.map(|repeated| repeated.deviations.t().dot(&repeated.deviations));
    let scale = panel.scale();
    for (at, row) in rows.iter().enumerate() {
        let mut effect = Effect::undefined(row.key.clone());
        effect.estimate = row.estimate;
        let mut cohorts: Vec<usize> = row.weights.iter().map(|(cell, _)| cell / panel.periods.len()).collect();
        cohorts.dedup();
        cohorts.sort_unstable();
        cohorts.dedup();
        let treated: Vec<usize> = cohorts.iter().flat_map(|cohort| observed.treated[*cohort].iter().copied()).collect();
        effect.extra.insert("units".into(), treated.len().into());
        effect.extra.insert("comparison_units".into(), panel.donors.into());
        effect.clusters = Some((treated.len() + panel.donors) as u64);
        if row.key.kind == EffectKind::Overall {
            effect.records = Some(out.sample.rows_used);
        }
        if let (Some(covariance), Some(true)) = (&covariance, repeated.map(|repeated| repeated.defined[at]))
            && effect.estimate.is_some()
        {
            effect.set_error(covariance[[at, at]].max(0.0).sqrt(), df, settings.level, scale);
        }
        out.effects.push(effect);
    }
    if let Some(covariance) = &covariance {
        let known: Vec<usize> = (0..rows.len()).filter(|row| out.effects[*row].std_error.is_some()).collect();
        let matrix = Array2::from_shape_fn((known.len(), known.len()), |(a, b)| covariance[[known[a], known[b]]]);
        out.covariance = Some(Covariance { rows: known, matrix });
    }
    if let Some(repeated) = repeated.filter(|_| how == Resampling::Jackknife) {
        out.influence = Some(Influence { values: repeated.deviations.clone(), clusters: panel.labels.clone() });
    }
    // Weights are chosen to follow the treated before the start: what is left of it there tests nothing.
    out.tests.push(TestResult::new("pre-trends"));
    parts(out, comparison, fits, repeated);
    words(out, settings, comparison, fits, repeated.is_some());
}

/// What was chosen, as it was used.
fn choices(out: &mut Estimate, settings: &DidSettings, fits: &Fits, how: Resampling, repeated: Option<&Repeated>) {
    for name in ["cluster", "wild", "wild_weights", "adjust", "base"] {
        out.settings.insert(name.into(), Value::Null);
    }
    out.settings.insert("control".into(), "never".into());
    out.settings.insert("vcov".into(), how.name().into());
    out.settings.insert("errors".into(), how.name().into());
    out.settings.insert("draws".into(), repeated.map_or(Value::Null, |repeated| repeated.count.into()));
    out.settings.insert("solver".into(), json!(settings.solver));
    let of = |value: &dyn Fn(&super::fit::Penalty) -> f64| -> Value {
        match fits.penalties.as_slice() {
            [one] => value(one).into(),
            several => several.iter().map(value).collect(),
        }
    };
    out.settings.insert("zeta_omega".into(), of(&|penalty| penalty.omega));
    out.settings.insert("zeta_lambda".into(), of(&|penalty| penalty.lambda));
    out.settings.insert("noise_level".into(), of(&|penalty| penalty.noise));
}

/// Where the observed statistic stands among the placebos and itself.
pub(super) fn placebo_tests(out: &mut Estimate, settings: &DidSettings, comparison: &Comparison, fits: &Fits, repeated: Option<&Repeated>) {
    let Some(repeated) = repeated else {
        if settings.permute.is_some() {
            out.tests.push(TestResult::new("randomization"));
            out.notes.push(notes::no_placebos());
        }
        return;
    };
    let test = |name: &str, observed: Option<f64>, others: Vec<f64>| {
        let mut test = TestResult::new(name);
        test.statistic = observed;
        test.exact = Some(repeated.exact);
        if let Some(observed) = observed {
            let slack = TIE * observed.abs();
            let extreme = others.iter().filter(|value| value.abs() >= observed.abs() - slack).count();
            test.p_value = Some((extreme + 1) as f64 / (others.len() + 1) as f64);
        }
        test.extra.insert("placebos".into(), others.len().into());
        test
    };
    let overall = out.effects.first().and_then(|effect| effect.estimate);
    out.tests.push(test("placebo-in-space", overall, repeated.placebos.iter().filter_map(|placebo| placebo.estimate).collect()));
    let ratio = |misfit: Option<(f64, f64)>| misfit.filter(|(before, _)| *before > 0.0).map(|(before, after)| after / before);
    if settings.permute.is_some() {
        out.tests.push(TestResult { name: "randomization".into(), ..out.tests.last().cloned().unwrap_or_else(|| TestResult::new("")) });
    }
    if comparison.panel.waves.len() == 1 {
        let others = repeated.placebos.iter().filter_map(|placebo| ratio(placebo.misfit)).collect();
        out.tests.push(test("rmspe-ratio", ratio(comparison.misfit(&fits.paths)), others));
    }
}

/// Weights, path, fit before the start, placebos, units that were left out.
fn parts(out: &mut Estimate, comparison: &Comparison, fits: &Fits, repeated: Option<&Repeated>) {
    let (panel, scale) = (comparison.panel, out.scale);
    let (mut units, mut periods, mut path, mut fit) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (at, wave) in panel.waves.iter().enumerate() {
        let (Some(weights), Some(own)) = (&fits.weights[at], &fits.paths[at]) else { continue };
        let cohort = scale.json(wave.start);
        for (unit, weight) in weights.omega.iter().enumerate() {
            units.push(json!({ "cohort": cohort, "unit": panel.labels[unit], "weight": weight }));
        }
        for (period, weight) in panel.periods.iter().zip(&weights.lambda) {
            periods.push(json!({ "cohort": cohort, "period": scale.json(*period), "weight": weight }));
        }
        for (i, period) in panel.periods.iter().enumerate() {
            path.push(json!({
                "cohort": cohort, "period": scale.json(*period), "treated": own.treated[i], "synthetic": own.synthetic[i],
                "gap": own.treated[i] - own.synthetic[i], "effect": own.effect[i],
            }));
        }
        let (before, after) = comparison.misfit_of(wave, own);
        fit.push(json!({
            "cohort": cohort, "rmspe_before": before, "rmspe_after": after, "share_of_spread": comparison.share_of_spread(wave, own),
            "treated_units": wave.units.len(), "units_with_weight": weights.omega.iter().filter(|weight| **weight > 0.0).count(),
            "periods_before": wave.before, "periods_after": panel.periods.len() - wave.after,
        }));
    }
    out.parts.insert("weights".into(), json!({ "units": units, "periods": periods }));
    out.parts.insert("path".into(), path.into());
    out.parts.insert("fit".into(), fit.into());
    if let Some(repeated) = repeated.filter(|repeated| repeated.exact) {
        let placebos: Vec<Value> = repeated
            .placebos
            .iter()
            .filter_map(|placebo| placebo.unit.map(|unit| (unit, placebo)))
            .map(|(unit, placebo)| {
                let (before, after) = placebo.misfit.unzip();
                json!({ "unit": panel.labels[unit], "estimate": placebo.estimate, "rmspe_before": before, "rmspe_after": after })
            })
            .collect();
        out.parts.insert("placebos".into(), placebos.into());
    }
    if !panel.left_out.is_empty() {
        let list: Vec<Value> = panel
            .left_out
            .iter()
            .map(|(label, treated, missing)| {
                json!({ "unit": label, "treated": treated, "missing": missing.iter().map(|period| scale.json(*period)).collect::<Vec<_>>() })
            })
            .collect();
        out.parts.insert("units_left_out".into(), list.into());
    }
}

/// Notes.
fn words(out: &mut Estimate, settings: &DidSettings, comparison: &Comparison, fits: &Fits, with_errors: bool) {
    let panel = comparison.panel;
    out.notes.push(notes::no_pre_trends());
    out.notes.extend(notes::left_out(panel, out.scale));
    out.notes.extend(notes::collinear(&panel.collinear));
    if settings.weight.is_some() {
        out.notes.push(notes::weights_form_means());
    }
    if with_errors {
        out.notes.extend(notes::few_placebos(panel.donors));
    } else {
        out.notes.push(notes::no_errors());
    }
    let worst = panel.waves.iter().zip(&fits.paths).filter_map(|(wave, path)| comparison.share_of_spread(wave, path.as_ref()?));
    if let Some(ratio) = worst.reduce(f64::max).filter(|ratio| *ratio > POOR) {
        out.notes.push(notes::poor_fit(ratio));
    }
}
