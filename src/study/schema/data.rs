//! Sections `[data]` and `[roles]`.

use super::engine::EngineName;
use super::values::{OneOrMany, Scalar};
use crate::data::ReadOptions;
use crate::panel::TimeScale;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The files and how to read them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
// Unknown keys are found against the schema: serde cannot deny them beside flattened options.
pub struct DataSection {
    /// A file, a folder, a glob such as "data/*.csv", or a list of these; paths start from the folder of the study file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub files: Option<OneOrMany<String>>,
    /// How to read them, where guessing is not wanted.
    #[serde(flatten)]
    pub reading: ReadOptions,
    /// Rows to keep. All filters must hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filter: Vec<Filter>,
    /// Drop exact copies of earlier rows; they are counted. Default: false.
    #[serde(default)]
    pub deduplicate: bool,
    /// Where the records are grouped. Default: "local", from `files`; on another engine they are read from `table`, `path` or `query`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub engine: Option<EngineName>,
    /// Address of the engine, without a password: "postgresql://user@host:5432/database", "sc://host:15002"; of DuckDB a database file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// Table or view on the engine, such as "services.requests".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// Parquet files that the engine reads, by their path on its own machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// One SELECT for the engine; what it gives is the table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// Library of the engine's ADBC driver, where it is not found by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub driver: Option<String>,
    /// File with the password of the engine, which only its owner may read. Default: the environment variable DAMPAK_ENGINE_PASSWORD.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password_file: Option<String>,
    /// Most cells that may come back from the engine. Default: 20 million.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_cells: Option<u64>,
}

/// Rows to keep by the values of one column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// Column to look at.
    pub column: String,
    /// Keep rows with one of these values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep: Option<OneOrMany<Scalar>>,
    /// Leave out rows with one of these values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drop: Option<OneOrMany<Scalar>>,
    /// Keep rows from this date or number on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Scalar>,
    /// Keep rows up to and including this date or number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Scalar>,
}

/// Which column plays which role.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RolesSection {
    /// The unit that is followed over time: office, clinic, firm, person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// When: a column with dates or periods; with `every`, dates are put into months, quarters and so on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<TimeRole>,
    /// Region (city, district) that units belong to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Column or two columns within which records depend on each other. Default: the unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<OneOrMany<String>>,
    /// Weight of a record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<String>,
    /// Column that pairs a record before with one after (the same person or office).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pair: Option<String>,
}

/// The time column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum TimeRole {
    /// A column; how dates are put into periods is guessed (months).
    Column(String),
    /// A column and the length of a period.
    Every(TimeEvery),
}

/// A time column and the length of a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TimeEvery {
    /// Column with dates or periods.
    pub column: String,
    /// Length of a period: "day", "week", "month", "quarter", "year"; "integer" takes whole numbers as they stand.
    pub every: TimeScale,
}

impl TimeRole {
    /// Name of the column.
    pub fn column(&self) -> &str {
        match self {
            TimeRole::Column(column) => column,
            TimeRole::Every(every) => &every.column,
        }
    }

    /// Length of a period, where it is said.
    pub fn scale(&self) -> Option<TimeScale> {
        match self {
            TimeRole::Column(_) => None,
            TimeRole::Every(every) => Some(every.every),
        }
    }
}
