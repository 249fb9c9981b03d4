//! Series in time that are drawn as the means of groups are: an interrupted series with its counterfactual, and a control chart.

use super::figure::{Quantity, Role, Series, StartMark, TimeBand, TrendPoint, Trends};
use super::table::{FigureTable, TableCell, column};
use crate::locale::Lang;
use crate::panel::{Period, TimeScale};

/// A series, its fitted segments, and where it would have gone.
#[derive(Debug, Clone, PartialEq)]
pub struct InterruptedSeries {
    /// The outcome.
    pub outcome: Quantity,
    /// What a step of x is.
    pub scale: TimeScale,
    /// Title of the time axis.
    pub time_title: String,
    /// Interruptions, the first one labelled.
    pub starts: Vec<StartMark>,
    /// Label of the points.
    pub observed: String,
    /// Label of the segments.
    pub fitted: String,
    /// Label of the path without the program.
    pub counterfactual: String,
    /// One a period, in order of time.
    pub points: Vec<InterruptedPoint>,
    /// Ramadan and the like.
    pub bands: Vec<TimeBand>,
}

/// A period of [`InterruptedSeries`].
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct InterruptedPoint {
    /// The period's number.
    pub period: i64,
    /// Mean of the period.
    pub observed: Option<f64>,
    /// By the model.
    pub fitted: Option<f64>,
    /// Without the program.
    pub counterfactual: Option<f64>,
    /// Lower end of its interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

/// Values in time with the limits of each stretch.
#[derive(Debug, Clone, PartialEq)]
pub struct ControlChart {
    /// The outcome.
    pub outcome: Quantity,
    /// What a step of x is.
    pub scale: TimeScale,
    /// Title of the time axis.
    pub time_title: String,
    /// The program's start.
    pub start: Option<StartMark>,
    /// Labels of the values, of their mean, of the upper limit, the lower limit, and of what signals.
    pub labels: [String; 5],
    /// Period, value, whether it is part of a signal.
    pub points: Vec<(i64, f64, bool)>,
    /// Before and after.
    pub stretches: Vec<Stretch>,
}

/// Periods with limits of their own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// First period.
    pub from: i64,
    /// Last period.
    pub to: i64,
    /// Mean.
    pub mean: f64,
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
}

fn point(period: i64, value: Option<f64>) -> TrendPoint {
    TrendPoint { period, value, low: None, high: None, n: None }
}

impl InterruptedSeries {
    /// As lines: points alone, segments that end at each interruption, the path without the program from the first one on.
    pub(super) fn lines(&self) -> Trends {
        let observed = self.points.iter().map(|at| point(at.period, at.observed)).collect();
        let mut series = vec![Series { label: self.observed.clone(), role: Role::Observed, points: observed }];
        let mut starts: Vec<i64> = self.starts.iter().map(|start| start.period).collect();
        starts.sort_unstable();
        let segment = |period: i64| starts.iter().filter(|start| **start <= period).count();
        for at in 0..=starts.len() {
            let own: Vec<TrendPoint> = self.points.iter().filter(|of| segment(of.period) == at).map(|of| point(of.period, of.fitted)).collect();
            let label = if at == starts.len() { self.fitted.clone() } else { String::new() };
            if own.iter().any(|point| point.value.is_some()) {
                series.push(Series { label, role: Role::Treated, points: own });
            }
        }
        let after = self.points.iter().filter(|at| starts.first().is_some_and(|start| at.period >= *start));
        let without = after.map(|at| TrendPoint { low: at.low, high: at.high, ..point(at.period, at.counterfactual) }).collect();
        series.push(Series { label: self.counterfactual.clone(), role: Role::Counterfactual, points: without });
        Trends {
            outcome: self.outcome.clone(),
            scale: self.scale,
            time_title: self.time_title.clone(),
            series,
            start: self.starts.first().cloned(),
            bands: self.bands.clone(),
        }
    }

    /// The numbers behind the chart.
    pub(super) fn table(&self, lang: Lang) -> FigureTable {
        let (d, unit) = (self.outcome.decimals, &self.outcome.unit);
        let header = [&self.time_title, &self.observed, &self.fitted, &self.counterfactual];
        let header = header.into_iter().enumerate().map(|(at, title)| column(title, if at == 0 { "" } else { unit })).collect();
        let rows = self.points.iter().map(|at| {
            let mut row = vec![TableCell::Text(self.scale.label(Period(at.period), lang))];
            row.extend([at.observed, at.fitted, at.counterfactual].map(|value| TableCell::Number(value, d)));
            row
        });
        FigureTable { header, rows: rows.collect() }
    }
}

impl ControlChart {
    /// As lines: values, mean and limits by stretch, and the runs that signal.
    pub(super) fn lines(&self) -> Trends {
        let [values, mean, upper, lower, signal] = &self.labels;
        let mut series = vec![Series {
            label: values.clone(),
            role: Role::Comparison,
            points: self.points.iter().map(|(period, value, _)| point(*period, Some(*value))).collect(),
        }];
        for (at, stretch) in self.stretches.iter().enumerate() {
            let last = at + 1 == self.stretches.len();
            for (label, role, value) in
                [(upper, Role::Counterfactual, stretch.high), (mean, Role::Treated, stretch.mean), (lower, Role::Counterfactual, stretch.low)]
            {
                let label = if last { label.clone() } else { String::new() };
                series.push(Series { label, role, points: (stretch.from..=stretch.to).map(|period| point(period, Some(value))).collect() });
            }
        }
        let marked: Vec<TrendPoint> = self.points.iter().filter(|(_, _, signal)| *signal).map(|(period, value, _)| point(*period, Some(*value))).collect();
        if !marked.is_empty() {
            series.push(Series { label: signal.clone(), role: Role::Signal, points: marked });
        }
        Trends { outcome: self.outcome.clone(), scale: self.scale, time_title: self.time_title.clone(), series, start: self.start.clone(), bands: Vec::new() }
    }

    /// The numbers behind the chart.
    pub(super) fn table(&self, lang: Lang) -> FigureTable {
        let [values, mean, upper, lower, signal] = &self.labels;
        let (d, unit) = (self.outcome.decimals, &self.outcome.unit);
        let header = vec![column(&self.time_title, ""), column(values, unit), column(mean, unit), column(lower, unit), column(upper, unit), column(signal, "")];
        let rows = self.points.iter().map(|(period, value, marked)| {
            let stretch = self.stretches.iter().find(|stretch| (stretch.from..=stretch.to).contains(period));
            let of = |value: fn(&Stretch) -> f64| TableCell::Number(stretch.map(value), d);
            vec![
                TableCell::Text(self.scale.label(Period(*period), lang)),
                TableCell::Number(Some(*value), d),
                of(|stretch| stretch.mean),
                of(|stretch| stretch.low),
                of(|stretch| stretch.high),
                TableCell::Text(if *marked { "×".into() } else { String::new() }),
            ]
        });
        FigureTable { header, rows: rows.collect() }
    }
}
