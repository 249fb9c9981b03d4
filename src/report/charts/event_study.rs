//! Effects by event time: hollow before the program, filled after, pointwise bars before the lighter simultaneous band; several methods dodged.

use super::axis::{Plot, Scale, TICK_SIZE, axis_title, effect_limits, range, ticks, y_axis, zero_line};
use super::figure::{EventPoint, EventSeries, EventStudy};
use super::font::Weight;
use super::marks::{arrow, mark};
use super::palette::{DARK, MUTED, RULE, method_ink};
use super::place::Taken;
use super::surface::{Anchor, Surface, Type, text_width};
use super::{ChartError, EDGE, axis, place};
use crate::locale::{Lang, integer, number};

/// Least room for the words of a side in pixels.
const LEAST: f64 = 76.0;

pub(super) fn draw(data: &EventStudy, lang: Lang, surface: &mut Surface, top: f64) -> Result<f64, ChartError> {
    let points: Vec<&EventPoint> = data.methods.iter().flat_map(|method| &method.points).filter(|p| p.estimate.is_some()).collect();
    let estimates: Vec<f64> = points.iter().filter_map(|point| point.estimate).collect();
    if estimates.is_empty() {
        return Err(ChartError::no_values());
    }
    let pairs = |low: Option<f64>, high: Option<f64>| low.zip(high);
    let intervals: Vec<(f64, f64)> = points.iter().flat_map(|p| [pairs(p.low, p.high), pairs(p.band_low, p.band_high)]).flatten().collect();
    let (y_low, y_high) = effect_limits(&estimates, &intervals).ok_or_else(ChartError::no_values)?;
    let reference = data.reference.as_ref().map(|r| r.0 as f64);
    let (first, last) = range(points.iter().map(|p| p.event_time as f64).chain(reference)).ok_or_else(ChartError::no_values)?;
    let narrow = surface.width < 500.0;

    let title = Type::new(12.0, MUTED);
    let y_title = place::wrap(&axis_title(&data.effect.name, &data.effect.unit), surface.width - 2.0 * EDGE, title.size, title.weight);
    let mut baseline = surface.lines(&y_title, (EDGE, top + 12.0), Anchor::Start, title);
    if data.methods.len() > 1 {
        baseline = key(&data.methods, surface, baseline + 4.0);
    }
    let y_ticks = ticks(y_low, y_high, 6);
    let units_lines = place::wrap(&data.units, if narrow { 60.0 } else { 100.0 }, 11.0, Weight::Regular);
    let has_units = points.iter().any(|point| point.units.is_some());
    let units_width = if has_units { place::widest(&units_lines, 11.0, Weight::Regular) } else { 0.0 };
    let right = surface.width - EDGE - 4.0;
    // The first number of units is centred under the first event time and must not reach its row head.
    let step = (right - EDGE - units_width) / (last - first + 1.0);
    let half = (first as i64..=last as i64).take(2000).map(|e| text_width(&count_label(data, lang, e), 11.0, Weight::Regular)).fold(0.0, f64::max) / 2.0;
    let beyond = if has_units { (half - step / 2.0 + 6.0).max(0.0) } else { 0.0 };
    let left = EDGE + y_ticks.widest(lang).max(units_width + beyond) + 10.0;
    let x = Scale::new((first - 0.5, last + 0.5), left, right);

    // The words over both sides of the start stand in a row of their own, wrapped to the room on their side.
    let words = Type::new(12.0, DARK).bold();
    let divider = x.at(-0.5);
    let both = first < -0.5 && last > -0.5;
    let (before, after) = if both {
        (
            place::wrap(&data.before, (divider - EDGE - 8.0).max(LEAST), words.size, words.weight),
            place::wrap(&data.after, (surface.width - 12.0 - divider).max(LEAST), words.size, words.weight),
        )
    } else {
        let one = if last > -0.5 { &data.after } else { &data.before };
        (Vec::new(), place::wrap(one, right - left, words.size, words.weight))
    };
    // Where a side is narrower than its words, they reach over the line, which then begins below them.
    let wide = |lines: &[String]| place::widest(lines, words.size, words.weight);
    let after_left = (divider + 8.0).min(surface.width - 4.0 - wide(&after));
    let before_right = (divider - 8.0).max(4.0 + wide(&before)).min(after_left - 12.0);
    let after_left = after_left.max(before_right + 12.0);
    let reaching = after_left < divider + 7.0 || before_right > divider - 7.0;
    let rows = before.len().max(after.len()) as f64;
    let words_top = baseline + 2.0;
    let plot_top = words_top + (rows - 1.0).max(0.0) * words.leading() + 10.0;
    let plot = Plot { left, right, top: plot_top, bottom: plot_top + if narrow { 240.0 } else { 300.0 } };
    let y = Scale::new((y_low, y_high), plot.bottom, plot.top);
    if both {
        surface.lines(&before, (before_right, words_top), Anchor::End, words.ink(MUTED));
        surface.lines(&after, (after_left, words_top), Anchor::Start, words);
    } else {
        surface.lines(&after, (left, words_top), Anchor::Start, words);
    }

    y_axis(surface, plot, &y, &y_ticks, lang);
    zero_line(surface, plot, &y, true);
    if both {
        let line_top = if reaching { plot.top - 4.0 } else { words_top - 10.0 };
        surface.dashed(&[(divider, line_top), (divider, plot.bottom)], DARK, 1.2, (5.0, 4.0));
    }
    for (place, method) in data.methods.iter().enumerate() {
        series(data, method, place, surface, &x, &y);
    }
    if let Some((event_time, word)) = &data.reference {
        let at = (x.at(*event_time as f64), y.within(0.0));
        mark(surface, 3, at, 4.2, DARK, true);
        let kind = Type::new(11.0, MUTED).halo();
        let width = text_width(word, kind.size, kind.weight);
        // Beside the line of the start, not across it; where no interval is in the way, else at the foot.
        let most = if both && at.0 < divider { divider - 4.0 } else { right };
        let from = (at.0 - width / 2.0).min(most - width).max(EDGE);
        let area = |baseline: f64| (from, baseline - 10.0, from + width, baseline + 3.0);
        let heights: Vec<f64> = [at.1 - 10.0, at.1 + 20.0, plot.bottom - 8.0, plot.top + 14.0]
            .into_iter()
            .filter(|baseline| *baseline > plot.top + 11.0 && *baseline < plot.bottom - 4.0)
            .collect();
        let mut taken = occupied(data, &x, &y);
        if let Some(place) = taken.choose(&heights.iter().copied().map(area).collect::<Vec<_>>()) {
            surface.text(word, (from, heights[place]), Anchor::Start, kind);
        }
    }
    Ok(foot(data, lang, surface, plot, &x, (first as i64, last as i64), has_units.then_some(units_lines.as_slice())))
}

