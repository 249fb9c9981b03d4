//! The working calendar of an office, laid out once so that each record costs constant time.
//!
//! Rules, the strongest first: an extra open day is open; an own closure is closed; holidays, election days and joint leave are closed;
//! the week's hours hold, those of Ramadan within Ramadan. Times are local wall time of the office; Indonesia has no summer time.

mod hours;
mod layout;
mod official;
mod settings;

pub use hours::{DayHours, Span, Week, minutes};
pub use layout::{DayStatus, WorkingCalendar};
pub use official::{Official, OfficialDay, OfficialKind, OfficialYear, Ramadan, official, ramadan_share};
pub use settings::{CalendarSettings, DayText, DaysOpen, WeekHours, WeekdayName, Zone};

#[cfg(test)]
mod tests;
