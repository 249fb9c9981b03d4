//! The same model written with fewer absorbed factors: some variances need the others as dummies among the regressors.

use super::model::Absorbed;
use crate::error::{Result, design};
use crate::inference::covariance::nested;
use crate::linalg::{CellFit, Regressor, Source, compact, fit_cells, fit_eliminated, levels};
use crate::panel::Cells;

/// Dummies up to which a model is written out.
const DUMMIES: usize = 1500;

/// Codes of absorbed factors.
pub(super) fn codes<'a>(cells: &'a Cells, factors: &[Absorbed]) -> Vec<&'a [u32]> {
    factors.iter().filter_map(|factor| cells.key(&factor.name)).map(|key| key.codes.as_slice()).collect()
}

/// The model with all factors absorbed; indicators of levels are not written out where that can be avoided.
pub(super) fn absorbed(cells: &Cells, regressors: &[Regressor], factors: &[&[u32]]) -> CellFit {
    let indicators = regressors.iter().any(|regressor| matches!(regressor.source, Source::Level { .. }));
    let short = if indicators { fit_eliminated(cells, regressors, factors) } else { None };
    short.unwrap_or_else(|| fit_cells(cells, regressors, factors))
}

/// The model with only the factors at `absorbed` absorbed and the others as dummies after the regressors, so that those keep their positions.
fn written_out(cells: &Cells, regressors: &[Regressor], factors: &[&[u32]], absorbed: &[bool], intercept: bool) -> Result<CellFit> {
    let mut all = regressors.to_vec();
    let kept: Vec<&[u32]> = factors.iter().zip(absorbed).filter(|(_, absorbed)| **absorbed).map(|(codes, _)| *codes).collect();
    let wanted: usize = factors.iter().zip(absorbed).filter(|(_, absorbed)| !**absorbed).map(|(codes, _)| levels(codes) - 1).sum();
    if wanted > DUMMIES {
        return Err(design::too_many_levels(wanted, DUMMIES).into());
    }
    if kept.is_empty() && !intercept {
        all.push(Regressor::fixed("intercept", vec![1.0; cells.len()]));
    }
    for (codes, _) in factors.iter().zip(absorbed).filter(|(_, absorbed)| !**absorbed) {
        let (codes, levels) = compact(codes);
        for level in 1..levels as u32 {
            all.push(Regressor::fixed(String::new(), codes.iter().map(|code| f64::from(u8::from(*code == level))).collect()));
        }
    }
    Ok(fit_cells(cells, &all, &kept))
}

/// Absorbing only factors nested in the clusters (Pustejovsky and Tipton 2018, theorem 2).
pub(super) fn for_clusters(cells: &Cells, regressors: &[Regressor], factors: &[&[u32]], clusters: &[u32], intercept: bool) -> Result<CellFit> {
    let absorbed: Vec<bool> = factors.iter().map(|codes| nested(codes, clusters)).collect();
    written_out(cells, regressors, factors, &absorbed, intercept)
}

/// Absorbing only the factor with the most levels, with its leverage per unit of weight by cell.
pub(super) fn for_leverage(cells: &Cells, regressors: &[Regressor], factors: &[&[u32]], intercept: bool) -> Result<(CellFit, Vec<f64>)> {
    let sizes: Vec<usize> = factors.iter().map(|codes| levels(codes)).collect();
    let most = sizes.iter().max().copied().unwrap_or(0);
    let first = sizes.iter().position(|size| *size == most);
    let absorbed: Vec<bool> = (0..factors.len()).map(|i| Some(i) == first).collect();
    let fit = written_out(cells, regressors, factors, &absorbed, intercept)?;
    let mut leverage = vec![0.0; cells.len()];
    if let Some(first) = first {
        let (codes, levels) = compact(factors[first]);
        let mut weight = vec![0.0; levels];
        for (code, w) in codes.iter().zip(&cells.weight) {
            weight[*code as usize] += w;
        }
        for (value, code) in leverage.iter_mut().zip(&codes) {
            *value = 1.0 / weight[*code as usize];
        }
    }
    Ok((fit, leverage))
}
