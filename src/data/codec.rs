//! From the facts of a column to its reading, and from text to typed values.

use super::column::{Column as Facts, ColumnKind, Distinct, Misfits, OrderFrom, Reading, Unread, Unreadable};
use super::dates::{self, DAY_MICROS};
use super::glance::Watch;
use super::missing::Missing;
use super::nik;
use super::numbers::{self, Decimal};
use super::options::{ColumnType, DateOrder, ReadOptions};
use super::profile::{DISTINCT_CAP, Family, Fit, Profile};
use super::words;
use chrono::DateTime;
use polars::prelude::*;
use std::sync::Arc;

/// Share of the values that must fit a type: beyond it the others are unreadable values, below it the column is text.
const MOST: f64 = 0.95;
/// Numbers that can be Excel dates: 1954 to 2119.
const SERIALS: std::ops::Range<f64> = 20_000.0..80_000.0;

/// How one column is turned from text into values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Codec {
    Text,
    Integer(Decimal),
    Float(Decimal),
    Boolean,
    Date(DateOrder),
    /// With a time of day; the flag applies offsets.
    Datetime(DateOrder, bool),
    Compact,
    /// Excel serial numbers; the flag keeps the time of day.
    Serial(Decimal, bool),
    Month,
    Time,
}

/// What is known of the other columns of the data.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Company {
    /// The decimal mark that other columns prove.
    pub(super) decimal: Option<Decimal>,
    /// The order of day and month that other columns prove.
    pub(super) order: Option<DateOrder>,
    /// The fields are separated by something else than a comma.
    pub(super) no_comma_fields: bool,
}

/// A column whose reading is settled.
pub(super) struct Settled {
    pub(super) facts: Facts,
    pub(super) misfits: Misfits,
    pub(super) codec: Codec,
    /// A type that the CSV scan can parse by itself with the same result.
    pub(super) native: Option<DataType>,
    /// Every mark of the column can be read two ways.
    pub(super) ambiguous_numbers: bool,
}

/// The decimal mark that a column proves by itself.
pub(super) fn proves_decimal(profile: &Profile) -> Option<Decimal> {
    let (point, comma) = (profile.fit(Family::Point).fits, profile.fit(Family::Comma).fits);
    let present = profile.present();
    if (point.max(comma) as f64) < MOST * present as f64 || present == 0 {
        return None;
    }
    match point.cmp(&comma) {
        std::cmp::Ordering::Greater => Some(Decimal::Point),
        std::cmp::Ordering::Less => Some(Decimal::Comma),
        std::cmp::Ordering::Equal => None,
    }
}

/// The order of day and month that a column proves by itself.
pub(super) fn proves_order(profile: &Profile) -> Option<DateOrder> {
    let fits = profile.fit(Family::DayFirst).fits.max(profile.fit(Family::MonthFirst).fits);
    if profile.numeric_dates == 0 || (fits as f64) < MOST * profile.present() as f64 {
        return None;
    }
    match profile.day_above_12 {
        [0, 0] => None,
        [a, b] if a >= b => Some(DateOrder::DayFirst),
        _ => Some(DateOrder::MonthFirst),
    }
}

fn named_date(name: &str) -> bool {
    let folded = name.to_lowercase();
    let parts: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).collect();
    parts.iter().any(|part| part.starts_with("tanggal") || matches!(*part, "tgl" | "date" | "dt" | "datetime" | "tglmasuk" | "tglselesai"))
}

fn named_code(name: &str) -> bool {
    let folded = name.to_lowercase();
    folded.split(|c: char| !c.is_alphanumeric()).any(|part| matches!(part, "kode" | "kd" | "code" | "npwp" | "nip" | "telp" | "telepon" | "hp" | "phone"))
}

