//! Small groups are not published: where a group holds fewer records or respondents than the study's limit, its numbers are taken out before anything is
//! written from them, charts and machine-readable results included (primary suppression; UU 27/2022).

use super::compose::say::say;
use super::document::Cell;
use crate::estimate::{Effect, EffectKind, Estimate};
use crate::locale::Lang;
use crate::study::{OutcomeResult, PeopleFacts, StudyResult};
use serde_json::{Map, Value};

/// Marks an effect or a row as taken out.
const MARK: &str = "suppressed";

/// Fields that count people or records in rows of further parts.
const COUNTS: [&str; 4] = ["respondents", "records", "n", "count"];

/// Fields that say what a row is of and therefore stay.
const KEYS: [&str; 7] = ["period", "region", "element", "name", "group", "event_time", "label"];

/// The study with groups smaller than the limit taken out. A limit of 0 or 1 takes out nothing.
pub fn suppress(result: &StudyResult, limit: u64) -> StudyResult {
    let mut out = result.clone();
    for outcome in &mut out.outcomes {
        suppress_outcome(outcome, limit);
    }
    for estimate in out.people.iter_mut().flat_map(PeopleFacts::estimates_mut) {
        suppress_estimate(estimate, limit);
    }
    out
}

fn suppress_outcome(outcome: &mut OutcomeResult, limit: u64) {
    let small = |count: u64| count > 0 && count < limit;
    let index = outcome.index.iter_mut().flat_map(|index| std::iter::once(&mut index.estimate).chain(&mut index.elements));
    let by = outcome.by.iter_mut().map(|group| &mut group.estimate);
    for estimate in outcome.prepost.iter_mut().chain(&mut outcome.did).chain(&mut outcome.event_study).chain(by).chain(index) {
        suppress_estimate(estimate, limit);
    }
    for series in outcome.trends.iter_mut().flat_map(|trends| &mut trends.series) {
        series.points.retain(|point| !small(point.records));
    }
    if let Some(distribution) = &mut outcome.distribution {
        distribution.sides.retain(|side| !small(side.records));
    }
}

fn suppress_estimate(estimate: &mut Estimate, limit: u64) {
    let mut hidden = Vec::new();
    for (place, effect) in estimate.effects.iter_mut().enumerate() {
        if effect.key.kind == EffectKind::Region && effect.records.is_some_and(|records| records > 0 && records < limit) {
            let key = effect.key.clone();
            *effect = Effect::undefined(key);
            effect.extra.insert(MARK.into(), true.into());
            hidden.push(place);
        }
    }
    if !hidden.is_empty() {
        let regions: Vec<_> = hidden.iter().filter_map(|place| estimate.effects[*place].key.region.clone()).collect();
        estimate.tests.retain(|test| test.region.as_ref().is_none_or(|region| !regions.contains(region)));
        estimate.covariance = None;
        estimate.influence = None;
    }
    for part in estimate.parts.values_mut() {
        for row in part.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
            suppress_row(row, limit);
        }
    }
}

fn suppress_row(row: &mut Map<String, Value>, limit: u64) {
    let count = COUNTS.iter().find_map(|key| row.get(*key)).and_then(Value::as_u64);
    if count.is_some_and(|count| count > 0 && count < limit) {
        for (key, value) in row.iter_mut() {
            if !KEYS.contains(&key.as_str()) {
                *value = Value::Null;
            }
        }
        row.insert(MARK.into(), true.into());
    }
}

/// Whether an effect was taken out.
pub fn is_suppressed(effect: &Effect) -> bool {
    effect.extra.get(MARK) == Some(&Value::Bool(true))
}

/// What stands for the number of records of a small group: `< 5`, and nothing for machines.
pub fn suppressed_cell(lang: Lang, limit: u64) -> Cell {
    Cell::coded(say!(lang, "< {limit}", "< {limit}"), "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::EffectKey;

    #[test]
    fn small_groups_leave_no_number_behind() {
        let mut estimate = Estimate::new("did", "twfe", "y");
        for (region, records) in [("A", 4), ("B", 5)] {
            let mut effect = Effect::undefined(EffectKey { region: Some(region.into()), ..EffectKey::new(EffectKind::Region, "att") });
            effect.estimate = Some(1.0);
            effect.records = Some(records);
            estimate.effects.push(effect);
        }
        estimate.parts.insert(
            "index".into(),
            serde_json::json!([{ "region": "A", "value": 80.0, "respondents": 4 }, { "region": "B", "value": 81.0, "respondents": 5 }]),
        );
        suppress_estimate(&mut estimate, 5);
        assert!(is_suppressed(&estimate.effects[0]) && estimate.effects[0].estimate.is_none() && estimate.effects[0].records.is_none());
        assert_eq!(estimate.effects[1].estimate, Some(1.0));
        assert_eq!(estimate.parts["index"][0], serde_json::json!({ "region": "A", "value": null, "respondents": null, "suppressed": true }));
        assert_eq!(estimate.parts["index"][1]["value"], 81.0);
    }
}
