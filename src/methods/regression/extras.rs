//! What only a regression can add to its effects: the joint test of its coefficients, the wild bootstrap, randomization without fitting everything again.

use super::variance::{Parts, Variance};
use super::{forms, notes};
use crate::error::{Result, design};
use crate::estimate::{EffectKind, Estimate, TestResult};
use crate::inference::permute::permute;
use crate::inference::wald::wald;
use crate::inference::wild::wild;
use crate::linalg::{Regressor, Source, fit_cells};
use crate::panel::Cells;
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

/// The regressors with the combination of an effect as a coefficient of its own, and its position: from θ = Σ cⱼβⱼ, the first βⱼ is (θ − Σ cₖβₖ)/cⱼ, so its
/// regressor is divided by cⱼ and the others of the combination lose their share of it. None where one varies within cells.
fn as_one_coefficient(cells: &Cells, regressors: &[Regressor], weights: &[(usize, f64)]) -> Option<(Vec<Regressor>, usize)> {
    let (&(first, share), others) = weights.split_first()?;
    if others.is_empty() && share == 1.0 {
        return Some((regressors.to_vec(), first));
    }
    let fixed = |at: usize| match &regressors.get(at)?.source {
        Source::Variable(_) => None,
        source => Some(source.values(cells)),
    };
    let base = fixed(first)?;
    let mut out = regressors.to_vec();
    for (at, weight) in others {
        let values = fixed(*at)?.iter().zip(&base).map(|(x, base)| x - weight / share * base).collect();
        out[*at].source = Source::Fixed(values);
    }
    out[first].source = Source::Fixed(base.iter().map(|x| x / share).collect());
    Some((out, first))
}

/// The wild cluster bootstrap of the effect that is asked for: the one coefficient, else the first overall effect.
pub(super) fn wild_bootstrap(out: &mut Estimate, parts: &Parts) -> Result<()> {
    let settings = parts.input.settings;
    let Some(draws) = settings.wild else { return Ok(()) };
    let effects = &parts.model.effects;
    let row = match parts.model.target {
        Some(target) => effects.iter().position(|effect| effect.weights == [(target, 1.0)]),
        None => effects.iter().position(|effect| effect.key.kind == EffectKind::Overall && !effect.weights.is_empty()),
    };
    let kept = |at: &usize| effects[*at].weights.iter().all(|(regressor, _)| parts.fit.position(*regressor).is_some());
    let Some((row, (regressors, target))) =
        row.filter(kept).and_then(|row| Some((row, as_one_coefficient(parts.cells, &parts.model.regressors, &effects[row].weights)?)))
    else {
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
    let fit = forms::for_clusters(parts.cells, &regressors, &factors, &cluster.codes, parts.model.intercept.is_some())?;
    let mut test = TestResult::new("wild-bootstrap");
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

/// Randomization inference over the assignment of clusters or units, where only some regressors change with it.
pub(super) fn randomization(out: &mut Estimate, parts: &Parts) {
    let settings = parts.input.settings;
    let Some(draws) = settings.permute else { return };
    // Without a closed form the estimator runs again for every assignment, as every method does.
    let (Some(plan), Some(target)) = (&parts.model.reassignment, parts.model.target) else { return };
    let factors = forms::codes(parts.cells, parts.factors);
    let statistic = |labels: &[u32]| {
        let mut regressors = parts.model.regressors.clone();
        for (at, values) in (plan.values)(labels) {
            regressors[at].source = Source::Fixed(values);
        }
        let fit = fit_cells(parts.cells, &regressors, &factors);
        fit.position(target).map(|position| fit.coefficients[position])
    };
    out.tests.push(TestResult::randomization(permute(&plan.labels, draws, settings.seed, statistic)));
}
