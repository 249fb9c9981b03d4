//! The records of a pass as layers of queries: columns of the source in canonical types, made columns, and for each row why it leaves. The same in the
//! same order as [`crate::data::derive::Preparation`] does it chunk by chunk.

use super::calendar;
use super::expr::{Expr, Function, Name, Type};
use super::made;
use super::select::{From, Join, Query, Select, Table};
use crate::data::derive::{Asked, Use};
use crate::data::missing::TOKENS;
use crate::data::remote::Remote;
use crate::data::{ColumnKind, Records};
use crate::panel::TimeScale;

/// Why a row leaves: place (from 1) among the reasons, 0 where it stays.
pub(in crate::data::remote) const WHY: Name = Name::word("why");

/// The column of a need.
pub(in crate::data::remote) const fn need(at: usize) -> Name {
    Name::of("v", at)
}

/// What is wanted of a column of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A float, null where missing or not finite.
    Number,
    /// As a key: whole numbers, days, seconds of a time of day, floats, text.
    Key,
    /// Days since 1970-01-01.
    Days,
    /// Seconds since 1970-01-01 00:00.
    Seconds,
    /// Days since 1970-01-01 of the first day of the period.
    FirstDay(TimeScale),
}

/// A column as the layers above know it.
pub(super) enum Known {
    /// Of the source, of a kind.
    Base(String, ColumnKind),
    /// Made: its value, and why there is none (from 1; 0 where there is one).
    Made(Expr, Expr),
}

/// One layer over the ones before it.
pub(super) struct Layer {
    pub(super) columns: Vec<(Expr, Name)>,
    pub(super) joins: Vec<Join>,
}

/// The layers of a pass while they are put together.
pub(super) struct Layers<'a> {
    records: &'a Records,
    pub(super) asked: &'a Asked,
    /// Columns of the source in the forms that the layers above need.
    forms: Vec<(String, Form)>,
    stacked: Vec<Layer>,
    pub(super) tables: Vec<Table>,
    made: Vec<(String, Expr, Expr)>,
    /// The days that stand in the data, for the tables of working calendars.
    pub(super) days: Option<(i64, i64)>,
}

/// The prepared records: a query with the needs as `v0`, `v1` …, and `why`.
///
/// `scales`: of each need, the periods that its days may be put together to before they come back. `days`: the first and the last day that stand in the
/// data, where something goes by a working calendar.
pub(in crate::data::remote) fn prepared(remote: &Remote, records: &Records, asked: &Asked, scales: &[Option<TimeScale>], days: Option<(i64, i64)>) -> Query {
    let mut layers = Layers::new(records, asked);
    layers.days = days;
    layers.make_all();
    let mut why: Vec<(Expr, Expr)> = Vec::new();
    for (at, filter) in asked.additions.filters.iter().enumerate() {
        let fulfilled = made::fulfilled(&mut layers, &filter.column, &filter.check);
        why.push((fulfilled.surely().not(), Expr::Whole(at as i64 + 2)));
    }
    let mut columns = Vec::new();
    for (at, ((name, wanted), first)) in asked.needs.iter().zip(&asked.first_reason).enumerate() {
        let known = layers.find(name);
        let first = *first as i64;
        let scale = scales.get(at).copied().flatten();
        let value = match (wanted, &known) {
            (_, Known::Made(value, _)) => value.clone(),
            (Use::Number | Use::Weight | Use::MaybeNumber, Known::Base(column, _)) => layers.form(column, Form::Number),
            (_, Known::Base(column, kind)) => match scale {
                Some(scale) if kind.is_date() => layers.form(column, Form::FirstDay(scale)),
                // A label keeps the time of day; a key is the day.
                _ if *wanted == Use::MaybeLabel && *kind == ColumnKind::Datetime => layers.form(column, Form::Seconds),
                _ => layers.form(column, Form::Key),
            },
        };
        match (wanted, known) {
            (Use::MaybeNumber | Use::MaybeLabel, _) | (Use::Cohort, Known::Base(..)) => {}
            (Use::Weight, _) => why.push((value.clone().above(Expr::Number(0.0)).surely().not(), Expr::Whole(first + 1))),
            (_, Known::Made(_, reason)) => why.push((reason.clone().above(Expr::Whole(0)), Expr::Whole(first) + reason)),
            (_, Known::Base(..)) => why.push((value.clone().missing(), Expr::Whole(first + 1))),
        }
        columns.push((value, need(at)));
    }
    let why = if why.is_empty() { Expr::Whole(0) } else { Expr::Case(why, Some(Box::new(Expr::Whole(0)))) };
    columns.push((why, WHY));
    let tables = std::mem::take(&mut layers.tables);
    Query { tables, select: Select::over(layers.finish(remote), columns) }
}

