//! What a run says of the study, the program, the files.

use super::Run;
use crate::data::{Engine, Records};
use crate::error::Result;
use crate::estimate::Note;
use crate::locale::{Lang, Text};
use crate::measure::calendar::WorkingCalendar;
use crate::panel::{KeyRole, Levels};
use crate::study::load::Study;
use crate::study::prepare::Prepared;
use crate::study::result::{ProgramFacts, SourceFacts, TrainingFacts};
use crate::study::schema::{Members, OneOrMany, OutcomeSection, OutcomeShows, OutcomeSource, Scalar, Words};
use crate::text;
use chrono::NaiveDate;
use std::path::{Component, Path};

/// Names that fit into a sentence; more are counted.
const NAMES: usize = 6;

/// `a, b dan c`.
fn enumerate(names: &[String]) -> Text {
    let joined = |and: &str| match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{}{and}{last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    };
    Text { id: joined(" dan "), en: joined(" and ") }
}

fn values(members: &Members) -> Vec<String> {
    fn items(values: &OneOrMany<Scalar>) -> &[Scalar] {
        values.items()
    }
    items(&members.values).iter().map(Scalar::label).collect()
}

/// How the treated and the comparison are called.
pub(super) fn groups(study: &Study, prepared: &Prepared) -> (Text, Text) {
    let program = &study.file.program;
    let treated = match (&program.treated_label, &program.treated) {
        (Some(words), _) => words.text(),
        (None, Some(members)) if values(members).len() <= NAMES => enumerate(&values(members)),
        _ => text!("peserta program", "participants"),
    };
    let others = || {
        let members = program.treated.as_ref()?;
        if let Some(comparison) = &program.comparison {
            return Some(values(comparison));
        }
        let (factor, _) = prepared.records.level_counts(&members.column, KeyRole::Discrete).ok()?;
        let own = values(members);
        Some((0..factor.levels.len() as u32).map(|code| factor.levels.label(code)).filter(|label| !own.contains(label)).collect())
    };
    let comparison = match (&program.comparison_label, others()) {
        (Some(words), _) => words.text(),
        (None, Some(names)) if !names.is_empty() && names.len() <= NAMES => enumerate(&names),
        _ => text!("kelompok pembanding", "the comparison group"),
    };
    (treated, comparison)
}

/// What the program was.
pub(super) fn program(run: &Run) -> ProgramFacts {
    let program = &run.study.file.program;
    let design = &run.prepared.design;
    ProgramFacts {
        name: program.name.text(),
        what: program.what.as_ref().map(Words::text).unwrap_or_default(),
        start: design.time.as_ref().zip(design.start).map(|((_, scale), start)| (*scale, start)),
        treated: run.treated.clone(),
        comparison: if design.treatment.is_some() { run.comparison.clone() } else { Text::default() },
        participation: program.participation,
    }
}

/// What the study is as one of a training.
pub(super) fn training(study: &Study) -> Option<TrainingFacts> {
    let of_staff = |outcome: &&OutcomeSection| outcome.shows == OutcomeShows::Behaviour;
    let behaviour = study.file.outcome.iter().filter(of_staff).map(|outcome| outcome.name.clone()).collect();
    study.file.program.training.unwrap_or(study.file.people.is_some()).then_some(TrainingFacts { behaviour })
}

/// The question of the study, else one made from the program and the main outcome.
pub(super) fn question(study: &Study) -> Text {
    if let Some(question) = &study.file.study.question {
        return question.text();
    }
    let name = study.file.program.name.text();
    let label = study.file.outcome.first().map(OutcomeSection::label).unwrap_or_default();
    Text::by(|l| match l {
        Lang::Id => format!("Apakah {} memperbaiki {}?", name.id, lower(&label.id)),
        Lang::En => format!("Did {} improve {}?", name.en, lower(&label.en)),
    })
}

/// A small first letter, except where the second is a capital too (`IKM`).
fn lower(words: &str) -> String {
    let mut letters = words.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(std::iter::once(second)).chain(letters).collect(),
        _ => words.to_owned(),
    }
}

/// The files with their hashes. Paths are those of the study, without this machine's folders.
pub(super) fn sources(study: &Study, records: &Records) -> Result<Vec<SourceFacts>> {
    let hashes = records.hashes()?;
    let folder = study.folder();
    let facts = records.files().iter().zip(hashes).map(|(file, sha256)| SourceFacts {
        // The name of records on an engine is no path of this machine.
        path: if file.engine.is_some() { file.path.display().to_string() } else { slashes(file.path.strip_prefix(folder).unwrap_or(&file.path)) },
        engine: file.engine.map(Engine::code),
        sha256,
        bytes: file.bytes,
        rows: file.rows,
        reading: file.reading.clone(),
    });
    Ok(facts.collect())
}

