//! Section `[program]`: who, when, how much, at what cost.

use super::values::{Moment, OneOrMany, Scalar, Words};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the program was. Who is treated when is said in exactly one way: `treated` with `start`, `cohort`, `status`, or `group` with `post`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProgramSection {
    /// Name of the program.
    pub name: Words,
    /// What was done, in one or two sentences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<Words>,
    /// First day, month, quarter or year of the program: 2024-01-15, "2024-01", "2024-Q1", 2024.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Moment>,
    /// Who took part: a column and its values; everybody else is the comparison.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub treated: Option<Members>,
    /// Whom to compare with, where it is not everybody else: a column and its values. Other rows are left out and counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparison: Option<Members>,
    /// Units that did not take part but lie next to those that did: a column and its values. They are left out of the comparison and compared on their own with
    /// the far ones, which shows what spills over. Units of the program must not have these values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub neighbours: Option<Members>,
    /// Column with the first treated period of the unit; empty, 0 or "inf" = never treated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cohort: Option<String>,
    /// Column with 0/1: the unit is treated in this period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Column with 0/1: the record belongs to the treated group (with `post`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Column with 0/1: the record is from after the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<String>,
    /// The treated, as the report calls them. Default: the values of `treated`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub treated_label: Option<Words>,
    /// The comparison group, as the report calls it. Default: the other values of the column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparison_label: Option<Words>,
    /// Share of staff that took part, 0 to 1: the effect at full participation is reported beside the one that was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub participation: Option<f64>,
    /// Column with the share of staff of a unit that took part, 0 to 1 (or 0/1 of a record): the effect of full participation is then estimated with the
    /// program as instrument.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub participation_column: Option<String>,
    /// Whether it is a training: the report then has Kirkpatrick's four levels in one table. Default: true where the study has a section `[people]`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub training: Option<bool>,
    /// What a record stands for, as people say it: { id = "pemohon", en = "applicants" }. Default: services.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub served: Option<Words>,
    /// People served by those treated since the start, where the records are a part of them (a survey): sums and costs are then over these.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub served_count: Option<u64>,
    /// What the program cost, in rupiah: a number, or { total = …, per = "record" }.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<CostRule>,
}

/// A column and the values in it that count.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Members {
    /// Column, for instance the city.
    pub column: String,
    /// Values: one such as "Kendari", or a list.
    pub values: OneOrMany<Scalar>,
}

/// What the program cost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum CostRule {
    /// Total in rupiah.
    Total(f64),
    /// Total in rupiah, and what it is divided by.
    Per(CostPer),
}

/// Total in rupiah, and what it is divided by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CostPer {
    /// Total in rupiah.
    pub total: f64,
    /// Of the main outcome. "record": by effect times treated records after the start (an hour saved on each document). "point": by the effect itself (a
    /// point of an index). Further outcomes follow the default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<CostUnit>,
}

/// What a cost is divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CostUnit {
    /// Effect × treated records after the start. Default for times and shares.
    Record,
    /// The effect itself. Default for everything else.
    Point,
}

impl CostRule {
    /// Total in rupiah.
    pub fn total(&self) -> f64 {
        match self {
            CostRule::Total(total) => *total,
            CostRule::Per(rule) => rule.total,
        }
    }

    /// What it is divided by, where the study says so.
    pub fn per(&self) -> Option<CostUnit> {
        match self {
            CostRule::Total(_) => None,
            CostRule::Per(rule) => rule.per,
        }
    }
}
