//! The one integration binary.

mod charts;
mod did_command;
mod coverage;
mod engine;
mod golden;

mod architecture;
mod command;
mod notebooks;
mod readers;
mod report;
mod satisfaction;
mod studies;
mod terminal;
mod theorems;
mod wrong_input;
