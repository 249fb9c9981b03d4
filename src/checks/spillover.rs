//! Do comparison units next to the treated change as well? Against the far ones, since the start.

use super::{Written, finding, p_shown};
use crate::estimate::{Finding, Verdict};
use crate::locale::percent;
use crate::text;

/// Share of the effect up to which a spillover does not matter.
const LITTLE: f64 = 0.10;

/// The effect on neighbours, its p-value and their records, against the effect of the program. Passes where it is not significant or under a tenth of it; takes
/// care otherwise: neighbours are left out of the comparison, so that they bias nothing, but others farther away may change, too.
pub fn spillover(neighbours: Option<(f64, Option<f64>, u64)>, effect: Option<f64>, written: &Written) -> Option<Finding> {
    let ((estimate, p, records), effect) = (neighbours?, effect.filter(|effect| *effect != 0.0)?);
    let p = p?;
    let share = estimate / effect;
    let verdict = if p >= 0.05 || share.abs() < LITTLE { Verdict::Pass } else { Verdict::Caution };
    let evidence = [("spillover", estimate.into()), ("p_value", p.into()), ("relative_to_effect", share.into()), ("neighbours", records.into())];
    let numbers = |l| format!("{}, {}", written.size(l, estimate), p_shown(l, p));
    let sentence = text!(
        |l| match verdict {
            Verdict::Pass => format!("Unit di sebelah peserta tidak berubah jelas dibandingkan dengan yang jauh ({}).", numbers(l)),
            _ => format!(
                "Unit di sebelah peserta ikut berubah ({}, {} dari dampak); unit itu tidak dipakai sebagai pembanding.",
                numbers(l),
                percent(l, share, 0)
            ),
        },
        match verdict {
            Verdict::Pass => format!("Units next to the treated do not clearly change against the far ones ({}).", numbers(l)),
            _ => format!("Units next to the treated change as well ({}, {} of the effect); they are not compared with.", numbers(l), percent(l, share, 0)),
        },
    );
    Some(finding("spillover", verdict, &evidence, sentence))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_spills_over_takes_care() {
        let written = Written::new(&crate::locale::Text::default(), 1);
        let verdict = |estimate, p| spillover(Some((estimate, Some(p), 500)), Some(-8.0), &written).map(|found| found.verdict);
        assert_eq!(verdict(-2.0, 0.001), Some(Verdict::Caution));
        assert_eq!(verdict(-2.0, 0.3), Some(Verdict::Pass));
        assert_eq!(verdict(-0.4, 0.001), Some(Verdict::Pass));
        assert_eq!(spillover(None, Some(-8.0), &written), None);
    }
}
