//! The cells that a regression uses: positive weights, and no level of an absorbed factor with a single record.

use crate::design::check_finite;
use crate::error::{Result, design};
use crate::panel::{Cells, DropReason};
use std::borrow::Cow;

/// Cells in use and their positions among those given; all of them where there are no positions.
pub(super) struct Sample<'a> {
    pub cells: Cow<'a, Cells>,
    pub positions: Option<Vec<usize>>,
}

/// Drops what cannot be used, counting it in the account. Singletons are dropped until none is left, as fixest does.
pub(super) fn sample<'a>(cells: &'a Cells, factors: &[String]) -> Result<Sample<'a>> {
    check_finite(cells)?;
    let mut keep: Vec<bool> = cells.weight.iter().map(|w| *w > 0.0).collect();
    let mut account = cells.account.clone();
    let lost: u64 = cells.records.iter().zip(&keep).filter(|(_, keep)| !**keep).map(|(n, _)| n).sum();
    account.drop_rows(DropReason::NonPositiveWeight, lost);
    loop {
        let mut changed = false;
        for name in factors {
            let Some(factor) = cells.key(name) else { continue };
            let mut counts = vec![0_u64; factor.levels.len()];
            for (i, code) in factor.codes.iter().enumerate() {
                if keep[i] {
                    counts[*code as usize] += cells.records[i];
                }
            }
            for (i, code) in factor.codes.iter().enumerate() {
                if keep[i] && counts[*code as usize] == 1 {
                    keep[i] = false;
                    changed = true;
                    account.drop_rows(DropReason::Singleton(name.clone()), cells.records[i]);
                }
            }
        }
        if !changed {
            break;
        }
    }
    if !cells.is_empty() && keep.iter().all(|keep| *keep) {
        return Ok(Sample { cells: Cow::Borrowed(cells), positions: None });
    }
    let positions: Vec<usize> = (0..cells.len()).filter(|i| keep[*i]).collect();
    if positions.is_empty() {
        return Err(design::no_records_because(&account.reasons()).into());
    }
    let mut selected = cells.select(&positions);
    selected.account = account;
    Ok(Sample { cells: Cow::Owned(selected), positions: Some(positions) })
}
