//! Several questions at once: p-values adjusted over the regions of an estimate, or over any list of tests.

use super::{EffectKind, Estimate, Note};
use crate::inference::multiple::Multiplicity;
use crate::inference::step_down::{DRAWS, Hypothesis, romano_wolf};
use crate::text;
use serde_json::Value;

/// The word in settings for the step-down.
const ROMANO_WOLF: &str = "romano-wolf";

/// Adjusted p-values and the method that gave them. The step-down needs the influence of every hypothesis that has a p-value; where one is not known,
/// Holm guards against the same error.
pub fn adjusted(how: Multiplicity, seed: u64, p_values: &[Option<f64>], hypotheses: &[Option<Hypothesis>]) -> (Vec<Option<f64>>, &'static str) {
    let known = p_values.iter().zip(hypotheses).all(|(p, hypothesis)| p.is_none() || hypothesis.is_some());
    if how == Multiplicity::RomanoWolf && known {
        return (romano_wolf(hypotheses, DRAWS, seed), ROMANO_WOLF);
    }
    (how.method().adjust(p_values), how.method().code())
}

/// That the step-down was asked for and another method took its place.
pub fn adjusted_instead(how: Multiplicity, method: &str) -> Option<Note> {
    (how == Multiplicity::RomanoWolf && method != ROMANO_WOLF).then(|| {
        Note::new(
            "romano-wolf-unavailable",
            text!(
                "Penyesuaian Romano–Wolf tidak dapat dihitung karena pengaruh setiap klaster tidak diketahui untuk semua uji; dipakai penyesuaian Holm, yang menjaga galat yang sama dengan lebih ketat.",
                "The Romano–Wolf adjustment could not be computed, because the influence of each cluster is not known for every test; Holm's was used, which guards against the same error more strictly."
            ),
        )
    })
}

impl Estimate {
    /// Adjusts the p-values of the regions for there being several: `p_adjusted` stands beside each, null where there is no p-value. The method stands in
    /// the settings as `multiplicity`.
    pub fn adjust_regions(&mut self, how: Multiplicity, seed: u64) {
        let rows: Vec<usize> = (0..self.effects.len()).filter(|row| self.effects[*row].key.kind == EffectKind::Region).collect();
        let p_values: Vec<Option<f64>> = rows.iter().map(|row| self.effects[*row].p_value).collect();
        let hypotheses: Vec<Option<Hypothesis>> = rows.iter().map(|row| self.hypothesis(*row)).collect();
        let (found, method) = adjusted(how, seed, &p_values, &hypotheses);
        for (row, p) in rows.into_iter().zip(found) {
            self.effects[row].extra.insert("p_adjusted".into(), p.map_or(Value::Null, Into::into));
        }
        self.settings.insert("multiplicity".into(), method.into());
        self.notes.extend(adjusted_instead(how, method));
    }
}
