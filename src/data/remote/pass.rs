//! One pass over records on an engine: what it needs, what it would bring back, and the questions that it asks.

use super::sql::{self, Name, Query, need};
use super::{Answer, Remote};
use crate::data::Records;
use crate::data::derive::{Asked, Moment, Needs};
use crate::data::records::Body;
use crate::error::{Result, engine as problems};
use crate::panel::{SampleAccount, TimeScale};
use chrono::{DateTime, NaiveDate, NaiveDateTime};
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
        if let Some(columns) = sql::calendar_columns(&pass.asked) {
            pass.days = match known_days(records, &columns) {
                Some(days) => Some(days),
                None => pass.extent()?,
            };
        }
        Ok(pass)
    }

    fn extent(&self) -> Result<Option<(i64, i64)>> {
        let Some(query) = sql::extent(self.remote, self.records, &self.asked) else { return Ok(None) };
        let found = self.ask(&query)?;
        let days = (0..found.columns.len()).filter_map(|column| found.whole(0, column));
        Ok(days.fold(None, |extent, day| Some(extent.map_or((day, day), |(low, high): (i64, i64)| (low.min(day), high.max(day))))))
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
        let mut size = Size { groups: 0, rows: 0, sums: vec![0.0; variables.len()], account: SampleAccount::default() };
        let mut counts = Vec::new();
        for row in 0..answer.rows() {
            let (reason, of) = (self.count(&answer, row, 0)?, self.count(&answer, row, 2)?);
            counts.push((reason, of));
            if reason == 0 {
                (size.groups, size.rows) = (self.count(&answer, row, 1)?, of);
                size.sums = (0..variables.len()).map(|at| answer.number(row, 3 + at).unwrap_or(0.0)).collect();
            }
        }
        size.account = self.account(counts.into_iter())?;
        if size.groups > most {
            return Err(problems::too_many_cells(self.remote.engine.name(), size.groups, most).into());
        }
        Ok(size)
    }

    /// The account of rows, from how many have which reason to leave (0: they stay).
    pub(super) fn account(&self, counts: impl Iterator<Item = (u64, u64)>) -> Result<SampleAccount> {
        let mut left = vec![0; self.asked.reasons.len()];
        let mut rows = 0;
        for (reason, of) in counts {
            rows += of;
            if let Some(at) = usize::try_from(reason).ok().and_then(|reason| reason.checked_sub(1)) {
                *left.get_mut(at).ok_or_else(|| self.unread("why"))? += of;
            }
        }
        // Copies are gone before anything is counted.
        if self.remote.distinct {
            left[0] = self.records.rows().saturating_sub(rows);
            rows += left[0];
        }
        Ok(self.asked.account(self.records, rows, left.into_iter()))
    }

    /// A count of an answer.
    pub(super) fn count(&self, answer: &Answer, row: usize, column: usize) -> Result<u64> {
        let count = answer.whole(row, column).and_then(|count| u64::try_from(count).ok());
        count.ok_or_else(|| self.unread(answer.names.get(column).map_or("", String::as_str)))
    }

    /// The error of an answer that is not what was asked for.
    pub(super) fn unread(&self, what: &str) -> crate::error::Error {
        problems::odd_answer(self.remote.engine.name(), what).into()
    }
}

/// The first and the last day of date columns, where the facts of all of them are known.
fn known_days(records: &Records, columns: &[&str]) -> Option<(i64, i64)> {
    let day = |text: &Option<String>| text.as_deref()?.get(..10)?.parse::<NaiveDate>().ok().map(|day| i64::from(day.to_epoch_days()));
    let mut extent: Option<(i64, i64)> = None;
    for name in columns {
        let column = records.columns().iter().find(|column| column.name == records.additions.real_name(name))?;
        let (low, high) = (day(&column.min)?, day(&column.max)?);
        extent = Some(extent.map_or((low, high), |(least, most)| (least.min(low), most.max(high))));
    }
    extent
}

/// Binary digits of the constant. What it is away from the mean costs digits of the squares where the values are large and close together
/// (10⁹ ± 15: none are lost with 24, six of sixteen with 10); two orders of summing agree on them but for one time in a million.
const CONSTANT_DIGITS: i32 = 24;

/// A constant near the mean that does not depend on the order in which an engine sums: the mean to [`CONSTANT_DIGITS`] binary digits.
pub(super) fn constant(sum: f64, rows: u64) -> f64 {
    let mean = sum / rows as f64;
    if !mean.is_finite() || mean == 0.0 {
        return 0.0;
    }
    let step = 2f64.powi(mean.abs().log2().floor() as i32 - CONSTANT_DIGITS);
    let rounded = (mean / step).round() * step;
    if rounded.is_finite() { rounded } else { 0.0 }
}

/// The last instant that stands in the date columns of these moments; none where they have none.
pub(in crate::data) fn last_instant(remote: &Remote, records: &Records, moments: &[&Moment]) -> Result<Option<NaiveDateTime>> {
    let pass = Pass::new(remote, records, Vec::new(), Vec::new())?;
    let columns: Vec<&str> = moments.iter().map(|moment| moment.date.as_str()).collect();
    let answer = pass.ask(&sql::latest(remote, records, &pass.asked, &columns))?;
    let last = (0..columns.len()).filter_map(|column| answer.whole(0, column)).max();
    Ok(last.and_then(|second| DateTime::from_timestamp(second, 0)).map(|moment| moment.naive_utc()))
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
            assert!((found - mean).abs() <= mean.abs() / 1e7);
            assert_eq!(found, constant(mean * 1e6 * (1.0 + 1e-13), 1_000_000));
        }
        assert_eq!(constant(f64::NAN, 3), 0.0);
    }
}
