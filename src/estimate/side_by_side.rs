//! Several methods on the same question: their results, and which do not fit and why.

use super::{Effect, EffectKind, Estimate, to_json};
use crate::error::Problem;
use crate::locale::Lang;
use serde_json::{Map, Value, json};

/// What several methods say of one outcome.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SideBySide {
    /// Results in the order of the registry.
    pub fitted: Vec<Estimate>,
    /// Methods that do not fit the design, each with why.
    pub left: Vec<(&'static str, Problem)>,
}

/// A row of a method as the comparison shows it: the method stands among its further fields.
fn marked(effect: &Effect, method: &str) -> Effect {
    let mut out = effect.clone();
    out.extra.insert("method".into(), method.into());
    out
}

impl SideBySide {
    /// The comparison in the one result form: the overall effects (and those of regions, event times and combinations) of every method, each row with its
    /// `method`. The sample is that of the first method that fits; notes are those of all, each once.
    pub fn combined(&self) -> Option<Estimate> {
        let first = self.fitted.first()?;
        let mut out = Estimate::new(&first.command, "all", &first.outcome);
        out.settings.clone_from(&first.settings);
        out.settings.insert("method".into(), "all".into());
        out.settings.insert("methods".into(), self.fitted.iter().map(|found| found.method.as_str()).collect());
        out.scale = first.scale;
        out.sample = first.sample.clone();
        for found in &self.fitted {
            let shown = |effect: &&Effect| !matches!(effect.key.kind, EffectKind::Cohort | EffectKind::Period | EffectKind::CohortPeriod);
            out.effects.extend(found.effects.iter().filter(shown).map(|effect| marked(effect, &found.method)));
            let new: Vec<_> = found.notes.iter().filter(|note| !out.notes.contains(note)).cloned().collect();
            out.notes.extend(new);
            out.tests.extend(found.tests.iter().cloned().map(|mut test| {
                test.extra.insert("method".into(), found.method.as_str().into());
                test
            }));
        }
        Some(out)
    }

    /// The document of the contract with the whole result of every method under `methods`, and `not_fitting` with code and reason.
    pub fn to_json(&self, lang: Lang) -> Value {
        let mut document = self.combined().map_or_else(|| json!({}), |combined| to_json(&combined, lang));
        let left: Vec<Value> = self
            .left
            .iter()
            .map(|(method, problem)| json!({ "method": method, "code": problem.code, "text": problem.what.get(lang), "hint": problem.hint.get(lang) }))
            .collect();
        if let Value::Object(map) = &mut document {
            let mut parts = Map::new();
            parts.insert("methods".into(), self.fitted.iter().map(|found| to_json(found, lang)).collect());
            parts.insert("not_fitting".into(), left.into());
            map.extend(parts);
        }
        document
    }
}
