//! The study file: schema, defaults, every problem at once; and what a run of it found.

mod result;

pub use result::{
    CostFacts, Distribution, DistributionSide, GroupDifference, IndexFacts, OutcomeResult, ProgramFacts, SourceFacts, StudyResult, TrendPoint, TrendSeries,
    Trends,
};
