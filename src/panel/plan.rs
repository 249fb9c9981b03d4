//! What a pass over the records is asked for: a plain description that any engine can carry out.

use super::{Cells, TimeScale};
use crate::error::Result;
use ndarray::Array2;

/// How a column becomes a key of the cells.
#[derive(Debug, Clone, PartialEq)]
pub enum KeyRole {
    /// Text, whole numbers or booleans as they stand.
    Discrete,
    /// A date or number read as a period of a scale (none: guessed from the column).
    Period(Option<TimeScale>),
    /// First treated period on the scale of the period key: empty, 0 or `inf` mean never treated (a level of its own, [`i64::MAX`]).
    Cohort(Option<TimeScale>),
    /// 0/1 (also `ya/tidak`, `true/false`): an error of the column else.
    Binary,
}

/// One key of a cell.
#[derive(Debug, Clone, PartialEq)]
pub struct CellKey {
    /// Column it is made from.
    pub column: String,
    /// How.
    pub role: KeyRole,
}

/// The aggregation that an engine carries out in one pass: group by the keys, sum the moments of the variables.
///
/// Rows with a missing key, variable or weight leave and are counted by reason. Variables are centred by the same constant on every engine.
#[derive(Debug, Clone, PartialEq)]
pub struct CellPlan {
    /// What identifies a cell.
    pub keys: Vec<CellKey>,
    /// Outcome first, then continuous covariates.
    pub variables: Vec<String>,
    /// Weight column.
    pub weight: Option<String>,
    /// Constant subtracted before squares are summed, one a variable (none: chosen by the engine from the data).
    pub centre: Option<Vec<f64>>,
}

/// What a second pass is asked for: the meat Σ w² e² x̃ x̃' of records whose regressors vary within cells.
///
/// A record in cell `c` has regressors x̃ and residual
/// e = (its outcome − `outcome_offset[c]`) − x̃ · `coefficients`; leverage h = w (x̃' `bread` x̃ + `leverage[c]`).
/// Here `x̃[j]` = `fixed[c, j]` where `varying[j]` is none, else (variable `varying[j]` of the record) − `offset[c, j]`.
///
/// Everything by cell has one entry for each cell of `cells`, in the order in which the first pass gave them; records of cells that are not
/// `used` are left out.
#[derive(Debug, Clone, PartialEq)]
pub struct ScorePlan {
    /// The plan that made the cells; keys identify `c`.
    pub cells: CellPlan,
    /// Whether the records of a cell count (cells).
    pub used: Vec<bool>,
    /// Part of the outcome that is fitted by absorbed factors (cells).
    pub outcome_offset: Vec<f64>,
    /// Demeaned regressors that are constant within a cell, zero where they vary (cells × regressors).
    pub fixed: Array2<f64>,
    /// For each regressor: the index of its variable in the plan where it varies within cells.
    pub varying: Vec<Option<usize>>,
    /// What absorbed factors take from the varying regressors (cells × regressors).
    pub offset: Array2<f64>,
    /// Coefficients of the regressors.
    pub coefficients: Vec<f64>,
    /// (X̃'WX̃)⁻¹ (regressors × regressors).
    pub bread: Array2<f64>,
    /// Leverage of the absorbed factors per unit of weight (cells).
    pub leverage: Vec<f64>,
    /// Exponent of (1 − h) that divides e²: 0 for HC0/HC1, 1 for HC2, 2 for HC3.
    pub power: i32,
}

/// A source of records that can be passed over again. Implemented by engines.
pub trait RecordPass: Sync {
    /// Groups the records into cells.
    fn cells(&self, plan: &CellPlan) -> Result<Cells>;

    /// Σ w² e² (1 − h)^−power x̃ x̃' over all records (regressors × regressors).
    fn robust_meat(&self, plan: &ScorePlan) -> Result<Array2<f64>>;
}
