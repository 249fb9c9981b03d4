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

/// Draws that are made together: sums for all of them are one matrix product.
const BLOCK: usize = 64;

/// The draws, a number of each after the other: numerators n₀ + γ n₁, variances q₀ + 2γ q₁ + γ² q₂.
#[derive(Debug, Clone, Default)]
struct Draws {
    numerator: [Vec<f64>; 2],
    variance: [Vec<f64>; 3],
}

/// The bootstrap distribution of one coefficient.
#[derive(Debug, Clone)]
pub struct Wild {
    estimate: f64,
    /// Standard error without small-sample factor, for the steps of the search.
    std_error: f64,
    /// Σ of squared scores of the estimate.
    square: f64,
    draws: Draws,
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
    let of: Vec<Array1<f64>> = members(&codes, g).par_iter().map(|rows| fit.cross_products(cells, rows).dot(&delta)).collect();
    of.iter().zip(images.rows_mut()).for_each(|(image, mut row)| row.assign(image));
    // Scores of the treatment net of the other regressors, constant and slope in γ.
    let a = [scores.dot(&delta), images.dot(&delta)];
    let numerators = [scores.dot(&fit.bread.column(target)), images.dot(&fit.bread.column(target))];
    // C_g' r = Σ_h v_h C_g'(X'X)⁻¹ b_h: through k numbers, or g where that is less.
    let (left, right): (Option<&Array2<f64>>, [Array2<f64>; 2]) = if k <= g {
        (Some(&images), [fit.bread.dot(&scores.t()), fit.bread.dot(&images.t())])
    } else {
        let through = images.dot(&fit.bread);
        (None, [through.dot(&scores.t()), through.dot(&images.t())])
    };
    let square = a[0].dot(&a[0]);
    if !(square > 0.0) {
        return None;
    }
    let points = weights.points().filter(|points| (points.len() as f64).powi(g as i32) <= f64::from(draws));
    let count = points.map_or(u64::from(draws), |points| (points.len() as u64).pow(g as u32));
    let draw = |index: u64, v: &mut [f64]| match points {
        Some(points) => {
            let mut rest = index;
            for value in v {
                *value = points[(rest % points.len() as u64) as usize];
                rest /= points.len() as u64;
            }
        }
        // The sample itself is the first draw.
        None if index == 0 => v.fill(1.0),
        None => weights.random(&mut Stream::new(seed, "wild", index), v),
    };
    let block = |first: u64| {
        let size = (count - first).min(BLOCK as u64) as usize;
        // One column a draw.
        let (mut v, mut one) = (Array2::zeros((g, size)), vec![0.0; g]);
        for (at, mut column) in v.columns_mut().into_iter().enumerate() {
            draw(first + at as u64, &mut one);
            column.iter_mut().zip(&one).for_each(|(place, value)| *place = *value);
        }
        let through = right.each_ref().map(|right| left.map_or_else(|| right.dot(&v), |left| left.dot(&right.dot(&v))));
        let (mut numerator, mut variance) = ([(); 2].map(|()| vec![0.0; size]), [(); 3].map(|()| vec![0.0; size]));
        for h in 0..g {
            let (weights, through) = (v.row(h), through.each_ref().map(|through| through.row(h)));
            let ([n0, n1], [q0, q1, q2]) = (&mut numerator, &mut variance);
            for (at, weight) in weights.iter().enumerate() {
                n0[at] += weight * numerators[0][h];
                n1[at] += weight * numerators[1][h];
                let constant = weight * a[0][h] - through[0][at];
                let slope = weight * a[1][h] - through[1][at];
                q0[at] += constant * constant;
                q1[at] += constant * slope;
                q2[at] += slope * slope;
            }
        }
        Draws { numerator, variance }
    };
    let blocks: Vec<Draws> = (0..count.div_ceil(BLOCK as u64)).into_par_iter().map(|at| block(at * BLOCK as u64)).collect();
    let mut draws = Draws::default();
    for block in blocks {
        draws.numerator.iter_mut().zip(block.numerator).for_each(|(all, some)| all.extend(some));
        draws.variance.iter_mut().zip(block.variance).for_each(|(all, some)| all.extend(some));
    }
    Some(Wild { estimate: fit.coefficients[target], std_error: own * square.sqrt(), square, draws, enumerated: points.is_some(), clusters: g })
}

impl Wild {
    /// Draws that were made.
    pub fn draws(&self) -> usize {
        self.draws.numerator[0].len()
    }

    /// Two-sided p-value of the null that the coefficient is `null`: the share of draws with |t*| ≥ |t|.
    pub fn p_value(&self, null: f64) -> f64 {
        self.draws.count(self.estimate - null, self.square) as f64 / self.draws() as f64
    }

