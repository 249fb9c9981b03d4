//! Regressions on series in time: errors that depend on each other, tests of that dependence, and fits that model it.
//!
//! Lags are steps of the calendar and never of rows: where a period is missing, its products are left out, and one series is never the past of another.

mod ar1;
mod autocorrelation;
mod hac;
mod timeline;

pub use ar1::{Ar1, Ar1Fit, ar1};
pub use autocorrelation::{LagTest, autocorrelations, box_pierce, breusch_godfrey, durbin_watson, ljung_box, partial_autocorrelations};
pub use hac::{Hac, HacRule, hac, scores_of};
pub use timeline::Timeline;

#[cfg(test)]
mod tests;
