//! Means of groups by period, with the program's start and the path without the program.

use super::axis::{Plot, Scale, TICK_SIZE, axis_title, padded, range, ticks, y_axis, zero_line};
use super::figure::{Role, Series, TrendPoint, Trends};
use super::font::Weight;
use super::palette::{BAND, DARK, MUTED, RULE, WHITE, ink, word_ink};
use super::surface::{Anchor, Surface, Type, text_width};
use super::{ChartError, EDGE, place, time};
use crate::locale::Lang;

const LABEL_SIZE: f64 = 12.0;
const LEADING: f64 = 15.0;

/// What panels that share a time axis have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    /// Left edge of the plots.
    pub(super) left: f64,
    /// Width of the labels at the lines' ends.
    pub(super) labels: f64,
    /// Least height of the plot.
    pub(super) height: f64,
    /// Whether zero belongs to the axis and is marked.
    pub(super) zero: bool,
}

/// Width of the widest label at a line's end.
pub(super) fn label_width(data: &Trends, width: f64) -> f64 {
    end_lines(data, width).iter().map(|lines| place::widest(lines, LABEL_SIZE, Weight::SemiBold)).fold(0.0, f64::max)
}

/// Labels at the lines' ends as lines.
fn end_lines(data: &Trends, width: f64) -> Vec<Vec<String>> {
    let widest = if width < 500.0 { 84.0 } else { 160.0 };
    data.series.iter().map(|series| place::wrap(&series.label, widest, LABEL_SIZE, Weight::SemiBold)).collect()
}

/// Limits of the y axis; none where nothing is defined.
pub(super) fn limits(data: &Trends, zero: bool) -> Option<(f64, f64)> {
    let drawn = data.series.iter().flat_map(|series| &series.points).filter(|point| point.value.is_some_and(f64::is_finite));
    let values = range(drawn.flat_map(|p| [p.value, p.low, p.high]).flatten().chain(zero.then_some(0.0)))?;
    Some(padded(values.0, values.1, 0.07))
}

pub(super) fn draw(data: &Trends, lang: Lang, surface: &mut Surface, top: f64) -> Result<f64, ChartError> {
    draw_in(data, lang, surface, top, None).map(|(bottom, _)| bottom)
}

/// Draws into a frame where one is given; gives the bottom and the time axis in pixels.
pub(super) fn draw_in(data: &Trends, lang: Lang, surface: &mut Surface, top: f64, frame: Option<Frame>) -> Result<(f64, Scale), ChartError> {
    let drawn: Vec<&TrendPoint> = data.series.iter().flat_map(|series| &series.points).filter(|point| point.value.is_some_and(f64::is_finite)).collect();
    let zero = frame.is_some_and(|frame| frame.zero);
    let limits = limits(data, zero).ok_or_else(ChartError::no_values)?;
    let (first, last) = range(drawn.iter().map(|point| point.period as f64)).ok_or_else(ChartError::no_values)?;
    let y_ticks = ticks(limits.0, limits.1, 6);
    let narrow = surface.width < 500.0;

    let labels = end_lines(data, surface.width);
    let label_width = frame.map_or_else(|| label_width(data, surface.width), |frame| frame.labels);

    let title = Type::new(12.0, MUTED);
    let y_title = place::wrap(&axis_title(&data.outcome.name, &data.outcome.unit), surface.width - 2.0 * EDGE, title.size, title.weight);
    let mut plot_top = surface.lines(&y_title, (EDGE, top + 12.0), Anchor::Start, title) - title.leading() + 12.0;
    let start_type = Type::new(12.0, DARK).bold();
    let start_lines = data.start.as_ref().map_or_else(Vec::new, |s| place::wrap(&s.label, surface.width / 2.0, start_type.size, start_type.weight));
    plot_top += start_lines.len() as f64 * start_type.leading() + if start_lines.is_empty() { 0.0 } else { 6.0 };
    // As high as the labels at the lines' ends need it.
    let label_height = labels.iter().map(|lines| lines.len() as f64 * LEADING + 4.0).sum::<f64>();
    let plot = Plot {
        left: frame.map_or(EDGE + y_ticks.widest(lang) + 10.0, |frame| frame.left),
        right: surface.width - EDGE - label_width - 16.0,
        top: plot_top,
        bottom: plot_top + f64::max(frame.map_or(if narrow { 230.0 } else { 300.0 }, |frame| frame.height), label_height),
    };
    let x = Scale::new((first - 0.5, last + 0.5), plot.left, plot.right);
    let y = Scale::new(limits, plot.bottom, plot.top);

    for (from, to, _) in bands(data, &x) {
        surface.rect((from, plot.top), (to, plot.bottom), BAND);
    }
    y_axis(surface, plot, &y, &y_ticks, lang);
    if zero {
        zero_line(surface, plot, &y, true);
    }
    let bottom = time_axis(data, lang, surface, plot, &x, (first as i64, last as i64));
    if let Some(start) = &data.start {
        let at = start.period as f64 - 0.5;
        if x.holds(at) {
            let at = x.at(at);
            surface.dashed(&[(at, plot.top - 4.0), (at, plot.bottom)], DARK, 1.2, (5.0, 4.0));
            let half = place::widest(&start_lines, start_type.size, start_type.weight) / 2.0;
            let center = at.clamp((EDGE + half).min(surface.width / 2.0), (surface.width - EDGE - half).max(surface.width / 2.0));
            let baseline = plot.top - 10.0 - (start_lines.len() as f64 - 1.0) * start_type.leading();
            surface.lines(&start_lines, (center, baseline), Anchor::Middle, start_type);
        }
    }
    // Back to front: comparison, counterfactual, treated.
    let depth = |series: &&Series| match series.role {
        Role::Other(_) | Role::Observed => 0,
        Role::Comparison => 1,
        Role::Counterfactual => 2,
        Role::Treated => 3,
        Role::Signal => 4,
    };
    let mut order: Vec<&Series> = data.series.iter().collect();
    order.sort_by_key(depth);
    for series in &order {
        ribbon(series, surface, &x, &y);
    }
    let dots = x.at(first + 1.0) - x.at(first) >= 9.0 && data.series.iter().all(|series| series.role != Role::Observed);
    for series in &order {
        path(series, surface, &x, &y, dots);
    }
    band_labels(data, surface, plot, &x);
    end_labels(data, &labels, surface, plot, &x, &y);
    Ok((bottom, x))
}

