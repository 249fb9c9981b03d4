//! How sure the answer is: one of four grades, by a rule that anyone can apply by hand.
//!
//! 1. The p-value is that of the wild cluster bootstrap or of placebos where there is one, else the ordinary one. Without an effect, or with p ≥ 0.10: **none**.
//! 2. p < 0.05 starts at **strong**, p < 0.10 at **weak**.
//! 3. One step down for each threat with a check that failed, and one where two or more threats ask for care. Checks that look at the same threat cost one step
//!    together ([`threat`]): parallel movement (before the program, ahead of it, pretended programs in time, place and outcome, bounds), choice of comparison and
//!    scale (without a region, wave or period, other comparisons, neighbours, specifications, other clocks, extremes), who takes part (balance, selection),
//!    calendar (Ramadan, days off), how it is recorded (heaping, clocks, instrument), what is missing; every other check is a threat of its own. How large a departure the conclusion survives (`honest`) and what a test could have missed (`pre-trends-power`) are said among
//!    the reasons; where they ask for care they do not count, because they describe the limits of every such study.
//! 4. At most **moderate** where parallel movement before the program could not be tested; at most **weak** without a comparison group, because
//!    before and after alone does not separate the program from everything else that changed.
//! 5. Never below **weak** by checks alone: what the data show stays visible, with its reasons beside it.

use super::p_shown;
use crate::estimate::{Finding, Verdict};
use crate::locale::{Lang, Text};
use crate::text;
use std::collections::BTreeSet;

/// How sure the answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// Nothing that can be told apart from chance.
    None,
    /// A hint.
    Weak,
    /// Likely, with reservations.
    Moderate,
    /// As sure as such data can be.
    Strong,
}

impl Grade {
    /// Stable machine form.
    pub fn code(self) -> &'static str {
        match self {
            Grade::None => "none",
            Grade::Weak => "weak",
            Grade::Moderate => "moderate",
            Grade::Strong => "strong",
        }
    }

    /// In a word: `kuat`, `strong`.
    pub fn word(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Grade::None, Lang::Id) => "tidak ada bukti",
            (Grade::None, Lang::En) => "no evidence",
            (Grade::Weak, Lang::Id) => "lemah",
            (Grade::Weak, Lang::En) => "weak",
            (Grade::Moderate, Lang::Id) => "sedang",
            (Grade::Moderate, Lang::En) => "moderate",
            (Grade::Strong, Lang::Id) => "kuat",
            (Grade::Strong, Lang::En) => "strong",
        }
    }

    fn down(self) -> Self {
        match self {
            Grade::Strong => Grade::Moderate,
            Grade::Moderate | Grade::Weak => Grade::Weak,
            Grade::None => Grade::None,
        }
    }
}

/// What the grade is made from, beside the checks.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Standing {
    /// p-value of the effect.
    pub p_value: Option<f64>,
    /// p-value of the wild cluster bootstrap, or of placebos at comparison units.
    pub wild_p_value: Option<f64>,
    /// Whether the treated are compared with others.
    pub compared: bool,
}

/// A grade with its reasons.
#[derive(Debug, Clone, PartialEq)]
pub struct Graded {
    /// The grade.
    pub grade: Grade,
    /// The p-value that it starts from.
    pub p_value: Option<f64>,
    /// Why, in the order of the rule.
    pub reasons: Vec<Text>,
}

impl Graded {
    /// The rule in words, to be shown beside the grade.
    pub fn rule() -> Text {
        text!(
            "penilaian dimulai dari kuat bila p\u{a0}<\u{a0}0,05 dan dari lemah bila p\u{a0}<\u{a0}0,10 (p dari bootstrap liar bila ada); selain itu tidak ada bukti. Penilaian turun satu tingkat untuk setiap ancaman yang pemeriksaannya tidak lolos (pemeriksaan terhadap ancaman yang sama, misalnya gerak sejajar, pilihan pembanding dan skala, siapa yang ikut, kalender, cara mencatat, data kosong, dihitung sekali), dan satu tingkat lagi bila dua ancaman atau lebih perlu hati-hati. Penilaian paling tinggi sedang bila gerak sejajar tidak dapat diuji, dan paling tinggi lemah bila tidak ada kelompok pembanding.",
            "the grade starts at strong where p\u{a0}<\u{a0}0.05 and at weak where p\u{a0}<\u{a0}0.10 (p of the wild bootstrap where there is one); otherwise there is no evidence. It falls by one step for each threat with a check that fails (checks of the same threat, such as parallel movement, choice of comparison and scale, who takes part, calendar, recording, missing data, count once), and by one more where two or more threats ask for caution. It is at most moderate where parallel movement cannot be tested, and at most weak where there is no comparison group."
        )
    }
}

