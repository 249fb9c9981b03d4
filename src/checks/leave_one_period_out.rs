//! Does one period carry the result? The estimate again without each of them.

use super::Written;
use super::leave_one_out::{Left, Part, without};
use crate::estimate::Finding;
use crate::text;

/// As [`super::leave_one_out`], for periods; none with fewer than two of them.
pub fn leave_one_period_out(full: Option<f64>, left: &[Left], written: &Written) -> Option<Finding> {
    without(full, left, written, &Part { check: "leave-one-period-out", parts: text!("periode", "periods"), key: "period" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::Verdict;

    #[test]
    fn a_period_that_the_effect_hangs_on_takes_care() {
        let written = Written::new(&crate::locale::Text::default(), 1);
        let left = |values: &[f64]| values.iter().map(|value| Left { region: "2024-03".into(), estimate: Some(*value), ..Left::default() }).collect::<Vec<_>>();
        assert_eq!(leave_one_period_out(Some(-6.0), &left(&[-5.8, -6.1]), &written).map(|found| found.verdict), Some(Verdict::Pass));
        let found = leave_one_period_out(Some(-6.0), &left(&[-5.8, -2.0]), &written);
        assert!(found.is_some_and(|found| found.verdict == Verdict::Caution && found.evidence["farthest"] == "2024-03"));
    }
}
