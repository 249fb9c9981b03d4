//! Effects of cohorts in periods, and their aggregations: written once for every estimator that has them.
//!
//! An aggregation is a linear map of the cohort-period effects. Where its weights are the sizes of cohorts, they are estimated too; what that adds to
//! the influence of an observation is its size times a coefficient of its cohort (Callaway and Sant'Anna 2021, section 4).

use super::{EffectKey, EffectKind};
use crate::panel::{Cohort, EventTime, Period, distinct};

/// The effect on one cohort in one period.
#[derive(Debug, Clone, PartialEq)]
pub struct CohortPeriod {
    /// Position of the cohort among the sizes.
    pub group: usize,
    /// First treated period of the cohort.
    pub start: Period,
    /// The period.
    pub period: Period,
    /// The effect; none where the data do not identify it.
    pub estimate: Option<f64>,
    /// Whether it is zero by definition: the base period.
    pub reference: bool,
    /// Its weight in averages over effects of several cohorts: the size of the cohort.
    pub size: f64,
    /// Treated and comparison units (or records) behind it.
    pub units: (u64, u64),
    /// Records behind it.
    pub records: u64,
}

impl CohortPeriod {
    /// Periods since the start.
    pub fn event_time(&self) -> i64 {
        self.period.0 - self.start.0
    }

    /// Whether the cohort is treated in the period.
    pub fn after(&self) -> bool {
        self.period >= self.start
    }
}

/// How event times are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Aggregation {
    /// Event times of the average over a window, both ends included; it limits the dynamic average, too.
    pub window: Option<(i64, i64)>,
    /// Only cohorts that are seen at this event time, and only event times that all of them have.
    pub balance: Option<i64>,
}

/// A row of the result as a linear combination of cohort-period effects.
#[derive(Debug, Clone, PartialEq)]
pub struct Combination {
    /// What it is the effect of.
    pub key: EffectKey,
    /// Its estimate; none where nothing identifies it.
    pub estimate: Option<f64>,
    /// Positions of the cohort-period effects and their weights.
    pub weights: Vec<(usize, f64)>,
    /// What estimated weights add to the influence of an observation: its size times the coefficient of its cohort (by position among the sizes).
    pub shares: Vec<f64>,
}

/// An average on its way to a row.
#[derive(Clone)]
struct Average {
    estimate: f64,
    weights: Vec<(usize, f64)>,
    shares: Vec<f64>,
}

impl Average {
    fn row(this: Option<&Self>, key: EffectKey) -> Combination {
        match this {
            Some(average) => Combination { key, estimate: Some(average.estimate), weights: average.weights.clone(), shares: average.shares.clone() },
            None => Combination { key, estimate: None, weights: Vec::new(), shares: Vec::new() },
        }
    }
}

/// The cohort-period effects with what their averages need.
struct Source<'a> {
    cells: &'a [CohortPeriod],
    sizes: &'a [f64],
}

impl Source<'_> {
    /// Average weighted by the sizes of cohorts; effects that are not identified are left out.
    fn by_size(&self, chosen: impl Fn(&CohortPeriod) -> bool) -> Option<Average> {
        let known: Vec<(usize, f64, f64)> = (0..self.cells.len())
            .filter(|at| chosen(&self.cells[*at]))
            .filter_map(|at| self.cells[at].estimate.map(|estimate| (at, estimate, self.cells[at].size)))
            .collect();
        let total: f64 = known.iter().map(|(_, _, size)| size).sum();
        if known.is_empty() || total <= 0.0 {
            return None;
        }
        let estimate = known.iter().map(|(_, estimate, size)| estimate * size).sum::<f64>() / total;
        let mut shares = vec![0.0; self.sizes.len()];
        for (at, own, _) in &known {
            shares[self.cells[*at].group] += (own - estimate) / total;
        }
        Some(Average { estimate, weights: known.iter().map(|(at, _, size)| (*at, size / total)).collect(), shares })
    }

    /// Simple mean of averages.
    fn mean(&self, parts: &[Average]) -> Option<Average> {
        self.combine(parts, &vec![1.0 / parts.len() as f64; parts.len()])
    }

    /// Mean of averages with given weights.
    fn combine(&self, parts: &[Average], weights: &[f64]) -> Option<Average> {
        if parts.is_empty() {
            return None;
        }
        let mut out = Average { estimate: 0.0, weights: Vec::new(), shares: vec![0.0; self.sizes.len()] };
        let mut by_cell = vec![0.0; self.cells.len()];
        for (part, weight) in parts.iter().zip(weights) {
            out.estimate += weight * part.estimate;
            part.weights.iter().for_each(|(at, own)| by_cell[*at] += weight * own);
            out.shares.iter_mut().zip(&part.shares).for_each(|(sum, own)| *sum += weight * own);
        }
        out.weights = by_cell.into_iter().enumerate().filter(|(_, weight)| *weight != 0.0).collect();
        Some(out)
    }
}

