//! Random-effects pooling of estimates of several regions or studies (DerSimonian and Laird 1986; Hartung and Knapp 2001).

mod card;
mod notes;

pub use card::card;
pub use notes::NARROW;

use crate::error::{Result, cli};
use crate::estimate::{Effect, EffectKey, EffectKind, Estimate, Note, pooled_effects};
use crate::inference::distributions::{critical_value, p_two_sided};
use crate::inference::multiple::MultipleTesting;
use crate::inference::pool::{PoolMethod, Pooled, pool, usable};
use crate::panel::DropReason;
use crate::text;
use serde_json::{Value, json};

/// An estimate to pool.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Study {
    /// Region or study.
    pub label: String,
    /// Its estimate.
    pub estimate: Option<f64>,
    /// Its standard error.
    pub std_error: Option<f64>,
    /// Degrees of freedom of its own interval; none for the normal.
    pub df: Option<f64>,
}

impl Study {
    /// Estimate and standard error where both can be pooled.
    fn pair(&self) -> Option<(f64, f64)> {
        self.estimate.zip(self.std_error).filter(|(estimate, error)| usable(*estimate, *error))
    }
}

/// How studies are pooled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pooling {
    /// How the variance between them is found.
    pub method: PoolMethod,
    /// Whether the interval is that of Knapp and Hartung.
    pub knapp_hartung: bool,
    /// Confidence level.
    pub level: f64,
}

/// A pool of estimates, to be put into a result.
pub(in crate::methods) struct Parts {
    /// `random-effects`, `fixed-effect`, `prediction`.
    pub(in crate::methods) effects: Vec<Effect>,
    /// The part `heterogeneity` of the result format.
    pub(in crate::methods) heterogeneity: Value,
    /// The mean without each of them, where there are three or more.
    pub(in crate::methods) leave_one_out: Option<Value>,
    /// Share of each in the mean, in percent; none for those that are not in it.
    weights: Vec<Option<f64>>,
    /// What to know of it.
    pub(in crate::methods) notes: Vec<Note>,
}

/// Pools those that can be pooled; none where there are none.
pub(in crate::methods) fn parts(studies: &[Study], how: Pooling) -> Option<Parts> {
    let pairs: Vec<Option<(f64, f64)>> = studies.iter().map(Study::pair).collect();
    let (values, errors): (Vec<f64>, Vec<f64>) = pairs.iter().flatten().copied().unzip();
    let random = pool(&values, &errors, how.method, how.knapp_hartung, how.level)?;
    let fixed = pool(&values, &errors, PoolMethod::Fe, false, how.level)?;
    let (effects, heterogeneity) = pooled_effects(&random, &fixed);
    let tau2 = random.tau2.unwrap_or(0.0);
    let weight = |error: f64| 1.0 / (error * error + tau2);
    let total: f64 = errors.iter().map(|error| weight(*error)).sum();
    let leave_one_out = (values.len() > 2).then(|| leave_one_out(studies, &pairs, how));
    Some(Parts {
        effects,
        heterogeneity,
        leave_one_out,
        weights: pairs.iter().map(|pair| pair.map(|(_, error)| 100.0 * weight(error) / total)).collect(),
        notes: notes::all(studies, &random, &errors, how),
    })
}