/// The date columns of everything that goes by a working calendar; none where nothing does.
pub(in crate::data::remote) fn calendar_columns(asked: &Asked) -> Option<Vec<&str>> {
    let made = asked.made.iter().filter_map(|name| asked.additions.find(name));
    let dates: Vec<&str> = made.filter_map(|addition| calendar::moments(&addition.recipe)).flatten().map(|moment| moment.date.as_str()).collect();
    (!dates.is_empty()).then_some(dates)
}

/// The first and the last day of everything that goes by a working calendar; none where nothing does.
pub(in crate::data::remote) fn extent(remote: &Remote, records: &Records, asked: &Asked) -> Option<Query> {
    let mut layers = Layers::new(records, asked);
    let dates = calendar_columns(asked)?;
    let mut columns = Vec::new();
    for date in dates {
        if let Known::Base(column, _) = layers.find(date) {
            let day = layers.form(&column, Form::Days);
            for end in [Function::Min, Function::Max] {
                columns.push((Expr::call(end, day.clone()).cast(Type::Whole), Name::of("e", columns.len())));
            }
        }
    }
    Some(Query { tables: Vec::new(), select: Select::over(layers.finish(remote), columns) })
}

/// The last second of each of these columns of dates or time stamps.
pub(in crate::data::remote) fn latest(remote: &Remote, records: &Records, asked: &Asked, columns: &[&str]) -> Query {
    let mut layers = Layers::new(records, asked);
    let mut out = Vec::new();
    for (at, name) in columns.iter().enumerate() {
        let last = match layers.find(name) {
            Known::Base(column, _) => Expr::call(Function::Max, layers.form(&column, Form::Seconds)).cast(Type::Whole),
            Known::Made(..) => Expr::Null(Type::Whole),
        };
        out.push((last, Name::of("e", at)));
    }
    Query { tables: Vec::new(), select: Select::over(layers.finish(remote), out) }
}

impl<'a> Layers<'a> {
    fn new(records: &'a Records, asked: &'a Asked) -> Self {
        Self { records, asked, forms: Vec::new(), stacked: Vec::new(), tables: Vec::new(), made: Vec::new(), days: None }
    }

    fn make_all(&mut self) {
        for (at, name) in self.asked.made.iter().enumerate() {
            if let Some(addition) = self.asked.additions.find(name) {
                let (value, why) = made::make(self, &addition.recipe, at);
                self.made.push((name.clone(), value, why));
            }
        }
    }

    /// A column by the name that the pass calls it.
    pub(super) fn find(&self, name: &str) -> Known {
        let name = self.asked.additions.real_name(name);
        if let Some((_, value, why)) = self.made.iter().find(|(known, _, _)| known == name) {
            return Known::Made(value.clone(), why.clone());
        }
        let kind = self.records.columns().iter().find(|column| column.name == name).map_or(ColumnKind::Empty, |column| column.kind);
        Known::Base(name.to_owned(), kind)
    }

