//! `dampak satisfaction`: the satisfaction index of a survey, before/after where a period is given.

use super::arguments::SatisfactionArguments;
use super::output::deliver;
use super::progress::Terminal;
use crate::data::{Column, ColumnKind, RecordArrays, Records};
use crate::error::{Error, measure as problems};
use crate::locale::Lang;
use crate::methods::satisfaction::{Answers, Elements, Grouping, SatisfactionSample, SatisfactionSettings, choose, satisfaction, score};
use crate::study::Progress;
use crate::text;
use std::process::ExitCode;

/// Characters of a date up to its month: `2024-03`.
const TO_THE_MONTH: usize = 7;

/// Reads, scores, computes, and delivers the result.
pub(super) fn run(arguments: &SatisfactionArguments, lang: Lang) -> Result<ExitCode, Error> {
    let progress = Terminal::new(lang);
    let records = arguments.data.open(&progress)?;
    let (sample, after_from) = sample(&records, arguments)?;
    let settings =
        SatisfactionSettings { regime: arguments.regime, level: arguments.result.level, after_from, different_items: arguments.different_items, lang };
    progress.step(&text!("menghitung indeks", "computing the index"));
    let mut estimate = satisfaction(&sample, &settings)?;
    estimate.notes.extend(records.notes().iter().cloned());
    drop(progress);
    deliver(&estimate, &arguments.result, false, lang)
}

/// The survey as plain columns, and the first period of "after" where a start was given.
fn sample(records: &Records, arguments: &SatisfactionArguments) -> Result<(SatisfactionSample, Option<u32>), Error> {
    let groups = [&arguments.period, &arguments.by, &arguments.cluster];
    let (labels, columns) = candidates(records, arguments)?;
    let elements = if arguments.elements.is_empty() { Elements::ByLabel(arguments.order) } else { Elements::InOrder(&arguments.elements) };
    let chosen = choose(&labels, &elements)?;

    let wanted: Vec<usize> = chosen.items.iter().flat_map(|item| item.columns.iter().copied()).collect();
    let (words, numbers): (Vec<usize>, Vec<usize>) = wanted.into_iter().partition(|at| columns[*at].kind == ColumnKind::Text);
    let unreadable: Vec<_> = numbers.iter().filter_map(|at| records.numeric(&columns[*at].name).err()).flat_map(|error| error.problems).collect();
    Error::unless_empty(unreadable)?;
    let name = |at: &usize| columns[*at].name.as_str();
    let grouping: Vec<&str> = groups.into_iter().flatten().map(String::as_str).collect();
    let texts: Vec<&str> = words.iter().map(name).chain(grouping).collect();
    let asked: Vec<&str> = numbers.iter().map(name).chain(arguments.importance.iter().map(String::as_str)).collect();
    let mut arrays: RecordArrays = records.arrays(&asked, &texts)?;
    let importance = arrays.numbers.split_off(numbers.len());

    let (mut items, notes) = score(&chosen, |column| match (words.iter().position(|at| *at == column), numbers.iter().position(|at| *at == column)) {
        (Some(place), _) => Answers::Words(std::mem::take(&mut arrays.texts[place])),
        (None, Some(place)) => Answers::Scores(std::mem::take(&mut arrays.numbers[place])),
        (None, None) => Answers::Scores(Vec::new()),
    })?;
    if !importance.is_empty() {
        if importance.len() != items.len() {
            return Err(problems::importance_columns(importance.len(), items.len()).into());
        }
        items.iter_mut().zip(importance).for_each(|(item, values)| item.importance = Some(values));
    }
    let mut labels = arrays.texts.into_iter().skip(words.len());
    let [period, region, unit] = groups.map(|column| column.as_deref().zip(column.as_ref().and_then(|_| labels.next())));
    let (periods, after_from) = match period {
        Some((name, labels)) => periods(records.column(name)?, labels, arguments.start.as_deref())?,
        None => (None, None),
    };
    let grouped = |found: Option<(&str, Vec<Option<String>>)>| found.map(|(name, labels)| Grouping::labels(name, &labels));
    let sample =
        SatisfactionSample { periods, regions: grouped(region), units: grouped(unit), account: arrays.account, notes, ..SatisfactionSample::new(items) };
    Ok((sample, after_from))
}

/// Columns that may be elements, with the words to know them by: all that were named, else every number or text that is nobody's identity number and has no
/// other part here.
fn candidates<'a>(records: &'a Records, arguments: &SatisfactionArguments) -> Result<(Vec<String>, Vec<&'a Column>), Error> {
    if !arguments.elements.is_empty() {
        let found: Vec<_> = arguments.elements.iter().map(|name| records.column(name)).collect();
        let missing = found.iter().filter_map(|column| column.as_ref().err()).flat_map(|error| error.problems.clone()).collect();
        Error::unless_empty(missing)?;
        return Ok((arguments.elements.clone(), found.into_iter().flatten().collect()));
    }
    let other = [&arguments.period, &arguments.by, &arguments.cluster];
    let usable = |column: &&Column| {
        let taken = other.into_iter().flatten().chain(&arguments.importance).any(|name| *name == column.name);
        !taken && !column.nik_like && (column.kind.is_numeric() || column.kind == ColumnKind::Text)
    };
    let columns: Vec<&Column> = records.columns().iter().filter(usable).collect();
    Ok((columns.iter().map(|column| column.label.clone().unwrap_or_else(|| column.name.clone())).collect(), columns))
}

/// The periods of the respondents; dates are split at the start, where there is one.
fn periods(column: &Column, mut labels: Vec<Option<String>>, start: Option<&str>) -> Result<(Option<Grouping>, Option<u32>), Error> {
    let name = column.name.as_str();
    if column.kind == ColumnKind::Month {
        for label in labels.iter_mut().flatten() {
            label.truncate(TO_THE_MONTH);
        }
    }
    let Some(start) = start else {
        return Ok((Some(Grouping::periods(name, &labels)?), None));
    };
    if matches!(column.kind, ColumnKind::Date | ColumnKind::Datetime) {
        return Ok((Some(Grouping::split_days(name, &labels, start)?), None));
    }
    let periods = Grouping::periods(name, &labels)?;
    let first = periods.first_from(start).ok_or_else(|| problems::periods_not_ordered(name, start))?;
    Ok((Some(periods), Some(first)))
}
