//! One estimate a row with its interval and numbers; area of the mark by weight; pooled effects as diamonds.

use super::axis::{Plot, Scale, axis_title, effect_limits, range, ticks, x_axis, zero_line};
use super::figure::{Forest, ForestRow, PooledRow};
use super::font::Weight;
use super::marks::{arrow, diamond};
use super::palette::{DARK, GRID, MUTED, RULE, TREATED};
use super::surface::{Anchor, Ink, Surface, Type, text_width};
use super::{ChartError, EDGE, place};
use crate::locale::{Lang, integer, interval, number};

const SIZE: f64 = 12.0;
const LEADING: f64 = 15.0;

/// Edges of the columns in pixels.
struct Columns {
    label_width: f64,
    n_right: f64,
    plot: (f64, f64),
    right: f64,
}

/// How numbers are written: language, decimals, with or without their intervals.
struct Words {
    lang: Lang,
    decimals: usize,
    short: bool,
}

impl Words {
    fn estimate(&self, estimate: Option<f64>, limits: Option<(f64, f64)>) -> String {
        match (estimate, limits) {
            (None, _) => String::new(),
            (Some(estimate), _) if !estimate.is_finite() => "–".into(),
            (Some(estimate), Some((low, high))) if !self.short && low.is_finite() && high.is_finite() => {
                format!("{} ({})", number(self.lang, estimate, self.decimals), interval(self.lang, low, high, self.decimals))
            }
            (Some(estimate), _) => number(self.lang, estimate, self.decimals),
        }
    }
}

/// The decimals of the numbers in the rows.
pub(super) fn decimals(data: &Forest) -> usize {
    let estimates = data.rows.iter().filter_map(|row| row.estimate).chain(data.pooled.iter().map(|pooled| pooled.estimate));
    data.effect.decimals_up_to(range(estimates).map_or(0.0, |(low, high)| high.max(-low)))
}

