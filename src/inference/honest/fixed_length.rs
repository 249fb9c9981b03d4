//! The optimal fixed-length interval of Armstrong and Kolesár (2018) under smoothness, as Rambachan and Roth use it.
//!
//! An estimator l'τ̂ + v'β̂_pre whose weights take out a linear trend has a worst-case bias of M times the sum of |cᵢ|, where the cᵢ are double sums of the weights
//! over the second differences. In terms of the cᵢ before the last one, which are free, the trade between variance and bias is a lasso; its whole path is
//! piecewise linear and is followed exactly, and the best half length se · cv(bias / se) lies where its derivative along the path is zero.

use super::Effects;
use crate::inference::distributions::{normal_cdf, normal_pdf, normal_quantile};
use ndarray::{Array1, Array2};

/// Share of the largest diagonal element that is added where the covariance before the start is singular.
const RIDGE: f64 = 1e-12;
/// Halvings on the path; the half length is flat at its minimum.
const HALVINGS: usize = 100;

/// The best interval for one M.
#[derive(Debug, Clone, PartialEq)]
pub struct FixedLength {
    /// Centre.
    pub estimate: f64,
    /// Its standard error.
    pub std_error: f64,
    /// Worst-case bias.
    pub bias: f64,
    /// Half the length.
    pub half_length: f64,
}

/// 1 − α quantile of |N(t, 1)| and its derivative by t.
pub fn folded_quantile(t: f64, alpha: f64) -> (f64, f64) {
    let t = t.abs();
    let (mut low, mut high) = (0.0, t + normal_quantile(1.0 - alpha / 2.0) + 1.0);
    let mut at = t + normal_quantile(1.0 - alpha);
    for _ in 0..200 {
        let over = normal_cdf(at - t) - normal_cdf(-at - t) - (1.0 - alpha);
        if over > 0.0 {
            high = at;
        } else {
            low = at;
        }
        let step = over / (normal_pdf(at - t) + normal_pdf(at + t));
        let next = at - step;
        let next = if next > low && next < high { next } else { f64::midpoint(low, high) };
        if (next - at).abs() <= 1e-15 * at {
            break;
        }
        at = next;
    }
    let (near, far) = (normal_pdf(at - t), normal_pdf(at + t));
    (at, (near - far) / (near + far))
}

/// min ½c'Qc + q'c + λ‖c‖₁ by λ.
struct Lasso {
    quadratic: Array2<f64>,
    linear: Array1<f64>,
}

/// A point of the path: its λ and the coefficients there.
struct Knot {
    penalty: f64,
    coefficients: Array1<f64>,
}

impl Lasso {
    /// The path from the λ at which all coefficients leave zero down to 0. Between knots coefficients are linear in λ.
    fn path(&self) -> Option<Vec<Knot>> {
        let k = self.linear.len();
        let mut coefficients = Array1::<f64>::zeros(k);
        let gradient = |coefficients: &Array1<f64>| self.quadratic.dot(coefficients) + &self.linear;
        let mut penalty = self.linear.iter().fold(0.0_f64, |max, x| max.max(x.abs()));
        let mut signs = vec![0.0_f64; k];
        let mut knots = vec![Knot { penalty, coefficients: coefficients.clone() }];
        let scale = penalty;
        let mut entering = (0..k).find(|i| self.linear[*i].abs() >= penalty).filter(|_| penalty > 0.0);
        // Each knot changes one coefficient; far more of them than 3ᵏ cannot be, and in practice there are about k.
        for _ in 0..(50 * (k + 1)) {
            if penalty <= 0.0 {
                break;
            }
            if let Some(i) = entering.take() {
                signs[i] = -gradient(&coefficients)[i].signum();
            }
            let active: Vec<usize> = (0..k).filter(|i| signs[*i] != 0.0).collect();
            // Q_AA dc = s dλ' with λ falling: c(λ − t) = c + t Q_AA⁻¹ s.
            let direction = self.direction(&active, &signs)?;
            let pull = self.quadratic.dot(&direction);
            let now = gradient(&coefficients);
            let (mut step, mut event) = (penalty, None);
            for i in 0..k {
                if signs[i] == 0.0 {
                    // |g + t·pull| = λ − t.
                    for side in [1.0, -1.0] {
                        let rate = side * pull[i] + 1.0;
                        let t = (penalty - side * now[i]) / rate;
                        if rate > 1e-12 && t > 1e-13 * scale && t < step {
                            (step, event) = (t, Some((i, true)));
                        }
                    }
                } else {
                    let t = -coefficients[i] / direction[i];
                    if coefficients[i] != 0.0 && t > 0.0 && t < step {
                        (step, event) = (t, Some((i, false)));
                    }
                }
            }
            coefficients.scaled_add(step, &direction);
            penalty -= step;
            match event {
                Some((i, true)) => entering = Some(i),
                Some((i, false)) => {
                    coefficients[i] = 0.0;
                    signs[i] = 0.0;
                }
                None => penalty = 0.0,
            }
            knots.push(Knot { penalty, coefficients: coefficients.clone() });
        }
        Some(knots)
    }

