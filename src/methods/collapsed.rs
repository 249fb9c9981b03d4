//! Balanced panels in closed form: units with the same path of treatment are collapsed to their means by period.
//!
//! With one record in every unit and period, no weights and nothing else in the model, a linear estimator does to a unit what it does to every unit on its
//! path: the coefficients are those of the means, weighted by the number of units, and errors by unit need no more of the units than the scatter of their
//! deviations from these means (`estimate::Paths`). Nothing is kept a record.

use super::{DidSettings, MethodInput};
use crate::design::{Sampling, Treatment};
use crate::estimate::{EachUnit, Path, Paths};
use crate::panel::{Cells, Factor, Levels};
use ndarray::Array2;
use rayon::prelude::*;
use std::ops::Range;

/// Parts that the units are summed in, whatever the number of threads.
const PARTS: usize = 16;
/// Numbers of the scatter of all paths up to which it is made.
const LARGEST: usize = 1 << 18;

/// A balanced panel by path and period.
pub(super) struct Collapsed<'a> {
    /// A cell a path and period, path by path; units are paths.
    pub cells: Cells,
    /// Settings under which the cells are read: their records are not those of one unit.
    pub settings: DidSettings,
    /// Settings as they were asked for.
    pub asked: &'a DidSettings,
    /// Path of each unit.
    path: Vec<u32>,
    outcome: &'a [f64],
    /// The unit key of the cells that were collapsed.
    unit: &'a Factor,
    /// Periods by unit.
    pub periods: usize,
}

/// Sums of the units of a part, by path and period, about the first unit of the path.
struct Sums {
    first: Vec<f64>,
    second: Vec<f64>,
}

impl<'a> Collapsed<'a> {
    /// The panel of an input, where it is balanced and the model has nothing but units, periods and the path of treatment, with errors by unit.
    pub(super) fn of(input: &MethodInput<'a>) -> Option<Self> {
        let (cells, settings) = (input.cells, input.settings);
        let unit = cells.key(settings.unit.as_deref()?)?;
        let time = cells.key(settings.time.as_deref()?)?;
        if !plain(settings, cells) || settings.clusters() != [unit.name.clone()] {
            return None;
        }
        let outcome = cells.mean.as_slice()?;
        let periods = unit.codes.iter().position(|code| *code != unit.codes[0])?;
        if periods < 2 || !balanced(cells, unit, time, periods) {
            return None;
        }
        let (path, treatment) = match &settings.treatment {
            Treatment::Cohort(column) => by_cohort(cells.key(column)?, periods)?,
            Treatment::Status(column) => by_status(cells.key(column)?, periods)?,
            Treatment::GroupPost { .. } => return None,
        };
        let paths = treatment.codes.len() / periods;
        if paths * periods * periods > LARGEST {
            return None;
        }
        let mut members = vec![0_u64; paths];
        for path in &path {
            members[*path as usize] += 1;
        }
        let keys = vec![
            Factor {
                name: unit.name.clone(),
                codes: (0..paths as u32).flat_map(|path| std::iter::repeat_n(path, periods)).collect(),
                levels: Levels::Integer((0..paths as i64).collect()),
            },
            Factor { name: time.name.clone(), codes: time.codes[..periods].repeat(paths), levels: time.levels.clone() },
            treatment,
        ];
        let (mean, within) = moments(&path, outcome, &members, periods)?;
        let records: Vec<u64> = members.iter().flat_map(|count| std::iter::repeat_n(*count, periods)).collect();
        let cells = Cells {
            keys,
            variables: cells.variables.clone(),
            weight: records.iter().map(|count| *count as f64).collect(),
            records,
            mean: Array2::from_shape_vec((paths * periods, 1), mean).ok()?,
            cross: Array2::from_shape_vec((paths * periods, 1), within).ok()?,
            robust: None,
            account: cells.account.clone(),
        };
        let settings_of_cells = DidSettings { sampling: Some(Sampling::RepeatedCrossSections), ..settings.clone() };
        Some(Self { cells, settings: settings_of_cells, asked: settings, path, outcome, unit, periods })
    }

    /// The collapsed cells as the input of a method.
    pub(super) fn input<'b>(&'b self, whole: &MethodInput<'b>) -> MethodInput<'b> {
        MethodInput { cells: &self.cells, settings: &self.settings, records: None, ..*whole }
    }

    /// How many units there are.
    pub(super) fn units(&self) -> usize {
        self.path.len()
    }

