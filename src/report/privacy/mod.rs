//! What is published says nothing of single people: small groups are taken out of charts, tables and machine-readable results alike (UU 27/2022).
//!
//! Primary: a group of fewer records or respondents than the study's limit. Complementary: as many further groups as it takes so that a total, a row or a
//! column does not give the first away (`cells`). A group that is hidden in one analysis is hidden in all of them. Bins of distributions are joined until
//! they hold enough.

mod cells;
mod names;
mod numbers;
mod people;
mod walk;

pub use numbers::without_identity_numbers;
pub use people::is_hidden;

use super::compose::say::say;
use super::document::Cell;
use crate::estimate::{Effect, EffectKind, Estimate, Finding};
use crate::locale::Lang;
use crate::study::{Distribution, OutcomeResult, PoolResult, StudyResult, TrendSeries};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Marks an effect or a row as taken out.
const MARK: &str = "suppressed";

/// Fields that count people or records in rows of further parts.
const COUNTS: [&str; 5] = ["respondents", "records", "n", "count", "cases"];

/// Fields of an effect that count a part of its records.
const PARTS: [&str; 4] = ["n_before", "n_after", "respondents_before", "respondents_after"];

/// Fields that say what a row is of and therefore stay.
const KEYS: [&str; 10] = ["period", "region", "element", "name", "group", "event_time", "label", "treated", "after", "column"];

/// Between the two groups of a difference.
const MINUS: &str = " − ";

/// Groups that are taken out.
type Hidden = BTreeSet<String>;

/// What of a study may be published: without small groups, without names of units where they are not wanted, and without identity numbers. Everything that
/// is written comes from here.
pub fn published(result: &StudyResult) -> StudyResult {
    // Small groups first: what is hidden goes by names that still are.
    let mut out = suppress(result, result.small_cells);
    names::without_names(&mut out);
    numbers::of_study(&mut out);
    out
}

/// [`published`] of a pool of studies.
pub fn published_pool(result: &PoolResult) -> PoolResult {
    let mut out = result.clone();
    names::pool_without_names(&mut out);
    numbers::of_pool(&mut out);
    out
}

/// The study with groups smaller than the limit taken out. A limit of 0 or 1 takes out nothing.
fn suppress(result: &StudyResult, limit: u64) -> StudyResult {
    let mut out = result.clone();
    if limit < 2 {
        return out;
    }
    for outcome in &mut out.outcomes {
        let mut hidden = Hidden::new();
        // What one analysis hides, the totals of another one may ask more for.
        until_nothing_is_added(&mut hidden, |hidden| estimates(outcome).for_each(|estimate| groups(estimate, hidden, limit)));
        suppress_outcome(outcome, &hidden, limit);
        outcome.reached = outcome.reached.filter(|reached| reached.records >= limit);
    }
    out.worth.iter_mut().for_each(|worth| worth.suppress(limit));
    if let Some(people) = &mut out.people {
        let mut hidden = Hidden::new();
        until_nothing_is_added(&mut hidden, |hidden| people.estimates().for_each(|estimate| groups(estimate, hidden, limit)));
        for estimate in people.estimates_mut() {
            suppress_estimate(estimate, &hidden, limit);
            estimate.checks.retain(|finding| !names_any(finding, &hidden, limit));
        }
        people::suppress(people, limit);
    }
    out
}

fn until_nothing_is_added(hidden: &mut Hidden, mut add: impl FnMut(&mut Hidden)) {
    loop {
        let before = hidden.len();
        add(hidden);
        if hidden.len() == before {
            return;
        }
    }
}

/// Every estimate of an outcome.
fn estimates(outcome: &OutcomeResult) -> impl Iterator<Item = &Estimate> {
    let index = outcome.index.iter().flat_map(|index| std::iter::once(&index.estimate).chain(&index.elements));
    let series = outcome.its.iter().chain(&outcome.survival).chain(&outcome.per_participant);
    let by = outcome.by.iter().map(|group| &group.estimate);
    outcome.prepost.iter().chain(&outcome.did).chain(&outcome.event_study).chain(by).chain(index).chain(series)
}

