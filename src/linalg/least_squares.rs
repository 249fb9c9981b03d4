//! Least squares by Householder reflections with column scaling, detection of collinear columns, and double-double arithmetic where it is needed.

use super::real::{Dd, Real};
use ndarray::Array2;
use rayon::prelude::*;

/// A column whose part outside the span of the earlier ones is smaller than this share of its size is collinear.
pub const COLLINEAR: f64 = 1e-12;

/// Below this share the columns are close enough to collinear for doubles to lose digits that matter: everything is redone in double-double.
const DELICATE: f64 = 1e-2;

/// A floor from here on is decided by doubles without doubt.
const RESOLVED: f64 = 1e-11;

/// A least-squares fit.
#[derive(Debug, Clone, PartialEq)]
pub struct LeastSquares {
    /// Coefficients of the columns in `kept`.
    pub coefficients: Vec<f64>,
    /// Columns in the fit, ascending.
    pub kept: Vec<usize>,
    /// Columns that are combinations of earlier ones, ascending.
    pub dropped: Vec<usize>,
    /// (X'WX)⁻¹ of the kept columns.
    pub bread: Array2<f64>,
    /// y − Xb by row (not weighted).
    pub residuals: Vec<f64>,
    /// Σ w (y − Xb)².
    pub rss: f64,
}

/// Weighted least squares of `y` on the columns of `x`; later collinear columns are dropped. Weights are per row, positive.
pub fn least_squares(x: &Array2<f64>, y: &[f64], weights: Option<&[f64]>) -> LeastSquares {
    let roots: Option<Vec<f64>> = weights.map(|weights| weights.iter().map(|w| w.sqrt()).collect());
    let weigh = |values: Vec<f64>| match &roots {
        Some(roots) => values.iter().zip(roots).map(|(value, root)| value * root).collect(),
        None => values,
    };
    let columns: Vec<Vec<f64>> = x.columns().into_iter().map(|column| weigh(column.to_vec())).collect();
    let mut fit = fit_columns(&columns, &weigh(y.to_vec()), None, COLLINEAR);
    if let Some(roots) = &roots {
        for (residual, root) in fit.residuals.iter_mut().zip(roots) {
            *residual /= root;
        }
    }
    fit
}

/// Least squares on columns as they are. A column is dropped where what is left of it after the earlier ones is under `tolerance` times its
/// reference size, by default its own norm.
pub fn fit_columns(columns: &[Vec<f64>], y: &[f64], reference: Option<&[f64]>, tolerance: f64) -> LeastSquares {
    let scale: Vec<f64> = columns.iter().map(|column| norm(column)).collect();
    let floor: Vec<f64> = match reference {
        Some(reference) => reference.iter().zip(&scale).map(|(size, own)| if *own > 0.0 { tolerance * size / own } else { f64::INFINITY }).collect(),
        None => scale.iter().map(|own| if *own > 0.0 { tolerance } else { f64::INFINITY }).collect(),
    };
    if let Some(fit) = solve(columns, y, &scale, &floor, DELICATE) {
        return fit;
    }
    let exact: Vec<Vec<Dd>> = columns.iter().map(|column| column.iter().map(|x| Dd::of(*x)).collect()).collect();
    solve(&exact, y, &scale, &floor, 0.0).unwrap_or_else(|| empty(columns.len(), y))
}

/// Least squares of `y` on 1, x, …, x^degree, with powers and everything after them in double-double: a power rounded to a double is enough to spoil
/// half the digits of a high degree.
pub fn polynomial(x: &[f64], y: &[f64], degree: usize) -> LeastSquares {
    let mut columns = vec![vec![Dd::of(1.0); x.len()]];
    for power in 0..degree {
        let next = columns[power].iter().zip(x).map(|(known, x)| *known * Dd::of(*x)).collect();
        columns.push(next);
    }
    let scale: Vec<f64> = columns.iter().map(|column| norm(&column.iter().map(|x| x.value()).collect::<Vec<f64>>())).collect();
    let floor = vec![COLLINEAR; columns.len()];
    solve(&columns, y, &scale, &floor, 0.0).unwrap_or_else(|| empty(columns.len(), y))
}

