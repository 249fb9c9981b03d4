//! Problems of writing the report's folder.

use super::{Exit, Problem};
use crate::text;

/// The output folder holds something that this program did not write.
pub fn folder_in_use(folder: &str, found: &str) -> Problem {
    Problem {
        code: "report::folder-in-use",
        exit: Exit::Input,
        what: text!(
            "{folder}: folder keluaran berisi \"{found}\", yang tidak ditulis oleh dampak",
            "{folder}: the output folder holds \"{found}\", which dampak did not write"
        ),
        hint: text!(
            "Tidak ada yang diubah. Pilih folder lain dengan --out, atau pindahkan isinya lebih dahulu.",
            "Nothing was changed. Choose another folder with --out, or move its content first."
        ),
    }
}

/// The output path is not a folder.
pub fn not_a_folder(path: &str) -> Problem {
    Problem {
        code: "report::not-a-folder",
        exit: Exit::Input,
        what: text!("{path}: sudah ada dan bukan folder", "{path}: exists and is not a folder"),
        hint: text!("Pilih folder lain dengan --out.", "Choose another folder with --out."),
    }
}

/// The disk is full.
pub fn disk_full(folder: &str) -> Problem {
    Problem {
        code: "report::disk-full",
        exit: Exit::Input,
        what: text!("{folder}: ruang penyimpanan habis saat menulis laporan", "{folder}: no space left while writing the report"),
        hint: text!(
            "Tidak ada yang tertulis; keluaran lama, bila ada, masih utuh. Kosongkan ruang lalu jalankan lagi.",
            "Nothing was written; earlier output, if any, is untouched. Free some space and run again."
        ),
    }
}

/// The folder cannot be written.
pub fn cannot_write(folder: &str, cause: &str) -> Problem {
    Problem {
        code: "report::cannot-write",
        exit: Exit::Input,
        what: text!("{folder}: laporan tidak dapat ditulis ({cause})", "{folder}: the report cannot be written ({cause})"),
        hint: text!(
            "Tidak ada yang tertulis; keluaran lama, bila ada, masih utuh. Periksa hak akses atau pilih folder lain dengan --out.",
            "Nothing was written; earlier output, if any, is untouched. Check the permissions or choose another folder with --out."
        ),
    }
}

/// The user stopped the run while the report was being written.
pub fn interrupted(folder: &str) -> Problem {
    Problem {
        code: "report::interrupted",
        exit: Exit::Interrupted,
        what: text!("{folder}: penulisan laporan dihentikan", "{folder}: writing the report was interrupted"),
        hint: text!("Tidak ada yang tertulis; keluaran lama, bila ada, masih utuh.", "Nothing was written; earlier output, if any, is untouched."),
    }
}
