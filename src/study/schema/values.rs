//! Values that may be written in more than one way: one or a list, a text or one in each language, a date or a number.

use crate::locale::Text;
use crate::panel::{Period, TimeScale};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One value, or a list of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum OneOrMany<T> {
    /// One.
    One(T),
    /// A list.
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    /// All of them.
    pub fn items(&self) -> &[T] {
        match self {
            OneOrMany::One(item) => std::slice::from_ref(item),
            OneOrMany::Many(items) => items,
        }
    }
}

impl<T> Default for OneOrMany<T> {
    fn default() -> Self {
        OneOrMany::Many(Vec::new())
    }
}

/// Words for people: one text for both languages, or { id = "…", en = "…" }.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Words {
    /// The same in both languages.
    Same(String),
    /// One text a language; where one is left out, the other is used for both.
    Each(EachLanguage),
}

/// One text a language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EachLanguage {
    /// In Indonesian.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// In English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl Words {
    /// Both languages.
    pub fn text(&self) -> Text {
        match self {
            Words::Same(words) => Text::same(words.clone()),
            Words::Each(each) => {
                let id = each.id.as_ref().or(each.en.as_ref()).cloned().unwrap_or_default();
                let en = each.en.as_ref().or(each.id.as_ref()).cloned().unwrap_or_default();
                Text { id, en }
            }
        }
    }
}

/// A date, month, quarter or year: 2024-01-15, "2024-01", "2024-Q1", 2024; or a whole number on the scale of the time column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Moment {
    /// A year, or a whole number as it stands in the time column.
    Number(i64),
    /// A date, month or quarter.
    Text(String),
}

impl Moment {
    /// First day of it; a number is a year. None where it is neither.
    pub fn day(&self) -> Option<NaiveDate> {
        match self {
            Moment::Number(year) => NaiveDate::from_ymd_opt(i32::try_from(*year).ok()?, 1, 1),
            Moment::Text(text) => first_day(text.trim()),
        }
    }

    /// The period that holds it on a scale of the data. On the integer scale a number is taken as it stands.
    pub fn period(&self, scale: TimeScale) -> Option<Period> {
        match (self, scale) {
            (Moment::Number(number), TimeScale::Integer | TimeScale::Year) => Some(Period(*number)),
            (Moment::Text(text), TimeScale::Integer) => text.trim().parse().ok().map(Period).or_else(|| self.day().map(|day| scale.period_of(day))),
            _ => self.day().map(|day| scale.period_of(day)),
        }
    }
}

/// First day of `2024-01-15`, `2024-01-15T08:00:00`, `2024-01`, `2024-Q1`, `2024`.
fn first_day(text: &str) -> Option<NaiveDate> {
    let date = text.split(['T', ' ']).next().unwrap_or_default();
    let mut parts = date.split('-');
    let year: i32 = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let (month, day) = (parts.next(), parts.next());
    if parts.next().is_some() {
        return None;
    }
    let month = match month {
        None => 1,
        Some(month) => match month.strip_prefix(['Q', 'q']) {
            Some(quarter) => quarter.parse::<u32>().ok().filter(|quarter| (1..=4).contains(quarter))? * 3 - 2,
            None => month.parse().ok()?,
        },
    };
    let day = match day {
        Some(day) => day.parse().ok()?,
        None => 1,
    };
    NaiveDate::from_ymd_opt(year, month, day)
}

impl std::fmt::Display for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Moment::Number(number) => write!(f, "{number}"),
            Moment::Text(text) => f.write_str(text),
        }
    }
}

/// A value as it stands in a column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Scalar {
    /// True or false.
    Boolean(bool),
    /// A number.
    Number(f64),
    /// A text or a date.
    Text(String),
}

impl Scalar {
    /// The value as text, the way it stands in a column of text.
    pub fn label(&self) -> String {
        match self {
            Scalar::Boolean(value) => value.to_string(),
            Scalar::Number(value) => value.to_string(),
            Scalar::Text(text) => text.clone(),
        }
    }
}
