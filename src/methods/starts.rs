//! Cohorts and periods of the cells as codes of the few values that there are: nothing is written out a cell.

use super::DidSettings;
use super::assignment::{NEVER, binary, check_duplicates, first_treated, key, periods_of};
use crate::design::Treatment;
use crate::error::{Result, design, treatment};
use crate::panel::{Cells, Cohort, Factor, Period, TimeScale, distinct};
use std::borrow::Cow;

/// A value a cell, as codes of the values that there are.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::methods) struct Coded<'a, T> {
    /// A code a cell, index into `values`.
    pub codes: Cow<'a, [u32]>,
    /// What the codes stand for, each once.
    pub values: Vec<T>,
}

impl<T: Copy + Ord> Coded<'static, T> {
    /// Values as they stand.
    pub(super) fn of(all: &[T]) -> Self {
        let values = distinct(all.iter().copied());
        Self { codes: all.iter().map(|value| values.binary_search(value).unwrap_or(0) as u32).collect(), values }
    }
}

impl<T: Copy> Coded<'_, T> {
    /// That of a cell.
    pub(in crate::methods) fn get(&self, cell: usize) -> T {
        self.values[self.codes[cell] as usize]
    }

    /// Those of all cells in their order.
    pub(in crate::methods) fn iter(&self) -> impl Iterator<Item = T> + '_ {
        self.codes.iter().map(|code| self.values[*code as usize])
    }

    /// Which of the values occur in the cells that count.
    pub(in crate::methods) fn present(&self, counts: impl Fn(usize) -> bool) -> Vec<bool> {
        let mut seen = vec![false; self.values.len()];
        for (cell, code) in self.codes.iter().enumerate() {
            if counts(cell) {
                seen[*code as usize] = true;
            }
        }
        seen
    }
}

/// When the units of the cells start, where the data name it or show it by unit.
pub(in crate::methods) struct Starts<'a> {
    /// First treated period.
    pub cohort: Coded<'a, Cohort>,
    /// Period.
    pub period: Coded<'a, Period>,
    /// Scale of the periods.
    pub scale: TimeScale,
    /// Treated in the period of the cell, where the data say that instead of starts.
    pub treated: Option<Vec<bool>>,
}

impl<'a> Starts<'a> {
    /// Reads and checks them; none where groups and a time after are given.
    pub(in crate::methods) fn read(cells: &'a Cells, settings: &DidSettings) -> Result<Option<Self>> {
        if cells.is_empty() {
            return Err(design::no_records_because(&cells.account.reasons()).into());
        }
        let unit = settings.unit.as_deref().map(|column| key(cells, column)).transpose()?;
        let time = settings.time.as_deref().map(|column| key(cells, column)).transpose()?;
        let (column, status) = match &settings.treatment {
            Treatment::Cohort(column) => (column, false),
            Treatment::Status(column) => (column, true),
            Treatment::GroupPost { .. } => return Ok(None),
        };
        let factor = key(cells, column)?;
        let treated = if status { Some(binary(factor)?) } else { None };
        if treated.is_none() {
            check_constant(factor, unit)?;
        }
        let Some(time) = time else { return Err(design::missing_role("--time").into()) };
        let (scale, values) = periods_of(&time.levels);
        let period = Coded { codes: Cow::Borrowed(time.codes.as_slice()), values };
        let cohort = match (&treated, unit) {
            (None, _) => {
                let values =
                    periods_of(&factor.levels).1.into_iter().map(|start| if start.0 == NEVER { Cohort::NeverTreated } else { Cohort::TreatedFrom(start) });
                Coded { codes: Cow::Borrowed(factor.codes.as_slice()), values: values.collect() }
            }
            (Some(_), None) => return Err(design::missing_role("--unit").into()),
            (Some(treated), Some(unit)) => shown(treated, unit, &period, scale)?,
        };
        if let Some(unit) = unit {
            check_duplicates(cells, unit, time, settings.sampling)?;
        }
        Ok(Some(Self { cohort, period, scale, treated }))
    }

    /// Periods that some unit is treated from in these data.
    pub(in crate::methods) fn count(&self) -> usize {
        let seen = self.period.present(|_| true);
        let last = self.period.values.iter().zip(seen).filter(|(_, seen)| *seen).map(|(period, _)| *period).max();
        let seen = self.cohort.present(|_| true);
        self.cohort.values.iter().zip(seen).filter(|(cohort, seen)| *seen && last.is_some_and(|last| cohort.treated_in(last))).count()
    }
}

/// Refuses units with several starts.
fn check_constant(factor: &Factor, unit: Option<&Factor>) -> Result<()> {
    let Some(unit) = unit else { return Ok(()) };
    let mut known = vec![u32::MAX; unit.levels.len()];
    let mut several = std::collections::BTreeSet::new();
    for (code, start) in unit.codes.iter().zip(&factor.codes) {
        let own = &mut known[*code as usize];
        if *own == u32::MAX {
            *own = *start;
        } else if *own != *start {
            several.insert(*code);
        }
    }
    match several.first() {
        Some(first) => Err(design::cohort_varies(&unit.levels.label(*first), several.len()).into()),
        None => Ok(()),
    }
}

/// Starts of units that the data show by who is treated when. Refused where treatment ends.
fn shown(treated: &[bool], unit: &Factor, period: &Coded<Period>, scale: TimeScale) -> Result<Coded<'static, Cohort>> {
    let starts = first_treated(treated, &unit.codes, period.iter(), unit.levels.len());
    let switched: std::collections::BTreeMap<u32, Period> = (0..treated.len())
        .filter(|i| !treated[*i] && starts[unit.codes[*i] as usize].is_some_and(|start| period.get(*i) > start))
        .map(|i| (unit.codes[i], period.get(i)))
        .collect();
    if let Some((code, at)) = switched.first_key_value() {
        return Err(treatment::treatment_switches_off(&unit.levels.label(*code), &scale.code(*at), switched.len()).into());
    }
    let by_unit: Vec<Cohort> = starts.into_iter().map(|start| start.map_or(Cohort::NeverTreated, Cohort::TreatedFrom)).collect();
    let by_unit = Coded::of(&by_unit);
    Ok(Coded { codes: unit.codes.iter().map(|code| by_unit.codes[*code as usize]).collect(), values: by_unit.values })
}
