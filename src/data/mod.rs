//! Files to records to cells. The only home of polars.

mod cells;
mod column;
mod columnar;
mod derive;
mod encoding;
mod engine;
mod extract;
pub mod nik;
mod open;
mod options;
mod profile;
mod records;
mod roles;
mod source;
mod trends;

pub use cells::PolarsLocal;
pub use column::{Column, ColumnKind, Distinct, OrderFrom, Reading, Unread, Unreadable};
pub use derive::{Condition, Moment, Test};
pub use extract::{ArrayColumn, RecordArrays};
pub use open::open;
pub use options::{ColumnType, DateOrder, Ragged, ReadOptions};
pub use records::{FileFacts, Records};
pub use roles::NEVER;
pub use trends::{Spread, SpreadSide};
