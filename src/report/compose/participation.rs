//! The effect of taking part: the sentence and the numbers behind it.

use super::say::say;
use super::story::{OutcomeStory, Story};
use crate::estimate::Estimate;
use crate::locale::{number, percent};
use crate::report::document::{Block, Cell, Column, Table};

/// What full participation would bring: by the program as instrument where participation is known by unit, else by division.
pub(crate) fn blocks(story: &Story, part: &OutcomeStory) -> Vec<Block> {
    match &part.outcome.per_participant {
        Some(estimate) => {
            let table = table(story, part, estimate);
            sentence(story, part, estimate).map(Block::Prose).into_iter().chain(std::iter::once(Block::Table(table))).collect()
        }
        None => divided(story, part).map(Block::Prose).into_iter().collect(),
    }
}

/// Ends of the Anderson–Rubin interval, where it has them.
fn ends(estimate: &Estimate) -> (Option<f64>, Option<f64>) {
    let extra = estimate.effect("att").map(|effect| &effect.extra);
    let end = |key: &str| extra.and_then(|extra| extra.get(key)).and_then(serde_json::Value::as_f64);
    (end("anderson_rubin_low"), end("anderson_rubin_high"))
}

fn sentence(story: &Story, part: &OutcomeStory, estimate: &Estimate) -> Option<String> {
    let (l, words) = (story.lang, &part.words);
    let effect = estimate.effect("att")?;
    let noun = words.change_noun(effect.estimate?);
    let share = percent(l, estimate.effect("first-stage")?.estimate?, 0);
    let (level, usual) = (words.level(), effect.conf_low.zip(effect.conf_high).map(|(low, high)| words.range(low, high)));
    let range = match (usual, ends(estimate)) {
        (Some(usual), (Some(low), Some(high))) => {
            let robust = words.range(low, high);
            say!(
                l,
                " (selang kepercayaan {level}: {usual}; selang Anderson–Rubin, yang juga berlaku bila keikutsertaan hampir tidak berubah: {robust})",
                " ({level} confidence interval: {usual}; Anderson–Rubin interval, which holds even where participation hardly changed: {robust})"
            )
        }
        (Some(usual), _) => say!(
            l,
            " (selang kepercayaan {level}: {usual}; selang Anderson–Rubin tidak terbatas, jadi angka ini hanya petunjuk)",
            " ({level} confidence interval: {usual}; the Anderson–Rubin interval is unbounded, so take the number as a hint only)"
        ),
        (None, _) => String::new(),
    };
    Some(say!(
        l,
        "Program menaikkan keikutsertaan pegawai sebesar {share} dari seluruh pegawai. Dengan program sebagai instrumen, dampak seandainya semua pegawai ikut ditaksir sebagai {noun}{range}. Angka ini berlaku bila program bekerja hanya melalui keikutsertaan itu.",
        "The program raised participation by {share} of all staff. With the program as the instrument, the effect of everybody taking part is estimated as {noun}{range}. It holds if the program works through participation alone."
    ))
}

fn table(story: &Story, part: &OutcomeStory, estimate: &Estimate) -> Table {
    let (l, decimals) = (story.lang, part.words.decimals);
    let unit = part.words.change_unit();
    let rows = [
        ("intention-to-treat", say!(l, "Dampak ditawarkannya program", "Effect of the program being offered"), &unit, decimals),
        ("first-stage", say!(l, "Perubahan keikutsertaan (porsi pegawai)", "Change in participation (share of staff)"), &String::new(), 3),
        ("att", say!(l, "Dampak keikutsertaan penuh", "Effect of full participation"), &unit, decimals),
    ];
    let row = |(term, label, unit, decimals): (&str, String, &String, usize)| {
        let effect = estimate.effect(term);
        let limits = effect.map_or((None, None), |effect| (effect.conf_low, effect.conf_high));
        let (low, high) = if term == "att" { ends(estimate) } else { (None, None) };
        vec![
            Cell::coded(label, term),
            Cell::text(unit),
            Cell::number(l, effect.and_then(|effect| effect.estimate), decimals),
            Cell::number(l, effect.and_then(|effect| effect.std_error), decimals.max(2)),
            Cell::interval(l, limits.0, limits.1, decimals),
            Cell::interval(l, low, high, decimals),
        ]
    };
    let (level, strength) = (part.words.level(), estimate.tests.iter().find(|test| test.name == "first-stage").and_then(|test| test.statistic));
    let strength = strength.map(|f| {
        let f = number(l, f, 1);
        say!(
            l,
            "F tahap pertama: {f}. Di bawah 10, selang biasa menyesatkan dan selang Anderson–Rubin yang dipakai.",
            "First-stage F: {f}. Under 10 the usual interval misleads, and the Anderson–Rubin interval is the one to use."
        )
    });
    Table {
        name: part.file("participation"),
        caption: say!(l, "Dampak ditawarkannya program dan dampak keikutsertaan", "Effect of the offer and of taking part"),
        columns: vec![
            Column::words("term", say!(l, "Besaran", "Quantity")),
            Column::words("unit", say!(l, "Satuan", "Unit")),
            Column::numbers("estimate", say!(l, "Taksiran", "Estimate"), ""),
            Column::numbers("std_error", say!(l, "Galat baku", "Standard error"), ""),
            Column::intervals("conf_low", "conf_high", say!(l, "Selang kepercayaan {level}", "{level} confidence interval"), ""),
            Column::intervals("anderson_rubin_low", "anderson_rubin_high", say!(l, "Selang Anderson–Rubin {level}", "{level} Anderson–Rubin interval"), ""),
        ],
        rows: rows.into_iter().map(row).collect(),
        notes: strength.into_iter().collect(),
    }
}

/// The effect divided by the share that took part, in words.
fn divided(story: &Story, part: &OutcomeStory) -> Option<String> {
    let (l, words) = (story.lang, &part.words);
    let (estimate, low, high) = part.outcome.full_participation?;
    let share = percent(l, story.result.program.participation?, 0);
    let noun = words.change_noun(estimate);
    let range = match (low, high) {
        (Some(low), Some(high)) => {
            let (level, range) = (words.level(), words.range(low, high));
            say!(l, " (selang kepercayaan {level}: {range})", " ({level} confidence interval: {range})")
        }
        _ => String::new(),
    };
    Some(say!(
        l,
        "Perubahan itu terjadi dengan keikutsertaan {share} pegawai. Seandainya semua pegawai ikut dan dampaknya sebanding dengan keikutsertaan, taksiran dampaknya adalah {noun}{range}.",
        "That change came with {share} of the staff taking part. Had everybody taken part, and were the effect proportional to participation, the estimate would be {noun}{range}."
    ))
}
