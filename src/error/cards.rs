//! The list of every error code, for `dampak explain` and for the test that no code is missing from it.

use crate::locale::Text;
use crate::text;

/// A code and what it means in general.
pub struct CodeCard {
    /// Stable code.
    pub code: &'static str,
    /// What it means and what to do, in plain words.
    pub meaning: fn() -> Text,
}

/// Every code that the program can end with, in alphabetical order.
pub const CODES: &[CodeCard] = &[CodeCard {
    code: "data::missing-column",
    meaning: || {
        text!(
            "Kolom yang disebut tidak ada dalam data. Periksa ejaan; nama kolom yang paling mirip disebutkan dalam pesan.",
            "A column that was named is not in the data. Check the spelling; the message names the nearest column."
        )
    },
}];
