//! Several methods side by side: one table of their overall effects, one of their effects by time, what does not fit, and the two charts.

use super::cards::title as title_of;
use super::charts::{EventPoint, EventSeries, EventStudy, Figure, FigureKind, Forest, ForestRow, Quantity};
use super::compose::beginning;
use super::compose::say::say;
use super::document::{Cell, Column, Table};
use super::tables::{decimals_for, event_time, key_label};
use super::words;
use crate::estimate::{Effect, EffectKind, Estimate, SideBySide};
use crate::locale::{Lang, interval, number, percent};
use std::collections::BTreeSet;

/// Methods that one chart of effects by time can hold apart.
const MOST: usize = 8;

/// How charts of several methods are put: axis, names of files, source line, level.
pub(crate) struct Frame<'a> {
    /// Language.
    pub lang: Lang,
    /// The effect as an axis.
    pub effect: Quantity,
    /// What was measured, inside a sentence.
    pub outcome: String,
    /// File stem of the chart of effects by time.
    pub by_time: String,
    /// Source line.
    pub source: String,
    /// Confidence level in words.
    pub level: String,
    /// Step of time in words: `bulan`.
    pub unit: &'a str,
}

fn name(found: &Estimate, lang: Lang) -> String {
    beginning(&title_of(&found.command, &found.method, lang))
}

/// Terms that several methods have, and that can be compared.
const SHARED: [&str; 9] = ["att", "simple", "group", "dynamic", "calendar", "window", "random-effects", "fixed-effect", "prediction"];

/// The rows of a method that stand in the comparison: overall effects that others may have too, regions, and combinations that were asked for.
fn compared(found: &Estimate) -> Vec<&Effect> {
    let asked = found.settings.get("combine").and_then(serde_json::Value::as_array);
    let combined = |term: &str| asked.into_iter().flatten().filter_map(|typed| typed.as_str()?.split_once(':')).any(|(name, _)| name == term);
    let headline = found.headline().map(|effect| &effect.key);
    let shown = |effect: &&Effect| match effect.key.kind {
        EffectKind::Overall => SHARED.contains(&effect.key.term.as_str()) || headline == Some(&effect.key),
        EffectKind::Region => true,
        EffectKind::Term => combined(&effect.key.term),
        _ => false,
    };
    found.effects.iter().filter(shown).collect()
}

/// The tables: overall effects by method, effects by time where any method has them, methods that do not fit.
pub fn tables(side: &SideBySide, lang: Lang) -> Vec<Table> {
    let mut out = Vec::new();
    let Some(first) = side.fitted.first() else { return out };
    let all: Vec<Effect> = side.fitted.iter().flat_map(|found| compared(found).into_iter().cloned()).collect();
    let decimals = decimals_for(&all);
    let outcome = &first.outcome;
    let heading = |code: &str| words::field(code, lang);
    let mut columns = vec![
        Column::words("method", say!(lang, "Metode", "Method")),
        Column { fields: vec!["kind".into(), "term".into(), "region".into()], ..Column::words("", say!(lang, "Besaran", "Quantity")) },
    ];
    columns.extend(["estimate", "std_error", "p_value"].map(|code| Column::numbers(code, heading(code), "")));
    columns.push(Column::intervals("conf_low", "conf_high", say!(lang, "Selang kepercayaan", "Confidence interval"), ""));
    columns.extend(["records", "clusters"].map(|code| Column::numbers(code, heading(code), "")));
    let row = |found: &Estimate, effect: &Effect| {
        let machine = vec![effect.key.kind.code().into(), effect.key.term.clone(), effect.key.region.clone().unwrap_or_default()];
        vec![
            Cell::text(found.method.clone()),
            Cell { shown: key_label(&effect.key, found.scale, lang), machine },
            Cell::number(lang, effect.estimate, decimals),
            Cell::number(lang, effect.std_error, decimals + 1),
            Cell::p(lang, effect.p_value),
            Cell::interval(lang, effect.conf_low, effect.conf_high, decimals),
            Cell::count(lang, effect.records),
            Cell::count(lang, effect.clusters),
        ]
    };
    out.push(Table {
        name: "methods".into(),
        caption: say!(lang, "Dampak terhadap `{outcome}` menurut setiap metode yang cocok", "Effects on `{outcome}` by every method that fits"),
        columns,
        rows: side.fitted.iter().flat_map(|found| compared(found).into_iter().map(move |effect| row(found, effect))).collect(),
        notes: Vec::new(),
    });
    out.extend(by_time(side, lang));
    out.extend(not_fitting(side, lang));
    out
}

