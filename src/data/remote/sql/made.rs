//! Made columns: each recipe as it is made chunk by chunk on this machine, as expressions.

use super::calendar;
use super::expr::{Expr, Function, Name, Type};
use super::layers::{Form, Known, Layers};
use crate::data::ColumnKind;
use crate::data::derive::{Check, ClockSign, Moment, ROUNDING, Recipe, Transform};

/// Seconds in an hour.
const HOUR: f64 = 3600.0;

/// Seconds and days of a moment.
pub(super) struct Instant {
    pub(super) seconds: Expr,
    pub(super) days: Expr,
}

/// Makes a column: its value, and why there is none (from 1; 0 where there is one). `at` numbers it.
pub(super) fn make(layers: &mut Layers, recipe: &Recipe, at: usize) -> (Expr, Expr) {
    let name = Name::of("m", at);
    match recipe {
        Recipe::Duration { .. } => calendar::duration(layers, recipe, at),
        Recipe::Unfinished { start, end } => {
            let (start, end) = (instant(layers, start), instant(layers, end));
            let none = start.seconds.missing();
            let open = Expr::choose(end.seconds.missing(), Expr::Number(1.0), Expr::Number(0.0));
            layers.add(vec![(Expr::when(none.not(), open), name)], Vec::new());
            only_reason(name)
        }
        Recipe::Indicator { column, check } => {
            let fulfilled = fulfilled(layers, column, check);
            let value = Expr::Case(vec![(fulfilled.clone(), Expr::Number(1.0)), (fulfilled.not(), Expr::Number(0.0))], None);
            let why = match layers.find(column) {
                Known::Made(_, why) => Some(why),
                Known::Base(..) => None,
            };
            layers.add(vec![(value, name)], Vec::new());
            let (value, own) = only_reason(name);
            (value, why.unwrap_or(own))
        }
        Recipe::Scores { column, scores } => {
            let mut known: Vec<(&String, f64)> = scores.iter().map(|(word, score)| (word, *score)).filter(|(word, _)| !word.contains('\0')).collect();
            known.sort_by(|a, b| a.0.cmp(b.0));
            let value = match layers.find(column) {
                Known::Made(..) => Expr::Null(Type::Number),
                Known::Base(column, kind) => {
                    let answer = layers.form(&column, Form::Key);
                    let cases: Vec<(Expr, Expr)> =
                        known.into_iter().filter_map(|(word, score)| Some((answer.clone().equal(written(word, kind)?), Expr::Number(score)))).collect();
                    if cases.is_empty() { Expr::Null(Type::Number) } else { Expr::Case(cases, None) }
                }
            };
            layers.add(vec![(value, name)], Vec::new());
            only_reason(name)
        }
        Recipe::Average { columns, factor } => {
            let values: Vec<Expr> = columns.iter().map(|column| layers.number(column)).collect();
            let zero = |value: &Expr| Expr::Call(Function::Coalesce, vec![value.clone(), Expr::Number(0.0)]);
            let one = |value: &Expr| Expr::choose(value.clone().missing(), Expr::Number(0.0), Expr::Number(1.0));
            let (Some(sum), Some(count)) = (values.iter().map(zero).reduce(|a, b| a + b), values.iter().map(one).reduce(|a, b| a + b)) else {
                return (Expr::Null(Type::Number), Expr::Whole(1));
            };
            let (sums, counts) = (Name::of("s", at), Name::of("n", at));
            layers.add(vec![(sum, sums), (count, counts)], Vec::new());
            let mean = Expr::Number(*factor) * Expr::Own(sums) / Expr::Own(counts);
            layers.add(vec![(Expr::when(Expr::Own(counts).above(Expr::Number(0.0)), mean), name)], Vec::new());
            only_reason(name)
        }
        Recipe::Gain { before, after, max } => {
            let (before, after) = (layers.number(before), layers.number(after));
            let max = || Expr::Number(*max);
            let defined = Expr::All(vec![after.clone().at_most(max()), before.clone().below(max())]);
            layers.add(vec![(Expr::when(defined, (after - before.clone()) / (max() - before)), name)], Vec::new());
            only_reason(name)
        }
        Recipe::Absent { column } => {
            let absent = layers.number(column).missing();
            layers.add(vec![(flag(absent), name)], Vec::new());
            (Expr::Own(name), Expr::Whole(0))
        }
        Recipe::Transform { column, transform } => {
            let value = layers.number(column);
            layers.add(vec![(transformed(&value, *transform), name)], Vec::new());
            only_reason(name)
        }
        Recipe::ClockSign { start, end, sign: ClockSign::Closed, calendar } => {
            calendar::closed(layers, (start, end), calendar, at);
            (Expr::Own(name), Expr::Whole(0))
        }
        Recipe::ClockSign { start, end, sign, .. } => {
            let (start, end) = (instant(layers, start), instant(layers, end));
            layers.add(vec![(flag(shown(*sign, &start, &end)), name)], Vec::new());
            (Expr::Own(name), Expr::Whole(0))
        }
        // Resolved by name: there is nothing to make.
        Recipe::Period { .. } => (Expr::Null(Type::Number), Expr::Whole(0)),
    }
}

/// 1 where a condition surely holds, else 0.
pub(super) fn flag(condition: Expr) -> Expr {
    Expr::choose(condition.surely(), Expr::Number(1.0), Expr::Number(0.0))
}

