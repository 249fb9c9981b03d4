//! Triple differences with starts: ATT(g, t) of the eligible is DiD against the not eligible of the same cohort, plus DiD against the eligible of a
//! comparison cohort, minus DiD against the not eligible of that cohort (Ortiz-Villavicencio and Sant'Anna 2025, eq. 4.8).
//!
//! Cohorts are split by eligibility and the three parts are comparisons of the same kind as those of `callaway_santanna`, which fits them. Pooling
//! comparison cohorts would be biased, so each gives an effect of its own and `combine` weighs them.

use super::combine::{Combined, Part};
use super::eligible;
use crate::design::Adjustment;
use crate::error::{Result, treatment};
use crate::estimate::{Estimate, Note};
use crate::methods::assignment::Assignment;
use crate::methods::callaway_santanna::sample::{Sample, Shape};
use crate::methods::callaway_santanna::{Cohorts, Fit, Fitted, Outcome, Problem, check_variance, conclude, describe, sizes};
use crate::methods::timing::{self, Choice, Comparison, Group, Places, Timing};
use crate::methods::{DidSettings, Method, MethodInput};
use crate::panel::Cells;
use crate::text;

pub(super) fn estimate(input: &MethodInput) -> Result<Estimate> {
    let settings = input.settings;
    check_variance(settings)?;
    let assignment = Assignment::read(input.cells, settings)?;
    let (cohort, period) = timing::starts(&assignment)?;
    let eligible = eligible(input.cells, settings.partition.as_deref())?;
    let choice = Choice { control: settings.control, base: settings.base, anticipation: i64::from(settings.anticipation) };
    let timing = Timing::of(&cohort, &period, choice)?;
    let split = split(&timing, &eligible);
    let sample = Sample::of(input.cells, settings, &split)?;
    if sample.shape != Shape::Sections {
        check_fixed(input.cells, settings, &eligible)?;
    }
    let adjust = if sample.columns == 1 { Adjustment::Regression } else { settings.adjust };
    let mut out = Estimate::new("did", Method::Triple.name(), &settings.outcome);
    out.scale = assignment.scale;
    out.settings = settings.to_map(Method::Triple);
    describe(&mut out, &sample, &timing);
    let (source, fits, left_out) = fit(&sample, &timing, &split, adjust);
    let pairs = |values: &[f64]| values.chunks(2).map(|pair| pair.iter().sum()).collect();
    let cohorts = Cohorts {
        group: sample.group.iter().map(|group| group / 2).collect(),
        sizes: pairs(&sizes(&sample)),
        members: sample.members.chunks(2).map(|pair| pair.iter().sum()).collect(),
    };
    conclude(&mut out, settings, &sample, &timing, &cohorts, &fits, &source)?;
    out.notes.push(partition_note(&sample, &timing));
    out.notes.extend(left_out_note(left_out));
    Ok(out)
}

/// Position of a cohort's part in the design that is split by eligibility.
fn part(group: usize, eligible: bool) -> usize {
    2 * group + usize::from(eligible)
}

/// The design with each group in two parts, the not eligible first; it has no comparisons yet.
fn split(timing: &Timing, eligible: &[bool]) -> Timing {
    let groups = timing.groups.iter().flat_map(|group| [Group { estimated: false, ..*group }, *group]).collect();
    Timing {
        periods: timing.periods.clone(),
        groups,
        comparisons: Vec::new(),
        control: timing.control,
        cells: timing.cells.split(2, |cell| u32::from(eligible[cell])),
        notes: Vec::new(),
    }
}

/// Refuses units that are eligible at some times only.
fn check_fixed(cells: &Cells, settings: &DidSettings, eligible: &[bool]) -> Result<()> {
    let Some(unit) = settings.unit.as_deref().and_then(|name| cells.key(name)) else { return Ok(()) };
    let mut known = vec![None; unit.levels.len()];
    let mut several = std::collections::BTreeSet::new();
    for (code, own) in unit.codes.iter().zip(eligible) {
        if *known[*code as usize].get_or_insert(*own) != *own {
            several.insert(*code);
        }
    }
    match (several.first(), &settings.partition) {
        (Some(first), Some(column)) => Err(treatment::partition_varies(column, &unit.levels.label(*first), several.len()).into()),
        _ => Ok(()),
    }
}

/// One comparison of the design as parts: against the not eligible of the cohort, then against the eligible and the not eligible of each comparison cohort.
fn parts(one: &Comparison, groups: usize) -> Vec<Comparison> {
    let against = |other: usize| {
        let mut controls = vec![false; groups];
        controls[other] = true;
        Comparison { group: part(one.group, true), period: one.period, base: one.base, controls }
    };
    let others = (0..one.controls.len()).filter(|other| one.controls[*other]);
    std::iter::once(against(part(one.group, false))).chain(others.flat_map(|other| [against(part(other, true)), against(part(other, false))])).collect()
}