    /// Units of some paths.
    pub(super) fn members(&self, chosen: impl Fn(usize) -> bool) -> u64 {
        (0..self.cells.len()).step_by(self.periods).filter(|cell| chosen(cell / self.periods)).map(|cell| self.cells.records[cell]).sum()
    }

    /// The paths of the cells at `rows` (in order), and the labels of their units where the influence of these is asked for. The mean over the cells that
    /// are `base` (by position among the rows) is taken out of the deviations of each unit.
    pub(super) fn paths<'b>(&'b self, rows: &[usize], base: impl Fn(usize) -> bool) -> (Paths<'b>, Vec<String>) {
        let mut used: Vec<Used> = Vec::new();
        let mut place = vec![u32::MAX; self.cells.len() / self.periods];
        for (at, row) in rows.iter().enumerate() {
            let path = row / self.periods;
            if place[path] == u32::MAX {
                place[path] = used.len() as u32;
                used.push(Used { path, start: at, columns: Vec::new() });
            }
            used[place[path] as usize].columns.push((row % self.periods, base(at)));
        }
        let each = Units { collapsed: self, asked: Vec::new(), places: Vec::new(), used };
        let scatter = each.scatter(&place);
        let list = each.used.iter().zip(scatter).map(|(used, scatter)| Path {
            units: self.cells.records[used.path * self.periods],
            observations: used.start..used.start + used.columns.len(),
            scatter,
        });
        let list = list.collect();
        if !self.asked.needs_influence() {
            return (Paths { list, each: None }, Vec::new());
        }
        let asked: Vec<u32> = (0..self.path.len() as u32).filter(|unit| place[self.path[*unit as usize] as usize] != u32::MAX).collect();
        let places = asked.iter().map(|unit| place[self.path[*unit as usize] as usize]).collect();
        let labels = asked.iter().map(|unit| self.unit.levels.label(self.unit.codes[*unit as usize * self.periods])).collect();
        (Paths { list, each: Some(Box::new(Units { asked, places, ..each })) }, labels)
    }
}

/// Whether the model has nothing but units, periods and treatment, and what is asked for can be told from paths.
fn plain(settings: &DidSettings, cells: &Cells) -> bool {
    let further = !settings.covariates.is_empty() || !settings.fixed_effects.is_empty() || !settings.arms.is_empty();
    let others = settings.partition.is_some() || settings.participation.is_some() || settings.dose.is_some();
    let repeats = settings.wild.is_some() || settings.permute.is_some();
    !further && !others && !repeats && settings.weight.is_none() && cells.robust.is_none() && cells.variables.len() == 1
}

/// Whether every unit has one record of weight one in each of the same periods, units and periods ascending.
fn balanced(cells: &Cells, unit: &Factor, time: &Factor, periods: usize) -> bool {
    let n = cells.len();
    if !n.is_multiple_of(periods) || n / periods < 2 || !time.codes[..periods].is_sorted_by(|a, b| a < b) {
        return false;
    }
    let first = &time.codes[..periods];
    (0..n / periods).into_par_iter().with_min_len(1 << 12).all(|at| {
        let own = at * periods..(at + 1) * periods;
        let code = unit.codes[own.start];
        (at == 0 || unit.codes[own.start - 1] < code)
            && unit.codes[own.clone()].iter().all(|other| *other == code)
            && time.codes[own.clone()] == *first
            && cells.records[own.clone()].iter().all(|records| *records == 1)
            && cells.weight[own].iter().all(|weight| *weight == 1.0)
    })
}

/// Path of each unit by its cohort, and the treatment key by path and period. None where a unit has several cohorts.
fn by_cohort(cohort: &Factor, periods: usize) -> Option<(Vec<u32>, Factor)> {
    let mut place = vec![u32::MAX; cohort.levels.len()];
    for own in cohort.codes.chunks_exact(periods) {
        if own.iter().any(|code| *code != own[0]) {
            return None;
        }
        place[own[0] as usize] = 0;
    }
    let kept: Vec<u32> = (0..place.len() as u32).filter(|code| place[*code as usize] == 0).collect();
    kept.iter().enumerate().for_each(|(at, code)| place[*code as usize] = at as u32);
    let path = cohort.codes.iter().step_by(periods).map(|code| place[*code as usize]).collect();
    let codes = kept.into_iter().flat_map(|code| std::iter::repeat_n(code, periods)).collect();
    Some((path, Factor { name: cohort.name.clone(), codes, levels: cohort.levels.clone() }))
}

