//! Shares that are still open over time, with numbers at risk below, and the difference of two restricted means shaded.

use super::axis::{Plot, Scale, axis_title, ticks, x_axis, y_axis};
use super::figure::{Quantity, Role};
use super::font::Weight;
use super::palette::{DARK, MUTED, TREATED, ink, word_ink};
use super::surface::{Anchor, Surface, Type, text_width};
use super::table::{FigureTable, TableCell, column};
use super::{ChartError, EDGE, place};
use crate::locale::{Lang, integer};

const LEADING: f64 = 15.0;

/// Shares still open over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Survival {
    /// The x axis: time since the case began.
    pub time: Quantity,
    /// Title of the y axis, `Berkas belum selesai (%)`.
    pub share_title: String,
    /// Head of the numbers below the axis, `Masih terbuka`.
    pub risk_title: String,
    /// Where the time axis ends: the horizon.
    pub until: f64,
    /// The curves; between the first two the area is shaded.
    pub curves: Vec<SurvivalCurve>,
}

/// One curve of [`Survival`].
#[derive(Debug, Clone, PartialEq)]
pub struct SurvivalCurve {
    /// Label at the curve.
    pub label: String,
    /// Its colour.
    pub role: Role,
    /// Whether it is from before the program: dashed.
    pub before: bool,
    /// Time and share (0–1) still open from then on.
    pub steps: Vec<(f64, f64)>,
    /// Time and cases open just before it.
    pub at_risk: Vec<(f64, u64)>,
    /// Mean restricted to the horizon.
    pub mean: Option<f64>,
}

impl Survival {
    /// The numbers behind the chart.
    pub(super) fn table(&self) -> FigureTable {
        let header = vec![column("", ""), column(&self.time.name, &self.time.unit), column(&self.share_title, ""), column(&self.risk_title, "")];
        let times = (0..=10).map(|k| f64::from(k) / 10.0 * self.until);
        let rows = times.flat_map(|time| {
            self.curves.iter().map(move |curve| {
                let risk = curve.at_risk.iter().find(|(at, _)| *at >= time).map(|(_, cases)| *cases);
                vec![
                    TableCell::Text(curve.label.clone()),
                    TableCell::Number(Some(time), 1),
                    TableCell::Number(Some(100.0 * at(curve, time)), 1),
                    TableCell::Count(risk),
                ]
            })
        });
        FigureTable { header, rows: rows.collect() }
    }
}

/// Share open at a time.
fn at(curve: &SurvivalCurve, time: f64) -> f64 {
    curve.steps.iter().take_while(|step| step.0 <= time).last().map_or(1.0, |step| step.1)
}

/// The corners of the stairs from 0 to the end.
fn stairs(curve: &SurvivalCurve, end: f64) -> Vec<(f64, f64)> {
    let mut out = vec![(0.0, 1.0)];
    let mut share = 1.0;
    for (time, next) in curve.steps.iter().filter(|step| step.0 <= end) {
        out.extend([(*time, share), (*time, *next)]);
        share = *next;
    }
    out.push((end, share));
    out
}

pub(super) fn draw(data: &Survival, lang: Lang, surface: &mut Surface, top: f64) -> Result<f64, ChartError> {
    if data.curves.iter().all(|curve| curve.steps.is_empty()) || data.until <= 0.0 {
        return Err(ChartError::no_values());
    }
    let narrow = surface.width < 500.0;
    let title = Type::new(12.0, MUTED);
    let y_title = place::wrap(&data.share_title, surface.width - 2.0 * EDGE, title.size, title.weight);
    let y_title_at = top + 12.0;
    let widest = if narrow { 96.0 } else { 170.0 };
    let labels: Vec<Vec<String>> = data.curves.iter().map(|curve| place::wrap(&curve.label, widest, 12.0, Weight::SemiBold)).collect();
    let label_width = labels.iter().map(|lines| place::widest(lines, 12.0, Weight::SemiBold)).fold(0.0, f64::max);
    // The first number at risk is centred below the axis: it must not touch the name of its row.
    let first_risk =
        data.curves.iter().filter_map(|curve| Some(text_width(&integer(lang, curve.at_risk.first()?.1), 11.5, Weight::Regular))).fold(0.0, f64::max);
    let left = EDGE + label_width.max(34.0) + 10.0 + first_risk / 2.0;
    let right = surface.width - EDGE - 8.0;
    let frame = |plot_top: f64| {
        let plot = Plot { left, right, top: plot_top, bottom: plot_top + if narrow { 200.0 } else { 260.0 } };
        (plot, Scale::new((0.0, data.until), plot.left, plot.right), Scale::new((0.0, 100.0), plot.bottom, plot.top))
    };
    let tentative = y_title_at + y_title.len() as f64 * title.leading();
    // Names stand at the curves where all of them find room, else together above the plot.
    let at_curves = {
        let (plot, x, y) = frame(tentative);
        names(data, &labels, plot, &x, &y).is_some()
    };
    let y_title_at = if at_curves { y_title_at } else { legend(data, surface, y_title_at) };
    let plot_top = surface.lines(&y_title, (EDGE, y_title_at), Anchor::Start, title) - title.leading() + 14.0;
    let (plot, x, y) = frame(plot_top);
    y_axis(surface, plot, &y, &ticks(0.0, 100.0, 5), lang);
    let count = ((plot.right - plot.left) / 70.0) as usize;
    let x_ticks = ticks(0.0, data.until, count.clamp(2, 8));
    x_axis(surface, plot, &x, &x_ticks, lang);
    let pixels = |points: Vec<(f64, f64)>| points.into_iter().map(|(time, share)| (x.at(time), y.at(100.0 * share))).collect::<Vec<_>>();
    if let [first, second, ..] = data.curves.as_slice() {
        let mut outline = pixels(stairs(first, data.until));
        outline.extend(pixels(stairs(second, data.until)).into_iter().rev());
        surface.polygon(&outline, TREATED.faint(0.12));
    }
    for curve in &data.curves {
        let points = pixels(stairs(curve, data.until));
        if curve.before { surface.dashed(&points, ink(curve.role), 2.0, (6.0, 4.0)) } else { surface.line(&points, ink(curve.role), 2.4) }
    }
    let chosen = if at_curves { names(data, &labels, plot, &x, &y).unwrap_or_default() } else { Vec::new() };
    for ((curve, lines), (left, top)) in data.curves.iter().zip(&labels).zip(chosen) {
        let kind = Type::new(12.0, word_ink(curve.role)).bold();
        for (place, line) in lines.iter().enumerate() {
            surface.text(line, (left, top + 11.5 + place as f64 * LEADING), Anchor::Start, kind);
        }
    }
    let mut bottom = plot.bottom + 34.0;
    let x_title = place::wrap(&axis_title(&data.time.name, &data.time.unit), plot.right - plot.left, title.size, title.weight);
    bottom = surface.lines(&x_title, (f64::midpoint(plot.left, plot.right), bottom), Anchor::Middle, title) - title.leading() + 12.0;
    surface.text(&data.risk_title, (EDGE, bottom + 8.0), Anchor::Start, Type::new(11.5, MUTED).bold());
    let mut row = bottom + 8.0 + 18.0;
    for (curve, lines) in data.curves.iter().zip(&labels) {
        let kind = Type::new(11.5, word_ink(curve.role));
        for (place, line) in lines.iter().enumerate() {
            surface.text(line, (EDGE, row + place as f64 * LEADING), Anchor::Start, kind);
        }
        let mut free = f64::NEG_INFINITY;
        for tick in &x_ticks.values {
            let words = integer(lang, curve.at_risk.iter().find(|(time, _)| *time >= *tick).map_or(0, |(_, cases)| *cases));
            let half = text_width(&words, 11.5, Weight::Regular) / 2.0;
            let center = x.at(*tick).min(surface.width - EDGE - half);
            if center - half > free {
                surface.text(&words, (center, row), Anchor::Middle, Type::new(11.5, DARK));
                free = center + half + 6.0;
            }
        }
        row += lines.len().max(1) as f64 * LEADING + 4.0;
    }
    Ok(row - LEADING + 2.0)
}

