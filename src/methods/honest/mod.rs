//! Honest bounds of an event study, from any estimator's effects by event time and their covariance.

mod card;
mod read;

pub use card::card;
pub use read::{BEFORE_AGAINST, EARLIEST, EventStudy, from_json};

use crate::error::{Result, honest as problems};
use crate::estimate::{Effect, EffectKey, EffectKind, Estimate};
use crate::inference::distributions::p_two_sided;
pub use crate::inference::honest::{DRAWS, FEW_DRAWS, Interval, Kind};
use crate::inference::honest::{Draws, Target, bound, breakdown, estimate, original};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// Which weighted sum of the effects since the start.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weights {
    /// The effect in the first period.
    #[default]
    First,
    /// The mean of all of them.
    Average,
    /// One weight a period.
    Given(Vec<f64>),
}

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct HonestSettings {
    /// Kinds of restriction with the M of each.
    pub bounds: Vec<(Kind, Vec<f64>)>,
    /// θ.
    pub weights: Weights,
    /// Confidence level.
    pub level: f64,
    /// Seed.
    pub seed: u64,
    /// How intervals are made.
    pub interval: Interval,
    /// Draws of the least-favorable critical value.
    pub draws: usize,
}

/// A row of the bounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BoundRow {
    /// Restriction.
    pub kind: Kind,
    /// Its M.
    pub m: f64,
    /// Lower limit.
    pub low: Option<f64>,
    /// Upper limit.
    pub high: Option<f64>,
}

/// Bounds, breakdown values and the interval without departures.
#[derive(Debug, Clone, PartialEq)]
pub struct Bounds {
    /// θ̂ and its standard error.
    pub estimate: (f64, f64),
    /// Interval without departures.
    pub original: (f64, f64),
    /// One row a restriction and M.
    pub rows: Vec<BoundRow>,
    /// Smallest M whose interval holds zero, by restriction; none where not defined or never.
    pub breakdown: Vec<(Kind, Option<f64>)>,
}

impl Weights {
    /// θ as it is called in a result.
    pub fn term(&self) -> &'static str {
        match self {
            Weights::First => "first",
            Weights::Average => "average",
            Weights::Given(_) => "weighted",
        }
    }

    /// One weight an effect after the reference; those of anticipation have none.
    fn of(&self, study: &EventStudy) -> Result<Vec<f64>> {
        let after = study.after.len();
        let skipped = study.after.iter().filter(|time| **time < 0).count();
        let counted = after - skipped;
        let mut out = vec![0.0; skipped];
        match self {
            Weights::First => out.extend((0..counted).map(|at| if at == 0 { 1.0 } else { 0.0 })),
            Weights::Average => out.extend((0..counted).map(|_| 1.0 / counted as f64)),
            Weights::Given(weights) if weights.len() == counted && weights.iter().any(|weight| *weight != 0.0) => out.extend(weights),
            Weights::Given(weights) => return Err(problems::weights(weights.len(), counted).into()),
        }
        Ok(out)
    }
}

/// The bounds of an event study. Errors: no period before or after the reference, weights that do not fit.
pub fn bounds(study: &EventStudy, settings: &HonestSettings) -> Result<Bounds> {
    let effects = &study.effects;
    let counted = study.after.iter().filter(|time| **time >= 0).count();
    if effects.pre == 0 || counted == 0 {
        return Err(problems::too_few_periods(effects.pre, counted).into());
    }
    let target =
        Target { weights: settings.weights.of(study)?, level: settings.level, interval: settings.interval, draws: Draws::new(settings.draws, settings.seed) };
    let point = estimate(effects, &target.weights);
    let plain = original(effects, &target);
    let mut rows = Vec::new();
    let mut ends = Vec::new();
    for (kind, values) in &settings.bounds {
        for m in values {
            let found = bound(effects, &target, *kind, *m);
            rows.push(BoundRow { kind: *kind, m: *m, low: found.map(|bound| bound.low), high: found.map(|bound| bound.high) });
        }
        // One M of smoothness is a change in the outcome's units; a standard error is its natural size.
        let unit = match kind {
            Kind::Relative => 1.0,
            Kind::Smoothness => point.1,
        };
        ends.push((*kind, breakdown(effects, &target, *kind, unit).filter(|m| m.is_finite())));
    }
    Ok(Bounds { estimate: point, original: (plain.low, plain.high), rows, breakdown: ends })
}

impl Bounds {
    /// The parts of the result format: `bounds`, `breakdown` (of the first restriction) and `breakdowns` (of each).
    pub fn parts(&self) -> Map<String, Value> {
        let rows: Vec<Value> = self.rows.iter().map(|row| json!({ "kind": row.kind.code(), "m": row.m, "conf_low": row.low, "conf_high": row.high })).collect();
        let mut out = Map::new();
        out.insert("bounds".into(), rows.into());
        out.insert("breakdown".into(), json!(self.breakdown.first().and_then(|(_, m)| *m)));
        out.insert("breakdowns".into(), self.breakdown.iter().map(|(kind, m)| json!({ "kind": kind.code(), "m": m })).collect());
        out
    }
}

/// The result of `dampak honest`: θ̂ with its interval without departures as the overall effect, bounds and breakdown values as parts.
pub fn honest(study: &EventStudy, settings: &HonestSettings) -> Result<Estimate> {
    let found = bounds(study, settings)?;
    let mut out = Estimate::new("honest", &study.method, &study.outcome);
    let asked: Vec<Value> = settings.bounds.iter().map(|(kind, m)| json!({ "kind": kind.code(), "m": m })).collect();
    let chosen = json!({
        "bounds": asked, "weights": settings.weights, "level": settings.level, "seed": settings.seed, "interval": settings.interval,
        "pre": study.before, "post": study.after, "reference": study.reference,
    });
    if let Value::Object(map) = chosen {
        out.settings = map;
    }
    let mut row = Effect::undefined(EffectKey::new(EffectKind::Overall, settings.weights.term()));
    let (value, error) = found.estimate;
    row.estimate = Some(value);
    row.std_error = Some(error);
    row.statistic = Some(value / error);
    row.p_value = Some(p_two_sided(value / error, None));
    row.conf_low = Some(found.original.0);
    row.conf_high = Some(found.original.1);
    out.effects.push(row);
    out.parts = found.parts();
    out.notes.clone_from(&study.notes);
    Ok(out)
}
