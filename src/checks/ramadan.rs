//! Does Ramadan weigh differently before and after? Capacity falls by 13.3 % in Ramadan, which moves about eleven days a year.

use super::finding;
use crate::estimate::{Finding, Verdict};
use crate::locale::percent;
use crate::text;

/// Difference of the shares that passes.
const TOLERATED: f64 = 0.10;

/// Records of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthCount {
    /// After the start.
    pub after: bool,
    /// The period has Ramadan days.
    pub ramadan: bool,
    /// Records of the treated.
    pub records: u64,
}

/// Compares the share of records in periods with Ramadan before and after. A difference of up to ten points passes; more takes care, and fails
/// where nothing is compared with (before/after alone), because then nothing takes it out.
pub fn ramadan(months: &[MonthCount], compared: bool) -> Finding {
    let count =
        |after: bool, only: bool| months.iter().filter(|month| month.after == after && (!only || month.ramadan)).map(|month| month.records).sum::<u64>();
    let share = |after: bool| {
        let all = count(after, false);
        (all > 0).then(|| count(after, true) as f64 / all as f64)
    };
    let (Some(before), Some(after)) = (share(false), share(true)) else {
        return finding(
            "ramadan",
            Verdict::NotApplicable,
            &[],
            text!(
                "Pengaruh Ramadan tidak dapat diperiksa: periode data bukan hari, minggu, atau bulan.",
                "The effect of Ramadan cannot be checked: periods are not days, weeks or months."
            ),
        );
    };
    let verdict = match ((after - before).abs() <= TOLERATED, compared) {
        (true, _) => Verdict::Pass,
        (false, true) => Verdict::Caution,
        (false, false) => Verdict::Fail,
    };
    let shares = text!(
        |l| format!("Sebelum program {} catatan jatuh pada periode Ramadan, sesudahnya {}", percent(l, before, 0), percent(l, after, 0)),
        format!("Before the program {} of the records fall into periods with Ramadan, afterwards {}", percent(l, before, 0), percent(l, after, 0)),
    );
    let (id, en) = match verdict {
        Verdict::Pass => ("; keduanya sebanding.", "; the two are alike."),
        Verdict::Caution => (
            "; kelompok pembanding mengalami Ramadan yang sama, sehingga pengaruhnya hilang bila sama besar di kedua kelompok.",
            "; the comparison group has the same Ramadan, so its effect drops out where it is equally large in both.",
        ),
        _ => (
            "; tanpa kelompok pembanding, pengaruh Ramadan tidak terpisah dari program.",
            "; without a comparison group the effect of Ramadan is not separated from the program.",
        ),
    };
    let sentence = crate::locale::Text { id: shares.id + id, en: shares.en + en };
    finding("ramadan", verdict, &[("share_before", before.into()), ("share_after", after.into())], sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unequal_ramadan_matters_most_without_a_comparison() {
        let month = |after, ramadan, records| MonthCount { after, ramadan, records };
        let even = [month(false, true, 10), month(false, false, 110), month(true, true, 10), month(true, false, 100)];
        assert_eq!(ramadan(&even, false).verdict, Verdict::Pass);
        let uneven = [month(false, true, 30), month(false, false, 100), month(true, false, 100)];
        assert_eq!(ramadan(&uneven, true).verdict, Verdict::Caution);
        assert_eq!(ramadan(&uneven, false).verdict, Verdict::Fail);
        assert_eq!(ramadan(&[], false).verdict, Verdict::NotApplicable);
    }
}
