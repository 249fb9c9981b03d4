//! What an engine answered: columns of a few types, whatever the engine calls them.

/// Columns of an answer, all of one length, in the order that was asked for.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::data) struct Answer {
    /// Names as the engine gives them.
    pub(in crate::data) names: Vec<String>,
    /// Values, a column each.
    pub(in crate::data) columns: Vec<AnswerColumn>,
}

/// Values of one column; none where the engine has NULL.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::data) enum AnswerColumn {
    /// Whole numbers.
    Whole(Vec<Option<i64>>),
    /// Numbers; decimals become the nearest one.
    Number(Vec<Option<f64>>),
    /// Text.
    Text(Vec<Option<String>>),
    /// true and false.
    Flag(Vec<Option<bool>>),
    /// Days since 1970-01-01.
    Day(Vec<Option<i64>>),
    /// Microseconds since 1970-01-01 00:00 of local wall time; `zoned` where the engine keeps a zone with them (then they are of UTC).
    Instant { values: Vec<Option<i64>>, zoned: bool },
    /// Microseconds since midnight.
    Time(Vec<Option<i64>>),
}

impl Answer {
    /// Rows.
    pub(in crate::data) fn rows(&self) -> usize {
        self.columns.first().map_or(0, AnswerColumn::len)
    }

    /// A column by its place.
    pub(in crate::data) fn column(&self, at: usize) -> Option<&AnswerColumn> {
        self.columns.get(at)
    }

    /// A whole number of a row and a column.
    pub(in crate::data) fn whole(&self, row: usize, column: usize) -> Option<i64> {
        self.column(column)?.whole(row)
    }

    /// A number of a row and a column.
    pub(in crate::data) fn number(&self, row: usize, column: usize) -> Option<f64> {
        self.column(column)?.number(row)
    }

    /// A text of a row and a column.
    pub(in crate::data) fn text(&self, row: usize, column: usize) -> Option<&str> {
        match self.column(column)? {
            AnswerColumn::Text(values) => values.get(row)?.as_deref(),
            _ => None,
        }
    }
}

impl AnswerColumn {
    /// Rows.
    pub(in crate::data) fn len(&self) -> usize {
        match self {
            AnswerColumn::Whole(values) | AnswerColumn::Day(values) | AnswerColumn::Time(values) | AnswerColumn::Instant { values, .. } => values.len(),
            AnswerColumn::Number(values) => values.len(),
            AnswerColumn::Text(values) => values.len(),
            AnswerColumn::Flag(values) => values.len(),
        }
    }

    /// A value as a whole number: numbers without a fraction, too, since engines give some sums as decimals.
    pub(in crate::data) fn whole(&self, row: usize) -> Option<i64> {
        match self {
            AnswerColumn::Whole(values) | AnswerColumn::Day(values) | AnswerColumn::Time(values) | AnswerColumn::Instant { values, .. } => *values.get(row)?,
            AnswerColumn::Number(values) => values.get(row)?.filter(|value| value.fract() == 0.0 && value.abs() < 9.0e15).map(|value| value as i64),
            AnswerColumn::Flag(values) => values.get(row)?.map(i64::from),
            AnswerColumn::Text(_) => None,
        }
    }

    /// A value as a number.
    pub(in crate::data) fn number(&self, row: usize) -> Option<f64> {
        match self {
            AnswerColumn::Number(values) => *values.get(row)?,
            _ => self.whole(row).map(|value| value as f64),
        }
    }
}
