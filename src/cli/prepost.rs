//! `dampak prepost`: before and after.

use super::arguments::PrepostArguments;
use super::outcome::outcome;
use super::output::deliver;
use super::progress::Terminal;
use crate::data::{Condition, PolarsLocal, Records, Test};
use crate::error::{Error, cli};
use crate::locale::Lang;
use crate::measure::target::Better;
use crate::methods::prepost::{Labels, PrePostSample, PrePostSettings, prepost};
use crate::panel::{CellKey, CellPlan, KeyRole, RecordPass};
use crate::study::Progress;
use crate::text;
use std::collections::BTreeMap;
use std::process::ExitCode;

/// Name of the column that is made from `--time` and `--start`.
const AFTER: &str = "after (--start)";

/// Reads, compares, and delivers the result.
pub(super) fn run(arguments: &PrepostArguments, lang: Lang) -> Result<ExitCode, Error> {
    let progress = Terminal::new(lang);
    let records = arguments.data.open(&progress)?;
    let (records, outcome) = outcome(&records, &arguments.what)?;
    let (records, after) = match (&arguments.period, &arguments.time, &arguments.start) {
        (Some(period), ..) => (records, period.clone()),
        (None, Some(time), Some(start)) => (records.with_indicator(AFTER, &Condition::new(time, Test::AtLeast(start.clone())))?, AFTER.to_owned()),
        _ => return Err(cli::no_period().into()),
    };
    let settings = PrePostSettings {
        pair: arguments.pair.clone(),
        cluster: arguments.cluster.clone(),
        by: arguments.by.clone(),
        weight: arguments.weight.clone(),
        level: arguments.result.level,
        better: arguments.better.unwrap_or(Better::Lower),
        target: arguments.target,
        adjust: arguments.adjust,
        seed: arguments.result.seed,
        ..PrePostSettings::new(outcome)
    };
    progress.step(&text!("membandingkan", "comparing"));
    let mut estimate = prepost(&sample(&records, &settings, &after)?, &settings)?;
    estimate.notes.extend(records.notes().iter().cloned());
    drop(progress);
    deliver(&estimate, &arguments.result, false, lang)
}

/// The records as plain slices; rows without an outcome or a period leave here, each counted with its own reason.
fn sample(records: &Records, settings: &PrePostSettings, after: &str) -> Result<PrePostSample, Error> {
    let keys = vec![CellKey { column: after.to_owned(), role: KeyRole::Binary }];
    let plan = CellPlan { keys, variables: vec![settings.outcome.clone()], weight: None, centre: None };
    let account = PolarsLocal::new(records).cells(&plan)?.account;
    let labelled: Vec<&str> = [&settings.pair, &settings.cluster, &settings.by].into_iter().flatten().map(String::as_str).collect();
    let mut numeric = vec![settings.outcome.as_str()];
    if let Some(weight) = &settings.weight {
        records.numeric(weight)?;
        numeric.push(weight);
    }
    let arrays = records.arrays(&numeric, &labelled)?;
    let flags = records.flags(after)?;
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
        unfinished: None,
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
