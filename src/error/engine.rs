//! Problems of engines beyond this machine. Addresses come without the secrets in them, an engine's own words in one line.

use super::{Exit, Problem};
use crate::locale::{Text, integer};
use crate::text;
use std::path::{Path, PathBuf};

fn problem(code: &'static str, what: Text, hint: Text) -> Problem {
    Problem { code, exit: Exit::Input, what, hint }
}

/// An engine cannot do what the command needs.
pub fn not_offered(engine: &str, what: &Text) -> Problem {
    let (id, en) = (&what.id, &what.en);
    problem(
        "engine::not-offered",
        text!("{engine} tidak menyediakan: {id}", "{engine} does not offer: {en}"),
        text!(
            "Pilih metode atau variansi lain, atau ambil kolom yang diperlukan sebagai Parquet dan jalankan pada mesin ini.",
            "Choose another method or variance, or take the columns that are needed as Parquet and run on this machine."
        ),
    )
}

/// No driver of an engine is where drivers are looked for.
pub fn no_driver(engine: &str, looked: &[PathBuf], installation: &str) -> Problem {
    let places: Vec<String> = looked.iter().map(|place| place.display().to_string()).collect();
    let places = if places.is_empty() { "–".to_owned() } else { places.join(", ") };
    problem(
        "engine::no-driver",
        text!("driver untuk {engine} tidak ditemukan; sudah dicari di {places}", "there is no driver for {engine}; looked in {places}"),
        text!(
            "Pasang dengan `{installation}` (dalam lingkungan virtual Python yang aktif, atau folder kerja untuk npm), atau sebutkan berkasnya dengan --driver, `driver` di [data], atau DAMPAK_ENGINE_DRIVER.",
            "Install it with `{installation}` (in an active Python virtual environment, for npm in the working folder), or name its file with --driver, `driver` in [data] or DAMPAK_ENGINE_DRIVER."
        ),
    )
}

/// A library that is no driver, or one that does not load.
pub fn bad_driver(engine: &str, file: &Path, words: &str, installation: &str) -> Problem {
    let file = file.display();
    problem(
        "engine::bad-driver",
        text!("driver {engine} {file} tidak dapat dimuat: {words}", "the driver of {engine}, {file}, cannot be loaded: {words}"),
        text!(
            "Pasang ulang dengan `{installation}`, atau sebutkan berkas lain dengan --driver.",
            "Install it again with `{installation}`, or name another file with --driver."
        ),
    )
}

/// An engine without its address.
pub fn no_address(engine: &str, example: &str) -> Problem {
    problem(
        "engine::no-address",
        text!("alamat {engine} tidak disebutkan", "the address of {engine} is not given"),
        text!("Tambahkan --uri {example} (studi: uri = \"{example}\" di [data]).", "Add --uri {example} (study: uri = \"{example}\" in [data])."),
    )
}

/// A password or a token in an address.
pub fn secret_in_address() -> Problem {
    problem(
        "engine::secret-in-address",
        text!("alamat (`uri`) memuat kata sandi atau token", "the address (`uri`) holds a password or a token"),
        text!(
            "Hapus dari alamat; berikan lewat variabel lingkungan DAMPAK_ENGINE_PASSWORD atau DAMPAK_ENGINE_TOKEN, atau berkas yang hanya dapat Anda baca dengan --password-file (studi: `password_file`).",
            "Take it out; give it in the environment variable DAMPAK_ENGINE_PASSWORD or DAMPAK_ENGINE_TOKEN, or in a file that only you may read with --password-file (study: `password_file`)."
        ),
    )
}

/// A file with a password that cannot be read.
pub fn password_file(file: &str, reason: &str) -> Problem {
    problem(
        "engine::password-file",
        text!("berkas kata sandi {file} tidak dapat dibaca: {reason}", "the password file {file} cannot be read: {reason}"),
        text!("Tulis kata sandi pada baris pertama berkas itu.", "Write the password on the first line of that file."),
    )
}

/// A file with a password that others may read.
pub fn open_password_file(file: &str) -> Problem {
    problem(
        "engine::open-password-file",
        text!("berkas kata sandi {file} dapat dibaca orang lain", "others may read the password file {file}"),
        text!("Jalankan: chmod 600 {file}", "Run: chmod 600 {file}"),
    )
}

