//! The records of a before/after comparison as plain slices: from the command line and from a study alike.

use crate::data::{PolarsLocal, Records};
use crate::error::Result;
use crate::methods::prepost::{Labels, PrePostSample, PrePostSettings};
use crate::panel::{CellKey, CellPlan, KeyRole, RecordPass};
use std::collections::BTreeMap;

/// Records with an outcome and a side, `after` being the 0/1 column of sides; the others leave here, each counted with its own reason. `unfinished`: a 0/1
/// column of cases without an end, which are counted by side. Errors: a column that is not there, sides that are not 0/1, weights that are no numbers.
pub fn before_after(records: &Records, settings: &PrePostSettings, after: &str, unfinished: Option<&str>) -> Result<PrePostSample> {
    let keys = vec![CellKey { column: after.to_owned(), role: KeyRole::Binary }];
    let plan = CellPlan { keys, variables: vec![settings.outcome.clone()], weight: None, centre: None };
    let account = PolarsLocal::new(records).cells(&plan)?.account;
    let labelled: Vec<&str> = [&settings.pair, &settings.cluster, &settings.by].into_iter().flatten().map(String::as_str).chain([after]).collect();
    let mut numeric = vec![settings.outcome.as_str()];
    if let Some(weight) = &settings.weight {
        records.numeric(weight)?;
        numeric.push(weight);
    }
    numeric.extend(unfinished);
    let mut arrays = records.arrays(&numeric, &labelled)?;
    let flags = records.flags(after, arrays.texts.pop().unwrap_or_default())?;
    let open = unfinished.and_then(|_| arrays.numbers.pop()).map(|open| {
        let on = |late: bool| flags.iter().zip(&open).filter(|(flag, open)| **flag == Some(late) && **open == Some(1.0)).count() as u64;
        [on(false), on(true)]
    });
    let kept: Vec<usize> = (0..flags.len()).filter(|row| flags[*row].is_some() && arrays.numbers[0][*row].is_some_and(f64::is_finite)).collect();
    let mut texts = arrays.texts.iter();
    let mut labels = |wanted: &Option<String>| wanted.as_ref().and_then(|_| texts.next()).map(|column| coded(column, &kept));
    let (pair, cluster, region) = (labels(&settings.pair), labels(&settings.cluster), labels(&settings.by));
    let number = |column: &[Option<f64>]| kept.iter().map(|row| column[*row].unwrap_or(f64::NAN)).collect::<Vec<f64>>();
    Ok(PrePostSample {
        outcome: number(&arrays.numbers[0]),
        after: kept.iter().map(|row| flags[*row] == Some(true)).collect(),
        pair: pair.map(|labels| labels.codes),
        cluster: cluster.map(|labels| labels.codes),
        region,
        weight: arrays.numbers.get(1).map(|weights| number(weights)),
        unfinished: open,
        account,
    })
}

/// Labels of the kept rows as codes, in alphabetical order.
fn coded(column: &[Option<String>], kept: &[usize]) -> Labels {
    let mut codes: BTreeMap<&str, u32> = kept.iter().filter_map(|row| column[*row].as_deref()).map(|label| (label, 0)).collect();
    for (code, (_, place)) in codes.iter_mut().enumerate() {
        *place = code as u32;
    }
    Labels {
        codes: kept.iter().map(|row| column[*row].as_deref().and_then(|label| codes.get(label)).copied()).collect(),
        names: codes.keys().map(|label| (*label).to_owned()).collect(),
    }
}
