//! The outcome as a series that the program interrupts, and as time to completion with its unfinished cases.

use super::Run;
use crate::data::{Moment, PolarsLocal};
use crate::error::{Exit, Result};
use crate::estimate::{Estimate, Note};
use crate::measure::calendar::WorkingCalendar;
use crate::methods::its::{ItsSettings, its as estimate};
use crate::methods::survival::{SurvivalSettings, survival as compare};
use crate::panel::RecordPass;
use crate::study::prepare::{Measured, free_name};
use crate::study::schema::{Instant, OutcomeSection, OutcomeSource};
use crate::study::survival::{SurvivalColumns, survival_sample};
use crate::text;

/// The interrupted series of an outcome; none where the study does not ask for it or names no start. What the data do not identify is a note.
pub(super) fn its(run: &Run, section: &OutcomeSection, measured: &Measured, notes: &mut Vec<Note>) -> Result<Option<Estimate>> {
    let design = &run.prepared.design;
    // A share within the standard is a before/after: its series would be of another scale than its words.
    if measured.share_of.is_some() {
        return Ok(None);
    }
    let (Some(rule), Some((time, scale)), Some(start)) = (&run.study.file.analysis.its, &design.time, design.start) else { return Ok(None) };
    let mut starts = vec![start];
    starts.extend(rule.further.iter().filter_map(|moment| moment.period(*scale)));
    let settings = ItsSettings {
        scale: Some(*scale),
        group: design.group.clone(),
        weight: run.study.file.roles.weight.clone(),
        season: rule.season,
        harmonics: rule.harmonics,
        covariates: rule.covariates.clone(),
        ramadan: rule.ramadan,
        slope_change: rule.slope,
        log: rule.log,
        errors: rule.errors,
        lag: rule.lag,
        level: run.study.file.study.level,
        ..ItsSettings::new(measured.column.clone(), time.clone())
    };
    let cells = PolarsLocal::new(&run.prepared.records).cells(&settings.plan())?;
    match estimate(&cells, &starts, &settings) {
        Ok(mut found) => {
            found.outcome.clone_from(&section.name);
            Ok(Some(found))
        }
        Err(error) if error.exit() == Exit::NotIdentified => {
            let why = error.problems.first().map(|problem| problem.what.clone()).unwrap_or_default();
            let (id, en) = (why.id, why.en);
            notes.push(Note::new("no-interrupted-series", text!("Deret waktu terputus tidak dihitung: {id}.", "There is no interrupted series: {en}.")));
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// Time to completion with the unfinished cases counted; none where there are none, or no before and after.
pub(super) fn survival(run: &Run, section: &OutcomeSection) -> Result<Option<Estimate>> {
    let (Some(OutcomeSource::Duration(rule)), Some(post)) = (section.source(), &run.prepared.design.post) else { return Ok(None) };
    let records = &run.prepared.records;
    let moment = |instant: &Instant| Moment { date: instant.date().to_owned(), time: instant.time().map(str::to_owned) };
    let (start, end) = (moment(&rule.start), moment(&rule.end));
    let Some(until) = records.last_instant(&[&start, &end])? else { return Ok(None) };
    let calendar = WorkingCalendar::new(&run.study.file.calendar)?;
    let (time, open) = (free_name(records, "dampak:observed"), free_name(records, "dampak:open"));
    let records = records.with_observed_time(&time, &start, &end, rule.clock, &calendar, until)?.with_unfinished(&open, &start, &end)?;
    let roles = &run.study.file.roles;
    let cluster = roles.cluster.as_ref().and_then(|cluster| cluster.items().first()).or(roles.unit.as_ref());
    let columns = SurvivalColumns {
        time,
        event: None,
        open: Some(open),
        after: Some(post.clone()),
        treated: run.prepared.design.group.clone(),
        cluster: cluster.cloned(),
    };
    let sample = survival_sample(&records, &columns)?;
    if sample.events.iter().all(|ended| *ended) {
        return Ok(None);
    }
    let settings = SurvivalSettings { until: section.horizon, level: run.study.file.study.level, ..SurvivalSettings::new(&section.name) };
    match compare(&sample, &settings) {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.exit() == Exit::NotIdentified => Ok(None),
        Err(error) => Err(error),
    }
}
