//! Records grouped into cells in one streaming pass.
//!
//! Threads prepare chunks (made columns, missing values, cell numbers); the sums are taken in the order of the rows, so that every sum has the
//! same bits with one thread or many, from CSV, Parquet or memory.

mod ascending;
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
use ascending::{Ascending, ascending};
use assemble::assemble;
use index::{CellIndex, NONE};
use moments::Moments;
use ndarray::Array2;
use polars::prelude::*;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// Cells up to which the index stays for a second pass.
const KEPT: usize = 1 << 20;

/// Passes over records: on this machine with the embedded engine; records that live on another engine are passed over there.
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
        let (cells, indexed) = group(self.records, plan, true)?;
        // For many cells another pass is cheaper than what the index holds.
        let kept = indexed.filter(|indexed| indexed.index.cells <= KEPT).map(Arc::new);
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
            None => Arc::new(group(self.records, &plan.cells, false)?.1.ok_or_else(|| unended(self.records))?),
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

/// A chunk as it goes from the threads to the sums: the cell of each record, the variables, the weight; then as many keys as go along.
fn chunk_schema(plan: &CellPlan, keys: usize) -> SchemaRef {
    let numbers = plan.variables.len() + usize::from(plan.weight.is_some());
    let fields = std::iter::once(Field::new("cell".into(), DataType::UInt32))
        .chain((0..numbers).map(|j| Field::new(PlSmallStr::from_string(format!("x{j}")), DataType::Float64)))
        .chain((0..keys).map(|j| Field::new(PlSmallStr::from_string(format!("k{j}")), DataType::UInt32)));
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

/// Records of a chunk: by the number of their cell, or in the order of their keys, whose codes they carry.
enum Placed {
    Cells(Vec<u32>),
    Codes(Vec<Vec<u32>>),
}

fn chunk(rows: usize, placed: Placed, numbers: Vec<Vec<f64>>, keys: usize) -> PolarsResult<DataFrame> {
    let none = |name: PlSmallStr| Column::new_scalar(name, Scalar::from(NONE), rows);
    let key = |j: usize| PlSmallStr::from_string(format!("k{j}"));
    let (cells, codes) = match placed {
        Placed::Cells(cells) => (Column::new("cell".into(), cells), (0..keys).map(|j| none(key(j))).collect()),
        Placed::Codes(codes) => (none("cell".into()), codes.into_iter().enumerate().map(|(j, codes)| Column::new(key(j), codes)).collect::<Vec<_>>()),
    };
    let numbers = numbers.into_iter().enumerate().map(|(j, values)| Column::new(PlSmallStr::from_string(format!("x{j}")), values));
    DataFrame::new(rows, std::iter::once(cells).chain(numbers).chain(codes).collect())
}

/// Calls `take` with the cells, the numbers and the codes of a chunk as slices. Records that come in the order of their keys have no cells, others no
/// codes.
fn slices(mut frame: DataFrame, take: &mut impl FnMut(&[u32], &[&[f64]], &[&[u32]])) -> PolarsResult<()> {
    if frame.height() == 0 {
        return Ok(());
    }
    frame.rechunk_mut();
    let series = |columns: &'_ [Column]| -> Vec<Series> { columns.iter().map(|column| column.as_materialized_series().clone()).collect() };
    let (first, others) = frame.columns().split_at(1);
    let cells = series(first);
    let cells = cells[0].u32()?.cont_slice()?;
    let (numbers, codes) = others.split_at(others.iter().take_while(|column| *column.dtype() == DataType::Float64).count());
    let numbers = series(numbers);
    let numbers = numbers.iter().map(|series| series.f64()?.cont_slice()).collect::<PolarsResult<Vec<_>>>()?;
    if codes.is_empty() || cells.first() != Some(&NONE) {
        take(cells, &numbers, &[]);
        return Ok(());
    }
    let codes = series(codes);
    let codes = codes.iter().map(|series| series.u32()?.cont_slice()).collect::<PolarsResult<Vec<_>>>()?;
    take(&[], &numbers, &codes);
    Ok(())
}

/// What the threads of a pass share.
struct Shared {
    index: RwLock<CellIndex>,
    /// Whether the records came in the order of their keys so far, each another cell.
    in_order: AtomicBool,
}

impl Shared {
    fn new(plan: &CellPlan, in_order: bool) -> Arc<Self> {
        let index = CellIndex::new(plan.keys.len(), |key| matches!(plan.keys[key].role, KeyRole::Period(_)));
        Arc::new(Self { index: RwLock::new(index), in_order: AtomicBool::new(in_order) })
    }

    fn read(&self) -> RwLockReadGuard<'_, CellIndex> {
        self.index.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, CellIndex> {
        self.index.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn place(&self, keys: &[KeyValues], rows: usize) -> Placed {
        if self.in_order.load(Ordering::Relaxed) && ascending(keys, rows) {
            let mut codes = self.read().codes(keys);
            if codes.iter().any(|codes| codes.contains(&NONE)) {
                self.write().learn(keys, &mut codes);
            }
            return Placed::Codes(codes);
        }
        self.in_order.store(false, Ordering::Relaxed);
        let mut cells = self.read().find(keys, rows);
        if cells.contains(&NONE) {
            let mut index = self.write();
            for (row, cell) in cells.iter_mut().enumerate().filter(|(_, cell)| **cell == NONE) {
                *cell = index.insert(keys, row);
            }
        }
        Placed::Cells(cells)
    }
}

fn unended(records: &Records) -> Error {
    reading::pass_failed(&records.source(), "a thread did not end").into()
}

/// One pass that places the records of a plan: `take` gets the cell of each record (or the codes of its keys, while records come in their order) and its
/// numbers (variables, then the weight), in the order of the rows. Numbers of cells have no meaning but identity.
fn placed(
    records: &Records,
    plan: &CellPlan,
    in_order: bool,
    mut take: impl FnMut(&Shared, &[u32], &[&[f64]], &[&[u32]]),
) -> Result<(SampleAccount, CellIndex)> {
    let preparation = Preparation::new(records, needs(plan))?;
    let shared = Shared::new(plan, in_order);
    let keys_along = if in_order { plan.keys.len() } else { 0 };
    let (preparing, placing) = (preparation.clone(), shared.clone());
    let prepare = move |frame: DataFrame| {
        let (rows, prepared) = preparing.prepare(&frame)?;
        let (keys, numbers) = split(prepared);
        chunk(rows, placing.place(&keys, rows), numbers, keys_along)
    };
    let taken = |frame: DataFrame| slices(frame, &mut |cells, numbers, codes| take(&shared, cells, numbers, codes)).map_err(|error| error.to_string());
    stream(preparation.source(records)?, chunk_schema(plan, keys_along), prepare, taken).map_err(|stopped| failed(records, stopped))?;
    let shared = Arc::into_inner(shared).ok_or_else(|| unended(records))?;
    let mut index = shared.index.into_inner().unwrap_or_else(PoisonError::into_inner);
    let account = preparation.account(records);
    if account.rows_used == 0 {
        index.cells = 0;
    }
    Ok((account, index))
}

/// Sums of cells, or the records themselves while they come in the order of their keys.
struct Gathered {
    moments: Moments,
    weighted: bool,
    records: Option<Ascending>,
}

impl Gathered {
    fn add(&mut self, cells: &[u32], numbers: &[&[f64]]) {
        match numbers.split_last() {
            Some((weight, variables)) if self.weighted => self.moments.add(cells, variables, Some(weight)),
            _ => self.moments.add(cells, numbers, None),
        }
    }

    fn take(&mut self, shared: &Shared, cells: &[u32], numbers: &[&[f64]], codes: &[&[u32]]) {
        if codes.is_empty() {
            if self.records.is_some() {
                self.number(&mut shared.write());
            }
            return self.add(cells, numbers);
        }
        if let Some(records) = &mut self.records
            && records.push(&shared.read(), codes, numbers)
        {
            return;
        }
        shared.in_order.store(false, Ordering::Relaxed);
        let mut index = shared.write();
        self.number(&mut index);
        let cells = index.cells_of(codes);
        self.add(&cells, numbers);
    }

    /// Numbers the records that came in order.
    fn number(&mut self, index: &mut CellIndex) {
        let Some(records) = self.records.take() else { return };
        let cells = index.cells_of(&records.codes);
        self.add(&cells, &records.numbers.iter().map(Vec::as_slice).collect::<Vec<_>>());
    }
}

/// The cells of a plan and their index; none where the records are the cells. `in_order`: whether they may be.
fn group(records: &Records, plan: &CellPlan, in_order: bool) -> Result<(Cells, Option<Indexed>)> {
    let weighted = plan.weight.is_some();
    let in_order = in_order && plan.centre.is_none() && !plan.keys.is_empty();
    let mut gathered = Gathered {
        moments: Moments::new(plan.variables.len(), weighted, plan.centre.clone()),
        weighted,
        records: in_order.then(|| Ascending::new(records.rows() as usize)),
    };
    let (account, mut index) = placed(records, plan, in_order, |shared, cells, numbers, codes| gathered.take(shared, cells, numbers, codes))?;
    let leveled = leveled(records, plan, &index)?;
    if account.rows_used > 0
        && let Some(panel) = gathered.records.take_if(|panel| panel.stays(&leveled))
    {
        drop(index);
        return Ok((panel.cells(plan, leveled, account), None));
    }
    gathered.number(&mut index);
    let (cells, place) = assemble(plan, &index, &gathered.moments, leveled, account);
    Ok((cells, Some(Indexed { plan: plan.clone(), index, place })))
}

/// The numbers of one variable by cell, handed over in the order of the rows; then the keys: a code a cell number, sorted levels.
pub(in crate::data) fn values_by_cell(records: &Records, plan: &CellPlan, mut take: impl FnMut(&[u32], &[f64])) -> Result<(SampleAccount, Vec<Factor>)> {
    let (account, index) = placed(records, plan, false, |_, cells, numbers, _| take(cells, numbers.first().copied().unwrap_or_default()))?;
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
