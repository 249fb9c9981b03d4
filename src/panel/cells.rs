//! Records compressed into cells, with the moments that make linear models on them exact.

use super::{Period, SampleAccount, TimeScale};
use ndarray::Array2;

/// The levels of a factor, in ascending order; a code is an index into them.
#[derive(Debug, Clone, PartialEq)]
pub enum Levels {
    /// Text labels.
    Text(Vec<String>),
    /// Whole numbers.
    Integer(Vec<i64>),
    /// Numbers that are not whole.
    Float(Vec<f64>),
    /// Periods on a scale.
    Period(TimeScale, Vec<Period>),
}

impl Levels {
    /// How many levels there are.
    pub fn len(&self) -> usize {
        match self {
            Levels::Text(levels) => levels.len(),
            Levels::Integer(levels) => levels.len(),
            Levels::Float(levels) => levels.len(),
            Levels::Period(_, levels) => levels.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A level as a label in machine form.
    pub fn label(&self, code: u32) -> String {
        let at = code as usize;
        match self {
            Levels::Text(levels) => levels.get(at).cloned(),
            Levels::Integer(levels) => levels.get(at).map(ToString::to_string),
            Levels::Float(levels) => levels.get(at).map(ToString::to_string),
            Levels::Period(scale, levels) => levels.get(at).map(|period| scale.code(*period)),
        }
        .unwrap_or_default()
    }

    /// A level as a number, where it is one.
    pub fn value(&self, code: u32) -> Option<f64> {
        let at = code as usize;
        match self {
            Levels::Text(levels) => levels.get(at)?.parse().ok(),
            Levels::Integer(levels) => levels.get(at).map(|value| *value as f64),
            Levels::Float(levels) => levels.get(at).copied(),
            Levels::Period(_, levels) => levels.get(at).map(|period| period.0 as f64),
        }
    }
}

/// One key of the cells: a code a cell, and what the codes stand for.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// Name of the column (or of the role, where it was made).
    pub name: String,
    /// A code a cell, index into `levels`.
    pub codes: Vec<u32>,
    /// What the codes stand for.
    pub levels: Levels,
}

/// Position of the pair (j, k), j ≤ k, in a packed upper triangle of `v` variables, row by row.
pub fn packed_index(v: usize, j: usize, k: usize) -> usize {
    let (j, k) = if j <= k { (j, k) } else { (k, j) };
    j * v - j * (j + 1) / 2 + k
}

/// Length of a packed upper triangle of `v` variables.
pub fn packed_len(v: usize) -> usize {
    v * (v + 1) / 2
}

/// Sums with squared weights, for the heteroskedasticity-robust family of weighted records.
#[derive(Debug, Clone, PartialEq)]
pub struct RobustMoments {
    /// Σ w² (cells).
    pub weight: Vec<f64>,
    /// Σ w² (xⱼ − x̄ⱼ) (cells × variables).
    pub first: Array2<f64>,
    /// Σ w² (xⱼ − x̄ⱼ)(xₖ − x̄ₖ) (cells × packed pairs).
    pub second: Array2<f64>,
}

/// Records grouped into cells. All vectors and matrices have one row a cell, sorted by the keys in their order.
#[derive(Debug, Clone, PartialEq)]
pub struct Cells {
    /// Keys that identify a cell, in the order of the plan.
    pub keys: Vec<Factor>,
    /// Names of the variables: the outcome first, then continuous covariates.
    pub variables: Vec<String>,
    /// Records in the cell.
    pub records: Vec<u64>,
    /// Σ w; the number of records where there are no weights.
    pub weight: Vec<f64>,
    /// Σ w x / Σ w (cells × variables).
    pub mean: Array2<f64>,
    /// Σ w (xⱼ − x̄ⱼ)(xₖ − x̄ₖ) (cells × packed pairs, see [`packed_index`]).
    pub cross: Array2<f64>,
    /// Sums with squared weights; none where records are not weighted (then they are `weight`, zero and `cross`).
    pub robust: Option<RobustMoments>,
    /// Rows in, rows out.
    pub account: SampleAccount,
}

impl Cells {
    /// Number of cells.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is no cell.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The key of a name.
    pub fn key(&self, name: &str) -> Option<&Factor> {
        self.keys.iter().find(|factor| factor.name == name)
    }

    /// Records behind all cells.
    pub fn total_records(&self) -> u64 {
        self.records.iter().sum()
    }

    /// Whether records vary within cells in variable `j`.
    pub fn varies(&self, j: usize) -> bool {
        let at = packed_index(self.variables.len(), j, j);
        self.cross.column(at).iter().any(|sum| *sum > 0.0)
    }

    /// The cells at these positions, in this order; levels and the account stay.
    #[must_use]
    pub fn select(&self, rows: &[usize]) -> Self {
        let pick = |matrix: &Array2<f64>| {
            let width = matrix.ncols();
            let mut out = Array2::zeros((rows.len(), width));
            if let (Some(to), Some(from)) = (out.as_slice_mut().filter(|_| width > 0), matrix.as_slice()) {
                to.chunks_mut(width).zip(rows).for_each(|(to, row)| to.copy_from_slice(&from[row * width..(row + 1) * width]));
            } else {
                out.rows_mut().into_iter().zip(rows).for_each(|(mut to, row)| to.assign(&matrix.row(*row)));
            }
            out
        };
        let width = packed_len(self.variables.len());
        // Nothing varies within one record.
        let apart = rows.iter().all(|row| self.records[*row] <= 1);
        Self {
            keys: self
                .keys
                .iter()
                .map(|key| Factor { name: key.name.clone(), codes: rows.iter().map(|row| key.codes[*row]).collect(), levels: key.levels.clone() })
                .collect(),
            variables: self.variables.clone(),
            records: rows.iter().map(|row| self.records[*row]).collect(),
            weight: rows.iter().map(|row| self.weight[*row]).collect(),
            mean: pick(&self.mean),
            cross: if apart { Array2::zeros((rows.len(), width)) } else { pick(&self.cross) },
            robust: self.robust.as_ref().map(|robust| RobustMoments {
                weight: rows.iter().map(|row| robust.weight[*row]).collect(),
                first: pick(&robust.first),
                second: pick(&robust.second),
            }),
            account: self.account.clone(),
        }
    }

