//! Which cohort is compared with whom, from which base period: everything about the design before any outcome is looked at.

mod notes;
mod places;

use super::DidSettings;
use super::assignment::Assignment;
use super::starts::{Coded, Starts};
use crate::design::{BasePeriod, ControlGroup, Treatment};
use crate::error::{Result, design};
use crate::estimate::Note;
use crate::locale::Text;
use crate::panel::{Cells, Cohort, DropReason, Period, SampleAccount, TimeScale, distinct};
use crate::text;
use rayon::prelude::*;
use std::borrow::Cow;

pub(in crate::methods) use places::Places;

/// Cells that are placed by one thread at a time.
const ROWS: usize = 1 << 16;

/// A group of units with the same start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::methods) struct Group {
    /// First treated period; none for the never-treated.
    pub start: Option<Period>,
    /// Whether its effects are estimated (else it only serves for comparison).
    pub estimated: bool,
}

/// One comparison: a cohort in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::methods) struct Comparison {
    /// The treated group.
    pub group: usize,
    /// Position of the period.
    pub period: usize,
    /// Position of the base period.
    pub base: usize,
    /// Groups that are compared with, by position.
    pub controls: Vec<bool>,
}

impl Comparison {
    /// Whether it is zero by definition.
    pub(in crate::methods) fn is_reference(&self) -> bool {
        self.period == self.base
    }
}

/// Why an observation takes no part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::methods) enum Left {
    AlwaysTreated,
    NoPeriodBefore,
    NoComparison,
    NeverUntreated,
}

impl Left {
    /// As the account of rows has it.
    pub(in crate::methods) fn reason(self) -> DropReason {
        match self {
            Left::AlwaysTreated => DropReason::AlwaysTreated,
            left => DropReason::Other(left.text()),
        }
    }

    /// In words, for those that the account does not know.
    pub(in crate::methods) fn text(self) -> Text {
        match self {
            Left::AlwaysTreated => text!("sudah mengikuti program sejak periode pertama", "treated since the first period"),
            Left::NoPeriodBefore => {
                text!("tidak ada periode sebelum antisipasi program", "no period before the program was anticipated")
            }
            Left::NeverUntreated => {
                text!(
                    "unit tanpa catatan sebelum program, sehingga tidak dapat diimputasi",
                    "unit without a record before the program, which cannot be imputed"
                )
            }
            Left::NoComparison => {
                text!("periode tanpa unit pembanding yang belum mengikuti program", "period without any unit that is not yet treated")
            }
        }
    }
}

/// The design.
pub(in crate::methods) struct Timing {
    /// Periods in use, ascending.
    pub periods: Vec<Period>,
    /// Groups in use: starts ascending, the never-treated last.
    pub groups: Vec<Group>,
    /// Comparisons in the order of groups and periods.
    pub comparisons: Vec<Comparison>,
    /// The comparison group in use.
    pub control: ControlGroup,
    /// Group and period of each cell in use, or why it takes no part.
    pub cells: Places,
    /// What the reader must know.
    pub notes: Vec<Note>,
}

/// What was asked for.
#[derive(Clone, Copy)]
pub(in crate::methods) struct Choice {
    pub control: Option<ControlGroup>,
    pub base: BasePeriod,
    pub anticipation: i64,
}

/// Cohort and period by cell.
pub(in crate::methods) type ByCell<'a> = (Cow<'a, [Cohort]>, Cow<'a, [Period]>);

/// Cohort and period by cell. Groups and a time after, without periods, are two periods and one cohort.
pub(in crate::methods) fn starts(assignment: &Assignment) -> Result<ByCell<'_>> {
    if let (Some(cohort), Some(period)) = (&assignment.cohort, &assignment.period) {
        return Ok((Cow::Borrowed(cohort), Cow::Borrowed(period)));
    }
    let Some(after) = &assignment.after else { return Err(design::missing_role("--time").into()) };
    let cohort = assignment.group.iter().map(|group| if *group { Cohort::TreatedFrom(Period(1)) } else { Cohort::NeverTreated });
    Ok((cohort.collect(), after.iter().map(|after| Period(i64::from(*after))).collect()))
}

