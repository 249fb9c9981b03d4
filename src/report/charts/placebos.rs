//! Effects of pretended programs as a swarm of dots, and the real one beside them.

use super::axis::{Plot, Scale, axis_title, padded, range, ticks, x_axis};
use super::figure::Quantity;
use super::font::Weight;
use super::marks::diamond;
use super::palette::{COMPARISON, DARK, MUTED, RULE, TREATED};
use super::place::{Area, Taken, wrap};
use super::surface::{Anchor, Surface, Type, text_width};
use super::table::{FigureTable, TableCell, column};
use super::{ChartError, EDGE};
use crate::locale::Lang;

/// Radius of a dot.
const DOT: f64 = 5.0;
/// Dots on top of each other beyond which they are set closer.
const HIGHEST: usize = 16;
/// More places than these are not named in the drawing; the table names them all.
const NAMED: usize = 15;

/// Effects of pretended programs and the real one.
#[derive(Debug, Clone, PartialEq)]
pub struct Placebos {
    /// What the effect is measured in (x axis).
    pub effect: Quantity,
    /// Head of the places in the table, `Wilayah`.
    pub places_title: String,
    /// Places with the effects that they show.
    pub places: Vec<(String, f64)>,
    /// Whether places have names of their own; else they are groups that were drawn.
    pub named: bool,
    /// The real effect with its label.
    pub real: (f64, String),
}

impl Placebos {
    /// The numbers: the real effect, then the places by size.
    pub(super) fn table(&self) -> FigureTable {
        let header = vec![column(self.places_title.clone(), ""), column(self.effect.name.clone(), &self.effect.unit)];
        let row = |name: &str, value: f64| {
            vec![TableCell::Text(name.to_owned()), TableCell::Number(Some(value).filter(|value| value.is_finite()), self.effect.decimals)]
        };
        let rows = std::iter::once(row(&self.real.1, self.real.0)).chain(self.sorted().into_iter().map(|(name, value)| row(name, value))).collect();
        FigureTable { header, rows }
    }

    fn sorted(&self) -> Vec<(&str, f64)> {
        let mut out: Vec<(&str, f64)> = self.places.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        out.sort_by(|a, b| a.1.total_cmp(&b.1));
        out
    }
}

/// Floors for dots at these pixels (ascending), so that none lies over another.
fn floors(at: &[f64]) -> Vec<usize> {
    let mut ends: Vec<f64> = Vec::new();
    let mut out = Vec::with_capacity(at.len());
    for x in at {
        let floor = ends.iter().position(|end| x - end >= 2.0 * DOT + 1.0).unwrap_or(ends.len());
        match ends.get_mut(floor) {
            Some(end) => *end = *x,
            None => ends.push(*x),
        }
        out.push(floor);
    }
    out
}

