//! Codes of honest bounds.

use super::CodeCard;
use crate::text;

/// In alphabetical order.
pub(super) const CODES: &[CodeCard] = &[
    CodeCard {
        code: "honest::no-reference",
        meaning: || {
            text!(
                "Batas jujur memerlukan dampak yang semuanya diukur terhadap satu periode acuan.",
                "Honest bounds need effects that are all measured against one reference period."
            )
        },
    },
    CodeCard {
        code: "honest::not-an-event-study",
        meaning: || text!("Berkasnya bukan studi peristiwa dengan kovariansnya.", "The file is not an event study with its covariance."),
    },
    CodeCard {
        code: "honest::shape",
        meaning: || {
            text!(
                "Taksiran, waktu kejadian, dan kovarians harus sama panjangnya.",
                "Estimates, event times and covariance must be of one length, and the covariance must be one."
            )
        },
    },
    CodeCard {
        code: "honest::too-few-periods",
        meaning: || text!("Tidak ada dampak sebelum atau sesudah periode acuan.", "There is no effect before, or none after, the reference period."),
    },
    CodeCard { code: "honest::weights", meaning: || text!("Banyaknya bobot tidak sama dengan banyaknya dampak.", "There are not as many weights as effects.") },
];
