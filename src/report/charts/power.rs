//! Power against effect, or against size: curves between 0 and 1 with the wanted power as a line.

use super::axis::{Plot, Scale, axis_title, range, ticks, x_axis, y_axis};
use super::figure::PowerCurves;
use super::font::Weight;
use super::palette::{DARK, MUTED, TARGET, method_ink};
use super::surface::{Anchor, Surface, Type};
use super::{ChartError, EDGE, place};
use crate::locale::Lang;

const LABEL_SIZE: f64 = 12.0;
const LEADING: f64 = 15.0;

pub(super) fn draw(data: &PowerCurves, lang: Lang, surface: &mut Surface, top: f64) -> Result<f64, ChartError> {
    let finite = |point: &&(f64, f64)| point.0.is_finite() && point.1.is_finite();
    let (_, most) = range(data.curves.iter().flat_map(|curve| &curve.points).filter(finite).map(|point| point.0)).ok_or_else(ChartError::no_values)?;
    if most <= 0.0 {
        return Err(ChartError::no_values());
    }
    let narrow = surface.width < 500.0;
    let labels: Vec<Vec<String>> =
        data.curves.iter().map(|curve| place::wrap(&curve.label, if narrow { 84.0 } else { 150.0 }, LABEL_SIZE, Weight::SemiBold)).collect();
    let label_width = labels.iter().map(|lines| place::widest(lines, LABEL_SIZE, Weight::SemiBold)).fold(0.0, f64::max);
    let title = Type::new(12.0, MUTED);
    let words = place::wrap(&axis_title(&data.power.name, &data.power.unit), surface.width - 2.0 * EDGE, title.size, title.weight);
    let plot_top = surface.lines(&words, (EDGE, top + 12.0), Anchor::Start, title) - title.leading() + 14.0;
    let y_ticks = ticks(0.0, 100.0, 5);
    let plot = Plot {
        left: EDGE + y_ticks.widest(lang) + 10.0,
        right: surface.width - EDGE - label_width - 16.0,
        top: plot_top,
        bottom: plot_top + if narrow { 220.0 } else { 300.0 },
    };
    let x = Scale::new((0.0, most), plot.left, plot.right);
    let y = Scale::new((0.0, 100.0), plot.bottom, plot.top);
    y_axis(surface, plot, &y, &y_ticks, lang);
    let x_count = ((plot.right - plot.left) / 70.0) as usize;
    x_axis(surface, plot, &x, &ticks(0.0, most, x_count.clamp(2, 8)), lang);
    let wanted = y.within(data.target);
    surface.dashed(&[(plot.left, wanted), (plot.right, wanted)], TARGET, 1.4, (5.0, 4.0));
    if let Some(mark) = data.mark.filter(|mark| x.holds(*mark)) {
        surface.dashed(&[(x.at(mark), plot.top), (x.at(mark), plot.bottom)], DARK, 1.2, (2.0, 3.0));
    }
    let mut ends = Vec::new();
    for (at, (curve, lines)) in data.curves.iter().zip(&labels).enumerate() {
        let points: Vec<(f64, f64)> = curve.points.iter().filter(finite).map(|(size, power)| (x.at(*size), y.within(*power))).collect();
        let Some(last) = points.last().copied() else { continue };
        if at == 0 {
            surface.line(&points, method_ink(at), 2.6);
        } else {
            // The wanted power is dashed in the second ink.
            surface.dashed(&points, method_ink(at + 1), 2.0, (6.0, 4.0));
        }
        ends.push((at, lines, last));
    }
    let heights: Vec<f64> = ends.iter().map(|(_, lines, _)| lines.len() as f64 * LEADING).collect();
    let wished: Vec<f64> = ends.iter().map(|(_, _, last)| last.1).collect();
    let centers = place::spread(&wished, &heights, 4.0, plot.top - 8.0, plot.bottom + 8.0);
    for ((at, lines, _), center) in ends.into_iter().zip(centers) {
        let baseline = center - lines.len() as f64 * LEADING / 2.0 + 11.5;
        let kind = Type::new(LABEL_SIZE, if at == 0 { method_ink(at) } else { DARK });
        for (row, line) in lines.iter().enumerate() {
            surface.text(line, (plot.right + 10.0, baseline + row as f64 * LEADING), Anchor::Start, if at == 0 { kind.bold() } else { kind });
        }
    }
    let below = place::wrap(&axis_title(&data.size.name, &data.size.unit), plot.right - plot.left, title.size, title.weight);
    Ok(surface.lines(&below, (f64::midpoint(plot.left, plot.right), plot.bottom + 36.0), Anchor::Middle, title) - title.leading() + 2.0)
}
