//! Does one comparison region carry the result? The estimate again without each of them.

use super::{Written, finding};
use crate::estimate::{Finding, Verdict};
use crate::locale::{Text, integer};
use crate::text;
use serde_json::{Value, json};

/// The estimate without one region.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Left {
    /// Which region was left out.
    pub region: String,
    /// Its number among the periods, where it is one or the start of one.
    pub period: Option<i64>,
    /// The estimate without it.
    pub estimate: Option<f64>,
    /// The interval of that.
    pub interval: Option<(f64, f64)>,
}

/// What is left out.
pub(super) struct Part {
    /// Name of the check.
    pub(super) check: &'static str,
    /// What they are called, more than one of them.
    pub(super) parts: Text,
    /// The name of one in the evidence.
    pub(super) key: &'static str,
}

/// Passes where every estimate keeps its sign and stays within half of the full one; takes care where one strays further; fails where one changes its sign.
pub fn leave_one_out(full: Option<f64>, left: &[Left], written: &Written) -> Finding {
    let part = Part { check: "leave-one-out", parts: text!("kelompok pembanding", "comparison groups"), key: "region" };
    without(full, left, written, &part).unwrap_or_else(|| {
        finding(
            "leave-one-out",
            Verdict::NotApplicable,
            &[],
            text!("Kelompok pembanding terlalu sedikit untuk dikeluarkan satu per satu.", "There are too few comparison groups to leave one out at a time."),
        )
    })
}

/// One part that was left out, as the chart of the report reads it.
fn row(left: &Left, key: &str) -> Value {
    let (low, high) = left.interval.unzip();
    json!({ key: left.region, "number": left.period, "estimate": left.estimate, "conf_low": low, "conf_high": high })
}

/// The rule of [`leave_one_out`] for any parts; none with fewer than two estimates.
pub(super) fn without(full: Option<f64>, left: &[Left], written: &Written, part: &Part) -> Option<Finding> {
    let rows: Vec<&Left> = left.iter().filter(|left| left.estimate.is_some()).collect();
    let known: Vec<(&str, f64)> = rows.iter().filter_map(|left| Some((left.region.as_str(), left.estimate?))).collect();
    let full = full.filter(|full| *full != 0.0 && known.len() >= 2)?;
    let low = known.iter().map(|(_, estimate)| *estimate).fold(f64::INFINITY, f64::min);
    let high = known.iter().map(|(_, estimate)| *estimate).fold(f64::NEG_INFINITY, f64::max);
    let farthest = known.iter().max_by(|a, b| (a.1 - full).abs().total_cmp(&(b.1 - full).abs())).map_or("", |(region, _)| region);
    let verdict = if known.iter().any(|(_, estimate)| estimate * full <= 0.0) {
        Verdict::Fail
    } else if known.iter().any(|(_, estimate)| (estimate - full).abs() > 0.5 * full.abs()) {
        Verdict::Caution
    } else {
        Verdict::Pass
    };
    let evidence =
        [("low", Value::from(low)), ("high", high.into()), ("farthest", farthest.into()), ("without", rows.iter().map(|left| row(left, part.key)).collect())];
    let count = known.len() as u64;
    let (parts_id, parts_en) = (&part.parts.id, &part.parts.en);
    let range = text!(
        |l| format!("Bila {} {parts_id} dikeluarkan bergantian, dampak berkisar {}", integer(l, count), written.range(l, low, high)),
        format!("Leaving out each of {} {parts_en} in turn, the effect ranges from {}", integer(l, count), written.range(l, low, high)),
    );
    let (id, en) = match verdict {
        Verdict::Pass => ("; tidak satu pun menentukan hasil.".to_owned(), "; no single one decides the result.".to_owned()),
        Verdict::Caution => (format!("; hasil banyak bergantung pada {farthest}."), format!("; the result depends much on {farthest}.")),
        _ => (format!("; tanpa {farthest} arahnya berubah."), format!("; without {farthest} its direction changes.")),
    };
    Some(finding(part.check, verdict, &evidence, Text { id: range.id + &id, en: range.en + &en }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_region_that_turns_the_sign_fails() {
        let left = |values: &[f64]| {
            values.iter().enumerate().map(|(at, value)| Left { region: format!("r{at}"), estimate: Some(*value), ..Left::default() }).collect::<Vec<_>>()
        };
        assert_eq!(leave_one_out(Some(-6.0), &left(&[-5.5, -6.5, -6.1]), &Written::new(&crate::locale::Text::default(), 1)).verdict, Verdict::Pass);
        assert_eq!(leave_one_out(Some(-6.0), &left(&[-5.5, -2.5]), &Written::new(&crate::locale::Text::default(), 1)).verdict, Verdict::Caution);
        let fail = leave_one_out(Some(-6.0), &left(&[-5.5, 0.5]), &Written::new(&crate::locale::Text::default(), 1));
        assert_eq!((fail.verdict, fail.evidence["farthest"].as_str()), (Verdict::Fail, Some("r1")));
        assert_eq!(leave_one_out(Some(-6.0), &left(&[-5.5]), &Written::new(&crate::locale::Text::default(), 1)).verdict, Verdict::NotApplicable);
    }
}
