//! Codes of the study file.

use super::CodeCard;
use crate::text;

/// In alphabetical order.
pub(super) const CODES: &[CodeCard] = &[
    CodeCard {
        code: "study::bad-name",
        meaning: || {
            text!(
                "Nama pendek (studi atau outcome) memuat huruf besar, spasi, atau tanda lain. Gunakan huruf kecil, angka, dan tanda hubung, karena nama itu menjadi nama berkas.",
                "A short name (of a study or an outcome) holds capitals, spaces or other signs. Use small letters, digits and hyphens: files are called after it."
            )
        },
    },
    CodeCard {
        code: "study::contradiction",
        meaning: || {
            text!(
                "Dua bagian berkas studi saling bertentangan, atau satu pilihan memerlukan pilihan lain. Pesan menyebut barisnya dan cara memperbaikinya.",
                "Two parts of the study file contradict each other, or one choice needs another. The message gives the line and what to do."
            )
        },
    },
    CodeCard {
        code: "study::identity-numbers",
        meaning: || {
            text!(
                "Kolom yang menyerupai NIK dipakai di tempat isinya akan tampil. Data pribadi tidak pernah ditampilkan (UU 27/2022).",
                "A column that looks like identity numbers was used where its values would be shown. Personal data are never shown (Law 27/2022)."
            )
        },
    },
    CodeCard {
        code: "study::missing-key",
        meaning: || {
            text!(
                "Kunci yang wajib belum diisi dalam berkas studi. Pesan memberi contoh penulisannya.",
                "A key that must be there is missing in the study file. The message shows how it may be written."
            )
        },
    },
    CodeCard {
        code: "study::no-elements",
        meaning: || {
            text!(
                "Indeks kepuasan diminta, tetapi kolom unsurnya tidak dikenali dari namanya. Sebutkan kolomnya dalam elements.",
                "A satisfaction index was asked for, but its columns were not recognised by their names. Name them in elements."
            )
        },
    },
    CodeCard {
        code: "study::not-supported",
        meaning: || text!("Fitur yang dikenal namanya tetapi belum ada dalam versi ini.", "A feature that is known by name but is not in this version yet."),
    },
    CodeCard {
        code: "study::out-of-range",
        meaning: || text!("Bilangan dalam berkas studi di luar batas yang masuk akal.", "A number in the study file lies outside its sensible range."),
    },
    CodeCard {
        code: "study::people-in-two-groups",
        meaning: || {
            text!(
                "Seseorang mempunyai dua nilai pada kolom yang membagi peserta ke dalam kelompok. Hasil per kelompok memerlukan satu kelompok per orang.",
                "A person has two values of the column that divides participants into groups. Results by group need one group a person."
            )
        },
    },
    CodeCard {
        code: "study::people-twice",
        meaning: || {
            text!(
                "Seseorang muncul lebih dari sekali untuk nilai yang sama dalam berkas peserta. Baris yang sama persis dibuang dengan deduplicate = true; selain itu berkasnya perlu diperbaiki.",
                "A person appears more than once for the same score in the file of participants. Exact copies leave with deduplicate = true; else the file has to be mended."
            )
        },
    },
    CodeCard {
        code: "study::score-above-maximum",
        meaning: || {
            text!(
                "Ada nilai di atas nilai tertinggi yang disebut studi, sehingga N-gain tidak dapat dihitung. Nilai tertinggi atau nilainya keliru.",
                "Some scores are above the maximum that the study gives, so that there is no N-gain. The maximum or the scores are wrong."
            )
        },
    },
    CodeCard {
        code: "study::syntax",
        meaning: || {
            text!(
                "Berkas studi bukan TOML yang sah. Periksa tanda kutip, tanda kurung, dan tanda sama dengan pada baris yang disebut.",
                "The study file is not valid TOML. Check quotes, brackets and equals signs on the line given."
            )
        },
    },
    CodeCard {
        code: "study::unknown-key",
        meaning: || {
            text!(
                "Kunci atau bagian yang tidak dikenal dalam berkas studi, sering kali salah ketik. Pesan menyebut kunci yang paling mirip.",
                "A key or a section that is not known in the study file, often a slip of the keyboard. The message names the nearest key."
            )
        },
    },
    CodeCard {
        code: "study::unknown-value",
        meaning: || {
            text!("Nilai di luar pilihan yang ada. Pesan menyebut semua pilihan.", "A value outside the choices there are. The message lists them all.")
        },
    },
    CodeCard {
        code: "study::unreadable",
        meaning: || text!("Berkas studi tidak dapat dibuka atau bukan teks UTF-8.", "The study file cannot be opened or is not text in UTF-8."),
    },
    CodeCard {
        code: "study::value-not-in-data",
        meaning: || {
            text!(
                "Nilai peserta atau pembanding tidak ada dalam kolomnya, sering kali karena ejaan. Pesan menyebut nilai yang paling mirip.",
                "A value of the treated or the comparison does not occur in its column, often for its spelling. The message names the nearest one."
            )
        },
    },
    CodeCard {
        code: "study::wrong-length",
        meaning: || text!("Daftar berisi terlalu sedikit atau terlalu banyak nilai.", "A list holds too few or too many values."),
    },
    CodeCard {
        code: "study::wrong-type",
        meaning: || {
            text!(
                "Nilai berjenis lain dari yang diperlukan: teks di tempat bilangan, atau satu nilai di tempat tabel.",
                "A value is of another kind than needed: text where a number belongs, or one value where a table belongs."
            )
        },
    },
];
