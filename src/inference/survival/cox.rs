//! Proportional hazards (Cox 1972) with ties by Efron (1977), Breslow (1974) or exactly, strata, by Newton's method.

use crate::linalg::pseudo_inverse;
use ndarray::{Array1, Array2};
use serde::{Deserialize, Serialize};

/// How events at the same time are dealt with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Ties {
    /// Efron (1977): close to the average over all orders.
    #[default]
    Efron,
    /// Breslow (1974): all of them against the same cases at risk.
    Breslow,
    /// Every set of as many cases at risk; slow where there are many at one time.
    Exact,
}

/// Cases, covariates (cases × columns) and strata (codes).
#[derive(Debug, Clone, Copy)]
pub struct CoxData<'a> {
    /// Times.
    pub times: &'a [f64],
    /// Whether the case ended then.
    pub events: &'a [bool],
    /// Covariates.
    pub x: &'a Array2<f64>,
    /// Stratum of each case; none: one for all.
    pub strata: Option<&'a [usize]>,
}

/// A fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Cox {
    /// Log hazard ratios.
    pub coefficients: Array1<f64>,
    /// Inverse of the information.
    pub covariance: Array2<f64>,
    /// Log partial likelihood at zero and at the coefficients.
    pub log_likelihood: [f64; 2],
    /// Score statistic at zero, on as many degrees of freedom as there are coefficients.
    pub score_test: f64,
    /// Ties as dealt with.
    pub ties: Ties,
    /// Rounds of Newton's method.
    pub iterations: usize,
}

/// Change of the log likelihood, relative to its size, at which the fit stands.
const STILL: f64 = 1e-14;
/// Rounds after which there is no fit.
const ROUNDS: usize = 60;
/// A coefficient on standardized covariates beyond this has no finite maximum.
const DIVERGED: f64 = 60.0;

/// Events at one time of one stratum: who ended, and who was at risk (those who ended included).
pub(super) struct Moment {
    pub(super) time: f64,
    pub(super) ended: Vec<usize>,
    /// Start of the cases at risk in the stratum's order.
    pub(super) risk_from: usize,
}

/// A stratum: cases by time, and its moments.
pub(super) struct Stratum {
    pub(super) order: Vec<usize>,
    pub(super) moments: Vec<Moment>,
}

pub(super) fn strata(data: &CoxData) -> Vec<Stratum> {
    let count = data.strata.and_then(|strata| strata.iter().max()).map_or(1, |last| last + 1);
    let all = super::by_time(data.times, data.events);
    (0..count)
        .map(|layer| {
            let order: Vec<usize> = all.iter().copied().filter(|case| data.strata.is_none_or(|strata| strata[*case] == layer)).collect();
            let mut moments = Vec::new();
            let mut at = 0;
            while at < order.len() {
                let time = data.times[order[at]];
                let same = order[at..].iter().take_while(|case| data.times[**case] == time).count();
                let ended: Vec<usize> = order[at..at + same].iter().copied().filter(|case| data.events[*case]).collect();
                if !ended.is_empty() {
                    moments.push(Moment { time, ended, risk_from: at });
                }
                at += same;
            }
            Stratum { order, moments }
        })
        .collect()
}

/// Weighted sums of ones, covariates and their squares.
#[derive(Clone)]
pub(super) struct Sums {
    pub(super) zero: f64,
    pub(super) one: Array1<f64>,
    pub(super) two: Array2<f64>,
}

impl Sums {
    pub(super) fn new(p: usize) -> Self {
        Self { zero: 0.0, one: Array1::zeros(p), two: Array2::zeros((p, p)) }
    }

    #[allow(clippy::needless_pass_by_value)] // a view is a reference already
    pub(super) fn add(&mut self, x: ndarray::ArrayView1<f64>, weight: f64) {
        self.zero += weight;
        for i in 0..x.len() {
            self.one[i] += weight * x[i];
            for j in 0..x.len() {
                self.two[[i, j]] += weight * x[i] * x[j];
            }
        }
    }

    /// Sums of the cases at risk less a share of those who end.
    pub(super) fn less(&self, ended: &Sums, share: f64) -> Sums {
        Sums { zero: self.zero - share * ended.zero, one: &self.one - &(&ended.one * share), two: &self.two - &(&ended.two * share) }
    }

    /// Mean and covariance of the covariates.
    pub(super) fn moments(&self) -> (Array1<f64>, Array2<f64>) {
        let mean = &self.one / self.zero;
        let outer = Array2::from_shape_fn(self.two.dim(), |(i, j)| mean[i] * mean[j]);
        (mean, &self.two / self.zero - outer)
    }
}

/// Log likelihood, score, information.
struct Value {
    log: f64,
    score: Array1<f64>,
    information: Array2<f64>,
}

