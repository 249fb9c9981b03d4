//! All effects: by the period of the change and the periods since, each of one or more comparisons (more and less treatment, several first treatments).

use super::compare::{Comparison, Plan};
use super::panel::Panel;
use crate::design::{ControlGroup, Switchers};
use crate::estimate::{Block, CellInfluence, CohortPeriod};
use rayon::prelude::*;
use std::ops::Range;

/// One effect of units whose treatment changes in the same period.
pub(super) struct Effect {
    pub cell: CohortPeriod,
    /// Change in treatment behind it on average: in the period, and summed since the change.
    pub dose: (f64, f64),
}

/// All of them.
pub(super) struct Effects<'a> {
    panel: &'a Panel,
    pub comparisons: Vec<Comparison>,
    pub list: Vec<Effect>,
    /// Comparisons by class.
    by_class: Vec<Vec<usize>>,
    /// Effect of a comparison.
    owner: Vec<usize>,
    /// Periods of changes, ascending.
    pub starts: Vec<usize>,
}

/// A way of changing: class, direction, period, and who goes it.
struct Way {
    class: u32,
    direction: f64,
    switch: usize,
    units: Vec<usize>,
}

impl<'a> Effects<'a> {
    /// Compares everything that can be compared. With `same` only units count that are seen until that many periods after the change.
    pub(super) fn of(panel: &'a Panel, which: Switchers, control: ControlGroup, same: Option<usize>) -> Self {
        let classes = panel.class.iter().max().map_or(0, |top| *top as usize + 1);
        let of_class = |class: usize| (0..panel.units()).filter(|unit| panel.class[*unit] as usize == class).collect();
        let members: Vec<Vec<usize>> = (0..classes).map(of_class).collect();
        let found: Vec<Vec<Comparison>> = ways(panel, which).par_iter().map(|way| way.compare(panel, &members[way.class as usize], control, same)).collect();
        let mut all: Vec<Comparison> = found.into_iter().flatten().collect();
        all.sort_by_key(|one| (one.plan.switch, one.plan.outcome));
        let mut out = Self { panel, comparisons: Vec::new(), list: Vec::new(), by_class: vec![Vec::new(); classes], owner: Vec::new(), starts: Vec::new() };
        out.starts = all.iter().map(|one| one.plan.switch).collect();
        out.starts.dedup();
        for group in all.chunk_by(|a, b| (a.plan.switch, a.plan.outcome) == (b.plan.switch, b.plan.outcome)) {
            if group[0].plan.outcome >= group[0].plan.switch {
                out.push_reference(group);
            }
            out.push(group);
            out.owner.extend(group.iter().map(|_| out.list.len() - 1));
        }
        for (at, one) in all.iter().enumerate() {
            out.by_class[one.plan.class as usize].push(at);
        }
        out.comparisons = all;
        out
    }

    /// The last period before the change, once a start.
    fn push_reference(&mut self, group: &[Comparison]) {
        let plan = group[0].plan;
        let start = self.panel.periods[plan.switch];
        if self.list.iter().any(|effect| effect.cell.start == start && effect.cell.reference) {
            return;
        }
        self.push(group);
        if let Some(effect) = self.list.last_mut() {
            effect.cell.period = self.panel.periods[plan.base()];
            (effect.cell.estimate, effect.cell.reference) = (Some(0.0), true);
        }
    }

    fn push(&mut self, group: &[Comparison]) {
        let plan = group[0].plan;
        let size: f64 = group.iter().map(|one| one.size).sum();
        let sum = |value: &dyn Fn(&Comparison) -> f64| group.iter().map(value).sum::<f64>() / size;
        let count = |value: &dyn Fn(&Comparison) -> u64| group.iter().map(value).sum();
        self.list.push(Effect {
            cell: CohortPeriod {
                group: self.starts.iter().position(|start| *start == plan.switch).unwrap_or(0),
                start: self.panel.periods[plan.switch],
                period: self.panel.periods[plan.outcome],
                estimate: Some(sum(&|one| one.size * one.estimate)),
                reference: false,
                size,
                units: (count(&|one| one.units.0), count(&|one| one.units.1)),
                records: count(&|one| one.records),
            },
            dose: (sum(&|one| one.dose.0), sum(&|one| one.dose.1)),
        });
    }
}

/// The ways that the units go, in the direction that is asked for.
fn ways(panel: &Panel, which: Switchers) -> Vec<Way> {
    let wanted = |direction: f64| match which {
        Switchers::Both => direction != 0.0,
        Switchers::In => direction > 0.0,
        Switchers::Out => direction < 0.0,
    };
    let mut keys: Vec<(u32, bool, usize, usize)> = (0..panel.units())
        .filter(|unit| panel.switch[*unit] < panel.periods.len() && wanted(panel.direction(*unit)))
        .map(|unit| (panel.class[unit], panel.direction(unit) > 0.0, panel.switch[unit], unit))
        .collect();
    keys.sort_unstable();
    let group = |group: &[(u32, bool, usize, usize)]| {
        let (class, more, switch, _) = group[0];
        Way { class, direction: if more { 1.0 } else { -1.0 }, switch, units: group.iter().map(|key| key.3).collect() }
    };
    keys.chunk_by(|a, b| (a.0, a.1, a.2) == (b.0, b.1, b.2)).map(group).collect()
}

impl Way {
    fn compare(&self, panel: &Panel, members: &[usize], control: ControlGroup, same: Option<usize>) -> Vec<Comparison> {
        let last = same.map_or(panel.periods.len(), |until| (self.switch + until + 1).min(panel.periods.len()));
        let never = control == ControlGroup::NeverTreated;
        let plan = |at: usize, outcome: usize| Plan { class: self.class, direction: self.direction, switch: self.switch, at, outcome, never };
        let later = |at: usize| members.iter().copied().filter(|unit| panel.switch[*unit] > at).collect::<Vec<usize>>();
        let mut units = self.units.clone();
        if let Some(until) = same {
            // Seen before the change and in every period until then, each with somebody to compare with.
            for at in self.switch..=self.switch + until {
                let others = if at < panel.periods.len() { later(at) } else { Vec::new() };
                let compared = at < panel.periods.len() && others.iter().any(|unit| plan(at, at).compares(panel, *unit));
                units.retain(|unit| compared && plan(at, at).switches(panel, *unit));
            }
        }
        let mut out = Vec::new();
        for at in self.switch..last {
            let others = later(at);
            if others.is_empty() {
                break;
            }
            if let Some(one) = Comparison::of(panel, plan(at, at), &units, &others) {
                // As many periods before the change as after it, among those that have the effect.
                if let Some(before) = (self.switch - 1).checked_sub(at + 1 - self.switch) {
                    out.extend(Comparison::of(panel, plan(at, before), &units, &others));
                }
                out.push(one);
            }
        }
        out
    }
}

impl CellInfluence for Effects<'_> {
    fn fill(&self, observations: Range<usize>, block: &mut Block) {
        for (j, unit) in observations.enumerate() {
            for at in &self.by_class[self.panel.class[unit] as usize] {
                let one = &self.comparisons[*at];
                if self.panel.switch[unit] < one.plan.switch {
                    continue;
                }
                let effect = self.owner[*at];
                block.level[[effect, j]] += one.size / self.list[effect].cell.size * one.influence(self.panel, unit);
            }
        }
    }
}
