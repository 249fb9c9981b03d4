//! Figures as data: what a chart shows, already in words of the chosen language, with plain numbers. Nothing here knows how it is drawn.
//! Text fields are shown as they stand. A title states the finding and may run over two lines; a subtitle says what is drawn and from how many.
//! A value that is not defined is `None` and is left out of the drawing, never drawn at zero.

pub use super::robustness::*;
use crate::locale::Lang;
use crate::panel::TimeScale;

/// One chart with everything that stands around it.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// File stem, `trends` or `forest-regions`; unique in a report (it also names the parts of the SVG).
    pub name: String,
    /// The finding, in one sentence.
    pub title: String,
    /// What is drawn and from how many records, offices, clusters.
    pub subtitle: String,
    /// Study, data hash, version.
    pub source: String,
    /// The text alternative: carries the chart's numbers.
    pub alt: String,
    /// Language of axis numbers and dates.
    pub lang: Lang,
    /// What is drawn.
    pub kind: FigureKind,
}

/// The kinds of chart.
#[derive(Debug, Clone, PartialEq)]
pub enum FigureKind {
    /// Means a period for treated and comparison, with the counterfactual path.
    Trends(Trends),
    /// The outcome's distribution before and after, one panel a group.
    Distribution(Distribution),
    /// Effects by event time, of one method or several.
    EventStudy(EventStudy),
    /// Effects by cohort and period, one small panel a cohort.
    CohortPeriods(CohortPeriods),
    /// Treated and synthetic path, their gap, and the weights behind it.
    SyntheticPath(super::SyntheticPath),
    /// One estimate a row with its interval, and the pooled one.
    Forest(Forest),
    /// A value before and after for each row (elements of satisfaction), sorted by change.
    Dumbbell(Dumbbell),
    /// Shares of the scores 1–4 a row, low scores to the left of the centre, high to the right.
    Scores(super::Scores),
    /// Importance against performance, axes at the means.
    Quadrants(Quadrants),
    /// Weight against effect for every 2×2 comparison of two-way fixed effects.
    Decomposition(Decomposition),
    /// Intervals by the size of the departure from parallel trends.
    Sensitivity(Sensitivity),
    /// Estimates under many choices, sorted, choices below.
    SpecificationCurve(SpecificationCurve),
    /// Effects of pretended programs beside the real one.
    Placebos(super::Placebos),
    /// Power against the effect or against size.
    Power(PowerCurves),
    /// The effect by dose.
    DoseResponse(super::DoseResponse),
    /// Points of a series, its fitted segments, and the path without the program.
    InterruptedSeries(super::InterruptedSeries),
    /// Single values in time with the limits that chance keeps them within.
    ControlChart(super::ControlChart),
    /// Shares still open over time with numbers at risk.
    Survival(super::Survival),
}

/// What an axis measures.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// `Waktu proses`.
    pub name: String,
    /// `jam kerja`; empty where there is none. Shares are given as 0–100 with the unit `%`.
    pub unit: String,
    /// Decimals of values written in labels and in the table (axis ticks choose their own).
    pub decimals: usize,
}

impl Quantity {
    /// The decimals for values up to `largest`: none from a thousand on, and for small values enough for two digits.
    pub(super) fn decimals_up_to(&self, largest: f64) -> usize {
        let largest = largest.abs();
        if largest >= 1000.0 {
            0
        } else if largest > 0.0 {
            self.decimals.max((1.0 - largest.log10().floor()).clamp(0.0, 9.0) as usize * usize::from(largest < 1.0))
        } else {
            self.decimals
        }
    }
}

/// Which colour and line a series has: treated is always the same colour, comparison grey, counterfactual dashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The treated group.
    Treated,
    /// The comparison group.
    Comparison,
    /// The path without the program.
    Counterfactual,
    /// Single values, as points without a line.
    Observed,
    /// Values that signal, as points above everything else.
    Signal,
    /// Any other series, by order.
    Other(usize),
}

/// Means of groups by period.
#[derive(Debug, Clone, PartialEq)]
pub struct Trends {
    /// The y axis.
    pub outcome: Quantity,
    /// What a step of x is: chooses ticks and their labels.
    pub scale: TimeScale,
    /// Title of the time axis, `Bulan`.
    pub time_title: String,
    /// The lines; each is labelled at its end.
    pub series: Vec<Series>,
    /// The program's start: a dashed line between the periods.
    pub start: Option<StartMark>,
    /// Ramadan and the like, as faint bands.
    pub bands: Vec<TimeBand>,
}

/// One line of [`Trends`].
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Label at the line.
    pub label: String,
    /// Colour and line.
    pub role: Role,
    /// Points in order of time.
    pub points: Vec<TrendPoint>,
}