    /// The nulls that are not rejected at 1 − level, from the outermost on either side; a side that has no end is none.
    pub fn interval(&self, level: f64) -> (Option<f64>, Option<f64>) {
        (self.limit(level, -1.0), self.limit(level, 1.0))
    }

    fn limit(&self, level: f64, side: f64) -> Option<f64> {
        const DOUBLINGS: i32 = 12;
        const STEPS: i32 = 64;
        let alpha = 1.0 - level;
        let gap = |distance: f64| self.estimate - (self.estimate + side * distance);
        let above = |count: usize| count as f64 / self.draws() as f64 > alpha * (1.0 + TIE);
        let accepted = |distance: f64| above(self.draws.count(gap(distance), self.square));
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
        // Most draws are on one side all the way between the two; only the others are counted again.
        let (always, open) = self.draws.between(gap(low), gap(high), self.square);
        for _ in 0..60 {
            let middle = f64::midpoint(low, high);
            if above(always + open.count(gap(middle), self.square)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        Some(self.estimate + side * f64::midpoint(low, high))
    }
}

/// Draws that a thread counts at a time.
const RUN: usize = 1 << 13;
/// What rounding may do to the sign of a difference of squares, relative to its terms.
const ROUNDING: f64 = 1e-10;

impl Draws {
    /// Draws with |t*| ≥ |t| where the estimate lies `gap` above the null.
    fn count(&self, gap: f64, square: f64) -> usize {
        // Squares on both sides, hence twice the tolerance.
        let limit = gap * gap * (1.0 - 2.0 * TIE);
        let run = |first: usize| {
            let some = first..(first + RUN).min(self.numerator[0].len());
            let [n0, n1] = self.numerator.each_ref().map(|of| &of[some.clone()]);
            let [q0, q1, q2] = self.variance.each_ref().map(|of| &of[some.clone()]);
            let mut count = 0;
            for ((((n0, n1), q0), q1), q2) in n0.iter().zip(n1).zip(q0).zip(q1).zip(q2) {
                let numerator = n0 + gap * n1;
                let variance = q0 + gap * (2.0 * q1 + gap * q2);
                count += usize::from(numerator * numerator * square >= limit * variance);
            }
            count
        };
        let starts = (0..self.numerator[0].len().div_ceil(RUN)).into_par_iter();
        starts.map(|at| run(at * RUN)).sum()
    }

    /// How many draws have |t*| ≥ |t| for every gap between two, and the draws that have it for some perhaps. numerator² − γ² variance is a polynomial of
    /// degree four: where its five Bernstein coefficients share their sign, so do all its values between.
    fn between(&self, from: f64, to: f64, square: f64) -> (usize, Draws) {
        let width = to - from;
        let gaps = [from * from, 2.0 * from * width, width * width].map(|x| x * (1.0 - 2.0 * TIE));
        let (mut always, mut open) = (0, Draws::default());
        for at in 0..self.numerator[0].len() {
            let [n0, n1] = self.numerator.each_ref().map(|of| of[at]);
            let [q0, q1, q2] = self.variance.each_ref().map(|of| of[at]);
            let n = [n0 + from * n1, width * n1];
            let v = [q0 + from * (2.0 * q1 + from * q2), 2.0 * width * (q1 + from * q2), width * width * q2];
            let c0 = square * n[0] * n[0] - gaps[0] * v[0];
            let c1 = 2.0 * square * n[0] * n[1] - gaps[0] * v[1] - gaps[1] * v[0];
            let c2 = square * n[1] * n[1] - gaps[0] * v[2] - gaps[1] * v[1] - gaps[2] * v[0];
            let c3 = -gaps[1] * v[2] - gaps[2] * v[1];
            let c4 = -gaps[2] * v[2];
            let bernstein = [c0, c0 + c1 / 4.0, c0 + c1 / 2.0 + c2 / 6.0, c0 + 0.75 * c1 + c2 / 2.0 + c3 / 4.0, c0 + c1 + c2 + c3 + c4];
            let size = |values: &[f64]| values.iter().map(|x| x.abs()).sum::<f64>();
            let margin = ROUNDING * (square * size(&n).powi(2) + size(&gaps) * size(&v));
            if bernstein.iter().all(|x| *x > margin) {
                always += 1;
            } else if !bernstein.iter().all(|x| *x < -margin) {
                open.numerator.iter_mut().zip([n0, n1]).for_each(|(all, one)| all.push(one));
                open.variance.iter_mut().zip([q0, q1, q2]).for_each(|(all, one)| all.push(one));
            }
        }
        (always, open)
    }
}
