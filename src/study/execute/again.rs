//! The main method once more on other records of the same cells: without a region, a start or a period, against other comparison groups, and for
//! pretended programs. Only the estimate counts, so the variance is one that needs no second pass.

use super::before::period;
use super::did::{Found, Made, cells, main_only};
use super::{Run, spread};
use crate::checks::{Against, Left};
use crate::design::{ControlGroup, Treatment, VarianceKind};
use crate::error::{Exit, Result};
use crate::estimate::Effect;
use crate::inference::random::Stream;
use crate::locale::Text;
use crate::methods::{DidSettings, Method, MethodInput};
use crate::panel::{Cells, Factor, Levels, Period};
use crate::study::check::binary;
use crate::text;

/// More parts than these are not left out one by one.
const MOST_LEFT_OUT: usize = 100;
/// More periods than these are days or weeks of which none carries a result.
const MOST_PERIODS: usize = 60;
/// More comparison groups than these are not compared with one by one.
const MOST_ALONE: usize = 12;
/// Methods whose variance is chosen apart from the estimate.
const REGRESSIONS: [Option<Method>; 2] = [Some(Method::TwoByTwo), Some(Method::Twfe)];
/// Pretended programs at groups of units that are drawn.
const PRETENDED: u64 = 39;

/// The main method, ready to run again.
pub(super) struct Again {
    /// With the cheapest variance, for estimates alone.
    settings: DidSettings,
    /// With the variance of the study, where the p-value counts.
    full: DidSettings,
    made: Made,
    /// 0 for cells of the treated, 1 for those of the comparison.
    sides: Vec<u32>,
    /// The key whose levels are left out, and those that only the comparison has.
    by: Option<(String, Vec<u32>)>,
}

impl Again {
    /// Cells by the first column of which the comparison has at least two levels of its own: region, the column that names the treated, unit.
    pub(super) fn new(run: &Run, column: &str, settings: &DidSettings, found: &Found) -> Result<Self> {
        let roles = &run.study.file.roles;
        let members = run.study.file.program.treated.as_ref().map(|members| &members.column);
        for by in [roles.region.as_ref(), members, roles.unit.as_ref()].into_iter().flatten() {
            let mut again = Self::plain(run, column, settings, found, Some(by))?;
            let alone = again.own_levels(by);
            if alone.len() > 1 {
                again.by = Some((by.clone(), alone));
                return Ok(again);
            }
        }
        Self::plain(run, column, settings, found, None)
    }

    fn plain(run: &Run, column: &str, settings: &DidSettings, found: &Found, by: Option<&String>) -> Result<Self> {
        let mut settings = main_only(settings, found);
        settings.by = by.cloned();
        let made = cells(run, column, Some(&settings))?;
        let full = settings.clone();
        if REGRESSIONS.contains(&settings.method) || !settings.variance().is_clustered() {
            (settings.vcov, settings.cluster) = (Some(VarianceKind::Iid), Vec::new());
        }
        let sides = spread::sides(run, &made.cells);
        Ok(Self { settings, full, made, sides, by: None })
    }

    /// The settings of the study, with a variance that needs no second pass.
    fn with_variance(&self) -> DidSettings {
        let mut full = self.full.clone();
        if !full.variance().is_clustered() {
            full.vcov = Some(VarianceKind::Iid);
        }
        full
    }

    fn own_levels(&self, by: &str) -> Vec<u32> {
        let Some(key) = self.made.cells.key(by) else { return Vec::new() };
        let mut treated = vec![false; key.levels.len()];
        for (code, side) in key.codes.iter().zip(&self.sides) {
            treated[*code as usize] |= *side == 0;
        }
        (0..key.levels.len() as u32).filter(|code| !treated[*code as usize]).collect()
    }

