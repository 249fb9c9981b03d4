//! Least squares with a ridge over weights that are non-negative and sum to one, by Frank–Wolfe steps with the stopping rule of R's synthdid.
//!
//! A step moves towards one column, so the gradient moves towards that column's inner products: these are computed when a column is first chosen
//! and shared by all fits on the same columns, and a step costs as many operations as there are weights, whatever the length of the columns.

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
    fn products(&self, at: usize) -> Cow<'_, [f64]> {
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
    fn fitted(&self, x: &[f64]) -> Vec<f64> {
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

    /// Frank–Wolfe steps with exact line search from `x`. With h half the gradient, a step of length s towards column j takes h to (1 − s) h + s q, q half
    /// the gradient at j alone, and the objective down by s (2 (h'x − hⱼ) − s d), d its curvature on the way: no step looks at the rows again.
    pub(super) fn frank_wolfe(&self, mut x: Vec<f64>, stop: Stop) -> Vec<f64> {
        let (ridge, rows) = (self.ridge(), self.columns.rows as f64);
        let fitted = self.fitted(&x);
        let of_columns = |vector: &[f64]| -> Vec<f64> { self.members.iter().map(|member| product(self.columns.column(*member), vector)).collect() };
        let (cross, mut half) = (of_columns(self.target), of_columns(&fitted));
        half.iter_mut().zip(&cross).zip(&x).for_each(|((gram, cross), x)| *gram += ridge * x - cross);
        let (mut length, mut square) = (product(&fitted, &fitted), product(&x, &x));
        let error: f64 = fitted.iter().zip(self.target).map(|(fitted, b)| (fitted - b) * (fitted - b)).sum();
        let mut value = self.zeta * self.zeta * square + error / rows;
        for iteration in 1..=stop.iterations {
            let (along, (at, lowest)) = (product(&half, &x), lowest(&half));
            let Some(own) = x.get(at).copied() else { break };
            let products = self.columns.products(self.members[at]);
            // Squared length of the column, and its product with what is fitted.
            let (column, gram) = (products[self.members[at]], lowest + cross[at] - ridge * own);
            let moved = square - own * own + (1.0 - own) * (1.0 - own);
            let below = (column - 2.0 * gram + length).max(0.0) + ridge * moved;
            let step = if below > 0.0 { ((along - lowest) / below).clamp(0.0, 1.0) } else { 0.0 };
            let keep = 1.0 - step;
            for ((half, cross), member) in half.iter_mut().zip(&cross).zip(self.members) {
                *half = *half * keep + step * (products[*member] - cross);
            }
            half[at] += ridge * step;
            x.iter_mut().for_each(|x| *x *= keep);
            x[at] += step;
            square = keep * keep * square + 2.0 * keep * step * own + step * step;
            length = keep * keep * length + 2.0 * keep * step * gram + step * step * column;
            let last = value;
            value -= step * (2.0 * (along - lowest) - step * below) / rows;
            let falls = last - value > stop.min_decrease * stop.min_decrease;
            if iteration >= 2 && !falls {
                break;
            }
        }
        x
    }
}

/// Numbers that are worked on side by side.
const LANES: usize = 8;

/// Σ aⱼ bⱼ, in lanes.
fn product(a: &[f64], b: &[f64]) -> f64 {
    let (mut sums, whole) = ([0.0; LANES], a.len() - a.len() % LANES);
    for (a, b) in a[..whole].chunks_exact(LANES).zip(b.chunks_exact(LANES)) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane];
        }
    }
    sums.iter().sum::<f64>() + dot(&a[whole..], &b[whole..])
}

/// The lowest number and its first position.
fn lowest(values: &[f64]) -> (usize, f64) {
    let (mut least, chunks) = ([f64::INFINITY; LANES], values.chunks_exact(LANES));
    let rest = chunks.remainder();
    for chunk in chunks {
        for lane in 0..LANES {
            least[lane] = if chunk[lane] < least[lane] { chunk[lane] } else { least[lane] };
        }
    }
    let lowest = least.iter().chain(rest).fold(f64::INFINITY, |least, value| if *value < least { *value } else { least });
    (values.iter().position(|value| *value == lowest).unwrap_or(0), lowest)
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
