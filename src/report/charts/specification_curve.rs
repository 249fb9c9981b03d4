//! Estimates in the order of their size, and below them a dot for every option that each one takes.

use super::axis::{Plot, Scale, axis_title, effect_limits, ticks, y_axis, zero_line};
use super::font::Weight;
use super::palette::{DARK, GRID, MUTED, TARGET, TREATED};
use super::place::wrap;
use super::robustness::{Specification, SpecificationCurve};
use super::surface::{Anchor, Surface, Type, text_width};
use super::{ChartError, EDGE};
use crate::locale::Lang;

/// Height of a row of the matrix with one line of words.
const ROW: f64 = 18.0;

pub(super) fn draw(data: &SpecificationCurve, lang: Lang, surface: &mut Surface, top: f64) -> Result<f64, ChartError> {
    let mut sorted: Vec<&Specification> = data.specifications.iter().filter(|one| one.estimate.is_finite()).collect();
    sorted.sort_by(|a, b| a.estimate.total_cmp(&b.estimate));
    let intervals: Vec<(f64, f64)> = sorted.iter().filter_map(|one| Some((one.low?, one.high?))).collect();
    let estimates: Vec<f64> = sorted.iter().map(|one| one.estimate).collect();
    let y_limits = effect_limits(&estimates, &intervals).filter(|_| !sorted.is_empty()).ok_or_else(ChartError::no_values)?;
    let title = Type::new(12.0, MUTED);
    let heading = wrap(&axis_title(&data.effect.name, &data.effect.unit), surface.width - 2.0 * EDGE, title.size, Weight::Regular);
    let below = surface.lines(&heading, (EDGE, top + 12.0), Anchor::Start, title);
    let plot_top = below - title.leading() + 30.0;
    let narrow = surface.width < 500.0;
    // The names of the options stand left of the matrix.
    let option = Type::new(11.5, DARK);
    let longest = data.choices.iter().flat_map(|choice| &choice.options).map(|words| text_width(words, option.size, option.weight)).fold(0.0_f64, f64::max);
    let y_ticks = ticks(y_limits.0, y_limits.1, 6);
    let names = longest.min(if narrow { 130.0 } else { 230.0 }).max(y_ticks.widest(lang)) + 12.0;
    let plot = Plot { left: EDGE + names, right: surface.width - EDGE - 4.0, top: plot_top, bottom: plot_top + 220.0 };
    let y = Scale::new(y_limits, plot.bottom, plot.top);
    y_axis(surface, plot, &y, &y_ticks, lang);
    zero_line(surface, plot, &y, true);
    let step = (plot.right - plot.left) / sorted.len() as f64;
    let at = |place: usize| plot.left + step * (place as f64 + 0.5);
    let radius = (step * 0.32).clamp(1.6, 4.2);
    let ink = |one: &Specification| if one.main { TARGET } else { TREATED };
    for (place, one) in sorted.iter().enumerate() {
        if let (Some(low), Some(high)) = (one.low, one.high) {
            surface.line(&[(at(place), y.within(low)), (at(place), y.within(high))], ink(one).faint(0.55), (step * 0.3).clamp(0.8, 2.2));
        }
        surface.dot((at(place), y.at(one.estimate)), radius, ink(one));
    }
    if let Some(place) = sorted.iter().position(|one| one.main) {
        let kind = Type::new(12.0, TARGET).bold().halo();
        let half = text_width(&data.main, kind.size, kind.weight) / 2.0;
        surface.dashed(&[(at(place), plot.top - 6.0), (at(place), plot.top + 4.0)], TARGET, 1.4, (3.0, 2.0));
        surface.text(&data.main, (at(place).min(plot.right - half).max(EDGE + half), plot.top - 12.0), Anchor::Middle, kind);
    }
    let mut line = plot.bottom + 26.0;
    for (at_choice, choice) in data.choices.iter().enumerate() {
        surface.text(&choice.title, (EDGE, line), Anchor::Start, Type::new(11.5, MUTED).bold());
        line += ROW;
        for (at_option, words) in choice.options.iter().enumerate() {
            let lines = wrap(words, names - 8.0, option.size, Weight::Regular);
            let end = surface.lines(&lines, (EDGE, line), Anchor::Start, option);
            let middle = line - 4.0;
            surface.line(&[(plot.left, middle), (plot.right, middle)], GRID, 1.0);
            for (place, one) in sorted.iter().enumerate().filter(|(_, one)| one.options.get(at_choice) == Some(&at_option)) {
                surface.dot((at(place), middle), radius, ink(one));
            }
            line = end.max(line + ROW - option.leading()) - option.leading() + ROW;
        }
        line += 4.0;
    }
    Ok(line - 12.0)
}
