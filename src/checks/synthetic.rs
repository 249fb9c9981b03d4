//! Two checks of a comparison with a mix of units: does the mix follow the treated before the start, and do comparison units show such changes, too?

use super::placebo_place::listed;
use super::{Written, finding, p_shown};
use crate::estimate::{Estimate, Finding, Verdict};
use crate::text;
use serde_json::Value;

/// Share of the outcome's spread that a misfit may have, to pass and not to fail.
const GOOD: f64 = 0.25;
const BAD: f64 = 0.5;

/// How well the mix follows the treated before the start, in place of a test of parallel movement: passes up to a quarter of the outcome's standard
/// deviation, fails beyond a half. None where the estimate has no such fit.
pub fn fit_before(main: &Estimate, written: &Written) -> Option<Finding> {
    let fits = main.parts.get("fit")?.as_array()?;
    let numbers = |name: &str| -> Vec<f64> { fits.iter().filter_map(|fit| fit.get(name).and_then(Value::as_f64)).collect() };
    let share = numbers("share_of_spread").into_iter().reduce(f64::max)?;
    let misfit = numbers("rmspe_before").into_iter().reduce(f64::max)?;
    let verdict = if share <= GOOD {
        Verdict::Pass
    } else if share <= BAD {
        Verdict::Caution
    } else {
        Verdict::Fail
    };
    let percent = format!("{:.0}", 100.0 * share);
    let size = text!(|l| written.size(l, misfit), written.size(l, misfit));
    let (id, en) = (&size.id, &size.en);
    let sentence = match verdict {
        Verdict::Pass => text!(
            "Sebelum program, paduan wilayah pembanding mengikuti jalur program (penyimpangan biasa {id}, {percent} persen dari simpangan bakunya). Kecocokan itu tidak membuktikan bahwa keduanya akan tetap sejajar.",
            "Before the start the mix of comparison regions follows the treated (usual departure {en}, {percent} percent of the standard deviation). That does not prove that they would have stayed together."
        ),
        Verdict::Caution => text!(
            "Sebelum program, paduan wilayah pembanding tidak sepenuhnya mengikuti jalur program (penyimpangan biasa {id}, {percent} persen dari simpangan bakunya).",
            "Before the start the mix of comparison regions does not quite follow the treated (usual departure {en}, {percent} percent of the standard deviation)."
        ),
        _ => text!(
            "Sebelum program, paduan wilayah pembanding tidak menyerupai jalur program (penyimpangan biasa {id}, {percent} persen dari simpangan bakunya).",
            "Before the start the mix of comparison regions is not like the treated (usual departure {en}, {percent} percent of the standard deviation)."
        ),
    };
    Some(finding("pre-trends", verdict, &[("rmspe_before", misfit.into()), ("share_of_spread", share.into())], sentence))
}

/// p-value of the effect among pretended programs at comparison units, where these were made.
pub fn placebo_p_value(main: &Estimate) -> Option<f64> {
    main.tests.iter().find(|test| test.name == "placebo-in-space")?.p_value
}

/// Where the effect stands among pretended programs at comparison units: passes under 0.05, asks for care under 0.10 or where no comparison unit shows as
/// large a change but they are too few to say more. None where there were no placebos.
pub fn placebo_units(main: &Estimate) -> Option<Finding> {
    let test = main.tests.iter().find(|test| test.name == "placebo-in-space")?;
    let (p, count) = (test.p_value?, test.extra.get("placebos").and_then(Value::as_u64)?);
    let extreme = (p * (count + 1) as f64).round() as u64 - 1;
    let verdict = match p {
        p if p < 0.05 => Verdict::Pass,
        p if p < 0.10 || extreme == 0 => Verdict::Caution,
        _ => Verdict::Fail,
    };
    let shown = text!(|l| p_shown(l, p), p_shown(l, p));
    let (id, en) = (&shown.id, &shown.en);
    let sentence = if extreme == 0 {
        text!(
            "Dari {count} program semu pada wilayah pembanding, tidak satu pun menunjukkan perubahan sebesar ini (permutasi {id}, nilai terkecil yang mungkin dengan jumlah itu).",
            "Of {count} pretended programs at comparison regions none shows a change of this size (permutation {en}, the smallest value that so many allow)."
        )
    } else {
        text!(
            "Dari {count} program semu pada wilayah pembanding, {extreme} menunjukkan perubahan sebesar ini atau lebih (permutasi {id}).",
            "Of {count} pretended programs at comparison regions {extreme} show a change of this size or more (permutation {en})."
        )
    };
    let places: Vec<(String, f64)> = main
        .parts
        .get("placebos")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|row| Some((row["unit"].as_str()?.to_owned(), row["estimate"].as_f64()?)))
        .collect();
    let mut evidence = vec![("placebos", count.into()), ("as_large", extreme.into()), ("p_value", p.into())];
    if !places.is_empty() {
        evidence.push(("effects", listed(&places)));
        evidence.push(("regions", true.into()));
    }
    Some(finding("placebo-group", verdict, &evidence, sentence))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::TestResult;

    fn with(p: f64, count: u64) -> Estimate {
        let mut test = TestResult::new("placebo-in-space");
        test.p_value = Some(p);
        test.extra.insert("placebos".into(), count.into());
        let mut out = Estimate::new("did", "synthetic-did", "y");
        out.tests.push(test);
        out
    }

    #[test]
    fn few_placebos_ask_for_care_and_large_ones_fail() {
        let verdict = |p, count| placebo_units(&with(p, count)).map(|found| found.verdict);
        assert_eq!(verdict(1.0 / 39.0, 38), Some(Verdict::Pass));
        assert_eq!(verdict(1.0 / 13.0, 12), Some(Verdict::Caution));
        assert_eq!(verdict(1.0 / 6.0, 5), Some(Verdict::Caution));
        assert_eq!(verdict(4.0 / 13.0, 12), Some(Verdict::Fail));
        assert_eq!(placebo_units(&Estimate::new("did", "twfe", "y")), None);
    }
}
