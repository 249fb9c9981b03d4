//! The one integration binary.

mod charts;
mod engine;
mod golden;

mod architecture;
mod command;
mod notebooks;
mod readers;
mod report;
mod satisfaction;
mod studies;
mod theorems;
mod terminal;
mod wrong_input;
