//! Linear models on cells whose rows have few entries: the factor with the most levels is eliminated exactly, what is left is one small system.
//!
//! The cost is linear in the cells, whatever the number of indicators. The same numbers as [`super::fit_cells`], for regressors that do not vary
//! within cells; leverages are not there.

use super::absorb::{compact, levels};
use super::cell_fit::{CellFit, Regressor, Source, centred_square, varies};
use super::cholesky::{Cholesky, independent};
use super::reduced::Grouped;
use super::rows::Rows;
use crate::panel::{Cells, packed_index};
use ndarray::{Array2, Axis};

/// Columns of the small system up to which it is worth its matrix.
const LARGEST: usize = 1500;
/// Share of an indicator's square that must be left of it after the eliminated factor; less is rounding.
const LEFT: f64 = 1e-12;
/// The same for numbers, whose means by level are taken out beforehand, against their variation.
const LEFT_OF_NUMBERS: f64 = 1e-18;

/// What the variances of such a model need.
#[derive(Debug, Clone, PartialEq)]
pub struct Eliminated {
    rows: Rows,
    weight: Vec<f64>,
    residual: Vec<f64>,
    /// Cells in the order of the levels of the eliminated factor, and where each level starts.
    order: Vec<u32>,
    starts: Vec<usize>,
    /// Columns of the other factors that are left, and of the kept regressors.
    others: Vec<usize>,
    kept: Vec<usize>,
    /// What the others say of the regressors (others × kept).
    projection: Array2<f64>,
}

/// Sums of rows over the cells of a level.
struct Sums {
    sum: Vec<f64>,
    touched: Vec<usize>,
}

impl Sums {
    fn new(columns: usize) -> Self {
        Self { sum: vec![0.0; columns], touched: Vec::new() }
    }

    fn add(&mut self, j: usize, value: f64) {
        if self.sum[j] == 0.0 {
            self.touched.push(j);
        }
        self.sum[j] += value;
    }

    /// The columns that were touched with their sums, each once; empties the sums.
    fn drain(&mut self) -> Vec<(usize, f64)> {
        self.touched.sort_unstable();
        self.touched.dedup();
        let out = self.touched.iter().map(|j| (*j, self.sum[*j])).collect();
        self.touched.drain(..).for_each(|j| self.sum[j] = 0.0);
        out
    }
}

/// Fits the outcome (variable 0 of the cells) on the regressors with the factors absorbed. None where another form is needed: no factor, regressors that
/// vary within cells, or too many columns.
pub fn fit_eliminated(cells: &Cells, regressors: &[Regressor], factors: &[impl AsRef<[u32]>]) -> Option<CellFit> {
    if regressors.iter().any(|regressor| matches!(regressor.source, Source::Variable(variable) if varies(cells, variable))) {
        return None;
    }
    let sizes: Vec<usize> = factors.iter().map(|codes| levels(codes.as_ref())).collect();
    let most = sizes.iter().copied().max()?;
    let first = sizes.iter().position(|size| *size == most)?;
    let other_columns = sizes.iter().sum::<usize>() - most;
    if other_columns + regressors.len() > LARGEST {
        return None;
    }
    let (inner, levels) = compact(factors[first].as_ref());
    let others: Vec<&[u32]> = factors.iter().enumerate().filter(|(at, _)| *at != first).map(|(_, codes)| codes.as_ref()).collect();
    let (order, starts) = Grouped::new(&inner, levels).into_order();
    let rows = Rows::new(cells, &others, regressors, |values| centred(&values, &cells.weight, &order, &starts));
    let reference: Vec<Option<f64>> = std::iter::repeat_n(None, other_columns)
        .chain(regressors.iter().map(|regressor| match regressor.source {
            Source::Level { .. } => None,
            _ => Some(centred_square(&regressor.source.values(cells), &cells.weight)),
        }))
        .collect();
    let mut model = Eliminated {
        rows,
        weight: cells.weight.clone(),
        residual: centred(&cells.mean.column(0).to_vec(), &cells.weight, &order, &starts),
        order,
        starts,
        others: Vec::new(),
        kept: Vec::new(),
        projection: Array2::zeros((0, 0)),
    };
    Some(model.solve(cells, &reference, other_columns)).map(|fit| CellFit { eliminated: Some(Box::new(model)), ..fit })
}

