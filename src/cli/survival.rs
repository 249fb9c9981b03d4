//! `dampak survival`: time to completion with cases that are not finished.

use super::arguments::{OutputArguments, keyword};
use super::outcome::moment;
use super::output::deliver;
use super::progress::Terminal;
use super::reading::DataArguments;
use crate::data::{Condition, Records, Test};
use crate::error::{Error, cli};
use crate::inference::survival::{Limits, Ties};
use crate::locale::Lang;
use crate::measure::calendar::{CalendarSettings, WorkingCalendar, Zone};
use crate::measure::clock::Clock;
use crate::methods::survival::{SurvivalSettings, survival};
use crate::study::schema::Moment as Written;
use crate::study::{Progress, SurvivalColumns, survival_sample};
use crate::text;
use chrono::NaiveDateTime;
use clap::Args;
use std::process::ExitCode;

/// Names of columns that are made.
const TIME: &str = "observed time";
const OPEN: &str = "unfinished";
const AFTER: &str = "after (--start)";

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dampak survival log.csv --duration masuk,selesai --clock working-days --start 2024-02-05 --tau 20
  dampak survival log.csv --duration masuk,selesai --period after --group program --cluster loket
  dampak survival lung.csv --time days --event dead --group sex")]
pub(super) struct SurvivalArguments {
    #[command(flatten)]
    data: DataArguments,
    #[command(flatten)]
    result: OutputArguments,
    /// Columns of the start and the end of a case; an empty end is an unfinished case. A date and a time of day are joined with +: date+time
    #[arg(long, value_name = "START,END", value_delimiter = ',', num_args = 1, required_unless_present = "time", conflicts_with = "time")]
    duration: Vec<String>,
    /// Clock of a duration: elapsed, calendar-days, working-days or working-hours
    #[arg(long, value_name = "CLOCK", default_value = "elapsed", requires = "duration")]
    clock: Clock,
    /// Time zone of the working calendar: wib, wita or wit
    #[arg(long, value_name = "ZONE", default_value = "wib", hide_default_value = true, value_parser = keyword::<Zone>)]
    zone: Zone,
    /// When the data were taken: until then unfinished cases were seen [default: the last date in them]
    #[arg(long, value_name = "DATE", requires = "duration")]
    until: Option<String>,
    /// Instead: a column of times, with --event
    #[arg(long, value_name = "COL", requires = "event")]
    time: Option<String>,
    /// 0/1: the case ended at its time
    #[arg(long, value_name = "COL", requires = "time")]
    event: Option<String>,
    /// 0/1: the case is from after the start
    #[arg(long, value_name = "COL", conflicts_with = "start")]
    period: Option<String>,
    /// Instead: first date of "after", by when the case began
    #[arg(long, value_name = "DATE", requires = "duration")]
    start: Option<String>,
    /// 0/1: treated and comparison
    #[arg(long, value_name = "COL")]
    group: Option<String>,
    /// Units that cases belong to, for clustered errors
    #[arg(long, value_name = "COL")]
    cluster: Option<String>,
    /// Horizon of the restricted mean [default: the longest time that every group reaches]
    #[arg(long, value_name = "TIME")]
    tau: Option<f64>,
    /// Limits of the curves: plain, log or log-log
    #[arg(long, value_parser = keyword::<Limits>, value_name = "KIND", default_value = "log")]
    limits: Limits,
    /// Ties of the hazard ratio: efron, breslow or exact
    #[arg(long, value_parser = keyword::<Ties>, value_name = "KIND", default_value = "efron")]
    ties: Ties,
}

/// Reads, compares, and delivers the result.
pub(super) fn run(arguments: &SurvivalArguments, lang: Lang) -> Result<ExitCode, Error> {
    let progress = Terminal::new(lang);
    let records = arguments.data.open(&progress)?;
    let (records, columns, outcome) = columns(arguments, &records)?;
    progress.step(&text!("membandingkan", "comparing"));
    let sample = survival_sample(&records, &columns)?;
    let settings = SurvivalSettings {
        until: arguments.tau,
        limits: arguments.limits,
        ties: arguments.ties,
        level: arguments.result.level,
        ..SurvivalSettings::new(outcome)
    };
    let mut estimate = survival(&sample, &settings)?;
    estimate.notes.extend(records.notes().iter().cloned());
    drop(progress);
    deliver(&estimate, &arguments.result, false, lang)
}

/// The records with the columns that the analysis needs, and the name of the time.
fn columns(arguments: &SurvivalArguments, records: &Records) -> Result<(Records, SurvivalColumns, String), Error> {
    let shared = |time: String, event: Option<String>, open: Option<String>, after: Option<String>| SurvivalColumns {
        time,
        event,
        open,
        after,
        treated: arguments.group.clone(),
        cluster: arguments.cluster.clone(),
    };
    if let (Some(time), Some(event)) = (&arguments.time, &arguments.event) {
        records.numeric(time)?;
        return Ok((records.clone(), shared(time.clone(), Some(event.clone()), None, arguments.period.clone()), time.clone()));
    }
    let [start, end] = arguments.duration.as_slice() else { return Err(cli::duration_needs_two().into()) };
    let (start, end) = (moment(records, start), moment(records, end));
    let calendar = WorkingCalendar::new(&CalendarSettings { zone: arguments.zone, ..CalendarSettings::default() })?;
    let until = match &arguments.until {
        Some(typed) => Some(taken(typed).ok_or_else(|| crate::error::its::until_not_a_date(typed))?),
        None => records.last_instant(&[&start, &end])?,
    };
    let mut made = match until {
        Some(until) => records.with_observed_time(TIME, &start, &end, arguments.clock, &calendar, until)?,
        None => records.with_duration(TIME, &start, &end, arguments.clock, &calendar)?,
    }
    .with_unfinished(OPEN, &start, &end)?;
    let mut after = arguments.period.clone();
    if let Some(first) = &arguments.start {
        made = made.with_indicator(AFTER, &Condition::new(&start.date, Test::AtLeast(first.clone())))?;
        after = Some(AFTER.into());
    }
    Ok((made, shared(TIME.into(), None, Some(OPEN.into()), after), "duration".into()))
}

/// The end of the day, or the instant that was typed.
fn taken(typed: &str) -> Option<NaiveDateTime> {
    let typed = typed.trim();
    let instant = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"].iter().find_map(|form| NaiveDateTime::parse_from_str(typed, form).ok());
    instant.or_else(|| Written::Text(typed.to_owned()).day()?.and_hms_opt(23, 59, 59))
}
