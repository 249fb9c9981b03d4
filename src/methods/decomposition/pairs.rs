//! The comparisons of two cohorts and their weights, theorem 1 of Goodman-Bacon (2021).

use super::{Group, Pair, Panel, TwoByTwo};
use crate::panel::{Cohort, Period};
use std::ops::Range;

/// Comparisons with positive weight; weights sum to one.
pub(super) fn pairs(panel: &Panel) -> Vec<TwoByTwo> {
    let count = panel.periods.len();
    // Position of the first treated period; none where there is no treated one.
    let start = |group: &Group| match group.cohort {
        Cohort::TreatedFrom(start) => Some(panel.periods.partition_point(|period| *period < start)),
        Cohort::NeverTreated => None,
    };
    let mut out = Vec::new();
    for treated in &panel.cohorts {
        let (Some(from), Cohort::TreatedFrom(name)) = (start(treated), treated.cohort) else { continue };
        if from == 0 {
            continue;
        }
        for other in &panel.cohorts {
            // Shares of the periods in which each of the two is treated.
            let own = (count - from) as f64 / count as f64;
            match start(other) {
                None => out.extend(one(treated, other, name, Pair::TreatedUntreated, (0..count, from), own * (1.0 - own))),
                Some(0) => out.extend(one(treated, other, name, Pair::LaterAlways, (0..count, from), own * (1.0 - own))),
                Some(at) if at > from => {
                    let theirs = (count - at) as f64 / count as f64;
                    out.extend(one(treated, other, name, Pair::EarlierLater, (0..at, from), (own - theirs) * (1.0 - own)));
                }
                Some(at) if at < from => {
                    let theirs = (count - at) as f64 / count as f64;
                    out.extend(one(treated, other, name, Pair::LaterEarlier, (at..count, from), own * (theirs - own)));
                }
                Some(_) => {}
            }
        }
    }
    let all: f64 = out.iter().map(|one: &TwoByTwo| one.weight).sum();
    for one in &mut out {
        one.weight /= all;
    }
    out
}

/// A comparison over a range of periods, the later ones from `from` on. Its weight is the product of the sizes and the variance of the treatment within.
fn one(treated: &Group, other: &Group, name: Period, pair: Pair, window: (Range<usize>, usize), variance: f64) -> Option<TwoByTwo> {
    let (range, from) = window;
    let change = |group: &Group| {
        let mean = |range: Range<usize>| {
            let values = group.means.get(range)?;
            (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
        };
        Some(mean(from..range.end)? - mean(range.start..from)?)
    };
    let estimate = change(treated)? - change(other)?;
    Some(TwoByTwo { treated: name, untreated: other.cohort, pair, weight: treated.size * other.size * variance, estimate })
}
