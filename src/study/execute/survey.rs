//! The answers of a survey by group and time, for the check of its instrument.

use super::Run;
use super::signs::if_offered;
use crate::checks::Respondents;
use crate::error::Result;
use crate::study::prepare::Measured;

/// Respondents of each group and time with their answers by element; empty where the outcome is no index, starts differ, or an engine elsewhere does not give
/// single records.
pub(super) fn respondents(run: &Run, measured: &Measured) -> Result<(Vec<String>, Vec<Respondents>)> {
    if_offered(read(run, measured))
}

fn read(run: &Run, measured: &Measured) -> Result<(Vec<String>, Vec<Respondents>)> {
    let design = &run.prepared.design;
    let (Some(post), false) = (&design.post, measured.items.is_empty()) else { return Ok((Vec::new(), Vec::new())) };
    let records = &run.prepared.records;
    let columns: Vec<&str> = measured.items.iter().map(|item| item.column.as_str()).collect();
    let labels: Vec<&str> = std::iter::once(post.as_str()).chain(design.group.as_deref()).collect();
    let arrays = records.arrays(&columns, &labels)?;
    let (answers, mut labels) = (arrays.numbers, arrays.texts.into_iter());
    let after = records.flags(post, labels.next().unwrap_or_default())?;
    let treated = design.group.as_ref().map(|group| records.flags(group, labels.next().unwrap_or_default())).transpose()?;
    let mut sides: Vec<Respondents> =
        [(true, false), (true, true), (false, false), (false, true)].map(|(treated, after)| Respondents { treated, after, ..Respondents::default() }).into();
    for (row, after) in after.iter().enumerate() {
        let treated = treated.as_ref().map_or(Some(true), |treated| treated.get(row).copied().flatten());
        if let (Some(after), Some(treated)) = (after, treated) {
            sides[2 * usize::from(!treated) + usize::from(*after)].add(answers.iter().map(|column| column.get(row).copied().flatten()));
        }
    }
    Ok((measured.items.iter().map(|item| item.code().to_owned()).collect(), sides))
}
