//! Sums of a cell, taken in the order of its records.
//!
//! Everything is summed as a difference from a constant of the cell: its first record, unless the plan gives one. A variable that is constant
//! within a cell therefore has exactly no variation there, and squares of large means lose no digits.

use crate::panel::{packed_index, packed_len};

/// Running sums of all cells, one block a cell: n, centre, then Σw, Σw d, Σw dd' and the same with w².
pub(super) struct Moments {
    variables: usize,
    weighted: bool,
    centre: Option<Vec<f64>>,
    stride: usize,
    sums: Vec<f64>,
}

/// The sums of one cell about its means.
pub(super) struct CellMoments {
    pub(super) records: u64,
    pub(super) weight: f64,
    pub(super) mean: Vec<f64>,
    pub(super) cross: Vec<f64>,
    pub(super) robust: Option<(f64, Vec<f64>, Vec<f64>)>,
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

    /// The sums of a cell about its means.
    pub(super) fn of(&self, cell: usize) -> CellMoments {
        let v = self.variables;
        let block = &self.sums[cell * self.stride..(cell + 1) * self.stride];
        let part = 1 + v + packed_len(v);
        let (weight, first, second) = if self.weighted {
            (block[1 + v], &block[2 + v..2 + 2 * v], &block[2 + 2 * v..1 + v + part])
        } else {
            (block[0], &block[1 + v..=2 * v], &block[1 + 2 * v..])
        };
        let shift: Vec<f64> = first.iter().map(|sum| sum / weight).collect();
        let mean: Vec<f64> = shift.iter().zip(&block[1..=v]).map(|(shift, centre)| centre + shift).collect();
        let mut cross = vec![0.0; packed_len(v)];
        for (j, first) in first.iter().enumerate() {
            for (k, shift) in shift.iter().enumerate().skip(j) {
                let at = packed_index(v, j, k);
                cross[at] = if block[0] == 1.0 { 0.0 } else { second[at] - first * shift };
            }
        }
        remove_rounding(v, &mut cross, second);
        let robust = self.weighted.then(|| {
            let squares = &block[1 + v + part..];
            let (weight, first, second) = (squares[0], &squares[1..=v], &squares[1 + v..]);
            let about: Vec<f64> = (0..v).map(|j| first[j] - weight * shift[j]).collect();
            let mut moments = vec![0.0; packed_len(v)];
            for j in 0..v {
                for k in j..v {
                    let at = packed_index(v, j, k);
                    moments[at] = second[at] - first[j] * shift[k] - shift[j] * first[k] + weight * shift[j] * shift[k];
                }
            }
            if block[0] == 1.0 {
                (weight, vec![0.0; v], vec![0.0; packed_len(v)])
            } else {
                remove_rounding(v, &mut moments, second);
                (weight, about, moments)
            }
        });
        CellMoments { records: block[0] as u64, weight, mean, cross, robust }
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
        let plain = plain.of(0);
        assert!((plain.cross[0] - 825.0).abs() < 1e-9);
        assert_eq!(plain.cross[1..], [0.0, 0.0]);
        assert_eq!(plain.mean[1], 0.1);
        let mut weighted = Moments::new(2, true, Some(vec![3.0, 0.3]));
        weighted.add(&[0; 100], &[&y, &x], Some(&weight));
        let weighted = weighted.of(0);
        assert_eq!(weighted.cross[2], 0.0);
        assert!((weighted.weight - weight.iter().sum::<f64>()).abs() < 1e-9);
    }
}
