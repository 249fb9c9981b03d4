//! What is asked for on top of an estimate, whatever made it: window, combinations, joint test before the start, bands, randomization inference.
//!
//! Everything here reads effects, covariance and influence, and never asks which method ran. A method that has one of these already keeps its own.

mod notes;
mod reassign;

use super::{DidSettings, Estimator, MethodInput};
use crate::error::{Result, design};
use crate::estimate::{EffectKey, EffectKind, Estimate, TestResult};
use crate::inference::bands::sup_t;
use crate::inference::multiplier::simultaneous;
use crate::inference::wald::wald;
use serde_json::json;

/// Rows that are named in the message on a row that is not there.
const NAMED: usize = 24;

/// The settings of the estimator: what is added afterwards needs the covariance.
pub(super) fn inner(settings: &DidSettings) -> DidSettings {
    DidSettings { covariance: settings.covariance || !settings.combine.is_empty(), ..settings.clone() }
}

/// Adds to the estimate what the settings ask for and it does not have yet.
pub(super) fn complete(out: &mut Estimate, input: &MethodInput, estimator: &dyn Estimator) -> Result<()> {
    let settings = input.settings;
    if out.influence.as_ref().is_some_and(|influence| influence.values.ncols() != out.effects.len()) {
        out.influence = None;
    }
    window(out, settings);
    for wanted in &settings.combine {
        if let Err(missing) = out.combine(wanted, settings.level) {
            let mut known: Vec<String> = out.effects.iter().map(|effect| out.row_name(&effect.key).to_string()).collect();
            known.truncate(NAMED);
            return Err(design::unknown_effect(&missing.to_string(), &known).into());
        }
    }
    pre_trends(out, settings);
    bands(out, settings);
    if settings.wild.is_some() && !out.tests.iter().any(|test| test.name == "wild-bootstrap") && !out.notes.iter().any(|note| note.code == "wild-unavailable") {
        out.notes.push(notes::wild_unavailable());
    }
    out.notes.extend(reassign::cluster_changes(input));
    if let Some(draws) = settings.permute
        && !out.tests.iter().any(|test| test.name == "randomization")
    {
        match reassign::randomization(input, estimator, draws) {
            Some(test) => out.tests.push(test),
            None => out.notes.push(notes::permute_unavailable()),
        }
    }
    if !settings.covariance {
        out.covariance = None;
    }
    Ok(())
}

/// The mean of the effects by event time over the window, where the method has not made it itself.
fn window(out: &mut Estimate, settings: &DidSettings) {
    let Some((from, to)) = settings.window else { return };
    if out.effects.iter().any(|effect| effect.key.kind == EffectKind::Overall && effect.key.term == "window") {
        return;
    }
    let inside = |at: &usize| {
        let effect = &out.effects[*at];
        effect.key.kind == EffectKind::EventTime && effect.estimate.is_some() && effect.key.event_time.is_some_and(|time| (from..=to).contains(&time.0))
    };
    let rows: Vec<usize> = (0..out.effects.len()).filter(inside).collect();
    if rows.is_empty() {
        out.notes.push(notes::no_window());
        return;
    }
    let share = 1.0 / rows.len() as f64;
    let weights: Vec<(usize, f64)> = rows.into_iter().map(|row| (row, share)).collect();
    out.append_combination(EffectKey::new(EffectKind::Overall, "window"), &weights, settings.level);
}

/// The joint test that all effects before the start (and before what may be anticipated of it) are zero, where the method has none.
fn pre_trends(out: &mut Estimate, settings: &DidSettings) {
    if out.tests.iter().any(|test| test.name.starts_with("pre-trends")) {
        return;
    }
    let before = |at: &usize| {
        let effect = &out.effects[*at];
        effect.key.kind == EffectKind::EventTime
            && effect.statistic.is_some()
            && effect.key.event_time.is_some_and(|time| time.0 < -i64::from(settings.anticipation))
    };
    let rows: Vec<usize> = (0..out.effects.len()).filter(before).collect();
    let values: Vec<f64> = rows.iter().filter_map(|row| out.effects[*row].estimate).collect();
    let Some(matrix) = out.covariance_of(&rows).filter(|_| !rows.is_empty()) else { return };
    let df = rows.iter().filter_map(|row| out.effects[*row].df).reduce(f64::min);
    let Some(result) = wald(&values, &matrix, df).filter(|result| result.df1 as usize == rows.len()) else { return };
    let mut test = TestResult::new("pre-trends");
    // F with the degrees of freedom of the effects, χ² where they are normal.
    test.statistic = Some(if df.is_some() { result.statistic } else { result.statistic * result.df1 });
    test.df = std::iter::once(result.df1).chain(df).collect();
    test.p_value = Some(result.p_value);
    out.tests.push(test);
}

/// Simultaneous bands, one family a kind of rows; over all rows where there are no such kinds. From influence by cluster where it is known, else from the
/// covariance.
fn bands(out: &mut Estimate, settings: &DidSettings) {
    let Some(draws) = settings.bands.filter(|_| !out.parts.contains_key("bands")) else { return };
    let with_error = |row: &usize| out.effects[*row].statistic.is_some();
    let of = |kind: EffectKind| (0..out.effects.len()).filter(with_error).filter(|row| out.effects[*row].key.kind == kind).collect();
    let mut kinds = vec![EffectKind::EventTime, EffectKind::Cohort, EffectKind::Period, EffectKind::CohortPeriod];
    let mut families: Vec<Vec<usize>> = kinds.iter().map(|kind| of(*kind)).collect();
    if families.iter().all(Vec::is_empty) {
        kinds = vec![EffectKind::Overall];
        families = vec![(0..out.effects.len()).filter(with_error).collect()];
    }
    let df = families.iter().flatten().filter_map(|row| out.effects[*row].df).reduce(f64::min);
    let critical: Vec<Option<f64>> = match &out.influence {
        Some(influence) => simultaneous(&influence.values.t().as_standard_layout().into_owned(), &families, df, settings.level, draws, settings.seed),
        None => families.iter().map(|rows| out.covariance_of(rows).and_then(|matrix| sup_t(&matrix, df, settings.level, draws, settings.seed))).collect(),
    };
    let values = out.set_bands(&kinds, &families, &critical);
    if values.is_empty() {
        out.notes.push(notes::no_bands());
    } else {
        let first = critical.iter().flatten().next();
        out.parts.insert("bands".into(), json!({ "critical_value": first, "by_kind": values, "draws": draws }));
    }
}
