//! The effect by dose: a curve with its interval and, where there are any, the simultaneous band behind it.

use super::axis::{Plot, Scale, axis_title, effect_limits, range, ticks, x_axis, y_axis, zero_line};
use super::figure::Quantity;
use super::palette::{MUTED, TREATED};
use super::surface::{Anchor, Surface, Type};
use super::{ChartError, EDGE, place};
use crate::locale::Lang;

/// Effects by dose.
#[derive(Debug, Clone, PartialEq)]
pub struct DoseResponse {
    /// What the effect is measured in (y axis).
    pub effect: Quantity,
    /// The dose (x axis).
    pub dose: Quantity,
    /// Effects, doses ascending.
    pub points: Vec<DosePoint>,
}

/// One dose of [`DoseResponse`].
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct DosePoint {
    /// The dose.
    pub dose: f64,
    /// The effect.
    pub estimate: Option<f64>,
    /// Lower end of its interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Lower end of the simultaneous band.
    pub band_low: Option<f64>,
    /// Its upper end.
    pub band_high: Option<f64>,
}

pub(super) fn draw(data: &DoseResponse, lang: Lang, surface: &mut Surface, top: f64) -> Result<f64, ChartError> {
    let finite = |value: Option<f64>| value.filter(|value| value.is_finite());
    let points: Vec<(f64, f64, &DosePoint)> =
        data.points.iter().filter(|point| point.dose.is_finite()).filter_map(|point| Some((point.dose, finite(point.estimate)?, point))).collect();
    let (least, most) = range(points.iter().map(|point| point.0)).ok_or_else(ChartError::no_values)?;
    let pairs = |low: Option<f64>, high: Option<f64>| finite(low).zip(finite(high));
    let intervals: Vec<(f64, f64)> =
        points.iter().flat_map(|point| [pairs(point.2.low, point.2.high), pairs(point.2.band_low, point.2.band_high)]).flatten().collect();
    let estimates: Vec<f64> = points.iter().map(|point| point.1).collect();
    let limits = effect_limits(&estimates, &intervals).ok_or_else(ChartError::no_values)?;
    let narrow = surface.width < 500.0;
    let title = Type::new(12.0, MUTED);
    let words = place::wrap(&axis_title(&data.effect.name, &data.effect.unit), surface.width - 2.0 * EDGE, title.size, title.weight);
    let plot_top = surface.lines(&words, (EDGE, top + 12.0), Anchor::Start, title) - title.leading() + 14.0;
    let y_ticks = ticks(limits.0, limits.1, 6);
    let plot = Plot {
        left: EDGE + y_ticks.widest(lang) + 10.0,
        right: surface.width - EDGE - 12.0,
        top: plot_top,
        bottom: plot_top + if narrow { 220.0 } else { 300.0 },
    };
    let margin = if most > least { 0.03 * (most - least) } else { 0.5 * most.abs().max(1.0) };
    let ends = (least - margin, most + margin);
    let x = Scale::new(ends, plot.left, plot.right);
    let y = Scale::new(limits, plot.bottom, plot.top);
    y_axis(surface, plot, &y, &y_ticks, lang);
    let count = ((plot.right - plot.left) / 70.0) as usize;
    x_axis(surface, plot, &x, &ticks(ends.0, ends.1, count.clamp(2, 8)), lang);
    zero_line(surface, plot, &y, true);
    for (faint, of) in [(0.13, (|point| (point.band_low, point.band_high)) as fn(&DosePoint) -> _), (0.25, |point| (point.low, point.high))] {
        let held: Vec<(f64, f64, f64)> =
            points.iter().filter_map(|(dose, _, point)| pairs(of(point).0, of(point).1).map(|(low, high)| (*dose, low, high))).collect();
        let upper = held.iter().map(|(dose, _, high)| (x.at(*dose), y.within(*high)));
        let lower = held.iter().rev().map(|(dose, low, _)| (x.at(*dose), y.within(*low)));
        let outline: Vec<(f64, f64)> = upper.chain(lower).collect();
        if held.len() > 1 {
            surface.polygon(&outline, TREATED.faint(faint));
        }
    }
    let line: Vec<(f64, f64)> = points.iter().map(|(dose, value, _)| (x.at(*dose), y.within(*value))).collect();
    surface.line(&line, TREATED, 2.4);
    for at in line {
        surface.dot(at, 3.0, TREATED);
    }
    let below = place::wrap(&axis_title(&data.dose.name, &data.dose.unit), plot.right - plot.left, title.size, title.weight);
    Ok(surface.lines(&below, (f64::midpoint(plot.left, plot.right), plot.bottom + 36.0), Anchor::Middle, title) - title.leading() + 2.0)
}
