//! Files to records to cells. The only home of polars.

mod column;
mod columnar;
mod encoding;
pub mod nik;
mod open;
mod options;
mod profile;
mod records;
mod source;

pub use column::{Column, ColumnKind, Distinct, OrderFrom, Reading, Unread, Unreadable};
pub use open::open;
pub use options::{ColumnType, DateOrder, Ragged, ReadOptions};
pub use records::{FileFacts, Records};