/// Pools the studies that have an estimate and a positive standard error; the others are counted and named. Effects: `random-effects`, `fixed-effect`,
/// `prediction` (kind `overall`), then each study (kind `region`) with its share of the mean in percent (`weight`) and its p-value adjusted for there
/// being several (`p_adjusted`). Error: none can be pooled.
pub fn pooling(studies: &[Study], how: Pooling) -> Result<Estimate> {
    let parts = parts(studies, how).ok_or_else(|| cli::nothing_to_pool(studies.len()))?;
    let Pooling { method, knapp_hartung, level } = how;
    let adjustment = MultipleTesting::Holm;
    let mut out = Estimate::new("pool", "random-effects", "estimate");
    let settings = json!({ "pool_method": method, "knapp_hartung": knapp_hartung, "level": level, "multiplicity": adjustment.code() });
    if let Value::Object(map) = settings {
        out.settings = map;
    }
    let mut rows: Vec<Effect> = Vec::new();
    for (study, weight) in studies.iter().zip(&parts.weights) {
        let (Some((value, error)), Some(weight)) = (study.pair(), weight) else { continue };
        rows.push(row(study, value, error, *weight, level));
    }
    let adjusted = adjustment.adjust(&rows.iter().map(|row| row.p_value).collect::<Vec<_>>());
    for (row, p) in rows.iter_mut().zip(adjusted) {
        row.extra.insert("p_adjusted".into(), p.map_or(Value::Null, Value::from));
    }
    let used = rows.len();
    out.effects = parts.effects;
    out.effects.extend(rows);
    out.parts.insert("heterogeneity".into(), parts.heterogeneity);
    out.parts.extend(parts.leave_one_out.map(|rows| ("leave_one_out".to_owned(), rows)));
    out.notes = parts.notes;
    out.sample.rows_read = studies.len() as u64;
    out.sample.rows_used = out.sample.rows_read;
    out.sample.drop_rows(
        DropReason::Other(text!(
            "perkiraan atau galat baku kosong, atau galat baku tidak positif",
            "estimate or standard error missing, or standard error not positive"
        )),
        (studies.len() - used) as u64,
    );
    Ok(out)
}

/// A study as an effect, with its own interval.
fn row(study: &Study, value: f64, error: f64, weight: f64, level: f64) -> Effect {
    let mut row = Effect::undefined(EffectKey { region: Some(study.label.clone()), ..EffectKey::new(EffectKind::Region, "estimate") });
    let margin = critical_value(level, study.df) * error;
    row.estimate = Some(value);
    row.std_error = Some(error);
    row.statistic = Some(value / error);
    row.df = study.df;
    row.p_value = Some(p_two_sided(value / error, study.df));
    row.conf_low = Some(value - margin);
    row.conf_high = Some(value + margin);
    row.extra.insert("weight".into(), weight.into());
    row
}

