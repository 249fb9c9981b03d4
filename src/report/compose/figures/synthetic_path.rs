//! The treated path beside a mix of comparison units, for every estimate that carries both.

use super::{effect_axis, figure, outcome_axis};
use crate::estimate::{Effect, EffectKind, Estimate};
use crate::locale::{interval, number, percent};
use crate::panel::Cohort;
use crate::report::cards::title as title_of;
use crate::report::charts::{Figure, FigureKind, PathPoint, StartMark, SyntheticPath, UnitWeight};
use crate::report::compose::say::say;
use crate::report::compose::wording::beginning;
use crate::report::compose::{OutcomeStory, Story};
use serde_json::Value;

/// Units that are shown one by one.
const SHOWN: usize = 10;

/// One chart an estimate with a path and one start.
pub(crate) fn synthetic_paths(story: &Story, part: &OutcomeStory) -> Vec<Figure> {
    part.outcome.did.iter().filter_map(|found| synthetic_path(story, part, found)).collect()
}

/// The paths of the main estimate and their gap without what they are mixed from, for the first screen.
pub(crate) fn paths_alone(story: &Story, part: &OutcomeStory) -> Option<Figure> {
    let found = part.outcome.did.first()?;
    let mut figure = synthetic_path(story, part, found)?;
    let FigureKind::SyntheticPath(drawn) = &mut figure.kind else { return None };
    drawn.units.clear();
    drawn.points.iter_mut().for_each(|point| point.weight = None);
    let (l, title, unit, level) = (story.lang, beginning(&method_title(story, found)), found.scale.unit(story.lang), part.words.level());
    figure.name = part.file("paths");
    figure.subtitle = say!(
        l,
        "{title}: jalur program dan jalur sintetis, dan selisihnya per {unit} dengan selang kepercayaan {level}",
        "{title}: treated and synthetic path, and their gap by {unit} with {level} confidence intervals"
    );
    Some(figure)
}

fn synthetic_path(story: &Story, part: &OutcomeStory, found: &Estimate) -> Option<Figure> {
    let (l, words) = (story.lang, &part.words);
    let path = found.parts.get("path")?.as_array()?;
    let weights = found.parts.get("weights")?;
    let cells: Vec<&Effect> = found.effects.iter().filter(|effect| effect.key.kind == EffectKind::CohortPeriod).collect();
    let Some(Cohort::TreatedFrom(start)) = cells.first().and_then(|effect| effect.key.cohort) else { return None };
    // Paths of several starts have several charts of their own: the effects by start show them.
    if path.len() != cells.len() || cells.iter().any(|effect| effect.key.cohort != Some(Cohort::TreatedFrom(start))) {
        return None;
    }
    let field = |entry: &Value, name: &str| entry.get(name).and_then(Value::as_f64);
    let lambda = weights.get("periods").and_then(Value::as_array);
    let points: Vec<PathPoint> = path
        .iter()
        .zip(&cells)
        .enumerate()
        .map(|(at, (entry, effect))| {
            let treated = field(entry, "treated");
            PathPoint {
                period: effect.key.period.map_or(0, |period| period.0),
                treated,
                synthetic: treated.zip(effect.estimate).map(|(treated, gap)| treated - gap),
                gap: effect.estimate,
                low: effect.conf_low,
                high: effect.conf_high,
                weight: lambda.and_then(|list| list.get(at)).and_then(|entry| field(entry, "weight")),
            }
        })
        .collect();
    let units = heaviest(weights.get("units")?.as_array()?, l);
    let title = beginning(&method_title(story, found));
    let when = found.scale.label(start, l);
    let unit = found.scale.unit(l);
    let inside = words.label_inside();
    let change = found.headline().and_then(|effect| effect.estimate).map(|estimate| words.change(estimate));
    let heading = match &change {
        Some(change) => {
            say!(l, "{inside} {change} dibandingkan dengan paduan wilayah pembandingnya", "{inside} {change} against its mix of comparison regions")
        }
        None => say!(l, "{inside} dan paduan wilayah pembandingnya", "{inside} and its mix of comparison regions"),
    };
    let donors = weights.get("units").and_then(Value::as_array).map_or(0, Vec::len);
    let carrying =
        weights.get("units").and_then(Value::as_array).map_or(0, |list| list.iter().filter(|entry| field(entry, "weight").is_some_and(|w| w > 0.0)).count());
    let level = words.level();
    let subtitle = say!(
        l,
        "{title}: jalur program dan jalur sintetis, selisihnya per {unit} dengan selang kepercayaan {level}, dan bobot; {carrying} dari {donors} unit pembanding berbobot",
        "{title}: treated and synthetic path, their gap by {unit} with {level} confidence intervals, and weights; {carrying} of {donors} comparison units have weight"
    );
    let alt = alternative(story, part, found, &points, &units, &when);
    let kind = FigureKind::SyntheticPath(SyntheticPath {
        outcome: outcome_axis(words),
        gap: crate::report::charts::Quantity { name: say!(l, "Selisih program − sintetis", "Gap, treated − synthetic"), ..effect_axis(words) },
        scale: found.scale,
        time_title: beginning(unit),
        start: Some(StartMark { period: start.0, label: say!(l, "Program dimulai ({when})", "Program starts ({when})") }),
        labels: [story.treated.clone(), say!(l, "Sintetis", "Synthetic"), say!(l, "Selisih", "Gap")],
        points,
        units_title: say!(l, "Bobot unit pembanding", "Weights of comparison units"),
        units,
        periods_title: say!(l, "Bobot {unit} sebelum program", "Weights of the {unit}s before the start"),
    });
    Some(figure(story, part.file(&found.method), beginning(&heading), subtitle, alt, kind))
}

