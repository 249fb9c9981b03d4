//! What could overturn a pool of studies: one study that decides or lies far from the others, a spread that reaches to the other side, effects that are not
//! on one scale, studies that are weak themselves.

use super::{Grade, finding};
use crate::estimate::{EffectKind, Estimate, Finding, Verdict};
use crate::inference::distributions::normal_sf;
use crate::locale::{Lang, Text, interval, number};
use crate::text;
use serde_json::Value;

/// Decimals of standardized effects in sentences.
const DECIMALS: usize = 2;
/// Chance of calling any study of a pool far from the others where all are alike; shared out over the studies (Bonferroni).
const FAR: f64 = 0.05;

/// One study of a pool: its name in the estimate, what to call it, and how sure its own answer is.
#[derive(Debug, Clone, PartialEq)]
pub struct Pooled {
    /// Name in the estimate.
    pub name: String,
    /// What to call it.
    pub label: Text,
    /// Grade of its own answer.
    pub grade: Grade,
    /// Whether its records may be averages already, of an office or a region in a period.
    pub averages: bool,
}

/// The rule of the grade for a pool, to be shown beside it: that of every study, where it applies.
pub fn rule_of_pool() -> Text {
    text!(
        "penilaian dimulai dari kuat bila p\u{a0}<\u{a0}0,05 dan dari lemah bila p\u{a0}<\u{a0}0,10; selain itu tidak ada bukti. Penilaian turun satu tingkat untuk setiap pemeriksaan gabungan yang tidak lolos, dan satu tingkat lagi bila dua pemeriksaan atau lebih perlu hati-hati. Kekurangan suatu studi sudah menurunkan penilaian studi itu sendiri.",
        "the grade starts at strong where p\u{a0}<\u{a0}0.05 and at weak where p\u{a0}<\u{a0}0.10; otherwise there is no evidence. It falls by one step for each check of the pool that fails, and by one more where two or more ask for caution. What a study lacks has lowered its own grade already."
    )
}

