//! Sums of a cell, taken in the order of its records.
//!
//! Everything is summed as a difference from a constant of the cell: its first record, unless the plan gives one. A variable that is constant
//! within a cell therefore has exactly no variation there, and squares of large means lose no digits.

use super::Grouped;
use crate::panel::{packed_index, packed_len};

/// Running sums of all cells, one block a cell: n, centre, then Σw, Σw d, Σw dd' and the same with w².
pub(super) struct Moments {
    variables: usize,
    weighted: bool,
    centre: Option<Vec<f64>>,
    stride: usize,
    sums: Vec<f64>,
}

impl Moments {
    pub(super) fn new(variables: usize, weighted: bool, centre: Option<Vec<f64>>) -> Self {
        let sums = variables + packed_len(variables);
        let stride = if weighted { 1 + variables + 2 * (1 + sums) } else { 1 + variables + sums };
        Self { variables, weighted, centre, stride, sums: Vec::new() }
    }

    /// Adds records in their order: the cell of each, each variable as a slice, the weights.
    pub(super) fn add(&mut self, cells: &[u32], variables: &[&[f64]], weight: Option<&[f64]>) {
        let Some(last) = cells.iter().max() else { return };
        let needed = (*last as usize + 1) * self.stride;
        if self.sums.len() < needed {
            self.sums.resize(needed, 0.0);
        }
        match (variables, weight) {
            ([outcome], None) => self.add_outcome(cells, outcome),
            (_, None) => self.add_records(cells, variables),
            (_, Some(weight)) => self.add_weighted(cells, variables, weight),
        }
    }

    fn add_outcome(&mut self, cells: &[u32], outcome: &[f64]) {
        let given = self.centre.as_ref().map(|centre| centre[0]);
        for (cell, value) in cells.iter().zip(outcome) {
            let at = *cell as usize * 4;
            let block = &mut self.sums[at..at + 4];
            if block[0] == 0.0 {
                block[1] = given.unwrap_or(*value);
            }
            let d = value - block[1];
            block[0] += 1.0;
            block[2] += d;
            block[3] += d * d;
        }
    }

    fn start(block: &mut [f64], centre: Option<&Vec<f64>>, variables: &[&[f64]], row: usize) {
        for (j, values) in variables.iter().enumerate() {
            block[1 + j] = centre.map_or(values[row], |centre| centre[j]);
        }
    }

    fn add_records(&mut self, cells: &[u32], variables: &[&[f64]]) {
        let v = self.variables;
        let mut d = vec![0.0; v];
        for (row, cell) in cells.iter().enumerate() {
            let at = *cell as usize * self.stride;
            let block = &mut self.sums[at..at + self.stride];
            if block[0] == 0.0 {
                Self::start(block, self.centre.as_ref(), variables, row);
            }
            block[0] += 1.0;
            let mut place = 1 + 2 * v;
            for j in 0..v {
                d[j] = variables[j][row] - block[1 + j];
                block[1 + v + j] += d[j];
            }
            for j in 0..v {
                for k in j..v {
                    block[place] += d[j] * d[k];
                    place += 1;
                }
            }
        }
    }

    fn add_weighted(&mut self, cells: &[u32], variables: &[&[f64]], weight: &[f64]) {
        let v = self.variables;
        let part = 1 + v + packed_len(v);
        let mut d = vec![0.0; v];
        for (row, cell) in cells.iter().enumerate() {
            let at = *cell as usize * self.stride;
            let block = &mut self.sums[at..at + self.stride];
            if block[0] == 0.0 {
                Self::start(block, self.centre.as_ref(), variables, row);
            }
            block[0] += 1.0;
            for j in 0..v {
                d[j] = variables[j][row] - block[1 + j];
            }
            let w = weight[row];
            for (power, w) in [w, w * w].into_iter().enumerate() {
                let sums = &mut block[1 + v + power * part..1 + v + (power + 1) * part];
                sums[0] += w;
                let mut place = 1 + v;
                for j in 0..v {
                    sums[1 + j] += w * d[j];
                    for other in &d[j..] {
                        sums[place] += w * d[j] * other;
                        place += 1;
                    }
                }
            }
        }
    }

    /// The sums of groups about one constant a variable, each group of the cell that is given. A variable whose smallest and largest value are the same
    /// has exactly no variation, whatever rounding its sums have.
    pub(super) fn of_groups(variables: usize, weighted: bool, groups: &Grouped, cells: &[u32]) -> Self {
        let mut out = Self::new(variables, weighted, Some(groups.centre.clone()));
        let sums = out.stride - 1 - variables;
        let count = cells.iter().max().map_or(0, |last| *last as usize + 1);
        out.sums = vec![0.0; count * out.stride];
        let mut extremes = vec![(f64::INFINITY, f64::NEG_INFINITY); count * variables];
        for (row, cell) in cells.iter().enumerate() {
            let at = *cell as usize;
            let block = &mut out.sums[at * out.stride..(at + 1) * out.stride];
            block[0] += groups.counts[row] as f64;
            block[1..=variables].copy_from_slice(&groups.centre);
            block[1 + variables..].iter_mut().zip(&groups.moments[row * sums..(row + 1) * sums]).for_each(|(all, one)| *all += one);
            for j in 0..variables {
                let (low, high) = &mut extremes[at * variables + j];
                *low = low.min(groups.extremes[2 * (row * variables + j)]);
                *high = high.max(groups.extremes[2 * (row * variables + j) + 1]);
            }
        }
        for cell in 0..count {
            for j in 0..variables {
                let (low, high) = extremes[cell * variables + j];
                if low >= high {
                    out.fix(cell, j, low);
                }
            }
        }
        out
    }

