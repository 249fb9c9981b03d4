//! The main effect of a study for a pool, with the spread of its outcome before the program: no more of the study is computed than the pool reads.

use super::outcome::Wanted;
use super::{Progress, Run, did, facts, on_records, outcomes, spread, worth};
use crate::data::{PolarsLocal, Records};
use crate::error::Result;
use crate::estimate::{Effect, EffectKey, EffectKind, Estimate};
use crate::panel::{Cells, Period, RecordPass, packed_index};
use crate::study::check::{binary, check_records};
use crate::study::load::Study;
use crate::study::pool::Member;
use crate::study::prepare::prepare;

/// Runs the main outcome of a study, and those that should not change, which its checks are made against.
pub(in crate::study) fn member(study: &Study, progress: &dyn Progress) -> Result<Member> {
    on_records(study, progress, |records| of_records(study, records, progress))
}

fn of_records(study: &Study, records: &Records, progress: &dyn Progress) -> Result<Member> {
    check_records(study, records)?;
    let prepared = prepare(study, records)?;
    let (treated, comparison) = facts::groups(study, &prepared);
    let run = Run { study, prepared: &prepared, progress, treated, comparison };
    let untouched = |index: &usize| *index == 0 || study.file.outcome[*index].placebo;
    let which: Vec<usize> = (0..study.file.outcome.len()).filter(untouched).collect();
    let mut found = outcomes(&run, &which, Wanted::Answer)?;
    let column = &prepared.outcomes[0].column;
    let plan = did::cells(&run, column, did::settings(&run, column).as_ref())?.plan;
    let cells = PolarsLocal::new(&prepared.records).cells(&plan)?;
    let (outcome, account) = found.remove(0);
    let own = worth::of(&run, &study.file.outcome[0], &outcome);
    let main = outcome.main_estimate();
    let effect = main.and_then(Estimate::headline).cloned();
    let section = &study.file.study;
    Ok(Member {
        name: section.name.clone(),
        place: section.place(),
        title: section.title.text(),
        program: facts::program(&run),
        command: main.map(|estimate| estimate.command.clone()).unwrap_or_default(),
        method: main.map(|estimate| estimate.method.clone()).unwrap_or_default(),
        records: main.map_or(account.rows_used, |main| main.sample.rows_used),
        level: section.level,
        effect: effect.unwrap_or_else(|| Effect::undefined(EffectKey::new(EffectKind::Overall, "att"))),
        before_sd: before_sd(&run, &cells),
        one_a_cell: one_a_cell(&run, &cells),
        synthetic: section.synthetic,
        sources: facts::sources(study, records)?.into_iter().map(|source| (source.path, source.sha256)).collect(),
        hidden_names: facts::hidden_names(study, &prepared)?,
        seed: section.seed,
        study_file: study.text.clone(),
        study_path: facts::without_detours(&study.path),
        answer: outcome,
        cost: study.file.program.cost.as_ref().map(crate::study::schema::CostRule::total),
        worth: own,
    })
}

/// Whether the early records are one for each unit and period: then they may be averages of an office or a region, and their spread is one between units.
fn one_a_cell(run: &Run, cells: &Cells) -> bool {
    run.study.file.roles.unit.is_some() && early(run, cells).is_some_and(|early| !early.is_empty() && early.iter().all(|cell| cells.weight[*cell] <= 1.0))
}

/// Standard deviation of the outcome over the records before the first start, of all groups together.
fn before_sd(run: &Run, cells: &Cells) -> Option<f64> {
    let early = early(run, cells)?;
    let own = packed_index(cells.variables.len(), 0, 0);
    let weight: f64 = early.iter().map(|i| cells.weight[*i]).sum();
    let mean = early.iter().map(|i| cells.weight[*i] * cells.mean[[*i, 0]]).sum::<f64>() / weight;
    let square: f64 = early.iter().map(|i| cells.weight[*i] * (cells.mean[[*i, 0]] - mean).powi(2) + cells.cross[[*i, own]]).sum();
    (weight > 1.0).then(|| (square / (weight - 1.0)).sqrt())
}

/// Cells from before the first start.
fn early(run: &Run, cells: &Cells) -> Option<Vec<usize>> {
    let design = &run.prepared.design;
    if let Some(post) = &design.post {
        return Some((0..cells.len()).filter(|cell| binary(cells, post, *cell) == Some(false)).collect());
    }
    let start = spread::trends(run, cells)?.start?;
    let key = cells.key(&design.time.as_ref()?.0)?;
    let crate::panel::Levels::Period(_, periods) = &key.levels else { return None };
    let before = |period: &Period| *period < start;
    Some((0..cells.len()).filter(|cell| periods.get(key.codes[*cell] as usize).is_some_and(before)).collect())
}
