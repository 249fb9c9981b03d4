//! A treated path beside its synthetic counterpart: both paths, the gap with its intervals, the weights of periods as an area on the same time axis,
//! and the weights of comparison units as bars.

use super::axis::{Plot, Scale, TICK_SIZE, axis_title, ticks};
use super::figure::{Quantity, Role, Series, StartMark, TrendPoint, Trends};
use super::font::Weight;
use super::palette::{COMPARISON, DARK, GRID, MUTED, RULE};
use super::surface::{Anchor, Surface, Type, text_width};
use super::table::{FigureTable, TableCell, column};
use super::trends::{self, Frame};
use super::{ChartError, EDGE, place};
use crate::locale::{Lang, percent};
use crate::panel::{Period, TimeScale};

/// Heights of the plots of the gap and of the weights of periods.
const GAP_HEIGHT: f64 = 150.0;
const AREA_HEIGHT: f64 = 56.0;
/// Height of a bar with its space.
const ROW: f64 = 21.0;

/// Treated and synthetic, and how the synthetic one is made.
#[derive(Debug, Clone, PartialEq)]
pub struct SyntheticPath {
    /// The outcome.
    pub outcome: Quantity,
    /// The gap.
    pub gap: Quantity,
    /// What a step of x is.
    pub scale: TimeScale,
    /// Title of the time axis.
    pub time_title: String,
    /// The program's start.
    pub start: Option<StartMark>,
    /// Labels of the treated line, the synthetic line and the gap.
    pub labels: [String; 3],
    /// One point a period, in order of time.
    pub points: Vec<PathPoint>,
    /// Title of the weights of units.
    pub units_title: String,
    /// Comparison units to show, the heaviest first; a last row may stand for the rest.
    pub units: Vec<UnitWeight>,
    /// Title of the weights of periods; without weights of periods their panel is left out.
    pub periods_title: String,
}

/// A period of [`SyntheticPath`].
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct PathPoint {
    /// The period's number (`Period.0`).
    pub period: i64,
    /// The treated.
    pub treated: Option<f64>,
    /// The synthetic path, at the level that the effect is measured from.
    pub synthetic: Option<f64>,
    /// Treated less synthetic.
    pub gap: Option<f64>,
    /// Lower end of its interval.
    pub low: Option<f64>,
    /// Upper end of its interval.
    pub high: Option<f64>,
    /// Weight of the period, 0 to 1; none after the start.
    pub weight: Option<f64>,
}

/// A comparison unit and its weight.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitWeight {
    /// Its name.
    pub label: String,
    /// Weight, 0 to 1.
    pub weight: f64,
}

impl SyntheticPath {
    fn panel(&self, outcome: &Quantity, time_title: &str, start: bool, series: Vec<Series>) -> Trends {
        let start = self.start.clone().map(|mark| if start { mark } else { StartMark { label: String::new(), ..mark } });
        Trends { outcome: outcome.clone(), scale: self.scale, time_title: time_title.into(), series, start, bands: Vec::new() }
    }

    fn series(&self, label: usize, role: Role, value: impl Fn(&PathPoint) -> [Option<f64>; 3]) -> Series {
        let points = self.points.iter().map(|point| {
            let [value, low, high] = value(point);
            TrendPoint { period: point.period, value, low, high, n: None }
        });
        Series { label: self.labels[label].clone(), role, points: points.collect() }
    }

    /// The numbers: a row a period, then a row a unit.
    pub(super) fn table(&self, lang: Lang) -> FigureTable {
        let (weight, low, high) = match lang {
            Lang::Id => ("Bobot", "Batas bawah", "Batas atas"),
            Lang::En => ("Weight", "Lower limit", "Upper limit"),
        };
        let (unit, decimals) = (&self.outcome.unit, self.outcome.decimals);
        let header = vec![
            column(self.time_title.clone(), ""),
            column(self.labels[0].clone(), unit),
            column(self.labels[1].clone(), unit),
            column(self.gap.name.clone(), &self.gap.unit),
            column(low, &self.gap.unit),
            column(high, &self.gap.unit),
            column(weight, "%"),
        ];
        let number = |value: Option<f64>| TableCell::Number(value, decimals);
        let share = |weight: Option<f64>| TableCell::Number(weight.map(|weight| 100.0 * weight), 1);
        let periods = self.points.iter().map(|point| {
            let label = TableCell::Text(self.scale.label(Period(point.period), lang));
            let numbers = [point.treated, point.synthetic, point.gap, point.low, point.high].map(number);
            std::iter::once(label).chain(numbers).chain([share(point.weight)]).collect()
        });
        let units = self.units.iter().map(|unit| {
            let empty = (0..5).map(|_| number(None));
            std::iter::once(TableCell::Text(unit.label.clone())).chain(empty).chain([share(Some(unit.weight))]).collect()
        });
        FigureTable { header, rows: periods.chain(units).collect() }
    }
}

