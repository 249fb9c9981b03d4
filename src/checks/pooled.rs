//! What could overturn a pool of studies: one study that decides, a spread that reaches to the other side, studies that are weak themselves.

use super::{Grade, finding};
use crate::estimate::{Estimate, Finding, Verdict};
use crate::locale::{Lang, Text, interval};
use crate::text;
use serde_json::Value;

/// Decimals of standardized effects in sentences.
const DECIMALS: usize = 2;

/// One study of a pool: its name in the estimate, what to call it, and how sure its own answer is.
#[derive(Debug, Clone, PartialEq)]
pub struct Pooled {
    /// Name in the estimate.
    pub name: String,
    /// What to call it.
    pub label: Text,
    /// Grade of its own answer.
    pub grade: Grade,
}

/// The checks of a pool of studies whose effects are in standard deviations.
pub fn pooled(estimate: &Estimate, studies: &[Pooled]) -> Vec<Finding> {
    vec![without_each(estimate, studies), prediction(estimate), members(studies)]
}

/// Passes where the mean stays on its side of zero with its whole interval, whichever study is left out; takes care where an interval without one of them
/// holds zero; fails where the mean itself changes its sign.
fn without_each(estimate: &Estimate, studies: &[Pooled]) -> Finding {
    const NAME: &str = "leave-one-study-out";
    let rows = estimate.parts.get("leave_one_out").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let mean = estimate.effect("random-effects").and_then(|effect| effect.estimate);
    let (Some(mean), false) = (mean, rows.is_empty()) else {
        return finding(
            NAME,
            Verdict::NotApplicable,
            &[],
            text!("Studi terlalu sedikit untuk dikeluarkan satu per satu.", "There are too few studies to leave one out at a time."),
        );
    };
    let value = |row: &Value, key: &str| row[key].as_f64().unwrap_or(f64::NAN);
    let values: Vec<f64> = rows.iter().map(|row| value(row, "estimate")).collect();
    let (low, high) = (values.iter().copied().fold(f64::INFINITY, f64::min), values.iter().copied().fold(f64::NEG_INFINITY, f64::max));
    let turning: Vec<&str> =
        rows.iter().filter(|row| value(row, "conf_low") <= 0.0 && value(row, "conf_high") >= 0.0).filter_map(|row| row["left_out"].as_str()).collect();
    let verdict = if values.iter().any(|value| value * mean <= 0.0) {
        Verdict::Fail
    } else if turning.is_empty() {
        Verdict::Pass
    } else {
        Verdict::Caution
    };
    let evidence = [("low", Value::from(low)), ("high", high.into()), ("turning", turning.iter().map(|name| Value::from(*name)).collect())];
    let names = |l| named(studies.iter().filter(|study| turning.contains(&study.name.as_str())), l);
    let range = |l| interval(l, low, high, DECIMALS);
    let sentence = match verdict {
        Verdict::Pass => text!(
            |l| format!("Tanpa salah satu studi mana pun rata-ratanya {} dan selangnya tetap di satu sisi nol.", range(l)),
            format!("Without any one of the studies the mean is {} and its interval stays on one side of zero.", range(l)),
        ),
        Verdict::Caution => text!(
            |l| format!("Tanpa salah satu studi rata-ratanya {}, tetapi selangnya memuat nol bila salah satu dari ini tidak ikut: {}.", range(l), names(l)),
            format!("Without one of the studies the mean is {}, but its interval holds zero where one of these is left out: {}.", range(l), names(l)),
        ),
        _ => text!(
            |l| format!("Tanpa salah satu studi arah rata-ratanya berubah ({}).", range(l)),
            format!("Without one of the studies the mean changes its direction ({}).", range(l)),
        ),
    };
    finding(NAME, verdict, &evidence, sentence)
}

