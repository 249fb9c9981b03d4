//! Random-effects pooling of estimates of several regions or studies (DerSimonian and Laird 1986; Hartung and Knapp 2001).

mod card;
mod notes;

pub use card::card;

use crate::error::{Result, cli};
use crate::estimate::{Effect, EffectKey, EffectKind, Estimate, pooled_effects};
use crate::inference::distributions::p_two_sided;
use crate::inference::pool::{PoolMethod, pool};
use crate::panel::DropReason;
use crate::text;
use serde_json::json;

/// An estimate to pool.
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// Region or study.
    pub label: String,
    /// Its estimate.
    pub estimate: Option<f64>,
    /// Its standard error.
    pub std_error: Option<f64>,
}

/// Pools the studies that have an estimate and a positive standard error; the others are counted. Effects: `random-effects`, `fixed-effect`,
/// `prediction` (kind `overall`), then each study (kind `region`) with its share of the mean in percent (`weight`). Error: none can be pooled.
pub fn pooling(studies: &[Study], method: PoolMethod, knapp_hartung: bool, level: f64) -> Result<Estimate> {
    let usable: Vec<(&Study, f64, f64)> =
        studies.iter().filter_map(|study| Some((study, study.estimate?, study.std_error.filter(|error| error.is_finite() && *error > 0.0)?))).collect();
    let (values, errors): (Vec<f64>, Vec<f64>) = usable.iter().map(|(_, value, error)| (*value, *error)).unzip();
    let nothing = || cli::nothing_to_pool(studies.len());
    let random = pool(&values, &errors, method, knapp_hartung, level).ok_or_else(nothing)?;
    let fixed = pool(&values, &errors, PoolMethod::Fe, false, level).ok_or_else(nothing)?;
    let mut out = Estimate::new("pool", "random-effects", "estimate");
    if let serde_json::Value::Object(map) = json!({ "pool_method": method, "knapp_hartung": knapp_hartung, "level": level }) {
        out.settings = map;
    }
    let (effects, heterogeneity) = pooled_effects(&random, &fixed);
    out.effects = effects;
    out.parts.insert("heterogeneity".into(), heterogeneity);
    let total: f64 = usable.iter().map(|(_, _, error)| 1.0 / (error * error + random.tau2)).sum();
    for (study, value, error) in &usable {
        let mut row = Effect::undefined(EffectKey { region: Some(study.label.clone()), ..EffectKey::new(EffectKind::Region, "estimate") });
        let margin = crate::inference::distributions::critical_value(level, None) * error;
        row.estimate = Some(*value);
        row.std_error = Some(*error);
        row.statistic = Some(value / error);
        row.p_value = Some(p_two_sided(value / error, None));
        row.conf_low = Some(value - margin);
        row.conf_high = Some(value + margin);
        row.extra.insert("weight".into(), (100.0 / (error * error + random.tau2) / total).into());
        out.effects.push(row);
    }
    if values.len() > 2 {
        out.parts.insert("leave_one_out".into(), leave_one_out(&usable, method, knapp_hartung, level).into());
    }
    out.notes.extend(notes::heterogeneity(&random, usable.len()));
    out.notes.extend(notes::few_studies(usable.len()));
    out.sample.rows_read = studies.len() as u64;
    out.sample.rows_used = out.sample.rows_read;
    out.sample.drop_rows(
        DropReason::Other(text!(
            "perkiraan atau galat baku kosong, atau galat baku tidak positif",
            "estimate or standard error missing, or standard error not positive"
        )),
        (studies.len() - usable.len()) as u64,
    );
    Ok(out)
}

/// The random-effects mean without each of the studies.
fn leave_one_out(usable: &[(&Study, f64, f64)], method: PoolMethod, knapp_hartung: bool, level: f64) -> Vec<serde_json::Value> {
    let without = |at: usize| {
        let rest = usable.iter().enumerate().filter(|(other, _)| *other != at);
        let (values, errors): (Vec<f64>, Vec<f64>) = rest.map(|(_, (_, value, error))| (*value, *error)).unzip();
        pool(&values, &errors, method, knapp_hartung, level)
    };
    let row = |(at, (study, _, _)): (usize, &(&Study, f64, f64))| {
        without(at).map(|found| {
            json!({
                "left_out": study.label, "estimate": found.estimate, "std_error": found.std_error, "df": found.df, "p_value": found.p_value,
                "conf_low": found.conf_low, "conf_high": found.conf_high, "tau2": found.tau2, "i2": found.i2,
            })
        })
    };
    usable.iter().enumerate().filter_map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaving_one_out_is_the_pool_of_the_rest() {
        let study = |label: &str, estimate, std_error| Study { label: label.into(), estimate: Some(estimate), std_error: Some(std_error) };
        let all = [study("a", 0.5, 0.1), study("b", 0.8, 0.2), study("c", 0.2, 0.15), study("d", 0.9, 0.3)];
        let pooled = |studies: &[Study]| pooling(studies, PoolMethod::Reml, true, 0.95).unwrap_or_else(|error| unreachable!("{error}"));
        let rows = pooled(&all).parts["leave_one_out"].as_array().cloned().unwrap_or_default();
        assert_eq!(rows.len(), 4);
        for (at, row) in rows.iter().enumerate() {
            let rest: Vec<Study> = all.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, study)| study.clone()).collect();
            let alone = pooled(&rest);
            assert_eq!(row["left_out"], all[at].label);
            assert_eq!(row["estimate"].as_f64(), alone.effects[0].estimate);
            assert_eq!(row["conf_high"].as_f64(), alone.effects[0].conf_high);
        }
        // Two estimates leave nothing to compare.
        assert!(!pooled(&all[..2]).parts.contains_key("leave_one_out"));
    }
}
