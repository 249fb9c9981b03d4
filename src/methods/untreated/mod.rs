//! The model of the untreated outcome, y = α[unit] + λ[period] + x'γ, and what it says of the treated: the first step of imputation and of two-stage.
//!
//! `sample` has the cells in use, `fit` the model in closed form, `influence` the effects and what each observation adds to them, `results` the rows.

mod fit;
mod influence;
mod results;
mod sample;

pub(super) use fit::Untreated;
pub(super) use influence::{Centre, Imputed};
pub(super) use results::{collinear, report, undefined};
pub(super) use sample::{Sample, sample};
