//! Who is treated when, by cell: read from the keys of the cells, and checked.

use super::DidSettings;
use super::starts::Starts;
use crate::design::{Sampling, Treatment};
use crate::error::{Problem, Result, data, design};
use crate::panel::{Cells, Cohort, Factor, Levels, Period, TimeScale, distinct};
use rayon::prelude::*;

/// Level of a cohort key that stands for never treated.
pub(super) const NEVER: i64 = i64::MAX;

/// Treatment by cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Assignment {
    /// Treated in the period of the cell.
    pub treated: Vec<bool>,
    /// Treated at some time in the data.
    pub group: Vec<bool>,
    /// After the start, where the data say so for every cell (2×2).
    pub after: Option<Vec<bool>>,
    /// First treated period, where periods are known.
    pub cohort: Option<Vec<Cohort>>,
    /// Period.
    pub period: Option<Vec<Period>>,
    /// Scale of the periods.
    pub scale: TimeScale,
    /// Unit codes.
    pub unit: Option<Vec<u32>>,
}

/// Levels of a period key as periods with their scale.
pub(super) fn periods_of(levels: &Levels) -> (TimeScale, Vec<Period>) {
    match levels {
        Levels::Period(scale, levels) => (*scale, levels.clone()),
        levels => {
            let period = |code: u32| Period(levels.value(code).map_or(i64::MIN, |value| value.round() as i64));
            (TimeScale::Integer, (0..levels.len() as u32).map(period).collect())
        }
    }
}

/// A period key as periods with its scale.
pub(super) fn periods(factor: &Factor) -> (TimeScale, Vec<Period>) {
    let (scale, levels) = periods_of(&factor.levels);
    (scale, factor.codes.iter().map(|code| levels[*code as usize]).collect())
}

/// A 0/1 key as booleans.
pub(super) fn binary(factor: &Factor) -> std::result::Result<Vec<bool>, Problem> {
    let meaning: Vec<Option<bool>> = (0..factor.levels.len() as u32)
        .map(|code| factor.levels.value(code).filter(|value| *value == 0.0 || *value == 1.0).map(|value| value == 1.0))
        .collect();
    let read = |code: &u32| meaning[*code as usize].ok_or_else(|| design::not_binary(&factor.name, &factor.levels.label(*code)));
    factor.codes.iter().map(read).collect()
}

/// The key of a role that the plan made.
pub(super) fn key<'a>(cells: &'a Cells, column: &str) -> std::result::Result<&'a Factor, Problem> {
    cells.key(column).ok_or_else(|| design::missing_role(column))
}

impl Assignment {
    /// Reads the assignment from the keys of the cells.
    pub(super) fn read(cells: &Cells, settings: &DidSettings) -> Result<Self> {
        let starts = Starts::read(cells, settings)?;
        let unit = settings.unit.as_deref().map(|column| key(cells, column)).transpose()?;
        let codes = unit.map(|factor| factor.codes.clone());
        if let Some(starts) = starts {
            let period: Vec<Period> = starts.period.iter().collect();
            let cohort: Vec<Cohort> = starts.cohort.iter().collect();
            let last = period.iter().max().copied().unwrap_or(Period(i64::MIN));
            return Ok(Self {
                group: cohort.iter().map(|cohort| cohort.treated_in(last)).collect(),
                treated: starts.treated.unwrap_or_else(|| cohort.iter().zip(&period).map(|(cohort, period)| cohort.treated_in(*period)).collect()),
                after: None,
                cohort: Some(cohort),
                period: Some(period),
                scale: starts.scale,
                unit: codes,
            });
        }
        let time = settings.time.as_deref().map(|column| key(cells, column)).transpose()?;
        let (scale, period) = time.map(periods).unzip();
        let scale = scale.unwrap_or_default();
        let mut out = Self { treated: Vec::new(), group: Vec::new(), after: None, cohort: None, period, scale, unit: codes };
        if let Treatment::GroupPost { group, post } = &settings.treatment {
            out.read_groups(binary(key(cells, group)?)?, binary(key(cells, post)?)?);
        }
        if let (Some(unit), Some(time)) = (unit, time) {
            check_duplicates(cells, unit, time, settings.sampling)?;
        }
        Ok(out)
    }

    fn read_groups(&mut self, group: Vec<bool>, after: Vec<bool>) {
        self.treated = group.iter().zip(&after).map(|(group, after)| *group && *after).collect();
        if let Some(period) = &self.period {
            // One start for all where the periods show it: a unit without records in the first months is no later one. Else by unit.
            let one = vec![0; group.len()];
            let codes = self.unit.as_ref().unwrap_or(&one);
            let levels = codes.iter().max().map_or(0, |top| *top as usize + 1);
            let starts = match common_start(&after, period) {
                Some(start) => vec![Some(start); levels],
                None => first_treated(&self.treated, codes, period.iter().copied(), levels),
            };
            let cohort = |i: usize| match starts[codes[i] as usize] {
                Some(start) if group[i] => Cohort::TreatedFrom(start),
                _ => Cohort::NeverTreated,
            };
            self.cohort = Some((0..group.len()).map(cohort).collect());
        }
        self.group = group;
        self.after = Some(after);
    }