/// How many people a row counts: the least of its parts, and all of them.
fn counted(effect: &Effect) -> Option<(u64, u64)> {
    let parts = PARTS.iter().filter_map(|key| effect.extra.get(*key)?.as_u64()).filter(|count| *count > 0);
    let all = effect.records?;
    Some((parts.fold(all, u64::min), all))
}

/// Groups of one column and term: the smallest part of each and all its records.
type Line<'a> = BTreeMap<&'a str, (u64, u64)>;

/// Adds the groups of an estimate that must not be published.
fn groups(estimate: &Estimate, hidden: &mut Hidden, limit: u64) {
    // Groups of one column and term are parts of one total.
    let mut lines: BTreeMap<(String, String), Line> = BTreeMap::new();
    for effect in estimate.effects.iter().filter(|effect| effect.key.kind == EffectKind::Region) {
        let (Some(region), Some(count)) = (effect.key.region.as_deref().filter(|region| !region.contains(MINUS)), counted(effect)) else { continue };
        let by = effect.extra.get("by").and_then(Value::as_str).unwrap_or_default().to_owned();
        lines.entry((effect.key.term.clone(), by)).or_default().insert(region, count);
    }
    for ((term, _), line) in lines {
        let names: Vec<&str> = line.keys().copied().collect();
        let small = |(least, _): &(u64, u64)| *least > 0 && *least < limit;
        let mut already: Vec<bool> = line.iter().map(|(name, count)| hidden.contains(*name) || small(count)).collect();
        let mut counts: Vec<u64> = line.values().map(|(_, all)| *all).collect();
        // Few who belong to no group are the total less the groups.
        let total = estimate.effects.iter().find(|effect| effect.key.region.is_none() && effect.key.term == term).and_then(|effect| effect.records);
        let rest = total.map_or(0, |total| total.saturating_sub(counts.iter().sum()));
        counts.push(rest);
        already.push(rest > 0 && rest < limit);
        let found = cells::hide(&counts, &already, limit);
        hidden.extend(names.iter().zip(found).filter(|(_, hidden)| *hidden).map(|(name, _)| (*name).to_owned()));
    }
    for rows in estimate.parts.values().filter_map(Value::as_array) {
        let small = |row: &&Value| number_of(row).is_some_and(|count| count > 0 && count < limit);
        hidden.extend(rows.iter().filter(small).filter_map(|row| row["region"].as_str()).map(str::to_owned));
    }
}

/// Whether a group, or one of the two that a difference is of, is taken out.
fn is_of(hidden: &Hidden, region: &str) -> bool {
    hidden.contains(region) || region.split(MINUS).any(|part| hidden.contains(part))
}

fn suppress_outcome(outcome: &mut OutcomeResult, hidden: &Hidden, limit: u64) {
    let index = outcome.index.iter_mut().flat_map(|index| std::iter::once(&mut index.estimate).chain(&mut index.elements));
    let by = outcome.by.iter_mut().map(|group| &mut group.estimate);
    let series = outcome.its.iter_mut().chain(&mut outcome.survival).chain(&mut outcome.per_participant);
    for estimate in outcome.prepost.iter_mut().chain(&mut outcome.did).chain(&mut outcome.event_study).chain(by).chain(index).chain(series) {
        suppress_estimate(estimate, hidden, limit);
    }
    for finding in &mut outcome.checks {
        suppress_evidence(finding, hidden, limit);
    }
    let start = outcome.trends.as_ref().and_then(|trends| trends.start);
    for series in outcome.trends.iter_mut().flat_map(|trends| &mut trends.series) {
        // Both halves have totals of their own in the table before and after.
        let halves: [&dyn Fn(crate::panel::Period) -> bool; 2] =
            [&|period| start.is_none_or(|start| period < start), &|period| start.is_some_and(|start| period >= start)];
        for half in halves {
            without_points(series, half, limit);
        }
    }
    if let Some(distribution) = &mut outcome.distribution {
        suppress_distribution(distribution, limit);
    }
}

