//! From cells to one or two series of periods.

use super::ItsSettings;
use crate::error::{Result, design, its as problems};
use crate::measure::calendar::ramadan_share;
use crate::panel::{Cells, Levels, Period, TimeScale};

/// One or two series, a row a period; sorted by series, then period.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Series {
    pub(super) scale: TimeScale,
    pub(super) periods: Vec<Period>,
    /// Whether the row is of the interrupted series; all are where there is no comparison.
    pub(super) treated: Vec<bool>,
    /// Mean outcome of the period.
    pub(super) mean: Vec<f64>,
    /// What is modelled: the mean or its logarithm.
    pub(super) y: Vec<f64>,
    /// Name and values by row.
    pub(super) covariates: Vec<(String, Vec<f64>)>,
    pub(super) records: Vec<u64>,
    /// Weights of the periods, mean 1; none where periods count alike.
    pub(super) weights: Option<Vec<f64>>,
    /// Whether there is a comparison series.
    pub(super) compared: bool,
    /// First period of both.
    pub(super) first: Period,
    /// Last period of the interrupted series.
    pub(super) last: Period,
}

impl Series {
    pub(super) fn read(cells: &Cells, settings: &ItsSettings) -> Result<Self> {
        let key = cells.key(&settings.time).ok_or_else(|| design::missing_role("--time"))?;
        let Levels::Period(scale, levels) = &key.levels else { return Err(design::missing_role("--time").into()) };
        let group = match &settings.group {
            Some(group) => Some(cells.key(group).ok_or_else(|| design::missing_role("--group"))?),
            None => None,
        };
        let mut rows: Vec<usize> = (0..cells.len()).collect();
        let treated = |cell: usize| group.is_none_or(|group| group.levels.value(group.codes[cell]) == Some(1.0));
        rows.sort_by_key(|cell| (treated(*cell), levels[key.codes[*cell] as usize]));
        let periods: Vec<Period> = rows.iter().map(|cell| levels[key.codes[*cell] as usize]).collect();
        let mean: Vec<f64> = rows.iter().map(|cell| cells.mean[[*cell, 0]]).collect();
        let own: Vec<Period> = rows.iter().zip(&periods).filter(|(cell, _)| treated(**cell)).map(|(_, period)| *period).collect();
        let (Some(first), Some(last)) = (periods.iter().min().copied(), own.last().copied()) else {
            return Err(if cells.is_empty() { design::no_records_because(&cells.account.reasons()) } else { design::no_treated_group() }.into());
        };
        let compared = group.is_some();
        if compared && own.len() == periods.len() {
            return Err(problems::no_comparison_series().into());
        }
        if settings.log {
            let low = mean.iter().filter(|mean| **mean <= 0.0).count() as u64;
            if low > 0 {
                return Err(problems::log_of_nothing(&settings.outcome, low).into());
            }
        }
        let total: f64 = rows.iter().map(|cell| cells.weight[*cell]).sum();
        let weights = settings.by_records.then(|| rows.iter().map(|cell| cells.weight[*cell] * rows.len() as f64 / total).collect());
        let mut covariates: Vec<(String, Vec<f64>)> =
            settings.covariates.iter().enumerate().map(|(at, name)| (name.clone(), rows.iter().map(|cell| cells.mean[[*cell, at + 1]]).collect())).collect();
        if settings.ramadan {
            covariates.push(("ramadan".into(), periods.iter().map(|period| ramadan_share(*scale, *period)).collect()));
        }
        Ok(Self {
            scale: *scale,
            treated: rows.iter().map(|cell| treated(*cell)).collect(),
            y: mean.iter().map(|mean| if settings.log { mean.ln() } else { *mean }).collect(),
            records: rows.iter().map(|cell| cells.records[*cell]).collect(),
            covariates,
            periods,
            mean,
            weights,
            compared,
            first,
            last,
        })
    }

    /// Periods of the interrupted series before and from the first interruption on.
    pub(super) fn sides(&self, start: Period) -> [usize; 2] {
        let count = |after: bool| self.own().filter(|period| (*period >= start) == after).count();
        [count(false), count(true)]
    }

    /// Periods of the interrupted series.
    pub(super) fn own(&self) -> impl Iterator<Item = Period> + '_ {
        self.periods.iter().zip(&self.treated).filter(|(_, treated)| **treated).map(|(period, _)| *period)
    }
}
