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

/// The effect that the change of the mix alone would give, with the means of each kind held as they were before:
/// Σ (share after − share before) · mean before, treated minus comparison. Up to a quarter of the estimate passes, up to a half takes care.
pub fn composition(cells: &[MixCell], by: &Text, effect: Option<f64>, written: &Written) -> Finding {
    let mut sides: [BTreeMap<&str, Side>; 2] = [BTreeMap::new(), BTreeMap::new()];
    for cell in cells {
        let side = sides[usize::from(cell.treated)].entry(&cell.kind).or_default();
        side.weight[usize::from(cell.after)] += cell.weight;
        side.sum[usize::from(cell.after)] += cell.weight * cell.mean;
    }
    let shift = |kinds: &BTreeMap<&str, Side>| -> Option<(f64, f64)> {
        let total = |after: usize| kinds.values().map(|side| side.weight[after]).sum::<f64>();
        let (before, after) = (total(0), total(1));
        if kinds.is_empty() {
            return Some((0.0, 0.0));
        }
        if before <= 0.0 || after <= 0.0 {
            return None;
        }
        let (mut moved, mut turnover) = (0.0, 0.0);
        for side in kinds.values() {
            let change = side.weight[1] / after - side.weight[0] / before;
            // A kind that was not there before takes the overall mean of before: it then adds no shift of its own.
            let mean = if side.weight[0] > 0.0 { side.sum[0] / side.weight[0] } else { kinds.values().map(|side| side.sum[0]).sum::<f64>() / before };
            moved += change * mean;
            turnover += change.abs() / 2.0;
        }
        Some((moved, turnover))
    };
    let kinds = sides.iter().flat_map(BTreeMap::keys).collect::<std::collections::BTreeSet<_>>().len();
    let (Some(effect), Some((comparison, turnover_comparison)), Some((treated, turnover_treated)), true) =
        (effect.filter(|effect| *effect != 0.0), shift(&sides[0]), shift(&sides[1]), kinds > 1)
    else {
        return finding(
            "composition",
            Verdict::NotApplicable,
            &[],
            text!("Susunan kasus tidak dapat dibandingkan antara sebelum dan sesudah.", "The mix of cases cannot be compared between before and after."),
        );
    };
    let implied = treated - comparison;
    let relative = implied.abs() / effect.abs();
    let verdict = match relative {
        relative if relative <= 0.25 => Verdict::Pass,
        relative if relative <= 0.50 => Verdict::Caution,
        _ => Verdict::Fail,
    };
    let evidence = [
        ("implied_effect", Value::from(implied)),
        ("relative_to_effect", relative.into()),
        ("moved_share_treated", turnover_treated.into()),
        ("moved_share_comparison", turnover_comparison.into()),
        ("by", by.en.clone().into()),
    ];
    let sentence = text!(
        |l| format!(
            "Perubahan susunan {} saja akan menggeser hasil sebesar {} ({} dari dampak yang ditaksir).",
            by.id,
            written.size(l, implied),
            percent(l, relative, 0)
        ),
        format!(
            "The change in the mix of {} alone would move the result by {} ({} of the estimated effect).",
            by.en,
            written.size(l, implied),
            percent(l, relative, 0)
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
        let cells = [
            cell("slow", true, false, 50.0, 10.0),
            cell("fast", true, false, 50.0, 2.0),
            cell("slow", true, true, 20.0, 10.0),
            cell("fast", true, true, 80.0, 2.0),
            cell("slow", false, false, 40.0, 9.0),
            cell("fast", false, false, 40.0, 3.0),
            cell("slow", false, true, 30.0, 9.0),
            cell("fast", false, true, 30.0, 3.0),
        ];
        let found = composition(&cells, &Text::same("document"), Some(-3.0), &Written::new(&crate::locale::Text::default(), 1));
        let implied = found.evidence["implied_effect"].as_f64().unwrap_or_default();
        assert!((implied + 2.4).abs() < 1e-12, "{implied}");
        assert_eq!(found.verdict, Verdict::Fail);
        assert_eq!(composition(&cells, &Text::same("document"), Some(-12.0), &Written::new(&crate::locale::Text::default(), 1)).verdict, Verdict::Pass);
        assert_eq!(
            composition(&cells[..1], &Text::same("document"), Some(-12.0), &Written::new(&crate::locale::Text::default(), 1)).verdict,
            Verdict::NotApplicable
        );
    }
}
