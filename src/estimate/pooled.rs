//! Pooled estimates as effects, for `pool` and for estimates by region.

use super::{Effect, EffectKey, EffectKind};
use crate::inference::pool::Pooled;
use serde_json::{Value, json};

/// Overall effects `random-effects`, `fixed-effect` and `prediction` (whose limits are those of the prediction interval), and the heterogeneity of
/// the result format, from a random-effects and a fixed-effect pool of the same estimates.
pub fn pooled_effects(random: &Pooled, fixed: &Pooled) -> (Vec<Effect>, Value) {
    let mean = |term: &str, pooled: &Pooled| {
        let mut effect = Effect::undefined(EffectKey::new(EffectKind::Overall, term));
        effect.estimate = Some(pooled.estimate);
        effect.std_error = Some(pooled.std_error);
        effect.statistic = Some(pooled.statistic);
        effect.df = pooled.df;
        effect.p_value = Some(pooled.p_value);
        effect.conf_low = Some(pooled.conf_low);
        effect.conf_high = Some(pooled.conf_high);
        effect
    };
    let mut prediction = Effect::undefined(EffectKey::new(EffectKind::Overall, "prediction"));
    prediction.estimate = Some(random.estimate);
    prediction.df = random.df;
    prediction.conf_low = Some(random.prediction_low);
    prediction.conf_high = Some(random.prediction_high);
    let heterogeneity = json!({
        "tau2": random.tau2, "i2": random.i2, "h2": random.h2, "q": random.q, "df": random.q_df, "p_value": random.q_p,
    });
    (vec![mean("random-effects", random), mean("fixed-effect", fixed), prediction], heterogeneity)
}
