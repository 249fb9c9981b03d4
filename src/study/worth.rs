//! Whom a program reached, what its effect adds up to, and what a unit of improvement cost.

use crate::locale::Text;
pub use crate::methods::worth::{Price, PriceLimits};
use crate::text;

/// What the program reached, by one outcome: records of the treated from their start on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    /// Records with a value.
    pub records: u64,
    /// Units that they are from, where units are known.
    pub units: Option<u64>,
    /// Periods that they are from, where periods are known.
    pub periods: Option<u64>,
    /// Whether there is one record in each unit and period, and not more.
    pub one_each: bool,
}

/// What a study says of those served, and of the cost.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Worth {
    /// What a record stands for, as people say it: `pemohon`.
    pub served: Option<Text>,
    /// People served since the start, where the study knows better than the records (a survey asks a part of them).
    pub served_count: Option<u64>,
    /// Total cost in rupiah.
    pub cost: Option<f64>,
    /// One for each outcome that the program should change and that the effect of which is known, in the order of the study.
    pub outcomes: Vec<WorthOf>,
}

/// What records are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordKind {
    /// Single cases: each was served.
    Cases,
    /// Answers of a survey: a part of those who were served.
    Answers,
    /// One row a unit and period: nobody was counted.
    Means,
}

/// What an outcome is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct WorthOf {
    /// Name of the outcome.
    pub outcome: String,
    /// Records that the effect is multiplied by.
    pub times: Option<u64>,
    /// What the records are.
    pub kind: RecordKind,
    /// What the effect adds up to over them, where a sum has a meaning.
    pub total: Option<Total>,
    /// Cost per unit of improvement, where a cost is given.
    pub price: Option<Price>,
}

/// A sum of improvements; more is better, and below zero is a loss.
#[derive(Debug, Clone, PartialEq)]
pub struct Total {
    /// What is summed.
    pub unit: TotalUnit,
    /// Sum.
    pub estimate: f64,
    /// Lower and upper limit; none where the effect has no interval.
    pub limits: Option<(f64, f64)>,
}

/// What is summed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TotalUnit {
    /// Time saved, in these words: `jam kerja`.
    Time(Text),
    /// Records more that are as they should be (a share).
    Records,
}

impl Worth {
    /// Takes out what rests on fewer records than may be published.
    pub fn suppress(&mut self, limit: u64) {
        for one in self.outcomes.iter_mut().filter(|one| one.times.is_some_and(|times| times < limit)) {
            (one.times, one.total) = (None, None);
            one.price = one.price.take().map(|price| Price::not_counted(price.label));
        }
    }
}

/// Words of units of time, and how many of them are an hour; none for days, which stay days.
const TIMES: [(&str, Option<f64>); 4] = [("menit", Some(60.0)), ("detik", Some(3600.0)), ("jam", None), ("hari", None)];

/// The unit of a sum of an outcome in this unit, and what a value is divided by: minutes add up to hours. None where the unit is no time.
pub(super) fn time_unit(unit: &Text) -> Option<(Text, f64)> {
    let lower = unit.id.trim().to_lowercase();
    let (_, hours) = TIMES.iter().find(|(word, _)| lower.split_whitespace().next() == Some(word))?;
    Some(match hours {
        Some(many) => (text!("jam", "hours"), *many),
        None => (unit.clone(), 1.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_add_up_to_hours_and_days_stay_days() {
        assert_eq!(time_unit(&text!("menit", "minutes")).map(|(unit, by)| (unit.id, by)), Some(("jam".into(), 60.0)));
        assert_eq!(time_unit(&text!("jam kerja", "working hours")).map(|(unit, by)| (unit.en, by)), Some(("working hours".into(), 1.0)));
        assert_eq!(time_unit(&text!("hari kerja", "working days")).map(|(unit, by)| (unit.id, by)), Some(("hari kerja".into(), 1.0)));
        assert_eq!(time_unit(&text!("poin", "points")), None);
        assert_eq!(time_unit(&text!("jamaah", "pilgrims")), None);
    }
}
