//! Codes of the command line.

use super::CodeCard;
use crate::text;

/// In alphabetical order.
pub(super) const CODES: &[CodeCard] = &[
    CodeCard {
        code: "cli::already-there",
        meaning: || text!("Berkas keluaran sudah ada; init tidak pernah menimpa.", "The output file is there already; init never overwrites."),
    },
    CodeCard {
        code: "cli::cannot-write",
        meaning: || {
            text!(
                "Keluaran tidak dapat ditulis: ruang habis atau izin tidak ada. Tidak ada yang ditulis setengah.",
                "The output cannot be written: no room or no permission. Nothing is written by halves."
            )
        },
    },
    CodeCard {
        code: "cli::duration-columns",
        meaning: || text!("--duration memerlukan dua kolom, awal dan akhir.", "--duration needs two columns, start and end."),
    },
    CodeCard {
        code: "cli::no-period",
        meaning: || text!("prepost harus tahu mana sebelum dan mana sesudah.", "prepost must know what is before and what is after."),
    },
    CodeCard {
        code: "cli::usage",
        meaning: || {
            text!(
                "Perintah tidak dapat dibaca: pilihan yang tidak dikenal, nilai yang tidak sah, atau bagian yang masih kurang. Lihat --help.",
                "The command cannot be read: an unknown option, a value that is not valid, or something that is missing. See --help."
            )
        },
    },
    CodeCard {
        code: "cli::no-treatment",
        meaning: || {
            text!(
                "Perintah did harus tahu siapa yang mengikuti program dan sejak kapan: --cohort, --treated, atau --group bersama --post.",
                "The command did must know who is treated and since when: --cohort, --treated, or --group with --post."
            )
        },
    },
    CodeCard { code: "cli::not-a-result", meaning: || text!("Berkas itu bukan hasil dampak.", "The file is not a result of dampak.") },
    CodeCard {
        code: "cli::same-result-twice",
        meaning: || {
            text!(
                "Hasil yang sama diberikan dua kali kepada dampak pool; dampaknya akan dihitung dua kali.",
                "The same result was given to dampak pool twice; its effect would count twice."
            )
        },
    },
    CodeCard {
        code: "cli::different-outcomes",
        meaning: || {
            text!(
                "Hasil-hasil itu mengukur hal yang berbeda atau memakai satuan berbeda; rata-ratanya tidak bermakna. Gabungkan berkas studinya, yang dampaknya dibakukan, atau tambahkan --same-outcome bila hanya namanya yang berbeda.",
                "The results measure different things or use different units; their mean says nothing. Pool the study files, whose effects are standardized, or add --same-outcome where only the names differ."
            )
        },
    },
    CodeCard {
        code: "cli::nothing-to-pool",
        meaning: || text!("Tidak ada perkiraan dengan galat baku positif.", "No estimate has a positive standard error."),
    },
    CodeCard {
        code: "cli::pool-columns",
        meaning: || {
            text!("pool memerlukan --estimate dan --std-error, atau berkas hasil .json.", "pool needs --estimate and --std-error, or results as .json files.")
        },
    },
    CodeCard { code: "cli::unknown-preset", meaning: || text!("Tidak ada contoh data dengan nama itu.", "There is no preset of that name.") },
    CodeCard { code: "cli::unknown-topic", meaning: || text!("Tidak ada penjelasan untuk topik itu.", "There is no explanation of that topic.") },
];
