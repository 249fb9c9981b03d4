//! How an outcome is spread: shares of bins, median and 90th percentile by group, from one pass.

use super::Records;
use super::cells::values_by_cell;
use super::remote;
use crate::error::Result;
use crate::measure::target::Better;
use crate::panel::{CellKey, CellPlan, Factor, SampleAccount};

/// Values that are kept as they are; beyond them they are counted in fine bins.
pub(in crate::data) const EXACT: usize = 8_000_000;
/// Fine bins.
pub(in crate::data) const FINE: usize = 1 << 16;
/// Bins that a chart shows at most.
const BINS: f64 = 30.0;

/// The spread of an outcome by the keys asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    /// Keys: a code a side.
    pub keys: Vec<Factor>,
    /// Edges of the bins, one more than shares; round numbers, common to all sides.
    pub edges: Vec<f64>,
    /// One a combination of keys, sorted by them.
    pub sides: Vec<SpreadSide>,
    /// Over all of them: the least value, the 1st, 25th, 75th and 99th percentile, the largest; none where there is no record.
    pub overall: Option<[f64; 6]>,
    /// Rows in, rows out.
    pub account: SampleAccount,
}

/// One combination of keys. Every record counts once, weights or not.
#[derive(Debug, Clone, PartialEq)]
pub struct SpreadSide {
    /// Share of the records in each bin [edge, next edge); the rest lies beyond the last edge.
    pub shares: Vec<f64>,
    /// Records.
    pub records: u64,
    /// Mean.
    pub mean: f64,
    /// Median (R's type 7; to a 65,536th of the range beyond eight million records).
    pub median: f64,
    /// 90th percentile.
    pub p90: f64,
    /// Share within the standard that was given.
    pub within_target: Option<f64>,
}

/// Values of one side: as they are, or counted.
#[derive(Default)]
struct Side {
    values: Vec<f64>,
    counts: Vec<u64>,
    within: u64,
    records: u64,
    sum: f64,
}

/// Fine bins between two values.
#[derive(Clone, Copy)]
struct Range {
    low: f64,
    width: f64,
}

impl Range {
    fn place(self, value: f64) -> usize {
        (((value - self.low) / self.width).max(0.0) as usize).min(FINE - 1)
    }

    fn middle(self, place: usize) -> f64 {
        self.low + (place as f64 + 0.5) * self.width
    }
}

impl Side {
    fn count(&mut self, range: Range) {
        self.counts.resize(FINE, 0);
        for value in std::mem::take(&mut self.values) {
            self.counts[range.place(value)] += 1;
        }
    }

    /// Values and how many there are of each, ascending.
    fn sorted(&mut self, range: Option<Range>) -> Vec<(f64, u64)> {
        match range {
            None => {
                self.values.sort_unstable_by(f64::total_cmp);
                self.values.iter().map(|value| (*value, 1)).collect()
            }
            Some(range) => self.counts.iter().enumerate().filter(|(_, count)| **count > 0).map(|(place, count)| (range.middle(place), *count)).collect(),
        }
    }
}