/// The boxes of all intervals.
fn occupied(data: &EventStudy, x: &Scale, y: &Scale) -> Taken {
    let mut taken = Taken::default();
    let half = 0.4 * (x.at(1.0) - x.at(0.0)).min(36.0);
    for point in data.methods.iter().flat_map(|method| &method.points) {
        let at = x.at(point.event_time as f64);
        if let Some((low, high)) = point.low.zip(point.high) {
            taken.add((at - half, y.within(high), at + half, y.within(low)));
        }
    }
    taken
}

/// Marks and names of the methods right above the plot; gives the next baseline.
fn key(methods: &[EventSeries], surface: &mut Surface, mut baseline: f64) -> f64 {
    let kind = Type::new(12.0, DARK);
    let mut left = EDGE;
    for (place, method) in methods.iter().enumerate() {
        let lines = place::wrap(&method.label, surface.width - 2.0 * EDGE - 18.0, kind.size, kind.weight);
        let width = place::widest(&lines, kind.size, kind.weight) + 18.0;
        if left > EDGE && left + width > surface.width - EDGE {
            (left, baseline) = (EDGE, baseline + 18.0);
        }
        mark(surface, place, (left + 5.0, baseline - 4.0), 4.0, method_ink(place), false);
        let next = surface.lines(&lines, (left + 14.0, baseline), Anchor::Start, kind);
        left += width + 16.0;
        if lines.len() > 1 {
            baseline = next - kind.leading();
            left = surface.width;
        }
    }
    baseline + 20.0
}

fn series(data: &EventStudy, method: &EventSeries, place: usize, surface: &mut Surface, x: &Scale, y: &Scale) {
    let count = data.methods.len();
    let step = x.at(1.0) - x.at(0.0);
    let dodge = (step * 0.7 / count as f64).min(14.0);
    let shift = (place as f64 - (count as f64 - 1.0) / 2.0) * dodge;
    let color = method_ink(place);
    let at = |point: &EventPoint| x.at(point.event_time as f64) + shift;
    let is_reference = |point: &EventPoint| data.reference.as_ref().is_some_and(|r| r.0 == point.event_time);
    if count == 1 {
        band(method, surface, x, y, &is_reference);
    }
    let radius = (step * 0.2 / (count as f64).sqrt()).clamp(2.4, 4.4);
    for point in method.points.iter().filter(|point| !is_reference(point)) {
        let Some(estimate) = point.estimate else { continue };
        if let (Some(low), Some(high), true) = (point.band_low, point.band_high, count > 1) {
            bar(surface, at(point), (low, high), y, color.faint(0.45), 1.0);
        }
        if let (Some(low), Some(high)) = (point.low, point.high) {
            bar(surface, at(point), (low, high), y, color, 2.0);
        }
        if y.holds(estimate) {
            mark(surface, place, (at(point), y.at(estimate)), radius, color, point.event_time < 0);
        }
    }
}