/// Nobody listens at the address.
pub fn unreachable(engine: &str, address: &str, words: &str, start: &str) -> Problem {
    problem(
        "engine::unreachable",
        text!("{engine} tidak menjawab di {address}: {words}", "{engine} does not answer at {address}: {words}"),
        text!(
            "Periksa alamat dan jaringan, atau nyalakan servernya, misalnya: {start}",
            "Check the address and the network, or start the server, for example: {start}"
        ),
    )
}

/// The server is there and does not let the program in.
pub fn refused(engine: &str, address: &str, words: &str) -> Problem {
    problem(
        "engine::refused",
        text!("{engine} di {address} menolak sambungan: {words}", "{engine} at {address} refuses the connection: {words}"),
        text!(
            "Periksa nama pengguna dan basis data di alamat, serta kata sandi (DAMPAK_ENGINE_PASSWORD, DAMPAK_ENGINE_TOKEN, atau --password-file).",
            "Check user and database in the address, and the password (DAMPAK_ENGINE_PASSWORD, DAMPAK_ENGINE_TOKEN or --password-file)."
        ),
    )
}

/// The server went away while it worked.
pub fn connection_lost(engine: &str, address: &str, words: &str, start: &str) -> Problem {
    problem(
        "engine::connection-lost",
        text!("sambungan ke {engine} di {address} terputus saat bekerja: {words}", "the connection to {engine} at {address} was lost during the work: {words}"),
        text!(
            "Tidak ada yang ditulis. Jalankan lagi setelah server menyala ({start}); periksa log server mengapa ia berhenti.",
            "Nothing was written. Run again when the server is up ({start}); its log says why it stopped."
        ),
    )
}

/// A query failed on the engine.
pub fn query_failed(engine: &str, words: &str) -> Problem {
    problem(
        "engine::query-failed",
        text!("{engine}: kueri gagal: {words}", "{engine}: the query failed: {words}"),
        text!(
            "Ikuti pesan di atas; jika penyebabnya memori atau waktu, gunakan kunci yang lebih kasar atau saring catatannya.",
            "Follow the engine's message; where memory or time is the reason, use coarser keys or filter the records."
        ),
    )
}

/// A table that is not there, or not for this user.
pub fn no_table(engine: &str, table: &str, words: &str) -> Problem {
    problem(
        "engine::no-table",
        text!("{engine}: tabel \"{table}\" tidak dapat dibaca: {words}", "{engine}: the table \"{table}\" cannot be read: {words}"),
        text!(
            "Periksa ejaan, skema (skema.tabel), huruf besar-kecil, dan hak baca pengguna.",
            "Check the spelling, the schema (schema.table), capital letters, and that the user may read it."
        ),
    )
}

/// A database file that is not there, or is none.
pub fn no_database(engine: &str, file: &str, words: &str) -> Problem {
    problem(
        "engine::no-database",
        text!("{engine}: basis data \"{file}\" tidak dapat dibuka: {words}", "{engine}: the database \"{file}\" cannot be opened: {words}"),
        text!(
            "Periksa ejaan `uri`; program lain tidak boleh sedang menulis ke berkas itu. Tanpa `uri` yang dibaca adalah berkas Parquet pada `path`.",
            "Check the spelling of `uri`; no other program may be writing to the file. Without `uri` the Parquet files of `path` are read."
        ),
    )
}

/// A path on the engine's machine that is not there.
pub fn no_path(engine: &str, path: &str, words: &str) -> Problem {
    problem(
        "engine::no-path",
        text!("{engine}: \"{path}\" tidak dapat dibaca: {words}", "{engine}: \"{path}\" cannot be read: {words}"),
        text!(
            "`path` adalah lokasi berkas Parquet pada mesin server, bukan mesin ini; periksa ejaan dan hak bacanya.",
            "`path` is where the Parquet files lie on the server's machine, not this one; check the spelling and that the server may read it."
        ),
    )
}

/// An engine that reads tables only.
pub fn no_paths(engine: &str, path: &str) -> Problem {
    problem(
        "engine::no-paths",
        text!("{engine} tidak membaca berkas; \"{path}\" adalah berkas", "{engine} reads no files; \"{path}\" is one"),
        text!("Sebutkan tabel dengan --table (studi: `table`).", "Name a table with --table (study: `table`)."),
    )
}

/// A query of the user that the engine refuses.
pub fn bad_query(engine: &str, words: &str) -> Problem {
    problem(
        "engine::bad-query",
        text!("{engine} menolak kueri: {words}", "{engine} refuses the query: {words}"),
        text!(
            "Jalankan kueri itu di server sampai benar; yang diterima satu SELECT.",
            "Try the query on the server until it works; one SELECT is what is taken."
        ),
    )
}

