//! Cases with and without an end as plain slices: from the command line and from a study alike.

use crate::data::Records;
use crate::error::Result;
use crate::methods::survival::SurvivalSample;
use crate::panel::DropReason;
use std::collections::BTreeMap;

/// Columns of the analysis.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SurvivalColumns {
    /// How long the case was seen.
    pub time: String,
    /// 0/1: it ended then.
    pub event: Option<String>,
    /// Instead: 0/1, it has no end.
    pub open: Option<String>,
    /// 0/1: from after the start.
    pub after: Option<String>,
    /// 0/1: of the treated.
    pub treated: Option<String>,
    /// Cluster.
    pub cluster: Option<String>,
}

/// The cases that have a time and all flags; the others leave, each counted with its reason. Errors: columns that are not there or not 0/1.
pub fn survival_sample(records: &Records, columns: &SurvivalColumns) -> Result<SurvivalSample> {
    let ending = columns.event.as_ref().or(columns.open.as_ref());
    let named = [ending, columns.after.as_ref(), columns.treated.as_ref()];
    let labels: Vec<&str> = named.into_iter().chain([columns.cluster.as_ref()]).flatten().map(String::as_str).collect();
    let arrays = records.arrays(&[&columns.time], &labels)?;
    let times = arrays.numbers.into_iter().next().unwrap_or_default();
    let mut labels = arrays.texts.into_iter();
    let mut flag = |column: Option<&String>| column.map(|column| records.flags(column, labels.next().unwrap_or_default())).transpose();
    let (ends, after, treated) = (flag(named[0])?, flag(named[1])?, flag(named[2])?);
    let ends = match ends {
        Some(open) if columns.event.is_none() => open.into_iter().map(|open| open.map(|open| !open)).collect(),
        Some(event) => event,
        None => vec![Some(true); times.len()],
    };
    let clusters = columns.cluster.as_ref().and(labels.next());
    let mut account = arrays.account;
    let mut lacking: BTreeMap<&str, u64> = BTreeMap::new();
    let mut kept = Vec::new();
    let name = |column: &'_ Option<String>| column.as_deref().unwrap_or_default().to_owned();
    let (event, side, group, cluster) = (name(&columns.event), name(&columns.after), name(&columns.treated), name(&columns.cluster));
    for row in 0..times.len() {
        let there = |flags: &Option<Vec<Option<bool>>>| flags.as_ref().is_none_or(|flags| flags[row].is_some());
        let why = if times[row].is_none_or(|time| time < 0.0) {
            columns.time.as_str()
        } else if ends[row].is_none() {
            event.as_str()
        } else if !there(&after) {
            side.as_str()
        } else if !there(&treated) {
            group.as_str()
        } else if clusters.as_ref().is_some_and(|clusters| clusters[row].is_none()) {
            cluster.as_str()
        } else {
            kept.push(row);
            continue;
        };
        *lacking.entry(why).or_default() += 1;
    }
    for (column, rows) in lacking {
        account.drop_rows(DropReason::Missing(column.to_owned()), rows);
    }
    let flags = |flags: Option<Vec<Option<bool>>>| flags.map(|flags| kept.iter().map(|row| flags[*row] == Some(true)).collect());
    let codes = clusters.map(|labels| {
        let mut codes: BTreeMap<&str, usize> = kept.iter().filter_map(|row| labels[*row].as_deref()).map(|label| (label, 0)).collect();
        codes.values_mut().enumerate().for_each(|(code, place)| *place = code);
        kept.iter().map(|row| labels[*row].as_deref().map_or(0, |label| codes[label])).collect()
    });
    Ok(SurvivalSample {
        times: kept.iter().map(|row| times[*row].unwrap_or(0.0)).collect(),
        events: kept.iter().map(|row| ends[*row] == Some(true)).collect(),
        after: flags(after),
        treated: flags(treated),
        clusters: codes,
        account,
    })
}
