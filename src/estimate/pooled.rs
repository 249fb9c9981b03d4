//! Pooled estimates as effects, for `pool` and for estimates by region.

use super::{Effect, EffectKey, EffectKind};
use crate::inference::pool::Pooled;
use serde_json::{Value, json};

/// Overall effects `random-effects`, `fixed-effect` and `prediction` (whose limits are those of the prediction interval), and the heterogeneity of
/// the result format with its intervals, from a random-effects and a fixed-effect pool of the same estimates.
pub fn pooled_effects(random: &Pooled, fixed: &Pooled) -> (Vec<Effect>, Value) {
    let mean = |term: &str, pooled: &Pooled| {
        let mut effect = Effect::undefined(EffectKey::new(EffectKind::Overall, term));
        effect.estimate = Some(pooled.estimate);
        effect.std_error = pooled.std_error;
        effect.statistic = pooled.statistic;
        effect.df = pooled.df;
        effect.p_value = pooled.p_value;
        (effect.conf_low, effect.conf_high) = pooled.conf.unzip();
        effect
    };
    let mut prediction = Effect::undefined(EffectKey::new(EffectKind::Overall, "prediction"));
    prediction.estimate = Some(random.estimate);
    prediction.df = random.df;
    (prediction.conf_low, prediction.conf_high) = random.prediction.unzip();
    let range = |of: fn(&crate::inference::pool::Between) -> Option<(f64, f64)>| random.between.as_ref().and_then(of).unzip();
    let (tau2, i2, h2) = (range(|between| between.tau2), range(|between| between.i2_range), range(|between| between.h2_range));
    let heterogeneity = json!({
        "tau2": random.tau2, "tau2_conf_low": tau2.0, "tau2_conf_high": tau2.1,
        "i2": random.between.map(|between| between.i2), "i2_conf_low": i2.0, "i2_conf_high": i2.1,
        "h2": random.between.map(|between| between.h2), "h2_conf_low": h2.0, "h2_conf_high": h2.1,
        "q": random.q, "df": random.q_df, "p_value": random.q_p,
    });
    (vec![mean("random-effects", random), mean("fixed-effect", fixed), prediction], heterogeneity)
}
