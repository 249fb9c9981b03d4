//! The data of a chart as a table, to stand beside it.

use super::dose::DoseResponse;
use super::figure::{
    CohortPeriods, Decomposition, Distribution, DistributionPanel, Dumbbell, EventStudy, Figure, FigureKind, Forest, PowerCurves, Quadrants, Sensitivity,
    SpecificationCurve, Spread, Trends,
};
use super::scores::Scores;
use crate::locale::{Lang, integer, number};
use crate::panel::Period;

/// Header and rows of a chart's data.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FigureTable {
    /// Columns from left to right.
    pub header: Vec<FigureColumn>,
    /// Rows, each as long as the header.
    pub rows: Vec<Vec<TableCell>>,
}

/// The head of a column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FigureColumn {
    /// Words.
    pub title: String,
    /// Unit; empty where there is none.
    pub unit: String,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum TableCell {
    /// Words.
    Text(String),
    /// A number with the decimals that it is shown with; `None` where it is not defined.
    Number(Option<f64>, usize),
    /// A count.
    Count(Option<u64>),
}

impl TableCell {
    /// The cell as people read it; an en dash where nothing is defined.
    pub fn show(&self, lang: Lang) -> String {
        match self {
            TableCell::Text(words) => words.clone(),
            TableCell::Number(Some(value), decimals) => number(lang, *value, *decimals),
            TableCell::Count(Some(count)) => integer(lang, *count),
            TableCell::Number(None, _) | TableCell::Count(None) => "–".into(),
        }
    }

    /// Whether the cell stands to the right in its column.
    pub fn is_number(&self) -> bool {
        !matches!(self, TableCell::Text(_))
    }
}

pub(super) fn column(title: impl Into<String>, unit: impl Into<String>) -> FigureColumn {
    FigureColumn { title: title.into(), unit: unit.into() }
}

/// The words of table heads that no figure carries itself.
struct Heads {
    low: &'static str,
    high: &'static str,
    band_low: &'static str,
    band_high: &'static str,
    group: &'static str,
    method: &'static str,
    period: &'static str,
    median: &'static str,
    p90: &'static str,
    within: &'static str,
    n: &'static str,
    weight: &'static str,
    note: &'static str,
}

const HEADS_ID: Heads = Heads {
    low: "Batas bawah",
    high: "Batas atas",
    band_low: "Pita serentak, bawah",
    band_high: "Pita serentak, atas",
    group: "Kelompok",
    method: "Metode",
    period: "Periode",
    median: "Median",
    p90: "P90",
    within: "Dalam standar",
    n: "n",
    weight: "Bobot",
    note: "Keterangan",
};

const HEADS_EN: Heads = Heads {
    low: "Lower limit",
    high: "Upper limit",
    band_low: "Simultaneous band, lower",
    band_high: "Simultaneous band, upper",
    group: "Group",
    method: "Method",
    period: "Period",
    median: "Median",
    p90: "P90",
    within: "Within target",
    n: "n",
    weight: "Weight",
    note: "Note",
};

/// The data of the figure: what is drawn, and the numbers behind it.
pub fn table(figure: &Figure) -> FigureTable {
    let heads = match figure.lang {
        Lang::Id => &HEADS_ID,
        Lang::En => &HEADS_EN,
    };
    match &figure.kind {
        FigureKind::Trends(data) => trends(data, figure.lang, heads),
        FigureKind::Distribution(data) => distribution(data, heads),
        FigureKind::EventStudy(data) => event_study(data, heads),
        FigureKind::CohortPeriods(data) => cohort_periods(data, figure.lang, heads),
        FigureKind::SyntheticPath(data) => data.table(figure.lang),
        FigureKind::InterruptedSeries(data) => data.table(figure.lang),
        FigureKind::ControlChart(data) => data.table(figure.lang),
        FigureKind::Survival(data) => data.table(),
        FigureKind::Forest(data) => forest(data, heads),
        FigureKind::Dumbbell(data) => dumbbell(data, heads),
        FigureKind::Scores(data) => scores(data, heads),
        FigureKind::Quadrants(data) => quadrants(data, heads),
        FigureKind::Decomposition(data) => decomposition(data, heads),
        FigureKind::Sensitivity(data) => sensitivity(data, heads),
        FigureKind::SpecificationCurve(data) => specification_curve(data, heads),
        FigureKind::Placebos(data) => data.table(),
        FigureKind::Power(data) => power(data, heads),
        FigureKind::DoseResponse(data) => dose(data, heads),
    }
}

