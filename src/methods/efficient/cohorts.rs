//! The balanced panel by cohorts: means and covariances of the outcome over units.

use super::contrast::Moments;
use super::notes;
use crate::design::{PreAdjustment, check_finite};
use crate::error::{Problem, Result, design};
use crate::estimate::{Estimate, Grouping};
use crate::linalg::compact;
use crate::methods::MethodInput;
use crate::methods::clusters;
use crate::panel::{Cohort, DropReason, Period};
use crate::text;

/// Units with their outcomes in all periods, sorted by cluster.
pub(super) struct Cohorts {
    /// First treated period of each cohort, ascending, never-treated last.
    pub starts: Vec<Option<Period>>,
    /// Units of each cohort.
    pub size: Vec<usize>,
    /// Periods, ascending.
    pub periods: Vec<Period>,
    /// The last period.
    pub last: Period,
    /// Cohort of each unit.
    pub group: Vec<u32>,
    /// Outcomes, unit by unit.
    pub outcome: Vec<f64>,
    /// Means and covariances by cohort.
    pub moments: Moments,
    /// Cluster of each unit, ascending; none where units stand for themselves.
    pub cluster: Option<Vec<u32>>,
    /// Labels of clusters (or units).
    pub labels: Vec<String>,
    /// Records behind all of it.
    pub records: u64,
}

impl Cohorts {
    /// The units that are there in all periods, in cohorts of two or more; the others are counted out.
    pub(super) fn of(input: &MethodInput, cohort: &[Cohort], period: &[Period], out: &mut Estimate) -> Result<Self> {
        let (cells, settings) = (input.cells, input.settings);
        check_finite(cells)?;
        let Some(unit) = settings.unit.as_deref().and_then(|name| cells.key(name)) else { return Err(design::missing_role("--unit").into()) };
        let mut periods = period.to_vec();
        periods.sort_unstable();
        periods.dedup();
        let (Some(first), Some(last)) = (periods.first().copied(), periods.last().copied()) else { return Err(design::no_records().into()) };
        let cluster = clusters::above(cells, settings, unit)?;
        let width = periods.len();
        // Where the cell of a unit and period stands.
        let mut place: Vec<Option<usize>> = vec![None; unit.levels.len() * width];
        let mut several = false;
        for (i, here) in period.iter().enumerate() {
            let at = unit.codes[i] as usize * width + periods.binary_search(here).unwrap_or(0);
            several |= cells.records[i] > 1;
            if place[at].replace(i).is_some() {
                let label = settings.time.as_deref().and_then(|name| cells.key(name)).map_or_else(String::new, |key| key.levels.label(key.codes[i]));
                return Err(crate::error::data::duplicate_cell(&unit.levels.label(unit.codes[i]), &label, 1).into());
            }
        }
        let rows = |code: usize| place[code * width..(code + 1) * width].iter().flatten().copied();
        let mut kept: Vec<(usize, Option<Period>)> = Vec::new();
        for code in 0..unit.levels.len() {
            let count = rows(code).count();
            let Some(head) = rows(code).next() else { continue };
            let records = rows(code).map(|i| cells.records[i]).sum();
            let start = match cohort[head] {
                Cohort::TreatedFrom(start) => Some(start),
                Cohort::NeverTreated => None,
            };
            if count < width {
                out.sample.drop_rows(DropReason::Other(text!("unit tidak ada di semua periode", "unit not there in all periods")), records);
            } else if settings.pre_adjust == PreAdjustment::Difference && start.is_some_and(|start| start <= first) {
                // Without a period before there is no change to compare.
                out.sample.drop_rows(DropReason::AlwaysTreated, records);
            } else {
                kept.push((code, start));
            }
        }
        let order = |start: &Option<Period>| start.map_or(i64::MAX, |start| start.0);
        let mut starts: Vec<Option<Period>> = kept.iter().map(|(_, start)| *start).collect();
        starts.sort_by_key(order);
        let alone: Vec<Option<Period>> = starts.chunk_by(|a, b| a == b).filter(|run| run.len() == 1).map(|run| run[0]).collect();
        starts.dedup();
        starts.retain(|start| !alone.contains(start));
        if !alone.is_empty() {
            let gone: u64 = kept.iter().filter(|(_, start)| alone.contains(start)).flat_map(|(code, _)| rows(*code)).map(|i| cells.records[i]).sum();
            out.sample.drop_rows(DropReason::Other(text!("kelompok awal dengan satu unit", "cohort of a single unit")), gone);
            out.notes.push(notes::single_units(&alone, out.scale));
            kept.retain(|(_, start)| !alone.contains(start));
        }
        if kept.is_empty() {
            return Err(design::no_records_because(&out.sample.reasons()).into());
        }
        if several {
            out.notes.push(notes::averaged());
        }
        let head = |code: usize| rows(code).next().unwrap_or(0);
        if let Some(cluster) = cluster {
            kept.sort_by_key(|(code, _)| cluster.codes[head(*code)]);
        }
        let group: Vec<u32> = kept.iter().map(|(_, start)| starts.iter().position(|known| known == start).unwrap_or(0) as u32).collect();
        let outcome: Vec<f64> = kept.iter().flat_map(|(code, _)| rows(*code)).map(|i| cells.mean[[i, 0]]).collect();
        let records: u64 = kept.iter().flat_map(|(code, _)| rows(*code)).map(|i| cells.records[i]).sum();
        let moments = Moments::of(&outcome, &group, starts.len(), width);
        let mut size = vec![0; starts.len()];
        for group in &group {
            size[*group as usize] += 1;
        }
        let (codes, labels) = match cluster {
            Some(cluster) => {
                let mut codes: Vec<u32> = kept.iter().map(|(code, _)| cluster.codes[head(*code)]).collect();
                let compacted = compact(&codes).0;
                codes.dedup();
                (Some(compacted), codes.into_iter().map(|code| cluster.levels.label(code)).collect())
            }
            None => (None, kept.iter().map(|(code, _)| unit.levels.label(*code as u32)).collect()),
        };
        out.sample.rows_used = records;
        out.sample.units = Some(group.len() as u64);
        out.sample.periods = Some(width as u64);
        Ok(Self { starts, size, periods, last, group, outcome, moments, cluster: codes, labels, records })
    }

