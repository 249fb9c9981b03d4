//! What the units say: where they stood before the program, how they changed, and how much each cluster weighs.

use super::again::treated_now;
use super::before::period;
use super::did::Made;
use super::{Run, spread};
use crate::checks::UnitBefore;
use crate::data::PolarsLocal;
use crate::error::Result;
use crate::inference::effective_clusters::effective_clusters;
use crate::inference::permute::permute;
use crate::linalg::Absorber;
use crate::methods::DidSettings;
use crate::panel::{CellKey, CellPlan, Cells, KeyRole, Period, RecordPass};
use std::collections::BTreeMap;

/// Exchanges of treated and comparison units.
const EXCHANGES: u32 = 9_999;

/// Sum of weights and of weighted values.
type Sums = (f64, f64);

/// Units by name: side, then sums by period.
type Units = BTreeMap<String, (u32, BTreeMap<Period, Sums>)>;

/// Means of the units by period: side, then weight and sum by period.
fn by_unit(run: &Run, cells: &Cells) -> Option<Units> {
    let unit = cells.key(run.study.file.roles.unit.as_deref()?)?;
    let time = cells.key(&run.prepared.design.time.as_ref()?.0)?;
    let sides = spread::sides(run, cells);
    let mut out = Units::new();
    for (cell, side) in sides.iter().enumerate() {
        let entry = out.entry(unit.levels.label(unit.codes[cell])).or_insert_with(|| (*side, BTreeMap::new()));
        let sums = entry.1.entry(period(time, cell)?).or_default();
        sums.0 += cells.weight[cell];
        sums.1 += cells.weight[cell] * cells.mean[[cell, 0]];
    }
    Some(out)
}

/// Level and slope of the units before the first start, with their participation where the study has a column of it.
pub(super) fn before(run: &Run, made: &Made, start: Option<Period>) -> Result<Vec<UnitBefore>> {
    let (Some(start), Some(units)) = (start, by_unit(run, &made.cells)) else { return Ok(Vec::new()) };
    let shares = participation(run)?;
    let mut out = Vec::new();
    for (unit, (side, periods)) in &units {
        let points: Vec<(f64, f64)> = periods.range(..start).filter(|(_, sums)| sums.0 > 0.0).map(|(time, sums)| (time.0 as f64, sums.1 / sums.0)).collect();
        if points.is_empty() {
            continue;
        }
        let n = points.len() as f64;
        let (centre, level) = (points.iter().map(|point| point.0).sum::<f64>() / n, points.iter().map(|point| point.1).sum::<f64>() / n);
        let spread: f64 = points.iter().map(|point| (point.0 - centre).powi(2)).sum();
        let slope = (points.len() >= 3).then(|| points.iter().map(|point| (point.0 - centre) / spread * point.1).sum());
        out.push(UnitBefore { treated: *side == 0, level, slope, participation: shares.get(unit).copied() });
    }
    Ok(out)
}

/// Mean participation of the units.
fn participation(run: &Run) -> Result<BTreeMap<String, f64>> {
    let (Some(column), Some(unit)) = (&run.study.file.program.participation_column, &run.study.file.roles.unit) else { return Ok(BTreeMap::new()) };
    let keys = vec![CellKey { column: unit.clone(), role: KeyRole::Discrete }];
    let plan = CellPlan { keys, variables: vec![column.clone()], weight: None, centre: None };
    let cells = PolarsLocal::new(&run.prepared.records).cells(&plan)?;
    let key = &cells.keys[0];
    Ok((0..cells.len()).map(|cell| (key.levels.label(key.codes[cell]), cells.mean[[cell, 0]])).collect())
}

/// p-value of exchanging treated and comparison units: the difference of their mean changes from before to after. None where starts differ, or where a
/// side has a single unit that leaves fewer than twenty assignments.
pub(super) fn randomization(run: &Run, made: &Made) -> Option<f64> {
    let start = run.prepared.design.start?;
    let changes: Vec<(u32, f64)> = by_unit(run, &made.cells)?
        .into_values()
        .filter_map(|(side, periods)| {
            let mean = |part: Vec<&Sums>| {
                let (weight, sum) = part.into_iter().fold((0.0, 0.0), |(weight, sum), part| (weight + part.0, sum + part.1));
                (weight > 0.0).then(|| sum / weight)
            };
            Some((
                1 - side.min(1),
                mean(periods.range(start..).map(|(_, sums)| sums).collect())? - mean(periods.range(..start).map(|(_, sums)| sums).collect())?,
            ))
        })
        .collect();
    let labels: Vec<u32> = changes.iter().map(|(treated, _)| *treated).collect();
    let chosen = labels.iter().filter(|label| **label == 1).count();
    if chosen == 0 || chosen == labels.len() {
        return None;
    }
    let difference = |labels: &[u32]| {
        let side = |wanted: u32| {
            let values = labels.iter().zip(&changes).filter(|(label, _)| **label == wanted).map(|(_, (_, change))| *change);
            values.sum::<f64>() / if wanted == 1 { chosen } else { labels.len() - chosen } as f64
        };
        Some(side(1) - side(0))
    };
    let found = permute(&labels, EXCHANGES, run.study.file.study.seed, difference)?;
    (found.assignments >= 20).then_some(found.p_value)
}

/// How many clusters count and the largest one's share, from what is left of the treatment beside units and periods.
pub(super) fn effective(made: &Made, settings: &DidSettings) -> Option<(f64, f64)> {
    let cells = &made.cells;
    let clusters = settings.clusters();
    let [cluster] = clusters.as_slice() else { return None };
    let (cluster, unit) = (cells.key(cluster)?, cells.key(settings.unit.as_deref()?)?);
    let time = cells.key(settings.time.as_deref()?)?;
    let mut treated = treated_now(cells, settings)?;
    Absorber::new(&[unit.codes.clone(), time.codes.clone()], &cells.weight).take_out(&mut treated);
    let mut leverage = vec![0.0; cluster.levels.len()];
    for cell in 0..cells.len() {
        leverage[cluster.codes[cell] as usize] += cells.weight[cell] * treated[cell].powi(2);
    }
    let all: f64 = leverage.iter().sum();
    Some((effective_clusters(&leverage)?, leverage.iter().copied().fold(0.0, f64::max) / all))
}