/// The checks of a pool of studies whose effects are in standard deviations.
pub fn pooled(estimate: &Estimate, studies: &[Pooled]) -> Vec<Finding> {
    vec![without_each(estimate, studies), far_from_others(estimate, studies), prediction(estimate), one_scale(studies), members(studies)]
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

/// Takes care where a study lies further from the mean of the others than chance and the spread between those allow.
fn far_from_others(estimate: &Estimate, studies: &[Pooled]) -> Finding {
    const NAME: &str = "distant-study";
    let rows = estimate.parts.get("leave_one_out").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let apart: Vec<(&Value, f64)> = rows.iter().filter_map(|row| Some((row, row["std_residual"].as_f64()?))).collect();
    let Some((row, most)) = apart.iter().copied().max_by(|a, b| a.1.abs().total_cmp(&b.1.abs())) else {
        return finding(
            NAME,
            Verdict::NotApplicable,
            &[],
            text!("Studi terlalu sedikit untuk melihat apakah satu studi menyimpang.", "There are too few studies to see whether one of them stands apart."),
        );
    };
    let p = (2.0 * normal_sf(most.abs()) * apart.len() as f64).min(1.0);
    let name = row["left_out"].as_str().unwrap_or_default();
    let evidence = [("study", Value::from(name)), ("std_residual", most.into()), ("p_adjusted", p.into())];
    if p >= FAR {
        return finding(
            NAME,
            Verdict::Pass,
            &evidence,
            text!("Tidak ada studi yang dampaknya menyimpang jauh dari studi lain.", "No study has an effect that lies far from those of the others."),
        );
    }
    let own = estimate.effects.iter().find(|effect| effect.key.kind == EffectKind::Region && effect.key.region.as_deref() == Some(name));
    let value = |l| own.and_then(|effect| effect.estimate).map_or_else(String::new, |value| number(l, value, DECIMALS));
    let label = |l| named(studies.iter().filter(|study| study.name == name), l);
    let rest = |l| row["estimate"].as_f64().map_or_else(String::new, |mean| number(l, mean, DECIMALS));
    let (low, high) = (row["prediction_low"].as_f64(), row["prediction_high"].as_f64());
    let ahead = |l| low.zip(high).map(|(low, high)| interval(l, low, high, DECIMALS));
    let sentence = text!(
        |l| {
            let ahead = ahead(l).map_or_else(String::new, |range| format!("; tanpa studi itu, program serupa di tempat lain diperkirakan berdampak {range}"));
            format!("Dampak {} ({}) jauh dari rata-rata studi lain ({}){ahead}.", label(l), value(l), rest(l))
        },
        {
            let ahead =
                ahead(l).map_or_else(String::new, |range| format!("; without it, a like program elsewhere would be expected to have an effect of {range}"));
            format!("The effect of {} ({}) lies far from the mean of the other studies ({}){ahead}.", label(l), value(l), rest(l))
        },
    );
    finding(NAME, Verdict::Caution, &evidence, sentence)
}

/// Takes care where some effects are divided by the spread between single records and others by that between averages, which is smaller.
fn one_scale(studies: &[Pooled]) -> Finding {
    const NAME: &str = "one-scale";
    let averages = || studies.iter().filter(|study| study.averages);
    let (count, all) = (averages().count(), studies.len());
    let evidence = [("averages", count.into())];
    if count == 0 || count == all {
        return finding(
            NAME,
            Verdict::Pass,
            &evidence,
            text!(
                "Dampak semua studi dibakukan dengan keragaman antarcatatan yang sejenis.",
                "The effects of all studies are standardized by the same kind of spread."
            ),
        );
    }
    let sentence = text!(
        |l| format!(
            "Pada {} setiap catatan adalah satu unit dalam satu periode (mungkin sudah rata-rata), bukan satu kasus atau responden. Simpangan bakunya lebih kecil, sehingga dampak bakunya tampak lebih besar daripada studi lain.",
            named(averages(), l)
        ),
        format!(
            "In {} every record is one unit in one period (perhaps an average already) and not one case or respondent. Its standard deviation is smaller, so that its standardized effect looks larger than those of the others.",
            named(averages(), l)
        ),
    );
    finding(NAME, Verdict::Caution, &evidence, sentence)
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
    use crate::methods::pooling::{Pooling, Study, pooling};

    const HOW: Pooling = Pooling { method: PoolMethod::Reml, knapp_hartung: true, level: 0.95 };

    fn findings(values: &[f64], grade: Grade, averages: &[usize]) -> Vec<Finding> {
        let study = |(at, value): (usize, &f64)| Study { label: format!("s{at}"), estimate: Some(*value), std_error: Some(0.1), df: None };
        let all: Vec<Study> = values.iter().enumerate().map(study).collect();
        let of = |(at, study): (usize, &Study)| Pooled { name: study.label.clone(), label: Text::same(&study.label), grade, averages: averages.contains(&at) };
        let members: Vec<Pooled> = all.iter().enumerate().map(of).collect();
        pooled(&pooling(&all, HOW).unwrap_or_else(|error| unreachable!("{error}")), &members)
    }

    fn verdicts(values: &[f64], grade: Grade) -> Vec<(String, Verdict)> {
        findings(values, grade, &[]).into_iter().map(|finding| (finding.name, finding.verdict)).collect()
    }

    #[test]
    fn what_decides_alone_or_reaches_over_zero_asks_for_care() {
        use Verdict::{Caution, Fail, NotApplicable, Pass};
        let named = |list: [Verdict; 5]| {
            let names = ["leave-one-study-out", "distant-study", "prediction", "one-scale", "studies"];
            names.into_iter().map(str::to_owned).zip(list).collect::<Vec<_>>()
        };
        assert_eq!(verdicts(&[0.8, 0.9, 0.85, 0.8], Grade::Strong), named([Pass, Pass, Pass, Pass, Pass]));
        // Without the third the mean is not told from zero; a further study may lie anywhere.
        assert_eq!(verdicts(&[0.3, 0.0, 1.2, 0.5], Grade::Weak), named([Caution, Caution, Caution, Pass, Fail]));
        assert_eq!(verdicts(&[-0.1, -0.1, 0.9], Grade::Moderate)[0].1, Fail);
        assert_eq!(verdicts(&[0.8, 0.9], Grade::Moderate)[..2], named([NotApplicable, NotApplicable, Pass, Pass, Pass])[..2]);
    }

    #[test]
    fn a_study_far_from_the_others_is_named() {
        let found = findings(&[0.70, 0.75, 0.72, 0.68, 2.0], Grade::Strong, &[4]);
        let far = &found[1];
        assert_eq!((far.verdict, &far.evidence["study"]), (Verdict::Caution, &Value::from("s4")));
        assert!(far.sentence.en.contains("s4") && far.sentence.en.contains("without it") && far.sentence.id.contains("s4"));
        assert_eq!(found[3].verdict, Verdict::Caution);
        assert!(found[3].sentence.id.contains("s4"));
        // Where all are averages they are of one kind.
        assert_eq!(findings(&[0.7, 0.8, 0.7], Grade::Strong, &[0, 1, 2])[3].verdict, Verdict::Pass);
    }
}
