//! Problems of honest bounds.

use super::{Exit, Problem};
use crate::text;

/// A file that is neither a result with a covariance nor the four lists.
pub fn not_an_event_study(file: &str) -> Problem {
    Problem {
        code: "honest::not-an-event-study",
        exit: Exit::Input,
        what: text!("{file}: bukan studi peristiwa dengan kovariansnya", "{file}: is not an event study with its covariance"),
        hint: text!(
            "Beri hasil dampak did --covariance --format json, atau JSON dengan pre, post (waktu kejadian), estimates dan covariance.",
            "Give the result of dampak did --covariance --format json, or JSON with pre, post (event times), estimates and covariance."
        ),
    }
}

/// Lists whose lengths do not belong together, or a matrix that is no covariance.
pub fn shape(estimates: usize, times: usize, rows: usize) -> Problem {
    Problem {
        code: "honest::shape",
        exit: Exit::Input,
        what: text!(
            "{estimates} taksiran, {times} waktu kejadian, dan {rows} baris kovarians tidak sesuai",
            "{estimates} estimates, {times} event times and {rows} rows of the covariance do not belong together"
        ),
        hint: text!(
            "estimates berisi satu angka untuk setiap waktu di pre lalu post, tanpa periode acuan; covariance persegi, simetris, dan diagonalnya positif.",
            "estimates holds one number for each time of pre and then of post, without the reference; covariance is square and symmetric with a positive diagonal."
        ),
    }
}

/// Effects by event time that are not relative to one reference period.
pub fn no_reference(method: &str) -> Problem {
    Problem {
        code: "honest::no-reference",
        exit: Exit::Input,
        what: text!(
            "dampak menurut waktu kejadian dari \"{method}\" tidak diukur terhadap satu periode acuan",
            "the effects by event time of \"{method}\" are not measured against one reference period"
        ),
        hint: text!(
            "Gunakan --method event-study atau sun-abraham, atau callaway-santanna dengan --base universal, dan --covariance.",
            "Use --method event-study or sun-abraham, or callaway-santanna with --base universal, and --covariance."
        ),
    }
}

/// Nothing before or nothing after the reference.
pub fn too_few_periods(before: usize, after: usize) -> Problem {
    Problem {
        code: "honest::too-few-periods",
        exit: Exit::NotIdentified,
        what: text!(
            "batas jujur memerlukan dampak sebelum dan sesudah periode acuan; ada {before} sebelum dan {after} sesudah",
            "honest bounds need effects before and after the reference period; there are {before} before and {after} after"
        ),
        hint: text!("Tambahkan periode sebelum program.", "Add periods before the program."),
    }
}

/// As many weights as effects after the start are needed.
pub fn weights(given: usize, needed: usize) -> Problem {
    Problem {
        code: "honest::weights",
        exit: Exit::Input,
        what: text!(
            "{given} bobot diberikan untuk {needed} dampak sejak program dimulai, atau semuanya nol",
            "{given} weights were given for {needed} effects since the start, or all of them are zero"
        ),
        hint: text!("Gunakan first, average, atau satu bobot untuk setiap waktu.", "Use first, average, or one weight for each time."),
    }
}
