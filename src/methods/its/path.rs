//! The path of each series: observed, fitted, and where it would have gone without the interruptions.

use super::ItsSettings;
use super::fit::Fitted;
use super::model::{Part, Regressor};
use super::series::Series;
use crate::inference::distributions::critical_value;
use ndarray::Array1;
use serde_json::{Value, json};

/// One entry a period of each series, in the outcome's own units.
pub(super) fn path(series: &Series, regressors: &[Regressor], fitted: &Fitted, settings: &ItsSettings) -> Vec<Value> {
    let removed = if series.compared { Part::DifferenceInterruption } else { Part::Interruption };
    let critical = critical_value(settings.level, Some(fitted.df));
    let b: Vec<f64> = fitted.coefficients.iter().map(|b| b.unwrap_or(0.0)).collect();
    let sum = |row: usize, wanted: &dyn Fn(Part) -> bool| {
        regressors.iter().zip(&b).filter(|(regressor, _)| wanted(regressor.part)).map(|(regressor, b)| regressor.values[row] * b).sum::<f64>()
    };
    let rows = series.y.len();
    let season: Vec<f64> = (0..rows).map(|row| sum(row, &|part| part == Part::Season)).collect();
    let mean = season.iter().sum::<f64>() / rows as f64;
    let shown = |value: f64| if settings.log { value.exp() } else { value };
    let error = |row: usize, wanted: &dyn Fn(Part) -> bool| {
        let weights: Array1<f64> = fitted.kept.iter().map(|j| if wanted(regressors[*j].part) { regressors[*j].values[row] } else { 0.0 }).collect();
        weights.dot(&fitted.covariance.dot(&weights)).max(0.0).sqrt()
    };
    let started = regressors.iter().filter(|regressor| regressor.part == Part::Interruption).collect::<Vec<_>>();
    (0..rows)
        .map(|row| {
            let all = sum(row, &|_| true);
            let without = sum(row, &|part| part != removed);
            let half = critical * error(row, &|part| part != removed);
            let effect_half = critical * error(row, &|part| part == removed);
            let own = series.treated[row];
            let after = own && started.iter().any(|regressor| regressor.values[row] > 0.0);
            let counterfactual = |value: f64| if own { json!(shown(value)) } else { Value::Null };
            let effect = |value: f64| if after { json!(value) } else { Value::Null };
            json!({
                "period": series.scale.json(series.periods[row]),
                "group": if series.compared { json!(u8::from(own)) } else { Value::Null },
                "observed": series.mean[row],
                "fitted": shown(all),
                "counterfactual": counterfactual(without),
                "counterfactual_low": counterfactual(without - half),
                "counterfactual_high": counterfactual(without + half),
                "effect": effect(all - without),
                "effect_low": effect(all - without - effect_half),
                "effect_high": effect(all - without + effect_half),
                "season": if settings.season.is_some() { json!(season[row] - mean) } else { Value::Null },
                "records": series.records[row],
            })
        })
        .collect()
}
