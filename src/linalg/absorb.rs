//! Fixed effects taken out of variables: the weighted projection off the dummies of any number of factors.
//!
//! The factor with the most levels is eliminated exactly (its normal equations are diagonal). What is left is solved directly where the other
//! factors have few levels in total (one factor and two-way panels are closed forms), else by preconditioned conjugate gradients, on the reduced normal
//! equations themselves where they are sparse.

use super::reduced::{Grouped, Incidence, Reduced, System};
use rayon::prelude::*;
use std::ops::Range;

/// Levels of the remaining factors up to which the reduced normal equations are factored once and solved directly.
const DIRECT: usize = 1200;
/// Relative size at which conjugate gradients stop.
const TOLERANCE: f64 = 1e-13;
/// Share of a pivot's own size under which it is a dependency between factors.
pub(super) const PIVOT: f64 = 1e-10;

/// Factors ready to be taken out of variables on the same rows.
#[derive(Debug, Clone)]
pub struct Absorber<'a> {
    /// None where all weights are one.
    weight: Option<&'a [f64]>,
    inner: Option<Inner>,
    /// Positions of each row's levels of the other factors among all their levels.
    outer: Vec<Vec<u32>>,
    outer_weight: Vec<f64>,
    /// Where the levels of each of the other factors are.
    ranges: Vec<Range<usize>>,
    solver: Solver,
}

#[derive(Debug, Clone)]
struct Inner {
    codes: Vec<u32>,
    weight: Vec<f64>,
}

#[derive(Debug, Clone)]
enum Solver {
    Nothing,
    /// Lower Cholesky factor by rows; a zero pivot is a dependency.
    Direct(Vec<f64>, usize),
    /// Conjugate gradients on the reduced normal equations.
    Sparse(Reduced),
    /// The same where these are not sparse: products run over the rows.
    Gradient,
}

/// Codes without gaps and the number of levels in use.
pub fn compact(codes: &[u32]) -> (Vec<u32>, usize) {
    let top = codes.iter().max().map_or(0, |code| *code as usize + 1);
    let mut place = vec![u32::MAX; top];
    for code in codes {
        place[*code as usize] = 0;
    }
    let mut next = 0;
    for slot in &mut place {
        if *slot == 0 {
            *slot = next;
            next += 1;
        }
    }
    (codes.iter().map(|code| place[*code as usize]).collect(), next as usize)
}

/// How many different codes there are.
pub fn levels(codes: &[u32]) -> usize {
    let mut seen = vec![false; codes.iter().max().map_or(0, |code| *code as usize + 1)];
    for code in codes {
        seen[*code as usize] = true;
    }
    seen.into_iter().filter(|seen| *seen).count()
}

impl<'a> Absorber<'a> {
    /// Factors as codes, one vector a factor and one code a row, with positive weights by row.
    pub fn new<C: AsRef<[u32]> + Sync>(factors: &[C], weight: &'a [f64]) -> Self {
        let mut compacted: Vec<(Vec<u32>, usize)> = factors.par_iter().map(|codes| compact(codes.as_ref())).collect();
        // Stable: among equals the first one given is eliminated.
        compacted.sort_by_key(|(_, levels)| std::cmp::Reverse(*levels));
        let weight = Some(weight).filter(|weight| weight.iter().any(|w| *w != 1.0));
        let mut all = compacted.into_iter();
        let inner = all.next().map(|(codes, levels)| {
            let mut sums = vec![0.0; levels];
            for (i, code) in codes.iter().enumerate() {
                sums[*code as usize] += weight.map_or(1.0, |weight| weight[i]);
            }
            Inner { codes, weight: sums }
        });
        let (mut outer, mut ranges, mut total) = (Vec::new(), Vec::new(), 0_usize);
        for (mut codes, levels) in all {
            for code in &mut codes {
                *code += total as u32;
            }
            outer.push(codes);
            ranges.push(total..total + levels);
            total += levels;
        }
        let mut absorber = Self { weight, inner, outer, outer_weight: vec![0.0; total], ranges, solver: Solver::Nothing };
        for codes in &absorber.outer {
            for (i, code) in codes.iter().enumerate() {
                absorber.outer_weight[*code as usize] += absorber.w(i);
            }
        }
        if total > DIRECT {
            absorber.solver = absorber.reduced().map_or(Solver::Gradient, Solver::Sparse);
        } else if total > 0 {
            absorber.solver = Solver::Direct(absorber.factored(), total);
        }
        absorber
    }

    /// Whether there is nothing to take out.
    pub fn is_empty(&self) -> bool {
        self.inner.is_none()
    }

    fn w(&self, row: usize) -> f64 {
        self.weight.map_or(1.0, |weight| weight[row])
    }

