//! Checks that ask whether something overturns the conclusion, where there is no conclusion to overturn.
//!
//! An effect that cannot be told from zero has whatever sign chance gives it: without a region, with another method or at a place without the program the sign
//! changes about every other time. That is no trouble of the data, and a check that failed for it would fail for most programs that do nothing.

use crate::estimate::{Finding, Verdict};
use crate::text;
use serde_json::Value;

/// From this p-value on there is no conclusion (the grade is "none").
pub(super) const NO_CONCLUSION: f64 = 0.10;

/// Checks of the direction or the rank of the effect.
const OF_DIRECTION: [&str; 9] = [
    "leave-one-out",
    "leave-one-cohort-out",
    "leave-one-period-out",
    "other-comparisons",
    "specifications",
    "transformations",
    "outliers",
    "placebo-place",
    "placebo-group",
];

/// The finding as it is where there is a conclusion. Where the effect has p ≥ 0.10, or none, a check of its direction that asks for care or fails does not apply;
/// its numbers stay.
pub fn nothing_to_overturn(mut finding: Finding, p: Option<f64>) -> Finding {
    let concluded = p.is_some_and(|p| p < NO_CONCLUSION);
    // Values that cannot be are wrong whatever the effect.
    let impossible = finding.evidence.get("impossible").and_then(Value::as_f64).is_some_and(|share| share > 0.0);
    let objects = matches!(finding.verdict, Verdict::Caution | Verdict::Fail);
    if concluded || impossible || !objects || !OF_DIRECTION.contains(&finding.name.as_str()) {
        return finding;
    }
    let (id, en) = (finding.sentence.id, finding.sentence.en);
    finding.sentence = text!(
        "{id} Namun dampaknya sendiri tidak dapat dibedakan dari nol, sehingga tidak ada kesimpulan yang dapat dibalikkan.",
        "{en} But the effect itself cannot be told from zero, so there is no conclusion to overturn."
    );
    finding.verdict = Verdict::NotApplicable;
    finding
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Text;

    #[test]
    fn only_an_effect_can_be_overturned() {
        let found = |name: &str, verdict, evidence: &[(&str, Value)], p| {
            nothing_to_overturn(super::super::finding(name, verdict, evidence, Text::same("x")), p).verdict
        };
        assert_eq!(found("leave-one-out", Verdict::Fail, &[], Some(0.04)), Verdict::Fail);
        assert_eq!(found("leave-one-out", Verdict::Fail, &[], Some(0.4)), Verdict::NotApplicable);
        assert_eq!(found("placebo-place", Verdict::Caution, &[], None), Verdict::NotApplicable);
        assert_eq!(found("leave-one-out", Verdict::Pass, &[], Some(0.4)), Verdict::Pass);
        // What speaks against the data and not against a direction stays.
        assert_eq!(found("pre-trends", Verdict::Fail, &[], Some(0.4)), Verdict::Fail);
        assert_eq!(found("outliers", Verdict::Fail, &[("impossible", 0.02.into())], Some(0.4)), Verdict::Fail);
        assert_eq!(found("outliers", Verdict::Fail, &[("impossible", 0.0.into())], Some(0.4)), Verdict::NotApplicable);
    }
}
