//! The main effect of a study for a pool, with the spread of its outcome before the program.

use super::{Progress, Run, did, facts, outcome, spread, worth};
use crate::data::PolarsLocal;
use crate::error::Result;
use crate::measure::target::Better;
use crate::panel::{Cells, Period, RecordPass, packed_index};
use crate::study::check::{binary, check_records, open};
use crate::study::load::Study;
use crate::study::pool::Member;
use crate::study::prepare::prepare;

/// The effect of an interrupted series; its other rows are the path without the program.
const LEVEL_CHANGE: &str = "level-change";

/// Runs the main outcome of a study.
pub(in crate::study) fn member(study: &Study, progress: &dyn Progress) -> Result<Member> {
    let records = open(study)?;
    check_records(study, &records)?;
    let prepared = prepare(study, &records)?;
    let (treated, comparison) = facts::groups(study, &prepared);
    let run = Run { study, prepared: &prepared, progress, treated, comparison };
    let (found, _) = outcome::outcome(&run, 0, &[]).map_err(|error| run.placed(0, &error))?;
    let own = worth::of(&run, &study.file.outcome[0], &found);
    let index = found.index.as_ref().map(|index| &index.estimate);
    let main = found.did.first().or(found.its.as_ref()).or(found.prepost.as_ref()).or(index);
    let effect = main.and_then(|main| main.effects.iter().find(|effect| effect.key.term == LEVEL_CHANGE).or_else(|| main.headline())).cloned();
    let column = &prepared.outcomes[0].column;
    let plan = did::cells(&run, column, did::settings(&run, column).as_ref())?.plan;
    let cells = PolarsLocal::new(&prepared.records).cells(&plan)?;
    let undefined = || crate::estimate::Effect::undefined(crate::estimate::EffectKey::new(crate::estimate::EffectKind::Overall, "att"));
    Ok(Member {
        name: study.file.study.name.clone(),
        place: study.file.study.place(),
        title: study.file.study.title.text(),
        outcome: found.label,
        unit: found.unit,
        decimals: found.decimals,
        command: main.map(|estimate| estimate.command.clone()).unwrap_or_default(),
        method: main.map(|estimate| estimate.method.clone()).unwrap_or_default(),
        effect: effect.unwrap_or_else(undefined),
        before_sd: before_sd(&run, &cells),
        sign: if found.better == Better::Lower { -1.0 } else { 1.0 },
        graded: found.graded,
        synthetic: study.file.study.synthetic,
        cost: study.file.program.cost.as_ref().map(crate::study::schema::CostRule::total),
        worth: own,
        sources: facts::sources(study, &records)?.into_iter().map(|source| (source.path, source.sha256)).collect(),
    })
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
