//! `dampak check`: a study and its data, every problem at once; nothing is estimated and nothing is written.

use super::load::Study;
use super::prepare::{Prepared, prepare};
use super::schema::{OneOrMany, OutcomeSource};
use crate::checks::{Group, comparisons, missing_data};
use crate::data::{PolarsLocal, ReadOptions, Records};
use crate::error::{Error, Problem, Result, design as problems};
use crate::estimate::{Finding, Note};
use crate::locale::{Lang, Text, integer};
use crate::methods::Method;
use crate::panel::{CellKey, CellPlan, Cells, DropReason, KeyRole, Levels, RecordPass, SampleAccount};
use crate::text;

/// What a study has to work with.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckReport {
    /// Files, each with its rows.
    pub files: Vec<(String, u64)>,
    /// Rows read.
    pub rows: u64,
    /// Rows left after filters and copies.
    pub rows_kept: u64,
    /// Columns.
    pub columns: usize,
    /// Units, where the study has them: of the treated, of the comparison.
    pub units: Option<[u64; 2]>,
    /// Periods: how many, the first, the last.
    pub periods: Option<(u64, Text, Text)>,
    /// Records of the treated before and after.
    pub treated: [u64; 2],
    /// Records of the comparison before and after.
    pub comparison: [u64; 2],
    /// Outcomes: label and records that have it.
    pub outcomes: Vec<(Text, u64)>,
    /// Participants in a file of their own, and tests or competences of theirs.
    pub people: Option<(u64, u64)>,
    /// Checks that need no estimate: groups to compare, rows that hold the outcome.
    pub findings: Vec<Finding>,
    /// What should be known before a run.
    pub notes: Vec<Note>,
}

impl CheckReport {
    /// The report as lines for a terminal: what, and how much.
    pub fn lines(&self, lang: Lang) -> Vec<(String, String)> {
        let mut out = Vec::new();
        let mut say = |what: Text, how_much: String| out.push((what.get(lang).to_owned(), how_much));
        for (file, rows) in &self.files {
            say(Text::same(file), format!("{} {}", integer(lang, *rows), text!("baris", "rows").get(lang)));
        }
        say(text!("baris terpakai", "rows in use"), integer(lang, self.rows_kept));
        say(text!("kolom", "columns"), integer(lang, self.columns as u64));
        if let Some([treated, comparison]) = self.units {
            say(text!("unit peserta / pembanding", "units treated / comparison"), format!("{} / {}", integer(lang, treated), integer(lang, comparison)));
        }
        if let Some((count, first, last)) = &self.periods {
            say(text!("periode", "periods"), format!("{} ({} – {})", integer(lang, *count), first.get(lang), last.get(lang)));
        }
        let pair = |sides: [u64; 2]| format!("{} / {}", integer(lang, sides[0]), integer(lang, sides[1]));
        say(text!("peserta sebelum / sesudah", "treated before / after"), pair(self.treated));
        say(text!("pembanding sebelum / sesudah", "comparison before / after"), pair(self.comparison));
        for (label, records) in &self.outcomes {
            say(label.clone(), format!("{} {}", integer(lang, *records), text!("catatan", "records").get(lang)));
        }
        if let Some((people, items)) = self.people {
            say(
                text!("peserta dalam berkas peserta", "participants in their file"),
                format!("{} ({} {})", integer(lang, people), integer(lang, items), text!("butir nilai", "scored items").get(lang)),
            );
        }
        out
    }
}

/// Validates a study against its data. Errors: every problem, each with the line of the study file that asked for it.
pub fn check(study: &Study) -> Result<CheckReport> {
    let records = open(study)?;
    check_records(study, &records)
}

/// Opens the records of a study whole.
pub(super) fn open(study: &Study) -> Result<Records> {
    open_columns(study, None)
}

/// Opens the records of a study with a look at these columns only, where they are given.
pub(super) fn open_columns(study: &Study, columns: Option<Vec<String>>) -> Result<Records> {
    let at = |path: &str, error: Error| Error { problems: error.problems.iter().map(|problem| study.at(path, problem)).collect() };
    if let Some(source) = study.engine_source() {
        // Facts are counted of the columns that the study speaks of.
        return crate::data::open_engine(&source, &study.around, |column| study.text.contains(column)).map_err(|error| at("data.engine", error));
    }
    let reading = ReadOptions { columns, ..study.file.data.reading.clone() };
    crate::data::open(&study.sources(), &reading).map_err(|error| at("data.files", error))
}

