//! Figures of checks as data: what two-way fixed effects is made of, how bounds widen, and what other choices give.

use super::figure::Quantity;

/// Every 2×2 comparison: its weight against its effect.
#[derive(Debug, Clone, PartialEq)]
pub struct Decomposition {
    /// What the effect is measured in (y axis).
    pub effect: Quantity,
    /// Title of the x axis, `Bobot (%)`.
    pub weight_title: String,
    /// Kinds of comparison, clean ones first; each has its own mark and is named above the plot.
    pub kinds: Vec<ComparisonKind>,
    /// The comparisons.
    pub points: Vec<ComparisonPoint>,
    /// The weighted mean: a line with its label.
    pub mean: (f64, String),
}

/// A kind of comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparisonKind {
    /// `Terlarang: lebih akhir lawan yang sudah ikut (bobot 31 %, rata-rata −2,1)`.
    pub label: String,
    /// Whether the comparison is with units that are treated already: drawn in the warning colour, hollow.
    pub forbidden: bool,
}

/// One comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparisonPoint {
    /// `Mar 2024 – Jul 2024`: treated, then those compared with.
    pub label: String,
    /// Position among the kinds.
    pub kind: usize,
    /// Weight, 0–100.
    pub weight: f64,
    /// Effect.
    pub estimate: f64,
}

/// Intervals by the size of the departure that is allowed.
#[derive(Debug, Clone, PartialEq)]
pub struct Sensitivity {
    /// What the effect is measured in (y axis).
    pub effect: Quantity,
    /// Title of the x axis: what M means.
    pub m_title: String,
    /// The estimate with its interval without departures, and its label under the axis.
    pub original: (f64, f64, f64, String),
    /// M with the limits there, ascending.
    pub rows: Vec<(f64, Option<f64>, Option<f64>)>,
    /// M at which the interval reaches zero, and its label.
    pub breakdown: Option<(f64, String)>,
}

/// Estimates under many choices, sorted, with the choices below.
#[derive(Debug, Clone, PartialEq)]
pub struct SpecificationCurve {
    /// What the effect is measured in (y axis).
    pub effect: Quantity,
    /// What was varied: a title and its options.
    pub choices: Vec<Choice>,
    /// The specifications; drawn in the order of their estimates.
    pub specifications: Vec<Specification>,
    /// Label of the specification that the report gives.
    pub main: String,
}

/// Something that was varied.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// `Metode`.
    pub title: String,
    /// Its options.
    pub options: Vec<String>,
}

/// One specification.
#[derive(Debug, Clone, PartialEq)]
pub struct Specification {
    /// Option of each choice, in their order.
    pub options: Vec<usize>,
    /// Estimate.
    pub estimate: f64,
    /// Lower limit.
    pub low: Option<f64>,
    /// Upper limit.
    pub high: Option<f64>,
    /// Whether it is the one of the report.
    pub main: bool,
}
