//! From a study and its records to columns that methods can use: filters, outcomes, who is treated and when.

use super::load::Study;
use super::schema::{Filter, Instant, Members, OneOrMany, OutcomeSection, OutcomeSource, Scalar};
use crate::data::{Column, ColumnKind, Condition, Moment, Records, Test, truth_of};
use crate::design::Treatment;
use crate::error::{Error, Problem, Result, study as problems};
use crate::estimate::Note;
use crate::measure::calendar::WorkingCalendar;
use crate::panel::{CellKey, Cells, KeyRole, Levels, Period, TimeScale};
use crate::text;
use std::collections::BTreeSet;

/// Made column, 0/1: of the treated group.
pub(super) const TREATED: &str = "dampak:treated";
/// Made column, 0/1: after the start.
pub(super) const AFTER: &str = "dampak:after";
/// Made column, 0/1: a status that was written in words.
const STATUS: &str = "dampak:status";

/// Who is treated and when, as columns of the records.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Design {
    /// 0/1: of the treated group; none where all are treated.
    pub(super) group: Option<String>,
    /// 0/1: after the start; none where starts differ.
    pub(super) post: Option<String>,
    /// What difference-in-differences goes by; none without a comparison group.
    pub(super) treatment: Option<Treatment>,
    /// Time column and its scale.
    pub(super) time: Option<(String, TimeScale)>,
    /// First period of the program, where there is one start.
    pub(super) start: Option<Period>,
}

/// An outcome as a column of the records.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Measured {
    /// Column.
    pub(super) column: String,
    /// Elements of an index.
    pub(super) items: Vec<super::survey::Item>,
    /// The outcome and the standard behind a share within it.
    pub(super) share_of: Option<(String, f64)>,
}

/// Records with everything that the analyses need.
#[derive(Clone)]
pub(super) struct Prepared {
    pub(super) records: Records,
    /// The records with the units next to the treated, where the study names them.
    pub(super) near: Option<Records>,
    pub(super) design: Design,
    /// In the order of the study.
    pub(super) outcomes: Vec<Measured>,
    pub(super) notes: Vec<Note>,
}

/// Adds filters, outcomes and the design to the records. Errors: every problem that can be found in one go, each at its line.
pub(super) fn prepare(study: &Study, records: &Records) -> Result<Prepared> {
    Error::unless_empty(super::columns::check(study, records))?;
    let mut problems = Vec::new();
    let mut notes = Vec::new();
    let mut records = filtered(study, records, &mut problems)?;
    let mut outcomes = Vec::new();
    let calendar = WorkingCalendar::new(&study.file.calendar)?;
    for (index, section) in study.file.outcome.iter().enumerate() {
        match measured(study, &records, section, &calendar, &mut notes) {
            Ok((with, outcome)) => {
                records = with;
                outcomes.push(outcome);
            }
            Err(error) => problems.extend(error.problems.iter().map(|problem| study.at(&format!("outcome[{index}]"), problem))),
        }
    }
    if let Some(members) = &study.file.program.neighbours {
        problems.extend(occurring(study, &records, "program.neighbours", members).err().into_iter().flat_map(|error| error.problems));
    }
    for (index, arms) in study.file.analysis.arms.iter().enumerate() {
        if let Some(values) = arms.values() {
            let members = Members { column: arms.column().to_owned(), values: values.clone() };
            problems.extend(occurring(study, &records, &format!("analysis.arms[{index}]"), &members).err().into_iter().flat_map(|error| error.problems));
        }
    }
    let design = match design(study, &mut records, &mut notes) {
        Ok(design) => Some(design),
        Err(error) => {
            problems.extend(error.problems);
            None
        }
    };
    Error::unless_empty(problems)?;
    let design = design.unwrap_or(Design { group: None, post: None, treatment: None, time: None, start: None });
    let near = study.file.program.neighbours.as_ref().map(|_| records.clone());
    if let Some(members) = &study.file.program.neighbours {
        records = records.with_filter(&Condition::new(&members.column, Test::NotIn(labels(&members.values))))?;
    }
    Ok(Prepared { records, near, design, outcomes, notes })
}

pub(super) fn labels(values: &OneOrMany<Scalar>) -> Vec<String> {
    values.items().iter().map(Scalar::label).collect()
}