/// Corners of the names, each beside its curve where nothing else runs; none where one of them finds no such place.
fn names(data: &Survival, labels: &[Vec<String>], plot: Plot, x: &Scale, y: &Scale) -> Option<Vec<(f64, f64)>> {
    let mut taken = place::Taken::default();
    data.curves
        .iter()
        .zip(labels)
        .map(|(curve, lines)| {
            let (wide, high) = (place::widest(lines, 12.0, Weight::SemiBold), lines.len() as f64 * LEADING);
            let area = (1..40)
                .map(|k| f64::from(k) / 40.0 * data.until)
                .filter(|time| (0.12..0.97).contains(&at(curve, *time)))
                .map(|time| (x.at(time), y.at(100.0 * at(curve, time))))
                .flat_map(|(x, y)| [(x + 8.0, y - high - 4.0), (x - wide - 10.0, y - 2.0)])
                .filter(|(left, top)| *left > plot.left + 2.0 && left + wide < plot.right && *top > plot.top && top + high < plot.bottom - 4.0)
                .map(|(left, top)| (left, top, left + wide, top + high))
                .find(|area| !crosses(data, x, y, *area) && taken.is_free(*area))?;
            taken.add(area);
            Some((area.0, area.1))
        })
        .collect()
}

/// A piece of each curve with its name, above the plot; gives the next baseline.
fn legend(data: &Survival, surface: &mut Surface, mut baseline: f64) -> f64 {
    let sample = 26.0;
    let mut left = EDGE;
    for curve in &data.curves {
        let kind = Type::new(12.0, word_ink(curve.role)).bold();
        let lines = place::wrap(&curve.label, surface.width - 2.0 * EDGE - sample - 8.0, kind.size, kind.weight);
        let width = sample + 6.0 + place::widest(&lines, kind.size, kind.weight);
        if left > EDGE && left + width > surface.width - EDGE {
            (left, baseline) = (EDGE, baseline + 18.0);
        }
        let line = [(left, baseline - 4.0), (left + sample, baseline - 4.0)];
        if curve.before {
            surface.dashed(&line, ink(curve.role), 2.0, (6.0, 4.0));
        } else {
            surface.line(&line, ink(curve.role), 2.4);
        }
        let next = surface.lines(&lines, (left + sample + 6.0, baseline), Anchor::Start, kind);
        left += width + 18.0;
        if lines.len() > 1 {
            baseline = next - kind.leading();
            left = surface.width;
        }
    }
    baseline + 22.0
}

/// Whether a curve runs through an area.
fn crosses(data: &Survival, x: &Scale, y: &Scale, area: place::Area) -> bool {
    data.curves.iter().any(|curve| {
        stairs(curve, data.until).windows(2).any(|pair| {
            let (from, to) = ((x.at(pair[0].0), y.at(100.0 * pair[0].1)), (x.at(pair[1].0), y.at(100.0 * pair[1].1)));
            let overlaps = |a: f64, b: f64, low: f64, high: f64| a.min(b) <= high + 2.0 && a.max(b) >= low - 2.0;
            overlaps(from.0, to.0, area.0, area.2) && overlaps(from.1, to.1, area.1, area.3)
        })
    })
}