fn evaluate(x: &Array2<f64>, strata: &[Stratum], beta: &Array1<f64>, ties: Ties) -> Value {
    let p = x.ncols();
    let linear = x.dot(beta);
    let mut out = Value { log: 0.0, score: Array1::zeros(p), information: Array2::zeros((p, p)) };
    for stratum in strata {
        let mut risk = Sums::new(p);
        let mut known = stratum.order.len();
        for moment in stratum.moments.iter().rev() {
            for case in &stratum.order[moment.risk_from..known] {
                risk.add(x.row(*case), linear[*case].exp());
            }
            known = moment.risk_from;
            let d = moment.ended.len();
            for case in &moment.ended {
                out.log += linear[*case];
                out.score += &x.row(*case);
            }
            if ties == Ties::Exact && d > 1 {
                exact(x, &linear, &stratum.order[moment.risk_from..], d, &mut out);
                continue;
            }
            let mut ended = Sums::new(p);
            moment.ended.iter().for_each(|case| ended.add(x.row(*case), linear[*case].exp()));
            for l in 0..d {
                let share = if ties == Ties::Efron { l as f64 / d as f64 } else { 0.0 };
                let sums = risk.less(&ended, share);
                let (mean, variance) = sums.moments();
                out.log -= sums.zero.ln();
                out.score -= &mean;
                out.information += &variance;
            }
        }
    }
    out
}

/// The sum over all sets of `d` cases at risk, built case by case (Gail, Lubin and Rubinstein 1981), with its derivatives.
fn exact(x: &Array2<f64>, linear: &Array1<f64>, risk: &[usize], d: usize, out: &mut Value) {
    let p = x.ncols();
    let mut sets: Vec<Sums> = (0..=d).map(|_| Sums::new(p)).collect();
    sets[0].zero = 1.0;
    for case in risk {
        let (weight, row) = (linear[*case].exp(), x.row(*case));
        for size in (1..=d).rev() {
            let smaller = sets[size - 1].clone();
            let set = &mut sets[size];
            set.zero += weight * smaller.zero;
            for i in 0..p {
                set.one[i] += weight * (smaller.one[i] + row[i] * smaller.zero);
                for j in 0..p {
                    set.two[[i, j]] += weight * (smaller.two[[i, j]] + row[i] * smaller.one[j] + row[j] * smaller.one[i] + row[i] * row[j] * smaller.zero);
                }
            }
        }
    }
    let (mean, variance) = sets[d].moments();
    out.log -= sets[d].zero.ln();
    out.score -= &mean;
    out.information += &variance;
}

/// Fits the model. None where there is no event, covariates are combinations of each other, or the likelihood has no finite maximum.
pub fn cox(data: &CoxData, ties: Ties) -> Option<Cox> {
    let (n, p) = data.x.dim();
    // Standardized covariates: sums of exponentials stay within range.
    let mean = data.x.mean_axis(ndarray::Axis(0))?;
    let spread: Array1<f64> = (0..p).map(|j| (data.x.column(j).iter().map(|v| (v - mean[j]).powi(2)).sum::<f64>() / n as f64).sqrt()).collect();
    if spread.iter().any(|spread| !(*spread > 0.0 && spread.is_finite())) {
        return None;
    }
    let x = Array2::from_shape_fn((n, p), |(i, j)| (data.x[[i, j]] - mean[j]) / spread[j]);
    let strata = strata(data);
    if strata.iter().all(|stratum| stratum.moments.is_empty()) {
        return None;
    }
    let mut beta = Array1::zeros(p);
    let mut value = evaluate(&x, &strata, &beta, ties);
    let at_zero = value.log;
    let mut score_test = None;
    for round in 1..=ROUNDS {
        let (inverse, rank) = pseudo_inverse(&value.information)?;
        if rank < p {
            return None;
        }
        score_test.get_or_insert_with(|| value.score.dot(&inverse.dot(&value.score)));
        let step = inverse.dot(&value.score);
        let mut share = 1.0;
        let (next, found) = loop {
            let next = &beta + &(&step * share);
            let found = evaluate(&x, &strata, &next, ties);
            if found.log >= value.log - 1e-10 * value.log.abs() || share < 1e-6 {
                break (next, found);
            }
            share /= 2.0;
        };
        let still = (found.log - value.log).abs() <= STILL * value.log.abs().max(1.0) && step.iter().all(|step| step.abs() < 1e-9);
        (beta, value) = (next, found);
        if beta.iter().any(|b| b.abs() > DIVERGED || !b.is_finite()) {
            return None;
        }
        if still || round == ROUNDS {
            let (inverse, rank) = pseudo_inverse(&value.information)?;
            if rank < p || round == ROUNDS && !still {
                return None;
            }
            return Some(Cox {
                coefficients: (0..p).map(|j| beta[j] / spread[j]).collect(),
                covariance: Array2::from_shape_fn((p, p), |(i, j)| inverse[[i, j]] / spread[i] / spread[j]),
                log_likelihood: [at_zero, value.log],
                score_test: score_test.unwrap_or(0.0),
                ties,
                iterations: round,
            });
        }
    }
    None
}