/// A period's value with its pointwise interval.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct TrendPoint {
    /// The period's number (`Period.0`).
    pub period: i64,
    /// The mean, median or share.
    pub value: Option<f64>,
    /// Lower end of the interval.
    pub low: Option<f64>,
    /// Upper end of the interval.
    pub high: Option<f64>,
    /// Records or units behind the value.
    pub n: Option<u64>,
}

/// The program's start.
#[derive(Debug, Clone, PartialEq)]
pub struct StartMark {
    /// First treated period (`Period.0`); the line stands half a step before it.
    pub period: i64,
    /// `Pelatihan dimulai (Mei 2024)`.
    pub label: String,
}

/// A faint band over time, with both ends in period units as [`position`](super::position) gives them.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeBand {
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// `Ramadan`: written once above the first band with this label.
    pub label: String,
}

/// The outcome before and after, one panel a group side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Distribution {
    /// The x axis.
    pub outcome: Quantity,
    /// Treated, then comparison; at most three.
    pub panels: Vec<DistributionPanel>,
    /// The service standard.
    pub target: Option<TargetLine>,
}

/// One group of a [`Distribution`].
#[derive(Debug, Clone, PartialEq)]
pub struct DistributionPanel {
    /// Heading of the panel.
    pub label: String,
    /// Its colour.
    pub role: Role,
    /// Before above after; rows without records are `None`.
    pub before: Option<Spread>,
    /// After.
    pub after: Option<Spread>,
}

/// How values are spread.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    /// `Sebelum`, `After`.
    pub label: String,
    /// Records.
    pub n: u64,
    /// Curve or bars.
    pub shape: Shape,
    /// Median.
    pub median: Option<f64>,
    /// 90th percentile.
    pub p90: Option<f64>,
    /// Share (0–1) within the target.
    pub within: Option<f64>,
    /// What lies beyond the drawn range in words, `3 % di atas 60 jam`; empty where nothing does.
    pub beyond: String,
}

/// The drawn shape of a distribution.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Density at values, in increasing order of the value.
    Curve(Vec<(f64, f64)>),
    /// `(low, high, share of records 0–1)`.
    Bars(Vec<(f64, f64, f64)>),
}

/// A line at a target value.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetLine {
    /// Value on the outcome's axis.
    pub value: f64,
    /// `Standar 24 jam`.
    pub label: String,
    /// Words after the share within it: `dalam standar`.
    pub within: String,
}

/// Effects by event time.
#[derive(Debug, Clone, PartialEq)]
pub struct EventStudy {
    /// What the effect is measured in (y axis).
    pub effect: Quantity,
    /// Title of the x axis, `Bulan sejak pelatihan`.
    pub time_title: String,
    /// The event time that is zero by construction, and its word (`acuan`).
    pub reference: Option<(i64, String)>,
    /// Word over the periods before, `Sebelum program`.
    pub before: String,
    /// Word over the periods after, `Sesudah program`.
    pub after: String,
    /// Row head of the numbers of units under the axis, `Kantor`.
    pub units: String,
    /// One method, or several in a fixed order (dodged); at most eight.
    pub methods: Vec<EventSeries>,
}

/// The event study of one method.
#[derive(Debug, Clone, PartialEq)]
pub struct EventSeries {
    /// The method's name.
    pub label: String,
    /// Points by event time.
    pub points: Vec<EventPoint>,
}

/// One event time.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct EventPoint {
    /// 0 is the first treated period.
    pub event_time: i64,
    /// Effect; `None` where not identified.
    pub estimate: Option<f64>,
    /// Pointwise interval.
    pub low: Option<f64>,
    /// Pointwise interval.
    pub high: Option<f64>,
    /// Simultaneous band.
    pub band_low: Option<f64>,
    /// Simultaneous band.
    pub band_high: Option<f64>,
    /// Units behind the effect.
    pub units: Option<u64>,
}

/// Effects by cohort and period.
#[derive(Debug, Clone, PartialEq)]
pub struct CohortPeriods {
    /// What the effect is measured in (y axis).
    pub effect: Quantity,
    /// What a step of x is.
    pub scale: TimeScale,
    /// Title of the time axis, `Bulan`.
    pub time_title: String,
    /// One panel a cohort, in the order of their starts.
    pub panels: Vec<CohortPanel>,
}

/// The effects of one cohort.
#[derive(Debug, Clone, PartialEq)]
pub struct CohortPanel {
    /// `Mulai Januari 2024 (30 puskesmas)`.
    pub label: String,
    /// First treated period.
    pub start: i64,
    /// Effects by period.
    pub points: Vec<TrendPoint>,
}

/// Estimates in rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Forest {
    /// What the effect is measured in (x axis).
    pub effect: Quantity,
    /// Head of the label column, `Wilayah`.
    pub rows_title: String,
    /// Head of the column of numbers of records, `n`; `None`: no such column.
    pub n_title: Option<String>,
    /// Head of the column of estimates, `Dampak (selang 95 %)`.
    pub estimate_title: String,
    /// Rows in the order in which they are shown.
    pub rows: Vec<ForestRow>,
    /// Pooled effects below the rows, as diamonds.
    pub pooled: Vec<PooledRow>,
    /// Words under the axis to the left and right of zero (`lebih cepat`, `lebih lambat`).
    pub directions: Option<(String, String)>,
}