/// Values without their weighted means by level.
fn centred(values: &[f64], weight: &[f64], order: &[u32], starts: &[usize]) -> Vec<f64> {
    let mut out = values.to_vec();
    for level in starts.windows(2) {
        let members = &order[level[0]..level[1]];
        let total: f64 = members.iter().map(|i| weight[*i as usize]).sum();
        let first = members.first().map_or(0.0, |i| values[*i as usize]);
        // About the first value, so that equal values leave exactly nothing.
        let mean = first + members.iter().map(|i| weight[*i as usize] * (values[*i as usize] - first)).sum::<f64>() / total;
        for i in members {
            out[*i as usize] -= mean;
        }
    }
    out
}

impl Eliminated {
    fn levels(&self) -> impl Iterator<Item = &[u32]> {
        self.starts.windows(2).map(|level| &self.order[level[0]..level[1]])
    }

    /// Weighted mean of the rows of a level.
    fn mean(&self, members: &[u32], sums: &mut Sums) -> Vec<(usize, f64)> {
        let total: f64 = members.iter().map(|i| self.weight[*i as usize]).sum();
        for i in members {
            let w = self.weight[*i as usize];
            self.rows.row(*i as usize).for_each(|(j, x)| sums.add(j, w * x));
        }
        let mut out = sums.drain();
        for (_, sum) in &mut out {
            *sum /= total;
        }
        out
    }

    fn solve(&mut self, cells: &Cells, reference: &[Option<f64>], other_columns: usize) -> CellFit {
        let p = self.rows.columns;
        let gram = self.gram(reference);
        let columns = independent(&gram, p);
        let k = columns.len();
        let small: Vec<f64> = columns.iter().flat_map(|a| columns.iter().map(|b| gram[*a.max(b) * p + *a.min(b)])).collect();
        let mut beta = vec![0.0; p];
        let mut inverse = Array2::zeros((k, k));
        if let Some(factor) = Cholesky::new(&small, k) {
            // The second round removes what rounding left of the first.
            for _ in 0..2 {
                let right = self.cross();
                let step = factor.solve(&columns.iter().map(|j| right[*j]).collect::<Vec<_>>());
                let mut full = vec![0.0; p];
                columns.iter().zip(&step).for_each(|(j, b)| full[*j] = *b);
                let fitted: Vec<f64> = (0..self.weight.len()).map(|i| self.rows.dot(i, &full)).collect();
                let fitted = centred(&fitted, &self.weight, &self.order, &self.starts);
                self.residual.iter_mut().zip(fitted).for_each(|(e, fitted)| *e -= fitted);
                beta.iter_mut().zip(&full).for_each(|(b, step)| *b += step);
            }
            for j in 0..k {
                let mut unit = vec![0.0; k];
                unit[j] = 1.0;
                inverse.column_mut(j).iter_mut().zip(factor.solve(&unit)).for_each(|(to, value)| *to = value);
            }
        }
        let (mine, left): (Vec<usize>, Vec<usize>) = (0..k).partition(|at| columns[*at] >= other_columns);
        self.kept = mine.iter().map(|at| columns[*at]).collect();
        self.others = left.iter().map(|at| columns[*at]).collect();
        let bread = inverse.select(Axis(0), &mine).select(Axis(1), &mine);
        // (G_oo)⁻¹ G_or, by columns.
        let at = |a: usize, b: usize| gram[a.max(b) * p + a.min(b)];
        let oo: Vec<f64> = self.others.iter().flat_map(|a| self.others.iter().map(|b| at(*a, *b))).collect();
        self.projection = Array2::zeros((self.others.len(), self.kept.len()));
        if let Some(factor) = Cholesky::new(&oo, self.others.len()) {
            for (column, j) in self.kept.iter().enumerate() {
                let solved = factor.solve(&self.others.iter().map(|a| at(*a, *j)).collect::<Vec<_>>());
                self.projection.column_mut(column).iter_mut().zip(solved).for_each(|(to, value)| *to = value);
            }
        }
        let kept: Vec<usize> = self.kept.iter().map(|j| j - other_columns).collect();
        let v = cells.variables.len();
        let within: f64 = cells.cross.column(packed_index(v, 0, 0)).sum();
        CellFit {
            dropped: (0..p - other_columns).filter(|j| !kept.contains(j)).collect(),
            coefficients: self.kept.iter().map(|j| beta[*j]).collect(),
            bread,
            x: Array2::zeros((0, kept.len())),
            y: Vec::new(),
            residual: self.residual.clone(),
            varying: vec![None; kept.len()],
            scores: Array2::zeros((0, kept.len())),
            rss: self.residual.iter().zip(&self.weight).map(|(e, w)| w * e * e).sum::<f64>() + within,
            records: cells.total_records(),
            kept,
            eliminated: None,
        }
    }

