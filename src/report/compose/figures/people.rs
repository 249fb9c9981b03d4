//! Scores of participants before and after, and gaps to the standard.

use super::figure;
use super::quadrant_figure;
use crate::estimate::{Effect, EffectKind};
use crate::locale::{integer, number};
use crate::methods::people::{ALL_ITEMS, MINUS};
use crate::report::charts::{Dumbbell, DumbbellRow, Figure, FigureKind, Forest, ForestRow, QuadrantPoint, Quantity};
use crate::report::compose::Story;
use crate::report::compose::needs::{asked, ranked, ranks};
use crate::report::compose::people::{class_word, group_label, item_label, overall, with_interval};
use crate::report::compose::say::say;
use crate::report::words::before_after;
use crate::study::PeopleFacts;

/// With at most this many items the subgroups have rows of their own; with more the chart would have two ideas.
const FEW_ITEMS: usize = 1;

/// Scores before and after, one row an item; where items are few, a row a subgroup too.
pub(crate) fn scores(story: &Story, facts: &PeopleFacts) -> Option<Figure> {
    let (l, d) = (story.lang, facts.decimals);
    let change = facts.change.as_ref()?;
    let few = facts.items.len() <= FEW_ITEMS;
    let wanted = |effect: &&Effect| {
        let all = effect.key.kind == EffectKind::Term && effect.key.term != ALL_ITEMS;
        let subgroup = few && effect.key.kind == EffectKind::Region && effect.key.term != ALL_ITEMS && !effect.extra.contains_key(MINUS);
        (all || subgroup) && effect.estimate.is_some()
    };
    let found: Vec<&Effect> = change.effects.iter().filter(wanted).collect();
    let side = |effect: &Effect, key: &str| effect.extra.get(key).and_then(serde_json::Value::as_f64);
    let label = |effect: &Effect| match (&effect.key.region, facts.items.len()) {
        (None, _) => item_label(facts, &effect.key.term, l),
        (Some(_), 1) => group_label(facts, effect, l),
        (Some(_), _) => format!("{}: {}", item_label(facts, &effect.key.term, l), group_label(facts, effect, l)),
    };
    if found.is_empty() {
        return None;
    }
    let rows = found
        .iter()
        .map(|effect| DumbbellRow {
            label: label(effect),
            before: side(effect, "mean_before"),
            after: side(effect, "mean_after"),
            low: effect.conf_low,
            high: effect.conf_high,
            ..DumbbellRow::default()
        })
        .collect();
    let top = facts.items.first().and_then(|item| item.max).filter(|max| facts.items.iter().all(|item| item.max == Some(*max)));
    let kind = FigureKind::Dumbbell(Dumbbell {
        outcome: Quantity { name: say!(l, "Nilai rata-rata", "Mean score"), unit: String::new(), decimals: d },
        rows_title: say!(l, "Butir", "Item"),
        before: before_after(false, l).into(),
        after: before_after(true, l).into(),
        change: say!(l, "Selisih", "Change"),
        rows,
        range: top.map(|top| (0.0, top)),
        index: None,
        bands: Vec::new(),
    });
    let all = overall(change)?;
    let (shift, n) = (number(l, all.estimate?.abs(), d), integer(l, all.records.unwrap_or(0)));
    let rose = all.estimate? >= 0.0;
    let gain = facts.gain.as_ref().and_then(overall).and_then(|gain| gain.estimate).map_or_else(String::new, |gain| {
        let (size, class) = (number(l, gain, 2), class_word(gain, l));
        say!(l, "; N-gain {size} ({class})", "; N-gain {size} ({class})")
    });
    let title = if rose {
        say!(l, "Nilai peserta naik rata-rata {shift}{gain}", "Participants' scores rose by {shift} on average{gain}")
    } else {
        say!(l, "Nilai peserta turun rata-rata {shift}{gain}", "Participants' scores fell by {shift} on average{gain}")
    };
    let subtitle = say!(
        l,
        "Nilai rata-rata sebelum dan sesudah pelatihan pada orang yang sama ({n} orang dengan kedua nilai)",
        "Mean scores before and after the training of the same people ({n} with both scores)"
    );
    let parts: Vec<String> = found
        .iter()
        .map(|effect| {
            let (name, size) = (label(effect), with_interval(effect, l, d));
            let value = |key| side(effect, key).map(|value| number(l, value, d)).unwrap_or_default();
            let (before, after) = (value("mean_before"), value("mean_after"));
            say!(l, "{name}: {before} menjadi {after}, selisih {size}", "{name}: {before} to {after}, change {size}")
        })
        .collect();
    let list = parts.join("; ");
    let alt = say!(l, "Nilai sebelum dan sesudah: {list}.", "Scores before and after: {list}.");
    Some(figure(story, "people-scores".into(), title, subtitle, alt, kind))
}

