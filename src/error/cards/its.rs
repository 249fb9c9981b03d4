//! Codes of the interrupted time series.

use super::CodeCard;
use crate::text;

/// In alphabetical order.
pub(super) const CODES: &[CodeCard] = &[
    CodeCard {
        code: "its::bad-season",
        meaning: || {
            text!(
                "Panjang musim atau banyaknya harmonik tidak masuk akal, misalnya musim satu periode atau harmonik lebih dari separuh musim.",
                "The length of the season or the number of harmonics makes no sense: a season of one period, say, or harmonics of more than half of it."
            )
        },
    },
    CodeCard {
        code: "its::harmonics-without-season",
        meaning: || text!("Harmonik menggambarkan musim, dan panjang musim belum disebut.", "Harmonics draw a season, and its length was not given."),
    },
    CodeCard { code: "its::lag-unused", meaning: || text!("Kelambanan hanya dipakai oleh galat Newey–West.", "A lag is used by Newey–West errors only.") },
    CodeCard {
        code: "its::log-of-nothing",
        meaning: || {
            text!(
                "Logaritma diminta, tetapi rata-rata suatu periode nol atau negatif.",
                "Logarithms were asked for, and the mean of some period is zero or negative."
            )
        },
    },
    CodeCard {
        code: "its::no-comparison-series",
        meaning: || {
            text!(
                "Kolom kelompok diberikan, tetapi tidak ada catatan pembanding di dalamnya.",
                "A group column was given, and there are no records of a comparison in it."
            )
        },
    },
    CodeCard {
        code: "its::start-after-the-end",
        meaning: || {
            text!(
                "Program dimulai sesudah periode terakhir data, sehingga tidak ada yang dapat dibandingkan.",
                "The program starts after the last period of the data, so that there is nothing to compare."
            )
        },
    },
    CodeCard {
        code: "its::start-not-a-period",
        meaning: || text!("Awal program tidak dapat dibaca pada skala kolom waktu.", "The start cannot be read on the scale of the time column."),
    },
    CodeCard {
        code: "its::too-few-periods",
        meaning: || text!("Regresi memerlukan lebih banyak periode daripada koefisien.", "The regression needs more periods than coefficients."),
    },
    CodeCard {
        code: "its::until-not-a-date",
        meaning: || {
            text!(
                "Saat data diambil, yang menentukan lamanya kasus belum selesai terlihat, bukan tanggal.",
                "When the data were taken, which says how long unfinished cases were seen, is not a date."
            )
        },
    },
    CodeCard {
        code: "its::weights-with-autoregression",
        meaning: || {
            text!("Bobot periode dan galat autoregresif tidak dapat dipakai bersama.", "Weights of periods and autoregressive errors do not go together.")
        },
    },
];
