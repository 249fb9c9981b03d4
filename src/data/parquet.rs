//! Columns and records written as a Parquet file: the same columns give the same bytes.

use super::extract::ArrayColumn;
use super::records::Records;
use crate::error::{Result, reading};
use polars::prelude::{ParquetWriter, StatisticsOptions};

/// A Parquet file of the columns, in memory.
pub fn parquet(columns: Vec<(String, ArrayColumn)>) -> Result<Vec<u8>> {
    Records::from_arrays(columns)?.typed_parquet()
}

impl Records {
    /// All records as one Parquet file, in memory: dates are dates and numbers are numbers, as they were read. What an engine beyond this
    /// machine can be given. Months and quarters are the first of their days; what could not be read is null.
    pub fn typed_parquet(&self) -> Result<Vec<u8>> {
        let failed = |error: polars::error::PolarsError| reading::pass_failed(&self.source(), &error.to_string());
        let mut frame = self.lazy()?.collect().map_err(failed)?;
        let mut bytes = Vec::new();
        ParquetWriter::new(&mut bytes).with_statistics(StatisticsOptions::default()).set_parallel(false).finish(&mut frame).map_err(failed)?;
        Ok(bytes)
    }
}
