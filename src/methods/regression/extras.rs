//! What is asked for on top of effects and errors: joint tests, simultaneous bands, wild bootstrap, randomization inference.

use super::variance::{Parts, Variance};
use super::{forms, notes};
use crate::error::{Result, design};
use crate::estimate::{EffectKind, Estimate, TestResult};
use crate::inference::bands::sup_t;
use crate::inference::permute::permute;
use crate::inference::wald::wald;
use crate::inference::wild::wild;
use crate::linalg::fit_cells;
use crate::text;
use ndarray::Array2;
use serde_json::{Value, json};

/// The joint test of the model, of the effects in it that have a variance.
pub(super) fn joint_test(out: &mut Estimate, parts: &Parts, variance: &Variance) {
    let Some((name, members)) = &parts.model.joint else { return };
    let rows: Vec<usize> = members.iter().copied().filter(|row| out.effects[*row].std_error.is_some()).collect();
    let mut test = TestResult::new(*name);
    let values: Vec<f64> = rows.iter().filter_map(|row| out.effects[*row].estimate).collect();
    let matrix = Array2::from_shape_fn((rows.len(), rows.len()), |(a, b)| variance.covariance[[rows[a], rows[b]]]);
    if let Some(result) = wald(&values, &matrix, Some(variance.common_df)) {
        test.statistic = Some(result.statistic);
        test.df = vec![result.df1, variance.common_df];
        test.p_value = Some(result.p_value);
    }
    out.tests.push(test);
}

/// Simultaneous bands over the effects by event time, or over all effects where there are none.
pub(super) fn bands(out: &mut Estimate, parts: &Parts, variance: &Variance) {
    let settings = parts.input.settings;
    let Some(draws) = settings.bands else { return };
    let with_errors = |row: &usize| out.effects[*row].statistic.is_some();
    let dynamic: Vec<usize> = (0..out.effects.len()).filter(with_errors).filter(|row| out.effects[*row].key.kind == EffectKind::EventTime).collect();
    let rows = if dynamic.is_empty() { (0..out.effects.len()).filter(with_errors).collect() } else { dynamic };
    let matrix = Array2::from_shape_fn((rows.len(), rows.len()), |(a, b)| variance.covariance[[rows[a], rows[b]]]);
    let df = rows.iter().filter_map(|row| variance.df[*row]).reduce(f64::min);
    let Some(critical) = sup_t(&matrix, df, settings.level, draws, settings.seed) else { return };
    for row in rows {
        let effect = &mut out.effects[row];
        if let (Some(estimate), Some(se)) = (effect.estimate, effect.std_error) {
            effect.band_low = Some(estimate - critical * se);
            effect.band_high = Some(estimate + critical * se);
        }
    }
    out.parts.insert("bands".into(), json!({ "critical_value": critical, "draws": draws }));
}

/// The wild cluster bootstrap of the effect that is asked for.
pub(super) fn wild_bootstrap(out: &mut Estimate, parts: &Parts) -> Result<()> {
    let settings = parts.input.settings;
    let Some(draws) = settings.wild else { return Ok(()) };
    let Some(target) = parts.model.target else {
        out.notes.push(notes::wild_unavailable());
        return Ok(());
    };
    let [cluster] = parts.clusters.as_slice() else {
        return Err(design::variance_not_available(
            "wild",
            &text!("wild bootstrap memerlukan tepat satu kolom klaster", "the wild bootstrap needs exactly one cluster column"),
        )
        .into());
    };
    let factors = forms::codes(parts.cells, parts.factors);
    let fit = forms::for_clusters(parts.cells, &parts.model.regressors, &factors, &cluster.codes, parts.model.intercept.is_some())?;
    let mut test = TestResult::new("wild-bootstrap");
    let Some(row) = parts.model.effects.iter().position(|effect| effect.weights == [(target, 1.0)]) else { return Ok(()) };
    if let Some(position) = fit.position(target)
        && let Some(result) = wild(&fit, parts.cells, &cluster.codes, position, settings.wild_weights, draws, settings.seed)
    {
        let p_value = result.p_value(0.0);
        let (low, high) = result.interval(settings.level);
        test.statistic = out.effects[row].statistic;
        test.p_value = Some(p_value);
        test.exact = Some(result.enumerated);
        test.extra.insert("draws".into(), result.draws().into());
        test.extra.insert("weights".into(), json!(settings.wild_weights));
        test.extra.insert("conf_low".into(), number(low));
        test.extra.insert("conf_high".into(), number(high));
        for (name, value) in [("wild_p_value", Some(p_value)), ("wild_conf_low", low), ("wild_conf_high", high)] {
            out.effects[row].extra.insert(name.into(), number(value));
        }
        if low.is_none() || high.is_none() {
            out.notes.push(notes::wild_unbounded());
        }
    }
    out.tests.push(test);
    Ok(())
}

fn number(value: Option<f64>) -> Value {
    value.filter(|value| value.is_finite()).map_or(Value::Null, Value::from)
}

/// Randomization inference over the assignment of clusters or units.
pub(super) fn randomization(out: &mut Estimate, parts: &Parts) {
    let settings = parts.input.settings;
    let Some(draws) = settings.permute else { return };
    let (Some(plan), Some(target)) = (&parts.model.reassignment, parts.model.target) else {
        out.notes.push(notes::permute_unavailable());
        return;
    };
    let factors = forms::codes(parts.cells, parts.factors);
    let statistic = |labels: &[u32]| {
        let mut regressors = parts.model.regressors.clone();
        for (at, values) in (plan.values)(labels) {
            regressors[at].source = crate::linalg::Source::Fixed(values);
        }
        let fit = fit_cells(parts.cells, &regressors, &factors);
        fit.position(target).map(|position| fit.coefficients[position])
    };
    out.tests.push(TestResult::randomization(permute(&plan.labels, draws, settings.seed, statistic)));
}
