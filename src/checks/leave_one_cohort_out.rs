//! Does one wave of the program carry the result? The estimate again without each start.

use super::Written;
use super::leave_one_out::{Left, Part, without};
use crate::estimate::Finding;
use crate::text;

/// As [`super::leave_one_out`], for starts; none with fewer than two of them.
pub fn leave_one_cohort_out(full: Option<f64>, left: &[Left], written: &Written) -> Option<Finding> {
    without(full, left, written, &Part { check: "leave-one-cohort-out", parts: text!("gelombang mulai", "starts"), key: "start" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::Verdict;

    #[test]
    fn a_start_that_makes_the_effect_fails() {
        let written = Written::new(&crate::locale::Text::default(), 1);
        let left = |values: &[f64]| values.iter().map(|value| Left { region: "2024-Q1".into(), estimate: Some(*value), ..Left::default() }).collect::<Vec<_>>();
        assert_eq!(leave_one_cohort_out(Some(-6.0), &left(&[-5.0, -7.0]), &written).map(|found| found.verdict), Some(Verdict::Pass));
        let found = leave_one_cohort_out(Some(-6.0), &left(&[-7.0, 0.5]), &written);
        assert!(found.is_some_and(|found| found.verdict == Verdict::Fail && found.name == "leave-one-cohort-out"));
        assert_eq!(leave_one_cohort_out(Some(-6.0), &left(&[-5.0]), &written), None);
    }
}
