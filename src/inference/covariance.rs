//! Covariance matrices of the coefficients of a regression on cells: homoskedastic, heteroskedasticity-robust, clustered one and two ways.

use crate::design::VarianceKind;
use crate::linalg::{CellFit, compact, positive_part};
use crate::panel::{CellPlan, Cells, ScorePlan, packed_index};
use ndarray::{Array2, Axis};

/// How far the weights of the records of a cell may differ, relative to their size, to count as equal.
const EQUAL_WEIGHTS: f64 = 1e-11;

/// σ² (X'WX)⁻¹ with σ² = RSS / (n − k).
pub fn iid(fit: &CellFit, parameters: usize) -> Array2<f64> {
    &fit.bread * (fit.rss / (fit.records as f64 - parameters as f64))
}

/// B M B: bread on both sides of a meat.
pub fn sandwich(bread: &Array2<f64>, meat: &Array2<f64>) -> Array2<f64> {
    bread.dot(meat).dot(bread)
}

/// Power of (1 − h) that divides e² and the factor that multiplies the sandwich (White 1980; MacKinnon and White 1985).
pub fn hetero_rule(kind: &VarianceKind, records: u64, parameters: usize) -> (i32, f64) {
    let n = records as f64;
    match kind {
        VarianceKind::Hc1 => (0, n / (n - parameters as f64)),
        VarianceKind::Hc2 => (1, 1.0),
        VarianceKind::Hc3 => (2, 1.0),
        _ => (0, 1.0),
    }
}

/// Σ w² e² (1 − h)^−power x̃ x̃' over records, from sums within cells; none where regressors or weights vary within cells in a way that needs the
/// records themselves. `leverage` is that of the absorbed factors per unit of weight (cells).
pub fn hetero_meat(fit: &CellFit, cells: &Cells, leverage: &[f64], power: i32) -> Option<Array2<f64>> {
    if fit.varies_within() {
        return None;
    }
    if fit.eliminated.is_some() && power != 0 {
        return None;
    }
    let outcome = packed_index(cells.variables.len(), 0, 0);
    let mut weights = Vec::with_capacity(cells.len());
    for i in 0..cells.len() {
        let e = fit.residual[i];
        let square = match &cells.robust {
            None => cells.weight[i] * e * e + cells.cross[[i, outcome]],
            Some(sums) => sums.weight[i] * e * e + 2.0 * e * sums.first[[i, 0]] + sums.second[[i, outcome]],
        };
        let shrink = if power == 0 { 1.0 } else { (1.0 - record_leverage(fit, cells, leverage, i)?).powi(-power) };
        weights.push(square * shrink);
    }
    if let Some(design) = &fit.eliminated {
        return Some(design.meat(&weights));
    }
    let weighted = Array2::from_shape_fn(fit.x.dim(), |(i, j)| fit.x[[i, j]] * weights[i]);
    Some(fit.x.t().dot(&weighted))
}

/// The leverage that all records of a cell have in common; none where their weights differ.
fn record_leverage(fit: &CellFit, cells: &Cells, leverage: &[f64], cell: usize) -> Option<f64> {
    let each = match &cells.robust {
        None => 1.0,
        Some(sums) => {
            let each = cells.weight[cell] / cells.records[cell] as f64;
            let spread = sums.weight[cell] - each * cells.weight[cell];
            if spread.abs() > EQUAL_WEIGHTS * sums.weight[cell] {
                return None;
            }
            each
        }
    };
    let row = fit.x.row(cell);
    Some((each * (row.dot(&fit.bread.dot(&row)) + leverage[cell])).min(1.0))
}

/// The second pass that the meat needs where [`hetero_meat`] is none. `used` are the positions of the fitted cells among all cells of `plan`.
pub fn score_plan(fit: &CellFit, cells: &Cells, leverage: &[f64], power: i32, plan: &CellPlan, used: &[usize], all: usize) -> ScorePlan {
    let k = fit.kept.len();
    let mut out = ScorePlan {
        cells: plan.clone(),
        used: vec![false; all],
        outcome_offset: vec![0.0; all],
        fixed: Array2::zeros((all, k)),
        varying: fit.varying.clone(),
        offset: Array2::zeros((all, k)),
        coefficients: fit.coefficients.clone(),
        bread: fit.bread.clone(),
        leverage: vec![0.0; all],
        power,
    };
    for (i, at) in used.iter().enumerate() {
        out.used[*at] = true;
        out.outcome_offset[*at] = cells.mean[[i, 0]] - fit.y[i];
        out.leverage[*at] = leverage[i];
        for j in 0..k {
            match fit.varying[j] {
                Some(variable) => out.offset[[*at, j]] = cells.mean[[i, variable]] - fit.x[[i, j]],
                None => out.fixed[[*at, j]] = fit.x[[i, j]],
            }
        }
    }
    out
}

