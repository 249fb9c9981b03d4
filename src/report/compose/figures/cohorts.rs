//! Effects by cohort and period, and effects by time of several methods.

use super::{effect_axis, figure};
use crate::estimate::{Effect, EffectKind, Estimate};
use crate::locale::{integer, interval, number};
use crate::panel::{Cohort, Period};
use crate::report::charts::{CohortPanel, CohortPeriods, Figure, FigureKind, TrendPoint};
use crate::report::compose::say::say;
use crate::report::compose::wording::beginning;
use crate::report::compose::{OutcomeStory, Story};
use crate::report::side_by_side::{Frame, event_studies};

/// Cohorts up to which each has a panel.
const MOST: usize = 12;

fn cells(found: &Estimate) -> impl Iterator<Item = (Period, &Effect)> {
    found.effects.iter().filter(|effect| effect.key.kind == EffectKind::CohortPeriod).filter_map(|effect| match effect.key.cohort {
        Some(Cohort::TreatedFrom(start)) => Some((start, effect)),
        Some(Cohort::NeverTreated) | None => None,
    })
}

/// One small panel a cohort; none with fewer than two cohorts, or where they are too many to be told apart.
pub(crate) fn cohort_periods(story: &Story, part: &OutcomeStory) -> Option<Figure> {
    let found = part.outcome.did.first()?;
    let (l, words) = (story.lang, &part.words);
    let mut starts: Vec<Period> = cells(found).map(|(start, _)| start).collect();
    starts.sort_unstable();
    starts.dedup();
    if starts.len() < 2 || starts.len() > MOST {
        return None;
    }
    let of =
        |start: Period| found.effects.iter().find(move |effect| effect.key.kind == EffectKind::Cohort && effect.key.cohort == Some(Cohort::TreatedFrom(start)));
    let panels: Vec<CohortPanel> = starts
        .iter()
        .map(|start| {
            let when = found.scale.label(*start, l);
            let units = of(*start).and_then(|effect| effect.extra.get("units")).and_then(serde_json::Value::as_u64);
            let label = match units.map(|units| integer(l, units)) {
                Some(units) if found.sample.units.is_some() => say!(l, "Mulai {when} ({units} unit)", "From {when} ({units} units)"),
                Some(records) => say!(l, "Mulai {when} ({records} catatan)", "From {when} ({records} records)"),
                None => say!(l, "Mulai {when}", "From {when}"),
            };
            let point = |effect: &Effect| TrendPoint {
                period: effect.key.period.map_or(0, |period| period.0),
                value: effect.estimate.filter(|_| effect.std_error.is_some()),
                low: effect.conf_low,
                high: effect.conf_high,
                n: effect.records,
            };
            let points = cells(found).filter(|(own, _)| own == start).map(|(_, effect)| point(effect)).collect();
            CohortPanel { label, start: start.0, points }
        })
        .collect();
    let averages: Vec<(Period, &Effect)> =
        starts.iter().filter_map(|start| Some((*start, of(*start)?))).filter(|(_, effect)| effect.estimate.is_some()).collect();
    let largest = averages.iter().max_by(|a, b| a.1.estimate.unwrap_or(0.0).abs().total_cmp(&b.1.estimate.unwrap_or(0.0).abs()));
    let count = starts.len();
    let title = match largest {
        Some((start, effect)) => {
            let (when, change) = (found.scale.label(*start, l), words.change(effect.estimate.unwrap_or_default()));
            let label = &words.label;
            say!(
                l,
                "{label} {change} pada gelombang {when}, yang terbesar dari {count} gelombang",
                "{label} {change} in the wave of {when}, the largest of {count} waves"
            )
        }
        None => say!(l, "Dampak setiap gelombang menurut waktu", "Effect of every wave over time"),
    };
    let described = |(start, effect): &(Period, &Effect)| {
        let value = number(l, effect.estimate.unwrap_or_default(), words.decimals);
        let range = match (effect.conf_low, effect.conf_high) {
            (Some(low), Some(high)) => format!(" ({})", interval(l, low, high, words.decimals)),
            _ => String::new(),
        };
        format!("{}: {value}{range}", found.scale.label(*start, l))
    };
    let list = averages.iter().map(described).collect::<Vec<_>>().join("; ");
    let inside = words.label_inside();
    let level = words.level();
    let unit = beginning(found.scale.unit(l));
    let kind = FigureKind::CohortPeriods(CohortPeriods { effect: effect_axis(words), scale: found.scale, time_title: unit, panels });
    let subtitle = say!(
        l,
        "Dampak terhadap {inside} menurut gelombang dan waktu, dengan selang kepercayaan {level}; garis putus-putus: program dimulai",
        "Effect on {inside} by wave and time, with {level} confidence intervals; dashed line: the program starts"
    );
    let alt = say!(
        l,
        "Rata-rata dampak terhadap {inside} sesudah program dimulai, menurut gelombang: {list}.",
        "Average effect on {inside} after the start, by wave: {list}."
    );
    Some(figure(story, part.file("cohorts"), title, subtitle, alt, kind))
}

/// The same event times by several methods, dodged.
pub(crate) fn methods_by_time(story: &Story, part: &OutcomeStory) -> Vec<Figure> {
    let words = &part.words;
    let fitted: Vec<&Estimate> = part.outcome.did.iter().chain(&part.outcome.event_study).collect();
    let Some(first) = fitted.first() else { return Vec::new() };
    let frame = Frame {
        lang: story.lang,
        effect: effect_axis(words),
        outcome: words.label_inside(),
        by_time: part.file("methods-by-time"),
        source: story.source_line(),
        level: words.level(),
        unit: first.scale.unit(story.lang),
    };
    event_studies(&frame, &fitted)
}
