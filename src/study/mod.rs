//! The study file: schema, defaults, every problem at once; and what a run of it found.
//!
//! ```text
//! text → tree with lines (source) → keys and types (shape) → types (schema) → contradictions (sense) → Study
//! Study → check: the data behind it, nothing estimated
//! Study → execute → StudyResult → report
//! ```

mod init;
mod load;
mod result;
pub mod schema;
mod sense;
mod shape;
mod source;

pub use init::{Looked, draft, init};
pub use load::{Study, json_schema, load, parse};
pub use result::{
    CostFacts, Distribution, DistributionSide, GroupDifference, IndexFacts, OutcomeResult, ProgramFacts, SourceFacts, StudyResult, TrendPoint, TrendSeries,
    Trends,
};
pub use source::Lines;

#[cfg(test)]
mod tests;
