//! Did the groups move alike before the program? The joint test of an event study's effects before the start, and the drift in them.

use super::{Written, finding, p_shown};
use crate::estimate::{Effect, EffectKind, Estimate, Finding, Verdict};
use crate::inference::distributions::p_two_sided;
use crate::text;
use serde_json::Value;

/// Fails where both the joint test and the drift have p < 0.05, takes care where one has. The joint test of many effects rejects too often with
/// few clusters, and a drift is what would carry on after the start; so one alone does not fail. A pass is weak evidence: departures that the
/// tests have no power for are missed (Roth 2022), so the largest effect before the start is given beside it.
pub fn pre_trends(event_study: Option<&Estimate>, written: &Written) -> Finding {
    let test = event_study.and_then(|estimate| estimate.tests.iter().find(|test| test.name == "pre-trends"));
    let (Some(estimate), Some((test, p))) = (event_study, test.and_then(|test| Some((test, test.p_value?)))) else {
        return finding(
            "pre-trends",
            Verdict::NotApplicable,
            &[],
            text!(
                "Gerak sejajar sebelum program tidak dapat diuji: tidak cukup periode sebelum program, atau tidak ada perbandingan per periode.",
                "Whether the groups moved alike before the program cannot be tested: there are too few periods before it, or no comparison by period."
            ),
        );
    };
    let largest =
        before(estimate).filter(|(_, effect)| effect.std_error.is_some()).filter_map(|(_, effect)| effect.estimate).max_by(|a, b| a.abs().total_cmp(&b.abs()));
    let drift = drift(estimate);
    let drift_p = drift.map(|(_, p)| p);
    let verdict = match (p < 0.05, drift_p.map(|p| p < 0.05)) {
        (true, Some(true) | None) => Verdict::Fail,
        (true, Some(false)) | (false, Some(true)) => Verdict::Caution,
        (false, Some(false) | None) => Verdict::Pass,
    };
    let or_null = |value: Option<f64>| value.map_or(Value::Null, Value::from);
    let evidence = [
        ("statistic", or_null(test.statistic)),
        ("df", test.df.iter().copied().collect()),
        ("p_value", p.into()),
        ("drift_per_period", or_null(drift.map(|(slope, _)| slope))),
        ("drift_p_value", or_null(drift_p)),
        ("largest_before", or_null(largest)),
    ];
    let size = largest.unwrap_or(0.0);
    let numbers = text!(
        |l| format!(
            "uji bersama {}{}; penyimpangan terbesar {}",
            p_shown(l, p),
            drift_p.map_or_else(String::new, |p| format!(", kecenderungan {}", p_shown(l, p))),
            written.size(l, size)
        ),
        format!(
            "joint test {}{}; largest departure {}",
            p_shown(l, p),
            drift_p.map_or_else(String::new, |p| format!(", drift {}", p_shown(l, p))),
            written.size(l, size)
        ),
    );
    let (id, en) = (numbers.id, numbers.en);
    let sentence = match verdict {
        Verdict::Pass => text!(
            "Sebelum program kedua kelompok bergerak sejajar ({id}). Uji ini tidak membuktikan bahwa keduanya akan tetap sejajar.",
            "Before the program the groups moved alike ({en}). The test does not prove that they would have stayed so."
        ),
        Verdict::Caution => text!(
            "Gerak kedua kelompok sebelum program tidak sepenuhnya sejajar ({id}); periksa grafik dampak per periode.",
            "The groups did not move quite alike before the program ({en}); look at the chart of effects by period."
        ),
        _ => text!(
            "Sebelum program kedua kelompok sudah bergerak berbeda ({id}), sehingga sebagian perbedaan sesudahnya mungkin bukan karena program.",
            "The groups moved apart already before the program ({en}), so part of the difference afterwards may not be due to it."
        ),
    };
    finding("pre-trends", verdict, &evidence, sentence)
}

/// Effects before the start with their positions, the reference among them.
fn before(estimate: &Estimate) -> impl Iterator<Item = (usize, &Effect)> {
    estimate.effects.iter().enumerate().filter(|(_, effect)| effect.key.kind == EffectKind::EventTime && effect.key.event_time.is_some_and(|time| time.0 < 0))
}