/// The random-effects mean without each of the studies, and how far that study lies from the mean of the others in standard deviations of that
/// distance (the externally studentized residual).
fn leave_one_out(studies: &[Study], pairs: &[Option<(f64, f64)>], how: Pooling) -> Value {
    let without = |at: usize| -> Option<Pooled> {
        let rest = pairs.iter().enumerate().filter(|(other, _)| *other != at).filter_map(|(_, pair)| *pair);
        let (values, errors): (Vec<f64>, Vec<f64>) = rest.unzip();
        pool(&values, &errors, how.method, how.knapp_hartung, how.level)
    };
    let row = |(at, pair): (usize, &Option<(f64, f64)>)| {
        let (value, error) = (*pair)?;
        let found = without(at)?;
        let (conf_low, conf_high) = found.conf.unzip();
        let (prediction_low, prediction_high) = found.prediction.unzip();
        let apart = found.std_error.zip(found.tau2).map(|(mean, tau2)| (value - found.estimate) / (error * error + tau2 + mean * mean).sqrt());
        Some(json!({
            "left_out": studies[at].label, "estimate": found.estimate, "std_error": found.std_error, "df": found.df, "p_value": found.p_value,
            "conf_low": conf_low, "conf_high": conf_high, "tau2": found.tau2, "i2": found.between.map(|between| between.i2), "q": found.q,
            "prediction_low": prediction_low, "prediction_high": prediction_high, "std_residual": apart,
        }))
    };
    pairs.iter().enumerate().filter_map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOW: Pooling = Pooling { method: PoolMethod::Reml, knapp_hartung: true, level: 0.95 };

    fn study(label: &str, estimate: f64, std_error: f64) -> Study {
        Study { label: label.into(), estimate: Some(estimate), std_error: Some(std_error), df: None }
    }

    fn pooled(studies: &[Study], how: Pooling) -> Estimate {
        pooling(studies, how).unwrap_or_else(|error| unreachable!("{error}"))
    }

    fn codes(estimate: &Estimate) -> Vec<&str> {
        estimate.notes.iter().map(|note| note.code).collect()
    }

    #[test]
    fn leaving_one_out_is_the_pool_of_the_rest() {
        let all = [study("a", 0.5, 0.1), study("b", 0.8, 0.2), study("c", 0.2, 0.15), study("d", 0.9, 0.3)];
        let rows = pooled(&all, HOW).parts["leave_one_out"].as_array().cloned().unwrap_or_default();
        assert_eq!(rows.len(), 4);
        for (at, row) in rows.iter().enumerate() {
            let rest: Vec<Study> = all.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, study)| study.clone()).collect();
            let alone = pooled(&rest, HOW);
            assert_eq!(row["left_out"], all[at].label);
            assert_eq!(row["estimate"].as_f64(), alone.effects[0].estimate);
            assert_eq!(row["conf_high"].as_f64(), alone.effects[0].conf_high);
        }
        // Two estimates leave nothing to compare.
        assert!(!pooled(&all[..2], HOW).parts.contains_key("leave_one_out"));
    }

    #[test]
    fn what_cannot_be_pooled_is_counted_and_named() {
        let mut all =
            vec![study("a", 0.5, 0.1), study("b", 0.8, 0.2), study("zero", 0.8, 0.0), study("wide", 0.1, f64::INFINITY), study("huge", f64::NAN, 1.0)];
        all.push(Study { label: "empty".into(), ..Study::default() });
        let found = pooled(&all, HOW);
        assert_eq!(found.sample.rows_used, 2);
        let said = &found.notes.iter().find(|note| note.code == "not-pooled").unwrap_or_else(|| unreachable!("a note")).text;
        for name in ["zero", "wide", "huge", "empty"] {
            assert!(said.en.contains(name) && said.id.contains(name), "{name}: {}", said.en);
        }
        // The mean is that of the others alone.
        assert_eq!(found.effects[0].estimate, pooled(&all[..2], HOW).effects[0].estimate);
        assert!(pooling(&all[2..], HOW).is_err());
    }

    #[test]
    fn shares_sum_to_one_hundred_and_p_values_are_adjusted() {
        let found = pooled(&[study("a", 0.5, 0.1), study("b", 0.3, 0.2), study("c", 0.2, 0.15)], HOW);
        let regions: Vec<&Effect> = found.effects.iter().filter(|effect| effect.key.kind == EffectKind::Region).collect();
        let number = |effect: &Effect, key: &str| effect.extra.get(key).and_then(Value::as_f64).unwrap_or(f64::NAN);
        assert!((regions.iter().map(|effect| number(effect, "weight")).sum::<f64>() - 100.0).abs() < 1e-10);
        let mean: f64 = regions.iter().map(|effect| number(effect, "weight") / 100.0 * effect.estimate.unwrap_or_default()).sum();
        assert!((mean - found.effects[0].estimate.unwrap_or_default()).abs() < 1e-12);
        assert!(regions.iter().all(|effect| number(effect, "p_adjusted") >= effect.p_value.unwrap_or(1.0)));
    }

    #[test]
    fn what_is_not_defined_is_said() {
        let plain = Pooling { knapp_hartung: false, ..HOW };
        let one = pooled(&[study("a", 0.5, 0.1)], HOW);
        assert!(codes(&one).contains(&"single-estimate"));
        assert_eq!(one.effects[2].conf_low, None);
        assert!(one.parts["heterogeneity"]["tau2"].is_null());
        let same = [study("a", 0.5, 0.1), study("b", 0.5, 0.2), study("c", 0.5, 0.2)];
        assert!(codes(&pooled(&same, HOW)).contains(&"no-spread"));
        assert_eq!(pooled(&same, HOW).effects[0].p_value, None);
        assert!(!codes(&pooled(&same, plain)).contains(&"no-spread"));
        // So little spread that Knapp and Hartung's interval is narrower than the plain one.
        let alike = [study("a", 0.50, 0.1), study("b", 0.51, 0.1), study("c", 0.50, 0.1)];
        assert!(codes(&pooled(&alike, HOW)).contains(&"narrow-interval"));
        assert!(!codes(&pooled(&alike, plain)).contains(&"narrow-interval"));
        let fixed = pooled(&[study("a", 0.5, 0.1), study("b", 0.8, 0.2)], Pooling { method: PoolMethod::Fe, ..plain });
        assert!(codes(&fixed).contains(&"no-prediction") && fixed.effects[2].conf_high.is_none());
        let twice = pooled(&[study("a", 0.5, 0.1), study("a", 0.8, 0.2), study("b", 0.8, 1e4)], plain);
        assert!(codes(&twice).contains(&"same-label") && codes(&twice).contains(&"unequal-errors"));
    }
}
