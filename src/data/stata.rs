//! Dates of Stata: what a number counts is told by its display format (days, weeks, months, quarters, half-years, years since 1960).

use super::column::ColumnKind;
use chrono::{Datelike, NaiveDate};
use polars::prelude::*;
use polars_readstat_rs::StataReader;
use std::path::Path;

/// 1960-01-01 to 1970-01-01 in days.
const EPOCH_DAYS: i64 = 3653;

/// A column that counts periods since 1960.
pub(super) struct Periods {
    pub(super) name: PlSmallStr,
    unit: char,
    /// The reader has made dates of the numbers, as if they were days.
    as_days: bool,
}

/// Columns whose format counts periods, or days in a way that the reader leaves as numbers.
pub(super) fn periods(path: &Path, schema: &Schema) -> Vec<Periods> {
    let Some(facts) = StataReader::open(path).ok().map(|reader| reader.metadata().metadata_df.clone()) else { return Vec::new() };
    let strings = |name: &str| facts.column(name).ok().and_then(|column| column.str().ok().cloned());
    let (Some(names), Some(formats)) = (strings("name"), strings("format")) else { return Vec::new() };
    let counted = |name: &str, format: &str| {
        let format = format.trim().trim_start_matches('%').trim_start_matches('-');
        let unit = format.strip_prefix('t').unwrap_or(format).chars().next()?;
        let known = format.starts_with('d') || (format.starts_with('t') && matches!(unit, 'd' | 'w' | 'm' | 'q' | 'h' | 'y'));
        let dtype = schema.get(name)?;
        let as_days = *dtype == DataType::Date;
        let wanted = known && if unit == 'd' { !as_days && dtype.is_numeric() } else { as_days || dtype.is_numeric() };
        wanted.then(|| Periods { name: PlSmallStr::from_str(name), unit, as_days })
    };
    names.iter().zip(formats.iter()).filter_map(|(name, format)| counted(name?, format?)).collect()
}

impl Periods {
    pub(super) fn kind(&self) -> ColumnKind {
        match self.unit {
            'm' => ColumnKind::Month,
            'q' => ColumnKind::Quarter,
            'y' => ColumnKind::Integer,
            _ => ColumnKind::Date,
        }
    }

    /// The first day of each period; years as numbers.
    pub(super) fn expression(&self) -> Expr {
        let (unit, as_days, field) = (self.unit, self.as_days, self.name.clone());
        let dtype = if unit == 'y' { DataType::Int64 } else { DataType::Date };
        let made = dtype.clone();
        col(self.name.clone()).map(
            move |column| {
                let counts = column.to_physical_repr().cast(&DataType::Int64)?;
                let counts = counts.i64()?.iter().map(|count| count.map(|count| if as_days { count + EPOCH_DAYS } else { count }));
                let name = column.name().clone();
                if unit == 'y' {
                    return Ok(Int64Chunked::from_iter_options(name, counts).into_column());
                }
                let days = Int32Chunked::from_iter_options(name, counts.map(|count| count.and_then(|count| first_day(unit, count))));
                days.into_column().cast(&made)
            },
            move |_, _| Ok(Field::new(field.clone(), dtype.clone())),
        )
    }
}

/// Days since 1970-01-01 of the first day of a period counted from 1960.
fn first_day(unit: char, count: i64) -> Option<i32> {
    let months = |each: i64| {
        let month = count.checked_mul(each)?;
        NaiveDate::from_ymd_opt(i32::try_from(1960 + month.div_euclid(12)).ok()?, month.rem_euclid(12) as u32 + 1, 1)
    };
    let day = match unit {
        'm' => months(1)?,
        'q' => months(3)?,
        'h' => months(6)?,
        // Weeks of Stata: the year has 52, the first one from 1 January.
        'w' => NaiveDate::from_yo_opt(i32::try_from(1960 + count.div_euclid(52)).ok()?, count.rem_euclid(52) as u32 * 7 + 1)?,
        _ => return i32::try_from(count - EPOCH_DAYS).ok(),
    };
    Some(day.num_days_from_ce() - 719_163)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_counted_from_1960() {
        let day = |unit, count| first_day(unit, count).and_then(NaiveDate::from_epoch_days).map(|day| day.to_string());
        assert_eq!(day('d', 0).as_deref(), Some("1960-01-01"));
        assert_eq!(day('m', 720).as_deref(), Some("2020-01-01"));
        assert_eq!(day('m', -1).as_deref(), Some("1959-12-01"));
        assert_eq!(day('q', 121).as_deref(), Some("1990-04-01"));
        assert_eq!(day('h', 1).as_deref(), Some("1960-07-01"));
        assert_eq!(day('w', 53).as_deref(), Some("1961-01-08"));
    }
}