/// Sums of the scores by cluster (clusters × kept). Codes are without gaps.
pub fn cluster_scores(fit: &CellFit, codes: &[u32], clusters: usize) -> Array2<f64> {
    if let Some(design) = &fit.eliminated {
        return design.cluster_scores(codes, clusters);
    }
    let mut sums = Array2::zeros((clusters, fit.kept.len()));
    for (row, code) in fit.scores.axis_iter(Axis(0)).zip(codes) {
        let mut sum = sums.row_mut(*code as usize);
        sum += &row;
    }
    sums
}

/// A clustered covariance and what it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Clustered {
    /// Covariance of the coefficients.
    pub covariance: Array2<f64>,
    /// Number of clusters, the smallest of the two ways.
    pub clusters: usize,
    /// Whether negative eigenvalues were put to zero.
    pub mended: bool,
}

/// CR0 and CR1 in one or two ways: V₁ + V₂ − V₁₂ (Cameron, Gelbach and Miller 2011). CR1 multiplies by G/(G − 1) · (n − 1)/(n − K) with the smallest
/// G in all terms, as fixest does; a two-way matrix that is not positive semidefinite has its negative eigenvalues put to zero.
pub fn clustered(fit: &CellFit, ways: &[impl AsRef<[u32]>], parameters: usize, corrected: bool) -> Clustered {
    let compacted: Vec<(Vec<u32>, usize)> = ways.iter().map(|codes| compact(codes.as_ref())).collect();
    let clusters = compacted.iter().map(|(_, count)| *count).min().unwrap_or(0);
    let n = fit.records as f64;
    let g = clusters as f64;
    let factor = if corrected { g / (g - 1.0) * (n - 1.0) / (n - parameters as f64) } else { 1.0 };
    let one = |codes: &[u32], count: usize| {
        let sums = cluster_scores(fit, codes, count);
        sandwich(&fit.bread, &sums.t().dot(&sums)) * factor
    };
    let mut covariance = Array2::zeros(fit.bread.dim());
    for (codes, count) in &compacted {
        covariance += &one(codes, *count);
    }
    let mut mended = false;
    if let [(first, _), (second, count)] = compacted.as_slice() {
        let both = intersection(first, second, *count);
        let (codes, pairs) = compact(&both);
        covariance -= &one(&codes, pairs);
        (covariance, mended) = positive_part(&covariance);
    }
    Clustered { covariance, clusters, mended }
}

/// Codes of the pairs of two factors, in order of first appearance.
fn intersection(first: &[u32], second: &[u32], levels: usize) -> Vec<u32> {
    let mut seen = std::collections::HashMap::new();
    first
        .iter()
        .zip(second)
        .map(|(a, b)| {
            let next = seen.len() as u32;
            *seen.entry(*a as usize * levels + *b as usize).or_insert(next)
        })
        .collect()
}

/// Whether every level of `inner` lies in one level of `outer`.
pub fn nested(inner: &[u32], outer: &[u32]) -> bool {
    let mut home = vec![u32::MAX; inner.iter().max().map_or(0, |top| *top as usize + 1)];
    inner.iter().zip(outer).all(|(level, cluster)| {
        let known = &mut home[*level as usize];
        if *known == u32::MAX {
            *known = *cluster;
        }
        *known == *cluster
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nesting() {
        assert!(nested(&[0, 1, 2, 2], &[5, 5, 6, 6]));
        assert!(!nested(&[0, 1, 0], &[5, 5, 6]));
    }

    #[test]
    fn pairs_have_codes_in_order_of_appearance() {
        assert_eq!(intersection(&[0, 1, 0, 1], &[0, 0, 1, 0], 2), [0, 1, 2, 1]);
    }
}
