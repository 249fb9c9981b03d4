//! Importance beside performance: customer satisfaction index and importance–performance quadrants.

use crate::locale::Text;
use crate::text;
use serde::Serialize;

/// Customer satisfaction index `Σ wᵢ sᵢ / max · 100`, where `wᵢ` is the item's share of all importance (Aritonang 2005).
/// `None` where the slices are empty or of unequal length, or no item has importance.
pub fn csi(satisfaction: &[f64], importance: &[f64], max: f64) -> Option<f64> {
    let total: f64 = importance.iter().sum();
    if satisfaction.is_empty() || satisfaction.len() != importance.len() || total <= 0.0 {
        return None;
    }
    let weighted: f64 = satisfaction.iter().zip(importance).map(|(score, weight)| score * weight).sum();
    Some(weighted / total / max * 100.0)
}

/// Quadrant of an item: importance against performance (Martilla and James 1977).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quadrant {
    /// Important, performs below the mean.
    TopPriority,
    /// Important, performs at or above the mean.
    KeepUp,
    /// Less important, performs below the mean.
    LowPriority,
    /// Less important, performs at or above the mean.
    PossibleOverkill,
}

impl Quadrant {
    /// The name in use.
    pub fn name(self) -> Text {
        match self {
            Quadrant::TopPriority => text!("Prioritas Utama", "Concentrate here"),
            Quadrant::KeepUp => text!("Pertahankan Prestasi", "Keep up the good work"),
            Quadrant::LowPriority => text!("Prioritas Rendah", "Low priority"),
            Quadrant::PossibleOverkill => text!("Berlebihan", "Possible overkill"),
        }
    }
}

/// Items in quadrants.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Quadrants {
    /// Mean performance of the items: where the vertical axis stands.
    pub performance: f64,
    /// Mean importance of the items: where the horizontal axis stands.
    pub importance: f64,
    /// The quadrant of each item, in the given order.
    pub items: Vec<Quadrant>,
}

/// Places items by their mean performance and mean importance, the axes at the grand means. `None` for empty or unequal slices.
pub fn quadrants(performance: &[f64], importance: &[f64]) -> Option<Quadrants> {
    if performance.is_empty() || performance.len() != importance.len() {
        return None;
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (x, y) = (mean(performance), mean(importance));
    let items = performance
        .iter()
        .zip(importance)
        .map(|(&performs, &matters)| match (matters >= y, performs >= x) {
            (true, false) => Quadrant::TopPriority,
            (true, true) => Quadrant::KeepUp,
            (false, false) => Quadrant::LowPriority,
            (false, true) => Quadrant::PossibleOverkill,
        })
        .collect();
    Some(Quadrants { performance: x, importance: y, items })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csi_is_a_share_of_the_maximum_weighted_by_importance() {
        assert_eq!(csi(&[4.0, 4.0], &[1.0, 3.0], 4.0), Some(100.0));
        // (3·2 + 2·4) / 6 / 4 = 58.33 %
        assert!((csi(&[3.0, 2.0], &[2.0, 4.0], 4.0).unwrap() - 175.0 / 3.0).abs() < 1e-12);
        assert_eq!(csi(&[3.0], &[0.0], 4.0), None);
        assert_eq!(csi(&[], &[], 4.0), None);
    }

    #[test]
    fn quadrants_lie_around_the_grand_means() {
        let found = quadrants(&[2.0, 4.0, 2.0, 4.0], &[4.0, 4.0, 2.0, 2.0]).unwrap();
        assert_eq!((found.performance, found.importance), (3.0, 3.0));
        assert_eq!(found.items, [Quadrant::TopPriority, Quadrant::KeepUp, Quadrant::LowPriority, Quadrant::PossibleOverkill]);
    }
}