/// A number on another scale; null where it is null.
fn transformed(value: &Expr, transform: Transform) -> Expr {
    match transform {
        Transform::Clamp(low, high) => {
            let cases = vec![(value.clone().below(Expr::Number(low)), Expr::Number(low)), (value.clone().above(Expr::Number(high)), Expr::Number(high))];
            Expr::Case(cases, Some(Box::new(value.clone())))
        }
        Transform::Log => Expr::when(value.clone().above(Expr::Number(0.0)), Expr::call(Function::Ln, value.clone())),
        Transform::Multiple(of) => {
            let nearest = floor(value.clone() / Expr::Number(of) + Expr::Number(0.5)) * Expr::Number(of);
            let limit = ROUNDING * of.max(1.0);
            let near = Expr::Between(Box::new(value.clone() - nearest), Box::new(Expr::Number(-limit)), Box::new(Expr::Number(limit)));
            Expr::when(value.clone().missing().not(), flag(near))
        }
    }
}

/// Whether the instants of a case show a sign; null where it cannot be told.
fn shown(sign: ClockSign, start: &Instant, end: &Instant) -> Expr {
    let second = |instant: &Instant| instant.seconds.clone() - Expr::Whole(86_400) * instant.days.clone();
    match sign {
        ClockSign::EndsBeforeStart => end.seconds.clone().below(start.seconds.clone()),
        ClockSign::NoTime => end.seconds.clone().equal(start.seconds.clone()),
        ClockSign::Midnight => Expr::Any([start, end].map(|instant| second(instant).equal(Expr::Whole(0)).surely()).into()),
        ClockSign::HalfHour => {
            let seconds = || second(end).cast(Type::Number);
            (seconds() - floor(seconds() / Expr::Number(1800.0)) * Expr::Number(1800.0)).below(Expr::Number(60.0))
        }
        // Needs the working calendar: [`calendar::closed`].
        ClockSign::Closed => Expr::Truth(false),
    }
}

fn floor(value: Expr) -> Expr {
    Expr::call(Function::Floor, value).cast(Type::Number)
}

/// A made column whose values are missing for one reason only.
fn only_reason(name: Name) -> (Expr, Expr) {
    (Expr::Own(name), Expr::choose(Expr::Own(name).missing(), Expr::Whole(1), Expr::Whole(0)))
}

/// A word as a value of a column that is not text, where its values are written so.
fn written(word: &str, kind: ColumnKind) -> Option<Expr> {
    match kind {
        ColumnKind::Text => Some(Expr::Text(word.to_owned())),
        ColumnKind::Integer => word.parse::<i64>().ok().filter(|value| value.to_string() == word).map(Expr::Whole),
        ColumnKind::Float => word.parse::<f64>().ok().filter(|value| format!("{value:?}") == word).map(Expr::Number),
        ColumnKind::Boolean => word.parse::<bool>().ok().map(|value| Expr::Whole(i64::from(value))),
        _ => None,
    }
}

/// Seconds and days of a moment; null where its date or its time of day is missing.
pub(super) fn instant(layers: &mut Layers, moment: &Moment) -> Instant {
    let Known::Base(date, _) = layers.find(&moment.date) else {
        return Instant { seconds: Expr::Null(Type::Whole), days: Expr::Null(Type::Whole) };
    };
    let days = layers.form(&date, Form::Days);
    let Some(time) = &moment.time else {
        return Instant { seconds: layers.form(&date, Form::Seconds), days };
    };
    let clock = match layers.find(time) {
        Known::Base(time, _) => layers.form(&time, Form::Seconds),
        Known::Made(..) => Expr::Null(Type::Whole),
    };
    Instant { seconds: days.clone() * Expr::Whole(86_400) + clock, days }
}

/// Whether a column fulfils a check; null where its value is missing.
pub(super) fn fulfilled(layers: &mut Layers, column: &str, check: &Check) -> Expr {
    let (value, days) = match (layers.find(column), check) {
        (Known::Made(..), Check::Labels(..)) => return Expr::Null(Type::Whole).equal(Expr::Whole(1)),
        (Known::Made(value, _), _) => (value, false),
        (Known::Base(column, _), Check::Labels(..)) => (layers.form(&column, Form::Key), false),
        (Known::Base(column, kind), _) if kind.is_date() => (layers.form(&column, Form::Days), true),
        (Known::Base(column, _), _) => (layers.form(&column, Form::Number), false),
    };
    let literal = |bound: f64| if days { Expr::Whole(bound as i64) } else { Expr::Number(bound) };
    let (inside, wanted) = match check {
        Check::Labels(labels, wanted) => {
            let mut labels: Vec<&String> = labels.iter().filter(|label| !label.contains('\0')).collect();
            labels.sort();
            (one_of(&value, labels.into_iter().cloned().map(Expr::Text).collect()), *wanted)
        }
        Check::Numbers(numbers, wanted) => (one_of(&value, numbers.iter().map(|number| literal(*number)).collect()), *wanted),
        Check::Spans(spans, wanted) => (Expr::Any(spans.iter().map(|span| within(&value, *span, literal)).collect()), *wanted),
    };
    // A list without entries says nothing of values that are missing.
    Expr::when(value.missing().not(), if wanted { inside } else { inside.not() })
}

fn one_of(value: &Expr, list: Vec<Expr>) -> Expr {
    if list.is_empty() { Expr::Truth(false) } else { Expr::In(Box::new(value.clone()), list) }
}

fn within(value: &Expr, (low, high): (f64, f64), literal: impl Fn(f64) -> Expr) -> Expr {
    let mut bounds = Vec::new();
    if low > f64::NEG_INFINITY {
        bounds.push(value.clone().at_least(literal(low)));
    }
    if high < f64::INFINITY {
        bounds.push(value.clone().at_most(literal(high)));
    }
    Expr::All(bounds)
}

/// Hours of a number of seconds.
pub(super) fn hours(seconds: Expr) -> Expr {
    seconds.cast(Type::Number) / Expr::Number(HOUR)
}
