//! The normal equations of fixed effects after the largest factor is eliminated, D − B' W⁻¹ B, as a sparse matrix: with B the weights of the levels of
//! the other factors (columns) in each level of the eliminated one (rows). Units that move between few places leave it sparse, and a product with it
//! costs thousands of times less than a pass over the rows.

use super::absorb::PIVOT;
use rayon::prelude::*;
use std::ops::Range;

/// Iterations of conjugate gradients before they give up.
const ITERATIONS: usize = 20_000;
/// Products of entries for each row of the data up to which the matrix is made: about as many as the iterations that it spares.
const WORTH: usize = 64;
/// Curvature against that of the diagonal under which a direction is none of the system, but rounding.
const FLAT: f64 = 1e-13;
/// Parts that the work is split into, whatever the number of threads.
const PARTS: usize = 64;

/// Rows by level: where each level starts, and the order of the rows where they do not stand in it already.
#[derive(Debug, Clone)]
pub(super) struct Grouped {
    order: Option<Vec<u32>>,
    starts: Vec<usize>,
}

impl Grouped {
    /// Rows by their codes, of which there are `levels`; rows of a level stay in their order.
    pub(super) fn new(codes: &[u32], levels: usize) -> Self {
        let mut starts = vec![0; levels + 1];
        for code in codes {
            starts[*code as usize + 1] += 1;
        }
        (0..levels).for_each(|level| starts[level + 1] += starts[level]);
        if codes.is_sorted() {
            return Self { order: None, starts };
        }
        let mut next = starts.clone();
        let mut order = vec![0; codes.len()];
        for (i, code) in codes.iter().enumerate() {
            order[next[*code as usize]] = i as u32;
            next[*code as usize] += 1;
        }
        Self { order: Some(order), starts }
    }

    /// Rows of a level.
    pub(super) fn rows(&self, level: usize) -> impl Iterator<Item = usize> + '_ {
        (self.starts[level]..self.starts[level + 1]).map(|at| self.order.as_ref().map_or(at, |order| order[at] as usize))
    }

    /// The rows level by level, and where each level starts.
    pub(super) fn into_order(self) -> (Vec<u32>, Vec<usize>) {
        let rows = self.starts.last().copied().unwrap_or(0);
        (self.order.unwrap_or_else(|| (0..rows as u32).collect()), self.starts)
    }
}

/// Sparse rows, one after the other.
#[derive(Debug, Clone, Default)]
struct Sparse {
    start: Vec<usize>,
    entries: Vec<(u32, f64)>,
}

impl Sparse {
    fn with_rows(rows: usize) -> Self {
        let mut start = Vec::with_capacity(rows + 1);
        start.push(0);
        Self { start, entries: Vec::new() }
    }

    fn end_row(&mut self) {
        self.start.push(self.entries.len());
    }

    fn row(&self, row: usize) -> &[(u32, f64)] {
        &self.entries[self.start[row]..self.start[row + 1]]
    }
}

/// The data of the normal equations.
pub(super) struct Incidence<'a> {
    /// Level of the eliminated factor by row, and its weights by level.
    pub(super) inner: (&'a [u32], &'a [f64]),
    /// Positions of the levels of the other factors by row, ascending from factor to factor, and their weights by position.
    pub(super) outer: (&'a [Vec<u32>], &'a [f64]),
    /// Weight by row; none where all are one.
    pub(super) weight: Option<&'a [f64]>,
}

impl Incidence<'_> {
    fn w(&self, row: usize) -> f64 {
        self.weight.map_or(1.0, |weight| weight[row])
    }

    /// B in parts of `step` rows.
    fn shares(&self, groups: &Grouped, step: usize) -> Vec<Sparse> {
        let levels = self.inner.1.len();
        let part = |from: usize| {
            let to = (from + step).min(levels);
            let mut out = Sparse::with_rows(to - from);
            let mut pairs: Vec<(u32, f64)> = Vec::new();
            for level in from..to {
                for row in groups.rows(level) {
                    pairs.extend(self.outer.0.iter().map(|codes| (codes[row], self.w(row))));
                }
                pairs.sort_by_key(|(position, _)| *position);
                out.entries.extend(pairs.chunk_by(|a, b| a.0 == b.0).map(|same| (same[0].0, same.iter().map(|(_, w)| w).sum::<f64>())));
                out.end_row();
                pairs.clear();
            }
            out
        };
        (0..levels).step_by(step).collect::<Vec<_>>().into_par_iter().map(part).collect()
    }
}

/// The upper triangle of the reduced normal equations.
#[derive(Debug, Clone)]
pub(super) struct Reduced {
    /// Entries right of the diagonal.
    upper: Sparse,
    diagonal: Vec<f64>,
}

