//! The one integration binary.

mod charts;
mod engine;
mod golden;

mod readers;
mod report;
mod architecture;
mod command;
mod wrong_input;