/// The same by the periods before treatment. None where treatment ends, or is not yes or no.
fn by_status(status: &Factor, periods: usize) -> Option<(Vec<u32>, Factor)> {
    let code = |wanted: f64| (0..status.levels.len() as u32).find(|code| status.levels.value(*code) == Some(wanted));
    let (no, yes) = (code(0.0)?, code(1.0)?);
    let mut place = vec![u32::MAX; periods + 1];
    let mut path = Vec::with_capacity(status.codes.len() / periods);
    for own in status.codes.chunks_exact(periods) {
        let before = own.iter().position(|code| *code == yes).unwrap_or(periods);
        if own[..before].iter().any(|code| *code != no) || own[before..].iter().any(|code| *code != yes) {
            return None;
        }
        place[before] = 0;
        path.push(before as u32);
    }
    let kept: Vec<usize> = (0..=periods).filter(|before| place[*before] == 0).collect();
    kept.iter().enumerate().for_each(|(at, before)| place[*before] = at as u32);
    for own in &mut path {
        *own = place[*own as usize];
    }
    let codes = kept.into_iter().flat_map(|before| (0..periods).map(move |period| if period < before { no } else { yes })).collect();
    Some((path, Factor { name: status.name.clone(), codes, levels: status.levels.clone() }))
}

/// Parts of the units, whatever the number of threads.
fn parts(units: usize) -> Vec<Range<usize>> {
    let step = units.div_ceil(PARTS).max(1);
    (0..units).step_by(step).map(|from| from..(from + step).min(units)).collect()
}

/// Mean and Σ (y − ȳ)² by path and period. None where a number is not finite.
fn moments(path: &[u32], outcome: &[f64], members: &[u64], periods: usize) -> Option<(Vec<f64>, Vec<f64>)> {
    let size = members.len() * periods;
    let mut head = vec![usize::MAX; members.len()];
    for (unit, path) in path.iter().enumerate().rev() {
        head[*path as usize] = unit;
    }
    // About the first unit, so that equal outcomes have exactly their mean.
    let origin: Vec<f64> = head.iter().flat_map(|unit| outcome[unit * periods..(unit + 1) * periods].iter().copied()).collect();
    let part = |units: Range<usize>| {
        let mut sums = Sums { first: vec![0.0; size], second: vec![0.0; size] };
        for unit in units {
            let own = path[unit] as usize * periods..(path[unit] as usize + 1) * periods;
            let values = outcome[unit * periods..(unit + 1) * periods].iter().zip(&origin[own.clone()]);
            for ((y, origin), (first, second)) in values.zip(sums.first[own.clone()].iter_mut().zip(&mut sums.second[own])) {
                let away = y - origin;
                *first += away;
                *second += away * away;
            }
        }
        sums
    };
    let sums: Vec<Sums> = parts(path.len()).into_par_iter().map(part).collect();
    let (mut mean, mut within) = (Vec::with_capacity(size), Vec::with_capacity(size));
    for at in 0..size {
        let n = members[at / periods] as f64;
        let (first, second) = sums.iter().fold((0.0, 0.0), |(first, second), part| (first + part.first[at], second + part.second[at]));
        mean.push(origin[at] + first / n);
        within.push((second - first * first / n).max(0.0));
    }
    (mean.iter().all(|mean| mean.is_finite()) && within.iter().all(|within| within.is_finite())).then_some((mean, within))
}

/// A path in use.
struct Used {
    path: usize,
    /// Its first observation.
    start: usize,
    /// Period of each of its observations, and whether it is one of those whose mean is taken out.
    columns: Vec<(usize, bool)>,
}

/// The units of the paths in use.
struct Units<'a> {
    collapsed: &'a Collapsed<'a>,
    /// The units, where these are asked for, and the places of their paths.
    asked: Vec<u32>,
    places: Vec<u32>,
    used: Vec<Used>,
}

