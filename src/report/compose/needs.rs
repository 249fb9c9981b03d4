//! Training needs: how far people are from what the work asks for, the largest gap first, with the ranks that each gap may have; importance against mastery.

use super::figures;
use super::people::{count_cell, extra, head, head_columns, item_label, with_interval};
use super::say::say;
use super::story::{Story, shown};
use super::wording::{enumerate, inside};
use crate::estimate::{Effect, Estimate};
use crate::locale::{Lang, percent};
use crate::report::document::{Block, Cell, Column, Table};
use crate::report::words::before_after;
use crate::study::PeopleFacts;
use serde_json::Value;

/// Heading, sentences, charts and table; nothing where no gap is known.
pub(super) fn blocks(story: &Story, facts: &PeopleFacts) -> Vec<Block> {
    let l = story.lang;
    let Some(gap) = &facts.gap else { return Vec::new() };
    let mut blocks = vec![Block::Heading(if asked(gap) {
        say!(l, "Kebutuhan pelatihan: kepentingan dikurangi penguasaan", "Training needs: importance minus mastery")
    } else {
        say!(l, "Kesenjangan terhadap standar", "Gaps to the standard")
    })];
    blocks.extend(largest_gap(facts, gap, l).map(Block::Prose));
    blocks.extend(not_told_apart(facts, gap, l).map(Block::Prose));
    blocks.extend(shown(figures::gaps(story, facts)));
    blocks.extend(shown(figures::needs(story, facts)));
    blocks.push(Block::Table(gap_table(story, facts, gap)));
    blocks
}

/// Whether people were asked how important each item is.
pub(crate) fn asked(gap: &Estimate) -> bool {
    gap.effects.iter().any(|effect| effect.extra.get("importance").is_some_and(Value::is_number))
}

/// The gaps of single items, the largest first.
pub(crate) fn ranked(gap: &Estimate) -> Vec<&Effect> {
    gap.effects.iter().filter(|effect| effect.extra.contains_key("rank")).collect()
}

/// The ranks that a gap may have: `2` or `2–3`.
pub(crate) fn ranks(effect: &Effect) -> String {
    let of = |key: &str| effect.extra.get(key).and_then(Value::as_u64);
    match (of("rank_low"), of("rank_high")) {
        (Some(low), Some(high)) if low == high => low.to_string(),
        (Some(low), Some(high)) => format!("{low}–{high}"),
        _ => String::new(),
    }
}

fn largest_gap(facts: &PeopleFacts, gap: &Estimate, l: Lang) -> Option<String> {
    let ranked = ranked(gap);
    let names = |found: &dyn Fn(&Effect) -> bool| -> Vec<String> {
        ranked.iter().filter(|effect| found(effect)).map(|effect| inside(&item_label(facts, &effect.key.term, l))).collect()
    };
    let clear = names(&|effect| effect.conf_low.is_some_and(|low| low > 0.0));
    let largest = ranked.first()?;
    let (name, size) = (inside(&item_label(facts, &largest.key.term, l)), with_interval(largest, l, facts.decimals));
    let list = enumerate(l, &clear);
    if asked(gap) {
        return Some(match clear.len() {
            0 => say!(
                l,
                "Tidak ada kompetensi yang penguasaannya jelas di bawah kepentingannya; selisih terbesar pada {name}: {size}.",
                "In no competence is mastery clearly below importance; the largest difference is in {name}: {size}."
            ),
            _ => say!(
                l,
                "Kebutuhan terbesar ada pada {name}: penguasaan {size} di bawah kepentingannya. Yang jelas di bawahnya, dari yang terbesar: {list}.",
                "The largest need is in {name}: mastery is {size} below importance. Clearly below it, the largest first: {list}."
            ),
        });
    }
    Some(match clear.len() {
        0 => say!(
            l,
            "Sesudah pelatihan tidak ada kompetensi yang rata-ratanya jelas di bawah standar; selisih terbesar pada {name}: {size}.",
            "After the training no competence has a mean clearly below the standard; the largest difference is in {name}: {size}."
        ),
        1 => say!(
            l,
            "Sesudah pelatihan hanya {list} yang rata-ratanya jelas di bawah standar: {size} di bawahnya. Program berikutnya sebaiknya menyasar ini.",
            "After the training only {list} has a mean clearly below the standard, by {size}. The next program had best aim at it."
        ),
        _ => say!(
            l,
            "Kesenjangan terbesar ada pada {name}: {size} di bawah standar. Yang rata-ratanya jelas di bawah standar, dari yang terbesar: {list}.",
            "The largest gap is in {name}: {size} below the standard. With a mean clearly below the standard, the largest first: {list}."
        ),
    })
}

