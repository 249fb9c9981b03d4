//! Interrupted time series: level and slope before, and what each interruption changed, with or without a comparison series.
//!
//! ```text
//! y[t] = β₀ + β₁·t + Σⱼ (β₂ⱼ·1{t ≥ sⱼ} + β₃ⱼ·(t − sⱼ)⁺) + season[t] + x[t]'γ + u[t]
//! with a comparison: the same again times z, z = 1 in the interrupted series (Linden 2015)
//! ```
//!
//! Records are averaged by period first. O(n·k²) in periods and regressors.

mod card;
mod diagnostics;
mod fit;
mod model;
mod notes;
mod path;
mod series;
mod settings;
#[cfg(test)]
mod tests;

pub use card::card;
pub use settings::{Errors, ItsSettings};

use crate::error::{Error, Result, design, its as problems};
use crate::estimate::{Covariance, Effect, EffectKey, EffectKind, Estimate};
use crate::inference::distributions::{critical_value, p_two_sided};
use crate::panel::{Cells, Period};
use fit::Fitted;
use model::{Question, Regressor};
use ndarray::{Array1, Array2};
use serde_json::{Value, json};
use series::Series;

/// Fits the series in the cells of [`ItsSettings::plan`], interrupted at the starts.
///
/// Effects are of kind `term`: `pre-slope`, `level-change`, `slope-change`, `post-slope` (numbered where there are several interruptions; with a comparison
/// these are the comparison's, and `difference-…` the interrupted series' beyond it), `effect-at-end`; and `average-effect` over the periods since the
/// first interruption. Errors: no period before or after, contradicting choices, too few periods.
pub fn its(cells: &Cells, starts: &[Period], settings: &ItsSettings) -> Result<Estimate> {
    Error::unless_empty(settings_problems(settings))?;
    let series = Series::read(cells, settings)?;
    let mut starts = starts.to_vec();
    starts.sort_unstable();
    starts.dedup();
    let Some(first) = starts.first() else { return Err(design::missing_role("--start").into()) };
    match series.sides(*first) {
        [0, _] => return Err(design::no_period_before().into()),
        [_, 0] => return Err(design::no_period_after().into()),
        _ => {}
    }
    let late = starts.iter().filter(|start| **start > series.last).map(|start| series.scale.code(*start)).collect::<Vec<_>>();
    if !late.is_empty() {
        return Err(problems::start_after_the_end(&late).into());
    }
    let regressors = model::regressors(&series, &starts, settings);
    let fitted = fit::fit(&series, &regressors, settings)?;
    Ok(result(cells, &series, &starts, &regressors, &fitted, settings))
}

fn settings_problems(settings: &ItsSettings) -> Vec<crate::error::Problem> {
    let mut found = Vec::new();
    if settings.harmonics > 0 && settings.season.is_none() {
        found.push(problems::harmonics_without_season());
    }
    if let Some(season) = settings.season {
        let whole = season.fract() == 0.0;
        if !(season.is_finite() && season > 1.0) || (settings.harmonics == 0 && !whole) || f64::from(settings.harmonics) > season / 2.0 {
            found.push(problems::bad_season(season, settings.harmonics));
        }
    }
    if settings.by_records && settings.errors.is_autoregressive() {
        found.push(problems::weights_with_autoregression(settings.errors.code()));
    }
    if settings.lag.is_some() && settings.errors != Errors::NeweyWest {
        found.push(problems::lag_unused(settings.errors.code()));
    }
    if !(settings.level > 0.0 && settings.level < 1.0) {
        found.push(design::bad_level(settings.level));
    }
    found
}