fn empty(k: usize, y: &[f64]) -> LeastSquares {
    LeastSquares {
        coefficients: Vec::new(),
        kept: Vec::new(),
        dropped: (0..k).collect(),
        bread: Array2::zeros((0, 0)),
        residuals: y.to_vec(),
        rss: y.iter().map(|e| e * e).sum(),
    }
}

/// Euclidean norm without overflow.
fn norm(values: &[f64]) -> f64 {
    let largest = values.iter().fold(0.0_f64, |max, x| max.max(x.abs()));
    if largest == 0.0 || !largest.is_finite() {
        return largest;
    }
    largest * values.iter().map(|x| (x / largest) * (x / largest)).sum::<f64>().sqrt()
}

/// Products that are summed one after the other before they join the rest: one long sum of millions would lose digits to rounding.
const RUN: usize = 1024;

fn dot<T: Real>(a: &[T], b: &[T]) -> T {
    let run = |(a, b): (&[T], &[T])| {
        let mut sums = [T::of(0.0); LANES];
        let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
        for (a, b) in a.iter().zip(b) {
            for ((sum, x), y) in sums.iter_mut().zip(a).zip(b) {
                *sum = *sum + *x * *y;
            }
        }
        let rest = a_rest.iter().zip(b_rest).fold(T::of(0.0), |sum, (x, y)| sum + *x * *y);
        sums.into_iter().fold(rest, |sum, part| sum + part)
    };
    a.chunks(RUN).zip(b.chunks(RUN)).map(run).fold(T::of(0.0), |sum, part| sum + part)
}

/// Sums that run beside each other: each of them waits for its own last addition only.
const LANES: usize = 8;
/// Numbers in the columns behind a reflector from which threads share the columns.
const SHARED: usize = 1 << 16;

