//! One estimate a row: regions, documents, elements, or methods.

use super::{effect_axis, figure};
use crate::estimate::{Effect, EffectKind};
use crate::methods::arms::DIFFERENCE;
use crate::report::cards::title as title_of;
use crate::report::charts::{Figure, FigureKind, Forest, ForestRow, PooledRow, Prediction};
use crate::report::compose::say::say;
use crate::report::compose::wording::{Reading, Wording, beginning, enumerate};
use crate::report::compose::{OutcomeStory, Story};
use crate::report::privacy::is_suppressed;
use crate::report::words::term;
use crate::study::GroupDifference;

/// Effects by the levels of a column; none where there are no levels.
pub(crate) fn forest(story: &Story, part: &OutcomeStory, group: &GroupDifference, name: &str) -> Option<Figure> {
    let (l, words) = (story.lang, &part.words);
    // Differences between arms stand in the table: beside effects they would read as one more group.
    let shown = |effect: &&Effect| effect.key.kind == EffectKind::Region && effect.key.term != DIFFERENCE;
    let levels: Vec<&Effect> = group.estimate.effects.iter().filter(shown).collect();
    if levels.is_empty() {
        return None;
    }
    let rows = levels.iter().map(|effect| row(words, effect, effect.key.region.clone().unwrap_or_default(), story.result.small_cells)).collect();
    let pooled = pooled(group, l);
    let by = group.by.get(l);
    let count = levels.len();
    let level = words.level();
    let subtitle = say!(
        l,
        "Dampak menurut {by} ({count} kelompok) dengan selang kepercayaan {level}",
        "Effect by {by} ({count} groups) with {level} confidence intervals"
    );
    let forest = forest_of(words, beginning(by), rows, pooled);
    Some(figure(story, part.file(name), title(words, &levels), subtitle, alternative(words, &levels), FigureKind::Forest(forest)))
}

/// The random-effects mean with its prediction interval, and the overall effect; the fixed-effect mean is left to the results.
fn pooled(group: &GroupDifference, l: crate::locale::Lang) -> Vec<PooledRow> {
    let overall = || group.estimate.effects.iter().filter(|effect| effect.key.kind == EffectKind::Overall);
    let prediction = overall()
        .find(|effect| effect.key.term == "prediction")
        .and_then(|effect| Some(Prediction { label: beginning(&term("prediction", l)), low: effect.conf_low?, high: effect.conf_high? }));
    overall()
        .filter(|effect| !["prediction", "fixed-effect"].contains(&effect.key.term.as_str()))
        .filter_map(|effect| {
            let random = effect.key.term == "random-effects";
            let label = if random { beginning(&term("random-effects", l)) } else { say!(l, "Keseluruhan", "Overall") };
            let prediction = if random { prediction.clone() } else { None };
            Some(PooledRow { label, estimate: effect.estimate?, low: effect.conf_low?, high: effect.conf_high?, prediction, n: effect.records })
        })
        .collect()
}

/// The same effect by several methods; none where there is only one.
pub(crate) fn methods(story: &Story, part: &OutcomeStory) -> Option<Figure> {
    let (l, words) = (story.lang, &part.words);
    let found: Vec<(String, &Effect)> =
        part.outcome.did.iter().filter_map(|estimate| Some((beginning(&title_of(&estimate.command, &estimate.method, l)), estimate.headline()?))).collect();
    if found.len() < 2 {
        return None;
    }
    let rows = found.iter().map(|(method, effect)| row(words, effect, method.clone(), story.result.small_cells)).collect();
    let readings: Vec<Reading> = found.iter().map(|(_, effect)| words.reading(effect)).collect();
    let count = found.len();
    let both = count == 2 && readings.iter().all(|reading| *reading == readings[0]);
    let title = if let Some(title) = apart(words, &found) {
        title
    } else if both {
        say!(l, "Kedua metode memberi kesimpulan yang sama", "Both methods lead to the same conclusion")
    } else if readings.iter().all(|reading| *reading == readings[0]) {
        say!(l, "Ke-{count} metode memberi kesimpulan yang sama", "All {count} methods lead to the same conclusion")
    } else {
        say!(l, "Kesimpulan bergantung pada metode yang dipakai", "The conclusion depends on the method")
    };
    let level = words.level();
    let inside = words.label_inside();
    let subtitle = say!(
        l,
        "Dampak terhadap {inside} menurut metode, dengan selang kepercayaan {level}",
        "Effect on {inside} by method, with {level} confidence intervals"
    );
    let alt = found.iter().map(|(method, effect)| described(words, effect, method)).collect::<Vec<_>>().join("; ") + ".";
    let forest = forest_of(words, say!(l, "Metode", "Method"), rows, Vec::new());
    Some(figure(story, part.file("methods"), title, subtitle, alt, FigureKind::Forest(forest)))
}

