//! Hours of a day and of a week: from the words of the settings to minutes.

use super::settings::{DaysOpen, WeekHours};
use crate::error::{Problem, measure as problem};

/// Minutes in a day.
pub(super) const DAY: u16 = 24 * 60;
/// A break that no day comes to.
const NO_BREAK: Span = Span { from: 0, to: 0 };

/// Open from a minute of the day (inclusive) to another (exclusive).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// First open minute after midnight.
    pub from: u16,
    /// First closed minute.
    pub to: u16,
}

impl Span {
    fn minutes(self) -> u16 {
        self.to - self.from
    }
}

/// The open spans of one day, in order and apart; empty when closed.
pub type DayHours = Vec<Span>;

/// Hours of the days Monday (0) to Sunday (6).
pub type Week = [DayHours; 7];

/// Working minutes of a day.
pub fn minutes(day: &[Span]) -> u16 {
    day.iter().map(|span| span.minutes()).sum()
}

/// What a week is where the settings say nothing.
pub(super) struct Standard {
    key: &'static str,
    week: u16,
    opens: u16,
    midday: Span,
    friday: Span,
    saturday: u16,
}

/// Perpres 21/2023: 37 h 30 min from 07:30, breaks of 60 and (Friday) 90 minutes. Six days: Saturday 5 h, so that the others have 6 h 30 min.
pub(super) const ORDINARY: Standard = Standard {
    key: "hours",
    week: 37 * 60 + 30,
    opens: 7 * 60 + 30,
    midday: Span { from: 12 * 60, to: 13 * 60 },
    friday: Span { from: 11 * 60 + 30, to: 13 * 60 },
    saturday: 5 * 60,
};

/// Perpres 21/2023 in Ramadan: 32 h 30 min from 08:00, breaks of 30 and (Friday) 60 minutes.
pub(super) const RAMADAN: Standard = Standard {
    key: "ramadan_hours",
    week: 32 * 60 + 30,
    opens: 8 * 60,
    midday: Span { from: 12 * 60, to: 12 * 60 + 30 },
    friday: Span { from: 11 * 60 + 30, to: 12 * 60 + 30 },
    saturday: 5 * 60,
};

/// `7:30` or `37.30` to minutes.
fn clock(text: &str) -> Option<u16> {
    let (hours, minutes) = text.trim().split_once([':', '.']).unwrap_or((text.trim(), "0"));
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (minutes < 60 && hours <= 168).then_some(hours * 60 + minutes)
}

/// `07:30-12:00` (hyphen or en dash).
fn span(text: &str) -> Option<Span> {
    let (from, to) = text.split_once(['-', '–'])?;
    let span = Span { from: clock(from)?, to: clock(to)? };
    (span.from < span.to && span.to <= DAY).then_some(span)
}

/// Spans of one day; a problem where one cannot be read or two overlap.
pub(super) fn day_hours<S: AsRef<str>>(key: &str, texts: &[S]) -> Result<DayHours, Problem> {
    let mut spans = DayHours::new();
    for text in texts.iter().map(AsRef::as_ref) {
        let next = span(text).ok_or_else(|| problem::calendar_hours(key, text))?;
        match spans.last_mut() {
            Some(last) if last.to > next.from => return Err(problem::calendar_hours(key, text)),
            Some(last) if last.to == next.from => last.to = next.to,
            _ => spans.push(next),
        }
    }
    Ok(spans)
}

/// A day that works `work` minutes from `opens`, pausing in `pause` where it comes to it. `None` where it runs past midnight.
fn laid_out(opens: u16, work: u16, pause: Span) -> Option<DayHours> {
    let end = opens.checked_add(work)?;
    let spans = if opens < pause.from && end > pause.from {
        let resumed = Span { from: pause.to, to: end.checked_add(pause.minutes())? };
        vec![Span { from: opens, to: pause.from }, resumed]
    } else if work > 0 {
        vec![Span { from: opens, to: end }]
    } else {
        DayHours::new()
    };
    spans.iter().all(|span| span.to <= DAY).then_some(spans)
}

