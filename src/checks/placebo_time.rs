//! Would a program that pretends to start earlier show an effect, too?

use super::{Written, finding, p_shown, where_none_should_be};
use crate::estimate::{Finding, Verdict};
use crate::text;

/// The pretended effect with its standard error and p-value, against the effect. Fails where it has p < 0.05 and at least half the size of the effect, takes care
/// where it has one of the two and p < 0.10.
pub fn placebo_time(pretended: Option<(f64, f64, f64)>, effect: Option<f64>, written: &Written) -> Finding {
    let (Some((estimate, error, p)), Some(effect)) = (pretended, effect) else {
        return finding(
            "placebo-time",
            Verdict::NotApplicable,
            &[],
            text!(
                "Program semu tidak dapat dicoba: kurang dari tiga periode sebelum program.",
                "A pretended program cannot be tried: there are fewer than three periods before the program."
            ),
        );
    };
    let verdict = where_none_should_be(estimate, p, effect);
    let evidence = [("estimate", estimate.into()), ("std_error", error.into()), ("p_value", p.into())];
    let numbers = |l| format!("{}, {}", written.size(l, estimate), p_shown(l, p));
    let sentence = text!(
        |l| match verdict {
            Verdict::Pass => format!("Program semu di tengah masa sebelum program tidak menunjukkan dampak ({}).", numbers(l)),
            Verdict::Caution => format!("Program semu di tengah masa sebelum program menunjukkan sedikit dampak ({}).", numbers(l)),
            _ => format!("Program semu di tengah masa sebelum program juga menunjukkan dampak ({}), padahal belum ada program.", numbers(l)),
        },
        match verdict {
            Verdict::Pass => format!("A pretended program in the middle of the time before shows no effect ({}).", numbers(l)),
            Verdict::Caution => format!("A pretended program in the middle of the time before shows some effect ({}).", numbers(l)),
            _ => format!("A pretended program in the middle of the time before shows an effect, too ({}), although there was none.", numbers(l)),
        },
    );
    finding("placebo-time", verdict, &evidence, sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_effect_before_the_program_fails() {
        let written = Written::new(&crate::locale::Text::default(), 1);
        let verdict = |estimate, p| placebo_time(Some((estimate, 1.0, p)), Some(-6.0), &written).verdict;
        assert_eq!(verdict(0.5, 0.6), Verdict::Pass);
        assert_eq!(verdict(1.5, 0.04), Verdict::Caution);
        assert_eq!(verdict(-5.0, 0.001), Verdict::Fail);
        assert_eq!(placebo_time(None, Some(-6.0), &written).verdict, Verdict::NotApplicable);
    }
}
