//! Durations. The working calendar goes along as what it is: a table of days with the working time before each, joined on the day of the start and the
//! day of the end.

use super::expr::{Expr, Function, Name, Type};
use super::layers::Layers;
use super::made::{flag, hours, instant};
use super::select::{BELOW, Join, Table};
use crate::data::derive::{ClockSign, Moment, Recipe};
use crate::measure::calendar::WorkingCalendar;
use crate::measure::clock::Clock;

const DAY: i64 = 86_400;
/// Seconds on each side of an instant in which an office would be open.
const AROUND: i64 = 30;
/// A day that no data have.
const NOWHERE: i64 = -1_000_000_000;
/// Columns of the table: the day, working seconds before it, working days up to and including it.
const OF_DAY: Name = Name::word("day");
const BEFORE: Name = Name::word("seconds");
const THROUGH: Name = Name::word("days");
/// The table joined for the start and for the end.
const START: Name = Name::word("a");
const END: Name = Name::word("b");

/// The moments of a recipe that goes by a working calendar.
pub(super) fn moments(recipe: &Recipe) -> Option<[&Moment; 2]> {
    match recipe {
        Recipe::Duration { start, end, clock, .. } if clock.uses_calendar() => Some([start, end]),
        Recipe::ClockSign { start, end, sign: ClockSign::Closed, .. } => Some([start, end]),
        _ => None,
    }
}

/// A duration: its value, and why there is none.
pub(super) fn duration(layers: &mut Layers, recipe: &Recipe, at: usize) -> (Expr, Expr) {
    let Recipe::Duration { start, end, clock, calendar, until } = recipe else { return (Expr::Null(Type::Number), Expr::Whole(0)) };
    let (start, end) = (instant(layers, start), instant(layers, end));
    let or = |value: Expr, other: Option<i64>| match other {
        Some(other) => Expr::Call(Function::Coalesce, vec![value, Expr::Whole(other)]),
        None => value,
    };
    let named = ["start", "end", "startday", "endday"].map(|word| Name::of(word, at));
    let [from, to, first, last] = named;
    // The day of an end whose time of day is missing is not its day.
    let end_day = match until {
        Some(until) => Expr::choose(end.seconds.clone().missing(), Expr::Whole(until.div_euclid(DAY)), end.days),
        None => end.days,
    };
    layers.add(vec![(start.seconds, from), (or(end.seconds, *until), to), (start.days, first), (end_day, last)], Vec::new());
    let [from, to, first, last] = named.map(Expr::Own);
    let mut joins = Vec::new();
    let value = match clock {
        Clock::Elapsed => hours(to.clone() - from.clone()),
        Clock::CalendarDays => (last.clone() - first.clone()).cast(Type::Number),
        Clock::WorkingDays | Clock::WorkingHours => {
            let (table, spans) = table(layers, calendar, *until);
            for (alias, day) in [(START, &named[2]), (END, &named[3])] {
                joins.push(Join { table, alias, on: Expr::Of(alias, OF_DAY).equal(Expr::Of(BELOW, *day)) });
            }
            if *clock == Clock::WorkingDays {
                (Expr::Of(END, THROUGH) - Expr::Of(START, THROUGH)).cast(Type::Number)
            } else {
                let until = |alias: Name, seconds: &Expr, day: &Expr| {
                    let second = seconds.clone() - Expr::Whole(DAY) * day.clone();
                    let worked = (0..spans).map(|span| worked(alias, span, &second));
                    worked.fold(Expr::Of(alias, BEFORE), |sum, part| sum + part)
                };
                hours(until(END, &to, &last) - until(START, &from, &first))
            }
        }
    };
    // Day clocks compare dates: an end that is recorded without a time of day is not before a start at noon.
    let (low, high) = match clock {
        Clock::Elapsed | Clock::WorkingHours => (from.clone(), to.clone()),
        Clock::CalendarDays | Clock::WorkingDays => (first, last),
    };
    let (name, why) = (Name::of("m", at), Name::of("y", at));
    let there = Expr::All(vec![from.clone().missing().not(), to.clone().missing().not(), high.clone().at_least(low.clone())]);
    layers.add(vec![(Expr::when(there, value), name)], joins);
    let reasons =
        vec![(from.missing(), Expr::Whole(1)), (to.missing(), Expr::Whole(2)), (high.below(low), Expr::Whole(3)), (Expr::Own(name).missing(), Expr::Whole(4))];
    layers.add(vec![(Expr::Case(reasons, Some(Box::new(Expr::Whole(0)))), why)], Vec::new());
    (Expr::Own(name), Expr::Own(why))
}

