//! Did a survey ask the same things in the same way before and after, in both groups?

use super::{Sided, change, finding};
use crate::estimate::{Finding, Verdict};
use crate::locale::{Text, number, percent};
use crate::text;
use serde_json::Value;

/// Share of answers from which an element was asked, and under which it was not.
const ASKED: f64 = 0.50;
const NOT_ASKED: f64 = 0.05;
/// Change of a share that passes.
const CHANGED: f64 = 0.10;
/// Share of answers from which a point of the scale is in use, and under which it is not.
const IN_USE: f64 = 0.05;
const UNUSED: f64 = 0.005;
/// Answers from which a line can be straight.
const LINE: usize = 3;
/// Standard errors that a change must be away from none.
const AWAY: f64 = 2.58;

/// The answers of one group at one time.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Respondents {
    /// Treated or comparison.
    pub treated: bool,
    /// After the start.
    pub after: bool,
    /// Respondents with an answer at all.
    pub count: u64,
    /// Answers by element.
    pub answered: Vec<u64>,
    /// Respondents with three answers or more, all alike.
    pub straight: u64,
    /// Answers by point of the scale, 1 to 4.
    pub points: [u64; 4],
}

impl Respondents {
    /// Counts the answers of one respondent; none for a question without an answer.
    pub fn add(&mut self, answers: impl Iterator<Item = Option<f64>>) {
        let mut given: Vec<f64> = Vec::new();
        for (at, answer) in answers.enumerate() {
            self.answered.resize(self.answered.len().max(at + 1), 0);
            if let Some(answer) = answer {
                self.answered[at] += 1;
                given.push(answer);
                let point = (answer.round().clamp(1.0, 4.0) as usize) - 1;
                self.points[point] += 1;
            }
        }
        self.count += u64::from(!given.is_empty());
        self.straight += u64::from(given.len() >= LINE && given.iter().all(|answer| *answer == given[0]));
    }

    fn share(&self, of: u64) -> Sided {
        Sided { treated: self.treated, after: self.after, records: self.count, share: of as f64 / self.count.max(1) as f64 }
    }
}

/// Whether a change of shares is large and no chance.
fn moved(sides: &[Sided]) -> Option<f64> {
    let (moved, error) = change(sides)?;
    (moved.abs() > CHANGED && error > 0.0 && (moved / error).abs() > AWAY).then_some(moved)
}

