//! Problems of engines beyond this machine. Addresses are given without the secrets in them.

use super::{Exit, Problem};
use crate::locale::Text;
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
