//! The outcome before and after as two ridges a group, on one axis, with median, P90 and the service standard.

use super::axis::{Plot, Scale, TICK_SIZE, axis_title, range, ticks, x_axis};
use super::figure::{Distribution, DistributionPanel, Role, Shape, Spread};
use super::font::Weight;
use super::palette::{DARK, MUTED, RULE, TARGET, WHITE, ink, word_ink};
use super::surface::{Anchor, Surface, Type, text_width};
use super::{ChartError, EDGE, place};
use crate::locale::{Lang, integer, number, percent};

const RIDGE: f64 = 92.0;
/// A line of words above a ridge, and the strip of marks below it.
const LINE: f64 = 17.0;
const BELOW: f64 = 24.0;

pub(super) fn draw(data: &Distribution, lang: Lang, surface: &mut Surface, top: f64) -> Result<f64, ChartError> {
    let panels: Vec<&DistributionPanel> = data.panels.iter().filter(|panel| spreads(panel).next().is_some()).collect();
    let all = || panels.iter().flat_map(|panel| spreads(panel));
    let (low, high) = range(all().flat_map(|spread| ends(&spread.shape))).ok_or_else(ChartError::no_values)?;
    if low >= high {
        return Err(ChartError::no_values());
    }
    // One density scale for all ridges, so that areas can be compared.
    let peak = all().flat_map(|spread| heights(&spread.shape)).fold(0.0, f64::max);
    if peak <= 0.0 {
        return Err(ChartError::no_values());
    }
    let target = data.target.as_ref().map(|target| target.value);
    let limits = (low.min(target.unwrap_or(low)), high.max(target.unwrap_or(high)));
    let narrow = surface.width < 500.0;
    let across = if narrow { 1 } else { panels.len().clamp(1, 3) };
    let gap = 28.0;
    let width = (surface.width - 2.0 * EDGE - gap * (across as f64 - 1.0)) / across as f64;
    // All ridges stand at the same heights: room for the longest of their heads.
    let above = all().map(|spread| head_lines(spread, data, lang, width).len()).max().unwrap_or(1) as f64 * LINE + 5.0;
    let layout = Layout { data, lang, limits, above, peak };
    let mut bottom = top;
    for (row, panels) in panels.chunks(across).enumerate() {
        let row_top = if row == 0 { top } else { bottom + 18.0 };
        let heads: Vec<Vec<String>> = panels.iter().map(|panel| place::wrap(&panel.label, width, 13.0, Weight::SemiBold)).collect();
        let head_lines = heads.iter().map(Vec::len).max().unwrap_or(0) as f64;
        for (column, (panel, head)) in panels.iter().zip(&heads).enumerate() {
            let left = EDGE + column as f64 * (width + gap);
            let kind = Type::new(13.0, word_ink(panel.role)).bold();
            surface.lines(head, (left, row_top + 14.0), Anchor::Start, kind);
            let from = row_top + 4.0 + head_lines * kind.leading();
            let end = panel_body(panel, &layout, surface, (left, left + width, from));
            bottom = f64::max(bottom, end);
        }
    }
    let title = Type::new(12.0, MUTED);
    let lines = place::wrap(&axis_title(&data.outcome.name, &data.outcome.unit), surface.width - 2.0 * EDGE, title.size, title.weight);
    Ok(surface.lines(&lines, (surface.width / 2.0, bottom + 17.0), Anchor::Middle, title) - title.leading() + 3.0)
}

/// The decimals of median and P90.
pub(super) fn decimals(data: &Distribution) -> usize {
    let values = data.panels.iter().flat_map(|panel| [&panel.before, &panel.after]).flatten().flat_map(|spread| [spread.median, spread.p90]).flatten();
    data.outcome.decimals_up_to(range(values).map_or(0.0, |(low, high)| high.max(-low)))
}

/// Whether bars stand for whole numbers.
fn scores(panel: &DistributionPanel) -> bool {
    let whole = |bar: &(f64, f64, f64)| bar.1 - bar.0 == 1.0 && f64::midpoint(bar.0, bar.1).fract() == 0.0;
    spreads(panel).all(|spread| matches!(&spread.shape, Shape::Bars(bars) if bars.iter().all(whole)))
}

fn spreads(panel: &DistributionPanel) -> impl Iterator<Item = &Spread> {
    [&panel.before, &panel.after].into_iter().filter_map(|row| drawable(row.as_ref()))
}

/// A spread with a shape that can be drawn.
fn drawable(spread: Option<&Spread>) -> Option<&Spread> {
    spread.filter(|spread| matches!(ends(&spread.shape)[..], [low, high] if low < high) && heights(&spread.shape).iter().any(|h| *h > 0.0))
}

