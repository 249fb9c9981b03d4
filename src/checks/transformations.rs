//! Would the outcome on another scale lead to another answer? Another clock, the logarithm, extremes limited, the share within the standard.

use super::finding;
use crate::estimate::{Finding, Verdict};
use crate::locale::{Text, integer, percent};
use crate::text;
use serde_json::{Value, json};

/// The effect on the outcome on another scale.
#[derive(Debug, Clone, PartialEq)]
pub struct OnScale {
    /// Which scale.
    pub scale: Text,
    /// The effect, turned so that its sign means the same as that of the main outcome.
    pub estimate: f64,
    /// As a share of the mean of the treated before, where that is defined.
    pub relative: Option<f64>,
    /// p-value.
    pub p_value: Option<f64>,
}

/// Passes where the effect has the same direction on every scale and stays significant where it was; takes care where it loses its significance on one or has
/// the other direction there; fails where it is significant in the other direction.
pub fn transformations(scales: &[OnScale], main: Option<(f64, Option<f64>)>) -> Option<Finding> {
    let (main, main_p) = main.filter(|(main, _)| *main != 0.0)?;
    if scales.is_empty() {
        return None;
    }
    let strong = |p: Option<f64>| p.is_some_and(|p| p < 0.05);
    let turned: Vec<&OnScale> = scales.iter().filter(|one| one.estimate * main < 0.0).collect();
    let faded: Vec<&OnScale> = scales.iter().filter(|one| one.estimate * main >= 0.0 && strong(main_p) && !strong(one.p_value)).collect();
    let verdict = if turned.iter().any(|one| strong(one.p_value)) {
        Verdict::Fail
    } else if turned.is_empty() && faded.is_empty() {
        Verdict::Pass
    } else {
        Verdict::Caution
    };
    let list: Vec<Value> =
        scales.iter().map(|one| json!({ "scale": one.scale.en, "estimate": one.estimate, "relative": one.relative, "p_value": one.p_value })).collect();
    let evidence = [("scales", list.into()), ("other_direction", turned.len().into()), ("not_significant", faded.len().into())];
    let names = |which: &[&OnScale]| Text::by(|l| which.iter().map(|one| one.scale.get(l)).collect::<Vec<_>>().join(", "));
    let relative: Vec<f64> = scales.iter().filter_map(|one| one.relative).collect();
    let range = if relative.len() > 1 {
        let (low, high) = (relative.iter().copied().fold(f64::INFINITY, f64::min), relative.iter().copied().fold(f64::NEG_INFINITY, f64::max));
        let same = (100.0 * low).round() == (100.0 * high).round();
        text!(
            |l| if same {
                format!(" (sekitar {} dari rata-rata sebelumnya)", percent(l, low, 0))
            } else {
                format!(" ({} sampai {} dari rata-rata sebelumnya)", percent(l, low, 0), percent(l, high, 0))
            },
            if same {
                format!(" (about {} of the mean before)", percent(l, low, 0))
            } else {
                format!(" ({} to {} of the mean before)", percent(l, low, 0), percent(l, high, 0))
            },
        )
    } else {
        Text::default()
    };
    let count = scales.len() as u64;
    let all = names(&scales.iter().collect::<Vec<_>>());
    let (turned, faded) = (names(&turned), names(&faded));
    let end = match (turned.en.is_empty(), faded.en.is_empty()) {
        (false, _) => text!(|l| format!("; arahnya berbeda pada {}.", turned.id), format!("; the direction differs on {}.", turned.en)),
        (true, false) => text!(|l| format!("; tidak nyata pada {}.", faded.id), format!("; not significant on {}.", faded.en)),
        (true, true) => text!("; kesimpulannya sama.", "; the conclusion is the same."),
    };
    let sentence = text!(
        |l| format!("Dampak ditaksir ulang pada {} skala lain: {}{}{}", integer(l, count), all.id, range.id, end.id),
        if count == 1 {
            format!("The effect was estimated again on another scale: {}{}{}", all.en, range.en, end.en)
        } else {
            format!("The effect was estimated again on {} other scales: {}{}{}", integer(l, count), all.en, range.en, end.en)
        },
    );
    Some(finding("transformations", verdict, &evidence, sentence))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_hangs_on_the_scale_is_seen() {
        let scale = |estimate, p| OnScale { scale: Text::same("log"), estimate, relative: Some(estimate / 10.0), p_value: Some(p) };
        let verdict = |scales: &[OnScale]| transformations(scales, Some((-6.0, Some(0.001)))).map(|found| found.verdict);
        assert_eq!(verdict(&[scale(-2.0, 0.01), scale(-3.0, 0.001)]), Some(Verdict::Pass));
        assert_eq!(verdict(&[scale(-2.0, 0.2)]), Some(Verdict::Caution));
        assert_eq!(verdict(&[scale(1.0, 0.4)]), Some(Verdict::Caution));
        assert_eq!(verdict(&[scale(1.0, 0.01)]), Some(Verdict::Fail));
        // What was not significant in the report cannot lose it.
        assert_eq!(transformations(&[scale(-1.0, 0.6)], Some((-6.0, Some(0.3)))).map(|found| found.verdict), Some(Verdict::Pass));
        assert_eq!(verdict(&[]), None);
    }
}
