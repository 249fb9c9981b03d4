//! Numbered cells to sorted ones.

use super::index::{CellIndex, Raw};
use super::moments::Moments;
use crate::data::roles;
use crate::panel::{CellPlan, Cells, Factor, RobustMoments, SampleAccount, packed_len};
use ndarray::{Array2, ArrayViewMut2};
use rayon::prelude::*;
use std::cmp::Ordering;

/// Sorts the cells by their keys; cells whose keys came to mean the same become one. Gives the position of each number, too.
pub(super) fn assemble(plan: &CellPlan, index: &CellIndex, moments: &Moments, leveled: Vec<roles::Leveled>, account: SampleAccount) -> (Cells, Vec<u32>) {
    let (k, n, v) = (plan.keys.len(), index.cells, plan.variables.len());
    let code = |cell: u32, key: usize| leveled[key].1[index.codes[cell as usize * k + key] as usize];
    let order = sorted(index, &leveled);
    let mut cells = Cells {
        keys: Vec::with_capacity(k),
        variables: plan.variables.clone(),
        records: order.iter().map(|cell| moments.records(*cell as usize)).collect(),
        weight: order.iter().map(|cell| moments.weight(*cell as usize)).collect(),
        mean: Array2::zeros((n, v)),
        cross: Array2::zeros((n, packed_len(v))),
        robust: None,
        account,
    };
    rows(&order, v, cells.mean.view_mut(), |cell, row| moments.mean(cell, row));
    rows(&order, packed_len(v), cells.cross.view_mut(), |cell, row| moments.cross(cell, row));
    if plan.weight.is_some() {
        let mut robust = RobustMoments {
            weight: order.iter().map(|cell| moments.squared_weight(*cell as usize)).collect(),
            first: Array2::zeros((n, v)),
            second: Array2::zeros((n, packed_len(v))),
        };
        rows(&order, v, robust.first.view_mut(), |cell, row| moments.robust_first(cell, row));
        rows(&order, packed_len(v), robust.second.view_mut(), |cell, row| moments.robust_second(cell, row));
        cells.robust = Some(robust);
    }
    let codes: Vec<Vec<u32>> = (0..k).map(|key| order.iter().map(|cell| code(*cell, key)).collect()).collect();
    cells.keys = codes.into_iter().zip(leveled).zip(&plan.keys).map(|((codes, (levels, _)), key)| Factor { name: key.column.clone(), codes, levels }).collect();
    let mut place = vec![0; n];
    let same = |row: usize| cells.keys.iter().all(|key| key.codes[row - 1] == key.codes[row]);
    if (1..n).any(same) {
        let (joined, groups) = cells.coarsen(cells.keys.clone());
        order.iter().zip(groups).for_each(|(cell, group)| place[*cell as usize] = group);
        return (joined, place);
    }
    order.iter().enumerate().for_each(|(row, cell)| place[*cell as usize] = row as u32);
    (cells, place)
}

/// Fills the rows of a matrix from the cells in their order.
fn rows(order: &[u32], width: usize, mut matrix: ArrayViewMut2<f64>, fill: impl Fn(usize, &mut [f64]) + Sync) {
    if let Some(all) = matrix.as_slice_mut().filter(|_| width > 0) {
        all.par_chunks_mut(width).zip(order).for_each(|(row, cell)| fill(*cell as usize, row));
    }
}

/// Numbers of cells in the order of their keys. Ties are ordered by the values as they stand, never by who came first.
fn sorted(index: &CellIndex, leveled: &[roles::Leveled]) -> Vec<u32> {
    let k = leveled.len();
    // A key whose values all mean different things has no ties of its own.
    let tied = leveled.iter().any(|(levels, places)| levels.len() < places.len());
    let mut ranks: Vec<Vec<u32>> = leveled.iter().map(|(_, places)| places.clone()).collect();
    if tied {
        ranks.extend(index.dictionaries.iter().map(|dictionary| rank(&dictionary.levels)));
    }
    // Ranks of the values as they stand go by the same codes once more.
    let keys: Vec<(usize, Vec<u32>)> = ranks.into_iter().enumerate().map(|(at, ranks)| (at % k, ranks)).collect();
    let rank = |cell: usize, (key, ranks): &(usize, Vec<u32>)| ranks[index.codes[cell * k + key] as usize];
    let compare = |a: usize, b: usize| keys.iter().map(|key| rank(a, key).cmp(&rank(b, key))).find(|order| order.is_ne()).unwrap_or(Ordering::Equal);
    // Files are often in the order of their keys already.
    if (1..index.cells).into_par_iter().with_min_len(1 << 16).all(|cell| compare(cell - 1, cell).is_lt()) {
        return (0..index.cells as u32).collect();
    }
    let mut order: Vec<u32> = (0..index.cells as u32).collect();
    if keys.iter().any(|(_, ranks)| ranks.len() > index.cells.saturating_mul(2)) {
        order.par_sort_unstable_by(|a, b| compare(*a as usize, *b as usize));
        return order;
    }
    // By one key after the other, the last first, each time counting the cells of each rank.
    let mut sorted = vec![0; index.cells];
    for key in keys.iter().rev() {
        let mut next = vec![0u32; key.1.len() + 1];
        let here: Vec<u32> = order.par_iter().with_min_len(1 << 16).map(|cell| rank(*cell as usize, key)).collect();
        for rank in &here {
            next[*rank as usize + 1] += 1;
        }
        for at in 1..next.len() {
            next[at] += next[at - 1];
        }
        for (cell, rank) in order.iter().zip(here) {
            let place = &mut next[rank as usize];
            sorted[*place as usize] = *cell;
            *place += 1;
        }
        std::mem::swap(&mut order, &mut sorted);
    }
    order
}

/// Place of each value in ascending order.
fn rank(values: &[Raw]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..values.len() as u32).collect();
    order.sort_by(|a, b| values[*a as usize].order(&values[*b as usize]));
    let mut ranks = vec![0; values.len()];
    for (place, at) in order.iter().enumerate() {
        ranks[*at as usize] = place as u32;
    }
    ranks
}