    /// Takes the effects out of a variable in place.
    pub fn take_out(&self, values: &mut [f64]) {
        let Some(inner) = &self.inner else { return };
        let mut means = self.means(inner, |row| values[row]);
        if self.outer.is_empty() {
            self.settle(inner, &means, values);
            means = self.means(inner, |row| values[row]);
            self.settle(inner, &means, values);
            return;
        }
        let mut goal = None;
        // The second round removes what rounding left of the first.
        for _ in 0..2 {
            let right = self.settle(inner, &means, values);
            let effects = match &self.solver {
                Solver::Nothing => Vec::new(),
                Solver::Direct(factor, size) => solve(factor, *size, right),
                Solver::Sparse(reduced) => {
                    let system = System { diagonal: reduced.diagonal(), factors: &self.ranges, times: |x: &[f64]| reduced.times(x) };
                    system.solve(right, TOLERANCE, &mut goal)
                }
                Solver::Gradient => {
                    let system = System { diagonal: &self.outer_weight, factors: &self.ranges, times: |x: &[f64]| self.image(inner, x) };
                    system.solve(right, TOLERANCE, &mut goal)
                }
            };
            means = self.means(inner, |row| {
                let value = &mut values[row];
                for codes in &self.outer {
                    *value -= effects[codes[row] as usize];
                }
                *value
            });
        }
        for (value, code) in values.iter_mut().zip(&inner.codes) {
            *value -= means[*code as usize];
        }
    }

    /// Weighted means by level of the eliminated factor.
    fn means(&self, inner: &Inner, mut value: impl FnMut(usize) -> f64) -> Vec<f64> {
        let mut sums = vec![0.0; inner.weight.len()];
        for (row, code) in inner.codes.iter().enumerate() {
            sums[*code as usize] += self.w(row) * value(row);
        }
        sums.iter_mut().zip(&inner.weight).for_each(|(sum, w)| *sum /= w);
        sums
    }

    /// Takes out the means of the eliminated factor; the weighted sums of what is left, by level of the other factors.
    fn settle(&self, inner: &Inner, means: &[f64], values: &mut [f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.outer_weight.len()];
        for (row, (value, code)) in values.iter_mut().zip(&inner.codes).enumerate() {
            *value -= means[*code as usize];
            for codes in &self.outer {
                sums[codes[row] as usize] += self.w(row) * *value;
            }
        }
        sums
    }

    /// The reduced normal equations times effects of the other factors, by way of the rows.
    fn image(&self, inner: &Inner, effects: &[f64]) -> Vec<f64> {
        let own = |row: usize| self.outer.iter().map(|codes| effects[codes[row] as usize]).sum::<f64>();
        let means = self.means(inner, own);
        let mut sums = vec![0.0; self.outer_weight.len()];
        for (row, code) in inner.codes.iter().enumerate() {
            let value = self.w(row) * (own(row) - means[*code as usize]);
            for codes in &self.outer {
                sums[codes[row] as usize] += value;
            }
        }
        sums
    }

    /// The reduced normal equations, where they are sparse.
    fn reduced(&self) -> Option<Reduced> {
        let inner = self.inner.as_ref()?;
        Reduced::new(&Incidence { inner: (&inner.codes, &inner.weight), outer: (&self.outer, &self.outer_weight), weight: self.weight })
    }

    /// Cholesky factor of the normal equations of the other factors after the eliminated one.
    fn factored(&self) -> Vec<f64> {
        let size = self.outer_weight.len();
        let mut a = vec![0.0; size * size];
        for (i, codes) in self.outer.iter().enumerate() {
            for other in &self.outer[..=i] {
                for (at, (row, column)) in codes.iter().zip(other).enumerate() {
                    a[*row as usize * size + *column as usize] += self.w(at);
                }
            }
        }
        if let Some(inner) = &self.inner {
            self.eliminate(inner, &mut a, size);
        }
        cholesky(&mut a, &self.outer_weight, size);
        a
    }

    /// Subtracts B' D⁻¹ B of the eliminated factor, one of its levels at a time.
    fn eliminate(&self, inner: &Inner, a: &mut [f64], size: usize) {
        let (mut share, mut touched) = (vec![0.0; size], Vec::<usize>::new());
        let groups = Grouped::new(&inner.codes, inner.weight.len());
        for level in 0..inner.weight.len() {
            for row in groups.rows(level) {
                for codes in &self.outer {
                    let at = codes[row] as usize;
                    if share[at] == 0.0 {
                        touched.push(at);
                    }
                    share[at] += self.w(row);
                }
            }
            touched.sort_unstable();
            for (i, row) in touched.iter().enumerate() {
                for column in &touched[..=i] {
                    a[row * size + column] -= share[*row] * share[*column] / inner.weight[level];
                }
            }
            for at in touched.drain(..) {
                share[at] = 0.0;
            }
        }
    }
}