/// Slope of the effects before the start on event time, and its p-value: a linear combination of the effects, so its variance is exact.
fn drift(estimate: &Estimate) -> Option<(f64, f64)> {
    let covariance = estimate.covariance.as_ref()?;
    let points: Vec<(usize, f64, f64)> = before(estimate).filter_map(|(at, effect)| Some((at, effect.key.event_time?.0 as f64, effect.estimate?))).collect();
    if points.len() < 3 {
        return None;
    }
    let centre = points.iter().map(|(_, time, _)| time).sum::<f64>() / points.len() as f64;
    let spread: f64 = points.iter().map(|(_, time, _)| (time - centre).powi(2)).sum();
    let slope = points.iter().map(|(_, time, effect)| (time - centre) / spread * effect).sum::<f64>();
    let place = |at: usize| covariance.rows.iter().position(|row| *row == at);
    let weights: Vec<(usize, f64)> = points.iter().filter_map(|(at, time, _)| Some((place(*at)?, (time - centre) / spread))).collect();
    let variance: f64 =
        weights.iter().flat_map(|(a, wa)| weights.iter().map(move |(b, wb)| (a, b, wa * wb))).map(|(a, b, w)| w * covariance.matrix[[*a, *b]]).sum();
    let df = points.iter().find_map(|(at, _, _)| estimate.effects[*at].df);
    (variance > 0.0).then(|| (slope, p_two_sided(slope / variance.sqrt(), df)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::{Covariance, EffectKey, TestResult};
    use crate::panel::EventTime;
    use ndarray::Array2;

    /// Effects at −4 … −1 (the last the reference), independent with standard error 0.5.
    fn event_study(p: Option<f64>, effects: [f64; 4]) -> Estimate {
        let mut estimate = Estimate::new("did", "event-study", "y");
        for (at, value) in effects.into_iter().enumerate() {
            let mut effect = Effect::undefined(EffectKey::new(EffectKind::EventTime, "att"));
            effect.key.event_time = Some(EventTime(at as i64 - 4));
            effect.estimate = Some(value);
            effect.std_error = (at < 3).then_some(0.5);
            estimate.effects.push(effect);
        }
        estimate.covariance = Some(Covariance { rows: vec![0, 1, 2], matrix: Array2::eye(3) * 0.25 });
        estimate.tests.push(TestResult { p_value: p, statistic: Some(1.2), df: vec![3.0, 20.0], ..TestResult::new("pre-trends") });
        estimate
    }

    #[test]
    fn both_tests_fail_one_takes_care() {
        let verdict = |p, effects| pre_trends(Some(&event_study(p, effects)), &Written::new(&crate::locale::Text::default(), 1)).verdict;
        assert_eq!(verdict(Some(0.4), [0.1, -0.1, 0.1, 0.0]), Verdict::Pass);
        assert_eq!(verdict(Some(0.01), [0.1, -0.9, 0.8, 0.0]), Verdict::Caution);
        assert_eq!(verdict(Some(0.4), [3.0, 2.0, 1.0, 0.0]), Verdict::Caution);
        assert_eq!(verdict(Some(0.01), [3.0, 2.0, 1.0, 0.0]), Verdict::Fail);
        assert_eq!(verdict(None, [0.0; 4]), Verdict::NotApplicable);
        assert_eq!(pre_trends(None, &Written::new(&crate::locale::Text::default(), 1)).verdict, Verdict::NotApplicable);
    }

    #[test]
    fn the_drift_is_the_slope_with_its_variance() {
        // Slope −1 by construction. Weights (−1.5, −0.5, 0.5)/5 on independent effects of variance 0.25: 0.25 · 2.75/25.
        let (slope, p) = drift(&event_study(Some(0.5), [3.0, 2.0, 1.0, 0.0])).unwrap();
        assert!((slope + 1.0).abs() < 1e-12);
        let z = 1.0 / (0.25 * 2.75 / 25.0_f64).sqrt();
        assert!((p - p_two_sided(z, None)).abs() < 1e-12);
    }
}