    fn direction(&self, active: &[usize], signs: &[f64]) -> Option<Array1<f64>> {
        let k = active.len();
        let block: Vec<f64> = active.iter().flat_map(|i| active.iter().map(|j| self.quadratic[[*i, *j]])).collect();
        let target: Vec<f64> = active.iter().map(|i| signs[*i]).collect();
        let solved = if k == 0 { Vec::new() } else { crate::linalg::Cholesky::new(&block, k)?.solve(&target) };
        let mut out = Array1::zeros(signs.len());
        active.iter().zip(solved).for_each(|(i, x)| out[*i] = x);
        Some(out)
    }
}

/// The estimator as a function of the free double sums.
struct Family {
    lasso: Lasso,
    /// Variance with all free sums zero.
    variance: f64,
    /// Bias over M with all free sums zero.
    bias: f64,
    estimate: f64,
    /// Derivative of the estimate by each free sum.
    pull: Array1<f64>,
}

impl Family {
    fn new(effects: &Effects, weights: &[f64]) -> Self {
        let (pre, post) = (effects.pre, weights.len());
        let trend: f64 = weights.iter().enumerate().map(|(at, weight)| (at + 1) as f64 * weight).sum();
        // Weights before the start from double sums c: vᵢ = cᵢ − 2cᵢ₋₁ + cᵢ₋₂, the last of the c being the trend of l.
        let double = |at: usize| -> Array1<f64> {
            let mut out = Array1::zeros(pre + post);
            for (offset, entry) in [1.0, -2.0, 1.0].into_iter().enumerate() {
                if at + offset < pre {
                    out[at + offset] = entry;
                }
            }
            out
        };
        let mut base = double(pre - 1) * trend;
        weights.iter().enumerate().for_each(|(at, weight)| base[pre + at] = *weight);
        let free: Vec<Array1<f64>> = (0..pre - 1).map(double).collect();
        let estimates = Array1::from(effects.estimates.clone());
        let mut covariance = effects.covariance.clone();
        let ridge = RIDGE * covariance.diag().iter().fold(0.0_f64, |max, x| max.max(*x));
        covariance.diag_mut().mapv_inplace(|x| x + ridge);
        let spread: Vec<Array1<f64>> = free.iter().map(|column| covariance.dot(column)).collect();
        let k = free.len();
        // Worst bias of what lies after the reference: double sums of the weights from the end.
        let after: f64 = (1..post).map(|from| (from..post).map(|at| (at - from + 1) as f64 * weights[at]).sum::<f64>().abs()).sum();
        Self {
            lasso: Lasso {
                quadratic: Array2::from_shape_fn((k, k), |(i, j)| free[i].dot(&spread[j])),
                linear: spread.iter().map(|column| column.dot(&base)).collect(),
            },
            variance: base.dot(&covariance.dot(&base)),
            bias: after + trend.abs(),
            estimate: base.dot(&estimates),
            pull: free.iter().map(|column| column.dot(&estimates)).collect(),
        }
    }

