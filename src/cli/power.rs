//! `dampak power`: before anything is collected.

use super::output::deliver_with;
use super::power_arguments::PowerArguments;
use super::progress::Terminal;
use crate::data::{PolarsLocal, Records};
use crate::error::{Error, power as problem};
use crate::locale::Lang;
use crate::methods::power::placebo::Placebo;
use crate::methods::power::{PowerSettings, power};
use crate::panel::{CellKey, CellPlan, KeyRole, RecordPass};
use crate::report::power_figures;
use crate::study::Progress;
use crate::text;
use std::process::ExitCode;

/// Computes, simulates where past data are given, and delivers the result with its curves.
pub(super) fn run(arguments: &PowerArguments, lang: Lang) -> Result<ExitCode, Error> {
    let settings = settings(arguments);
    let progress = Terminal::new(lang);
    let data = Some(&arguments.data).filter(|data| data.given());
    let placebo = data.map(|data| data.with(&progress, |records| past(arguments, &settings, records, &progress))).transpose()?;
    drop(progress);
    let estimate = power(&settings, placebo.as_ref())?;
    deliver_with(&estimate, &power_figures(&estimate, lang), &arguments.result, lang)
}

fn settings(arguments: &PowerArguments) -> PowerSettings {
    PowerSettings {
        sd: arguments.sd,
        records: arguments.records,
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

fn past(arguments: &PowerArguments, settings: &PowerSettings, records: &Records, progress: &Terminal) -> Result<Placebo, Error> {
    let (Some(outcome), Some(unit), Some(time)) = (&arguments.outcome, &arguments.unit, &arguments.time) else {
        return Err(problem::needs_panel().into());
    };
    records.numeric(outcome)?;
    let key = |column: &String, role| CellKey { column: column.clone(), role };
    let keys = vec![key(unit, KeyRole::Discrete), key(time, KeyRole::Period(arguments.every))];
    let plan = CellPlan { keys, variables: vec![outcome.clone()], weight: None, centre: None };
    progress.step(&text!("meringkas catatan", "grouping the records"));
    let cells = PolarsLocal::new(records).cells(&plan)?;
    progress.step(&text!("mencoba program tiruan", "trying programs that never were"));
    Placebo::run(&cells, unit, time, settings, arguments.draws, arguments.result.seed)
}