impl Reduced {
    /// The matrix; none where it would be too full to be worth it. Each row is summed in the order of the data, whatever the number of threads.
    pub(super) fn new(data: &Incidence) -> Option<Self> {
        let (rows, size) = (data.inner.0.len(), data.outer.1.len());
        let step = data.inner.1.len().div_ceil(PARTS).max(1);
        let shares = data.shares(&Grouped::new(data.inner.0, data.inner.1.len()), step);
        let squares: usize = shares.iter().flat_map(|part| part.start.windows(2)).map(|row| (row[1] - row[0]).pow(2)).sum();
        if squares > WORTH * rows {
            return None;
        }
        let share = |level: usize| shares[level / step].row(level % step);
        let groups: Vec<Grouped> = data.outer.0.par_iter().map(|codes| Grouped::new(codes, size)).collect();
        let tall = size.div_ceil(PARTS).max(1);
        let part = |from: usize| {
            let to = (from + tall).min(size);
            let (mut sums, mut touched) = (vec![0.0; size], Vec::new());
            let (mut out, mut diagonal) = (Sparse::with_rows(to - from), Vec::with_capacity(to - from));
            for position in from..to {
                let mut add = |at: u32, value: f64| {
                    if sums[at as usize] == 0.0 {
                        touched.push(at);
                    }
                    sums[at as usize] += value;
                };
                add(position as u32, data.outer.1[position]);
                for (factor, group) in groups.iter().enumerate() {
                    let mut run = (u32::MAX, 0.0);
                    let flush = |(level, weight): (u32, f64), add: &mut dyn FnMut(u32, f64)| {
                        if weight > 0.0 {
                            let level = level as usize;
                            let right = share(level).iter().rev().take_while(|(at, _)| *at as usize >= position);
                            right.for_each(|(at, share)| add(*at, -(weight * share / data.inner.1[level])));
                        }
                    };
                    for row in group.rows(position) {
                        let (level, w) = (data.inner.0[row], data.w(row));
                        if run.0 != level {
                            flush(std::mem::replace(&mut run, (level, 0.0)), &mut add);
                        }
                        run.1 += w;
                        data.outer.0[factor + 1..].iter().for_each(|codes| add(codes[row], w));
                    }
                    flush(run, &mut add);
                }
                touched.sort_unstable();
                touched.dedup();
                for at in touched.drain(..) {
                    let value = std::mem::take(&mut sums[at as usize]);
                    if at as usize == position {
                        // What is rounding of a much larger weight is a level that the others decide.
                        diagonal.push(if value > PIVOT * data.outer.1[position] { value } else { 0.0 });
                    } else if value != 0.0 {
                        out.entries.push((at, value));
                    }
                }
                diagonal.resize(position + 1 - from, 0.0);
                out.end_row();
            }
            (out, diagonal)
        };
        let parts: Vec<(Sparse, Vec<f64>)> = (0..size).step_by(tall).collect::<Vec<_>>().into_par_iter().map(part).collect();
        if parts.iter().map(|(part, _)| part.entries.len()).sum::<usize>() > rows {
            return None;
        }
        let mut out = Self { upper: Sparse::with_rows(size), diagonal: Vec::with_capacity(size) };
        for (part, diagonal) in parts {
            let before = out.upper.entries.len();
            out.upper.start.extend(part.start.iter().skip(1).map(|end| before + end));
            out.upper.entries.extend(part.entries);
            out.diagonal.extend(diagonal);
        }
        Some(out)
    }

    /// Its diagonal; zero where a level is decided by the others.
    pub(super) fn diagonal(&self) -> &[f64] {
        &self.diagonal
    }

    /// Its product with a vector.
    pub(super) fn times(&self, x: &[f64]) -> Vec<f64> {
        let mut out: Vec<f64> = self.diagonal.iter().zip(x).map(|(d, x)| d * x).collect();
        for (row, own) in x.iter().enumerate() {
            let mut sum = 0.0;
            for (at, value) in self.upper.row(row) {
                sum += value * x[*at as usize];
                out[*at as usize] += value * own;
            }
            out[row] += sum;
        }
        out
    }
}

/// A semidefinite system, to be solved by conjugate gradients that its diagonal preconditions.
pub(super) struct System<'a, T: Fn(&[f64]) -> Vec<f64>> {
    /// Its diagonal; unknowns with a zero there stay zero.
    pub(super) diagonal: &'a [f64],
    /// Where the unknowns of each factor are: the system says nothing of their level.
    pub(super) factors: &'a [Range<usize>],
    /// Its product with a vector.
    pub(super) times: T,
}

impl<T: Fn(&[f64]) -> Vec<f64>> System<'_, T> {
    /// Takes out of a right side what rounding has put where the system has nothing: steps in that direction would grow without bound.
    fn consistent(&self, right: &mut [f64]) {
        for range in self.factors {
            let total: f64 = self.diagonal[range.clone()].iter().sum();
            let shift = right[range.clone()].iter().sum::<f64>() / total;
            if total > 0.0 {
                right[range.clone()].iter_mut().zip(&self.diagonal[range.clone()]).for_each(|(r, d)| *r -= shift * d);
            }
        }
    }

    /// A solution. The first call sets the goal (`tolerance` times the size of its right side), later ones keep it.
    pub(super) fn solve(&self, mut residual: Vec<f64>, tolerance: f64, goal: &mut Option<f64>) -> Vec<f64> {
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
        let condition = |r: &[f64]| -> Vec<f64> { r.iter().zip(self.diagonal).map(|(r, d)| if *d > 0.0 { r / d } else { 0.0 }).collect() };
        let mut solution = vec![0.0; residual.len()];
        self.consistent(&mut residual);
        let mut direction = condition(&residual);
        let mut size = dot(&residual, &direction);
        let goal = *goal.get_or_insert(tolerance * tolerance * size);
        for _ in 0..ITERATIONS {
            if !(size > goal) || size == 0.0 {
                break;
            }
            let image = (self.times)(&direction);
            let curvature = dot(&direction, &image);
            let most: f64 = direction.iter().zip(self.diagonal).map(|(x, d)| d * x * x).sum();
            if !(curvature > FLAT * most) {
                break;
            }
            let step = size / curvature;
            for i in 0..solution.len() {
                solution[i] += step * direction[i];
                residual[i] -= step * image[i];
            }
            self.consistent(&mut residual);
            let ready = condition(&residual);
            let next = dot(&residual, &ready);
            let turn = next / size;
            for (direction, ready) in direction.iter_mut().zip(&ready) {
                *direction = ready + turn * *direction;
            }
            size = next;
        }
        solution
    }
}