/// Cholesky factorization of a semidefinite matrix in its lower triangle; dependent rows become zero.
fn cholesky(a: &mut [f64], reference: &[f64], size: usize) {
    for j in 0..size {
        let (before, row_j) = a.split_at_mut(j * size);
        let row_j = &mut row_j[..size];
        for i in 0..j {
            let row_i = &before[i * size..i * size + size];
            let pivot = row_i[i];
            let sum: f64 = row_i[..i].iter().zip(&row_j[..i]).map(|(x, y)| x * y).sum();
            row_j[i] = if pivot > 0.0 { (row_j[i] - sum) / pivot } else { 0.0 };
        }
        let left = row_j[j] - row_j[..j].iter().map(|x| x * x).sum::<f64>();
        row_j[j] = if left > PIVOT * reference[j] { left.sqrt() } else { 0.0 };
    }
}

/// Solves L L' x = b; a coefficient with a zero pivot is zero.
fn solve(factor: &[f64], size: usize, mut b: Vec<f64>) -> Vec<f64> {
    for i in 0..size {
        let row = &factor[i * size..i * size + size];
        let sum: f64 = row[..i].iter().zip(&b[..i]).map(|(l, x)| l * x).sum();
        b[i] = if row[i] > 0.0 { (b[i] - sum) / row[i] } else { 0.0 };
    }
    for i in (0..size).rev() {
        let pivot = factor[i * size + i];
        b[i] = if pivot > 0.0 { b[i] / pivot } else { 0.0 };
        let found = b[i];
        for (x, l) in b[..i].iter_mut().zip(&factor[i * size..i * size + i]) {
            *x -= l * found;
        }
    }
    b
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linalg::least_squares;
    use ndarray::Array2;

    /// A small deterministic sequence on [0, 1).
    fn sequence(n: usize, step: f64) -> Vec<f64> {
        (0..n).map(|i| (0.5 + step * i as f64).fract()).collect()
    }

    fn dummies(factors: &[Vec<u32>]) -> Array2<f64> {
        let n = factors[0].len();
        let levels: Vec<usize> = factors.iter().map(|codes| compact(codes).1).collect();
        let mut x = Array2::zeros((n, levels.iter().sum()));
        let mut start = 0;
        for (codes, count) in factors.iter().zip(&levels) {
            for (i, code) in compact(codes).0.iter().enumerate() {
                x[[i, start + *code as usize]] = 1.0;
            }
            start += count;
        }
        x
    }

    fn against_dummies(factors: &[Vec<u32>], absorber: &Absorber, weight: &[f64]) {
        let y = sequence(weight.len(), 0.754_877_666);
        let mut absorbed = y.clone();
        absorber.take_out(&mut absorbed);
        let fit = least_squares(&dummies(factors), &y, Some(weight));
        for (a, b) in absorbed.iter().zip(&fit.residuals) {
            assert!((a - b).abs() < 1e-11, "{a} {b}");
        }
    }

    #[test]
    fn one_two_and_three_factors_agree_with_dummies() {
        let n = 60;
        let unit: Vec<u32> = (0..n).map(|i| i / 5).collect();
        let time: Vec<u32> = (0..n).map(|i| (i * 7 + i / 11) % 5).collect();
        let kind: Vec<u32> = (0..n).map(|i| 3 + (i * i) % 4).collect();
        let weight: Vec<f64> = sequence(n as usize, 0.323).iter().map(|w| 0.2 + w).collect();
        for factors in [vec![unit.clone()], vec![unit.clone(), time.clone()], vec![unit, time, kind]] {
            against_dummies(&factors, &Absorber::new(&factors, &weight), &weight);
        }
    }

    #[test]
    fn gradients_reach_the_direct_solution() {
        let n = 90;
        let unit: Vec<u32> = (0..n).map(|i| i % 17).collect();
        let time: Vec<u32> = (0..n).map(|i| (i * 5 + i / 17) % 9).collect();
        let weight = vec![1.0; n as usize];
        let kind: Vec<u32> = (0..n).map(|i| (i * i) % 4).collect();
        for weight in [weight, sequence(n as usize, 0.323).iter().map(|w| 0.2 + w).collect()] {
            for factors in [vec![unit.clone(), time.clone()], vec![time.clone(), unit.clone(), kind.clone()]] {
                let mut absorber = Absorber::new(&factors, &weight);
                absorber.solver = Solver::Gradient;
                against_dummies(&factors, &absorber, &weight);
                absorber.solver = absorber.reduced().map_or(Solver::Nothing, Solver::Sparse);
                against_dummies(&factors, &absorber, &weight);
            }
        }
    }

    #[test]
    fn one_factor_of_one_row_each_leaves_nothing() {
        let absorber = Absorber::new(&[vec![0, 1, 2]], &[1.0, 2.0, 3.0]);
        let mut values = vec![5.0, -1.0, 2.0];
        absorber.take_out(&mut values);
        assert_eq!(values, [0.0, 0.0, 0.0]);
    }
}
