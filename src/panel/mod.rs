//! The data as estimators see them: arrays only. Cells with their moments, periods, cohorts, the account of rows.
//!
//! Records are grouped once into [`Cells`]: one row for each combination of keys (unit, period, discrete covariates, clusters), with the weight,
//! the means of the outcome and of the continuous covariates, and their cross-products within the cell. Every linear model whose factors are no
//! finer than the cells is exact on them.

mod account;
mod cells;
mod means;
mod period;
mod plan;

pub use account::{DropReason, Dropped, SampleAccount};
pub use cells::{Cells, Factor, Levels, RobustMoments, packed_index, packed_len};
pub use means::{GroupMean, group_means, root_mean_square};
pub use period::{Cohort, EventTime, Period, TimeScale, distinct};
pub use plan::{CellKey, CellPlan, KeyRole, RecordPass, ScorePlan};