/// Settles the reading of a column. `file` names the data in what is told of single rows.
#[allow(clippy::match_same_arms)] // the first arm that fits wins
pub(super) fn settle(name: &str, profile: &Profile, options: &ReadOptions, company: Company, file: &str) -> Settled {
    let present = profile.present();
    let enough = |fits: u64| fits > 0 && fits as f64 >= MOST * present as f64;
    let (decimal, ambiguous) = decimal_of(profile, options, company);
    let at = usize::from(decimal == Decimal::Comma);
    let number = profile.fit(if decimal == Decimal::Point { Family::Point } else { Family::Comma });
    let (order, order_from) = order_of(profile, options, company);
    let day = profile.fit(if order == DateOrder::DayFirst { Family::DayFirst } else { Family::MonthFirst });
    let nik_like = nik::named(name) || (present > 0 && profile.nik * 10 >= present * 9);
    let whole = profile.fractions[at] == 0;
    let coded = profile.leading_zero > 0 || profile.most_digits > 15 || (named_code(name) && profile.decimals[at] > 0);
    let in_serials = number.least.is_some_and(|v| SERIALS.contains(&v)) && number.most.is_some_and(|v| SERIALS.contains(&v));
    let utc = profile.offsets.is_some_and(|(least, most)| least != most || profile.without_offset > 0);
    let mixed_offsets = utc && profile.offsets.is_some();
    let numeric = if whole { Codec::Integer(decimal) } else { Codec::Float(decimal) };
    let dated = if profile.timed > 0 { Codec::Datetime(order, mixed_offsets) } else { Codec::Date(order) };
    let serial = Codec::Serial(decimal, !whole);

    let codec = match options.types.get(name) {
        Some(ColumnType::Text) => Codec::Text,
        Some(ColumnType::Integer) if whole => Codec::Integer(decimal),
        Some(ColumnType::Integer | ColumnType::Number) => Codec::Float(decimal),
        Some(ColumnType::Boolean) => Codec::Boolean,
        Some(ColumnType::Date) if day.fits == 0 && profile.compact.fits > 0 => Codec::Compact,
        Some(ColumnType::Date) if day.fits == 0 && in_serials => serial,
        Some(ColumnType::Date) => dated,
        Some(ColumnType::Month) => Codec::Month,
        Some(ColumnType::Time) => Codec::Time,
        None if nik_like => Codec::Text,
        None if named_date(name) && enough(profile.compact.fits) => Codec::Compact,
        None if named_date(name) && enough(number.fits) && in_serials => serial,
        None if enough(number.fits) && !coded => numeric,
        None if enough(day.fits) => dated,
        None if enough(profile.fit(Family::Month).fits) || enough(profile.fit(Family::Quarter).fits) => Codec::Month,
        None if enough(profile.fit(Family::Time).fits) => Codec::Time,
        None if enough(profile.fit(Family::Boolean).fits) => Codec::Boolean,
        None => Codec::Text,
    };
    let quarterly = profile.fit(Family::Quarter).fits > profile.fit(Family::Month).fits;
    let months = profile.fit(if quarterly { Family::Quarter } else { Family::Month });
    let (kind, fit): (ColumnKind, Option<&Fit>) = match codec {
        Codec::Text if present == 0 => (ColumnKind::Empty, None),
        Codec::Text => (ColumnKind::Text, None),
        Codec::Integer(_) => (ColumnKind::Integer, Some(number)),
        Codec::Float(_) => (ColumnKind::Float, Some(number)),
        Codec::Boolean => (ColumnKind::Boolean, Some(profile.fit(Family::Boolean))),
        Codec::Date(_) => (ColumnKind::Date, Some(day)),
        Codec::Datetime(..) => (ColumnKind::Datetime, Some(day)),
        Codec::Compact => (ColumnKind::Date, Some(&profile.compact)),
        Codec::Serial(_, timed) => (if timed { ColumnKind::Datetime } else { ColumnKind::Date }, Some(number)),
        Codec::Month => (if quarterly { ColumnKind::Quarter } else { ColumnKind::Month }, Some(months)),
        Codec::Time => (ColumnKind::Time, Some(profile.fit(Family::Time))),
    };
    let unread = |fit: &Fit| Unreadable {
        count: present - fit.fits.min(present),
        first: fit.others.iter().map(|(row, value)| Unread { file: file.to_owned(), row: *row, value: value.clone() }).collect(),
    };
    let numeric_dates = day.fits > 0 && profile.numeric_dates > 0 && kind.is_date() && matches!(codec, Codec::Date(_) | Codec::Datetime(..));
    let is_number = matches!(codec, Codec::Integer(_) | Codec::Float(_));
    let best_date = [day, months, &profile.compact].into_iter().max_by_key(|fit| fit.fits).unwrap_or(day);
    let facts = Facts {
        name: name.to_owned(),
        kind,
        missing: profile.missing,
        unreadable: fit.map(unread).unwrap_or_default(),
        distinct: Distinct { count: if profile.capped { DISTINCT_CAP } else { profile.distinct() }, capped: profile.capped },
        examples: if nik_like { Vec::new() } else { profile.examples() },
        min: fit.filter(|_| !nik_like).and_then(|fit| printed(codec, kind, fit.least?)),
        max: fit.filter(|_| !nik_like).and_then(|fit| printed(codec, kind, fit.most?)),
        reading: Reading {
            text: words::reading(codec, kind, profile.dressed[at] > 0),
            decimal_comma: is_number && decimal == Decimal::Comma,
            date_order: numeric_dates.then_some((order, order_from)),
        },
        nik_like,
        duplicated: false,
        counted: true,
        label: None,
        value_labels: Vec::new(),
    };
    let clean = profile.padded == 0 && facts.unreadable.count == 0;
    let native = match codec {
        Codec::Text if profile.padded == 0 => Some(DataType::String),
        Codec::Integer(_) if clean && profile.dressed[0] == 0 && profile.decimals[0] == 0 => Some(DataType::Int64),
        Codec::Float(Decimal::Point) if clean && profile.dressed[0] == 0 => Some(DataType::Float64),
        _ => None,
    };
    let misfits = Misfits { as_number: unread(number), as_date: unread(best_date) };
    Settled { facts, misfits, codec, native, ambiguous_numbers: ambiguous && is_number && !options.types.contains_key(name) }
}

