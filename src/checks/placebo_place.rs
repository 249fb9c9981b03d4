//! Do places without the program show such an effect, too? Comparison regions (or groups of comparison units) pretend to be treated, each in turn.

use super::{Written, finding, p_shown};
use crate::estimate::{Finding, Verdict};
use crate::locale::integer;
use crate::text;
use serde_json::{Value, json};

/// Rank p-value under which effects as large are rare.
const SELDOM: f64 = 0.10;
/// Rank p-value from which pretended effects are as common as the real one.
const COMMON: f64 = 0.20;

/// Where the effect stands among those of pretended programs. Passes where none of them is as large, or fewer than a tenth (the real one counted); fails where a
/// fifth or more are; takes care in between. None with fewer than three pretended programs.
pub fn placebo_place(places: &[(String, f64)], regions: bool, effect: Option<f64>, written: &Written) -> Option<Finding> {
    let effect = effect.filter(|effect| *effect != 0.0)?;
    let pretended: Vec<f64> = places.iter().map(|(_, estimate)| *estimate).collect();
    let count = pretended.len();
    if count < 3 {
        return None;
    }
    let large = pretended.iter().filter(|other| other.abs() >= effect.abs()).count();
    let p = (1 + large) as f64 / (1 + count) as f64;
    let largest = pretended.iter().copied().max_by(|a, b| a.abs().total_cmp(&b.abs())).unwrap_or(0.0);
    let verdict = match large {
        _ if large == 0 || p < SELDOM => Verdict::Pass,
        _ if p < COMMON => Verdict::Caution,
        _ => Verdict::Fail,
    };
    let evidence = [
        ("placebos", count.into()),
        ("as_large", large.into()),
        ("rank", (large + 1).into()),
        ("p_value", p.into()),
        ("largest", largest.into()),
        ("effects", listed(places)),
        ("regions", regions.into()),
    ];
    let (id, en) = if regions { ("wilayah pembanding", "comparison regions") } else { ("kelompok unit pembanding", "groups of comparison units") };
    let (n, k) = (count as u64, large as u64);
    let sentence = if large == 0 {
        text!(
            |l| format!(
                "Bila {} {id} bergantian dianggap ikut program, tidak satu pun menunjukkan dampak sebesar ini (terbesar {}).",
                integer(l, n),
                written.size(l, largest)
            ),
            format!(
                "When {} {en} pretend to be in the program, none of them shows an effect of this size (largest {}).",
                integer(l, n),
                written.size(l, largest)
            ),
        )
    } else {
        text!(
            |l| format!(
                "Bila {} {id} bergantian dianggap ikut program, {} di antaranya menunjukkan dampak sebesar ini atau lebih (peringkat {}).",
                integer(l, n),
                integer(l, k),
                p_shown(l, p)
            ),
            format!(
                "When {} {en} pretend to be in the program, {} of them show an effect of this size or more (rank {}).",
                integer(l, n),
                integer(l, k),
                p_shown(l, p)
            ),
        )
    };
    Some(finding("placebo-place", verdict, &evidence, sentence))
}

/// Places with their pretended effects, as the chart of the report reads them.
pub(super) fn listed(places: &[(String, f64)]) -> Value {
    places.iter().map(|(place, estimate)| json!({ "place": place, "estimate": estimate })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rank_decides() {
        let written = Written::new(&crate::locale::Text::default(), 1);
        let places = |pretended: &[f64]| pretended.iter().enumerate().map(|(at, value)| (at.to_string(), *value)).collect::<Vec<_>>();
        let verdict = |pretended: &[f64]| placebo_place(&places(pretended), true, Some(-6.0), &written).map(|found| found.verdict);
        assert_eq!(verdict(&[1.0, -0.5, 2.0]), Some(Verdict::Pass));
        assert_eq!(verdict(&[1.0, -7.0, 2.0]), Some(Verdict::Fail));
        let mut many = vec![0.5; 20];
        many[3] = 6.5;
        assert_eq!(verdict(&many), Some(Verdict::Pass), "2 of 21");
        many[4] = -6.5;
        assert_eq!(verdict(&many), Some(Verdict::Caution));
        let found = placebo_place(&places(&many), false, Some(-6.0), &written);
        assert!(found.is_some_and(|found| found.evidence["rank"] == 3 && found.evidence["largest"].as_f64().map(f64::abs) == Some(6.5)));
        assert_eq!(verdict(&[1.0, 2.0]), None);
    }
}
