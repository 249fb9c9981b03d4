//! How far may the groups have parted before the conclusion changes? The breakdown value of the bounds of Rambachan and Roth.

use super::{Written, finding};
use crate::estimate::{Finding, Verdict};
use crate::locale::number;
use crate::methods::honest::{Bounds, Kind};
use crate::text;
use serde_json::Value;

/// From here on the conclusion holds although the groups part as much after the start as they ever did before.
const HOLDS: f64 = 1.0;
/// Under this even departures much smaller than those before overturn it.
const FRAGILE: f64 = 0.1;

/// Distance of the estimate from zero, in half widths of its interval, from which a small breakdown value speaks against the groups. Nearer, the interval alone
/// is what little departures overturn: a weak effect that no trend is behind.
const CLEAR: f64 = 1.5;

/// Passes where the interval of relative magnitudes leaves out zero up to M = 1, takes care under it, fails under a tenth where the effect is clear of zero. Not
/// applicable without bounds, and where
/// the interval holds zero without any departure: then there is nothing to overturn.
pub fn honest(bounds: Option<&Bounds>, written: &Written) -> Finding {
    let relative = bounds.and_then(|bounds| Some((bounds, bounds.breakdown.iter().find(|(kind, _)| *kind == Kind::Relative)?.1)));
    let Some((bounds, breakdown)) = relative else {
        return finding(
            "honest",
            Verdict::NotApplicable,
            &[],
            text!(
                "Batas bila gerak sejajar dilanggar tidak dapat dihitung: tidak ada dampak per periode yang diukur terhadap satu periode acuan.",
                "Bounds for departures from parallel movement cannot be computed: there are no effects by period against one reference period."
            ),
        );
    };
    let at_one = bounds.rows.iter().find(|row| row.kind == Kind::Relative && row.m == 1.0);
    let or_null = |value: Option<f64>| value.map_or(Value::Null, Value::from);
    let evidence = [
        ("breakdown", or_null(breakdown)),
        ("conf_low_at_1", or_null(at_one.and_then(|row| row.low))),
        ("conf_high_at_1", or_null(at_one.and_then(|row| row.high))),
        ("conf_low", bounds.original.0.into()),
        ("conf_high", bounds.original.1.into()),
    ];
    if breakdown == Some(0.0) {
        return finding(
            "honest",
            Verdict::NotApplicable,
            &evidence,
            text!(
                "Rata-rata dampak per periode tidak dapat dibedakan dari nol walaupun kedua kelompok dianggap bergerak sejajar, sehingga tidak ada yang dapat dibalikkan oleh penyimpangan.",
                "The average effect by period cannot be told from zero even if the groups are taken to move in parallel, so there is nothing for a departure to overturn."
            ),
        );
    }
    let Some(m) = breakdown else {
        return finding(
            "honest",
            Verdict::Pass,
            &evidence,
            text!(
                "Kesimpulan bertahan terhadap setiap penyimpangan dari gerak sejajar yang dicoba.",
                "The conclusion holds against every departure from parallel movement that was tried."
            ),
        );
    };
    let clear = bounds.estimate.0.abs() > CLEAR * (bounds.original.1 - bounds.original.0).abs() / 2.0;
    let verdict = if m >= HOLDS {
        Verdict::Pass
    } else if m >= FRAGILE || !clear {
        Verdict::Caution
    } else {
        Verdict::Fail
    };
    let range = |l| at_one.and_then(|row| Some(written.range(l, row.low?, row.high?)));
    let rest = text!(
        |l| range(l).map_or_else(String::new, |range| format!(" Bila sama besar dengan yang terbesar itu, selang dampaknya {range}.")),
        range(l).map_or_else(String::new, |range| format!(" If they were as large as that one, the interval of the effect is {range}.")),
    );
    let (id, en) = (rest.id, rest.en);
    let factor = |l| number(l, m, 2);
    let start = text!(
        |l| format!(
            "Kesimpulan baru goyah bila sejak program dimulai gerak kedua kelompok berbeda sebesar {} kali perbedaan antarperiode terbesar sebelumnya",
            factor(l)
        ),
        format!("The conclusion only gives way if the groups depart after the start by {} times the largest step between periods before it", factor(l)),
    );
    let (said_id, said_en) = (start.id, start.en);
    let sentence = match verdict {
        Verdict::Pass => text!("{said_id}.", "{said_en}."),
        Verdict::Caution => text!("{said_id}; perbedaan sebesar itu mungkin saja terjadi.{id}", "{said_en}; a departure of that size may well be.{en}"),
        _ => text!("{said_id}: perbedaan yang sangat kecil sudah membalikkannya.{id}", "{said_en}: a very small departure overturns it.{en}"),
    };
    finding("honest", verdict, &evidence, sentence)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Text;

    #[test]
    fn the_breakdown_value_decides() {
        let written = Written::new(&Text::default(), 1);
        let bounds = |m: Option<f64>| Bounds { estimate: (-6.0, 1.0), original: (-8.0, -4.0), rows: Vec::new(), breakdown: vec![(Kind::Relative, m)] };
        let verdict = |m| honest(Some(&bounds(m)), &written).verdict;
        assert_eq!(verdict(Some(1.3)), Verdict::Pass);
        assert_eq!(verdict(None), Verdict::Pass);
        assert_eq!(verdict(Some(0.6)), Verdict::Caution);
        assert_eq!(verdict(Some(0.05)), Verdict::Fail);
        // An effect of two standard errors is overturned by little because it is weak, not because the groups part.
        let weak = Bounds { estimate: (-6.0, 2.9), original: (-11.7, -0.3), ..bounds(Some(0.05)) };
        assert_eq!(honest(Some(&weak), &written).verdict, Verdict::Caution);
        assert_eq!(verdict(Some(0.0)), Verdict::NotApplicable);
        assert_eq!(honest(None, &written).verdict, Verdict::NotApplicable);
    }
}