/// Mean size of each cohort over its treated periods: its weight where sizes differ between periods.
pub fn mean_sizes(cells: &[CohortPeriod], cohorts: usize) -> Vec<f64> {
    let mut sums = vec![(0.0, 0_u32); cohorts];
    for cell in cells.iter().filter(|cell| cell.after()) {
        let (sum, count) = &mut sums[cell.group];
        *sum += cell.size;
        *count += 1;
    }
    sums.into_iter().map(|(sum, count)| sum / f64::from(count.max(1))).collect()
}

/// Rows of the result in their order: overall (`simple`, `group`, `dynamic`, `calendar`, and `window` where one is asked for), event times, cohorts,
/// periods, and the cohort-period effects themselves. `sizes` has one entry a cohort.
pub fn aggregate(cells: &[CohortPeriod], sizes: &[f64], how: Aggregation) -> Vec<Combination> {
    let source = Source { cells, sizes };
    let groups = distinct(cells.iter().map(|cell| (cell.start, cell.group)));
    let periods = distinct(cells.iter().filter(|cell| cell.after()).map(|cell| cell.period));
    let (first, last) = (cells.iter().map(|cell| cell.period.0).min().unwrap_or(0), cells.iter().map(|cell| cell.period.0).max().unwrap_or(0));
    let balanced = |cell: &CohortPeriod| how.balance.is_none_or(|until| last - cell.start.0 >= until);
    let times: Vec<i64> = distinct(cells.iter().map(CohortPeriod::event_time))
        .into_iter()
        .filter(|time| how.balance.is_none_or(|until| *time <= until && *time >= until - last + first))
        .collect();

    let by_time: Vec<Option<Average>> = times.iter().map(|time| source.by_size(|cell| cell.event_time() == *time && balanced(cell))).collect();
    let by_cohort: Vec<Option<Average>> = groups
        .iter()
        .map(|(_, group)| {
            // Cells of one cohort share its size: a simple mean, whose weights are not estimated.
            source.by_size(|cell| cell.group == *group && cell.after()).map(|average| Average { shares: vec![0.0; sizes.len()], ..average })
        })
        .collect();
    let by_period: Vec<Option<Average>> = periods.iter().map(|period| source.by_size(|cell| cell.period == *period && cell.after())).collect();

    let within = |time: i64| how.window.is_none_or(|(from, to)| (from..=to).contains(&time));
    let over = |keep: &dyn Fn(i64) -> bool| -> Option<Average> {
        let parts: Vec<Average> = times.iter().zip(&by_time).filter(|(time, _)| keep(**time)).filter_map(|(_, average)| average.clone()).collect();
        source.mean(&parts)
    };
    let known: Vec<Average> = by_period.iter().flatten().cloned().collect();
    let mut overall = vec![
        ("simple", source.by_size(CohortPeriod::after)),
        ("group", by_group(&source, &groups, &by_cohort)),
        ("dynamic", over(&|time| time >= 0 && within(time))),
        ("calendar", source.mean(&known)),
    ];
    if how.window.is_some() {
        overall.push(("window", over(&within)));
    }

    let mut out: Vec<Combination> = overall.iter().map(|(term, average)| Average::row(average.as_ref(), EffectKey::new(EffectKind::Overall, *term))).collect();
    for (time, average) in times.iter().zip(&by_time) {
        let key = EffectKey { event_time: Some(EventTime(*time)), ..EffectKey::new(EffectKind::EventTime, "att") };
        out.push(Average::row(average.as_ref(), key));
    }
    for ((start, group), average) in groups.iter().zip(&by_cohort) {
        if cells.iter().any(|cell| cell.group == *group && cell.after()) {
            let key = EffectKey { cohort: Some(Cohort::TreatedFrom(*start)), ..EffectKey::new(EffectKind::Cohort, "att") };
            out.push(Average::row(average.as_ref(), key));
        }
    }
    for (period, average) in periods.iter().zip(&by_period) {
        let key = EffectKey { period: Some(*period), ..EffectKey::new(EffectKind::Period, "att") };
        out.push(Average::row(average.as_ref(), key));
    }
    out.extend(cells.iter().enumerate().map(|(at, cell)| {
        let key = EffectKey {
            cohort: Some(Cohort::TreatedFrom(cell.start)),
            period: Some(cell.period),
            event_time: Some(EventTime(cell.event_time())),
            ..EffectKey::new(EffectKind::CohortPeriod, "att")
        };
        Combination { key, estimate: cell.estimate, weights: cell.estimate.map(|_| (at, 1.0)).into_iter().collect(), shares: Vec::new() }
    }));
    out
}

