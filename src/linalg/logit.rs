//! Weighted logistic regression by Newton's method, to rounding.

use super::Cholesky;

/// A fitted logit.
#[derive(Debug, Clone, PartialEq)]
pub struct Logit {
    /// Coefficients of the columns.
    pub coefficients: Vec<f64>,
    /// The factored information matrix Σ w p (1 − p) x x'.
    pub information: Cholesky,
}

/// Newton steps before giving up; a fit that exists needs fewer than ten.
const STEPS: usize = 60;

/// Newton decrement, as a share of the sum of weights, after which one more step is exact to rounding.
const DECREMENT: f64 = 1e-16;

/// 1/(1 + exp(−η)).
pub fn logistic(eta: f64) -> f64 {
    1.0 / (1.0 + (-eta).exp())
}

/// Σ xⱼ bⱼ.
pub fn dot(x: &[f64], b: &[f64]) -> f64 {
    x.iter().zip(b).map(|(x, b)| x * b).sum()
}

/// Adds w x x' to the lower triangle of a Gram matrix (row by row).
pub fn add_outer(gram: &mut [f64], x: &[f64], w: f64) {
    let k = x.len();
    for i in 0..k {
        let scaled = w * x[i];
        for j in 0..=i {
            gram[i * k + j] += scaled * x[j];
        }
    }
}

/// Adds w x to a vector.
pub fn add_scaled(sum: &mut [f64], x: &[f64], w: f64) {
    for (sum, x) in sum.iter_mut().zip(x) {
        *sum += w * x;
    }
}

/// The logit of y on the columns of x (`columns` of them) over `rows` rows, each given as (x, y, weight) by its number. None where the maximum
/// does not exist (separation) or the columns are collinear.
pub fn logit<'a>(columns: usize, rows: usize, row: impl Fn(usize) -> (&'a [f64], bool, f64)) -> Option<Logit> {
    let mut coefficients = vec![0.0; columns];
    let mut before = f64::NEG_INFINITY;
    let mut step = vec![0.0; columns];
    for _ in 0..STEPS {
        let mut gradient = vec![0.0; columns];
        let mut gram = vec![0.0; columns * columns];
        let (mut likelihood, mut total) = (0.0, 0.0);
        for i in 0..rows {
            let (x, y, w) = row(i);
            let eta = dot(x, &coefficients);
            let p = logistic(eta);
            // ln p or ln (1 − p) without cancellation.
            let signed = if y { -eta } else { eta };
            likelihood -= w * if signed > 0.0 { signed + (-signed).exp().ln_1p() } else { signed.exp().ln_1p() };
            total += w;
            add_scaled(&mut gradient, x, w * (f64::from(u8::from(y)) - p));
            add_outer(&mut gram, x, w * p * (1.0 - p));
        }
        if !likelihood.is_finite() {
            return None;
        }
        if likelihood < before - 1e-10 * before.abs() {
            // The step was too long: back by half.
            for (b, s) in coefficients.iter_mut().zip(step.iter_mut()) {
                *s *= 0.5;
                *b -= *s;
            }
            continue;
        }
        before = likelihood;
        let information = Cholesky::new(&gram, columns)?;
        step = information.solve(&gradient);
        let decrement = dot(&gradient, &step);
        for (b, s) in coefficients.iter_mut().zip(&step) {
            *b += s;
        }
        if decrement <= DECREMENT * total {
            return Some(Logit { coefficients, information });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_gives_the_log_odds_and_groups_their_shares() {
        let rows = [([1.0, 0.0], true), ([1.0, 0.0], false), ([1.0, 0.0], false), ([1.0, 1.0], true), ([1.0, 1.0], true), ([1.0, 1.0], false)];
        let fit = logit(2, rows.len(), |i| (&rows[i].0, rows[i].1, 1.0)).map(|fit| fit.coefficients).unwrap_or_default();
        assert!((logistic(fit[0]) - 1.0 / 3.0).abs() < 1e-15);
        assert!((logistic(fit[0] + fit[1]) - 2.0 / 3.0).abs() < 1e-15);
    }

    #[test]
    fn separation_has_no_maximum() {
        let rows = [([1.0, -1.0], false), ([1.0, -2.0], false), ([1.0, 1.0], true), ([1.0, 3.0], true)];
        assert!(logit(2, rows.len(), |i| (&rows[i].0, rows[i].1, 1.0)).is_none_or(|fit| logistic(dot(&rows[2].0, &fit.coefficients)) > 0.999));
    }
}
