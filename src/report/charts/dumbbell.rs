//! Values before and after by row, the largest gain first; the index over all rows against its grade bands.

use super::axis::{Plot, Scale, TICK_SIZE, axis_title, padded, range, ticks, x_axis};
use super::figure::{Dumbbell, DumbbellRow, GradeBand, IndexStrip};
use super::font::Weight;
use super::palette::{DARK, GRID, MUTED, RULE, TREATED, WHITE};
use super::surface::{Anchor, Ink, Surface, Type, text_width};
use super::{ChartError, EDGE, place};
use crate::locale::{Lang, interval, number};

const SIZE: f64 = 12.0;
const LEADING: f64 = 15.0;

/// Rows by change, the largest gain first; rows without a change last, in the order given.
pub(super) fn sorted(rows: &[DumbbellRow]) -> Vec<&DumbbellRow> {
    let mut sorted: Vec<&DumbbellRow> = rows.iter().collect();
    sorted.sort_by(|a, b| match (change(a), change(b)) {
        (Some(a), Some(b)) => b.total_cmp(&a),
        (Some(_), None) => std::cmp::Ordering::Less,
        (None, Some(_)) => std::cmp::Ordering::Greater,
        (None, None) => std::cmp::Ordering::Equal,
    });
    sorted
}

fn change(row: &DumbbellRow) -> Option<f64> {
    row.before.zip(row.after).map(|(before, after)| after - before)
}

/// A change with its sign.
fn signed(lang: Lang, value: f64, decimals: usize) -> String {
    let words = number(lang, value, decimals);
    let zero = words.chars().all(|c| !c.is_ascii_digit() || c == '0');
    if value > 0.0 && !zero { format!("+{words}") } else { words }
}

fn change_words(row: &DumbbellRow, lang: Lang, decimals: usize, narrow: bool) -> String {
    match (change(row), row.low.zip(row.high)) {
        (None, _) => "–".into(),
        (Some(change), Some((low, high))) if !narrow => {
            format!("{} ({})", signed(lang, change, decimals), interval(lang, low, high, decimals))
        }
        (Some(change), _) => signed(lang, change, decimals),
    }
}

