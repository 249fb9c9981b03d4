//! Symmetric matrices: eigenvalues, roots, generalized inverses. The home of faer.

use faer::{Mat, Side};
use ndarray::{Array1, Array2};

/// Eigenvalues in ascending order with their vectors as columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Eigen {
    /// Ascending.
    pub values: Array1<f64>,
    /// One column a value.
    pub vectors: Array2<f64>,
}

/// Eigendecomposition of a symmetric matrix (its lower triangle is read); none where it holds numbers that are not finite.
pub fn eigen(matrix: &Array2<f64>) -> Option<Eigen> {
    let k = matrix.nrows();
    if matrix.iter().any(|x| !x.is_finite()) {
        return None;
    }
    let a = Mat::from_fn(k, k, |i, j| matrix[[i, j]]);
    let decomposition = a.self_adjoint_eigen(Side::Lower).ok()?;
    let (vectors, values) = (decomposition.U(), decomposition.S().column_vector());
    Some(Eigen { values: Array1::from_shape_fn(k, |i| values[i]), vectors: Array2::from_shape_fn((k, k), |(i, j)| vectors[(i, j)]) })
}

/// V f(Λ) V' of a symmetric matrix.
pub fn apply(eigen: &Eigen, f: impl Fn(f64) -> f64) -> Array2<f64> {
    let scaled = Array2::from_shape_fn(eigen.vectors.dim(), |(i, j)| eigen.vectors[[i, j]] * f(eigen.values[j]));
    scaled.dot(&eigen.vectors.t())
}

/// Share of the largest eigenvalue under which one counts as zero.
const RANK: f64 = 1e-12;

/// The matrix with ones on its diagonal, and the square roots of what stood there (one where that is not positive). Variables in different units
/// would otherwise cost the small ones their digits.
fn equilibrated(matrix: &Array2<f64>) -> (Array2<f64>, Vec<f64>) {
    let scale: Vec<f64> = matrix.diag().iter().map(|x| if *x > 0.0 { x.sqrt() } else { 1.0 }).collect();
    (Array2::from_shape_fn(matrix.dim(), |(i, j)| matrix[[i, j]] / scale[i] / scale[j]), scale)
}

/// A generalized inverse of a symmetric positive semidefinite matrix (the inverse where it has one), and its rank.
pub fn pseudo_inverse(matrix: &Array2<f64>) -> Option<(Array2<f64>, usize)> {
    let (scaled, scale) = equilibrated(matrix);
    let eigen = eigen(&scaled)?;
    let limit = RANK * eigen.values.iter().fold(0.0_f64, |max, x| max.max(x.abs()));
    let rank = eigen.values.iter().filter(|value| **value > limit).count();
    let inverse = apply(&eigen, |value| if value > limit { 1.0 / value } else { 0.0 });
    Some((Array2::from_shape_fn(inverse.dim(), |(i, j)| inverse[[i, j]] / scale[i] / scale[j]), rank))
}

/// A matrix L with L L' equal to a symmetric positive semidefinite matrix (negative eigenvalues count as zero).
pub fn root(matrix: &Array2<f64>) -> Option<Array2<f64>> {
    let (scaled, scale) = equilibrated(matrix);
    let eigen = eigen(&scaled)?;
    Some(Array2::from_shape_fn(eigen.vectors.dim(), |(i, j)| scale[i] * eigen.vectors[[i, j]] * eigen.values[j].max(0.0).sqrt()))
}

/// The matrix with its negative eigenvalues put to zero, and whether there were any that matter.
pub fn positive_part(matrix: &Array2<f64>) -> (Array2<f64>, bool) {
    let Some(eigen) = eigen(matrix) else { return (matrix.clone(), false) };
    let smallest = eigen.values.iter().copied().fold(f64::INFINITY, f64::min);
    // fixest mends a matrix whose smallest eigenvalue is below −1e-10; nothing is gained by touching rounding noise.
    if smallest >= -1e-10 * eigen.values.iter().fold(0.0_f64, |max, x| max.max(*x)).min(1.0) {
        return (matrix.clone(), false);
    }
    (apply(&eigen, |value| value.max(0.0)), true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn roots_and_inverses() {
        let a = array![[4.0, 1.0, 0.0], [1.0, 3.0, 0.5], [0.0, 0.5, 2.0]];
        let l = root(&a).unwrap_or_default();
        assert!((l.dot(&l.t()) - &a).iter().all(|d| d.abs() < 1e-14));
        let (inverse, rank) = pseudo_inverse(&a).unwrap_or_default();
        assert_eq!(rank, 3);
        assert!((inverse.dot(&a) - Array2::<f64>::eye(3)).iter().all(|d| d.abs() < 1e-14));
        let (_, rank) = pseudo_inverse(&array![[1.0, 1.0], [1.0, 1.0]]).unwrap_or_default();
        assert_eq!(rank, 1);
    }

    #[test]
    fn negative_eigenvalues_go() {
        let (mended, changed) = positive_part(&array![[1.0, 2.0], [2.0, 1.0]]);
        assert!(changed);
        assert!((mended[[0, 0]] - 1.5).abs() < 1e-14 && (mended[[0, 1]] - 1.5).abs() < 1e-14);
        assert!(!positive_part(&array![[2.0, 1.0], [1.0, 2.0]]).1);
    }

    #[test]
    fn numbers_that_are_not_finite_have_no_decomposition() {
        assert!(eigen(&array![[f64::NAN]]).is_none());
    }
}
