//! The cells in use as observations with one value each, sorted by cluster, and the sides of each comparison.

use super::effect::Sides;
use crate::design::{Sampling, check_finite};
use crate::error::{Result, design};
use crate::estimate::{Grouping, Within};
use crate::linalg::compact;
use crate::methods::DidSettings;
use crate::methods::timing::{Comparison, Timing};
use crate::panel::{Cells, Factor, Levels, SampleAccount, root_mean_square};
use crate::text;

/// Observations: all records of a unit and period (or of a group and period) with the same outcome and weight.
pub(super) struct Sample {
    /// Outcome.
    pub value: Vec<f64>,
    /// Weight of all its records.
    pub weight: Vec<f64>,
    /// Group, as a position among those of the design.
    pub group: Vec<u32>,
    /// Period, as a position among those of the design.
    pub period: Vec<u32>,
    /// Records.
    pub records: Vec<u64>,
    /// Cluster, ascending without gaps; none where records stand for themselves.
    pub cluster: Option<Vec<u32>>,
    /// Labels of the clusters.
    pub labels: Option<Vec<String>>,
    within: Vec<Within>,
    /// Units (or records) by group.
    pub members: Vec<u64>,
    /// Whether members are units.
    pub units: bool,
    /// Rows in, rows out.
    pub account: SampleAccount,
}

impl Sample {
    /// The observations of the design.
    pub(super) fn of(cells: &Cells, settings: &DidSettings, timing: &Timing) -> Result<Self> {
        check_finite(cells)?;
        let mut account = cells.account.clone();
        let mut rows = timing.rows(cells, &mut account);
        if rows.is_empty() {
            return Err(design::no_records_because(&account.reasons()).into());
        }
        let unit = settings.unit.as_deref().and_then(|name| cells.key(name));
        let cluster = cluster(cells, settings, unit)?;
        rows.sort_by_key(|i| cluster.map_or(0, |key| key.codes[*i]));
        let labels = cluster.map(|key| {
            let mut codes: Vec<u32> = rows.iter().map(|i| key.codes[*i]).collect();
            codes.dedup();
            codes.into_iter().map(|code| key.levels.label(code)).collect()
        });
        let place = |i: usize| timing.cells.get(i).unwrap_or((0, 0));
        account.rows_used = rows.iter().map(|i| cells.records[*i]).sum();
        let within = |i: usize| {
            let squared = cells.robust.as_ref().map_or(cells.weight[i], |robust| robust.weight[i]);
            Within { weight: cells.weight[i], squared, first: 0.0, second: 0.0 }
        };
        Ok(Self {
            value: values(cells, settings, &rows),
            weight: rows.iter().map(|i| cells.weight[*i]).collect(),
            group: rows.iter().map(|i| place(*i).0).collect(),
            period: rows.iter().map(|i| place(*i).1).collect(),
            records: rows.iter().map(|i| cells.records[*i]).collect(),
            cluster: cluster.map(|key| compact(&rows.iter().map(|i| key.codes[*i]).collect::<Vec<_>>()).0),
            labels,
            within: rows.iter().map(|i| within(*i)).collect(),
            members: members(cells, timing, unit, &rows),
            units: unit.is_some(),
            account,
        })
    }

    /// Number of observations.
    pub(super) fn len(&self) -> usize {
        self.value.len()
    }

    /// What is independent of what.
    pub(super) fn grouping(&self) -> Grouping<'_> {
        self.cluster.as_ref().map_or(Grouping::Records(&self.within), |codes| Grouping::Clusters(codes))
    }

    /// The four sides of a comparison, each sorted by value.
    pub(super) fn sides(&self, one: &Comparison) -> Sides {
        let mut out = Sides::default();
        for i in 0..self.len() {
            let (group, period) = (self.group[i] as usize, self.period[i] as usize);
            let (late, early) = (period == one.period, period == one.base);
            if !(late || early) {
                continue;
            }
            let side = match (group == one.group, one.controls[group]) {
                (true, _) if late => &mut out.treated_after,
                (true, _) => &mut out.treated_before,
                (false, true) if late => &mut out.after,
                (false, true) => &mut out.before,
                (false, false) => continue,
            };
            side.push(i as u32);
        }
        for side in [&mut out.before, &mut out.after, &mut out.treated_before, &mut out.treated_after] {
            side.sort_by(|a, b| self.value[*a as usize].total_cmp(&self.value[*b as usize]));
        }
        out
    }

    /// Root mean square of the outcome.
    pub(super) fn scale(&self) -> f64 {
        root_mean_square(&self.value, &self.weight)
    }

    /// Records of some observations.
    pub(super) fn count(&self, members: &[u32]) -> u64 {
        members.iter().map(|i| self.records[*i as usize]).sum()
    }
}

/// Outcomes as they stand in the data: the levels of their key, not the means of the cells, which may differ in the last bit.
fn values(cells: &Cells, settings: &DidSettings, rows: &[usize]) -> Vec<f64> {
    match cells.key(&settings.outcome) {
        Some(key) if !matches!(key.levels, Levels::Period(..)) => rows.iter().map(|i| key.levels.value(key.codes[*i]).unwrap_or(cells.mean[[*i, 0]])).collect(),
        _ => rows.iter().map(|i| cells.mean[[*i, 0]]).collect(),
    }
}

/// One way of clusters: as given, else the unit of a panel; none where records stand for themselves.
fn cluster<'a>(cells: &'a Cells, settings: &DidSettings, unit: Option<&'a Factor>) -> Result<Option<&'a Factor>> {
    let mut names = settings.clusters();
    if names.len() > 1 {
        names.retain(|name| Some(name) != settings.unit.as_ref());
    }
    match names.as_slice() {
        [] if settings.sampling == Some(Sampling::RepeatedCrossSections) => Ok(None),
        [] => Ok(unit),
        [name] => Ok(cells.key(name)),
        _ => {
            let why = text!("metode ini memakai satu kolom klaster", "this method uses one cluster column");
            Err(design::variance_not_available("two-way", &why).into())
        }
    }
}

/// Units (or records) of each group.
fn members(cells: &Cells, timing: &Timing, unit: Option<&Factor>, rows: &[usize]) -> Vec<u64> {
    let mut out = vec![0; timing.groups.len()];
    let group = |i: usize| timing.cells.get(i).map_or(0, |(group, _)| group);
    match unit {
        Some(unit) => {
            let mut pairs: Vec<(u32, u32)> = rows.iter().map(|i| (unit.codes[*i], group(*i))).collect();
            pairs.sort_unstable();
            pairs.dedup();
            for (_, group) in &pairs {
                out[*group as usize] += 1;
            }
        }
        None => {
            for i in rows {
                out[group(*i) as usize] += cells.records[*i];
            }
        }
    }
    out
}

#[cfg(test)]
impl Sample {
    /// Observations of one group and period.
    pub(super) fn plain(value: Vec<f64>, weight: Vec<f64>, records: Vec<u64>, cluster: Option<Vec<u32>>) -> Self {
        let n = value.len();
        let (group, period) = (vec![0; n], vec![0; n]);
        Self {
            value,
            weight,
            group,
            period,
            records,
            cluster,
            labels: None,
            within: Vec::new(),
            members: vec![],
            units: false,
            account: SampleAccount::default(),
        }
    }
}
