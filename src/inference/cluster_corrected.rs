//! CR2 and CR3: cluster-robust covariances with corrected residuals (Bell and McCaffrey 2002), and Satterthwaite degrees of freedom
//! (Pustejovsky and Tipton 2018), from cross-products by cluster alone.
//!
//! With Z = X_g L, L L' = (X'WX)⁻¹ and Z'Z = V Λ V', the correction A_g = (I − H_gg)^−p acts on a cluster as
//! X_g' A_g e_g = (I + S_g L V f(Λ) V' L') X_g' e_g, f(λ) = ((1 − λ)^−p − 1)/λ, S_g = X_g'X_g: no matrix over records is needed. Directions with
//! λ = 1 get zero (Moore–Penrose). With weights the working model is Var(e) = σ²/w.
//! The fit must have absorbed only factors nested in the clusters; all others belong among its regressors.

use crate::linalg::{CellFit, apply, compact, eigen, root};
use crate::panel::Cells;
use ndarray::{Array1, Array2};

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
    direction: Array1<f64>,
    own: Vec<f64>,
    shared: Vec<f64>,
    products: Array2<f64>,
}

/// The corrected covariance of all coefficients, and degrees of freedom for contrasts (rows over the kept coefficients).
/// None where a cross-product is not finite.
pub fn corrected(fit: &CellFit, cells: &Cells, codes: &[u32], correction: Correction, contrasts: &Array2<f64>) -> Option<Corrected> {
    let (codes, clusters) = compact(codes);
    let k = fit.kept.len();
    let half = root(&fit.bread)?;
    let scores = super::covariance::cluster_scores(fit, &codes, clusters);
    let mut influence = Array2::zeros((clusters, k));
    let mut moments: Vec<Moments> = contrasts
        .rows()
        .into_iter()
        .map(|contrast| Moments { direction: fit.bread.dot(&contrast), own: Vec::new(), shared: Vec::new(), products: Array2::zeros((k, k)) })
        .collect();
    for (g, rows) in members(&codes, clusters).iter().enumerate() {
        let inner = fit.cross_products(cells, rows);
        let decomposition = eigen(&half.t().dot(&inner).dot(&half))?;
        let lift = |f: &dyn Fn(f64) -> f64| half.dot(&apply(&decomposition, f)).dot(&half.t());
        let once = inner.dot(&lift(&|lambda| correction.once(lambda)));
        let adjusted: Array1<f64> = &scores.row(g) + &once.dot(&scores.row(g));
        influence.row_mut(g).assign(&fit.bread.dot(&adjusted));
        if moments.is_empty() {
            continue;
        }
        let twice = inner.dot(&lift(&|lambda| correction.twice(lambda)));
        for moment in &mut moments {
            gather(moment, &inner, &once, &twice, &half);
        }
    }
    let df = moments.iter().map(satterthwaite).collect();
    Some(Corrected { covariance: influence.t().dot(&influence), df, influence })
}

/// Adds one cluster: a'a and z = L'X_g'a for a = A_g X_g (X'X)⁻¹ c.
fn gather(moment: &mut Moments, inner: &Array2<f64>, once: &Array2<f64>, twice: &Array2<f64>, half: &Array2<f64>) {
    let image = inner.dot(&moment.direction);
    let fitted: Array1<f64> = &image + &once.dot(&image);
    let square: Array1<f64> = &image + &twice.dot(&image);
    let z = half.t().dot(&fitted);
    moment.own.push(moment.direction.dot(&square));
    moment.shared.push(z.dot(&z));
    add_outer(&mut moment.products, &z);
}

fn add_outer(sum: &mut Array2<f64>, z: &Array1<f64>) {
    for (a, left) in z.iter().enumerate() {
        for (b, right) in z.iter().enumerate() {
            sum[[a, b]] += left * right;
        }
    }
}

/// (Σ p_gg)² / Σ p_gh² with p_gh = [g = h] a_g'a_g − z_g'z_h.
fn satterthwaite(moment: &Moments) -> Option<f64> {
    let trace: f64 = moment.own.iter().zip(&moment.shared).map(|(own, shared)| own - shared).sum();
    let diagonal: f64 = moment.own.iter().zip(&moment.shared).map(|(own, shared)| (own - shared).powi(2) - shared * shared).sum();
    let square = diagonal + moment.products.iter().map(|x| x * x).sum::<f64>();
    (square > 0.0 && trace > 0.0).then(|| trace * trace / square)
}
