//! The outcome as typed: a column, or a duration between two columns.

use super::arguments::OutcomeArguments;
use crate::data::{Moment, Records};
use crate::error::{Error, cli};
use crate::measure::calendar::{CalendarSettings, WorkingCalendar};

/// The records with the outcome among their columns, and its name.
pub(super) fn outcome(records: &Records, arguments: &OutcomeArguments) -> Result<(Records, String), Error> {
    match (&arguments.outcome, arguments.duration.as_slice()) {
        (Some(column), _) => {
            records.numeric(column)?;
            Ok((records.clone(), column.clone()))
        }
        (None, [start, end]) => {
            let name = "duration".to_owned();
            let settings = CalendarSettings { zone: arguments.zone, ..CalendarSettings::default() };
            let calendar = WorkingCalendar::new(&settings)?;
            let (start, end) = (moment(records, start), moment(records, end));
            Ok((records.with_duration(&name, &start, &end, arguments.clock, &calendar)?, name))
        }
        (None, _) => Err(cli::duration_needs_two().into()),
    }
}

/// `date` or `date+time`, where no column has that very name.
pub(super) fn moment(records: &Records, typed: &str) -> Moment {
    match typed.split_once('+') {
        Some((date, time)) if records.columns().iter().all(|column| column.name != typed) => {
            Moment { date: date.trim().into(), time: Some(time.trim().into()) }
        }
        _ => Moment { date: typed.into(), time: None },
    }
}