/// Gaps in their order, each with the ranks that it may have.
pub(crate) fn gaps(story: &Story, facts: &PeopleFacts) -> Option<Figure> {
    let (l, d) = (story.lang, facts.decimals);
    let gap = facts.gap.as_ref()?;
    let (ranked, asked) = (ranked(gap), asked(gap));
    let largest = ranked.first()?;
    let several = ranked.len() > 1;
    let label = |effect: &Effect| {
        let name = item_label(facts, &effect.key.term, l);
        if several { format!("{}. {name}", ranks(effect)) } else { name }
    };
    let rows = ranked
        .iter()
        .map(|effect| ForestRow {
            label: label(effect),
            estimate: effect.estimate,
            low: effect.conf_low,
            high: effect.conf_high,
            weight: None,
            n: effect.records,
            reason: String::new(),
        })
        .collect();
    let level = crate::locale::percent(l, story.result.level, 0);
    let kind = FigureKind::Forest(Forest {
        effect: Quantity {
            name: if asked {
                say!(l, "Kepentingan dikurangi penguasaan", "Importance minus mastery")
            } else {
                say!(l, "Standar dikurangi nilai sesudah", "Standard minus score after")
            },
            unit: String::new(),
            decimals: d,
        },
        rows_title: if several { say!(l, "Urutan dan butir", "Rank and item") } else { say!(l, "Butir", "Item") },
        n_title: Some(say!(l, "Orang", "People")),
        estimate_title: say!(l, "Kesenjangan (selang {level})", "Gap ({level} interval)"),
        rows,
        pooled: Vec::new(),
        directions: Some(if asked {
            (say!(l, "penguasaan cukup", "mastery is enough"), say!(l, "penguasaan kurang", "mastery falls short"))
        } else {
            (say!(l, "di atas standar", "above the standard"), say!(l, "di bawah standar", "below the standard"))
        }),
    });
    let name = item_label(facts, &largest.key.term, l);
    let size = number(l, largest.estimate?, d);
    let clear = largest.conf_low.is_some_and(|low| low > 0.0);
    let alone = !several || ranks(largest) == "1";
    let title = match (clear, asked, alone) {
        (false, true, _) => say!(l, "Tidak ada butir yang penguasaannya jelas kurang", "In no item does mastery clearly fall short"),
        (false, false, _) => say!(l, "Tidak ada butir yang jelas di bawah standar", "No item is clearly below the standard"),
        (true, true, true) => say!(l, "Kebutuhan terbesar: {name}, {size} di bawah kepentingannya", "The largest need: {name}, {size} below its importance"),
        (true, true, false) => say!(
            l,
            "Kebutuhan terbesar tercatat pada {name} ({size}), tetapi urutan pertama tidak pasti",
            "The largest need on record is {name} ({size}), but the first rank is not certain"
        ),
        (true, false, true) => say!(l, "Kesenjangan terbesar: {name}, {size} di bawah standar", "The largest gap: {name}, {size} below the standard"),
        (true, false, false) => say!(
            l,
            "Kesenjangan terbesar tercatat pada {name} ({size}), tetapi urutan pertama tidak pasti",
            "The largest gap on record is {name} ({size}), but the first rank is not certain"
        ),
    };
    let what = if asked {
        say!(l, "Kepentingan dikurangi penguasaan orang yang sama", "Importance minus mastery of the same people")
    } else {
        say!(l, "Standar dikurangi nilai rata-rata sesudah pelatihan", "Standard minus the mean score after the training")
    };
    let order = if several { say!(l, "; angka di depan: urutan yang mungkin", "; the numbers in front: ranks that each may have") } else { String::new() };
    let subtitle =
        say!(l, "{what}, dengan selang kepercayaan {level}, dari yang terbesar{order}", "{what}, with {level} confidence intervals, the largest first{order}");
    let list = ranked.iter().map(|effect| format!("{}: {}", label(effect), with_interval(effect, l, d))).collect::<Vec<_>>().join("; ");
    let alt = say!(l, "Kesenjangan per butir: {list}.", "Gaps by item: {list}.");
    Some(figure(story, "people-gaps".into(), title, subtitle, alt, kind))
}

/// Importance against mastery in four quadrants, axes at the means; none where importance was not asked.
pub(crate) fn needs(story: &Story, facts: &PeopleFacts) -> Option<Figure> {
    let (l, d) = (story.lang, facts.decimals);
    let ranked = ranked(facts.gap.as_ref()?);
    let side = |effect: &Effect, key: &str| effect.extra.get(key).and_then(serde_json::Value::as_f64);
    let points: Vec<QuadrantPoint> = ranked
        .iter()
        .filter_map(|effect| {
            Some(QuadrantPoint {
                label: item_label(facts, &effect.key.term, l),
                performance: side(effect, "mean_after")?,
                importance: side(effect, "importance")?,
            })
        })
        .collect();
    let quantity = |name: String| Quantity { name, unit: String::new(), decimals: d };
    quadrant_figure(
        story,
        "people-needs".into(),
        [quantity(say!(l, "Penguasaan", "Mastery")), quantity(say!(l, "Kepentingan", "Importance"))],
        points,
        &say!(
            l,
            "Rata-rata kepentingan dan penguasaan menurut pegawai sendiri; garis silang pada rata-rata semua kompetensi",
            "Mean importance and mastery as staff themselves see them; cross lines at the means of all competences"
        ),
    )
}