/// The decimal mark of a column, and whether nothing in it decided.
fn decimal_of(profile: &Profile, options: &ReadOptions, company: Company) -> (Decimal, bool) {
    if let Some(proved) = proves_decimal(profile) {
        return (proved, false);
    }
    let (point, comma) = (profile.fit(Family::Point).fits, profile.fit(Family::Comma).fits);
    match point.cmp(&comma) {
        std::cmp::Ordering::Greater => return (Decimal::Point, false),
        std::cmp::Ordering::Less => return (Decimal::Comma, false),
        std::cmp::Ordering::Equal => {}
    }
    let [by_point, by_comma] = profile.either;
    if by_point + by_comma == 0 {
        return (Decimal::Point, false);
    }
    match (options.decimal.as_deref(), options.thousands.as_deref()) {
        (Some(","), _) | (None, Some(".")) => return (Decimal::Comma, false),
        (Some(_), _) | (None, Some(",")) => return (Decimal::Point, false),
        _ => {}
    }
    let other = |decimal| if decimal == Decimal::Point { Decimal::Comma } else { Decimal::Point };
    let mark = if by_point >= by_comma { Decimal::Point } else { Decimal::Comma };
    // Long numbers without a mark: where thousands were grouped, these would be too.
    if profile.long_plain > 0 || options.thousands.as_deref() == Some("none") {
        return (mark, false);
    }
    if let Some(decimal) = company.decimal {
        return (decimal, false);
    }
    // Spreadsheets with a decimal comma write semicolons between fields, and the point then groups thousands.
    (
        if company.no_comma_fields {
            Decimal::Comma
        } else if mark == Decimal::Comma {
            other(mark)
        } else {
            mark
        },
        true,
    )
}

/// The order of day and month of a column and where it is from.
fn order_of(profile: &Profile, options: &ReadOptions, company: Company) -> (DateOrder, OrderFrom) {
    let mixed = profile.day_above_12[0] > 0 && profile.day_above_12[1] > 0;
    match (proves_order(profile), options.date_order, company.order) {
        (Some(order), None, _) => (order, OrderFrom::Column),
        (Some(order), Some(_), _) if !mixed => (order, OrderFrom::Column),
        (_, Some(order), _) => (order, OrderFrom::Option),
        (None, None, Some(order)) => (order, OrderFrom::OtherColumn),
        (None, None, None) => (DateOrder::DayFirst, OrderFrom::Ambiguous),
    }
}

/// A bound of a range in machine form.
fn printed(codec: Codec, kind: ColumnKind, value: f64) -> Option<String> {
    let at = |micros: i64| DateTime::from_timestamp_micros(micros).map(|moment| moment.naive_utc());
    match (codec, kind) {
        (Codec::Serial(..), _) => {
            let (days, micros) = dates::excel_serial(value)?;
            at(i64::from(days) * DAY_MICROS + micros)
                .map(|moment| moment.format(if kind == ColumnKind::Date { "%Y-%m-%d" } else { "%Y-%m-%dT%H:%M:%S" }).to_string())
        }
        (Codec::Date(_), _) => at(value as i64).map(|moment| moment.format("%Y-%m-%d").to_string()),
        (Codec::Datetime(..), _) => at(value as i64).map(|moment| moment.format("%Y-%m-%dT%H:%M:%S").to_string()),
        (Codec::Compact | Codec::Month, _) => {
            at(value as i64 * DAY_MICROS).map(|moment| moment.format(if kind == ColumnKind::Date { "%Y-%m-%d" } else { "%Y-%m" }).to_string())
        }
        (Codec::Time, _) => at(value as i64).map(|moment| moment.format("%H:%M:%S").to_string()),
        (_, ColumnKind::Integer | ColumnKind::Float) => Some(value.to_string()),
        _ => None,
    }
}

