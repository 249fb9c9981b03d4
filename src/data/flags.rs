//! Columns of yes and no.

use super::Records;
use super::cells::Raw;
use super::roles::truth;
use crate::error::Result;
use crate::panel::KeyRole;

impl Records {
    /// A column of 0/1 (also ya/tidak, yes/no, true/false) as truth values; none where missing. Error: `data::not-binary` with the other values.
    pub fn flags(&self, column: &str) -> Result<Vec<Option<bool>>> {
        self.level_counts(column, KeyRole::Binary)?;
        let labels = self.texts(&[column])?.pop().unwrap_or_default();
        Ok(labels.into_iter().map(|label| label.and_then(|word| truth(&Raw::Text(word)))).collect())
    }
}