/// Looks at the elements by name, the straight lines and the points of the scale. Fails where an element was asked at one time only in a group; takes care where
/// its answers or straight lines change by more than ten points more among the treated, or a point of the scale comes or goes. None without respondents before
/// and after.
pub fn instrument(elements: &[String], sides: &[Respondents]) -> Option<Finding> {
    let pairs: Vec<(&Respondents, &Respondents)> = [true, false]
        .into_iter()
        .filter_map(|treated| {
            let at = |after| sides.iter().find(|side| side.treated == treated && side.after == after && side.count > 0);
            Some((at(false)?, at(true)?))
        })
        .collect();
    if pairs.is_empty() || !pairs.iter().any(|(before, _)| before.treated) {
        return None;
    }
    let part = |side: &Respondents, element: usize| side.answered.get(element).copied().unwrap_or(0) as f64 / side.count as f64;
    let mut gone: Vec<&str> = Vec::new();
    let mut shifted: Vec<&str> = Vec::new();
    for (at, name) in elements.iter().enumerate() {
        let apart = |(a, b): &(&Respondents, &Respondents)| {
            let (a, b) = (part(a, at), part(b, at));
            a.max(b) >= ASKED && a.min(b) < NOT_ASKED
        };
        if pairs.iter().any(apart) {
            gone.push(name);
        } else if moved(&sides.iter().map(|side| side.share(side.answered.get(at).copied().unwrap_or(0))).collect::<Vec<_>>()).is_some() {
            shifted.push(name);
        }
    }
    let straight = moved(&sides.iter().map(|side| side.share(side.straight)).collect::<Vec<_>>());
    let used = |side: &Respondents, point: usize| side.points[point] as f64 / side.points.iter().sum::<u64>().max(1) as f64;
    let come = |(a, b): &(&Respondents, &Respondents)| {
        (0..4).any(|point| {
            let (a, b) = (used(a, point), used(b, point));
            a.max(b) >= IN_USE && a.min(b) < UNUSED
        })
    };
    let scale = pairs.iter().any(come);
    let verdict = if !gone.is_empty() {
        Verdict::Fail
    } else if !shifted.is_empty() || straight.is_some() || scale {
        Verdict::Caution
    } else {
        Verdict::Pass
    };
    let respondents: u64 = sides.iter().map(|side| side.count).sum();
    let lines = sides.iter().map(|side| side.straight).sum::<u64>() as f64 / respondents.max(1) as f64;
    let answers = sides.iter().flat_map(|side| &side.answered).sum::<u64>() as f64 / respondents.max(1) as f64;
    let evidence = [
        ("elements", Value::from(elements.len())),
        ("answers", answers.into()),
        ("straight_lines", lines.into()),
        ("asked_once", gone.iter().copied().collect()),
        ("answers_changed", shifted.iter().copied().collect()),
        ("scale_changed", scale.into()),
    ];
    let (gone, shifted) = (gone.join(", "), shifted.join(", "));
    let count = elements.len();
    let sentence = if verdict == Verdict::Fail {
        text!(
            "Unsur {gone} hanya ditanyakan sebelum atau hanya sesudah program; indeksnya tidak lagi mengukur hal yang sama.",
            "The elements {gone} were asked before or after only; the index no longer measures the same thing."
        )
    } else if let Some(straight) = straight {
        text!(
            |l| format!(
                "Porsi jawaban yang sama semua berubah {} poin persen lebih banyak pada peserta; survei mungkin diisi dengan cara lain.",
                number(l, 100.0 * straight, 1)
            ),
            format!(
                "The share of respondents who tick one column changes by {} percentage points more among the treated; the survey may be filled in differently.",
                number(l, 100.0 * straight, 1)
            ),
        )
    } else if !shifted.is_empty() {
        text!(
            "Porsi yang menjawab unsur {shifted} berubah tidak sama di kedua kelompok.",
            "The share that answers the elements {shifted} changes differently in the groups."
        )
    } else if scale {
        text!(
            "Nilai skala yang dipakai responden berubah antara sebelum dan sesudah; periksa apakah pilihan jawabannya diganti.",
            "The points of the scale in use change from before to after; see whether the choices were replaced."
        )
    } else {
        text!(
            |l| format!(
                "Survei menanyakan {count} unsur yang sama dengan skala yang sama sebelum dan sesudah; {} responden menjawab sama pada semua unsur.",
                percent(l, lines, 1)
            ),
            format!(
                "The survey asks the same {count} elements on the same scale before and after; {} of the respondents answer all alike.",
                percent(l, lines, 1)
            ),
        )
    };
    Some(finding("instrument", verdict, &evidence, Text { id: sentence.id, en: sentence.en }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::random::Stream;

    /// 600 respondents a side; `answer` gives an answer by side, element and a random number.
    fn survey(answer: impl Fn(bool, bool, usize, f64) -> Option<f64>, straight: impl Fn(bool, bool) -> f64) -> Vec<Respondents> {
        let mut stream = Stream::new(21, "instrument", 0);
        let mut sides = Vec::new();
        for (treated, after) in [(true, false), (true, true), (false, false), (false, true)] {
            let mut side = Respondents { treated, after, ..Respondents::default() };
            for _ in 0..600 {
                let line = (stream.uniform() < straight(treated, after)).then(|| 1.0 + stream.below(4) as f64);
                let answers: Vec<Option<f64>> = (0..9).map(|element| line.or_else(|| answer(treated, after, element, stream.uniform()))).collect();
                side.add(answers.into_iter());
            }
            sides.push(side);
        }
        sides
    }

    #[test]
    fn changes_of_the_questionnaire_are_seen() {
        let elements: Vec<String> = (1..=9).map(|at| format!("U{at}")).collect();
        let plain = |u: f64| Some(1.0 + (4.0 * u).floor());
        let found = |sides: &[Respondents]| instrument(&elements, sides).unwrap_or_else(|| panic!("no finding"));
        assert_eq!(found(&survey(|_, _, _, u| plain(u), |_, _| 0.05)).verdict, Verdict::Pass);
        let dropped = found(&survey(|_, after, element, u| if after && element == 7 { None } else { plain(u) }, |_, _| 0.0));
        assert!(dropped.verdict == Verdict::Fail && dropped.sentence.en.contains("U8"), "{}", dropped.sentence.en);
        let lines = found(&survey(|_, _, _, u| plain(u), |treated, after| if treated && after { 0.4 } else { 0.05 }));
        assert!(lines.verdict == Verdict::Caution && lines.sentence.en.contains("tick one column"), "{}", lines.sentence.en);
        let fewer = found(&survey(|treated, after, element, u| if treated && after && element == 2 && u < 0.3 { None } else { plain(u) }, |_, _| 0.0));
        assert!(fewer.verdict == Verdict::Caution && fewer.sentence.en.contains("U3"), "{}", fewer.sentence.en);
        let scale = found(&survey(|_, after, _, u| plain(u).map(|point| if after { point.max(2.0) } else { point }), |_, _| 0.0));
        assert_eq!(scale.verdict, Verdict::Caution);
        assert_eq!(instrument(&elements, &survey(|_, _, _, u| plain(u), |_, _| 0.0)[..1]), None);
    }
}
