//! What passes on an engine do not do, told before they begin.

use super::Remote;
use crate::data::Records;
use crate::design::VarianceKind;
use crate::error::{Error, Result, engine as problems};
use crate::locale::Text;
use crate::text;

/// Variables that vary within cells, outcome included, up to which fourth moments are asked for: 126 sums a cell.
pub(super) const MOST_VARIABLES: usize = 5;

impl Records {
    /// Whether the engine that has the records offers a variance with so many covariates of records; this machine does. Error: `engine::not-offered`.
    pub fn offers(&self, variance: Option<&VarianceKind>, covariates: usize) -> Result<()> {
        let Some(remote) = self.remote() else { return Ok(()) };
        match variance {
            Some(VarianceKind::Hc2 | VarianceKind::Hc3) if covariates > 0 => Err(refuse(remote, &leverage())),
            Some(VarianceKind::Hc0 | VarianceKind::Hc1) if covariates >= MOST_VARIABLES => Err(refuse(remote, &many())),
            _ => Ok(()),
        }
    }
}

/// The error of what is not offered.
pub(super) fn refuse(remote: &Remote, what: &Text) -> Error {
    problems::not_offered(remote.engine.name(), what).into()
}

/// Leverages of records are no sums.
pub(super) fn leverage() -> Text {
    text!("hc2 dan hc3 dengan kovariat per catatan", "hc2 and hc3 with covariates of records")
}

pub(super) fn many() -> Text {
    let most = MOST_VARIABLES - 1;
    text!(
        "variansi tahan-heteroskedastisitas dengan lebih dari {most} kovariat per catatan",
        "heteroskedasticity-robust variances with more than {most} covariates of records"
    )
}
