//! Columns written as a Parquet file: the same columns give the same bytes.

use super::extract::ArrayColumn;
use super::records::Records;
use crate::error::{Result, reading};
use polars::prelude::{ParquetWriter, StatisticsOptions};

/// A Parquet file of the columns, in memory.
pub fn parquet(columns: Vec<(String, ArrayColumn)>) -> Result<Vec<u8>> {
    let records = Records::from_arrays(columns)?;
    let failed = |error: polars::error::PolarsError| reading::pass_failed("", &error.to_string());
    let mut frame = records.lazy()?.collect().map_err(failed)?;
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes).with_statistics(StatisticsOptions::default()).set_parallel(false).finish(&mut frame).map_err(failed)?;
    Ok(bytes)
}
