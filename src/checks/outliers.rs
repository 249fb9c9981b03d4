//! Do a few extreme values carry the result, and are there values that cannot be?

use super::{Written, finding};
use crate::estimate::{Finding, Verdict};
use crate::locale::{Text, percent};
use crate::text;
use serde_json::Value;

/// Share of impossible values from which a file is not to be trusted.
const IMPOSSIBLE: f64 = 0.01;
/// Relative change of the estimate from which extreme values count.
const MOVED: f64 = 0.25;

/// What is known of the extremes of an outcome.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Extremes {
    /// Share of the values beyond the quartiles by more than three times their distance.
    pub far_out: f64,
    /// 1st and 99th percentile, to which values were limited.
    pub limits: Option<(f64, f64)>,
    /// The effect on the limited outcome, with its p-value.
    pub limited: Option<(f64, Option<f64>)>,
    /// The effect of the report, with its p-value.
    pub plain: Option<(f64, Option<f64>)>,
    /// Share of values outside of what is possible, where that is known.
    pub impossible: Option<f64>,
}

/// Passes where no value is impossible and limiting the lowest and highest hundredth moves the effect by at most a quarter; fails where more than one value in a
/// hundred is impossible or the limited effect has the other sign; takes care in between, and where it loses its significance. None where neither could be
/// looked at.
pub fn outliers(found: &Extremes, written: &Written) -> Option<Finding> {
    let pair = found.limited.zip(found.plain).filter(|(_, plain)| plain.0 != 0.0);
    if pair.is_none() && found.impossible.is_none() {
        return None;
    }
    let moved = pair.map(|(limited, plain)| (limited.0 - plain.0) / plain.0.abs());
    let turned = pair.is_some_and(|(limited, plain)| limited.0 * plain.0 < 0.0);
    let faded = pair.is_some_and(|(limited, plain)| plain.1.is_some_and(|p| p < 0.05) && limited.1.is_some_and(|p| p >= 0.05));
    let impossible = found.impossible.unwrap_or(0.0);
    let verdict = if turned || impossible > IMPOSSIBLE {
        Verdict::Fail
    } else if faded || impossible > 0.0 || moved.is_some_and(|moved| moved.abs() > MOVED) {
        Verdict::Caution
    } else {
        Verdict::Pass
    };
    let or_null = |value: Option<f64>| value.map_or(Value::Null, Value::from);
    let evidence = [
        ("far_out", Value::from(found.far_out)),
        ("low_limit", or_null(found.limits.map(|limits| limits.0))),
        ("high_limit", or_null(found.limits.map(|limits| limits.1))),
        ("limited_estimate", or_null(found.limited.map(|limited| limited.0))),
        ("limited_p_value", or_null(found.limited.and_then(|limited| limited.1))),
        ("impossible", or_null(found.impossible)),
    ];
    let limited = pair.map(|(limited, _)| limited.0);
    let judged = match (turned, faded, moved.is_some_and(|moved| moved.abs() > MOVED)) {
        (true, ..) => text!("; arahnya berubah", "; its direction changes"),
        (_, true, _) => text!("; dampaknya tidak lagi nyata", "; it is no longer significant"),
        (.., true) => text!("; beberapa nilai ekstrem banyak menentukan hasil", "; a few extreme values shape the result"),
        _ => text!("; nilai ekstrem tidak menentukan hasil", "; extreme values do not decide the result"),
    };
    let start = text!(
        |l| limited.map_or_else(String::new, |limited| {
            format!(
                "{} nilai jauh di luar kebiasaan; bila satu persen nilai terendah dan tertinggi dibatasi, dampaknya {}{}.",
                percent(l, found.far_out, 1),
                written.size(l, limited),
                judged.id
            )
        }),
        limited.map_or_else(String::new, |limited| {
            format!(
                "{} of the values lie far out; with the lowest and highest hundredth limited the effect is {}{}.",
                percent(l, found.far_out, 1),
                written.size(l, limited),
                judged.en
            )
        }),
    );
    let cannot = text!(
        |l| match found.impossible {
            Some(share) if share > 0.0 => format!(" {} nilai tidak mungkin.", percent(l, share, 1)),
            Some(_) => " Tidak ada nilai yang mustahil.".to_owned(),
            None => String::new(),
        },
        match found.impossible {
            Some(share) if share > 0.0 => format!(" {} of the values cannot be.", percent(l, share, 1)),
            Some(_) => " No value is impossible.".to_owned(),
            None => String::new(),
        },
    );
    let sentence = Text { id: (start.id + &cannot.id).trim().to_owned(), en: (start.en + &cannot.en).trim().to_owned() };
    Some(finding("outliers", verdict, &evidence, sentence))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extremes_that_make_the_effect_and_values_that_cannot_be() {
        let written = Written::new(&Text::default(), 1);
        let sound =
            Extremes { far_out: 0.01, limits: Some((1.0, 90.0)), limited: Some((-5.5, Some(0.01))), plain: Some((-6.0, Some(0.01))), impossible: Some(0.0) };
        let verdict = |found: Extremes| outliers(&found, &written).map(|found| found.verdict);
        assert_eq!(verdict(sound), Some(Verdict::Pass));
        assert_eq!(verdict(Extremes { limited: Some((-3.0, Some(0.01))), ..sound }), Some(Verdict::Caution));
        assert_eq!(verdict(Extremes { limited: Some((-5.5, Some(0.2))), ..sound }), Some(Verdict::Caution));
        assert_eq!(verdict(Extremes { limited: Some((0.5, Some(0.6))), ..sound }), Some(Verdict::Fail));
        assert_eq!(verdict(Extremes { impossible: Some(0.001), ..sound }), Some(Verdict::Caution));
        assert_eq!(verdict(Extremes { impossible: Some(0.02), ..sound }), Some(Verdict::Fail));
        assert_eq!(verdict(Extremes { limited: None, impossible: None, ..sound }), None);
        let only = outliers(&Extremes { limited: None, ..sound }, &written);
        assert!(only.is_some_and(|found| found.sentence.en == "No value is impossible."));
    }
}
