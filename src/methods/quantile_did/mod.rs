//! Quantile difference-in-differences: quantiles of the treated before, moved by the change of the comparison's quantile at the same rank.
//!
//! It is `changes-in-changes` with another transform; see there.

mod card;

use super::changes_in_changes::{Transform, estimate};
use super::{Card, Estimator, Method, MethodInput};
use crate::error::Result;
use crate::estimate::Estimate;

/// The estimator.
pub(super) struct QuantileDid;

impl Estimator for QuantileDid {
    fn method(&self) -> Method {
        Method::QuantileDid
    }

    fn card(&self) -> Card {
        card::card()
    }

    fn estimate(&self, input: &MethodInput) -> Result<Estimate> {
        estimate(input, self.method(), Transform::Quantiles)
    }
}