/// Which weekdays are open, Monday first; a problem for a count other than 5–7 or an empty list.
pub(super) fn open_days(days: &DaysOpen) -> Result<[bool; 7], Problem> {
    let mut open = [false; 7];
    match days {
        DaysOpen::Count(count @ 5..=7) => open[..usize::from(*count)].fill(true),
        DaysOpen::Named(named) if !named.is_empty() => {
            for day in named {
                open[*day as usize] = true;
            }
        }
        _ => return Err(problem::calendar_week("days")),
    }
    Ok(open)
}

/// One setting or its standard; what cannot be read is added to the problems.
fn setting<T>(given: Option<&String>, standard: T, read: impl Fn(&str) -> Option<T>, key: &str, problems: &mut Vec<Problem>) -> T {
    match given.map(|text| (text, read(text))) {
        Some((_, Some(value))) => value,
        Some((text, None)) => {
            problems.push(problem::calendar_hours(key, text));
            standard
        }
        None => standard,
    }
}

/// A break; none where the text is empty.
fn pause(text: &str) -> Option<Span> {
    if text.trim().is_empty() { Some(NO_BREAK) } else { span(text) }
}

/// The settings of Ramadan: a day with hours of its own keeps them where Ramadan gives none.
pub(super) fn in_ramadan(ramadan: &WeekHours, ordinary: &WeekHours) -> WeekHours {
    let keep = |own: &Option<Vec<String>>, usual: &Option<Vec<String>>| own.clone().or_else(|| usual.clone());
    WeekHours {
        monday: keep(&ramadan.monday, &ordinary.monday),
        tuesday: keep(&ramadan.tuesday, &ordinary.tuesday),
        wednesday: keep(&ramadan.wednesday, &ordinary.wednesday),
        thursday: keep(&ramadan.thursday, &ordinary.thursday),
        friday: keep(&ramadan.friday, &ordinary.friday),
        saturday: keep(&ramadan.saturday, &ordinary.saturday),
        sunday: keep(&ramadan.sunday, &ordinary.sunday),
        ..ramadan.clone()
    }
}

/// The week of the settings over a standard: the weekly total is spread over the open days exactly, the earlier days taking the odd minutes.
pub(super) fn week(settings: &WeekHours, standard: &Standard, open: [bool; 7], problems: &mut Vec<Problem>) -> Week {
    const SATURDAY: usize = 5;
    const FRIDAY: usize = 4;
    let key = standard.key;
    let total = setting(settings.week.as_ref(), standard.week, clock, &format!("{key}.week"), problems);
    let opens = setting(settings.opens.as_ref(), standard.opens, clock, &format!("{key}.opens"), problems);
    let midday = setting(settings.midday.as_ref(), standard.midday, pause, &format!("{key}.break"), problems);
    let friday = setting(settings.friday_break.as_ref(), standard.friday, pause, &format!("{key}.friday_break"), problems);
    let saturday = setting(settings.saturday_length.as_ref(), standard.saturday, clock, &format!("{key}.saturday_length"), problems);
    let own = [&settings.monday, &settings.tuesday, &settings.wednesday, &settings.thursday, &settings.friday, &settings.saturday, &settings.sunday];
    // Saturday is short where it comes on top of a full week, or where its length is given.
    let days = open.iter().filter(|day| **day).count() as u16;
    let short_saturday = open[SATURDAY] && days > 1 && (days >= 6 || settings.saturday_length.is_some());
    let (shared, among) = if short_saturday { (total.checked_sub(saturday), days - 1) } else { (Some(total), days) };
    let Some(shared) = shared else {
        problems.push(problem::calendar_week(key));
        return Week::default();
    };
    let mut hours = Week::default();
    let mut place = 0;
    for day in 0..7 {
        if let Some(texts) = own[day] {
            match day_hours(key, texts) {
                Ok(spans) => hours[day] = spans,
                Err(found) => problems.push(found),
            }
        }
        if !open[day] {
            continue;
        }
        let (work, pause) = if day == SATURDAY && short_saturday {
            (saturday, NO_BREAK)
        } else {
            place += 1;
            let odd = u16::from(place <= shared % among);
            let pause = if day == FRIDAY { friday } else { midday };
            (shared / among + odd, pause)
        };
        if own[day].is_none() {
            let Some(spans) = laid_out(opens, work, pause) else {
                problems.push(problem::calendar_week(key));
                return hours;
            };
            hours[day] = spans;
        }
    }
    hours
}
