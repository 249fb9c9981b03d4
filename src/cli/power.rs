//! `dampak power`: before anything is collected.

use super::output::deliver_with;
use super::power_arguments::PowerArguments;
use super::progress::Terminal;
use crate::data::{PolarsLocal, Records};
use crate::error::Error;
use crate::locale::Lang;
use crate::methods::power::past::{self, Columns};
use crate::methods::power::{Past, PowerSettings, Trial, power};
use crate::panel::{RecordPass, SampleAccount};
use crate::report::power_figures;
use crate::study::Progress;
use crate::text;
use std::process::ExitCode;

/// Computes, simulates where past data are given, and delivers the result with its curves.
pub(super) fn run(arguments: &PowerArguments, lang: Lang) -> Result<ExitCode, Error> {
    let settings = settings(arguments);
    let progress = Terminal::new(lang);
    let data = Some(&arguments.data).filter(|data| data.given());
    let past = data.map(|data| data.with(&progress, |records| past(arguments, &settings, records, &progress))).transpose()?;
    if past.is_some() {
        progress.step(&text!("mencoba program tiruan", "trying programs that never were"));
    }
    let trial = past.as_ref().map(|(past, _)| Trial { past, draws: arguments.draws, seed: arguments.result.seed });
    let mut estimate = power(&settings, trial)?;
    drop(progress);
    if let Some((_, account)) = past {
        estimate.sample = account;
        estimate.outcome = arguments.outcome.clone().unwrap_or_default();
    }
    deliver_with(&estimate, &power_figures(&estimate, lang), &arguments.result, lang)
}

fn settings(arguments: &PowerArguments) -> PowerSettings {
    PowerSettings {
        sd: arguments.sd,
        records: arguments.records,
        records_cv: arguments.records_cv,
        icc: arguments.icc,
        autocorrelation: arguments.autocorrelation,
        regions: arguments.regions,
        treated_share: arguments.treated_share,
        before: arguments.before,
        after: arguments.after,
        starts: arguments.starts,
        people: arguments.people,
        correlation: arguments.correlation,
        respondents: arguments.respondents,
        population: arguments.population,
        effect: arguments.effect,
        power: arguments.power,
        level: arguments.result.level,
        ..PowerSettings::new(arguments.design)
    }
}

fn past(arguments: &PowerArguments, settings: &PowerSettings, records: &Records, progress: &Terminal) -> Result<(Past, SampleAccount), Error> {
    let columns = Columns { outcome: arguments.outcome.as_deref(), unit: arguments.unit.as_deref(), time: arguments.time.as_deref(), every: arguments.every };
    let plan = past::plan(settings, &columns)?;
    plan.variables.iter().try_for_each(|outcome| records.numeric(outcome).map(drop))?;
    progress.step(&text!("meringkas catatan", "grouping the records"));
    let cells = PolarsLocal::new(records).cells(&plan)?;
    Ok((Past::read(&cells, settings, &columns)?, cells.account))
}
