//! Least squares with a ridge over weights that are non-negative and sum to one. `steps` finds them by Frank–Wolfe steps with the stopping rule of R's
//! synthdid.
//!
//! A step moves towards one column, so the gradient moves towards that column's inner products: these are computed when a column is first chosen
//! and shared by all fits on the same columns.

use super::steps::product;
use crate::linalg::{add_scaled, dot};
use std::borrow::Cow;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Inner products that are kept, in numbers (128 MB).
const KEPT: usize = 1 << 24;

/// Columns of equal length, with their inner products on demand.
pub(super) struct Columns {
    /// Length of a column.
    pub rows: usize,
    values: Vec<f64>,
    inner: Vec<OnceLock<Vec<f64>>>,
    kept: AtomicUsize,
}

impl Columns {
    /// Columns one after the other.
    pub(super) fn new(rows: usize, values: Vec<f64>) -> Self {
        let count = values.len().checked_div(rows).unwrap_or(0);
        Self { rows, values, inner: (0..count).map(|_| OnceLock::new()).collect(), kept: AtomicUsize::new(0) }
    }

    /// A column.
    pub(super) fn column(&self, at: usize) -> &[f64] {
        &self.values[at * self.rows..(at + 1) * self.rows]
    }

    /// Inner products of a column with all columns.
    pub(super) fn products(&self, at: usize) -> Cow<'_, [f64]> {
        let count = self.inner.len();
        let compute = || self.values.chunks_exact(self.rows.max(1)).map(|other| product(other, self.column(at))).collect::<Vec<f64>>();
        if let Some(known) = self.inner[at].get() {
            return Cow::Borrowed(known);
        }
        // What is kept bears on the time only, never on the numbers.
        if self.kept.fetch_add(count, Ordering::Relaxed) + count > KEPT {
            self.kept.fetch_sub(count, Ordering::Relaxed);
            return Cow::Owned(compute());
        }
        Cow::Borrowed(self.inner[at].get_or_init(compute))
    }
}

/// Minimise ‖A x − b‖² + rows · ζ² ‖x‖² over the simplex; A has the chosen columns, which may repeat.
pub(super) struct Problem<'a> {
    /// All columns.
    pub columns: &'a Columns,
    /// The chosen ones.
    pub members: &'a [usize],
    /// b.
    pub target: &'a [f64],
    /// ζ.
    pub zeta: f64,
}

/// When to stop.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stop {
    /// The objective must fall by more than the square of this.
    pub min_decrease: f64,
    /// Steps at most.
    pub iterations: usize,
}

impl Problem<'_> {
    /// A x.
    pub(super) fn fitted(&self, x: &[f64]) -> Vec<f64> {
        let mut out = vec![0.0; self.columns.rows];
        for (member, weight) in self.members.iter().zip(x).filter(|(_, weight)| **weight != 0.0) {
            add_scaled(&mut out, self.columns.column(*member), *weight);
        }
        out
    }

    /// rows · ζ².
    pub(super) fn ridge(&self) -> f64 {
        self.columns.rows as f64 * self.zeta * self.zeta
    }

    /// Half the gradient at x.
    pub(super) fn half_gradient(&self, x: &[f64]) -> Vec<f64> {
        let mut error = self.fitted(x);
        error.iter_mut().zip(self.target).for_each(|(fitted, b)| *fitted -= b);
        let ridge = self.ridge();
        self.members.iter().zip(x).map(|(member, x)| dot(self.columns.column(*member), &error) + ridge * x).collect()
    }
}

/// Weights of at most a quarter of the largest become zero, and the rest sum to one again.
pub(super) fn sparsified(mut x: Vec<f64>) -> Vec<f64> {
    let largest = x.iter().copied().fold(0.0, f64::max);
    x.iter_mut().filter(|x| **x <= largest / 4.0).for_each(|x| *x = 0.0);
    normalized(x)
}

/// Sums to one; equal weights where the sum is zero.
pub(super) fn normalized(mut x: Vec<f64>) -> Vec<f64> {
    let (sum, n) = (x.iter().sum::<f64>(), x.len() as f64);
    for x in &mut x {
        *x = if sum == 0.0 { 1.0 / n } else { *x / sum };
    }
    x
}

/// Equal weights.
pub(super) fn equal(n: usize) -> Vec<f64> {
    vec![1.0 / n.max(1) as f64; n]
}