/// Left and right edge in pixels and label of the bands that are seen.
fn bands<'a>(data: &'a Trends, x: &'a Scale) -> impl Iterator<Item = (f64, f64, &'a str)> {
    let seen = data.bands.iter().filter(|band| band.to > x.low && band.from < x.high);
    seen.map(|band| (x.within(band.from), x.within(band.to), band.label.as_str()))
}

/// Names at the foot of the bands; one that would touch the one before is left out.
fn band_labels(data: &Trends, surface: &mut Surface, plot: Plot, x: &Scale) {
    let mut free = f64::NEG_INFINITY;
    let kind = Type::new(11.0, MUTED).halo();
    for (from, to, label) in bands(data, x) {
        let half = text_width(label, kind.size, kind.weight) / 2.0;
        let center = f64::midpoint(from, to).clamp(plot.left + half + 2.0, (plot.right - half - 2.0).max(plot.left + half + 2.0));
        // Beside the line of the start, not across it.
        let start = data.start.as_ref().map(|start| x.within(start.period as f64 - 0.5)).filter(|at| (at - center).abs() < half + 3.0);
        let center = start.map_or(center, |at| if center < at { at - half - 3.0 } else { at + half + 3.0 });
        if center - half > free {
            surface.text(label, (center, plot.bottom - 6.0), Anchor::Middle, kind);
            free = center + half + 6.0;
        }
    }
}

fn time_axis(data: &Trends, lang: Lang, surface: &mut Surface, plot: Plot, x: &Scale, (first, last): (i64, i64)) -> f64 {
    surface.line(&[(plot.left, plot.bottom), (plot.right, plot.bottom)], RULE, 1.0);
    let room = x.at(1.0) - x.at(0.0);
    let widest =
        (first..=last).take(400).map(|period| text_width(&time::short_label(data.scale, period, lang), TICK_SIZE, Weight::Regular)).fold(0.0, f64::max);
    let step = time::steps(data.scale).iter().copied().find(|step| *step as f64 * room >= widest + 10.0).unwrap_or(last - first + 1);
    let begins = time::first_label(data.scale, first, step);
    for period in (begins..=last).step_by(step.max(1) as usize) {
        let at = x.at(period as f64);
        surface.line(&[(at, plot.bottom), (at, plot.bottom + 4.0)], RULE, 1.0);
        surface.centered(&time::short_label(data.scale, period, lang), (at, plot.bottom + 17.0), Type::new(TICK_SIZE, MUTED));
    }
    if data.time_title.is_empty() {
        return plot.bottom + 20.0;
    }
    let kind = Type::new(12.0, MUTED);
    let lines = place::wrap(&data.time_title, plot.right - plot.left, kind.size, kind.weight);
    surface.lines(&lines, (f64::midpoint(plot.left, plot.right), plot.bottom + 36.0), Anchor::Middle, kind) - kind.leading() + 2.0
}

