//! Importance against performance, axes at the means, labels moved until they do not collide.

use super::axis::{Plot, Scale, axis_title, padded, range, ticks, x_axis, y_axis};
use super::figure::Quadrants;
use super::font::Weight;
use super::palette::{DARK, MUTED, TREATED};
use super::place::{Area, Taken, wrap};
use super::surface::{Anchor, Surface, Type, text_width};
use super::{ChartError, EDGE};
use crate::locale::Lang;

pub(super) fn draw(data: &Quadrants, lang: Lang, surface: &mut Surface, top: f64) -> Result<f64, ChartError> {
    let x_range = range(data.points.iter().map(|p| p.performance)).ok_or_else(ChartError::no_values)?;
    let y_range = range(data.points.iter().map(|p| p.importance)).ok_or_else(ChartError::no_values)?;
    let (x_limits, y_limits) = (padded(x_range.0, x_range.1, 0.14), padded(y_range.0, y_range.1, 0.16));
    let count = data.points.len() as f64;
    let mean = |value: fn(&super::figure::QuadrantPoint) -> f64| data.points.iter().map(value).sum::<f64>() / count;
    let (x_mean, y_mean) = (mean(|p| p.performance), mean(|p| p.importance));

    let title = Type::new(12.0, MUTED);
    surface.text(&axis_title(&data.importance.name, &data.importance.unit), (EDGE, top + 12.0), Anchor::Start, title);
    let y_ticks = ticks(y_limits.0, y_limits.1, 6);
    let plot_top = top + 24.0;
    let height = if surface.width < 500.0 { 300.0 } else { 380.0 };
    let plot = Plot { left: EDGE + y_ticks.widest(lang) + 10.0, right: surface.width - EDGE - 4.0, top: plot_top, bottom: plot_top + height };
    let x = Scale::new(x_limits, plot.left, plot.right);
    let y = Scale::new(y_limits, plot.bottom, plot.top);
    y_axis(surface, plot, &y, &y_ticks, lang);
    let x_count = ((plot.right - plot.left) / 60.0) as usize;
    x_axis(surface, plot, &x, &ticks(x_limits.0, x_limits.1, x_count.clamp(2, 7)), lang);
    let (cx, cy) = (x.at(x_mean), y.at(y_mean));
    surface.line(&[(cx, plot.top), (cx, plot.bottom)], DARK, 1.2);
    surface.line(&[(plot.left, cy), (plot.right, cy)], DARK, 1.2);

    // Names in the corners, then labels around the marks where nothing is yet.
    let mut taken = Taken::default();
    taken.add((cx - 1.5, plot.top, cx + 1.5, plot.bottom));
    taken.add((plot.left, cy - 1.5, plot.right, cy + 1.5));
    let name = Type::new(12.0, MUTED).bold().halo();
    let corners = [(false, false), (true, false), (false, true), (true, true)];
    for ((is_right, is_low), words) in corners.into_iter().zip(&data.names) {
        let room = if is_right { plot.right - cx } else { cx - plot.left } - 14.0;
        let lines = wrap(words, room.max(30.0), name.size, name.weight);
        let (at, anchor) = if is_right { (plot.right - 7.0, Anchor::End) } else { (plot.left + 7.0, Anchor::Start) };
        let first = if is_low { plot.bottom - 8.0 - (lines.len() as f64 - 1.0) * name.leading() } else { plot.top + 16.0 };
        surface.lines(&lines, (at, first), anchor, name);
        let width = super::place::widest(&lines, name.size, name.weight);
        let left = if is_right { at - width } else { at };
        taken.add((left, first - 12.0, left + width, first + (lines.len() as f64 - 1.0) * name.leading() + 4.0));
    }
    for point in &data.points {
        let (px, py) = (x.at(point.performance), y.at(point.importance));
        surface.dot((px, py), 4.5, TREATED);
        taken.add((px - 5.0, py - 5.0, px + 5.0, py + 5.0));
    }
    let kind = Type::new(12.0, DARK).halo();
    for point in &data.points {
        let (px, py) = (x.at(point.performance), y.at(point.importance));
        let width = text_width(&point.label, kind.size, Weight::Regular);
        let box_at = |dx: f64, dy: f64| -> Area {
            let left = (px + dx).clamp(plot.left + 2.0, plot.right - width - 2.0);
            (left, py + dy - 11.0, left + width, py + dy + 3.0)
        };
        let mut candidates = vec![box_at(8.0, 4.0), box_at(-width - 8.0, 4.0), box_at(-width / 2.0, -9.0), box_at(-width / 2.0, 18.0)];
        for ring in 1..=6 {
            let reach = f64::from(ring) * 12.0;
            for (dx, dy) in [(6.0, -reach), (6.0, reach + 8.0), (-width - 6.0, -reach), (-width - 6.0, reach + 8.0)] {
                candidates.push(box_at(dx, dy));
            }
        }
        let Some(area) = taken.choose(&candidates).map(|place| candidates[place]) else { continue };
        let middle = (f64::midpoint(area.0, area.2), area.1 + 7.0);
        if (middle.1 - py).abs() > 16.0 {
            surface.line(&[(px, py), (middle.0.clamp(px - 14.0, px + 14.0), if middle.1 > py { area.1 } else { area.3 })], MUTED, 1.0);
        }
        surface.text(&point.label, (area.0, area.3 - 3.0), Anchor::Start, kind);
    }
    let words = axis_title(&data.performance.name, &data.performance.unit);
    surface.text(&words, (f64::midpoint(plot.left, plot.right), plot.bottom + 35.0), Anchor::Middle, title);
    Ok(plot.bottom + 38.0)
}
