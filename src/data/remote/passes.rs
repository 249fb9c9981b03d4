//! The passes over records on an engine.

use super::Remote;
use crate::data::{RecordArrays, Records, Spread};
use crate::error::{Result, engine as problems};
use crate::measure::target::Better;
use crate::panel::{CellKey, CellPlan, Cells, ScorePlan};
use crate::text;
use ndarray::Array2;

/// Groups the records into cells.
pub(in crate::data) fn cells(remote: &Remote, _: &Records, _: &CellPlan) -> Result<Cells> {
    Err(problems::not_offered(remote.engine.name(), &text!("meringkas catatan", "grouping records")).into())
}

/// Σ w² e² (1 − h)^−power x̃ x̃' over all records, see [`ScorePlan`].
pub(in crate::data) fn robust_meat(remote: &Remote, _: &Records, _: &ScorePlan) -> Result<Array2<f64>> {
    let what = text!("variansi tahan-heteroskedastisitas dengan kovariat per catatan", "heteroskedasticity-robust variances with covariates of records");
    Err(problems::not_offered(remote.engine.name(), &what).into())
}

/// Columns of the records as arrays.
pub(in crate::data) fn arrays(remote: &Remote, _: &Records, _: &[&str], _: &[&str]) -> Result<RecordArrays> {
    Err(problems::not_offered(remote.engine.name(), &text!("membaca setiap catatan", "reading every record")).into())
}

/// How an outcome is spread, see [`Records::spread`].
pub(in crate::data) fn spread(remote: &Remote, _: &Records, _: &str, _: Vec<CellKey>, _: Option<(f64, Better)>) -> Result<Spread> {
    Err(problems::not_offered(remote.engine.name(), &text!("sebaran outcome", "the spread of an outcome")).into())
}

/// The records without exact copies of rows.
pub(in crate::data) fn copies(remote: &Remote, _: &Records) -> Result<Records> {
    Err(problems::not_offered(remote.engine.name(), &text!("membuang salinan baris", "leaving out copies of rows")).into())
}
