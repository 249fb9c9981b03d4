//! The curve of Kaplan and Meier (1958) with Greenwood's variance, its median, and the mean restricted to a horizon (Royston and Parmar 2013).

use super::by_time;
use crate::inference::distributions::critical_value;

/// How the limits of a curve are made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Limits {
    /// On the scale of the share itself.
    Plain,
    /// On the scale of its logarithm.
    #[default]
    Log,
    /// On the scale of the logarithm of minus its logarithm.
    LogLog,
}

/// One time at which something happened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The time.
    pub time: f64,
    /// Cases that were open just before it.
    pub at_risk: u64,
    /// Cases that ended.
    pub events: u64,
    /// Cases that were seen no longer.
    pub censored: u64,
    /// Share still open after it.
    pub survival: f64,
    /// Standard error of the share; none where all ended.
    pub std_error: Option<f64>,
    /// Lower limit.
    pub low: Option<f64>,
    /// Upper limit.
    pub high: Option<f64>,
    /// Sum of events over cases at risk (Nelson 1972; Aalen 1978).
    pub hazard: f64,
}

/// A curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// Times in ascending order.
    pub steps: Vec<Step>,
    /// Cases.
    pub cases: u64,
    /// Cases that ended.
    pub events: u64,
    order: Vec<usize>,
}

/// A restricted mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Mean {
    /// The horizon.
    pub until: f64,
    /// Area under the curve up to it.
    pub mean: f64,
    /// Greenwood's standard error.
    pub std_error: f64,
    /// Influence of each case, in the order of the cases; they add to zero.
    pub influence: Vec<f64>,
}

/// The curve with limits at the level. None without cases.
pub fn kaplan_meier(times: &[f64], events: &[bool], limits: Limits, level: f64) -> Option<Curve> {
    let order = by_time(times, events);
    let z = critical_value(level, None);
    let mut steps = Vec::new();
    let (mut survival, mut sum, mut hazard) = (1.0_f64, 0.0, 0.0);
    let mut at = 0;
    while at < order.len() {
        let time = times[order[at]];
        let same = order[at..].iter().take_while(|case| times[**case] == time).count();
        let ended = order[at..at + same].iter().filter(|case| events[**case]).count();
        let risk = order.len() - at;
        let (n, d) = (risk as f64, ended as f64);
        survival *= 1.0 - d / n;
        sum += if ended < risk { d / (n * (n - d)) } else { f64::INFINITY };
        hazard += d / n;
        let error = (survival > 0.0).then(|| sum.sqrt());
        let (low, high) = error.map_or((None, None), |error| interval(survival, error, z, limits));
        steps.push(Step {
            time,
            at_risk: risk as u64,
            events: ended as u64,
            censored: (same - ended) as u64,
            survival,
            std_error: error.map(|error| survival * error),
            low,
            high,
            hazard,
        });
        at += same;
    }
    let ended = events.iter().filter(|event| **event).count() as u64;
    (!steps.is_empty()).then_some(Curve { steps, cases: order.len() as u64, events: ended, order })
}

/// Limits of a share from the standard error of its logarithm.
fn interval(share: f64, error: f64, z: f64, limits: Limits) -> (Option<f64>, Option<f64>) {
    match limits {
        Limits::Plain => (Some((share - z * share * error).max(0.0)), Some((share + z * share * error).min(1.0))),
        Limits::Log => (Some(share * (-z * error).exp()), Some((share * (z * error).exp()).min(1.0))),
        Limits::LogLog if share < 1.0 => {
            let centre = (-share.ln()).ln();
            let half = z * error / share.ln();
            (Some((-(centre - half).exp()).exp()), Some((-(centre + half).exp()).exp()))
        }
        Limits::LogLog => (None, None),
    }
}

/// A share that is a half but for rounding.
const HALF: f64 = 1.5e-8;

/// The first time at which a falling share is at most a half; the middle of a stretch at exactly a half.
fn crossing(points: impl Iterator<Item = (f64, Option<f64>)>) -> Option<f64> {
    let below: Vec<(f64, f64)> = points.filter_map(|(time, share)| Some((time, share?))).filter(|(_, share)| *share < 0.5 + HALF).collect();
    let (time, share) = *below.first()?;
    let next = below.iter().find(|(_, later)| *later < share).map(|(time, _)| *time);
    Some(if (share - 0.5).abs() < HALF { next.map_or(time, |next| f64::midpoint(time, next)) } else { time })
}

impl Curve {
    /// Median with its limits; none where the curve (or its limit) stays above a half.
    pub fn median(&self) -> (Option<f64>, Option<f64>, Option<f64>) {
        let all = |share: fn(&Step) -> Option<f64>| crossing(self.steps.iter().map(move |step| (step.time, share(step))));
        (all(|step| Some(step.survival)), all(|step| step.low), all(|step| step.high))
    }

    /// Largest time that was seen.
    pub fn last(&self) -> f64 {
        self.steps.last().map_or(0.0, |step| step.time)
    }

    /// Share still open at a time.
    pub fn at(&self, time: f64) -> f64 {
        self.steps.iter().take_while(|step| step.time <= time).last().map_or(1.0, |step| step.survival)
    }

    /// Cases open just before a time.
    pub fn at_risk(&self, time: f64) -> u64 {
        self.steps.iter().find(|step| step.time >= time).map_or(0, |step| step.at_risk)
    }

    /// The mean restricted to a horizon; beyond the last time the share stays as it is.
    pub fn restricted_mean(&self, times: &[f64], events: &[bool], until: f64) -> Mean {
        let inside: Vec<&Step> = self.steps.iter().filter(|step| step.time <= until).collect();
        // Areas from each step to the horizon, from the last one back.
        let mut area = vec![0.0; inside.len()];
        let (mut sum, mut end) = (0.0, until);
        for (at, step) in inside.iter().enumerate().rev() {
            sum += (end - step.time) * step.survival;
            area[at] = sum;
            end = step.time;
        }
        let mut variance = 0.0;
        // Running sum of area · d / n², and the part of the steps' own.
        let mut running = Vec::with_capacity(inside.len());
        let mut total = 0.0;
        for (step, area) in inside.iter().zip(&area) {
            let (n, d) = (step.at_risk as f64, step.events as f64);
            if step.events < step.at_risk {
                variance += area * area * d / (n * (n - d));
            }
            total += area * d / (n * n);
            running.push(total);
        }
        let mut influence = vec![0.0; times.len()];
        for case in &self.order {
            let place = inside.partition_point(|step| step.time <= times[*case]);
            if place == 0 {
                continue;
            }
            let own = inside[place - 1];
            let ends = events[*case] && own.time == times[*case];
            influence[*case] = running[place - 1] - if ends { area[place - 1] / own.at_risk as f64 } else { 0.0 };
        }
        Mean { until, mean: end + sum, std_error: variance.sqrt(), influence }
    }
}