pub(super) fn draw(data: &SyntheticPath, lang: Lang, surface: &mut Surface, top: f64) -> Result<f64, ChartError> {
    let weighted = data.points.iter().any(|point| point.weight.is_some_and(|weight| weight > 0.0));
    let paths =
        vec![data.series(0, Role::Treated, |point| [point.treated, None, None]), data.series(1, Role::Counterfactual, |point| [point.synthetic, None, None])];
    let gap = vec![data.series(2, Role::Treated, |point| [point.gap, point.low, point.high])];
    let above = data.panel(&data.outcome, "", true, paths);
    let below = data.panel(&data.gap, if weighted { "" } else { &data.time_title }, false, gap);
    // One left edge and one right edge, so that periods stand under each other.
    let tick_width = |panel: &Trends, zero: bool, most: usize| trends::limits(panel, zero).map_or(0.0, |(low, high)| ticks(low, high, most).widest(lang));
    let left = EDGE + tick_width(&above, false, 6).max(tick_width(&below, true, 6)).max(text_width(&percent(lang, 1.0, 0), TICK_SIZE, Weight::Regular)) + 10.0;
    let labels = trends::label_width(&above, surface.width).max(trends::label_width(&below, surface.width));
    let height = if surface.width < 500.0 { 190.0 } else { 240.0 };
    let (bottom, _) = trends::draw_in(&above, lang, surface, top, Some(Frame { left, labels, height, zero: false }))?;
    let (bottom, x) = trends::draw_in(&below, lang, surface, bottom + 14.0, Some(Frame { left, labels, height: GAP_HEIGHT, zero: true }))?;
    let bottom = if weighted { area(data, lang, surface, bottom + 14.0, &x) } else { bottom };
    Ok(bars(data, lang, surface, bottom + 18.0))
}

/// A heading over a panel; gives the place below it.
fn heading(surface: &mut Surface, words: &str, top: f64) -> f64 {
    let kind = Type::new(12.0, MUTED);
    let lines = place::wrap(words, surface.width - 2.0 * EDGE, kind.size, kind.weight);
    surface.lines(&lines, (EDGE, top + 12.0), Anchor::Start, kind) - kind.leading() + 8.0
}

/// Weights of periods as an area of steps on the time axis of the panels above.
fn area(data: &SyntheticPath, lang: Lang, surface: &mut Surface, top: f64, x: &Scale) -> f64 {
    let top = heading(surface, &data.periods_title, top) + 6.0;
    let plot = Plot { left: x.at(x.low), right: x.at(x.high), top, bottom: top + AREA_HEIGHT };
    let largest = data.points.iter().filter_map(|point| point.weight).fold(0.0, f64::max);
    let y = Scale::new((0.0, largest.max(1e-9)), plot.bottom, plot.top);
    for value in [0.0, largest] {
        surface.line(&[(plot.left, y.at(value)), (plot.right, y.at(value))], GRID, 1.0);
        surface.text(&percent(lang, value, 0), (plot.left - 8.0, y.at(value) + 4.0), Anchor::End, Type::new(TICK_SIZE, MUTED));
    }
    for point in &data.points {
        if let Some(weight) = point.weight.filter(|weight| *weight > 0.0) {
            let (from, to) = (x.within(point.period as f64 - 0.5), x.within(point.period as f64 + 0.5));
            surface.rect((from, y.at(weight)), (to, plot.bottom), COMPARISON.faint(0.45));
            surface.line(&[(from, y.at(weight)), (to, y.at(weight))], COMPARISON, 1.6);
        }
    }
    surface.line(&[(plot.left, plot.bottom), (plot.right, plot.bottom)], RULE, 1.0);
    if let Some(start) = &data.start {
        let at = start.period as f64 - 0.5;
        if x.holds(at) {
            surface.dashed(&[(x.at(at), plot.top), (x.at(at), plot.bottom)], DARK, 1.2, (5.0, 4.0));
        }
    }
    // The time axis stands under the gap already; its name is due here.
    let title = axis_title(&data.time_title, "");
    if !title.is_empty() {
        surface.text(&title, (f64::midpoint(plot.left, plot.right), plot.bottom + 17.0), Anchor::Middle, Type::new(12.0, MUTED));
        return plot.bottom + 20.0;
    }
    plot.bottom
}

/// Weights of units as bars, each with its name and its share.
fn bars(data: &SyntheticPath, lang: Lang, surface: &mut Surface, top: f64) -> f64 {
    if data.units.is_empty() {
        return top - 18.0;
    }
    let mut at = heading(surface, &data.units_title, top) + 4.0;
    let kind = Type::new(12.0, DARK);
    let most = if surface.width < 500.0 { 130.0 } else { 260.0 };
    let names: Vec<Vec<String>> = data.units.iter().map(|unit| place::wrap(&unit.label, most, kind.size, kind.weight)).collect();
    let widest = names.iter().map(|lines| place::widest(lines, kind.size, kind.weight)).fold(0.0, f64::max);
    let share = |weight: f64| percent(lang, weight, usize::from(weight < 0.0995));
    let number = data.units.iter().map(|unit| text_width(&share(unit.weight), kind.size, kind.weight)).fold(0.0, f64::max);
    let largest = data.units.iter().map(|unit| unit.weight).fold(0.0, f64::max);
    let scale = Scale::new((0.0, largest.max(1e-9)), EDGE + widest + 10.0, surface.width - EDGE - number - 10.0);
    for (unit, lines) in data.units.iter().zip(&names) {
        let height = ROW + (lines.len() as f64 - 1.0).max(0.0) * kind.leading();
        let middle = at + height / 2.0;
        let baseline = middle + 4.0 - (lines.len() as f64 - 1.0).max(0.0) * kind.leading() / 2.0;
        surface.lines(lines, (EDGE, baseline), Anchor::Start, kind);
        surface.rect((scale.at(0.0), middle - 6.5), (scale.at(unit.weight).max(scale.at(0.0) + 1.0), middle + 6.5), COMPARISON);
        surface.text(&share(unit.weight), (scale.at(unit.weight) + 7.0, middle + 4.0), Anchor::Start, kind);
        at += height;
    }
    at
}