fn trends(data: &Trends, lang: Lang, heads: &Heads) -> FigureTable {
    let unit = &data.outcome.unit;
    let decimals = data.outcome.decimals;
    let header = vec![
        column(&data.time_title, ""),
        column(heads.group, ""),
        column(&data.outcome.name, unit),
        column(heads.low, unit),
        column(heads.high, unit),
        column(heads.n, ""),
    ];
    let rows = data
        .series
        .iter()
        .flat_map(|series| {
            series.points.iter().map(move |point| {
                vec![
                    TableCell::Text(data.scale.label(Period(point.period), lang)),
                    TableCell::Text(series.label.clone()),
                    TableCell::Number(point.value, decimals),
                    TableCell::Number(point.low, decimals),
                    TableCell::Number(point.high, decimals),
                    TableCell::Count(point.n),
                ]
            })
        })
        .collect();
    FigureTable { header, rows }
}

fn distribution(data: &Distribution, heads: &Heads) -> FigureTable {
    let unit = &data.outcome.unit;
    let decimals = super::distribution::decimals(data);
    let header = vec![
        column(heads.group, ""),
        column(heads.period, ""),
        column(heads.n, ""),
        column(heads.median, unit),
        column(heads.p90, unit),
        column(heads.within, "%"),
    ];
    let row = |panel: &DistributionPanel, spread: &Spread| {
        vec![
            TableCell::Text(panel.label.clone()),
            TableCell::Text(spread.label.clone()),
            TableCell::Count(Some(spread.n)),
            TableCell::Number(spread.median, decimals),
            TableCell::Number(spread.p90, decimals),
            TableCell::Number(spread.within.map(|share| 100.0 * share), 1),
        ]
    };
    let rows = data.panels.iter().flat_map(|panel| panel.before.iter().chain(&panel.after).map(move |spread| row(panel, spread))).collect();
    FigureTable { header, rows }
}

fn event_study(data: &EventStudy, heads: &Heads) -> FigureTable {
    let unit = &data.effect.unit;
    let decimals = data.effect.decimals;
    let header = vec![
        column(heads.method, ""),
        column(&data.time_title, ""),
        column(&data.effect.name, unit),
        column(heads.low, unit),
        column(heads.high, unit),
        column(heads.band_low, unit),
        column(heads.band_high, unit),
        column(&data.units, ""),
    ];
    let rows = data
        .methods
        .iter()
        .flat_map(|method| {
            method.points.iter().map(move |point| {
                vec![
                    TableCell::Text(method.label.clone()),
                    TableCell::Number(Some(point.event_time as f64), 0),
                    TableCell::Number(point.estimate, decimals),
                    TableCell::Number(point.low, decimals),
                    TableCell::Number(point.high, decimals),
                    TableCell::Number(point.band_low, decimals),
                    TableCell::Number(point.band_high, decimals),
                    TableCell::Count(point.units),
                ]
            })
        })
        .collect();
    FigureTable { header, rows }
}

fn cohort_periods(data: &CohortPeriods, lang: Lang, heads: &Heads) -> FigureTable {
    let (unit, decimals) = (&data.effect.unit, data.effect.decimals);
    let header = vec![
        column(heads.group, ""),
        column(&data.time_title, ""),
        column(&data.effect.name, unit),
        column(heads.low, unit),
        column(heads.high, unit),
        column(heads.n, ""),
    ];
    let row = |label: &str, point: &super::figure::TrendPoint| {
        vec![
            TableCell::Text(label.to_owned()),
            TableCell::Text(data.scale.label(Period(point.period), lang)),
            TableCell::Number(point.value, decimals),
            TableCell::Number(point.low, decimals),
            TableCell::Number(point.high, decimals),
            TableCell::Count(point.n),
        ]
    };
    FigureTable { header, rows: data.panels.iter().flat_map(|panel| panel.points.iter().map(move |point| row(&panel.label, point))).collect() }
}

