//! What every error code means, one file a room, for `dampak explain` and for the test that no code is missing.

mod cli;
mod data;
mod design;
mod engine;
mod honest;
mod its;
mod measure;
mod power;
mod report;
mod study;

use crate::locale::Text;

/// A code and what it means in general.
pub struct CodeCard {
    /// Stable code.
    pub code: &'static str,
    /// What it means and what to do, in plain words.
    pub meaning: fn() -> Text,
}

/// Every code that the program can end with, by room.
pub fn codes() -> impl Iterator<Item = &'static CodeCard> {
    [cli::CODES, data::CODES, design::CODES, engine::CODES, honest::CODES, its::CODES, measure::CODES, power::CODES, report::CODES, study::CODES]
        .into_iter()
        .flatten()
}
