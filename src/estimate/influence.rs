//! From the influence of observations to the covariance of effects, in blocks of clusters: no matrix of observations × effects is held.
//!
//! A method says what each observation adds to each cohort-period effect; rows of the result are linear in these. Sums over clusters make Ψ, and the
//! covariance is Ψ'Ψ. Records that are told apart only by the moments of their cell (no unit, no cluster) give two rows a cell whose products sum to
//! exactly what the records would give.

use super::cohort_period::Combination;
use super::paths::{PathMap, Paths};
use crate::panel::{Cells, packed_index};
use ndarray::{Array2, Axis};
use rayon::prelude::*;
use std::ops::Range;

/// Influence of one effect on each cluster, so that the covariance is Ψ'Ψ: rows are clusters (or units), columns are effects in the order of
/// [`super::Estimate::effects`]. Already divided by n.
#[derive(Debug, Clone, PartialEq)]
pub struct Influence {
    /// Clusters × effects.
    pub values: Array2<f64>,
    /// Labels of the clusters.
    pub clusters: Vec<String>,
}

impl Influence {
    /// Columns from several results side by side, clusters matched by label; a column that is not known is zero. None where none is known.
    pub fn side_by_side(columns: &[Option<Vec<(String, f64)>>]) -> Option<Self> {
        let labels: std::collections::BTreeSet<&String> = columns.iter().flatten().flatten().map(|(label, _)| label).collect();
        let clusters: Vec<String> = labels.into_iter().cloned().collect();
        let mut values = Array2::zeros((clusters.len(), columns.len()));
        for (mut column, known) in values.columns_mut().into_iter().zip(columns) {
            for (label, value) in known.iter().flatten() {
                if let Ok(at) = clusters.binary_search(label) {
                    column[at] = *value;
                }
            }
        }
        (!clusters.is_empty()).then_some(Self { values, clusters })
    }
}

/// Observations that are worked on at once.
const BLOCK: usize = 2048;

/// Influence matrices up to this many numbers (128 MB) are kept.
const KEPT: usize = 1 << 24;

/// Whether the influence of so many clusters on so many effects is kept.
pub fn keeps_influence(clusters: usize, effects: usize) -> bool {
    clusters.saturating_mul(effects) <= KEPT
}

/// Influence of some observations on the cohort-period effects (effects × observations).
pub struct Block {
    /// What the observation adds, all its records together.
    pub level: Array2<f64>,
    /// Derivative of a record's influence by its outcome, per unit of weight; only filled where records are told apart by moments.
    pub slope: Option<Array2<f64>>,
}

/// A method's side: what each observation adds to each cohort-period effect.
pub trait CellInfluence: Sync {
    /// Fills a block of zeros for a range of observations.
    fn fill(&self, observations: Range<usize>, block: &mut Block);
}

/// Moments of the records of an observation: Σw, Σw², Σw²(y − ȳ), Σw²(y − ȳ)².
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Within {
    /// Σw.
    pub weight: f64,
    /// Σw².
    pub squared: f64,
    /// Σw²(y − ȳ).
    pub first: f64,
    /// Σw²(y − ȳ)².
    pub second: f64,
}

impl Within {
    /// Those of a cell's outcome (variable 0).
    pub fn of_outcome(cells: &Cells, cell: usize) -> Self {
        let pair = packed_index(cells.variables.len(), 0, 0);
        match &cells.robust {
            Some(robust) => {
                Self { weight: cells.weight[cell], squared: robust.weight[cell], first: robust.first[[cell, 0]], second: robust.second[[cell, pair]] }
            }
            None => Self { weight: cells.weight[cell], squared: cells.weight[cell], first: 0.0, second: cells.cross[[cell, pair]] },
        }
    }
}

/// How observations are grouped.
pub enum Grouping<'a> {
    /// Each observation stands for itself.
    Observations,
    /// Sorted cluster numbers, one an observation, from 0 without gaps.
    Clusters(&'a [u32]),
    /// Records inside observations are independent.
    Records(&'a [Within]),
    /// Observations are means of the units on a path, and units are independent.
    Paths(&'a Paths<'a>),
}

/// What is known of the observations besides their influence.
pub struct Observations<'a> {
    /// Position of the cohort among the sizes.
    pub group: &'a [u32],
    /// Size in the weights of averages.
    pub size: &'a [f64],
    /// What is independent of what.
    pub grouping: Grouping<'a>,
}

