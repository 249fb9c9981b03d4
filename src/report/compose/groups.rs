//! By region, document or element.

use super::arms;
use super::figures;
use super::index_section;
use super::say::say;
use super::story::{OutcomeStory, Story, shown, slug};
use super::wording::{Wording, beginning};
use crate::estimate::{Effect, EffectKind};
use crate::locale::{interval, percent};
use crate::report::document::{Block, Cell, Column, Section, Table};
use crate::report::privacy::{is_suppressed, suppressed_cell};
use crate::report::tables::key_label;
use crate::study::GroupDifference;
use serde_json::Value;

/// The section; none where nothing is broken down.
pub(crate) fn section(story: &Story) -> Option<Section> {
    let l = story.lang;
    let mut blocks = Vec::new();
    let mut said: Option<String> = None;
    for part in &story.outcomes {
        let label = part.words.label_inside();
        for group in &part.outcome.by {
            let by = group.by.get(l);
            let name = slug(&group.by.id);
            blocks.push(Block::Heading(beginning(&say!(l, "{label} menurut {by}", "{label} by {by}"))));
            blocks.extend(arms::sentence(&part.words, group).map(Block::Prose));
            // Said where it is new, not with every table.
            if let Some(sentence) = adjusted(group, l).filter(|sentence| said.as_ref() != Some(sentence)) {
                said = Some(sentence.clone());
                blocks.push(Block::Prose(sentence));
            }
            blocks.extend(spread(&part.words, group).map(Block::Prose));
            blocks.extend(shown(figures::forest(story, part, group, &format!("by-{name}"))));
            blocks.push(Block::Table(table(story, part, group, &format!("by-{name}"))));
        }
        blocks.extend(index_section::blocks(story, part));
    }
    (!blocks.is_empty()).then(|| Section {
        id: "groups",
        title: say!(l, "Menurut wilayah, jenis layanan, atau unsur", "By region, service or element"),
        blocks,
    })
}

pub(super) fn adjusted_p(effect: &Effect) -> Option<f64> {
    effect.extra.get("p_adjusted").and_then(Value::as_f64)
}

fn adjusted(group: &GroupDifference, l: crate::locale::Lang) -> Option<String> {
    group.estimate.effects.iter().any(|effect| adjusted_p(effect).is_some()).then(|| {
        let method = adjustment(group.estimate.settings.get("multiplicity").and_then(Value::as_str).unwrap_or_default());
        say!(
            l,
            "Karena beberapa kelompok diuji sekaligus, nilai p disesuaikan ({method}) agar satu temuan kebetulan tidak disangka dampak.",
            "Because several groups are tested at once, p-values are adjusted ({method}) so that one chance finding is not taken for an effect."
        )
    })
}

/// How much regions differ, and where a further one would lie, where they were pooled.
fn spread(words: &Wording, group: &GroupDifference) -> Option<String> {
    let l = words.lang;
    let of = |term: &str| group.estimate.effects.iter().find(|effect| effect.key.kind == EffectKind::Overall && effect.key.term == term);
    let ahead = of("prediction")?;
    let (low, high) = (ahead.conf_low?, ahead.conf_high?);
    let part = |key: &str| group.estimate.parts.get("heterogeneity")?.get(key)?.as_f64();
    let (share, p) = (percent(l, part("i2")? / 100.0, 0), figures::p_words(l, part("p_value")?));
    let (by, range) = (group.by.get(l), interval(l, low, high, words.decimals));
    let unit = words.change_unit();
    let range = if unit.is_empty() { range } else { format!("{range} {unit}") };
    Some(say!(
        l,
        "Bila setiap {by} dipandang sebagai satu studi dengan pembandingnya sendiri, {share} dari keragaman dampaknya adalah perbedaan nyata ({p}), dan di satu wilayah lain yang serupa dampaknya diperkirakan {range}.",
        "With every {by} taken as a study with its own comparison, {share} of the spread of the effects is real difference ({p}), and in a further region like them the effect would be expected at {range}."
    ))
}

