//! `dampak prepost`: before and after.

use super::arguments::PrepostArguments;
use super::outcome::outcome;
use super::output::deliver;
use super::progress::Terminal;
use crate::data::{Condition, Records, Test};
use crate::error::{Error, cli};
use crate::estimate::Estimate;
use crate::locale::Lang;
use crate::measure::target::Better;
use crate::methods::prepost::{PrePostSettings, prepost};
use crate::study::{Progress, before_after};
use crate::text;
use std::process::ExitCode;

/// Name of the column that is made from `--time` and `--start`.
const AFTER: &str = "after (--start)";

/// Reads, compares, and delivers the result.
pub(super) fn run(arguments: &PrepostArguments, lang: Lang) -> Result<ExitCode, Error> {
    let progress = Terminal::new(lang);
    let estimate = arguments.data.with(&progress, |records| estimate(arguments, records, &progress))?;
    drop(progress);
    deliver(&estimate, &arguments.result, false, lang)
}

fn estimate(arguments: &PrepostArguments, records: &Records, progress: &Terminal) -> Result<Estimate, Error> {
    let (records, outcome) = outcome(records, &arguments.what)?;
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
    let mut estimate = prepost(&before_after(&records, &settings, &after, None)?, &settings)?;
    estimate.notes.extend(records.notes().iter().cloned());
    Ok(estimate)
}
