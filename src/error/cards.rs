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
pub const CODES: &[CodeCard] = &[
    CodeCard {
        code: "data::missing-column",
        meaning: || {
            text!(
                "Kolom yang disebut tidak ada dalam data. Periksa ejaan; nama kolom yang paling mirip disebutkan dalam pesan.",
                "A column that was named is not in the data. Check the spelling; the message names the nearest column."
            )
        },
    },
    CodeCard {
        code: "measure::answers-not-ordered",
        meaning: || {
            text!(
                "Jawaban berupa kata tidak dapat diurutkan pada skala 1–4: ada kata yang tidak dikenal, ada lima tingkat, atau angka dan katanya bertentangan. Sebutkan skor tiap jawaban dalam berkas studi.",
                "Answers in words cannot be ordered on the scale 1–4: a word is not known, there are five levels, or number and words contradict each other. Give the score of each answer in the study file."
            )
        },
    },
    CodeCard {
        code: "measure::calendar-conflict",
        meaning: || {
            text!(
                "Satu tanggal ditulis sebagai hari tutup sendiri dan sekaligus hari buka tambahan. Hapus dari salah satunya.",
                "One date is written both as an own closure and as an extra open day. Remove it from one of them."
            )
        },
    },
    CodeCard {
        code: "measure::calendar-date",
        meaning: || {
            text!(
                "Tanggal pada tabel [calendar] tidak dapat dibaca. Tulis 2024-12-30, atau rentang \"2024-12-30/2025-01-02\".",
                "A date in the table [calendar] cannot be read. Write 2024-12-30, or a span \"2024-12-30/2025-01-02\"."
            )
        },
    },
    CodeCard {
        code: "measure::calendar-hours",
        meaning: || {
            text!(
                "Jam pada tabel [calendar] tidak dapat dibaca atau saling bertumpuk. Tulis \"07:30\" dan \"07:30-12:00\", urut dan dalam satu hari.",
                "Hours in the table [calendar] cannot be read or overlap. Write \"07:30\" and \"07:30-12:00\", in order and within one day."
            )
        },
    },
    CodeCard {
        code: "measure::calendar-week",
        meaning: || {
            text!(
                "Jumlah jam kerja seminggu tidak muat pada hari buka, atau hari buka tidak sah. Periksa days, week, opens, dan jam tiap hari.",
                "The weekly hours do not fit into the days open, or the days open are not valid. Check days, week, opens and the hours of each day."
            )
        },
    },
    CodeCard {
        code: "measure::score-outside-scale",
        meaning: || {
            text!(
                "Skor kepuasan di luar skala 1–4 (Permenpan RB 14/2017). Skala lain harus diubah dahulu; nilai yang salah dikosongkan.",
                "A satisfaction score lies outside the scale 1–4 (Permenpan RB 14/2017). Another scale must be converted first; wrong values are to be emptied."
            )
        },
    },
    CodeCard {
        code: "measure::scores-missing",
        meaning: || {
            text!("Sebuah unsur kepuasan tidak mempunyai satu pun skor yang dapat dipakai.", "An element of satisfaction has no score that can be used.")
        },
    },
];
