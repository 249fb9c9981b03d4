//! Participants: what they scored before and after, their N-gain, what is still missing to the standard, and what they thought of the training.

use super::figures;
use super::say::say;
use super::story::{Story, shown};
use crate::estimate::{Effect, EffectKind, Estimate};
use crate::locale::{Lang, integer, number, percent};
use crate::measure::gain::GainClass;
use crate::methods::people::{ALL_ITEMS, MINUS};
use crate::report::cards;
use crate::report::document::{Block, Cell, Column, Section, Table};
use crate::report::privacy::{is_hidden, is_suppressed, suppressed_cell};
use crate::report::tables::account_table;
use crate::report::words::before_after;
use crate::study::PeopleFacts;

/// The section; none where the study has no file of participants and is not about a training.
pub(crate) fn section(story: &Story) -> Option<Section> {
    let l = story.lang;
    let levels = super::kirkpatrick::blocks(story);
    let Some(facts) = &story.result.people else {
        let title = say!(l, "Empat tingkat evaluasi pelatihan", "Four levels of evaluating the training");
        return (!levels.is_empty()).then_some(Section { id: "people", title, blocks: levels });
    };
    let mut blocks = levels;
    if facts.change.is_some() {
        blocks.extend(learned(story, facts).map(Block::Prose));
        blocks.extend(shown(figures::scores(story, facts)));
        blocks.extend(scores_table(story, facts).map(Block::Table));
        blocks.extend(alike_before(facts, l).map(Block::Prose));
    }
    blocks.extend(super::gains::blocks(story, facts));
    blocks.extend(super::needs::blocks(story, facts));
    if let Some(reaction) = &facts.reaction {
        blocks.push(Block::Heading(say!(l, "Tanggapan peserta", "What participants thought")));
        blocks.push(Block::Table(reaction_table(story, facts, reaction)));
    }
    let mut detail = vec![Block::Table(account_table("people-account", &facts.account, l))];
    detail.extend(facts.estimates().next().map(|estimate| cards::blocks(&estimate.command, &estimate.method, l)).unwrap_or_default());
    blocks.push(Block::Details {
        summary: say!(l, "Berkas peserta dan cara menghitungnya", "The file of participants and how this is computed"),
        blocks: detail,
    });
    let title = if facts.change.is_some() {
        say!(l, "Peserta: nilai sebelum dan sesudah pelatihan", "Participants: scores before and after the training")
    } else if facts.gap.is_some() {
        say!(l, "Pegawai: kebutuhan pelatihan", "Staff: training needs")
    } else {
        say!(l, "Peserta pelatihan", "Participants of the training")
    };
    Some(Section { id: "people", title, blocks })
}

/// Whether subgroups were alike before the training; none where it was not looked at.
fn alike_before(facts: &PeopleFacts, l: Lang) -> Option<String> {
    let found: Vec<&str> = facts.change.iter().flat_map(|estimate| &estimate.checks).map(|finding| finding.sentence.get(l)).collect();
    (!found.is_empty()).then(|| found.join(" "))
}

/// An item in words.
pub(crate) fn item_label(facts: &PeopleFacts, code: &str, l: Lang) -> String {
    if code == ALL_ITEMS {
        return say!(l, "Rata-rata semua butir", "Mean of all items");
    }
    let of_items = facts.items.iter().find(|item| item.code == code).map(|item| &item.label);
    let label = of_items.or_else(|| facts.questions.iter().find(|(question, _)| question == code).map(|(_, words)| words));
    label.map_or_else(|| code.to_owned(), |label| label.get(l).to_owned())
}

/// A subgroup, or the difference between two, in words.
pub(crate) fn group_label(facts: &PeopleFacts, effect: &Effect, l: Lang) -> String {
    let Some(region) = effect.key.region.as_deref() else { return say!(l, "Semua peserta", "All participants") };
    let by = effect.extra.get("by").and_then(|by| by.as_str());
    let names = facts.groups.iter().find(|(column, _, _)| Some(column.as_str()) == by).map_or(&[][..], |(_, _, names)| names);
    let word = |level: &str| names.iter().find(|(name, _)| name == level).map_or(level, |(_, words)| words.get(l)).to_owned();
    match effect.extra.get(MINUS).and_then(|other| other.as_str()) {
        Some(other) => {
            let one = region.strip_suffix(other).and_then(|rest| rest.strip_suffix(" − ")).unwrap_or(region);
            format!("{} − {}", word(one), word(other))
        }
        None => word(region),
    }
}

/// The row over all people and items: the mean of all items, else the only item.
pub(crate) fn overall(estimate: &Estimate) -> Option<&Effect> {
    estimate.effect(ALL_ITEMS).or_else(|| estimate.effects.iter().find(|effect| effect.key.kind == EffectKind::Term)).filter(|effect| effect.estimate.is_some())
}

/// `tinggi`, `sedang`, `rendah`.
pub(crate) fn class_word(gain: f64, l: Lang) -> String {
    match GainClass::of(gain) {
        GainClass::High => say!(l, "tinggi", "high"),
        GainClass::Medium => say!(l, "sedang", "medium"),
        GainClass::Low => say!(l, "rendah", "low"),
    }
}

/// A number with its interval: `12,3 (10,1–14,5)`.
pub(crate) fn with_interval(effect: &Effect, l: Lang, decimals: usize) -> String {
    let value = effect.estimate.map_or_else(|| "–".into(), |value| number(l, value, decimals));
    match (effect.conf_low, effect.conf_high) {
        (Some(low), Some(high)) => format!("{value} ({})", crate::locale::interval(l, low, high, decimals)),
        _ => value,
    }
}

