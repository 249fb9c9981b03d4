//! Means of the groups over time, with the program's start and the path without the program.

use super::{figure, outcome_axis};
use crate::locale::integer;
use crate::panel::{Period, TimeScale};
use crate::report::charts::{Figure, FigureKind, Role, Series, StartMark, TimeBand, TrendPoint as Point, Trends as Drawn};
use crate::report::compose::say::say;
use crate::report::compose::wording::beginning;
use crate::report::compose::{OutcomeStory, Story};
use crate::study::{TrendSeries, Trends};

/// The chart; none where there are no trends.
pub(crate) fn trends(story: &Story, part: &OutcomeStory) -> Option<Figure> {
    let found = part.outcome.trends.as_ref()?;
    let (l, words) = (story.lang, &part.words);
    // Without the treated, whose groups may be too small to be shown, the lines answer nothing.
    let treated = found.series.iter().find(|series| series.treated && series.points.len() > 1)?;
    let critical = 1.96;
    let mut series: Vec<Series> = found
        .series
        .iter()
        .map(|line| Series {
            label: line.label.get(l).to_owned(),
            role: if line.treated { Role::Treated } else { Role::Comparison },
            points: line
                .points
                .iter()
                .map(|point| Point {
                    period: point.period.0,
                    value: Some(point.mean),
                    low: point.std_error.map(|error| point.mean - critical * error),
                    high: point.std_error.map(|error| point.mean + critical * error),
                    n: Some(point.records),
                })
                .collect(),
        })
        .collect();
    if let Some(points) = counterfactual(found) {
        series.push(Series { label: say!(l, "Tanpa program (perkiraan)", "Without the program (projected)"), role: Role::Counterfactual, points });
    }
    let several = story.result.program.start.is_none();
    let start = found.start.map(|start| {
        let when = found.scale.label(start, l);
        let label = if several {
            say!(l, "Gelombang pertama ({when})", "First wave starts ({when})")
        } else {
            say!(l, "Program dimulai ({when})", "Program starts ({when})")
        };
        StartMark { period: start.0, label }
    });
    let bands = found.ramadan.iter().map(|period| TimeBand { from: period.0 as f64 - 0.5, to: period.0 as f64 + 0.5, label: "Ramadan".into() }).collect();
    let unit = found.scale.unit(l);
    let title = part.finding(story);
    let records: u64 = found.series.iter().flat_map(|line| &line.points).map(|point| point.records).sum();
    let (records, inside, level) = (integer(l, records), words.label_inside(), words.level());
    // A share is a mean already.
    let drawn = if words.unit == "%" { words.label.clone() } else { say!(l, "Rata-rata {inside}", "Mean {inside}") };
    let subtitle = say!(
        l,
        "{drawn} per {unit} dengan selang kepercayaan {level}; {records} catatan",
        "{drawn} per {unit} with {level} confidence intervals; {records} records"
    );
    let alt = alternative(part, found, treated, l);
    let kind = FigureKind::Trends(Drawn { outcome: outcome_axis(words), scale: found.scale, time_title: beginning(unit), series, start, bands });
    Some(figure(story, part.file("trends"), title, subtitle, alt, kind))
}

/// The comparison's path moved to the treated level before the start, from the last period before on.
fn counterfactual(found: &Trends) -> Option<Vec<Point>> {
    let start = found.start?;
    let treated = found.series.iter().find(|series| series.treated)?;
    let comparison = found.series.iter().find(|series| !series.treated)?;
    let gap = mean(treated, |period| period < start)? - mean(comparison, |period| period < start)?;
    Some(
        comparison
            .points
            .iter()
            .filter(|point| point.period.0 >= start.0 - 1)
            .map(|point| Point { period: point.period.0, value: Some(point.mean + gap), ..Point::default() })
            .collect(),
    )
}

/// Mean over periods, each weighted by its records.
pub(crate) fn mean(series: &TrendSeries, keep: impl Fn(Period) -> bool) -> Option<f64> {
    let (mut sum, mut weight) = (0.0, 0.0);
    for point in series.points.iter().filter(|point| keep(point.period)) {
        sum += point.mean * point.records as f64;
        weight += point.records as f64;
    }
    (weight > 0.0).then(|| sum / weight)
}

fn alternative(part: &OutcomeStory, found: &Trends, treated: &TrendSeries, l: crate::locale::Lang) -> String {
    let words = &part.words;
    let span = |scale: TimeScale, series: &TrendSeries| match (series.points.first(), series.points.last()) {
        (Some(first), Some(last)) => (scale.label(first.period, l), scale.label(last.period, l)),
        _ => (String::new(), String::new()),
    };
    let (from, to) = span(found.scale, treated);
    let inside = words.label_inside();
    let mut out = say!(l, "Grafik garis {inside} dari {from} sampai {to}.", "Line chart of {inside} from {from} to {to}.");
    for series in &found.series {
        let name = series.label.get(l);
        let sentence = match found.start {
            Some(start) => match (mean(series, |p| p < start), mean(series, |p| p >= start)) {
                (Some(before), Some(after)) => {
                    let (before, after) = (words.value(before), words.value(after));
                    say!(
                        l,
                        " {name}: rata-rata {before} sebelum program dan {after} sesudahnya.",
                        " {name}: mean {before} before the program and {after} after."
                    )
                }
                _ => String::new(),
            },
            None => match (series.points.first(), series.points.last()) {
                (Some(first), Some(last)) => {
                    let (first, last) = (words.value(first.mean), words.value(last.mean));
                    say!(l, " {name}: {first} pada awal dan {last} pada akhir.", " {name}: {first} at first and {last} at last.")
                }
                _ => String::new(),
            },
        };
        out.push_str(&sentence);
    }
    out
}
