//! The vocabulary of a result: what each column of `effects` means. Names follow broom's glossary.

use crate::locale::Text;
use crate::text;

/// A field of the rows of `effects`.
pub struct Field {
    /// Its name in JSON and CSV.
    pub name: &'static str,
    /// What it means.
    pub meaning: fn() -> Text,
}

/// The fields in the order of the result format.
pub const FIELDS: &[Field] = &[
    Field {
        name: "kind",
        meaning: || {
            text!(
                "Apa yang diukur baris ini: keseluruhan, waktu kejadian, kohort, periode, suku, atau wilayah.",
                "What the row is an effect of: overall, event time, cohort, period, term or region."
            )
        },
    },
    Field {
        name: "term",
        meaning: || {
            text!("Nama besaran, misalnya att, mean-difference, atau nama kovariat.", "Name of the quantity, for example att, mean-difference or a covariate.")
        },
    },
    Field { name: "cohort", meaning: || text!("Periode pertama unit-unit ini mengikuti program.", "First treated period of these units.") },
    Field { name: "period", meaning: || text!("Periode yang diukur.", "The period the effect is measured in.") },
    Field {
        name: "event_time",
        meaning: || text!("Jarak periode dari awal program; 0 adalah periode pertama program.", "Periods since the start; 0 is the first treated period."),
    },
    Field { name: "region", meaning: || text!("Wilayah, dokumen, atau unsur.", "Region, document or element.") },
    Field { name: "estimate", meaning: || text!("Perkiraan efek dalam satuan indikator.", "The estimated effect in the outcome's units.") },
    Field { name: "std_error", meaning: || text!("Galat baku: besarnya ketidakpastian perkiraan.", "Standard error: how uncertain the estimate is.") },
    Field { name: "statistic", meaning: || text!("Perkiraan dibagi galat baku.", "Estimate over standard error.") },
    Field {
        name: "df",
        meaning: || text!("Derajat bebas sebaran t; kosong berarti sebaran normal.", "Degrees of freedom of the t distribution; empty means normal."),
    },
    Field {
        name: "p_value",
        meaning: || {
            text!(
                "Peluang hasil sejauh ini dari nol atau lebih seandainya tidak ada efek (dua sisi).",
                "Probability of a result at least this far from zero if there were no effect (two-sided)."
            )
        },
    },
    Field { name: "conf_low", meaning: || text!("Batas bawah selang kepercayaan.", "Lower limit of the confidence interval.") },
    Field { name: "conf_high", meaning: || text!("Batas atas selang kepercayaan.", "Upper limit of the confidence interval.") },
    Field {
        name: "band_low",
        meaning: || {
            text!("Batas bawah pita serentak: berlaku untuk semua titik sekaligus.", "Lower limit of the simultaneous band: holds for all points at once.")
        },
    },
    Field {
        name: "band_high",
        meaning: || {
            text!("Batas atas pita serentak: berlaku untuk semua titik sekaligus.", "Upper limit of the simultaneous band: holds for all points at once.")
        },
    },
    Field { name: "records", meaning: || text!("Banyaknya catatan di balik baris ini.", "Records behind the row.") },
    Field { name: "clusters", meaning: || text!("Banyaknya gugus di balik galat baku.", "Clusters behind the standard error.") },
];

/// Numbers that stand beside the effects of a pool.
pub const PARTS: &[Field] = &[
    Field {
        name: "tau2",
        meaning: || {
            text!(
                "Ragam dampak antarstudi (τ²) di luar galat masing-masing; akarnya (τ) dalam satuan dampak. tau2_conf_low dan tau2_conf_high: selangnya menurut profil Q.",
                "Variance of the effects between studies (τ²) beyond their own errors; its root (τ) is in the unit of the effect. tau2_conf_low and tau2_conf_high: its interval by the Q-profile."
            )
        },
    },
    Field {
        name: "i2",
        meaning: || {
            text!(
                "Bagian keragaman taksiran yang merupakan perbedaan nyata antarstudi, dalam persen (I²).",
                "Share of the spread of the estimates that is real difference between studies, in percent (I²)."
            )
        },
    },
    Field {
        name: "h2", meaning: || text!("Keragaman seluruhnya dibagi keragaman karena galat (H²).", "The spread in all over the spread from errors (H²).")
    },
    Field {
        name: "q",
        meaning: || {
            text!(
                "Q Cochran: jumlah kuadrat jarak setiap taksiran dari rata-ratanya, ditimbang menurut ketelitian; besar bila studi berbeda melebihi galatnya.",
                "Cochran's Q: the sum of squared distances of the estimates from their mean, weighed by precision; large where studies differ by more than their errors."
            )
        },
    },
    Field { name: "weight", meaning: || text!("Bagian sebuah studi dalam rata-rata, dalam persen.", "Share of a study in the mean, in percent.") },
    Field {
        name: "p_adjusted",
        meaning: || {
            text!(
                "Nilai p setelah penyesuaian karena beberapa studi, wilayah, atau unsur diuji sekaligus.",
                "The p-value adjusted for several studies, regions or elements being tested at once."
            )
        },
    },
    Field { name: "left_out", meaning: || text!("Studi yang dikeluarkan dari rata-rata di baris ini.", "The study that is left out of the mean of this row.") },
    Field {
        name: "std_residual",
        meaning: || {
            text!(
                "Jarak studi yang dikeluarkan dari rata-rata studi lain, dalam simpangan baku jarak itu.",
                "Distance of the study that was left out from the mean of the others, in standard deviations of that distance."
            )
        },
    },
];