impl Records {
    /// The spread of an outcome by keys, and the share within a standard. Rows without a key or the outcome leave and are counted.
    pub fn spread(&self, outcome: &str, keys: Vec<CellKey>, target: Option<(f64, Better)>) -> Result<Spread> {
        if let Some(remote) = self.remote() {
            return remote::spread(remote, self, outcome, keys, target);
        }
        let plan = CellPlan { keys, variables: vec![outcome.to_owned()], weight: None, centre: None };
        let mut by_cell: Vec<Side> = Vec::new();
        let mut kept = 0;
        let mut range = None;
        let (account, factors) = values_by_cell(self, &plan, |cells, values| {
            for (cell, value) in cells.iter().zip(values) {
                let cell = *cell as usize;
                if by_cell.len() <= cell {
                    by_cell.resize_with(cell + 1, Side::default);
                }
                let side = &mut by_cell[cell];
                side.records += 1;
                side.sum += *value;
                side.within += u64::from(target.is_some_and(|(target, better)| better.meets(*value, target)));
                match range {
                    Some(range) => {
                        side.counts.resize(FINE, 0);
                        side.counts[Range::place(range, *value)] += 1;
                    }
                    None => side.values.push(*value),
                }
            }
            kept += cells.len();
            if range.is_none() && kept > EXACT {
                let all = || by_cell.iter().flat_map(|side| side.values.iter().copied());
                let (low, high) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
                // Later values may lie a little outside of what was seen; those far outside fall into the outermost bins.
                let margin = 0.1 * (high - low).max(f64::MIN_POSITIVE);
                let found = Range { low: low - margin, width: (high - low + 2.0 * margin) / FINE as f64 };
                for side in &mut by_cell {
                    side.count(found);
                }
                range = Some(found);
            }
        })?;
        let (keys, groups) = sides(&factors, by_cell.len());
        let mut joined: Vec<Side> = groups
            .iter()
            .map(|cells| {
                let mut side = Side::default();
                for cell in cells {
                    let part = std::mem::take(&mut by_cell[*cell]);
                    side.values.extend(part.values);
                    side.counts.resize(side.counts.len().max(part.counts.len()), 0);
                    side.counts.iter_mut().zip(part.counts).for_each(|(all, one)| *all += one);
                    side.within += part.within;
                    side.records += part.records;
                    side.sum += part.sum;
                }
                side
            })
            .collect();
        let parts = joined.iter_mut().map(|side| Part { values: side.sorted(range), sum: side.sum, within: side.within }).collect();
        Ok(Spread::of(keys, parts, target.is_some(), account))
    }
}

/// One combination of keys: values, ascending, with how many there are of each; their exact sum; how many lie within the standard.
pub(in crate::data) struct Part {
    pub(in crate::data) values: Vec<(f64, u64)>,
    pub(in crate::data) sum: f64,
    pub(in crate::data) within: u64,
}

impl Spread {
    /// The spread of counted values: shares, quantiles and means of each part.
    pub(in crate::data) fn of(keys: Vec<Factor>, parts: Vec<Part>, target: bool, account: SampleAccount) -> Self {
        let edges = edges(parts.iter().map(|part| part.values.as_slice()));
        let sides = parts.iter().map(|part| {
            let records = part.values.iter().map(|(_, count)| count).sum();
            SpreadSide {
                shares: shares(&part.values, records, &edges),
                records,
                mean: part.sum / records as f64,
                median: quantile(&part.values, records, 0.5),
                p90: quantile(&part.values, records, 0.9),
                within_target: target.then(|| part.within as f64 / records as f64),
            }
        });
        let sides = sides.collect();
        let mut all: Vec<(f64, u64)> = parts.into_iter().flat_map(|part| part.values).collect();
        all.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let records = all.iter().map(|(_, count)| count).sum();
        let overall = (!all.is_empty()).then(|| [0.0, 0.01, 0.25, 0.75, 0.99, 1.0].map(|p| quantile(&all, records, p)));
        Self { keys, edges, sides, overall, account }
    }
}

/// The combinations of keys in order, and the cell numbers of each.
fn sides(factors: &[Factor], cells: usize) -> (Vec<Factor>, Vec<Vec<usize>>) {
    let mut groups: std::collections::BTreeMap<Vec<u32>, Vec<usize>> = std::collections::BTreeMap::new();
    for cell in 0..cells {
        groups.entry(factors.iter().map(|factor| factor.codes[cell]).collect()).or_default().push(cell);
    }
    let keys = factors.iter().enumerate().map(|(at, factor)| Factor {
        name: factor.name.clone(),
        codes: groups.keys().map(|codes| codes[at]).collect(),
        levels: factor.levels.clone(),
    });
    (keys.collect(), groups.into_values().collect())
}

