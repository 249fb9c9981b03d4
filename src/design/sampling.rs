//! Whether rows follow units over time, or are records of their own.

use crate::panel::{Cells, Factor};
use std::collections::BTreeMap;

/// Whether unit-periods with several rows look like double rows of a panel rather than like separate records of one unit.
///
/// They do where at most the share `few` of the unit-periods has several rows; and, up to half of them, where every unit has every period
/// (records so sparse that most unit-periods have one would leave gaps) or where the rows of each agree in every variable (copies).
pub fn double_rows(cells: &Cells, unit: &Factor, time: &Factor, few: f64) -> bool {
    let mut pairs: BTreeMap<(u32, u32), (u64, Vec<usize>)> = BTreeMap::new();
    for cell in 0..cells.len() {
        let (records, of) = pairs.entry((unit.codes[cell], time.codes[cell])).or_default();
        *records += cells.records[cell];
        of.push(cell);
    }
    let several: Vec<&Vec<usize>> = pairs.values().filter(|(records, _)| *records > 1).map(|(_, of)| of).collect();
    if several.is_empty() {
        return false;
    }
    let (all, double) = (pairs.len() as f64, several.len() as f64);
    if double <= few * all {
        return true;
    }
    let units: std::collections::BTreeSet<u32> = pairs.keys().map(|(unit, _)| *unit).collect();
    let periods: std::collections::BTreeSet<u32> = pairs.keys().map(|(_, period)| *period).collect();
    let complete = pairs.len() == units.len() * periods.len();
    let copies = |of: &Vec<usize>| {
        let first = cells.mean.row(of[0]);
        of.iter().all(|cell| cells.mean.row(*cell) == first && cells.cross.row(*cell).iter().all(|sum| *sum == 0.0))
    };
    2.0 * double < all && (complete || several.into_iter().all(copies))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panel::Levels;

    fn cells(rows: &[(u32, u32, f64)]) -> Cells {
        let factor = |name: &str, codes: Vec<u32>| Factor { name: name.into(), codes, levels: Levels::Integer((0..9).collect()) };
        let keys = vec![factor("unit", rows.iter().map(|row| row.0).collect()), factor("time", rows.iter().map(|row| row.1).collect())];
        Cells::from_records(keys, &[("y".into(), rows.iter().map(|row| row.2).collect())], None)
    }

    fn judged(rows: &[(u32, u32, f64)]) -> bool {
        let cells = cells(rows);
        double_rows(&cells, &cells.keys[0], &cells.keys[1], 0.05)
    }

    #[test]
    fn one_row_too_many_in_a_small_panel_is_a_double_row_and_records_are_not() {
        let panel = [(0, 0, 1.0), (0, 1, 2.0), (1, 0, 3.0), (1, 1, 4.0), (2, 0, 5.0), (2, 1, 6.0)];
        assert!(!judged(&panel));
        assert!(judged(&[&panel[..], &[(2, 1, 7.0)]].concat()));
        // With a gap, only copies are double rows.
        assert!(!judged(&[&panel[..5], &[(2, 0, 7.0)]].concat()));
        assert!(judged(&[&panel[..5], &[(2, 0, 5.0)]].concat()));
        // Most unit-periods have several: records.
        assert!(!judged(&[&panel[..], &panel[..4]].concat()));
    }
}
