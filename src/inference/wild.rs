//! The wild cluster bootstrap with the null imposed, on sums by cluster alone (Cameron, Gelbach and Miller 2008; Roodman, MacKinnon, Nielsen and
//! Webb 2019; MacKinnon, Nielsen and Webb 2023).
//!
//! Under β_j = b the restricted scores are linear in γ = β̂_j − b: b_h = s_h + γ S_h δ with δ = (X'X)⁻¹e_j / ((X'X)⁻¹)_jj. So the numerator of t* is
//! linear and its variance quadratic in γ for every draw: five numbers a draw give the p-value at any null, and the interval by inversion.
//! Ties count, with a tolerance: the draws of all +1 and all −1 always tie.

use super::cluster_corrected::members;
use super::covariance::cluster_scores;
use super::random::Stream;
use crate::linalg::{CellFit, compact};
use crate::panel::Cells;
use ndarray::{Array1, Array2};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// |t*| this close to |t|, relative to it, is a tie.
const TIE: f64 = 1e-9;

/// Weights of the draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WildWeights {
    /// +1 or −1 (Cameron, Gelbach and Miller 2008).
    #[default]
    Rademacher,
    /// Six points (Webb 2023), for fewer than about twelve clusters.
    Webb,
    /// Two points (Mammen 1993).
    Mammen,
}

/// The six points of Webb.
const WEBB: [f64; 6] = [-1.224_744_871_391_589, -1.0, -std::f64::consts::FRAC_1_SQRT_2, std::f64::consts::FRAC_1_SQRT_2, 1.0, 1.224_744_871_391_589];

impl WildWeights {
    /// Equally likely points, where they are so that all draws can be listed.
    fn points(self) -> Option<&'static [f64]> {
        match self {
            WildWeights::Rademacher => Some(&[1.0, -1.0]),
            WildWeights::Webb => Some(&WEBB),
            WildWeights::Mammen => None,
        }
    }

    fn random(self, stream: &mut Stream, out: &mut [f64]) {
        match self {
            WildWeights::Rademacher => {
                for chunk in out.chunks_mut(64) {
                    let mut bits = stream.bits();
                    for value in chunk {
                        *value = if bits & 1 == 0 { 1.0 } else { -1.0 };
                        bits >>= 1;
                    }
                }
            }
            WildWeights::Webb => out.iter_mut().for_each(|value| *value = WEBB[stream.below(6)]),
            WildWeights::Mammen => {
                let five = 5.0_f64.sqrt();
                for value in out {
                    *value = if stream.uniform() < (five + 1.0) / (2.0 * five) { 0.5 - 0.5 * five } else { 0.5 + 0.5 * five };
                }
            }
        }
    }
}

/// One draw: numerator n₀ + γ n₁, variance q₀ + 2γ q₁ + γ² q₂.
#[derive(Debug, Clone, Copy)]
struct Draw {
    numerator: [f64; 2],
    variance: [f64; 3],
}

/// The bootstrap distribution of one coefficient.
#[derive(Debug, Clone)]
pub struct Wild {
    estimate: f64,
    /// Standard error without small-sample factor, for the steps of the search.
    std_error: f64,
    /// Σ of squared scores of the estimate.
    square: f64,
    draws: Vec<Draw>,
    /// Whether all weight vectors were listed.
    pub enumerated: bool,
    /// Number of clusters.
    pub clusters: usize,
}

