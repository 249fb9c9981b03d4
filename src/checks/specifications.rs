//! Do other reasonable choices lead to the same answer? The specification curve (Simonsohn, Simmons and Nelson 2020).

use super::{Written, finding};
use crate::estimate::{Finding, Verdict};
use crate::locale::integer;
use crate::text;

/// Share of specifications on the other side of zero from which the answer depends on the choice.
const MANY: f64 = 0.25;

/// Estimates and p-values of all specifications against the main one. Passes where all have the sign of the main one; takes care where some have the other sign;
/// fails where a quarter of them do, or where one of them is significant with the other sign.
pub fn specifications(all: &[(f64, Option<f64>)], main: Option<f64>, written: &Written) -> Option<Finding> {
    let main = main.filter(|main| *main != 0.0)?;
    if all.len() < 3 {
        return None;
    }
    let turned = all.iter().filter(|(estimate, _)| estimate * main < 0.0);
    let (other, against) = (turned.clone().count(), turned.filter(|(_, p)| p.is_some_and(|p| p < 0.05)).count());
    let significant = all.iter().filter(|(estimate, p)| estimate * main > 0.0 && p.is_some_and(|p| p < 0.05)).count();
    let low = all.iter().map(|(estimate, _)| *estimate).fold(f64::INFINITY, f64::min);
    let high = all.iter().map(|(estimate, _)| *estimate).fold(f64::NEG_INFINITY, f64::max);
    let verdict = if against > 0 || other as f64 > MANY * all.len() as f64 {
        Verdict::Fail
    } else if other > 0 {
        Verdict::Caution
    } else {
        Verdict::Pass
    };
    let evidence = [
        ("specifications", all.len().into()),
        ("same_direction", (all.len() - other).into()),
        ("same_direction_significant", significant.into()),
        ("low", low.into()),
        ("high", high.into()),
    ];
    let (count, same, strong) = (all.len() as u64, (all.len() - other) as u64, significant as u64);
    let sentence = text!(
        |l| format!(
            "Dengan {} pilihan analisis yang wajar, dampak berkisar {}; {} searah dengan hasil laporan ini, {} di antaranya nyata (p < 0,05).",
            integer(l, count),
            written.range(l, low, high),
            integer(l, same),
            integer(l, strong)
        ),
        format!(
            "Over {} reasonable choices of analysis the effect ranges from {}; {} have the direction of this report, {} of them with p < 0.05.",
            integer(l, count),
            written.range(l, low, high),
            integer(l, same),
            integer(l, strong)
        ),
    );
    Some(finding("specifications", verdict, &evidence, sentence))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_direction_must_not_depend_on_the_choice() {
        let written = Written::new(&crate::locale::Text::default(), 1);
        let verdict = |values: &[(f64, f64)]| {
            let all: Vec<(f64, Option<f64>)> = values.iter().map(|(estimate, p)| (*estimate, Some(*p))).collect();
            specifications(&all, Some(-6.0), &written).map(|finding| finding.verdict)
        };
        assert_eq!(verdict(&[(-6.0, 0.01), (-5.0, 0.2), (-7.0, 0.01)]), Some(Verdict::Pass));
        assert_eq!(verdict(&[(-6.0, 0.01), (-5.0, 0.2), (-7.0, 0.01), (-7.0, 0.01), (1.0, 0.7)]), Some(Verdict::Caution));
        assert_eq!(verdict(&[(-6.0, 0.01), (-5.0, 0.2), (-7.0, 0.01), (-7.0, 0.01), (4.0, 0.01)]), Some(Verdict::Fail));
        assert_eq!(verdict(&[(-6.0, 0.01)]), None);
    }
}
