//! Cholesky factors of small Gram matrices, with a test of singularity.

/// Share of a diagonal element under which what is left of it after the earlier columns counts as nothing.
const SINGULAR: f64 = 1e-12;

/// The factor L of a small symmetric positive definite matrix A = L L'.
#[derive(Debug, Clone, PartialEq)]
pub struct Cholesky {
    size: usize,
    factor: Vec<f64>,
}

impl Cholesky {
    /// Factors a matrix of `size` × `size` given row by row (its lower triangle is read); none where it is singular.
    pub fn new(matrix: &[f64], size: usize) -> Option<Self> {
        let mut factor = vec![0.0; size * size];
        for j in 0..size {
            let left = eliminate(&factor, matrix, size, j, j);
            if !resolved(left, matrix[j * size + j]) {
                return None;
            }
            let pivot = left.sqrt();
            factor[j * size + j] = pivot;
            for i in j + 1..size {
                factor[i * size + j] = eliminate(&factor, matrix, size, i, j) / pivot;
            }
        }
        Some(Self { size, factor })
    }

    /// A⁻¹ b.
    pub fn solve(&self, b: &[f64]) -> Vec<f64> {
        let k = self.size;
        let mut x = b.to_vec();
        for i in 0..k {
            let known: f64 = (0..i).map(|j| self.factor[i * k + j] * x[j]).sum();
            x[i] = (x[i] - known) / self.factor[i * k + i];
        }
        for i in (0..k).rev() {
            let known: f64 = (i + 1..k).map(|j| self.factor[j * k + i] * x[j]).sum();
            x[i] = (x[i] - known) / self.factor[i * k + i];
        }
        x
    }
}

/// Element (i, j) of the matrix without what the columns before j explain.
fn eliminate(factor: &[f64], matrix: &[f64], size: usize, i: usize, j: usize) -> f64 {
    let known: f64 = (0..j).map(|m| factor[i * size + m] * factor[j * size + m]).sum();
    matrix[i * size + j] - known
}

fn resolved(left: f64, diagonal: f64) -> bool {
    diagonal > 0.0 && left > SINGULAR * diagonal
}

/// Columns of a Gram matrix that are not combinations of earlier ones, ascending.
pub fn independent(gram: &[f64], size: usize) -> Vec<usize> {
    let mut kept: Vec<usize> = Vec::new();
    let mut rows: Vec<Vec<f64>> = Vec::new();
    for j in 0..size {
        let mut row = Vec::with_capacity(kept.len() + 1);
        for (at, i) in kept.iter().enumerate() {
            let known: f64 = (0..at).map(|m| rows[at][m] * row[m]).sum();
            row.push((gram[j * size + i] - known) / rows[at][at]);
        }
        let left = gram[j * size + j] - row.iter().map(|value| value * value).sum::<f64>();
        if resolved(left, gram[j * size + j]) {
            row.push(left.sqrt());
            rows.push(row);
            kept.push(j);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn solves_and_sees_singular_matrices() {
        let a = [4.0, 1.0, 0.5, 1.0, 3.0, 0.2, 0.5, 0.2, 2.0];
        let x = Cholesky::new(&a, 3).map(|factor| factor.solve(&[1.0, 2.0, 3.0])).unwrap_or_default();
        for (i, b) in [1.0, 2.0, 3.0].into_iter().enumerate() {
            let left: f64 = (0..3).map(|j| a[i * 3 + j] * x[j]).sum();
            assert!((left - b).abs() < 1e-14);
        }
        assert!(Cholesky::new(&[1.0, 2.0, 2.0, 4.0], 2).is_none());
        assert!(Cholesky::new(&[0.0], 1).is_none());
    }

    #[test]
    fn names_the_columns_that_add_something() {
        // x2 = x0 + x1, x3 = 0.
        let columns = [[1.0, 1.0, 1.0], [1.0, 2.0, 4.0], [2.0, 3.0, 5.0], [0.0, 0.0, 0.0], [1.0, 0.0, 0.0]];
        let gram: Vec<f64> = columns.iter().flat_map(|a| columns.iter().map(move |b| a.iter().zip(b).map(|(x, y)| x * y).sum())).collect();
        assert_eq!(independent(&gram, 5), [0, 1, 4]);
    }
}
