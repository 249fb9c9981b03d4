//! The satisfaction index read from the parts of the result format: values and elements before and after.

use crate::locale::Lang;
use crate::measure::satisfaction::Element;
use crate::study::IndexFacts;
use serde_json::{Map, Value};

/// One value of the index.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct IndexValue {
    /// Period as it stands in the result.
    pub period: String,
    /// Region, where values are by region.
    pub region: Option<String>,
    /// The index, 25–100.
    pub value: f64,
    /// Lower limit.
    pub low: Option<f64>,
    /// Upper limit.
    pub high: Option<f64>,
    /// `A` … `D`.
    pub grade: Option<String>,
    /// Respondents.
    pub respondents: Option<u64>,
}

/// One element before and after.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct ElementChange {
    /// `U1`.
    pub code: String,
    /// `Persyaratan`.
    pub name: String,
    /// Mean before, 1–4.
    pub before: Option<f64>,
    /// Mean after.
    pub after: Option<f64>,
    /// Interval of the mean before.
    pub before_ends: Option<(f64, f64)>,
    /// Interval of the mean after.
    pub after_ends: Option<(f64, f64)>,
}

impl ElementChange {
    /// `U3 (Waktu Penyelesaian)`: the full name, for sentences and tables.
    pub(crate) fn full(&self, lang: Lang) -> String {
        match Element::ALL.iter().find(|element| element.code() == self.code) {
            Some(element) => element_label(*element, lang),
            None => self.label(lang),
        }
    }

    /// `U3 Waktu`, for charts: the nine elements of the regulation in the language, other items as the data name them.
    pub(crate) fn label(&self, lang: Lang) -> String {
        if let Some(element) = Element::ALL.iter().find(|element| element.code() == self.code) {
            return format!("{} {}", self.code, element.short_name().get(lang));
        }
        if self.name.is_empty() || self.name == self.code { self.code.clone() } else { format!("{} {}", self.code, self.name) }
    }
}

/// `U6 (Kompetensi Pelaksana)`.
pub(crate) fn element_label(element: Element, lang: Lang) -> String {
    format!("{} ({})", element.code(), element.name().get(lang))
}

fn text(row: &Map<String, Value>, key: &str) -> Option<String> {
    match row.get(key)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn rows<'a>(facts: &'a IndexFacts, part: &str) -> impl Iterator<Item = &'a Map<String, Value>> {
    facts.estimate.parts.get(part).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

/// Values of the index in the order of the result; undefined ones are left out.
pub(crate) fn values(facts: &IndexFacts) -> Vec<IndexValue> {
    rows(facts, "index")
        .filter_map(|row| {
            let number = |key: &str| row.get(key).and_then(Value::as_f64);
            Some(IndexValue {
                period: text(row, "period").unwrap_or_default(),
                region: text(row, "region"),
                value: number("value")?,
                low: number("conf_low"),
                high: number("conf_high"),
                grade: text(row, "grade"),
                respondents: row.get("respondents").and_then(Value::as_u64),
            })
        })
        .collect()
}

/// First and last value over time of the whole, or of the first region where there is no whole; none where there are not two.
pub(crate) fn before_after(values: &[IndexValue]) -> Option<(&IndexValue, &IndexValue)> {
    let region = match values.iter().find(|value| value.region.is_none()) {
        Some(_) => None,
        None => values.first()?.region.clone(),
    };
    let mut same = values.iter().filter(|value| value.region == region);
    let first = same.next()?;
    let last = same.next_back()?;
    (first.period != last.period).then_some((first, last))
}

/// Elements in the order of the result, first and last period.
pub(crate) fn elements(facts: &IndexFacts) -> Vec<ElementChange> {
    let all: Vec<_> = rows(facts, "elements").collect();
    let region = all.iter().find(|row| text(row, "region").is_none()).map_or_else(|| all.first().and_then(|row| text(row, "region")), |_| None);
    let mut out: Vec<ElementChange> = Vec::new();
    let mut first_period: Option<Option<String>> = None;
    for row in all.into_iter().filter(|row| text(row, "region") == region) {
        let Some(code) = text(row, "element") else { continue };
        let period = text(row, "period");
        let mean = row.get("mean").and_then(Value::as_f64);
        let before = first_period.get_or_insert_with(|| period.clone()) == &period;
        let place = out.iter().position(|element| element.code == code).unwrap_or_else(|| {
            out.push(ElementChange {
                code: code.clone(),
                name: text(row, "name").unwrap_or_default(),
                before: None,
                after: None,
                before_ends: None,
                after_ends: None,
            });
            out.len() - 1
        });
        let limit = |key: &str| row.get(key).and_then(Value::as_f64);
        let ends = limit("conf_low").zip(limit("conf_high"));
        if before {
            (out[place].before, out[place].before_ends) = (mean, ends);
        } else {
            (out[place].after, out[place].after_ends) = (mean, ends);
        }
    }
    out
}
