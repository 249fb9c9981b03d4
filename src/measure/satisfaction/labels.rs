//! Which column is which element: by the words of its label, by a number only where there are no words.
//!
//! The order trap: the regulation numbers complaints 8 and facilities 9, but its sample questionnaire asks facilities as question 8 and complaints as
//! question 9. So words decide; where only numbers exist an order is assumed, and the assumption is a fact of the result.

use super::element::Element;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What numbers 8 and 9 mean where labels have no words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NumberOrder {
    /// As the regulation lists the elements: 8 complaints, 9 facilities.
    #[default]
    Regulation,
    /// As the sample questionnaire asks: 8 facilities, 9 complaints.
    Questionnaire,
}

impl NumberOrder {
    fn element(self, number: u32) -> Option<Element> {
        match (self, number) {
            (NumberOrder::Questionnaire, 8) => Some(Element::U9),
            (NumberOrder::Questionnaire, 9) => Some(Element::U8),
            _ => Element::numbered(number),
        }
    }
}

/// What a column was recognised by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MatchedBy {
    /// Words of the label.
    Label,
    /// The number alone.
    Number,
}

/// A column that is an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct MatchedColumn {
    /// Index into the labels.
    pub column: usize,
    /// The element.
    pub element: Element,
    /// Recognised by.
    pub by: MatchedBy,
}

/// What the reader must know about how columns were matched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum LabelFact {
    /// Element 8 or 9 (or both) was taken from a number alone, in this order.
    OrderAssumed {
        /// The order.
        order: NumberOrder,
        /// The columns it concerns.
        columns: Vec<usize>,
    },
    /// The number in a label is another than that of its words; the words were followed.
    NumberContradictsLabel {
        /// The column.
        column: usize,
        /// Its number.
        number: u32,
        /// What its words say.
        element: Element,
    },
    /// Several columns are the same element.
    SeveralColumns {
        /// The element.
        element: Element,
        /// Its columns.
        columns: Vec<usize>,
    },
    /// Numbers go beyond 9: another instrument (14 elements of 2004, 16 items …); numbers alone were not matched.
    OtherInstrument {
        /// The highest number.
        items: u32,
    },
    /// Elements without a column, where some were found.
    Missing(Vec<Element>),
}

/// Columns matched to elements.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Matching {
    /// Matched columns, by element and then by column.
    pub columns: Vec<MatchedColumn>,
    /// What must be said about it.
    pub facts: Vec<LabelFact>,
}

impl Matching {
    /// The one column of an element; `None` where there is none or more than one.
    pub fn column(&self, element: Element) -> Option<usize> {
        let mut of = self.columns.iter().filter(|matched| matched.element == element);
        match (of.next(), of.next()) {
            (Some(only), None) => Some(only.column),
            _ => None,
        }
    }

    /// The columns of U1 to U9 where each has exactly one.
    pub fn complete(&self) -> Option<[usize; 9]> {
        let mut columns = [0; 9];
        for element in Element::ALL {
            columns[element as usize] = self.column(element)?;
        }
        Some(columns)
    }
}

use Element::{U1, U2, U3, U4, U5, U6, U7, U8, U9};

/// Words that name an element whatever stands beside them. A word matches from its start (`persyaratannya`), except where it is short.
const SURE: &[(&str, Element)] = &[
    ("persyaratan", U1),
    ("syarat", U1),
    ("requirement", U1),
    ("prosedur", U2),
    ("mekanisme", U2),
    ("alur", U2),
    ("procedure", U2),
    ("mechanism", U2),
    ("kecepatan", U3),
    ("ketepatan", U3),
    ("timeliness", U3),
    ("speed", U3),
    ("biaya", U4),
    ("tarif", U4),
    ("cost", U4),
    ("fee", U4),
    ("price", U4),
    ("spesifikasi", U5),
    ("specification", U5),
    ("kompetensi", U6),
    ("kemampuan", U6),
    ("competence", U6),
    ("competency", U6),
    ("ability", U6),
    ("skill", U6),
    ("perilaku", U7),
    ("sikap", U7),
    ("kesopanan", U7),
    ("keramahan", U7),
    ("behavio", U7),
    ("attitude", U7),
    ("conduct", U7),
    ("courtesy", U7),
    ("politeness", U7),
    ("friendliness", U7),
    ("pengaduan", U8),
    ("aduan", U8),
    ("keluhan", U8),
    ("komplain", U8),
    ("complaint", U8),
    ("grievance", U8),
    ("sarana", U9),
    ("prasarana", U9),
    ("fasilitas", U9),
    ("facilit", U9),
    ("infrastructure", U9),
];

/// Words that may also stand in other columns (`waktu pengisian`): they count where nothing else does.
const PERHAPS: &[(&str, Element)] = &[("sistem", U2), ("system", U2), ("waktu", U3), ("time", U3), ("produk", U5), ("product", U5)];

/// An open question ("kritik dan saran") is no element; beside a number or the word for handling it is.
const OPEN_QUESTION: &[&str] = &["saran", "masukan", "suggestion", "suggestions", "feedback"];

/// Labels of other columns in the same forms.
const OTHER_COLUMN: &[&str] =
    &["timestamp", "tanggal", "date", "pengisian", "mulai", "start", "end", "submit", "submitted", "nama", "name", "jenis", "zone", "antrian"];

const ELEMENT_WORDS: &[&str] = &["u", "unsur", "elemen", "element"];
const NUMBER_WORDS: &[&str] = &["q", "p", "x", "s", "soal", "pertanyaan", "question", "item", "butir", "no", "nomor", "nilai", "skor"];

