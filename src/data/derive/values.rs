//! Columns of a chunk as plain numbers: what is missing is NaN, instants are seconds of local wall time.

use polars::prelude::*;

/// A column of a chunk: from the files, or made from others.
pub(in crate::data) enum Values<'a> {
    /// From the files.
    Base(&'a Column),
    /// Made: numbers, NaN where there is none.
    Made(&'a Made),
}

/// A made column of a chunk.
pub(in crate::data) struct Made {
    /// NaN where there is none.
    pub(in crate::data) values: Vec<f64>,
    /// Why there is none: place (from 1) in the reasons of the column; 0 where there is one.
    pub(in crate::data) why: Vec<u8>,
}

impl Values<'_> {
    pub(in crate::data) fn len(&self) -> usize {
        match self {
            Values::Base(column) => column.len(),
            Values::Made(made) => made.values.len(),
        }
    }
}

/// Numbers of a column; NaN where missing or not finite.
pub(in crate::data) fn numbers(values: &Values) -> PolarsResult<Vec<f64>> {
    let column = match values {
        Values::Base(column) => column,
        Values::Made(made) => return Ok(made.values.clone()),
    };
    let series = column.as_materialized_series().cast(&DataType::Float64)?;
    let chunked = series.f64()?;
    let finite = |value: f64| if value.is_finite() { value } else { f64::NAN };
    let mut out = Vec::with_capacity(chunked.len());
    for part in chunked.downcast_iter() {
        if part.validity().is_none() {
            out.extend(part.values_iter().map(|value| finite(*value)));
        } else {
            out.extend(part.iter().map(|value| value.map_or(f64::NAN, |value| finite(*value))));
        }
    }
    Ok(out)
}

/// Days since 1970-01-01; NaN where missing.
pub(in crate::data) fn days(column: &Column) -> PolarsResult<Vec<f64>> {
    Ok(whole_days(column)?.into_iter().map(|day| day.map_or(f64::NAN, |day| day as f64)).collect())
}

/// Days since 1970-01-01 of a date or datetime column.
pub(in crate::data) fn whole_days(column: &Column) -> PolarsResult<Vec<Option<i64>>> {
    Ok(seconds(column)?.into_iter().map(|second| second.map(|second| second.div_euclid(86_400))).collect())
}

/// Seconds since 1970-01-01 00:00 (of a time of day: since midnight).
pub(in crate::data) fn seconds(column: &Column) -> PolarsResult<Vec<Option<i64>>> {
    let physical = column.to_physical_repr().cast(&DataType::Int64)?;
    let series = physical.as_materialized_series();
    let chunked = series.i64()?;
    let (multiply, divide) = match column.dtype() {
        DataType::Date => (86_400, 1),
        DataType::Datetime(TimeUnit::Nanoseconds, _) | DataType::Time => (1, 1_000_000_000),
        DataType::Datetime(TimeUnit::Microseconds, _) => (1, 1_000_000),
        DataType::Datetime(TimeUnit::Milliseconds, _) => (1, 1_000),
        other => polars_bail!(InvalidOperation: "{other} is not a date"),
    };
    Ok(chunked.iter().map(|value| value.map(|value| (value * multiply).div_euclid(divide))).collect())
}
