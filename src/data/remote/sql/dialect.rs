//! What engines write differently, in one place: quotes, literals, names of types, dates, and how a file is read.

use super::expr::{Expr, Function, Name, Operator, Type};
use crate::data::remote::{Dialect, Source};
use crate::panel::TimeScale;
use std::fmt::Write;

/// Whole floats below this are written as whole numbers.
const PLAIN: f64 = 1e15;

/// A family of engines that write alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    /// Spark and those who speak its language: names in backticks, text with backslashes.
    Spark,
    Postgres,
    DuckDb,
}

impl Dialect {
    fn family(self) -> Family {
        match self {
            Dialect::Spark | Dialect::Sail => Family::Spark,
            Dialect::Postgres => Family::Postgres,
            Dialect::DuckDb => Family::DuckDb,
        }
    }

    /// A name that stands in the source, quoted.
    pub(in crate::data::remote) fn quoted(self, name: &str) -> String {
        match self.family() {
            Family::Spark => format!("`{}`", name.replace('`', "``")),
            Family::Postgres | Family::DuckDb => format!("\"{}\"", name.replace('"', "\"\"")),
        }
    }

    /// A text as a literal.
    pub(super) fn literal(self, text: &str) -> String {
        match self.family() {
            // A quote is not doubled there: two literals side by side are one text.
            Family::Spark => format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'")),
            // Backslashes mean what the session says, unless the literal says so itself.
            Family::Postgres if text.contains('\\') => format!("E'{}'", text.replace('\\', "\\\\").replace('\'', "''")),
            Family::Postgres | Family::DuckDb => format!("'{}'", text.replace('\'', "''")),
        }
    }

