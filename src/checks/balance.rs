//! Did the groups look alike before the program? Standardized differences of the outcome and the covariates (Imbens and Rubin 2015, ch. 14).

use super::finding;
use crate::estimate::{Finding, Verdict};
use crate::locale::{Text, number};
use crate::text;
use serde_json::{Value, json};

/// Standardized difference from which a comparison leans on its model (Imbens and Rubin).
const LARGE: f64 = 0.25;

/// Mean and standard deviation of a group before the program.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Before {
    /// Mean.
    pub mean: f64,
    /// Standard deviation of the records.
    pub sd: f64,
}

/// A variable before the program, among the treated and the comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    /// What it is.
    pub label: Text,
    /// The treated.
    pub treated: Before,
    /// The comparison.
    pub comparison: Before,
}

impl Variable {
    /// Difference of the means over the root of the mean of the two variances; none where nothing varies.
    fn standardized(&self) -> Option<f64> {
        let spread = f64::midpoint(self.treated.sd.powi(2), self.comparison.sd.powi(2)).sqrt();
        Some((self.treated.mean - self.comparison.mean) / spread).filter(|difference| difference.is_finite())
    }
}

/// Looks at the largest standardized difference: up to a quarter passes, more takes care. It never fails: groups on different levels may still move alike,
/// which other checks look at.
pub fn balance(variables: &[Variable]) -> Finding {
    let known: Vec<(&Variable, f64)> = variables.iter().filter_map(|variable| Some((variable, variable.standardized()?))).collect();
    let Some((largest, difference)) = known.iter().copied().reduce(|a, b| if b.1.abs() > a.1.abs() { b } else { a }) else {
        return finding(
            "balance",
            Verdict::NotApplicable,
            &[],
            text!("Kemiripan kedua kelompok sebelum program tidak dapat diperiksa.", "Whether the groups were alike before the program cannot be checked."),
        );
    };
    let verdict = if difference.abs() <= LARGE { Verdict::Pass } else { Verdict::Caution };
    let list: Vec<Value> = known
        .iter()
        .map(|(variable, difference)| {
            json!({ "variable": variable.label.en, "treated": variable.treated.mean, "comparison": variable.comparison.mean, "standardized_difference": difference })
        })
        .collect();
    let start = text!(
        |l| format!(
            "Sebelum program, perbedaan terbesar antara kelompok program dan pembanding adalah {} simpangan baku ({})",
            number(l, difference, 2),
            largest.label.id
        ),
        format!(
            "Before the program the largest difference between the treated and the comparison is {} standard deviations ({})",
            number(l, difference, 2),
            largest.label.en
        ),
    );
    let (id, en) = if verdict == Verdict::Pass {
        ("; keduanya mirip.", "; the two are alike.")
    } else {
        (
            "; kesimpulan bertumpu pada anggapan bahwa kelompok yang berbeda tingkat itu tetap bergerak sejajar.",
            "; the conclusion rests on groups at different levels moving alike all the same.",
        )
    };
    finding("balance", verdict, &[("largest", difference.into()), ("variables", list.into())], Text { id: start.id + id, en: start.en + en })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variable(treated: (f64, f64), comparison: (f64, f64)) -> Variable {
        let side = |(mean, sd)| Before { mean, sd };
        Variable { label: Text::same("x"), treated: side(treated), comparison: side(comparison) }
    }

    #[test]
    fn the_largest_difference_decides() {
        // (10 − 9) / sqrt((9 + 16) / 2) = 0.283; (5 − 5.2) / 1 = −0.2.
        let (far, near) = (variable((10.0, 3.0), (9.0, 4.0)), variable((5.0, 1.0), (5.2, 1.0)));
        let found = balance(&[near.clone(), far]);
        assert_eq!(found.verdict, Verdict::Caution);
        assert!((found.evidence["largest"].as_f64().unwrap_or_default() - 1.0 / 12.5_f64.sqrt()).abs() < 1e-15);
        assert_eq!(balance(&[near]).verdict, Verdict::Pass);
        assert_eq!(balance(&[variable((1.0, 0.0), (1.0, 0.0))]).verdict, Verdict::NotApplicable);
        assert_eq!(balance(&[]).verdict, Verdict::NotApplicable);
    }
}
