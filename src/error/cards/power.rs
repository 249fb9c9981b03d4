//! Codes of planning a study.

use super::CodeCard;
use crate::text;

/// In alphabetical order.
pub(super) const CODES: &[CodeCard] = &[
    CodeCard {
        code: "power::needs-outcome",
        meaning: || text!("Simulasi survei dari data lama memerlukan kolom jawabannya.", "Simulating a survey from past data needs the column of its answers."),
    },
    CodeCard {
        code: "power::needs-panel",
        meaning: || {
            text!("Program tiruan dalam data lama memerlukan hasil, unit, dan periode.", "Programs that never were need outcome, unit and period in past data.")
        },
    },
    CodeCard {
        code: "power::needs-sd",
        meaning: || {
            text!(
                "Tanpa simpangan baku atau data lama, kekuatan uji tidak dapat dihitung.",
                "Without a standard deviation or past data there is no power to compute."
            )
        },
    },
    CodeCard {
        code: "power::needs-size",
        meaning: || {
            text!(
                "Salah satu harus diketahui: jumlah wilayah, orang, atau responden, atau dampak yang ingin ditemukan.",
                "One of them must be known: the number of regions, people or respondents, or the effect to be found."
            )
        },
    },
    CodeCard {
        code: "power::no-variation",
        meaning: || {
            text!(
                "Hasil yang tidak bergerak di antara wilayah dan periode tidak memberi tahu apa pun tentang ketidakpastian program kelak.",
                "An outcome that does not move between regions and periods says nothing about the uncertainty of a program to come."
            )
        },
    },
    CodeCard {
        code: "power::out-of-range",
        meaning: || {
            text!(
                "Kekuatan, bagian, dan korelasi berada di antara 0 dan 1; jumlah periode sedikitnya satu; simpangan baku positif.",
                "Power, shares and correlations lie between 0 and 1; periods are at least one; a standard deviation is positive."
            )
        },
    },
    CodeCard {
        code: "power::past-too-few",
        meaning: || text!("Dengan segelintir jawaban, ragamnya tidak dapat ditaksir.", "A handful of answers does not show how much answers vary."),
    },
    CodeCard {
        code: "power::past-too-short",
        meaning: || {
            text!(
                "Data lama harus memuat sedikitnya satu jendela sebelum dan sesudah untuk empat wilayah tanpa celah.",
                "Past data must hold at least one window of before and after for four regions without gaps."
            )
        },
    },
    CodeCard {
        code: "power::too-few-draws",
        meaning: || text!("Terlalu sedikit program tiruan untuk membaca sebuah peluang.", "Too few programs that never were to read a probability from."),
    },
];