pub(super) fn draw(data: &Dumbbell, lang: Lang, surface: &mut Surface, top: f64) -> Result<f64, ChartError> {
    let values = range(data.rows.iter().flat_map(|row| [row.before, row.after]).flatten()).ok_or_else(ChartError::no_values)?;
    let narrow = surface.width < 500.0;
    let decimals = data.outcome.decimals;
    let limits = match data.range {
        Some((low, high)) if values.1 - values.0 > 0.5 * (high - low) => (low.min(values.0), high.max(values.1)),
        Some((low, high)) => {
            // All values in a part of the scale: show that part, inside the scale.
            let (from, to) = padded(values.0, values.1, if narrow { 0.1 } else { 0.35 });
            (from.max(low.min(values.0)), to.min(high.max(values.1)))
        }
        None => padded(values.0, values.1, 0.1),
    };
    let rows = sorted(&data.rows);
    let width = |words: &str, weight: Weight| text_width(words, SIZE, weight);
    let label_width = rows.iter().map(|row| width(&row.label, Weight::Regular)).fold(40.0, f64::max).min(if narrow { 112.0 } else { 240.0 });
    let head = Type::new(11.5, MUTED).bold();
    let change_width = rows
        .iter()
        .map(|row| width(&change_words(row, lang, decimals, narrow), Weight::Regular))
        .chain([text_width(&data.change, head.size, head.weight)])
        .fold(0.0, f64::max);
    let right = surface.width - EDGE;
    // Room inside the plot for the numbers beside the marks.
    let beside = width(&number(lang, values.0, decimals), Weight::Regular).max(width(&number(lang, values.1, decimals), Weight::Regular)) + 12.0;
    let plot_left = EDGE + label_width + 14.0;
    let plot_right = right - change_width - 16.0;

    // Heads, with the key to the marks over the plot.
    let key = key_width(data);
    let key_left = (f64::midpoint(plot_left, plot_right) - key / 2.0).clamp(EDGE, (right - key).max(EDGE));
    let apart = key_left < EDGE + text_width(&data.rows_title, head.size, head.weight) + 14.0 || key_left + key > plot_right;
    let mut baseline = top + 14.0;
    if apart {
        draw_key(data, surface, (EDGE, baseline));
        baseline += 20.0;
    } else {
        draw_key(data, surface, (key_left, baseline));
    }
    surface.text(&data.rows_title, (EDGE, baseline), Anchor::Start, head);
    surface.text(&data.change, (right, baseline), Anchor::End, head);
    let rule = baseline + 7.0;
    surface.line(&[(EDGE, rule), (right, rule)], RULE, 1.0);

    let labels: Vec<Vec<String>> = rows.iter().map(|row| place::wrap(&row.label, label_width, SIZE, Weight::Regular)).collect();
    let height = |lines: &[String]| lines.len().max(1) as f64 * LEADING + 11.0;
    let foot = if data.bands.is_empty() { 4.0 } else { 18.0 };
    let bottom = rule + 4.0 + labels.iter().map(|lines| height(lines)).sum::<f64>() + foot;
    let plot = Plot { left: plot_left, right: plot_right, top: rule, bottom };
    let x = Scale::new(limits, plot.left + beside, plot.right - beside);
    let count = ((plot.right - plot.left - 2.0 * beside) / 48.0) as usize;
    x_axis(surface, plot, &x, &ticks(limits.0, limits.1, count.clamp(2, 6)), lang);
    bands(&data.bands, surface, plot, &x, limits);
    let mut y = rule + 4.0;
    for (row, lines) in rows.iter().zip(&labels) {
        let center = y + height(lines) / 2.0;
        let first = center - lines.len() as f64 * LEADING / 2.0 + 11.3;
        for (place, line) in lines.iter().enumerate() {
            surface.text(line, (EDGE, first + place as f64 * LEADING), Anchor::Start, Type::new(SIZE, DARK));
        }
        pair(surface, &x, center, (row.before, row.after), &|value| number(lang, value, decimals));
        for (ends, ink, shift) in [(row.before_ends, MUTED, -6.5), (row.after_ends, TREATED, 6.5)] {
            whisker(surface, &x, center + shift, ends, ink);
        }
        surface.text(&change_words(row, lang, decimals, narrow), (right, center + 4.2), Anchor::End, Type::new(SIZE, DARK));
        y += height(lines);
    }
    let title = Type::new(12.0, MUTED);
    let words = place::wrap(&axis_title(&data.outcome.name, &data.outcome.unit), plot.right - plot.left, title.size, title.weight);
    let mut bottom = surface.lines(&words, (f64::midpoint(plot.left, plot.right), bottom + 35.0), Anchor::Middle, title) - title.leading() + 3.0;
    if words.is_empty() {
        bottom = plot.bottom + 20.0;
    }
    match &data.index {
        Some(index) if index.before.is_some() || index.after.is_some() => Ok(strip(index, lang, surface, bottom + 16.0, plot)),
        _ => Ok(bottom),
    }
}

fn key_width(data: &Dumbbell) -> f64 {
    text_width(&data.before, SIZE, Weight::Regular) + text_width(&data.after, SIZE, Weight::Regular) + 50.0
}

fn draw_key(data: &Dumbbell, surface: &mut Surface, (left, baseline): (f64, f64)) {
    let kind = Type::new(SIZE, DARK);
    surface.ring((left + 5.0, baseline - 4.0), 4.2, MUTED, 1.8);
    surface.text(&data.before, (left + 14.0, baseline), Anchor::Start, kind);
    let second = left + 14.0 + text_width(&data.before, SIZE, Weight::Regular) + 16.0;
    surface.dot((second + 5.0, baseline - 4.0), 5.0, TREATED);
    surface.text(&data.after, (second + 14.0, baseline), Anchor::Start, kind);
}

