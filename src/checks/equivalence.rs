//! Can a difference in movement as large as the effect be ruled out for the time before? (Dette and Schumann 2024)

use super::{Written, finding};
use crate::estimate::{Finding, Verdict};
use crate::text;

/// Passes where every effect before the start is significantly smaller than the effect of the program (the largest threshold of the tests of each); takes care
/// otherwise. A pass is evidence for parallel movement, and not only the lack of evidence against it.
pub fn equivalence(largest: Option<f64>, mean: Option<f64>, effect: Option<f64>, written: &Written) -> Finding {
    let (Some(largest), Some(mean), Some(effect)) = (largest, mean, effect.filter(|effect| *effect != 0.0)) else {
        return finding(
            "pre-trends-equivalence",
            Verdict::NotApplicable,
            &[],
            text!(
                "Kesetaraan gerak sebelum program tidak dapat diuji: tidak ada dampak per periode terhadap satu periode acuan.",
                "Equivalence before the program cannot be tested: there are no effects by period against one reference period."
            ),
        );
    };
    let verdict = if largest < effect.abs() { Verdict::Pass } else { Verdict::Caution };
    let evidence = [("threshold_max", largest.into()), ("threshold_mean", mean.into()), ("effect", effect.into())];
    let sentence = text!(
        |l| format!(
            "Dengan keyakinan 95 %, perbedaan gerak sebelum program di bawah {} pada setiap periode dan di bawah {} secara rata-rata; {} dampaknya ({}).",
            written.size(l, largest),
            written.size(l, mean),
            if verdict == Verdict::Pass { "lebih kecil daripada" } else { "tidak pasti lebih kecil daripada" },
            written.size(l, effect.abs())
        ),
        format!(
            "With 95% confidence, differences in movement before the program are under {} in every period and under {} on average; that is {} the effect ({}).",
            written.size(l, largest),
            written.size(l, mean),
            if verdict == Verdict::Pass { "smaller than" } else { "not surely smaller than" },
            written.size(l, effect.abs())
        ),
    );
    finding("pre-trends-equivalence", verdict, &evidence, sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_effect_is_the_yardstick() {
        let written = Written::new(&crate::locale::Text::default(), 1);
        assert_eq!(equivalence(Some(2.0), Some(1.0), Some(-6.0), &written).verdict, Verdict::Pass);
        assert_eq!(equivalence(Some(8.0), Some(1.0), Some(-6.0), &written).verdict, Verdict::Caution);
        assert_eq!(equivalence(None, None, Some(-6.0), &written).verdict, Verdict::NotApplicable);
    }
}