fn method_title(story: &Story, found: &Estimate) -> String {
    title_of(&found.command, &found.method, story.lang)
}

/// Units with weight, the heaviest first; those beyond the shown ones together.
fn heaviest(list: &[Value], l: crate::locale::Lang) -> Vec<UnitWeight> {
    let mut all: Vec<UnitWeight> = list
        .iter()
        .filter_map(|entry| Some(UnitWeight { label: entry.get("unit")?.as_str()?.to_owned(), weight: entry.get("weight")?.as_f64()? }))
        .filter(|unit| unit.weight > 0.0)
        .collect();
    all.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.label.cmp(&b.label)));
    if all.len() > SHOWN {
        let rest = all.split_off(SHOWN - 1);
        let count = rest.len();
        all.push(UnitWeight { label: say!(l, "{count} unit lainnya", "{count} other units"), weight: rest.iter().map(|unit| unit.weight).sum() });
    }
    all
}

fn alternative(story: &Story, part: &OutcomeStory, found: &Estimate, points: &[PathPoint], units: &[UnitWeight], when: &str) -> String {
    let (l, words) = (story.lang, &part.words);
    let shown = |value: f64| number(l, value, words.decimals);
    let mix = units.iter().map(|unit| format!("{} {}", unit.label, percent(l, unit.weight, 1))).collect::<Vec<_>>().join("; ");
    let gaps = points
        .iter()
        .filter_map(|point| {
            let label = found.scale.label(crate::panel::Period(point.period), l);
            let range = match (point.low, point.high) {
                (Some(low), Some(high)) if low < high => format!(" ({})", interval(l, low, high, words.decimals)),
                _ => String::new(),
            };
            Some(format!("{label}: {}{range}", shown(point.gap?)))
        })
        .collect::<Vec<_>>()
        .join("; ");
    let inside = words.label_inside();
    say!(
        l,
        "Selisih {inside} antara unit program dan jalur sintetis, program dimulai {when}: {gaps}. Bobot unit pembanding: {mix}.",
        "Gap in {inside} between the treated and the synthetic path, program from {when}: {gaps}. Weights of comparison units: {mix}."
    )
}
