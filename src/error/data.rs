//! Problems of files, records and columns.

use super::{Exit, Problem, nearest};
use crate::text;

/// A column that the command or the study names is not in the file.
pub fn missing_column(file: &str, column: &str, known: &[String]) -> Problem {
    let hint = if let Some(near) = nearest(column, known.iter().map(String::as_str)) {
        text!("Mungkin maksudnya \"{near}\".", "Did you mean \"{near}\"?")
    } else {
        let list = known.join(", ");
        text!("Kolom yang ada: {list}.", "Columns there are: {list}.")
    };
    Problem {
        code: "data::missing-column",
        exit: Exit::Input,
        what: text!("{file}: tidak ada kolom \"{column}\"", "{file}: there is no column \"{column}\""),
        hint,
    }
}

/// The same unit and period twice in what should be a panel.
pub fn duplicate_cell(unit: &str, period: &str, cells: usize) -> Problem {
    let others = cells.saturating_sub(1);
    Problem {
        code: "data::duplicate-cell",
        exit: Exit::Input,
        what: text!(
            "unit \"{unit}\" muncul lebih dari satu kali pada periode {period} (dan {others} pasangan unit–periode lain)",
            "unit \"{unit}\" appears more than once in period {period} (and {others} more unit-periods)"
        ),
        hint: text!(
            "Hapus baris ganda, atau nyatakan bahwa tiap baris adalah catatan tersendiri dengan --panel no.",
            "Remove the duplicates, or say with --panel no that each row is a record of its own."
        ),
    }
}
