//! The file of participants as plain slices: read, one entry a person, every problem at its line of the study file.

use super::load::Study;
use super::prepare::labels;
use super::schema::{Arms, LongScores, PeopleSection, Shows, Words};
use crate::data::Records;
use crate::error::{Error, Problem, Result, study as problems};
use crate::locale::Text;
use crate::methods::people::{PeopleItem, PeopleSample, Subgroups};
use crate::panel::{DropReason, KeyRole, SampleAccount};
use crate::text;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The participants of a study.
pub(super) struct People {
    /// Their file.
    pub(super) records: Records,
    /// One entry a person.
    pub(super) sample: PeopleSample,
    /// Each item in words, and what it shows.
    pub(super) items: Vec<(Text, Shows)>,
    /// How many there are.
    #[allow(clippy::struct_field_names)] // they are counted
    pub(super) people: u64,
    /// Rows in, rows out.
    pub(super) account: SampleAccount,
}

/// Reads the participants of a study; none where it has no such file. Errors: every problem of the file and of the section, each at its line.
pub(super) fn people(study: &Study) -> Result<Option<People>> {
    let Some(section) = &study.file.people else { return Ok(None) };
    let sources: Vec<String> = section.files.items().iter().map(|file| study.folder().join(file).display().to_string()).collect();
    let records = crate::data::open(&sources, &section.reading)
        .map_err(|error| Error { problems: error.problems.iter().map(|problem| study.at("people.files", problem)).collect() })?;
    let records = if section.deduplicate { records.without_copies()? } else { records };
    columns(study, section, &records)?;
    let (who, mut account, arrays) = rows(section, &records)?;
    let mut found = Vec::new();
    let groups = groups(study, section, &records, &who, &arrays.groups, &mut found)?;
    let (items, words) = match &section.long {
        Some(long) => long_items(study, section, long, &who, &arrays, &mut account, &mut found),
        None => wide_items(study, section, &who, &arrays, &mut found),
    };
    above_maximum(study, &items, &mut found);
    Error::unless_empty(found)?;
    let of_person = |values: &[Option<f64>]| {
        let mut out = vec![None; who.count];
        who.person.iter().zip(values).for_each(|(person, value)| {
            if let (Some(person), Some(_)) = (person, value) {
                out[*person] = *value;
            }
        });
        out
    };
    let reaction = section.reaction.iter().flat_map(|reaction| &reaction.columns).zip(&arrays.reaction);
    let reaction = reaction.map(|(column, values)| (column.clone(), of_person(values))).collect();
    Ok(Some(People { sample: PeopleSample { items, groups, reaction }, items: words, people: who.count as u64, records, account }))
}

/// Who stands in each row.
struct Who {
    person: Vec<Option<usize>>,
    count: usize,
}

/// The columns of the section, each as long as there are rows.
struct Arrays {
    /// The columns of each item in turn, or the score alone.
    scores: Vec<Vec<Option<f64>>>,
    reaction: Vec<Vec<Option<f64>>>,
    groups: Vec<Vec<Option<String>>>,
    /// Time and, where there is one, item of the long form.
    long: Vec<Vec<Option<String>>>,
}

/// Every column that is not there, or not in the form that it is needed in.
fn columns(study: &Study, section: &PeopleSection, records: &Records) -> Result<()> {
    let mut found = Vec::new();
    let mut see = |path: String, result: Result<&crate::data::Column>| {
        if let Err(error) = result {
            found.extend(error.problems.iter().map(|problem| study.at(&path, problem)));
        }
    };
    see("people.id".into(), records.column(&section.id));
    for (index, item) in section.item.iter().enumerate() {
        item.columns().for_each(|(key, column)| see(format!("people.item[{index}].{key}"), records.numeric(column)));
    }
    if let Some(long) = &section.long {
        see("people.long.when".into(), records.column(&long.when));
        see("people.long.score".into(), records.numeric(&long.score));
        if let Some(item) = &long.item {
            see("people.long.item".into(), shown(records, item));
        }
    }
    for (index, by) in section.by.iter().enumerate() {
        see(format!("people.by[{index}]"), shown(records, by.column()));
    }
    for (index, column) in section.reaction.iter().flat_map(|reaction| &reaction.columns).enumerate() {
        see(format!("people.reaction.columns[{index}]"), records.numeric(column));
    }
    Error::unless_empty(found)
}

