//! The elements of a satisfaction index as numeric columns.

use super::prepare::free_name;
use super::schema::IndexRule;
use crate::data::{Column, ColumnKind, Records};
use crate::error::{Error, Result, study as problems};
use crate::estimate::Note;
use crate::locale::Text;
use crate::measure::satisfaction::{Element, ItemKind, LabelFact, Matching, NumberOrder, Vocabulary, match_columns};
use crate::panel::KeyRole;
use crate::text;
use std::collections::HashMap;

/// An item of the index.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    /// `U1`, or the column's name where the items are not the nine elements.
    pub(super) code: String,
    /// In words.
    pub(super) name: Text,
    /// Numeric column with scores 1–4.
    pub(super) column: String,
}

/// The items of the rule, scored; answers in words get their scores.
pub(super) fn items(records: &Records, rule: &IndexRule, notes: &mut Vec<Note>) -> Result<(Records, Vec<Item>)> {
    let chosen = match &rule.elements {
        Some(columns) => named(columns, rule.order),
        None => found(records, rule.order, notes)?,
    };
    let mut records = records.clone();
    let mut out = Vec::new();
    let mut problems = Vec::new();
    for (column, element) in chosen {
        let (code, name) = match element {
            Some(element) => (element.code().to_owned(), element.name()),
            None => (column.clone(), Text::same(column.clone())),
        };
        if records.column(&column)?.kind != ColumnKind::Text {
            out.push(Item { code, name, column });
            continue;
        }
        match scored(&records, &column, element) {
            Ok((with, made)) => {
                records = with;
                out.push(Item { code, name, column: made });
            }
            Err(error) => problems.extend(error.problems),
        }
    }
    Error::unless_empty(problems)?;
    Ok((records, out))
}

/// Columns named by the study: the nine elements in their order, else each by its own name.
fn named(columns: &[String], order: NumberOrder) -> Vec<(String, Option<Element>)> {
    if columns.len() == Element::ALL.len() {
        return columns.iter().cloned().zip(Element::ALL.into_iter().map(Some)).collect();
    }
    let matching = match_columns(columns, order);
    columns.iter().enumerate().map(|(at, column)| (column.clone(), element_of(&matching, at))).collect()
}

fn element_of(matching: &Matching, column: usize) -> Option<Element> {
    let element = matching.columns.iter().find(|matched| matched.column == column)?.element;
    (matching.column(element) == Some(column)).then_some(element)
}

/// Columns found by their labels.
fn found(records: &Records, order: NumberOrder, notes: &mut Vec<Note>) -> Result<Vec<(String, Option<Element>)>> {
    let usable = |column: &&Column| !column.nik_like && (column.kind.is_numeric() || column.kind == ColumnKind::Text);
    let columns: Vec<&Column> = records.columns().iter().filter(usable).collect();
    let labels: Vec<&str> = columns.iter().map(|column| column.label.as_deref().unwrap_or(&column.name)).collect();
    let matching = match_columns(&labels, order);
    let chosen: Vec<(String, Option<Element>)> =
        Element::ALL.into_iter().filter_map(|element| Some((columns[matching.column(element)?].name.clone(), Some(element)))).collect();
    if chosen.len() < 2 {
        return Err(problems::no_elements().into());
    }
    notes.extend(matching.facts.iter().map(|fact| note(fact, &labels)));
    Ok(chosen)
}

fn note(fact: &LabelFact, labels: &[&str]) -> Note {
    match fact {
        LabelFact::OrderAssumed { order, .. } => {
            let (id, en) = match order {
                NumberOrder::Regulation => ("8 = pengaduan, 9 = sarana", "8 = complaints, 9 = facilities"),
                NumberOrder::Questionnaire => ("8 = sarana, 9 = pengaduan", "8 = facilities, 9 = complaints"),
            };
            Note::new(
                "element-order-assumed",
                text!(
                    "Unsur 8 dan 9 hanya bernomor; urutan yang dipakai: {id}. Periksa kuesionernya.",
                    "Elements 8 and 9 have numbers only; the order used: {en}. Check the questionnaire."
                ),
            )
        }
        LabelFact::NumberContradictsLabel { column, element, .. } => {
            let (label, code) = (labels.get(*column).copied().unwrap_or_default(), element.code());
            Note::new(
                "element-by-words",
                text!(
                    "Kolom \"{label}\" dibaca sebagai {code} menurut katanya, bukan nomornya.",
                    "The column \"{label}\" is read as {code} by its words, not its number."
                ),
            )
        }
        LabelFact::SeveralColumns { element, .. } => {
            let code = element.code();
            Note::new(
                "element-several",
                text!("Ada beberapa kolom untuk unsur {code}; unsur itu tidak dipakai.", "Several columns are element {code}; it is not used."),
            )
        }
        LabelFact::OtherInstrument { items } => Note::new(
            "other-instrument",
            text!(
                "Kuesioner memuat {items} butir, bukan sembilan unsur; hanya butir yang dikenali dari katanya yang dipakai.",
                "The questionnaire has {items} items, not nine elements; only those known by their words are used."
            ),
        ),
        LabelFact::Missing(missing) => {
            let codes = missing.iter().map(|element| element.code()).collect::<Vec<_>>().join(", ");
            Note::new(
                "element-missing",
                text!(
                    "Unsur tanpa kolom: {codes}. Indeks dihitung dari unsur lainnya.",
                    "Elements without a column: {codes}. The index is made from the others."
                ),
            )
        }
    }
}

/// Adds the scores of answers in words.
fn scored(records: &Records, column: &str, element: Option<Element>) -> Result<(Records, String)> {
    let (factor, _) = records.level_counts(column, KeyRole::Discrete)?;
    let answers: Vec<String> = (0..factor.levels.len() as u32).map(|code| factor.levels.label(code)).collect();
    let vocabulary = Vocabulary::infer(column, ItemKind::of(element), answers.iter().map(String::as_str))?;
    let scores: HashMap<String, f64> = answers.iter().filter_map(|answer| Some((answer.clone(), f64::from(vocabulary.score(answer)?)))).collect();
    let name = free_name(records, &format!("{column} (1-4)"));
    Ok((records.with_scores(&name, column, scores)?, name))
}
