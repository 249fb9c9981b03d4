//! Every text of a result, seen once: what hides names or numbers needs no list of the places where they may stand.
//!
//! Structs are taken apart field by field, so that a field that is added later cannot be forgotten here.

use crate::checks::Graded;
use crate::estimate::{Effect, Estimate, Finding, Note, TestResult};
use crate::locale::Text;
use crate::panel::{DropReason, SampleAccount};
use crate::study::{
    Distribution, GroupDifference, IndexFacts, Member, OutcomeResult, PeopleFacts, PersonItem, PoolResult, Price, ProgramFacts, Robustness, SourceFacts,
    Specifications, StudyResult, Total, TotalUnit, Trends, Worth, WorthOf,
};
use serde_json::{Map, Value};

/// What looks at texts and may change them.
pub(super) trait Texts {
    /// A text: a name, a sentence, a path.
    fn string(&mut self, text: &mut String);
    /// Rows of a list, before their texts.
    fn rows(&mut self, _rows: &mut Vec<Value>) {}
    /// An estimate, before its texts.
    fn whole(&mut self, _estimate: &mut Estimate) {}
}

type See<'a> = &'a mut dyn Texts;

fn text(see: See, text: &mut Text) {
    let Text { id, en } = text;
    see.string(id);
    see.string(en);
}

fn named(see: See, names: &mut [(String, Text)]) {
    for (name, words) in names {
        see.string(name);
        text(see, words);
    }
}

fn notes(see: See, notes: &mut [Note]) {
    for Note { code: _, text: words } in notes {
        text(see, words);
    }
}

fn map(see: See, map: &mut Map<String, Value>) {
    map.values_mut().for_each(|one| value(see, one));
    let changed = |key: &String, see: See| {
        let mut own = key.clone();
        see.string(&mut own);
        own != *key
    };
    if map.keys().any(|key| changed(key, see)) {
        let renamed = std::mem::take(map).into_iter().map(|(mut key, value)| {
            see.string(&mut key);
            (key, value)
        });
        *map = renamed.collect();
    }
}

