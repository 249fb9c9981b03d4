//! Effects by periods since the start.

use super::{effect_axis, figure};
use crate::estimate::{Effect, EffectKind, Estimate};
use crate::locale::{Lang, p_value};
use crate::report::cards::title as title_of;
use crate::report::charts::{EventPoint, EventSeries, EventStudy, Figure, FigureKind};
use crate::report::compose::say::say;
use crate::report::compose::wording::{Reading, beginning};
use crate::report::compose::{OutcomeStory, Story};
use crate::report::tables::event_time;

/// The chart; none where no effects by event time are there.
pub(crate) fn event_study(story: &Story, part: &OutcomeStory) -> Option<Figure> {
    let found = part.outcome.by_time()?;
    let (l, words) = (story.lang, &part.words);
    let effects: Vec<&Effect> = found.effects.iter().filter(|effect| effect.key.kind == EffectKind::EventTime && effect.key.event_time.is_some()).collect();
    if effects.is_empty() {
        return None;
    }
    let mut points: Vec<EventPoint> = effects
        .iter()
        .map(|effect| EventPoint {
            event_time: effect.key.event_time.map_or(0, |time| time.0),
            estimate: effect.estimate,
            low: effect.conf_low,
            high: effect.conf_high,
            band_low: effect.band_low,
            band_high: effect.band_high,
            units: effect.extra.get("units").and_then(serde_json::Value::as_u64),
        })
        .collect();
    points.sort_by_key(|point| point.event_time);
    let reference = reference(found, &points);
    if let Some(time) = reference.filter(|time| points.iter().all(|point| point.event_time != *time)) {
        points.push(EventPoint { event_time: time, estimate: Some(0.0), ..EventPoint::default() });
        points.sort_by_key(|point| point.event_time);
    }
    let unit = found.scale.unit(l);
    let title_of_time = beginning(unit);
    let pre_trends = part.pre_trends();
    let level = words.level();
    let mut subtitle = say!(
        l,
        "Dampak per {unit} sejak program dimulai, dengan selang kepercayaan {level}",
        "Effect by {unit} since the program started, with {level} confidence intervals"
    );
    if let Some(p) = pre_trends {
        let p = p_words(l, p);
        subtitle.push_str(&say!(l, "; uji gerak sejajar sebelum program: {p}", "; joint test of the periods before: {p}"));
    }
    let alt = alternative(story, part, found, &effects);
    let kind = FigureKind::EventStudy(EventStudy {
        effect: effect_axis(words),
        time_title: say!(l, "{title_of_time} sejak program dimulai", "{title_of_time}s since the program started"),
        reference: reference.map(|time| (time, say!(l, "acuan", "reference"))),
        before: say!(l, "Sebelum program", "Before the program"),
        after: say!(l, "Sesudah program", "After the program"),
        units: if found.sample.units.is_some() { say!(l, "Unit", "Units") } else { say!(l, "Catatan", "Records") },
        methods: vec![EventSeries { label: title_of(&found.command, &found.method, l), points }],
    });
    Some(figure(story, part.file("event-study"), title(story, part, pre_trends), subtitle, alt, kind))
}

/// `p = 0,42` or `p < 0,001`.
pub(crate) fn p_words(l: Lang, p: f64) -> String {
    let shown = p_value(l, p);
    if shown.starts_with('<') { format!("p {shown}") } else { format!("p = {shown}") }.replace(' ', "\u{a0}")
}

/// The event time that is zero by construction: what the settings say, an effect without error at zero, or −1 where it is the gap in the row.
fn reference(found: &Estimate, points: &[EventPoint]) -> Option<i64> {
    if let Some(time) = found.settings.get("reference").and_then(serde_json::Value::as_i64) {
        return Some(time);
    }
    if let Some(point) = points.iter().find(|point| point.estimate == Some(0.0) && point.low.is_none_or(|low| low == 0.0)) {
        return Some(point.event_time);
    }
    let has = |time: i64| points.iter().any(|point| point.event_time == time);
    (!has(-1) && has(-2) && has(0)).then_some(-1)
}

fn title(story: &Story, part: &OutcomeStory, pre_trends: Option<f64>) -> String {
    let (l, words) = (story.lang, &part.words);
    let inside = words.label_inside();
    let effect = part.main_effect();
    let reading = part.reading();
    let after = effect.and_then(|effect| effect.estimate).map(|estimate| words.change(estimate));
    match (pre_trends, reading, after) {
        (Some(p), Reading::Improved | Reading::Worsened, Some(change)) if p >= 0.05 => say!(
            l,
            "Sebelum program tidak tampak perbedaan gerak; sesudahnya {inside} {change}",
            "No difference in movement before the program; afterwards {inside} {change}"
        ),
        (Some(p), ..) if p < 0.05 => {
            say!(l, "Kedua kelompok sudah bergerak berbeda sebelum program dimulai", "The two groups moved differently before the program started")
        }
        (Some(_), Reading::Unclear, _) => say!(
            l,
            "Sebelum maupun sesudah program tidak tampak perbedaan gerak {inside}",
            "No difference in the movement of {inside}, before or after the program"
        ),
        _ => say!(l, "Dampak terhadap {inside} menurut lama program", "Effect on {inside} by time since the start"),
    }
}

fn alternative(story: &Story, part: &OutcomeStory, found: &Estimate, effects: &[&Effect]) -> String {
    let (l, words) = (story.lang, &part.words);
    let inside = words.label_inside();
    let mut out = say!(l, "Dampak terhadap {inside} menurut waktu sejak program dimulai:", "Effect on {inside} by time since the program started:");
    let mut parts = Vec::new();
    for effect in effects {
        let (Some(time), Some(estimate)) = (effect.key.event_time, effect.estimate) else { continue };
        let when = event_time(time.0, found.scale, l);
        let value = crate::locale::number(l, estimate, words.decimals);
        let range = match (effect.conf_low, effect.conf_high) {
            (Some(low), Some(high)) if low < high => format!(" ({})", crate::locale::interval(l, low, high, words.decimals)),
            _ => String::new(),
        };
        parts.push(format!("{when}: {value}{range}"));
    }
    out.push(' ');
    out.push_str(&parts.join("; "));
    out.push('.');
    out
}
