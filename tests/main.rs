//! The one integration binary.

// A test that cannot go on says why and ends.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr, clippy::print_stdout)]

mod charts;
mod checks;
mod coverage;
mod did_command;
mod engine;
mod engines;
mod golden;
mod honest;
mod its_command;

mod architecture;
mod command;
mod methods_page;
mod notebooks;
mod on_top;
mod people;
mod pool;
mod power;
mod privacy;
mod quick_reading;
mod readers;
mod report;
mod satisfaction;
mod strangers;
mod studies;
mod survival_command;
mod terminal;
mod theorems;
mod theorems_switchers;
mod theorems_triple;
mod wrong_input;
