//! A power calculation as a table and as figures.

use super::charts::{Figure, FigureKind, PowerCurve, PowerCurves, Quantity};
use super::document::{Cell, Column, Table, UNDEFINED};
use super::words;
use crate::estimate::{Effect, Estimate};
use crate::locale::{Lang, number, percent, significant};
use serde_json::Value;

/// What numbers of a simulation end with.
const IN_PAST: &str = "-in-past-data";

/// Power against the effect, against the number of regions (people, respondents) and against that of periods, where they were computed.
pub fn power_figures(estimate: &Estimate, lang: Lang) -> Vec<Figure> {
    [by_effect(estimate, lang), by_size(estimate, lang), by_periods(estimate, lang)].into_iter().flatten().collect()
}

/// What is found and what it takes: a row a quantity, by formula and by past data beside each other. Counts are whole, probabilities per cent.
pub(super) fn plan_table(estimate: &Estimate, lang: Lang) -> Table {
    let in_past = |term: &str| estimate.effect(&format!("{term}{IN_PAST}"));
    let both = estimate.effects.iter().any(|effect| effect.key.term.ends_with(IN_PAST));
    let mut columns = vec![
        Column { title: say(lang, "Besaran", "Quantity").into(), unit: String::new(), numeric: false, fields: vec!["term".into()] },
        Column::numbers("estimate", say(lang, if both { "Rumus" } else { "Nilai" }, if both { "Formula" } else { "Value" }).to_owned(), ""),
    ];
    if both {
        columns.push(Column::numbers("in_past_data", say(lang, "Data lama", "Past data").to_owned(), ""));
    }
    let mut terms: Vec<&str> = Vec::new();
    for effect in &estimate.effects {
        let term = effect.key.term.strip_suffix(IN_PAST).unwrap_or(&effect.key.term);
        if !terms.contains(&term) {
            terms.push(term);
        }
    }
    let cell = |term: &str, effect: Option<&Effect>| {
        let value = effect.and_then(|effect| effect.estimate);
        let shown = match value {
            None => UNDEFINED.to_owned(),
            Some(value) if term.ends_with("-needed") => number(lang, value, 0),
            Some(value) if matches!(term, "power" | "false-positives") => percent(lang, value, 1),
            Some(value) => significant(lang, value, 4),
        };
        Cell::coded(shown, value.map_or_else(String::new, |value| value.to_string()))
    };
    let rows = terms.iter().map(|term| {
        let mut row = vec![Cell::coded(words::term(term, lang), (*term).to_owned()), cell(term, estimate.effect(term))];
        if both {
            row.push(cell(term, in_past(term)));
        }
        row
    });
    Table {
        name: "power-plan".into(),
        caption: say(lang, "Rencana: apa yang terdeteksi dan apa yang diperlukan", "The plan: what is found and what it takes").into(),
        columns,
        rows: rows.collect(),
        notes: Vec::new(),
    }
}

/// One of two.
fn say<'a>(lang: Lang, id: &'a str, en: &'a str) -> &'a str {
    match lang {
        Lang::Id => id,
        Lang::En => en,
    }
}

fn points(estimate: &Estimate, part: &str, x: &str, y: &str) -> Vec<(f64, f64)> {
    let rows = estimate.parts.get(part).and_then(Value::as_array);
    rows.into_iter().flatten().filter_map(|row| Some((row[x].as_f64()?, row[y].as_f64()? * 100.0))).collect()
}

fn setting(estimate: &Estimate, name: &str) -> Option<f64> {
    estimate.settings.get(name).and_then(Value::as_f64)
}

/// Digits that show two of a number.
fn decimals(value: f64) -> usize {
    if value > 0.0 { (1.0 - value.log10().floor()).clamp(0.0, 6.0) as usize } else { 2 }
}

fn of(estimate: &Estimate, term: &str) -> Option<f64> {
    estimate.effect(term).and_then(|row| row.estimate)
}

