//! Problems of files, records and columns.

use super::{Exit, Problem, nearest};
use crate::text;

/// A column that the command or the study names is not in the file.
pub fn missing_column(file: &str, column: &str, known: &[String]) -> Problem {
    let hint = match nearest(column, known.iter().map(String::as_str)) {
        Some(near) => text!("Mungkin maksudnya \"{near}\".", "Did you mean \"{near}\"?"),
        None => {
            let list = known.join(", ");
            text!("Kolom yang ada: {list}.", "Columns there are: {list}.")
        }
    };
    Problem {
        code: "data::missing-column",
        exit: Exit::Input,
        what: text!("{file}: tidak ada kolom \"{column}\"", "{file}: there is no column \"{column}\""),
        hint,
    }
}