/// The least and greatest value of a shape.
fn ends(shape: &Shape) -> Vec<f64> {
    match shape {
        Shape::Curve(points) => points.first().zip(points.last()).map_or_else(Vec::new, |(first, last)| vec![first.0, last.0]),
        Shape::Bars(bars) => bars.first().zip(bars.last()).map_or_else(Vec::new, |(first, last)| vec![first.0, last.1]),
    }
}

/// Heights as densities: a bar's share over its width.
fn heights(shape: &Shape) -> Vec<f64> {
    match shape {
        Shape::Curve(points) => points.iter().map(|point| point.1).collect(),
        Shape::Bars(bars) => bars.iter().map(|(low, high, share)| if high > low { share / (high - low) } else { 0.0 }).collect(),
    }
}

/// The height at a value, for the marks.
fn height_at(shape: &Shape, value: f64) -> f64 {
    match shape {
        Shape::Curve(points) => points
            .windows(2)
            .find(|pair| pair[0].0 <= value && value <= pair[1].0 && pair[1].0 > pair[0].0)
            .map_or(0.0, |pair| pair[0].1 + (value - pair[0].0) / (pair[1].0 - pair[0].0) * (pair[1].1 - pair[0].1)),
        Shape::Bars(bars) => bars.iter().find(|bar| bar.0 <= value && value < bar.1).map_or(0.0, |(low, high, share)| share / (high - low)),
    }
}

/// What all panels share.
struct Layout<'a> {
    data: &'a Distribution,
    lang: Lang,
    /// The ends of the x axis.
    limits: (f64, f64),
    /// Room for words above a ridge.
    above: f64,
    /// The greatest density.
    peak: f64,
}

/// Words with their distance from the left edge.
type Line = Vec<(String, f64, Anchor, Type)>;

/// The words above a ridge: the period, how many, the share within the standard; on one line where they fit.
fn head_lines(spread: &Spread, data: &Distribution, lang: Lang, width: f64) -> Vec<Line> {
    let (bold, plain, share) = (Type::new(12.0, DARK).bold(), Type::new(12.0, MUTED), Type::new(12.0, TARGET).bold());
    let wide = |words: &str, kind: Type| text_width(words, kind.size, kind.weight);
    let mut lines: Vec<Line> =
        place::wrap(&spread.label, width, bold.size, bold.weight).into_iter().map(|words| vec![(words, 0.0, Anchor::Start, bold)]).collect();
    let mut used = lines.last().and_then(|line| line.first()).map_or(0.0, |(words, ..)| wide(words, bold) + 8.0);
    let mut add = |words: String, kind: Type, anchor: Anchor| {
        let length = wide(&words, kind);
        match lines.last_mut() {
            Some(line) if used + length <= width => line.push((words, used, anchor, kind)),
            _ => {
                let broken = place::wrap(&words, width, kind.size, kind.weight);
                lines.extend(broken.into_iter().map(|words| vec![(words, 0.0, Anchor::Start, kind)]));
                used = 0.0;
            }
        }
        used += length + 12.0;
    };
    add(format!("n = {}", integer(lang, spread.n)), plain, Anchor::Start);
    if !spread.beyond.is_empty() {
        add(spread.beyond.clone(), plain, Anchor::Start);
    }
    if let (Some(within), Some(target)) = (spread.within, &data.target) {
        add(format!("{} {}", percent(lang, within, 0), target.within), share, Anchor::End);
    }
    lines
}