fn curves(lang: Lang, formula: Vec<(f64, f64)>, past: Vec<(f64, f64)>) -> Vec<PowerCurve> {
    let one = |label: &str, points: Vec<(f64, f64)>| (!points.is_empty()).then(|| PowerCurve { label: label.to_owned(), points });
    [one(say(lang, "Rumus", "Formula"), formula), one(say(lang, "Data lama", "Past data"), past)].into_iter().flatten().collect()
}

/// The curves in words: five points of each, for those who cannot see them.
fn read_out(lang: Lang, curves: &[PowerCurve], decimals: usize) -> String {
    let one = |curve: &PowerCurve| {
        let last = curve.points.len().saturating_sub(1);
        let mut places: Vec<usize> = (1..=5).map(|at| last * at / 5).collect();
        places.dedup();
        let read = |at: &usize| {
            let (size, power) = curve.points[*at];
            format!("{}: {}", number(lang, size, decimals), percent(lang, power / 100.0, 0))
        };
        format!("{} – {}", curve.label, places.iter().map(read).collect::<Vec<_>>().join("; "))
    };
    curves.iter().map(one).collect::<Vec<_>>().join(". ")
}

fn source() -> String {
    concat!("dampak ", env!("CARGO_PKG_VERSION")).to_owned()
}

fn power_axis(lang: Lang) -> Quantity {
    Quantity { name: say(lang, "Kekuatan uji", "Power").into(), unit: "%".into(), decimals: 1 }
}

fn by_effect(estimate: &Estimate, lang: Lang) -> Option<Figure> {
    let curves = curves(lang, points(estimate, "power_by_effect", "effect", "power"), points(estimate, "power_by_effect", "effect", "power_in_past_data"));
    let target = setting(estimate, "power")?;
    let found = of(estimate, "minimum-detectable-effect").or_else(|| of(estimate, "minimum-detectable-effect-in-past-data"))?;
    if curves.is_empty() {
        return None;
    }
    let digits = decimals(found);
    let (words, share) = (number(lang, found, digits), percent(lang, target, 0));
    let title = match lang {
        Lang::Id => format!("Dampak sebesar {words} atau lebih terdeteksi dengan peluang {share}"),
        Lang::En => format!("An effect of {words} or more is found with probability {share}"),
    };
    let subtitle = say(
        lang,
        "Peluang uji menemukan dampak, menurut besarnya dampak; garis putus-putus: peluang yang diminta",
        "Probability that the test finds the effect, by its size; dashed: the wanted probability",
    );
    let alt = format!("{title}. {subtitle}. {}.", read_out(lang, &curves, digits));
    let size = Quantity { name: say(lang, "Dampak (satuan hasil)", "Effect (units of the outcome)").into(), unit: String::new(), decimals: digits };
    let kind = FigureKind::Power(PowerCurves { size, power: power_axis(lang), curves, target: target * 100.0, mark: Some(found) });
    Some(Figure { name: "power-by-effect".into(), title, subtitle: subtitle.into(), source: source(), alt, lang, kind })
}

