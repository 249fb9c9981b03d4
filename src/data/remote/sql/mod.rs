//! Passes over records as SQL. A query is built as data ([`expr`], [`select`]) and written for a dialect at the end.
//!
//! ```text
//! source ─▶ columns in canonical types ─▶ made columns, layer by layer ─▶ needs v0, v1 … and why a row leaves ─▶ groups
//! ```
//!
//! Every column that comes back is cast: sums of whole numbers are text on one engine and decimals on another.

mod calendar;
mod dialect;
mod expr;
mod groups;
mod layers;
mod made;
mod select;

pub(in crate::data::remote) use expr::Name;
pub(in crate::data::remote) use groups::{Parts, binned, cells, census, counted, fourth, fourths, size, summed};
pub(in crate::data::remote) use layers::{calendar_columns, extent, latest, need, prepared};
pub(in crate::data::remote) use select::Query;

#[cfg(test)]
mod tests;
