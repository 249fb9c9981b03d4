//! The one integration binary.

mod charts;
mod engine;
mod golden;

mod architecture;
mod command;
mod readers;
mod report;
mod satisfaction;
mod studies;
mod theorems;
mod notebooks;
mod wrong_input;