pub(super) fn draw(data: &Placebos, lang: Lang, surface: &mut Surface, top: f64) -> Result<f64, ChartError> {
    let (real, words) = &data.real;
    let dots: Vec<(&str, f64)> = data.sorted().into_iter().filter(|(_, value)| value.is_finite()).collect();
    if dots.is_empty() || !real.is_finite() {
        return Err(ChartError::no_values());
    }
    let (low, high) = range(dots.iter().map(|dot| dot.1).chain([*real, 0.0])).ok_or_else(ChartError::no_values)?;
    let limits = padded(low, high, 0.08);
    let (left, right) = (EDGE + 8.0, surface.width - EDGE - 8.0);
    let x = Scale::new(limits, left, right);
    let floors = floors(&dots.iter().map(|dot| x.at(dot.1)).collect::<Vec<_>>());
    let highest = floors.iter().copied().max().unwrap_or(0) + 1;
    let step = (2.0 * DOT + 1.0) * (HIGHEST as f64 / highest as f64).min(1.0);
    let named = data.named && dots.len() <= NAMED;

    // The label of the real effect above everything, its line down to the axis.
    let kind = Type::new(12.0, TREATED).bold();
    let lines = wrap(words, right - left, kind.size, kind.weight);
    let width = super::place::widest(&lines, kind.size, kind.weight);
    let middle = x.at(*real).min(right - width / 2.0).max(left + width / 2.0);
    let below = surface.lines(&lines, (middle, top + 14.0), Anchor::Middle, kind) - kind.leading() + 6.0;
    let room = if named { 54.0 } else { 14.0 };
    let plot = Plot { left, right, top: below, bottom: below + room + highest as f64 * step + 12.0 };
    x_axis(surface, plot, &x, &ticks(limits.0, limits.1, (((right - left) / 70.0) as usize).clamp(2, 8)), lang);
    surface.line(&[(left, plot.bottom), (right, plot.bottom)], RULE, 1.0);
    surface.line(&[(x.at(0.0), plot.top + 4.0), (x.at(0.0), plot.bottom)], DARK, 1.2);
    surface.dashed(&[(x.at(*real), plot.top), (x.at(*real), plot.bottom)], TREATED, 1.6, (5.0, 4.0));
    let mut taken = Taken::default();
    taken.add((x.at(*real) - 7.0, plot.top, x.at(*real) + 7.0, plot.bottom));
    let centres: Vec<(f64, f64)> = dots.iter().zip(&floors).map(|(dot, floor)| (x.at(dot.1), plot.bottom - DOT - 3.0 - *floor as f64 * step)).collect();
    for (px, py) in &centres {
        surface.dot((*px, *py), DOT, COMPARISON);
        taken.add((px - DOT - 1.0, py - DOT - 1.0, px + DOT + 1.0, py + DOT + 1.0));
    }
    diamond(surface, (x.at(*real), plot.bottom - DOT - 3.0), 7.0, 7.0, TREATED, false);
    if named {
        names(&dots, &centres, surface, plot, &mut taken);
    }
    let title = Type::new(12.0, MUTED);
    let heading = wrap(&axis_title(&data.effect.name, &data.effect.unit), surface.width - 2.0 * EDGE, title.size, Weight::Regular);
    let end = surface.lines(&heading, (f64::midpoint(left, right), plot.bottom + 36.0), Anchor::Middle, title);
    Ok(end - title.leading() + 4.0)
}

/// Names of places where there is room for them.
fn names(dots: &[(&str, f64)], centres: &[(f64, f64)], surface: &mut Surface, plot: Plot, taken: &mut Taken) {
    let small = Type::new(11.0, MUTED).halo();
    for ((name, _), (px, py)) in dots.iter().zip(centres) {
        let width = text_width(name, small.size, small.weight);
        let box_at = |left: f64, base: f64| -> Area { (left, base - 10.0, left + width, base + 3.0) };
        // Beside the dot where there is room, else above it: over its middle, ending there, beginning there.
        let above = |dy: f64| [px - width / 2.0, px - width + 4.0, px - 4.0].map(|start| box_at(start.min(plot.right - width).max(plot.left), py + dy));
        let mut spots = vec![above(-9.0)[0], box_at(px + 8.0, py + 4.0), box_at(px - width - 8.0, py + 4.0)];
        spots.extend([-9.0, -22.0, -35.0, -48.0].into_iter().flat_map(above));
        let inside = |area: &Area| area.0 >= plot.left - 4.0 && area.2 <= plot.right + 4.0 && area.1 >= plot.top && area.3 <= plot.bottom;
        // A name that stands apart is led to its dot, and the line must be free as well.
        let lead = |area: &Area| -> Option<Area> { (area.3 < py - DOT - 8.0).then_some((px - 1.0, area.3, px + 1.0, py - DOT - 2.0)) };
        let fits = |area: &&Area| inside(area) && taken.is_free(**area) && lead(area).is_none_or(|lead| taken.is_free(lead));
        if let Some(area) = spots.iter().find(fits) {
            if let Some(lead) = lead(area) {
                surface.line(&[(*px, lead.1), (*px, lead.3)], RULE, 1.0);
                taken.add(lead);
            }
            taken.add(*area);
            surface.text(name, (area.0, area.3 - 3.0), Anchor::Start, small);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_dot_lies_over_another() {
        let at = [0.0, 4.0, 8.0, 11.5, 12.0, 40.0];
        let found = floors(&at);
        for (i, a) in at.iter().enumerate() {
            for (j, b) in at.iter().enumerate().skip(i + 1) {
                assert!(found[i] != found[j] || b - a >= 2.0 * DOT + 1.0, "{found:?}");
            }
        }
        assert_eq!((found[0], found[5]), (0, 0));
    }
}
