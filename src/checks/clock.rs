//! Do the clocks make sense? Cases that end before they start or take no time, times that are all midnight, work when the office is closed.

use super::{Sided, change, finding};
use crate::estimate::{Finding, Verdict};
use crate::locale::{Text, number, percent};
use crate::text;
use serde_json::Value;

/// Share of impossible clocks that passes, and from which the check fails.
const FEW: f64 = 0.01;
const MANY: f64 = 0.05;
/// Change of the share of any sign that passes.
const CHANGED: f64 = 0.05;
/// Share of cases at midnight from which times of day were not recorded.
const UNTIMED: f64 = 0.20;
/// Standard errors that a change must be away from none.
const AWAY: f64 = 2.58;

/// Share of the cases with each sign, by group and time; none where files hold no time of day.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ClockSigns {
    /// Ends before it starts.
    pub ends_before: Vec<Sided>,
    /// Starts and ends in the same instant.
    pub no_time: Option<Vec<Sided>>,
    /// Starts or ends exactly at midnight.
    pub midnight: Option<Vec<Sided>>,
    /// Starts or ends when the office is closed.
    pub closed: Option<Vec<Sided>>,
}

/// Share over all sides.
fn overall(sides: &[Sided]) -> f64 {
    let records: u64 = sides.iter().map(|side| side.records).sum();
    sides.iter().map(|side| side.records as f64 * side.share).sum::<f64>() / records.max(1) as f64
}

/// Passes where at most one case in a hundred ends before it starts or takes no time and no sign changes by more than five points; fails where more than one
/// in twenty does; takes care in between, and where a fifth of the cases are at midnight.
pub fn clock(signs: &ClockSigns) -> Option<Finding> {
    if signs.ends_before.iter().all(|side| side.records == 0) {
        return None;
    }
    let share = |sides: &Option<Vec<Sided>>| sides.as_deref().map(overall);
    let (reversed, still, midnight, closed) = (overall(&signs.ends_before), share(&signs.no_time), share(&signs.midnight), share(&signs.closed));
    let wrong = reversed + still.unwrap_or(0.0);
    let named = [
        (Some(&signs.ends_before), text!("selesai sebelum mulai", "that end before they start")),
        (signs.no_time.as_ref(), text!("tanpa lama waktu", "that take no time")),
        (signs.midnight.as_ref(), text!("tepat tengah malam", "at midnight")),
        (signs.closed.as_ref(), text!("di luar jam kantor", "outside office hours")),
    ];
    let moved: Option<(f64, Text)> = named
        .into_iter()
        .filter_map(|(sides, what)| {
            let (moved, error) = change(sides?)?;
            (moved.abs() > CHANGED && error > 0.0 && (moved / error).abs() > AWAY).then_some((moved, what))
        })
        .max_by(|a, b| a.0.abs().total_cmp(&b.0.abs()));
    let untimed = midnight.is_some_and(|share| share > UNTIMED);
    let verdict = if wrong > MANY {
        Verdict::Fail
    } else if wrong > FEW || moved.is_some() || untimed {
        Verdict::Caution
    } else {
        Verdict::Pass
    };
    let or_null = |value: Option<f64>| value.map_or(Value::Null, Value::from);
    let evidence = [
        ("ends_before_start", Value::from(reversed)),
        ("no_time", or_null(still)),
        ("midnight", or_null(midnight)),
        ("outside_hours", or_null(closed)),
        ("change", or_null(moved.as_ref().map(|(moved, _)| *moved))),
    ];
    let mut sentence = text!(
        |l| format!("{} kasus selesai sebelum mulai atau tanpa lama waktu", percent(l, wrong, 1)),
        format!("{} of the cases end before they start or take no time", percent(l, wrong, 1)),
    );
    if let Some(closed) = closed {
        let more = text!(
            |l| format!(", {} dicatat di luar jam kantor", percent(l, closed, 1)),
            format!(", {} are noted outside office hours", percent(l, closed, 1)),
        );
        sentence = Text { id: sentence.id + &more.id, en: sentence.en + &more.en };
    }
    if let Some(midnight) = midnight.filter(|_| untimed) {
        let more = text!(
            |l| format!(", {} tepat tengah malam (jamnya tidak dicatat)", percent(l, midnight, 0)),
            format!(", {} at midnight sharp (the time of day was not noted)", percent(l, midnight, 0)),
        );
        sentence = Text { id: sentence.id + &more.id, en: sentence.en + &more.en };
    }
    let end = match moved {
        Some((moved, what)) => text!(
            |l| format!("; porsi kasus {} berubah {} poin persen lebih banyak pada peserta program.", what.id, number(l, 100.0 * moved, 1)),
            format!("; the share of cases {} changed by {} percentage points more among the treated.", what.en, number(l, 100.0 * moved, 1)),
        ),
        None => text!(".", "."),
    };
    Some(finding("clock", verdict, &evidence, Text { id: sentence.id + &end.id, en: sentence.en + &end.en }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sides(shares: [f64; 4]) -> Vec<Sided> {
        let order = [(true, false), (true, true), (false, false), (false, true)];
        order.into_iter().zip(shares).map(|((treated, after), share)| Sided { treated, after, records: 2000, share }).collect()
    }

    #[test]
    fn clocks_that_run_backwards_or_change() {
        let signs = |reversed: [f64; 4], closed: [f64; 4]| ClockSigns { ends_before: sides(reversed), closed: Some(sides(closed)), ..ClockSigns::default() };
        let verdict = |signs: &ClockSigns| clock(signs).map(|found| found.verdict);
        assert_eq!(verdict(&signs([0.0; 4], [0.1; 4])), Some(Verdict::Pass));
        assert_eq!(verdict(&signs([0.02; 4], [0.1; 4])), Some(Verdict::Caution));
        assert_eq!(verdict(&signs([0.08; 4], [0.1; 4])), Some(Verdict::Fail));
        let changed = clock(&signs([0.0; 4], [0.1, 0.4, 0.1, 0.1]));
        assert!(changed.is_some_and(|found| found.verdict == Verdict::Caution && found.sentence.en.contains("outside office hours changed by 30.0")));
        let untimed = ClockSigns { ends_before: sides([0.0; 4]), midnight: Some(sides([0.5; 4])), ..ClockSigns::default() };
        assert_eq!(verdict(&untimed), Some(Verdict::Caution));
        assert_eq!(clock(&ClockSigns::default()), None);
    }
}