fn without_points(series: &mut TrendSeries, half: &dyn Fn(crate::panel::Period) -> bool, limit: u64) {
    let counts: Vec<u64> = series.points.iter().filter(|point| half(point.period)).map(|point| point.records).collect();
    let mut found = cells::hide(&counts, &vec![false; counts.len()], limit).into_iter();
    series.points.retain(|point| !half(point.period) || !found.next().unwrap_or(false));
}

fn suppress_distribution(distribution: &mut Distribution, limit: u64) {
    distribution.sides.retain(|side| side.records == 0 || side.records >= limit);
    // What lies beyond the last edge is a bin, too: the last ones go there until it holds enough.
    let beyond = |distribution: &Distribution| {
        let small = |rest: f64| rest > 0.5 && rest < limit as f64 - 0.5;
        distribution.sides.iter().any(|side| small((1.0 - side.shares.iter().sum::<f64>()) * side.records as f64))
    };
    while distribution.edges.len() > 2 && beyond(distribution) {
        distribution.edges.pop();
        for side in &mut distribution.sides {
            side.shares.pop();
        }
    }
    for side in &mut distribution.sides {
        cells::join_bins(&mut side.shares, side.records, limit);
    }
}

/// What it says of groups that are taken out: the result without one of them shows it as well as its own would.
fn suppress_evidence(finding: &mut Finding, hidden: &Hidden, limit: u64) {
    for value in finding.evidence.values_mut() {
        for row in value.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
            suppress_row(row, hidden, limit);
        }
    }
    let named = |key: &str, finding: &Finding| finding.evidence.get(key).and_then(Value::as_str).is_some_and(|name| is_of(hidden, name));
    if named("farthest", finding) {
        finding.evidence.insert("farthest".into(), Value::Null);
    }
}

/// Leaves nothing of an effect but its key and the mark.
fn take_out(effect: &mut Effect) {
    *effect = Effect::undefined(effect.key.clone());
    effect.extra.insert(MARK.into(), true.into());
}

/// Whether a finding is of a group that is taken out, or of so few.
fn names_any(finding: &Finding, hidden: &Hidden, limit: u64) -> bool {
    let rows = finding.evidence.values().filter_map(Value::as_array).flatten();
    rows.clone().any(|row| row["region"].as_str().is_some_and(|region| hidden.contains(region)))
        || rows.flat_map(|row| [&row["n"], &row["others"]]).filter_map(Value::as_u64).any(|count| count < limit)
}

fn suppress_estimate(estimate: &mut Estimate, hidden: &Hidden, limit: u64) {
    let mut any = false;
    for effect in &mut estimate.effects {
        if effect.key.kind == EffectKind::Region && effect.key.region.as_deref().is_some_and(|region| is_of(hidden, region)) {
            take_out(effect);
            any = true;
        }
    }
    if any {
        estimate.tests.retain(|test| test.region.as_ref().is_none_or(|region| !is_of(hidden, region)));
        estimate.covariance = None;
        estimate.influence = None;
    }
    for (name, part) in &mut estimate.parts {
        if name == "curves" {
            suppress_curves(part, limit);
        }
        if let Some(items) = part.get_mut("items").and_then(Value::as_array_mut) {
            items.iter_mut().filter_map(Value::as_object_mut).for_each(|row| suppress_row(row, hidden, limit));
        }
        let Some(rows) = part.as_array_mut() else { continue };
        complement(rows, limit);
        for row in rows.iter_mut().filter_map(Value::as_object_mut) {
            suppress_row(row, hidden, limit);
        }
    }
}

/// Steps of a curve joined until each is of at least the limit who finished or left observation; it ends where fewer are left.
fn suppress_curves(curves: &mut Value, limit: u64) {
    for curve in curves.as_array_mut().into_iter().flatten() {
        let Some(steps) = curve.get_mut("steps").and_then(Value::as_array_mut) else { continue };
        let count = |step: &Value, key: &str| step[key].as_u64().unwrap_or(0);
        let mut left = steps.first().map_or(0, |step| count(step, "at_risk"));
        let (mut finished, mut unfinished) = (0, 0);
        let mut kept = Vec::new();
        for mut step in std::mem::take(steps) {
            finished += count(&step, "events");
            unfinished += count(&step, "censored");
            let after = count(&step, "at_risk").saturating_sub(count(&step, "events") + count(&step, "censored"));
            let gone = left.saturating_sub(after);
            if gone < limit || (after > 0 && after < limit) {
                continue;
            }
            // Where steps were left out to draw fewer, those that are there do not add up.
            let shown = |count: u64| if finished + unfinished == gone && (count == 0 || count >= limit) { count.into() } else { Value::Null };
            step["at_risk"] = left.into();
            let both = [shown(finished), shown(unfinished)];
            let both = if both.iter().any(Value::is_null) { [Value::Null, Value::Null] } else { both };
            [step["events"], step["censored"]] = both;
            kept.push(step);
            (left, finished, unfinished) = (after, 0, 0);
        }
        *steps = kept;
    }
}

