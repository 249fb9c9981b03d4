//! Sums of cohort means, the plug-in efficient weight of differences before the start, and the adjusted variance (Roth and Sant'Anna 2023, sections 3
//! and 4).

use super::Design;
use super::cohorts::Cohorts;
use crate::design::PreAdjustment;
use crate::estimate::Combination;
use crate::linalg::{apply, eigen};
use ndarray::{Array1, Array2, ArrayView2, Axis, Slice};

/// Share of the largest singular value under which one counts as zero: that of MASS::ginv, which staggered uses.
const RANK: f64 = 1.490_116_119_384_765_6e-8;

/// Means and covariances (denominator n − 1) of the outcome over the units of each cohort.
pub(super) struct Moments {
    /// Cohort by cohort, one mean a period.
    pub mean: Vec<Vec<f64>>,
    /// Cohort by cohort, periods × periods.
    pub covariance: Vec<Array2<f64>>,
}

impl Moments {
    /// Of outcomes given unit by unit.
    pub(super) fn of(outcome: &[f64], group: &[u32], cohorts: usize, width: usize) -> Self {
        let mut mean = vec![vec![0.0; width]; cohorts];
        let mut size = vec![0.0_f64; cohorts];
        for (own, group) in outcome.chunks(width).zip(group) {
            size[*group as usize] += 1.0;
            mean[*group as usize].iter_mut().zip(own).for_each(|(sum, y)| *sum += y);
        }
        for (mean, size) in mean.iter_mut().zip(&size) {
            for sum in mean {
                *sum /= size.max(1.0);
            }
        }
        let mut covariance = vec![Array2::zeros((width, width)); cohorts];
        let mut deviation = vec![0.0; width];
        for (own, group) in outcome.chunks(width).zip(group) {
            let group = *group as usize;
            deviation.iter_mut().zip(own.iter().zip(&mean[group])).for_each(|(d, (y, mean))| *d = y - mean);
            for (a, left) in deviation.iter().enumerate() {
                for (b, right) in deviation[..=a].iter().enumerate() {
                    covariance[group][[a, b]] += left * right;
                }
            }
        }
        for (covariance, size) in covariance.iter_mut().zip(&size) {
            for a in 0..width {
                for b in 0..=a {
                    covariance[[a, b]] /= (size - 1.0).max(1.0);
                    covariance[[b, a]] = covariance[[a, b]];
                }
            }
        }
        Self { mean, covariance }
    }
}

/// A row of the result as sums of cohort means (cohorts × periods).
pub(super) struct Contrast {
    /// A: the comparison in the periods of the effect.
    after: Array2<f64>,
    /// B: the same comparison in the last period before each start.
    before: Array2<f64>,
}

/// An estimate and its weight of differences before the start.
pub(super) struct Fit {
    pub estimate: f64,
    /// β; none where there is no difference before the start to take out.
    pub beta: Option<f64>,
    /// Variance that holds whatever the effects (Neyman's).
    pub neyman: f64,
}

impl Contrast {
    /// The sums behind a row.
    pub(super) fn of(row: &Combination, design: &Design, cohorts: &Cohorts) -> Self {
        let shape = (cohorts.starts.len(), cohorts.periods.len());
        let mut out = Self { after: Array2::zeros(shape), before: Array2::zeros(shape) };
        for (at, weight) in &row.weights {
            let cell = &design.cells[*at];
            let period = cohorts.periods.binary_search(&cell.period).unwrap_or(0);
            let base = cohorts.base(cell.start, design.ahead);
            let controls = design.controls(cohorts, cell.group, period);
            let total: usize = controls.iter().map(|control| cohorts.size[*control]).sum();
            let shares = controls.iter().map(|control| (*control, -(cohorts.size[*control] as f64) / total as f64));
            for (cohort, share) in shares.chain([(cell.group, 1.0)]) {
                out.after[[cohort, period]] += weight * share;
                if let Some(base) = base {
                    out.before[[cohort, base]] += weight * share;
                }
            }
        }
        out
    }

