//! Whether the numbers of the cells can be used at all.

use crate::error::{Result, design};
use crate::panel::Cells;

/// Refuses means and weights that are not finite. Error: `design::unusable-numbers` with the variable and the number of cells.
pub fn check_finite(cells: &Cells) -> Result<()> {
    for (j, name) in cells.variables.iter().enumerate() {
        let bad = cells.mean.column(j).iter().filter(|x| !x.is_finite()).count();
        if bad > 0 {
            return Err(design::unusable_numbers(name, bad).into());
        }
    }
    let bad = cells.weight.iter().filter(|w| !w.is_finite()).count();
    if bad > 0 { Err(design::unusable_numbers("weight", bad).into()) } else { Ok(()) }
}