pub(super) fn draw(data: &Forest, lang: Lang, surface: &mut Surface, top: f64) -> Result<f64, ChartError> {
    let mut estimates: Vec<f64> = data.rows.iter().filter_map(|row| row.estimate).collect();
    if estimates.is_empty() && data.pooled.is_empty() {
        return Err(ChartError::no_values());
    }
    let mut intervals: Vec<(f64, f64)> = data.rows.iter().filter_map(|row| row.low.zip(row.high)).collect();
    for pooled in &data.pooled {
        estimates.push(pooled.estimate);
        intervals.push((pooled.low, pooled.high));
        intervals.extend(pooled.prediction.iter().map(|p| (p.low, p.high)));
    }
    let limits = effect_limits(&estimates, &intervals).ok_or_else(ChartError::no_values)?;
    let mut words = Words { lang, decimals: decimals(data), short: surface.width < 500.0 };
    let mut columns = columns(data, &words, surface.width);
    if columns.plot.1 - columns.plot.0 < 150.0 && !words.short {
        // Numbers so long that nothing could be drawn: the intervals stay in the table beside the chart.
        words.short = true;
        columns = self::columns(data, &words, surface.width);
    }

    // Column heads.
    let head = Type::new(11.5, MUTED).bold();
    let estimate_head = place::wrap(&data.estimate_title, columns.right - columns.plot.1 - 12.0, head.size, head.weight);
    let rows_head = place::wrap(&data.rows_title, columns.label_width, head.size, head.weight);
    let lines = estimate_head.len().max(rows_head.len()).max(1) as f64;
    let rule = top + 14.0 + (lines - 1.0) * head.leading() + 6.0;
    let foot = |words: &[String]| rule - 6.0 - (words.len() as f64 - 1.0) * head.leading();
    surface.lines(&rows_head, (EDGE, foot(&rows_head)), Anchor::Start, head);
    surface.lines(&estimate_head, (columns.right, foot(&estimate_head)), Anchor::End, head);
    if let Some(title) = data.n_title.as_ref().filter(|_| columns.n_right > 0.0) {
        surface.text(title, (columns.n_right, rule - 6.0), Anchor::End, head);
    }
    surface.line(&[(EDGE, rule), (columns.right, rule)], RULE, 1.0);

    // Heights first: grid lines stand behind the rows.
    let labels: Vec<Vec<String>> = data.rows.iter().map(|row| place::wrap(&row.label, columns.label_width, SIZE, Weight::Regular)).collect();
    let air = if data.rows.len() > 24 { 5.0 } else { 9.0 };
    let height = |lines: usize| lines.max(1) as f64 * LEADING + air;
    let pooled_labels: Vec<Vec<String>> = data.pooled.iter().map(|p| place::wrap(&p.label, columns.label_width, SIZE, Weight::SemiBold)).collect();
    let prediction_labels: Vec<Vec<String>> = data
        .pooled
        .iter()
        .map(|p| p.prediction.as_ref().map_or_else(Vec::new, |p| place::wrap(&p.label, columns.label_width, SIZE, Weight::Regular)))
        .collect();
    let mut bottom = rule + 4.0 + labels.iter().map(|lines| height(lines.len())).sum::<f64>() + 4.0;
    if !data.pooled.is_empty() {
        bottom += 8.0 + pooled_labels.iter().map(|lines| height(lines.len())).sum::<f64>();
        bottom += prediction_labels.iter().filter(|lines| !lines.is_empty()).map(|lines| height(lines.len())).sum::<f64>();
    }
    let plot = Plot { left: columns.plot.0, right: columns.plot.1, top: rule, bottom };
    let x = Scale::new(limits, plot.left, plot.right);
    let tick_count = ((plot.right - plot.left) / 62.0) as usize;
    x_axis(surface, plot, &x, &ticks(limits.0, limits.1, tick_count.clamp(2, 6)), lang);
    zero_line(surface, plot, &x, false);
    if let Some(pooled) = data.pooled.first().filter(|pooled| x.holds(pooled.estimate)) {
        let at = x.at(pooled.estimate);
        surface.dashed(&[(at, rule), (at, bottom)], TREATED, 1.2, (3.0, 3.0));
    }

    let most = data.rows.iter().filter_map(|row| row.weight).fold(0.0, f64::max);
    let mut y = rule + 4.0;
    for (row, lines) in data.rows.iter().zip(&labels) {
        let center = y + height(lines.len()) / 2.0;
        label(surface, lines, center, Type::new(SIZE, DARK));
        row_numbers(row, &words, surface, &columns, center);
        row_mark(row, most, surface, &x, center);
        y += height(lines.len());
    }
    if !data.pooled.is_empty() {
        y += 4.0;
        surface.line(&[(EDGE, y), (columns.right, y)], GRID, 1.0);
        y += 4.0;
    }
    for ((pooled, lines), prediction) in data.pooled.iter().zip(&pooled_labels).zip(&prediction_labels) {
        let center = y + height(lines.len()) / 2.0;
        label(surface, lines, center, Type::new(SIZE, DARK).bold());
        pooled_row(pooled, &words, surface, &columns, &x, center);
        y += height(lines.len());
        if let Some(limits) = pooled.prediction.as_ref().filter(|_| !prediction.is_empty()) {
            let center = y + height(prediction.len()) / 2.0;
            label(surface, prediction, center, Type::new(SIZE, MUTED));
            bar(surface, &x, (limits.low, limits.high), center, MUTED, 1.4);
            for end in [limits.low, limits.high].into_iter().filter(|end| x.holds(*end)) {
                surface.line(&[(x.at(end), center - 4.0), (x.at(end), center + 4.0)], MUTED, 1.4);
            }
            let limits = interval(lang, limits.low, limits.high, words.decimals);
            numbers(surface, &columns, center, &limits, Type::new(SIZE, MUTED));
            y += height(prediction.len());
        }
    }
    Ok(foot_words(data, surface, plot, &x))
}