/// A source without records.
pub fn no_rows(source: &str, path: bool) -> Problem {
    let hint = if path {
        text!(
            "Periksa `path`: server menganggap folder yang tidak ada sebagai kosong.",
            "Check `path`: a server may take a folder that is not there for an empty one."
        )
    } else {
        text!("Periksa tabel atau kueri.", "Check the table or the query.")
    };
    problem("engine::no-rows", text!("{source}: tidak ada catatan (0 baris)", "{source}: there are no records (0 rows)"), hint)
}

/// A column of a type that is not understood.
pub fn unknown_type(engine: &str, column: &str, of: &str) -> Problem {
    problem(
        "engine::unknown-type",
        text!("{engine}: kolom \"{column}\" berjenis {of}, yang tidak dikenal", "{engine}: the column \"{column}\" is of type {of}, which is not understood"),
        text!(
            "Ubah jenisnya dalam kueri, misalnya --query \"SELECT CAST(…) AS …\", atau pilih kolom lain.",
            "Cast it in a query, for example --query \"SELECT CAST(…) AS …\", or choose another column."
        ),
    )
}

/// A server whose language is not known.
pub fn unknown_language(engine: &str, version: &str) -> Problem {
    problem(
        "engine::unknown-language",
        text!("server di balik {engine} tidak dikenal (versi: \"{version}\")", "the server behind {engine} is not known (version: \"{version}\")"),
        text!(
            "Yang dikenal: Sail, Spark, DuckDB, PostgreSQL. Gunakan driver server itu sendiri.",
            "Known are Sail, Spark, DuckDB and PostgreSQL. Use the driver of the server itself."
        ),
    )
}

/// A statement that was cancelled by an interrupt.
pub fn interrupted(engine: &str) -> Problem {
    Problem {
        code: "engine::interrupted",
        exit: Exit::Interrupted,
        what: text!("kueri di {engine} dihentikan; tidak ada yang ditulis", "the query on {engine} was cancelled; nothing was written"),
        hint: Text::default(),
    }
}

/// A pass would bring back more cells than are allowed.
pub fn too_many_cells(engine: &str, cells: u64, most: u64) -> Problem {
    Problem {
        code: "engine::too-many-cells",
        exit: Exit::Input,
        what: text!(
            |l| format!("{engine}: ringkasan ini berisi {} sel, lebih dari batas {}", integer(l, cells), integer(l, most)),
            format!("{engine}: this summary has {} cells, more than the limit of {}", integer(l, cells), integer(l, most))
        ),
        hint: text!(
            "Gunakan kunci yang lebih kasar (bulan, bukan hari; kantor, bukan orang) atau kovariat diskret yang lebih sedikit; batas itu dapat dinaikkan dengan --most-cells (studi: `most_cells`).",
            "Use coarser keys (months, not days; offices, not persons) or fewer discrete covariates; --most-cells (study: `most_cells`) raises the limit."
        ),
    }
}

/// A method needs every record, and there are more than are brought back.
pub fn too_many_records(engine: &str, records: u64, most: u64) -> Problem {
    Problem {
        code: "engine::too-many-records",
        exit: Exit::Input,
        what: text!(
            |l| format!("{engine}: metode ini memerlukan setiap catatan, dan ada {} catatan, lebih dari batas {}", integer(l, records), integer(l, most)),
            format!("{engine}: this method needs every record, and there are {}, more than the limit of {}", integer(l, records), integer(l, most))
        ),
        hint: text!(
            "Saring catatan dengan --query (studi: [[data.filter]]), atau pilih metode yang cukup dengan ringkasan: did, its.",
            "Filter the records with --query (study: [[data.filter]]), or choose a method for which a summary is enough: did, its."
        ),
    }
}

/// An answer does not have the columns or values that were asked for.
pub fn odd_answer(engine: &str, column: &str) -> Problem {
    Problem {
        code: "engine::odd-answer",
        exit: Exit::Input,
        what: text!(
            "{engine} menjawab, tetapi kolom \"{column}\" tidak berisi apa yang diminta",
            "{engine} answered, but column \"{column}\" does not hold what was asked for"
        ),
        hint: text!(
            "Mesin atau penggeraknya (driver) mungkin lebih baru atau lebih lama daripada yang diuji; lihat dokumentasi mesin.",
            "The engine or its driver may be newer or older than those that were tested; see the documentation of engines."
        ),
    }
}
