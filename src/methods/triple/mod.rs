//! Triple differences: eligible against not eligible, treated against comparison, after against before.
//!
//! With groups and a time after it is one regression with all interactions (`regression`; Olden and Møen 2022). With starts each effect is made of three
//! differences-in-differences of Callaway and Sant'Anna's kind (`staggered`; Ortiz-Villavicencio and Sant'Anna 2025).

mod card;
mod combine;
mod regression;
mod staggered;

use super::{Card, Estimator, Method, MethodInput, assignment};
use crate::design::Treatment;
use crate::error::{Result, design, treatment};
use crate::estimate::Estimate;
use crate::panel::Cells;

/// The estimator.
pub(super) struct Triple;

impl Estimator for Triple {
    fn method(&self) -> Method {
        Method::Triple
    }

    fn card(&self) -> Card {
        card::card()
    }

    fn estimate(&self, input: &MethodInput) -> Result<Estimate> {
        match input.settings.treatment {
            Treatment::GroupPost { .. } => regression::estimate(input),
            Treatment::Cohort(_) | Treatment::Status(_) => staggered::estimate(input),
        }
    }
}

/// Eligible or not, by cell. Errors: no column named, not 0/1, the same everywhere.
fn eligible(cells: &Cells, partition: Option<&str>) -> Result<Vec<bool>> {
    let Some(key) = partition.and_then(|name| cells.key(name)) else { return Err(design::missing_role("--partition").into()) };
    let eligible = assignment::binary(key)?;
    if eligible.iter().all(|value| *value) || eligible.iter().all(|value| !value) {
        return Err(treatment::partition_constant(&key.name).into());
    }
    Ok(eligible)
}
