//! Axes: linear scales, round ticks, and limits that one wide interval does not spoil.

use super::palette::{DARK, GRID, MUTED, RULE};
use super::surface::{Anchor, Surface, Type, text_width};
use crate::locale::{Lang, number, percent};

use super::font::Weight;

/// Size of axis numbers in pixels.
pub(super) const TICK_SIZE: f64 = 11.5;

/// The rectangle that data are drawn in, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Plot {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
}

/// A linear map from values to pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    pub(super) low: f64,
    pub(super) high: f64,
    start: f64,
    end: f64,
}

impl Scale {
    /// Maps `low` to the pixel `start` and `high` to `end`.
    pub(super) fn new((low, high): (f64, f64), start: f64, end: f64) -> Self {
        Self { low, high, start, end }
    }

    /// The pixel of a value.
    pub(super) fn at(&self, value: f64) -> f64 {
        self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)
    }

    /// The pixel of a value, at the edge where it lies outside.
    pub(super) fn within(&self, value: f64) -> f64 {
        self.at(value.clamp(self.low, self.high))
    }

    pub(super) fn holds(&self, value: f64) -> bool {
        value >= self.low && value <= self.high
    }
}

/// Round values and the decimals that they need.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ticks {
    pub(super) values: Vec<f64>,
    pub(super) decimals: usize,
}

impl Ticks {
    pub(super) fn label(&self, lang: Lang, value: f64) -> String {
        if value == 0.0 { "0".into() } else { number(lang, value, self.decimals) }
    }

    /// The widest label in pixels.
    pub(super) fn widest(&self, lang: Lang) -> f64 {
        self.values.iter().map(|value| text_width(&self.label(lang, *value), TICK_SIZE, Weight::Regular)).fold(0.0, f64::max)
    }
}

/// About `most` round ticks (steps 1, 2, 5 × a power of ten) within the limits.
pub(super) fn ticks(low: f64, high: f64, most: usize) -> Ticks {
    let raw = (high - low) / most.max(1) as f64;
    let mut exponent = raw.log10().floor() as i32;
    let mantissa = raw / 10f64.powi(exponent);
    // The round step nearest on the logarithmic scale: the boundaries are geometric means.
    let mut digit = [(1.0, 1.42), (2.0, 3.17), (5.0, 7.08)].into_iter().find(|(_, below)| mantissa < *below).map_or(10.0, |(digit, _)| digit);
    if digit == 10.0 {
        (digit, exponent) = (1.0, exponent + 1);
    }
    // Divide for negative powers: 3 / 10 is the double nearest 0.3, 3 × 0.1 is not.
    let value = |k: f64| if exponent < 0 { k * digit / 10f64.powi(-exponent) } else { k * digit * 10f64.powi(exponent) };
    let step = value(1.0);
    let (first, last) = ((low / step - 1e-9).ceil() as i64, (high / step + 1e-9).floor() as i64);
    Ticks { values: (first..=last).map(|k| value(k as f64)).collect(), decimals: (-exponent).max(0) as usize }
}

/// Limits with a margin on both sides; a flat range is opened.
pub(super) fn padded(low: f64, high: f64, share: f64) -> (f64, f64) {
    let span = high - low;
    let margin = if span > 0.0 { span * share } else { (low.abs() * 0.1).max(0.5) };
    (low - margin, high + margin)
}

/// The least and greatest of finite values.
pub(super) fn range(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    values.into_iter().filter(|value| value.is_finite()).fold(None, |range, value| match range {
        None => Some((value, value)),
        Some((low, high)) => Some((value.min(low), value.max(high))),
    })
}

/// Limits for estimates with intervals, zero included. Where a few intervals are so wide that the others could not be read, the limits follow the
/// others, and those intervals end in arrows at the edge.
pub(super) fn effect_limits(estimates: &[f64], intervals: &[(f64, f64)]) -> Option<(f64, f64)> {
    let all = range(estimates.iter().copied().chain(intervals.iter().flat_map(|i| [i.0, i.1])).chain([0.0]))?;
    let mut widths: Vec<f64> = intervals.iter().map(|i| i.1 - i.0).filter(|width| width.is_finite()).collect();
    widths.sort_by(f64::total_cmp);
    let Some(typical) = widths.get(widths.len() / 2).copied() else { return Some(padded(all.0, all.1, 0.08)) };
    let usual = intervals.iter().filter(|i| i.1 - i.0 <= 4.0 * typical).flat_map(|i| [i.0, i.1]);
    let core = range(estimates.iter().copied().chain(usual).chain([0.0]))?;
    let chosen = if all.1 - all.0 > 2.5 * (core.1 - core.0) && core.1 > core.0 { core } else { all };
    Some(padded(chosen.0, chosen.1, 0.08))
}