fn value(see: See, one: &mut Value) {
    match one {
        Value::String(text) => see.string(text),
        Value::Object(fields) => map(see, fields),
        Value::Array(items) => {
            see.rows(items);
            for item in items.iter_mut() {
                value(see, item);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn findings(see: See, findings: &mut [Finding]) {
    for Finding { name: _, verdict: _, evidence, sentence } in findings {
        text(see, sentence);
        map(see, evidence);
    }
}

fn graded(see: See, graded: &mut Graded) {
    let Graded { grade: _, p_value: _, reasons, steps } = graded;
    reasons.iter_mut().chain(steps.iter_mut().map(|step| &mut step.what)).for_each(|reason| text(see, reason));
}

fn account(see: See, account: &mut SampleAccount) {
    for dropped in &mut account.dropped {
        match &mut dropped.reason {
            DropReason::Other(words) => text(see, words),
            DropReason::Missing(name) | DropReason::Unreadable(name) | DropReason::Filtered(name) | DropReason::Singleton(name) => see.string(name),
            DropReason::Unfinished
            | DropReason::EndBeforeStart
            | DropReason::DuplicateRow
            | DropReason::NonPositiveWeight
            | DropReason::IncompletePair
            | DropReason::AlwaysTreated
            | DropReason::NotARecord => {}
        }
    }
}

fn effect(see: See, effect: &mut Effect) {
    see.string(&mut effect.key.term);
    effect.key.region.iter_mut().for_each(|region| see.string(region));
    map(see, &mut effect.extra);
}

/// The texts of an estimate.
pub(super) fn estimate(see: See, one: &mut Estimate) {
    see.whole(one);
    let Estimate { command: _, method: _, outcome, settings, scale: _, effects, covariance: _, influence: _, tests, checks, sample, notes: said, parts } = one;
    see.string(outcome);
    for one in effects.iter_mut() {
        effect(see, one);
    }
    for TestResult { name: _, region, statistic: _, df: _, p_value: _, exact: _, extra } in tests {
        for region in region.iter_mut() {
            see.string(region);
        }
        map(see, extra);
    }
    findings(see, checks);
    notes(see, said);
    map(see, settings);
    map(see, parts);
    account(see, sample);
}

fn trends(see: See, trends: &mut Trends) {
    let Trends { scale: _, start: _, series, ramadan: _ } = trends;
    for series in series.iter_mut() {
        text(see, &mut series.label);
    }
}

fn robustness(see: See, robustness: &mut Robustness) {
    let Robustness { decomposition: _, honest: _, event_study, specifications } = robustness;
    if let Some(study) = event_study {
        see.string(&mut study.outcome);
        notes(see, &mut study.notes);
    }
    if let Some(Specifications { choices, specifications: _ }) = specifications {
        for (name, options) in choices {
            text(see, name);
            for option in options.iter_mut() {
                text(see, option);
            }
        }
    }
}

fn outcome(see: See, one: &mut OutcomeResult) {
    let OutcomeResult {
        name: _, // small letters, digits and hyphens: the study file allows nothing else
        label,
        unit,
        better: _,
        decimals: _,
        target: _,
        prepost,
        did,
        event_study,
        by,
        its,
        survival,
        trends: over_time,
        distribution,
        index,
        robustness: other,
        checks,
        graded: grade,
        full_participation: _,
        per_participant,
        p_among_outcomes: _,
        reached: _,
        notes: said,
    } = one;
    text(see, label);
    text(see, unit);
    prepost.iter_mut().chain(did).chain(event_study).chain(its).chain(survival).chain(per_participant).for_each(|one| estimate(see, one));
    for GroupDifference { by, names, estimate: one } in by {
        text(see, by);
        named(see, names);
        estimate(see, one);
    }
    if let Some(one) = over_time {
        trends(see, one);
    }
    if let Some(Distribution { edges: _, sides: _ }) = distribution {}
    if let Some(IndexFacts { estimate: levels, elements, regime }) = index {
        estimate(see, levels);
        for one in elements.iter_mut() {
            estimate(see, one);
        }
        text(see, regime);
    }
    robustness(see, other);
    findings(see, checks);
    graded(see, grade);
    notes(see, said);
}

fn people(see: See, facts: &mut PeopleFacts) {
    let PeopleFacts { files, people: _, items, groups, questions, reaction_max: _, change, gain, gap, reaction, decimals: _, account: rows } = facts;
    for file in files.iter_mut() {
        see.string(file);
    }
    [change, gain, gap, reaction].into_iter().flatten().for_each(|one| estimate(see, one));
    for PersonItem { code, label, shows: _, max: _, standard: _ } in items {
        see.string(code);
        text(see, label);
    }
    for (column, words, names) in groups {
        see.string(column);
        text(see, words);
        named(see, names);
    }
    named(see, questions);
    account(see, rows);
}

fn sources(see: See, sources: &mut [SourceFacts]) {
    for SourceFacts { path, sha256: _, bytes: _, engine: _, rows: _, reading } in sources {
        see.string(path);
        text(see, reading);
    }
}

fn facts(see: See, program: &mut ProgramFacts) {
    let ProgramFacts { name, what, start: _, treated, comparison, participation: _ } = program;
    for words in [name, what, treated, comparison] {
        text(see, words);
    }
}

fn worth_of(see: See, worth: &mut WorthOf) {
    let WorthOf { outcome: _, times: _, kind: _, total, price } = worth;
    if let Some(Total { unit: TotalUnit::Time(words), estimate: _, limits: _ }) = total {
        text(see, words);
    }
    if let Some(Price { label, estimate: _, low: _, high: _, limits: _ }) = price {
        text(see, label);
    }
}

fn worth(see: See, worth: &mut Worth) {
    let Worth { served, served_count: _, cost: _, outcomes } = worth;
    for words in served.iter_mut() {
        text(see, words);
    }
    for one in outcomes.iter_mut() {
        worth_of(see, one);
    }
}

/// The texts of a study.
pub(super) fn study(see: See, result: &mut StudyResult) {
    let StudyResult {
        name: _,
        title,
        question,
        languages: _,
        program,
        sources: files,
        outcomes,
        training: _, // names of outcomes
        people: participants,
        worth: value,
        next_steps,
        synthetic: _,
        seed: _,
        level: _,
        account: rows,
        notes: said,
        study_file,
        study_path,
        small_cells: _,
        hidden_names: _,
        alias_key: _,
        multiplicity: _,
    } = result;
    for words in [title, question] {
        text(see, words);
    }
    facts(see, program);
    sources(see, files);
    for one in outcomes.iter_mut() {
        outcome(see, one);
    }
    for facts in participants.iter_mut() {
        people(see, facts);
    }
    for one in value.iter_mut() {
        worth(see, one);
    }
    for step in next_steps.iter_mut() {
        text(see, step);
    }
    account(see, rows);
    notes(see, said);
    see.string(study_file);
    see.string(study_path);
}

/// The texts of a pool of studies.
pub(super) fn pool(see: See, result: &mut PoolResult) {
    let PoolResult {
        name: _,
        title,
        question,
        languages: _,
        members,
        pooled,
        checks,
        graded: grade,
        level: _,
        seed: _,
        synthetic: _,
        study_file,
        study_path,
        hidden_names: _,
        alias_key: _,
    } = result;
    for member in members {
        let Member {
            name: _,
            place,
            title,
            program,
            answer,
            command: _,
            method: _,
            records: _,
            level: _,
            effect: own,
            before_sd: _,
            one_a_cell: _,
            cost: _,
            worth: value,
            synthetic: _,
            sources,
            hidden_names: _,
            seed: _,
            study_file,
            study_path,
        } = member;
        for words in [place, title] {
            text(see, words);
        }
        facts(see, program);
        outcome(see, answer);
        effect(see, own);
        for one in value.iter_mut() {
            worth_of(see, one);
        }
        for (path, _) in sources.iter_mut() {
            see.string(path);
        }
        see.string(study_file);
        see.string(study_path);
    }
    text(see, title);
    text(see, question);
    estimate(see, pooled);
    findings(see, checks);
    graded(see, grade);
    see.string(study_file);
    see.string(study_path);
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A value after its texts were seen.
    pub(in crate::report::privacy) fn seen(see: &mut dyn Texts, mut one: Value) -> Value {
        value(see, &mut one);
        one
    }
}
