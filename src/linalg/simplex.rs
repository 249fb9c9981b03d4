//! Small linear programs whose constraints stay while the objective changes: max y'γ subject to A'γ = e₁, γ ≥ 0.
//!
//! The feasible set does not depend on y, so the best vertex of one objective is where the search for the next one starts; tests that solve thousands of
//! near-by programs need a few pivots each. Dense tableau, largest reduced cost first, Bland's rule where that stalls.

use ndarray::{Array2, Axis};

/// A number under which a tableau entry counts as zero; columns of the constraints should be of order one.
const ZERO: f64 = 1e-10;
/// Pivots without gain after which Bland's rule takes over, which cannot cycle.
const STALLED: usize = 30;
/// Pivots after which the tableau is made again from the constraints.
const REFRESH: usize = 300;
/// Pivots after which a search is given up.
const MOST: usize = 20_000;

/// The constraints with the vertex that was best for the last objective.
#[derive(Debug, Clone)]
pub struct Program {
    constraints: Array2<f64>,
    tableau: Array2<f64>,
    level: Vec<f64>,
    basis: Vec<usize>,
    pivots: usize,
}

/// A best vertex.
#[derive(Debug, Clone, PartialEq)]
pub struct Vertex {
    /// y'γ.
    pub value: f64,
    /// γ, one a row of the constraints.
    pub point: Vec<f64>,
    /// Whether as many elements of γ are positive as there are constraints, so that only one basis describes the vertex.
    pub regular: bool,
}

impl Program {
    /// The program with one row a variable and one column a constraint, the first of which is equal to 1 and the others to 0. None where no γ fits.
    pub fn new(constraints: Array2<f64>) -> Option<Self> {
        let (variables, rows) = constraints.dim();
        // Artificial variables behind the real ones start in the basis and are driven out.
        let mut tableau = Array2::zeros((rows, variables + rows));
        for row in 0..rows {
            for variable in 0..variables {
                tableau[[row, variable]] = constraints[[variable, row]];
            }
            tableau[[row, variables + row]] = 1.0;
        }
        let mut level = vec![0.0; rows];
        *level.first_mut()? = 1.0;
        let mut out = Self { constraints, tableau, level, basis: (variables..variables + rows).collect(), pivots: 0 };
        let cost: Vec<f64> = (0..variables + rows).map(|at| if at < variables { 0.0 } else { -1.0 }).collect();
        out.search(&cost)?;
        let left: f64 = out.basis.iter().zip(&out.level).filter(|(at, _)| **at >= variables).map(|(_, level)| level).sum();
        if left > ZERO {
            return None;
        }
        for row in 0..rows {
            if out.basis[row] >= variables {
                let best = (0..variables).max_by(|a, b| out.tableau[[row, *a]].abs().total_cmp(&out.tableau[[row, *b]].abs()))?;
                // A constraint that follows from the others keeps its artificial variable at zero.
                if out.tableau[[row, best]].abs() > ZERO {
                    out.pivot(row, best);
                }
            }
        }
        out.tableau = out.tableau.select(Axis(1), &(0..variables).collect::<Vec<_>>());
        Some(out)
    }

    /// The best vertex for an objective (one number a variable); none where the search fails or the objective has no bound.
    pub fn maximise(&mut self, objective: &[f64]) -> Option<Vertex> {
        if self.pivots > REFRESH {
            self.refresh()?;
        }
        self.search(objective)?;
        let mut point = vec![0.0; objective.len()];
        for (at, level) in self.basis.iter().zip(&self.level) {
            if let Some(value) = point.get_mut(*at) {
                *value = *level;
            }
        }
        let value = point.iter().zip(objective).map(|(x, y)| x * y).sum();
        let regular = self.level.iter().all(|level| *level > 10.0 * ZERO) && self.basis.iter().all(|at| *at < objective.len());
        Some(Vertex { value, point, regular })
    }

    /// y − \[A\] B⁻¹ y_B: what one more unit of each variable would gain at the present vertex.
    pub fn reduced(&self, objective: &[f64]) -> Vec<f64> {
        let mut out = objective.to_vec();
        out.resize(self.tableau.ncols(), 0.0);
        for (row, at) in self.tableau.rows().into_iter().zip(&self.basis) {
            let cost = objective.get(*at).copied().unwrap_or(0.0);
            if cost != 0.0 {
                out.iter_mut().zip(row).for_each(|(value, entry)| *value -= cost * entry);
            }
        }
        self.basis.iter().for_each(|at| {
            if let Some(value) = out.get_mut(*at) {
                *value = 0.0;
            }
        });
        out
    }

    fn search(&mut self, objective: &[f64]) -> Option<()> {
        let scale = objective.iter().fold(0.0_f64, |max, x| max.max(x.abs())).max(f64::MIN_POSITIVE);
        if !scale.is_finite() {
            return None;
        }
        let mut stalled = 0;
        for _ in 0..MOST {
            let gains = self.reduced(objective);
            let careful = stalled > STALLED;
            let enters = if careful {
                gains.iter().position(|gain| *gain > ZERO * scale)
            } else {
                gains.iter().enumerate().filter(|(_, gain)| **gain > ZERO * scale).max_by(|a, b| a.1.total_cmp(b.1)).map(|(at, _)| at)
            };
            let Some(enters) = enters else { return Some(()) };
            let row = self.leaves(enters, careful)?;
            stalled = if self.level[row] > ZERO { 0 } else { stalled + 1 };
            self.pivot(row, enters);
        }
        None
    }

