//! CR2 and CR3: cluster-robust covariances with corrected residuals (Bell and McCaffrey 2002), and Satterthwaite degrees of freedom
//! (Pustejovsky and Tipton 2018), from cross-products by cluster alone.
//!
//! With Z = X_g L, L L' = (X'WX)⁻¹ and Z'Z = V Λ V', the correction A_g = (I − H_gg)^−p acts on a cluster as
//! X_g' A_g e_g = (I + S_g L V f(Λ) V' L') X_g' e_g, f(λ) = ((1 − λ)^−p − 1)/λ, S_g = X_g'X_g: no matrix over records is needed. Directions with
//! λ = 1 get zero (Moore–Penrose). With weights the working model is Var(e) = σ²/w.
//! The fit must have absorbed only factors nested in the clusters; all others belong among its regressors.

use crate::linalg::{CellFit, compact, eigen, root};
use crate::panel::Cells;
use ndarray::{Array1, Array2, ArrayView1};
use rayon::prelude::*;

/// 1 − λ under which a direction counts as fitted perfectly by the cluster's own regressors.
const PERFECT: f64 = 1e-10;

/// Which correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Correction {
    /// (I − H)^−½: CR2.
    Half,
    /// (I − H)^−1: CR3.
    Whole,
}

impl Correction {
    /// ((1 − λ)^−p − 1)/λ without cancellation.
    fn once(self, lambda: f64) -> f64 {
        let left = 1.0 - lambda;
        match self {
            _ if left <= PERFECT => -1.0,
            Correction::Half => 1.0 / (left.sqrt() * (1.0 + left.sqrt())),
            Correction::Whole => 1.0 / left,
        }
    }

    /// The same of A².
    fn twice(self, lambda: f64) -> f64 {
        let left = 1.0 - lambda;
        match self {
            _ if left <= PERFECT => -1.0,
            Correction::Half => 1.0 / left,
            Correction::Whole => (2.0 - lambda) / (left * left),
        }
    }
}

/// A corrected clustered covariance.
#[derive(Debug, Clone, PartialEq)]
pub struct Corrected {
    /// Covariance of the kept coefficients.
    pub covariance: Array2<f64>,
    /// Satterthwaite degrees of freedom of each contrast; none where the contrast has no variance.
    pub df: Vec<Option<f64>>,
    /// Influence of each cluster on the coefficients (clusters × kept): its cross-product is the covariance.
    pub influence: Array2<f64>,
}

/// Positions of the cells of each cluster, in the order of codes.
pub fn members(codes: &[u32], clusters: usize) -> Vec<Vec<usize>> {
    let mut out = vec![Vec::new(); clusters];
    for (i, code) in codes.iter().enumerate() {
        out[*code as usize].push(i);
    }
    out
}

/// Parts of the Satterthwaite approximation of one contrast.
struct Moments {
    own: Vec<f64>,
    shared: Vec<f64>,
    products: Array2<f64>,
}

/// What one cluster gives: its influence, and for each contrast (a column) z = L'X_g'a and a'a for a = A_g X_g (X'X)⁻¹ c.
struct Part {
    influence: Array1<f64>,
    z: Array2<f64>,
    own: Vec<f64>,
}

/// Clusters that are worked on together; their parts are added in their order.
const TOGETHER: usize = 32;

/// The corrected covariance of all coefficients, and degrees of freedom for contrasts (rows over the kept coefficients).
/// None where a cross-product is not finite.
pub fn corrected(fit: &CellFit, cells: &Cells, codes: &[u32], correction: Correction, contrasts: &Array2<f64>) -> Option<Corrected> {
    let (codes, clusters) = compact(codes);
    let k = fit.kept.len();
    let half = root(&fit.bread)?;
    let scores = super::covariance::cluster_scores(fit, &codes, clusters);
    let mut influence = Array2::zeros((clusters, k));
    let mut moments: Vec<Moments> = (0..contrasts.nrows()).map(|_| Moments { own: Vec::new(), shared: Vec::new(), products: Array2::zeros((k, k)) }).collect();
    // (X'X)⁻¹ c = L L'c.
    let directions = half.t().dot(&contrasts.t());
    let members = members(&codes, clusters);
    for (block, some) in members.chunks(TOGETHER).enumerate() {
        let one = |(at, rows): (usize, &Vec<usize>)| {
            let score = scores.row(block * TOGETHER + at);
            part(&half, &fit.cross_products(cells, rows), &score, correction, &directions)
        };
        let parts: Vec<Part> = some.par_iter().enumerate().map(one).collect::<Option<_>>()?;
        for (at, part) in parts.iter().enumerate() {
            influence.row_mut(block * TOGETHER + at).assign(&part.influence);
        }
        moments.par_iter_mut().enumerate().for_each(|(contrast, moment)| {
            for part in &parts {
                let z = part.z.column(contrast).to_owned();
                moment.own.push(part.own[contrast]);
                moment.shared.push(z.dot(&z));
                for (mut row, left) in moment.products.rows_mut().into_iter().zip(&z) {
                    row.scaled_add(*left, &z);
                }
            }
        });
    }
    let df = moments.iter().map(satterthwaite).collect();
    Some(Corrected { covariance: influence.t().dot(&influence), df, influence })
}

/// One cluster with cross-product S_g = `inner`; `directions` are L'c. With P = V'L'X_g'X_g(X'X)⁻¹c all of it is diagonal in f(Λ):
/// z = L'X_g'X_g(X'X)⁻¹c + V Λ f(Λ) P, and a'a adds P'f₂(Λ)P to what the cluster has without correction.
fn part(half: &Array2<f64>, inner: &Array2<f64>, score: &ArrayView1<f64>, correction: Correction, directions: &Array2<f64>) -> Option<Part> {
    let seen = half.t().dot(inner).dot(half);
    let decomposition = eigen(&seen)?;
    let (values, vectors) = (&decomposition.values, &decomposition.vectors);
    // A_g on the score, and back to the coefficients: L (1 + Λ f(Λ)) in the directions of V.
    let own: Array1<f64> = half.t().dot(score);
    let turned = vectors.t().dot(&own);
    let grown: Array1<f64> = turned.iter().zip(values).map(|(x, lambda)| lambda * correction.once(*lambda) * x).collect();
    let influence = half.dot(&(&own + &vectors.dot(&grown)));
    let images = seen.dot(directions);
    let mut through = vectors.t().dot(&images);
    let own = (0..directions.ncols())
        .map(|contrast| {
            let more = through.column(contrast).iter().zip(values).map(|(x, lambda)| correction.twice(*lambda) * x * x).sum::<f64>();
            directions.column(contrast).dot(&images.column(contrast)) + more
        })
        .collect();
    for (mut row, lambda) in through.rows_mut().into_iter().zip(values) {
        row.mapv_inplace(|x| x * lambda * correction.once(*lambda));
    }
    Some(Part { influence, z: images + vectors.dot(&through), own })
}

/// (Σ p_gg)² / Σ p_gh² with p_gh = [g = h] a_g'a_g − z_g'z_h.
fn satterthwaite(moment: &Moments) -> Option<f64> {
    let trace: f64 = moment.own.iter().zip(&moment.shared).map(|(own, shared)| own - shared).sum();
    let diagonal: f64 = moment.own.iter().zip(&moment.shared).map(|(own, shared)| (own - shared).powi(2) - shared * shared).sum();
    let square = diagonal + moment.products.iter().map(|x| x * x).sum::<f64>();
    (square > 0.0 && trace > 0.0).then(|| trace * trace / square)
}