    /// A variable that is constant in a cell: the value is its constant, so that all sums with it are zero.
    fn fix(&mut self, cell: usize, variable: usize, value: f64) {
        let (v, parts) = (self.variables, if self.weighted { 2 } else { 1 });
        let length = usize::from(self.weighted) + v + packed_len(v);
        let block = &mut self.sums[cell * self.stride..(cell + 1) * self.stride];
        block[1 + variable] = value;
        for part in 0..parts {
            let sums = &mut block[1 + v + part * length + usize::from(self.weighted)..1 + v + (part + 1) * length];
            sums[variable] = 0.0;
            for other in 0..v {
                sums[v + packed_index(v, variable, other)] = 0.0;
            }
        }
    }

    fn block(&self, cell: usize) -> &[f64] {
        &self.sums[cell * self.stride..(cell + 1) * self.stride]
    }

    /// Weight, first and second sums of a cell about its constant.
    fn parts(&self, cell: usize) -> (f64, &[f64], &[f64]) {
        let (v, block) = (self.variables, self.block(cell));
        if self.weighted {
            (block[1 + v], &block[2 + v..2 + 2 * v], &block[2 + 2 * v..2 + 2 * v + packed_len(v)])
        } else {
            (block[0], &block[1 + v..=2 * v], &block[1 + 2 * v..])
        }
    }

    /// The same with squared weights.
    fn squared(&self, cell: usize) -> (f64, &[f64], &[f64]) {
        let v = self.variables;
        let block = &self.block(cell)[2 + 2 * v + packed_len(v)..];
        (block[0], &block[1..=v], &block[1 + v..])
    }

    /// Records of a cell.
    pub(super) fn records(&self, cell: usize) -> u64 {
        self.block(cell)[0] as u64
    }

    /// Σ w of a cell.
    pub(super) fn weight(&self, cell: usize) -> f64 {
        self.parts(cell).0
    }

    /// Σ w² of a cell.
    pub(super) fn squared_weight(&self, cell: usize) -> f64 {
        self.squared(cell).0
    }

    /// Means of a cell.
    pub(super) fn mean(&self, cell: usize, out: &mut [f64]) {
        let (weight, first, _) = self.parts(cell);
        let centre = &self.block(cell)[1..=self.variables];
        for ((out, first), centre) in out.iter_mut().zip(first).zip(centre) {
            *out = centre + first / weight;
        }
    }

    /// Σ w (xⱼ − x̄ⱼ)(xₖ − x̄ₖ) of a cell; exactly zero for one record.
    pub(super) fn cross(&self, cell: usize, out: &mut [f64]) {
        let (weight, first, second) = self.parts(cell);
        if self.records(cell) <= 1 {
            return;
        }
        let mut place = 0;
        for (j, a) in first.iter().enumerate() {
            for b in &first[j..] {
                out[place] = second[place] - a * (b / weight);
                place += 1;
            }
        }
        remove_rounding(self.variables, out, second);
    }

    /// Σ w² (xⱼ − x̄ⱼ) of a cell.
    pub(super) fn robust_first(&self, cell: usize, out: &mut [f64]) {
        let (weight, first, _) = self.parts(cell);
        let (squares, squared_first, _) = self.squared(cell);
        if self.records(cell) <= 1 {
            return;
        }
        for ((out, squared), first) in out.iter_mut().zip(squared_first).zip(first) {
            *out = squared - squares * (first / weight);
        }
    }

    /// Σ w² (xⱼ − x̄ⱼ)(xₖ − x̄ₖ) of a cell.
    pub(super) fn robust_second(&self, cell: usize, out: &mut [f64]) {
        let (weight, first, _) = self.parts(cell);
        let (squares, squared_first, squared_second) = self.squared(cell);
        if self.records(cell) <= 1 {
            return;
        }
        let mut place = 0;
        for j in 0..self.variables {
            for k in j..self.variables {
                let (a, b) = (first[j] / weight, first[k] / weight);
                out[place] = squared_second[place] - squared_first[j] * b - a * squared_first[k] + squares * a * b;
                place += 1;
            }
        }
        remove_rounding(self.variables, out, squared_second);
    }
}

/// A sum of squares that is nothing but rounding of a much larger one is exactly none, and so are its products with others.
fn remove_rounding(v: usize, cross: &mut [f64], before: &[f64]) {
    for j in 0..v {
        let at = packed_index(v, j, j);
        if cross[at] <= before[at] * 8.0 * f64::EPSILON {
            for k in 0..v {
                cross[packed_index(v, j, k)] = 0.0;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_means_lose_no_digits_and_constants_do_not_vary() {
        let y: Vec<f64> = (0..100).map(|i| 1e9 + f64::from(i % 10)).collect();
        let x = vec![0.1; 100];
        let weight: Vec<f64> = (0..100).map(|i| 0.5 + f64::from(i % 3)).collect();
        let mut plain = Moments::new(2, false, None);
        plain.add(&[0; 100], &[&y, &x], None);
        let (mut mean, mut cross) = ([0.0; 2], [0.0; 3]);
        plain.mean(0, &mut mean);
        plain.cross(0, &mut cross);
        assert!((cross[0] - 825.0).abs() < 1e-9);
        assert_eq!(cross[1..], [0.0, 0.0]);
        assert_eq!(mean[1], 0.1);
        let mut weighted = Moments::new(2, true, Some(vec![3.0, 0.3]));
        weighted.add(&[0; 100], &[&y, &x], Some(&weight));
        weighted.cross(0, &mut cross);
        assert_eq!(cross[2], 0.0);
        assert!((weighted.weight(0) - weight.iter().sum::<f64>()).abs() < 1e-9);
    }
}
