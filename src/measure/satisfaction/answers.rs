//! Answers in words to scores 1–4.
//!
//! Each item has its own vocabulary (Sangat Memuaskan … Tidak Memuaskan, Sangat Mampu … Tidak Mampu, Gratis … Sangat Mahal), so it is read column by
//! column, from all answers that occur: whether "tidak setuju" is the lowest or the second lowest depends on whether "sangat tidak setuju" is there.

use super::element::Element;
use crate::error::{Problem, measure as problem};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What an item asks, where that changes what an answer is worth.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum ItemKind {
    /// How good something is.
    #[default]
    Quality,
    /// Whether there was an extra cost: "Tidak Ada" is the good answer.
    ExtraCost,
    /// Whether complaints are handled: "Tidak ada" (no channel) is the bad answer.
    Complaints,
}

impl ItemKind {
    /// The kind of an element's question.
    pub fn of(element: Option<Element>) -> Self {
        match element {
            Some(Element::U4) => ItemKind::ExtraCost,
            Some(Element::U8) => ItemKind::Complaints,
            _ => ItemKind::Quality,
        }
    }
}

/// What must be said about a vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum AnswerFact {
    /// Only "X" and "Tidak X" occur: scored 3 and 1, but the question may have had two answers only.
    PerhapsTwoLevels,
    /// "Tidak X" was taken as the lowest of four; neither "Kurang/Cukup X" nor "Sangat Tidak X" occurs to confirm it.
    LowestAssumed,
}

/// The scores of the answers of one item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vocabulary {
    scores: BTreeMap<String, u8>,
    /// What must be said about it.
    pub facts: Vec<AnswerFact>,
}

/// How good an answer says it is, before the scale is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    VeryBad,
    Bad,
    Lacking,
    Enough,
    Good,
    VeryGood,
}

const VERY: &[&str] = &["sangat", "amat", "sekali", "very", "strongly", "highly", "extremely"];
const NOT: &[&str] = &["tidak", "tdk", "tak", "not"];
const LACKING: &[&str] = &["kurang", "krg", "less"];
const ENOUGH: &[&str] = &["cukup", "agak", "lumayan", "sedang", "biasa", "netral", "ragu", "fair", "fairly", "somewhat", "neutral", "average", "moderate"];
const TOP: &[&str] = &["gratis", "free", "excellent", "istimewa"];
const GOOD: &[&str] = &[
    "sesuai",
    "mudah",
    "cepat",
    "murah",
    "wajar",
    "terjangkau",
    "kompeten",
    "mampu",
    "terampil",
    "sopan",
    "ramah",
    "baik",
    "bagus",
    "puas",
    "memuaskan",
    "setuju",
    "jelas",
    "lengkap",
    "nyaman",
    "aman",
    "bersih",
    "tepat",
    "disiplin",
    "adil",
    "responsif",
    "transparan",
    "profesional",
    "maksimal",
    "optimal",
    "memadai",
    "layak",
    "pasti",
    "tanggap",
    "penting",
    "bermanfaat",
    "good",
    "satisfied",
    "satisfactory",
    "agree",
    "easy",
    "fast",
    "quick",
    "cheap",
    "affordable",
    "reasonable",
    "competent",
    "capable",
    "able",
    "polite",
    "friendly",
    "clear",
    "complete",
    "comfortable",
    "important",
    "appropriate",
    "suitable",
    "adequate",
];
const BAD: &[&str] = &[
    "buruk",
    "jelek",
    "lambat",
    "mahal",
    "sulit",
    "susah",
    "kecewa",
    "mengecewakan",
    "poor",
    "bad",
    "dissatisfied",
    "unsatisfied",
    "unsatisfactory",
    "disagree",
    "slow",
    "difficult",
    "expensive",
    "incompetent",
    "rude",
    "impolite",
    "unfriendly",
    "unimportant",
];
/// Not an opinion: missing, never the lowest score.
const NO_ANSWER: &[&str] = &[
    "",
    "na",
    "n a",
    "tidak tahu",
    "tdk tahu",
    "tidak menjawab",
    "tidak mengisi",
    "tidak relevan",
    "tidak berlaku",
    "belum pernah",
    "kosong",
    "don t know",
    "no answer",
    "not applicable",
];

fn tokens(answer: &str) -> Vec<String> {
    answer.to_lowercase().split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).map(String::from).collect()
}

/// SS, S, KS, TS, STS and the like: the last letter is the root.
fn abbreviated(word: &str) -> Option<Level> {
    match word.strip_suffix(['s', 'b', 'p', 'm'])? {
        "" => Some(Level::Good),
        "s" => Some(Level::VeryGood),
        "k" => Some(Level::Lacking),
        "c" => Some(Level::Enough),
        "t" => Some(Level::Bad),
        "st" => Some(Level::VeryBad),
        _ => None,
    }
}

fn level(words: &[String]) -> Option<Level> {
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let (very, not, lacking, enough) = (has(VERY), has(NOT), has(LACKING), has(ENOUGH));
    let (good, bad, top) = (has(GOOD), has(BAD), has(TOP));
    if let [only] = words
        && let Some(level) = abbreviated(only)
    {
        return Some(level);
    }
    let root = good || bad || top;
    let level = match () {
        () if top && !not => Level::VeryGood,
        () if very && (lacking || (root && (not || bad))) => Level::VeryBad,
        () if root && not => {
            if bad {
                Level::Good
            } else {
                Level::Bad
            }
        }
        () if lacking || (enough && bad) => Level::Lacking,
        () if enough => Level::Enough,
        () if bad => Level::Bad,
        () if good && very => Level::VeryGood,
        () if good => Level::Good,
        () => return None,
    };
    Some(level)
}