fn learned(story: &Story, facts: &PeopleFacts) -> Option<String> {
    let (l, d) = (story.lang, facts.decimals);
    let change = overall(facts.change.as_ref()?)?;
    let value = |key: &str| change.extra.get(key).and_then(serde_json::Value::as_f64).map(|value| number(l, value, d));
    let (before, after) = (value("mean_before")?, value("mean_after")?);
    let (n, shift) = (integer(l, change.records.unwrap_or(0)), with_interval(change, l, d));
    let level = percent(l, story.result.level, 0);
    let first = say!(
        l,
        "Pada {n} peserta dengan kedua nilai, rata-rata berubah dari {before} menjadi {after}: selisih {shift}, dengan selang kepercayaan {level}.",
        "Among {n} participants with both scores the mean moved from {before} to {after}: a change of {shift}, with its {level} confidence interval."
    );
    let Some(gain) = facts.gain.as_ref().and_then(overall) else { return Some(first) };
    let (size, class) = (with_interval(gain, l, 2), class_word(gain.estimate?, l));
    let second = say!(
        l,
        " N-gain rata-rata {size}, tergolong {class}: bagian dari kenaikan yang masih mungkin yang benar-benar dicapai.",
        " The mean N-gain is {size}, which counts as {class}: the share of the rise that was still possible and was reached."
    );
    let between =
        facts.gain.iter().flat_map(|estimate| &estimate.effects).filter(|effect| effect.key.term == gain.key.term && effect.extra.contains_key(MINUS));
    let sides = |effect: &Effect| {
        let (label, size) = (group_label(facts, effect, l), with_interval(effect, l, 2));
        say!(l, " Selisih N-gain {label}: {size}.", " Difference in N-gain, {label}: {size}.")
    };
    let third: String = between.filter(|effect| effect.estimate.is_some()).map(sides).collect();
    Some(first + &second + &third)
}

/// Rows of an estimate in the order of its items: an item, its subgroups, the next item.
pub(super) fn head(story: &Story, facts: &PeopleFacts, effect: &Effect) -> Vec<Cell> {
    let l = story.lang;
    vec![
        Cell::coded(item_label(facts, &effect.key.term, l), &effect.key.term),
        Cell::coded(group_label(facts, effect, l), effect.key.region.as_deref().unwrap_or_default()),
        if is_suppressed(effect) || is_hidden(effect, "records") { suppressed_cell(l) } else { Cell::count(l, effect.records) },
    ]
}

pub(super) fn head_columns(l: Lang) -> Vec<Column> {
    vec![
        Column::words("item", say!(l, "Butir", "Item")),
        Column::words("group", say!(l, "Kelompok", "Group")),
        Column::numbers("people", say!(l, "Orang", "People"), ""),
    ]
}

pub(super) fn extra(effect: &Effect, key: &str) -> Option<f64> {
    effect.extra.get(key).and_then(serde_json::Value::as_f64)
}

fn scores_table(story: &Story, facts: &PeopleFacts) -> Option<Table> {
    let (l, d) = (story.lang, facts.decimals);
    let change = facts.change.as_ref()?;
    let level = percent(l, story.result.level, 0);
    let mut columns = head_columns(l);
    columns.push(Column::numbers("mean_before", before_after(false, l), ""));
    columns.push(Column::numbers("mean_after", before_after(true, l), ""));
    columns.push(Column::numbers("change", say!(l, "Selisih", "Change"), ""));
    columns.push(Column::intervals("conf_low", "conf_high", say!(l, "Selang kepercayaan {level}", "{level} confidence interval"), ""));
    columns.push(Column::numbers("p_value", say!(l, "Nilai p", "p-value"), ""));
    let rows = change
        .effects
        .iter()
        .map(|effect| {
            let mut row = head(story, facts, effect);
            row.push(Cell::number(l, extra(effect, "mean_before"), d));
            row.push(Cell::number(l, extra(effect, "mean_after"), d));
            row.push(Cell::number(l, effect.estimate, d));
            row.push(Cell::interval(l, effect.conf_low, effect.conf_high, d));
            row.push(Cell::p(l, effect.p_value));
            row
        })
        .collect();
    Some(Table {
        name: "people-scores".into(),
        caption: say!(l, "Nilai peserta sebelum dan sesudah", "Scores of participants before and after"),
        columns,
        rows,
        notes: Vec::new(),
    })
}

/// A count, or that it is not shown.
pub(super) fn count_cell(effect: &Effect, key: &str, l: Lang) -> Cell {
    if is_hidden(effect, key) { suppressed_cell(l) } else { Cell::count(l, effect.extra.get(key).and_then(serde_json::Value::as_u64)) }
}

fn reaction_table(story: &Story, facts: &PeopleFacts, reaction: &Estimate) -> Table {
    let l = story.lang;
    let level = percent(l, story.result.level, 0);
    let mut columns = head_columns(l);
    columns.push(Column::numbers("mean", say!(l, "Rata-rata", "Mean"), ""));
    columns.push(Column::intervals("conf_low", "conf_high", say!(l, "Selang kepercayaan {level}", "{level} confidence interval"), ""));
    let rows = reaction
        .effects
        .iter()
        .map(|effect| {
            let mut row = head(story, facts, effect);
            row.push(Cell::number(l, effect.estimate, 2));
            row.push(Cell::interval(l, effect.conf_low, effect.conf_high, 2));
            row
        })
        .collect();
    let top = facts.reaction_max.map(|max| number(l, max, usize::from(max.fract() != 0.0))).unwrap_or_default();
    Table {
        name: "people-reaction".into(),
        caption: say!(l, "Jawaban formulir tanggapan, tertinggi {top}", "Answers of the reaction form, at most {top}"),
        columns,
        rows,
        notes: Vec::new(),
    }
}
