//! The exact minimum of the same problem: an active set of weights, each step a least-squares fit on the weights that are not zero.

use super::simplex::{Problem, normalized};
use crate::linalg::{COLLINEAR, fit_columns};

/// Share of the largest weight under which a weight of the start is left out.
const SMALL: f64 = 1e-3;
/// Slope, in squared norms of columns, that counts as none.
const FLAT: f64 = 1e-12;

impl Problem<'_> {
    /// The minimum, searched from `start` (feasible weights, best near the minimum).
    pub(super) fn exact(&self, start: &[f64]) -> Vec<f64> {
        let largest = start.iter().copied().fold(0.0, f64::max);
        let mut x = normalized(start.iter().map(|x| if *x > SMALL * largest { *x } else { 0.0 }).collect());
        let mut free: Vec<usize> = (0..x.len()).filter(|j| x[*j] > 0.0).collect();
        let squared = |at: usize| self.columns.column(at).iter().map(|a| a * a).sum::<f64>();
        let slack = FLAT * (self.members.iter().map(|member| squared(*member)).fold(0.0, f64::max) + self.ridge());
        for _ in 0..10 * x.len() + 100 {
            self.settle(&mut x, &mut free);
            let gradient = self.half_gradient(&x);
            let level = free.iter().map(|j| gradient[*j]).fold(f64::NEG_INFINITY, f64::max);
            let entering = (0..x.len()).filter(|j| !free.contains(j)).min_by(|a, b| gradient[*a].total_cmp(&gradient[*b]));
            match entering {
                Some(j) if gradient[j] < level - slack => free.push(j),
                _ => break,
            }
        }
        x
    }

    /// Moves to the minimum over the free weights; those that reach zero on the way are no longer free.
    fn settle(&self, x: &mut [f64], free: &mut Vec<usize>) {
        while free.len() > 1 {
            let wanted = self.unconstrained(x, free);
            let reach = free.iter().zip(&wanted).filter(|(_, to)| **to < 0.0).map(|(j, to)| x[*j] / (x[*j] - to)).fold(1.0, f64::min);
            let mut blocked = None;
            for (j, to) in free.iter().zip(&wanted) {
                if *to < 0.0 && x[*j] / (x[*j] - to) <= reach {
                    blocked = Some(*j);
                }
                x[*j] = (x[*j] + reach * (to - x[*j])).max(0.0);
            }
            let Some(out) = blocked else {
                free.retain(|j| x[*j] > 0.0);
                return;
            };
            x[out] = 0.0;
            free.retain(|j| *j != out);
        }
        if let [only] = free.as_slice() {
            x[*only] = 1.0;
        }
    }

    /// The free weights that minimise the objective when they may be negative and sum to one.
    fn unconstrained(&self, x: &[f64], free: &[usize]) -> Vec<f64> {
        let Some(pivot) = (0..free.len()).max_by(|a, b| x[free[*a]].total_cmp(&x[free[*b]])) else { return Vec::new() };
        let column = |at: usize| self.columns.column(self.members[free[at]]);
        let root = self.ridge().sqrt();
        let ridge = |at: usize| (0..free.len()).map(move |row| if row == at { root } else { 0.0 });
        let others: Vec<usize> = (0..free.len()).filter(|at| *at != pivot).collect();
        let difference = |at: usize| -> Vec<f64> {
            let rows = column(at).iter().zip(column(pivot)).map(|(a, b)| a - b);
            rows.chain(ridge(at).zip(ridge(pivot)).map(|(a, b)| a - b)).collect()
        };
        let columns: Vec<Vec<f64>> = others.iter().map(|at| difference(*at)).collect();
        let target: Vec<f64> = self.target.iter().zip(column(pivot)).map(|(b, a)| b - a).chain(ridge(pivot).map(|r| -r)).collect();
        let fit = fit_columns(&columns, &target, None, COLLINEAR);
        let mut out = vec![0.0; free.len()];
        for (kept, value) in fit.kept.iter().zip(&fit.coefficients) {
            out[others[*kept]] = *value;
        }
        out[pivot] = 1.0 - out.iter().sum::<f64>();
        out
    }
}
