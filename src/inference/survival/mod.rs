//! Time to an event with cases that are not finished: curves, restricted means, the log-rank test, proportional hazards.
//!
//! A case is a time and whether it ended then (`true`) or was only seen until then (`false`). Cases that stop being seen at a time are still at risk of
//! an event at that time.

mod cox;
mod cox_residuals;
mod curve;
mod log_rank;

pub use cox::{Cox, CoxData, Ties, cox};
pub use cox_residuals::{ProportionalHazards, proportional_hazards, robust};
pub use curve::{Curve, Limits, Mean, Step, kaplan_meier};
pub use log_rank::{LogRank, log_rank};

/// Positions of the cases by time, ascending; of equal times events come first.
fn by_time(times: &[f64], events: &[bool]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..times.len()).collect();
    order.sort_by(|a, b| times[*a].total_cmp(&times[*b]).then(events[*b].cmp(&events[*a])));
    order
}
