//! Codes of writing a report.

use super::CodeCard;
use crate::text;

/// In alphabetical order.
pub(super) const CODES: &[CodeCard] = &[
    CodeCard {
        code: "report::cannot-write",
        meaning: || {
            text!(
                "Folder keluaran tidak dapat ditulis. Tidak ada yang berubah; periksa hak akses atau pilih folder lain dengan --out.",
                "The output folder cannot be written. Nothing was changed; check the permissions or choose another folder with --out."
            )
        },
    },
    CodeCard {
        code: "report::disk-full",
        meaning: || {
            text!(
                "Ruang penyimpanan habis saat laporan ditulis. Laporan ditulis utuh atau tidak sama sekali, jadi keluaran lama masih ada.",
                "The disk filled up while the report was written. A report is written whole or not at all, so earlier output is still there."
            )
        },
    },
    CodeCard {
        code: "report::folder-in-use",
        meaning: || {
            text!(
                "Folder keluaran berisi berkas yang tidak ditulis oleh dampak. Folder hanya diganti bila seluruh isinya berasal dari dampak.",
                "The output folder holds files that dampak did not write. A folder is replaced only where all of it came from dampak."
            )
        },
    },
    CodeCard {
        code: "report::interrupted",
        meaning: || text!("Penulisan laporan dihentikan. Tidak ada yang tertulis sebagian.", "Writing the report was interrupted. Nothing is half-written."),
    },
    CodeCard { code: "report::not-a-folder", meaning: || text!("Jalur keluaran sudah ada dan bukan folder.", "The output path exists and is not a folder.") },
];
