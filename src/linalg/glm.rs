//! Poisson and logistic regression by Newton's method, on rows given by their entries.

use super::cholesky::{Cholesky, independent};

/// The model of a mean by its index η: a canonical link, so that residuals are orthogonal to the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// exp(η).
    Log,
    /// 1/(1 + exp(−η)).
    Logit,
}

impl Link {
    /// The mean at an index.
    pub fn mean(self, eta: f64) -> f64 {
        match self {
            Link::Log => eta.exp(),
            Link::Logit => super::logit::logistic(eta),
        }
    }

    /// Derivative of the mean by the index, from the mean.
    pub fn slope(self, mean: f64) -> f64 {
        match self {
            Link::Log => mean,
            Link::Logit => mean * (1.0 - mean),
        }
    }

    /// The index of a mean.
    fn index(self, mean: f64) -> f64 {
        match self {
            Link::Log => mean.ln(),
            Link::Logit => (mean / (1.0 - mean)).ln(),
        }
    }

    /// Log-likelihood of an observation, up to what does not depend on the index.
    fn likelihood(self, y: f64, eta: f64) -> f64 {
        match self {
            Link::Log => y * eta - eta.exp(),
            Link::Logit => y * eta - if eta > 0.0 { eta + (-eta).exp().ln_1p() } else { eta.exp().ln_1p() },
        }
    }
}

/// A fitted model.
#[derive(Debug, Clone, PartialEq)]
pub struct Glm {
    /// Coefficients of all columns, zero for collinear ones.
    pub coefficients: Vec<f64>,
    /// Columns that are left.
    pub kept: Vec<usize>,
    /// The factored information Σ w μ' x x' of those.
    pub information: Cholesky,
    /// For each column that was left out: what the others say of it.
    pub relations: Vec<(usize, Vec<f64>)>,
}

/// Newton steps before giving up.
const STEPS: usize = 100;
/// Newton decrement, as a share of the trace of information, after which one more step is exact to rounding.
const DECREMENT: f64 = 1e-18;
/// Newton's method ends quadratically where there is a maximum. Where it lies at infinity each step only takes the decrement down to 1/e of the last.
const LINEAR: f64 = 0.1;

/// Fits observations (weight, outcome) whose rows `entries` visits; `columns` of them. None where the maximum does not exist: an outcome without variation,
/// or groups in which it is always zero (or one).
pub fn glm(link: Link, columns: usize, observations: &[(f64, f64)], entries: impl Fn(usize, &mut dyn FnMut(usize, f64))) -> Option<Glm> {
    newton(link, columns, observations, entries).ok()
}

/// As [`glm`], for the fitted means alone: where the maximum lies at infinity, coefficients so large that the means are those of the limit.
pub fn glm_limit(link: Link, columns: usize, observations: &[(f64, f64)], entries: impl Fn(usize, &mut dyn FnMut(usize, f64))) -> Option<Vec<f64>> {
    match newton(link, columns, observations, entries) {
        Ok(fit) => Some(fit.coefficients),
        Err(limit) => limit,
    }
}

