//! Arrow batches to columns of an answer, by the type of each column.

use super::answer::{Answer, AnswerColumn};
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowDictionaryKeyType, ArrowPrimitiveType, Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type, Float32Type, Float64Type,
    Int8Type, Int16Type, Int32Type, Int64Type, Time32MillisecondType, Time32SecondType, Time64MicrosecondType, Time64NanosecondType, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, RecordBatch};
use arrow_schema::{DataType, Field, Schema, TimeUnit};

/// Milliseconds of a day.
const DAY_MILLIS: i64 = 86_400_000;

/// What a column of an engine holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::data) enum AnswerKind {
    /// Whole numbers.
    Whole,
    /// Numbers.
    Number,
    /// Text.
    Text,
    /// true and false.
    Flag,
    /// Days.
    Day,
    /// Instants; whether the engine keeps a zone with them.
    Instant {
        /// Whether there is one.
        zoned: bool,
    },
    /// Times of day.
    Time,
    /// Nothing but missing values.
    Nothing,
}

/// What a field holds; the name of its type where it is none of these.
pub(super) fn kind(field: &Field) -> Result<AnswerKind, String> {
    // PostgreSQL's driver hands types over that Arrow lacks, named in the metadata: decimals as text, others as bytes.
    let opaque = field.metadata().get("ADBC:postgresql:typname").map(String::as_str);
    Ok(match field.data_type() {
        _ if opaque == Some("numeric") => AnswerKind::Number,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => AnswerKind::Text,
        DataType::Int8 | DataType::Int16 | DataType::Int32 | DataType::Int64 | DataType::UInt8 | DataType::UInt16 | DataType::UInt32 | DataType::UInt64 => {
            AnswerKind::Whole
        }
        DataType::Float32 | DataType::Float64 | DataType::Decimal32(..) | DataType::Decimal64(..) | DataType::Decimal128(..) | DataType::Decimal256(..) => {
            AnswerKind::Number
        }
        DataType::Boolean => AnswerKind::Flag,
        DataType::Date32 | DataType::Date64 => AnswerKind::Day,
        DataType::Timestamp(_, zone) => AnswerKind::Instant { zoned: zone.is_some() },
        DataType::Time32(_) | DataType::Time64(_) => AnswerKind::Time,
        DataType::Null => AnswerKind::Nothing,
        DataType::Dictionary(_, values) if matches!(**values, DataType::Utf8 | DataType::LargeUtf8) => AnswerKind::Text,
        other => return Err(opaque.map_or_else(|| other.to_string(), str::to_owned)),
    })
}

/// Why a batch is no answer.
#[derive(Debug)]
pub(super) enum Unread {
    /// A column of a type that is not understood: its name, the type.
    Type(String, String),
    /// A value that is out of range, or a batch that does not fit its schema.
    Value(String),
}

/// An answer that grows by batches.
pub(super) struct Collected {
    answer: Answer,
}

impl Collected {
    /// Without rows.
    pub(super) fn new(schema: &Schema) -> Result<Self, Unread> {
        let mut answer = Answer::default();
        for field in schema.fields() {
            let kind = kind(field).map_err(|of| Unread::Type(field.name().clone(), of))?;
            answer.names.push(field.name().clone());
            answer.columns.push(match kind {
                AnswerKind::Whole => AnswerColumn::Whole(Vec::new()),
                AnswerKind::Number => AnswerColumn::Number(Vec::new()),
                AnswerKind::Text | AnswerKind::Nothing => AnswerColumn::Text(Vec::new()),
                AnswerKind::Flag => AnswerColumn::Flag(Vec::new()),
                AnswerKind::Day => AnswerColumn::Day(Vec::new()),
                AnswerKind::Instant { zoned } => AnswerColumn::Instant { values: Vec::new(), zoned },
                AnswerKind::Time => AnswerColumn::Time(Vec::new()),
            });
        }
        Ok(Self { answer })
    }

    /// Adds the rows of a batch.
    pub(super) fn add(&mut self, batch: &RecordBatch) -> Result<(), Unread> {
        for (column, array) in self.answer.columns.iter_mut().zip(batch.columns()) {
            append(column, array.as_ref()).ok_or_else(|| Unread::Value(array.data_type().to_string()))?;
        }
        Ok(())
    }

    /// All rows.
    pub(super) fn finish(self) -> Answer {
        self.answer
    }
}

