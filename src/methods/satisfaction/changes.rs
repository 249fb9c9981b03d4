//! Effects: what changed between periods, with p-values and whether a new grade exceeds the noise.

use super::comparison::Slot;
use super::{Work, notes};
use crate::error::Result;
use crate::estimate::{Effect, EffectKey, EffectKind, Estimate, TestResult};
use crate::inference::distributions::p_two_sided;
use crate::inference::multiple::MultipleTesting;
use crate::measure::satisfaction::{Change, Clustering, Index, change};
use serde_json::Value;

const TERM: &str = "index-difference";
/// A standard error of no more than this (in points of 1–4 or 25–100) is rounding: all answers within a period are alike.
const ROUNDING: f64 = 1e-10;

/// Adds the effects where there are two periods or more.
pub(super) fn add(work: &Work, estimate: &mut Estimate) -> Result<()> {
    let Some((before, after)) = work.comparison.sides() else { return Ok(()) };
    let survey = work.survey();
    let found = change(&survey, &before.rows, &after.rows, work.options())?;
    let mut overall = index_effect(&EffectKey::new(EffectKind::Overall, TERM), (before, after), Some(&found), before.rows.len() + after.rows.len());
    if found.std_error.is_some_and(|error| error <= ROUNDING) {
        estimate.notes.push(notes::no_spread());
    } else if found.std_error.is_none() {
        estimate.notes.push(notes::no_standard_error());
    }
    overall.extra.insert("respondents_before".into(), before.rows.len().into());
    overall.extra.insert("respondents_after".into(), after.rows.len().into());
    estimate.tests.push(test(&overall));
    estimate.effects.push(overall);

    let mut regions = Vec::new();
    for (region, label) in work.regions() {
        let (first, second) = (work.of_region(before, region), work.of_region(after, region));
        let found = change(&survey, &first, &second, work.options()).ok();
        let key = EffectKey { region: Some(label), ..EffectKey::new(EffectKind::Region, TERM) };
        let mut effect = index_effect(&key, (before, after), found.as_ref(), first.len() + second.len());
        effect.extra.insert("respondents_before".into(), first.len().into());
        effect.extra.insert("respondents_after".into(), second.len().into());
        regions.push(effect);
    }
    adjust(&mut regions);
    estimate.tests.extend(regions.iter().map(test));
    estimate.effects.extend(regions);

    let mut elements: Vec<Effect> = work
        .items
        .iter()
        .zip(&found.items)
        .map(|(at, found)| {
            let item = &work.sample.items[*at];
            let mut effect = effect(EffectKey::new(EffectKind::Term, item.code()), found);
            let answered = |slot: &Slot| slot.rows.iter().filter(|row| item.scores[**row].is_some()).count();
            effect.records = Some((answered(before) + answered(after)) as u64);
            effect
        })
        .collect();
    adjust(&mut elements);
    estimate.effects.extend(elements);

    if work.comparison.slots.len() > 2 {
        estimate.notes.push(notes::last_minus_first());
        for pair in work.comparison.slots.windows(2) {
            let found = change(&survey, &pair[0].rows, &pair[1].rows, work.options())?;
            let key = EffectKey { period: pair[1].key, ..EffectKey::new(EffectKind::Period, TERM) };
            estimate.effects.push(index_effect(&key, (&pair[0], &pair[1]), Some(&found), pair[0].rows.len() + pair[1].rows.len()));
        }
    }
    Ok(())
}

/// A change as an effect.
fn effect(key: EffectKey, found: &Change) -> Effect {
    let mut effect = Effect::undefined(key);
    effect.estimate = Some(found.estimate);
    effect.std_error = found.std_error;
    effect.df = found.df;
    effect.statistic = found.std_error.filter(|error| *error > ROUNDING).map(|error| found.estimate / error);
    effect.p_value = effect.statistic.map(|statistic| p_two_sided(statistic, found.df));
    effect.conf_low = found.conf_low;
    effect.conf_high = found.conf_high;
    effect.clusters = match found.clustering {
        Clustering::Units(count) => Some(count as u64),
        Clustering::Respondents(_) | Clustering::RespondentsOfOneUnit(_) => None,
    };
    let beyond = found.conf_low.zip(found.conf_high).map(|(low, high)| low > 0.0 || high < 0.0);
    effect.extra.insert("beyond_noise".into(), beyond.into());
    effect
}

/// A change of the index, with its grades; undefined where there is none.
fn index_effect(key: &EffectKey, (before, after): (&Slot, &Slot), found: Option<&Change>, respondents: usize) -> Effect {
    let mut out = found.map_or_else(|| Effect::undefined(key.clone()), |found| effect(key.clone(), found));
    out.records = Some(respondents as u64);
    let periods = found.and_then(|found| found.periods.as_deref());
    let grade = |side: fn(&(Index, Index)) -> &Index| periods.map_or(Value::Null, |both| side(both).grade.letter().into());
    out.extra.insert("before".into(), before.period.clone());
    out.extra.insert("after".into(), after.period.clone());
    out.extra.insert("value_before".into(), periods.map(|both| both.0.value).into());
    out.extra.insert("value_after".into(), periods.map(|both| both.1.value).into());
    out.extra.insert("grade_before".into(), grade(|both| &both.0));
    out.extra.insert("grade_after".into(), grade(|both| &both.1));
    out.extra.insert("grade_changed".into(), found.map(|found| found.grade.is_some()).into());
    let grade_beyond = found.and_then(|found| found.grade).map(|grade| grade.beyond_noise);
    out.extra.insert("grade_change_beyond_noise".into(), grade_beyond.into());
    out
}

/// Holm over the rows.
fn adjust(effects: &mut [Effect]) {
    let adjusted = MultipleTesting::Holm.adjust(&effects.iter().map(|effect| effect.p_value).collect::<Vec<_>>());
    for (effect, p) in effects.iter_mut().zip(adjusted) {
        effect.extra.insert("p_adjusted".into(), p.into());
    }
}

/// The t test of a change, where it is defined or not.
fn test(effect: &Effect) -> TestResult {
    TestResult {
        region: effect.key.region.clone(),
        statistic: effect.statistic,
        df: effect.df.into_iter().collect(),
        p_value: effect.p_value,
        exact: Some(false),
        ..TestResult::new(TERM)
    }
}
