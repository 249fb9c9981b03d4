//! Did rows without an outcome become more common on one side only, so that other cases are compared afterwards?

use super::{Sided, change, finding};
use crate::estimate::{Finding, Verdict};
use crate::locale::{number, percent};
use crate::text;
use serde_json::{Value, json};

/// Change of the share that passes, and from which the check fails.
const SMALL: f64 = 0.02;
const LARGE: f64 = 0.10;
/// Standard errors that a change must be away from none.
const AWAY: f64 = 2.58;

/// Share of the rows without a value of the outcome, by group and time, and by period in the evidence. Passes where it changes by at most two points more among
/// the treated than in the comparison (or within its chance); takes care up to ten points, fails beyond. None where nothing is missing.
pub fn missing_by_group(sides: &[Sided], by_period: &[(String, Option<f64>, Option<f64>)]) -> Option<Finding> {
    if sides.iter().all(|side| side.share == 0.0) {
        return None;
    }
    let (moved, error) = change(sides)?;
    let counts = moved.abs() > SMALL && error > 0.0 && (moved / error).abs() > AWAY;
    let verdict = match counts {
        false => Verdict::Pass,
        true if moved.abs() <= LARGE => Verdict::Caution,
        true => Verdict::Fail,
    };
    let at = |treated: bool, after: bool| sides.iter().find(|side| side.treated == treated && side.after == after).map(|side| side.share);
    let or_null = |value: Option<f64>| value.map_or(Value::Null, Value::from);
    let evidence = [
        ("treated_before", or_null(at(true, false))),
        ("treated_after", or_null(at(true, true))),
        ("comparison_before", or_null(at(false, false))),
        ("comparison_after", or_null(at(false, true))),
        ("change", moved.into()),
        (
            "by_period",
            by_period.iter().map(|(period, treated, comparison)| json!({ "period": period, "treated": treated, "comparison": comparison })).collect(),
        ),
    ];
    let compared = at(false, false).zip(at(false, true));
    let (before, after) = (at(true, false)?, at(true, true)?);
    let shares = text!(
        |l| {
            let other = compared
                .map_or_else(String::new, |(before, after)| format!(", pada pembanding dari {} menjadi {}", percent(l, before, 1), percent(l, after, 1)));
            format!("Baris tanpa nilai pada peserta program berubah dari {} menjadi {}{other}", percent(l, before, 1), percent(l, after, 1))
        },
        {
            let other =
                compared.map_or_else(String::new, |(before, after)| format!(", in the comparison from {} to {}", percent(l, before, 1), percent(l, after, 1)));
            format!("Rows without a value go from {} to {} among the treated{other}", percent(l, before, 1), percent(l, after, 1))
        },
    );
    let (id, en) = (&shares.id, &shares.en);
    let sentence = if counts {
        text!(
            |l| format!("{id}: selisihnya {} poin persen, sehingga kasus yang dibandingkan mungkin tidak lagi sama.", number(l, 100.0 * moved, 1)),
            format!("{en}: {} percentage points apart, so the cases that are compared may no longer be the same.", number(l, 100.0 * moved, 1)),
        )
    } else if moved.abs() > SMALL {
        text!(
            |l| format!(
                "{id}: selisihnya {} poin persen, tetapi dari catatan sebanyak ini selisih itu masih dapat muncul karena kebetulan.",
                number(l, 100.0 * moved, 1)
            ),
            format!("{en}: {} percentage points apart, which chance alone may give with so few records.", number(l, 100.0 * moved, 1)),
        )
    } else {
        text!("{id}; tidak ada perbedaan yang berarti.", "{en}; no difference that matters.")
    };
    Some(finding("missing-by-group", verdict, &evidence, sentence))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_goes_missing_on_one_side_counts() {
        let order = [(true, false), (true, true), (false, false), (false, true)];
        let verdict = |shares: [f64; 4], records| {
            let sides: Vec<Sided> = order.into_iter().zip(shares).map(|((treated, after), share)| Sided { treated, after, records, share }).collect();
            missing_by_group(&sides, &[]).map(|found| found.verdict)
        };
        assert_eq!(verdict([0.3, 0.4, 0.3, 0.4], 5000), Some(Verdict::Pass));
        assert_eq!(verdict([0.03, 0.08, 0.03, 0.03], 5000), Some(Verdict::Caution));
        assert_eq!(verdict([0.03, 0.08, 0.03, 0.03], 50), Some(Verdict::Pass), "within its chance");
        assert_eq!(verdict([0.03, 0.30, 0.03, 0.03], 5000), Some(Verdict::Fail));
        assert_eq!(verdict([0.0; 4], 5000), None, "nothing is missing");
        assert_eq!(missing_by_group(&[], &[]), None);
    }
}
