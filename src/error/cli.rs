//! Problems of the command line and of writing its output.

use super::{Exit, Problem};
use crate::text;

/// An output that cannot be written: a disk without room, a folder without permission.
pub fn cannot_write(path: &str, error: &std::io::Error) -> Problem {
    let full = matches!(error.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded);
    let hint = if full {
        text!(
            "Tidak ada ruang tersisa; kosongkan ruang atau pilih folder lain dengan --out. Tidak ada yang ditulis.",
            "No room is left; free some or choose another folder with --out. Nothing was written."
        )
    } else {
        text!(
            "Periksa izin folder atau pilih folder lain dengan --out. Tidak ada yang ditulis.",
            "Check the folder's permissions or choose another one with --out. Nothing was written."
        )
    };
    Problem { code: "cli::cannot-write", exit: Exit::Input, what: text!("{path}: tidak dapat ditulis ({error})", "{path}: cannot be written ({error})"), hint }
}

/// `dampak explain` was asked for something it does not know.
pub fn unknown_topic(topic: &str, near: Option<&str>) -> Problem {
    let hint = match near {
        Some(near) => text!(
            "Mungkin maksudnya \"{near}\"; daftar: dampak explain methods, columns, codes.",
            "Did you mean \"{near}\"? Lists: dampak explain methods, columns, codes."
        ),
        None => text!("Daftar topik: dampak explain methods, columns, codes.", "Lists of topics: dampak explain methods, columns, codes."),
    };
    Problem {
        code: "cli::unknown-topic",
        exit: Exit::Input,
        what: text!("tidak ada penjelasan untuk \"{topic}\"", "there is no explanation of \"{topic}\""),
        hint,
    }
}

/// `dampak simulate` was asked for a preset that it does not have.
pub fn unknown_preset(name: &str, near: Option<&str>, known: &[&str]) -> Problem {
    let list = known.join(", ");
    let near = near.map_or_else(String::new, |near| format!(" \"{near}\"?"));
    Problem {
        code: "cli::unknown-preset",
        exit: Exit::Input,
        what: text!("tidak ada contoh data bernama \"{name}\"{near}", "there is no preset \"{name}\"{near}"),
        hint: text!("Yang tersedia: {list}.", "There are: {list}."),
    }
}

/// A command that cannot be read: an unknown option, a value that is not valid.
pub fn usage(what: crate::locale::Text, hint: crate::locale::Text) -> Problem {
    Problem { code: "cli::usage", exit: Exit::Input, what, hint }
}

/// `--duration` without two columns.
pub fn duration_needs_two() -> Problem {
    Problem {
        code: "cli::duration-columns",
        exit: Exit::Input,
        what: text!("--duration memerlukan dua kolom: awal dan akhir", "--duration needs two columns: start and end"),
        hint: text!("Contoh: --duration tanggal_masuk,tanggal_selesai", "For example: --duration opened,closed"),
    }
}

/// No column says who is treated.
pub fn no_treatment() -> Problem {
    Problem {
        code: "cli::no-treatment",
        exit: Exit::Input,
        what: text!("tidak disebutkan siapa yang mengikuti program", "nothing says who is treated"),
        hint: text!(
            "Pilih salah satu: --cohort KOLOM, --treated KOLOM, atau --group KOLOM bersama --post KOLOM.",
            "Give one of: --cohort COL, --treated COL, or --group COL with --post COL."
        ),
    }
}

/// `pool` on a table without its columns.
pub fn pool_needs_columns() -> Problem {
    Problem {
        code: "cli::pool-columns",
        exit: Exit::Input,
        what: text!("pool memerlukan kolom perkiraan dan kolom galat baku", "pool needs the columns of estimates and of standard errors"),
        hint: text!(
            "Sebutkan --estimate KOLOM dan --std-error KOLOM; atau beri berkas hasil (.json) saja, atau berkas studi (.toml) saja.",
            "Give --estimate COL and --std-error COL; or results (.json) alone, or study files (.toml) alone."
        ),
    }
}

/// A file that should be a result and is not.
pub fn not_a_result(file: &str) -> Problem {
    Problem {
        code: "cli::not-a-result",
        exit: Exit::Input,
        what: text!("{file}: bukan hasil dampak yang memuat efek keseluruhan", "{file}: is not a result of dampak with an overall effect"),
        hint: text!("Beri results.json dari dampak run atau keluaran --format json.", "Give the results.json of dampak run or the output of --format json."),
    }
}

/// A result that stands twice among those to pool.
pub fn result_twice(file: &str, other: &str) -> Problem {
    let what = if file == other {
        text!("{file}: disebut dua kali, sehingga dampaknya dihitung dua kali", "{file}: is named twice, so that its effect would count twice")
    } else {
        text!("{file}: sama dengan {other}, sehingga dampaknya dihitung dua kali", "{file}: is the same as {other}, so that its effect would count twice")
    };
    Problem { code: "cli::same-result-twice", exit: Exit::Input, what, hint: text!("Beri setiap hasil satu kali saja.", "Give every result once only.") }
}

/// Results on outcomes that are not one thing in one unit; what each measures is listed.
pub fn different_outcomes(measured: &[(String, String)]) -> Problem {
    let list = measured.iter().map(|(file, what)| format!("{file}: {what}")).collect::<Vec<_>>().join("; ");
    Problem {
        code: "cli::different-outcomes",
        exit: Exit::Input,
        what: text!(
            "hasil-hasil ini tidak mengukur hal yang sama dalam satuan yang sama ({list})",
            "the results do not measure the same thing in the same unit ({list})"
        ),
        hint: text!(
            "Gabungkan berkas studinya (dampak pool A.toml B.toml, atau studi dengan bagian [pool]): dampaknya dibakukan dan diarahkan lebih dahulu. Bila memang sama dan hanya namanya berbeda, tambahkan --same-outcome.",
            "Pool their study files (dampak pool A.toml B.toml, or a study with a section [pool]): effects are standardized and turned first. Where they are the same under other names, add --same-outcome."
        ),
    }
}

/// Nothing with a positive standard error.
pub fn nothing_to_pool(studies: usize) -> Problem {
    Problem {
        code: "cli::nothing-to-pool",
        exit: Exit::NotIdentified,
        what: text!("tidak satu pun dari {studies} perkiraan memiliki galat baku positif", "none of the {studies} estimates has a positive standard error"),
        hint: text!("Periksa kolom galat baku.", "Check the column of standard errors."),
    }
}

/// `prepost` without a way to tell before from after.
pub fn no_period() -> Problem {
    Problem {
        code: "cli::no-period",
        exit: Exit::Input,
        what: text!("tidak disebutkan mana yang sebelum dan mana yang sesudah", "nothing tells before from after"),
        hint: text!("Sebutkan --period KOLOM (0/1), atau --time KOLOM bersama --start TANGGAL.", "Give --period COL (0/1), or --time COL with --start DATE."),
    }
}

/// A file that `init` would have to overwrite.
pub fn already_there(path: &str) -> Problem {
    Problem {
        code: "cli::already-there",
        exit: Exit::Input,
        what: text!("{path}: berkas sudah ada dan tidak ditimpa", "{path}: the file is there already and is not overwritten"),
        hint: text!("Pilih nama lain dengan --out, atau hapus berkas itu dahulu.", "Choose another name with --out, or remove that file first."),
    }
}
