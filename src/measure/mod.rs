//! Raw columns to outcomes, on plain slices: service time on the working calendar, satisfaction index, learning gain.

pub mod target;