    /// Starts that some unit is treated from, ascending.
    pub(super) fn starts(&self) -> Vec<Period> {
        distinct(self.cohort.iter().flatten().zip(&self.group).filter_map(|(cohort, group)| match cohort {
            Cohort::TreatedFrom(start) if *group => Some(*start),
            _ => None,
        }))
    }

    /// What a comparison of changes needs at least: treated and untreated, before and after.
    pub(super) fn check(&self) -> Result<()> {
        if !self.group.contains(&true) {
            return Err(design::no_treated_group().into());
        }
        if !self.treated.contains(&true) {
            return Err(design::no_period_after().into());
        }
        if !(0..self.group.len()).any(|i| self.group[i] && !self.treated[i]) {
            return Err(design::no_period_before().into());
        }
        if !self.group.contains(&false) && self.starts().len() <= 1 {
            return Err(design::no_control_group().into());
        }
        Ok(())
    }

    /// Units (or records, where there are no units) of the ever-treated and of the rest.
    pub(super) fn group_sizes(&self, cells: &Cells) -> (u64, u64) {
        let Some(unit) = &self.unit else {
            let treated = cells.records.iter().zip(&self.group).filter(|(_, group)| **group).map(|(records, _)| records).sum();
            return (treated, cells.total_records() - treated);
        };
        let codes = unit.iter().max().map_or(0, |top| *top as usize + 1);
        let mut seen = vec![[false; 2]; codes];
        unit.iter().zip(&self.group).for_each(|(code, group)| seen[*code as usize][usize::from(*group)] = true);
        let count = |group: bool| seen.iter().filter(|seen| seen[usize::from(group)]).count() as u64;
        (count(true), count(false))
    }
}

/// The first period after the start, where no period is both before and after it.
fn common_start(after: &[bool], period: &[Period]) -> Option<Period> {
    let side = |late: bool| period.iter().zip(after).filter(move |(_, after)| **after == late).map(|(period, _)| *period);
    let start = side(true).min()?;
    side(false).max().is_none_or(|last| last < start).then_some(start)
}

/// First period with treatment of each unit.
pub(super) fn first_treated(treated: &[bool], unit: &[u32], period: impl Iterator<Item = Period>, units: usize) -> Vec<Option<Period>> {
    let mut starts: Vec<Option<Period>> = vec![None; units];
    for ((code, period), treated) in unit.iter().zip(period).zip(treated) {
        if *treated {
            let start = &mut starts[*code as usize];
            *start = Some(start.map_or(period, |known| known.min(period)));
        }
    }
    starts
}

/// Cells that are looked at by one thread at a time.
const ROWS: usize = 1 << 16;

/// Share of unit-periods with several rows up to which these are taken for duplicates and not for records.
const FEW: f64 = 0.05;

/// Refuses unit-periods with several rows where the data should be a panel: said so, or nearly all of them have one row.
pub(super) fn check_duplicates(cells: &Cells, unit: &Factor, time: &Factor, sampling: Option<Sampling>) -> Result<()> {
    if sampling == Some(Sampling::RepeatedCrossSections) {
        return Ok(());
    }
    let ahead = |i: usize| (unit.codes[i - 1], time.codes[i - 1]) < (unit.codes[i], time.codes[i]);
    if cells.records.iter().all(|records| *records <= 1) && (1..cells.len()).into_par_iter().with_min_len(ROWS).all(ahead) {
        return Ok(());
    }
    let mut pairs: Vec<(u32, u32, u64)> = (0..cells.len()).map(|i| (unit.codes[i], time.codes[i], cells.records[i])).collect();
    pairs.sort_unstable();
    let mut several = Vec::new();
    for pair in pairs.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        if pair.iter().map(|(_, _, records)| records).sum::<u64>() > 1 {
            several.push((pair[0].0, pair[0].1));
        }
    }
    let Some((first, period)) = several.first() else { return Ok(()) };
    if sampling == Some(Sampling::Panel) || crate::design::double_rows(cells, unit, time, FEW) {
        return Err(data::duplicate_cell(&unit.levels.label(*first), &time.levels.label(*period), several.len()).into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_start_is_that_of_the_periods_and_not_of_a_unit() {
        let periods = |values: &[i64]| values.iter().map(|value| Period(*value)).collect::<Vec<_>>();
        assert_eq!(common_start(&[false, true, true, false], &periods(&[1, 2, 3, 1])), Some(Period(2)));
        assert_eq!(common_start(&[false, true, true, false], &periods(&[1, 2, 3, 2])), None);
        let mut read = Assignment {
            treated: Vec::new(),
            group: Vec::new(),
            after: None,
            cohort: None,
            period: Some(periods(&[1, 3, 1, 2, 3])),
            scale: TimeScale::Integer,
            unit: Some(vec![0, 0, 1, 1, 1]),
        };
        // The treated unit 0 has no record in period 2, the first one of the program.
        read.read_groups(vec![true, true, false, false, false], vec![false, true, false, true, true]);
        assert_eq!(read.cohort.as_ref().map(|cohort| cohort[1]), Some(Cohort::TreatedFrom(Period(2))));
        assert_eq!(read.starts(), [Period(2)]);
    }
}