fn panel_body(panel: &DistributionPanel, layout: &Layout, surface: &mut Surface, (left, right, top): (f64, f64, f64)) -> f64 {
    let Layout { data, lang, limits, above, .. } = *layout;
    let mut x_ticks = ticks(limits.0, limits.1, 6);
    if scores(panel) {
        // Nobody scores 2.5.
        x_ticks.values.retain(|value| value.fract() == 0.0);
        x_ticks.decimals = 0;
    }
    let x = Scale::new(limits, left + 2.0, right - 2.0);
    // Numbers at the edges must not reach into the panel beside this one.
    let labels = x_ticks.clone();
    x_ticks.values.retain(|value| {
        let half = text_width(&labels.label(lang, *value), TICK_SIZE, Weight::Regular) / 2.0;
        x.at(*value) - half >= left - 10.0 && x.at(*value) + half <= right + 10.0
    });
    let target_type = Type::new(11.5, TARGET).bold();
    let mut y = top;
    if let Some(target) = &data.target {
        let half = text_width(&target.label, target_type.size, target_type.weight) / 2.0;
        let lines = place::wrap(&target.label, right - left, target_type.size, target_type.weight);
        let center = x.at(target.value).clamp(left + half.min((right - left) / 2.0), (right - half).max(f64::midpoint(left, right)));
        y = surface.lines(&lines, (center, y + 12.0), Anchor::Middle, target_type) - target_type.leading() + 4.0;
    }
    let rows = [&panel.before, &panel.after];
    let count = rows.iter().filter(|row| drawable(row.as_ref()).is_some()).count() as f64;
    let bottom = y + count * (above + RIDGE + BELOW);
    let plot = Plot { left, right, top: y, bottom };
    x_axis(surface, plot, &x, &x_ticks, lang);
    if let Some(target) = &data.target {
        let at = x.at(target.value);
        surface.dashed(&[(at, y), (at, bottom)], TARGET, 1.5, (6.0, 3.0));
    }
    for (after, spread) in [(false, &panel.before), (true, &panel.after)].into_iter().filter_map(|(after, row)| drawable(row.as_ref()).map(|row| (after, row)))
    {
        ridge(spread, after, panel.role, layout, surface, &x, (left, right, y));
        y += above + RIDGE + BELOW;
    }
    bottom + 20.0
}

fn ridge(spread: &Spread, after: bool, role: Role, layout: &Layout, surface: &mut Surface, x: &Scale, (left, right, top): (f64, f64, f64)) {
    let Layout { data, lang, above, peak, .. } = *layout;
    let base = top + above + RIDGE;
    let y = |height: f64| base - height / peak * (RIDGE - 4.0);
    let color = ink(role);
    // Before is an outline, after is filled: told apart in grey print too.
    let alpha = if after { 0.42 } else { 0.10 };
    match &spread.shape {
        Shape::Curve(points) => {
            let curve: Vec<(f64, f64)> = points.iter().map(|(value, height)| (x.at(*value), y(*height))).collect();
            let mut area = curve.clone();
            area.extend(points.last().map(|p| (x.at(p.0), base)));
            area.extend(points.first().map(|p| (x.at(p.0), base)));
            surface.polygon(&area, color.faint(alpha));
            if after {
                surface.line(&curve, color, 2.0);
            } else {
                surface.dashed(&curve, color, 1.8, (4.0, 2.5));
            }
        }
        Shape::Bars(bars) => {
            for (low, high, share) in bars.iter().filter(|bar| bar.1 > bar.0 && bar.2 > 0.0) {
                let (from, to) = ((x.at(*low) + 0.5, y(share / (high - low))), (x.at(*high) - 0.5, base));
                surface.rect(from, to, color.faint(alpha));
                surface.frame(from, to, color, if after { 1.4 } else { 0.8 });
            }
        }
    }
    surface.line(&[(left, base), (right, base)], RULE, 1.0);

    for (place, line) in head_lines(spread, data, lang, right - left).iter().enumerate() {
        let baseline = top + 15.0 + place as f64 * LINE;
        for (words, at, anchor, kind) in line {
            let x = if *anchor == Anchor::End { right } else { left + at };
            surface.plate(words, (x, baseline), *anchor, *kind);
        }
    }

    // Marks: median solid, P90 dotted, words below moved apart.
    let marks: Vec<(f64, String, bool)> = [(spread.median, "Median", true), (spread.p90, "P90", false)]
        .into_iter()
        .filter_map(|(value, word, solid)| {
            value.filter(|value| value.is_finite()).map(|value| (value, format!("{word} {}", number(lang, value, decimals(data))), solid))
        })
        .collect();
    let kind = Type::new(11.0, DARK);
    let lengths: Vec<f64> = marks.iter().map(|mark| text_width(&mark.1, kind.size, kind.weight)).collect();
    let wanted: Vec<f64> = marks.iter().map(|mark| x.within(mark.0)).collect();
    let centers = place::spread(&wanted, &lengths, 8.0, left, right);
    for ((value, words, solid), center) in marks.iter().zip(centers) {
        let at = x.within(*value);
        if x.holds(*value) {
            let tip = y(height_at(&spread.shape, *value)).min(base - 14.0);
            surface.line(&[(at, tip), (at, base)], WHITE.faint(0.8), 4.0);
            if *solid {
                surface.line(&[(at, tip), (at, base + 3.0)], DARK, 2.0);
            } else {
                surface.dashed(&[(at, tip), (at, base + 3.0)], DARK, 1.8, (2.0, 2.0));
            }
        }
        surface.plate(words, (center, base + 15.5), Anchor::Middle, kind);
    }
}
