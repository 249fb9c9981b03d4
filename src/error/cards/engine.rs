//! Codes of engines beyond this machine.

use super::CodeCard;
use crate::text;

/// In alphabetical order.
pub(super) const CODES: &[CodeCard] = &[CodeCard {
    code: "engine::not-offered",
    meaning: || {
        text!(
            "Mesin data yang dipilih tidak menyediakan sesuatu yang diperlukan; pesannya menyebutkan apa. Tidak ada yang dijalankan.",
            "The engine that was chosen does not offer something that is needed; the message says what. Nothing was run."
        )
    },
}];