/// R's type 7 on values with counts.
fn quantile(values: &[(f64, u64)], records: u64, p: f64) -> f64 {
    let at = p * (records.saturating_sub(1)) as f64;
    let (below, share) = (at.floor() as u64, at.fract());
    let mut seen = 0;
    let mut low = None;
    for (value, count) in values {
        seen += count;
        if seen > below && low.is_none() {
            low = Some(*value);
        }
        if seen > below + 1 || (share == 0.0 && low.is_some()) {
            let low = low.unwrap_or(*value);
            return if share == 0.0 { low } else { low + share * (value - low) };
        }
    }
    low.unwrap_or(f64::NAN)
}

/// Round edges from the smallest value to the 99th percentile of all; one bin a value where they are few whole numbers.
fn edges<'a>(sides: impl Iterator<Item = &'a [(f64, u64)]>) -> Vec<f64> {
    let mut all: Vec<(f64, u64)> = sides.flatten().copied().collect();
    all.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let (Some(first), Some(last)) = (all.first(), all.last()) else { return Vec::new() };
    let (low, high) = (first.0, last.0);
    if high - low <= BINS && all.iter().all(|(value, _)| value.fract() == 0.0) {
        return (0..=(high - low) as i64 + 1).map(|step| low + step as f64 - 0.5).collect();
    }
    if low == high {
        return vec![low - 0.5, low + 0.5];
    }
    let records = all.iter().map(|(_, count)| count).sum();
    let top = quantile(&all, records, 0.99);
    // Nearly all values are one: the range decides.
    let top = if top > low { top } else { high };
    let rough = (top - low) / BINS;
    let unit = 10f64.powf(rough.log10().floor());
    let width = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|step| step * unit).find(|width| *width >= rough).unwrap_or(10.0 * unit);
    let start = (low / width).floor() as i64;
    let end = (top / width).floor() as i64 + 1;
    (start..=end).map(|step| step as f64 * width).collect()
}

fn shares(values: &[(f64, u64)], records: u64, edges: &[f64]) -> Vec<f64> {
    let mut counts = vec![0u64; edges.len().saturating_sub(1)];
    for (value, count) in values {
        let bin = edges.partition_point(|edge| edge <= value);
        if let Some(place) = bin.checked_sub(1).and_then(|bin| counts.get_mut(bin)) {
            *place += count;
        }
    }
    counts.into_iter().map(|count| count as f64 / records as f64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn each(values: impl Iterator<Item = f64>) -> Vec<(f64, u64)> {
        values.map(|value| (value, 1)).collect()
    }

    #[test]
    fn quantiles_are_those_of_type_7() {
        let values = each((1..=10).map(f64::from));
        assert_eq!(quantile(&values, 10, 0.5), 5.5);
        assert!((quantile(&values, 10, 0.9) - 9.1).abs() < 1e-12);
        assert_eq!(quantile(&[(2.0, 3), (4.0, 2)], 5, 0.5), 2.0);
        assert_eq!(quantile(&[(2.0, 2), (4.0, 2)], 4, 0.5), 3.0);
        assert_eq!(quantile(&[(7.0, 1)], 1, 0.9), 7.0);
    }

    #[test]
    fn edges_are_round_and_hold_everything_but_the_longest_tail() {
        let values = each((0..1000).map(|i| 3.0 + f64::from(i) / 10.0).chain([5000.5]));
        let edges = edges(std::iter::once(values.as_slice()));
        assert!(edges[0] <= 3.0 && edges.len() <= 35 && *edges.last().unwrap_or(&0.0) < 110.0);
        let total: f64 = shares(&values, 1001, &edges).iter().sum();
        assert!(total > 0.98 && total < 1.0);
        let scores = each([1.0, 2.0, 4.0, 4.0].into_iter());
        assert_eq!(super::edges(std::iter::once(scores.as_slice())), [0.5, 1.5, 2.5, 3.5, 4.5]);
        assert_eq!(shares(&scores, 4, &[0.5, 1.5, 2.5, 3.5, 4.5]), [0.25, 0.25, 0.0, 0.5]);
    }
}