/// Draws the bootstrap of the kept coefficient `target`: all weight vectors where they are at most `draws`. The fit must have absorbed only
/// factors nested in the clusters. None under two clusters, or where the coefficient has no variance.
pub fn wild(fit: &CellFit, cells: &Cells, codes: &[u32], target: usize, weights: WildWeights, draws: u32, seed: u64) -> Option<Wild> {
    let (codes, g) = compact(codes);
    let k = fit.kept.len();
    if g < 2 || draws == 0 {
        return None;
    }
    let own = fit.bread[[target, target]];
    let delta: Array1<f64> = fit.bread.column(target).mapv(|x| x / own);
    let scores = cluster_scores(fit, &codes, g);
    let mut images = Array2::zeros((g, k));
    for (cluster, rows) in members(&codes, g).iter().enumerate() {
        images.row_mut(cluster).assign(&fit.cross_products(cells, rows).dot(&delta));
    }
    // Scores of the treatment net of the other regressors, constant and slope in γ.
    let a = [scores.dot(&delta), images.dot(&delta)];
    let numerators = [scores.dot(&fit.bread.column(target)), images.dot(&fit.bread.column(target))];
    // C_g' r = Σ_h v_h C_g'(X'X)⁻¹ b_h: through k numbers, or g where that is less.
    let (left, right): (Array2<f64>, [Array2<f64>; 2]) = if k <= g {
        (images.clone(), [fit.bread.dot(&scores.t()), fit.bread.dot(&images.t())])
    } else {
        let through = images.dot(&fit.bread);
        (Array2::eye(g), [through.dot(&scores.t()), through.dot(&images.t())])
    };
    let square = a[0].dot(&a[0]);
    if !(square > 0.0) {
        return None;
    }
    let points = weights.points().filter(|points| (points.len() as f64).powi(g as i32) <= f64::from(draws));
    let count = points.map_or(u64::from(draws), |points| (points.len() as u64).pow(g as u32));
    let draw = |index: u64| {
        let mut v = vec![1.0; g];
        match points {
            Some(points) => {
                let mut rest = index;
                for value in &mut v {
                    *value = points[(rest % points.len() as u64) as usize];
                    rest /= points.len() as u64;
                }
            }
            // The sample itself is the first draw.
            None if index == 0 => {}
            None => weights.random(&mut Stream::new(seed, "wild", index), &mut v),
        }
        let v = Array1::from(v);
        let through = [left.dot(&right[0].dot(&v)), left.dot(&right[1].dot(&v))];
        let (mut q0, mut q1, mut q2) = (0.0, 0.0, 0.0);
        for h in 0..g {
            let constant = v[h] * a[0][h] - through[0][h];
            let slope = v[h] * a[1][h] - through[1][h];
            q0 += constant * constant;
            q1 += constant * slope;
            q2 += slope * slope;
        }
        Draw { numerator: [numerators[0].dot(&v), numerators[1].dot(&v)], variance: [q0, q1, q2] }
    };
    let draws = (0..count).into_par_iter().map(draw).collect();
    Some(Wild { estimate: fit.coefficients[target], std_error: own * square.sqrt(), square, draws, enumerated: points.is_some(), clusters: g })
}

impl Wild {
    /// Draws that were made.
    pub fn draws(&self) -> usize {
        self.draws.len()
    }

    /// Two-sided p-value of the null that the coefficient is `null`: the share of draws with |t*| ≥ |t|.
    pub fn p_value(&self, null: f64) -> f64 {
        let gap = self.estimate - null;
        let count = self.draws.iter().filter(|draw| self.exceeds(draw, gap)).count();
        count as f64 / self.draws.len() as f64
    }

    fn exceeds(&self, draw: &Draw, gap: f64) -> bool {
        let numerator = draw.numerator[0] + gap * draw.numerator[1];
        let variance = draw.variance[0] + gap * (2.0 * draw.variance[1] + gap * draw.variance[2]);
        // Squares on both sides, hence twice the tolerance.
        numerator * numerator * self.square >= gap * gap * variance * (1.0 - 2.0 * TIE)
    }

    /// The nulls that are not rejected at 1 − level, from the outermost on either side; a side that has no end is none.
    pub fn interval(&self, level: f64) -> (Option<f64>, Option<f64>) {
        (self.limit(level, -1.0), self.limit(level, 1.0))
    }

    fn limit(&self, level: f64, side: f64) -> Option<f64> {
        const DOUBLINGS: i32 = 12;
        const STEPS: i32 = 64;
        let alpha = 1.0 - level;
        let accepted = |distance: f64| self.p_value(self.estimate + side * distance) > alpha * (1.0 + TIE);
        // Twice in a row rejected at doubling distances: beyond lies nothing that is accepted.
        let mut far = self.std_error;
        let mut rejected = 0;
        for _ in 0..DOUBLINGS {
            rejected = if accepted(far) { 0 } else { rejected + 1 };
            if rejected == 2 {
                break;
            }
            far *= 2.0;
        }
        if rejected < 2 {
            return None;
        }
        let grid = |step: i32| far * f64::from(step) / f64::from(STEPS);
        let inside = (0..STEPS).rev().find(|step| accepted(grid(*step)))?;
        let (mut low, mut high) = (grid(inside), grid(inside + 1));
        for _ in 0..60 {
            let middle = f64::midpoint(low, high);
            if accepted(middle) {
                low = middle;
            } else {
                high = middle;
            }
        }
        Some(self.estimate + side * f64::midpoint(low, high))
    }
}