fn number_of(row: &Value) -> Option<u64> {
    COUNTS.iter().find_map(|key| row.get(*key)).and_then(Value::as_u64)
}

/// Marks rows of a table of counts that the others and their total would give away: along each of its keys, one at a time, until nothing is added. The row
/// of all groups (`region` null) is a total and no part.
fn complement(rows: &mut [Value], limit: u64) {
    const ALONG: [&str; 4] = ["region", "period", "treated", "after"];
    loop {
        let mut added = false;
        for along in ALONG {
            let mut lines: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for (at, row) in rows.iter().enumerate().filter(|(_, row)| number_of(row).is_some() && row.get(along).is_some_and(|value| !value.is_null())) {
                let others = KEYS.iter().filter(|key| **key != along && **key != "column" && **key != "name");
                lines.entry(others.map(|key| row.get(*key).map_or_else(String::new, Value::to_string)).collect::<Vec<_>>().join("|")).or_default().push(at);
            }
            for line in lines.values().filter(|line| line.len() > 1) {
                let counts: Vec<u64> = line.iter().filter_map(|at| number_of(&rows[*at])).collect();
                let already: Vec<bool> = line.iter().map(|at| rows[*at].get(MARK).is_some()).collect();
                for (at, hidden) in line.iter().zip(cells::hide(&counts, &already, limit)) {
                    if let (true, Some(row)) = (hidden, rows[*at].as_object_mut()) {
                        added |= row.insert(MARK.into(), true.into()).is_none();
                    }
                }
            }
        }
        if !added {
            return;
        }
    }
}

fn suppress_row(row: &mut Map<String, Value>, hidden: &Hidden, limit: u64) {
    let count = COUNTS.iter().find_map(|key| row.get(*key)).and_then(Value::as_u64);
    let small = count.is_some_and(|count| count > 0 && count < limit);
    let of_hidden = row.get("region").and_then(Value::as_str).is_some_and(|region| is_of(hidden, region));
    if small || of_hidden || row.contains_key(MARK) {
        for (key, value) in row.iter_mut() {
            if !KEYS.contains(&key.as_str()) {
                *value = Value::Null;
            }
        }
        row.insert(MARK.into(), true.into());
    } else if let (Some(count), Some(shares)) = (count, row.get_mut("shares")) {
        merge_scores(shares, count, limit);
    }
}

/// A score that a few gave goes to its neighbour, and all of them where that is not enough.
fn merge_scores(shares: &mut Value, count: u64, limit: u64) {
    let Some(mut found) = shares.as_array().map(|all| all.iter().filter_map(Value::as_f64).collect::<Vec<f64>>()).filter(|all| all.len() == 4) else { return };
    let few = |share: f64| share > 0.0 && share * (count as f64) < limit as f64 - 0.5;
    for (end, neighbour) in [(0, 1), (3, 2)] {
        if few(found[end]) {
            found[neighbour] += std::mem::take(&mut found[end]);
        }
    }
    *shares = if found.iter().any(|share| few(*share)) { Value::Null } else { found.into() };
}

/// Whether an effect was taken out.
pub fn is_suppressed(effect: &Effect) -> bool {
    effect.extra.get(MARK) == Some(&Value::Bool(true))
}

/// What stands for the number of records of a group that is not shown, and nothing for machines.
pub fn suppressed_cell(lang: Lang) -> Cell {
    Cell::coded(say!(lang, "disembunyikan", "hidden"), "")
}

#[cfg(test)]
mod tests;
