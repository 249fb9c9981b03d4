//! Did the outcome change in the last period or two before the start already, because people knew what was coming?

use super::{Written, finding, p_shown, where_none_should_be};
use crate::estimate::{Finding, Verdict};
use crate::text;

/// The last period, and the last two, against the earlier ones: estimate, standard error, p-value each. p-values are multiplied by their number. Fails where one
/// has p < 0.05 and at least half the size of the effect; takes care where it has p < 0.05, or p < 0.10 and that size.
pub fn anticipation(ahead: &[(usize, (f64, f64, f64))], effect: Option<f64>, written: &Written) -> Option<Finding> {
    let effect = effect?;
    let several = ahead.len() as f64;
    let adjusted = |p: f64| (several * p).min(1.0);
    let (periods, (estimate, error, p)) = ahead.iter().copied().min_by(|a, b| a.1.2.total_cmp(&b.1.2))?;
    let p = adjusted(p);
    let verdict = where_none_should_be(estimate, p, effect);
    let evidence = [("periods", periods.into()), ("estimate", estimate.into()), ("std_error", error.into()), ("p_value", p.into())];
    let numbers = |l| format!("{}, {}", written.size(l, estimate), p_shown(l, p));
    let (when_id, when_en) = match periods {
        1 => ("Pada periode terakhir sebelum program".to_owned(), "In the last period before the start".to_owned()),
        n => (format!("Pada {n} periode terakhir sebelum program"), format!("In the last {n} periods before the start")),
    };
    let sentence = text!(
        |l| match verdict {
            Verdict::Pass => format!("{when_id} belum tampak perubahan yang jelas mendahului program ({}).", numbers(l)),
            Verdict::Caution => format!("{when_id} hasil mulai bergeser ({}); dampak mungkin sudah muncul sebelum program resmi dimulai.", numbers(l)),
            _ => format!("{when_id} hasil sudah berubah banyak ({}); periode itu bukan lagi acuan yang bersih.", numbers(l)),
        },
        match verdict {
            Verdict::Pass => format!("{when_en} nothing clearly moves ahead of the program ({}).", numbers(l)),
            Verdict::Caution => format!("{when_en} the outcome begins to move ({}); the program may have shown before it officially started.", numbers(l)),
            _ => format!("{when_en} the outcome has changed much already ({}); that period is no clean reference.", numbers(l)),
        },
    );
    Some(finding("anticipation", verdict, &evidence, sentence))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_change_ahead_fails_and_several_looks_are_paid_for() {
        let written = Written::new(&crate::locale::Text::default(), 1);
        let verdict = |ahead: &[(usize, (f64, f64, f64))]| anticipation(ahead, Some(-6.0), &written).map(|found| found.verdict);
        assert_eq!(verdict(&[(1, (-0.5, 0.5, 0.3)), (2, (-0.2, 0.5, 0.7))]), Some(Verdict::Pass));
        assert_eq!(verdict(&[(1, (-1.5, 0.5, 0.01)), (2, (-0.2, 0.5, 0.7))]), Some(Verdict::Caution));
        assert_eq!(verdict(&[(1, (-4.0, 0.5, 0.001))]), Some(Verdict::Fail));
        // 0.03 of one look is enough, of the better of two it is not.
        assert_eq!(verdict(&[(1, (-1.5, 0.5, 0.03))]), Some(Verdict::Caution));
        assert_eq!(verdict(&[(1, (-1.5, 0.5, 0.03)), (2, (-0.2, 0.5, 0.7))]), Some(Verdict::Pass));
        assert_eq!(verdict(&[]), None);
    }
}
