//! Which respondents belong to which period, what is compared with what, and on which items.

use super::notes;
use super::sample::{DifferentItems, SatisfactionSample, SatisfactionSettings, Used};
use crate::error::{Result, design, measure as problem};
use crate::estimate::Note;
use crate::panel::{Levels, Period, TimeScale};
use serde_json::Value;

/// The respondents of one period.
pub(super) struct Slot {
    /// As in the result format.
    pub(super) period: Value,
    /// For keys of effects, where it is a number on the scale.
    pub(super) key: Option<Period>,
    pub(super) rows: Vec<usize>,
}

/// Periods of the survey and the two that the effects compare.
pub(super) struct Comparison {
    pub(super) scale: TimeScale,
    /// Periods of the index; before and after where a start splits them.
    pub(super) slots: Vec<Slot>,
    /// The single periods, where a start joined them.
    pub(super) trend: Vec<Slot>,
    /// The start, where there is one.
    pub(super) start: Option<Value>,
}

impl Comparison {
    pub(super) fn new(sample: &SatisfactionSample, settings: &SatisfactionSettings, used: &Used) -> Result<Self> {
        let Some(periods) = &sample.periods else {
            let slot = Slot { period: Value::Null, key: None, rows: used.rows.clone() };
            return Ok(Self { scale: TimeScale::Integer, slots: vec![slot], trend: Vec::new(), start: None });
        };
        let scale = match &periods.levels {
            Levels::Period(scale, _) => *scale,
            _ => TimeScale::Integer,
        };
        let slot = |code: u32| {
            let rows: Vec<usize> = used.rows.iter().copied().filter(|row| periods.codes[*row] == Some(code)).collect();
            let (period, key) = match &periods.levels {
                Levels::Period(scale, levels) => (scale.json(levels[code as usize]), Some(levels[code as usize])),
                Levels::Integer(levels) => (levels[code as usize].into(), Some(Period(levels[code as usize]))),
                levels => (levels.label(code).into(), None),
            };
            Slot { period, key, rows }
        };
        let slots: Vec<Slot> = (0..periods.levels.len() as u32).map(slot).filter(|slot| !slot.rows.is_empty()).collect();
        let Some(first_after) = settings.after_from else {
            return Ok(Self { scale, slots, trend: Vec::new(), start: None });
        };
        let side = |after: bool| {
            let of = |row: &usize| periods.codes[*row].is_some_and(|code| (code >= first_after) == after);
            let rows: Vec<usize> = used.rows.iter().copied().filter(of).collect();
            Slot { period: i64::from(after).into(), key: None, rows }
        };
        let (before, after) = (side(false), side(true));
        if before.rows.is_empty() {
            return Err(design::no_period_before().into());
        }
        if after.rows.is_empty() {
            return Err(design::no_period_after().into());
        }
        let at = before.rows.iter().chain(&after.rows).filter_map(|row| periods.codes[*row]).filter(|code| *code >= first_after).min();
        let start = at.map(|code| slot(code).period);
        Ok(Self { scale, slots: vec![before, after], trend: slots, start })
    }

    /// First and last period; none where there is only one.
    pub(super) fn sides(&self) -> Option<(&Slot, &Slot)> {
        match self.slots.as_slice() {
            [first, .., last] => Some((first, last)),
            _ => None,
        }
    }

    /// Items that every period asked, as indexes. Where some were not asked everywhere: an error or a note, as the settings say.
    pub(super) fn items(&self, sample: &SatisfactionSample, settings: &SatisfactionSettings, notes: &mut Vec<Note>) -> Result<Vec<usize>> {
        let asked = |item: usize, slot: &Slot| slot.rows.iter().any(|row| sample.items[item].scores[*row].is_some());
        let periods = || self.slots.iter().chain(&self.trend);
        let mut common = Vec::new();
        let mut partly: Vec<&str> = Vec::new();
        for (at, item) in sample.items.iter().enumerate() {
            match periods().filter(|slot| asked(at, slot)).count() {
                0 => return Err(problem::scores_missing(&item.name).into()),
                found if found == periods().count() => common.push(at),
                _ => partly.push(item.code()),
            }
        }
        if partly.is_empty() {
            return Ok(common);
        }
        let common_codes: Vec<&str> = common.iter().map(|item| sample.items[*item].code()).collect();
        if common.is_empty() || settings.different_items == DifferentItems::Stop {
            return Err(problem::items_differ(&partly.join(", "), &common_codes.join(", ")).into());
        }
        notes.push(notes::items_differ(&partly.join(", "), &common_codes.join(", ")));
        Ok(common)
    }
}
