//! Columns of yes and no.

use super::Records;
use super::cells::Raw;
use super::roles::truth;
use crate::error::Result;
use crate::panel::KeyRole;

impl Records {
    /// Labels of a column of 0/1 (also ya/tidak, yes/no, true/false), as [`Self::arrays`] gave them beside other columns, as truth values; none where
    /// missing. Error: `data::not-binary` with the other values.
    pub fn flags(&self, column: &str, labels: Vec<Option<String>>) -> Result<Vec<Option<bool>>> {
        self.level_counts(column, KeyRole::Binary)?;
        Ok(labels.into_iter().map(|label| label.and_then(|word| truth(&Raw::Text(word)))).collect())
    }
}