    /// Joins cells that agree in other keys: `keys` has one code a cell of `self`. Moments are exact; cells come out sorted by the new keys, together
    /// with the new position of each old cell. Sums run in the order of the old cells.
    #[must_use]
    pub fn coarsen(&self, keys: Vec<Factor>) -> (Self, Vec<u32>) {
        let n = self.len();
        let mut order: Vec<usize> = (0..n).collect();
        let same = |a: usize, b: usize| keys.iter().all(|key| key.codes[a] == key.codes[b]);
        order.sort_by(|a, b| keys.iter().map(|key| key.codes[*a].cmp(&key.codes[*b])).find(|order| order.is_ne()).unwrap_or(std::cmp::Ordering::Equal));
        let mut place = vec![0; n];
        // Where each group starts in the order; the end of the last one closes it.
        let mut starts: Vec<usize> = Vec::new();
        for (at, cell) in order.iter().enumerate() {
            if at == 0 || !same(order[at - 1], *cell) {
                starts.push(at);
            }
            place[*cell] = (starts.len() - 1) as u32;
        }
        let firsts: Vec<usize> = starts.iter().map(|start| order[*start]).collect();
        let mut out = self.select(&firsts);
        out.keys =
            keys.into_iter().map(|key| Factor { codes: firsts.iter().map(|cell| key.codes[*cell]).collect(), name: key.name, levels: key.levels }).collect();
        for (row, start) in starts.iter().enumerate() {
            let group = &order[*start..starts.get(row + 1).copied().unwrap_or(n)];
            if group.len() > 1 {
                self.join(group, &mut out, row);
            }
        }
        (out, place)
    }

    /// Writes the moments of several cells together into one row of `out`.
    fn join(&self, group: &[usize], out: &mut Self, row: usize) {
        let v = self.variables.len();
        out.records[row] = group.iter().map(|cell| self.records[*cell]).sum();
        let weight: f64 = group.iter().map(|cell| self.weight[*cell]).sum();
        out.weight[row] = weight;
        for j in 0..v {
            // About the first mean, so that equal means stay exactly equal.
            let first = self.mean[[group[0], j]];
            let shift: f64 = group.iter().map(|cell| self.weight[*cell] * (self.mean[[*cell, j]] - first)).sum();
            out.mean[[row, j]] = first + shift / weight;
        }
        out.cross.row_mut(row).fill(0.0);
        if let Some(robust) = &mut out.robust {
            robust.weight[row] = 0.0;
            robust.first.row_mut(row).fill(0.0);
            robust.second.row_mut(row).fill(0.0);
        }
        let mut delta = vec![0.0; v];
        for cell in group {
            for (delta, (from, to)) in delta.iter_mut().zip(self.mean.row(*cell).iter().zip(out.mean.row(row))) {
                *delta = from - to;
            }
            for j in 0..v {
                for k in j..v {
                    let at = packed_index(v, j, k);
                    out.cross[[row, at]] += self.cross[[*cell, at]] + self.weight[*cell] * delta[j] * delta[k];
                }
            }
            if let (Some(to), Some(from)) = (&mut out.robust, &self.robust) {
                let w = from.weight[*cell];
                to.weight[row] += w;
                for j in 0..v {
                    to.first[[row, j]] += from.first[[*cell, j]] + w * delta[j];
                    for k in j..v {
                        let at = packed_index(v, j, k);
                        to.second[[row, at]] +=
                            from.second[[*cell, at]] + from.first[[*cell, j]] * delta[k] + delta[j] * from.first[[*cell, k]] + w * delta[j] * delta[k];
                    }
                }
            }
        }
    }

    /// Cells of records given as arrays: one cell a record. For small panels and tests.
    ///
    /// `variables` are (name, values); all vectors have one entry a record.
    pub fn from_records(keys: Vec<Factor>, variables: &[(String, Vec<f64>)], weight: Option<Vec<f64>>) -> Self {
        let n = variables.first().map_or(0, |(_, values)| values.len());
        let v = variables.len();
        let mut mean = Array2::zeros((n, v));
        for (j, (_, values)) in variables.iter().enumerate() {
            for (i, value) in values.iter().enumerate() {
                mean[[i, j]] = *value;
            }
        }
        let robust = weight.as_ref().map(|weight| RobustMoments {
            weight: weight.iter().map(|w| w * w).collect(),
            first: Array2::zeros((n, v)),
            second: Array2::zeros((n, packed_len(v))),
        });
        Self {
            keys,
            variables: variables.iter().map(|(name, _)| name.clone()).collect(),
            records: vec![1; n],
            weight: weight.unwrap_or_else(|| vec![1.0; n]),
            mean,
            cross: Array2::zeros((n, packed_len(v))),
            robust,
            account: SampleAccount { rows_read: n as u64, rows_used: n as u64, ..SampleAccount::default() },
        }
    }
}
