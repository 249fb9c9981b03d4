//! The one integration binary.

mod engine;
