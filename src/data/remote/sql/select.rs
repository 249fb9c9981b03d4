//! Queries as data: layers of SELECT, each named by the one above it.

use super::expr::{Expr, Name};
use crate::data::remote::{Dialect, Source};
use std::fmt::Write;

/// What a layer calls the one below it.
pub(super) const BELOW: Name = Name::word("t");

/// A query.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Select {
    /// Everything that the layer below has, besides the columns.
    pub(super) all: bool,
    pub(super) distinct: bool,
    pub(super) columns: Vec<(Expr, Name)>,
    pub(super) from: From,
    pub(super) joins: Vec<Join>,
    pub(super) filter: Option<Expr>,
    pub(super) group: Vec<Expr>,
    /// Most rows that come back.
    pub(super) limit: Option<u64>,
    /// Whether the layer above must not be planned into this one, where an engine would then work out the same expression many times.
    pub(super) fence: bool,
}

/// Where the rows of a layer come from.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum From {
    Source(Source),
    /// Different rows of the source.
    Distinct(Source, Vec<String>),
    Layer(Box<Select>),
}

/// A small table that is joined from the left: rows without a partner stay.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Join {
    pub(super) table: Name,
    pub(super) alias: Name,
    pub(super) on: Expr,
}

/// A small table that is sent along.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    pub(super) name: Name,
    pub(super) columns: Vec<Name>,
    pub(super) rows: Vec<Vec<i64>>,
}

/// A query with the tables that it needs.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::data::remote) struct Query {
    pub(super) tables: Vec<Table>,
    pub(super) select: Select,
}

impl Select {
    /// A layer over another one.
    pub(super) fn over(below: Select, columns: Vec<(Expr, Name)>) -> Self {
        Self::from(From::Layer(Box::new(below)), columns)
    }

    /// A layer over anything.
    pub(super) fn from(from: From, columns: Vec<(Expr, Name)>) -> Self {
        Self { all: false, distinct: false, columns, from, joins: Vec::new(), filter: None, group: Vec::new(), limit: None, fence: false }
    }

    fn write(&self, dialect: Dialect, depth: usize, out: &mut String) {
        let indent = "  ".repeat(depth);
        out.push_str("SELECT ");
        if self.distinct {
            out.push_str("DISTINCT ");
        }
        if self.all {
            out.push_str("t.*");
        }
        for (at, (expr, name)) in self.columns.iter().enumerate() {
            if at > 0 || self.all {
                out.push_str(", ");
            }
            out.push_str(&dialect.write(expr));
            if *expr != Expr::Own(*name) {
                let _ = write!(out, " AS {name}");
            }
        }
        let _ = write!(out, "\n{indent}FROM ");
        match &self.from {
            From::Source(source) => out.push_str(&dialect.source(source)),
            From::Distinct(source, columns) => {
                let names: Vec<String> = columns.iter().map(|name| dialect.quoted(name)).collect();
                let _ = write!(out, "(SELECT DISTINCT {} FROM {} AS {BELOW}) AS {BELOW}", names.join(", "), dialect.source(source));
            }
            From::Layer(below) => {
                out.push('(');
                below.write(dialect, depth + 1, out);
                out.push(')');
            }
        }
        if !matches!(self.from, From::Distinct(..)) {
            let _ = write!(out, " AS {BELOW}");
        }
        for join in &self.joins {
            let _ = write!(out, "\n{indent}LEFT JOIN {} AS {} ON {}", join.table, join.alias, dialect.write(&join.on));
        }
        if let Some(filter) = &self.filter {
            let _ = write!(out, "\n{indent}WHERE {}", dialect.write(filter));
        }
        if !self.group.is_empty() {
            let keys: Vec<String> = self.group.iter().map(|key| dialect.write(key)).collect();
            let _ = write!(out, "\n{indent}GROUP BY {}", keys.join(", "));
        }
        if let Some(limit) = self.limit {
            let _ = write!(out, "\n{indent}LIMIT {limit}");
        }
        if self.fence && dialect == Dialect::Postgres {
            let _ = write!(out, "\n{indent}OFFSET 0");
        }
    }
}

impl Query {
    /// The text that the engine gets.
    pub(in crate::data::remote) fn write(&self, dialect: Dialect) -> String {
        let mut out = String::new();
        for (at, table) in self.tables.iter().enumerate() {
            let columns: Vec<String> = table.columns.iter().map(Name::to_string).collect();
            let _ = write!(out, "{} {}({}) AS (VALUES ", if at == 0 { "WITH" } else { "," }, table.name, columns.join(", "));
            for (place, row) in table.rows.iter().enumerate() {
                let values: Vec<String> = row.iter().map(i64::to_string).collect();
                let _ = write!(out, "{}({})", if place == 0 { "" } else { ", " }, values.join(", "));
            }
            out.push_str(")\n");
        }
        self.select.write(dialect, 0, &mut out);
        out
    }
}