fn filtered(study: &Study, records: &Records, problems: &mut Vec<Problem>) -> Result<Records> {
    let mut records = if study.file.data.deduplicate { records.without_copies()? } else { records.clone() };
    for (index, filter) in study.file.data.filter.iter().enumerate() {
        for condition in conditions(filter) {
            match records.with_filter(&condition) {
                Ok(kept) => records = kept,
                Err(error) => problems.extend(error.problems.iter().map(|problem| study.at(&format!("data.filter[{index}]"), problem))),
            }
        }
    }
    let program = &study.file.program;
    if let (Some(treated), Some(comparison)) = (&program.treated, &program.comparison) {
        let values = labels(&treated.values).into_iter().chain(labels(&comparison.values)).collect();
        records = records.with_filter(&Condition::new(&treated.column, Test::In(values)))?;
    }
    Ok(records)
}

fn conditions(filter: &Filter) -> Vec<Condition> {
    let tests = [
        filter.keep.as_ref().map(|values| Test::In(labels(values))),
        filter.drop.as_ref().map(|values| Test::NotIn(labels(values))),
        filter.from.as_ref().map(|value| Test::AtLeast(value.label())),
        filter.to.as_ref().map(|value| Test::AtMost(value.label())),
    ];
    tests.into_iter().flatten().map(|test| Condition::new(&filter.column, test)).collect()
}

/// Where an instant is written, for the records.
pub(super) fn moment(instant: &Instant) -> Moment {
    Moment { date: instant.date().to_owned(), time: instant.time().map(str::to_owned) }
}

/// A name for a made column that no column has.
pub(super) fn free_name(records: &Records, wanted: &str) -> String {
    let mut name = wanted.to_owned();
    while records.columns().iter().any(|column| column.name == name) {
        name.push('*');
    }
    name
}

fn measured(study: &Study, records: &Records, section: &OutcomeSection, calendar: &WorkingCalendar, notes: &mut Vec<Note>) -> Result<(Records, Measured)> {
    let name = free_name(records, &section.name);
    let plain = |column: String| Measured { column, items: Vec::new(), share_of: None };
    match section.source() {
        Some(OutcomeSource::Duration(rule)) => Ok((records.with_duration(&name, &moment(&rule.start), &moment(&rule.end), rule.clock, calendar)?, plain(name))),
        Some(OutcomeSource::Column(column)) => Ok((records.clone(), plain(column.to_owned()))),
        Some(OutcomeSource::Gain(rule)) => Ok((records.with_gain(&name, &rule.before, &rule.after, rule.max)?, plain(name))),
        Some(OutcomeSource::Index(rule)) => {
            let (with, items) = super::survey::items(records, rule, notes)?;
            let columns: Vec<String> = items.iter().map(|item| item.column.clone()).collect();
            Ok((with.with_average(&name, &columns, 25.0)?, Measured { column: name, items, share_of: None }))
        }
        Some(OutcomeSource::WithinTarget(other)) => {
            let sections = &study.file.outcome;
            let found = sections.iter().find(|section| section.name == other).and_then(|section| Some((section, section.target?)));
            let Some((base, target)) = found else { return Err(problems::no_outcome(&section.name).into()) };
            // Made on its own, so that the order of the outcomes does not matter.
            let (with, of) = measured(study, records, base, calendar, notes)?;
            let with = with.with_target(&name, &of.column, target, base.better())?;
            Ok((with, Measured { column: name, items: Vec::new(), share_of: Some((of.column, target)) }))
        }
        None => Err(problems::no_outcome(&section.name).into()),
    }
}

/// The scale of the time column: as said, else months for dates, else as the column stands.
fn time_scale(column: &Column, said: Option<TimeScale>) -> TimeScale {
    said.unwrap_or(match column.kind {
        ColumnKind::Date | ColumnKind::Datetime | ColumnKind::Month => TimeScale::Month,
        ColumnKind::Quarter => TimeScale::Quarter,
        _ => TimeScale::Integer,
    })
}

