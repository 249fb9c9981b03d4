//! Honest bounds for an event study (Rambachan and Roth 2023): what can still be said where trends were not quite parallel.
//!
//! Everything is about θ = l'τ, a weighted sum of the effects after the reference period, given estimates of all event times and their covariance.

mod conditional;
mod fixed_length;
mod restriction;

pub use fixed_length::{FixedLength, fixed_length, folded_quantile};

use crate::inference::distributions::critical_value;
use conditional::{Moments, normal_draws};
use ndarray::{Array2, Axis};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

/// Share of the size of the test that its least-favorable first stage takes.
const KAPPA_SHARE: f64 = 0.1;
/// Draws of the least-favorable critical value for a result; HonestDiD makes a thousand.
pub const DRAWS: usize = 10_000;
/// Draws for a check.
pub const FEW_DRAWS: usize = 1000;
/// Draws times periods before times periods after that a run takes at most, a thousand draws excepted.
const WORK: usize = 60_000;
/// Up to which M the breakdown value is searched.
const MOST: f64 = 1e3;
/// Distance from the breakdown value at which the search ends, relative to it.
const CLOSE: f64 = 2e-3;
/// Intervals that are tried for it.
const SEARCHES: usize = 40;

/// The estimates of an event study, reference period left out, and their covariance.
#[derive(Debug, Clone, PartialEq)]
pub struct Effects {
    /// Event times before the reference, then those after it, equally spaced.
    pub estimates: Vec<f64>,
    /// Square, in the same order.
    pub covariance: Array2<f64>,
    /// How many lie before the reference.
    pub pre: usize,
}

/// What is assumed of the trends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// No step after the reference is larger than M times the largest one before.
    Relative,
    /// The slope changes by at most M from one period to the next.
    Smoothness,
}

impl Kind {
    /// Stable machine form.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Relative => "relative",
            Kind::Smoothness => "smoothness",
        }
    }
}

/// How the interval is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Interval {
    /// The recommended one: fixed length under smoothness, conditional test for relative magnitudes.
    #[default]
    Recommended,
    /// Inverting the conditional test with the least-favorable hybrid.
    Conditional,
}

/// θ, its level and how the draws start.
#[derive(Debug, Clone)]
pub struct Target {
    /// Weights of the effects after the reference.
    pub weights: Vec<f64>,
    /// Confidence level.
    pub level: f64,
    /// How the interval is made.
    pub interval: Interval,
    /// Normal numbers of the least-favorable critical value.
    pub draws: Draws,
}

/// Normal numbers that are made when they are first needed, and once.
#[derive(Debug, Clone)]
pub struct Draws {
    seed: u64,
    count: usize,
    made: OnceLock<Array2<f64>>,
}

impl Draws {
    /// So many draws from a seed.
    pub fn new(count: usize, seed: u64) -> Self {
        Self { seed, count, made: OnceLock::new() }
    }

    fn rows(&self, width: usize) -> &Array2<f64> {
        self.made.get_or_init(|| normal_draws(self.count, width, self.seed))
    }
}

/// An interval for θ.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bound {
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
}

impl Bound {
    /// Whether it holds zero.
    pub fn holds_zero(&self) -> bool {
        self.low <= 0.0 && self.high >= 0.0
    }
}

/// θ̂ and its standard error as they stand.
pub fn estimate(effects: &Effects, weights: &[f64]) -> (f64, f64) {
    let after = || effects.estimates.iter().skip(effects.pre).zip(weights);
    let variance: f64 = (0..weights.len())
        .flat_map(|i| (0..weights.len()).map(move |j| (i, j)))
        .map(|(i, j)| weights[i] * weights[j] * effects.covariance[[effects.pre + i, effects.pre + j]])
        .sum();
    (after().map(|(estimate, weight)| estimate * weight).sum(), variance.max(0.0).sqrt())
}

/// The interval under exactly parallel trends.
pub fn original(effects: &Effects, target: &Target) -> Bound {
    let (value, error) = estimate(effects, &target.weights);
    let margin = critical_value(target.level, None) * error;
    Bound { low: value - margin, high: value + margin }
}

