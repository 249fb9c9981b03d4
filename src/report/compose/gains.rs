//! N-gain of the participants: means with intervals, the gain of the mean scores, classes, and who has none and why.

use super::people::{class_word, count_cell, extra, head, head_columns, item_label, overall};
use super::say::say;
use super::story::Story;
use crate::estimate::{Effect, EffectKind, Estimate};
use crate::locale::{Lang, integer, number};
use crate::methods::people::{ALL_ITEMS, MINUS};
use crate::report::document::{Block, Cell, Column, Table};
use crate::report::privacy::is_hidden;
use crate::study::PeopleFacts;
use serde_json::Value;

/// Heading, sentences and table; nothing where no item has a highest score.
pub(super) fn blocks(story: &Story, facts: &PeopleFacts) -> Vec<Block> {
    let l = story.lang;
    let Some(gain) = &facts.gain else { return Vec::new() };
    let mut blocks =
        vec![Block::Heading(say!(l, "N-gain: berapa bagian dari kenaikan yang mungkin yang dicapai", "N-gain: how much of the possible rise was reached"))];
    blocks.extend(two_means(gain, l).map(Block::Prose));
    blocks.extend(left_out(gain, l).map(Block::Prose));
    blocks.push(Block::Table(table(story, facts, gain)));
    blocks
}

/// The mean of the gains beside the gain of the means, and those who fell.
fn two_means(gain: &Estimate, l: Lang) -> Option<String> {
    let all = overall(gain)?;
    let (mean, of_means) = (all.estimate?, extra(all, "of_means")?);
    let (each, together) = (number(l, mean, 2), number(l, of_means, 2));
    let first = say!(
        l,
        "Rata-rata N-gain per orang {each}; N-gain dari nilai rata-rata (cara Hake) {together}.",
        "The mean of the participants' N-gains is {each}; the N-gain of the mean scores (Hake's way) is {together}."
    );
    let fell = all.extra.get("negative").and_then(Value::as_u64).unwrap_or(0);
    let second = if is_hidden(all, "negative") {
        say!(
            l,
            " Ada peserta yang nilainya turun (N-gain negatif); jumlahnya terlalu kecil untuk ditampilkan. Mereka ikut dirata-ratakan dan tergolong rendah.",
            " Some scores fell (a negative N-gain); too few to show how many. They enter the mean and count as low."
        )
    } else if fell > 0 {
        let fell = integer(l, fell);
        say!(
            l,
            " Nilai {fell} peserta turun (N-gain negatif); mereka ikut dirata-ratakan dan tergolong rendah.",
            " Scores that fell (a negative N-gain): {fell}; they enter the mean and count as low."
        )
    } else {
        String::new()
    };
    Some(first + &second)
}

/// The gains that are not there, by reason, over all items.
fn left_out(gain: &Estimate, l: Lang) -> Option<String> {
    let rows: Vec<&Effect> = gain.effects.iter().filter(|effect| effect.key.kind == EffectKind::Term && effect.key.term != ALL_ITEMS).collect();
    let mut any = false;
    let mut sum = |keys: &[&str]| {
        let counts = rows.iter().flat_map(|effect| keys.iter().map(move |key| effect.extra.get(*key).and_then(Value::as_u64).unwrap_or(0)));
        let hidden = rows.iter().any(|effect| keys.iter().any(|key| is_hidden(effect, key)));
        let sum: u64 = counts.sum();
        any |= hidden || sum > 0;
        let n = integer(l, sum);
        if hidden { say!(l, "jumlahnya tidak ditampilkan", "not shown how many") } else { say!(l, "{n} kali", "number of cases: {n}") }
    };
    let (top, missing) = (sum(&["at_maximum"]), sum(&["missing"]));
    if !any {
        return None;
    }
    let per = if rows.len() > 1 { say!(l, ", dijumlahkan atas semua butir", ", summed over all items") } else { String::new() };
    Some(say!(
        l,
        "N-gain tidak terdefinisi bila nilai sudah tertinggi sebelum pelatihan ({top}{per}) dan tidak dapat dihitung bila salah satu nilai kosong ({missing}{per}); keduanya tidak ikut dirata-ratakan.",
        "N-gain is undefined where the score was the highest possible before the training ({top}{per}) and cannot be computed where a score is missing ({missing}{per}); neither enters the mean."
    ))
}

fn table(story: &Story, facts: &PeopleFacts, gain: &Estimate) -> Table {
    let l = story.lang;
    let level = crate::locale::percent(l, story.result.level, 0);
    let mut columns = head_columns(l);
    columns.push(Column::numbers("gain", "N-gain", ""));
    columns.push(Column::intervals("conf_low", "conf_high", say!(l, "Selang kepercayaan {level}", "{level} confidence interval"), ""));
    columns.push(Column::words("class", say!(l, "Golongan", "Class")));
    columns.push(Column::numbers("of_means", say!(l, "Dari nilai rata-rata", "Of the mean scores"), ""));
    for (key, id, en) in [
        ("high", "Tinggi", "High"),
        ("medium", "Sedang", "Medium"),
        ("low", "Rendah", "Low"),
        ("negative", "di antaranya turun", "of these fell"),
        ("at_maximum", "Sudah tertinggi", "At the maximum"),
        ("missing", "Nilai kosong", "Score missing"),
    ] {
        columns.push(Column::numbers(key, say!(l, "{id}", "{en}"), ""));
    }
    let row = |effect: &Effect| {
        let between = effect.extra.contains_key(MINUS);
        let mut row = head(story, facts, effect);
        row.push(Cell::number(l, effect.estimate, 2));
        row.push(Cell::interval(l, effect.conf_low, effect.conf_high, 2));
        row.push(Cell::text(effect.estimate.filter(|_| !between).map(|mean| class_word(mean, l)).unwrap_or_default()));
        row.push(Cell::number(l, extra(effect, "of_means"), 2));
        row.extend(["high", "medium", "low", "negative", "at_maximum", "missing"].map(|key| count_cell(effect, key, l)));
        row
    };
    let limit = story.result.small_cells;
    let mut notes = vec![say!(
        l,
        "N-gain = (sesudah − sebelum)/(nilai tertinggi − sebelum), dirata-ratakan atas orang; tinggi mulai 0,7, sedang mulai 0,3 (Hake). Sudah tertinggi: N-gain tidak terdefinisi, orangnya tidak dihitung sebagai 0. Dari nilai rata-rata: (rata-rata sesudah − rata-rata sebelum)/(nilai tertinggi − rata-rata sebelum), atas semua yang mempunyai kedua nilai.",
        "N-gain = (after − before)/(maximum − before), averaged over people; high from 0.7, medium from 0.3 (Hake). At the maximum: N-gain is undefined, nobody counts as 0. Of the mean scores: (mean after − mean before)/(maximum − mean before), over everybody with both scores."
    )];
    if gain.effects.iter().any(|effect| effect.extra.contains_key("hidden")) {
        notes.push(say!(
            l,
            "Jumlah di bawah {limit} orang disembunyikan, bersama jumlah lain yang dapat membukanya.",
            "Counts below {limit} people are hidden, with others that would give them away."
        ));
    }
    Table {
        name: "people-gains".into(),
        caption: say!(l, "N-gain peserta dan golongannya", "N-gain of the participants and its classes"),
        columns,
        rows: gain.effects.iter().filter(|effect| !item_label(facts, &effect.key.term, l).is_empty()).map(row).collect(),
        notes,
    }
}
