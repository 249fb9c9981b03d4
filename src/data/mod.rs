//! Files to records to cells. The only home of polars.

mod cells;
mod codec;
mod column;
mod columnar;
mod dates;
mod delimited;
mod derive;
mod encoding;
mod engine;
mod extract;
mod flags;
mod format;
mod header;
mod loaded;
mod missing;
pub mod nik;
mod numbers;
mod open;
mod options;
mod pass;
mod profile;
mod records;
mod roles;
mod source;
mod trends;
mod words;
mod workbook;

pub use cells::PolarsLocal;
pub use column::{Column, ColumnKind, Distinct, OrderFrom, Reading, Unread, Unreadable};
pub use derive::{Condition, Moment, Test};
pub use extract::{ArrayColumn, RecordArrays};
pub use open::open;
pub use options::{ColumnType, DateOrder, Ragged, ReadOptions};
pub use records::{FileFacts, Records};
pub use roles::NEVER;
pub use trends::{Spread, SpreadSide};
