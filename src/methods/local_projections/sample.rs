//! Rows of one regression: changes of units that start in a period and of units that stay untreated until the end of the change.

use crate::design::{ControlGroup, check_finite};
use crate::error::{Result, data, design};
use crate::estimate::Estimate;
use crate::methods::MethodInput;
use crate::methods::derived::{Derived, integers};
use crate::methods::event_window;
use crate::panel::{Cohort, DropReason, Period};
use crate::text;

/// Key of the units that start in the period.
pub(super) const STARTING: &str = "(starting)";

/// Horizons whose mean a regression explains; one horizon where both ends are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub from: i64,
    pub to: i64,
}

/// Cells by unit and period.
pub(super) struct Grid {
    periods: Vec<Period>,
    /// Position of the cell of each unit and period.
    place: Vec<Option<usize>>,
    /// Start of each unit.
    start: Vec<Option<Period>>,
    outcome: Vec<f64>,
    weight: Vec<f64>,
    /// Earlier periods that the base is a mean of; none for all of them.
    lags: Option<usize>,
    /// Compare with units that never start only.
    pub never_only: bool,
    /// Periods before the start in which effects may show already.
    pub ahead: i64,
    /// Name of the period key.
    pub time: Option<String>,
    /// Pooled event times where none are asked for.
    default: Option<event_window::Window>,
}

/// Rows and what is known of them before any regression.
pub(super) struct Rows {
    pub derived: Derived,
    pub identified: bool,
    pub used: Vec<bool>,
}

impl Grid {
    pub(super) fn of(input: &MethodInput, cohort: &[Cohort], period: &[Period]) -> Result<Self> {
        let (cells, settings) = (input.cells, input.settings);
        check_finite(cells)?;
        let Some(unit) = settings.unit.as_deref().and_then(|name| cells.key(name)) else { return Err(design::missing_role("--unit").into()) };
        let mut periods = period.to_vec();
        periods.sort_unstable();
        periods.dedup();
        let width = periods.len();
        let mut place = vec![None; unit.levels.len() * width];
        let mut start = vec![None; unit.levels.len()];
        for i in (0..cells.len()).filter(|i| cells.weight[*i] > 0.0) {
            let at = periods.binary_search(&period[i]).unwrap_or(0);
            if place[unit.codes[i] as usize * width + at].replace(i).is_some() {
                let label = settings.time.as_deref().and_then(|name| cells.key(name)).map_or_else(String::new, |key| key.levels.label(key.codes[i]));
                return Err(data::duplicate_cell(&unit.levels.label(unit.codes[i]), &label, 1).into());
            }
            if let Cohort::TreatedFrom(own) = cohort[i] {
                start[unit.codes[i] as usize] = Some(own);
            }
        }
        let ahead = i64::from(settings.anticipation);
        let last = periods.last().copied().unwrap_or(Period(0));
        let never_only = settings.control == Some(ControlGroup::NeverTreated);
        if never_only && !start.iter().any(|start| start.is_none_or(|start| start.0 > last.0 + ahead)) {
            return Err(design::no_never_treated().into());
        }
        let starts = event_window::starts(cohort, period, &cells.weight, ahead, never_only);
        let post = match &settings.treatment {
            crate::design::Treatment::GroupPost { post, .. } => Some(post.clone()),
            _ => None,
        };
        Ok(Self {
            place,
            start,
            outcome: cells.mean.column(0).to_vec(),
            weight: if settings.weight.is_some() { cells.weight.clone() } else { vec![1.0; cells.len()] },
            lags: super::lags(settings.pre_mean),
            never_only,
            ahead,
            time: settings.time.clone().or(post),
            default: event_window::widest(&starts, ahead),
            periods,
        })
    }

    /// The horizon that changes are measured from.
    pub(super) fn reference(&self) -> i64 {
        -1 - self.ahead
    }

    /// First period in the data in which a unit that starts then is treated; none where there is nothing before.
    fn entry(&self, start: Period) -> Option<usize> {
        let at = self.periods.iter().position(|period| *period >= start)?;
        self.bases(at).next().map(|_| at)
    }

    /// Periods of the base for a start in a period, the last one first.
    fn bases(&self, at: usize) -> impl Iterator<Item = usize> {
        let here = self.periods[at].0;
        let end = self.periods.iter().rposition(|period| period.0 + self.ahead < here).map_or(0, |last| last + 1);
        (0..end).rev().take(self.lags.unwrap_or(usize::MAX))
    }

    /// Horizons in the data, or those of them that are asked for.
    pub(super) fn horizons(&self, window: Option<(i64, i64)>) -> Vec<i64> {
        let mut entries: Vec<usize> = self.start.iter().flatten().filter_map(|start| self.entry(*start)).collect();
        entries.sort_unstable();
        entries.dedup();
        let mut all: Vec<i64> = entries.iter().flat_map(|at| self.periods.iter().map(|period| period.0 - self.periods[*at].0)).collect();
        all.sort_unstable();
        all.dedup();
        let (from, to) = window.unwrap_or((i64::MIN, i64::MAX));
        all.retain(|h| (from.min(self.reference())..=to.max(0)).contains(h));
        all
    }

    /// Horizons that are pooled after and before the start.
    pub(super) fn pooled(&self, window: Option<(i64, i64)>) -> (Option<Span>, Option<Span>) {
        let (from, to) = match (window, self.default) {
            (Some((from, to)), _) => (from, to),
            (None, Some(window)) => (-window.before, window.after),
            (None, None) => return (None, None),
        };
        let after = (to >= 0).then(|| Span { from: from.max(0), to });
        let before = (from < self.reference()).then(|| Span { from, to: self.reference() - 1 });
        (after, before)
    }