/// As [`starts`], with all times before and all times after taken together where groups and a time after are given.
pub(in crate::methods) fn marked_starts<'a>(settings: &DidSettings, assignment: &'a Assignment) -> Result<ByCell<'a>> {
    match &settings.treatment {
        Treatment::GroupPost { .. } => {
            let pooled = Assignment { cohort: None, period: None, ..assignment.clone() };
            starts(&pooled).map(|(cohort, period)| (cohort.into_owned().into(), period.into_owned().into()))
        }
        Treatment::Cohort(_) | Treatment::Status(_) => starts(assignment),
    }
}

impl Timing {
    /// Positions of the cells that take part and weigh something; the others go to the account with their reason.
    pub(in crate::methods) fn rows(&self, cells: &Cells, account: &mut SampleAccount) -> Vec<usize> {
        let mut rows = Vec::with_capacity(cells.len());
        for (i, place) in self.cells.iter().enumerate() {
            match place {
                Ok(_) if cells.weight[i] > 0.0 => rows.push(i),
                Ok(_) => account.drop_rows(DropReason::NonPositiveWeight, cells.records[i]),
                Err(left) => account.drop_rows(left.reason(), cells.records[i]),
            }
        }
        rows
    }

    /// The design of the cells, and the scale of its periods.
    pub(in crate::methods) fn read(cells: &Cells, settings: &DidSettings, choice: Choice) -> Result<(Self, TimeScale)> {
        if let Some(starts) = Starts::read(cells, settings)? {
            return Ok((Self::coded(&starts.cohort, &starts.period, choice)?, starts.scale));
        }
        let assignment = Assignment::read(cells, settings)?;
        let (cohort, period) = starts(&assignment)?;
        Ok((Self::of(&cohort, &period, choice)?, assignment.scale))
    }

    /// The design of cells with these cohorts and periods.
    pub(in crate::methods) fn of(cohort: &[Cohort], period: &[Period], choice: Choice) -> Result<Self> {
        Self::coded(&Coded::of(cohort), &Coded::of(period), choice)
    }

    /// The same from codes.
    fn coded(cohort: &Coded<Cohort>, period: &Coded<Period>, choice: Choice) -> Result<Self> {
        let ahead = choice.anticipation;
        let moments = |seen: Vec<bool>| distinct(period.values.iter().zip(seen).filter(|(_, seen)| *seen).map(|(period, _)| *period));
        let all = moments(period.present(|_| true));
        let (Some(first), Some(last)) = (all.first().copied(), all.last().copied()) else { return Err(design::no_records().into()) };
        // Who starts after the last period, and beyond what may be anticipated in it, is not treated in these data.
        let start = |cohort: Cohort| match cohort {
            Cohort::TreatedFrom(start) if start.0 <= last.0 + ahead => Some(start),
            _ => None,
        };
        let outside = |cohort: Cohort| match start(cohort) {
            Some(start) if start <= first => Some(Left::AlwaysTreated),
            Some(start) if start.0 <= first.0 + ahead => Some(Left::NoPeriodBefore),
            _ => None,
        };
        let present = cohort.present(|_| true);
        let mut notes = Vec::new();
        let members: Vec<Cohort> =
            cohort.values.iter().zip(&present).filter(|(cohort, seen)| **seen && outside(**cohort).is_none()).map(|(cohort, _)| *cohort).collect();
        let starts = distinct(members.iter().filter_map(|cohort| start(*cohort)));
        let never = members.iter().any(|cohort| start(*cohort).is_none());
        let Some(latest) = starts.last().copied() else { return Err(nobody(cohort, &present, last).into()) };
        let control = match choice.control {
            Some(ControlGroup::NeverTreated) if !never => return Err(design::no_never_treated().into()),
            Some(control) => control,
            None if never => ControlGroup::NeverTreated,
            None => {
                notes.push(notes::not_yet_by_default());
                ControlGroup::NotYetTreated
            }
        };
        // Without never-treated units the last cohort is there for comparison only, until it starts (or anticipates its start).
        let late = |period: Period| !never && period.0 >= latest.0 - ahead;
        if !never {
            if starts.len() == 1 {
                return Err(design::no_control_group().into());
            }
            notes.push(notes::last_cohort());
        }
        let inside: Vec<Period> = starts.iter().copied().filter(|start| *start > last).collect();
        if never && !inside.is_empty() {
            notes.push(notes::starts_after_the_end(inside.len()));
        }
        let inside: Vec<bool> = cohort.values.iter().map(|cohort| outside(*cohort).is_none()).collect();
        let mut periods = moments(period.present(|cell| inside[cohort.codes[cell] as usize]));
        periods.retain(|period| !late(*period));
        let mut groups: Vec<Group> =
            starts.iter().map(|start| Group { start: Some(*start), estimated: if never { *start <= last } else { *start < latest } }).collect();
        if never {
            groups.push(Group { start: None, estimated: false });
        }
        let width = period.values.len();
        let place = |at: usize| {
            let (own, moment) = (cohort.values[at / width], period.values[at % width]);
            match outside(own) {
                Some(left) => Err(left),
                None if late(moment) => Err(Left::NoComparison),
                None => {
                    let group = groups.iter().position(|group| group.start == start(own)).unwrap_or(0);
                    Ok((group as u32, periods.binary_search(&moment).unwrap_or(0) as u32))
                }
            }
        };
        let places = (0..cohort.values.len() * width).map(place).collect();
        let codes = cohort.codes.par_iter().zip(&period.codes[..]).with_min_len(ROWS).map(|(own, moment)| own * width as u32 + moment);
        let cells = Places::new(codes.collect(), places);
        let comparisons = comparisons(&groups, &periods, control, choice);
        if comparisons.is_empty() {
            return Err(design::no_period_before().into());
        }
        Ok(Self { periods, groups, comparisons, control, cells, notes })
    }
}

