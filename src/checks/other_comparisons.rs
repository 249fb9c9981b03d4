//! Would another comparison group lead to another answer? Each comparison region alone, and units not yet treated in place of those never treated.

use super::{Written, finding};
use crate::estimate::{Finding, Verdict};
use crate::locale::{Text, integer};
use crate::text;
use serde_json::{Value, json};

/// The effect against another comparison group.
#[derive(Debug, Clone, PartialEq)]
pub struct Against {
    /// Whom the treated are compared with.
    pub group: Text,
    /// Estimate.
    pub estimate: f64,
    /// p-value.
    pub p_value: Option<f64>,
}

/// Passes where every comparison group gives the sign of the main estimate; takes care where one gives the other sign; fails where that has p < 0.05.
pub fn other_comparisons(against: &[Against], main: Option<f64>, written: &Written) -> Option<Finding> {
    let main = main.filter(|main| *main != 0.0)?;
    if against.is_empty() {
        return None;
    }
    let turned: Vec<&Against> = against.iter().filter(|one| one.estimate * main < 0.0).collect();
    let verdict = if turned.iter().any(|one| one.p_value.is_some_and(|p| p < 0.05)) {
        Verdict::Fail
    } else if turned.is_empty() {
        Verdict::Pass
    } else {
        Verdict::Caution
    };
    let low = against.iter().map(|one| one.estimate).fold(f64::INFINITY, f64::min);
    let high = against.iter().map(|one| one.estimate).fold(f64::NEG_INFINITY, f64::max);
    let list: Vec<Value> = against.iter().map(|one| json!({ "group": one.group.en, "estimate": one.estimate, "p_value": one.p_value })).collect();
    let evidence = [("groups", list.into()), ("low", low.into()), ("high", high.into()), ("other_direction", turned.len().into())];
    let count = against.len() as u64;
    let names = |indonesian: bool| turned.iter().map(|one| if indonesian { one.group.id.clone() } else { one.group.en.clone() }).collect::<Vec<_>>().join(", ");
    let (id, en) = if turned.is_empty() {
        ("; semuanya searah dengan hasil laporan ini.".to_owned(), "; all have the direction of this report.".to_owned())
    } else {
        (format!("; arahnya berbeda terhadap {}.", names(true)), format!("; the direction differs against {}.", names(false)))
    };
    let sentence = if let [only] = against {
        let group = &only.group;
        text!(
            |l| format!("Dibandingkan dengan {} dampaknya {}{id}", group.id, written.size(l, only.estimate)),
            format!("Compared with {} the effect is {}{en}", group.en, written.size(l, only.estimate)),
        )
    } else {
        text!(
            |l| format!("Dibandingkan dengan {} kelompok lain satu per satu, dampak berkisar {}{id}", integer(l, count), written.range(l, low, high)),
            format!("Compared with {} other groups one by one, the effect ranges from {}{en}", integer(l, count), written.range(l, low, high)),
        )
    };
    Some(finding("other-comparisons", verdict, &evidence, sentence))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sign_must_not_depend_on_the_comparison() {
        let written = Written::new(&Text::default(), 1);
        let against = |values: &[(f64, f64)]| -> Vec<Against> {
            values.iter().map(|(estimate, p)| Against { group: Text::same("X"), estimate: *estimate, p_value: Some(*p) }).collect()
        };
        let verdict = |values: &[(f64, f64)]| other_comparisons(&against(values), Some(-6.0), &written).map(|found| found.verdict);
        assert_eq!(verdict(&[(-5.0, 0.01), (-7.0, 0.2)]), Some(Verdict::Pass));
        assert_eq!(verdict(&[(-5.0, 0.01), (1.0, 0.6)]), Some(Verdict::Caution));
        assert_eq!(verdict(&[(-5.0, 0.01), (3.0, 0.01)]), Some(Verdict::Fail));
        assert_eq!(verdict(&[]), None);
    }
}
