//! Random-effects pooling of estimates of several regions or studies (DerSimonian and Laird 1986; Hartung and Knapp 2001).

mod card;

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
/// `prediction` (kind `overall`), then each study (kind `region`). Error: none can be pooled.
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
    for (study, value, error) in &usable {
        let mut row = Effect::undefined(EffectKey { region: Some(study.label.clone()), ..EffectKey::new(EffectKind::Region, "estimate") });
        let margin = crate::inference::distributions::critical_value(level, None) * error;
        row.estimate = Some(*value);
        row.std_error = Some(*error);
        row.statistic = Some(value / error);
        row.p_value = Some(p_two_sided(value / error, None));
        row.conf_low = Some(value - margin);
        row.conf_high = Some(value + margin);
        out.effects.push(row);
    }
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
