//! How the groups moved over time, and how the outcome is spread before and after.

use super::{Run, facts};
use crate::error::Result;
use crate::panel::{CellKey, Cells, KeyRole, Levels, group_means};
use crate::study::check::binary;
use crate::study::prepare::Measured;
use crate::study::result::{Distribution, DistributionSide, TrendPoint, TrendSeries, Trends};
use crate::study::schema::OutcomeSection;

/// 0 for cells of the treated, 1 for those of the comparison.
pub(super) fn sides(run: &Run, cells: &Cells) -> Vec<u32> {
    let group = run.prepared.design.group.as_deref();
    (0..cells.len()).map(|cell| u32::from(group.and_then(|group| binary(cells, group, cell)) == Some(false))).collect()
}

/// Means of the groups by period; none without a time column.
pub(super) fn trends(run: &Run, cells: &Cells) -> Option<Trends> {
    let design = &run.prepared.design;
    let (time, _) = design.time.as_ref()?;
    let sides = sides(run, cells);
    let (scale, means) = group_means(cells, 0, &sides, time, run.study.file.roles.unit.as_deref());
    let series = means.into_iter().enumerate().filter(|(_, means)| !means.is_empty()).map(|(side, means)| TrendSeries {
        label: if side == 0 { run.treated.clone() } else { run.comparison.clone() },
        treated: side == 0,
        points: means.iter().map(|mean| TrendPoint { period: mean.period, mean: mean.mean, std_error: mean.std_error, records: mean.records }).collect(),
    });
    let series: Vec<TrendSeries> = series.collect();
    let key = cells.key(time)?;
    let start = design.start.or_else(|| earliest_start(run, cells));
    Some(Trends { scale, start, series, ramadan: facts::ramadan(scale, &key.levels) })
}

/// First treated period of the earliest cohort.
fn earliest_start(run: &Run, cells: &Cells) -> Option<crate::panel::Period> {
    let Some(crate::design::Treatment::Cohort(column)) = &run.prepared.design.treatment else { return None };
    match &cells.key(column)?.levels {
        Levels::Period(_, starts) => starts.iter().copied().filter(|start| *start != crate::data::NEVER).min(),
        _ => None,
    }
}

/// Bins, medians and shares within the standard, by group and time; none where starts differ or the outcome is a share itself.
pub(super) fn distribution(run: &Run, section: &OutcomeSection, measured: &Measured) -> Result<Option<Distribution>> {
    let design = &run.prepared.design;
    let (Some(post), None) = (&design.post, &measured.share_of) else { return Ok(None) };
    let flags = [design.group.as_ref(), Some(post)];
    let keys: Vec<CellKey> = flags.into_iter().flatten().map(|column| CellKey { column: column.clone(), role: KeyRole::Binary }).collect();
    let target = section.target.map(|target| (target, section.better()));
    let spread = run.prepared.records.spread(&measured.column, keys, target)?;
    let flag = |name: &str, side: usize| {
        let key = spread.keys.iter().find(|key| key.name == name)?;
        key.levels.value(key.codes[side]).map(|value| value == 1.0)
    };
    let mut sides: Vec<DistributionSide> = spread
        .sides
        .iter()
        .enumerate()
        .map(|(at, side)| DistributionSide {
            treated: design.group.as_deref().and_then(|group| flag(group, at)).unwrap_or(true),
            after: flag(post, at).unwrap_or(false),
            shares: side.shares.clone(),
            records: side.records,
            mean: side.mean,
            median: side.median,
            p90: side.p90,
            within_target: side.within_target,
        })
        .collect();
    sides.sort_by_key(|side| (!side.treated, side.after));
    Ok(Some(Distribution { edges: spread.edges, sides }))
}