    /// Lower triangle of Σ w (r − r̄)(r − r̄)'; a column that is constant within levels is zero. `reference` is the variation of numbers.
    fn gram(&self, reference: &[Option<f64>]) -> Vec<f64> {
        let p = self.rows.columns;
        let (mut gram, mut raw) = (vec![0.0; p * p], vec![0.0; p]);
        let mut sums = Sums::new(p);
        for members in self.levels() {
            let mean = self.mean(members, &mut sums);
            let total: f64 = members.iter().map(|i| self.weight[*i as usize]).sum();
            for i in members {
                let w = self.weight[*i as usize];
                for (a, x) in self.rows.row(*i as usize) {
                    raw[a] += w * x * x;
                    for (b, y) in self.rows.row(*i as usize).filter(|(b, _)| *b <= a) {
                        gram[a * p + b] += w * x * y;
                    }
                }
            }
            for (at, (a, x)) in mean.iter().enumerate() {
                for (b, y) in &mean[..=at] {
                    gram[a * p + b] -= total * x * y;
                }
            }
        }
        let limit = |j: usize| reference[j].map_or(LEFT * raw[j], |variation| LEFT_OF_NUMBERS * variation);
        let rounding: Vec<usize> = (0..p).filter(|j| gram[j * p + j] <= limit(*j)).collect();
        for j in rounding {
            (0..p).for_each(|other| gram[j.max(other) * p + j.min(other)] = 0.0);
        }
        gram
    }

    /// Σ w r e: e has no mean within levels.
    fn cross(&self) -> Vec<f64> {
        let mut out = vec![0.0; self.rows.columns];
        for (i, (w, e)) in self.weight.iter().zip(&self.residual).enumerate() {
            self.rows.row(i).for_each(|(j, x)| out[j] += w * e * x);
        }
        out
    }

    /// Regressors after the other factors, from columns of all of them (any × columns).
    fn after_others(&self, all: &Array2<f64>) -> Array2<f64> {
        all.select(Axis(1), &self.kept) - all.select(Axis(1), &self.others).dot(&self.projection)
    }

    /// Sums of the scores w x̃ e by cluster (clusters × kept). Codes are without gaps.
    pub fn cluster_scores(&self, codes: &[u32], clusters: usize) -> Array2<f64> {
        let mut out = Array2::zeros((clusters, self.rows.columns));
        let mut sums = Sums::new(self.rows.columns);
        for members in self.levels() {
            for i in members {
                let i = *i as usize;
                let score = self.weight[i] * self.residual[i];
                let mut row = out.row_mut(codes[i] as usize);
                self.rows.row(i).for_each(|(j, x)| row[j] += score * x);
            }
            // A level within one cluster has no mean residual.
            if members.windows(2).all(|pair| codes[pair[0] as usize] == codes[pair[1] as usize]) {
                continue;
            }
            let mean = self.mean(members, &mut sums);
            for i in members {
                let i = *i as usize;
                let score = self.weight[i] * self.residual[i];
                let mut row = out.row_mut(codes[i] as usize);
                for (j, x) in &mean {
                    row[*j] -= score * x;
                }
            }
        }
        self.after_others(&out)
    }

