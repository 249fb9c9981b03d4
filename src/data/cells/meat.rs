//! The second pass: scores of records whose regressors vary within cells.

use super::{CellIndex, Indexed, Placed, chunk, chunk_schema, failed, needs, slices, split};
use crate::data::Records;
use crate::data::derive::Preparation;
use crate::data::engine::stream;
use crate::error::Result;
use crate::panel::{ScorePlan, packed_index, packed_len};
use ndarray::Array2;
use polars::prelude::DataFrame;
use rayon::prelude::*;
use std::sync::Arc;

/// Records whose scores are summed by one thread; sums of blocks are added in their order.
const BLOCK: usize = 4096;
/// Blocks that are summed at a time.
const BLOCKS: usize = 16;

/// Rows that wait until a block is full.
#[derive(Default)]
struct Waiting {
    cells: Vec<u32>,
    numbers: Vec<Vec<f64>>,
}

/// Σ w² e² (1 − h)^−power x̃ x̃' over the records of used cells.
pub(super) fn robust_meat(records: &Records, plan: &ScorePlan, indexed: Arc<Indexed>) -> Result<Array2<f64>> {
    let preparation = Preparation::new(records, needs(&plan.cells))?;
    let source = preparation.source(records)?;
    let prepare = move |frame: DataFrame| {
        let (rows, prepared) = preparation.prepare(&frame)?;
        let (keys, numbers) = split(prepared);
        let index: &CellIndex = &indexed.index;
        let cells = index.find(&keys, rows).into_iter().map(|cell| indexed.place.get(cell as usize).copied().unwrap_or(u32::MAX)).collect();
        chunk(rows, Placed::Cells(cells), numbers, 0)
    };
    let mut total = vec![0.0; packed_len(plan.coefficients.len())];
    let mut waiting = Waiting::default();
    let take = |frame: DataFrame| {
        slices(frame, &mut |cells, numbers, _| {
            waiting.cells.extend_from_slice(cells);
            waiting.numbers.resize(numbers.len(), Vec::new());
            waiting.numbers.iter_mut().zip(numbers).for_each(|(all, new)| all.extend_from_slice(new));
            while waiting.cells.len() >= BLOCK * BLOCKS {
                sum_blocks(plan, &mut waiting, BLOCK * BLOCKS, &mut total);
            }
        })
        .map_err(|error| error.to_string())
    };
    stream(source, chunk_schema(&plan.cells, 0), prepare, take).map_err(|stopped| failed(records, stopped))?;
    let rest = waiting.cells.len();
    sum_blocks(plan, &mut waiting, rest, &mut total);
    let p = plan.coefficients.len();
    Ok(Array2::from_shape_fn((p, p), |(j, k)| total[packed_index(p, j, k)]))
}

fn sum_blocks(plan: &ScorePlan, waiting: &mut Waiting, rows: usize, total: &mut [f64]) {
    let starts: Vec<usize> = (0..rows).step_by(BLOCK).collect();
    let sums: Vec<Vec<f64>> = starts.par_iter().map(|start| block(plan, waiting, *start..(start + BLOCK).min(rows))).collect();
    for sum in sums {
        total.iter_mut().zip(sum).for_each(|(total, sum)| *total += sum);
    }
    waiting.cells.drain(..rows);
    for numbers in &mut waiting.numbers {
        numbers.drain(..rows);
    }
}

fn block(plan: &ScorePlan, waiting: &Waiting, rows: std::ops::Range<usize>) -> Vec<f64> {
    let p = plan.coefficients.len();
    let weight = plan.cells.weight.as_ref().and_then(|_| waiting.numbers.last());
    let mut sum = vec![0.0; packed_len(p)];
    let mut x = vec![0.0; p];
    for row in rows {
        let c = waiting.cells[row] as usize;
        if !plan.used.get(c).copied().unwrap_or(false) {
            continue;
        }
        let mut residual = waiting.numbers[0][row] - plan.outcome_offset[c];
        for (r, x) in x.iter_mut().enumerate() {
            *x = plan.varying[r].map_or(plan.fixed[[c, r]], |variable| waiting.numbers[variable][row] - plan.offset[[c, r]]);
            residual -= *x * plan.coefficients[r];
        }
        let w = weight.map_or(1.0, |weight| weight[row]);
        let mut factor = w * w * residual * residual;
        if plan.power != 0 {
            let mut form = plan.leverage[c];
            for r in 0..p {
                form += x[r] * (0..p).map(|s| plan.bread[[r, s]] * x[s]).sum::<f64>();
            }
            factor /= (1.0 - w * form).powi(plan.power);
        }
        let mut place = 0;
        for r in 0..p {
            for s in r..p {
                sum[place] += factor * x[r] * x[s];
                place += 1;
            }
        }
    }
    sum
}