    fn named(self, of: Type) -> &'static str {
        match (of, self.family()) {
            (Type::Number, Family::Postgres) => "DOUBLE PRECISION",
            (Type::Number, _) => "DOUBLE",
            (Type::Whole, _) => "BIGINT",
            (Type::Text, Family::Spark) => "STRING",
            (Type::Text, Family::Postgres) => "TEXT",
            (Type::Text, Family::DuckDb) => "VARCHAR",
        }
    }

    /// Where the records are, as it stands behind FROM.
    pub(in crate::data::remote) fn source(self, source: &Source) -> String {
        match source {
            Source::Table(parts) => parts.iter().map(|part| self.quoted(part)).collect::<Vec<String>>().join("."),
            Source::Path(path) if self.family() == Family::Spark => format!("parquet.{}", self.quoted(path)),
            Source::Path(path) => {
                let one = path.ends_with(".parquet") || path.contains('*');
                let all = if one { path.clone() } else { format!("{}/**/*.parquet", path.trim_end_matches('/')) };
                format!("read_parquet({})", self.literal(&all))
            }
            // A comment at its end must not hide the bracket.
            Source::Query(query) => format!("({}\n)", query.trim().trim_end_matches(';')),
        }
    }

    /// An expression as the engine reads it.
    pub(super) fn write(self, expr: &Expr) -> String {
        let mut out = String::new();
        self.expression(expr, &mut out);
        out
    }

    fn expression(self, expr: &Expr, out: &mut String) {
        match expr {
            Expr::Own(name) => name.push(out),
            Expr::Of(table, name) => {
                table.push(out);
                out.push('.');
                name.push(out);
            }
            Expr::Column(name) => out.push_str(&self.quoted(name)),
            Expr::Null(of) => self.cast(|out| out.push_str("NULL"), *of, out),
            Expr::Truth(value) => out.push_str(if *value { "TRUE" } else { "FALSE" }),
            Expr::Whole(i64::MIN) => self.cast(|out| out.push_str("'-9223372036854775808'"), Type::Whole, out),
            Expr::Whole(value) => push(out, format_args!("{value}")),
            Expr::Number(value) if !value.is_finite() => self.expression(&Expr::Null(Type::Number), out),
            Expr::Number(value) if value.fract() == 0.0 && value.abs() < PLAIN => {
                self.cast(|out| push(out, format_args!("{}", *value as i64)), Type::Number, out);
            }
            Expr::Number(value) => self.cast(|out| push(out, format_args!("'{value:e}'")), Type::Number, out),
            Expr::Text(text) => out.push_str(&self.literal(text)),
            Expr::Cast(inner, to) => self.cast(|out| self.expression(inner, out), *to, out),
            Expr::Infix(a, operator, b) => {
                out.push('(');
                self.expression(a, out);
                push(out, format_args!(" {} ", operator.sign()));
                self.expression(b, out);
                out.push(')');
            }
            Expr::All(parts) => self.joined(parts, " AND ", "TRUE", out),
            Expr::Any(parts) => self.joined(parts, " OR ", "FALSE", out),
            Expr::Not(inner) => {
                out.push_str("(NOT ");
                self.expression(inner, out);
                out.push(')');
            }
            Expr::IsNull(inner) => {
                out.push('(');
                self.expression(inner, out);
                out.push_str(" IS NULL)");
            }
            Expr::In(inner, values) => {
                out.push('(');
                self.expression(inner, out);
                out.push_str(" IN (");
                self.list(values, ", ", out);
                out.push_str("))");
            }
            Expr::Between(inner, low, high) => {
                out.push('(');
                self.expression(inner, out);
                out.push_str(" BETWEEN ");
                self.expression(low, out);
                out.push_str(" AND ");
                self.expression(high, out);
                out.push(')');
            }
            Expr::Case(parts, other) => {
                out.push_str("CASE");
                for (condition, value) in parts {
                    out.push_str(" WHEN ");
                    self.expression(condition, out);
                    out.push_str(" THEN ");
                    self.expression(value, out);
                }
                if let Some(other) = other {
                    out.push_str(" ELSE ");
                    self.expression(other, out);
                }
                out.push_str(" END");
            }
            Expr::Call(function, arguments) => self.call(*function, arguments, out),
        }
    }

    fn cast(self, inner: impl FnOnce(&mut String), to: Type, out: &mut String) {
        out.push_str("CAST(");
        inner(out);
        push(out, format_args!(" AS {})", self.named(to)));
    }

    fn list(self, parts: &[Expr], between: &str, out: &mut String) {
        for (at, part) in parts.iter().enumerate() {
            if at > 0 {
                out.push_str(between);
            }
            self.expression(part, out);
        }
    }

    fn joined(self, parts: &[Expr], between: &str, none: &str, out: &mut String) {
        match parts {
            [] => out.push_str(none),
            [one] => self.expression(one, out),
            _ => {
                out.push('(');
                self.list(parts, between, out);
                out.push(')');
            }
        }
    }

    fn call(self, function: Function, arguments: &[Expr], out: &mut String) {
        let plain = match function {
            Function::Count => {
                out.push_str("count(*)");
                return;
            }
            Function::Sum => "sum",
            Function::Min => "min",
            Function::Max => "max",
            Function::Least => "least",
            Function::Greatest => "greatest",
            Function::Floor => "floor",
            Function::Ln => "ln",
            Function::Coalesce => "coalesce",
            Function::Trim => "trim",
            Function::Lower => "lower",
            Function::Days | Function::Seconds | Function::SecondsOfDay | Function::FirstDay(_) => {
                let of = arguments.first().map(|argument| self.write(argument)).unwrap_or_default();
                out.push_str(&self.moment(function, &of));
                return;
            }
        };
        out.push_str(plain);
        out.push('(');
        self.list(arguments, ", ", out);
        out.push(')');
    }

    /// Dates and times as whole numbers. Dates without end (`infinity`) are missing.
    fn moment(self, function: Function, of: &str) -> String {
        let spark = self.family() == Family::Spark;
        let finite = |value: String| if spark { value } else { format!("CASE WHEN isfinite({of}) THEN {value} END") };
        let since = |day: &str| {
            if spark { format!("datediff({day}, DATE '1970-01-01')") } else { format!("({day} - DATE '1970-01-01')") }
        };
        let whole = |value: &str| format!("CAST({value} AS BIGINT)");
        let clock = || format!("(hour({of}) * 3600 + minute({of}) * 60 + second({of}))");
        let days = || finite(whole(&since(&format!("CAST({of} AS DATE)"))));
        match function {
            Function::Seconds if spark => format!("({} * 86400 + {})", whole(&since(&format!("CAST({of} AS DATE)"))), whole(&clock())),
            Function::Seconds if self.family() == Family::DuckDb => finite(whole(&format!("floor(epoch(CAST({of} AS TIMESTAMP)))"))),
            Function::Seconds => finite(whole(&format!("floor(extract(epoch FROM CAST({of} AS TIMESTAMP)))"))),
            Function::SecondsOfDay if spark => whole(&clock()),
            Function::SecondsOfDay if self.family() == Family::DuckDb => whole(&format!("floor(epoch({of}))")),
            Function::SecondsOfDay => whole(&format!("floor(extract(epoch FROM {of}))")),
            Function::FirstDay(TimeScale::Week) => {
                let day = days();
                // 1970-01-01 was a Thursday; what is left of a division has the sign of the day.
                format!("({day} - ((({day} + 3) % 7) + 7) % 7)")
            }
            Function::FirstDay(scale @ (TimeScale::Month | TimeScale::Quarter | TimeScale::Year)) => {
                let part = match scale {
                    TimeScale::Month => "month",
                    TimeScale::Quarter => "quarter",
                    _ => "year",
                };
                let first =
                    if spark { format!("trunc(CAST({of} AS DATE), '{part}')") } else { format!("CAST(date_trunc('{part}', CAST({of} AS TIMESTAMP)) AS DATE)") };
                finite(whole(&since(&first)))
            }
            _ => days(),
        }
    }
}

impl Operator {
    fn sign(self) -> &'static str {
        match self {
            Operator::Plus => "+",
            Operator::Minus => "-",
            Operator::Times => "*",
            Operator::Over => "/",
            Operator::Equal => "=",
            Operator::AtLeast => ">=",
            Operator::Above => ">",
            Operator::AtMost => "<=",
            Operator::Below => "<",
        }
    }
}

impl Name {
    pub(super) fn push(self, out: &mut String) {
        out.push_str(self.0);
        if let Some(number) = self.1 {
            push(out, format_args!("{number}"));
        }
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut text = String::new();
        self.push(&mut text);
        f.write_str(&text)
    }
}

fn push(out: &mut String, text: std::fmt::Arguments) {
    // Writing to a string does not fail.
    let _ = out.write_fmt(text);
}