fn forest(data: &Forest, heads: &Heads) -> FigureTable {
    let unit = &data.effect.unit;
    let decimals = super::forest::decimals(data);
    let header = vec![
        column(&data.rows_title, ""),
        column(data.n_title.as_deref().unwrap_or(heads.n), ""),
        column(&data.effect.name, unit),
        column(heads.low, unit),
        column(heads.high, unit),
        column(heads.weight, "%"),
        column(heads.note, ""),
    ];
    let total: f64 = data.rows.iter().filter_map(|row| row.weight).sum();
    let mut rows: Vec<Vec<TableCell>> = data
        .rows
        .iter()
        .map(|row| {
            vec![
                TableCell::Text(row.label.clone()),
                TableCell::Count(row.n),
                TableCell::Number(row.estimate, decimals),
                TableCell::Number(row.low, decimals),
                TableCell::Number(row.high, decimals),
                TableCell::Number(row.weight.filter(|_| total > 0.0).map(|weight| 100.0 * weight / total), 1),
                TableCell::Text(row.reason.clone()),
            ]
        })
        .collect();
    let line = |label: &str, n: Option<u64>, estimate: Option<f64>, low: f64, high: f64| {
        vec![
            TableCell::Text(label.to_owned()),
            TableCell::Count(n),
            TableCell::Number(estimate, decimals),
            TableCell::Number(Some(low), decimals),
            TableCell::Number(Some(high), decimals),
            TableCell::Number(None, 1),
            TableCell::Text(String::new()),
        ]
    };
    for pooled in &data.pooled {
        rows.push(line(&pooled.label, pooled.n, Some(pooled.estimate), pooled.low, pooled.high));
        if let Some(prediction) = &pooled.prediction {
            rows.push(line(&prediction.label, None, None, prediction.low, prediction.high));
        }
    }
    FigureTable { header, rows }
}

fn dumbbell(data: &Dumbbell, heads: &Heads) -> FigureTable {
    let unit = &data.outcome.unit;
    let decimals = data.outcome.decimals;
    let mut header = vec![
        column(&data.rows_title, ""),
        column(&data.before, unit),
        column(&data.after, unit),
        column(&data.change, unit),
        column(heads.low, unit),
        column(heads.high, unit),
    ];
    let ends = data.rows.iter().any(|row| row.before_ends.is_some() || row.after_ends.is_some());
    if ends {
        for of in [&data.before, &data.after] {
            header.extend([column(format!("{of}: {}", heads.low), unit), column(format!("{of}: {}", heads.high), unit)]);
        }
    }
    let row = |label: &str, decimals: usize, before: Option<f64>, after: Option<f64>, low: Option<f64>, high: Option<f64>| {
        vec![
            TableCell::Text(label.to_owned()),
            TableCell::Number(before, decimals),
            TableCell::Number(after, decimals),
            TableCell::Number(before.zip(after).map(|(before, after)| after - before), decimals),
            TableCell::Number(low, decimals),
            TableCell::Number(high, decimals),
        ]
    };
    let limits = |ends: Option<(f64, f64)>, decimals: usize| [ends.map(|ends| ends.0), ends.map(|ends| ends.1)].map(|end| TableCell::Number(end, decimals));
    let mut rows: Vec<Vec<TableCell>> = super::dumbbell::sorted(&data.rows)
        .into_iter()
        .map(|r| {
            let mut cells = row(&r.label, decimals, r.before, r.after, r.low, r.high);
            if ends {
                cells.extend([r.before_ends, r.after_ends].into_iter().flat_map(|ends| limits(ends, decimals)));
            }
            cells
        })
        .collect();
    if let Some(index) = &data.index {
        let mut cells = row(&index.label, index.decimals, index.before.map(|v| v.0), index.after.map(|v| v.0), None, None);
        if ends {
            let of = |value: Option<(f64, Option<f64>, Option<f64>)>| value.and_then(|value| value.1.zip(value.2));
            cells.extend([of(index.before), of(index.after)].into_iter().flat_map(|ends| limits(ends, index.decimals)));
        }
        rows.push(cells);
    }
    FigureTable { header, rows }
}

fn scores(data: &Scores, heads: &Heads) -> FigureTable {
    let mut header = vec![column(&data.rows_title, ""), column(heads.n, "")];
    header.extend(data.scores.iter().map(|score| column(score, "%")));
    let rows = data
        .rows
        .iter()
        .map(|row| {
            let mut cells = vec![TableCell::Text(row.label.clone()), TableCell::Count(row.n)];
            cells.extend(row.shares.iter().map(|share| TableCell::Number(Some(100.0 * share), 1)));
            cells
        })
        .collect();
    FigureTable { header, rows }
}

