//! Counts of participants that are not published: how many have a score of a kind (N-gain high, medium, low; at the maximum; below the standard), where they
//! are few, and what a total, a row or a column would give them away by.

use super::cells;
use crate::estimate::{Effect, EffectKind, Estimate};
use crate::methods::people::{ALL_ITEMS, MINUS};
use crate::study::PeopleFacts;
use serde_json::Value;
use std::collections::BTreeSet;

/// In `extra`: the fields that were taken out.
const HIDDEN: &str = "hidden";

/// Counts of one row: parts of a number of people that is known.
struct Row {
    /// Position of the effect.
    effect: usize,
    /// Column of the subgroup; none for everybody.
    by: Option<String>,
    counts: Vec<u64>,
    hidden: Vec<bool>,
}

pub(super) fn suppress(facts: &mut PeopleFacts, limit: u64) {
    means(facts, limit);
    let changed = facts.change.clone();
    for estimate in facts.change.iter_mut().chain(&mut facts.gain).chain(&mut facts.gap) {
        let items: BTreeSet<String> = estimate.effects.iter().map(|effect| effect.key.term.clone()).collect();
        for item in items {
            match estimate.method.as_str() {
                "gain" => gains(estimate, &item, changed.as_ref(), limit),
                "gap" => parts(estimate, &item, limit, &["below_standard"], true),
                _ => parts(estimate, &item, limit, &["incomplete"], false),
            }
        }
    }
}

fn count(effect: &Effect, key: &str) -> Option<u64> {
    effect.extra.get(key).and_then(Value::as_u64)
}

/// Rows of an item: everybody and each subgroup, with counts by `of`.
fn rows(estimate: &Estimate, item: &str, of: impl Fn(&Effect) -> Option<Vec<u64>>) -> Vec<Row> {
    let own = |effect: &Effect| effect.key.term == item && !effect.extra.contains_key(MINUS) && !super::is_suppressed(effect);
    let places = estimate.effects.iter().enumerate().filter(|(_, effect)| own(effect));
    places
        .filter_map(|(at, effect)| {
            let counts = of(effect)?;
            let by = effect.extra.get("by").and_then(Value::as_str).map(str::to_owned);
            Some(Row { effect: at, by, hidden: vec![false; counts.len()], counts })
        })
        .collect()
}

/// Hides what is small and what a row or a column with a known total would give away. The row of everybody is the total of each column of subgroups.
fn hide(rows: &mut [Row], whole: bool, limit: u64) {
    let columns: BTreeSet<String> = rows.iter().filter_map(|row| row.by.clone()).collect();
    loop {
        let before: Vec<Vec<bool>> = rows.iter().map(|row| row.hidden.clone()).collect();
        for row in rows.iter_mut() {
            if whole {
                row.hidden = cells::hide(&row.counts, &row.hidden, limit);
            } else {
                row.hidden.iter_mut().zip(&row.counts).for_each(|(hidden, count)| *hidden |= *count > 0 && *count < limit);
            }
        }
        for part in 0..rows.first().map_or(0, |row| row.counts.len()) {
            let everybody = rows.iter().find(|row| row.by.is_none()).map(|row| (row.counts[part], row.hidden[part]));
            for by in &columns {
                let own: Vec<usize> = (0..rows.len()).filter(|at| rows[*at].by.as_ref() == Some(by)).collect();
                let mut counts: Vec<u64> = own.iter().map(|at| rows[*at].counts[part]).collect();
                let mut already: Vec<bool> = own.iter().map(|at| rows[*at].hidden[part]).collect();
                match everybody {
                    // A total that is hidden must not be the sum of what is shown.
                    Some((_, true)) => already.iter_mut().zip(&counts).for_each(|(hidden, count)| *hidden |= *count > 0),
                    Some((total, false)) => {
                        let rest = total.saturating_sub(counts.iter().sum());
                        counts.push(rest);
                        already.push(rest > 0 && rest < limit);
                        already = cells::hide(&counts, &already, limit);
                    }
                    None => {}
                }
                own.iter().zip(already).for_each(|(at, hidden)| rows[*at].hidden[part] = hidden);
            }
        }
        if rows.iter().zip(before).all(|(row, before)| row.hidden == before) {
            return;
        }
    }
}

fn take_out(effect: &mut Effect, key: &str) {
    if let Some(value) = effect.extra.get_mut(key) {
        *value = Value::Null;
    }
    let list = effect.extra.entry(HIDDEN).or_insert_with(|| Value::Array(Vec::new()));
    if let Some(list) = list.as_array_mut().filter(|list| !list.iter().any(|known| known == key)) {
        list.push(key.into());
    }
}