/// Values of a primitive array, each read by `read`; none where one cannot be read.
fn each<T: ArrowPrimitiveType, V>(array: &dyn Array, out: &mut Vec<Option<V>>, read: impl Fn(T::Native) -> Option<V>) -> Option<()> {
    for value in array.as_primitive_opt::<T>()? {
        out.push(match value {
            Some(value) => Some(read(value)?),
            None => None,
        });
    }
    Some(())
}

fn append(column: &mut AnswerColumn, array: &dyn Array) -> Option<()> {
    match column {
        AnswerColumn::Whole(out) => match array.data_type() {
            DataType::Int8 => each::<Int8Type, _>(array, out, |value| Some(value.into())),
            DataType::Int16 => each::<Int16Type, _>(array, out, |value| Some(value.into())),
            DataType::Int32 => each::<Int32Type, _>(array, out, |value| Some(value.into())),
            DataType::Int64 => each::<Int64Type, _>(array, out, Some),
            DataType::UInt8 => each::<UInt8Type, _>(array, out, |value| Some(value.into())),
            DataType::UInt16 => each::<UInt16Type, _>(array, out, |value| Some(value.into())),
            DataType::UInt32 => each::<UInt32Type, _>(array, out, |value| Some(value.into())),
            DataType::UInt64 => each::<UInt64Type, _>(array, out, |value| i64::try_from(value).ok()),
            _ => None,
        },
        AnswerColumn::Number(out) => numbers(array, out),
        AnswerColumn::Text(out) => texts(array, out),
        AnswerColumn::Flag(out) => {
            out.extend(array.as_boolean_opt()?);
            Some(())
        }
        AnswerColumn::Day(out) => match array.data_type() {
            DataType::Date32 => each::<Date32Type, _>(array, out, |value| Some(value.into())),
            _ => each::<Date64Type, _>(array, out, |value| Some(value.div_euclid(DAY_MILLIS))),
        },
        AnswerColumn::Instant { values, .. } => match array.data_type() {
            DataType::Timestamp(TimeUnit::Second, _) => each::<TimestampSecondType, _>(array, values, |value| value.checked_mul(1_000_000)),
            DataType::Timestamp(TimeUnit::Millisecond, _) => each::<TimestampMillisecondType, _>(array, values, |value| value.checked_mul(1_000)),
            DataType::Timestamp(TimeUnit::Microsecond, _) => each::<TimestampMicrosecondType, _>(array, values, Some),
            _ => each::<TimestampNanosecondType, _>(array, values, |value| Some(value.div_euclid(1_000))),
        },
        AnswerColumn::Time(out) => match array.data_type() {
            DataType::Time32(TimeUnit::Second) => each::<Time32SecondType, _>(array, out, |value| Some(i64::from(value) * 1_000_000)),
            DataType::Time32(_) => each::<Time32MillisecondType, _>(array, out, |value| Some(i64::from(value) * 1_000)),
            DataType::Time64(TimeUnit::Microsecond) => each::<Time64MicrosecondType, _>(array, out, Some),
            _ => each::<Time64NanosecondType, _>(array, out, |value| Some(value.div_euclid(1_000))),
        },
    }
}

fn numbers(array: &dyn Array, out: &mut Vec<Option<f64>>) -> Option<()> {
    /// The nearest number to a decimal, which is what reading its digits gives.
    fn decimals<T: ArrowPrimitiveType>(array: &dyn Array, scale: i8, out: &mut Vec<Option<f64>>) -> Option<()>
    where
        T::Native: std::fmt::Display,
    {
        each::<T, _>(array, out, |value| format!("{value}e{}", -i32::from(scale)).parse().ok())
    }
    match array.data_type() {
        DataType::Float32 => each::<Float32Type, _>(array, out, |value| Some(value.into())),
        DataType::Float64 => each::<Float64Type, _>(array, out, Some),
        DataType::Decimal32(_, scale) => decimals::<Decimal32Type>(array, *scale, out),
        DataType::Decimal64(_, scale) => decimals::<Decimal64Type>(array, *scale, out),
        DataType::Decimal128(_, scale) => decimals::<Decimal128Type>(array, *scale, out),
        DataType::Decimal256(_, scale) => decimals::<Decimal256Type>(array, *scale, out),
        _ => {
            let mut texts = Vec::new();
            self::texts(array, &mut texts)?;
            for text in texts {
                out.push(match text {
                    Some(text) => Some(text.parse().ok()?),
                    None => None,
                });
            }
            Some(())
        }
    }
}