fn design(study: &Study, records: &mut Records, notes: &mut Vec<Note>) -> Result<Design> {
    let (roles, program) = (&study.file.roles, &study.file.program);
    let mut time = None;
    if let Some(role) = &roles.time {
        let column = records.column(role.column())?;
        let mut scale = time_scale(column, role.scale());
        if column.kind.is_date() {
            records.date(role.column()).map_err(|error| placed(study, "roles.time", &error))?;
        } else {
            // Text such as 2024-03 carries its scale with it.
            let (factor, _) = records.level_counts(role.column(), KeyRole::Period(role.scale())).map_err(|error| placed(study, "roles.time", &error))?;
            if let Levels::Period(found, _) = factor.levels {
                scale = found;
            }
        }
        time = Some((role.column().to_owned(), scale));
    }
    let mut design = Design { group: None, post: None, treatment: None, time, start: None };
    if let Some(post) = &program.post {
        design.post = Some(flag(study, records, "program.post", post, AFTER)?);
    }
    if let (Some(moment), Some((_, scale))) = (&program.start, &design.time) {
        design.start = moment.period(*scale);
        if let (Some(day), Some(first)) = (moment.day(), design.start.and_then(|start| scale.first_day(start)))
            && day != first
            && matches!(moment, super::schema::Moment::Text(text) if text.trim().len() >= 10)
        {
            let scale = *scale;
            notes.push(Note::new(
                "start-within-period",
                text!(
                    |l| format!("Program dimulai di tengah {}; seluruh {} itu dihitung sesudah program.", scale.unit(l), scale.unit(l)),
                    format!("The program began within a {}; the whole {} counts as after.", scale.unit(l), scale.unit(l)),
                ),
            ));
        }
    }
    if let (Some(start), None, Some((column, scale))) = (design.start, &program.post, design.time.clone()) {
        *records = after(records, AFTER, &column, scale, start).map_err(|error| placed(study, "program.start", &error))?;
        design.post = Some(AFTER.into());
    }
    if let Some(members) = &program.treated {
        occurring(study, records, "program.treated", members)?;
        if let Some(comparison) = &program.comparison {
            occurring(study, records, "program.comparison", comparison)?;
        }
        *records = records.with_mapping(TREATED, &members.column, &labels(&members.values))?;
        design.group = Some(TREATED.into());
    } else if let Some(group) = &program.group {
        design.group = Some(flag(study, records, "program.group", group, TREATED)?);
    }
    if let (Some(group), Some(post)) = (&design.group, &design.post) {
        design.treatment = Some(Treatment::GroupPost { group: group.clone(), post: post.clone() });
    }
    if let (Some(cohort), Some(unit)) = (&program.cohort, &roles.unit) {
        staggered(study, records, &mut design, unit, cohort)?;
    } else if let (Some(status), Some(unit)) = (&program.status, &roles.unit) {
        switching(study, records, &mut design, unit, status)?;
    }
    Ok(design)
}

fn placed(study: &Study, path: &str, error: &Error) -> Error {
    Error { problems: error.problems.iter().map(|problem| study.at(path, problem)).collect() }
}

/// A 0/1 column as numbers; one with words (`ya`, `tidak`) gets a made column beside it.
fn flag(study: &Study, records: &mut Records, path: &str, column: &str, made: &str) -> Result<String> {
    // Says which values are no 0/1.
    records.level_counts(column, KeyRole::Binary).map_err(|error| placed(study, path, &error))?;
    if records.column(column)?.kind != ColumnKind::Text {
        return Ok(column.to_owned());
    }
    let (factor, _) = records.level_counts(column, KeyRole::Discrete)?;
    let words = (0..factor.levels.len() as u32).map(|code| factor.levels.label(code));
    let ones: Vec<String> = words.filter(|word| truth_of(word) == Some(true)).collect();
    *records = records.with_mapping(made, column, &ones)?;
    Ok(made.to_owned())
}

/// Adds 0/1: at or after the start.
pub(super) fn after(records: &Records, name: &str, column: &str, scale: TimeScale, start: Period) -> Result<Records> {
    let kind = records.column(column)?.kind;
    if let (true, Some(first)) = (kind.is_date(), scale.first_day(start)) {
        return records.with_after(name, column, first);
    }
    if kind == ColumnKind::Text {
        let (factor, _) = records.level_counts(column, KeyRole::Discrete)?;
        let words = (0..factor.levels.len() as u32).map(|code| factor.levels.label(code));
        let later = words.filter(|word| super::schema::Moment::Text(word.clone()).period(scale).is_some_and(|period| period >= start)).collect::<Vec<_>>();
        return records.with_mapping(name, column, &later);
    }
    // Months that are written as 202403.
    let number = match scale {
        TimeScale::Month => start.0.div_euclid(12) * 100 + start.0.rem_euclid(12) + 1,
        _ => start.0,
    };
    records.with_indicator(name, &Condition::new(column, Test::AtLeast(number.to_string())))
}

