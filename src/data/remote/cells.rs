//! Cells of records on an engine: their sums come back, everything after that is the same as on this machine.

use super::pass::{Pass, constant};
use super::sql::{self, Parts};
use super::{Answer, AnswerColumn, Remote};
use crate::data::Records;
use crate::data::cells::{Grouped, KeyValues, from_groups, known_scale, needs};
use crate::error::Result;
use crate::panel::{CellPlan, Cells, KeyRole, TimeScale, packed_len};
use polars::prelude::{NewChunkedArray, StringChunked};

/// Groups the records into cells.
pub(in crate::data) fn cells(remote: &Remote, records: &Records, plan: &CellPlan) -> Result<Cells> {
    Ok(grouped(remote, records, plan)?.0)
}

/// The cells, and for each group of the answer its place among them.
fn grouped(remote: &Remote, records: &Records, plan: &CellPlan) -> Result<(Cells, Vec<u32>)> {
    let pass = Pass::new(remote, records, needs(plan), scales(records, plan))?;
    let parts = Parts::of(&pass.asked);
    let size = pass.size(&parts.keys, &parts.variables, remote.most_cells)?;
    let centre = plan.centre.clone().unwrap_or_else(|| size.sums.iter().map(|sum| constant(*sum, size.rows)).collect());
    let answer = if size.rows == 0 { Answer::default() } else { pass.ask(&sql::cells(pass.prepared(), &parts, &centre))? };
    let (rows, k, v) = (answer.rows(), plan.keys.len(), plan.variables.len());
    let keys = keys(&pass, &answer, plan)?;
    let weighted = plan.weight.is_some();
    let sums = if weighted { 2 * (1 + v + packed_len(v)) } else { v + packed_len(v) };
    let (mut counts, mut extremes, mut moments) = (Vec::with_capacity(rows), Vec::with_capacity(rows * 2 * v), Vec::with_capacity(rows * sums));
    for row in 0..rows {
        let number = |column: usize| answer.number(row, column).ok_or_else(|| pass.unread(&column.to_string()));
        counts.push(answer.whole(row, k).and_then(|count| u64::try_from(count).ok()).ok_or_else(|| pass.unread("n"))?);
        for at in 0..2 * v {
            extremes.push(number(k + 1 + at)?);
        }
        for at in 0..sums {
            moments.push(number(k + 1 + 2 * v + at)?);
        }
    }
    from_groups(records, plan, &Grouped { keys, centre, counts, extremes, moments }, size.account)
}

/// Periods that days are put together to before they come back: where the scale is known, a month is one cell and not thirty.
pub(super) fn scales(records: &Records, plan: &CellPlan) -> Vec<Option<TimeScale>> {
    let scale = |column: &str, role: &KeyRole| {
        let known = known_scale(records, column).1;
        match role {
            KeyRole::Period(wanted) => wanted.or(known),
            KeyRole::Discrete => known,
            KeyRole::Cohort(_) | KeyRole::Binary => None,
        }
    };
    // The integer scale takes the year of a day.
    let scale = |column: &str, role: &KeyRole| scale(column, role).map(|scale| if scale == TimeScale::Integer { TimeScale::Year } else { scale });
    plan.keys.iter().map(|key| scale(&key.column, &key.role)).collect()
}

/// The keys of an answer, which stand first in it. What is missing means never treated, as in chunks of files.
pub(super) fn keys(pass: &Pass, answer: &Answer, plan: &CellPlan) -> Result<Vec<KeyValues>> {
    (0..plan.keys.len())
        .map(|at| match answer.column(at) {
            None => Ok(KeyValues::Whole(Vec::new())),
            Some(AnswerColumn::Whole(values)) => Ok(KeyValues::Whole(values.iter().map(|value| value.unwrap_or(i64::MAX)).collect())),
            Some(AnswerColumn::Number(values)) => Ok(KeyValues::Real(values.iter().map(|value| value.unwrap_or(f64::INFINITY)).collect())),
            Some(AnswerColumn::Text(values)) => {
                Ok(KeyValues::Text(StringChunked::from_iter_options("key".into(), values.iter().map(|value| Some(value.as_deref().unwrap_or(""))))))
            }
            Some(_) => Err(pass.unread(&plan.keys[at].column)),
        })
        .collect()
}