impl Units<'_> {
    fn fill(&self, used: &Used, unit: usize, out: &mut Vec<f64>) {
        let (periods, collapsed) = (self.collapsed.periods, self.collapsed);
        let own = &collapsed.outcome[unit * periods..(unit + 1) * periods];
        let mean = &collapsed.cells.mean.as_slice().unwrap_or_default()[used.path * periods..(used.path + 1) * periods];
        out.clear();
        let (mut sum, mut count) = (0.0, 0.0_f64);
        for (period, base) in &used.columns {
            let away = own[*period] - mean[*period];
            out.push(away);
            if *base {
                sum += away;
                count += 1.0;
            }
        }
        let level = sum / count.max(1.0);
        for away in out.iter_mut() {
            *away -= level;
        }
    }

    /// Σ ee' by path in use; `place` has the place of each path.
    fn scatter(&self, place: &[u32]) -> Vec<Array2<f64>> {
        let sizes: Vec<usize> = self.used.iter().map(|used| used.columns.len()).collect();
        let empty = || sizes.iter().map(|size| vec![0.0; size * size]).collect::<Vec<_>>();
        let part = |units: Range<usize>| {
            let (mut sums, mut away) = (empty(), Vec::new());
            for unit in units {
                let place = place[self.collapsed.path[unit] as usize] as usize;
                let Some(used) = self.used.get(place) else { continue };
                self.fill(used, unit, &mut away);
                for (row, (own, sums)) in away.iter().zip(sums[place].chunks_exact_mut(sizes[place])).enumerate() {
                    sums.iter_mut().zip(&away[..=row]).for_each(|(sum, other)| *sum += own * other);
                }
            }
            sums
        };
        let all: Vec<Vec<Vec<f64>>> = parts(self.collapsed.path.len()).into_par_iter().map(part).collect();
        let sum = |(path, size): (usize, &usize)| {
            let total = |row: usize, column: usize| all.iter().map(|part| part[path][row.max(column) * size + row.min(column)]).sum();
            Array2::from_shape_fn((*size, *size), |(row, column)| total(row, column))
        };
        sizes.iter().enumerate().map(sum).collect()
    }
}