    /// Estimate and β.
    pub(super) fn fit(&self, pre: PreAdjustment, moments: &Moments, size: &[usize]) -> Fit {
        let mean =
            |sums: &Array2<f64>| sums.rows().into_iter().zip(&moments.mean).map(|(row, mean)| row.iter().zip(mean).map(|(a, y)| a * y).sum::<f64>()).sum();
        let product = |left: &Array2<f64>, right: &Array2<f64>| -> f64 {
            let parts = left.rows().into_iter().zip(right.rows()).zip(moments.covariance.iter().zip(size));
            parts.map(|((left, right), (covariance, size))| left.dot(&covariance.dot(&right)) / *size as f64).sum()
        };
        let (theta, x): (f64, f64) = (mean(&self.after), mean(&self.before));
        let there = self.before.iter().any(|b| *b != 0.0);
        let spread = product(&self.before, &self.before);
        let (both, alone) = (product(&self.before, &self.after), product(&self.after, &self.after));
        let beta = match pre {
            PreAdjustment::None => Some(0.0),
            PreAdjustment::Difference => Some(1.0),
            PreAdjustment::Efficient => there.then(|| if spread > 0.0 { both / spread } else { 1.0 }),
        };
        let b = beta.unwrap_or(0.0);
        Fit { estimate: theta - b * x, beta, neyman: alone + b * b * spread - 2.0 * b * both }
    }

    /// Coefficients A − βB by cohort, those that are not zero.
    pub(super) fn sparse(&self, beta: Option<f64>) -> Vec<Vec<(usize, f64)>> {
        let all = &self.after - &(&self.before * beta.unwrap_or(0.0));
        all.rows().into_iter().map(|row| row.iter().copied().enumerate().filter(|(_, c)| *c != 0.0).collect()).collect()
    }

    /// What can be said of the variance of effects between units from their dependence on outcomes before the first start.
    pub(super) fn adjustment(&self, design: &Design, cohorts: &Cohorts) -> Option<Adjustment> {
        let first = self.after.rows().into_iter().position(|row| row.iter().any(|a| *a != 0.0))?;
        let start = cohorts.starts[first]?;
        let width = cohorts.periods.iter().filter(|period| period.0 + design.ahead < start.0).count();
        if width == 0 {
            return None;
        }
        let mut sum = Array1::zeros(width);
        for cohort in first..cohorts.starts.len() {
            let covariance = &cohorts.moments.covariance[cohort];
            let inverse = inverse(&corner(covariance, width, width).to_owned())?;
            sum += &inverse.dot(&corner(covariance, width, covariance.ncols()).dot(&self.after.row(cohort)));
        }
        Some(Adjustment { first, slopes: sum })
    }
}

/// Slopes of the effects on outcomes before the first start, summed over cohorts from `first` on.
pub(super) struct Adjustment {
    first: usize,
    slopes: Array1<f64>,
}

/// What two rows lose of their covariance: b' S̄ b / N, with S̄ the mean covariance before the start over the cohorts that both use.
pub(super) fn common(a: &Adjustment, b: &Adjustment, cohorts: &Cohorts) -> f64 {
    let used = a.first.max(b.first)..cohorts.starts.len();
    let count = used.len() as f64;
    let (rows, columns) = (a.slopes.len(), b.slopes.len());
    let total: f64 = used.map(|cohort| a.slopes.dot(&corner(&cohorts.moments.covariance[cohort], rows, columns).dot(&b.slopes))).sum();
    total / count / cohorts.len() as f64
}

/// The first rows and columns of a matrix.
fn corner(matrix: &Array2<f64>, rows: usize, columns: usize) -> ArrayView2<'_, f64> {
    let mut out = matrix.slice_axis(Axis(0), Slice::from(..rows));
    out.slice_axis_inplace(Axis(1), Slice::from(..columns));
    out
}

/// The Moore–Penrose inverse of a covariance.
fn inverse(covariance: &Array2<f64>) -> Option<Array2<f64>> {
    let eigen = eigen(covariance)?;
    let limit = RANK * eigen.values.iter().fold(0.0_f64, |max, value| max.max(value.abs()));
    Some(apply(&eigen, |value| if value > limit { 1.0 / value } else { 0.0 }))
}
