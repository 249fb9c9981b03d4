//! Joint tests of several effects.

use super::distributions::{chi_squared_sf, f_sf};
use crate::linalg::pseudo_inverse;
use ndarray::{Array1, Array2};

/// A joint test that all effects are zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wald {
    /// b'V⁻¹b / q, an F statistic.
    pub statistic: f64,
    /// q: the rank of V.
    pub df1: f64,
    /// Denominator degrees of freedom; none for χ²/q.
    pub df2: Option<f64>,
    /// p-value.
    pub p_value: f64,
}

/// b'V⁻¹b / q against F(q, df2), or χ²(q)/q where `df2` is none. None where there is nothing to test.
pub fn wald(effects: &[f64], covariance: &Array2<f64>, df2: Option<f64>) -> Option<Wald> {
    let (inverse, rank) = pseudo_inverse(covariance)?;
    if rank == 0 || effects.is_empty() {
        return None;
    }
    let b = Array1::from(effects.to_vec());
    let q = rank as f64;
    let statistic = b.dot(&inverse.dot(&b)) / q;
    let p_value = match df2 {
        Some(df2) => f_sf(statistic, q, df2),
        None => chi_squared_sf(statistic * q, q),
    };
    Some(Wald { statistic, df1: q, df2, p_value })
}