fn result(cells: &Cells, series: &Series, starts: &[Period], regressors: &[Regressor], fitted: &Fitted, settings: &ItsSettings) -> Estimate {
    let mut out = Estimate::new("its", settings.errors.code(), &settings.outcome);
    out.scale = series.scale;
    out.settings = settings.chosen(starts, series.scale);
    for (key, value) in [("lag_used", json!(fitted.lag)), ("bandwidth", json!(fitted.bandwidth)), ("rho", json!(fitted.rho))] {
        out.settings.insert(key.into(), value);
    }
    out.sample = cells.account.clone();
    out.sample.periods = Some(series.own().count() as u64);
    let questions = model::questions(series, starts, regressors);
    let mut loadings = Vec::new();
    let mut rows = Vec::new();
    // Overall first: it is the one number.
    for question in questions.iter().filter(|question| question.overall).chain(questions.iter().filter(|question| !question.overall)) {
        let effect = answer(question, fitted, settings);
        if effect.estimate.is_some() {
            rows.push(out.effects.len());
            loadings.extend(kept_weights(question, fitted));
        }
        out.effects.push(effect);
    }
    if settings.covariance {
        let loading = Array2::from_shape_vec((rows.len(), fitted.kept.len()), loadings).unwrap_or_else(|_| Array2::zeros((0, fitted.kept.len())));
        out.covariance = Some(Covariance { rows, matrix: loading.dot(&fitted.covariance).dot(&loading.t()) });
    }
    out.tests = diagnostics::tests(fitted, settings);
    out.parts.insert("coefficients".into(), coefficients(regressors, fitted));
    out.parts.insert("path".into(), Value::Array(path::path(series, regressors, fitted, settings)));
    out.notes = notes::of(series, starts, regressors, fitted, settings);
    out
}

/// A question's weights on the kept regressors.
fn kept_weights(question: &Question, fitted: &Fitted) -> Array1<f64> {
    fitted.kept.iter().map(|j| question.weights[*j]).collect()
}

/// The effect, with the t interval of the fit; undefined where it rests on a regressor that the data do not tell from others.
fn answer(question: &Question, fitted: &Fitted, settings: &ItsSettings) -> Effect {
    let kind = if question.overall { EffectKind::Overall } else { EffectKind::Term };
    let mut effect = Effect::undefined(EffectKey { period: question.period, ..EffectKey::new(kind, question.term.clone()) });
    let rests_on_nothing = question.weights.iter().all(|weight| *weight == 0.0);
    if rests_on_nothing || question.weights.iter().zip(&fitted.coefficients).any(|(weight, b)| *weight != 0.0 && b.is_none()) {
        return effect;
    }
    let estimate: f64 = question.weights.iter().zip(&fitted.coefficients).map(|(weight, b)| weight * b.unwrap_or(0.0)).sum();
    let weights = kept_weights(question, fitted);
    let error = weights.dot(&fitted.covariance.dot(&weights)).max(0.0).sqrt();
    effect.estimate = Some(estimate);
    effect.df = Some(fitted.df);
    if error > 0.0 {
        let half = critical_value(settings.level, Some(fitted.df)) * error;
        effect.std_error = Some(error);
        effect.statistic = Some(estimate / error);
        effect.p_value = Some(p_two_sided(estimate / error, Some(fitted.df)));
        effect.conf_low = Some(estimate - half);
        effect.conf_high = Some(estimate + half);
    }
    if settings.log {
        let percent = |value: Option<f64>| json!(value.map(|value| 100.0 * value.exp_m1()));
        effect.extra.insert("percent_change".into(), percent(effect.estimate));
        effect.extra.insert("percent_low".into(), percent(effect.conf_low));
        effect.extra.insert("percent_high".into(), percent(effect.conf_high));
    }
    effect
}

/// Every coefficient of the regression, those of seasons and covariates too.
fn coefficients(regressors: &[Regressor], fitted: &Fitted) -> Value {
    let error = |j: usize| fitted.kept.iter().position(|kept| *kept == j).map(|at| fitted.covariance[[at, at]].max(0.0).sqrt());
    let rows = regressors.iter().enumerate().map(|(j, regressor)| json!({ "term": regressor.term, "estimate": fitted.coefficients[j], "std_error": error(j) }));
    rows.collect()
}