fn quadrants(data: &Quadrants, heads: &Heads) -> FigureTable {
    let (x, y) = (&data.performance, &data.importance);
    let header = vec![column(heads.group, ""), column(&x.name, &x.unit), column(&y.name, &y.unit)];
    let rows = data
        .points
        .iter()
        .map(|p| vec![TableCell::Text(p.label.clone()), TableCell::Number(Some(p.performance), x.decimals), TableCell::Number(Some(p.importance), y.decimals)])
        .collect();
    FigureTable { header, rows }
}

fn decomposition(data: &Decomposition, heads: &Heads) -> FigureTable {
    let unit = &data.effect.unit;
    let header = vec![column(heads.group, ""), column(heads.note, ""), column(&data.weight_title, ""), column(&data.effect.name, unit)];
    let kind = |at: usize| data.kinds.get(at).map(|kind| kind.label.clone()).unwrap_or_default();
    let row = |point: &super::figure::ComparisonPoint| {
        let weight = TableCell::Number(Some(point.weight), 1);
        vec![TableCell::Text(point.label.clone()), TableCell::Text(kind(point.kind)), weight, TableCell::Number(Some(point.estimate), data.effect.decimals)]
    };
    FigureTable { header, rows: data.points.iter().map(row).collect() }
}

fn sensitivity(data: &Sensitivity, heads: &Heads) -> FigureTable {
    let (unit, decimals) = (&data.effect.unit, data.effect.decimals);
    let header = vec![column(&data.m_title, ""), column(heads.low, unit), column(heads.high, unit)];
    let number = |value: Option<f64>| TableCell::Number(value, decimals);
    let (_, low, high, label) = &data.original;
    let mut rows = vec![vec![TableCell::Text(label.clone()), number(Some(*low)), number(Some(*high))]];
    // M is written with the digits that it has.
    rows.extend(data.rows.iter().map(|(m, low, high)| vec![TableCell::Number(Some(*m), if m.fract() == 0.0 { 0 } else { 3 }), number(*low), number(*high)]));
    FigureTable { header, rows }
}

fn specification_curve(data: &SpecificationCurve, heads: &Heads) -> FigureTable {
    let (unit, decimals) = (&data.effect.unit, data.effect.decimals);
    let mut header: Vec<FigureColumn> = data.choices.iter().map(|choice| column(&choice.title, "")).collect();
    header.extend([column(&data.effect.name, unit), column(heads.low, unit), column(heads.high, unit)]);
    let row = |one: &super::figure::Specification| {
        let words = |(choice, option): (&super::figure::Choice, &usize)| TableCell::Text(choice.options.get(*option).cloned().unwrap_or_default());
        let mut row: Vec<TableCell> = data.choices.iter().zip(&one.options).map(words).collect();
        row.extend([Some(one.estimate), one.low, one.high].map(|value| TableCell::Number(value, decimals)));
        row
    };
    FigureTable { header, rows: data.specifications.iter().map(row).collect() }
}

fn dose(data: &DoseResponse, heads: &Heads) -> FigureTable {
    let d = data.effect.decimals;
    let banded = data.points.iter().any(|point| point.band_low.is_some());
    let count = if banded { 6 } else { 4 };
    let titles = [heads.low, heads.high, heads.band_low, heads.band_high];
    let header = [column(&data.dose.name, &data.dose.unit), column(&data.effect.name, &data.effect.unit)].into_iter();
    let row = |point: &super::DosePoint| {
        let values = [point.estimate, point.low, point.high, point.band_low, point.band_high].map(|value| TableCell::Number(value, d));
        std::iter::once(TableCell::Number(Some(point.dose), data.dose.decimals)).chain(values).take(count).collect()
    };
    FigureTable { header: header.chain(titles.map(|title| column(title, ""))).take(count).collect(), rows: data.points.iter().map(row).collect() }
}

fn power(data: &PowerCurves, heads: &Heads) -> FigureTable {
    let header = vec![column(heads.group, ""), column(&data.size.name, &data.size.unit), column(&data.power.name, &data.power.unit)];
    let rows = data.curves.iter().flat_map(|curve| {
        let cells = |(size, power): &(f64, f64)| {
            vec![TableCell::Text(curve.label.clone()), TableCell::Number(Some(*size), data.size.decimals), TableCell::Number(Some(*power), data.power.decimals)]
        };
        curve.points.iter().map(cells)
    });
    FigureTable { header, rows: rows.collect() }
}
