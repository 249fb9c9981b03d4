//! Weight against effect for every 2×2 comparison; forbidden comparisons are hollow and in the warning colour.

use super::axis::{Plot, Scale, axis_title, padded, range, ticks, x_axis, y_axis, zero_line};
use super::font::Weight;
use super::marks::mark;
use super::palette::{DARK, MUTED, TARGET, TREATED};
use super::place::{Area, Taken, wrap};
use super::robustness::Decomposition;
use super::surface::{Anchor, Ink, Surface, Type, text_width};
use super::{ChartError, EDGE};
use crate::locale::Lang;

/// Points that carry their label: the heaviest ones.
const LABELLED: usize = 6;

pub(super) fn draw(data: &Decomposition, lang: Lang, surface: &mut Surface, top: f64) -> Result<f64, ChartError> {
    let (mean, words) = &data.mean;
    let y_range = range(data.points.iter().map(|point| point.estimate).chain([*mean, 0.0])).filter(|_| !data.points.is_empty());
    let y_limits = y_range.map(|(low, high)| padded(low, high, 0.12)).ok_or_else(ChartError::no_values)?;
    let heaviest = data.points.iter().map(|point| point.weight).fold(0.0_f64, f64::max).max(1e-9);
    let narrow = surface.width < 500.0;

    // The kinds with their marks, one a line, then the axis.
    let legend = Type::new(12.0, DARK);
    let mut baseline = top + 12.0;
    for (place, kind) in data.kinds.iter().enumerate() {
        let ink = ink(data, place);
        mark(surface, place, (EDGE + 6.0, baseline - 4.0), 5.0, ink, kind.forbidden);
        let lines = wrap(&kind.label, surface.width - 2.0 * EDGE - 20.0, legend.size, Weight::Regular);
        baseline = surface.lines(&lines, (EDGE + 20.0, baseline), Anchor::Start, legend.ink(if kind.forbidden { TARGET } else { DARK })) + 2.0;
    }
    let title = Type::new(12.0, MUTED);
    let heading = wrap(&axis_title(&data.effect.name, &data.effect.unit), surface.width - 2.0 * EDGE, title.size, Weight::Regular);
    let below = surface.lines(&heading, (EDGE, baseline + 8.0), Anchor::Start, title);
    let plot_top = below - title.leading() + 14.0;
    let y_ticks = ticks(y_limits.0, y_limits.1, 6);
    let height = if narrow { 260.0 } else { 320.0 };
    let plot = Plot { left: EDGE + y_ticks.widest(lang) + 10.0, right: surface.width - EDGE - 4.0, top: plot_top, bottom: plot_top + height };
    let x_limits = (0.0, heaviest * 1.12);
    let x = Scale::new(x_limits, plot.left, plot.right);
    let y = Scale::new(y_limits, plot.bottom, plot.top);
    y_axis(surface, plot, &y, &y_ticks, lang);
    x_axis(surface, plot, &x, &ticks(x_limits.0, x_limits.1, (((plot.right - plot.left) / 70.0) as usize).clamp(2, 8)), lang);
    zero_line(surface, plot, &y, true);

    let at = y.at(*mean);
    surface.dashed(&[(plot.left, at), (plot.right, at)], DARK, 1.6, (6.0, 4.0));
    let mut taken = Taken::default();
    taken.add((plot.left, at - 2.0, plot.right, at + 2.0));
    for point in &data.points {
        let (px, py) = (x.at(point.weight), y.at(point.estimate));
        let hollow = data.kinds.get(point.kind).is_some_and(|kind| kind.forbidden);
        mark(surface, point.kind, (px, py), 5.0, ink(data, point.kind), hollow);
        taken.add((px - 6.0, py - 6.0, px + 6.0, py + 6.0));
    }
    let kind = Type::new(12.0, DARK).bold().halo();
    let width = text_width(words, kind.size, kind.weight).min(plot.right - plot.left - 8.0);
    let box_at = |left: f64, base: f64| -> Area { (left, base - 11.0, left + width, base + 3.0) };
    let right = plot.right - width - 4.0;
    let rows = [at - 7.0, at + 16.0, at - 22.0, at + 31.0];
    let candidates: Vec<Area> =
        rows.iter().flat_map(|base| [box_at(right, *base), box_at(plot.left + 6.0, *base)]).filter(|area| area.1 > plot.top && area.3 < plot.bottom).collect();
    if let Some(area) = taken.choose(&candidates).map(|place| candidates[place]) {
        surface.text(words, (area.0, area.3 - 3.0), Anchor::Start, kind);
    }
    labels(data, surface, plot, (&x, &y), &mut taken);
    surface.text(&data.weight_title, (f64::midpoint(plot.left, plot.right), plot.bottom + 35.0), Anchor::Middle, title);
    Ok(plot.bottom + 38.0)
}

/// Names of the heaviest comparisons, where there is room for them.
fn labels(data: &Decomposition, surface: &mut Surface, plot: Plot, (x, y): (&Scale, &Scale), taken: &mut Taken) {
    let mut order: Vec<usize> = (0..data.points.len()).collect();
    order.sort_by(|a, b| data.points[*b].weight.total_cmp(&data.points[*a].weight));
    let small = Type::new(11.0, MUTED).halo();
    for place in order.into_iter().take(LABELLED) {
        let point = &data.points[place];
        let (px, py) = (x.at(point.weight), y.at(point.estimate));
        let width = text_width(&point.label, small.size, small.weight);
        let box_at = |left: f64, base: f64| -> Area { (left, base - 10.0, left + width, base + 3.0) };
        let spots = [box_at(px + 8.0, py + 4.0), box_at(px - width - 8.0, py + 4.0), box_at(px - width / 2.0, py - 9.0), box_at(px - width / 2.0, py + 18.0)];
        let inside = |area: &Area| area.0 >= plot.left && area.2 <= plot.right && area.1 >= plot.top && area.3 <= plot.bottom;
        let free = |area: &Area| taken.is_free(*area);
        if let Some(area) = spots.into_iter().find(|area| inside(area) && free(area)) {
            taken.add(area);
            surface.text(&point.label, (area.0, area.3 - 3.0), Anchor::Start, small);
        }
    }
}

fn ink(data: &Decomposition, kind: usize) -> Ink {
    match data.kinds.get(kind) {
        Some(known) if known.forbidden => TARGET,
        Some(_) if kind == 0 => TREATED,
        _ => super::palette::method_ink(2),
    }
}