/// Sums over clusters.
pub struct Spread {
    /// Variance of each row.
    pub variance: Vec<f64>,
    /// Clusters that bear on each row.
    pub bearing: Vec<u64>,
    /// Covariance of the rows that were asked for.
    pub covariance: Array2<f64>,
    /// Ψ' (rows × clusters), where it is small enough to keep and clusters are whole.
    pub influence: Option<Array2<f64>>,
    /// Number of clusters (or units).
    pub clusters: usize,
}

/// Variances of all rows and the covariance of the rows in `wanted`; `cells` is the number of cohort-period effects. The influence itself is kept where
/// `keep` asks for it and [`keeps_influence`] allows it. Sums run in the order of clusters, whatever the number of threads.
pub fn spread(source: &dyn CellInfluence, observations: &Observations, cells: usize, rows: &[Combination], wanted: &[usize], keep: bool) -> Spread {
    if let Grouping::Paths(paths) = observations.grouping {
        return by_path(source, observations, paths, cells, rows, wanted, keep);
    }
    let blocks = blocks(observations);
    let clusters: usize = blocks.iter().map(|block| block.rows).sum();
    let keep = keep && !matches!(observations.grouping, Grouping::Records(_)) && keeps_influence(clusters, rows.len());
    let parts: Vec<Part> = blocks.par_iter().map(|block| part(source, observations, cells, rows, wanted, block, keep)).collect();
    let mut out = Spread {
        variance: vec![0.0; rows.len()],
        bearing: vec![0; rows.len()],
        covariance: Array2::zeros((wanted.len(), wanted.len())),
        influence: keep.then(|| Array2::zeros((rows.len(), clusters))),
        clusters,
    };
    let mut from = 0;
    for part in parts {
        out.variance.iter_mut().zip(&part.variance).for_each(|(sum, own)| *sum += own);
        out.bearing.iter_mut().zip(&part.bearing).for_each(|(sum, own)| *sum += own);
        out.covariance += &part.covariance;
        if let (Some(influence), Some(own)) = (&mut out.influence, part.influence) {
            let to = from + own.ncols();
            for (mut row, own) in influence.rows_mut().into_iter().zip(own.rows()) {
                row.iter_mut().skip(from).zip(own).for_each(|(value, own)| *value = *own);
            }
            from = to;
        }
    }
    out
}

/// The same for units on paths. An observation stands for all units of its path: its level is theirs together, its size that of one of them.
fn by_path(source: &dyn CellInfluence, observations: &Observations, paths: &Paths, cells: usize, rows: &[Combination], wanted: &[usize], keep: bool) -> Spread {
    let of_path = |path: &super::paths::Path| {
        let block = filled(source, path.observations.clone(), cells, true);
        let mut level = combine(&block.level, rows).sum_axis(Axis(1)) / path.units as f64;
        for (row, level) in rows.iter().zip(&mut level) {
            let shares = path.observations.clone().map(|i| row.shares.get(observations.group[i] as usize).map_or(0.0, |share| share * observations.size[i]));
            *level += shares.sum::<f64>();
        }
        PathMap { level, slope: block.slope.map_or_else(|| Array2::zeros((rows.len(), path.observations.len())), |slope| combine(&slope, rows)) }
    };
    let maps: Vec<PathMap> = paths.list.iter().map(of_path).collect();
    let (covariance, bearing) = paths.covariance(&maps);
    let clusters = paths.units() as usize;
    let influence = if keep && keeps_influence(clusters, rows.len()) { paths.influence(&maps) } else { None };
    Spread {
        variance: covariance.diag().to_vec(),
        bearing,
        covariance: covariance.select(Axis(0), wanted).select(Axis(1), wanted),
        influence: influence.map(|values| values.reversed_axes().as_standard_layout().into_owned()),
        clusters,
    }
}

/// Observations of whole clusters, and how many clusters they are.
struct Span {
    observations: Range<usize>,
    rows: usize,
}

fn blocks(observations: &Observations) -> Vec<Span> {
    let n = observations.group.len();
    let Grouping::Clusters(codes) = observations.grouping else {
        return (0..n.div_ceil(BLOCK)).map(|at| at * BLOCK..((at + 1) * BLOCK).min(n)).map(|range| Span { rows: range.len(), observations: range }).collect();
    };
    let mut out: Vec<Span> = Vec::new();
    let mut start = 0;
    while start < n {
        let mut end = (start + BLOCK).min(n);
        while end < n && codes[end] == codes[end - 1] {
            end += 1;
        }
        out.push(Span { observations: start..end, rows: (codes[end - 1] - codes[start]) as usize + 1 });
        start = end;
    }
    out
}