fn columns(data: &Forest, words: &Words, width: f64) -> Columns {
    let narrow = width < 500.0;
    let lang = words.lang;
    let size = |words: &str, weight: Weight| text_width(words, SIZE, weight);
    let right = width - EDGE;
    let label_most = if narrow { 104.0 } else { 210.0 };
    let labels = data.rows.iter().map(|row| size(&row.label, Weight::Regular));
    let pooled = data.pooled.iter().flat_map(|p| [size(&p.label, Weight::SemiBold), p.prediction.as_ref().map_or(0.0, |p| size(&p.label, Weight::Regular))]);
    let label_width = labels.chain(pooled).chain([size(&data.rows_title, Weight::SemiBold)]).fold(40.0, f64::max).min(label_most);
    let counts = data.rows.iter().map(|row| row.n).chain(data.pooled.iter().map(|p| p.n)).flatten();
    let n_width = counts.map(|n| size(&integer(lang, n), Weight::SemiBold)).fold(0.0, f64::max);
    let has_n = data.n_title.is_some() && n_width > 0.0 && !narrow;
    let n_width = n_width.max(data.n_title.as_deref().map_or(0.0, |title| size(title, Weight::SemiBold)));
    let n_right = if has_n { EDGE + label_width + 14.0 + n_width } else { 0.0 };
    let rows = data.rows.iter().map(|row| size(&words.estimate(row.estimate, row.low.zip(row.high)), Weight::Regular));
    let sums = data.pooled.iter().flat_map(|p| {
        let prediction = p.prediction.as_ref().filter(|_| !words.short).map_or(0.0, |p| size(&interval(lang, p.low, p.high, words.decimals), Weight::Regular));
        [size(&words.estimate(Some(p.estimate), Some((p.low, p.high))), Weight::SemiBold), prediction]
    });
    let estimate_width = rows.chain(sums).fold(size(&data.estimate_title, Weight::SemiBold).clamp(44.0, if narrow { 64.0 } else { 130.0 }), f64::max);
    Columns { label_width, n_right, plot: (n_right.max(EDGE + label_width) + 16.0, right - estimate_width - 14.0), right }
}

fn label(surface: &mut Surface, lines: &[String], center: f64, kind: Type) {
    let first = center - lines.len() as f64 * LEADING / 2.0 + 11.3;
    for (place, line) in lines.iter().enumerate() {
        surface.text(line, (EDGE, first + place as f64 * LEADING), Anchor::Start, kind);
    }
}

/// Numbers at the right; left out where the column is too narrow for them.
fn numbers(surface: &mut Surface, columns: &Columns, center: f64, words: &str, kind: Type) {
    if text_width(words, kind.size, kind.weight) <= columns.right - columns.plot.1 {
        surface.text(words, (columns.right, center + 4.2), Anchor::End, kind);
    }
}

fn row_numbers(row: &ForestRow, words: &Words, surface: &mut Surface, columns: &Columns, center: f64) {
    if let Some(n) = row.n.filter(|_| columns.n_right > 0.0) {
        surface.text(&integer(words.lang, n), (columns.n_right, center + 4.2), Anchor::End, Type::new(SIZE, MUTED));
    }
    if row.estimate.is_some() {
        numbers(surface, columns, center, &words.estimate(row.estimate, row.low.zip(row.high)), Type::new(SIZE, DARK));
    } else {
        let kind = Type::new(11.0, MUTED);
        let room = columns.right - columns.plot.0;
        let lines = place::wrap(&row.reason, room, kind.size, kind.weight);
        // One line: rows are not made taller for a reason; the table beside the chart has it whole.
        let words = match lines.as_slice() {
            [] => "–".to_owned(),
            [only] => only.clone(),
            [first, ..] => format!("{} …", place::wrap(first, room - 16.0, kind.size, kind.weight).first().cloned().unwrap_or_default()),
        };
        surface.plate(&words, (columns.right, center + 4.2), Anchor::End, kind);
    }
}