/// Both marks with a line between and their numbers on the outer sides.
fn pair(surface: &mut Surface, x: &Scale, y: f64, (before, after): (Option<f64>, Option<f64>), words: &dyn Fn(f64) -> String) {
    if let Some((before, after)) = before.zip(after) {
        surface.line(&[(x.at(before), y), (x.at(after), y)], Ink(0x8c, 0xb8, 0xd6, 1.0), 4.0);
    }
    let rising = before.zip(after).is_none_or(|(before, after)| after >= before);
    let mut number_at = |value: f64, left: bool, ink: Ink| {
        let (at, anchor) = if left { (x.at(value) - 9.0, Anchor::End) } else { (x.at(value) + 9.0, Anchor::Start) };
        surface.text(&words(value), (at, y + 4.0), anchor, Type::new(11.0, ink).halo());
    };
    if let Some(before) = before {
        number_at(before, rising, MUTED);
    }
    if let Some(after) = after {
        number_at(after, !rising, TREATED);
    }
    if let Some(before) = before {
        surface.ring((x.at(before), y), 4.4, MUTED, 1.8);
    }
    if let Some(after) = after {
        surface.dot((x.at(after), y), 5.0, TREATED);
    }
}

/// Grades behind the rows: every second one shaded, its first word at the foot of its part of the plot.
fn bands(grades: &[GradeBand], surface: &mut Surface, plot: Plot, x: &Scale, limits: (f64, f64)) {
    for (place, grade) in grades.iter().enumerate() {
        let (low, high) = (grade.low.max(limits.0), grade.high.min(limits.1));
        if high <= low {
            continue;
        }
        let from = if grade.low <= limits.0 { plot.left } else { x.at(low) };
        let to = if grade.high >= limits.1 { plot.right } else { x.at(high) };
        if place % 2 == 1 {
            surface.rect((from, plot.top), (to, plot.bottom), Ink(0xf1, 0xf1, 0xf1, 1.0));
        }
        let small = Type::new(11.0, MUTED).bold();
        let first = grade.label.split(' ').next().unwrap_or("");
        if text_width(first, small.size, small.weight) + 8.0 <= to - from {
            surface.text(first, (f64::midpoint(from, to), plot.bottom - 5.0), Anchor::Middle, small);
        }
        if grade.low > limits.0 {
            surface.line(&[(from, plot.top), (from, plot.bottom)], RULE, 1.0);
        }
    }
}

/// An interval beside its mark.
fn whisker(surface: &mut Surface, x: &Scale, y: f64, ends: Option<(f64, f64)>, ink: Ink) {
    if let Some((low, high)) = ends {
        surface.line(&[(x.within(low), y), (x.within(high), y)], ink, 1.6);
        for end in [low, high].into_iter().filter(|end| x.holds(*end)) {
            surface.line(&[(x.at(end), y - 2.5), (x.at(end), y + 2.5)], ink, 1.4);
        }
    }
}