/// What one block adds.
struct Part {
    variance: Vec<f64>,
    bearing: Vec<u64>,
    covariance: Array2<f64>,
    influence: Option<Array2<f64>>,
}

fn part(source: &dyn CellInfluence, observations: &Observations, cells: usize, rows: &[Combination], wanted: &[usize], span: &Span, keep: bool) -> Part {
    let groups = rows.iter().map(|row| row.shares.len()).max().unwrap_or(0);
    let values = match &observations.grouping {
        Grouping::Observations => {
            let range = span.observations.clone();
            let block = filled(source, range.clone(), cells, false);
            let mut out = combine(&block.level, rows);
            for (row, mut values) in rows.iter().zip(out.rows_mut()).filter(|(row, _)| !row.shares.is_empty()) {
                for (value, i) in values.iter_mut().zip(range.clone()) {
                    *value += row.shares.get(observations.group[i] as usize).map_or(0.0, |share| share * observations.size[i]);
                }
            }
            out
        }
        Grouping::Clusters(codes) => {
            let mut level = Array2::zeros((cells, span.rows));
            let mut sizes = Array2::zeros((groups, span.rows));
            let first = codes[span.observations.start];
            for start in span.observations.clone().step_by(BLOCK) {
                let range = start..(start + BLOCK).min(span.observations.end);
                let block = filled(source, range.clone(), cells, false);
                for (mut sums, own) in level.rows_mut().into_iter().zip(block.level.rows()) {
                    for (value, i) in own.iter().zip(range.clone()) {
                        sums[(codes[i] - first) as usize] += value;
                    }
                }
                for i in range {
                    if let Some(sum) = sizes.get_mut((observations.group[i] as usize, (codes[i] - first) as usize)) {
                        *sum += observations.size[i];
                    }
                }
            }
            let mut out = combine(&level, rows);
            for (row, mut values) in rows.iter().zip(out.rows_mut()) {
                for (share, sizes) in row.shares.iter().zip(sizes.rows()).filter(|(share, _)| **share != 0.0) {
                    values.scaled_add(*share, &sizes);
                }
            }
            out
        }
        Grouping::Records(within) => records(source, observations, cells, rows, span, within),
        // Summed by path, never in blocks.
        Grouping::Paths(_) => Array2::zeros((rows.len(), 0)),
    };
    let chosen = values.select(Axis(0), wanted);
    Part {
        variance: values.rows().into_iter().map(|row| row.dot(&row)).collect(),
        bearing: values.rows().into_iter().map(|row| row.iter().filter(|value| **value != 0.0).count() as u64).collect(),
        covariance: chosen.dot(&chosen.t()),
        influence: keep.then_some(values),
    }
}

fn filled(source: &dyn CellInfluence, range: Range<usize>, cells: usize, slopes: bool) -> Block {
    let shape = (cells, range.len());
    let mut block = Block { level: Array2::zeros(shape), slope: slopes.then(|| Array2::zeros(shape)) };
    source.fill(range, &mut block);
    block
}

/// Rows of the result from rows of cohort-period effects.
fn combine(cells: &Array2<f64>, rows: &[Combination]) -> Array2<f64> {
    let mut out = Array2::zeros((rows.len(), cells.ncols()));
    for (row, mut values) in rows.iter().zip(out.rows_mut()) {
        for (at, weight) in &row.weights {
            values.scaled_add(*weight, &cells.row(*at));
        }
    }
    out
}

