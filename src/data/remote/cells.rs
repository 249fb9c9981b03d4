//! Cells of records on an engine: their sums come back, everything after that is the same as on this machine.

use super::pass::{Pass, constant};
use super::sql::{self, Parts};
use super::{Answer, AnswerColumn, Remote};
use crate::data::Records;
use crate::data::cells::{Grouped, KeyValues, from_groups, known_scale, needs};
use crate::error::Result;
use crate::panel::{CellPlan, Cells, KeyRole, SampleAccount, TimeScale, packed_len};
use polars::prelude::{NewChunkedArray, StringChunked};

/// Groups the records into cells.
pub(in crate::data) fn cells(remote: &Remote, records: &Records, plan: &CellPlan) -> Result<Cells> {
    let pass = Pass::new(remote, records, needs(plan), scales(records, plan))?;
    let parts = Parts::of(&pass.asked);
    let alone = plan.variables.is_empty() && plan.weight.is_none();
    let (groups, account) = if alone { census(&pass, &parts, plan, remote.most_cells)? } else { moments(&pass, &parts, plan, remote.most_cells)? };
    Ok(from_groups(records, plan, &groups, account)?.0)
}

/// Keys alone: one question.
fn census(pass: &Pass, parts: &Parts, plan: &CellPlan, most: u64) -> Result<(Grouped, SampleAccount)> {
    let reasons = pass.asked.reasons.len() as u64;
    let limit = most.saturating_add(reasons + 1);
    let answer = pass.ask(&sql::census(pass.prepared(), &parts.keys, limit))?;
    if answer.rows() as u64 == limit {
        // How many there are is for the message.
        pass.size(&parts.keys, &[], most)?;
    }
    let k = plan.keys.len();
    let rows = (0..answer.rows()).map(|row| Ok((pass.count(&answer, row, 0)?, pass.count(&answer, row, k + 1)?))).collect::<Result<Vec<(u64, u64)>>>()?;
    let staying: Vec<usize> = (0..rows.len()).filter(|row| rows[*row].0 == 0).collect();
    let counts = staying.iter().map(|row| rows[*row].1).collect();
    let keys = keys(pass, &answer, 1, plan, &staying)?;
    let account = pass.account(rows.into_iter())?;
    Ok((Grouped { keys, centre: Vec::new(), counts, extremes: Vec::new(), moments: Vec::new() }, account))
}

/// Keys with variables: first how many cells there are and about where the variables lie, then the sums.
fn moments(pass: &Pass, parts: &Parts, plan: &CellPlan, most: u64) -> Result<(Grouped, SampleAccount)> {
    let size = pass.size(&parts.keys, &parts.variables, most)?;
    let centre = plan.centre.clone().unwrap_or_else(|| size.sums.iter().map(|sum| constant(*sum, size.rows)).collect());
    let answer = if size.rows == 0 { Answer::default() } else { pass.ask(&sql::cells(pass.prepared(), parts, &centre))? };
    let (rows, k, v) = (answer.rows(), plan.keys.len(), plan.variables.len());
    let sums = if plan.weight.is_some() { 2 * (1 + v + packed_len(v)) } else { v + packed_len(v) };
    let (mut counts, mut extremes, mut moments) = (Vec::with_capacity(rows), Vec::with_capacity(rows * 2 * v), Vec::with_capacity(rows * sums));
    for row in 0..rows {
        let number = |column: usize| answer.number(row, column).ok_or_else(|| pass.unread(answer.names.get(column).map_or("", String::as_str)));
        counts.push(pass.count(&answer, row, k)?);
        for at in 0..2 * v {
            extremes.push(number(k + 1 + at)?);
        }
        for at in 0..sums {
            moments.push(number(k + 1 + 2 * v + at)?);
        }
    }
    let keys = keys(pass, &answer, 0, plan, &(0..rows).collect::<Vec<usize>>())?;
    Ok((Grouped { keys, centre, counts, extremes, moments }, size.account))
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

/// The keys in these rows of an answer, from a column on. What is missing means never treated, as in chunks of files.
pub(super) fn keys(pass: &Pass, answer: &Answer, from: usize, plan: &CellPlan, rows: &[usize]) -> Result<Vec<KeyValues>> {
    let key = |at: usize| match answer.column(from + at) {
        None => Ok(KeyValues::Whole(Vec::new())),
        Some(AnswerColumn::Whole(values)) => Ok(KeyValues::Whole(rows.iter().map(|row| values[*row].unwrap_or(i64::MAX)).collect())),
        Some(AnswerColumn::Number(values)) => Ok(KeyValues::Real(rows.iter().map(|row| values[*row].unwrap_or(f64::INFINITY)).collect())),
        Some(AnswerColumn::Text(values)) => {
            let words = rows.iter().map(|row| Some(values[*row].as_deref().unwrap_or("")));
            Ok(KeyValues::Text(StringChunked::from_iter_options("key".into(), words)))
        }
        Some(_) => Err(pass.unread(&plan.keys[at].column)),
    };
    (0..plan.keys.len()).map(key).collect()
}