/// [`check`] on records that are open already.
pub fn check_records(study: &Study, records: &Records) -> Result<CheckReport> {
    let prepared = prepare(study, records);
    let people = super::people::people(study);
    let mut found: Vec<Problem> = people.as_ref().err().into_iter().flat_map(|error| error.problems.clone()).collect();
    let prepared = match prepared {
        Ok(prepared) => prepared,
        Err(error) => return Err(Error { problems: error.problems.into_iter().chain(found).collect() }),
    };
    let counts = counts(study, &prepared, &mut found)?;
    let outcomes = outcomes(study, &prepared, &mut found);
    for (index, method) in study.file.analysis.did.iter().flat_map(OneOrMany::items).enumerate() {
        let available = crate::methods::available();
        if Method::parse(method).is_some_and(|method| method.estimator().is_none()) {
            found.push(study.at(&format!("analysis.did[{index}]"), &problems::method_not_available(method, &available)));
        }
    }
    Error::unless_empty(found)?;
    let mut notes = records.notes().to_vec();
    notes.extend(prepared.notes);
    let facts = records.files();
    let findings = findings(study, &counts, &outcomes);
    Ok(CheckReport {
        findings,
        files: facts.iter().map(|file| (file.path.display().to_string(), file.rows)).collect(),
        rows: records.rows(),
        rows_kept: counts.kept,
        columns: records.columns().len(),
        units: counts.units,
        periods: counts.periods,
        treated: counts.sides[1],
        comparison: counts.sides[0],
        outcomes,
        people: people?.map(|people| (people.people, people.sample.items.len() as u64)),
        notes,
    })
}

/// The checks that the counts allow.
fn findings(study: &Study, counts: &Counts, outcomes: &[(Text, u64)]) -> Vec<Finding> {
    let [comparison, treated] = counts.sides;
    let side = |start: Option<&str>, [before, after]: [u64; 2], units: Option<u64>| Group {
        start: start.map(str::to_owned),
        number: None,
        units,
        clusters: None,
        before,
        after,
    };
    let mut out = Vec::new();
    // Where starts differ there is no one time before and after.
    if comparison.iter().sum::<u64>() > 0 && treated.iter().sum::<u64>() > 0 {
        let units = |at: usize| counts.units.map(|units| units[at]);
        out.push(comparisons(&[side(Some("program"), treated, units(0)), side(None, comparison, units(1))]));
    }
    for (section, (label, records)) in study.file.outcome.iter().zip(outcomes) {
        let mut account = SampleAccount { rows_read: counts.kept, rows_used: *records, ..SampleAccount::default() };
        account.drop_rows(DropReason::Missing(section.name.clone()), counts.kept.saturating_sub(*records));
        let asked = matches!(section.source(), Some(OutcomeSource::Column(_) | OutcomeSource::Index(_) | OutcomeSource::Gain(_)));
        let mut found = missing_data(&account, asked.then_some(section.name.as_str()));
        found.sentence = Text::by(|l| format!("{}: {}", label.get(l), found.sentence.get(l)));
        out.push(found);
    }
    out
}

#[derive(Default)]
struct Counts {
    kept: u64,
    units: Option<[u64; 2]>,
    periods: Option<(u64, Text, Text)>,
    /// Comparison and treated, before and after.
    sides: [[u64; 2]; 2],
}