/// A column whose values are shown.
fn shown<'a>(records: &'a Records, name: &str) -> Result<&'a crate::data::Column> {
    let column = records.column(name)?;
    if column.nik_like { Err(problems::identity_numbers(name).into()) } else { Ok(column) }
}

fn rows(section: &PeopleSection, records: &Records) -> Result<(Who, SampleAccount, Arrays)> {
    let mut numbers: Vec<&str> = Vec::new();
    let mut texts: Vec<&str> = vec![&section.id];
    for item in &section.item {
        numbers.extend(item.columns().map(|(_, column)| column));
    }
    numbers.extend(section.long.iter().map(|long| long.score.as_str()));
    let scores = numbers.len();
    numbers.extend(section.reaction.iter().flat_map(|reaction| &reaction.columns).map(String::as_str));
    texts.extend(section.by.iter().map(Arms::column));
    if let Some(long) = &section.long {
        texts.push(&long.when);
        texts.extend(long.item.as_deref());
    }
    let mut arrays = records.arrays(&numbers, &texts)?;
    let mut account = arrays.account;
    let reaction = arrays.numbers.split_off(scores);
    let long = arrays.texts.split_off(1 + section.by.len());
    let groups = arrays.texts.split_off(1);
    let ids = arrays.texts.pop().unwrap_or_default();
    let mut known: HashMap<&str, usize> = HashMap::new();
    let mut person = Vec::with_capacity(ids.len());
    for id in &ids {
        let next = known.len();
        person.push(id.as_deref().map(|id| *known.entry(id).or_insert(next)));
    }
    let count = known.len();
    let without = person.iter().filter(|person| person.is_none()).count() as u64;
    if without > 0 {
        account.drop_rows(DropReason::Missing(section.id.clone()), without);
    }
    account.units = Some(count as u64);
    Ok((Who { person, count }, account, Arrays { scores: arrays.numbers, reaction, groups, long }))
}

fn groups(
    study: &Study,
    section: &PeopleSection,
    records: &Records,
    who: &Who,
    columns: &[Vec<Option<String>>],
    found: &mut Vec<Problem>,
) -> Result<Vec<Subgroups>> {
    let mut out = Vec::new();
    for (index, (by, column)) in section.by.iter().zip(columns).enumerate() {
        let (factor, _) = records.level_counts(by.column(), KeyRole::Discrete)?;
        let known: Vec<String> = (0..factor.levels.len() as u32).map(|code| factor.levels.label(code)).collect();
        let levels = by.values().map_or_else(|| known.clone(), labels);
        let path = format!("people.by[{index}]");
        let line = study.lines.of(&path);
        let absent = levels.iter().filter(|level| !known.contains(level));
        found.extend(absent.map(|level| problems::value_not_in_data(&study.shown_path(), line, by.column(), level, &known)));
        let mut codes: Vec<Option<usize>> = vec![None; who.count];
        let mut seen: Vec<Option<&str>> = vec![None; who.count];
        let mut moved = BTreeSet::new();
        for (person, label) in who.person.iter().zip(column) {
            let (Some(person), Some(label)) = (person, label) else { continue };
            if seen[*person].is_some_and(|before| before != label) {
                moved.insert(*person);
            }
            seen[*person] = Some(label);
            codes[*person] = levels.iter().position(|level| level == label);
        }
        if !moved.is_empty() {
            found.push(study.at(&path, &problems::people_in_two_groups(by.column(), moved.len() as u64)));
        }
        out.push(Subgroups { by: by.column().to_owned(), codes, levels });
    }
    Ok(out)
}

/// One row a person; people with several rows are a problem.
fn wide_items(study: &Study, section: &PeopleSection, who: &Who, arrays: &Arrays, found: &mut Vec<Problem>) -> (Vec<PeopleItem>, Vec<(Text, Shows)>) {
    let mut row_of: Vec<Option<usize>> = vec![None; who.count];
    let mut again = BTreeSet::new();
    for (row, person) in who.person.iter().enumerate() {
        let Some(person) = person else { continue };
        if row_of[*person].replace(row).is_some() {
            again.insert(*person);
        }
    }
    if !again.is_empty() {
        found.push(study.at("people.id", &problems::people_twice(&section.id, again.len() as u64)));
    }
    let score = |column: Option<&Vec<Option<f64>>>| row_of.iter().map(|row| column?.get((*row)?).copied().flatten()).collect::<Vec<_>>();
    let mut columns = arrays.scores.iter();
    let mut of = |asked: bool| if asked { score(columns.next()) } else { Vec::new() };
    let items = section.item.iter().map(|item| PeopleItem {
        code: item.name.clone(),
        max: item.max.or(section.max),
        standard: item.standard.or(section.standard),
        averaged: item.shows == Shows::Learning,
        before: of(item.before.is_some()),
        after: of(true),
        importance: of(item.importance.is_some()),
    });
    (items.collect(), section.item.iter().map(|item| (item.label(), item.shows)).collect())
}

