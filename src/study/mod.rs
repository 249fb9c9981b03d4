//! The study file: schema, defaults, every problem at once; and what a run of it found.
//!
//! ```text
//! text → tree with lines (source) → keys and types (shape) → types (schema) → contradictions (sense) → Study
//! Study → check: the data behind it, nothing estimated
//! Study → execute → StudyResult → report
//! ```

mod before_after;
mod check;
mod columns;
mod execute;
mod init;
mod load;
mod people;
mod pool;
mod prepare;
mod result;
pub mod schema;
mod sense;
mod shape;
mod source;
mod survey;
mod survival;
mod worth;

pub use before_after::before_after;
pub use check::{CheckReport, check, check_records};
pub use execute::{Progress, Quiet, execute, execute_records};
pub use init::{Looked, draft, init};
pub use load::{Study, json_schema, load, parse};
pub use pool::{Member, PoolFile, PoolResult, PoolSection, PoolStudy, is_pool, load_pool, pool_studies};
pub use result::{
    Distribution, DistributionSide, GroupDifference, IndexFacts, OutcomeResult, PeopleFacts, PersonItem, ProgramFacts, Robustness, SourceFacts, Specification,
    Specifications, StudyResult, TrainingFacts, TrendPoint, TrendSeries, Trends,
};
pub use source::Lines;
pub use survival::{SurvivalColumns, survival_sample};
pub use worth::{Price, PriceLimits, Reached, RecordKind, Total, TotalUnit, Worth, WorthOf};

#[cfg(test)]
mod check_tests;
#[cfg(test)]
mod generated;
#[cfg(test)]
mod tests;
