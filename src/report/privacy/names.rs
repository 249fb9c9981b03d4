//! A report without names of units: `Unit 01`, `Unit 02` … in an order that the seed decides and the names do not show.
//!
//! Names are replaced in everything that a report is written from (effects, evidence, sentences, the text of the study file), so that no chart, table,
//! page or result can carry one. Names of places that people wrote into titles stay, as far as no unit is called so.

use crate::estimate::{Effect, EffectKind, Estimate, Finding, Note};
use crate::locale::Text;
use crate::panel::{DropReason, SampleAccount};
use crate::study::{OutcomeResult, PeopleFacts, PoolResult, StudyResult};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// A name of digits alone is looked for inside sentences from this length on; shorter ones are numbers there.
const DIGITS: usize = 6;

/// Names with what stands for them.
struct Aliases {
    by_name: BTreeMap<String, String>,
    /// Those to look for inside sentences, the longest first.
    inside: Vec<String>,
}

/// The study without the names of [`StudyResult::hidden_names`]; as it is where there are none.
pub fn without_names(mut result: StudyResult) -> StudyResult {
    if result.hidden_names.is_empty() {
        return result;
    }
    let aliases = Aliases::new(&result.hidden_names, result.seed);
    result.hidden_names.clear();
    aliases.study(&mut result);
    result
}

/// A pool without the names of the units of its studies, for those that must not show them.
pub fn pool_without_names(mut result: PoolResult) -> PoolResult {
    for member in result.members.iter_mut().filter(|member| !member.hidden_names.is_empty()) {
        let aliases = Aliases::new(&member.hidden_names, member.seed);
        member.hidden_names.clear();
        let program = &mut member.program;
        for text in [&mut member.place, &mut member.title, &mut program.name, &mut program.what, &mut program.treated, &mut program.comparison] {
            aliases.text(text);
        }
        aliases.outcome(&mut member.answer);
        member.sources.iter_mut().for_each(|(path, _)| aliases.string(path));
    }
    result
}

impl Aliases {
    fn new(names: &[String], seed: u64) -> Self {
        let mut order: Vec<(Vec<u8>, &String)> = names
            .iter()
            .map(|name| {
                let mut hash = Sha256::new();
                hash.update(seed.to_le_bytes());
                hash.update(name.as_bytes());
                (hash.finalize().to_vec(), name)
            })
            .collect();
        order.sort();
        order.dedup();
        let width = order.len().to_string().len();
        let by_name: BTreeMap<String, String> = order.iter().enumerate().map(|(at, (_, name))| ((*name).clone(), format!("Unit {:0width$}", at + 1))).collect();
        let number = |name: &&String| name.len() < DIGITS && name.chars().all(|letter| letter.is_ascii_digit());
        let mut inside: Vec<String> = by_name.keys().filter(|name| !number(name) && !name.trim().is_empty()).cloned().collect();
        inside.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
        Self { by_name, inside }
    }

    /// A name alone, or a sentence with names in it.
    fn string(&self, text: &mut String) {
        if let Some(alias) = self.by_name.get(text.as_str()) {
            text.clone_from(alias);
            return;
        }
        for name in &self.inside {
            if text.contains(name.as_str()) {
                *text = replaced(text, name, &self.by_name[name]);
            }
        }
    }

    fn text(&self, text: &mut Text) {
        self.string(&mut text.id);
        self.string(&mut text.en);
    }

    fn note(&self, note: &mut Note) {
        self.text(&mut note.text);
    }

    fn finding(&self, finding: &mut Finding) {
        self.text(&mut finding.sentence);
        self.map(&mut finding.evidence);
    }

    fn map(&self, map: &mut Map<String, Value>) {
        for value in map.values_mut() {
            self.value(value);
        }
        if map.keys().any(|key| self.by_name.contains_key(key)) {
            let renamed = std::mem::take(map).into_iter().map(|(key, value)| (self.by_name.get(&key).cloned().unwrap_or(key), value));
            *map = renamed.collect();
        }
    }