    /// Rows of a regression. A row needs the cell of its period, the base, and all periods of the span that the data have.
    pub(super) fn rows(&self, span: Span, reweight: bool) -> Rows {
        let (width, n) = (self.periods.len(), self.outcome.len());
        let last = self.periods.last().map_or(0, |period| period.0);
        let mut used = vec![false; n];
        let (mut rows, mut outcome, mut starting, mut at_period) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let targets: Vec<Vec<usize>> =
            self.periods.iter().map(|here| (0..width).filter(|j| (span.from..=span.to).contains(&(self.periods[*j].0 - here.0))).collect()).collect();
        let bases: Vec<Vec<usize>> = (0..width).map(|at| self.bases(at).collect()).collect();
        // The ends of the span must be in the data: a shorter mean would be another quantity.
        let whole: Vec<bool> = (0..width)
            .map(|at| {
                let edge = |h: i64| self.periods.binary_search(&Period(self.periods[at].0 + h)).is_ok();
                edge(span.from) && edge(span.to) && self.lags.map_or(!bases[at].is_empty(), |lags| bases[at].len() == lags)
            })
            .collect();
        for (unit, own) in self.place.chunks(width).enumerate() {
            let start = self.start[unit];
            let entry = start.and_then(|start| self.entry(start));
            for at in (0..width).filter(|at| whole[*at]) {
                let Some(row) = own[at] else { continue };
                let treated = entry == Some(at);
                let here = self.periods[at].0;
                let until = here.max(here + span.to) + self.ahead;
                let clean = match start {
                    None => true,
                    Some(start) if self.never_only => start.0 > last + self.ahead,
                    Some(start) => start.0 > until,
                };
                if !treated && !clean {
                    continue;
                }
                let value = |at: &usize| own[*at].map(|cell| self.outcome[cell]);
                let Some(after) = mean(targets[at].iter().map(value)) else { continue };
                // All earlier periods: those that the unit has.
                let base = if self.lags.is_some() { mean(bases[at].iter().map(value)) } else { mean(bases[at].iter().filter_map(value).map(Some)) };
                let Some(base) = base else { continue };
                used[row] = true;
                targets[at].iter().chain(&bases[at]).filter_map(|at| own[*at]).for_each(|cell| used[cell] = true);
                rows.push(row);
                outcome.push(after - base);
                starting.push(treated);
                at_period.push(at);
            }
        }
        let (mut treated, mut clean) = (vec![0.0; width], vec![0.0; width]);
        for ((at, row), starts) in at_period.iter().zip(&rows).zip(&starting) {
            let sum = if *starts { &mut treated } else { &mut clean };
            sum[*at] += self.weight[*row];
        }
        let both = |at: usize| treated[at] > 0.0 && clean[at] > 0.0;
        let identified = (0..width).any(both);
        let mut factor = None;
        if reweight {
            let keep: Vec<usize> = (0..rows.len()).filter(|i| both(at_period[*i])).collect();
            factor = Some(keep.iter().map(|i| (treated[at_period[*i]] + clean[at_period[*i]]) / clean[at_period[*i]]).collect());
            rows = keep.iter().map(|i| rows[*i]).collect();
            outcome = keep.iter().map(|i| outcome[*i]).collect();
            starting = keep.iter().map(|i| starting[*i]).collect();
        }
        let marks: Vec<i64> = starting.iter().map(|starts| i64::from(*starts)).collect();
        Rows { derived: Derived { rows, factor, outcome: Some(outcome), keys: vec![integers(STARTING, &marks)] }, identified, used }
    }

    /// Rows in, rows out.
    pub(super) fn account(&self, out: &mut Estimate, input: &MethodInput, used: &[bool]) {
        let (cells, settings) = (input.cells, input.settings);
        out.sample = cells.account.clone();
        out.sample.rows_used = cells.records.iter().zip(used).filter(|(_, used)| **used).map(|(records, _)| records).sum();
        let width = self.periods.len();
        let first = self.periods.first().copied().unwrap_or(Period(0));
        for (unit, own) in self.place.chunks(width).enumerate() {
            let always = self.start[unit].is_some_and(|start| start <= first);
            for cell in own.iter().flatten().filter(|cell| !used[**cell]) {
                let unusable = text!("tidak ada perubahan yang dapat dibandingkan", "in no change that can be compared");
                let reason = if always { DropReason::AlwaysTreated } else { DropReason::Other(unusable) };
                out.sample.drop_rows(reason, cells.records[*cell]);
            }
        }
        let lost = (0..cells.len()).filter(|i| cells.weight[*i] <= 0.0).map(|i| cells.records[i]).sum();
        out.sample.drop_rows(DropReason::NonPositiveWeight, lost);
        let distinct = |column: Option<&String>| {
            let key = column.and_then(|name| cells.key(name))?;
            let mut codes: Vec<u32> = key.codes.iter().zip(used).filter(|(_, used)| **used).map(|(code, _)| *code).collect();
            codes.sort_unstable();
            codes.dedup();
            Some(codes.len() as u64)
        };
        out.sample.units = distinct(settings.unit.as_ref());
        out.sample.periods = distinct(self.time.as_ref());
        out.sample.clusters = distinct(settings.clusters().first());
    }
}

/// The mean of values that are all there; none where there are none.
fn mean(values: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    let values: Vec<f64> = values.collect::<Option<_>>()?;
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}
