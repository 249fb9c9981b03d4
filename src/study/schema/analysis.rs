//! Sections `[analysis]` and `[report]`.

use super::values::{OneOrMany, Scalar, Words};
use crate::design::{ControlGroup, Family, PreAdjustment, PreMean, VarianceKind};
use crate::inference::multiple::Multiplicity;
use crate::locale::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The word for every method that fits the design.
pub const ALL: &str = "all";

/// What to compare, and how. Everything has a default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AnalysisSection {
    /// Before and after among the treated. Default: true.
    pub prepost: bool,
    /// Difference-in-differences methods, the main one first, or "all" for every one that fits. Default: those for the design ("callaway-santanna" and others
    /// beside "twfe" where starts differ, else "twfe" and "event-study", or "2x2"); [] for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub did: Option<OneOrMany<String>>,
    /// Column with 0/1: eligible for the program where it runs. With it the main method is "triple" (triple differences).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partition: Option<String>,
    /// The outcome as a series that the program interrupts: { season = 52.18, harmonics = 1, ramadan = true }.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub its: Option<super::ItsRule>,
    /// Columns for effects by group: document, region, sex.
    pub by: Vec<By>,
    /// Columns that say which kind of the program a treated unit got (mentored or not, workshop or seminar): effects by kind and their differences.
    pub arms: Vec<Arms>,
    /// Numeric columns to adjust for.
    pub covariates: Vec<String>,
    /// Further columns to absorb as fixed effects.
    pub fixed_effects: Vec<String>,
    /// Variance of regressions. Default: "cr1" by cluster where there is one, else "hc1".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vcov: Option<VarianceKind>,
    /// Comparison units: "never" (default) or "not-yet".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub control: Option<ControlGroup>,
    /// Draws of the wild cluster bootstrap; 0 for none. Default: 9999 where clusters are fewer than 50.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wild: Option<u32>,
    /// Draws of the bootstrap intervals of before and after; 0 for none. Default: 2000.
    pub bootstrap: u64,
    /// Draws of randomization inference; 0 for none. Default: 0.
    pub permute: u32,
    /// Draws of simultaneous bands of effects by time; 0 for none. Default: 0.
    pub bands: u32,
    /// Linear combinations of effects as rows of their own: "late: 0.5*[event-time 3] + 0.5*[event-time 4]".
    pub combine: Vec<String>,
    /// Model of the outcome in the method "extended-twfe": "gaussian" (default), "poisson" for counts, "logit" for outcomes between 0 and 1.
    pub family: Family,
    /// Differences before the start in the method "efficient": with the best weight ("efficient", default), whole ("difference") or not at all ("none").
    pub pre_adjust: PreAdjustment,
    /// Whether the method "local-projections" gives every start unit the same weight. Default: false.
    pub reweight: bool,
    /// Earlier periods whose mean the method "local-projections" measures changes from: "all" or a number. Default: the last one before the start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pre_mean: Option<PreMean>,
    /// Periods before the start in which effects may show already. Default: 0.
    pub anticipation: u32,
    /// Adjustment of p-values over groups, elements and outcomes: "holm" (default), "bh" (Benjamini-Hochberg) or "romano-wolf" (step-down).
    pub multiplicity: Multiplicity,
    /// First and last event time of the average effect of an event study, such as [0, 11].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window: Option<[i64; 2]>,
}

impl Default for AnalysisSection {
    fn default() -> Self {
        Self {
            prepost: true,
            did: None,
            partition: None,
            its: None,
            by: Vec::new(),
            arms: Vec::new(),
            covariates: Vec::new(),
            fixed_effects: Vec::new(),
            vcov: None,
            control: None,
            wild: None,
            bootstrap: 2_000,
            permute: 0,
            bands: 0,
            combine: Vec::new(),
            family: Family::default(),
            pre_adjust: PreAdjustment::default(),
            reweight: false,
            pre_mean: None,
            anticipation: 0,
            multiplicity: Multiplicity::default(),
            window: None,
        }
    }
}

/// A column for effects by group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum By {
    /// A column.
    Column(String),
    /// A column and what to call it.
    Labelled(ByLabelled),
}

/// A column for effects by group and what to call it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ByLabelled {
    /// Column.
    pub column: String,
    /// What to call it, in words.
    pub label: Words,
}

impl By {
    /// Name of the column.
    pub fn column(&self) -> &str {
        match self {
            By::Column(column) => column,
            By::Labelled(by) => &by.column,
        }
    }

    /// What to call it.
    pub fn label(&self) -> Text {
        match self {
            By::Column(column) => Text::same(column.replace('_', " ")),
            By::Labelled(by) => by.label.text(),
        }
    }
}

/// A column for effects by kind of program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Arms {
    /// A column.
    Column(String),
    /// A column, what to call it, and which of its values to compare.
    Chosen(ArmsChosen),
}

/// A column for effects by kind of program, what to call it, and which of its values to compare.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArmsChosen {
    /// Column; one value a treated unit.
    pub column: String,
    /// What to call it, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Words>,
    /// Values to compare, each minus the later ones; treated units with another value are left out. Default: all, in the order of `program.treated`
    /// where that is the same column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<OneOrMany<Scalar>>,
    /// What to call the values in the report.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub names: BTreeMap<String, Words>,
}

impl Arms {
    /// Name of the column.
    pub fn column(&self) -> &str {
        match self {
            Arms::Column(column) => column,
            Arms::Chosen(arms) => &arms.column,
        }
    }

    /// What to call it.
    pub fn label(&self) -> Text {
        match self {
            Arms::Chosen(ArmsChosen { label: Some(label), .. }) => label.text(),
            _ => Text::same(self.column().replace('_', " ")),
        }
    }

    /// Values with what to call them.
    pub fn names(&self) -> Vec<(String, Text)> {
        match self {
            Arms::Column(_) => Vec::new(),
            Arms::Chosen(arms) => arms.names.iter().map(|(value, words)| (value.clone(), words.text())).collect(),
        }
    }

    /// Values to compare, in their order; none for all.
    pub fn values(&self) -> Option<&OneOrMany<Scalar>> {
        match self {
            Arms::Column(_) => None,
            Arms::Chosen(arms) => arms.values.as_ref(),
        }
    }
}

/// What the report brings along.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ReportSection {
    /// Sentences on what to do next.
    pub next_steps: Vec<Words>,
    /// What to write. Default: everything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formats: Option<Vec<ReportFormat>>,
    /// Groups of fewer records or respondents than this are not published. Default: 5.
    pub small_cells: u64,
    /// Whether units (offices, health centres, people) are called by their names; else they are "Unit 1", "Unit 2" in an order that tells nothing.
    /// Default: true.
    pub unit_names: bool,
}

impl Default for ReportSection {
    fn default() -> Self {
        Self { next_steps: Vec::new(), formats: None, small_cells: 5, unit_names: true }
    }
}

/// What a report is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReportFormat {
    /// `report.html`: one self-contained page.
    Html,
    /// `report.md`.
    Markdown,
    /// `report.ipynb`.
    Notebook,
    /// Charts as .svg and .png.
    Charts,
    /// Tables as .csv.
    Tables,
}
