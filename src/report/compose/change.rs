//! What changed: one sentence, one number, one interval, then the numbers behind it.

use super::figures::mean_of as mean;
use super::say::say;
use super::story::{OutcomeStory, Story};
use super::wording::{beginning, placed};
use crate::locale::{number, percent};
use crate::report::document::{Block, Cell, Column, Section, Table};
use crate::report::words::before_after;

/// The section.
pub(crate) fn section(story: &Story) -> Section {
    let l = story.lang;
    let mut blocks = Vec::new();
    if let Some(main) = story.outcomes.first() {
        blocks.push(Block::Prose(main.sentence(story)));
        blocks.extend(super::participation::blocks(story, main));
        blocks.extend(raw_difference(story, main).map(Block::Prose));
        blocks.extend(sides(story, main).map(Block::Table));
    }
    if !story.outcomes.is_empty() {
        blocks.push(Block::Table(outcomes(story)));
    }
    for part in story.outcomes.iter().skip(1) {
        blocks.push(Block::Prose(part.sentence(story)));
        blocks.extend(sides(story, part).map(Block::Table));
    }
    Section { id: "change", title: say!(l, "Apa yang berubah", "What changed"), blocks }
}

/// Every outcome's main number.
fn outcomes(story: &Story) -> Table {
    let l = story.lang;
    let level = story.outcomes.first().map(|part| part.words.level()).unwrap_or_default();
    let several = story.outcomes.iter().any(|part| part.outcome.p_among_outcomes.is_some());
    let rows = story
        .outcomes
        .iter()
        .map(|part| {
            let (effect, decimals) = (part.main_effect(), part.words.decimals);
            let mut row = vec![
                Cell::coded(&part.words.label, &part.outcome.name),
                Cell::text(part.words.change_unit()),
                Cell::number(l, effect.and_then(|effect| effect.estimate), decimals),
                Cell::interval(l, effect.and_then(|effect| effect.conf_low), effect.and_then(|effect| effect.conf_high), decimals),
                Cell::p(l, part.chance_after_all().or(effect.and_then(|effect| effect.p_value))),
            ];
            row.extend(several.then(|| Cell::p(l, part.outcome.p_among_outcomes)));
            row.push(Cell::text(part.verdict()));
            row
        })
        .collect();
    let mut columns = vec![
        Column::words("outcome", say!(l, "Hasil yang diukur", "Outcome")),
        Column::words("unit", say!(l, "Satuan", "Unit")),
        Column::numbers("estimate", say!(l, "Perubahan", "Change"), ""),
        Column::intervals("conf_low", "conf_high", say!(l, "Selang kepercayaan {level}", "{level} confidence interval"), ""),
        Column::numbers("p_value", say!(l, "Nilai p", "p-value"), ""),
    ];
    columns.extend(several.then(|| Column::numbers("p_adjusted", say!(l, "Nilai p disesuaikan", "Adjusted p-value"), "")));
    columns.push(Column::words("verdict", say!(l, "Kesimpulan", "Conclusion")));
    let mut notes = vec![say!(
        l,
        "Angka negatif berarti turun, angka positif berarti naik. \"Tidak dapat dibedakan dari nol\" berarti selang kepercayaannya memuat nol.",
        "Negative numbers are falls, positive numbers are rises. \"Cannot be told from zero\" means that the confidence interval holds zero."
    )];
    if story.outcomes.iter().any(|part| part.chance_after_all().is_some()) {
        notes.push(say!(
            l,
            "Bila klaster terlalu sedikit untuk selang biasa, nilai p dan kesimpulan berasal dari uji yang tahan terhadapnya.",
            "Where clusters are too few for the ordinary interval, p-value and conclusion come from the test that withstands that."
        ));
    }
    if several {
        let method = super::groups::adjustment(story.result.multiplicity);
        let outcomes = story.outcomes.len();
        notes.push(say!(
            l,
            "Nilai p disesuaikan ({method}) memperhitungkan bahwa {outcomes} hasil diuji sekaligus.",
            "The adjusted p-value ({method}) takes into account that {outcomes} outcomes are tested at once."
        ));
    }
    Table { name: "outcomes".into(), caption: say!(l, "Perubahan pada setiap hasil yang diukur", "Change in every outcome"), columns, rows, notes }
}

