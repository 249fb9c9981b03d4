//! Several tests at once: p-values adjusted by Holm or by Benjamini and Hochberg; [`super::step_down`] is the third way.

use serde::{Deserialize, Serialize};

/// How p-values of several regions, documents or elements are adjusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MultipleTesting {
    /// Holm (1979): the chance of any false finding.
    #[default]
    Holm,
    /// Benjamini and Hochberg (1995): the expected share of false ones among the findings.
    BenjaminiHochberg,
}

impl MultipleTesting {
    /// The word in settings.
    pub fn code(self) -> &'static str {
        match self {
            MultipleTesting::Holm => "holm",
            MultipleTesting::BenjaminiHochberg => "benjamini-hochberg",
        }
    }

    /// Adjusted p-values in the order given; undefined ones stay undefined and do not count (as R's `p.adjust` with `NA`).
    pub fn adjust(self, p_values: &[Option<f64>]) -> Vec<Option<f64>> {
        let mut order: Vec<(usize, f64)> = p_values.iter().enumerate().filter_map(|(i, p)| p.filter(|p| p.is_finite()).map(|p| (i, p))).collect();
        order.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        let count = order.len() as f64;
        let mut out = vec![None; p_values.len()];
        match self {
            MultipleTesting::Holm => {
                let mut largest = 0.0_f64;
                for (rank, (i, p)) in order.iter().enumerate() {
                    largest = largest.max((count - rank as f64) * p);
                    out[*i] = Some(largest.min(1.0));
                }
            }
            MultipleTesting::BenjaminiHochberg => {
                let mut smallest = 1.0_f64;
                for (rank, (i, p)) in order.iter().enumerate().rev() {
                    smallest = smallest.min(count / (rank as f64 + 1.0) * p);
                    out[*i] = Some(smallest);
                }
            }
        }
        out
    }
}

/// How p-values of several groups are adjusted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
pub enum Multiplicity {
    /// Holm (1979): family-wise error.
    #[default]
    #[serde(rename = "holm")]
    Holm,
    /// Benjamini and Hochberg (1995): false discovery rate.
    #[serde(rename = "bh")]
    BenjaminiHochberg,
    /// Romano and Wolf (2005, 2016): family-wise error, with regard to how the statistics move together.
    #[serde(rename = "romano-wolf")]
    RomanoWolf,
}

impl Multiplicity {
    /// The adjustment where nothing but p-values is known; Holm guards against the same error as Romano and Wolf.
    pub fn method(self) -> MultipleTesting {
        match self {
            Multiplicity::Holm | Multiplicity::RomanoWolf => MultipleTesting::Holm,
            Multiplicity::BenjaminiHochberg => MultipleTesting::BenjaminiHochberg,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undefined_values_do_not_count() {
        for how in [MultipleTesting::Holm, MultipleTesting::BenjaminiHochberg] {
            let with = how.adjust(&[Some(0.04), None, Some(0.01), Some(f64::NAN)]);
            let without = how.adjust(&[Some(0.04), Some(0.01)]);
            assert_eq!(with, vec![without[0], None, without[1], None]);
        }
        assert!(MultipleTesting::Holm.adjust(&[]).is_empty());
    }
}