    /// Number of units.
    pub(super) fn len(&self) -> usize {
        self.group.len()
    }

    /// Outcomes of a unit.
    pub(super) fn unit(&self, unit: usize) -> &[f64] {
        let width = self.periods.len();
        &self.outcome[unit * width..(unit + 1) * width]
    }

    /// The last period before a start and before what may be anticipated of it.
    pub(super) fn base(&self, start: Period, ahead: i64) -> Option<usize> {
        self.periods.iter().rposition(|period| period.0 + ahead < start.0)
    }

    /// Sizes as weights.
    pub(super) fn sizes(&self) -> Vec<f64> {
        self.size.iter().map(|size| *size as f64).collect()
    }

    /// What is independent of what.
    pub(super) fn grouping(&self) -> Grouping<'_> {
        self.cluster.as_deref().map_or(Grouping::Observations, Grouping::Clusters)
    }

    /// Root mean square of the outcome.
    pub(super) fn scale(&self) -> f64 {
        (self.outcome.iter().map(|y| y * y).sum::<f64>() / self.outcome.len() as f64).sqrt()
    }

    /// Units that start within the data, and the others.
    pub(super) fn split(&self) -> (u64, u64) {
        let treated: usize = self.starts.iter().zip(&self.size).filter(|(start, _)| start.is_some_and(|start| start <= self.last)).map(|(_, size)| size).sum();
        (treated as u64, (self.len() - treated) as u64)
    }

    /// Why there is nothing to estimate.
    pub(super) fn nobody(&self) -> Problem {
        if self.split().0 == 0 { design::no_treated_group() } else { design::no_control_group() }
    }
}
