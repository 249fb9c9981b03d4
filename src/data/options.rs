//! How files are read where guessing is not wanted: the reading options of a study's `[data]` and of the command line.

use super::meter::Meter;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Reading options; everything that is left out is recognised from the data.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReadOptions {
    /// Field separator of text files, one character: `,` `;` `|` or a tab (also written `tab`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<String>,
    /// Decimal mark: `.` or `,`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal: Option<String>,
    /// Thousands mark: `.` `,` a space or `'`; `none` where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thousands: Option<String>,
    /// Character encoding of text files: `utf-8`, `windows-1252`, `utf-16le` … (WHATWG labels).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// Sheet of a workbook, by name; the first one with a table where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Whether the first rows are a header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<bool>,
    /// Number of header rows that are joined into column names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_rows: Option<usize>,
    /// Rows before the header (titles) that are skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skip_rows: Option<usize>,
    /// Order of numeric dates such as `03/04/2024`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_order: Option<DateOrder>,
    /// Further values that mean "missing", beside empty, NA, N/A, NaN, null, `-` and `.`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// Type of a column by name, where the guess is not the right one.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub types: BTreeMap<String, ColumnType>,
    /// What to do with rows that have more or fewer fields than the header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ragged: Option<Ragged>,
    /// The columns that will be used, all where none is given. Others are not looked at, and large text files are read with fewer passes.
    #[serde(skip)]
    pub columns: Option<Vec<String>>,
    /// Where the progress of the reading is counted.
    #[serde(skip)]
    pub meter: Meter,
    /// Name of a column to add that holds the file name (without folder and extension) of each record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_column: Option<String>,
}

/// Order of day and month in numeric dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DateOrder {
    /// 31/12/2024, as in Indonesia.
    DayFirst,
    /// 12/31/2024.
    MonthFirst,
}

impl DateOrder {
    /// The word of the option: `day-first`.
    pub fn code(self) -> &'static str {
        match self {
            DateOrder::DayFirst => "day-first",
            DateOrder::MonthFirst => "month-first",
        }
    }
}

/// What happens to rows with the wrong number of fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Ragged {
    /// They leave and are counted.
    Drop,
    /// Missing fields are missing values, fields too many are cut off.
    Fill,
}

/// A type that a column is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnType {
    /// Text as it stands (codes with leading zeros).
    Text,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Number,
    /// true and false.
    Boolean,
    /// Dates, with or without a time of day.
    Date,
    /// Months or quarters.
    Month,
    /// Times of day.
    Time,
}
