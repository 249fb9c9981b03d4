//! Codes of calendars and satisfaction.

use super::CodeCard;
use crate::text;

/// In alphabetical order.
pub(super) const CODES: &[CodeCard] = &[
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
        code: "measure::element-column-missing",
        meaning: || {
            text!("Kolom yang disebut sebagai unsur kepuasan tidak ada dalam data.", "A column named as an element of satisfaction is not in the data.")
        },
    },
    CodeCard {
        code: "measure::elements-not-found",
        meaning: || {
            text!(
                "Tidak ada kolom yang labelnya dikenali sebagai unsur U1–U9. Sebutkan kolom unsur berurutan.",
                "No column has a label that is recognised as one of the elements U1–U9. Name the columns of the elements in their order."
            )
        },
    },
    CodeCard {
        code: "measure::importance-columns",
        meaning: || {
            text!(
                "Kuadran kepentingan dan kinerja memerlukan satu kolom kepentingan untuk setiap unsur, dalam urutan yang sama.",
                "Importance–performance quadrants need one column of importance for each element, in the same order."
            )
        },
    },
    CodeCard {
        code: "measure::items-differ",
        meaning: || {
            text!(
                "Periode yang dibandingkan menanyakan unsur yang berbeda, sehingga indeksnya tidak sebanding.",
                "The periods that are compared asked different items, so their indices do not compare."
            )
        },
    },
    CodeCard {
        code: "measure::periods-not-ordered",
        meaning: || {
            text!(
                "Label periode tidak dapat diurutkan menurut waktu. Tulis semua periode dengan cara yang sama.",
                "The labels of the periods cannot be put in the order of time. Write all periods in one way."
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