/// How an adjustment of p-values is called; the same in both languages.
pub(super) fn adjustment(code: &str) -> &'static str {
    match code {
        "romano-wolf" => "Romano–Wolf",
        "benjamini-hochberg" => "Benjamini–Hochberg",
        _ => "Holm",
    }
}

/// Levels with their effects; small groups are suppressed.
pub(crate) fn table(story: &Story, part: &OutcomeStory, group: &GroupDifference, name: &str) -> Table {
    let (l, words, estimate) = (story.lang, &part.words, &group.estimate);
    let d = words.decimals;
    let (unit, level) = (words.change_unit(), words.level());
    let with_adjusted = estimate.effects.iter().any(|effect| adjusted_p(effect).is_some());
    let with_records = estimate.effects.iter().any(|effect| effect.records.is_some() || is_suppressed(effect));
    let rows = estimate
        .effects
        .iter()
        // The fixed-effect mean assumes that all levels are alike; it stays in the machine-readable results.
        .filter(|effect| effect.key.term != "fixed-effect" && (effect.key.kind == EffectKind::Region || effect.estimate.is_some()))
        .map(|effect| {
            let head = match (&effect.key.region, effect.key.kind) {
                (Some(region), _) => Cell::text(region),
                (None, EffectKind::Overall) if !["random-effects", "prediction"].contains(&effect.key.term.as_str()) => {
                    Cell::coded(say!(l, "Keseluruhan", "Overall"), "overall")
                }
                (None, _) => Cell::coded(beginning(&key_label(&effect.key, estimate.scale, l)), &effect.key.term),
            };
            let mut row = vec![head];
            if with_records {
                row.push(if is_suppressed(effect) { suppressed_cell(l) } else { Cell::count(l, effect.records) });
            }
            row.push(Cell::number(l, effect.estimate, d));
            row.push(Cell::interval(l, effect.conf_low, effect.conf_high, d));
            row.push(Cell::p(l, effect.p_value));
            if with_adjusted {
                row.push(Cell::p(l, adjusted_p(effect)));
            }
            row.push(if is_suppressed(effect) {
                Cell::coded(say!(l, "tidak ditampilkan", "not shown"), "suppressed")
            } else if effect.key.term == "prediction" {
                Cell::coded(say!(l, "rentang untuk kelompok baru", "range for a new group"), "prediction")
            } else {
                Cell::text(words.verdict(effect))
            });
            row
        })
        .collect();
    let mut columns = vec![Column::words("group", beginning(group.by.get(l)))];
    if with_records {
        columns.push(Column::numbers("records", say!(l, "Catatan", "Records"), ""));
    }
    columns.push(Column::numbers("estimate", say!(l, "Perubahan", "Change"), &unit));
    columns.push(Column::intervals("conf_low", "conf_high", say!(l, "Selang kepercayaan {level}", "{level} confidence interval"), &unit));
    columns.push(Column::numbers("p_value", say!(l, "Nilai p", "p-value"), ""));
    if with_adjusted {
        columns.push(Column::numbers("p_adjusted", say!(l, "Nilai p disesuaikan", "Adjusted p-value"), ""));
    }
    columns.push(Column::words("verdict", say!(l, "Kesimpulan", "Conclusion")));
    let threshold = story.result.small_cells;
    let notes = if estimate.effects.iter().any(is_suppressed) {
        vec![say!(
            l,
            "Kelompok dengan kurang dari {threshold} catatan tidak ditampilkan untuk melindungi data pribadi, begitu pula kelompok lain yang akan mengungkapkannya lewat jumlah keseluruhan.",
            "Groups of fewer than {threshold} records are not shown, to protect personal data; nor are others that would give them away through a total."
        )]
    } else {
        Vec::new()
    };
    let (label, by) = (part.words.label_inside(), group.by.get(l));
    Table { name: part.file(name), caption: say!(l, "Perubahan {label} menurut {by}", "Change in {label} by {by}"), columns, rows, notes }
}
