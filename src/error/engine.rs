//! Problems of engines beyond this machine. Addresses are given without the secrets in them.

use super::{Exit, Problem};
use crate::locale::{Text, integer};
use crate::text;

/// An engine cannot do what the command needs.
pub fn not_offered(engine: &str, what: &Text) -> Problem {
    let (id, en) = (&what.id, &what.en);
    Problem {
        code: "engine::not-offered",
        exit: Exit::Input,
        what: text!("{engine} tidak menyediakan: {id}", "{engine} does not offer: {en}"),
        hint: text!(
            "Pilih metode atau variansi lain, atau ambil kolom yang diperlukan sebagai Parquet dan jalankan pada mesin ini.",
            "Choose another method or variance, or take the columns that are needed as Parquet and run on this machine."
        ),
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
            "Gunakan kunci yang lebih kasar (bulan, bukan hari; kantor, bukan orang) atau kovariat diskret yang lebih sedikit.",
            "Use coarser keys (months, not days; offices, not persons) or fewer discrete covariates."
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
            "Saring catatan (--filter), atau pilih metode yang cukup dengan ringkasan: did, its.",
            "Filter the records (--filter), or choose a method for which a summary is enough: did, its."
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
