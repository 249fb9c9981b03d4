//! Cells made of other cells, for methods that put the same units into several comparisons or explain changes instead of levels.

use super::DidSettings;
use super::assignment::NEVER;
use crate::design::{Sampling, Treatment};
use crate::panel::{Cells, Cohort, Factor, Levels, RobustMoments};
use ndarray::Array2;

/// Name of the key that holds the first treated period; no column of data is called so.
const START: &str = "(start)";

/// Rows of a comparison.
#[derive(Default)]
pub(super) struct Derived {
    /// The cell that each row comes from; a cell may come several times.
    pub rows: Vec<usize>,
    /// Factor on the weight of each row; none for the weights as they are.
    pub factor: Option<Vec<f64>>,
    /// Another outcome by row, one observation each; none for the outcome as it is, with its moments.
    pub outcome: Option<Vec<f64>>,
    /// Further keys.
    pub keys: Vec<Factor>,
}

/// A key of whole numbers.
pub(super) fn integers(name: &str, values: &[i64]) -> Factor {
    let mut levels = values.to_vec();
    levels.sort_unstable();
    levels.dedup();
    let codes = values.iter().map(|value| levels.binary_search(value).unwrap_or(0) as u32).collect();
    Factor { name: name.to_owned(), codes, levels: Levels::Integer(levels) }
}

impl Derived {
    /// The cells, with the start of each as a key that [`settings`] names.
    pub(super) fn cells(self, from: &Cells, cohort: &[Cohort], weighted: bool) -> Cells {
        let mut out = from.select(&self.rows);
        let start = |i: &usize| match cohort[*i] {
            Cohort::TreatedFrom(start) => start.0,
            Cohort::NeverTreated => NEVER,
        };
        out.keys.push(integers(START, &self.rows.iter().map(start).collect::<Vec<i64>>()));
        out.keys.extend(self.keys);
        if let Some(outcome) = self.outcome {
            out.mean.column_mut(0).iter_mut().zip(outcome).for_each(|(mean, value)| *mean = value);
            out.records.fill(1);
            out.cross.fill(0.0);
            if !weighted {
                out.weight.fill(1.0);
            }
            let squares = out.weight.iter().map(|w| w * w).collect();
            let empty = |width: usize| Array2::zeros((self.rows.len(), width));
            out.robust = weighted.then(|| RobustMoments { weight: squares, first: empty(out.mean.ncols()), second: empty(out.cross.ncols()) });
        }
        if let Some(factor) = self.factor {
            reweigh(&mut out, &factor);
        }
        out
    }
}

/// Multiplies the weights of cells.
fn reweigh(cells: &mut Cells, factor: &[f64]) {
    let width = cells.mean.ncols();
    let (weight, cross) = (cells.weight.clone(), cells.cross.clone());
    let robust = cells.robust.get_or_insert_with(|| RobustMoments { weight, first: Array2::zeros((factor.len(), width)), second: cross });
    for (i, factor) in factor.iter().enumerate() {
        let square = factor * factor;
        cells.weight[i] *= factor;
        robust.weight[i] *= square;
        cells.cross.row_mut(i).iter_mut().for_each(|sum| *sum *= factor);
        robust.first.row_mut(i).iter_mut().for_each(|sum| *sum *= square);
        robust.second.row_mut(i).iter_mut().for_each(|sum| *sum *= square);
    }
}

/// Settings for such cells: a unit and period may come several times, and the start is a key.
pub(super) fn settings(of: &DidSettings) -> DidSettings {
    DidSettings { sampling: Some(Sampling::RepeatedCrossSections), treatment: Treatment::Cohort(START.into()), ..of.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panel::Period;

    #[test]
    fn weights_and_outcomes_are_those_asked_for() {
        let key = integers("unit", &[5, 7]);
        let cells = Cells::from_records(vec![key], &[("y".into(), vec![1.0, 4.0])], None);
        let cohort = [Cohort::TreatedFrom(Period(3)), Cohort::NeverTreated];
        let made = Derived { rows: vec![1, 0, 1], factor: Some(vec![2.0, 1.0, 0.5]), ..Derived::default() }.cells(&cells, &cohort, false);
        assert_eq!((made.weight.clone(), made.mean.column(0).to_vec()), (vec![2.0, 1.0, 0.5], vec![4.0, 1.0, 4.0]));
        assert_eq!(made.robust.map(|robust| robust.weight), Some(vec![4.0, 1.0, 0.25]));
        assert_eq!(made.keys[1].levels, Levels::Integer(vec![3, NEVER]));
        let changed = Derived { rows: vec![0, 1], outcome: Some(vec![-1.0, 9.0]), ..Derived::default() }.cells(&cells, &cohort, false);
        assert_eq!((changed.mean.column(0).to_vec(), changed.robust), (vec![-1.0, 9.0], None));
    }
}
