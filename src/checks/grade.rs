//! How sure the answer is: one of four grades, by a rule that anyone can apply by hand.
//!
//! 1. The p-value is that of the wild cluster bootstrap or of placebos where there is one, else the ordinary one. Without an effect, or with p ≥ 0.10: **none**.
//! 2. p < 0.05 starts at **strong**, p < 0.10 at **weak**.
//! 3. One step down for each threat with a check that failed, and one where two or more threats ask for care. Checks that look at the same threat cost one step
//!    together ([`threat`]): parallel movement (before the program, ahead of it, pretended programs in time, place and outcome, bounds), choice of comparison and
//!    scale (without a region, wave or period, other comparisons, neighbours, specifications, other clocks, extremes), who takes part (balance, selection),
//!    calendar (Ramadan, days off), how it is recorded (heaping, clocks, instrument), what is missing; every other check is a threat of its own. How large a
//!    departure the conclusion survives (`honest`) and what a test could have missed (`pre-trends-power`, `pre-trends-equivalence`) are said among
//!    the reasons; where they ask for care they do not count, because they describe the limits of every such study. Nor does `few-clusters` where the wild
//!    bootstrap agrees: its p-value is what the grade starts from, so that few clusters are paid for already.
//! 4. At most **moderate** where parallel movement before the program could not be tested; at most **weak** without a comparison group, because
//!    before and after alone does not separate the program from everything else that changed.
//! 5. Never below **weak** by checks alone: what the data show stays visible, with its reasons beside it.
//!
//! Every step is kept with the checks that cost it ([`Step`]), and the report lists them.
//!
//! # False alarms
//!
//! Some thirty checks look at one outcome, and a check that tests something at 5 % objects to sound data once in twenty times. The rule is made for that:
//!
//! - A check that tests something fails on evidence only: p < 0.05, mostly *and* a size that matters (half the effect, a share of the records) or a second test
//!   that agrees. What tests several things pays for each of them (p times their number). A check of the direction of the effect does not apply where there is no effect
//!   ([`super::nothing_to_overturn`]).
//! - One threat that asks for care costs nothing; it takes two. Checks of one threat share their noise (they read the same effects before the start), so they
//!   count once.
//! - A false alarm costs one step and says which check it was; it never makes an effect out of none, and never takes a grade below weak.
//!
//! How often sound data lose a step is measured by `false_alarms_are_as_rare_as_they_should_be` (run with `--ignored`), check by check and for the grade.

use super::p_shown;
use crate::estimate::{Finding, Verdict};
use crate::locale::{Lang, Text};
use crate::text;

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

impl Standing {
    /// The p-value that counts: the careful one where there is one.
    pub fn counted(&self) -> Option<f64> {
        self.wild_p_value.or(self.p_value)
    }
}

/// One line of how a grade came about.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What moved the grade, or could have: `gerak sejajar`, `parallel movement`.
    pub what: Text,
    /// The checks behind it, by name; none where it is no check.
    pub checks: Vec<String>,
    /// The grade afterwards.
    pub grade: Grade,
    /// Whether it cost a step; false for the start, and for what was already at the floor or under the limit.
    pub cost: bool,
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
    /// How it came about, step by step: the start, each threat that failed, the threats that ask for care, the limits.
    pub steps: Vec<Step>,
}

impl Graded {
    /// The rule in words, to be shown beside the grade.
    pub fn rule() -> Text {
        text!(
            "penilaian dimulai dari kuat bila p\u{a0}<\u{a0}0,05 dan dari lemah bila p\u{a0}<\u{a0}0,10 (p dari bootstrap liar bila ada); selain itu tidak ada bukti. Penilaian turun satu tingkat untuk setiap ancaman yang pemeriksaannya tidak lolos (pemeriksaan terhadap ancaman yang sama, misalnya gerak sejajar, pilihan pembanding dan skala, siapa yang ikut, kalender, cara mencatat, data kosong, dihitung sekali), dan satu tingkat lagi bila dua ancaman atau lebih perlu hati-hati. Satu peringatan saja tidak menurunkan penilaian, karena di antara banyak pemeriksaan satu dapat muncul karena kebetulan; peringatan tentang sedikitnya klaster tidak dihitung bila bootstrap liar sejalan, karena penilaian sudah dimulai dari nilai p-nya. Penilaian paling tinggi sedang bila gerak sejajar tidak dapat diuji, dan paling tinggi lemah bila tidak ada kelompok pembanding.",
            "the grade starts at strong where p\u{a0}<\u{a0}0.05 and at weak where p\u{a0}<\u{a0}0.10 (p of the wild bootstrap where there is one); otherwise there is no evidence. It falls by one step for each threat with a check that fails (checks of the same threat, such as parallel movement, choice of comparison and scale, who takes part, calendar, recording, missing data, count once), and by one more where two or more threats ask for caution. A single caution does not lower the grade, because among many checks one may come about by chance; a caution about few clusters does not count where the wild bootstrap agrees, because the grade starts from its p-value already. It is at most moderate where parallel movement cannot be tested, and at most weak where there is no comparison group."
        )
    }
}

