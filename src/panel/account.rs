//! The account of rows: how many came in, how many were used, how many left and why.

use crate::locale::Text;
use crate::text;
use serde::Serialize;

/// Why a row left.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DropReason {
    /// The value of a column that the analysis needs is missing.
    Missing(String),
    /// The value could not be read as the type of its column.
    Unreadable(String),
    /// A case without an end: kept and counted, not used for means.
    Unfinished,
    /// The end is before the start.
    EndBeforeStart,
    /// An exact copy of an earlier row.
    DuplicateRow,
    /// A filter of the study or the command.
    Filtered(String),
    /// The weight is zero, negative or missing.
    NonPositiveWeight,
    /// The only observation of a level of an absorbed factor.
    Singleton(String),
    /// Before and after are not both there for a pair.
    IncompletePair,
    /// Treated in the first period already: no period before.
    AlwaysTreated,
    /// A note, title or total inside the table that is not a record.
    NotARecord,
    /// Anything else that a method needs, in its own words.
    Other(Text),
}

impl DropReason {
    /// Stable machine form: `missing:lemp`, `singleton:county`.
    pub fn code(&self) -> String {
        match self {
            DropReason::Missing(column) => format!("missing:{column}"),
            DropReason::Unreadable(column) => format!("unreadable:{column}"),
            DropReason::Unfinished => "unfinished".into(),
            DropReason::EndBeforeStart => "end-before-start".into(),
            DropReason::DuplicateRow => "duplicate-row".into(),
            DropReason::Filtered(filter) => format!("filtered:{filter}"),
            DropReason::NonPositiveWeight => "non-positive-weight".into(),
            DropReason::Singleton(factor) => format!("singleton:{factor}"),
            DropReason::IncompletePair => "incomplete-pair".into(),
            DropReason::AlwaysTreated => "always-treated".into(),
            DropReason::NotARecord => "not-a-record".into(),
            DropReason::Other(text) => text.en.clone(),
        }
    }

    /// The reason in words.
    pub fn text(&self) -> Text {
        match self {
            DropReason::Missing(column) => text!("nilai \"{column}\" kosong", "\"{column}\" is missing"),
            DropReason::Unreadable(column) => text!("nilai \"{column}\" tidak terbaca", "\"{column}\" cannot be read"),
            DropReason::Unfinished => text!("belum selesai saat data diambil", "not finished when the data were taken"),
            DropReason::EndBeforeStart => text!("selesai sebelum mulai", "ends before it starts"),
            DropReason::DuplicateRow => text!("baris ganda", "exact duplicate of an earlier row"),
            DropReason::Filtered(filter) => text!("di luar saringan {filter}", "outside the filter {filter}"),
            DropReason::NonPositiveWeight => text!("bobot kosong, nol, atau negatif", "weight is missing, zero or negative"),
            DropReason::Singleton(factor) => text!("pengamatan tunggal pada \"{factor}\"", "only observation of its level of \"{factor}\""),
            DropReason::IncompletePair => text!("pasangan sebelum–sesudah tidak lengkap", "before and after are not both there"),
            DropReason::AlwaysTreated => text!("sudah mengikuti program sejak periode pertama", "treated since the first period"),
            DropReason::NotARecord => text!("bukan catatan data (judul, catatan kaki, atau total)", "not a record (title, footnote or total)"),
            DropReason::Other(text) => text.clone(),
        }
    }
}

/// Rows that left for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// Why.
    pub reason: DropReason,
    /// How many.
    pub rows: u64,
}

/// Rows in, rows out, and why. `rows_read = rows_used + Σ dropped`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SampleAccount {
    /// Rows in the files.
    pub rows_read: u64,
    /// Rows behind the estimate.
    pub rows_used: u64,
    /// Units, where there are any.
    pub units: Option<u64>,
    /// Periods, where there are any.
    pub periods: Option<u64>,
    /// Clusters of the standard error, where it is clustered.
    pub clusters: Option<u64>,
    /// Rows that left, by reason, in the order in which they left.
    pub dropped: Vec<Dropped>,
}

impl SampleAccount {
    /// Takes rows out of the used ones for a reason; adds up where the reason is known already.
    pub fn drop_rows(&mut self, reason: DropReason, rows: u64) {
        if rows == 0 {
            return;
        }
        self.rows_used = self.rows_used.saturating_sub(rows);
        match self.dropped.iter_mut().find(|dropped| dropped.reason == reason) {
            Some(known) => known.rows += rows,
            None => self.dropped.push(Dropped { reason, rows }),
        }
    }
}

impl SampleAccount {
    /// The reasons in words with their rows, in the order in which rows left.
    pub fn reasons(&self) -> Vec<(Text, u64)> {
        self.dropped.iter().map(|dropped| (dropped.reason.text(), dropped.rows)).collect()
    }
}

impl Serialize for Dropped {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut row = serializer.serialize_struct("Dropped", 2)?;
        row.serialize_field("reason", &self.reason.code())?;
        row.serialize_field("rows", &self.rows)?;
        row.end()
    }
}
