//! Averages whose weights are the observations of each cohort and period, as those of a regression of effects on indicators are.

use super::{CohortPeriod, Combination, EffectKind};

/// Replaces what estimated weights add to the influence by coefficients of cohort-period effects (by position): an observation of weight w that is
/// averaged in effect k moves a mean by w (τₖ − mean) / Σw. Means of means (over event times or periods) take the mean that the effect is part of.
pub(super) fn cell_shares(rows: &mut [Combination], cells: &[CohortPeriod]) {
    let estimates: Vec<_> = rows.iter().map(|row| (row.key.clone(), row.estimate)).collect();
    let part = |kind: EffectKind, cell: &CohortPeriod| {
        let of = |key: &super::EffectKey| match kind {
            EffectKind::EventTime => key.event_time.is_some_and(|time| time.0 == cell.event_time()),
            _ => key.period == Some(cell.period),
        };
        estimates.iter().find(|(key, _)| key.kind == kind && of(key)).and_then(|(_, estimate)| *estimate)
    };
    for row in rows {
        let mut shares = vec![0.0; cells.len()];
        for (at, weight) in &row.weights {
            let cell = &cells[*at];
            let mean = match (row.key.kind, row.key.term.as_str()) {
                (EffectKind::Overall, "dynamic" | "window") => part(EffectKind::EventTime, cell),
                (EffectKind::Overall, "calendar") => part(EffectKind::Period, cell),
                _ => row.estimate,
            };
            if let (Some(own), Some(mean)) = (cell.estimate.filter(|_| cell.size > 0.0), mean) {
                shares[*at] = (own - mean) * weight / cell.size;
            }
        }
        row.shares = shares;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::{Aggregation, aggregate, mean_sizes};
    use crate::panel::Period;

    fn cell(group: usize, start: i64, period: i64, estimate: f64, size: f64) -> CohortPeriod {
        let (start, period) = (Period(start), Period(period));
        CohortPeriod { group, start, period, estimate: Some(estimate), reference: false, size, units: (1, 0), records: 1 }
    }

    /// The coefficients are the derivatives of the averages by the sizes.
    #[test]
    fn shares_are_derivatives_by_the_sizes() {
        let cells = [cell(0, 2, 2, 1.0, 3.0), cell(0, 2, 3, 2.5, 2.0), cell(0, 2, 4, 3.0, 4.0), cell(1, 3, 3, 4.0, 5.0), cell(1, 3, 4, 6.0, 1.0)];
        let rows = |cells: &[CohortPeriod]| aggregate(cells, &mean_sizes(cells, 2), Aggregation { window: Some((0, 1)), balance: None });
        let mut found = rows(&cells);
        cell_shares(&mut found, &cells);
        let step = 1e-6;
        for at in 0..cells.len() {
            let moved = |by: f64| {
                let mut cells = cells.clone();
                cells[at].size += by;
                rows(&cells)
            };
            for ((row, up), down) in found.iter().zip(moved(step)).zip(moved(-step)) {
                let slope = (up.estimate.unwrap_or_default() - down.estimate.unwrap_or_default()) / (2.0 * step);
                assert!((row.shares[at] - slope).abs() < 1e-8, "{:?}: {} and {slope}", row.key, row.shares[at]);
            }
        }
    }
}