    fn value(&self, value: &mut Value) {
        match value {
            Value::String(text) => self.string(text),
            Value::Object(map) => self.map(map),
            Value::Array(items) => {
                // Rows that were in the order of the names come in that of what stands for them.
                let name = |item: &Value| {
                    item.as_object()?.values().find_map(|field| field.as_str().filter(|text| self.by_name.contains_key(*text))).map(str::to_owned)
                };
                let names: Option<Vec<String>> = items.iter().map(name).collect();
                if let Some(names) = names.filter(|names| names.len() > 1 && names.is_sorted()) {
                    let mut rows: Vec<(String, Value)> = names.iter().map(|name| self.by_name[name].clone()).zip(std::mem::take(items)).collect();
                    rows.sort_by(|a, b| a.0.cmp(&b.0));
                    *items = rows.into_iter().map(|(_, row)| row).collect();
                }
                for item in items {
                    self.value(item);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn account(&self, account: &mut SampleAccount) {
        for dropped in &mut account.dropped {
            match &mut dropped.reason {
                DropReason::Other(text) => self.text(text),
                DropReason::Filtered(filter) => self.string(filter),
                _ => {}
            }
        }
    }

    fn estimate(&self, estimate: &mut Estimate) {
        self.reorder(estimate);
        for effect in &mut estimate.effects {
            self.string(&mut effect.key.term);
            effect.key.region.iter_mut().for_each(|region| self.string(region));
            self.map(&mut effect.extra);
        }
        for test in &mut estimate.tests {
            test.region.iter_mut().for_each(|region| self.string(region));
            self.map(&mut test.extra);
        }
        estimate.checks.iter_mut().for_each(|finding| self.finding(finding));
        estimate.notes.iter_mut().for_each(|note| self.note(note));
        self.map(&mut estimate.settings);
        self.map(&mut estimate.parts);
        self.account(&mut estimate.sample);
        estimate.influence = None;
    }

    /// Rows of units in the order of their names come in that of their aliases. Their covariance has no use beside other estimates, and goes.
    fn reorder(&self, estimate: &mut Estimate) {
        let alias = |effect: &Effect| effect.key.region.as_ref().and_then(|region| self.by_name.get(region)).cloned();
        let places: Vec<usize> =
            (0..estimate.effects.len()).filter(|at| estimate.effects[*at].key.kind == EffectKind::Region && alias(&estimate.effects[*at]).is_some()).collect();
        if places.len() < 2 {
            return;
        }
        let mut rows: Vec<Effect> = places.iter().map(|at| estimate.effects[*at].clone()).collect();
        rows.sort_by_key(alias);
        for (at, row) in places.into_iter().zip(rows) {
            estimate.effects[at] = row;
        }
        estimate.covariance = None;
    }

    fn outcome(&self, outcome: &mut OutcomeResult) {
        self.text(&mut outcome.label);
        let index = outcome.index.iter_mut().flat_map(|index| std::iter::once(&mut index.estimate).chain(&mut index.elements));
        let others = outcome.its.iter_mut().chain(&mut outcome.survival).chain(&mut outcome.per_participant);
        let own = outcome.prepost.iter_mut().chain(&mut outcome.did).chain(&mut outcome.event_study);
        own.chain(others).chain(index).for_each(|estimate| self.estimate(estimate));
        for group in &mut outcome.by {
            self.text(&mut group.by);
            for (name, text) in &mut group.names {
                self.string(name);
                self.text(text);
            }
            self.estimate(&mut group.estimate);
        }
        outcome.trends.iter_mut().flat_map(|trends| &mut trends.series).for_each(|series| self.text(&mut series.label));
        for (name, options) in outcome.robustness.specifications.iter_mut().flat_map(|found| &mut found.choices) {
            self.text(name);
            for option in options {
                self.text(option);
            }
        }
        outcome.checks.iter_mut().for_each(|finding| self.finding(finding));
        outcome.graded.reasons.iter_mut().for_each(|reason| self.text(reason));
        outcome.notes.iter_mut().for_each(|note| self.note(note));
    }

    fn people(&self, people: &mut PeopleFacts) {
        for (name, text) in people.groups.iter_mut().flat_map(|(_, _, names)| names) {
            self.string(name);
            self.text(text);
        }
        people.estimates_mut().for_each(|estimate| self.estimate(estimate));
        self.account(&mut people.account);
    }

    fn study(&self, result: &mut StudyResult) {
        let program = &mut result.program;
        for text in [&mut result.title, &mut result.question, &mut program.name, &mut program.what, &mut program.treated, &mut program.comparison] {
            self.text(text);
        }
        for source in &mut result.sources {
            self.string(&mut source.path);
            self.text(&mut source.reading);
        }
        result.outcomes.iter_mut().for_each(|outcome| self.outcome(outcome));
        result.people.iter_mut().for_each(|people| self.people(people));
        result.next_steps.iter_mut().for_each(|step| self.text(step));
        result.notes.iter_mut().for_each(|note| self.note(note));
        self.account(&mut result.account);
        self.string(&mut result.study_file);
    }
}

/// The text with a name replaced where it stands as whole words.
fn replaced(text: &str, name: &str, alias: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(name) {
        let (before, after) = (&rest[..at], &rest[at + name.len()..]);
        let inside = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
        let last = before.chars().next_back().or_else(|| out.chars().next_back());
        out.push_str(before);
        out.push_str(if inside(last) || inside(after.chars().next()) { name } else { alias });
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_as_whole_words_and_numbers_stay() {
        let names: Vec<String> = ["Loket 1", "Loket 12", "7", "Puskesmas Tebet"].map(str::to_owned).to_vec();
        let aliases = Aliases::new(&names, 3);
        let mut text = "Tanpa Loket 12 dan Loket 1 (7 catatan), Loket 123, \"Puskesmas Tebet\".".to_owned();
        aliases.string(&mut text);
        let of = |name: &str| aliases.by_name[name].clone();
        assert_eq!(text, format!("Tanpa {} dan {} (7 catatan), Loket 123, \"{}\".", of("Loket 12"), of("Loket 1"), of("Puskesmas Tebet")));
        let mut alone = "7".to_owned();
        aliases.string(&mut alone);
        assert_eq!(alone, of("7"));
        assert_eq!(Aliases::new(&names, 3).by_name, aliases.by_name);
    }

    #[test]
    fn an_order_by_name_becomes_one_by_alias() {
        let names: Vec<String> = ["a", "b", "c", "d", "e", "f"].map(|name| format!("unit {name}")).to_vec();
        let aliases = Aliases::new(&names, 1);
        let mut rows: Value = names.iter().map(|name| serde_json::json!({ "unit": name, "weight": 1 })).collect();
        aliases.value(&mut rows);
        let found: Vec<&str> = rows.as_array().into_iter().flatten().filter_map(|row| row["unit"].as_str()).collect();
        assert_eq!(found, ["Unit 1", "Unit 2", "Unit 3", "Unit 4", "Unit 5", "Unit 6"]);
        assert_ne!(names.iter().map(|name| aliases.by_name[name].as_str()).collect::<Vec<_>>(), found, "the seed decides the order");
    }
}
