//! How many clusters count: the effective number where some weigh more than others (Carter, Schnepel and Steigerwald 2017).

/// G / (1 + Γ), where Γ is the squared coefficient of variation of what each cluster contributes to the variance of a coefficient: its partial leverage
/// Σ w x̃² where effects of the clusters are absorbed, because correlation within clusters then drops out of it (MacKinnon, Nielsen and Webb 2023).
/// None where nothing contributes.
pub fn effective_clusters(leverage: &[f64]) -> Option<f64> {
    let (sum, squares) = leverage.iter().fold((0.0, 0.0), |(sum, squares), one| (sum + one, squares + one * one));
    (squares > 0.0).then(|| sum * sum / squares)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unequal_clusters_count_for_less() {
        assert_eq!(effective_clusters(&[2.0; 8]), Some(8.0));
        // G = 4, mean 0.5, variance 0.75: Γ = 3, so one counts.
        assert_eq!(effective_clusters(&[2.0, 0.0, 0.0, 0.0]), Some(1.0));
        // 11 treated of 47 with the residuals of one start: (36/47)² and (11/47)² each.
        let uneven: Vec<f64> = (0..47).map(|g| if g < 11 { (36.0_f64 / 47.0).powi(2) } else { (11.0_f64 / 47.0).powi(2) }).collect();
        assert!(effective_clusters(&uneven).is_some_and(|g| (g - 18.229_187).abs() < 1e-6), "{:?}", effective_clusters(&uneven));
        assert_eq!(effective_clusters(&[]), None);
    }
}