    /// The effect on some cells; none where it is not identified on them.
    fn on(&self, cells: &Cells, settings: &DidSettings) -> Result<Option<Effect>> {
        let input = MethodInput { cells, plan: &self.made.plan, settings, records: None };
        match crate::methods::run(&input) {
            Ok(estimate) => Ok(estimate.headline().cloned()),
            Err(error) if error.exit() == Exit::NotIdentified => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn keeping(&self, settings: &DidSettings, keep: impl Fn(usize) -> bool) -> Result<Option<Effect>> {
        let rows: Vec<usize> = (0..self.made.cells.len()).filter(|cell| keep(*cell)).collect();
        self.on(&self.made.cells.select(&rows), settings)
    }

    /// Without some cells: the estimate with its interval.
    fn left(&self, key: &Factor, code: u32, keep: impl Fn(usize) -> bool) -> Result<Left> {
        let mut settings = self.with_variance();
        if matches!(settings.vcov, Some(VarianceKind::Cr2 | VarianceKind::Cr3)) {
            // Adjusted for few clusters they cost much, once for every part.
            settings.vcov = Some(VarianceKind::Cr1);
        }
        let effect = self.keeping(&settings, keep)?;
        let interval = effect.as_ref().and_then(|effect| effect.conf_low.zip(effect.conf_high));
        let period = match &key.levels {
            Levels::Period(_, periods) => periods.get(code as usize).map(|period| period.0),
            _ => None,
        };
        Ok(Left { region: key.levels.label(code), period, estimate: effect.and_then(|effect| effect.estimate), interval })
    }

    /// Without each region that only the comparison has.
    pub(super) fn without_regions(&self) -> Result<Vec<Left>> {
        let Some((by, alone)) = self.by.as_ref().filter(|(_, alone)| alone.len() <= MOST_LEFT_OUT) else { return Ok(Vec::new()) };
        let Some(key) = self.made.cells.key(by) else { return Ok(Vec::new()) };
        alone.iter().map(|code| self.left(key, *code, |cell| key.codes[cell] != *code)).collect()
    }

    /// Without each start, where there are several.
    pub(super) fn without_cohorts(&self) -> Result<Vec<Left>> {
        let Treatment::Cohort(column) = &self.settings.treatment else { return Ok(Vec::new()) };
        let Some(key) = self.made.cells.key(column) else { return Ok(Vec::new()) };
        let own = (0..self.sides.len()).filter(|cell| self.sides[*cell] == 0 && period(key, *cell).is_some_and(|start| start != crate::data::NEVER));
        let starts: std::collections::BTreeSet<u32> = own.map(|cell| key.codes[cell]).collect();
        if starts.len() < 2 {
            return Ok(Vec::new());
        }
        starts.iter().map(|code| self.left(key, *code, |cell| key.codes[cell] != *code)).collect()
    }

    /// Without each period, where there are at least four and not too many.
    pub(super) fn without_periods(&self) -> Result<Vec<Left>> {
        let Some(key) = self.settings.time.as_deref().and_then(|time| self.made.cells.key(time)) else { return Ok(Vec::new()) };
        let count = key.levels.len();
        if !(4..=MOST_PERIODS).contains(&count) {
            return Ok(Vec::new());
        }
        (0..count as u32).map(|code| self.left(key, code, |cell| key.codes[cell] != code)).collect()
    }

    /// Against each region of the comparison alone, and against the other of those never and those not yet treated.
    pub(super) fn against_others(&self) -> Result<Vec<Against>> {
        let mut out = Vec::new();
        let mut add = |group: Text, effect: Option<Effect>| {
            if let Some((effect, estimate)) = effect.and_then(|effect| Some((effect.p_value, effect.estimate.filter(|estimate| estimate.is_finite())?))) {
                out.push(Against { group, estimate, p_value: effect });
            }
        };
        let unit = self.settings.unit.as_deref();
        let full = self.with_variance();
        // A single unit is a comparison with its own chance and no group.
        if let Some((by, alone)) = self.by.as_ref().filter(|(by, alone)| Some(by.as_str()) != unit && alone.len() <= MOST_ALONE)
            && let Some(key) = self.made.cells.key(by)
        {
            for code in alone {
                add(Text::same(key.levels.label(*code)), self.keeping(&full, |cell| self.sides[cell] == 0 || key.codes[cell] == *code)?);
            }
        }
        let input = MethodInput { cells: &self.made.cells, plan: &self.made.plan, settings: &self.settings, records: None };
        if self.settings.method == Some(Method::CallawaySantanna) && crate::methods::decomposition::staggered(&input) {
            let never = self.sides.contains(&1);
            let (other, name) = match self.settings.control {
                Some(ControlGroup::NotYetTreated) if never => (ControlGroup::NeverTreated, text!("yang tidak pernah ikut", "those never treated")),
                None | Some(ControlGroup::NeverTreated) => (ControlGroup::NotYetTreated, text!("yang belum ikut", "those not yet treated")),
                Some(ControlGroup::NotYetTreated) => return Ok(out),
            };
            let settings = DidSettings { control: Some(other), ..full };
            add(name, self.on(&self.made.cells, &settings)?);
        }
        Ok(out)
    }

    /// The effects of pretended programs: each region of the comparison where there are three of them, else groups of its units, as large a share of them as the
    /// treated are of all. Second: whether they are regions.
    pub(super) fn pretended(&self, start: Option<Period>, seed: u64) -> Result<(Vec<(String, f64)>, bool)> {
        let comparison: Vec<usize> = (0..self.sides.len()).filter(|cell| self.sides[*cell] == 1).collect();
        let cells = self.made.cells.select(&comparison);
        let unit = self.settings.unit.as_deref();
        let mut out = Vec::new();
        if let Some((by, alone)) = self.by.as_ref().filter(|(by, alone)| Some(by.as_str()) != unit && (3..=MOST_LEFT_OUT).contains(&alone.len())) {
            let Some(key) = cells.key(by) else { return Ok((out, true)) };
            for code in alone {
                out.extend(self.pretend(&cells, start, |cell| key.codes[cell] == *code)?.map(|estimate| (key.levels.label(*code), estimate)));
            }
            return Ok((out, true));
        }
        let Some(key) = unit.and_then(|unit| self.made.cells.key(unit)) else { return Ok((out, false)) };
        let units = |side: u32| -> Vec<u32> {
            let codes = key.codes.iter().zip(&self.sides).filter(|(_, own)| **own == side).map(|(code, _)| *code);
            codes.collect::<std::collections::BTreeSet<_>>().into_iter().collect()
        };
        let (treated, others) = (units(0).len(), units(1));
        if others.len() < 6 {
            return Ok((out, false));
        }
        let size = ((others.len() * treated) as f64 / (treated + others.len()) as f64).round().max(1.0) as usize;
        let Some(key) = unit.and_then(|unit| cells.key(unit)) else { return Ok((out, false)) };
        for draw in 0..PRETENDED {
            let mut order = others.clone();
            Stream::new(seed, "placebo-place", draw).shuffle(&mut order);
            let chosen: std::collections::BTreeSet<u32> = order.into_iter().take(size).collect();
            out.extend(self.pretend(&cells, start, |cell| chosen.contains(&key.codes[cell]))?.map(|estimate| ((draw + 1).to_string(), estimate)));
        }
        Ok((out, false))
    }

    /// The effect of a program that some comparison cells pretend to have had from a start on.
    fn pretend(&self, cells: &Cells, start: Option<Period>, chosen: impl Fn(usize) -> bool) -> Result<Option<f64>> {
        let mut cells = cells.clone();
        let name = match &self.settings.treatment {
            Treatment::Cohort(column) | Treatment::Status(column) => column,
            Treatment::GroupPost { group, .. } => group,
        };
        let Some(at) = cells.keys.iter().position(|key| key.name == *name) else { return Ok(None) };
        let levels = &cells.keys[at].levels;
        let find = |wanted: f64| (0..levels.len() as u32).find(|code| levels.value(*code) == Some(wanted));
        let time = self.settings.time.as_deref().and_then(|time| cells.key(time));
        let since = |cell: usize| -> Option<bool> { Some(period(time?, cell)? >= start?) };
        let codes: Option<Vec<u32>> = match &self.settings.treatment {
            Treatment::Cohort(_) => {
                let Some(code) = start.and_then(|start| find(start.0 as f64)) else { return Ok(None) };
                Some((0..cells.len()).map(|cell| if chosen(cell) { code } else { cells.keys[at].codes[cell] }).collect())
            }
            Treatment::GroupPost { .. } => {
                let Some(code) = find(1.0) else { return Ok(None) };
                Some((0..cells.len()).map(|cell| if chosen(cell) { code } else { cells.keys[at].codes[cell] }).collect())
            }
            Treatment::Status(_) => {
                let Some(code) = find(1.0) else { return Ok(None) };
                (0..cells.len()).map(|cell| Some(if chosen(cell) && since(cell)? { code } else { cells.keys[at].codes[cell] })).collect()
            }
        };
        let Some(codes) = codes else { return Ok(None) };
        cells.keys[at].codes = codes;
        Ok(self.on(&cells, &self.settings)?.and_then(|effect| effect.estimate).filter(|estimate| estimate.is_finite()))
    }
}

/// Whether a cell is treated in its period, as 0 or 1; none where the keys do not say.
pub(super) fn treated_now(cells: &Cells, settings: &DidSettings) -> Option<Vec<f64>> {
    let time = settings.time.as_deref().and_then(|time| cells.key(time));
    let now = |cell: usize| match &settings.treatment {
        Treatment::Cohort(column) => {
            let start = period(cells.key(column)?, cell)?;
            Some(start != crate::data::NEVER && period(time?, cell)? >= start)
        }
        Treatment::Status(column) => binary(cells, column, cell),
        Treatment::GroupPost { group, post } => Some(binary(cells, group, cell)? && binary(cells, post, cell)?),
    };
    (0..cells.len()).map(|cell| now(cell).map(f64::from)).collect()
}
