//! Codes of the comparison.

use super::CodeCard;
use crate::text;

/// In alphabetical order.
pub(super) const CODES: &[CodeCard] = &[
    CodeCard {
        code: "design::bad-combination",
        meaning: || {
            text!(
                "Kombinasi dampak ditulis sebagai nama, titik dua, lalu bobot dan baris dalam kurung siku: \"akhir: 0.5*[event-time 3] + 0.5*[event-time 4]\". Baris disebut dengan jenis dan labelnya: event-time, cohort, period, cohort-period, overall, term, region.",
                "A combination of effects is a name, a colon, then weights and rows in square brackets: \"late: 0.5*[event-time 3] + 0.5*[event-time 4]\". Rows are called by kind and label: event-time, cohort, period, cohort-period, overall, term, region."
            )
        },
    },
    CodeCard {
        code: "design::bad-dose",
        meaning: || {
            text!(
                "Dosis adalah angka: 0 untuk unit tanpa program, positif untuk unit program.",
                "A dose is a number: 0 for units without the program, positive for treated units."
            )
        },
    },
    CodeCard {
        code: "design::bad-level",
        meaning: || text!("Tingkat kepercayaan harus di antara 0 dan 1, misalnya 0.95.", "The confidence level must be between 0 and 1, for instance 0.95."),
    },
    CodeCard {
        code: "design::bad-quantile",
        meaning: || text!("Kuantil harus di antara 0 dan 1, misalnya 0.5 untuk median.", "Quantiles must be between 0 and 1, for instance 0.5 for the median."),
    },
    CodeCard {
        code: "design::cluster-unused",
        meaning: || text!("Klaster hanya dipakai oleh ragam cr0 sampai cr3.", "Clusters are used by the variances cr0 to cr3 only."),
    },
    CodeCard {
        code: "design::cohort-varies",
        meaning: || text!("Awal program sebuah unit harus sama pada semua barisnya.", "The start of treatment of a unit must be the same on all its rows."),
    },
    CodeCard {
        code: "design::covariates-not-available",
        meaning: || {
            text!(
                "Metode itu membandingkan seluruh sebaran atau dosis dan tidak menyesuaikan menurut kovariat; kovariat tidak diabaikan diam-diam.",
                "The method compares whole distributions or doses and does not adjust for covariates; they are not silently ignored."
            )
        },
    },
    CodeCard {
        code: "design::dose-varies",
        meaning: || {
            text!(
                "Kurva dosis membandingkan unit menurut satu dosis yang tetap; keikutsertaan yang berubah antarwaktu dianalisis dengan --participation.",
                "The dose curve compares units by one fixed dose; participation that changes over time is analysed with --participation."
            )
        },
    },
    CodeCard {
        code: "design::empty-cell",
        meaning: || {
            text!(
                "Perbandingan 2×2 memerlukan catatan pada keempat kelompok: program dan pembanding, sebelum dan sesudah.",
                "The 2×2 comparison needs records in all four groups: treated and comparison, before and after."
            )
        },
    },
    CodeCard {
        code: "design::errors-not-available",
        meaning: || {
            text!(
                "Kontrol sintetis dan difference-in-differences sintetis memperoleh galat bakunya dengan mengulang estimasi: pada unit pembanding seolah-olah mengikuti program (placebo), tanpa satu unit (jackknife; setiap kelompok perlu dua unit atau lebih), atau pada unit yang diambil ulang (bootstrap; perlu dua unit program atau lebih). Placebo memerlukan lebih banyak unit pembanding daripada unit program.",
                "Synthetic control and synthetic difference-in-differences get their errors by repeating the estimate: on comparison units as if treated (placebo), without one unit (jackknife; every cohort needs two units or more), or on units drawn with replacement (bootstrap; needs two treated units or more). Placebo needs more comparison than treated units."
            )
        },
    },
    CodeCard {
        code: "design::method-not-available",
        meaning: || {
            text!(
                "Metode itu ada dalam daftar rencana tetapi belum tersedia dalam versi ini; program tidak menggantinya diam-diam dengan metode lain.",
                "The method is on the list but not in this version; the program does not silently replace it by another one."
            )
        },
    },
    CodeCard {
        code: "design::missing-role",
        meaning: || {
            text!(
                "Rancangan analisis memerlukan sebuah kolom yang belum disebut, misalnya unit atau periode.",
                "The design needs a column that was not named, for instance the unit or the period."
            )
        },
    },
    CodeCard {
        code: "design::cluster-varies",
        meaning: || {
            text!(
                "Galat baku per klaster memerlukan unit yang tetap berada dalam satu klaster sepanjang waktu.",
                "Clustered errors need units that stay in one cluster all the time."
            )
        },
    },
    CodeCard {
        code: "design::no-maximum",
        meaning: || {
            text!(
                "Model poisson atau logit memerlukan hasil yang bervariasi di antara yang belum terkena program, dalam setiap kelompok mulai dan setiap periode.",
                "A poisson or logit model needs outcomes that vary among the untreated, in every starting group and every period."
            )
        },
    },
    CodeCard {
        code: "design::outcome-out-of-range",
        meaning: || {
            text!(
                "poisson memerlukan hasil yang tidak negatif; logit memerlukan hasil antara 0 dan 1.",
                "poisson needs outcomes that are not negative; logit needs outcomes between 0 and 1."
            )
        },
    },
    CodeCard {
        code: "design::no-never-treated",
        meaning: || {
            text!(
                "Pembanding yang diminta (unit yang tidak pernah mengikuti program) tidak ada; unit yang belum mengikuti program dapat menggantikannya.",
                "The comparison that was asked for (never-treated units) is not there; units not yet treated can take its place."
            )
        },
    },
    CodeCard {
        code: "design::no-complete-unit",
        meaning: || {
            text!(
                "Metode sintetis memerlukan data setiap unit pada setiap periode. Unit yang tidak lengkap dikeluarkan dan disebut namanya; di sini tidak ada yang tersisa.",
                "Synthetic methods need data of every unit in every period. Incomplete units leave and are named; here none is left."
            )
        },
    },
    CodeCard {
        code: "design::no-control-group",
        meaning: || {
            text!(
                "Tanpa unit pembanding, perubahan lain pada waktu yang sama tidak dapat dipisahkan dari dampak program.",
                "Without comparison units, whatever else changed at the same time cannot be told apart from the program."
            )
        },
    },
    CodeCard {
        code: "design::no-period-after",
        meaning: || text!("Data tidak memuat masa sesudah program dimulai.", "The data have no time after the program starts."),
    },
    CodeCard {
        code: "design::no-period-before",
        meaning: || {
            text!(
                "Tanpa data sebelum program, tidak ada titik awal untuk dibandingkan.",
                "Without data from before the program there is nothing to compare with."
            )
        },
    },
    CodeCard {
        code: "design::no-records",
        meaning: || {
            text!(
                "Semua baris gugur karena nilai kosong, saringan, atau alasan lain yang tercatat.",
                "All rows left, because of missing values, filters or other reasons that are counted."
            )
        },
    },
    CodeCard {
        code: "design::no-sub-experiment",
        meaning: || {
            text!(
                "Setiap sub-percobaan memerlukan semua waktu kejadian dalam jendela dan pembanding yang belum mulai sampai jendela itu selesai.",
                "A sub-experiment needs all event times of the window and comparison units that do not start before it ends."
            )
        },
    },
    CodeCard {
        code: "design::no-take-up",
        meaning: || {
            text!(
                "Dampak per peserta adalah dampak dibagi perubahan keikutsertaan; tanpa perubahan keikutsertaan ia tidak terdefinisi.",
                "The effect per participant is the effect over the change in participation; where participation did not change it is not defined."
            )
        },
    },
    CodeCard { code: "design::no-treated-group", meaning: || text!("Kolom perlakuan tidak menandai satu unit pun.", "The treatment column marks no unit.") },
    CodeCard { code: "design::not-binary", meaning: || text!("Kolom penanda harus berisi 0 dan 1 saja.", "A marker column must hold 0 and 1 only.") },
    CodeCard {
        code: "design::not-identified",
        meaning: || {
            text!(
                "Efek tetap dan kovariat sudah menjelaskan seluruh variasi program, sehingga dampaknya tidak dapat dihitung.",
                "The fixed effects and covariates explain all variation of the treatment, so that its effect cannot be computed."
            )
        },
    },
    CodeCard {
        code: "design::one-cluster",
        meaning: || text!("Galat baku berklaster memerlukan sedikitnya dua klaster.", "Clustered standard errors need at least two clusters."),
    },
    CodeCard {
        code: "design::option-not-for-method",
        meaning: || {
            text!(
                "Metode yang dipilih tidak mempunyai tempat untuk pilihan itu; mengabaikannya diam-diam akan menjawab pertanyaan lain.",
                "The method has no place for that option; ignoring it silently would answer another question."
            )
        },
    },
    CodeCard {
        code: "design::no-switchers",
        meaning: || {
            text!(
                "Metode switchers membandingkan unit yang perlakuannya berubah dengan unit yang memulai dengan perlakuan yang sama dan belum berubah.",
                "The method switchers compares units whose treatment changes with units that began with the same treatment and have not changed yet."
            )
        },
    },
    CodeCard { code: "design::not-a-dose", meaning: || text!("Perlakuan harus berupa 0/1 atau bilangan.", "Treatment must be 0/1 or a number.") },
    CodeCard {
        code: "design::partition-constant",
        meaning: || {
            text!(
                "Tiga-selisih memerlukan unit yang berhak atas program dan unit yang tidak berhak.",
                "Triple differences need units that are eligible for the program and units that are not."
            )
        },
    },
    CodeCard {
        code: "design::partition-varies",
        meaning: || {
            text!(
                "Dalam tiga-selisih dengan unit yang diikuti, hak atas program (--partition) tetap untuk setiap unit.",
                "In triple differences with units that are followed, eligibility (--partition) is fixed for a unit."
            )
        },
    },
    CodeCard {
        code: "design::records-needed",
        meaning: || {
            text!(
                "Ragam ini memerlukan sisaan tiap catatan, jadi data harus dapat dibaca dua kali.",
                "This variance needs the residual of each record, so the data must be readable twice."
            )
        },
    },
    CodeCard {
        code: "design::too-few-doses",
        meaning: || {
            text!(
                "Kurva memerlukan sedikitnya sebanyak dosis berbeda seperti jumlah koefisiennya (derajat + 1 + simpul).",
                "A curve needs at least as many different doses as it has coefficients (degree + 1 + knots)."
            )
        },
    },
    CodeCard {
        code: "design::too-few-records",
        meaning: || text!("Jumlah catatan harus melebihi jumlah koefisien.", "There must be more records than coefficients."),
    },
    CodeCard { code: "design::too-many-cluster-columns", meaning: || text!("Klaster paling banyak dua arah.", "Clusters go at most two ways.") },
    CodeCard {
        code: "design::too-many-levels",
        meaning: || {
            text!(
                "Perhitungan ini menulis efek tetap sebagai variabel boneka, dan jumlahnya terlalu besar.",
                "This computation writes fixed effects as dummy variables, and there are too many of them."
            )
        },
    },
    CodeCard {
        code: "design::treatment-switches-off",
        meaning: || {
            text!("Metode yang dipilih menganggap program tidak berhenti setelah dimulai.", "The chosen method takes a program that has started as staying on.")
        },
    },
    CodeCard {
        code: "design::treatment-varies",
        meaning: || text!("Satu unit mempunyai satu perlakuan dalam satu periode.", "A unit has one treatment in a period."),
    },
    CodeCard {
        code: "design::two-periods-needed",
        meaning: || text!("Metode 2x2 membandingkan tepat dua masa.", "The method 2x2 compares exactly two times."),
    },
    CodeCard {
        code: "design::unknown-effect",
        meaning: || {
            text!(
                "Kombinasi dampak menyebut baris yang tidak ada dalam hasil metode ini; pesannya mendaftar baris yang ada.",
                "A combination of effects names a row that the result of this method does not have; the message lists those there are."
            )
        },
    },
    CodeCard {
        code: "design::unusable-numbers",
        meaning: || text!("Ada nilai atau bobot yang bukan bilangan hingga.", "A value or weight is not a finite number."),
    },
    CodeCard {
        code: "design::variance-not-available",
        meaning: || text!("Ragam yang diminta tidak terdefinisi untuk rancangan ini.", "The variance that was asked for is not defined for this design."),
    },
];