/// Effects by time since the start, a column a method.
fn by_time(side: &SideBySide, lang: Lang) -> Option<Table> {
    let with: Vec<&Estimate> = side.fitted.iter().filter(|found| dynamic(found).next().is_some()).collect();
    let first = with.first()?;
    let times: BTreeSet<i64> = with.iter().flat_map(|found| dynamic(found)).filter_map(|effect| effect.key.event_time.map(|time| time.0)).collect();
    let effects: Vec<Effect> = with.iter().flat_map(|found| dynamic(found).cloned()).collect();
    let decimals = decimals_for(&effects);
    let mut columns = vec![Column::words("event_time", words::field("event_time", lang))];
    for found in &with {
        let field = |what: &str| format!("{}_{what}", found.method.replace('-', "_"));
        columns.push(Column { fields: vec![field("estimate"), field("std_error")], ..Column::numbers("", found.method.clone(), "") });
    }
    let cell = |found: &Estimate, time: i64| {
        let effect = dynamic(found).find(|effect| effect.key.event_time.is_some_and(|own| own.0 == time));
        let machine = |get: fn(&Effect) -> Option<f64>| effect.and_then(get).map_or_else(String::new, |value| value.to_string());
        let shown = match effect.map(|effect| (effect.estimate, effect.std_error)) {
            Some((Some(estimate), Some(error))) => format!("{} ({})", number(lang, estimate, decimals), number(lang, error, decimals)),
            Some((Some(estimate), None)) => number(lang, estimate, decimals),
            _ => super::document::UNDEFINED.into(),
        };
        Cell { shown, machine: vec![machine(|effect| effect.estimate), machine(|effect| effect.std_error)] }
    };
    let row = |time: &i64| {
        let head = Cell::coded(event_time(*time, first.scale, lang), time.to_string());
        std::iter::once(head).chain(with.iter().map(|found| cell(found, *time))).collect()
    };
    Some(Table {
        name: "methods-by-time".into(),
        caption: say!(lang, "Dampak menurut lama program (galat baku dalam kurung)", "Effects by time since the start (standard errors in brackets)"),
        columns,
        rows: times.iter().map(row).collect(),
        notes: Vec::new(),
    })
}

/// Methods that do not fit and why.
fn not_fitting(side: &SideBySide, lang: Lang) -> Option<Table> {
    let columns = vec![
        Column::words("method", say!(lang, "Metode", "Method")),
        Column::words("code", say!(lang, "Kode", "Code")),
        Column::words("reason", say!(lang, "Alasan", "Reason")),
    ];
    let rows: Vec<Vec<Cell>> = side
        .left
        .iter()
        .map(|(method, problem)| {
            vec![Cell::text(*method), Cell::coded(format!("`{}`", problem.code), problem.code), Cell::text(beginning(problem.what.get(lang)))]
        })
        .collect();
    let caption = say!(lang, "Metode yang tidak cocok dengan rancangan ini", "Methods that do not fit this design");
    (!rows.is_empty()).then(|| Table { name: "methods-not-fitting".into(), caption, columns, rows, notes: Vec::new() })
}

fn dynamic(found: &Estimate) -> impl Iterator<Item = &Effect> {
    found.effects.iter().filter(|effect| effect.key.kind == EffectKind::EventTime && effect.key.event_time.is_some())
}

/// The charts of a comparison that stands for itself, without a study: overall effects as a forest, and effects by time.
pub fn figures(side: &SideBySide, lang: Lang) -> Vec<Figure> {
    let fitted: Vec<&Estimate> = side.fitted.iter().collect();
    let Some(frame) = alone(&fitted, lang) else { return Vec::new() };
    std::iter::once(forest(&frame, &fitted)).chain(event_studies(&frame, &fitted)).collect()
}

/// The effects by time of one result that stands for itself; none where it has none.
pub fn by_time_figure(found: &Estimate, lang: Lang) -> Option<Figure> {
    let frame = alone(&[found], lang)?;
    (dynamic(found).count() > 1).then(|| Figure { name: "event-study".into(), ..event_study(&frame, &[&found], String::new()) })
}

