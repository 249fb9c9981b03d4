//! The cells that the model of the untreated outcome is fitted on and imputed for.

use crate::design::check_finite;
use crate::error::{Result, design};
use crate::estimate::{Estimate, Grouping, Paths, Within};
use crate::linalg::compact;
use crate::methods::DidSettings;
use crate::methods::timing::{Left, Timing};
use crate::panel::{Cells, DropReason, root_mean_square};
use crate::text;
use std::borrow::Cow;

/// The cells in use, sorted by cluster.
pub(in crate::methods) struct Sample<'a> {
    /// Positions among the cells given.
    pub rows: Vec<usize>,
    pub group: Vec<u32>,
    pub period: Vec<u32>,
    /// Affected by the program, or by its anticipation.
    pub affected: Vec<bool>,
    /// Code of the unit (or of the cohort, where there is no unit).
    pub unit: Vec<u32>,
    pub outcome: Vec<f64>,
    pub weight: Vec<f64>,
    pub records: Vec<u64>,
    /// Moments of the records of a cell.
    pub within: Vec<Within>,
    pub cluster: Option<Vec<u32>>,
    pub labels: Option<Vec<String>>,
    /// Where the cells are means of units on paths: these units.
    pub paths: Option<Paths<'a>>,
}

/// The cells in use; what takes no part is counted in the account of `out`.
pub(in crate::methods) fn sample(cells: &Cells, settings: &DidSettings, timing: &Timing, out: &mut Estimate) -> Result<Sample<'static>> {
    check_finite(cells)?;
    let mut rows = timing.rows(cells, &mut out.sample);
    let clusters = settings.clusters();
    if clusters.len() > 1 {
        let why = text!("metode ini memakai satu kolom klaster", "this method uses one cluster column");
        return Err(design::variance_not_available("two-way", &why).into());
    }
    let cluster = clusters.first().and_then(|name| cells.key(name));
    let unit = settings.unit.as_deref().and_then(|name| cells.key(name));
    let place = |i: usize| timing.cells.get(i).unwrap_or((0, 0));
    let ahead = i64::from(settings.anticipation);
    let affected = |i: usize| {
        let (group, period) = place(i);
        timing.groups[group as usize].start.is_some_and(|start| timing.periods[period as usize].0 >= start.0 - ahead)
    };
    // Units that are never seen untreated say nothing of what they would have been.
    let code = |i: usize| unit.map_or(place(i).0, |key| key.codes[i]) as usize;
    let mut seen = vec![false; rows.iter().map(|i| code(*i) + 1).max().unwrap_or(0)];
    rows.iter().filter(|i| !affected(**i)).for_each(|i| seen[code(*i)] = true);
    rows.retain(|i| {
        if !seen[code(*i)] {
            out.sample.drop_rows(DropReason::Other(Left::NeverUntreated.text()), cells.records[*i]);
        }
        seen[code(*i)]
    });
    rows.sort_by_key(|i| (cluster.map_or(0, |key| key.codes[*i]), unit.map_or(place(*i).0, |key| key.codes[*i]), place(*i).1));
    let labels = cluster.map(|key| {
        let mut codes: Vec<u32> = rows.iter().map(|i| key.codes[*i]).collect();
        codes.dedup();
        codes.into_iter().map(|code| key.levels.label(code)).collect()
    });
    Ok(Sample {
        group: rows.iter().map(|i| place(*i).0).collect(),
        period: rows.iter().map(|i| place(*i).1).collect(),
        affected: rows.iter().map(|i| affected(*i)).collect(),
        unit: compact(&rows.iter().map(|i| unit.map_or(place(*i).0, |key| key.codes[*i])).collect::<Vec<_>>()).0,
        outcome: rows.iter().map(|i| cells.mean[[*i, 0]]).collect(),
        records: rows.iter().map(|i| cells.records[*i]).collect(),
        weight: rows.iter().map(|i| cells.weight[*i]).collect(),
        within: rows.iter().map(|i| Within::of_outcome(cells, *i)).collect(),
        cluster: cluster.map(|key| compact(&rows.iter().map(|i| key.codes[*i]).collect::<Vec<_>>()).0),
        labels,
        paths: None,
        rows,
    })
}

impl Sample<'_> {
    /// What is independent of what: clusters, or the records themselves.
    pub(in crate::methods) fn grouping(&self) -> Grouping<'_> {
        match (&self.paths, &self.cluster) {
            (Some(paths), _) => Grouping::Paths(paths),
            (None, Some(codes)) => Grouping::Clusters(codes),
            (None, None) => Grouping::Records(&self.within),
        }
    }

    /// Units that an observation stands for.
    pub(super) fn units(&self, i: usize) -> u64 {
        if self.paths.is_some() { self.records[i] } else { 1 }
    }

    /// Weight of each observation, or of one of the units that it stands for.
    pub(in crate::methods) fn sizes(&self) -> Cow<'_, [f64]> {
        match &self.paths {
            Some(_) => (0..self.weight.len()).map(|i| self.weight[i] / self.units(i) as f64).collect(),
            None => Cow::Borrowed(&self.weight),
        }
    }

    /// Root mean square of the outcome.
    pub(super) fn scale(&self) -> f64 {
        let within: f64 = if self.paths.is_some() { self.within.iter().map(|within| within.second).sum() } else { 0.0 };
        root_mean_square(&self.outcome, &self.weight).hypot((within / self.weight.iter().sum::<f64>()).sqrt())
    }
}