/// What may share the first rank, and the others whose ranks are not certain.
fn not_told_apart(facts: &PeopleFacts, gap: &Estimate, l: Lang) -> Option<String> {
    let ranked = ranked(gap);
    if ranked.len() < 2 {
        return None;
    }
    let name = |effect: &&Effect| inside(&item_label(facts, &effect.key.term, l));
    let of = |effect: &Effect, key: &str| effect.extra.get(key).and_then(Value::as_u64);
    let first: Vec<String> = ranked.iter().filter(|effect| of(effect, "rank_low") == Some(1)).map(name).collect();
    let start = if first.len() == 1 {
        let only = &first[0];
        say!(l, "Urutan pertama pasti: {only}.", "The first rank is certain: {only}.")
    } else {
        let list = enumerate(l, &first);
        say!(
            l,
            "Urutan pertama tidak pasti: selisih antara {list} tidak dapat dibedakan dari nol.",
            "The first rank is not certain: {list} cannot be told apart."
        )
    };
    let unsure: Vec<String> = ranked
        .iter()
        .filter(|effect| of(effect, "rank_low") != Some(1) && of(effect, "rank_low") != of(effect, "rank_high"))
        .map(|effect| format!("{} ({})", name(effect), ranks(effect)))
        .collect();
    let rest = if unsure.is_empty() {
        String::new()
    } else {
        let list = enumerate(l, &unsure);
        say!(l, " Urutan yang masih mungkin bagi yang lain: {list}.", " Ranks that others may have: {list}.")
    };
    let level = percent(l, gap.settings.get("level").and_then(Value::as_f64).unwrap_or(0.95), 0);
    Some(
        start
            + &rest
            + &say!(l, " Rentang urutan berlaku bersama pada tingkat kepercayaan {level}.", " The ranges of ranks hold together at {level} confidence."),
    )
}

fn gap_table(story: &Story, facts: &PeopleFacts, gap: &Estimate) -> Table {
    let (l, d) = (story.lang, facts.decimals);
    let level = percent(l, story.result.level, 0);
    let asked = asked(gap);
    let mut columns = vec![
        Column::numbers("rank", say!(l, "Urutan", "Rank"), ""),
        Column::intervals("rank_low", "rank_high", say!(l, "Urutan yang mungkin", "Ranks it may have"), ""),
    ];
    columns.extend(head_columns(l));
    columns.push(if asked {
        Column::numbers("importance", say!(l, "Kepentingan", "Importance"), "")
    } else {
        Column::numbers("standard", say!(l, "Standar", "Standard"), "")
    });
    columns.push(Column::numbers("mean_after", if asked { say!(l, "Penguasaan", "Mastery") } else { before_after(true, l).to_string() }, ""));
    columns.push(Column::numbers("gap", say!(l, "Kesenjangan", "Gap"), ""));
    columns.push(Column::intervals("conf_low", "conf_high", say!(l, "Selang kepercayaan {level}", "{level} confidence interval"), ""));
    columns.push(Column::numbers("p_value", say!(l, "Nilai p disesuaikan", "Adjusted p-value"), ""));
    columns.push(Column::numbers(
        "below_standard",
        if asked {
            say!(l, "Orang yang penguasaannya kurang", "People whose mastery falls short")
        } else {
            say!(l, "Orang di bawah standar", "People below the standard")
        },
        "",
    ));
    let rows = gap
        .effects
        .iter()
        .map(|effect| {
            let of = |key: &str| effect.extra.get(key).and_then(Value::as_u64);
            let machine = |key: &str| of(key).map_or_else(String::new, |rank| rank.to_string());
            let may = ranks(effect);
            let mut row = vec![
                Cell::count(l, of("rank")),
                Cell { shown: if may.is_empty() { "–".into() } else { may }, machine: vec![machine("rank_low"), machine("rank_high")] },
            ];
            row.extend(head(story, facts, effect));
            row.push(Cell::number(l, extra(effect, if asked { "importance" } else { "standard" }), d));
            row.push(Cell::number(l, extra(effect, "mean_after"), d));
            row.push(Cell::number(l, effect.estimate, d));
            row.push(Cell::interval(l, effect.conf_low, effect.conf_high, d));
            row.push(Cell::p(l, extra(effect, "p_adjusted")));
            row.push(count_cell(effect, "below_standard", l));
            row
        })
        .collect();
    let what = if asked {
        say!(
            l,
            "Kesenjangan = kepentingan dikurangi penguasaan, orang demi orang; positif berarti penguasaan kurang.",
            "Gap = importance minus mastery, person by person; positive means that mastery falls short."
        )
    } else {
        say!(
            l,
            "Kesenjangan = standar dikurangi nilai rata-rata sesudah pelatihan; positif berarti di bawah standar. Dihitung atas semua orang yang mempunyai nilai sesudah.",
            "Gap = standard minus the mean score after the training; positive means below the standard. Over everybody with a score after."
        )
    };
    Table {
        name: "people-gaps".into(),
        caption: if asked {
            say!(l, "Kebutuhan pelatihan, dari yang terbesar", "Training needs, the largest first")
        } else {
            say!(l, "Kesenjangan terhadap standar, dari yang terbesar", "Gaps to the standard, the largest first")
        },
        columns,
        rows,
        notes: vec![
            what,
            say!(
                l,
                "Urutan yang mungkin: setiap pasang butir dibandingkan pada orang yang sama (uji t, Holm atas semua pasangan); yang tidak dapat dibedakan berbagi urutan.",
                "Ranks it may have: each pair of items is compared on the same people (t test, Holm over all pairs); those that cannot be told apart share ranks."
            ),
        ],
    }
}