/// Records by group and time; groups and times that are empty are problems.
fn counts(study: &Study, prepared: &Prepared, found: &mut Vec<Problem>) -> Result<Counts> {
    let design = &prepared.design;
    let roles = &study.file.roles;
    let mut keys = Vec::new();
    let mut key = |column: &str, role: KeyRole| {
        if !keys.iter().any(|key: &CellKey| key.column == column) {
            keys.push(CellKey { column: column.to_owned(), role });
        }
    };
    for column in [&design.group, &design.post].into_iter().flatten() {
        key(column, KeyRole::Binary);
    }
    if let Some((column, scale)) = &design.time {
        key(column, KeyRole::Period(Some(*scale)));
    }
    if let Some(unit) = &roles.unit {
        key(unit, KeyRole::Discrete);
    }
    let cells = prepared.records.grouped(keys)?;
    let mut counts = Counts { kept: cells.total_records(), ..Counts::default() };
    if cells.is_empty() {
        found.push(study.at("data", &problems::no_records_because(&cells.account.reasons())));
        return Ok(counts);
    }
    let flag = |name: &Option<String>, cell: usize| name.as_ref().and_then(|name| binary(&cells, name, cell));
    let mut units = [std::collections::BTreeSet::new(), std::collections::BTreeSet::new()];
    for cell in 0..cells.len() {
        let treated = flag(&design.group, cell).unwrap_or(true);
        let after = flag(&design.post, cell);
        if let Some(after) = after {
            counts.sides[usize::from(treated)][usize::from(after)] += cells.records[cell];
        }
        if let Some(unit) = roles.unit.as_ref().and_then(|unit| cells.key(unit)) {
            units[usize::from(treated)].insert(unit.codes[cell]);
        }
    }
    if roles.unit.is_some() {
        counts.units = Some([units[1].len() as u64, units[0].len() as u64]);
    }
    if let Some(Levels::Period(scale, periods)) = design.time.as_ref().and_then(|(column, _)| cells.key(column)).map(|key| &key.levels)
        && let (Some(first), Some(last)) = (periods.first(), periods.last())
    {
        counts.periods = Some((periods.len() as u64, Text::by(|l| scale.label(*first, l)), Text::by(|l| scale.label(*last, l))));
    }
    sides(study, prepared, &counts, found);
    Ok(counts)
}

/// 0/1 of a key in a cell.
pub(super) fn binary(cells: &Cells, name: &str, cell: usize) -> Option<bool> {
    let key = cells.key(name)?;
    key.levels.value(key.codes[cell]).map(|value| value == 1.0)
}

fn sides(study: &Study, prepared: &Prepared, counts: &Counts, found: &mut Vec<Problem>) {
    let design = &prepared.design;
    let program = &study.file.program;
    let path = if program.treated.is_some() {
        "program.treated"
    } else if program.cohort.is_some() {
        "program.cohort"
    } else if program.status.is_some() {
        "program.status"
    } else {
        "program.group"
    };
    if design.post.is_none() {
        return;
    }
    let [comparison, treated] = counts.sides;
    if design.group.is_some() && treated == [0, 0] {
        found.push(study.at(path, &problems::no_treated_group()));
    }
    if design.group.is_some() && comparison == [0, 0] && study.file.analysis.did.as_ref().is_none_or(|did| !did.items().is_empty()) {
        found.push(study.at(path, &problems::no_control_group()));
    }
    let start = if program.start.is_some() { "program.start" } else { path };
    if treated[0] == 0 && treated[1] > 0 {
        found.push(study.at(start, &problems::no_period_before()));
    }
    if treated[1] == 0 && treated[0] > 0 {
        found.push(study.at(start, &problems::no_period_after()));
    }
}

/// Records that have each outcome; an outcome that nobody has is a problem.
fn outcomes(study: &Study, prepared: &Prepared, found: &mut Vec<Problem>) -> Vec<(Text, u64)> {
    let mut out = Vec::new();
    for (index, (section, measured)) in study.file.outcome.iter().zip(&prepared.outcomes).enumerate() {
        let plan = CellPlan { keys: Vec::new(), variables: vec![measured.column.clone()], weight: None, centre: None };
        match PolarsLocal::new(&prepared.records).cells(&plan) {
            Ok(cells) => {
                let there = cells.account.rows_used;
                if there == 0 {
                    found.push(study.at(&format!("outcome[{index}]"), &problems::no_records()));
                }
                out.push((section.label(), there));
            }
            Err(error) => found.extend(error.problems.iter().map(|problem| study.at(&format!("outcome[{index}]"), problem))),
        }
    }
    out
}