/// Fits every comparison of the design; the number of comparison cohorts that were left out of effects comes last.
fn fit<'a>(sample: &'a Sample, timing: &Timing, split: &Timing, adjust: Adjustment) -> (Combined<'a>, Vec<Fit>, usize) {
    let counts = counts(sample, split);
    let mut fits: Vec<Fit> = Vec::with_capacity(timing.comparisons.len());
    let mut combined = Vec::new();
    let mut left_out = 0;
    for group in (0..timing.groups.len()).filter(|group| timing.groups[*group].estimated) {
        let own: Vec<usize> = (0..timing.comparisons.len()).filter(|at| timing.comparisons[*at].group == group).collect();
        let mut comparisons = Vec::new();
        let mut ranges = Vec::new();
        for at in &own {
            let from = comparisons.len();
            comparisons.extend(parts(&timing.comparisons[*at], split.groups.len()));
            ranges.push(from..comparisons.len());
        }
        let design = Timing {
            periods: split.periods.clone(),
            groups: split.groups.clone(),
            comparisons,
            control: split.control,
            cells: Places::default(),
            notes: Vec::new(),
        };
        let (source, found) = Fitted::of(sample, &design, adjust);
        let mut effects = Part::new(source, found.len());
        for (at, range) in own.iter().zip(&ranges) {
            let one = &timing.comparisons[*at];
            let (sets, problem) = complete(&found, range.clone());
            let cohorts = (range.len() - 1) / 2;
            if !sets.is_empty() && !one.is_reference() {
                left_out += cohorts - sets.len();
            }
            effects.add(*at, sets, problem);
        }
        for (at, outcome) in effects.weigh(sample, &found) {
            let one = &timing.comparisons[at];
            let of = |group: usize| counts.of(group, one);
            let treated = of(part(one.group, true));
            let others = (0..one.controls.len()).filter(|other| one.controls[*other]).flat_map(|other| [2 * other, 2 * other + 1]);
            let comparison = others.chain([part(one.group, false)]).map(of).fold((0, 0), |sum, own| (sum.0 + own.0, sum.1 + own.1));
            fits.push(Fit { outcome, units: (treated.0, comparison.0), records: treated.1 + comparison.1 });
        }
        combined.push(effects);
    }
    (Combined(combined), fits, left_out)
}

/// Comparison cohorts whose three parts are all there, as positions of the parts; and why others are not.
fn complete(found: &[Fit], range: std::ops::Range<usize>) -> (Vec<[usize; 3]>, Option<Problem>) {
    let mut problem = None;
    let mut known = |at: usize| match found[at].outcome {
        Outcome::Undefined(why) => {
            problem.get_or_insert(why);
            false
        }
        Outcome::Estimate(_) | Outcome::Reference => true,
    };
    let own = range.start;
    let sets = (range.start + 1..range.end).step_by(2).map(|at| [own, at, at + 1]).filter(|set| set.iter().all(|at| known(*at))).collect();
    (sets, problem)
}

/// Units and records by group and period.
struct Counts {
    panel: bool,
    periods: usize,
    /// Units of a panel by group; records by group and period else.
    values: Vec<u64>,
}

impl Counts {
    /// Units (or records in the period), and records in the period and its base.
    fn of(&self, group: usize, one: &Comparison) -> (u64, u64) {
        let times = if one.is_reference() { 1 } else { 2 };
        if self.panel {
            return (self.values[group], times * self.values[group]);
        }
        let at = |period: usize| self.values[group * self.periods + period];
        (at(one.period), if one.is_reference() { at(one.period) } else { at(one.period) + at(one.base) })
    }
}

fn counts(sample: &Sample, split: &Timing) -> Counts {
    let panel = sample.shape == Shape::Panel;
    let (groups, periods) = (split.groups.len(), split.periods.len());
    if panel {
        return Counts { panel, periods, values: sample.members.clone() };
    }
    let mut values = vec![0; groups * periods];
    for (i, (group, period)) in sample.group.iter().zip(&sample.period).enumerate() {
        values[*group as usize * periods + *period as usize] += sample.records[i];
    }
    Counts { panel, periods, values }
}

/// How many are eligible.
fn partition_note(sample: &Sample, timing: &Timing) -> Note {
    let sum = |eligible: bool, treated: bool| -> u64 {
        (0..timing.groups.len()).filter(|group| timing.groups[*group].estimated == treated).map(|group| sample.members[part(group, eligible)]).sum()
    };
    let (a, b, c, d) = (sum(true, true), sum(false, true), sum(true, false), sum(false, false));
    Note::new(
        "partition",
        text!(
            "Pada kelompok yang memulai program: {a} berhak dan {b} tidak berhak; pada kelompok pembanding: {c} berhak dan {d} tidak berhak.",
            "In the cohorts that start: {a} eligible and {b} not eligible; in those that only compare: {c} eligible and {d} not eligible."
        ),
    )
}

fn left_out_note(count: usize) -> Option<Note> {
    (count > 0).then(|| {
        Note::new(
            "comparisons-left-out",
            text!(
                "{count} kali sebuah kelompok pembanding tidak dapat dipakai untuk suatu dampak (kosong, tidak serupa, atau terlalu kecil); dampak itu memakai kelompok pembanding yang lain.",
                "{count} times a comparison cohort could not serve for an effect (empty, not similar or too small); the effect uses the other ones."
            ),
        )
    })
}
