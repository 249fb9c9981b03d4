//! The elements of a satisfaction index as numeric columns, chosen as everywhere by [`choose`].

use super::prepare::free_name;
use super::schema::IndexRule;
use crate::data::{Column, ColumnKind, Records};
use crate::error::{Error, Result, study as problems};
use crate::estimate::Note;
use crate::measure::satisfaction::{Element, ItemKind, Vocabulary};
use crate::methods::satisfaction::{Elements, choose};
use crate::panel::KeyRole;
use std::collections::HashMap;

/// An item of the index.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    /// Which of the nine elements it is; none in another instrument.
    pub(super) element: Option<Element>,
    /// What the data call it.
    pub(super) name: String,
    /// Numeric column with scores 1–4.
    pub(super) column: String,
    /// Numeric column with its importance, where respondents were asked.
    pub(super) importance: Option<String>,
}

impl Item {
    /// `U1`, or the name where the items are not the nine elements.
    pub(super) fn code(&self) -> &str {
        self.element.map_or(self.name.as_str(), |element| element.code())
    }
}

/// The items of the rule, scored; answers in words get their scores, several questions on one element are averaged.
pub(super) fn items(records: &Records, rule: &IndexRule, notes: &mut Vec<Note>) -> Result<(Records, Vec<Item>)> {
    let usable = |column: &&Column| !column.nik_like && (column.kind.is_numeric() || column.kind == ColumnKind::Text);
    let (labels, columns): (Vec<String>, Vec<String>) = match &rule.elements {
        Some(named) => (named.clone(), named.clone()),
        None => {
            records.columns().iter().filter(usable).map(|column| (column.label.clone().unwrap_or_else(|| column.name.clone()), column.name.clone())).unzip()
        }
    };
    let chosen = match &rule.elements {
        Some(named) => choose(&labels, &Elements::InOrder(named))?,
        None => choose(&labels, &Elements::ByLabel(rule.order))?,
    };
    if rule.elements.is_none() && chosen.items.len() < 2 {
        return Err(problems::no_elements().into());
    }
    notes.extend(chosen.notes);
    let mut records = records.clone();
    let mut out = Vec::new();
    let mut problems = Vec::new();
    for (at, item) in chosen.items.into_iter().enumerate() {
        let mut scores = Vec::new();
        for column in item.columns.iter().map(|at| &columns[*at]) {
            if records.column(column)?.kind != ColumnKind::Text {
                scores.push(column.clone());
                continue;
            }
            match scored(&records, column, item.element) {
                Ok((with, made)) => {
                    records = with;
                    scores.push(made);
                }
                Err(error) => problems.extend(error.problems),
            }
        }
        let column = match scores.as_slice() {
            [] => continue,
            [only] => only.clone(),
            several => {
                let made = free_name(&records, &format!("{} (1-4)", item.name));
                records = records.with_average(&made, several, 1.0)?;
                made
            }
        };
        // Named in the order of the elements where these were matched by words, else in that of the columns.
        let place = item.element.filter(|_| rule.elements.is_none()).map_or(at, |element| element as usize);
        let importance = rule.importance.as_ref().and_then(|columns| columns.get(place).cloned());
        out.push(Item { element: item.element, name: item.name, column, importance });
    }
    Error::unless_empty(problems)?;
    Ok((records, out))
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
