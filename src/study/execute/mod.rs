//! A run of a study: every analysis that it asks for, as data that the report is written from.
//!
//! Each outcome goes through the same steps: one pass that makes the cells, the methods on the cells, before and after on the records of the
//! treated, groups, trends, spread, checks, grade. Same study, same data, same seed: same result.

mod again;
mod arms;
mod before;
mod calendar;
mod did;
mod evidence;
mod facts;
mod groups;
mod index;
mod member;
mod neighbours;
mod outcome;
mod paired;
mod participation;
mod people;
mod robustness;
mod scales;
mod series;
mod several;
mod signs;
mod specifications;
mod spread;
mod survey;
mod units;
mod worth;

use super::check::{open, open_columns};
use super::load::Study;
use super::prepare::{Prepared, prepare};
use super::result::{OutcomeResult, StudyResult};
use crate::checks::Untouched;
use crate::data::Records;
use crate::error::{Error, Result};
use crate::locale::Text;
use crate::panel::SampleAccount;
use crate::text;
use outcome::Wanted;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

pub(super) use member::member;

/// Told what a run is at; shows it to people or does not.
pub trait Progress: Sync {
    /// The next step begins.
    fn step(&self, what: &Text);
}

/// Shows nothing.
pub struct Quiet;

impl Progress for Quiet {
    fn step(&self, _: &Text) {}
}

/// What every step needs.
pub(super) struct Run<'a> {
    pub(super) study: &'a Study,
    pub(super) prepared: &'a Prepared,
    pub(super) progress: &'a dyn Progress,
    /// The treated and the comparison, as the report calls them.
    pub(super) treated: Text,
    pub(super) comparison: Text,
}

impl Run<'_> {
    /// Errors of an outcome at its line.
    pub(super) fn placed(&self, index: usize, error: &Error) -> Error {
        Error { problems: error.problems.iter().map(|problem| self.study.at(&format!("outcome[{index}]"), problem)).collect() }
    }
}

/// Opens the files of a study and runs it. Errors: those of [`super::check`](fn@super::check), and designs whose effect is not identified.
pub fn execute(study: &Study, progress: &dyn Progress) -> Result<StudyResult> {
    on_records(study, progress, |records| execute_records(study, records, progress))
}

/// Opens the files of a study and works on them; where they are large, with a quick look first.
fn on_records<T>(study: &Study, progress: &dyn Progress, work: impl Fn(&Records) -> Result<T>) -> Result<T> {
    progress.step(&text!("membaca data", "reading the data"));
    // Copies are rows that agree in every column, used or not.
    if study.engine_source().is_some() || study.file.data.deduplicate || !crate::data::large(&study.sources()) {
        return work(&open(study)?);
    }
    let columns = |quick: bool| quick.then(|| study.words());
    crate::data::open_and(|quick| open_columns(study, columns(quick)), work)
}

/// Works on several things at a time, as many as there are threads; what is found comes in their order.
///
/// The threads are its own: the work waits for passes over the records, and those need every thread of the pool.
pub(in crate::study) fn side_by_side<S: Sync, T: Send>(things: &[S], work: impl Fn(&S) -> T + Sync) -> Vec<T> {
    let threads = rayon::current_num_threads().min(things.len());
    if threads < 2 {
        return things.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let found: Vec<Mutex<Option<T>>> = things.iter().map(|_| Mutex::new(None)).collect();
    let take = || {
        while let Some((thing, place)) = Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| things.get(at).zip(found.get(at))) {
            let one = work(thing);
            *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(one);
        }
    };
    std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(take))));
    found.into_iter().filter_map(|place| place.into_inner().unwrap_or_else(PoisonError::into_inner)).collect()
}

/// Outcomes of a study in their order. Those that should not change come first: the others are checked against them.
fn outcomes(run: &Run, which: &[usize], wanted: Wanted) -> Result<Vec<(OutcomeResult, SampleAccount)>> {
    let (placebos, others): (Vec<usize>, Vec<usize>) = which.iter().copied().partition(|index| run.study.file.outcome[*index].placebo);
    let one = |index: usize, untouched: &[Untouched]| {
        outcome::outcome(run, index, untouched, wanted).map(|found| (index, found)).map_err(|error| run.placed(index, &error))
    };
    let mut outcomes = side_by_side(&placebos, |index| one(*index, &[])).into_iter().collect::<Result<Vec<_>>>()?;
    let untouched: Vec<_> = outcomes.iter().filter_map(|(_, found)| outcome::untouched(&found.0)).collect();
    outcomes.extend(side_by_side(&others, |index| one(*index, &untouched)).into_iter().collect::<Result<Vec<_>>>()?);
    outcomes.sort_by_key(|(index, _)| *index);
    Ok(outcomes.into_iter().map(|(_, found)| found).collect())
}

/// [`execute`] on records that are open already.
pub fn execute_records(study: &Study, records: &Records, progress: &dyn Progress) -> Result<StudyResult> {
    super::check::check_records(study, records)?;
    // From here on there are many passes; the checks before looked at what was read.
    let records = &records.held()?;
    let prepared = prepare(study, records)?;
    let (treated, comparison) = facts::groups(study, &prepared);
    let run = Run { study, prepared: &prepared, progress, treated, comparison };
    let outcomes = outcomes(&run, &(0..study.file.outcome.len()).collect::<Vec<_>>(), Wanted::Report)?;
    progress.step(&text!("menghitung sidik berkas", "hashing the files"));
    let mut sources = facts::sources(study, records)?;
    let (people, files) = people::people(study)?.unzip();
    sources.extend(files.into_iter().flatten());
    let mut notes = records.notes().to_vec();
    notes.extend(prepared.notes.iter().cloned());
    notes.extend(facts::calendar(study, records));
    notes.dedup();
    let account = outcomes.first().map_or_else(|| records.account().clone(), |(_, account)| account.clone());
    let mut outcomes: Vec<_> = outcomes.into_iter().map(|(outcome, _)| outcome).collect();
    let multiplicity = several::over_outcomes(&run, &mut outcomes);
    let worth = worth::worth(&run, &outcomes);
    let section = &study.file.study;
    let (hidden_names, alias_key) = facts::hidden_names(study, &prepared)?;
    Ok(StudyResult {
        name: section.name.clone(),
        title: section.title.text(),
        question: facts::question(study),
        languages: section.languages(),
        program: facts::program(&run),
        sources,
        outcomes,
        training: facts::training(study),
        people,
        worth,
        next_steps: study.file.report.next_steps.iter().map(super::schema::Words::text).collect(),
        synthetic: section.synthetic,
        seed: section.seed,
        level: section.level,
        account,
        notes,
        study_file: study.text.clone(),
        study_path: facts::shown_path(&study.path),
        small_cells: study.file.report.small_cells,
        hidden_names,
        alias_key,
        multiplicity,
    })
}

#[cfg(test)]
mod check_tests;
#[cfg(test)]
mod tests;
