//! Simultaneous bands: the critical value that covers all effects at once (sup-t; Montiel Olea and Plagborg-Møller 2019).

use super::distributions::critical_value;
use super::random::Stream;
use crate::linalg::root;
use ndarray::{Array1, Array2};

/// The `level` quantile of max |z_j| with z normal (or t with `df`) with the correlations of `covariance`, from `draws` seeded draws.
/// Effects without variance are left out; none where no effect has one. Never under the pointwise value.
pub fn sup_t(covariance: &Array2<f64>, df: Option<f64>, level: f64, draws: u32, seed: u64) -> Option<f64> {
    let size: Vec<usize> = (0..covariance.nrows()).filter(|j| covariance[[*j, *j]] > 0.0).collect();
    if size.is_empty() || draws == 0 {
        return None;
    }
    let correlation = Array2::from_shape_fn((size.len(), size.len()), |(a, b)| {
        let (a, b) = (size[a], size[b]);
        covariance[[a, b]] / (covariance[[a, a]] * covariance[[b, b]]).sqrt()
    });
    let root = root(&correlation)?;
    let mut largest: Vec<f64> = (0..u64::from(draws))
        .map(|draw| {
            let mut stream = Stream::new(seed, "bands", draw);
            let normal: Array1<f64> = (0..size.len()).map(|_| stream.normal()).collect();
            let scale = df.map_or(1.0, |df| t_scale(&mut stream, df));
            root.dot(&normal).iter().fold(0.0_f64, |max, z| max.max(z.abs())) / scale
        })
        .collect();
    largest.sort_by(f64::total_cmp);
    let at = ((level * f64::from(draws)).ceil() as usize).clamp(1, largest.len()) - 1;
    Some(largest[at].max(critical_value(level, df)))
}

/// √(χ²(df)/df) by inversion: one draw of the common scale of a multivariate t.
fn t_scale(stream: &mut Stream, df: f64) -> f64 {
    let uniform = stream.uniform().clamp(1e-12, 1.0 - 1e-12);
    (super::distributions::chi_squared_quantile(uniform, df) / df).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn independent_effects_have_the_sidak_value() {
        let critical = sup_t(&Array2::eye(4), None, 0.95, 40_000, 5).unwrap_or_default();
        let sidak = super::super::distributions::normal_quantile(0.5 + 0.5 * 0.95_f64.powf(0.25));
        // 95 % quantile of 40,000 draws: standard error about 0.01.
        assert!((critical - sidak).abs() < 0.04, "{critical} {sidak}");
    }

    #[test]
    fn perfectly_correlated_effects_have_the_pointwise_value() {
        let critical = sup_t(&Array2::ones((3, 3)), Some(9.0), 0.95, 20_000, 5).unwrap_or_default();
        let pointwise = critical_value(0.95, Some(9.0));
        assert!(critical >= pointwise && critical < pointwise + 0.07, "{critical} {pointwise}");
    }
}
