//! Intervals by M: without departures first, then wider and wider, with the value at which zero is reached.

use super::axis::{Plot, Scale, TICK_SIZE, axis_title, effect_limits, ticks, y_axis, zero_line};
use super::font::Weight;
use super::marks::arrow;
use super::palette::{DARK, MUTED, RULE, TARGET, TREATED};
use super::place::wrap;
use super::robustness::Sensitivity;
use super::surface::{Anchor, Surface, Type, text_width};
use super::{ChartError, EDGE};
use crate::locale::{Lang, number};

pub(super) fn draw(data: &Sensitivity, lang: Lang, surface: &mut Surface, top: f64) -> Result<f64, ChartError> {
    let (estimate, low, high, label) = &data.original;
    let rows: Vec<(f64, f64, f64)> = data.rows.iter().filter_map(|(m, low, high)| Some((*m, (*low)?, (*high)?))).collect();
    let largest = rows.iter().map(|row| row.0).fold(0.0_f64, f64::max);
    if rows.is_empty() || !(largest > 0.0) || !estimate.is_finite() {
        return Err(ChartError::no_values());
    }
    let intervals: Vec<(f64, f64)> = rows.iter().map(|row| (row.1, row.2)).chain([(*low, *high)]).collect();
    let y_limits = effect_limits(&[*estimate], &intervals).ok_or_else(ChartError::no_values)?;
    let title = Type::new(12.0, MUTED);
    let heading = wrap(&axis_title(&data.effect.name, &data.effect.unit), surface.width - 2.0 * EDGE, title.size, Weight::Regular);
    let below = surface.lines(&heading, (EDGE, top + 12.0), Anchor::Start, title);
    // Room for the label of the breakdown value above the plot.
    let marked = data.breakdown.as_ref().filter(|(m, _)| *m <= largest * 1.05);
    let plot_top = below - title.leading() + if marked.is_some() { 32.0 } else { 14.0 };
    let y_ticks = ticks(y_limits.0, y_limits.1, 6);
    let plot = Plot { left: EDGE + y_ticks.widest(lang) + 10.0, right: surface.width - EDGE - 4.0, top: plot_top, bottom: plot_top + 280.0 };
    let y = Scale::new(y_limits, plot.bottom, plot.top);
    y_axis(surface, plot, &y, &y_ticks, lang);
    zero_line(surface, plot, &y, true);
    surface.line(&[(plot.left, plot.bottom), (plot.right, plot.bottom)], RULE, 1.0);

    // The interval without departures has a place of its own left of the axis of M.
    let own = plot.left + ((plot.right - plot.left) * 0.14).max(42.0);
    let first = own + ((plot.right - plot.left) * 0.14).max(42.0);
    let x = Scale::new((0.0, largest), first, plot.right - 26.0);
    let tick = Type::new(TICK_SIZE, MUTED);
    let mut bar = |at: f64, low: f64, high: f64, ink| {
        surface.line(&[(at, y.within(low)), (at, y.within(high))], ink, 3.0);
        for (end, direction) in [(low, 1.0), (high, -1.0)] {
            if y.holds(end) {
                surface.line(&[(at - 6.0, y.at(end)), (at + 6.0, y.at(end))], ink, 2.0);
            } else {
                arrow(surface, (at, y.within(end)), (0.0, direction), ink);
            }
        }
    };
    bar(own, *low, *high, DARK);
    for (m, low, high) in &rows {
        bar(x.at(*m), *low, *high, TREATED);
    }
    surface.dot((own, y.at(*estimate)), 4.5, DARK);
    let mut free = f64::NEG_INFINITY;
    for (m, _, _) in &rows {
        let decimals = if largest >= 10.0 { 0 } else { (1 - largest.log10().floor() as i32).clamp(1, 8) as usize };
        let words = number(lang, *m, decimals);
        let half = text_width(&words, tick.size, tick.weight) / 2.0;
        if x.at(*m) - half > free {
            surface.text(&words, (x.at(*m), plot.bottom + 17.0), Anchor::Middle, tick);
            free = x.at(*m) + half + 4.0;
        }
    }
    let lines = wrap(label, first - plot.left - 18.0, tick.size, Weight::Regular);
    let deepest = surface.lines(&lines, (own, plot.bottom + 17.0), Anchor::Middle, tick.ink(DARK));
    if let Some((m, words)) = marked {
        let at = x.within(*m);
        surface.dashed(&[(at, plot.top - 6.0), (at, plot.bottom)], TARGET, 1.6, (5.0, 4.0));
        let kind = Type::new(12.0, TARGET).bold().halo();
        let half = text_width(words, kind.size, kind.weight) / 2.0;
        surface.text(words, (at.min(surface.width - EDGE - half).max(EDGE + half), plot.top - 12.0), Anchor::Middle, kind);
    }
    let room = plot.right - first + 20.0;
    let words = wrap(&data.m_title, room, title.size, Weight::Regular);
    let end = surface.lines(
        &words,
        (f64::midpoint(first, plot.right - 26.0).min(plot.right - room / 2.0), if lines.len() > 1 { deepest + 5.0 } else { plot.bottom + 36.0 }),
        Anchor::Middle,
        title,
    );
    Ok(end.max(deepest) - title.leading() + 4.0)
}