/// The index on its own scale with the grades behind it; gives the bottom.
fn strip(index: &IndexStrip, lang: Lang, surface: &mut Surface, top: f64, above: Plot) -> f64 {
    // From the grade below the lowest value on: further down nothing is drawn.
    let lowest = [index.before, index.after].into_iter().flatten().map(|v| v.1.unwrap_or(v.0)).fold(f64::INFINITY, f64::min);
    let skipped = index.grades.iter().rposition(|grade| grade.low <= lowest).map_or(0, |place| place.saturating_sub(1));
    let grades = &index.grades[skipped..];
    let ends = range(grades.iter().flat_map(|g| [g.low, g.high]).chain([index.before, index.after].into_iter().flatten().map(|v| v.0)));
    let Some((low, high)) = ends else { return top };
    let right = surface.width - EDGE;
    let narrow = surface.width < 500.0;
    let label_type = Type::new(SIZE, DARK).bold();
    let lines = place::wrap(&index.label, if narrow { right - EDGE } else { above.left - 14.0 - EDGE }, label_type.size, label_type.weight);
    surface.line(&[(EDGE, top), (right, top)], GRID, 1.0);
    let (mut values_y, mut label_bottom) = (top + 22.0, top);
    let left = if narrow {
        values_y = surface.lines(&lines, (EDGE, top + 18.0), Anchor::Start, label_type) + 4.0;
        EDGE + 12.0
    } else {
        label_bottom = surface.lines(&lines, (EDGE, top + 44.0), Anchor::Start, label_type);
        above.left
    };
    let plot = Plot { left, right: right - 12.0, top: values_y + 6.0, bottom: values_y + 38.0 };
    let x = Scale::new((low, high), plot.left, plot.right);
    let center = f64::midpoint(plot.top, plot.bottom);
    let number_of = |value: f64, decimals: usize| number(lang, value, decimals);
    let mut free = f64::NEG_INFINITY;
    for (place, grade) in grades.iter().enumerate() {
        let shade = if place % 2 == 0 { Ink(0xee, 0xee, 0xee, 1.0) } else { Ink(0xdf, 0xdf, 0xdf, 1.0) };
        let from = if place == 0 { x.at(grade.low) } else { x.at(f64::midpoint(grades[place - 1].high, grade.low)) };
        let to = grades.get(place + 1).map_or(x.at(grade.high), |next| x.at(f64::midpoint(grade.high, next.low)));
        surface.rect((from, plot.top), (to, plot.bottom), shade);
        // The name, or its first word where the band is narrow.
        let small = Type::new(11.0, DARK);
        let first = grade.label.split(' ').next().unwrap_or("");
        if let Some(words) = [grade.label.as_str(), first].into_iter().find(|words| text_width(words, small.size, small.weight) + 6.0 <= to - from) {
            surface.text(words, (f64::midpoint(from, to), plot.bottom + 30.0), Anchor::Middle, small);
        }
        let mark = number_of(grade.low, index.decimals);
        let half = text_width(&mark, TICK_SIZE, Weight::Regular) / 2.0;
        if from - half >= free {
            surface.text(&mark, (from, plot.bottom + 15.0), Anchor::Middle, Type::new(TICK_SIZE, MUTED));
            free = from + half + 6.0;
        }
    }
    let end = number_of(high, index.decimals);
    let half = text_width(&end, TICK_SIZE, Weight::Regular) / 2.0;
    if plot.right - half >= free {
        surface.text(&end, (plot.right, plot.bottom + 15.0), Anchor::Middle, Type::new(TICK_SIZE, MUTED));
    }
    // Values above the strip, moved apart, each with a stem to its mark.
    let shown: Vec<(f64, Option<f64>, Option<f64>, bool)> =
        [(index.before, false), (index.after, true)].into_iter().filter_map(|(v, after)| v.map(|v| (v.0, v.1, v.2, after))).collect();
    let words: Vec<String> = shown.iter().map(|v| number_of(v.0, index.decimals)).collect();
    let lengths: Vec<f64> = words.iter().map(|w| text_width(w, SIZE, Weight::SemiBold)).collect();
    let wanted: Vec<f64> = shown.iter().map(|v| x.at(v.0)).collect();
    let centers = place::spread(&wanted, &lengths, 8.0, plot.left, right);
    for (((value, low, high, after), words), at) in shown.iter().zip(&words).zip(centers) {
        let color = if *after { TREATED } else { MUTED };
        let y = if *after { center + 5.0 } else { center - 6.0 };
        surface.line(&[(at, values_y + 3.0), (x.at(*value), y)], color.faint(0.7), 1.0);
        if let Some((low, high)) = low.zip(*high) {
            surface.line(&[(x.within(low), y), (x.within(high), y)], WHITE, 4.0);
            surface.line(&[(x.within(low), y), (x.within(high), y)], color, 2.0);
            for end in [low, high].into_iter().filter(|end| x.holds(*end)) {
                surface.line(&[(x.at(end), y - 4.0), (x.at(end), y + 4.0)], color, 1.6);
            }
        }
        if *after {
            surface.dot((x.at(*value), y), 4.4, color);
        } else {
            surface.ring((x.at(*value), y), 3.8, color, 1.8);
        }
        surface.text(words, (at, values_y), Anchor::Middle, Type::new(SIZE, color).bold());
    }
    (plot.bottom + 33.0).max(label_bottom + 4.0)
}