    /// The row that limits a variable first; of equal ones that with the largest pivot, or under Bland's rule the first variable.
    fn leaves(&self, enters: usize, careful: bool) -> Option<usize> {
        let ratio = |row: usize| self.level[row].max(0.0) / self.tableau[[row, enters]];
        let open = || (0..self.level.len()).filter(|row| self.tableau[[*row, enters]] > ZERO);
        let least = open().map(ratio).min_by(f64::total_cmp)?;
        let tied = open().filter(|row| ratio(*row) <= least + ZERO);
        if careful { tied.min_by_key(|row| self.basis[*row]) } else { tied.max_by(|a, b| self.tableau[[*a, enters]].total_cmp(&self.tableau[[*b, enters]])) }
    }

    fn pivot(&mut self, row: usize, enters: usize) {
        let pivot = self.tableau[[row, enters]];
        self.tableau.row_mut(row).mapv_inplace(|x| x / pivot);
        self.level[row] /= pivot;
        let (own, level) = (self.tableau.row(row).to_owned(), self.level[row]);
        for other in (0..self.level.len()).filter(|other| *other != row) {
            let factor = self.tableau[[other, enters]];
            if factor != 0.0 {
                self.tableau.row_mut(other).scaled_add(-factor, &own);
                self.level[other] -= factor * level;
                if self.level[other].abs() < ZERO * ZERO {
                    self.level[other] = 0.0;
                }
            }
        }
        self.basis[row] = enters;
        self.pivots += 1;
    }

    /// Makes the tableau of the present basis again, so that rounding does not pile up.
    fn refresh(&mut self) -> Option<()> {
        self.pivots = 0;
        let (variables, rows) = self.constraints.dim();
        if self.basis.iter().any(|at| *at >= variables) {
            return Some(());
        }
        let wanted = self.basis.clone();
        self.tableau = self.constraints.t().to_owned();
        self.level = vec![0.0; rows];
        *self.level.first_mut()? = 1.0;
        let mut free: Vec<usize> = (0..rows).collect();
        for variable in wanted {
            let at = (0..free.len()).max_by(|a, b| self.tableau[[free[*a], variable]].abs().total_cmp(&self.tableau[[free[*b], variable]].abs()))?;
            let row = free.swap_remove(at);
            if self.tableau[[row, variable]].abs() < ZERO {
                return None;
            }
            self.pivot(row, variable);
        }
        self.pivots = 0;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn finds_the_best_vertex_and_starts_from_it() {
        // γ₀ + γ₁ + γ₂ + γ₃ = 1, γ₀ + 2γ₁ − γ₂ − 3γ₃ = 0.
        let mut program = Program::new(array![[1.0, 1.0], [1.0, 2.0], [1.0, -1.0], [1.0, -3.0]]).unwrap_or_else(|| unreachable!());
        let best = program.maximise(&[3.0, 1.0, 0.0, 0.0]).unwrap_or_else(|| unreachable!());
        // Between 0 and 3: (3/4, 0, 0, 1/4).
        assert!((best.value - 2.25).abs() < 1e-14 && best.regular);
        let best = program.maximise(&[0.0, 4.0, 1.0, 0.0]).unwrap_or_else(|| unreachable!());
        // Between 1 and 3: γ₁ = 3/5; between 1 and 2: γ₁ = 1/3, value 2.
        assert!((best.value - 2.4).abs() < 1e-14);
        assert!(program.reduced(&[0.0, 4.0, 1.0, 0.0]).iter().all(|gain| *gain < 1e-12));
    }

    #[test]
    fn says_where_nothing_fits() {
        assert!(Program::new(array![[1.0, 1.0], [1.0, 2.0]]).is_none());
        // The third constraint is the second one again.
        assert!(Program::new(array![[1.0, 1.0, 1.0], [1.0, -2.0, -2.0]]).is_some());
    }

    #[test]
    fn many_objectives_in_a_row_agree_with_a_fresh_start() {
        let mut stream = 7_u64;
        let mut next = || {
            stream = stream.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (stream >> 11) as f64 / (1_u64 << 53) as f64 - 0.5
        };
        let constraints = Array2::from_shape_fn((14, 4), |(_, column)| if column == 0 { 1.0 } else { next() });
        let mut warm = Program::new(constraints.clone()).unwrap_or_else(|| unreachable!());
        for _ in 0..500 {
            let objective: Vec<f64> = (0..14).map(|_| next()).collect();
            let one = warm.maximise(&objective).map_or(f64::NAN, |vertex| vertex.value);
            let other = Program::new(constraints.clone()).and_then(|mut cold| cold.maximise(&objective)).map_or(f64::NAN, |vertex| vertex.value);
            assert!((one - other).abs() < 1e-10);
        }
    }
}
