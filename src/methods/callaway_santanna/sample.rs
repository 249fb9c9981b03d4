//! The cells as a balanced panel, or as records of repeated cross-sections (which a panel with gaps is, too).

use super::notes;
use crate::design::{Sampling, check_finite};
use crate::error::{Result, design};
use crate::estimate::{Grouping, Note, Paths, Within, keeps_influence};
use crate::linalg::compact;
use crate::methods::collapsed::Collapsed;
use crate::methods::covariates::covariates;
use crate::methods::timing::Timing;
use crate::methods::{DidSettings, clusters};
use crate::panel::{Cells, DropReason, Factor, SampleAccount, root_mean_square};
use crate::text;
use rayon::prelude::*;
use std::borrow::Cow;

/// How observations relate to periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::methods) enum Shape {
    /// An observation is a unit with all its periods.
    Panel,
    /// An observation is the mean of the units of a cohort in a period; no unit has a gap.
    Collapsed,
    /// An observation is a unit in a period; units have gaps.
    Unbalanced,
    /// An observation is a cell of records.
    Sections,
}

/// The data in the order in which they are worked on: by cluster, unit and period.
pub(in crate::methods) struct Sample<'a> {
    pub shape: Shape,
    /// Periods in use.
    pub periods: usize,
    /// Columns of the covariates, the constant included.
    pub columns: usize,
    /// Group by observation.
    pub group: Vec<u32>,
    /// Period by observation; empty for a panel.
    pub period: Vec<u32>,
    /// Outcome by observation (and period, for a panel).
    pub outcome: Vec<f64>,
    /// Weight by observation (and period, for a panel whose weights vary in time).
    pub weight: Vec<f64>,
    /// Root mean square of the outcome.
    scale: f64,
    /// Covariates row by row, in the order of the weights, or one row an observation where they do not vary in time.
    covariates: Vec<f64>,
    /// Whether covariates of a panel vary in time.
    pub covariates_vary: bool,
    /// Whether weights of a panel vary in time.
    pub weights_vary: bool,
    /// Size of the observation in the weights of averages.
    pub size: Vec<f64>,
    /// Records by observation (all periods together, for a panel).
    pub records: Vec<u64>,
    /// Units (or records) by group.
    pub members: Vec<u64>,
    /// Cluster by observation, ascending; none where each observation or record stands for itself.
    cluster: Option<Vec<u32>>,
    /// Moments of the records of an observation that is no unit with all its periods.
    within: Option<Vec<Within>>,
    /// Where observations are means of units: these units.
    paths: Option<Paths<'a>>,
    /// Labels of clusters (or units); none for records.
    pub labels: Option<Vec<String>>,
    /// Rows in, rows out.
    pub account: SampleAccount,
    /// What the reader must know.
    pub notes: Vec<Note>,
}

impl<'a> Sample<'a> {
    /// The data of the design.
    pub(in crate::methods) fn of(cells: &Cells, settings: &DidSettings, timing: &Timing) -> Result<Self> {
        let mut account = cells.account.clone();
        check_finite(cells)?;
        let mut rows = timing.rows(cells, &mut account);
        let unit = settings.unit.as_deref().and_then(|name| cells.key(name));
        let pooled = settings.sampling == Some(Sampling::RepeatedCrossSections);
        let mut notes = Vec::new();
        let shape = match unit {
            Some(unit) if !pooled => shape(cells, settings, timing, unit, &mut rows, &mut account, &mut notes),
            _ => Shape::Sections,
        };
        if rows.is_empty() {
            return Err(design::no_records_because(&account.reasons()).into());
        }
        let cluster = cluster(cells, settings, shape)?;
        if let (Some(unit), Some(cluster)) = (unit.filter(|_| !pooled), cluster) {
            clusters::nested(unit, cluster, rows.iter().copied())?;
        }
        // Clusters together, then units, then periods.
        let code = |factor: Option<&Factor>, i: usize| factor.map_or(0, |factor| factor.codes[i]);
        rows.sort_by_key(|i| (code(cluster, *i), code(unit, *i), timing.cells.get(*i).map_or(0, |(_, period)| period)));
        let mut out = Self::laid_out(cells, settings, timing, shape, &rows, unit);
        out.account = account;
        notes.append(&mut out.notes);
        out.notes = notes;
        out.set_clusters(cells, &rows, unit, cluster, settings.needs_influence() && keeps_influence(out.len(), timing.comparisons.len()));
        Ok(out)
    }

