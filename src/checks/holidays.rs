//! Do days off and the weeks around Idulfitri weigh differently before and after?

use super::finding;
use crate::estimate::{Finding, Verdict};
use crate::locale::{Text, percent};
use crate::text;

/// Difference of the shares of days off that passes.
const DAYS_OFF: f64 = 0.03;
/// Difference of the shares of days around Idulfitri that passes.
const LEBARAN: f64 = 0.06;

/// A period in the calendar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CalendarPeriod {
    /// After the start.
    pub after: bool,
    /// Records of the treated.
    pub records: u64,
    /// Share of the usual working days that are holidays or joint leave.
    pub days_off: f64,
    /// Share of the days within two weeks of Idulfitri.
    pub lebaran: f64,
}

/// Compares both shares before and after, weighted by records. Passes where they differ by at most three and six points, or where the outcome is measured on
/// a clock that leaves days off out; else takes care, and fails where nothing is compared with. None where one side has no records.
pub fn holidays(periods: &[CalendarPeriod], compared: bool, left_out: bool) -> Option<Finding> {
    let share = |after: bool, of: fn(&CalendarPeriod) -> f64| {
        let side = periods.iter().filter(|period| period.after == after);
        let (sum, records) = side.fold((0.0, 0), |(sum, records), period| (sum + period.records as f64 * of(period), records + period.records));
        (records > 0).then(|| sum / records as f64)
    };
    let off = [share(false, |period| period.days_off)?, share(true, |period| period.days_off)?];
    let feast = [share(false, |period| period.lebaran)?, share(true, |period| period.lebaran)?];
    let alike = (off[1] - off[0]).abs() <= DAYS_OFF && (feast[1] - feast[0]).abs() <= LEBARAN;
    let verdict = match (alike || left_out, compared) {
        (true, _) => Verdict::Pass,
        (false, true) => Verdict::Caution,
        (false, false) => Verdict::Fail,
    };
    let start = text!(
        |l| format!(
            "Sebelum program {} hari kerja adalah hari libur atau cuti bersama, sesudahnya {}; minggu-minggu Idulfitri {} dan {}",
            percent(l, off[0], 1),
            percent(l, off[1], 1),
            percent(l, feast[0], 1),
            percent(l, feast[1], 1)
        ),
        format!(
            "Before the program {} of the working days are holidays or joint leave, afterwards {}; the weeks around Idulfitri {} and {}",
            percent(l, off[0], 1),
            percent(l, off[1], 1),
            percent(l, feast[0], 1),
            percent(l, feast[1], 1)
        ),
    );
    let (id, en) = match (verdict, alike) {
        (Verdict::Pass, true) => ("; keduanya sebanding.", "; the two are alike."),
        (Verdict::Pass, false) => ("; hari libur tidak ikut dihitung dalam waktu layanan.", "; days off do not count into the service time."),
        (Verdict::Caution, _) => (
            "; kelompok pembanding mengalami hari libur yang sama, sehingga pengaruhnya hilang bila sama besar di kedua kelompok.",
            "; the comparison group has the same days off, so their effect drops out where it is equally large in both.",
        ),
        _ => (
            "; tanpa kelompok pembanding, pengaruh hari libur tidak terpisah dari program.",
            "; without a comparison group the effect of days off is not separated from the program.",
        ),
    };
    let evidence =
        [("days_off_before", off[0].into()), ("days_off_after", off[1].into()), ("lebaran_before", feast[0].into()), ("lebaran_after", feast[1].into())];
    Some(finding("holidays", verdict, &evidence, Text { id: start.id + id, en: start.en + en }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unequal_days_off_matter_unless_the_clock_leaves_them_out() {
        let period = |after, records, days_off, lebaran| CalendarPeriod { after, records, days_off, lebaran };
        let even = [period(false, 100, 0.06, 0.08), period(true, 90, 0.08, 0.10)];
        assert_eq!(holidays(&even, false, false).map(|found| found.verdict), Some(Verdict::Pass));
        let uneven = [period(false, 100, 0.03, 0.0), period(false, 100, 0.05, 0.0), period(true, 50, 0.20, 0.5)];
        assert_eq!(holidays(&uneven, true, false).map(|found| found.verdict), Some(Verdict::Caution));
        assert_eq!(holidays(&uneven, false, false).map(|found| found.verdict), Some(Verdict::Fail));
        assert_eq!(holidays(&uneven, false, true).map(|found| found.verdict), Some(Verdict::Pass));
        let found = holidays(&uneven, true, false);
        assert!(found.is_some_and(|found| (found.evidence["days_off_before"].as_f64().unwrap_or(0.0) - 0.04).abs() < 1e-15));
        assert_eq!(holidays(&even[..1], true, false), None);
    }
}