/// The title where one method lies far from the others: outside the interval of the main one, and by a quarter of its effect or more.
fn apart(words: &Wording, found: &[(String, &Effect)]) -> Option<String> {
    let (_, main) = found.first()?;
    let (estimate, low, high) = (main.estimate?, main.conf_low?, main.conf_high?);
    let far = |value: f64| !(low..=high).contains(&value) && (value - estimate).abs() >= 0.25 * estimate.abs();
    let known: Vec<(&str, f64)> = found.iter().filter_map(|(name, effect)| Some((name.as_str(), effect.estimate?))).collect();
    let (outside, inside): (Vec<_>, Vec<_>) = known.into_iter().partition(|(_, value)| far(*value));
    let ([(name, value)], true) = (outside.as_slice(), inside.len() > 1) else { return None };
    let l = words.lang;
    let number = |value: f64| crate::locale::number(l, value, words.decimals);
    let from = number(inside.iter().map(|(_, value)| *value).fold(f64::INFINITY, f64::min));
    let to = number(inside.iter().map(|(_, value)| *value).fold(f64::NEG_INFINITY, f64::max));
    let (value, count) = (number(*value), inside.len());
    Some(say!(
        l,
        "{name} memberi {value}, jauh dari {count} metode lain: {from} s.d. {to}",
        "{name} gives {value}, far from the {count} other methods: {from} to {to}"
    ))
}

fn forest_of(words: &Wording, rows_title: String, rows: Vec<ForestRow>, pooled: Vec<PooledRow>) -> Forest {
    let (l, level) = (words.lang, words.level());
    let counted = rows.iter().any(|row| row.n.is_some());
    Forest {
        effect: effect_axis(words),
        rows_title,
        n_title: counted.then(|| say!(l, "Catatan", "Records")),
        estimate_title: say!(l, "Dampak (selang {level})", "Effect ({level} interval)"),
        rows,
        pooled,
        directions: Some(words.directions()),
    }
}

fn row(words: &Wording, effect: &Effect, label: String, limit: u64) -> ForestRow {
    let reason = match effect.estimate {
        Some(_) => String::new(),
        None if is_suppressed(effect) => say!(words.lang, "< {limit} catatan", "< {limit} records"),
        None => say!(words.lang, "tidak dihitung", "not computed"),
    };
    ForestRow {
        label,
        estimate: effect.estimate,
        low: effect.conf_low,
        high: effect.conf_high,
        weight: effect.std_error.filter(|error| *error > 0.0 && effect.conf_low < effect.conf_high).map(|error| 1.0 / (error * error)),
        n: effect.records,
        reason,
    }
}

