//! Can a difference in movement as large as the effect be ruled out for the time before? (Hartman and Hidalgo 2018; Dette and Schumann 2024)

use super::{Written, finding};
use crate::estimate::{Finding, Verdict};
use crate::text;

/// Sizes of differences before the start that are ruled out: the smallest δ at which the hypothesis of δ or more is rejected.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RuledOut {
    /// In any single period.
    pub largest: f64,
    /// As the root mean square over the periods.
    pub rms: f64,
    /// On average, signs kept.
    pub mean: f64,
}

/// Passes where every effect before the start is significantly smaller than the effect of the program (the largest threshold of the tests of each); takes care
/// otherwise. A pass is evidence for parallel movement, and not only the lack of evidence against it. The thresholds of the root mean square, which one noisy
/// period does not decide, and of the mean stand beside it.
pub fn equivalence(ruled_out: Option<RuledOut>, effect: Option<f64>, written: &Written) -> Finding {
    let (Some(RuledOut { largest, rms, mean }), Some(effect)) = (ruled_out, effect.filter(|effect| *effect != 0.0)) else {
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
    let evidence = [("threshold_max", largest.into()), ("threshold_rms", rms.into()), ("threshold_mean", mean.into()), ("effect", effect.into())];
    let sentence = text!(
        |l| format!(
            "Dengan keyakinan 95 %, perbedaan gerak sebelum program di bawah {} pada setiap periode dan biasanya (akar rata-rata kuadrat) di bawah {}; {} dampaknya ({}).",
            written.size(l, largest),
            written.size(l, rms),
            if verdict == Verdict::Pass { "lebih kecil daripada" } else { "tidak pasti lebih kecil daripada" },
            written.size(l, effect.abs())
        ),
        format!(
            "With 95% confidence, differences in movement before the program are under {} in every period and typically (root mean square) under {}; that is {} the effect ({}).",
            written.size(l, largest),
            written.size(l, rms),
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
        let out = |largest| Some(RuledOut { largest, rms: 1.5, mean: 1.0 });
        assert_eq!(equivalence(out(2.0), Some(-6.0), &written).verdict, Verdict::Pass);
        assert_eq!(equivalence(out(8.0), Some(-6.0), &written).verdict, Verdict::Caution);
        assert_eq!(equivalence(out(2.0), Some(-6.0), &written).evidence["threshold_rms"], 1.5);
        assert_eq!(equivalence(None, Some(-6.0), &written).verdict, Verdict::NotApplicable);
    }
}