    /// The data of a balanced panel without covariates from its means; `timing` is the design of the collapsed cells.
    pub(super) fn of_means(collapsed: &'a Collapsed, timing: &Timing) -> Result<Self> {
        let (cells, settings) = (&collapsed.cells, &collapsed.settings);
        check_finite(cells)?;
        let mut account = cells.account.clone();
        // Units (which are paths here) and periods ascend.
        let rows = timing.rows(cells, &mut account);
        if rows.is_empty() {
            return Err(design::no_records_because(&account.reasons()).into());
        }
        let mut out = Self::laid_out(cells, settings, timing, Shape::Collapsed, &rows, None);
        let (paths, labels) = collapsed.paths(&rows, |at| out.period[at] == 0);
        let within: Vec<Within> = rows.iter().map(|i| Within::of_outcome(cells, *i)).collect();
        let spread: f64 = within.iter().map(|within| within.second).sum();
        out.scale = out.scale.hypot((spread / out.weight.iter().sum::<f64>()).sqrt());
        out.members.iter_mut().for_each(|members| *members /= out.periods as u64);
        (out.paths, out.labels, out.account) = (Some(paths), Some(labels), account);
        Ok(out)
    }

    /// What one unit of each observation (or the observation itself) counts in the weights of averages.
    pub(super) fn sizes(&self) -> Cow<'_, [f64]> {
        if self.paths.is_some() { vec![1.0; self.len()].into() } else { Cow::Borrowed(&self.size) }
    }

    fn laid_out(cells: &Cells, settings: &DidSettings, timing: &Timing, shape: Shape, rows: &[usize], unit: Option<&Factor>) -> Self {
        let place = |i: usize| timing.cells.get(i).unwrap_or((0, 0));
        let periods = timing.periods.len();
        let step = if shape == Shape::Panel { periods } else { 1 };
        let heads: Vec<usize> = rows.iter().copied().step_by(step).collect();
        // A constant is the same in all periods.
        let covariates = covariates(cells, settings, if settings.covariates.is_empty() { &heads } else { rows });
        let mut weight: Vec<f64> = rows.par_iter().map(|i| cells.weight[*i]).collect();
        let scale = root_mean_square(rows.iter().map(|i| &cells.mean[[*i, 0]]), &weight);
        let group: Vec<u32> = heads.iter().map(|i| place(*i).0).collect();
        let records: Vec<u64> = rows.chunks(step).map(|rows| rows.iter().map(|i| cells.records[*i]).sum()).collect();
        let size = match (shape, unit) {
            (Shape::Unbalanced, Some(unit)) => unit_sizes(rows, &weight, unit),
            _ => weight.iter().copied().step_by(step).collect(),
        };
        let mut members = vec![0_u64; timing.groups.len()];
        let mut last = None;
        for (i, (group, records)) in heads.iter().zip(group.iter().zip(&records)) {
            members[*group as usize] += match shape {
                Shape::Panel => 1,
                Shape::Sections | Shape::Collapsed => *records,
                Shape::Unbalanced => {
                    let own = unit.map(|unit| unit.codes[*i]);
                    u64::from(last.replace(own) != Some(own))
                }
            };
        }
        let k = covariates.columns;
        let same = |values: &[f64], width: usize| values.chunks(step * width).all(|unit| unit.chunks(width).all(|row| row == &unit[..width]));
        let by_row = covariates.values.len() == rows.len() * k;
        let covariates_vary = step > 1 && by_row && !same(&covariates.values, k);
        let weights_vary = step > 1 && !same(&weight, 1);
        if !weights_vary {
            weight = weight.into_iter().step_by(step).collect();
        }
        let values = if step > 1 && by_row && !covariates_vary {
            covariates.values.chunks(step * k).flat_map(|unit| unit[..k].iter().copied()).collect()
        } else {
            covariates.values
        };
        let averaged = shape == Shape::Sections
            && settings.numeric_covariates().iter().any(|name| cells.variables.iter().position(|variable| variable == name).is_some_and(|at| cells.varies(at)));
        Self {
            shape,
            periods,
            columns: k,
            group,
            period: if shape == Shape::Panel { Vec::new() } else { rows.iter().map(|i| place(*i).1).collect() },
            outcome: rows.par_iter().map(|i| cells.mean[[*i, 0]]).collect(),
            weight,
            scale,
            covariates: values,
            covariates_vary,
            weights_vary,
            size,
            records,
            members,
            cluster: None,
            within: None,
            paths: None,
            labels: None,
            account: SampleAccount::default(),
            notes: notes::collinear(&covariates.dropped).into_iter().chain(averaged.then(notes::averaged_covariates)).collect(),
        }
    }

    fn set_clusters(&mut self, cells: &Cells, rows: &[usize], unit: Option<&Factor>, cluster: Option<&Factor>, named: bool) {
        let step = if self.shape == Shape::Panel { self.periods } else { 1 };
        let heads: Vec<usize> = rows.iter().copied().step_by(step).collect();
        let labels = |factor: &Factor| {
            let mut codes: Vec<u32> = heads.iter().map(|i| factor.codes[*i]).collect();
            codes.dedup();
            codes.into_iter().map(|code| factor.levels.label(code)).collect()
        };
        match (cluster, unit) {
            (Some(cluster), _) => {
                self.labels = Some(labels(cluster));
                self.cluster = Some(compact(&heads.iter().map(|i| cluster.codes[*i]).collect::<Vec<_>>()).0);
            }
            // Nobody asks for labels where the influence is not kept.
            (None, Some(unit)) if self.shape == Shape::Panel => {
                self.labels = Some(if named { labels(unit) } else { Vec::new() });
            }
            _ => {}
        }
        if self.shape != Shape::Panel {
            self.within = Some(rows.iter().map(|i| Within::of_outcome(cells, *i)).collect());
        }
    }

    /// Number of observations.
    pub(in crate::methods) fn len(&self) -> usize {
        self.group.len()
    }

    /// Covariates of an observation (in a period, for a panel).
    pub(super) fn x(&self, observation: usize, period: usize) -> &[f64] {
        let at = if self.covariates_vary { observation * self.periods + period } else { observation };
        &self.covariates[at * self.columns..(at + 1) * self.columns]
    }

    /// Weight of an observation of a panel in a period.
    pub(super) fn weight_in(&self, observation: usize, period: usize) -> f64 {
        if self.weights_vary { self.weight[observation * self.periods + period] } else { self.weight[observation] }
    }

    /// What is independent of what.
    pub(in crate::methods) fn grouping(&self) -> Grouping<'_> {
        match (&self.paths, &self.cluster, &self.within) {
            (Some(paths), ..) => Grouping::Paths(paths),
            (None, Some(codes), _) => Grouping::Clusters(codes),
            (None, None, Some(within)) => Grouping::Records(within),
            (None, None, None) => Grouping::Observations,
        }
    }

    /// Observations without the clusters above them.
    pub(in crate::methods) fn apart(&self) -> Grouping<'_> {
        self.within.as_ref().map_or(Grouping::Observations, |within| Grouping::Records(within))
    }

    /// Root mean square of the outcome.
    pub(in crate::methods) fn scale(&self) -> f64 {
        self.scale
    }
}

