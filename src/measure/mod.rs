//! Raw columns to outcomes, on plain slices: service time on the working calendar, satisfaction index, learning gain.

pub mod calendar;
pub mod clock;
pub mod control;
pub mod gain;
pub mod satisfaction;
pub mod target;