/// Two rows an observation: with u and v the influence at the mean and its slope, per unit of weight, the records' products sum to
/// u²Σw² + 2uvΣw²(y − ȳ) + v²Σw²(y − ȳ)².
fn records(source: &dyn CellInfluence, observations: &Observations, cells: usize, rows: &[Combination], span: &Span, within: &[Within]) -> Array2<f64> {
    let range = span.observations.clone();
    let block = filled(source, range.clone(), cells, true);
    let level = combine(&block.level, rows);
    let slope = block.slope.map_or_else(|| Array2::zeros(level.dim()), |slope| combine(&slope, rows));
    let mut out = Array2::zeros((rows.len(), 2 * range.len()));
    for (at, row) in rows.iter().enumerate() {
        for (j, i) in range.clone().enumerate() {
            let moments = within[i];
            if moments.weight <= 0.0 || moments.squared <= 0.0 {
                continue;
            }
            let share = row.shares.get(observations.group[i] as usize).map_or(0.0, |share| share * observations.size[i]);
            let (u, v) = ((level[[at, j]] + share) / moments.weight, slope[[at, j]]);
            let root = moments.squared.sqrt();
            out[[at, 2 * j]] = root * u + moments.first / root * v;
            out[[at, 2 * j + 1]] = (moments.second - moments.first * moments.first / moments.squared).max(0.0).sqrt() * v;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::{EffectKey, EffectKind};

    /// Observation i adds yᵢ to the first effect and 1 to the second, per unit of weight.
    struct Plain(Vec<(f64, f64)>);

    impl CellInfluence for Plain {
        fn fill(&self, observations: Range<usize>, block: &mut Block) {
            for (j, i) in observations.enumerate() {
                let (w, y) = self.0[i];
                block.level[[0, j]] = w * y;
                block.level[[1, j]] = w;
                if let Some(slope) = &mut block.slope {
                    slope[[0, j]] = 1.0;
                }
            }
        }
    }

    fn rows() -> Vec<Combination> {
        let row = |weights, shares| Combination { key: EffectKey::new(EffectKind::Term, "x"), estimate: Some(0.0), weights, shares };
        vec![row(vec![(0, 1.0)], vec![]), row(vec![(0, 2.0), (1, -1.0)], vec![0.5, 0.0])]
    }

    #[test]
    fn clusters_sum_over_their_observations() {
        let n = 5000;
        let source = Plain((0..n).map(|i| (1.0, f64::from(i % 7))).collect());
        let codes: Vec<u32> = (0..n as u32).map(|i| i / 3).collect();
        let group: Vec<u32> = (0..n as u32).map(|i| i % 2).collect();
        let size = vec![1.0; n as usize];
        let observations = Observations { group: &group, size: &size, grouping: Grouping::Clusters(&codes) };
        let found = spread(&source, &observations, 2, &rows(), &[0, 1], true);
        let mut sums = vec![[0.0; 2]; 5000 / 3 + 1];
        for i in 0..n as usize {
            let y = (i % 7) as f64;
            sums[i / 3][0] += y;
            sums[i / 3][1] += 2.0 * y - 1.0 + if i % 2 == 0 { 0.5 } else { 0.0 };
        }
        let wanted = |a: usize, b: usize| sums.iter().map(|row| row[a] * row[b]).sum::<f64>();
        assert_eq!(found.clusters, sums.len());
        assert!((found.variance[0] / wanted(0, 0) - 1.0).abs() < 1e-12);
        assert!((found.covariance[[0, 1]] / wanted(0, 1) - 1.0).abs() < 1e-12);
        let kept = found.influence.unwrap_or_default();
        assert_eq!(kept.dim(), (2, sums.len()));
        assert!((kept[[1, 7]] - sums[7][1]).abs() < 1e-12);
    }

    #[test]
    fn records_by_their_moments_are_the_records() {
        // Two observations: records (w, y) (1, 1), (2, 4), (1, 3) and (3, 2).
        let records = [vec![(1.0, 1.0), (2.0, 4.0), (1.0, 3.0)], vec![(3.0, 2.0)]];
        let mean = |rows: &[(f64, f64)]| rows.iter().map(|(w, y)| w * y).sum::<f64>() / rows.iter().map(|(w, _)| w).sum::<f64>();
        let within: Vec<Within> = records
            .iter()
            .map(|rows| {
                let at = mean(rows);
                let sum = |f: &dyn Fn(f64, f64) -> f64| rows.iter().map(|(w, y)| f(*w, *y)).sum();
                Within {
                    weight: sum(&|w, _| w),
                    squared: sum(&|w, _| w * w),
                    first: sum(&|w, y| w * w * (y - at)),
                    second: sum(&|w, y| w * w * (y - at).powi(2)),
                }
            })
            .collect();
        let source = Plain(records.iter().zip(&within).map(|(rows, within)| (within.weight, mean(rows))).collect());
        let size: Vec<f64> = within.iter().map(|within| within.weight).collect();
        let observations = Observations { group: &[0, 1], size: &size, grouping: Grouping::Records(&within) };
        let found = spread(&source, &observations, 2, &rows(), &[0, 1], true);
        let (mut first, mut both) = (0.0, 0.0);
        for (group, rows) in records.iter().enumerate() {
            for (w, y) in rows {
                let second = w * (2.0 * y - 1.0 + if group == 0 { 0.5 } else { 0.0 });
                first += (w * y).powi(2);
                both += w * y * second;
            }
        }
        assert!((found.variance[0] - first).abs() < 1e-12 && (found.covariance[[0, 1]] - both).abs() < 1e-12);
    }
}
