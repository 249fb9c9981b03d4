//! `dampak its`: interrupted time series.

use super::arguments::{OutcomeArguments, OutputArguments, YesNo, keyword};
use super::outcome::outcome;
use super::output::deliver;
use super::progress::Terminal;
use super::reading::DataArguments;
use crate::data::PolarsLocal;
use crate::error::{Error, its as problems};
use crate::locale::Lang;
use crate::methods::its::{Errors, ItsSettings, its};
use crate::panel::{Cells, Levels, Period, RecordPass, TimeScale};
use crate::study::Progress;
use crate::study::schema::Moment;
use crate::text;
use clap::{Args, ValueEnum};
use std::process::ExitCode;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dampak its roads.csv --outcome casualties --time month --start 1983-02 --season 12 --lag 12 --log
  dampak its log.csv --duration masuk,selesai --clock working-days --time masuk --every week --start 2024-02-05 --season 52 --harmonics 2 --ramadan
  dampak its panel.csv --outcome days --time month --start 2023-01,2024-01 --group program --errors prais-winsten")]
#[allow(clippy::struct_excessive_bools)] // switches of a command line
pub(super) struct ItsArguments {
    #[command(flatten)]
    data: DataArguments,
    #[command(flatten)]
    what: OutcomeArguments,
    #[command(flatten)]
    result: OutputArguments,
    /// The period: integer, date, month (2024-03), quarter
    #[arg(long, value_name = "COL", help_heading = "Design")]
    time: String,
    /// Take dates together by day, week, month, quarter or year [default: as --start is written]
    #[arg(long, value_parser = keyword::<TimeScale>, value_name = "SCALE", help_heading = "Design")]
    every: Option<TimeScale>,
    /// First period of each interruption, comma-separated or repeated
    #[arg(long, value_name = "DATE", value_delimiter = ',', required = true, allow_hyphen_values = true, help_heading = "Design")]
    start: Vec<String>,
    /// 0/1: the interrupted series (1) and a comparison series (0)
    #[arg(long, value_name = "COL", help_heading = "Design")]
    group: Option<String>,
    /// Length of the season in periods: 12 for months, 52.18 for weeks
    #[arg(long, value_name = "N", help_heading = "Design")]
    season: Option<f64>,
    /// Draw the season with K pairs of sine and cosine instead of an indicator a season
    #[arg(long, value_name = "K", default_value_t = 0, hide_default_value = true, help_heading = "Design")]
    harmonics: u32,
    /// Numeric columns to adjust for (means of the period), comma-separated
    #[arg(long, value_name = "A,B", value_delimiter = ',', help_heading = "Design")]
    covariates: Vec<String>,
    /// Adjust for the share of the period's days in Ramadan
    #[arg(long, help_heading = "Design")]
    ramadan: bool,
    /// Only the level may change, not the slope
    #[arg(long, help_heading = "Design")]
    no_slope_change: bool,
    /// Model the logarithm of the period's mean
    #[arg(long, help_heading = "Design")]
    log: bool,
    /// Weight column of the records
    #[arg(long, value_name = "COL", help_heading = "Design")]
    weight: Option<String>,
    /// Whether periods count by their records or alike
    #[arg(long, value_name = "none|records", default_value = "none", hide_default_value = true, help_heading = "Design")]
    period_weights: PeriodWeights,
    /// Errors: newey-west, prais-winsten, cochrane-orcutt, ar1, andrews or iid
    #[arg(long, value_parser = keyword::<Errors>, value_name = "KIND", default_value = "newey-west", hide_default_value = true, help_heading = "Inference")]
    errors: Errors,
    /// Lag of the Newey–West errors [default: automatic, after prewhitening]
    #[arg(long, value_name = "N", help_heading = "Inference")]
    lag: Option<usize>,
    /// Small-sample factor n/(n − k) of Newey–West errors
    #[arg(long, value_name = "yes|no", default_value = "yes", hide_default_value = true, help_heading = "Inference")]
    adjust: YesNo,
    /// Add the covariance of the effects to the result
    #[arg(long, help_heading = "Inference")]
    covariance: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PeriodWeights {
    /// Periods count alike
    None,
    /// Periods count by their records
    Records,
}

/// Reads, averages by period, fits, and delivers the result.
pub(super) fn run(arguments: &ItsArguments, lang: Lang) -> Result<ExitCode, Error> {
    let progress = Terminal::new(lang);
    let records = arguments.data.open(&progress)?;
    let (records, outcome) = outcome(&records, &arguments.what)?;
    let missing: Vec<_> = arguments.covariates.iter().filter_map(|name| records.numeric(name).err()).flat_map(|error| error.problems).collect();
    Error::unless_empty(missing)?;
    let dates = records.column(&arguments.time)?.kind.is_date();
    let settings = settings(arguments, outcome, dates);
    progress.step(&text!("merata-ratakan per periode", "averaging by period"));
    let cells = PolarsLocal::new(&records).cells(&settings.plan())?;
    let starts = starts(&cells, &settings.time, &arguments.start)?;
    progress.step(&text!("mengestimasi", "estimating"));
    let mut estimate = its(&cells, &starts, &settings)?;
    estimate.notes.extend(records.notes().iter().cloned());
    drop(progress);
    deliver(&estimate, &arguments.result, false, lang)
}

/// The scale that the starts are written on, where it can be told: `2024-01` is a month, `2024-Q1` a quarter.
fn scale_of(starts: &[String]) -> Option<TimeScale> {
    let month = |start: &String| start.trim().len() == 7 && start.trim().as_bytes().get(4) == Some(&b'-');
    let quarter = |start: &String| start.contains(['Q', 'q']);
    match (starts.iter().all(month), starts.iter().any(quarter)) {
        (true, false) => Some(TimeScale::Month),
        (true, true) => Some(TimeScale::Quarter),
        _ => None,
    }
}

fn settings(arguments: &ItsArguments, outcome: String, dates: bool) -> ItsSettings {
    ItsSettings {
        scale: arguments.every.or_else(|| scale_of(&arguments.start).filter(|_| dates)),
        group: arguments.group.clone(),
        weight: arguments.weight.clone(),
        by_records: arguments.period_weights == PeriodWeights::Records,
        season: arguments.season,
        harmonics: arguments.harmonics,
        covariates: arguments.covariates.clone(),
        ramadan: arguments.ramadan,
        slope_change: !arguments.no_slope_change,
        log: arguments.log,
        errors: arguments.errors,
        lag: arguments.lag,
        adjust: arguments.adjust == YesNo::Yes,
        level: arguments.result.level,
        covariance: arguments.covariance,
        ..ItsSettings::new(outcome, arguments.time.clone())
    }
}

/// The starts as typed on the scale of the periods. Errors: every one that is none.
fn starts(cells: &Cells, time: &str, typed: &[String]) -> Result<Vec<Period>, Error> {
    let scale = match cells.key(time).map(|key| &key.levels) {
        Some(Levels::Period(scale, _)) => *scale,
        _ => TimeScale::Integer,
    };
    let read: Vec<Option<Period>> = typed.iter().map(|start| Moment::Text(start.clone()).period(scale)).collect();
    let wrong = read.iter().zip(typed).filter(|(period, _)| period.is_none()).map(|(_, start)| problems::start_not_a_period(start)).collect();
    Error::unless_empty(wrong)?;
    Ok(read.into_iter().flatten().collect())
}