/// An interval as a bar; an arrow where it goes on beyond the edge.
fn bar(surface: &mut Surface, x: f64, (low, high): (f64, f64), y: &Scale, ink: super::surface::Ink, width: f64) {
    if high < y.low || low > y.high {
        return;
    }
    surface.line(&[(x, y.within(low)), (x, y.within(high))], ink, width);
    if high > y.high {
        arrow(surface, (x, y.at(y.high)), (0.0, -1.0), ink);
    }
    if low < y.low {
        arrow(surface, (x, y.at(y.low)), (0.0, 1.0), ink);
    }
}

/// The simultaneous band as a ribbon over neighbouring event times; the reference is a point of width zero in it.
fn band(method: &EventSeries, surface: &mut Surface, x: &Scale, y: &Scale, is_reference: &impl Fn(&EventPoint) -> bool) {
    let color = method_ink(0).faint(0.15);
    let mut run: Vec<(f64, f64, f64)> = Vec::new();
    let half = (x.at(0.5) - x.at(0.0)).min(12.0);
    let close = |run: &mut Vec<(f64, f64, f64)>, surface: &mut Surface| {
        if let [(at, low, high)] = run[..] {
            surface.rect((at - half, y.within(high)), (at + half, y.within(low)), color);
        } else {
            let upper = run.iter().map(|r| (r.0, y.within(r.2)));
            let lower = run.iter().rev().map(|r| (r.0, y.within(r.1)));
            surface.polygon(&upper.chain(lower).collect::<Vec<_>>(), color);
        }
        run.clear();
    };
    let mut before: Option<i64> = None;
    for point in &method.points {
        let limits = if is_reference(point) { Some((0.0, 0.0)) } else { point.band_low.zip(point.band_high) };
        if before.is_some_and(|before| before + 1 != point.event_time) || limits.is_none() {
            close(&mut run, surface);
        }
        if let Some((low, high)) = limits {
            run.push((x.at(point.event_time as f64), low, high));
        }
        before = Some(point.event_time);
    }
    close(&mut run, surface);
}

/// The number of units behind an event time; from–to where methods differ.
fn count_label(data: &EventStudy, lang: Lang, event_time: i64) -> String {
    let counts = data.methods.iter().flat_map(|m| &m.points).filter(|p| p.event_time == event_time).filter_map(|p| p.units);
    let ends = counts.fold(None, |ends: Option<(u64, u64)>, n| Some(ends.map_or((n, n), |(low, high)| (low.min(n), high.max(n)))));
    match ends {
        Some((low, high)) if low == high => integer(lang, low),
        Some((low, high)) => format!("{}–{}", integer(lang, low), integer(lang, high)),
        None => String::new(),
    }
}

/// Event times, the axis title and the numbers of units; gives the bottom.
fn foot(data: &EventStudy, lang: Lang, surface: &mut Surface, plot: Plot, x: &Scale, (first, last): (i64, i64), units: Option<&[String]>) -> f64 {
    surface.line(&[(plot.left, plot.bottom), (plot.right, plot.bottom)], RULE, 1.0);
    let label = |event_time: i64| number(lang, event_time as f64, 0);
    let width = |words: &str| text_width(words, TICK_SIZE, Weight::Regular);
    let widest =
        (first..=last).take(2000).map(|e| width(&label(e)).max(if units.is_some() { width(&count_label(data, lang, e)) } else { 0.0 })).fold(0.0, f64::max);
    let room = x.at(1.0) - x.at(0.0);
    let step = [1, 2, 5, 10, 20, 50, 100, 200, 500].into_iter().find(|step| f64::from(*step) * room >= widest + 7.0).unwrap_or(1000);
    let kind = Type::new(axis::TICK_SIZE, MUTED);
    for event_time in (first..=last).filter(|event_time| event_time.rem_euclid(i64::from(step)) == 0) {
        let at = x.at(event_time as f64);
        surface.line(&[(at, plot.bottom), (at, plot.bottom + 4.0)], RULE, 1.0);
        surface.centered(&label(event_time), (at, plot.bottom + 17.0), kind);
        if units.is_some() {
            surface.centered(&count_label(data, lang, event_time), (at, plot.bottom + 36.0), Type::new(11.0, MUTED));
        }
    }
    let mut bottom = plot.bottom + 20.0;
    if let Some(lines) = units {
        let small = Type::new(11.0, MUTED);
        bottom = surface.lines(lines, (EDGE, plot.bottom + 36.0), Anchor::Start, small) - small.leading() + 4.0;
    }
    if !data.time_title.is_empty() {
        let kind = Type::new(12.0, MUTED);
        let lines = place::wrap(&data.time_title, plot.right - plot.left, kind.size, kind.weight);
        bottom = surface.lines(&lines, (f64::midpoint(plot.left, plot.right), bottom + 16.0), Anchor::Middle, kind) - kind.leading() + 2.0;
    }
    bottom
}
