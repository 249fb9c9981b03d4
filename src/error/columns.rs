//! Problems of columns in the roles that they were given: period, cohort, truth value, filter.

use super::{Exit, Problem};
use crate::locale::Text;
use crate::text;

fn input(code: &'static str, what: Text, hint: Text) -> Problem {
    Problem { code, exit: Exit::Input, what, hint }
}

fn quoted(values: &[String]) -> String {
    values.iter().map(|value| format!("\"{value}\"")).collect::<Vec<_>>().join(", ")
}

/// A column that must be 0/1 has other values.
pub fn not_binary(column: &str, examples: &[String]) -> Problem {
    let found = quoted(examples);
    input(
        "data::not-binary",
        text!("kolom \"{column}\" harus berisi 0/1, tetapi juga berisi {found}", "column \"{column}\" must be 0/1 but also has {found}"),
        text!(
            "Yang dikenal: 0/1, ya/tidak, true/false, sebelum/sesudah, kontrol/perlakuan. Ubah nilai lainnya, atau pilih kolom lain.",
            "Known are 0/1, yes/no, true/false, before/after, control/treated (also in Indonesian). Change the other values, or choose another column."
        ),
    )
}

/// Values of a period or cohort column that are no periods.
pub fn not_a_period(column: &str, examples: &[String]) -> Problem {
    let found = quoted(examples);
    input(
        "data::not-a-period",
        text!("kolom \"{column}\" tidak dapat dibaca sebagai periode: {found}", "column \"{column}\" cannot be read as periods: {found}"),
        text!(
            "Periode ditulis sebagai bilangan bulat (2024), bulan (2024-03), triwulan (2024-Q1), atau tanggal (2024-03-12), semuanya dengan cara yang sama.",
            "Periods are whole numbers (2024), months (2024-03), quarters (2024-Q1) or dates (2024-03-12), all written in the same way."
        ),
    )
}

/// First treated periods on another scale than the periods.
pub fn cohort_scale(column: &str, examples: &[String]) -> Problem {
    let found = quoted(examples);
    input(
        "data::cohort-scale",
        text!(
            "periode awal pada kolom \"{column}\" tidak memakai skala yang sama dengan kolom periode: {found}",
            "first treated periods in column \"{column}\" are not on the scale of the period column: {found}"
        ),
        text!(
            "Tulis keduanya dengan cara yang sama, misalnya 2024-03 pada kedua kolom; kosong, 0, atau inf berarti tidak pernah ikut program.",
            "Write both in the same way, 2024-03 in both columns for instance; empty, 0 or inf mean never treated."
        ),
    )
}

/// A filter whose value does not fit its column.
pub fn filter_value(column: &str, value: &str, kind: &Text) -> Problem {
    input(
        "data::filter-value",
        text!(
            |l| format!("saringan pada \"{column}\": \"{value}\" bukan {}", kind.get(l)),
            format!("filter on \"{column}\": \"{value}\" is not {}", kind.get(l))
        ),
        text!("Tulis nilainya seperti dalam data; tanggal sebagai 2024-03-12.", "Write the value as it is in the data; dates as 2024-03-12."),
    )
}

/// A derived column with the name of a column that is there already.
pub fn name_taken(column: &str) -> Problem {
    input(
        "data::name-taken",
        text!("kolom \"{column}\" sudah ada dalam data", "there is a column \"{column}\" in the data already"),
        text!("Beri nama lain pada kolom yang dibuat.", "Give the derived column another name."),
    )
}

/// A column that is used as times of day and holds something else.
pub fn not_a_time(column: &str) -> Problem {
    input(
        "data::not-a-time",
        text!("kolom \"{column}\" bukan jam (misalnya 14:05)", "column \"{column}\" is not a time of day (such as 14:05)"),
        text!(
            "Pilih kolom yang berisi jam, atau pakai kolom yang berisi tanggal beserta jamnya.",
            "Choose a column of times, or one that has date and time together."
        ),
    )
}
