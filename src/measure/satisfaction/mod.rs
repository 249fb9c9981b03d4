//! Satisfaction of the public: SKM/IKM after Permenpan RB 14/2017.
//!
//! Nine elements are scored 1–4. With NRR the mean score of an element, the index is `IKM = 25 · Σ NRR / 9`, with exactly 1/9: the 0.11 or 0.111
//! of many worksheets moves the second digit (955 points of 29 respondents are 91.48; 0.111 makes 91.38 of it and 0.11 makes 90.56).
//! An index of `k` items (another instrument, or the items that two periods share) weighs each with 1/k in the same way.

mod answers;
mod change;
mod element;
mod grade;
mod importance;
mod index;
mod labels;
mod sample_size;

pub use answers::{AnswerFact, ItemKind, Vocabulary};
pub use change::{Change, GradeChange, ItemSets, change, item_sets};
pub use element::Element;
pub use grade::{Grade, Regime, rounded};
pub use importance::{Quadrant, Quadrants, csi, quadrants};
pub use index::{Clustering, Index, IndexOptions, ItemMean, Survey, index};
pub use labels::{LabelFact, MatchedBy, MatchedColumn, Matching, NumberOrder, match_columns};
pub use sample_size::{krejcie_morgan, sample_size};

#[cfg(test)]
mod tests;
