//! Whether the numbers of the cells can be used at all.

use crate::error::{Result, design};
use crate::panel::Cells;
use rayon::prelude::*;

/// Refuses means and weights that are not finite. Error: `design::unusable-numbers` with the variable and the number of cells.
pub fn check_finite(cells: &Cells) -> Result<()> {
    for (j, name) in cells.variables.iter().enumerate() {
        let bad = (0..cells.len()).into_par_iter().filter(|i| !cells.mean[[*i, j]].is_finite()).count();
        if bad > 0 {
            return Err(design::unusable_numbers(name, bad).into());
        }
    }
    let bad = cells.weight.par_iter().filter(|w| !w.is_finite()).count();
    if bad > 0 { Err(design::unusable_numbers("weight", bad).into()) } else { Ok(()) }
}