/// One factorization and solution; none where a pivot falls under `delicate` (the caller goes on with more digits).
fn solve<T: Real>(columns: &[Vec<T>], y: &[f64], scale: &[f64], floor: &[f64], delicate: f64) -> Option<LeastSquares> {
    let (n, k) = (y.len(), columns.len());
    let mut work: Vec<Vec<T>> =
        columns.iter().zip(scale).map(|(column, scale)| column.iter().map(|x| if *scale > 0.0 { *x / T::of(*scale) } else { T::of(0.0) }).collect()).collect();
    let mut target: Vec<T> = y.iter().map(|x| T::of(*x)).collect();
    let (mut kept, mut dropped) = (Vec::new(), Vec::new());
    for j in 0..k {
        let rank = kept.len();
        let (done, rest) = work.split_at_mut(j + 1);
        let column = &mut done[j];
        let left = if rank < n { dot(&column[rank..], &column[rank..]).root() } else { T::of(0.0) };
        let size = left.value();
        if rank >= n || !(size > floor[j]) {
            dropped.push(j);
            if floor[j] < RESOLVED && delicate > 0.0 {
                // Only more digits can tell a collinear column from a nearly collinear one.
                return None;
            }
            continue;
        }
        if size < delicate {
            return None;
        }
        let pivot = column[rank];
        let alpha = if pivot.value() > 0.0 { -left } else { left };
        // What is under the pivot is of no use afterwards: the reflector stands in its place.
        column[rank] = pivot - alpha;
        let reflector = &column[rank..];
        let length = dot(reflector, reflector);
        let reflect = |values: &mut [T]| {
            let share = T::of(2.0) * dot(reflector, &values[rank..]) / length;
            for (value, v) in values[rank..].iter_mut().zip(reflector) {
                *value = *value - share * *v;
            }
        };
        if rest.len() * (n - rank) < SHARED {
            for later in rest {
                reflect(later);
            }
        } else {
            rest.par_iter_mut().for_each(|later| reflect(later));
        }
        reflect(&mut target);
        column[rank] = alpha;
        kept.push(j);
    }
    let rank = kept.len();
    let r = |row: usize, column: usize| work[kept[column]][row];
    // Inverse of the triangle, then the bread in the scale of the data.
    let mut inverse = vec![vec![T::of(0.0); rank]; rank];
    #[allow(clippy::needless_range_loop)]
    for column in 0..rank {
        inverse[column][column] = T::of(1.0) / r(column, column);
        for row in (0..column).rev() {
            let sum = (row + 1..=column).fold(T::of(0.0), |sum, m| sum + r(row, m) * inverse[m][column]);
            inverse[row][column] = -(sum / r(row, row));
        }
    }
    let scaled: Vec<T> = (0..rank).map(|row| (row..rank).fold(T::of(0.0), |sum, m| sum + inverse[row][m] * target[m])).collect();
    let solution: Vec<T> = scaled.iter().zip(&kept).map(|(b, j)| *b / T::of(scale[*j])).collect();
    let bread = Array2::from_shape_fn((rank, rank), |(a, b)| {
        let sum = (a.max(b)..rank).fold(T::of(0.0), |sum, m| sum + inverse[a][m] * inverse[b][m]);
        (sum / T::of(scale[kept[a]]) / T::of(scale[kept[b]])).value()
    });
    let mut residuals: Vec<T> = y.iter().map(|x| T::of(*x)).collect();
    for (b, j) in solution.iter().zip(&kept) {
        for (residual, x) in residuals.iter_mut().zip(&columns[*j]) {
            *residual = *residual - *b * *x;
        }
    }
    Some(LeastSquares {
        coefficients: solution.iter().map(|b| b.value()).collect(),
        dropped,
        bread,
        rss: dot(&residuals, &residuals).value(),
        residuals: residuals.iter().map(|e| e.value()).collect(),
        kept,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn later_collinear_columns_are_dropped() {
        let x = array![[1.0, 1.0, 2.0, 0.3], [1.0, 2.0, 3.0, 0.1], [1.0, 3.0, 4.0, 0.7], [1.0, 5.0, 6.0, 0.2], [1.0, 4.0, 5.0, 0.9]];
        let fit = least_squares(&x, &[1.0, 2.0, 2.0, 4.0, 3.0], None);
        assert_eq!(fit.kept, [0, 1, 3]);
        assert_eq!(fit.dropped, [2]);
    }

    #[test]
    fn a_zero_column_is_dropped() {
        let x = array![[1.0, 0.0], [1.0, 0.0], [1.0, 0.0]];
        let fit = least_squares(&x, &[1.0, 2.0, 6.0], None);
        assert_eq!(fit.dropped, [1]);
        assert!((fit.coefficients[0] - 3.0).abs() < 1e-15);
    }

    #[test]
    fn weight_two_is_the_row_twice() {
        let x = array![[1.0, 0.2], [1.0, 1.4], [1.0, 2.9], [1.0, 3.5]];
        let twice = array![[1.0, 0.2], [1.0, 1.4], [1.0, 1.4], [1.0, 2.9], [1.0, 3.5]];
        let weighted = least_squares(&x, &[1.0, 0.4, 3.0, 2.0], Some(&[1.0, 2.0, 1.0, 1.0]));
        let doubled = least_squares(&twice, &[1.0, 0.4, 0.4, 3.0, 2.0], None);
        for (a, b) in weighted.coefficients.iter().zip(&doubled.coefficients) {
            assert!((a - b).abs() < 1e-14);
        }
        assert!((weighted.rss - doubled.rss).abs() < 1e-13);
        assert!((&weighted.bread - &doubled.bread).iter().all(|d| d.abs() < 1e-13));
    }

    #[test]
    fn nearly_collinear_columns_keep_their_digits() {
        // y = 1 + 2 x + 3 (x + 1e-7 z): exact in binary for these z.
        let n = 40;
        let tiny = 2.0_f64.powi(-24);
        let x = Array2::from_shape_fn((n, 3), |(i, j)| match j {
            0 => 1.0,
            1 => i as f64,
            _ => i as f64 + tiny * f64::from((i * i % 7) as u32),
        });
        let y: Vec<f64> = (0..n).map(|i| 1.0 + 2.0 * x[[i, 1]] + 3.0 * x[[i, 2]]).collect();
        let fit = least_squares(&x, &y, None);
        for (b, truth) in fit.coefficients.iter().zip([1.0, 2.0, 3.0]) {
            assert!((b - truth).abs() < 1e-6, "{b}");
        }
    }
}
