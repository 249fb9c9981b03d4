//! The study file: schema, defaults, every problem at once; and what a run of it found.
//!
//! ```text
//! text → tree with lines (source) → keys and types (shape) → types (schema) → contradictions (sense) → Study
//! Study → check: the data behind it, nothing estimated
//! Study → execute → StudyResult → report
//! ```

mod load;
mod result;
pub mod schema;
mod sense;
mod shape;
mod source;

pub use load::{Study, json_schema, load, parse};
pub use result::{
    CostFacts, Distribution, DistributionSide, GroupDifference, IndexFacts, OutcomeResult, ProgramFacts, SourceFacts, StudyResult, TrendPoint, TrendSeries,
    Trends,
};
pub use source::Lines;

/// Difference-in-differences methods that a study can ask for.
pub const METHODS: [&str; 3] = ["2x2", "twfe", "event-study"];

#[cfg(test)]
mod tests;
