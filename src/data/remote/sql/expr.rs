//! Expressions of a query as data. Names that a query makes itself are of one type, names and values of users of others: what a user wrote never becomes
//! part of the text but through [`super::dialect`], which quotes it.

use crate::panel::TimeScale;
use std::ops::{Add, Div, Mul, Sub};

/// A column or table that a query makes itself: a letter or word of the program and a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::data::remote) struct Name(pub(super) &'static str, pub(super) Option<usize>);

impl Name {
    /// A name without a number.
    pub(super) const fn word(word: &'static str) -> Self {
        Self(word, None)
    }

    /// A name with a number.
    pub(super) const fn of(word: &'static str, number: usize) -> Self {
        Self(word, Some(number))
    }
}

/// A type that columns are cast to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    /// 64-bit float.
    Number,
    /// 64-bit integer.
    Whole,
    /// Text.
    Text,
}

/// An operator between two expressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Plus,
    Minus,
    Times,
    Over,
    Equal,
    AtLeast,
    Above,
    AtMost,
    Below,
}

/// A function; dialects name and build them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    /// Number of rows.
    Count,
    Sum,
    Min,
    Max,
    Least,
    Greatest,
    Floor,
    /// The first that is there.
    Coalesce,
    /// Natural logarithm.
    Ln,
    /// Without spaces around it.
    Trim,
    Lower,
    /// Days since 1970-01-01 of a date or a time stamp.
    Days,
    /// Whole seconds since 1970-01-01 00:00 of the wall clock, of a time stamp.
    Seconds,
    /// Whole seconds since midnight of a time of day.
    SecondsOfDay,
    /// Days since 1970-01-01 of the first day of the period that holds a date or a time stamp.
    FirstDay(TimeScale),
}

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expr {
    /// A column that the layer below made.
    Own(Name),
    /// A column of one of several joined tables.
    Of(Name, Name),
    /// A column of the source, by the name that it has there.
    Column(String),
    Null(Type),
    Truth(bool),
    Whole(i64),
    Number(f64),
    Text(String),
    Cast(Box<Expr>, Type),
    Infix(Box<Expr>, Operator, Box<Expr>),
    All(Vec<Expr>),
    Any(Vec<Expr>),
    Not(Box<Expr>),
    IsNull(Box<Expr>),
    In(Box<Expr>, Vec<Expr>),
    Between(Box<Expr>, Box<Expr>, Box<Expr>),
    /// Conditions with their values, and the value where none holds (none: null).
    Case(Vec<(Expr, Expr)>, Option<Box<Expr>>),
    Call(Function, Vec<Expr>),
}

impl Expr {
    pub(super) fn infix(self, operator: Operator, other: Expr) -> Expr {
        Expr::Infix(Box::new(self), operator, Box::new(other))
    }

    pub(super) fn cast(self, to: Type) -> Expr {
        Expr::Cast(Box::new(self), to)
    }

    pub(super) fn missing(self) -> Expr {
        Expr::IsNull(Box::new(self))
    }

    pub(super) fn not(self) -> Expr {
        Expr::Not(Box::new(self))
    }

    pub(super) fn at_least(self, other: Expr) -> Expr {
        self.infix(Operator::AtLeast, other)
    }

    pub(super) fn above(self, other: Expr) -> Expr {
        self.infix(Operator::Above, other)
    }

    pub(super) fn at_most(self, other: Expr) -> Expr {
        self.infix(Operator::AtMost, other)
    }

    pub(super) fn below(self, other: Expr) -> Expr {
        self.infix(Operator::Below, other)
    }

    pub(super) fn equal(self, other: Expr) -> Expr {
        self.infix(Operator::Equal, other)
    }

    /// A value where a condition holds, else null.
    pub(super) fn when(condition: Expr, value: Expr) -> Expr {
        Expr::Case(vec![(condition, value)], None)
    }

    /// A value where a condition holds, another one elsewhere.
    pub(super) fn choose(condition: Expr, value: Expr, other: Expr) -> Expr {
        Expr::Case(vec![(condition, value)], Some(Box::new(other)))
    }

    pub(super) fn call(function: Function, argument: Expr) -> Expr {
        Expr::Call(function, vec![argument])
    }

    /// A condition that is false where it cannot be told.
    pub(super) fn surely(self) -> Expr {
        Expr::Call(Function::Coalesce, vec![self, Expr::Truth(false)])
    }

    /// The number where it is finite. Every engine places what is no number above (or, with a sign, below) all others.
    pub(super) fn finite(self) -> Expr {
        let inside = Expr::Between(Box::new(self.clone()), Box::new(Expr::Number(f64::MIN)), Box::new(Expr::Number(f64::MAX)));
        Expr::when(inside, self)
    }

    /// The rows, as a whole number.
    pub(super) fn count() -> Expr {
        Expr::Call(Function::Count, Vec::new()).cast(Type::Whole)
    }

    /// The sum as a float, whatever type sums have.
    pub(super) fn sum(self) -> Expr {
        Expr::call(Function::Sum, self).cast(Type::Number)
    }
}

macro_rules! operator {
    ($trait:ident, $method:ident, $operator:expr) => {
        impl $trait for Expr {
            type Output = Expr;

            fn $method(self, other: Expr) -> Expr {
                self.infix($operator, other)
            }
        }
    };
}

operator!(Add, add, Operator::Plus);
operator!(Sub, sub, Operator::Minus);
operator!(Mul, mul, Operator::Times);
operator!(Div, div, Operator::Over);
