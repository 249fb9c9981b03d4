//! Event times that starts have in common, so that effects at different event times are of the same cohorts.

use crate::panel::{Cohort, Period};

/// A start and how far the data reach around it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Start {
    pub period: Period,
    /// Weight of its units in the choice of the window.
    pub size: f64,
    /// Periods before the start in the data.
    pub before: i64,
    /// Event times from the start on in which there are clean comparison units; negative where there are none at all.
    pub after: i64,
}

/// Event times of the sub-experiments: −`before` to `after`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    pub before: i64,
    pub after: i64,
}

impl Window {
    /// Whether a start has all of these event times.
    pub(super) fn fits(self, start: &Start) -> bool {
        start.before >= self.before && start.after >= self.after
    }
}

/// The starts in the data. Comparison units are those that do not start until `ahead` periods after the window: never-treated ones (those that start
/// after the last period among them), and later cohorts unless `never_only`.
pub(super) fn starts(cohort: &[Cohort], period: &[Period], weight: &[f64], ahead: i64, never_only: bool) -> Vec<Start> {
    let (Some(first), Some(last)) = (period.iter().min().copied(), period.iter().max().copied()) else { return Vec::new() };
    let mut sizes = std::collections::BTreeMap::new();
    for (cohort, weight) in cohort.iter().zip(weight) {
        if let Cohort::TreatedFrom(start) = cohort {
            *sizes.entry(*start).or_insert(0.0) += weight;
        }
    }
    let never = cohort.contains(&Cohort::NeverTreated);
    let latest = sizes.keys().next_back().copied();
    let clean = |start: Period| match latest {
        _ if never => i64::MAX,
        Some(latest) if never_only && latest.0 <= last.0 + ahead => -1,
        Some(latest) => latest.0 - start.0 - ahead - 1,
        None => -1,
    };
    let within = sizes.iter().filter(|(start, _)| **start <= last);
    within.map(|(start, size)| Start { period: *start, size: *size, before: start.0 - first.0, after: clean(*start).min(last.0 - start.0) }).collect()
}

/// The window that keeps the most treated units and periods: size of the cohorts that have all of it, times its length. Among equals the most even one.
pub(super) fn widest(starts: &[Start], ahead: i64) -> Option<Window> {
    let least = 1 + ahead;
    let mut best: Option<(f64, i64, Window)> = None;
    for before in starts.iter().map(|start| start.before).filter(|before| *before >= least) {
        for after in starts.iter().map(|start| start.after).filter(|after| *after >= 0) {
            let window = Window { before, after };
            let size: f64 = starts.iter().filter(|start| window.fits(start)).map(|start| start.size).sum();
            let score = size * (before + after + 1) as f64;
            let even = before.min(after + 1);
            let better =
                best.is_none_or(|(known, known_even, known_window)| score > known || (score == known && (even, after) > (known_even, known_window.after)));
            if size > 0.0 && better {
                best = Some((score, even, window));
            }
        }
    }
    best.map(|(_, _, window)| window)
}

/// The window that was asked for, with the reference in it.
pub(super) fn asked((from, to): (i64, i64), ahead: i64) -> Window {
    Window { before: (-from).max(1 + ahead), after: to.max(0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn design(cohorts: &[i64], periods: i64, never_only: bool) -> Vec<Start> {
        let (mut cohort, mut period) = (Vec::new(), Vec::new());
        for start in cohorts {
            for time in 1..=periods {
                cohort.push(if *start == 0 { Cohort::NeverTreated } else { Cohort::TreatedFrom(Period(*start)) });
                period.push(Period(time));
            }
        }
        starts(&cohort, &period, &vec![1.0; cohort.len()], 0, never_only)
    }

    #[test]
    fn room_before_and_clean_comparison_after() {
        let with_never = design(&[3, 5, 0], 6, false);
        assert_eq!(with_never.iter().map(|start| (start.before, start.after)).collect::<Vec<_>>(), [(2, 3), (4, 1)]);
        let without = design(&[3, 5], 6, false);
        // Cohort 5 serves for cohort 3 until it starts; nobody serves for cohort 5.
        assert_eq!(without.iter().map(|start| (start.before, start.after)).collect::<Vec<_>>(), [(2, 1), (4, -1)]);
        assert!(design(&[3, 5], 6, true).iter().all(|start| start.after < 0));
        // A start after the data end serves as never treated.
        assert_eq!(design(&[3, 9], 6, true)[0].after, 3);
    }

    #[test]
    fn the_widest_window_keeps_the_most_treated_unit_periods() {
        // Together: 2 before and 1 after, 2 · 4 = 8 cells against 1 · 6 alone.
        assert_eq!(widest(&design(&[3, 5, 0], 6, false), 0), Some(Window { before: 2, after: 1 }));
        assert_eq!(widest(&design(&[1], 6, false), 0), None);
        assert_eq!(asked((-3, 2), 0), Window { before: 3, after: 2 });
        assert_eq!(asked((0, 4), 1), Window { before: 2, after: 4 });
    }
}