/// A panel where every unit has one record in every period, with gaps where not. Under `--panel yes` incomplete units leave and are counted.
fn shape(
    cells: &Cells,
    settings: &DidSettings,
    timing: &Timing,
    unit: &Factor,
    rows: &mut Vec<usize>,
    account: &mut SampleAccount,
    notes: &mut Vec<Note>,
) -> Shape {
    let periods = timing.periods.len();
    let mut seen = vec![false; unit.levels.len() * periods];
    let mut counts = vec![0_usize; unit.levels.len()];
    for i in rows.iter() {
        let (code, period) = (unit.codes[*i] as usize, timing.cells.get(*i).map_or(0, |(_, period)| period as usize));
        if cells.records[*i] > 1 || std::mem::replace(&mut seen[code * periods + period], true) {
            return Shape::Sections;
        }
        counts[code] += 1;
    }
    let units = counts.iter().filter(|count| **count > 0).count();
    let complete = counts.iter().filter(|count| **count == periods).count();
    if complete == units {
        return Shape::Panel;
    }
    if settings.sampling == Some(Sampling::Panel) {
        let gone: u64 = rows.iter().filter(|i| counts[unit.codes[**i] as usize] < periods).map(|i| cells.records[*i]).sum();
        rows.retain(|i| counts[unit.codes[*i] as usize] == periods);
        account.drop_rows(DropReason::Other(text!("unit tidak ada di semua periode", "unit not there in all periods")), gone);
        return Shape::Panel;
    }
    notes.push(notes::unbalanced(units as u64, complete as u64));
    Shape::Unbalanced
}

/// The cluster above the observations; none where observations (units of a panel) or records stand for themselves.
fn cluster<'a>(cells: &'a Cells, settings: &DidSettings, shape: Shape) -> Result<Option<&'a Factor>> {
    let unit = settings.unit.as_deref();
    let mut names = settings.clusters();
    if names.len() > 1 {
        names.retain(|name| Some(name.as_str()) != unit);
    }
    if names.len() > 1 {
        let why = text!("metode ini memakai satu kolom klaster", "this method uses one cluster column");
        return Err(design::variance_not_available("two-way", &why).into());
    }
    let name = match names.first() {
        Some(name) => Some(name.as_str()),
        // A panel with gaps has units, whatever the variance is called.
        None if shape == Shape::Unbalanced => unit,
        None => None,
    };
    Ok(name.filter(|name| shape != Shape::Panel || Some(*name) != unit).and_then(|name| cells.key(name)))
}

/// A unit's mean weight, spread over its rows.
fn unit_sizes(rows: &[usize], weight: &[f64], unit: &Factor) -> Vec<f64> {
    let mut out = Vec::with_capacity(rows.len());
    for own in rows.chunk_by(|a, b| unit.codes[*a] == unit.codes[*b]) {
        let from = out.len();
        let n = own.len() as f64;
        let mean = weight[from..from + own.len()].iter().sum::<f64>() / n;
        out.extend(std::iter::repeat_n(mean / n, own.len()));
    }
    out
}
