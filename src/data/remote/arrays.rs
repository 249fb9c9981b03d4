//! Records of an engine as plain arrays: equal ones come back once, with how many there are, and are repeated here in the order of their values.

use super::pass::Pass;
use super::sql;
use super::{Answer, AnswerColumn, Remote};
use crate::data::derive::{Needs, Use};
use crate::data::{ColumnKind, RecordArrays, Records};
use crate::error::{Result, engine as problems};
use chrono::{DateTime, NaiveDate, NaiveTime};
use std::cmp::Ordering;

/// Values that are held in memory at most: records times columns.
const MOST_VALUES: u64 = 150_000_000;

/// Columns of the records as arrays, in an order that depends on nothing but the values.
pub(in crate::data) fn arrays(remote: &Remote, records: &Records, numbers: &[&str], texts: &[&str]) -> Result<RecordArrays> {
    let needs: Needs =
        numbers.iter().map(|name| ((*name).to_owned(), Use::MaybeNumber)).chain(texts.iter().map(|name| ((*name).to_owned(), Use::MaybeLabel))).collect();
    let pass = Pass::new(remote, records, needs, Vec::new())?;
    let names = pass.names();
    let size = pass.size(&names, &[], remote.most_cells)?;
    let most = MOST_VALUES / names.len().max(1) as u64;
    if size.rows > most {
        return Err(problems::too_many_records(remote.engine.name(), size.rows, most).into());
    }
    let answer = if size.rows == 0 { Answer::default() } else { pass.ask(&sql::counted(pass.prepared(), &names))? };
    let (n, all) = (numbers.len(), names.len());
    let mut order: Vec<usize> = (0..answer.rows()).collect();
    order.sort_by(|a, b| answer.columns.iter().take(all).map(|column| compare(column, *a, *b)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal));
    let times = order.iter().map(|row| pass.count(&answer, *row, all).map(|count| count as usize)).collect::<Result<Vec<usize>>>()?;
    let mut out = RecordArrays { numbers: vec![Vec::new(); n], texts: vec![Vec::new(); texts.len()], account: size.account };
    for (at, column) in answer.columns.iter().take(all).enumerate() {
        if at < n {
            out.numbers[at].reserve_exact(size.rows as usize);
            for (row, times) in order.iter().zip(&times) {
                out.numbers[at].extend(std::iter::repeat_n(column.number(*row), *times));
            }
        } else {
            let kind = kind(records, texts[at - n]);
            for (row, times) in order.iter().zip(&times) {
                out.texts[at - n].extend(std::iter::repeat_n(label(column, *row, kind), *times));
            }
        }
    }
    Ok(out)
}

/// The kind of a column of the source; none of one that is made.
fn kind(records: &Records, name: &str) -> Option<ColumnKind> {
    let name = records.additions.real_name(name);
    if records.additions.find(name).is_some() {
        return None;
    }
    records.columns().iter().find(|column| column.name == name).map(|column| column.kind)
}

/// A value in the words in which this machine writes it.
fn label(column: &AnswerColumn, row: usize, kind: Option<ColumnKind>) -> Option<String> {
    match column {
        AnswerColumn::Text(values) => values.get(row)?.clone(),
        AnswerColumn::Number(_) => column.number(row).map(|value| value.to_string()),
        _ => {
            let value = column.whole(row)?;
            Some(match kind {
                Some(ColumnKind::Boolean) => (value == 1).to_string(),
                Some(ColumnKind::Datetime) => DateTime::from_timestamp(value, 0)?.naive_utc().format("%Y-%m-%d %H:%M:%S.000000").to_string(),
                Some(ColumnKind::Date | ColumnKind::Month | ColumnKind::Quarter) => NaiveDate::from_epoch_days(i32::try_from(value).ok()?)?.to_string(),
                Some(ColumnKind::Time) => NaiveTime::from_num_seconds_from_midnight_opt(u32::try_from(value).ok()?, 0)?.to_string(),
                _ => value.to_string(),
            })
        }
    }
}

/// What is missing comes first.
fn compare(column: &AnswerColumn, a: usize, b: usize) -> Ordering {
    match column {
        AnswerColumn::Text(values) => values.get(a).cmp(&values.get(b)),
        AnswerColumn::Number(_) => match (column.number(a), column.number(b)) {
            (Some(a), Some(b)) => a.total_cmp(&b),
            (a, b) => a.is_some().cmp(&b.is_some()),
        },
        _ => column.whole(a).cmp(&column.whole(b)),
    }
}
