//! The one integration binary.

mod engine;
mod golden;
mod charts;
