//! Did the groups move alike before the program? The joint test of an event study's effects before the start.

use super::finding;
use crate::estimate::{EffectKind, Estimate, Finding, Verdict};
use crate::locale::{number, p_value};
use crate::text;
use serde_json::Value;

/// Fails below 0.05, takes care below 0.10. A pass is weak evidence: the test misses departures that it has no power for (Roth 2022), so the
/// largest effect before the start is given beside it.
pub fn pre_trends(event_study: Option<&Estimate>, decimals: usize) -> Finding {
    let test = event_study.and_then(|estimate| estimate.tests.iter().find(|test| test.name == "pre-trends"));
    let Some((test, p)) = test.and_then(|test| Some((test, test.p_value?))) else {
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
    let before = event_study
        .into_iter()
        .flat_map(|estimate| &estimate.effects)
        .filter(|effect| effect.key.kind == EffectKind::EventTime && effect.key.event_time.is_some_and(|time| time.0 < 0) && effect.std_error.is_some());
    let largest = before.filter_map(|effect| effect.estimate).max_by(|a, b| a.abs().total_cmp(&b.abs()));
    let verdict = match p {
        p if p < 0.05 => Verdict::Fail,
        p if p < 0.10 => Verdict::Caution,
        _ => Verdict::Pass,
    };
    let evidence = [
        ("statistic", test.statistic.map_or(Value::Null, Value::from)),
        ("df", test.df.iter().copied().collect()),
        ("p_value", p.into()),
        ("largest_before", largest.map_or(Value::Null, Value::from)),
    ];
    let size = largest.unwrap_or(0.0);
    let sentence = match verdict {
        Verdict::Pass => text!(
            |l| format!(
                "Sebelum program kedua kelompok bergerak sejajar (uji bersama p = {}; penyimpangan terbesar {}). Uji ini tidak membuktikan bahwa keduanya akan tetap sejajar.",
                p_value(l, p),
                number(l, size, decimals)
            ),
            format!(
                "Before the program the groups moved alike (joint test p = {}; largest departure {}). The test does not prove that they would have stayed so.",
                p_value(l, p),
                number(l, size, decimals)
            ),
        ),
        _ => text!(
            |l| format!(
                "Sebelum program kedua kelompok sudah bergerak berbeda (uji bersama p = {}; penyimpangan terbesar {}), sehingga sebagian perbedaan sesudahnya mungkin bukan karena program.",
                p_value(l, p),
                number(l, size, decimals)
            ),
            format!(
                "The groups moved apart already before the program (joint test p = {}; largest departure {}), so part of the difference afterwards may not be due to it.",
                p_value(l, p),
                number(l, size, decimals)
            ),
        ),
    };
    finding("pre-trends", verdict, &evidence, sentence)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::TestResult;

    #[test]
    fn the_verdict_follows_the_joint_test() {
        let with = |p: Option<f64>| {
            let mut estimate = Estimate::new("did", "event-study", "y");
            estimate.tests.push(TestResult { p_value: p, statistic: Some(1.2), df: vec![5.0, 20.0], ..TestResult::new("pre-trends") });
            pre_trends(Some(&estimate), 1).verdict
        };
        assert_eq!(with(Some(0.4)), Verdict::Pass);
        assert_eq!(with(Some(0.07)), Verdict::Caution);
        assert_eq!(with(Some(0.01)), Verdict::Fail);
        assert_eq!(with(None), Verdict::NotApplicable);
        assert_eq!(pre_trends(None, 1).verdict, Verdict::NotApplicable);
    }
}
