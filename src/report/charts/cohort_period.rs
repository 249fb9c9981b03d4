//! Effects by cohort and period: one small panel a cohort on common axes, hollow before its start and filled after.

use super::axis::{Plot, Scale, axis_title, effect_limits, range, ticks, y_axis, zero_line};
use super::figure::{CohortPanel, CohortPeriods};
use super::font::Weight;
use super::marks::{arrow, mark};
use super::palette::{DARK, MUTED, RULE, TREATED};
use super::surface::{Anchor, Surface, Type, text_width};
use super::time::{first_label, short_label, steps};
use super::{ChartError, EDGE, axis, place};
use crate::locale::Lang;

/// Least width of a panel in pixels.
const LEAST: f64 = 200.0;
/// Height of the plot of a panel.
const HEIGHT: f64 = 170.0;
/// Space between panels.
const GAP: f64 = 18.0;

pub(super) fn draw(data: &CohortPeriods, lang: Lang, surface: &mut Surface, top: f64) -> Result<f64, ChartError> {
    let points: Vec<_> = data.panels.iter().flat_map(|panel| &panel.points).filter(|point| point.value.is_some()).collect();
    let estimates: Vec<f64> = points.iter().filter_map(|point| point.value).collect();
    let intervals: Vec<(f64, f64)> = points.iter().filter_map(|point| point.low.zip(point.high)).collect();
    let limits = effect_limits(&estimates, &intervals).ok_or_else(ChartError::no_values)?;
    let time = range(points.iter().map(|point| point.period as f64)).ok_or_else(ChartError::no_values)?;
    let title = Type::new(12.0, MUTED);
    let lines = place::wrap(&axis_title(&data.effect.name, &data.effect.unit), surface.width - 2.0 * EDGE, title.size, title.weight);
    let first = surface.lines(&lines, (EDGE, top + 12.0), Anchor::Start, title) + 8.0;
    let y_ticks = ticks(limits.0, limits.1, 5);
    let left = EDGE + y_ticks.widest(lang) + 10.0;
    let room = surface.width - EDGE - left;
    let across = (((room + GAP) / (LEAST + GAP)).floor() as usize).clamp(1, data.panels.len().max(1)).min(4);
    let width = (room - GAP * (across as f64 - 1.0)) / across as f64;
    let words = Type::new(12.0, DARK).bold();
    let mut bottom = first - 12.0;
    for panels in data.panels.chunks(across) {
        let headings: Vec<Vec<String>> = panels.iter().map(|panel| place::wrap(&panel.label, width, words.size, words.weight)).collect();
        let tallest = headings.iter().map(Vec::len).max().unwrap_or(0) as f64;
        let head = bottom + 14.0;
        let plot_top = head + (tallest - 1.0).max(0.0) * words.leading() + 8.0;
        for (column, panel) in panels.iter().enumerate() {
            let from = left + column as f64 * (width + GAP);
            let plot = Plot { left: from, right: from + width, top: plot_top, bottom: plot_top + HEIGHT };
            surface.lines(&headings[column], (from, head), Anchor::Start, words);
            let scales = (Scale::new((time.0 - 0.5, time.1 + 0.5), plot.left, plot.right), Scale::new(limits, plot.bottom, plot.top));
            if column == 0 {
                y_axis(surface, plot, &scales.1, &y_ticks, lang);
            } else {
                for value in &y_ticks.values {
                    surface.line(&[(plot.left, scales.1.at(*value)), (plot.right, scales.1.at(*value))], super::palette::GRID, 1.0);
                }
            }
            draw_panel(data, panel, lang, surface, plot, &scales);
        }
        bottom = plot_top + HEIGHT + 20.0;
    }
    if !data.time_title.is_empty() {
        surface.text(&data.time_title, (f64::midpoint(left, surface.width - EDGE), bottom + 16.0), Anchor::Middle, title);
        bottom += 18.0;
    }
    Ok(bottom)
}

fn draw_panel(data: &CohortPeriods, panel: &CohortPanel, lang: Lang, surface: &mut Surface, plot: Plot, (x, y): &(Scale, Scale)) {
    zero_line(surface, plot, y, true);
    let start = x.at(panel.start as f64 - 0.5);
    if start > plot.left && start < plot.right {
        surface.dashed(&[(start, plot.top), (start, plot.bottom)], DARK, 1.2, (5.0, 4.0));
    }
    let radius = ((x.at(1.0) - x.at(0.0)) * 0.32).clamp(1.8, 4.0);
    for point in &panel.points {
        let at = x.at(point.period as f64);
        if let Some((low, high)) = point.low.zip(point.high) {
            surface.line(&[(at, y.within(low)), (at, y.within(high))], TREATED, if radius < 2.5 { 1.2 } else { 1.8 });
            if high > y.high {
                arrow(surface, (at, y.at(y.high)), (0.0, -1.0), TREATED);
            }
            if low < y.low {
                arrow(surface, (at, y.at(y.low)), (0.0, 1.0), TREATED);
            }
        }
        if let Some(value) = point.value {
            mark(surface, 0, (at, y.within(value)), radius, TREATED, point.period < panel.start);
        }
    }
    surface.line(&[(plot.left, plot.bottom), (plot.right, plot.bottom)], RULE, 1.0);
    let kind = Type::new(axis::TICK_SIZE, MUTED);
    let (first, last) = (x.low.ceil() as i64, x.high.floor() as i64);
    let widest = (first..=last).take(500).map(|period| text_width(&short_label(data.scale, period, lang), kind.size, Weight::Regular)).fold(0.0, f64::max);
    let one = x.at(1.0) - x.at(0.0);
    let step = steps(data.scale).iter().copied().find(|step| *step as f64 * one >= widest + 12.0).unwrap_or(last - first + 1);
    let mut period = first_label(data.scale, first, step);
    while period <= last {
        let at = x.at(period as f64);
        let half = text_width(&short_label(data.scale, period, lang), kind.size, Weight::Regular) / 2.0;
        surface.line(&[(at, plot.bottom), (at, plot.bottom + 4.0)], RULE, 1.0);
        if at - half >= plot.left - 6.0 && at + half <= plot.right + 6.0 {
            surface.text(&short_label(data.scale, period, lang), (at, plot.bottom + 17.0), Anchor::Middle, kind);
        }
        period += step;
    }
}
