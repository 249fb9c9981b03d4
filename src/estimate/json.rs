//! The result format `dampak/result/1`: one JSON document, full precision, undefined is null.

use super::{Effect, Estimate, TestResult};
use crate::locale::Lang;
use crate::panel::{Cohort, TimeScale};
use serde_json::{Map, Value, json};

/// Name of the format.
const SCHEMA: &str = "dampak/result/1";

/// A finite number or null.
fn finite(value: Option<f64>) -> Value {
    value.filter(|number| number.is_finite()).map_or(Value::Null, Value::from)
}

fn effect(row: &Effect, scale: TimeScale) -> Value {
    let key = &row.key;
    let cohort = match key.cohort {
        Some(Cohort::TreatedFrom(start)) => scale.json(start),
        Some(Cohort::NeverTreated) | None => Value::Null,
    };
    let mut out = json!({
        "kind": key.kind.code(),
        "term": key.term,
        "cohort": cohort,
        "period": key.period.map_or(Value::Null, |period| scale.json(period)),
        "event_time": key.event_time.map(|time| time.0),
        "region": key.region,
        "estimate": finite(row.estimate),
        "std_error": finite(row.std_error),
        "statistic": finite(row.statistic),
        "df": finite(row.df),
        "p_value": finite(row.p_value),
        "conf_low": finite(row.conf_low),
        "conf_high": finite(row.conf_high),
        "band_low": finite(row.band_low),
        "band_high": finite(row.band_high),
        "records": row.records,
        "clusters": row.clusters,
    });
    if let Value::Object(map) = &mut out {
        map.extend(row.extra.clone());
    }
    out
}

fn test(row: &TestResult) -> Value {
    let mut out = Map::new();
    out.insert("name".into(), row.name.clone().into());
    if let Some(region) = &row.region {
        out.insert("region".into(), region.clone().into());
    }
    out.insert("statistic".into(), finite(row.statistic));
    out.insert("df".into(), row.df.iter().map(|df| finite(Some(*df))).collect());
    out.insert("p_value".into(), finite(row.p_value));
    if let Some(exact) = row.exact {
        out.insert("exact".into(), exact.into());
    }
    out.extend(row.extra.clone());
    Value::Object(out)
}

/// The document of the contract. Texts of notes follow the language; numbers do not.
pub fn to_json(estimate: &Estimate, lang: Lang) -> Value {
    let mut out = json!({
        "schema": SCHEMA,
        "program": concat!("dampak ", env!("CARGO_PKG_VERSION")),
        "command": estimate.command,
        "method": estimate.method,
        "outcome": estimate.outcome,
        "settings": estimate.settings,
        "effects": estimate.effects.iter().map(|row| effect(row, estimate.scale)).collect::<Vec<_>>(),
        "tests": estimate.tests.iter().map(test).collect::<Vec<_>>(),
        "checks": estimate.checks.iter().map(|finding| json!({
            "name": finding.name, "verdict": finding.verdict.code(), "evidence": finding.evidence,
            "text": finding.sentence.get(lang),
        })).collect::<Vec<_>>(),
        "sample": {
            "rows_read": estimate.sample.rows_read,
            "rows_used": estimate.sample.rows_used,
            "units": estimate.sample.units,
            "periods": estimate.sample.periods,
            "clusters": estimate.sample.clusters,
            "dropped": estimate.sample.dropped,
        },
        "notes": estimate.notes.iter().map(|note| json!({ "code": note.code, "text": note.text.get(lang) })).collect::<Vec<_>>(),
    });
    if let Value::Object(map) = &mut out {
        if let Some(covariance) = &estimate.covariance {
            let matrix: Vec<Vec<Value>> = covariance.matrix.rows().into_iter().map(|row| row.iter().map(|x| finite(Some(*x))).collect()).collect();
            map.insert("covariance".into(), json!({ "rows": covariance.rows, "matrix": matrix }));
        }
        map.extend(estimate.parts.clone());
    }
    out
}