    /// A column of the source in a form.
    pub(super) fn form(&mut self, column: &str, form: Form) -> Expr {
        let at = self.forms.iter().position(|(known, of)| known == column && *of == form).unwrap_or_else(|| {
            self.forms.push((column.to_owned(), form));
            self.forms.len() - 1
        });
        Expr::Own(Name::of("c", at))
    }

    /// A number: made, or of the source.
    pub(super) fn number(&mut self, name: &str) -> Expr {
        match self.find(name) {
            Known::Made(value, _) => value,
            Known::Base(column, _) => self.form(&column, Form::Number),
        }
    }

    /// Puts a layer on top.
    pub(super) fn add(&mut self, columns: Vec<(Expr, Name)>, joins: Vec<Join>) {
        self.stacked.push(Layer { columns, joins });
    }

    fn finish(self, remote: &Remote) -> Select {
        let all: Vec<String> =
            self.records.columns().iter().filter(|column| self.asked.additions.find(&column.name).is_none()).map(|column| column.name.clone()).collect();
        let source = remote.source.clone();
        let from = if remote.distinct { From::Distinct(source, all) } else { From::Source(source) };
        let kind = |name: &str| self.records.columns().iter().find(|column| column.name == *name).map_or(ColumnKind::Empty, |column| column.kind);
        let mut columns: Vec<(Expr, Name)> =
            self.forms.iter().enumerate().map(|(at, (name, form))| (canonical(name, kind(name), *form), Name::of("c", at))).collect();
        if columns.is_empty() {
            columns.push((Expr::Whole(1), Name::word("one")));
        }
        let mut below = Select { fence: !self.stacked.is_empty(), ..Select::from(from, columns) };
        for layer in self.stacked {
            below = Select { all: true, fence: !layer.joins.is_empty(), joins: layer.joins, ..Select::over(below, layer.columns) };
        }
        below
    }
}

/// A column of the source in a form, from what kind it is.
fn canonical(name: &str, kind: ColumnKind, form: Form) -> Expr {
    let column = || Expr::Column(name.to_owned());
    let truth = |of: Type| Expr::Case(vec![(column(), Expr::Whole(1)), (column().not(), Expr::Whole(0))], None).cast(of);
    let days = || Expr::call(Function::Days, column());
    match (form, kind) {
        (Form::Number, ColumnKind::Integer) => column().cast(Type::Number),
        (Form::Number | Form::Key, ColumnKind::Float) => column().cast(Type::Number).finite(),
        (Form::Number, ColumnKind::Boolean) => truth(Type::Number),
        (Form::Number, _) => Expr::Null(Type::Number),
        (Form::Key, ColumnKind::Boolean) => truth(Type::Whole),
        (Form::Key, ColumnKind::Integer) => column().cast(Type::Whole),
        (Form::Key | Form::Seconds, ColumnKind::Time) => Expr::call(Function::SecondsOfDay, column()),
        (Form::Key, ColumnKind::Empty) => Expr::Null(Type::Text),
        (Form::Key, ColumnKind::Text) => text(column()),
        (Form::Seconds, ColumnKind::Datetime) => Expr::call(Function::Seconds, column()),
        (Form::Seconds, kind) if kind.is_date() => days() * Expr::Whole(86_400),
        (Form::Key | Form::Days, _) if kind.is_date() => days(),
        (Form::FirstDay(scale), _) if kind.is_date() => Expr::call(Function::FirstDay(scale), column()),
        (Form::Key | Form::Days | Form::Seconds | Form::FirstDay(_), _) => Expr::Null(Type::Whole),
    }
}

/// Text without spaces around it; the words for missing values are missing, as in files.
fn text(column: Expr) -> Expr {
    let trimmed = Expr::call(Function::Trim, column.cast(Type::Text));
    let words = TOKENS.iter().map(|token| Expr::Text((*token).to_owned())).collect();
    let missing = Expr::In(Box::new(Expr::call(Function::Lower, trimmed.clone())), words);
    Expr::when(missing.not(), trimmed)
}
