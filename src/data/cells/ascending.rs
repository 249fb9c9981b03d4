//! Records in the order of their keys, each a cell of its own, as panels mostly stand in files: they are the cells already. No cell is numbered and
//! nothing is summed; where a later record breaks the order, all are numbered after all.

use super::index::{CellIndex, KeyValues, Raw};
use crate::data::roles;
use crate::panel::{CellPlan, Cells, Factor, RobustMoments, SampleAccount, packed_len};
use ndarray::Array2;
use rayon::prelude::*;
use std::cmp::Ordering;

/// Rows that are looked at by one thread at a time.
const ROWS: usize = 1 << 16;

/// Records that room is made for beforehand, at most.
const ROOM: usize = 1 << 26;

/// Records so far.
pub(super) struct Ascending {
    /// Codes of each key in its dictionary, one a record.
    pub(super) codes: Vec<Vec<u32>>,
    /// Variables, then the weight, one number a record.
    pub(super) numbers: Vec<Vec<f64>>,
    last: Vec<Raw>,
    rows: usize,
}

/// Whether the rows of a chunk are in the order of their keys, no two alike.
pub(super) fn ascending(keys: &[KeyValues], rows: usize) -> bool {
    let ahead = |row: usize| keys.iter().map(|key| key.compare(row - 1, row)).find(|order| order.is_ne()) == Some(Ordering::Less);
    (1..rows).all(ahead)
}

impl Ascending {
    /// No records yet, at most `rows` to come.
    pub(super) fn new(rows: usize) -> Self {
        Self { codes: Vec::new(), numbers: Vec::new(), last: Vec::new(), rows: rows.min(ROOM) }
    }

    /// Adds the rows of a chunk that is in order itself; false, and nothing is added, where they do not follow the ones before.
    pub(super) fn push(&mut self, index: &CellIndex, codes: &[&[u32]], numbers: &[&[f64]]) -> bool {
        let value = |(key, code): (usize, Option<&u32>)| code.map(|code| index.dictionaries[key].levels[*code as usize].clone());
        let at = |row: usize| -> Option<Vec<Raw>> { codes.iter().map(|codes| codes.get(row)).enumerate().map(value).collect() };
        let Some(first) = at(0) else { return true };
        if !self.last.is_empty() && self.last.iter().zip(&first).map(|(a, b)| a.order(b)).find(|order| order.is_ne()) != Some(Ordering::Less) {
            return false;
        }
        self.last = at(codes.first().map_or(0, |codes| codes.len() - 1)).unwrap_or(first);
        // Pages that no record fills are never touched.
        self.codes.resize_with(codes.len(), || Vec::with_capacity(self.rows));
        self.numbers.resize_with(numbers.len(), || Vec::with_capacity(self.rows));
        self.codes.iter_mut().zip(codes).for_each(|(all, new)| all.extend_from_slice(new));
        self.numbers.iter_mut().zip(numbers).for_each(|(all, new)| all.extend_from_slice(new));
        true
    }

    /// Whether the records are in the order of what their keys mean, no two alike: dates may come to mean the same month, and words go by their meaning.
    pub(super) fn stays(&self, leveled: &[roles::Leveled]) -> bool {
        let place = |key: usize, row: usize| leveled[key].1[self.codes[key][row] as usize];
        let ahead = |row: usize| (0..leveled.len()).map(|key| place(key, row - 1).cmp(&place(key, row))).find(|order| order.is_ne()) == Some(Ordering::Less);
        let rows = self.codes.first().map_or(0, Vec::len);
        (1..rows).into_par_iter().with_min_len(ROWS).all(ahead)
    }

