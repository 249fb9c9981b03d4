//! Restrictions on how far the groups may have parted: A δ ≤ d for the differences δ in trend, reference period left out.

use ndarray::{Array2, Axis};

/// Rows `A` and limits `d` that a test uses.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Restriction {
    pub(super) rows: Array2<f64>,
    pub(super) limits: Vec<f64>,
    /// Whether the rows bound one step after another from both sides: upper bounds in the order of time, then lower ones.
    pub(super) by_steps: bool,
}

/// First differences of δ, δ₀ = 0 among them: row r is δ_{r+1} − δ_r in the order of time.
fn first_differences(periods: usize) -> Array2<f64> {
    let mut out = Array2::zeros((periods, periods + 1));
    for row in 0..periods {
        out[[row, row]] = -1.0;
        out[[row, row + 1]] = 1.0;
    }
    out
}

/// Without the column of the reference period.
fn without_reference(rows: &Array2<f64>, pre: usize) -> Array2<f64> {
    let kept: Vec<usize> = (0..rows.ncols()).filter(|column| *column != pre).collect();
    rows.select(Axis(1), &kept)
}

/// Rows that bear on a period after the reference; all of them with one such period, where the test has nothing to profile out.
fn bearing(rows: &Array2<f64>, limits: &[f64], pre: usize) -> Restriction {
    let post = rows.ncols() - pre;
    let kept: Vec<usize> = (0..rows.nrows()).filter(|row| post == 1 || rows.row(*row).iter().skip(pre).any(|entry| *entry != 0.0)).collect();
    Restriction { limits: kept.iter().map(|row| limits[*row]).collect(), rows: rows.select(Axis(0), &kept), by_steps: false }
}

/// Relative magnitudes: every step after the reference is at most `m` times the step into pre-period `step` (0 is the last one), which is the largest of the steps
/// before and has the sign of `up`. The set of Rambachan and Roth is the union over all steps and both signs.
pub(super) fn relative(pre: usize, post: usize, step: usize, up: bool, m: f64) -> Restriction {
    let periods = pre + post;
    let differences = first_differences(periods);
    let sign = if up { 1.0 } else { -1.0 };
    let largest = differences.row(pre - 1 - step).to_owned() * sign;
    let mut rows = Vec::new();
    for sign in [1.0, -1.0] {
        for row in 0..periods {
            let bound = if row < pre { 1.0 } else { m };
            let line = &differences.row(row) * sign - &largest * bound;
            if line.dot(&line) > 1e-10 {
                rows.push(line);
            }
        }
    }
    let mut all = Array2::zeros((rows.len(), periods + 1));
    for (mut target, line) in all.rows_mut().into_iter().zip(&rows) {
        target.assign(line);
    }
    Restriction { by_steps: post > 1, ..bearing(&without_reference(&all, pre), &vec![0.0; rows.len()], pre) }
}

/// Smoothness: the slope changes by at most `m` from one period to the next.
pub(super) fn smooth(pre: usize, post: usize, m: f64) -> Restriction {
    let periods = pre + post;
    let mut rows = Array2::zeros((2 * (periods - 1), periods + 1));
    for row in 0..periods - 1 {
        for (offset, entry) in [1.0, -2.0, 1.0].into_iter().enumerate() {
            rows[[row, row + offset]] = entry;
            rows[[periods - 1 + row, row + offset]] = -entry;
        }
    }
    let limits = vec![m; rows.nrows()];
    bearing(&without_reference(&rows, pre), &limits, pre)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parallel_trends_fit_and_steps_are_bounded() {
        // δ = (0.1, 0.3) before and (0.1, 0.6) after the reference: the largest step before is −0.3, into the reference.
        let delta = [0.1, 0.3, 0.1, 0.6];
        let fits = |restriction: &Restriction| {
            let used = restriction.rows.rows().into_iter().zip(&restriction.limits);
            used.map(|(row, limit)| row.iter().zip(delta).map(|(a, d)| a * d).sum::<f64>() - limit).all(|over| over <= 1e-12)
        };
        assert!(fits(&relative(2, 2, 0, false, 2.0)), "the step of 0.5 is at most 0.6");
        assert!(!fits(&relative(2, 2, 0, false, 1.0)));
        assert!(!fits(&relative(2, 2, 0, true, 2.0)), "the step goes down");
        // Slopes 0.2, −0.3, 0.1, 0.5 change by at most 0.5; the one before the start only does not count.
        assert!(fits(&smooth(2, 2, 0.4)));
        assert!(!fits(&smooth(2, 2, 0.39)));
        assert_eq!(smooth(2, 2, 1.0).rows.nrows(), 4);
        assert_eq!(relative(2, 1, 1, true, 1.0).rows.nrows(), 5);
    }
}