/// Means, medians and shares before and after, by group.
fn sides(story: &Story, part: &OutcomeStory) -> Option<Table> {
    let (l, words, outcome) = (story.lang, &part.words, part.outcome);
    let mut rows = Vec::new();
    let with_target = outcome.distribution.as_ref().is_some_and(|found| found.sides.iter().any(|side| side.within_target.is_some()));
    for treated in [true, false] {
        for after in [false, true] {
            let side = outcome.distribution.as_ref().and_then(|found| found.sides.iter().find(|side| side.treated == treated && side.after == after));
            let (mean, records) = trend_mean(part, treated, after).unzip();
            if side.is_none() && mean.is_none() {
                continue;
            }
            let (who, code) = if treated { (&story.treated, "treated") } else { (&story.comparison, "comparison") };
            let mut row = vec![
                Cell::coded(who, code),
                Cell::coded(before_after(after, l), if after { "after" } else { "before" }),
                Cell::count(l, side.map(|side| side.records).or(records)),
                Cell::number(l, mean.or(side.map(|side| side.mean)), words.decimals),
                Cell::number(l, side.map(|side| side.median), words.decimals),
                Cell::number(l, side.map(|side| side.p90), words.decimals),
            ];
            if with_target {
                let share = side.and_then(|side| side.within_target);
                row.push(Cell::coded(
                    share.map_or_else(|| "–".into(), |share| percent(l, share, 1)),
                    share.map_or_else(String::new, |share| share.to_string()),
                ));
            }
            rows.push(row);
        }
    }
    if rows.is_empty() {
        return None;
    }
    let mut columns = vec![
        Column::words("group", say!(l, "Kelompok", "Group")),
        Column::words("time", say!(l, "Masa", "Time")),
        Column::numbers("records", say!(l, "Catatan", "Records"), ""),
        Column::numbers("mean", if words.unit == "%" { say!(l, "Porsi", "Share") } else { say!(l, "Rata-rata", "Mean") }, &words.unit),
        Column::numbers("median", "Median", &words.unit),
        Column::numbers("p90", say!(l, "Persentil ke-90", "90th percentile"), &words.unit),
    ];
    if with_target {
        columns.push(Column::numbers("within_target", say!(l, "Sesuai standar", "Within the standard"), ""));
    }
    let (columns, rows) = without_empty(columns, rows);
    let label = &words.label;
    Some(Table {
        name: part.file("before-after"),
        caption: say!(l, "{label} sebelum dan sesudah program", "{label} before and after the program"),
        columns,
        rows,
        notes: Vec::new(),
    })
}

/// Columns in which something is defined.
fn without_empty(columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> (Vec<Column>, Vec<Vec<Cell>>) {
    let keep: Vec<bool> = (0..columns.len()).map(|place| rows.iter().any(|row| row[place].machine.iter().any(|machine| !machine.is_empty()))).collect();
    let kept = |row: Vec<Cell>| row.into_iter().zip(&keep).filter(|(_, keep)| **keep).map(|(cell, _)| cell).collect();
    let rows = rows.into_iter().map(kept).collect();
    (columns.into_iter().zip(&keep).filter(|(_, keep)| **keep).map(|(column, _)| column).collect(), rows)
}

fn trend_mean(part: &OutcomeStory, treated: bool, after: bool) -> Option<(f64, u64)> {
    let trends = part.outcome.trends.as_ref()?;
    let start = trends.start?;
    let series = trends.series.iter().find(|series| series.treated == treated)?;
    let keep = |period| (period >= start) == after;
    let records = series.points.iter().filter(|point| keep(point.period)).map(|point| point.records).sum();
    Some((mean(series, keep)?, records))
}

/// The difference of the two changes in plain means, in words; none without a comparison.
fn raw_difference(story: &Story, part: &OutcomeStory) -> Option<String> {
    if !part.has_comparison() {
        return None;
    }
    let (l, words) = (story.lang, &part.words);
    let sides = part.outcome.distribution.as_ref().map_or(&[][..], |found| &found.sides);
    let at = |treated, after| {
        let side = sides.iter().find(|side| side.treated == treated && side.after == after);
        trend_mean(part, treated, after).map(|(mean, _)| mean).or(side.map(|side| side.mean))
    };
    let (t0, t1, c0, c1) = (at(true, false)?, at(true, true)?, at(false, false)?, at(false, true)?);
    let show = |value: f64| words.value(value);
    let (treated, comparison) = (beginning(&placed(l, &story.treated)), placed(l, &story.comparison));
    let (a, b, c, d) = (show(t0), show(t1), show(c0), show(c1));
    let difference = (t1 - t0) - (c1 - c0);
    let sign = if difference > 0.0 { "+" } else { "" };
    let plain = super::wording::with_unit(format!("{sign}{}", number(l, difference, words.decimals)), &words.change_unit());
    if part.main_estimate().is_some_and(|estimate| estimate.method == "2x2") {
        return Some(say!(
            l,
            "{treated}, rata-ratanya {a} sebelum program dan {b} sesudahnya; {comparison}, {c} dan {d}. Selisih kedua perubahan itulah dampak yang ditaksir.",
            "{treated}, the mean was {a} before the program and {b} after; {comparison}, {c} and {d}. The difference between the two changes is the estimated effect."
        ));
    }
    Some(say!(
        l,
        "{treated}, rata-ratanya {a} sebelum program dan {b} sesudahnya; {comparison}, {c} dan {d}. Selisih kedua perubahan itu, tanpa penyesuaian apa pun, sebesar {plain}; taksiran utama di atas memperhitungkan perbedaan tetap antarunit dan perubahan bersama dari waktu ke waktu.",
        "{treated}, the mean was {a} before the program and {b} after; {comparison}, {c} and {d}. The difference between the two changes, without any adjustment, is {plain}; the main estimate above takes account of lasting differences between units and of changes over time that all share."
    ))
}