/// One row of a [`Forest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ForestRow {
    /// Region, document, study.
    pub label: String,
    /// Estimate; `None`: the row shows `reason` instead.
    pub estimate: Option<f64>,
    /// Interval.
    pub low: Option<f64>,
    /// Interval.
    pub high: Option<f64>,
    /// Weight in the pooled effect (any positive scale): area of the mark.
    pub weight: Option<f64>,
    /// Records.
    pub n: Option<u64>,
    /// Why there is no estimate, short: `< 2 kantor`.
    pub reason: String,
}

/// A pooled effect.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PooledRow {
    /// `Gabungan (efek acak)`.
    pub label: String,
    /// Pooled estimate.
    pub estimate: f64,
    /// Interval: the diamond's width.
    pub low: f64,
    /// Interval.
    pub high: f64,
    /// Prediction interval for a new region, and its label.
    pub prediction: Option<Prediction>,
    /// Records.
    pub n: Option<u64>,
}

/// Where a new region's effect would lie.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Prediction {
    /// `Rentang prediksi`.
    pub label: String,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Values before and after by row.
#[derive(Debug, Clone, PartialEq)]
pub struct Dumbbell {
    /// The x axis.
    pub outcome: Quantity,
    /// Head of the label column, `Unsur`.
    pub rows_title: String,
    /// `Sebelum`.
    pub before: String,
    /// `Sesudah`.
    pub after: String,
    /// Head of the column of changes, `Selisih`.
    pub change: String,
    /// Rows in any order: drawn by change, the largest gain first.
    pub rows: Vec<DumbbellRow>,
    /// The ends of the scale where it has any (1–4).
    pub range: Option<(f64, f64)>,
    /// The index over all rows on its own scale, against the grade bands.
    pub index: Option<IndexStrip>,
    /// Grades on the scale of the rows, behind the marks; empty where it has none.
    pub bands: Vec<GradeBand>,
}

/// One row of a [`Dumbbell`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DumbbellRow {
    /// `U3 Waktu penyelesaian`.
    pub label: String,
    /// Value before.
    pub before: Option<f64>,
    /// Value after.
    pub after: Option<f64>,
    /// Interval of the change, where known.
    pub low: Option<f64>,
    /// Interval of the change.
    pub high: Option<f64>,
    /// Interval of the value before, drawn through its mark.
    pub before_ends: Option<(f64, f64)>,
    /// Interval of the value after.
    pub after_ends: Option<(f64, f64)>,
}

/// An index before and after on its own axis with grade bands behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexStrip {
    /// `IKM`.
    pub label: String,
    /// Decimals of the values.
    pub decimals: usize,
    /// Value, lower and upper end, before.
    pub before: Option<(f64, Option<f64>, Option<f64>)>,
    /// Value, lower and upper end, after.
    pub after: Option<(f64, Option<f64>, Option<f64>)>,
    /// Bands from low to high: `D`, 25–64.99.
    pub grades: Vec<GradeBand>,
}

/// One grade of an index.
#[derive(Debug, Clone, PartialEq)]
pub struct GradeBand {
    /// `B Baik`.
    pub label: String,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Importance against performance.
#[derive(Debug, Clone, PartialEq)]
pub struct Quadrants {
    /// The x axis: performance.
    pub performance: Quantity,
    /// The y axis: importance.
    pub importance: Quantity,
    /// Elements; labels are moved until they do not collide.
    pub points: Vec<QuadrantPoint>,
    /// Names of the quadrants: top left, top right, bottom left, bottom right.
    pub names: [String; 4],
}

/// One element of [`Quadrants`].
#[derive(Debug, Clone, PartialEq)]
pub struct QuadrantPoint {
    /// Short label (`U3`).
    pub label: String,
    /// Mean performance.
    pub performance: f64,
    /// Mean importance.
    pub importance: f64,
}

/// Power against the effect or against size.
#[derive(Debug, Clone, PartialEq)]
pub struct PowerCurves {
    /// The x axis: the effect, or the number of regions.
    pub size: Quantity,
    /// The y axis: power, 0–100.
    pub power: Quantity,
    /// Curves, the main one first.
    pub curves: Vec<PowerCurve>,
    /// Wanted power, 0–100.
    pub target: f64,
    /// Where the main curve reaches it.
    pub mark: Option<f64>,
}

/// One curve of [`PowerCurves`].
#[derive(Debug, Clone, PartialEq)]
pub struct PowerCurve {
    /// `Rumus`, `Data lama`.
    pub label: String,
    /// Size and power (0–100), sizes ascending.
    pub points: Vec<(f64, f64)>,
}
