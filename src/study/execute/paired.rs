//! Before and after among the treated: the records of each side, or pairs of them.

use super::Run;
use crate::data::{Condition, Moment, Test};
use crate::error::Result;
use crate::estimate::Estimate;
use crate::methods::prepost::{PrePostSettings, prepost as compare};
use crate::study::before_after;
use crate::study::prepare::{Measured, free_name};
use crate::study::schema::{Instant, OutcomeSection, OutcomeSource};

/// The comparison of the treated; none where the study does not want it or starts differ. Groups are those of the first column in `by`.
pub(super) fn prepost(run: &Run, section: &OutcomeSection, measured: &Measured) -> Result<Option<Estimate>> {
    let (analysis, roles, study) = (&run.study.file.analysis, &run.study.file.roles, &run.study.file.study);
    let design = &run.prepared.design;
    let (true, Some(post)) = (analysis.prepost, &design.post) else { return Ok(None) };
    let mut records = run.prepared.records.clone();
    if let Some(group) = &design.group {
        records = records.with_filter(&Condition::new(group, Test::In(vec!["1".into()])))?;
    }
    let mut unfinished = None;
    if let Some(OutcomeSource::Duration(rule)) = section.source() {
        let name = free_name(&records, "dampak:unfinished");
        let moment = |instant: &Instant| Moment { date: instant.date().to_owned(), time: instant.time().map(str::to_owned) };
        records = records.with_unfinished(&name, &moment(&rule.start), &moment(&rule.end))?;
        unfinished = Some(name);
    }
    let by = section.by.as_ref().unwrap_or(&analysis.by).first();
    let cluster = roles.cluster.as_ref().and_then(|cluster| cluster.items().first()).or(roles.unit.as_ref());
    let mut settings = PrePostSettings::new(measured.column.clone());
    settings.by = by.map(|by| by.column().to_owned());
    settings.cluster = cluster.cloned();
    settings.pair.clone_from(&roles.pair);
    settings.weight.clone_from(&roles.weight);
    settings.level = study.level;
    settings.seed = study.seed;
    settings.better = section.better();
    settings.target = section.target;
    settings.adjust = analysis.multiplicity.method();
    settings.draws = analysis.bootstrap;
    let sample = before_after(&records, &settings, post, unfinished.as_deref())?;
    settings.outcome.clone_from(&section.name);
    Ok(Some(compare(&sample, &settings)?))
}