    fn at(&self, coefficients: &Array1<f64>, m: f64, alpha: f64) -> (FixedLength, f64) {
        let variance = self.variance + coefficients.dot(&self.lasso.quadratic.dot(coefficients)) + 2.0 * coefficients.dot(&self.lasso.linear);
        let std_error = variance.max(0.0).sqrt();
        let bias = m * (self.bias + coefficients.iter().map(|x| x.abs()).sum::<f64>());
        let ratio = bias / std_error;
        let (value, slope) = folded_quantile(ratio, alpha);
        let found = FixedLength { estimate: self.estimate + self.pull.dot(coefficients), std_error, bias, half_length: std_error * value };
        // λ at which a further trade of variance for bias would not pay.
        (found, m * std_error * slope / (value - ratio * slope))
    }
}

/// The best fixed-length interval under a change of slope of at most `m` a period; none without a period before the reference, or where the covariance has no
/// positive variance.
pub fn fixed_length(effects: &Effects, weights: &[f64], m: f64, alpha: f64) -> Option<FixedLength> {
    if effects.pre == 0 || weights.is_empty() {
        return None;
    }
    let family = Family::new(effects, weights);
    let path = family.lasso.path()?;
    let at = |coefficients: &Array1<f64>| family.at(coefficients, m, alpha);
    let wanted = |penalty: f64, coefficients: &Array1<f64>| penalty - at(coefficients).1;
    let first = path.first()?;
    if !(at(&first.coefficients).0.std_error > 0.0) {
        return None;
    }
    if wanted(first.penalty, &first.coefficients) <= 0.0 {
        return Some(at(&first.coefficients).0);
    }
    for pair in path.windows(2) {
        let [from, to] = pair else { continue };
        if wanted(to.penalty, &to.coefficients) > 0.0 {
            continue;
        }
        let between = |share: f64| {
            let coefficients = &from.coefficients * (1.0 - share) + &to.coefficients * share;
            (from.penalty * (1.0 - share) + to.penalty * share, coefficients)
        };
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            let (penalty, coefficients) = between(middle);
            if wanted(penalty, &coefficients) > 0.0 {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Some(at(&between(high).1).0);
    }
    Some(at(&path.last()?.coefficients).0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folded_normal_quantiles() {
        // t = 0: the two-sided normal quantile; far out: the one-sided one.
        assert!((folded_quantile(0.0, 0.05).0 - 1.959_963_984_540_054).abs() < 1e-12);
        assert!((folded_quantile(30.0, 0.05).0 - 30.0 - 1.644_853_626_951_472_2).abs() < 1e-12);
        let (below, _) = folded_quantile(0.7, 0.05);
        let (above, _) = folded_quantile(0.7 + 1e-6, 0.05);
        assert!(((above - below) / 1e-6 - folded_quantile(0.7, 0.05).1).abs() < 1e-5);
    }

    #[test]
    fn the_path_ends_at_least_squares() {
        let lasso = Lasso { quadratic: ndarray::array![[2.0, 0.5, 0.1], [0.5, 1.0, -0.3], [0.1, -0.3, 1.5]], linear: ndarray::array![1.0, -0.4, 0.2] };
        let path = lasso.path().unwrap_or_default();
        let last = path.last().map(|knot| &knot.coefficients).cloned().unwrap_or_default();
        let left = lasso.quadratic.dot(&last) + &lasso.linear;
        assert!(left.iter().all(|x| x.abs() < 1e-12), "{left}");
        for knot in &path {
            let gradient = lasso.quadratic.dot(&knot.coefficients) + &lasso.linear;
            for (g, c) in gradient.iter().zip(&knot.coefficients) {
                assert!(g.abs() <= knot.penalty + 1e-12);
                assert!(*c == 0.0 || (g + knot.penalty * c.signum()).abs() < 1e-12);
            }
        }
    }
}