fn slashes(path: &Path) -> String {
    let parts: Vec<String> = path
        .components()
        .filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
            Component::ParentDir => Some("..".into()),
            _ => None,
        })
        .collect();
    // Of an absolute path the last folder and the name are enough to recognise it.
    let from = if path.is_absolute() { parts.len().saturating_sub(2) } else { 0 };
    parts[from..].join("/")
}

/// Names of the units that a report must not hold, as the data and their labels give them, and the key of what stands for them; nothing where it may.
pub(super) fn hidden_names(study: &Study, prepared: &Prepared) -> Result<(Vec<String>, String)> {
    let (Some(unit), false) = (&study.file.roles.unit, study.file.report.unit_names) else { return Ok(Default::default()) };
    let records = &prepared.records;
    let (factor, counts) = records.level_counts(unit, KeyRole::Discrete)?;
    let named = records.column(unit)?.value_labels.iter().map(|(_, label)| label.clone());
    let names: Vec<String> = (0..factor.levels.len() as u32).map(|code| factor.levels.label(code)).chain(named).collect();
    let counted: Vec<String> = counts.iter().map(ToString::to_string).collect();
    Ok((names, records.secret()? + &counted.join(" ")))
}

/// The path of the study file as a reader would type it.
pub(super) fn shown_path(path: &Path) -> String {
    slashes(path)
}

/// `a/../b/study.toml` as `b/study.toml`.
pub(super) fn without_detours(path: &Path) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let shown = path.display().to_string().replace('\\', "/");
    for part in shown.split('/') {
        match parts.last() {
            Some(before) if part == ".." && !["..", "."].contains(before) && !before.is_empty() => drop(parts.pop()),
            _ if part == "." => {}
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

/// Years of the data whose holidays the program does not know.
pub(super) fn calendar(study: &Study, records: &Records) -> Option<Note> {
    let rules = study.file.outcome.iter().filter_map(|outcome| match outcome.source() {
        Some(OutcomeSource::Duration(rule)) if rule.clock.uses_calendar() => Some(rule),
        _ => None,
    });
    let calendar = WorkingCalendar::new(&study.file.calendar).ok()?;
    let mut years = std::collections::BTreeSet::new();
    for rule in rules {
        let column = |name: &str| records.column(name).ok();
        let day = |text: Option<&String>| NaiveDate::parse_from_str(text?.get(..10)?, "%Y-%m-%d").ok().map(|day| i64::from(day.to_epoch_days()) * 86_400);
        let first = column(rule.start.date()).and_then(|column| day(column.min.as_ref()));
        let last = column(rule.end.date()).and_then(|column| day(column.max.as_ref()));
        if let (Some(first), Some(last)) = (first, last) {
            years.extend(calendar.years_without_holidays(first, last));
        }
    }
    if years.is_empty() {
        return None;
    }
    let list = years.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    Some(Note::new(
        "calendar-years-unknown",
        text!(
            "Hari libur dan Ramadan tahun {list} tidak ada dalam kalender program; hari-hari itu dihitung sebagai hari kerja biasa.",
            "Holidays and Ramadan of {list} are not in the program's calendar; those days count as ordinary working days."
        ),
    ))
}

/// Periods with Ramadan days among those given: for months at least a third of the month, else any day.
pub(super) fn ramadan(scale: crate::panel::TimeScale, periods: &Levels) -> Vec<crate::panel::Period> {
    use crate::panel::TimeScale;
    let Levels::Period(_, periods) = periods else { return Vec::new() };
    let least = match scale {
        TimeScale::Day => 1,
        TimeScale::Week => 4,
        TimeScale::Month => 10,
        TimeScale::Integer | TimeScale::Quarter | TimeScale::Year => return Vec::new(),
    };
    let mut days: std::collections::BTreeMap<crate::panel::Period, u32> = std::collections::BTreeMap::new();
    for year in &crate::measure::calendar::official().years {
        for day in year.ramadan.first.iter_days().take_while(|day| *day <= year.ramadan.last) {
            *days.entry(scale.period_of(day)).or_default() += 1;
        }
    }
    periods.iter().copied().filter(|period| days.get(period).is_some_and(|days| *days >= least)).collect()
}
