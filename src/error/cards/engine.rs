//! Codes of engines beyond this machine.

use super::CodeCard;
use crate::text;

/// In alphabetical order.
pub(super) const CODES: &[CodeCard] = &[
    CodeCard {
        code: "engine::not-offered",
        meaning: || {
            text!(
                "Mesin data yang dipilih tidak menyediakan sesuatu yang diperlukan; pesannya menyebutkan apa. Tidak ada yang dijalankan.",
                "The engine that was chosen does not offer something that is needed; the message says what. Nothing was run."
            )
        },
    },
    CodeCard {
        code: "engine::odd-answer",
        meaning: || {
            text!(
                "Mesin menjawab dengan kolom atau nilai yang tidak sesuai dengan yang diminta.",
                "The engine answered with columns or values that are not those that were asked for."
            )
        },
    },
    CodeCard {
        code: "engine::too-many-cells",
        meaning: || {
            text!(
                "Ringkasan yang diminta terlalu besar untuk dibawa pulang dari mesin: jumlah selnya dihitung lebih dahulu dan melebihi batas.",
                "The summary that was asked for is too large to be brought back: its cells were counted first and exceed the limit."
            )
        },
    },
    CodeCard {
        code: "engine::too-many-records",
        meaning: || {
            text!(
                "Metode yang dipilih memerlukan setiap catatan, dan jumlahnya terlalu besar untuk dibawa pulang dari mesin.",
                "The chosen method needs every record, and there are too many to bring them back from the engine."
            )
        },
    },
];
