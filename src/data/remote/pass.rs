//! One pass over records on an engine: what it needs, what it would bring back, and the questions that it asks.

use super::sql::{self, Name, Query, need};
use super::{Answer, Remote};
use crate::data::Records;
use crate::data::derive::{Asked, Needs};
use crate::data::records::Body;
use crate::error::{Result, engine as problems};
use crate::panel::{SampleAccount, TimeScale};
use std::sync::Arc;

/// A pass over the records.
pub(super) struct Pass<'a> {
    remote: &'a Remote,
    records: &'a Records,
    pub(super) asked: Asked,
    scales: Vec<Option<TimeScale>>,
    /// The first and the last day that a working calendar is needed for.
    days: Option<(i64, i64)>,
}

/// What a pass would bring back.
pub(super) struct Size {
    /// Groups of rows that stay.
    pub(super) groups: u64,
    /// Rows that stay.
    pub(super) rows: u64,
    /// Sums of the variables over them.
    pub(super) sums: Vec<f64>,
    pub(super) account: SampleAccount,
}

impl<'a> Pass<'a> {
    /// `scales`: see [`sql::prepared`]. Errors: columns that are not there or do not fit their use.
    pub(super) fn new(remote: &'a Remote, records: &'a Records, needs: Needs, scales: Vec<Option<TimeScale>>) -> Result<Self> {
        let asked = Asked::new(records, needs)?;
        let mut pass = Self { remote, records, asked, scales, days: None };
        if let Some(query) = sql::extent(remote, records, &pass.asked) {
            let found = pass.ask(&query)?;
            let days = (0..found.columns.len()).filter_map(|column| found.whole(0, column));
            pass.days = days.fold(None, |extent, day| Some(extent.map_or((day, day), |(low, high): (i64, i64)| (low.min(day), high.max(day)))));
        }
        Ok(pass)
    }

    /// The records as the pass needs them.
    pub(super) fn prepared(&self) -> Query {
        sql::prepared(self.remote, self.records, &self.asked, &self.scales, self.days)
    }

    /// The answer of the engine.
    pub(super) fn ask(&self, query: &Query) -> Result<Answer> {
        self.remote.link.ask(&query.write(self.remote.dialect))
    }

    /// Names of all needs.
    pub(super) fn names(&self) -> Vec<Name> {
        (0..self.asked.needs.len()).map(need).collect()
    }

    /// How many groups of `keys` there are, with the sums of `variables`, and why rows leave. Error: more groups than may come back.
    pub(super) fn size(&self, keys: &[Name], variables: &[Name], most: u64) -> Result<Size> {
        let answer = self.ask(&sql::size(self.prepared(), keys, variables))?;
        let mut left = vec![0; self.asked.reasons.len()];
        let mut size = Size { groups: 0, rows: 0, sums: vec![0.0; variables.len()], account: SampleAccount::default() };
        let mut rows = 0;
        for row in 0..answer.rows() {
            let count = |column| answer.whole(row, column).and_then(|count| u64::try_from(count).ok());
            let (Some(reason), Some(groups), Some(of)) = (count(0), count(1), count(2)) else { return Err(self.unread("why, groups, n")) };
            rows += of;
            match usize::try_from(reason).ok().and_then(|reason| reason.checked_sub(1)) {
                None => {
                    (size.groups, size.rows) = (groups, of);
                    size.sums = (0..variables.len()).map(|at| answer.number(row, 3 + at).unwrap_or(0.0)).collect();
                }
                Some(reason) => *left.get_mut(reason).ok_or_else(|| self.unread("why"))? += of,
            }
        }
        // Copies are gone before anything is counted.
        let all = self.records.rows();
        if self.remote.distinct {
            left[0] = all.saturating_sub(rows);
            rows += left[0];
        }
        size.account = self.asked.account(self.records, rows, left.into_iter());
        if size.groups > most {
            return Err(problems::too_many_cells(self.remote.engine.name(), size.groups, most).into());
        }
        Ok(size)
    }

    /// The error of an answer that is not what was asked for.
    pub(super) fn unread(&self, what: &str) -> crate::error::Error {
        problems::odd_answer(self.remote.engine.name(), what).into()
    }

    /// The error of what is not offered.
    pub(super) fn refuse(&self, what: &crate::locale::Text) -> crate::error::Error {
        problems::not_offered(self.remote.engine.name(), what).into()
    }
}

/// A constant near the mean that does not depend on the order in which an engine sums: the mean to ten binary digits.
pub(super) fn constant(sum: f64, rows: u64) -> f64 {
    let mean = sum / rows as f64;
    if !mean.is_finite() || mean == 0.0 {
        return 0.0;
    }
    let step = 2f64.powi(mean.abs().log2().floor() as i32 - 10);
    let rounded = (mean / step).round() * step;
    if rounded.is_finite() { rounded } else { 0.0 }
}

/// The records without exact copies of rows: each pass sees different rows only.
pub(in crate::data) fn copies(remote: &Remote, records: &Records) -> Records {
    let mut out = records.clone();
    out.body = Body::Remote(Arc::new(Remote { distinct: true, ..remote.clone() }));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_constant_is_near_the_mean_and_the_same_for_sums_in_another_order() {
        assert_eq!(constant(12.0, 4), 3.0);
        assert_eq!(constant(0.0, 4), 0.0);
        for mean in [1e-9, 0.1, 37.123_456_789, 1e9 + 0.5, -4.2e15] {
            let found = constant(mean * 1e6, 1_000_000);
            assert!((found - mean).abs() <= mean.abs() / 1000.0);
            assert_eq!(found, constant(mean * 1e6 * (1.0 + 1e-13), 1_000_000));
        }
        assert_eq!(constant(f64::NAN, 3), 0.0);
    }
}
