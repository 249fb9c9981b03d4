//! What a column of the records is and how it was read.

use super::options::DateOrder;
use crate::locale::Text;

/// What a column holds, and its physical type in the frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ColumnKind {
    /// Whole numbers (64-bit integers).
    Integer,
    /// Numbers (64-bit floats).
    Float,
    /// true and false (booleans).
    Boolean,
    /// Text (strings).
    Text,
    /// Days (dates).
    Date,
    /// Days with a time (microseconds, wall-clock time without a zone).
    Datetime,
    /// Months (dates, the first of the month).
    Month,
    /// Quarters (dates, the first of the quarter).
    Quarter,
    /// Times of day.
    Time,
    /// Nothing but missing values (strings, all null).
    Empty,
}

impl ColumnKind {
    /// Whether it can be used as a number.
    pub fn is_numeric(self) -> bool {
        matches!(self, ColumnKind::Integer | ColumnKind::Float | ColumnKind::Boolean)
    }

    /// Whether it can be used as a date.
    pub fn is_date(self) -> bool {
        matches!(self, ColumnKind::Date | ColumnKind::Datetime | ColumnKind::Month | ColumnKind::Quarter)
    }

    /// Stable machine form: `integer`, `datetime`.
    pub fn code(self) -> &'static str {
        match self {
            ColumnKind::Integer => "integer",
            ColumnKind::Float => "float",
            ColumnKind::Boolean => "boolean",
            ColumnKind::Text => "text",
            ColumnKind::Date => "date",
            ColumnKind::Datetime => "datetime",
            ColumnKind::Month => "month",
            ColumnKind::Quarter => "quarter",
            ColumnKind::Time => "time",
            ColumnKind::Empty => "empty",
        }
    }
}

/// A value that could not be read as the type of its column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// File, as it was named.
    pub file: String,
    /// Row in the file, from 1, header and title rows included: as a spreadsheet numbers it.
    pub row: u64,
    /// The value as it stands.
    pub value: String,
}

/// Values that could not be read: they are null in the frame.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unreadable {
    /// How many.
    pub count: u64,
    /// The first of them.
    pub first: Vec<Unread>,
}

/// Values that stand in the way of uses that a column does not have: for messages where it is used so all the same.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Misfits {
    /// Values that are no numbers.
    pub(super) as_number: Unreadable,
    /// Values that are no dates.
    pub(super) as_date: Unreadable,
}

/// Number of different values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Distinct {
    /// Different values that were seen.
    pub count: u64,
    /// Whether counting stopped there: there are more.
    pub capped: bool,
}

/// How the order of day and month of a column was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderFrom {
    /// From days above 12 in the column itself, or written so that there is no question.
    Column,
    /// From another date column of the same data.
    OtherColumn,
    /// From the reading options.
    Option,
    /// Not found: every day and month is at most 12. The column is refused when it is used as a date.
    Ambiguous,
}

/// How a column was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// In words: "angka, koma desimal", "tanggal hari/bulan/tahun".
    pub text: Text,
    /// Decimal comma.
    pub decimal_comma: bool,
    /// Order of day and month, where the column has numeric dates.
    pub date_order: Option<(DateOrder, OrderFrom)>,
}

/// A column of the records: facts from all rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Name, unique within the records.
    pub name: String,
    /// What it holds.
    pub kind: ColumnKind,
    /// Missing values; unreadable ones are not among them.
    pub missing: u64,
    /// Values that could not be read.
    pub unreadable: Unreadable,
    /// Different values.
    pub distinct: Distinct,
    /// The first few different values, as they stand in the file; none of columns that look like NIK.
    pub examples: Vec<String>,
    /// Smallest value in machine form (point, ISO date); none of text.
    pub min: Option<String>,
    /// Largest value.
    pub max: Option<String>,
    /// How it was read.
    pub reading: Reading,
    /// Looks like an identity number (16 digits): never shown.
    pub nik_like: bool,
    /// Whether another column of a file had the same name: asking for it is an error.
    pub duplicated: bool,
    /// Whether missing values, different values and the range were counted. Large columnar files are not passed over on opening.
    pub counted: bool,
    /// What the file calls the column at length (Stata, SPSS).
    pub label: Option<String>,
    /// Labels of codes (Stata, SPSS): code as text, label.
    pub value_labels: Vec<(String, String)>,
}

impl Unreadable {
    fn join(&mut self, later: &Unreadable) {
        self.count += later.count;
        self.first.extend(later.first.iter().cloned());
        self.first.truncate(5);
    }
}

impl Column {
    /// A column of which nothing is known but its kind and, in words, where it comes from.
    pub(super) fn plain(name: &str, kind: ColumnKind, text: Text) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            missing: 0,
            unreadable: Unreadable::default(),
            distinct: Distinct::default(),
            examples: Vec::new(),
            min: None,
            max: None,
            reading: Reading { text, decimal_comma: false, date_order: None },
            nik_like: false,
            duplicated: false,
            counted: false,
            label: None,
            value_labels: Vec::new(),
        }
    }

    /// Adds the facts of the same column in another file. Kinds that differ become the wider one, text at last.
    pub(super) fn join(&mut self, other: &Column) {
        use ColumnKind::{Boolean, Date, Datetime, Empty, Float, Integer, Month, Quarter, Text};
        let same_range = self.kind == other.kind || (self.kind.is_numeric() && other.kind.is_numeric());
        self.kind = match (self.kind, other.kind) {
            (a, b) if a == b => a,
            (Empty, kind) | (kind, Empty) => kind,
            (Integer | Float | Boolean, Integer | Float | Boolean) => Float,
            (Datetime, Date) | (Date, Datetime) => Datetime,
            (Date | Month | Quarter, Date | Month | Quarter) => Date,
            _ => Text,
        };
        self.missing += other.missing;
        self.unreadable.join(&other.unreadable);
        // How many of the other's values are new is not known without another pass: the larger number is a lower bound.
        let more = other.distinct.count.max(self.distinct.count);
        self.distinct = Distinct { count: more, capped: true };
        self.nik_like |= other.nik_like;
        self.counted &= other.counted;
        for example in &other.examples {
            if self.examples.len() < 5 && !self.examples.contains(example) {
                self.examples.push(example.clone());
            }
        }
        if self.nik_like {
            self.examples.clear();
        }
        let number = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<f64>().ok());
        let less = |a: &Option<String>, b: &Option<String>| match (number(a), number(b)) {
            (Some(a), Some(b)) => a < b,
            _ => a < b,
        };
        if same_range && self.min.is_some() && other.min.is_some() {
            if less(&other.min, &self.min) {
                self.min.clone_from(&other.min);
            }
            if less(&self.max, &other.max) {
                self.max.clone_from(&other.max);
            }
        } else if !same_range || self.min.is_none() {
            (self.min, self.max) = (None, None);
        }
    }
}
