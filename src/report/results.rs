//! The machine-readable results of a study: `results.json` and `run.json`.
//!
//! `results.json` is a document in the contract's form, that of the main number, so that whoever reads the output of `dampak did` reads it too; beside
//! it, `analyses` lists every analysis of the study in the same form, each with its `role` and the name of its outcome. `run.json` says what made the
//! folder. Neither holds the time of day: the same input and seed give the same bytes.

use super::compose::{OutcomeStory, Story};
use crate::checks::Graded;
use crate::estimate::{Estimate, to_json};
use crate::locale::Lang;
use crate::panel::SampleAccount;
use crate::study::{Member, OutcomeResult, PeopleFacts, PoolResult, Price, SourceFacts, StudyResult, Total, TotalUnit, Worth, WorthOf};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Name of the form of `run.json`.
pub const RUN_SCHEMA: &str = "dampak/run/1";

/// A hash as people compare it: hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// `results.json`. Texts of notes follow the first language of the study.
pub fn results(result: &StudyResult, lang: Lang) -> Value {
    let story = Story::new(result, lang);
    let main = story.outcomes.first().and_then(OutcomeStory::main_estimate);
    let mut document = match main.map(|estimate| to_json(estimate, lang)) {
        Some(Value::Object(map)) => map,
        _ => Map::new(),
    };
    if let Some(part) = story.outcomes.first() {
        add_checks(&mut document, part.outcome, lang);
    }
    document.insert("study".into(), result.name.clone().into());
    document.insert("multiplicity".into(), result.multiplicity.into());
    document.insert("outcomes".into(), result.outcomes.iter().map(|outcome| about(outcome, lang)).collect());
    let people = result.people.iter().flat_map(|people| of_people(people, lang));
    document.insert("analyses".into(), result.outcomes.iter().flat_map(|outcome| analyses(outcome, lang)).chain(people).collect());
    document.insert("account".into(), account(&result.account));
    if let Some(levels) = super::compose::kirkpatrick_levels(&story) {
        document.insert("kirkpatrick".into(), levels);
    }
    if let Some(worth) = &result.worth {
        add_worth(&mut document, result, worth, lang);
    }
    Value::Object(document)
}

/// A price with what its limits are.
fn price_json(price: &Price, lang: Lang) -> Value {
    json!({ "label": price.label.get(lang), "estimate": price.estimate, "conf_low": price.low, "conf_high": price.high, "limits": price.limits.code() })
}

/// Whom the program reached, what its effects add up to, and what a unit of improvement cost. Limits that are not there are null, and `limits` says why.
fn add_worth(document: &mut Map<String, Value>, result: &StudyResult, worth: &Worth, lang: Lang) {
    let price = |price: &Price| price_json(price, lang);
    let total = |total: &Total| {
        let unit = match &total.unit {
            TotalUnit::Time(unit) => unit.get(lang),
            TotalUnit::Records => "records",
        };
        json!({ "unit": unit, "estimate": total.estimate, "conf_low": total.limits.map(|limits| limits.0), "conf_high": total.limits.map(|limits| limits.1) })
    };
    let of = |one: &WorthOf| {
        let reached = result.outcomes.iter().find(|outcome| outcome.name == one.outcome).and_then(|outcome| outcome.reached);
        json!({
            "outcome": one.outcome, "records": reached.map(|reached| reached.records), "units": reached.and_then(|reached| reached.units),
            "periods": reached.and_then(|reached| reached.periods), "times": one.times, "total": one.total.as_ref().map(total),
            "per_unit": one.price.as_ref().map(price),
        })
    };
    if let Some(cost) = worth.cost {
        let main = worth.outcomes.first().filter(|first| result.outcomes.first().is_some_and(|outcome| outcome.name == first.outcome));
        document.insert("cost".into(), json!({ "total": cost, "currency": "IDR", "per_unit": main.and_then(|main| main.price.as_ref()).map(price) }));
    }
    let people = result.people.as_ref().map(|people| people.people);
    let served = worth.served.as_ref().map(|words| words.get(lang));
    let outcomes: Vec<Value> = worth.outcomes.iter().map(of).collect();
    document.insert("reach".into(), json!({ "served": served, "served_count": worth.served_count, "participants": people, "outcomes": outcomes }));
}