/// Fields that count a part of the people of a row. `whole`: the row's number of people is published, so that the others are a part, too.
fn parts(estimate: &mut Estimate, item: &str, limit: u64, keys: &[&str], whole: bool) {
    let of = |effect: &Effect| {
        let mut counts = keys.iter().map(|key| count(effect, key)).collect::<Option<Vec<u64>>>()?;
        if whole {
            counts.push(effect.records?.saturating_sub(counts.iter().sum()));
        }
        Some(counts)
    };
    let mut rows = rows(estimate, item, of);
    hide(&mut rows, whole, limit);
    for row in rows {
        for (key, _) in keys.iter().zip(&row.hidden).filter(|(_, hidden)| **hidden) {
            take_out(&mut estimate.effects[row.effect], key);
        }
    }
}

/// Classes of gains and who has none. The people with both scores are known from the change: those at the maximum are they less those with a gain.
fn gains(estimate: &mut Estimate, item: &str, changed: Option<&Estimate>, limit: u64) {
    const CLASSES: [&str; 4] = ["high", "medium", "low", "at_maximum"];
    let mut rows_of = rows(estimate, item, |effect| CLASSES.iter().map(|key| count(effect, key)).collect());
    hide(&mut rows_of, true, limit);
    // Those who fell are a part of the low ones.
    let mut fell = rows(estimate, item, |effect| Some(vec![count(effect, "negative")?, count(effect, "low")?.saturating_sub(count(effect, "negative")?)]));
    for (part, row) in fell.iter_mut().zip(&rows_of) {
        part.hidden[0] |= row.hidden[2] && part.counts[0] > 0;
    }
    hide(&mut fell, true, limit);
    let mut groups = BTreeSet::new();
    for (row, part) in rows_of.iter().zip(&fell) {
        let effect = &mut estimate.effects[row.effect];
        for (key, _) in CLASSES.iter().zip(&row.hidden).filter(|(_, hidden)| **hidden) {
            take_out(effect, key);
        }
        if part.hidden[0] {
            take_out(effect, "negative");
        }
        let people = changed.and_then(|changed| changed.effects.iter().find(|one| one.key == effect.key)).and_then(|one| one.records);
        if row.hidden[3] && people.is_some() {
            without_people(effect);
            groups.extend(row.by.clone());
        }
    }
    parts(estimate, item, limit, &["missing"], false);
    parts(estimate, item, limit, &["above_maximum"], false);
    for effect in estimate.effects.iter_mut().filter(|effect| effect.key.term == item && effect.extra.contains_key(MINUS)) {
        if effect.extra.get("by").and_then(Value::as_str).is_some_and(|by| groups.contains(by)) {
            without_people(effect);
        }
    }
}

/// How many people are behind a mean, and all that tells it: degrees of freedom, and what solves for them.
fn without_people(effect: &mut Effect) {
    (effect.records, effect.df, effect.std_error, effect.statistic, effect.p_value) = (None, None, None, None, None);
    take_out(effect, "records");
}

/// Means of nearly the same people whose difference is that of a few: the mean after of everybody tested and of those tested twice; the mean of all items of
/// those who have all of them, and those of each item.
fn means(facts: &mut PeopleFacts, limit: u64) {
    let few = |more: Option<u64>, less: Option<u64>| more.zip(less).is_some_and(|(more, less)| more > less && more - less < limit);
    let people = |estimate: &Option<Estimate>, effect: &Effect| {
        estimate.as_ref().and_then(|estimate| estimate.effects.iter().find(|one| one.key == effect.key)).and_then(|one| one.records)
    };
    let close = |change: &Estimate, gap: &Option<Estimate>| -> BTreeSet<String> {
        change.effects.iter().filter(|effect| few(people(gap, effect), effect.records)).map(|effect| effect.key.term.clone()).collect()
    };
    let items = facts.change.as_ref().map(|change| close(change, &facts.gap)).unwrap_or_default();
    for effect in facts.change.iter_mut().flat_map(|change| &mut change.effects).filter(|effect| items.contains(&effect.key.term)) {
        ["mean_before", "mean_after"]
            .into_iter()
            .filter(|key| effect.extra.contains_key(*key))
            .collect::<Vec<_>>()
            .into_iter()
            .for_each(|key| take_out(effect, key));
    }
    for estimate in facts.change.iter_mut().chain(&mut facts.gap) {
        let every = |all: &Effect| {
            let same = |one: &&Effect| one.key.term != ALL_ITEMS && (one.key.kind, &one.key.region) == (all.key.kind, &all.key.region);
            estimate.effects.iter().filter(same).any(|one| few(one.records, all.records))
        };
        if estimate.effects.iter().filter(|effect| effect.key.term == ALL_ITEMS && effect.key.kind != EffectKind::Overall).any(every) {
            for effect in estimate.effects.iter_mut().filter(|effect| effect.key.term == ALL_ITEMS) {
                super::take_out(effect);
            }
        }
    }
}

/// Whether a field of a row was taken out.
pub fn is_hidden(effect: &Effect, key: &str) -> bool {
    effect.extra.get(HIDDEN).and_then(Value::as_array).is_some_and(|list| list.iter().any(|known| known == key))
}
