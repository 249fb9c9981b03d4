//! Charts of checks that estimate again: pretended programs beside the real one, and the effect without each part of the data.

use super::{effect_axis, figure};
use crate::estimate::{Finding, Verdict};
use crate::locale::{Lang, interval, number};
use crate::panel::Period;
use crate::report::charts::{Figure, FigureKind, Forest, ForestRow, Placebos};
use crate::report::compose::say::say;
use crate::report::compose::wording::beginning;
use crate::report::compose::{OutcomeStory, Story};
use serde_json::Value;

/// More parts of one kind than these are shown by their extremes, half of them at each end.
const MOST: usize = 8;

/// Effects of pretended programs as a swarm; none where none were made.
pub(crate) fn placebos(story: &Story, part: &OutcomeStory, findings: &[&Finding]) -> Option<Figure> {
    let (l, words) = (story.lang, &part.words);
    let found = findings.iter().find(|finding| finding.name == "placebo-place" || finding.name == "placebo-group")?;
    let places: Vec<(String, f64)> =
        found.evidence.get("effects")?.as_array()?.iter().filter_map(|row| Some((row["place"].as_str()?.to_owned(), row["estimate"].as_f64()?))).collect();
    let effect = part.main_effect()?.estimate?;
    let named = found.evidence.get("regions").and_then(Value::as_bool) == Some(true);
    let (count, large) = (places.len(), found.evidence.get("as_large").and_then(Value::as_u64).unwrap_or(0));
    let title = if large == 0 {
        say!(
            l,
            "Tidak satu pun dari {count} program semu menunjukkan perubahan sebesar program ini",
            "None of {count} pretended programs shows a change as large as the program's"
        )
    } else {
        say!(
            l,
            "{large} dari {count} program semu menunjukkan perubahan sebesar program ini",
            "{large} of {count} pretended programs show a change as large as the program's"
        )
    };
    let inside = words.label_inside();
    let subtitle = if named {
        say!(
            l,
            "Perubahan {inside} bila wilayah pembanding bergantian dianggap ikut program: satu titik satu wilayah",
            "Change in {inside} when comparison regions pretend to be in the program, each in turn: one dot a region"
        )
    } else {
        say!(
            l,
            "Perubahan {inside} bila kelompok unit pembanding yang diundi dianggap ikut program: satu titik satu undian",
            "Change in {inside} when groups of comparison units, drawn by lot, pretend to be in the program: one dot a draw"
        )
    };
    let size = words.change(effect);
    let list = places.iter().map(|(_, value)| number(l, *value, words.decimals)).collect::<Vec<_>>().join("; ");
    let alt = say!(l, "Program: {size}. Program semu: {list}.", "Program: {size}. Pretended programs: {list}.");
    let kind = FigureKind::Placebos(Placebos {
        effect: effect_axis(words),
        places_title: if named { say!(l, "Wilayah", "Region") } else { say!(l, "Undian", "Draw") },
        places,
        named,
        real: (effect, say!(l, "Program: {size}", "The program: {size}")),
    });
    Some(figure(story, part.file("placebos"), title, subtitle, alt, kind))
}

/// A kind of part that was left out: its check, the key of its name, what one of them is called without it.
const KINDS: [(&str, &str); 3] = [("leave-one-out", "region"), ("leave-one-cohort-out", "start"), ("leave-one-period-out", "period")];

/// One row with the part that was left out.
struct Left {
    label: String,
    estimate: f64,
    low: Option<f64>,
    high: Option<f64>,
}

