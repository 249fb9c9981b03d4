//! Several questions at once: p-values adjusted over groups, over elements and over outcomes.

use super::Run;
use crate::estimate::{EffectKind, Estimate, Note};
use crate::inference::step_down::{DRAWS, Hypothesis, romano_wolf};
use crate::locale::Text;
use crate::study::result::{GroupDifference, OutcomeResult};
use crate::study::schema::Multiplicity;
use crate::text;
use serde_json::Value;

/// The word in settings for the step-down.
const ROMANO_WOLF: &str = "romano-wolf";

/// Adjusted p-values and the method that gave them. The step-down needs the influence of every hypothesis that has a p-value; where one is not known,
/// Holm guards against the same error.
fn adjusted(run: &Run, p_values: &[Option<f64>], hypotheses: &[Option<Hypothesis>]) -> (Vec<Option<f64>>, &'static str) {
    let chosen = run.study.file.analysis.multiplicity;
    let known = p_values.iter().zip(hypotheses).all(|(p, hypothesis)| p.is_none() || hypothesis.is_some());
    if chosen == Multiplicity::RomanoWolf && known {
        return (romano_wolf(hypotheses, DRAWS, run.study.file.study.seed), ROMANO_WOLF);
    }
    (chosen.method().adjust(p_values), chosen.method().code())
}

/// Adjusts the p-values of the groups of an estimate for there being several; the adjusted ones stand beside the others.
pub(super) fn adjust(run: &Run, estimate: &mut Estimate) {
    let rows: Vec<usize> = (0..estimate.effects.len()).filter(|row| estimate.effects[*row].key.kind == EffectKind::Region).collect();
    let p_values: Vec<Option<f64>> = rows.iter().map(|row| estimate.effects[*row].p_value).collect();
    let hypotheses: Vec<Option<Hypothesis>> = rows.iter().map(|row| estimate.hypothesis(*row)).collect();
    let (found, method) = adjusted(run, &p_values, &hypotheses);
    for (row, p) in rows.into_iter().zip(found) {
        estimate.effects[row].extra.insert("p_adjusted".into(), p.map_or(Value::Null, Into::into));
    }
    estimate.settings.insert("multiplicity".into(), method.into());
    estimate.notes.extend(instead(run, method));
}

/// Adjusts the p-values of the main effects for there being several outcomes; the method, in the words of settings.
pub(super) fn over_outcomes(run: &Run, outcomes: &mut [OutcomeResult]) -> &'static str {
    let of = |outcome: &OutcomeResult| {
        let estimate = outcome.main_estimate()?;
        Some((estimate.headline()?.p_value, estimate.hypothesis(estimate.headline_row()?)))
    };
    let (p_values, hypotheses): (Vec<Option<f64>>, Vec<Option<Hypothesis>>) = outcomes.iter().map(|outcome| of(outcome).unwrap_or_default()).unzip();
    let (found, method) = adjusted(run, &p_values, &hypotheses);
    if p_values.iter().flatten().count() > 1 {
        for (outcome, p) in outcomes.iter_mut().zip(found) {
            outcome.p_among_outcomes = p;
        }
        if let (Some(first), Some(note)) = (outcomes.first_mut(), instead(run, method)) {
            first.notes.push(note);
        }
    }
    method
}

/// That the step-down was asked for and another method took its place.
fn instead(run: &Run, method: &str) -> Option<Note> {
    (run.study.file.analysis.multiplicity == Multiplicity::RomanoWolf && method != ROMANO_WOLF).then(|| {
        Note::new(
            "romano-wolf-unavailable",
            text!(
                "Penyesuaian Romano–Wolf tidak dapat dihitung karena pengaruh setiap klaster tidak diketahui untuk semua uji; dipakai penyesuaian Holm, yang menjaga galat yang sama dengan lebih ketat.",
                "The Romano–Wolf adjustment could not be computed, because the influence of each cluster is not known for every test; Holm's was used, which guards against the same error more strictly."
            ),
        )
    })
}

/// A group estimate with its adjusted p-values.
pub(super) fn group_difference(run: &Run, by: Text, mut estimate: Estimate) -> GroupDifference {
    adjust(run, &mut estimate);
    GroupDifference { by, names: Vec::new(), estimate }
}