/// Passes where the prediction interval lies on one side of zero, takes care where it does not.
fn prediction(estimate: &Estimate) -> Finding {
    const NAME: &str = "prediction";
    let Some((low, high)) = estimate.effect("prediction").and_then(|effect| effect.conf_low.zip(effect.conf_high)) else {
        return finding(NAME, Verdict::NotApplicable, &[], text!("Rentang prediksi tidak dapat dihitung.", "The prediction interval cannot be computed."));
    };
    let one_side = low > 0.0 || high < 0.0;
    let range = |l| interval(l, low, high, DECIMALS);
    let sentence = if one_side {
        text!(
            |l| format!("Program serupa di tempat lain diperkirakan berdampak {}: searah dengan rata-ratanya.", range(l)),
            format!("A like program elsewhere would be expected to have an effect of {}: in the direction of the mean.", range(l)),
        )
    } else {
        text!(
            |l| format!("Program serupa di tempat lain diperkirakan berdampak {}: dampak nol tidak dapat dikesampingkan.", range(l)),
            format!("A like program elsewhere would be expected to have an effect of {}: no effect at all cannot be ruled out.", range(l)),
        )
    };
    finding(NAME, if one_side { Verdict::Pass } else { Verdict::Caution }, &[("conf_low", low.into()), ("conf_high", high.into())], sentence)
}

/// Passes where every study has at least moderate evidence of its own, takes care where some have less, fails where most have.
fn members(studies: &[Pooled]) -> Finding {
    let below = || studies.iter().filter(|study| study.grade < Grade::Moderate);
    let (count, all) = (below().count(), studies.len());
    let verdict = match count {
        0 => Verdict::Pass,
        _ if 2 * count > all => Verdict::Fail,
        _ => Verdict::Caution,
    };
    let share = if all > 0 { count as f64 / all as f64 } else { 0.0 };
    let sentence = if count == 0 {
        text!("Bukti setiap studi sendiri sedikitnya sedang.", "The evidence of every study is at least moderate on its own.")
    } else {
        text!(
            |l| format!("Bukti {count} dari {all} studi lemah atau tidak ada: {}. Rata-rata tidak lebih kuat daripada studi di dalamnya.", named(below(), l)),
            format!("{count} of {all} studies have weak evidence or none: {}. A mean is no stronger than the studies in it.", named(below(), l)),
        )
    };
    finding("studies", verdict, &[("below_moderate", count.into()), ("share", share.into())], sentence)
}

fn named<'a>(studies: impl Iterator<Item = &'a Pooled>, l: Lang) -> String {
    studies.map(|study| study.label.get(l)).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::pool::PoolMethod;
    use crate::methods::pooling::{Study, pooling};

    fn verdicts(values: &[f64], grade: Grade) -> Vec<Verdict> {
        let study = |(at, value): (usize, &f64)| Study { label: format!("s{at}"), estimate: Some(*value), std_error: Some(0.1) };
        let all: Vec<Study> = values.iter().enumerate().map(study).collect();
        let members: Vec<Pooled> = all.iter().map(|study| Pooled { name: study.label.clone(), label: Text::same(&study.label), grade }).collect();
        let estimate = pooling(&all, PoolMethod::Reml, true, 0.95).unwrap_or_else(|error| unreachable!("{error}"));
        pooled(&estimate, &members).iter().map(|finding| finding.verdict).collect()
    }

    #[test]
    fn what_decides_alone_or_reaches_over_zero_asks_for_care() {
        use Verdict::{Caution, Fail, NotApplicable, Pass};
        assert_eq!(verdicts(&[0.8, 0.9, 0.85, 0.8], Grade::Strong), [Pass, Pass, Pass]);
        // Without the third the mean is not told from zero; a further study may lie anywhere.
        assert_eq!(verdicts(&[0.3, 0.0, 1.2, 0.5], Grade::Weak), [Caution, Caution, Fail]);
        assert_eq!(verdicts(&[-0.1, -0.1, 0.9], Grade::Moderate)[0], Fail);
        assert_eq!(verdicts(&[0.8, 0.9], Grade::Moderate)[0], NotApplicable);
    }
}
