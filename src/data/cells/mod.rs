//! Records grouped into cells in one streaming pass.
//!
//! Threads prepare chunks (made columns, missing values, cell numbers); the sums are taken in the order of the rows, so that every sum has the
//! same bits with one thread or many, from CSV, Parquet or memory.

mod assemble;
mod index;
mod meat;
mod moments;

pub(in crate::data) use index::{KeyValues, Raw};

use super::derive::{Needs, Preparation, Prepared, Use};
use super::engine::{Stopped, stream};
use super::roles::{self, RawLevels};
use super::{ColumnKind, Records, remote};
use crate::error::{Error, Problem, Result, reading};
use crate::panel::{CellKey, CellPlan, Cells, Factor, KeyRole, RecordPass, SampleAccount, ScorePlan, TimeScale};
use assemble::assemble;
use index::{CellIndex, NONE};
use moments::Moments;
use ndarray::Array2;
use polars::prelude::*;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

/// Cells up to which the index stays for a second pass.
const KEPT: usize = 1 << 20;

/// The embedded engine: passes over records on this machine.
pub struct PolarsLocal<'a> {
    records: &'a Records,
    /// The index of the last plan, for a second pass with the same cells.
    last: Mutex<Option<Arc<Indexed>>>,
}

/// The cells of a plan, by the values of their keys.
struct Indexed {
    plan: CellPlan,
    index: CellIndex,
    /// Position of each number among the sorted cells.
    place: Vec<u32>,
}

impl<'a> PolarsLocal<'a> {
    /// An engine over records.
    pub fn new(records: &'a Records) -> Self {
        Self { records, last: Mutex::new(None) }
    }
}

impl RecordPass for PolarsLocal<'_> {
    fn cells(&self, plan: &CellPlan) -> Result<Cells> {
        if let Some(remote) = self.records.remote() {
            return remote::cells(remote, self.records, plan);
        }
        let (cells, indexed) = group(self.records, plan)?;
        // For many cells another pass is cheaper than what the index holds.
        let kept = (indexed.index.cells <= KEPT).then(|| Arc::new(indexed));
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = kept;
        Ok(cells)
    }

    fn robust_meat(&self, plan: &ScorePlan) -> Result<Array2<f64>> {
        if let Some(remote) = self.records.remote() {
            return remote::robust_meat(remote, self.records, plan);
        }
        let known = self.last.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let indexed = match known.filter(|indexed| indexed.plan == plan.cells) {
            Some(indexed) => indexed,
            None => Arc::new(group(self.records, &plan.cells)?.1),
        };
        meat::robust_meat(self.records, plan, indexed)
    }
}

/// The error of a pass that ended early.
pub(in crate::data) fn failed(records: &Records, stopped: Stopped<String>) -> Error {
    match stopped {
        Stopped::Engine(detail) | Stopped::Taker(detail) => reading::pass_failed(&records.source(), &detail).into(),
    }
}

/// What a plan needs of the records, in the order in which rows leave.
pub(in crate::data) fn needs(plan: &CellPlan) -> Needs {
    let mut needs: Needs = Vec::new();
    for CellKey { column, role } in &plan.keys {
        needs.push((column.clone(), if matches!(role, KeyRole::Cohort(_)) { Use::Cohort } else { Use::Key }));
    }
    needs.extend(plan.variables.iter().map(|name| (name.clone(), Use::Number)));
    needs.extend(plan.weight.iter().map(|name| (name.clone(), Use::Weight)));
    needs
}

/// A chunk as it goes from the threads to the sums: the cell of each record, the variables, the weight.
fn chunk_schema(plan: &CellPlan) -> SchemaRef {
    let numbers = plan.variables.len() + usize::from(plan.weight.is_some());
    let fields = std::iter::once(Field::new("cell".into(), DataType::UInt32))
        .chain((0..numbers).map(|j| Field::new(PlSmallStr::from_string(format!("x{j}")), DataType::Float64)));
    Arc::new(fields.collect())
}

/// Splits a prepared chunk into keys and numbers.
fn split(prepared: Vec<Prepared>) -> (Vec<KeyValues>, Vec<Vec<f64>>) {
    let (mut keys, mut numbers) = (Vec::new(), Vec::new());
    for column in prepared {
        match column {
            Prepared::Key(values) => keys.push(values),
            Prepared::Numbers(values) => numbers.push(values),
        }
    }
    (keys, numbers)
}

fn chunk(rows: usize, cells: Vec<u32>, numbers: Vec<Vec<f64>>) -> PolarsResult<DataFrame> {
    let mut columns = vec![Column::new("cell".into(), cells)];
    columns.extend(numbers.into_iter().enumerate().map(|(j, values)| Column::new(PlSmallStr::from_string(format!("x{j}")), values)));
    DataFrame::new(rows, columns)
}

/// Calls `take` with the cells and the numbers of a chunk as slices.
fn slices(mut frame: DataFrame, take: &mut impl FnMut(&[u32], &[&[f64]])) -> PolarsResult<()> {
    if frame.height() == 0 {
        return Ok(());
    }
    frame.rechunk_mut();
    let columns: Vec<&Series> = frame.columns().iter().map(polars::prelude::Column::as_materialized_series).collect();
    let cells = columns[0].u32()?.cont_slice()?;
    let numbers = columns[1..].iter().map(|series| series.f64()?.cont_slice()).collect::<PolarsResult<Vec<_>>>()?;
    take(cells, &numbers);
    Ok(())
}