fn by_size(estimate: &Estimate, lang: Lang) -> Option<Figure> {
    let curves = curves(lang, points(estimate, "power_by_size", "size", "power"), points(estimate, "power_by_size", "size", "power_in_past_data"));
    let target = setting(estimate, "power")?;
    if curves.is_empty() {
        return None;
    }
    let design = estimate.settings.get("design").and_then(Value::as_str).unwrap_or_default();
    let what = match (design, estimate.settings.get("people").is_some_and(Value::is_number)) {
        ("survey", _) => say(lang, "responden per putaran", "respondents a round"),
        (_, true) => say(lang, "orang sebelum dan sesudah", "people before and after"),
        _ => say(lang, "wilayah", "regions"),
    };
    let effect = setting(estimate, "effect").map(f64::abs).or_else(|| of(estimate, "minimum-detectable-effect"))?;
    let needed = curves.first().and_then(|curve| curve.points.iter().find(|point| point.1 >= target * 100.0 - 1e-9)).map(|point| point.0);
    let exact = ["regions-needed", "people-needed", "respondents-needed"].into_iter().find_map(|term| of(estimate, term));
    let (words, share) = (number(lang, effect, decimals(effect)), percent(lang, target, 0));
    let title = match (exact.or(needed), lang) {
        (Some(count), Lang::Id) => format!("Dampak {words} memerlukan sekitar {} {what} untuk peluang {share}", number(lang, count, 0)),
        (Some(count), Lang::En) => format!("An effect of {words} takes about {} {what} for a probability of {share}", number(lang, count, 0)),
        (None, Lang::Id) => format!("Dampak {words} tidak mencapai peluang {share} dalam jangkauan ini"),
        (None, Lang::En) => format!("An effect of {words} does not reach a probability of {share} in this range"),
    };
    let subtitle = match lang {
        Lang::Id => format!("Peluang uji menemukan dampak {words}, menurut jumlah {what}"),
        Lang::En => format!("Probability that the test finds an effect of {words}, by the number of {what}"),
    };
    let alt = format!("{title}. {subtitle}. {}.", read_out(lang, &curves, 0));
    let size = Quantity {
        name: match lang {
            Lang::Id => format!("Jumlah {what}"),
            Lang::En => format!("Number of {what}"),
        },
        unit: String::new(),
        decimals: 0,
    };
    let kind = FigureKind::Power(PowerCurves { size, power: power_axis(lang), curves, target: target * 100.0, mark: exact.or(needed) });
    Some(Figure { name: "power-by-size".into(), title, subtitle, source: source(), alt, lang, kind })
}

fn by_periods(estimate: &Estimate, lang: Lang) -> Option<Figure> {
    let read = |y: &str| points(estimate, "power_by_periods", "periods", y);
    let curves = curves(lang, read("power"), read("power_in_past_data"));
    let (target, size) = (setting(estimate, "power")?, setting(estimate, "regions")?);
    if curves.is_empty() {
        return None;
    }
    let effect = setting(estimate, "effect").map(f64::abs).or_else(|| of(estimate, "minimum-detectable-effect"))?;
    let first = curves.first().and_then(|curve| curve.points.iter().find(|point| point.1 >= target * 100.0 - 1e-9)).map(|point| point.0);
    let needed = if estimate.effect("periods-needed").is_some() { of(estimate, "periods-needed") } else { first };
    let (words, share, regions) = (number(lang, effect, decimals(effect)), percent(lang, target, 0), number(lang, size, 0));
    let title = match (needed.map(|count| number(lang, count, 0)), lang) {
        (Some(count), Lang::Id) => {
            format!("Dengan {regions} wilayah, dampak {words} memerlukan {count} periode sebelum dan {count} sesudah untuk peluang {share}")
        }
        (Some(count), Lang::En) => {
            format!("With {regions} regions, an effect of {words} takes {count} periods before and {count} after for a probability of {share}")
        }
        (None, Lang::Id) => format!("Dengan {regions} wilayah, dampak {words} tidak mencapai peluang {share} berapa pun periodenya"),
        (None, Lang::En) => format!("With {regions} regions, an effect of {words} does not reach a probability of {share} in any number of periods"),
    };
    let subtitle = match lang {
        Lang::Id => format!("Peluang uji menemukan dampak {words}, menurut jumlah periode sebelum dan sama banyaknya sesudah"),
        Lang::En => format!("Probability that the test finds an effect of {words}, by the number of periods before and as many after"),
    };
    let alt = format!("{title}. {subtitle}. {}.", read_out(lang, &curves, 0));
    let size = Quantity {
        name: say(lang, "Periode sebelum, dan sama banyaknya sesudah", "Periods before, and as many after").into(),
        unit: String::new(),
        decimals: 0,
    };
    let kind = FigureKind::Power(PowerCurves { size, power: power_axis(lang), curves, target: target * 100.0, mark: needed });
    Some(Figure { name: "power-by-periods".into(), title, subtitle, source: source(), alt, lang, kind })
}