impl Codec {
    /// The physical type of the values.
    pub(super) fn physical(self) -> DataType {
        match self {
            Codec::Text => DataType::String,
            Codec::Integer(_) => DataType::Int64,
            Codec::Float(_) => DataType::Float64,
            Codec::Boolean => DataType::Boolean,
            Codec::Date(_) | Codec::Compact | Codec::Month | Codec::Serial(_, false) => DataType::Date,
            Codec::Datetime(..) | Codec::Serial(_, true) => DataType::Datetime(TimeUnit::Microseconds, None),
            Codec::Time => DataType::Time,
        }
    }

    /// The expression that turns the text column `name` into values. `watch` is told where one cannot be read.
    pub(super) fn expression(self, name: &str, missing: &Arc<Missing>, watch: Option<&Watch>) -> Expr {
        let (missing, watch) = (Arc::clone(missing), watch.cloned());
        let dtype = self.physical();
        let name = PlSmallStr::from_str(name);
        let field = name.clone();
        col(name).map(move |column| self.decode(&column, &missing, watch.as_ref()), move |_, _| Ok(Field::new(field.clone(), dtype.clone())))
    }

    /// The values of a column of text.
    pub(super) fn decode(self, column: &polars::prelude::Column, missing: &Missing, watch: Option<&Watch>) -> PolarsResult<polars::prelude::Column> {
        let name = column.name().clone();
        let series = column.as_materialized_series();
        let text = series.str()?;
        let values = text.iter().map(|value| value.map(str::trim).filter(|value| !missing.is(value)));
        let number = |decimal: Decimal| move |value: &str| numbers::parse(value, decimal).map(|number| number.value);
        Ok(match self {
            // Mostly there is nothing to cut off and nothing missing.
            Codec::Text if text.iter().flatten().all(|value| value.trim().len() == value.len() && !missing.is(value)) => column.clone(),
            Codec::Text => StringChunked::from_iter_options(name, values).into_column(),
            Codec::Integer(decimal) => {
                let whole = number(decimal);
                // Plain digits go by the integer parser, which is exact beyond 2^53.
                let read = |value: &str| value.parse().ok().or_else(|| whole(value).filter(|n| watch.is_none() || n.fract() == 0.0).map(|n| n as i64));
                Int64Chunked::from_iter_options(name, each(values, watch, read)).into_column()
            }
            Codec::Float(decimal) => Float64Chunked::from_iter_options(name, each(values, watch, number(decimal))).into_column(),
            Codec::Boolean => BooleanChunked::from_iter_options(name, each(values, watch, boolean)).into_column(),
            Codec::Date(order) => {
                days(name, each(values, watch, |value| dates::parse(value).filter(|stamp| watch.is_none() || stamp.time.is_none())?.days(order)))
            }
            Codec::Compact => days(name, each(values, watch, |value| dates::compact(value)?.days(DateOrder::DayFirst))),
            Codec::Month => days(name, each(values, watch, |value| dates::parse(value)?.days(DateOrder::DayFirst))),
            Codec::Datetime(order, utc) => moments(name, each(values, watch, |value| dates::parse(value)?.micros(order, utc))),
            Codec::Serial(decimal, timed) => {
                let whole = number(decimal);
                let serial = |value: &str| whole(value).and_then(dates::excel_serial);
                if timed {
                    moments(name, each(values, watch, |value| serial(value).map(|(day, micros)| i64::from(day) * DAY_MICROS + micros)))
                } else {
                    days(name, each(values, watch, |value| serial(value).map(|(day, _)| day)))
                }
            }
            Codec::Time => {
                let nanos = each(values, watch, |value| dates::parse_time(value, ':').map(|(micros, _)| micros * 1000));
                Int64Chunked::from_iter_options(name, nanos).into_time().into_column()
            }
        })
    }
}

/// Reads each value that is there; one that cannot be read is missing, and the watch hears of it.
fn each<'a, T>(values: impl Iterator<Item = Option<&'a str>>, watch: Option<&Watch>, read: impl Fn(&'a str) -> Option<T>) -> impl Iterator<Item = Option<T>> {
    values.map(move |value| {
        let value = value?;
        let found = read(value);
        if let (None, Some(watch)) = (&found, watch) {
            watch.surprise();
        }
        found
    })
}

fn boolean(value: &str) -> Option<bool> {
    match value.to_lowercase().as_str() {
        "true" | "ya" | "yes" | "1" => Some(true),
        "false" | "tidak" | "no" | "0" => Some(false),
        _ => None,
    }
}

fn days(name: PlSmallStr, values: impl Iterator<Item = Option<i32>>) -> polars::prelude::Column {
    Int32Chunked::from_iter_options(name, values).into_date().into_column()
}

fn moments(name: PlSmallStr, values: impl Iterator<Item = Option<i64>>) -> polars::prelude::Column {
    Int64Chunked::from_iter_options(name, values).into_datetime(TimeUnit::Microseconds, None).into_column()
}