/// One pass that numbers the cells of a plan: `take` gets the cell of each record and its numbers (variables, then the weight), in the order of the
/// rows. Numbers of cells have no meaning but identity.
fn numbered(records: &Records, plan: &CellPlan, mut take: impl FnMut(&[u32], &[&[f64]])) -> Result<(SampleAccount, CellIndex)> {
    let preparation = Preparation::new(records, needs(plan))?;
    let index = Arc::new(RwLock::new(CellIndex::new(plan.keys.len(), |key| matches!(plan.keys[key].role, KeyRole::Period(_)))));
    let (preparing, shared) = (preparation.clone(), index.clone());
    let prepare = move |frame: DataFrame| {
        let (rows, prepared) = preparing.prepare(&frame)?;
        let (keys, numbers) = split(prepared);
        let mut cells = shared.read().unwrap_or_else(PoisonError::into_inner).find(&keys, rows);
        if cells.contains(&NONE) {
            let mut index = shared.write().unwrap_or_else(PoisonError::into_inner);
            for (row, cell) in cells.iter_mut().enumerate().filter(|(_, cell)| **cell == NONE) {
                *cell = index.insert(&keys, row);
            }
        }
        chunk(rows, cells, numbers)
    };
    let take = |frame: DataFrame| slices(frame, &mut take).map_err(|error| error.to_string());
    stream(preparation.source(records)?, chunk_schema(plan), prepare, take).map_err(|stopped| failed(records, stopped))?;
    let index = Arc::into_inner(index).map(|lock| lock.into_inner().unwrap_or_else(PoisonError::into_inner));
    let Some(mut index) = index else { return Err(reading::pass_failed(&records.source(), "a thread did not end").into()) };
    let account = preparation.account(records);
    if account.rows_used == 0 {
        index.cells = 0;
    }
    Ok((account, index))
}

fn group(records: &Records, plan: &CellPlan) -> Result<(Cells, Indexed)> {
    let mut moments = Moments::new(plan.variables.len(), plan.weight.is_some(), plan.centre.clone());
    let weighted = plan.weight.is_some();
    let (account, index) = numbered(records, plan, |cells, numbers| match numbers.split_last() {
        Some((weight, variables)) if weighted => moments.add(cells, variables, Some(weight)),
        _ => moments.add(cells, numbers, None),
    })?;
    let leveled = leveled(records, plan, &index)?;
    let (cells, place) = assemble(plan, &index, &moments, leveled, account);
    Ok((cells, Indexed { plan: plan.clone(), index, place }))
}

/// The numbers of one variable by cell, handed over in the order of the rows; then the keys: a code a cell number, sorted levels.
pub(in crate::data) fn values_by_cell(records: &Records, plan: &CellPlan, mut take: impl FnMut(&[u32], &[f64])) -> Result<(SampleAccount, Vec<Factor>)> {
    let (account, index) = numbered(records, plan, |cells, numbers| take(cells, numbers.first().copied().unwrap_or_default()))?;
    let leveled = leveled(records, plan, &index)?;
    let k = plan.keys.len();
    let factors = leveled.into_iter().zip(&plan.keys).enumerate().map(|(at, ((levels, places), key))| Factor {
        name: key.column.clone(),
        codes: (0..index.cells).map(|cell| places[index.codes[cell * k + at] as usize]).collect(),
        levels,
    });
    Ok((account, factors.collect()))
}

/// Groups that another engine made of the records, in any order: the sums of each about one constant a variable.
pub(in crate::data) struct Grouped {
    /// Keys, a value a group.
    pub(in crate::data) keys: Vec<KeyValues>,
    /// The constants, one a variable.
    pub(in crate::data) centre: Vec<f64>,
    /// Records.
    pub(in crate::data) counts: Vec<u64>,
    /// Smallest and largest value of each variable, group by group.
    pub(in crate::data) extremes: Vec<f64>,
    /// Group by group: Σw d and Σw dd' in packed order, where there is a weight led by Σw and followed by the same with w².
    pub(in crate::data) moments: Vec<f64>,
}

/// Cells of groups that another engine made, and the place of each group among them.
pub(in crate::data) fn from_groups(records: &Records, plan: &CellPlan, groups: &Grouped, account: SampleAccount) -> Result<(Cells, Vec<u32>)> {
    let mut index = CellIndex::new(plan.keys.len(), |key| matches!(plan.keys[key].role, KeyRole::Period(_)));
    let cells: Vec<u32> = (0..groups.counts.len()).map(|row| index.insert(&groups.keys, row)).collect();
    if cells.is_empty() {
        index.cells = 0;
    }
    let moments = Moments::of_groups(plan.variables.len(), plan.weight.is_some(), groups, &cells);
    let leveled = leveled(records, plan, &index)?;
    let (made, place) = assemble(plan, &index, &moments, leveled, account);
    Ok((made, cells.into_iter().map(|cell| place[cell as usize]).collect()))
}

/// The scale that a column is on by what it is.
pub(in crate::data) fn known_scale(records: &Records, column: &str) -> (bool, Option<TimeScale>) {
    let additions = &records.additions;
    let kind = records.columns().iter().find(|known| known.name == additions.real_name(column)).map(|known| known.kind);
    let by_kind = match kind {
        Some(ColumnKind::Month) => Some(TimeScale::Month),
        Some(ColumnKind::Quarter) => Some(TimeScale::Quarter),
        _ => None,
    };
    (kind.is_some_and(ColumnKind::is_date), additions.scale(column).or(by_kind))
}

fn leveled(records: &Records, plan: &CellPlan, index: &CellIndex) -> Result<Vec<roles::Leveled>> {
    let keys: Vec<(RawLevels, &KeyRole)> = plan
        .keys
        .iter()
        .zip(&index.dictionaries)
        .map(|(key, dictionary)| {
            let (days, known) = known_scale(records, &key.column);
            (RawLevels { column: &key.column, values: &dictionary.levels, days, known }, &key.role)
        })
        .collect();
    roles::levels(&keys).map_err(|problems: Vec<Problem>| Error { problems })
}
