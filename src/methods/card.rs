//! The card of a method: what it answers, what it assumes, when not to use it, in both languages.

use crate::locale::Text;

/// A method explained for `dampak explain` and for the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Long name: `event-study`.
    pub name: &'static str,
    /// Name in words.
    pub title: Text,
    /// The question it answers.
    pub question: Text,
    /// The model in formulas, the same in both languages.
    pub equation: &'static str,
    /// What must hold for the answer to be causal, one sentence each.
    pub assumptions: Vec<Text>,
    /// When not to use it, and what to use instead.
    pub not_when: Vec<Text>,
    /// How the standard errors are computed.
    pub errors: Text,
    /// What happens in awkward data.
    pub edge_cases: Vec<Text>,
    /// Software and versions that the numbers are tested against.
    pub checked_against: &'static str,
    /// The papers.
    pub references: &'static [&'static str],
}
