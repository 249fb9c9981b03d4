//! From columns as they are in the file to items with scores: which column is which element, and what an answer in words is worth.

use super::SurveyItem;
use super::notes;
use crate::error::{Error, Problem, Result, measure as problem};
use crate::estimate::Note;
use crate::measure::satisfaction::{Element, ItemKind, LabelFact, MatchedBy, NumberOrder, Vocabulary, match_columns};
use std::collections::{BTreeSet, HashMap};

/// How columns are told to be elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Elements<'a> {
    /// By their labels; numbers alone follow this order.
    ByLabel(NumberOrder),
    /// These labels, in the order U1, U2, … (more than nine: another instrument, without elements).
    InOrder(&'a [String]),
}

/// One item and the columns (indexes into the labels) that it is made from: several questions on one element are averaged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenItem {
    /// Label of the column; the element's code where there are several.
    pub name: String,
    /// The element.
    pub element: Option<Element>,
    /// Its columns.
    pub columns: Vec<usize>,
}

/// Columns chosen as items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// Items in the order of the elements.
    pub items: Vec<ChosenItem>,
    /// What the reader must know about the choice.
    pub notes: Vec<Note>,
}

/// Answers of one column.
#[derive(Debug, Clone, PartialEq)]
pub enum Answers {
    /// Words, or numbers as text.
    Words(Vec<Option<String>>),
    /// Numbers.
    Scores(Vec<Option<f64>>),
}

/// Chooses the columns of the elements among all labels of a file. Errors: no column is an element; a given label that is not there.
pub fn choose<S: AsRef<str>>(labels: &[S], elements: &Elements) -> Result<Chosen> {
    match elements {
        Elements::InOrder(given) => in_order(labels, given),
        // What respondents find important is another question than how they were served.
        Elements::ByLabel(order) => {
            let of_service: Vec<&str> = labels.iter().map(|label| if of_importance(label.as_ref()) { "" } else { label.as_ref() }).collect();
            by_label(&of_service, *order)
        }
    }
}

/// Whether a label says that its column holds importance (`Kepentingan U3`, `Harapan terhadap …`) and not a score of the service.
fn of_importance(label: &str) -> bool {
    let folded = label.trim().to_lowercase();
    ["kepentingan", "tingkat kepentingan", "harapan", "importance", "expectation"].iter().any(|word| folded.starts_with(word))
}

fn in_order<S: AsRef<str>>(labels: &[S], given: &[String]) -> Result<Chosen> {
    let mut problems: Vec<Problem> = Vec::new();
    let mut items = Vec::new();
    for (at, name) in given.iter().enumerate() {
        let element = if given.len() <= 9 { Element::ALL.get(at).copied() } else { None };
        match labels.iter().position(|label| label.as_ref() == name) {
            Some(column) => items.push(ChosenItem { name: name.clone(), element, columns: vec![column] }),
            None => problems.push(problem::element_column_missing(name)),
        }
    }
    Error::unless_empty(problems)?;
    if items.is_empty() {
        return Err(problem::elements_not_found().into());
    }
    let found = match_columns(given, NumberOrder::Regulation);
    let by_words = found.columns.iter().filter(|matched| matched.by == MatchedBy::Label);
    let other: Vec<&str> = by_words
        .filter(|matched| items[matched.column].element.is_some_and(|element| element != matched.element))
        .map(|matched| given[matched.column].as_str())
        .collect();
    let notes = if other.is_empty() { Vec::new() } else { vec![notes::order_contradicts_labels(&other.join(", "))] };
    Ok(Chosen { items, notes })
}

fn by_label<S: AsRef<str>>(labels: &[S], order: NumberOrder) -> Result<Chosen> {
    let found = match_columns(labels, order);
    let label = |column: usize| labels[column].as_ref();
    let mut items = Vec::new();
    for element in Element::ALL {
        let columns: Vec<usize> = found.columns.iter().filter(|matched| matched.element == element).map(|matched| matched.column).collect();
        match columns.as_slice() {
            [] => {}
            [only] => items.push(ChosenItem { name: label(*only).to_owned(), element: Some(element), columns }),
            _ => items.push(ChosenItem { name: element.code().to_owned(), element: Some(element), columns }),
        }
    }
    if items.is_empty() {
        return Err(problem::elements_not_found().into());
    }
    let list = |columns: &[usize]| columns.iter().map(|column| label(*column)).collect::<Vec<_>>().join(", ");
    let notes = found
        .facts
        .iter()
        .map(|fact| match fact {
            LabelFact::OrderAssumed { order, columns } => notes::order_assumed(*order, &list(columns)),
            LabelFact::NumberContradictsLabel { column, element, .. } => notes::number_contradicts_label(label(*column), *element),
            LabelFact::SeveralColumns { element, columns } => notes::several_columns(*element, &list(columns)),
            LabelFact::OtherInstrument { items } => notes::other_instrument(*items),
            LabelFact::Missing(elements) => notes::elements_missing(&elements.iter().map(|element| element.code()).collect::<Vec<_>>().join(", ")),
        })
        .collect();
    Ok(Chosen { items, notes })
}

/// Reads the answers of the chosen columns (`answers` gives a column by its index into the labels) and scores them. Errors: answers whose order on 1–4
/// cannot be told, in every column where that is so.
pub fn score(chosen: &Chosen, mut answers: impl FnMut(usize) -> Answers) -> Result<(Vec<SurveyItem>, Vec<Note>)> {
    let mut notes = chosen.notes.clone();
    let mut problems = Vec::new();
    let mut items = Vec::new();
    for item in &chosen.items {
        let columns: Vec<Vec<Option<f64>>> = item
            .columns
            .iter()
            .filter_map(|column| scores(&item.name, item.element, answers(*column), &mut notes).map_err(|problem| problems.push(problem)).ok())
            .collect();
        items.push(SurveyItem { name: item.name.clone(), element: item.element, scores: averaged(columns), importance: None });
    }
    Error::unless_empty(problems)?;
    Ok((items, notes))
}

fn scores(name: &str, element: Option<Element>, answers: Answers, notes: &mut Vec<Note>) -> std::result::Result<Vec<Option<f64>>, Problem> {
    let words = match answers {
        Answers::Scores(scores) => return Ok(scores),
        Answers::Words(words) => words,
    };
    let distinct: BTreeSet<&str> = words.iter().flatten().map(String::as_str).collect();
    let vocabulary = Vocabulary::infer(name, ItemKind::of(element), distinct.iter().copied())?;
    notes.extend(vocabulary.facts.iter().map(|fact| notes::vocabulary(name, *fact)));
    let known: HashMap<&str, Option<f64>> = distinct.iter().map(|word| (*word, vocabulary.score(word).map(f64::from))).collect();
    let scored: Vec<Option<f64>> = words.iter().map(|word| known.get(word.as_deref()?).copied().flatten()).collect();
    Ok(scored)
}

/// The mean of the columns that are answered, respondent by respondent.
fn averaged(mut columns: Vec<Vec<Option<f64>>>) -> Vec<Option<f64>> {
    if columns.len() == 1 {
        return columns.swap_remove(0);
    }
    let n = columns.iter().map(Vec::len).min().unwrap_or(0);
    (0..n)
        .map(|row| {
            let given: Vec<f64> = columns.iter().filter_map(|column| column[row]).collect();
            (!given.is_empty()).then(|| given.iter().sum::<f64>() / given.len() as f64)
        })
        .collect()
}