/// What a check looks at: checks of one threat cost one step together.
fn threat(check: &str) -> &str {
    match check {
        "pre-trends"
        | "pre-trends-power"
        | "pre-trends-equivalence"
        | "honest"
        | "anticipation"
        | "placebo-time"
        | "placebo-place"
        | "placebo-group"
        | "placebo-outcome" => "parallel movement",
        "leave-one-out"
        | "leave-one-cohort-out"
        | "leave-one-period-out"
        | "other-comparisons"
        | "spillover"
        | "specifications"
        | "transformations"
        | "outliers" => "choice of comparison and scale",
        "balance" | "selection" => "who takes part",
        "ramadan" | "holidays" => "calendar",
        "heaping" | "clock" | "instrument" => "how it is recorded",
        "missing-data" | "missing-by-group" => "what is missing",
        other => other,
    }
}

/// Whether a check that asks for care counts.
fn counts(finding: &Finding) -> bool {
    !["honest", "pre-trends-power", "pre-trends-equivalence"].contains(&finding.name.as_str())
}

/// Grades an answer by the rule at the head of this file.
pub fn grade(standing: Standing, checks: &[Finding]) -> Graded {
    let p = standing.wild_p_value.or(standing.p_value);
    let Some(p) = p else {
        return Graded { grade: Grade::None, p_value: None, reasons: vec![text!("Dampaknya tidak dapat ditaksir.", "The effect cannot be estimated.")] };
    };
    let shown = |l: Lang| p_shown(l, p);
    let chance = text!(
        |l| if p < 0.05 {
            format!("Perbedaan sebesar ini jarang muncul karena kebetulan: {}.", shown(l))
        } else if p < 0.10 {
            format!("Perbedaan sebesar ini masih mungkin muncul karena kebetulan, walaupun tidak sering: {}.", shown(l))
        } else {
            format!("Perbedaan sebesar ini dapat muncul karena kebetulan: {}.", shown(l))
        },
        if p < 0.05 {
            format!("A difference of this size seldom comes about by chance: {}.", shown(l))
        } else if p < 0.10 {
            format!("A difference of this size may still come about by chance, if not often: {}.", shown(l))
        } else {
            format!("A difference of this size can come about by chance: {}.", shown(l))
        },
    );
    let mut reasons = vec![chance];
    if p >= 0.10 {
        return Graded { grade: Grade::None, p_value: Some(p), reasons };
    }
    let mut grade = if p < 0.05 { Grade::Strong } else { Grade::Weak };
    let mut failing: BTreeSet<&str> = BTreeSet::new();
    for failed in checks.iter().filter(|finding| finding.verdict == Verdict::Fail) {
        if failing.insert(threat(&failed.name)) {
            grade = grade.down();
        }
        reasons.push(failed.sentence.clone());
    }
    let careful: Vec<&Finding> = checks.iter().filter(|finding| finding.verdict == Verdict::Caution).collect();
    // What cost a step already does not cost another one.
    let cautious: BTreeSet<&str> =
        careful.iter().filter(|finding| counts(finding)).map(|finding| threat(&finding.name)).filter(|threat| !failing.contains(threat)).collect();
    if cautious.len() >= 2 {
        grade = grade.down();
    }
    reasons.extend(careful.iter().map(|finding| finding.sentence.clone()));
    let untested = checks.iter().find(|finding| finding.name == "pre-trends" && finding.verdict == Verdict::NotApplicable);
    if let (true, Some(untested)) = (standing.compared, untested) {
        grade = grade.min(Grade::Moderate);
        reasons.push(untested.sentence.clone());
    }
    if !standing.compared {
        grade = grade.min(Grade::Weak);
        reasons.push(text!(
            "Tanpa kelompok pembanding, perubahan sebelum–sesudah tidak memisahkan program dari hal lain yang ikut berubah.",
            "Without a comparison group, a change from before to after does not separate the program from everything else that changed."
        ));
    }
    Graded { grade, p_value: Some(p), reasons }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, verdict: Verdict) -> Finding {
        super::super::finding(name, verdict, &[], Text::same(name))
    }

    #[test]
    fn the_rule_step_by_step() {
        use Verdict::{Caution, Fail, NotApplicable, Pass};
        let graded = |p, wild, compared, checks: &[(&str, Verdict)]| {
            let checks: Vec<Finding> = checks.iter().map(|(name, verdict)| check(name, *verdict)).collect();
            grade(Standing { p_value: p, wild_p_value: wild, compared }, &checks).grade
        };
        let fine = [("pre-trends", Pass)];
        assert_eq!(graded(None, None, true, &fine), Grade::None);
        assert_eq!(graded(Some(0.2), None, true, &fine), Grade::None);
        assert_eq!(graded(Some(0.07), None, true, &fine), Grade::Weak);
        assert_eq!(graded(Some(0.001), None, true, &fine), Grade::Strong);
        assert_eq!(graded(Some(0.001), Some(0.15), true, &fine), Grade::None);
        assert_eq!(graded(Some(0.001), Some(0.04), true, &fine), Grade::Strong);
        assert_eq!(graded(Some(0.001), None, false, &fine), Grade::Weak);
        assert_eq!(graded(Some(0.001), None, true, &[("pre-trends", NotApplicable)]), Grade::Moderate);
        assert_eq!(graded(Some(0.001), None, true, &[("pre-trends", Pass), ("few-clusters", Caution)]), Grade::Strong);
        assert_eq!(graded(Some(0.001), None, true, &[("ramadan", Caution), ("few-clusters", Caution)]), Grade::Moderate);
        assert_eq!(graded(Some(0.001), None, true, &[("pre-trends", Fail)]), Grade::Moderate);
        assert_eq!(graded(Some(0.001), None, true, &[("pre-trends", Fail), ("composition", Fail), ("missing-data", Fail)]), Grade::Weak);
        // Several checks of one threat cost one step, and its cautions cost no further one.
        assert_eq!(graded(Some(0.001), None, true, &[("pre-trends", Fail), ("placebo-time", Fail), ("honest", Fail)]), Grade::Moderate);
        assert_eq!(graded(Some(0.001), None, true, &[("pre-trends", Fail), ("placebo-time", Caution), ("ramadan", Caution)]), Grade::Moderate);
        assert_eq!(graded(Some(0.001), None, true, &[("leave-one-out", Caution), ("spillover", Caution)]), Grade::Strong);
        assert_eq!(graded(Some(0.001), None, true, &[("leave-one-out", Caution), ("placebo-time", Caution)]), Grade::Moderate);
        // The checks that came later belong to the threats that they look at.
        assert_eq!(graded(Some(0.001), None, true, &[("balance", Caution), ("selection", Caution)]), Grade::Strong);
        assert_eq!(graded(Some(0.001), None, true, &[("ramadan", Caution), ("holidays", Caution)]), Grade::Strong);
        assert_eq!(graded(Some(0.001), None, true, &[("heaping", Fail), ("clock", Fail), ("instrument", Fail)]), Grade::Moderate);
        assert_eq!(graded(Some(0.001), None, true, &[("missing-data", Fail), ("missing-by-group", Fail)]), Grade::Moderate);
        assert_eq!(graded(Some(0.001), None, true, &[("pre-trends", Fail), ("anticipation", Fail), ("placebo-place", Fail)]), Grade::Moderate);
        assert_eq!(graded(Some(0.001), None, true, &[("outliers", Fail), ("transformations", Fail), ("other-comparisons", Fail)]), Grade::Moderate);
        assert_eq!(graded(Some(0.001), None, true, &[("selection", Caution), ("clock", Caution)]), Grade::Moderate);
        // The limits of every study are said and do not count.
        assert_eq!(graded(Some(0.001), None, true, &[("pre-trends", Pass), ("honest", Caution), ("few-clusters", Caution)]), Grade::Strong);
        assert_eq!(graded(Some(0.001), None, true, &[("pre-trends", Pass), ("decomposition", Fail)]), Grade::Moderate);
    }

    #[test]
    fn reasons_are_given_in_both_languages() {
        let graded = grade(Standing { p_value: Some(0.001), wild_p_value: None, compared: false }, &[check("ramadan", Verdict::Fail)]);
        assert_eq!(graded.reasons.len(), 3);
        assert!(graded.reasons.iter().all(|reason| !reason.id.is_empty() && !reason.en.is_empty()));
    }
}