fn row_mark(row: &ForestRow, most: f64, surface: &mut Surface, x: &Scale, center: f64) {
    if let Some(limits) = row.low.zip(row.high) {
        bar(surface, x, limits, center, TREATED, 1.6);
    }
    if let Some(estimate) = row.estimate.filter(|estimate| x.holds(*estimate)) {
        let share = row.weight.filter(|_| most > 0.0).map_or(0.3, |weight| weight / most);
        let half = (6.5 * share.max(0.0).sqrt()).max(2.0);
        let at = x.at(estimate);
        surface.rect((at - half, center - half), (at + half, center + half), TREATED);
    }
}

fn pooled_row(pooled: &PooledRow, words: &Words, surface: &mut Surface, columns: &Columns, x: &Scale, center: f64) {
    if let Some(n) = pooled.n.filter(|_| columns.n_right > 0.0) {
        surface.text(&integer(words.lang, n), (columns.n_right, center + 4.2), Anchor::End, Type::new(SIZE, DARK).bold());
    }
    let (left, right) = (x.within(pooled.low), x.within(pooled.high));
    let middle = f64::midpoint(left, right);
    if (x.at(pooled.estimate) - middle).abs() < 1.5 {
        diamond(surface, (middle, center), ((right - left) / 2.0).max(4.0), 7.0, DARK, false);
    } else {
        let peak = x.within(pooled.estimate);
        surface.polygon(&[(left, center), (peak, center - 7.0), (right, center), (peak, center + 7.0)], DARK);
    }
    numbers(surface, columns, center, &words.estimate(Some(pooled.estimate), Some((pooled.low, pooled.high))), Type::new(SIZE, DARK).bold());
}

/// An interval as a bar; an arrow where it goes on beyond the edge.
fn bar(surface: &mut Surface, x: &Scale, (low, high): (f64, f64), y: f64, ink: Ink, width: f64) {
    surface.line(&[(x.within(low), y), (x.within(high), y)], ink, width);
    if high > x.high {
        arrow(surface, (x.at(x.high), y), (1.0, 0.0), ink);
    }
    if low < x.low {
        arrow(surface, (x.at(x.low), y), (-1.0, 0.0), ink);
    }
}

/// Directions and axis title below the axis; gives the bottom.
fn foot_words(data: &Forest, surface: &mut Surface, plot: Plot, x: &Scale) -> f64 {
    let mut bottom = plot.bottom + 18.0;
    let kind = Type::new(11.5, DARK);
    if let Some((less, more)) = &data.directions {
        let zero = x.within(0.0);
        let (less, more) = (format!("← {less}"), format!("{more} →"));
        let width = |words: &str| text_width(words, kind.size, kind.weight);
        let less_right = (zero - 8.0).max(EDGE + width(&less));
        let more_left = (zero + 8.0).max(less_right + 12.0).min(surface.width - EDGE - width(&more));
        let less_right = less_right.min(more_left - 12.0);
        bottom += 17.0;
        surface.text(&less, (less_right, bottom), Anchor::End, kind);
        surface.text(&more, (more_left, bottom), Anchor::Start, kind);
    }
    let title = Type::new(12.0, MUTED);
    let lines = place::wrap(&axis_title(&data.effect.name, &data.effect.unit), surface.width - 2.0 * EDGE, title.size, title.weight);
    let half = place::widest(&lines, title.size, title.weight) / 2.0;
    let center = f64::midpoint(plot.left, plot.right).clamp(EDGE + half, (surface.width - EDGE - half).max(EDGE + half));
    surface.lines(&lines, (center, bottom + 17.0), Anchor::Middle, title) - title.leading() + 3.0
}
