//! Before and after among the treated: the records of each side, or pairs of them.

use super::Run;
use crate::data::{Condition, Moment, Test};
use crate::error::Result;
use crate::estimate::Estimate;
use crate::methods::prepost::{Labels, PrePostSample, PrePostSettings, prepost as compare};
use crate::panel::DropReason;
use crate::study::prepare::{Measured, free_name};
use crate::study::schema::{OutcomeSection, OutcomeSource};
use std::collections::BTreeMap;

/// Codes of labels in their order, and the labels.
fn coded(values: &[Option<String>]) -> Labels {
    let mut order: BTreeMap<&str, u32> = values.iter().flatten().map(|value| (value.as_str(), 0)).collect();
    for (code, (_, place)) in order.iter_mut().enumerate() {
        *place = code as u32;
    }
    Labels {
        codes: values.iter().map(|value| value.as_ref().and_then(|value| order.get(value.as_str()).copied())).collect(),
        names: order.keys().map(|name| (*name).to_owned()).collect(),
    }
}

/// The comparison of the treated; none where the study does not want it or starts differ. Groups are those of the first column in `by`.
pub(super) fn prepost(run: &Run, section: &OutcomeSection, measured: &Measured) -> Result<Option<Estimate>> {
    let (analysis, roles, study) = (&run.study.file.analysis, &run.study.file.roles, &run.study.file.study);
    let design = &run.prepared.design;
    let (true, Some(post)) = (analysis.prepost, &design.post) else { return Ok(None) };
    let mut records = run.prepared.records.clone();
    if let Some(group) = &design.group {
        records = records.with_filter(&Condition::new(group, Test::In(vec!["1".into()])))?;
    }
    let mut numbers = vec![measured.column.as_str(), post];
    let unfinished = match section.source() {
        Some(OutcomeSource::Duration(rule)) => {
            let name = free_name(&records, "dampak:unfinished");
            let moment = |instant: &crate::study::schema::Instant| Moment { date: instant.date().to_owned(), time: instant.time().map(str::to_owned) };
            records = records.with_unfinished(&name, &moment(&rule.start), &moment(&rule.end))?;
            Some(name)
        }
        _ => None,
    };
    numbers.extend(unfinished.as_deref());
    numbers.extend(roles.weight.as_deref());
    let by = section.by.as_ref().unwrap_or(&analysis.by).first();
    let cluster = roles.cluster.as_ref().and_then(|cluster| cluster.items().first()).or(roles.unit.as_ref());
    let labels = [by.map(crate::study::schema::By::column), cluster.map(String::as_str), roles.pair.as_deref()];
    let texts: Vec<&str> = labels.iter().copied().flatten().collect();
    let place = |role: usize| labels[role].map(|_| labels[..role].iter().flatten().count());
    let (by_at, cluster_at, pair_at) = (place(0), place(1), place(2));
    let arrays = records.arrays(&numbers, &texts)?;
    let is_unfinished = |row: usize| unfinished.is_some() && arrays.numbers[2][row] == Some(1.0);
    // A record without a time is on neither side; a case without an end is counted and has no outcome.
    let all = arrays.numbers[1].len();
    let timed: Vec<usize> = (0..all).filter(|row| arrays.numbers[1][*row].is_some()).collect();
    let rows: Vec<usize> = timed.iter().copied().filter(|row| !is_unfinished(*row)).collect();
    let mut account = arrays.account.clone();
    account.drop_rows(DropReason::Missing(post.clone()), (all - timed.len()) as u64);
    account.drop_rows(DropReason::Unfinished, (timed.len() - rows.len()) as u64);
    let after: Vec<bool> = rows.iter().map(|row| arrays.numbers[1][*row] == Some(1.0)).collect();
    let pick = |at: usize| rows.iter().map(|row| arrays.texts[at][*row].clone()).collect::<Vec<_>>();
    let mut sample = PrePostSample::new(rows.iter().map(|row| arrays.numbers[0][*row].unwrap_or(f64::NAN)).collect(), after);
    sample.region = by_at.map(|at| coded(&pick(at)));
    sample.cluster = cluster_at.map(|at| coded(&pick(at)).codes);
    sample.pair = pair_at.map(|at| coded(&pick(at)).codes);
    sample.account = account;
    if unfinished.is_some() {
        let mut count = [0_u64; 2];
        for row in timed.into_iter().filter(|row| is_unfinished(*row)) {
            count[usize::from(arrays.numbers[1][row] == Some(1.0))] += 1;
        }
        sample.unfinished = Some(count);
    }
    if roles.weight.is_some() {
        sample.weight = numbers.len().checked_sub(1).map(|at| rows.iter().map(|row| arrays.numbers[at][*row].unwrap_or(f64::NAN)).collect());
    }
    let mut settings = PrePostSettings::new(section.name.clone());
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
    Ok(Some(compare(&sample, &settings)?))
}