/// The interval under a restriction. None where it is not defined: no period before the reference, a covariance without variance, or a test that keeps no value.
pub fn bound(effects: &Effects, target: &Target, kind: Kind, m: f64) -> Option<Bound> {
    let (pre, post, alpha) = (effects.pre, target.weights.len(), 1.0 - target.level);
    if pre == 0 || post == 0 || effects.estimates.len() != pre + post || m < 0.0 {
        return None;
    }
    if kind == Kind::Smoothness && target.interval == Interval::Recommended {
        let found = fixed_length(effects, &target.weights, m, alpha)?;
        return Some(Bound { low: found.estimate - found.half_length, high: found.estimate + found.half_length });
    }
    let all = target.draws.rows(pre + post);
    // Linear programs take their time; lists of vertices do not.
    let fewer = if kind == Kind::Smoothness { (WORK / (pre * post)).max(FEW_DRAWS).min(all.nrows()) } else { all.nrows() };
    let draws = all.select(Axis(0), &(0..fewer).collect::<Vec<_>>());
    let parts: Vec<Bound> = match kind {
        Kind::Smoothness => one(effects, target, &restriction::smooth(pre, post, m), &draws, None).0.into_iter().collect(),
        Kind::Relative => (0..pre)
            .into_par_iter()
            .flat_map_iter(|step| {
                // Both signs have the same least-favorable value: one is the other with all moments turned round.
                let (up, value) = one(effects, target, &restriction::relative(pre, post, step, true, m), &draws, None);
                let (down, _) = one(effects, target, &restriction::relative(pre, post, step, false, m), &draws, value);
                [up, down].into_iter().flatten()
            })
            .collect(),
    };
    let limits = parts.into_iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), part| (low.min(part.low), high.max(part.high)));
    (limits.0 <= limits.1).then_some(Bound { low: limits.0, high: limits.1 })
}

/// The interval of one restriction and its least-favorable value, which is made where it is not known.
fn one(effects: &Effects, target: &Target, restriction: &restriction::Restriction, draws: &Array2<f64>, known: Option<f64>) -> (Option<Bound>, Option<f64>) {
    let alpha = 1.0 - target.level;
    let Some(mut moments) = Moments::new(effects, &target.weights, restriction) else { return (None, known) };
    let Some(value) = known.or_else(|| moments.least_favorable(draws, alpha * KAPPA_SHARE)) else { return (None, None) };
    let (centre, unit) = estimate(effects, &target.weights);
    let found = moments.interval(alpha, value, centre, unit.max(f64::MIN_POSITIVE));
    (found.map(|(low, high)| Bound { low, high }), Some(value))
}

/// The smallest M at which the interval holds zero, to about 0.2 %: 0 where it does without any departure, infinite where it never does up to a thousand
/// (times `unit`, the size that one M stands for). None where the interval is not defined.
pub fn breakdown(effects: &Effects, target: &Target, kind: Kind, unit: f64) -> Option<f64> {
    let first = bound(effects, target, kind, 0.0)?;
    if first.holds_zero() {
        return Some(0.0);
    }
    // How far the limit next to zero still is from it; nearly linear in M, so the regula falsi (Illinois) takes a few steps.
    let sign = first.low.signum();
    let left = |bound: Bound| if sign > 0.0 { bound.low } else { -bound.high };
    let distance = |m: f64| bound(effects, target, kind, m).map(left);
    let (mut low, mut at_low) = (0.0, left(first));
    let (mut high, mut at_high) = (unit, distance(unit)?);
    while at_high > 0.0 {
        (low, at_low) = (high, at_high);
        high *= 2.0;
        if high > MOST * unit {
            return Some(f64::INFINITY);
        }
        at_high = distance(high)?;
    }
    let mut last = 0;
    for _ in 0..SEARCHES {
        if high - low <= CLOSE * high {
            break;
        }
        // A little beyond the crossing, so that both ends close in.
        let share = (at_low / (at_low - at_high)).clamp(0.0, 1.0);
        let inside = CLOSE / 2.0 * high / (high - low);
        let middle = low + (high - low) * (share + if last < 0 { -inside } else { inside }).clamp(0.01, 0.99);
        let at = distance(middle)?;
        if at > 0.0 {
            (low, at_low) = (middle, at);
            at_high *= if last > 0 { 0.5 } else { 1.0 };
            last = 1;
        } else {
            (high, at_high) = (middle, at);
            at_low *= if last < 0 { 0.5 } else { 1.0 };
            last = -1;
        }
    }
    Some(high)
}