/// What surrounds charts of results without a study.
fn alone<'a>(fitted: &[&'a Estimate], lang: Lang) -> Option<Frame<'a>> {
    let first = *fitted.first()?;
    let version = env!("CARGO_PKG_VERSION");
    let level = first.settings.get("level").and_then(serde_json::Value::as_f64).unwrap_or(0.95);
    let all: Vec<Effect> = fitted.iter().filter_map(|found| found.headline().cloned()).collect();
    let outcome = first.outcome.clone();
    Some(Frame {
        lang,
        effect: Quantity { name: say!(lang, "Dampak terhadap {outcome}", "Effect on {outcome}"), unit: String::new(), decimals: decimals_for(&all) },
        outcome,
        by_time: "methods-by-time".into(),
        source: say!(lang, "Sumber: dampak {version}", "Source: dampak {version}"),
        level: percent(lang, level, 0),
        unit: first.scale.unit(lang),
    })
}

fn forest(frame: &Frame, fitted: &[&Estimate]) -> Figure {
    let (l, outcome, level) = (frame.lang, &frame.outcome, &frame.level);
    let decimals = frame.effect.decimals;
    let rows: Vec<ForestRow> = fitted
        .iter()
        .filter_map(|found| {
            let effect = found.headline()?;
            let reason = if effect.estimate.is_some() { String::new() } else { say!(l, "tidak dihitung", "not computed") };
            let weight = effect.std_error.filter(|error| *error > 0.0).map(|error| 1.0 / (error * error));
            Some(ForestRow {
                label: name(found, l),
                estimate: effect.estimate,
                low: effect.conf_low,
                high: effect.conf_high,
                weight,
                n: effect.records,
                reason,
            })
        })
        .collect();
    let known = || rows.iter().filter_map(|row| row.estimate);
    let (low, high) = (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
    let (from, to, count) = (number(l, low, decimals), number(l, high, decimals), rows.len());
    let one_side = rows.iter().all(|row| row.low.zip(row.high).is_some_and(|(low, high)| low > 0.0 || high < 0.0)) && low.signum() == high.signum();
    let title = if one_side {
        say!(l, "Ke-{count} metode menunjuk arah yang sama: {from} s.d. {to}", "All {count} methods point the same way: {from} to {to}")
    } else {
        say!(l, "Dampak menurut {count} metode: {from} s.d. {to}", "Effect by {count} methods: {from} to {to}")
    };
    let described = |row: &ForestRow| match (row.estimate, row.low, row.high) {
        (Some(estimate), Some(low), Some(high)) => format!("{}: {} ({})", row.label, number(l, estimate, decimals), interval(l, low, high, decimals)),
        (Some(estimate), ..) => format!("{}: {}", row.label, number(l, estimate, decimals)),
        (None, ..) => format!("{}: {}", row.label, row.reason),
    };
    let alt = rows.iter().map(described).collect::<Vec<_>>().join("; ") + ".";
    let kind = FigureKind::Forest(Forest {
        effect: frame.effect.clone(),
        rows_title: say!(l, "Metode", "Method"),
        n_title: rows.iter().any(|row| row.n.is_some()).then(|| say!(l, "Catatan", "Records")),
        estimate_title: say!(l, "Dampak (selang {level})", "Effect ({level} interval)"),
        rows,
        pooled: Vec::new(),
        directions: None,
    });
    let subtitle = say!(
        l,
        "Dampak terhadap {outcome} menurut metode, dengan selang kepercayaan {level}",
        "Effect on {outcome} by method, with {level} confidence intervals"
    );
    Figure { name: "methods".into(), title, subtitle, source: frame.source.clone(), alt, lang: l, kind }
}

/// Effects by time of several methods over the same event times, in the order of the methods; more than eight go on in a second chart. None of a single method.
pub(crate) fn event_studies(frame: &Frame, fitted: &[&Estimate]) -> Vec<Figure> {
    let with: Vec<&&Estimate> = fitted.iter().filter(|found| dynamic(found).count() > 1).collect();
    if with.len() < 2 {
        return Vec::new();
    }
    let parts = with.chunks(MOST);
    let several = parts.len() > 1;
    parts.enumerate().map(|(at, methods)| event_study(frame, methods, if several && at > 0 { format!("-{}", at + 1) } else { String::new() })).collect()
}

#[allow(clippy::needless_pass_by_value)] // made for this call
fn event_study(frame: &Frame, methods: &[&&Estimate], suffix: String) -> Figure {
    let (l, outcome, level, unit) = (frame.lang, &frame.outcome, &frame.level, frame.unit);
    let decimals = frame.effect.decimals;
    let series: Vec<EventSeries> = methods.iter().map(|found| EventSeries { label: name(found, l), points: points(found) }).collect();
    let (mut widest, mut when) = (0.0, 0);
    let times: BTreeSet<i64> = series.iter().flat_map(|one| one.points.iter().map(|point| point.event_time)).filter(|time| *time >= 0).collect();
    for time in times {
        let at: Vec<f64> = series.iter().filter_map(|one| one.points.iter().find(|point| point.event_time == time)?.estimate).collect();
        let spread = at.iter().copied().fold(f64::NEG_INFINITY, f64::max) - at.iter().copied().fold(f64::INFINITY, f64::min);
        if at.len() > 1 && spread > widest {
            (widest, when) = (spread, time);
        }
    }
    let (gap, count, scale) = (number(l, widest, decimals), series.len(), methods[0].scale);
    let at = if when == 0 {
        say!(l, "pada {unit} pertama program", "in the first {unit} of the program")
    } else {
        say!(l, "{when} {unit} sesudah program dimulai", "{when} {unit}s after the start")
    };
    let of_unit = if frame.effect.unit.is_empty() { String::new() } else { format!(" {}", frame.effect.unit) };
    let title = if count == 1 {
        say!(l, "Dampak terhadap {outcome} menurut lama program", "Effect on {outcome} by time since the start")
    } else {
        say!(l, "{count} metode berbeda paling jauh {gap}{of_unit}, {at}", "{count} methods differ by {gap}{of_unit} at most, {at}")
    };
    let described = |one: &EventSeries| {
        let values =
            one.points.iter().filter_map(|point| Some(format!("{}: {}", event_time(point.event_time, scale, l), number(l, point.estimate?, decimals))));
        format!("{}: {}", one.label, values.collect::<Vec<_>>().join(", "))
    };
    let alt = series.iter().map(described).collect::<Vec<_>>().join("; ") + ".";
    let time_title = beginning(unit);
    let kind = FigureKind::EventStudy(EventStudy {
        effect: frame.effect.clone(),
        time_title: say!(l, "{time_title} sejak program dimulai", "{time_title}s since the program started"),
        reference: None,
        before: say!(l, "Sebelum program", "Before the program"),
        after: say!(l, "Sesudah program", "After the program"),
        units: say!(l, "Unit", "Units"),
        methods: series,
    });
    let by = match methods {
        [only] => name(only, l),
        _ => say!(l, "menurut metode", "by method"),
    };
    let subtitle = say!(
        l,
        "Dampak terhadap {outcome} per {unit} sejak program dimulai, {by}, dengan selang kepercayaan {level}",
        "Effect on {outcome} by {unit} since the program started, {by}, with {level} confidence intervals"
    );
    Figure { name: format!("{}{suffix}", frame.by_time), title, subtitle, source: frame.source.clone(), alt, lang: l, kind }
}

/// The effects by time of one method as points of a chart; a reference, zero by definition, is no finding and stays out.
fn points(found: &Estimate) -> Vec<EventPoint> {
    let mut out: Vec<EventPoint> = dynamic(found)
        .filter(|effect| effect.std_error.is_some() || effect.estimate != Some(0.0))
        .map(|effect| EventPoint {
            event_time: effect.key.event_time.map_or(0, |time| time.0),
            estimate: effect.estimate,
            low: effect.conf_low,
            high: effect.conf_high,
            band_low: effect.band_low,
            band_high: effect.band_high,
            // Methods that count records instead of units would not fit into one row of numbers.
            units: effect.extra.get("units").and_then(serde_json::Value::as_u64).filter(|_| found.sample.units.is_some()),
        })
        .collect();
    out.sort_by_key(|point| point.event_time);
    out
}