/// Which level moved most, and which cannot be told from zero.
fn title(words: &Wording, levels: &[&Effect]) -> String {
    let l = words.lang;
    let name = |effect: &Effect| effect.key.region.clone().unwrap_or_default();
    let size = |effect: &&&Effect| effect.estimate.map_or(0.0, f64::abs);
    let clear: Vec<&&Effect> = levels.iter().filter(|effect| matches!(words.reading(effect), Reading::Improved | Reading::Worsened)).collect();
    let unclear: Vec<String> = levels.iter().filter(|effect| words.reading(effect) == Reading::Unclear).map(|effect| name(effect)).collect();
    let inside = words.label_inside();
    let Some(largest) = clear.iter().max_by(|a, b| size(a).total_cmp(&size(b))) else {
        return say!(l, "Tidak ada kelompok yang perubahannya dapat dibedakan dari nol", "No group has a change that can be told from zero");
    };
    let (place, change) = (name(largest), words.change(largest.estimate.unwrap_or_default()));
    let label = &words.label;
    // The largest of several alike is the luckiest: their range says more.
    let changes: Vec<f64> = clear.iter().filter_map(|effect| effect.estimate).collect();
    let alike = clear.len() > 1 && (changes.iter().all(|change| *change < 0.0) || changes.iter().all(|change| *change > 0.0));
    let first = if let ([one, two], 2, true) = (clear.as_slice(), levels.len(), alike) {
        let (one, two) = if size(one) >= size(two) { (one, two) } else { (two, one) };
        let (most, least) = (words.change(one.estimate.unwrap_or_default()), words.size(two.estimate.unwrap_or_default()));
        let (first, second) = (name(one), name(two));
        if words.size(one.estimate.unwrap_or_default()) == least {
            return say!(l, "{label} {most} pada {first} maupun {second}", "{label} {most} for both {first} and {second}");
        }
        say!(l, "{label} {most} pada {first} dan {least} pada {second}", "{label} {most} for {first} and {least} for {second}")
    } else if alike {
        let smallest = changes.iter().copied().min_by(|a, b| a.abs().total_cmp(&b.abs())).unwrap_or_default();
        let range = words.between(smallest, largest.estimate.unwrap_or_default());
        let (count, all) = (clear.len(), levels.len());
        if count == all {
            say!(l, "{label} {range} pada semua ({all}) kelompok", "{label} {range} in all {all} groups")
        } else {
            say!(l, "{label} {range} pada {count} dari {all} kelompok", "{label} {range} in {count} of {all} groups")
        }
    } else if clear.len() > 1 {
        say!(l, "{label} berubah paling besar pada {place} ({change})", "Largest change in {inside}: {place} ({change})")
    } else {
        say!(l, "{label} {change} pada {place}", "{label} {change} for {place}")
    };
    match unclear.len() {
        0 => first,
        1..=2 => {
            let rest = enumerate(l, &unclear);
            say!(l, "{first}; pada {rest} tidak dapat dibedakan dari nol", "{first}; {rest} cannot be told from zero")
        }
        count => say!(l, "{first}; {count} kelompok tidak dapat dibedakan dari nol", "{first}; {count} groups cannot be told from zero"),
    }
}

fn described(words: &Wording, effect: &Effect, name: &str) -> String {
    let l = words.lang;
    let Some(estimate) = effect.estimate else {
        if is_suppressed(effect) {
            return say!(l, "{name}: tidak ditampilkan", "{name}: not shown");
        }
        return say!(l, "{name}: tidak dihitung", "{name}: not computed");
    };
    let value = crate::locale::number(l, estimate, words.decimals);
    match (effect.conf_low, effect.conf_high) {
        (Some(low), Some(high)) => {
            let range = crate::locale::interval(l, low, high, words.decimals);
            format!("{name}: {value} ({range})")
        }
        _ => format!("{name}: {value}"),
    }
}

fn alternative(words: &Wording, levels: &[&Effect]) -> String {
    let l = words.lang;
    let (inside, unit) = (words.label_inside(), words.change_unit());
    let unit = if unit.is_empty() { unit } else { format!(" ({unit})") };
    let parts: Vec<String> = levels.iter().map(|effect| described(words, effect, effect.key.region.as_deref().unwrap_or_default())).collect();
    let list = parts.join("; ");
    say!(l, "Perubahan {inside}{unit} per kelompok: {list}.", "Change in {inside}{unit} by group: {list}.")
}