/// The regulation's own answers to the question on complaints.
fn complaint_score(words: &[String]) -> Option<u8> {
    let has = |wanted: &str| words.iter().any(|word| word == wanted);
    match () {
        () if has("dikelola") => Some(4),
        () if has("berfungsi") && has("kurang") => Some(3),
        () if has("berfungsi") && has("tidak") => Some(2),
        () if has("tidak") && has("ada") => Some(1),
        () => None,
    }
}

/// A score written as a number, alone or beside words (`4 - Sangat Baik`).
fn digit(words: &[String]) -> Option<u8> {
    let mut digits = words.iter().filter(|word| word.chars().all(|letter| letter.is_ascii_digit()));
    match (digits.next(), digits.next()) {
        (Some(only), None) => only.parse().ok().filter(|score| (1..=4).contains(score)),
        _ => None,
    }
}

/// Scores of the levels that occur; `None` for more than four.
fn scale(levels: &BTreeSet<Level>) -> Option<BTreeMap<Level, u8>> {
    use Level::{Bad, Enough, Good, Lacking, VeryBad, VeryGood};
    let has = |level| levels.contains(&level);
    let between = [Bad, Lacking, Enough].into_iter().filter(|&level| has(level)).count();
    let scores: &[(Level, u8)] = if has(VeryBad) && between <= 1 {
        // Sangat Tidak; Tidak, Kurang or Cukup; ya; Sangat
        &[(VeryBad, 1), (Bad, 2), (Lacking, 2), (Enough, 2), (Good, 3), (VeryGood, 4)]
    } else if has(VeryBad) || between == 3 {
        return None;
    } else if has(Lacking) && has(Enough) {
        // Kurang, Cukup, Baik, Sangat Baik
        &[(Lacking, 1), (Enough, 2), (Good, 3), (VeryGood, 4)]
    } else {
        // Tidak; Kurang or Cukup; ya; Sangat: the regulation's own
        &[(Bad, 1), (Lacking, 2), (Enough, 2), (Good, 3), (VeryGood, 4)]
    };
    Some(scores.iter().copied().collect())
}

impl Vocabulary {
    /// Reads the vocabulary of one column from its answers (all of them, or each that occurs once). Errors: five levels, an unknown word, a
    /// number and words that contradict each other. Answers such as "tidak tahu" are missing.
    pub fn infer<'a>(column: &str, kind: ItemKind, answers: impl IntoIterator<Item = &'a str>) -> Result<Self, Problem> {
        let distinct: BTreeSet<Vec<String>> = answers.into_iter().map(tokens).collect();
        let distinct: Vec<Vec<String>> = distinct.into_iter().filter(|words| !NO_ANSWER.contains(&words.join(" ").as_str())).collect();
        let refuse = |reason| problem::answers_not_ordered(column, &reason);

        let complaints =
            kind == ItemKind::Complaints && distinct.iter().any(|words| words.iter().any(|word| matches!(word.as_str(), "berfungsi" | "dikelola" | "ada")));
        let present = |words: &[String]| words == ["ada"] || words == ["ya"] || words == ["yes"];
        let absent = |words: &[String]| words == ["tidak", "ada"] || words == ["tidak"] || words == ["no"];
        let extra_cost = kind == ItemKind::ExtraCost && !distinct.is_empty() && distinct.iter().all(|words| present(words) || absent(words));

        let mut vocabulary = Self::default();
        let mut levels: Vec<(String, Option<u8>, Option<Level>)> = Vec::new();
        for words in &distinct {
            let joined = words.join(" ");
            if complaints && let Some(score) = complaint_score(words) {
                vocabulary.scores.insert(joined, score);
            } else if extra_cost {
                vocabulary.scores.insert(joined, if absent(words) { 4 } else { 1 });
            } else {
                let without_number: Vec<String> = words.iter().filter(|word| !word.chars().all(|letter| letter.is_ascii_digit())).cloned().collect();
                let (number, level) = (digit(words), level(&without_number));
                if number.is_none() && level.is_none() {
                    return Err(refuse(problem::unknown_answer(&joined)));
                }
                levels.push((joined, number, level));
            }
        }

        let seen: BTreeSet<Level> = levels.iter().filter_map(|(_, _, level)| *level).collect();
        let tops = |wanted: &str| levels.iter().any(|(words, ..)| words == wanted);
        let scale = scale(&seen).filter(|_| !(tops("excellent") && tops("very good")));
        let Some(scale) = scale else {
            return Err(refuse(problem::five_levels()));
        };
        for (joined, number, level) in levels {
            let by_words = level.and_then(|level| scale.get(&level).copied());
            match (number, by_words) {
                (Some(number), Some(words)) if number != words => return Err(refuse(problem::contradicting_answer(&joined))),
                (number, words) => {
                    if let Some(score) = number.or(words) {
                        vocabulary.scores.insert(joined, score);
                    }
                }
            }
        }
        if seen.contains(&Level::Bad) && !seen.iter().any(|level| matches!(level, Level::VeryBad | Level::Lacking | Level::Enough)) {
            let two = seen.len() == 2 && seen.contains(&Level::Good);
            vocabulary.facts.push(if two { AnswerFact::PerhapsTwoLevels } else { AnswerFact::LowestAssumed });
        }
        Ok(vocabulary)
    }

    /// The score of an answer; `None` where it is missing or was not among the answers that the vocabulary was read from.
    pub fn score(&self, answer: &str) -> Option<u8> {
        self.scores.get(&tokens(answer).join(" ")).copied()
    }
}

#[cfg(test)]
mod tests;