/// One row a person, item and time; several rows of one are a problem, times that are neither before nor after are counted.
fn long_items(
    study: &Study,
    section: &PeopleSection,
    long: &LongScores,
    who: &Who,
    arrays: &Arrays,
    account: &mut SampleAccount,
    found: &mut Vec<Problem>,
) -> (Vec<PeopleItem>, Vec<(Text, Shows)>) {
    let [before, after] = [labels(&long.before), labels(&long.after)];
    let whens = arrays.long.first().map_or(&[][..], Vec::as_slice);
    let known: Vec<String> = whens.iter().flatten().cloned().collect::<BTreeSet<_>>().into_iter().collect();
    for (key, wanted) in [("before", &before), ("after", &after)] {
        let path = format!("people.long.{key}");
        let line = study.lines.of(&path);
        let absent = wanted.iter().filter(|value| !known.contains(value));
        found.extend(absent.map(|value| problems::value_not_in_data(&study.shown_path(), line, &long.when, value, &known)));
    }
    let only = Some(section.long.as_ref().map(|long| long.score.clone()).unwrap_or_default());
    let mut scores: BTreeMap<&str, [Vec<Option<f64>>; 2]> = BTreeMap::new();
    let (mut elsewhere, mut without, mut again) = (0, 0, BTreeSet::new());
    for (row, person) in who.person.iter().enumerate() {
        let Some(person) = person else { continue };
        let when = whens.get(row).and_then(Option::as_ref);
        let side = match when {
            Some(when) if before.contains(when) => 0,
            Some(when) if after.contains(when) => 1,
            _ => {
                elsewhere += 1;
                continue;
            }
        };
        let item = if long.item.is_some() { arrays.long.get(1).and_then(|items| items.get(row)?.as_deref()) } else { only.as_deref() };
        let Some(item) = item else {
            without += 1;
            continue;
        };
        let sides = scores.entry(item).or_insert_with(|| [vec![None; who.count], vec![None; who.count]]);
        let value = arrays.scores.first().and_then(|column| column.get(row).copied().flatten());
        if value.is_some() && sides[side][*person].is_some() {
            again.insert(*person);
        } else if value.is_some() {
            sides[side][*person] = value;
        }
    }
    if !again.is_empty() {
        found.push(study.at("people.id", &problems::people_twice(&section.id, again.len() as u64)));
    }
    if elsewhere > 0 {
        account.drop_rows(DropReason::Other(text!("waktu bukan sebelum atau sesudah", "time is neither before nor after")), elsewhere);
    }
    if let (Some(item), true) = (&long.item, without > 0) {
        account.drop_rows(DropReason::Missing(item.clone()), without);
    }
    let words = |code: &str| long.names.get(code).map_or_else(|| Text::same(code), Words::text);
    let labels = scores.keys().map(|code| (words(code), long.shows)).collect();
    let items = scores.into_iter().map(|(code, [before, after])| PeopleItem {
        code: code.to_owned(),
        max: section.max,
        standard: long.standards.get(code).copied().or(section.standard),
        averaged: true,
        before,
        after,
        importance: Vec::new(),
    });
    (items.collect(), labels)
}

/// Scores above the highest possible one: the maximum is not that of this test.
fn above_maximum(study: &Study, items: &[PeopleItem], found: &mut Vec<Problem>) {
    for (index, item) in items.iter().enumerate() {
        let Some(max) = item.max else { continue };
        let above = item.before.iter().chain(&item.after).chain(&item.importance).flatten().filter(|score| **score > max).count() as u64;
        if above > 0 {
            let path = format!("people.item[{index}]");
            let path = if study.lines.has(&path) { path } else { "people".into() };
            found.push(study.at(&path, &problems::score_above_maximum(&item.code, max, above)));
        }
    }
}
