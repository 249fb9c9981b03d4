//! Shares of the scores 1–4: low scores to the left of the centre, high ones to the right.

use super::axis::{Plot, RULE_TICKS, Scale, share_axis};
use super::font::Weight;
use super::palette::{DARK, MUTED, WHITE};
use super::surface::{Anchor, Ink, Surface, Type, text_width};
use super::{ChartError, EDGE, place};
use crate::locale::{Lang, integer, percent};

const SIZE: f64 = 12.0;
const LEADING: f64 = 15.0;
/// Two warm, two cold; the outer ones dark.
const INKS: [Ink; 4] = [Ink(0xb3, 0x4a, 0x00, 1.0), Ink(0xf6, 0xd3, 0xb3, 1.0), Ink(0x86, 0xbc, 0xe0, 1.0), Ink(0x00, 0x5f, 0x96, 1.0)];

/// Shares of scores by row.
#[derive(Debug, Clone, PartialEq)]
pub struct Scores {
    /// Head of the label column.
    pub rows_title: String,
    /// Words of the scores 1–4 from low to high.
    pub scores: [String; 4],
    /// Rows in the order in which they are shown.
    pub rows: Vec<ScoreRow>,
}

/// One row of [`Scores`].
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreRow {
    /// Element, or element and period.
    pub label: String,
    /// Shares (0–1) of the scores 1–4; they add to 1.
    pub shares: [f64; 4],
    /// Answers.
    pub n: Option<u64>,
}

pub(super) fn draw(data: &Scores, lang: Lang, surface: &mut Surface, top: f64) -> Result<f64, ChartError> {
    if data.rows.is_empty() {
        return Err(ChartError::no_values());
    }
    let narrow = surface.width < 500.0;
    let right = surface.width - EDGE;
    // The key, right above the bars, in the order of the segments.
    let kind = Type::new(SIZE, DARK);
    let mut baseline = top + 14.0;
    let mut left = EDGE;
    for (score, ink) in data.scores.iter().zip(INKS) {
        let width = text_width(score, kind.size, kind.weight) + 18.0;
        if left > EDGE && left + width > right {
            (left, baseline) = (EDGE, baseline + 18.0);
        }
        surface.rect((left, baseline - 10.0), (left + 12.0, baseline + 1.0), ink);
        surface.text(score, (left + 17.0, baseline), Anchor::Start, kind);
        left += width + 16.0;
    }
    let label_most = if narrow { 104.0 } else { 230.0 };
    let label_width = data.rows.iter().map(|row| text_width(&row.label, SIZE, Weight::Regular)).fold(40.0, f64::max).min(label_most);
    let count_width = data.rows.iter().filter_map(|row| row.n).map(|n| text_width(&integer(lang, n), SIZE, Weight::Regular)).fold(0.0, f64::max);
    let count_width = if narrow || count_width == 0.0 { 0.0 } else { count_width.max(20.0) + 12.0 };
    let head = baseline + 20.0;
    let kind = Type::new(11.5, MUTED).bold();
    surface.text(&data.rows_title, (EDGE, head), Anchor::Start, kind);
    if count_width > 0.0 {
        surface.text("n", (right, head), Anchor::End, kind);
    }
    let low = data.rows.iter().map(|row| row.shares[0] + row.shares[1]).fold(0.0, f64::max);
    let high = data.rows.iter().map(|row| row.shares[2] + row.shares[3]).fold(0.0, f64::max);
    let labels: Vec<Vec<String>> = data.rows.iter().map(|row| place::wrap(&row.label, label_width, SIZE, Weight::Regular)).collect();
    let height = |lines: &[String]| (lines.len().max(1) as f64 * LEADING + 9.0).max(26.0);
    let first = head + 8.0;
    let bottom = first + labels.iter().map(|lines| height(lines)).sum::<f64>() + 4.0;
    let plot = Plot { left: EDGE + label_width + 14.0, right: right - count_width - 4.0, top: first, bottom };
    let step = RULE_TICKS;
    let x = Scale::new((-(low / step).ceil() * step, (high / step).ceil() * step), plot.left + 8.0, plot.right - 8.0);
    share_axis(surface, plot, &x, lang);
    let mut y = first;
    for (row, lines) in data.rows.iter().zip(&labels) {
        let center = y + height(lines) / 2.0;
        let baseline = center - lines.len() as f64 * LEADING / 2.0 + 11.3;
        for (place, line) in lines.iter().enumerate() {
            surface.text(line, (EDGE, baseline + place as f64 * LEADING), Anchor::Start, Type::new(SIZE, DARK));
        }
        let mut at = -(row.shares[0] + row.shares[1]);
        for (score, share) in row.shares.iter().enumerate() {
            let (from, to) = (x.at(at), x.at(at + share));
            surface.rect((from, center - 9.0), (to, center + 9.0), INKS[score]);
            let words = percent(lang, *share, 0);
            if text_width(&words, 11.0, Weight::Regular) + 6.0 <= to - from {
                let ink = if score == 0 || score == 3 { WHITE } else { DARK };
                surface.text(&words, (f64::midpoint(from, to), center + 4.0), Anchor::Middle, Type::new(11.0, ink));
            }
            at += share;
        }
        if let Some(n) = row.n.filter(|_| count_width > 0.0) {
            surface.text(&integer(lang, n), (right, center + 4.2), Anchor::End, Type::new(SIZE, MUTED));
        }
        y += height(lines);
    }
    surface.line(&[(x.at(0.0), plot.top), (x.at(0.0), plot.bottom)], DARK, 1.4);
    Ok(plot.bottom + 20.0)
}