/// The checks of the outcome join those of its estimate.
fn add_checks(document: &mut Map<String, Value>, outcome: &OutcomeResult, lang: Lang) {
    let Some(list) = document.entry("checks").or_insert_with(|| json!([])).as_array_mut() else { return };
    for finding in &outcome.checks {
        if list.iter().all(|known| known.get("name").and_then(Value::as_str) != Some(&finding.name)) {
            list.push(json!({ "name": finding.name, "verdict": finding.verdict.code(), "evidence": finding.evidence, "text": finding.sentence.get(lang) }));
        }
    }
}

/// How a grade came about.
fn steps(graded: &Graded, lang: Lang) -> Vec<Value> {
    graded.steps.iter().map(|step| json!({ "what": step.what.get(lang), "checks": step.checks, "grade": step.grade.code(), "cost": step.cost })).collect()
}

fn about(outcome: &OutcomeResult, lang: Lang) -> Value {
    json!({
        "name": outcome.name,
        "label": outcome.label.get(lang),
        "unit": outcome.unit.get(lang),
        "better": outcome.better,
        "target": outcome.target,
        "grade": outcome.graded.grade.code(),
        "grade_p_value": outcome.graded.p_value,
        "p_adjusted": outcome.p_among_outcomes,
        "grade_steps": steps(&outcome.graded, lang),
        "reasons": outcome.graded.reasons.iter().map(|reason| reason.get(lang)).collect::<Vec<_>>(),
    })
}

/// Every analysis of an outcome, in the contract's form with its role.
fn analyses(outcome: &OutcomeResult, lang: Lang) -> Vec<Value> {
    let mut out = Vec::new();
    let mut add = |role: &str, by: Option<&str>, estimate: &Estimate| out.push(row(role, by, &outcome.name, estimate, lang));
    outcome.did.iter().for_each(|estimate| add("did", None, estimate));
    outcome.event_study.iter().for_each(|estimate| add("event-study", None, estimate));
    outcome.per_participant.iter().for_each(|estimate| add("per-participant", None, estimate));
    outcome.its.iter().for_each(|estimate| add("its", None, estimate));
    outcome.survival.iter().for_each(|estimate| add("survival", None, estimate));
    outcome.prepost.iter().for_each(|estimate| add("prepost", None, estimate));
    outcome.by.iter().for_each(|group| add("by", Some(group.by.get(lang)), &group.estimate));
    outcome.index.iter().for_each(|index| add("satisfaction", None, &index.estimate));
    outcome.index.iter().filter_map(|index| index.elements.as_ref()).for_each(|estimate| add("elements", None, estimate));
    out
}

/// Every estimate of the participants, in the contract's form with its role.
fn of_people(people: &PeopleFacts, lang: Lang) -> Vec<Value> {
    people.estimates().map(|estimate| row(&format!("people-{}", estimate.method), None, "people", estimate, lang)).collect()
}

/// A result in the contract's form with its role and the name of its outcome.
fn row(role: &str, by: Option<&str>, outcome: &str, estimate: &Estimate, lang: Lang) -> Value {
    let mut row = Map::new();
    row.insert("role".into(), role.into());
    if let Some(by) = by {
        row.insert("by".into(), by.into());
    }
    if let Value::Object(document) = to_json(estimate, lang) {
        row.extend(document);
    }
    row.insert("outcome".into(), outcome.into());
    Value::Object(row)
}

fn account(account: &SampleAccount) -> Value {
    json!({ "rows_read": account.rows_read, "rows_used": account.rows_used, "dropped": account.dropped })
}