fn texts(array: &dyn Array, out: &mut Vec<Option<String>>) -> Option<()> {
    let own = |value: Option<&str>| value.map(str::to_owned);
    match array.data_type() {
        DataType::Utf8 => out.extend(array.as_string_opt::<i32>()?.iter().map(own)),
        DataType::LargeUtf8 => out.extend(array.as_string_opt::<i64>()?.iter().map(own)),
        DataType::Utf8View => out.extend(array.as_string_view_opt()?.iter().map(own)),
        DataType::Null => out.extend(std::iter::repeat_n(None, array.len())),
        DataType::Dictionary(keys, _) => match **keys {
            DataType::Int8 => coded::<Int8Type>(array, out)?,
            DataType::Int16 => coded::<Int16Type>(array, out)?,
            DataType::Int32 => coded::<Int32Type>(array, out)?,
            DataType::Int64 => coded::<Int64Type>(array, out)?,
            DataType::UInt8 => coded::<UInt8Type>(array, out)?,
            DataType::UInt16 => coded::<UInt16Type>(array, out)?,
            DataType::UInt32 => coded::<UInt32Type>(array, out)?,
            _ => coded::<UInt64Type>(array, out)?,
        },
        _ => return None,
    }
    Some(())
}

/// Text by code.
fn coded<K: ArrowDictionaryKeyType>(array: &dyn Array, out: &mut Vec<Option<String>>) -> Option<()> {
    let dictionary = array.as_dictionary_opt::<K>()?;
    let mut levels = Vec::new();
    texts(dictionary.values().as_ref(), &mut levels)?;
    for row in 0..dictionary.len() {
        out.push(match dictionary.key(row) {
            Some(code) => levels.get(code)?.clone(),
            None => None,
        });
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::{ArrayRef, Date32Array, Decimal128Array, Int32Array, StringArray, TimestampMillisecondArray};
    use std::collections::HashMap;
    use std::sync::Arc;

    fn read(field: Field, array: ArrayRef) -> Result<AnswerColumn, Unread> {
        let schema = Arc::new(Schema::new(vec![field]));
        let mut collected = Collected::new(&schema)?;
        collected.add(&RecordBatch::try_new(schema, vec![array]).unwrap())?;
        Ok(collected.finish().columns.remove(0))
    }

    #[test]
    fn every_column_is_read_by_its_type() {
        let whole = read(Field::new("a", DataType::Int32, true), Arc::new(Int32Array::from(vec![Some(7), None])));
        assert_eq!(whole.unwrap(), AnswerColumn::Whole(vec![Some(7), None]));
        let decimal = Decimal128Array::from(vec![Some(1_000_000_000_000_000_000_000_003), Some(-5), None]).with_precision_and_scale(38, 3).unwrap();
        let found = read(Field::new("a", DataType::Decimal128(38, 3), true), Arc::new(decimal));
        assert_eq!(found.unwrap(), AnswerColumn::Number(vec![Some(1e21), Some(-0.005), None]));
        let day = read(Field::new("a", DataType::Date32, true), Arc::new(Date32Array::from(vec![Some(-1)])));
        assert_eq!(day.unwrap(), AnswerColumn::Day(vec![Some(-1)]));
        let instants = TimestampMillisecondArray::from(vec![Some(-1)]).with_timezone("UTC");
        let found = read(Field::new("a", instants.data_type().clone(), true), Arc::new(instants));
        assert_eq!(found.unwrap(), AnswerColumn::Instant { values: vec![Some(-1_000)], zoned: true });
    }

    #[test]
    fn decimals_that_come_as_text_are_numbers_and_unknown_types_are_named() {
        let numeric = HashMap::from([("ADBC:postgresql:typname".to_owned(), "numeric".to_owned())]);
        let field = Field::new("a", DataType::Utf8, true).with_metadata(numeric);
        let found = read(field, Arc::new(StringArray::from(vec![Some("12.50"), None])));
        assert_eq!(found.unwrap(), AnswerColumn::Number(vec![Some(12.5), None]));
        let json = HashMap::from([("ADBC:postgresql:typname".to_owned(), "jsonb".to_owned())]);
        let field = Field::new("isi", DataType::Binary, true).with_metadata(json);
        assert!(matches!(Collected::new(&Schema::new(vec![field])), Err(Unread::Type(name, of)) if name == "isi" && of == "jsonb"));
    }
}
