//! The curves of a result, thinned where they have very many steps.

use super::Group;
use crate::inference::survival::Step;
use serde_json::{Value, json};

/// Steps of a curve that a result carries at most.
const MOST_STEPS: usize = 400;

/// A group with its median, restricted mean and steps.
pub(super) fn curve(group: &Group) -> Value {
    let (median, median_low, median_high) = group.curve.median();
    let stride = group.curve.steps.len().div_ceil(MOST_STEPS).max(1);
    let last = group.curve.steps.len().saturating_sub(1);
    let kept = group.curve.steps.iter().enumerate().filter(|(at, _)| at % stride == 0 || *at == last).map(|(_, step)| point(step));
    json!({
        "group": group.code,
        "cases": group.curve.cases,
        "finished": group.curve.events,
        "unfinished": group.curve.cases - group.curve.events,
        "median": median,
        "median_low": median_low,
        "median_high": median_high,
        "restricted_mean": group.mean.as_ref().map(|mean| mean.mean),
        "thinned": stride > 1,
        "steps": kept.collect::<Vec<_>>(),
    })
}

fn point(step: &Step) -> Value {
    json!({
        "time": step.time, "at_risk": step.at_risk, "events": step.events, "censored": step.censored,
        "survival": step.survival, "std_error": step.std_error, "conf_low": step.low, "conf_high": step.high,
    })
}