/// Why no cohort is left.
fn nobody(cohort: &Coded<Cohort>, present: &[bool], last: Period) -> crate::error::Problem {
    let treated = cohort.values.iter().zip(present).any(|(cohort, seen)| *seen && cohort.treated_in(last));
    if treated { design::no_period_before() } else { design::no_treated_group() }
}

fn comparisons(groups: &[Group], periods: &[Period], control: ControlGroup, choice: Choice) -> Vec<Comparison> {
    let ahead = choice.anticipation;
    let mut out = Vec::new();
    for (at, group) in groups.iter().enumerate().filter(|(_, group)| group.estimated) {
        let Some(start) = group.start else { continue };
        // The last period before the start and before what may be anticipated of it; gaps between periods do not matter.
        let Some(long) = periods.iter().rposition(|period| period.0 + ahead < start.0) else { continue };
        for period in 0..periods.len() {
            let base = match choice.base {
                BasePeriod::Varying if periods[period] < start => match period.checked_sub(1) {
                    Some(before) => before,
                    None => continue,
                },
                _ => long,
            };
            let latest = periods[period].max(periods[base]);
            let compared = |other: &Group| match (control, other.start) {
                (_, None) => true,
                (ControlGroup::NeverTreated, Some(_)) => false,
                (ControlGroup::NotYetTreated, Some(own)) => own != start && own.0 > latest.0 + ahead,
            };
            out.push(Comparison { group: at, period, base, controls: groups.iter().map(compared).collect() });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEVER: Cohort = Cohort::NeverTreated;

    fn from(start: i64) -> Cohort {
        Cohort::TreatedFrom(Period(start))
    }

    /// Every cohort in every period.
    fn design(cohorts: &[Cohort], periods: &[i64], control: Option<ControlGroup>, base: BasePeriod, anticipation: i64) -> Result<Timing> {
        let pairs: Vec<(Cohort, Period)> = cohorts.iter().flat_map(|cohort| periods.iter().map(move |period| (*cohort, Period(*period)))).collect();
        let (cohort, period): (Vec<Cohort>, Vec<Period>) = pairs.into_iter().unzip();
        Timing::of(&cohort, &period, Choice { control, base, anticipation })
    }

    fn pairs(timing: &Timing) -> Vec<(i64, i64, i64)> {
        let at = |period: usize| timing.periods[period].0;
        timing.comparisons.iter().filter_map(|one| Some((timing.groups[one.group].start?.0, at(one.period), at(one.base)))).collect()
    }

    fn ok(found: Result<Timing>) -> Timing {
        found.unwrap_or_else(|error| unreachable!("{error}"))
    }

    #[test]
    fn varying_and_universal_base_with_gap_years() {
        let varying = ok(design(&[from(2006), NEVER], &[2000, 2003, 2004, 2007, 2009], None, BasePeriod::Varying, 0));
        assert_eq!(pairs(&varying), [(2006, 2003, 2000), (2006, 2004, 2003), (2006, 2007, 2004), (2006, 2009, 2004)]);
        let universal = ok(design(&[from(2006), NEVER], &[2000, 2003, 2004, 2007, 2009], None, BasePeriod::Universal, 0));
        assert_eq!(pairs(&universal), [(2006, 2000, 2004), (2006, 2003, 2004), (2006, 2004, 2004), (2006, 2007, 2004), (2006, 2009, 2004)]);
        assert!(universal.comparisons[2].is_reference());
    }

    #[test]
    fn anticipation_moves_the_base_and_the_comparison() {
        let timing = ok(design(&[from(4), from(6), NEVER], &[1, 2, 3, 4, 5], Some(ControlGroup::NotYetTreated), BasePeriod::Varying, 1));
        let one = timing.comparisons.iter().find(|one| timing.periods[one.period] == Period(4)).cloned();
        // Base 2 (3 may be anticipated); cohort 6 anticipates from 5 on, so it still serves in 4.
        assert_eq!(one, Some(Comparison { group: 0, period: 3, base: 1, controls: vec![false, true, true] }));
        let late = timing.comparisons.iter().find(|one| timing.periods[one.period] == Period(5)).cloned();
        assert_eq!(late.map(|one| one.controls), Some(vec![false, false, true]));
    }

    #[test]
    fn a_start_inside_the_anticipation_window_is_not_never_treated() {
        let timing = ok(design(&[from(3), from(6), NEVER], &[1, 2, 3, 4, 5], None, BasePeriod::Varying, 1));
        assert_eq!(timing.groups[1], Group { start: Some(Period(6)), estimated: false });
        assert!(timing.comparisons.iter().all(|one| !one.controls[1]));
        assert!(timing.notes.iter().any(|note| note.code == "starts-after-the-end"));
        // Without anticipation the same cohort is not treated in the data and serves as never-treated.
        let plain = ok(design(&[from(3), from(6), NEVER], &[1, 2, 3, 4, 5], None, BasePeriod::Varying, 0));
        assert_eq!(plain.groups.len(), 2);
    }

    #[test]
    fn without_never_treated_the_last_cohort_is_kept_for_comparison_beside_always_treated_units() {
        let timing = ok(design(&[from(1), from(3), from(5)], &[1, 2, 3, 4, 5, 6], None, BasePeriod::Varying, 0));
        assert_eq!(timing.control, ControlGroup::NotYetTreated);
        assert_eq!(pairs(&timing), [(3, 2, 1), (3, 3, 2), (3, 4, 2)]);
        assert!(timing.comparisons.iter().all(|one| one.controls == [false, true]));
        assert_eq!(timing.cells.iter().filter(|cell| *cell == Err(Left::AlwaysTreated)).count(), 6);
        assert_eq!(timing.cells.iter().filter(|cell| *cell == Err(Left::NoComparison)).count(), 4);
    }

    #[test]
    fn what_cannot_be_compared_is_refused() {
        let code = |found: Result<Timing>| found.err().and_then(|error| error.problems.first().map(|problem| problem.code));
        let never = Some(ControlGroup::NeverTreated);
        assert_eq!(code(design(&[from(3), from(4)], &[1, 2, 3, 4], never, BasePeriod::Varying, 0)), Some("design::no-never-treated"));
        assert_eq!(code(design(&[NEVER], &[1, 2], None, BasePeriod::Varying, 0)), Some("design::no-treated-group"));
        assert_eq!(code(design(&[from(1), NEVER], &[1, 2], None, BasePeriod::Varying, 0)), Some("design::no-period-before"));
        assert_eq!(code(design(&[from(2)], &[1, 2], None, BasePeriod::Varying, 0)), Some("design::no-control-group"));
    }
}