/// Runs of neighbouring periods for which `value` is defined: a gap in time breaks the line.
fn runs<T>(points: &[TrendPoint], value: impl Fn(&TrendPoint) -> Option<T>) -> Vec<Vec<(i64, T)>> {
    let mut runs: Vec<Vec<(i64, T)>> = Vec::new();
    let mut before: Option<i64> = None;
    for point in points {
        let Some(value) = value(point) else { continue };
        match runs.last_mut() {
            Some(run) if before == Some(point.period - 1) => run.push((point.period, value)),
            _ => runs.push(vec![(point.period, value)]),
        }
        before = Some(point.period);
    }
    runs
}

fn ribbon(series: &Series, surface: &mut Surface, x: &Scale, y: &Scale) {
    let alpha = if series.role == Role::Counterfactual { 0.08 } else { 0.17 };
    for run in runs(&series.points, |p| p.value.and(p.low.zip(p.high)).filter(|(low, high)| low.is_finite() && high.is_finite())) {
        let upper = run.iter().map(|(period, (_, high))| (x.at(*period as f64), y.at(*high)));
        let lower = run.iter().rev().map(|(period, (low, _))| (x.at(*period as f64), y.at(*low)));
        let outline: Vec<(f64, f64)> = upper.chain(lower).collect();
        surface.polygon(&outline, ink(series.role).faint(alpha));
        if let [(period, (low, high))] = run[..] {
            let at = x.at(period as f64);
            surface.line(&[(at, y.at(low)), (at, y.at(high))], ink(series.role).faint(0.5), 2.0);
        }
    }
}

fn path(series: &Series, surface: &mut Surface, x: &Scale, y: &Scale, dots: bool) {
    let color = ink(series.role);
    if matches!(series.role, Role::Observed | Role::Signal) {
        for (period, value) in series.points.iter().filter_map(|point| Some((point.period, point.value.filter(|value| value.is_finite())?))) {
            let at = (x.at(period as f64), y.at(value));
            if series.role == Role::Signal { surface.dot(at, 3.0, color) } else { surface.ring(at, 2.3, color, 1.3) }
        }
        return;
    }
    for run in runs(&series.points, |p| p.value.filter(|value| value.is_finite())) {
        let points: Vec<(f64, f64)> = run.iter().map(|(period, value)| (x.at(*period as f64), y.at(*value))).collect();
        match series.role {
            Role::Counterfactual => surface.dashed(&points, color, 2.0, (6.0, 4.0)),
            Role::Treated => surface.line(&points, color, 2.6),
            Role::Comparison | Role::Other(_) | Role::Observed | Role::Signal => surface.line(&points, color, 1.8),
        }
        let marked = dots || points.len() == 1;
        for point in points.iter().filter(|_| marked) {
            match series.role {
                Role::Treated => surface.dot(*point, 3.4, color),
                Role::Counterfactual if points.len() > 1 => {}
                _ => surface.ring(*point, 2.8, color, 1.5),
            }
        }
    }
}

fn end_labels(data: &Trends, labels: &[Vec<String>], surface: &mut Surface, plot: Plot, x: &Scale, y: &Scale) {
    let mut ends = Vec::new();
    for (series, lines) in data.series.iter().zip(labels) {
        let Some((period, value)) = series.points.iter().rev().find_map(|p| p.value.filter(|v| v.is_finite()).map(|value| (p.period, value))) else { continue };
        if !lines.is_empty() {
            ends.push((series, lines, x.at(period as f64), y.at(value)));
        }
    }
    let wanted: Vec<f64> = ends.iter().map(|end| end.3).collect();
    let heights: Vec<f64> = ends.iter().map(|end| end.1.len() as f64 * LEADING).collect();
    let centers = place::spread(&wanted, &heights, 4.0, plot.top - 8.0, plot.bottom + 8.0);
    for ((series, lines, from, at), center) in ends.into_iter().zip(centers) {
        let color = word_ink(series.role);
        let left = plot.right + 10.0;
        if left - from > 26.0 || (center - at).abs() > 5.0 {
            surface.line(&[(from + 5.0, at), (left - 3.0, center)], WHITE.faint(0.9), 3.0);
            surface.line(&[(from + 5.0, at), (left - 3.0, center)], color.faint(0.6), 1.0);
        }
        let kind = Type::new(LABEL_SIZE, color);
        let kind = if series.role == Role::Treated { kind.bold() } else { kind };
        let baseline = center - lines.len() as f64 * LEADING / 2.0 + 11.5;
        for (place, line) in lines.iter().enumerate() {
            surface.text(line, (left, baseline + place as f64 * LEADING), Anchor::Start, kind);
        }
    }
}