/// `run.json`: version, settings, seed, hashes of what went in and of what came out (without itself).
pub fn run<'a>(result: &StudyResult, files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Value {
    let settings: Map<String, Value> = result
        .outcomes
        .iter()
        .map(|outcome| {
            let of: Vec<Value> = analyses(outcome, Lang::En)
                .iter()
                .map(|analysis| json!({ "role": analysis["role"], "command": analysis["command"], "method": analysis["method"], "settings": analysis["settings"] }))
                .collect();
            (outcome.name.clone(), Value::Array(of))
        })
        .collect();
    json!({
        "schema": RUN_SCHEMA,
        "program": concat!("dampak ", env!("CARGO_PKG_VERSION")),
        "study": result.name,
        "study_file": { "path": result.study_path, "sha256": sha256(result.study_file.as_bytes()) },
        "languages": result.languages.iter().map(|lang| lang.tag()).collect::<Vec<_>>(),
        "seed": result.seed,
        "level": result.level,
        "small_cells": result.small_cells,
        "synthetic": result.synthetic,
        "sources": result.sources.iter().map(source).collect::<Vec<_>>(),
        "settings": settings,
        "files": listed(files),
    })
}

/// A file with its hash; of an engine what was read there.
fn source(source: &SourceFacts) -> Value {
    match source.engine {
        Some(engine) => json!({ "path": source.path, "engine": engine, "rows": source.rows }),
        None => json!({ "path": source.path, "sha256": source.sha256, "bytes": source.bytes, "rows": source.rows }),
    }
}

fn listed<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<Value> {
    files.into_iter().map(|(path, bytes)| json!({ "path": path, "sha256": sha256(bytes), "bytes": bytes.len() })).collect()
}

/// `results.json` of a pool of studies: the pool in the contract's form, and what is known of every study.
pub fn of_pool(result: &PoolResult, lang: Lang) -> Value {
    let mut document = match to_json(&result.pooled, lang) {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    let member = |member: &Member| {
        let (standardized, standardized_error) = member.standardized();
        let (answer, effect) = (&member.answer, member.at_level(result.level));
        json!({
            "study": member.name, "place": member.place.get(lang), "outcome": answer.label.get(lang), "unit": answer.unit.get(lang), "better": answer.better,
            "command": member.command, "method": member.method, "records": member.records,
            "estimate": effect.estimate, "std_error": effect.std_error, "df": effect.df, "conf_low": effect.conf_low, "conf_high": effect.conf_high,
            "grade": answer.graded.grade.code(), "reasons": answer.graded.reasons.iter().map(|reason| reason.get(lang)).collect::<Vec<_>>(),
            "checks": answer.checks.iter().map(|finding| json!({ "name": finding.name, "verdict": finding.verdict.code() })).collect::<Vec<_>>(),
            "before_sd": member.before_sd, "standardized": standardized, "standardized_std_error": standardized_error,
            "cost": member.cost, "cost_per_unit": member.worth.as_ref().and_then(|worth| worth.price.as_ref()).map(|price| price_json(price, lang)),
        })
    };
    document.insert("study".into(), result.name.clone().into());
    let checks = |finding: &crate::estimate::Finding| json!({ "name": finding.name, "verdict": finding.verdict.code(), "evidence": finding.evidence, "text": finding.sentence.get(lang) });
    document.insert("checks".into(), result.checks.iter().map(checks).collect());
    document.insert("grade".into(), result.graded.grade.code().into());
    document.insert("reasons".into(), result.graded.reasons.iter().map(|reason| reason.get(lang)).collect());
    document.insert("studies".into(), result.members.iter().map(member).collect());
    Value::Object(document)
}

/// `run.json` of a pool of studies.
pub fn run_of_pool<'a>(result: &PoolResult, files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Value {
    let sources = |member: &Member| {
        let files: Vec<Value> = member.sources.iter().map(|(path, hash)| json!({ "path": path, "sha256": hash })).collect();
        let study_file = json!({ "path": member.study_path, "sha256": sha256(member.study_file.as_bytes()) });
        json!({ "study": member.name, "study_file": study_file, "sources": files })
    };
    json!({
        "schema": RUN_SCHEMA,
        "program": concat!("dampak ", env!("CARGO_PKG_VERSION")),
        "study": result.name,
        "study_file": { "path": result.study_path, "sha256": sha256(result.study_file.as_bytes()) },
        "languages": result.languages.iter().map(|lang| lang.tag()).collect::<Vec<_>>(),
        "seed": result.seed,
        "level": result.level,
        "synthetic": result.synthetic,
        "studies": result.members.iter().map(sources).collect::<Vec<_>>(),
        "settings": result.pooled.settings,
        "files": listed(files),
    })
}