impl EachUnit for Units<'_> {
    fn paths(&self) -> &[u32] {
        &self.places
    }

    fn deviations(&self, unit: usize, out: &mut Vec<f64>) {
        self.fill(&self.used[self.places[unit] as usize], self.asked[unit] as usize, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::Estimate;
    use crate::methods::{Method, run};
    use crate::panel::{CellPlan, Period, TimeScale};

    /// Forty units in six periods, units and periods with effects of their own. Weights of one change nothing but the way.
    fn cells(starts: &[i64], weighted: bool) -> Cells {
        let periods = 6;
        let rows: Vec<(usize, i64)> = (0..40).flat_map(|unit| (1..=periods).map(move |period| (unit, period))).collect();
        let start = |unit: usize| starts[unit % starts.len()];
        let mut levels: Vec<i64> = starts.to_vec();
        levels.sort_unstable();
        levels.dedup();
        let y = |(unit, period): &(usize, i64)| {
            let (u, t) = (*unit as f64, *period as f64);
            30.0 + (u * 0.37).sin() * 9.0 + 0.4 * t + (u * 7.1 + t * 3.3).sin() + if *period >= start(*unit) { 1.0 + 0.2 * (u * 1.7).cos() } else { 0.0 }
        };
        let of = |values: Vec<i64>| Levels::Period(TimeScale::Integer, values.into_iter().map(Period).collect());
        let keys = vec![
            Factor { name: "unit".into(), codes: rows.iter().map(|(unit, _)| *unit as u32).collect(), levels: Levels::Integer((0..40).collect()) },
            Factor { name: "time".into(), codes: rows.iter().map(|(_, period)| (*period - 1) as u32).collect(), levels: of((1..=periods).collect()) },
            Factor {
                name: "cohort".into(),
                codes: rows.iter().map(|(unit, _)| levels.partition_point(|level| *level < start(*unit)) as u32).collect(),
                levels: of(levels.clone()),
            },
            Factor {
                name: "now".into(),
                codes: rows.iter().map(|(unit, period)| u32::from(*period >= start(*unit))).collect(),
                levels: Levels::Integer(vec![0, 1]),
            },
        ];
        Cells::from_records(keys, &[("y".into(), rows.iter().map(y).collect())], weighted.then(|| vec![1.0; rows.len()]))
    }

    fn found(method: Method, treatment: Treatment, cells: &Cells) -> Estimate {
        let mut settings = DidSettings::new("y", treatment);
        (settings.unit, settings.time, settings.method) = (Some("unit".into()), Some("time".into()), Some(method));
        (settings.covariance, settings.bands, settings.influence) = (true, Some(99), true);
        let plan = CellPlan { keys: vec![], variables: vec!["y".into()], weight: None, centre: None };
        let input = MethodInput { cells, plan: &plan, settings: &settings, records: None };
        assert_eq!(Collapsed::of(&input).is_some(), cells.robust.is_none());
        run(&input).unwrap_or_else(|error| unreachable!("{error}"))
    }

    fn near(what: &str, a: f64, b: f64, scale: f64) {
        assert!((a - b).abs() < 1e-11 * scale, "{what}: {a} and {b}");
    }

    fn same(short: &Estimate, long: &Estimate) {
        assert_eq!(short.effects.len(), long.effects.len());
        for (short, long) in short.effects.iter().zip(&long.effects) {
            assert_eq!((&short.key, short.records, &short.extra), (&long.key, long.records, &long.extra));
            let numbers = |effect: &crate::estimate::Effect| [effect.estimate, effect.std_error, effect.df, effect.conf_low, effect.band_high, effect.p_value];
            for (a, b) in numbers(short).into_iter().zip(numbers(long)) {
                assert_eq!(a.is_some(), b.is_some());
                near("number", a.unwrap_or(0.0), b.unwrap_or(0.0), 30.0);
            }
        }
        let (sample, other) = (&short.sample, &long.sample);
        assert_eq!((sample.rows_used, sample.units, sample.periods, sample.clusters), (other.rows_used, other.units, other.periods, other.clusters));
        assert_eq!(sample.dropped, other.dropped);
        assert_eq!(short.notes, long.notes);
        assert_eq!(short.settings, long.settings);
        for (short, long) in short.tests.iter().zip(&long.tests) {
            near(&short.name, short.statistic.unwrap_or(0.0), long.statistic.unwrap_or(0.0), 1e3);
        }
        let (Some(a), Some(b)) = (&short.covariance, &long.covariance) else { unreachable!("asked for") };
        assert_eq!(a.rows, b.rows);
        a.matrix.iter().zip(&b.matrix).for_each(|(a, b)| near("covariance", *a, *b, 1.0));
        let (Some(a), Some(b)) = (&short.influence, &long.influence) else { unreachable!("asked for") };
        assert_eq!(a.clusters, b.clusters);
        assert_eq!(a.values.dim(), b.values.dim());
        a.values.iter().zip(&b.values).for_each(|(a, b)| near("influence", *a, *b, 1.0));
    }

    #[test]
    fn means_by_path_are_the_panel() {
        // With units that are never treated, always treated, and without any that is never treated.
        for starts in [vec![3, 5, i64::MAX, i64::MAX], vec![1, 3, 4, i64::MAX, 6], vec![3, 4, 6]] {
            let (short, long) = (cells(&starts, false), cells(&starts, true));
            for method in [Method::Twfe, Method::EventStudy, Method::Imputation, Method::TwoStage, Method::CallawaySantanna] {
                for treatment in [Treatment::Cohort("cohort".into()), Treatment::Status("now".into())] {
                    same(&found(method, treatment.clone(), &short), &found(method, treatment, &long));
                }
            }
        }
    }

    #[test]
    fn other_panels_are_not_collapsed() {
        let starts = [3, 5, i64::MAX];
        let whole = |cells: &Cells, change: &dyn Fn(&mut DidSettings)| {
            let mut settings = DidSettings::new("y", Treatment::Cohort("cohort".into()));
            (settings.unit, settings.time) = (Some("unit".into()), Some("time".into()));
            change(&mut settings);
            let plan = CellPlan { keys: vec![], variables: vec!["y".into()], weight: None, centre: None };
            Collapsed::of(&MethodInput { cells, plan: &plan, settings: &settings, records: None }).is_some()
        };
        let panel = cells(&starts, false);
        assert!(whole(&panel, &|_| ()));
        assert!(!whole(&panel, &|settings| settings.covariates = vec!["x".into()]));
        assert!(!whole(&panel, &|settings| settings.cluster = vec!["cohort".into()]));
        assert!(!whole(&panel, &|settings| settings.permute = Some(9)));
        let rows: Vec<usize> = (0..panel.len()).collect();
        assert!(!whole(&panel.select(&rows[1..]), &|_| ()), "a gap");
        let mut two = panel.clone();
        two.records[7] = 2;
        assert!(!whole(&two, &|_| ()), "two records in a cell");
        let mut moved = panel.clone();
        moved.keys[2].codes[3] = (moved.keys[2].codes[3] + 1) % 3;
        assert!(!whole(&moved, &|_| ()), "two cohorts of a unit");
    }
}