/// What a check looks at: checks of one threat cost one step together. The name is that of the threat, or of a check that is one of its own.
pub(super) fn threat(check: &str) -> &str {
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

/// A threat in words; a check that is one of its own is called by its title.
pub(super) fn threat_in_words(name: &str) -> Text {
    match name {
        "parallel movement" => text!("gerak sejajar", "parallel movement"),
        "choice of comparison and scale" => text!("pilihan pembanding dan skala", "choice of comparison and scale"),
        "who takes part" => text!("siapa yang ikut", "who takes part"),
        "calendar" => text!("kalender", "calendar"),
        "how it is recorded" => text!("cara mencatat", "how it is recorded"),
        "what is missing" => text!("data kosong", "what is missing"),
        check => super::check_cards()
            .into_iter()
            .find(|card| card.name == check)
            .map_or_else(|| Text::same(check), |card| Text { id: small(&card.title.id), en: small(&card.title.en) }),
    }
}

/// With a small first letter, as inside a sentence.
fn small(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Whether a check that asks for care counts.
fn counts(finding: &Finding) -> bool {
    let paid_for = finding.name == "few-clusters" && finding.evidence.get("wild_p_value").is_some_and(serde_json::Value::is_number);
    !paid_for && !["honest", "pre-trends-power", "pre-trends-equivalence"].contains(&finding.name.as_str())
}

/// Findings by threat, in the order in which threats come first.
fn by_threat<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<(&'a str, Vec<String>)> {
    let mut out: Vec<(&str, Vec<String>)> = Vec::new();
    for found in findings {
        let own = threat(&found.name);
        match out.iter_mut().find(|(known, _)| *known == own) {
            Some((_, checks)) => checks.push(found.name.clone()),
            None => out.push((own, vec![found.name.clone()])),
        }
    }
    out
}

/// `a, b, c`.
fn listed(threats: &[(&str, Vec<String>)]) -> Text {
    Text::by(|l| threats.iter().map(|(name, _)| threat_in_words(name).get(l).to_owned()).collect::<Vec<_>>().join(", "))
}

/// The steps so far.
struct Course {
    grade: Grade,
    steps: Vec<Step>,
}

impl Course {
    fn to(&mut self, grade: Grade, what: Text, checks: Vec<String>) {
        self.steps.push(Step { what, checks, grade, cost: grade < self.grade });
        self.grade = grade;
    }

    fn unmoved(&mut self, what: Text, checks: Vec<String>) {
        self.steps.push(Step { what, checks, grade: self.grade, cost: false });
    }
}

/// Grades an answer by the rule at the head of this file.
pub fn grade(standing: Standing, checks: &[Finding]) -> Graded {
    let Some(p) = standing.counted() else {
        let why = text!("Dampaknya tidak dapat ditaksir.", "The effect cannot be estimated.");
        let steps = vec![Step { what: text!("tidak ada taksiran", "no estimate"), checks: Vec::new(), grade: Grade::None, cost: false }];
        return Graded { grade: Grade::None, p_value: None, reasons: vec![why], steps };
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
    let first = match p {
        p if p < 0.05 => Grade::Strong,
        p if p < 0.10 => Grade::Weak,
        _ => Grade::None,
    };
    let start = text!(|l| format!("mulai dari {}", shown(l)), format!("start from {}", shown(l)));
    let mut course = Course { grade: first, steps: vec![Step { what: start, checks: Vec::new(), grade: first, cost: false }] };
    if first == Grade::None {
        return Graded { grade: Grade::None, p_value: Some(p), reasons, steps: course.steps };
    }
    let with = |verdict: Verdict| checks.iter().filter(move |finding| finding.verdict == verdict);
    let failing = by_threat(with(Verdict::Fail));
    for (name, behind) in &failing {
        let name = threat_in_words(name);
        let what = text!(|l| format!("tidak lolos: {}", name.get(l)), format!("fails: {}", name.get(l)));
        course.to(course.grade.down(), what, behind.clone());
    }
    reasons.extend(with(Verdict::Fail).map(|failed| failed.sentence.clone()));
    // What cost a step already does not cost another one.
    let asking = by_threat(with(Verdict::Caution).filter(|finding| counts(finding)));
    let asking: Vec<(&str, Vec<String>)> = asking.into_iter().filter(|(name, _)| failing.iter().all(|(known, _)| known != name)).collect();
    let behind: Vec<String> = asking.iter().flat_map(|(_, checks)| checks.clone()).collect();
    let names = listed(&asking);
    match asking.len() {
        0 => {}
        1 => {
            let what = text!(|l| format!("perlu hati-hati, hanya satu: {}", names.get(l)), format!("asks for caution, one alone: {}", names.get(l)));
            course.unmoved(what, behind);
        }
        _ => {
            let what = text!(|l| format!("perlu hati-hati, lebih dari satu: {}", names.get(l)), format!("ask for caution, more than one: {}", names.get(l)));
            course.to(course.grade.down(), what, behind);
        }
    }
    reasons.extend(with(Verdict::Caution).map(|finding| finding.sentence.clone()));
    let untested = checks.iter().find(|finding| finding.name == "pre-trends" && finding.verdict == Verdict::NotApplicable);
    if let (true, Some(untested)) = (standing.compared, untested) {
        let what = text!("paling tinggi sedang: gerak sejajar tidak dapat diuji", "at most moderate: parallel movement cannot be tested");
        course.to(course.grade.min(Grade::Moderate), what, vec![untested.name.clone()]);
        reasons.push(untested.sentence.clone());
    }
    if !standing.compared {
        let what = text!("paling tinggi lemah: tidak ada kelompok pembanding", "at most weak: there is no comparison group");
        course.to(course.grade.min(Grade::Weak), what, Vec::new());
        reasons.push(text!(
            "Tanpa kelompok pembanding, perubahan sebelum–sesudah tidak memisahkan program dari hal lain yang ikut berubah.",
            "Without a comparison group, a change from before to after does not separate the program from everything else that changed."
        ));
    }
    Graded { grade: course.grade, p_value: Some(p), reasons, steps: course.steps }
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
        // Few clusters are paid for where the bootstrap's p-value is what counts.
        let mut few = check("few-clusters", Caution);
        few.evidence.insert("wild_p_value".into(), 0.01.into());
        let standing = Standing { p_value: Some(0.001), wild_p_value: Some(0.01), compared: true };
        let paid = grade(standing, &[few, check("ramadan", Caution)]);
        assert!(paid.grade == Grade::Strong && paid.steps.iter().all(|step| !step.cost && step.checks.iter().all(|name| name != "few-clusters")), "{paid:?}");
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

    /// What each check looks at, written out a second time: a new check that nobody thought of here fails the test.
    const THREATS: [(&str, &[&str]); 9] = [
        (
            "parallel movement",
            &[
                "pre-trends",
                "pre-trends-power",
                "pre-trends-equivalence",
                "honest",
                "anticipation",
                "placebo-time",
                "placebo-place",
                "placebo-group",
                "placebo-outcome",
            ],
        ),
        (
            "choice",
            &[
                "leave-one-out",
                "leave-one-cohort-out",
                "leave-one-period-out",
                "other-comparisons",
                "spillover",
                "specifications",
                "transformations",
                "outliers",
            ],
        ),
        ("who", &["balance", "selection"]),
        ("calendar", &["ramadan", "holidays"]),
        ("recorded", &["heaping", "clock", "instrument"]),
        ("missing", &["missing-data", "missing-by-group"]),
        ("clusters", &["few-clusters"]),
        ("design", &["decomposition"]),
        ("mix", &["composition"]),
    ];

    /// Threats of single checks.
    const ALONE: [&str; 7] = ["comparisons", "distant-study", "leave-one-study-out", "one-scale", "prediction", "selection-of-participants", "studies"];

    fn written_out(check: &str) -> &str {
        THREATS.iter().find(|(_, checks)| checks.contains(&check)).map_or(check, |(threat, _)| threat)
    }

    #[test]
    fn what_every_check_and_every_pair_of_checks_costs() {
        use Verdict::{Caution, Fail, NotApplicable, Pass};
        let names: Vec<&str> = super::super::check_cards().iter().map(|card| card.name).collect();
        for name in &names {
            assert!(ALONE.contains(name) || THREATS.iter().any(|(_, checks)| checks.contains(name)), "{name}: which threat is it?");
        }
        let said_only = ["honest", "pre-trends-power", "pre-trends-equivalence"];
        let graded = |p, findings: &[(&str, Verdict)]| {
            let findings: Vec<Finding> = findings.iter().map(|(name, verdict)| check(name, *verdict)).collect();
            grade(Standing { p_value: Some(p), wild_p_value: None, compared: true }, &findings)
        };
        // The rule once more, by counting.
        let expected = |p: f64, findings: &[(&str, Verdict)]| {
            let threats = |verdict, counted: bool| -> std::collections::BTreeSet<&str> {
                let those = findings.iter().filter(|(name, own)| *own == verdict && !(counted && said_only.contains(name)));
                those.map(|(name, _)| written_out(name)).collect()
            };
            let failing = threats(Fail, false);
            let asking = threats(Caution, true).difference(&failing).count();
            let start: i32 = if p < 0.05 { 3 } else { 1 };
            let limit = if findings.contains(&("pre-trends", NotApplicable)) { 2 } else { 3 };
            (start - failing.len() as i32 - i32::from(asking >= 2)).max(1).min(limit)
        };
        let of = |grade: Grade| grade as i32;
        for p in [0.001, 0.07] {
            for first in &names {
                for verdict in [Pass, Caution, Fail, NotApplicable] {
                    let one = [(*first, verdict)];
                    assert_eq!(of(graded(p, &one).grade), expected(p, &one), "{one:?}");
                    for second in names.iter().filter(|second| *second != first) {
                        for other in [Pass, Caution, Fail, NotApplicable] {
                            let both = [(*first, verdict), (*second, other)];
                            let found = graded(p, &both);
                            assert_eq!(of(found.grade), expected(p, &both), "{both:?}");
                            // The steps tell the same story: each ends where the next begins, the last at the grade, and only a fall is a cost.
                            assert_eq!(found.steps.last().map(|step| step.grade), Some(found.grade));
                            assert!(
                                found.steps.windows(2).all(|pair| pair[1].cost == (pair[1].grade < pair[0].grade) && pair[1].grade <= pair[0].grade),
                                "{:?}",
                                found.steps
                            );
                            // Every check that fails, or asks for care and counts, is named in one of them.
                            for (name, verdict) in both {
                                let named = found.steps.iter().any(|step| step.checks.iter().any(|known| known == name));
                                let spared = verdict == Caution && both.iter().any(|(other, fails)| *fails == Fail && written_out(other) == written_out(name));
                                let wanted = (verdict == Fail || (verdict == Caution && !said_only.contains(&name) && !spared))
                                    || (name == "pre-trends" && verdict == NotApplicable);
                                assert_eq!(named, wanted, "{name} {both:?} {:?}", found.steps);
                            }
                        }
                    }
                }
            }
        }
        // Three threats that fail end at weak and not below.
        assert_eq!(graded(0.001, &[("pre-trends", Fail), ("clock", Fail), ("composition", Fail), ("balance", Fail)]).grade, Grade::Weak);
    }

    #[test]
    fn reasons_are_given_in_both_languages() {
        let graded = grade(Standing { p_value: Some(0.001), wild_p_value: None, compared: false }, &[check("ramadan", Verdict::Fail)]);
        assert_eq!(graded.reasons.len(), 3);
        assert!(graded.reasons.iter().all(|reason| !reason.id.is_empty() && !reason.en.is_empty()));
    }
}