/// The values of a group occur in the data; each that does not is a problem with the nearest one that does.
fn occurring(study: &Study, records: &Records, path: &str, members: &Members) -> Result<()> {
    let (factor, _) = records.level_counts(&members.column, KeyRole::Discrete)?;
    let known: Vec<String> = (0..factor.levels.len() as u32).map(|code| factor.levels.label(code)).collect();
    let wanted = labels(&members.values);
    let line = study.lines.of(&format!("{path}.values"));
    let problems: Vec<Problem> = wanted
        .iter()
        .filter(|value| !known.contains(value))
        .map(|value| problems::value_not_in_data(&study.shown_path(), line, &members.column, value, &known))
        .collect();
    Error::unless_empty(problems)
}

/// Units that are ever treated get the group column.
fn ever_treated(records: &Records, unit: &str, units: &BTreeSet<String>) -> Result<Records> {
    let units: Vec<String> = units.iter().cloned().collect();
    records.with_mapping(TREATED, unit, &units)
}

fn staggered(study: &Study, records: &mut Records, design: &mut Design, unit: &str, cohort: &str) -> Result<()> {
    let scale = design.time.as_ref().map(|(_, scale)| *scale);
    let keys = vec![CellKey { column: unit.to_owned(), role: KeyRole::Discrete }, CellKey { column: cohort.to_owned(), role: KeyRole::Cohort(scale) }];
    let cells = records.grouped(keys).map_err(|error| placed(study, "program.cohort", &error))?;
    let Levels::Period(_, starts) = &cells.keys[1].levels else { return Ok(()) };
    let mut treated = BTreeSet::new();
    for cell in 0..cells.len() {
        if starts[cells.keys[1].codes[cell] as usize] != crate::data::NEVER {
            treated.insert(cells.keys[0].levels.label(cells.keys[0].codes[cell]));
        }
    }
    *records = ever_treated(records, unit, &treated)?;
    design.group = Some(TREATED.into());
    let own: Vec<Period> = starts.iter().copied().filter(|start| *start != crate::data::NEVER).collect();
    if let ([start], Some((column, scale)), None) = (own.as_slice(), design.time.clone(), &design.post) {
        *records = after(records, AFTER, &column, scale, *start)?;
        design.post = Some(AFTER.into());
        design.start = Some(*start);
    }
    design.treatment = Some(Treatment::Cohort(cohort.to_owned()));
    Ok(())
}

/// The period in which all treated units switch on for good, so that it divides the comparison's records too; none where they differ.
fn common_start(cells: &Cells, treated: &BTreeSet<String>) -> Option<Period> {
    let [units, status, time] = cells.keys.as_slice() else { return None };
    let Levels::Period(_, periods) = &time.levels else { return None };
    let at = |cell: usize| periods[time.codes[cell] as usize];
    let on = |cell: usize| status.levels.value(status.codes[cell]) == Some(1.0);
    let start = (0..cells.len()).filter(|cell| on(*cell)).map(at).min()?;
    let members = (0..cells.len()).filter(|cell| treated.contains(&units.levels.label(units.codes[*cell])));
    members.into_iter().all(|cell| on(cell) == (at(cell) >= start)).then_some(start)
}

fn switching(study: &Study, records: &mut Records, design: &mut Design, unit: &str, status: &str) -> Result<()> {
    let mut keys = vec![CellKey { column: unit.to_owned(), role: KeyRole::Discrete }, CellKey { column: status.to_owned(), role: KeyRole::Binary }];
    keys.extend(design.time.iter().map(|(column, scale)| CellKey { column: column.clone(), role: KeyRole::Period(Some(*scale)) }));
    let cells = records.grouped(keys).map_err(|error| placed(study, "program.status", &error))?;
    let on = |cell: &usize| cells.keys[1].levels.value(cells.keys[1].codes[*cell]) == Some(1.0);
    let treated = (0..cells.len()).filter(on).map(|cell| cells.keys[0].levels.label(cells.keys[0].codes[cell])).collect();
    *records = ever_treated(records, unit, &treated)?;
    design.group = Some(TREATED.into());
    if let (Some(start), Some((column, scale)), None) = (common_start(&cells, &treated), design.time.clone(), &design.post) {
        *records = after(records, AFTER, &column, scale, start)?;
        design.post = Some(AFTER.into());
        design.start = Some(start);
        design.treatment = Some(Treatment::Status(flag(study, records, "program.status", status, STATUS)?));
        return Ok(());
    }
    // Before and after of the treated: each unit by its own status.
    let status = flag(study, records, "program.status", status, AFTER)?;
    design.post = Some(status.clone());
    design.treatment = Some(Treatment::Status(status));
    Ok(())
}