    /// Σ q x̃ x̃' for weights q by cell (kept × kept).
    pub fn meat(&self, q: &[f64]) -> Array2<f64> {
        let p = self.rows.columns;
        let mut all = Array2::zeros((p, p));
        let mut sums = Sums::new(p);
        for members in self.levels() {
            let mean = self.mean(members, &mut sums);
            for i in members {
                let q = q[*i as usize];
                for (a, x) in self.rows.row(*i as usize) {
                    self.rows.row(*i as usize).for_each(|(b, y)| all[[a, b]] += q * x * y);
                    sums.add(a, q * x);
                }
            }
            let total: f64 = members.iter().map(|i| q[*i as usize]).sum();
            let weighted = sums.drain();
            for (a, x) in &mean {
                for (b, y) in &weighted {
                    all[[*a, *b]] -= x * y;
                    all[[*b, *a]] -= x * y;
                }
                for (b, y) in &mean {
                    all[[*a, *b]] += total * x * y;
                }
            }
        }
        let half = self.after_others(&all);
        self.after_others(&half.t().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linalg::fit_cells;
    use crate::panel::{Factor, Levels};
    use std::sync::Arc;

    /// Forty units in six periods with holes, weights, an indicator family, its slopes, a number and a collinear one.
    fn design() -> (Cells, Vec<Regressor>, Vec<Vec<u32>>) {
        let rows: Vec<(u32, u32)> = (0..240).map(|i| (i / 6, i % 6)).filter(|(unit, time)| (unit * 7 + time * 5) % 11 != 3).collect();
        let number =
            |step: f64| rows.iter().map(|(unit, time)| (0.3 + step * f64::from(*unit) + step * step * f64::from(*time * *time)).fract()).collect::<Vec<f64>>();
        let x = number(0.754_877);
        let mut y = number(0.569_84);
        y.iter_mut().zip(&x).for_each(|(y, x)| *y += 2.0 * x);
        let unit: Vec<u32> = rows.iter().map(|(unit, _)| *unit).collect();
        let time: Vec<u32> = rows.iter().map(|(_, time)| *time).collect();
        let weight = number(0.123_4).into_iter().map(|w| 0.5 + w).collect();
        let key = Factor { name: "unit".into(), codes: unit.clone(), levels: Levels::Integer((0..40).collect()) };
        let constant: Vec<f64> = unit.iter().map(|unit| f64::from(*unit) * 0.1).collect();
        let cells = Cells::from_records(vec![key], &[("y".into(), y), ("x".into(), x.clone()), ("unit number".into(), constant)], Some(weight));
        let place: Arc<Vec<u32>> =
            Arc::new(rows.iter().map(|(unit, time)| if *unit < 20 && *time > 2 { unit / 10 * 3 + time - 3 } else { u32::MAX }).collect());
        let x = Arc::new(x);
        let mut regressors = vec![Regressor::variable("x", 1), Regressor::variable("unit number", 2)];
        regressors.extend((0..6).map(|level| Regressor::level("level", &place, level)));
        regressors.extend((0..6).map(|level| Regressor::slope("slope", &place, level, &x)));
        regressors.push(Regressor::fixed("twice", place.iter().map(|place| f64::from(u8::from(*place == 2)) * 2.0).collect()));
        (cells, regressors, vec![unit, time])
    }

    fn near(a: &Array2<f64>, b: &Array2<f64>) {
        let scale = b.iter().fold(0.0_f64, |max, x| max.max(x.abs()));
        assert_eq!(a.dim(), b.dim());
        assert!(a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-10 * scale), "{a} {b}");
    }

    #[test]
    fn the_same_as_the_design_written_out() {
        let (cells, regressors, factors) = design();
        let long = fit_cells(&cells, &regressors, &factors);
        let short = fit_eliminated(&cells, &regressors, &factors).unwrap_or_else(|| unreachable!("it fits"));
        assert_eq!((&short.kept, &short.dropped), (&long.kept, &long.dropped));
        assert_eq!(short.dropped, [1, 14]);
        assert!(short.coefficients.iter().zip(&long.coefficients).all(|(a, b)| (a - b).abs() < 1e-11));
        assert!(short.residual.iter().zip(&long.residual).all(|(a, b)| (a - b).abs() < 1e-11));
        assert!((short.rss / long.rss - 1.0).abs() < 1e-11);
        near(&short.bread, &long.bread);
        let design = short.eliminated.as_ref().unwrap_or_else(|| unreachable!("it is short"));
        let sums = |codes: &[u32], count: usize| {
            let mut sums = Array2::zeros((count, long.kept.len()));
            long.scores.rows().into_iter().zip(codes).for_each(|(row, code)| sums.row_mut(*code as usize).scaled_add(1.0, &row));
            sums
        };
        for (codes, count) in [(compact(&factors[0]).0, 40), (compact(&factors[1]).0, 6), ((0..cells.len() as u32).collect(), cells.len())] {
            near(&design.cluster_scores(&codes, count), &sums(&codes, count));
        }
        let q: Vec<f64> = long.residual.iter().map(|e| e * e).collect();
        let weighted = Array2::from_shape_fn(long.x.dim(), |(i, j)| long.x[[i, j]] * q[i]);
        near(&design.meat(&q), &long.x.t().dot(&weighted));
    }

    #[test]
    fn numbers_that_vary_within_cells_need_the_other_form() {
        let (mut cells, regressors, factors) = design();
        cells.records.fill(2);
        cells.cross[[0, packed_index(3, 1, 1)]] = 1.0;
        assert!(fit_eliminated(&cells, &regressors, &factors).is_none());
        assert!(fit_eliminated(&cells, &regressors, &[] as &[Vec<u32>]).is_none());
    }
}