/// The fit, or coefficients on the way to infinity, or nothing.
fn newton(link: Link, columns: usize, observations: &[(f64, f64)], entries: impl Fn(usize, &mut dyn FnMut(usize, f64))) -> Result<Glm, Option<Vec<f64>>> {
    let total: f64 = observations.iter().map(|(w, _)| w).sum();
    let centre = observations.iter().map(|(w, y)| w * y).sum::<f64>() / total;
    if !(centre > 0.0) || (link == Link::Logit && centre >= 1.0) {
        return Err(None);
    }
    let gram = |weight: &dyn Fn(usize) -> f64| {
        let mut gram = vec![0.0; columns * columns];
        let mut row: Vec<(usize, f64)> = Vec::new();
        for i in 0..observations.len() {
            row.clear();
            entries(i, &mut |j, x| row.push((j, x)));
            let w = weight(i);
            for (a, x) in &row {
                row.iter().filter(|(b, _)| b <= a).for_each(|(b, y)| gram[a * columns + b] += w * x * y);
            }
        }
        gram
    };
    let plain = gram(&|i| observations[i].0);
    let kept = independent(&plain, columns);
    let small = |gram: &[f64]| -> Vec<f64> { kept.iter().flat_map(|a| kept.iter().map(|b| gram[*a.max(b) * columns + *a.min(b)])).collect() };
    let index = |b: &[f64]| -> Vec<f64> {
        (0..observations.len())
            .map(|i| {
                let mut eta = 0.0;
                entries(i, &mut |j, x| eta += x * b[j]);
                eta
            })
            .collect()
    };
    let likelihood = |eta: &[f64]| observations.iter().zip(eta).map(|((w, y), eta)| w * link.likelihood(*y, *eta)).sum::<f64>();
    let score = |residual: &dyn Fn(usize) -> f64| {
        let mut out = vec![0.0; columns];
        for i in 0..observations.len() {
            let r = residual(i);
            entries(i, &mut |j, x| out[j] += r * x);
        }
        kept.iter().map(|j| out[*j]).collect::<Vec<f64>>()
    };
    // The first step from means between the outcomes and their centre.
    let start: Vec<f64> = observations.iter().map(|(_, y)| 0.5 * (y + centre)).collect();
    let information = Cholesky::new(&small(&gram(&|i| observations[i].0 * link.slope(start[i]))), kept.len()).ok_or(None)?;
    let working = |i: usize| {
        let (w, y) = observations[i];
        w * (link.slope(start[i]) * link.index(start[i]) + y - start[i])
    };
    let mut beta = vec![0.0; columns];
    kept.iter().zip(information.solve(&score(&working))).for_each(|(j, b)| beta[*j] = b);
    let mut eta = index(&beta);
    let mut best = likelihood(&eta);
    let mut before = f64::INFINITY;
    for _ in 0..STEPS {
        let mean: Vec<f64> = eta.iter().map(|eta| link.mean(*eta)).collect();
        let weights = gram(&|i| observations[i].0 * link.slope(mean[i]));
        let trace: f64 = kept.iter().map(|j| weights[j * columns + j]).sum();
        let Some(information) = Cholesky::new(&small(&weights), kept.len()) else { return Err(Some(beta)) };
        let gradient = score(&|i| observations[i].0 * (observations[i].1 - mean[i]));
        let step = information.solve(&gradient);
        let decrement: f64 = gradient.iter().zip(&step).map(|(g, s)| g * s).sum();
        if !decrement.is_finite() {
            return Err(Some(beta));
        }
        let mut length = 1.0;
        loop {
            let mut next = beta.clone();
            kept.iter().zip(&step).for_each(|(j, s)| next[*j] += length * s);
            let there = index(&next);
            let value = likelihood(&there);
            if value >= best - 1e-12 * best.abs() || length < 1e-6 {
                (beta, eta, best) = (next, there, value);
                break;
            }
            length *= 0.5;
        }
        if decrement <= DECREMENT * trace {
            if decrement > LINEAR * before {
                return Err(Some(beta));
            }
            let relations = (0..columns)
                .filter(|j| !kept.contains(j))
                .map(|j| {
                    let right: Vec<f64> = kept.iter().map(|a| plain[*a.max(&j) * columns + *a.min(&j)]).collect();
                    let mut relation = vec![0.0; columns];
                    if let Some(factor) = Cholesky::new(&small(&plain), kept.len()) {
                        kept.iter().zip(factor.solve(&right)).for_each(|(a, b)| relation[*a] = b);
                    }
                    (j, relation)
                })
                .collect();
            return Ok(Glm { coefficients: beta, kept, information, relations });
        }
        before = decrement;
    }
    Err(Some(beta))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(link: Link, rows: &[(&[f64], f64)]) -> Option<Glm> {
        let observations: Vec<(f64, f64)> = rows.iter().map(|(_, y)| (1.0, *y)).collect();
        glm(link, rows[0].0.len(), &observations, |i, visit| rows[i].0.iter().enumerate().for_each(|(j, x)| visit(j, *x)))
    }

    #[test]
    fn groups_have_their_means_and_collinear_columns_leave() {
        let rows: [(&[f64], f64); 5] =
            [(&[1.0, 0.0, 1.0], 400.0), (&[1.0, 0.0, 1.0], 200.0), (&[1.0, 1.0, 2.0], 1.0), (&[1.0, 1.0, 2.0], 0.0), (&[1.0, 1.0, 2.0], 1.0)];
        let found = fit(Link::Log, &rows).unwrap_or_else(|| unreachable!("it has a maximum"));
        assert_eq!(found.kept, [0, 1]);
        assert!((found.coefficients[0].exp() - 300.0).abs() < 1e-10);
        assert!(((found.coefficients[0] + found.coefficients[1]).exp() - 2.0 / 3.0).abs() < 1e-13);
        // x₂ = x₀ + x₁.
        assert!(found.relations[0].1.iter().zip([1.0, 1.0, 0.0]).all(|(a, b)| (a - b).abs() < 1e-12));
    }

    #[test]
    fn a_group_that_is_always_zero_has_no_maximum() {
        let rows: [(&[f64], f64); 4] = [(&[1.0, 0.0], 1.0), (&[1.0, 0.0], 0.0), (&[1.0, 1.0], 0.0), (&[1.0, 1.0], 0.0)];
        assert!(fit(Link::Log, &rows).is_none());
        assert!(fit(Link::Logit, &rows).is_none());
        let all: [(&[f64], f64); 2] = [(&[1.0], 1.0), (&[1.0], 1.0)];
        assert!(fit(Link::Logit, &all).is_none());
    }
}
