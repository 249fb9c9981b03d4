//! What can be looked at before any effect: who is compared with whom, and whether the groups were alike.

use super::did::Made;
use super::{Run, spread};
use crate::checks::{self, Before, Group, Variable};
use crate::design::Treatment;
use crate::estimate::Finding;
use crate::locale::Text;
use crate::panel::{Cells, Factor, Levels, Period, packed_index};
use crate::study::check::binary;
use crate::study::result::Trends;
use crate::study::schema::OutcomeSection;
use std::collections::{BTreeMap, BTreeSet};

/// The checks before estimating; `trends` know the start where cells are by period.
pub(super) fn findings(run: &Run, section: &OutcomeSection, made: &Made, clusters: &[String], trends: Option<&Trends>) -> Vec<Finding> {
    let cells = &made.cells;
    let sides = spread::sides(run, cells);
    let after = after(run, cells, trends);
    vec![checks::comparisons(&groups(run, cells, clusters, &sides, &after)), checks::balance(&variables(section, cells, &sides, &after))]
}

/// Whether a cell is after the start: as marked, else by the earliest start; none where that is not known.
fn after(run: &Run, cells: &Cells, trends: Option<&Trends>) -> Vec<Option<bool>> {
    let design = &run.prepared.design;
    let time = design.time.as_ref().and_then(|(time, _)| cells.key(time));
    (0..cells.len())
        .map(|cell| {
            let marked = design.post.as_deref().and_then(|post| binary(cells, post, cell));
            marked.or_else(|| Some(period(time?, cell)? >= trends?.start?))
        })
        .collect()
}

/// The period of a cell by one of its keys.
pub(super) fn period(key: &Factor, cell: usize) -> Option<Period> {
    match &key.levels {
        Levels::Period(_, levels) => levels.get(key.codes[cell] as usize).copied(),
        levels => levels.value(key.codes[cell]).map(|value| Period(value as i64)),
    }
}

/// What a group holds.
#[derive(Default)]
struct Held {
    units: BTreeSet<u32>,
    clusters: BTreeSet<u32>,
    before: u64,
    after: u64,
}

/// Starts of the treated (one where there is one) and the comparison, with their units and records. Where starts differ a group is after its own.
fn groups(run: &Run, cells: &Cells, clusters: &[String], sides: &[u32], after: &[Option<bool>]) -> Vec<Group> {
    let cohort = match &run.prepared.design.treatment {
        Some(Treatment::Cohort(column)) => cells.key(column),
        _ => None,
    };
    let unit = run.study.file.roles.unit.as_deref().and_then(|unit| cells.key(unit));
    let time = run.prepared.design.time.as_ref().and_then(|(time, _)| cells.key(time));
    let cluster = match clusters {
        [one] => cells.key(one),
        _ => None,
    };
    let mut found: BTreeMap<(bool, u32), Held> = BTreeMap::new();
    for cell in 0..cells.len() {
        let treated = sides[cell] == 0;
        let start = cohort.filter(|_| treated);
        let own = start.and_then(|key| Some(period(time?, cell)? >= period(key, cell)?));
        let Some(late) = own.or(after[cell]) else { continue };
        let entry = found.entry((!treated, start.map_or(0, |key| key.codes[cell]))).or_default();
        entry.units.extend(unit.map(|unit| unit.codes[cell]));
        entry.clusters.extend(cluster.map(|cluster| cluster.codes[cell]));
        *(if late { &mut entry.after } else { &mut entry.before }) += cells.records[cell];
    }
    let label = |code: u32| cohort.map_or_else(|| "program".to_owned(), |key| key.levels.label(code));
    let number = |code: u32| match &cohort?.levels {
        Levels::Period(_, starts) => starts.get(code as usize).map(|start| start.0),
        _ => None,
    };
    found
        .into_iter()
        .map(|((comparison, code), held)| Group {
            start: (!comparison).then(|| label(code)),
            number: if comparison { None } else { number(code) },
            units: unit.map(|_| held.units.len() as u64),
            clusters: cluster.map(|_| held.clusters.len() as u64),
            before: held.before,
            after: held.after,
        })
        .collect()
}

/// The outcome and the numeric covariates before the start, on both sides.
fn variables(section: &OutcomeSection, cells: &Cells, sides: &[u32], after: &[Option<bool>]) -> Vec<Variable> {
    let rows: Vec<usize> = (0..cells.len()).filter(|cell| after[*cell] == Some(false)).collect();
    let early = cells.select(&rows);
    let side = Factor { name: "side".into(), codes: rows.iter().map(|cell| sides[*cell]).collect(), levels: Levels::Integer(vec![0, 1]) };
    let both = early.coarsen(vec![side]).0;
    let at = |wanted: u32| (0..both.len()).find(|row| both.keys[0].codes[*row] == wanted);
    let (Some(treated), Some(comparison)) = (at(0), at(1)) else { return Vec::new() };
    let of = |row: usize, variable: usize| {
        let pair = packed_index(both.variables.len(), variable, variable);
        Before { mean: both.mean[[row, variable]], sd: (both.cross[[row, pair]] / both.weight[row]).max(0.0).sqrt() }
    };
    (0..both.variables.len())
        .map(|variable| Variable {
            label: if variable == 0 { section.label() } else { Text::same(both.variables[variable].replace('_', " ")) },
            treated: of(treated, variable),
            comparison: of(comparison, variable),
        })
        .collect()
}