    /// The cells: means are the values, and nothing varies within them.
    pub(super) fn cells(self, plan: &CellPlan, leveled: Vec<roles::Leveled>, account: SampleAccount) -> Cells {
        let v = plan.variables.len();
        let n = self.codes.first().map_or(0, Vec::len);
        let keys = self.codes.into_iter().zip(leveled).zip(&plan.keys).map(|((mut codes, (levels, places)), key)| {
            codes.par_iter_mut().with_min_len(ROWS).for_each(|code| *code = places[*code as usize]);
            Factor { name: key.column.clone(), codes, levels }
        });
        let keys = keys.collect();
        let mut numbers = self.numbers;
        let weight = if plan.weight.is_some() { numbers.pop() } else { None };
        let robust = weight.as_ref().map(|weight| RobustMoments {
            weight: weight.iter().map(|w| w * w).collect(),
            first: Array2::zeros((n, v)),
            second: Array2::zeros((n, packed_len(v))),
        });
        Cells {
            keys,
            variables: plan.variables.clone(),
            records: vec![1; n],
            weight: weight.unwrap_or_else(|| vec![1.0; n]),
            mean: side_by_side(numbers, n),
            cross: Array2::zeros((n, packed_len(v))),
            robust,
            account,
        }
    }
}

/// Columns as a matrix.
fn side_by_side(mut columns: Vec<Vec<f64>>, rows: usize) -> Array2<f64> {
    if columns.len() == 1
        && let Some(one) = columns.pop()
    {
        return Array2::from_shape_vec((rows, 1), one).unwrap_or_else(|_| Array2::zeros((rows, 1)));
    }
    let width = columns.len();
    let mut out = Array2::zeros((rows, width));
    if let Some(all) = out.as_slice_mut().filter(|_| width > 0) {
        all.par_chunks_mut(width).with_min_len(ROWS).enumerate().for_each(|(row, values)| {
            values.iter_mut().zip(&columns).for_each(|(value, column)| *value = column[row]);
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::group;
    use crate::data::{ArrayColumn, Records};
    use crate::panel::{CellKey, CellPlan, Cells, KeyRole};

    fn cells(rows: &[(i64, i64, f64)], in_order: bool) -> (Option<Cells>, bool) {
        let whole = |of: fn(&(i64, i64, f64)) -> i64| ArrayColumn::Whole(rows.iter().map(|row| Some(of(row))).collect());
        let columns = vec![
            ("unit".to_owned(), whole(|row| row.0)),
            ("time".to_owned(), whole(|row| row.1)),
            ("y".to_owned(), ArrayColumn::Number(rows.iter().map(|row| Some(row.2)).collect())),
        ];
        let key = |column: &str, role| CellKey { column: column.into(), role };
        let keys = vec![key("unit", KeyRole::Discrete), key("time", KeyRole::Period(None))];
        let plan = CellPlan { keys, variables: vec!["y".into()], weight: None, centre: None };
        let found = Records::from_arrays(columns).and_then(|records| group(&records, &plan, in_order)).ok();
        let indexed = found.as_ref().is_some_and(|(_, indexed)| indexed.is_some());
        (found.map(|(cells, _)| cells), indexed)
    }

    #[test]
    fn a_panel_in_order_has_the_cells_that_numbering_gives() {
        let rows: Vec<(i64, i64, f64)> = (0..40_000).map(|i| (7 * (i / 10), i % 10, (i as f64 * 0.754).fract())).collect();
        let (taken, numbered) = cells(&rows, true);
        assert!(!numbered && taken.is_some());
        assert_eq!(taken, cells(&rows, false).0);
        let mut turned = rows;
        turned.reverse();
        assert_eq!(taken, cells(&turned, true).0);
    }

    #[test]
    fn a_late_record_out_of_order_or_twice_has_all_numbered() {
        let rows: Vec<(i64, i64, f64)> = (0..40_000).map(|i| (i / 10, i % 10, (i as f64 * 0.323).fract())).collect();
        for late in [(5, 3, 0.25), (3_999, 9, 0.5), (-1, 0, 0.75)] {
            let mut rows = rows.clone();
            rows.push(late);
            let (taken, numbered) = cells(&rows, true);
            assert!(numbered && taken.is_some());
            assert_eq!(taken, cells(&rows, false).0);
        }
    }
}