/// Adds 1 where the minute around the start or the end holds no working time of its day, else 0.
pub(super) fn closed(layers: &mut Layers, (start, end): (&Moment, &Moment), calendar: &WorkingCalendar, at: usize) {
    let (start, end) = (instant(layers, start), instant(layers, end));
    let [from, to, first, last] = ["start", "end", "startday", "endday"].map(|word| Name::of(word, at));
    layers.add(vec![(start.seconds, from), (end.seconds, to), (start.days, first), (end.days, last)], Vec::new());
    let (table, spans) = table(layers, calendar, None);
    let join = |alias: Name, day: Name| Join { table, alias, on: Expr::Of(alias, OF_DAY).equal(Expr::Of(BELOW, day)) };
    let idle = |alias: Name, seconds: Name, day: Name| {
        let until = |shift: i64| {
            let second = Expr::Own(seconds) - Expr::Whole(DAY) * Expr::Own(day) + Expr::Whole(shift);
            (0..spans).map(|span| worked(alias, span, &second)).fold(Expr::Of(alias, BEFORE), |sum, part| sum + part)
        };
        // The least of a number and of nothing is the number on some engines.
        Expr::when(Expr::Own(seconds).missing().not(), until(AROUND).equal(until(-AROUND))).surely()
    };
    let either = Expr::Any(vec![idle(START, from, first), idle(END, to, last)]);
    layers.add(vec![(flag(either), Name::of("m", at))], vec![join(START, first), join(END, last)]);
}

/// Working seconds of one open span before a second of the day.
fn worked(alias: Name, span: usize, second: &Expr) -> Expr {
    let [open, close] = bounds(span);
    let reached = Expr::Call(Function::Least, vec![second.clone(), Expr::Of(alias, close)]) - Expr::Of(alias, open);
    Expr::Call(Function::Greatest, vec![reached, Expr::Whole(0)])
}

fn bounds(span: usize) -> [Name; 2] {
    [Name::of("open", span), Name::of("close", span)]
}

/// The table of a calendar for the days that stand in the data, and how many open spans its days have at most. Equal calendars share one table.
fn table(layers: &mut Layers, calendar: &WorkingCalendar, until: Option<i64>) -> (Name, usize) {
    let (mut low, mut high) = layers.days.unwrap_or((0, 0));
    if let Some(day) = until.map(|until| until.div_euclid(DAY)) {
        (low, high) = (low.min(day), high.max(day));
    }
    let days: Vec<_> = calendar.days(low, high).collect();
    let spans = days.iter().map(|day| day.spans.len()).max().unwrap_or(0);
    let rows = days.iter().map(|day| {
        let closed = std::iter::repeat_n((DAY, DAY), spans - day.spans.len());
        let times = day.spans.iter().copied().chain(closed).flat_map(|(open, close)| [open, close]);
        [day.day, day.seconds_before, i64::from(day.days_through)].into_iter().chain(times).collect()
    });
    let mut rows: Vec<Vec<i64>> = rows.collect();
    if rows.is_empty() {
        // Nothing lies in the calendar; a table has a row all the same.
        rows.push(vec![NOWHERE; 3 + 2 * spans]);
    }
    let columns = [OF_DAY, BEFORE, THROUGH].into_iter().chain((0..spans).flat_map(bounds)).collect();
    let made = Table { name: Name::of("calendar", layers.tables.len()), columns, rows };
    if let Some(known) = layers.tables.iter().find(|known| known.columns == made.columns && known.rows == made.rows) {
        return (known.name, spans);
    }
    let name = made.name;
    layers.tables.push(made);
    (name, spans)
}
