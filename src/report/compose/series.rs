//! The outcome as a series that the program interrupts, and time to completion with its unfinished cases.

use super::figures;
use super::say::say;
use super::story::{OutcomeStory, Story, shown};
use super::summary::first_name;
use super::wording::beginning;
use crate::estimate::Estimate;
use crate::locale::number;
use crate::report::document::{Block, Section};
use crate::report::tables::estimate_table;

/// The section; none where no outcome has either.
pub(crate) fn section(story: &Story) -> Option<Section> {
    let l = story.lang;
    let first = first_name(story);
    let mut blocks = Vec::new();
    for part in &story.outcomes {
        let label = &part.words.label;
        if let Some(estimate) = &part.outcome.its {
            blocks.push(Block::Heading(say!(l, "{label}: deret waktu terputus", "{label}: interrupted time series")));
            blocks.extend(in_words(story, part, estimate).map(Block::Prose));
            // That of the first screen is not drawn twice.
            blocks.extend(shown(figures::interrupted(story, part).filter(|figure| first.as_ref() != Some(&figure.name))));
            blocks.push(Block::Table(table(story, part, estimate, "its")));
            blocks.extend(shown(figures::control(story, part)));
        }
        if let Some(estimate) = &part.outcome.survival {
            blocks.push(Block::Heading(say!(l, "{label}: kasus yang belum selesai ikut dihitung", "{label}: unfinished cases counted")));
            blocks.extend(shown(figures::survival(story, part)));
            blocks.push(Block::Table(table(story, part, estimate, "survival")));
        }
    }
    (!blocks.is_empty()).then(|| Section {
        id: "series",
        title: say!(l, "Deret waktu dan kasus yang belum selesai", "The series and unfinished cases"),
        blocks,
    })
}

/// A group of a survival result in words.
pub(crate) fn group_word(story: &Story, code: &str) -> String {
    let l = story.lang;
    match code {
        "before" | "treated-before" => say!(l, "Sebelum program", "Before the program"),
        "after" | "treated-after" => say!(l, "Sesudah program", "After the program"),
        "comparison-before" => say!(l, "Pembanding, sebelum", "Comparison, before"),
        "comparison-after" => say!(l, "Pembanding, sesudah", "Comparison, after"),
        "treated" => story.treated.clone(),
        "comparison" => story.comparison.clone(),
        _ => say!(l, "Semua kasus", "All cases"),
    }
}

fn table(story: &Story, part: &OutcomeStory, estimate: &Estimate, name: &str) -> crate::report::document::Table {
    let l = story.lang;
    let mut estimate = estimate.clone();
    for region in estimate.effects.iter_mut().filter_map(|effect| effect.key.region.as_mut()) {
        *region = group_word(story, region);
    }
    let mut table = estimate_table(&estimate, l);
    table.name = part.file(name);
    for head in table.rows.iter_mut().filter_map(|row| row.first_mut()) {
        head.shown = beginning(&head.shown);
    }
    let (label, unit) = (&part.words.label, part.words.change_unit());
    let unit = if unit.is_empty() { unit } else { format!(" ({unit})") };
    table.caption = if name == "its" {
        say!(l, "{label}: taraf dan kemiringan sebelum dan sesudah program{unit}", "{label}: level and slope before and after the program{unit}")
    } else {
        say!(l, "{label}: rata-rata dengan kasus yang belum selesai{unit}", "{label}: means with unfinished cases{unit}")
    };
    table
}

/// Jump, slope and effect at the end in two sentences.
fn in_words(story: &Story, part: &OutcomeStory, estimate: &Estimate) -> Option<String> {
    let (l, words) = (story.lang, &part.words);
    let effect = |term: &str| estimate.effect(term).filter(|effect| effect.estimate.is_some());
    let (jump, end) = (effect("level-change")?, effect("effect-at-end")?);
    let range = |effect: &crate::estimate::Effect| {
        effect.conf_low.zip(effect.conf_high).map_or_else(String::new, |(low, high)| format!(" ({})", words.range(low, high)))
    };
    let (at_start, start_range) = (words.change(jump.estimate?), range(jump));
    let (at_end, end_range) = (words.change(end.estimate?), range(end));
    let unit = estimate.scale.unit(l);
    let slope = effect("slope-change").and_then(|effect| effect.estimate).map_or_else(String::new, |slope| {
        let slope = number(l, slope, words.decimals.max(2));
        say!(l, " Kemiringannya berubah {slope} per {unit}.", " Its slope changed by {slope} per {unit}.")
    });
    Some(say!(
        l,
        "Deret sesudah program dibandingkan dengan kelanjutan deret sebelumnya: pada awal program {at_start}{start_range}, pada periode terakhir {at_end}{end_range}.{slope}",
        "The series after the program is compared with how it was going before: at the start it {at_start}{start_range}, in the last period it {at_end}{end_range}.{slope}"
    ))
}
