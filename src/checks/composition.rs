//! Did the mix of cases (documents, services) change between the groups, so that the outcome moves without any single kind of case moving?

use super::{Written, finding};
use crate::estimate::{Finding, Verdict};
use crate::locale::{Text, percent};
use crate::text;
use serde_json::Value;
use std::collections::BTreeMap;

/// Records of one kind in one group and time.
#[derive(Debug, Clone, PartialEq)]
pub struct MixCell {
    /// Kind of case: document, service.
    pub kind: String,
    /// Treated or comparison.
    pub treated: bool,
    /// After the start.
    pub after: bool,
    /// Weight of the records (their number where there are no weights).
    pub weight: f64,
    /// Mean outcome.
    pub mean: f64,
}

/// Shares and means of a kind: index 0 before, 1 after.
#[derive(Default, Clone, Copy)]
struct Side {
    weight: [f64; 2],
    sum: [f64; 2],
}

/// Standard errors that the shift must be away from none.
const AWAY: f64 = 2.58;

/// The effect that the change of the mix alone would give, with the means of each kind held as they were before:
/// Σ (share after − share before) · mean before, treated minus comparison. Up to a quarter of the estimate passes, and what independent records give by chance;
/// up to a half takes care. Where the effect cannot be told from zero, the shift is measured by `unclear`, half the width of its interval: it may hide an effect.
pub fn composition(cells: &[MixCell], by: &Text, effect: Option<f64>, unclear: Option<f64>, written: &Written) -> Finding {
    let mut sides: [BTreeMap<&str, Side>; 2] = [BTreeMap::new(), BTreeMap::new()];
    for cell in cells {
        let side = sides[usize::from(cell.treated)].entry(&cell.kind).or_default();
        side.weight[usize::from(cell.after)] += cell.weight;
        side.sum[usize::from(cell.after)] += cell.weight * cell.mean;
    }
    let shift = |kinds: &BTreeMap<&str, Side>| -> Option<(f64, f64, f64)> {
        let total = |after: usize| kinds.values().map(|side| side.weight[after]).sum::<f64>();
        let (before, after) = (total(0), total(1));
        if kinds.is_empty() {
            return Some((0.0, 0.0, 0.0));
        }
        if before <= 0.0 || after <= 0.0 {
            return None;
        }
        let (mut moved, mut turnover) = (0.0, 0.0);
        // First and second moments of the old means under the shares before and after.
        let mut moments = [[0.0; 2]; 2];
        for side in kinds.values() {
            let change = side.weight[1] / after - side.weight[0] / before;
            // A kind that was not there before takes the overall mean of before: it then adds no shift of its own.
            let mean = if side.weight[0] > 0.0 { side.sum[0] / side.weight[0] } else { kinds.values().map(|side| side.sum[0]).sum::<f64>() / before };
            moved += change * mean;
            turnover += change.abs() / 2.0;
            for (at, total) in [before, after].into_iter().enumerate() {
                moments[at][0] += side.weight[at] / total * mean;
                moments[at][1] += side.weight[at] / total * mean * mean;
            }
        }
        let variance = |at: usize, records: f64| (moments[at][1] - moments[at][0].powi(2)).max(0.0) / records;
        Some((moved, turnover, variance(0, before) + variance(1, after)))
    };
    let kinds = sides.iter().flat_map(BTreeMap::keys).collect::<std::collections::BTreeSet<_>>().len();
    let yardstick = unclear.or(effect.map(f64::abs)).filter(|size| *size > 0.0);
    let (Some(yardstick), Some((comparison, turnover_comparison, chance)), Some((treated, turnover_treated, more)), true) =
        (yardstick, shift(&sides[0]), shift(&sides[1]), kinds > 1)
    else {
        return finding(
            "composition",
            Verdict::NotApplicable,
            &[],
            text!("Susunan kasus tidak dapat dibandingkan antara sebelum dan sesudah.", "The mix of cases cannot be compared between before and after."),
        );
    };
    let implied = treated - comparison;
    let relative = implied.abs() / yardstick;
    let error = (chance + more).sqrt();
    let verdict = match relative {
        relative if relative <= 0.25 || implied.abs() <= AWAY * error => Verdict::Pass,
        relative if relative <= 0.50 => Verdict::Caution,
        _ => Verdict::Fail,
    };
    let evidence = [
        ("implied_effect", Value::from(implied)),
        ("std_error", error.into()),
        ("relative_to_effect", relative.into()),
        ("moved_share_treated", turnover_treated.into()),
        ("moved_share_comparison", turnover_comparison.into()),
        ("by", by.en.clone().into()),
    ];
    let of = match unclear {
        Some(_) => text!("setengah lebar selang kepercayaan dampaknya", "half the width of the effect's confidence interval"),
        None => text!("dampak yang ditaksir", "the estimated effect"),
    };
    let chance = if verdict == Verdict::Pass && relative > 0.25 {
        text!("; pergeseran sebesar itu masih dapat muncul karena kebetulan", "; chance alone may give a shift of that size")
    } else {
        Text::default()
    };
    let sentence = text!(
        |l| format!(
            "Perubahan susunan {} saja akan menggeser hasil sebesar {} ({} dari {}){}.",
            by.id,
            written.size(l, implied),
            percent(l, relative, 0),
            of.id,
            chance.id
        ),
        format!(
            "The change in the mix of {} alone would move the result by {} ({} of {}){}.",
            by.en,
            written.size(l, implied),
            percent(l, relative, 0),
            of.en,
            chance.en
        ),
    );
    finding("composition", verdict, &evidence, sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(kind: &str, treated: bool, after: bool, weight: f64, mean: f64) -> MixCell {
        MixCell { kind: kind.into(), treated, after, weight, mean }
    }

    #[test]
    fn the_shift_is_that_of_the_shares_at_the_old_means() {
        // Treated: slow cases fall from half to a fifth, at 10 and 2 hours: 0.3 · (2 − 10) = −2.4. Comparison: nothing changes.
        let cells = |records: f64| {
            [
                cell("slow", true, false, 5.0 * records, 10.0),
                cell("fast", true, false, 5.0 * records, 2.0),
                cell("slow", true, true, 2.0 * records, 10.0),
                cell("fast", true, true, 8.0 * records, 2.0),
                cell("slow", false, false, 4.0 * records, 9.0),
                cell("fast", false, false, 4.0 * records, 3.0),
                cell("slow", false, true, 3.0 * records, 9.0),
                cell("fast", false, true, 3.0 * records, 3.0),
            ]
        };
        let found =
            |records: f64, effect, unclear| composition(&cells(records), &Text::same("document"), Some(effect), unclear, &Written::new(&Text::default(), 1));
        let large = found(100.0, -3.0, None);
        let implied = large.evidence["implied_effect"].as_f64().unwrap_or_default();
        assert!((implied + 2.4).abs() < 1e-12, "{implied}");
        // Variances of the old means under the shares: 16 and 10.24 of a thousand treated, 9 and 9 of 800 and 600.
        let error = large.evidence["std_error"].as_f64().unwrap_or_default();
        assert!((error - (16.0 / 1000.0 + 10.24 / 1000.0 + 9.0 / 800.0 + 9.0 / 600.0_f64).sqrt()).abs() < 1e-12, "{error}");
        assert_eq!(large.verdict, Verdict::Fail);
        assert_eq!(found(100.0, -12.0, None).verdict, Verdict::Pass);
        // The same shift of ten records a side is chance.
        assert_eq!(found(1.0, -3.0, None).verdict, Verdict::Pass);
        // No effect to compare with: the interval is the measure.
        assert_eq!(found(100.0, -0.01, Some(20.0)).verdict, Verdict::Pass);
        assert_eq!(found(100.0, -0.01, Some(3.0)).verdict, Verdict::Fail);
        assert_eq!(
            composition(&cells(1.0)[..1], &Text::same("document"), Some(-12.0), None, &Written::new(&Text::default(), 1)).verdict,
            Verdict::NotApplicable
        );
    }
}