/// Horizontal grid lines with numbers to the left.
pub(super) fn y_axis(surface: &mut Surface, plot: Plot, scale: &Scale, ticks: &Ticks, lang: Lang) {
    for value in &ticks.values {
        let y = scale.at(*value);
        surface.line(&[(plot.left, y), (plot.right, y)], GRID, 1.0);
        surface.text(&ticks.label(lang, *value), (plot.left - 8.0, y + 4.0), Anchor::End, Type::new(TICK_SIZE, MUTED));
    }
}

/// Vertical grid lines with numbers below; numbers that would touch the one before are left out.
pub(super) fn x_axis(surface: &mut Surface, plot: Plot, scale: &Scale, ticks: &Ticks, lang: Lang) {
    surface.line(&[(plot.left, plot.bottom), (plot.right, plot.bottom)], RULE, 1.0);
    let mut free = f64::NEG_INFINITY;
    for value in &ticks.values {
        let x = scale.at(*value);
        surface.line(&[(x, plot.top), (x, plot.bottom)], GRID, 1.0);
        let label = ticks.label(lang, *value);
        let kind = Type::new(TICK_SIZE, MUTED);
        let (from, to) = surface.centered_at(&label, x, kind);
        if from >= free {
            surface.centered(&label, (x, plot.bottom + 16.0), kind);
            free = to + 8.0;
        }
    }
}

/// The line at zero, where zero is within the limits.
pub(super) fn zero_line(surface: &mut Surface, plot: Plot, scale: &Scale, horizontal: bool) {
    if scale.holds(0.0) {
        let zero = scale.at(0.0);
        let ends = if horizontal { [(plot.left, zero), (plot.right, zero)] } else { [(zero, plot.top), (zero, plot.bottom)] };
        surface.line(&ends, DARK, 1.2);
    }
}

/// Distance of numbers on an axis of shares.
pub(super) const RULE_TICKS: f64 = 0.2;

/// Vertical grid lines for shares on both sides of a centre, without signs.
pub(super) fn share_axis(surface: &mut Surface, plot: Plot, scale: &Scale, lang: Lang) {
    let (first, last) = ((scale.low / RULE_TICKS).round() as i32, (scale.high / RULE_TICKS).round() as i32);
    for tick in first..=last {
        let x = scale.at(f64::from(tick) * RULE_TICKS);
        surface.line(&[(x, plot.top), (x, plot.bottom)], GRID, 1.0);
        if tick % 2 == 0 || last - first <= 5 {
            let words = percent(lang, f64::from(tick.abs()) * RULE_TICKS, 0);
            surface.text(&words, (x, plot.bottom + 16.0), Anchor::Middle, Type::new(TICK_SIZE, MUTED));
        }
    }
}

/// `Waktu proses (jam kerja)`; after a name in brackets without a second pair: `Indeks Kepuasan Masyarakat (IKM), poin`.
pub(super) fn axis_title(name: &str, unit: &str) -> String {
    match (name.is_empty(), unit.is_empty()) {
        (_, true) => name.to_owned(),
        (true, false) => unit.to_owned(),
        (false, false) if name.ends_with(')') => format!("{name}, {unit}"),
        (false, false) => format!("{name} ({unit})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round() {
        assert_eq!(ticks(-0.31, 0.62, 5).values, vec![-0.2, 0.0, 0.2, 0.4, 0.6]);
        assert_eq!(ticks(0.0, 1_000_000.0, 5).values.last(), Some(&1_000_000.0));
        assert_eq!(ticks(0.1, 0.35, 5).decimals, 2);
        assert_eq!(ticks(3.0, 97.0, 5).values, vec![20.0, 40.0, 60.0, 80.0]);
    }

    #[test]
    fn one_wide_interval_does_not_spoil_the_limits() {
        let intervals = [(-2.0, 1.0), (-3.0, 0.0), (-1.0, 2.0), (-400.0, 380.0)];
        let Some((low, high)) = effect_limits(&[-0.5, -1.5, 0.5, -10.0], &intervals) else { return };
        assert!(low > -20.0 && high < 10.0, "{low} {high}");
    }
}