/// Lower case, split at everything else and between letters and digits.
fn tokens(label: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut last = ' ';
    for letter in label.chars().flat_map(char::to_lowercase) {
        if letter.is_alphanumeric() {
            if !last.is_alphanumeric() || last.is_numeric() != letter.is_numeric() {
                found.push(String::new());
            }
            if let Some(word) = found.last_mut() {
                word.push(letter);
            }
        }
        last = letter;
    }
    found
}

fn starts(token: &str, word: &str) -> bool {
    if word.len() <= 4 { token == word || token.strip_prefix(word) == Some("s") } else { token.starts_with(word) }
}

/// A number that stands for an element (`unsur ke-3`, `skor u3`) or for a question (`q3`, `3.`); up to 40.
struct Numbered {
    number: u32,
    element_word: bool,
    /// Nothing else stands in the label.
    alone: bool,
}

fn numbered(tokens: &[String]) -> Option<Numbered> {
    let number = |at: usize| tokens.get(at)?.parse::<u32>().ok().filter(|n| (1..=40).contains(n));
    for at in 0..tokens.len() {
        if ELEMENT_WORDS.contains(&tokens[at].as_str()) {
            let next = if tokens.get(at + 1).is_some_and(|word| word == "ke") { at + 2 } else { at + 1 };
            if let Some(number) = number(next) {
                return Some(Numbered { number, element_word: true, alone: tokens.len() == next + 1 });
            }
        }
    }
    let first = usize::from(NUMBER_WORDS.contains(&tokens.first()?.as_str()));
    number(first).map(|number| Numbered { number, element_word: false, alone: tokens.len() == first + 1 })
}

/// The element that the words name.
fn named(tokens: &[String], with_number: bool) -> Option<Element> {
    let sure = |token: &String| SURE.iter().find(|(word, _)| starts(token, word)).map(|&(_, element)| element);
    let all: Vec<Element> = tokens.iter().filter_map(sure).collect();
    // "Sarana pengaduan" is about complaints.
    if all.contains(&U8) && all.iter().all(|element| matches!(element, U8 | U9)) {
        return Some(U8);
    }
    if let Some(&first) = all.first() {
        return Some(first);
    }
    let open = tokens.iter().any(|token| OPEN_QUESTION.contains(&token.as_str()));
    if open {
        let handled = tokens.iter().any(|token| token == "penanganan" || token == "handling");
        return (handled || with_number).then_some(U8);
    }
    if tokens.iter().any(|token| OTHER_COLUMN.contains(&token.as_str())) {
        return None;
    }
    tokens.iter().find_map(|token| PERHAPS.iter().find(|(word, _)| token == word).map(|&(_, element)| element))
}

fn is_sure(tokens: &[String]) -> bool {
    tokens.iter().any(|token| SURE.iter().any(|(word, _)| starts(token, word)) || OPEN_QUESTION.contains(&token.as_str()))
}

/// Matches labels to elements. Words win over numbers; numbers alone follow `order`; bare question numbers (`q1`, `1`) count only where all nine are there.
pub fn match_columns<S: AsRef<str>>(labels: &[S], order: NumberOrder) -> Matching {
    let split: Vec<Vec<String>> = labels.iter().map(|label| tokens(label.as_ref())).collect();
    let numbers: Vec<Option<Numbered>> = split.iter().map(|tokens| numbered(tokens)).collect();
    let mut found = Matching::default();

    let usable = |numbered: &&Numbered| numbered.element_word || numbered.alone;
    let highest = numbers.iter().flatten().filter(usable).map(|numbered| numbered.number).max().unwrap_or(0);
    let other_instrument = highest > 9;
    let all_questions = (1..=9).all(|number| numbers.iter().flatten().any(|n| n.alone && n.number == number));
    let by_number = |numbered: &Numbered| {
        let counts = !other_instrument && (numbered.element_word || (numbered.alone && all_questions));
        if counts { order.element(numbered.number) } else { None }
    };

    let mut assumed = Vec::new();
    for (column, (tokens, numbered)) in split.iter().zip(&numbers).enumerate() {
        let words = named(tokens, numbered.is_some());
        let number = numbered.as_ref().and_then(by_number);
        let (element, by) = match (words, number) {
            // Words that only may mean an element give way to its code.
            (Some(_), Some(number)) if !is_sure(tokens) => (number, MatchedBy::Number),
            (Some(words), _) => (words, MatchedBy::Label),
            (None, Some(number)) => (number, MatchedBy::Number),
            (None, None) => continue,
        };
        if by == MatchedBy::Number && matches!(element, U8 | U9) {
            assumed.push(column);
        }
        if let (MatchedBy::Label, Some(numbered)) = (by, numbered)
            && numbered.element_word
            && !other_instrument
            && Element::numbered(numbered.number) != Some(element)
        {
            found.facts.push(LabelFact::NumberContradictsLabel { column, number: numbered.number, element });
        }
        found.columns.push(MatchedColumn { column, element, by });
    }
    found.columns.sort_by_key(|matched| (matched.element, matched.column));

    if !assumed.is_empty() {
        found.facts.push(LabelFact::OrderAssumed { order, columns: assumed });
    }
    let mut missing = Vec::new();
    for element in Element::ALL {
        let columns: Vec<usize> = found.columns.iter().filter(|matched| matched.element == element).map(|matched| matched.column).collect();
        match columns.len() {
            0 => missing.push(element),
            1 => {}
            _ => found.facts.push(LabelFact::SeveralColumns { element, columns }),
        }
    }
    if other_instrument {
        found.facts.push(LabelFact::OtherInstrument { items: highest });
    }
    if !missing.is_empty() && missing.len() < 9 {
        found.facts.push(LabelFact::Missing(missing));
    }
    found
}

#[cfg(test)]
mod tests;
