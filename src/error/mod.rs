//! Errors as part of the product: what happened, where, and what to do, in both languages, with a stable code.
//!
//! Every problem that a user can meet is made by a constructor in one of the files here, one file a room, so that the words live in one place and
//! `dampak explain CODE` knows every code. Problems are collected: an [`Error`] holds all that were found.

mod cards;
pub mod cli;
pub mod columns;
pub mod data;
pub mod design;
pub mod engine;
pub mod honest;
pub mod its;
pub mod measure;
pub mod power;
pub mod reading;
pub mod report;
pub mod study;
pub mod treatment;

pub use cards::{CodeCard, codes};

use crate::locale::{Lang, Text, replace_identity_numbers};

/// What a problem means for the exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 1: a check failed and `--strict` was given.
    CheckFailed,
    /// 2: the input or the command is wrong.
    Input,
    /// 3: the effect is not identified by these data.
    NotIdentified,
    /// 130: interrupted.
    Interrupted,
}

impl Exit {
    /// The status that the process ends with.
    pub fn status(self) -> u8 {
        match self {
            Exit::CheckFailed => 1,
            Exit::Input => 2,
            Exit::NotIdentified => 3,
            Exit::Interrupted => 130,
        }
    }
}

/// One problem: a stable code (`data::missing-column`), what happened and where, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Stable code, known to `dampak explain`.
    pub code: &'static str,
    /// Exit status class.
    pub exit: Exit,
    /// What happened, with file, row, column, unit or period.
    pub what: Text,
    /// What to do next.
    pub hint: Text,
}

/// One or more problems, all that were found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// Never empty.
    pub problems: Vec<Problem>,
}

/// The result of everything that can fail for a reason a user can act on.
pub type Result<T> = std::result::Result<T, Error>;

impl Problem {
    /// The problem as it may be shown: without identity numbers.
    #[must_use]
    pub fn shown(&self) -> Self {
        let hidden = |text: &Text| Text::by(|lang| without_identity_numbers(text.get(lang)));
        Self { what: hidden(&self.what), hint: hidden(&self.hint), ..self.clone() }
    }
}

impl Error {
    /// `Ok` where nothing was found, else all of it.
    pub fn unless_empty(problems: Vec<Problem>) -> Result<()> {
        if problems.is_empty() { Ok(()) } else { Err(Self { problems }) }
    }

    /// The exit status: that of the first problem.
    pub fn exit(&self) -> Exit {
        self.problems.first().map_or(Exit::Input, |problem| problem.exit)
    }

    /// The message for standard error in one language: each problem with its code and its hint.
    pub fn message(&self, lang: Lang) -> String {
        let label = match lang {
            Lang::Id => "kesalahan",
            Lang::En => "error",
        };
        let mut out = String::new();
        for problem in &self.problems {
            out.push_str(&format!("{label} [{}]: {}\n", problem.code, problem.what.get(lang)));
            if !problem.hint.get(lang).is_empty() {
                out.push_str(&format!("  → {}\n", problem.hint.get(lang)));
            }
        }
        without_identity_numbers(&out)
    }
}

/// The text with identity numbers (NIK) hidden: a unit may be called by one.
fn without_identity_numbers(text: &str) -> String {
    replace_identity_numbers(text, |number| "*".repeat(number.len())).unwrap_or_else(|| text.to_owned())
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self { problems: vec![problem] }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.message(Lang::En).trim_end())
    }
}

impl std::error::Error for Error {}

/// The name among `known` that is nearest to `given`, where one is near enough to suggest.
pub fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = given.to_lowercase();
    known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&folded, &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance <= 2.max(name.chars().count() / 3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}
