//! How files and columns were read, in words.

use super::codec::Codec;
use super::column::ColumnKind;
use super::numbers::Decimal;
use super::options::DateOrder;
use crate::locale::Text;
use crate::text;

/// How a column was read.
pub(super) fn reading(codec: Codec, kind: ColumnKind, dressed: bool) -> Text {
    match codec {
        Codec::Text if kind == ColumnKind::Empty => text!("kosong", "empty"),
        Codec::Text => text!("teks", "text"),
        Codec::Integer(Decimal::Comma) if dressed => text!("bilangan bulat, titik sebagai pemisah ribuan", "whole numbers, thousands grouped by points"),
        Codec::Integer(_) if dressed => text!("bilangan bulat, dengan pemisah ribuan atau satuan", "whole numbers, with thousands marks or units"),
        Codec::Integer(_) => text!("bilangan bulat", "whole numbers"),
        Codec::Float(Decimal::Comma) => text!("angka, koma desimal", "numbers, decimal comma"),
        Codec::Float(Decimal::Point) => text!("angka, titik desimal", "numbers, decimal point"),
        Codec::Boolean => text!("ya/tidak", "true/false"),
        Codec::Date(DateOrder::DayFirst) => text!("tanggal, hari sebelum bulan", "dates, day before month"),
        Codec::Date(DateOrder::MonthFirst) => text!("tanggal, bulan sebelum hari", "dates, month before day"),
        Codec::Datetime(DateOrder::DayFirst, _) => text!("tanggal dan jam, hari sebelum bulan", "dates with time, day before month"),
        Codec::Datetime(DateOrder::MonthFirst, _) => text!("tanggal dan jam, bulan sebelum hari", "dates with time, month before day"),
        Codec::Compact => text!("tanggal delapan angka", "dates of eight digits"),
        Codec::Serial(..) => text!("nomor tanggal Excel", "Excel date numbers"),
        Codec::Month if kind == ColumnKind::Quarter => text!("triwulan", "quarters"),
        Codec::Month => text!("bulan", "months"),
        Codec::Time => text!("jam", "times of day"),
    }
}
