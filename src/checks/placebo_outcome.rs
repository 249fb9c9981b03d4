//! Does an outcome that the program should not touch change as well? Of outcomes that the study marks as such.

use super::{Written, finding, p_shown};
use crate::estimate::{Finding, Verdict};
use crate::locale::Text;
use crate::text;
use serde_json::{Value, json};

/// The effect on an outcome that should not change.
#[derive(Debug, Clone, PartialEq)]
pub struct Untouched {
    /// What it is.
    pub label: Text,
    /// The effect on it.
    pub estimate: f64,
    /// p-value: of the wild bootstrap where there is one.
    pub p_value: Option<f64>,
    /// How its sizes are written.
    pub written: Written,
}

/// Passes where none of the effects has p < 0.10, times their number; takes care under 0.10, fails under 0.05. None without such outcomes.
pub fn placebo_outcome(others: &[Untouched]) -> Option<Finding> {
    let several = others.len() as f64;
    let known: Vec<(&Untouched, f64)> = others.iter().filter_map(|other| Some((other, (several * other.p_value?).min(1.0)))).collect();
    let (worst, p) = known.iter().copied().min_by(|a, b| a.1.total_cmp(&b.1))?;
    let verdict = match p {
        p if p < 0.05 => Verdict::Fail,
        p if p < 0.10 => Verdict::Caution,
        _ => Verdict::Pass,
    };
    let list: Vec<Value> = others.iter().map(|other| json!({ "outcome": other.label.en, "estimate": other.estimate, "p_value": other.p_value })).collect();
    let evidence = [("outcomes", list.into()), ("p_value", p.into())];
    let Text { id, en } = &worst.label;
    let numbers = |l| format!("{}, {}", worst.written.size(l, worst.estimate), p_shown(l, p));
    let sentence = text!(
        |l| match verdict {
            Verdict::Pass => format!("Hasil yang tidak disentuh program tidak berubah ({id}: {}).", numbers(l)),
            Verdict::Caution => format!("Hasil yang tidak disentuh program mungkin ikut berubah ({id}: {}).", numbers(l)),
            _ => format!("Hasil yang tidak disentuh program ikut berubah ({id}: {}); ada hal lain yang berubah bersama program.", numbers(l)),
        },
        match verdict {
            Verdict::Pass => format!("What the program does not touch did not change ({en}: {}).", numbers(l)),
            Verdict::Caution => format!("What the program does not touch may have changed as well ({en}: {}).", numbers(l)),
            _ => format!("What the program does not touch changed as well ({en}: {}); something else changed together with it.", numbers(l)),
        },
    );
    Some(finding("placebo-outcome", verdict, &evidence, sentence))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_effect_where_there_should_be_none_fails() {
        let other = |p| Untouched { label: Text::same("x"), estimate: -1.0, p_value: Some(p), written: Written::new(&Text::default(), 1) };
        let verdict = |others: &[Untouched]| placebo_outcome(others).map(|found| found.verdict);
        assert_eq!(verdict(&[other(0.4)]), Some(Verdict::Pass));
        assert_eq!(verdict(&[other(0.07)]), Some(Verdict::Caution));
        assert_eq!(verdict(&[other(0.01)]), Some(Verdict::Fail));
        // The better of four looks is paid for.
        assert_eq!(verdict(&[other(0.03), other(0.4), other(0.5), other(0.6)]), Some(Verdict::Pass));
        assert_eq!(verdict(&[]), None);
    }
}