/// The average over cohorts by their sizes.
fn by_group(source: &Source, groups: &[(Period, usize)], by_cohort: &[Option<Average>]) -> Option<Average> {
    let known: Vec<(&Average, usize)> =
        by_cohort.iter().zip(groups).filter_map(|(average, (_, group))| average.as_ref().map(|average| (average, *group))).collect();
    let total: f64 = known.iter().map(|(_, group)| source.sizes[*group]).sum();
    if total <= 0.0 {
        return None;
    }
    let parts: Vec<Average> = known.iter().map(|(average, _)| (*average).clone()).collect();
    let weights: Vec<f64> = known.iter().map(|(_, group)| source.sizes[*group] / total).collect();
    let mut out = source.combine(&parts, &weights)?;
    for (average, group) in &known {
        out.shares[*group] += (average.estimate - out.estimate) / total;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(group: usize, start: i64, period: i64, estimate: f64) -> CohortPeriod {
        CohortPeriod {
            group,
            start: Period(start),
            period: Period(period),
            estimate: Some(estimate),
            reference: false,
            size: [1.0, 3.0][group],
            units: (1, 1),
            records: 2,
        }
    }

    fn found(rows: &[Combination], kind: EffectKind, term: &str) -> f64 {
        rows.iter().find(|row| row.key.kind == kind && row.key.term == term).and_then(|row| row.estimate).unwrap_or(f64::NAN)
    }

    #[test]
    fn four_averages_of_a_small_staggered_design() {
        // Cohort 2 (size 1): 1, 2, 3 in periods 2, 3, 4; cohort 3 (size 3): 4, 6.
        let cells = [cell(0, 2, 2, 1.0), cell(0, 2, 3, 2.0), cell(0, 2, 4, 3.0), cell(1, 3, 2, 9.0), cell(1, 3, 3, 4.0), cell(1, 3, 4, 6.0)];
        let rows = aggregate(&cells, &[1.0, 3.0], Aggregation::default());
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-14, "{a} {b}");
        close(found(&rows, EffectKind::Overall, "simple"), (1.0 + 2.0 + 3.0 + 3.0 * 10.0) / 9.0);
        close(found(&rows, EffectKind::Overall, "group"), (2.0 + 3.0 * 5.0) / 4.0);
        // Event times 0: (1 + 12)/4, 1: (2 + 18)/4, 2: 3.
        close(found(&rows, EffectKind::Overall, "dynamic"), (3.25 + 5.0 + 3.0) / 3.0);
        // Periods 2: 1, 3: (2 + 12)/4, 4: (3 + 18)/4.
        close(found(&rows, EffectKind::Overall, "calendar"), (1.0 + 3.5 + 5.25) / 3.0);
        let window = aggregate(&cells, &[1.0, 3.0], Aggregation { window: Some((-1, 0)), balance: None });
        close(found(&window, EffectKind::Overall, "window"), f64::midpoint(9.0, 3.25));
        close(found(&window, EffectKind::Overall, "dynamic"), 3.25);
        for row in &rows {
            let weighted: f64 = row.weights.iter().map(|(at, weight)| weight * cells[*at].estimate.unwrap_or_default()).sum();
            close(weighted, row.estimate.unwrap_or_default());
            // The derivative by sizes along the sizes themselves is zero: only shares matter.
            let along: f64 = row.shares.iter().zip([1.0, 3.0]).map(|(share, size)| share * size).sum();
            close(along, 0.0);
        }
    }

    #[test]
    fn effects_that_are_not_identified_are_left_out_of_averages() {
        let mut cells = vec![cell(0, 2, 2, 1.0), cell(0, 2, 3, 5.0)];
        cells[1].estimate = None;
        let rows = aggregate(&cells, &[2.0], Aggregation::default());
        assert_eq!(found(&rows, EffectKind::Overall, "simple"), 1.0);
        assert_eq!(rows.last().and_then(|row| row.estimate), None);
        assert!(rows.iter().any(|row| row.key.event_time == Some(EventTime(1)) && row.key.kind == EffectKind::EventTime && row.estimate.is_none()));
    }

    #[test]
    fn a_balanced_window_keeps_the_cohorts_that_reach_its_end() {
        let cells = [cell(0, 2, 2, 1.0), cell(0, 2, 3, 2.0), cell(0, 2, 4, 3.0), cell(1, 4, 2, 0.0), cell(1, 4, 3, 0.0), cell(1, 4, 4, 7.0)];
        let rows = aggregate(&cells, &[1.0, 1.0], Aggregation { window: None, balance: Some(1) });
        let times: Vec<i64> = rows.iter().filter(|row| row.key.kind == EffectKind::EventTime).filter_map(|row| row.key.event_time.map(|time| time.0)).collect();
        assert_eq!(times, [-1, 0, 1]);
        assert_eq!(found(&rows, EffectKind::Overall, "dynamic"), 1.5);
    }
}
