//! Codes of engines beyond this machine.

use super::CodeCard;
use crate::text;

/// In alphabetical order.
pub(super) const CODES: &[CodeCard] = &[
    CodeCard {
        code: "engine::bad-driver",
        meaning: || {
            text!(
                "Berkas driver ada tetapi tidak dapat dimuat: bukan driver ADBC, atau untuk sistem lain.",
                "The driver's file is there but cannot be loaded: it is no ADBC driver, or one for another system."
            )
        },
    },
    CodeCard {
        code: "engine::bad-query",
        meaning: || {
            text!(
                "Kueri yang diberikan ditolak oleh mesin data; pesannya memuat kata-kata mesin itu.",
                "The engine refuses the query that was given; the message has the engine's own words."
            )
        },
    },
    CodeCard {
        code: "engine::connection-lost",
        meaning: || {
            text!(
                "Server berhenti menjawab di tengah pekerjaan. Tidak ada yang ditulis; jalankan lagi setelah server menyala.",
                "The server stopped answering during the work. Nothing was written; run again when it is up."
            )
        },
    },
    CodeCard {
        code: "engine::interrupted",
        meaning: || {
            text!("Kueri dihentikan di server karena program dihentikan.", "The query was cancelled on the server because the program was interrupted.")
        },
    },
    CodeCard {
        code: "engine::no-address",
        meaning: || text!("Mesin data dipilih tanpa alamatnya. Sebutkan dengan --uri.", "An engine was chosen without its address. Give it with --uri."),
    },
    CodeCard {
        code: "engine::no-database",
        meaning: || {
            text!(
                "Berkas basis data DuckDB tidak ada, bukan basis data, atau sedang ditulis program lain. Berkas itu hanya dibaca, tidak pernah dibuat.",
                "The database file of DuckDB is not there, is none, or another program writes to it. It is only read and never made."
            )
        },
    },
    CodeCard {
        code: "engine::no-driver",
        meaning: || {
            text!(
                "Driver ADBC mesin data tidak ditemukan. Dicari berurutan: --driver atau `driver` di [data], DAMPAK_ENGINE_DRIVER, lingkungan virtual Python yang aktif, node_modules (DuckDB), folder sistem.",
                "The ADBC driver of the engine was not found. Looked for, in this order: --driver or `driver` in [data], DAMPAK_ENGINE_DRIVER, the active Python virtual environment, node_modules (DuckDB), the system's folders."
            )
        },
    },
    CodeCard {
        code: "engine::no-path",
        meaning: || {
            text!(
                "Lokasi berkas Parquet tidak dapat dibaca oleh server. Lokasi itu ada pada mesin server, bukan mesin ini.",
                "The server cannot read Parquet files at the path. The path is one of the server's machine, not of this one."
            )
        },
    },
    CodeCard { code: "engine::no-paths", meaning: || text!("Mesin data ini hanya membaca tabel, bukan berkas.", "This engine reads tables only, no files.") },
    CodeCard {
        code: "engine::no-rows",
        meaning: || {
            text!(
                "Tabel, lokasi, atau kueri tidak berisi catatan. Sebagian server menganggap folder yang tidak ada sebagai kosong.",
                "The table, path or query has no records. Some servers take a folder that is not there for an empty one."
            )
        },
    },
    CodeCard {
        code: "engine::no-table",
        meaning: || text!("Tabel tidak ada atau tidak boleh dibaca oleh pengguna ini.", "The table is not there, or this user may not read it."),
    },
    CodeCard {
        code: "engine::not-offered",
        meaning: || {
            text!(
                "Mesin data yang dipilih tidak menyediakan sesuatu yang diperlukan; pesannya menyebutkan apa. Tidak ada yang dijalankan.",
                "The engine that was chosen does not offer something that is needed; the message says what. Nothing was run."
            )
        },
    },
    CodeCard {
        code: "engine::odd-answer",
        meaning: || {
            text!(
                "Mesin menjawab dengan kolom atau nilai yang tidak sesuai dengan yang diminta.",
                "The engine answered with columns or values that are not those that were asked for."
            )
        },
    },
    CodeCard {
        code: "engine::open-password-file",
        meaning: || {
            text!("Berkas kata sandi dapat dibaca orang lain. Batasi dengan chmod 600.", "Others may read the password file. Restrict it with chmod 600.")
        },
    },
    CodeCard {
        code: "engine::password-file",
        meaning: || text!("Berkas kata sandi tidak ada, kosong, atau tidak dapat dibaca.", "The password file is not there, is empty or cannot be read."),
    },
    CodeCard {
        code: "engine::query-failed",
        meaning: || {
            text!("Kueri gagal di mesin data; pesannya memuat kata-kata mesin itu.", "A query failed on the engine; the message has the engine's own words.")
        },
    },
    CodeCard {
        code: "engine::refused",
        meaning: || {
            text!(
                "Server ada tetapi menolak sambungan: pengguna, basis data, atau kata sandi tidak cocok.",
                "The server is there and refuses the connection: user, database or password do not fit."
            )
        },
    },
    CodeCard {
        code: "engine::secret-in-address",
        meaning: || {
            text!(
                "Alamat memuat kata sandi atau token. Rahasia hanya diterima lewat variabel lingkungan atau berkas pribadi, agar tidak tersimpan di berkas studi atau riwayat perintah.",
                "The address holds a password or a token. Secrets are taken from environment variables or private files only, so that none stays in study files or the history of commands."
            )
        },
    },
    CodeCard {
        code: "engine::too-many-cells",
        meaning: || {
            text!(
                "Ringkasan yang diminta terlalu besar untuk dibawa pulang dari mesin: jumlah selnya dihitung lebih dahulu dan melebihi batas.",
                "The summary that was asked for is too large to be brought back: its cells were counted first and exceed the limit."
            )
        },
    },
    CodeCard {
        code: "engine::too-many-records",
        meaning: || {
            text!(
                "Metode yang dipilih memerlukan setiap catatan, dan jumlahnya terlalu besar untuk dibawa pulang dari mesin.",
                "The chosen method needs every record, and there are too many to bring them back from the engine."
            )
        },
    },
    CodeCard {
        code: "engine::unknown-language",
        meaning: || {
            text!("Server di balik Flight SQL bukan salah satu yang bahasa SQL-nya dikenal.", "The server behind Flight SQL is none whose SQL is known.")
        },
    },
    CodeCard {
        code: "engine::unknown-type",
        meaning: || {
            text!(
                "Kolom yang dipakai berjenis yang tidak dikenal, misalnya JSON atau daftar. Ubah jenisnya dalam kueri.",
                "A column that is used is of a type that is not understood, JSON or lists for instance. Cast it in a query."
            )
        },
    },
    CodeCard {
        code: "engine::unreachable",
        meaning: || {
            text!(
                "Tidak ada server yang menjawab di alamat itu. Pesannya menyebutkan cara menyalakannya.",
                "No server answers at the address. The message says how to start one."
            )
        },
    },
];