/// The effect without each region, start and period beside the full one; none where nothing was left out.
pub(crate) fn left_out(story: &Story, part: &OutcomeStory, findings: &[&Finding]) -> Option<Figure> {
    let (l, words) = (story.lang, &part.words);
    let effect = part.main_effect()?;
    let full = effect.estimate?;
    let row =
        |label: String, estimate: f64, low: Option<f64>, high: Option<f64>| ForestRow { label, estimate: Some(estimate), low, high, ..ForestRow::default() };
    let mut rows = vec![row(say!(l, "Semua data", "All data"), full, effect.conf_low, effect.conf_high)];
    let (mut count, mut shortened, mut turned) = (0, false, false);
    for (check, key) in KINDS {
        let Some(found) = findings.iter().find(|finding| finding.name == check) else { continue };
        let mut left = parts(part, found, key, l);
        count += left.len();
        turned |= found.verdict == Verdict::Fail;
        if left.len() > MOST {
            shortened = true;
            left.sort_by(|a, b| a.estimate.total_cmp(&b.estimate));
            let end = left.len() - MOST / 2;
            left.drain(MOST / 2..end);
        }
        rows.extend(left.into_iter().map(|left| row(left.label, left.estimate, left.low, left.high)));
    }
    if count < 2 {
        return None;
    }
    let known = rows.iter().skip(1).filter_map(|row| row.estimate);
    let (low, high) = known.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    let range = words.range(low, high);
    let title = if turned {
        say!(l, "Tanpa satu bagian data, arah dampaknya berubah: {range}", "Without one part of the data the effect changes its direction: {range}")
    } else {
        say!(l, "Bila satu bagian data dikeluarkan, dampaknya {range}", "With any one part of the data left out, the effect is {range}")
    };
    let (inside, level) = (words.label_inside(), words.level());
    let some = if shortened {
        let each = MOST / 2;
        say!(l, "; bila banyak, {each} terkecil dan {each} terbesar ditampilkan", "; of many, the {each} lowest and {each} highest are shown")
    } else {
        String::new()
    };
    let subtitle = say!(
        l,
        "Dampak terhadap {inside} bila satu wilayah, gelombang, atau periode dikeluarkan, dengan selang {level} ({count} taksiran{some})",
        "Effect on {inside} with one region, start or period left out, with {level} intervals ({count} estimates{some})"
    );
    let said = |row: &ForestRow| {
        let numbers = match (row.estimate, row.low, row.high) {
            (Some(value), Some(low), Some(high)) => format!("{} ({})", number(l, value, words.decimals), interval(l, low, high, words.decimals)),
            (value, ..) => value.map_or_else(String::new, |value| number(l, value, words.decimals)),
        };
        format!("{}: {numbers}", row.label)
    };
    let alt = rows.iter().map(said).collect::<Vec<_>>().join("; ") + ".";
    let forest = Forest {
        effect: effect_axis(words),
        rows_title: say!(l, "Tanpa", "Without"),
        n_title: None,
        estimate_title: say!(l, "Dampak [{level}]", "Effect [{level}]"),
        rows,
        pooled: Vec::new(),
        directions: Some(words.directions()),
    };
    Some(figure(story, part.file("left-out"), title, subtitle, alt, FigureKind::Forest(forest)))
}

fn parts(part: &OutcomeStory, found: &Finding, key: &str, l: Lang) -> Vec<Left> {
    let scale = part.outcome.trends.as_ref().map(|trends| trends.scale);
    let rows = found.evidence.get("without").and_then(Value::as_array);
    let named = |row: &Value| {
        let name = row[key].as_str()?.to_owned();
        let period = row["number"].as_i64().zip(scale).map(|(number, scale)| scale.label(Period(number), l));
        Some(match (key, period) {
            ("start", Some(start)) => say!(l, "Gelombang {start}", "Start {start}"),
            ("start", None) => say!(l, "Gelombang {name}", "Start {name}"),
            (_, Some(period)) => beginning(&period),
            _ => name,
        })
    };
    let of = |row: &Value| {
        let value = |key: &str| row[key].as_f64();
        Some(Left { label: named(row)?, estimate: value("estimate")?, low: value("conf_low"), high: value("conf_high") })
    };
    rows.into_iter().flatten().filter_map(of).collect()
}
