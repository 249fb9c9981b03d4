//! Keys and types of a study file against the JSON Schema of the types in `schema`: every unknown key, missing key and wrong type at once.

use super::source::{Lines, at, below};
use crate::error::Problem;
use crate::error::study::{self as problems, ValueKind};
use serde_json::{Map, Value};

fn kind_of(value: &Value) -> ValueKind {
    match value {
        Value::String(_) => ValueKind::Text,
        Value::Number(number) if number.is_f64() => ValueKind::Number,
        Value::Number(_) => ValueKind::Whole,
        Value::Bool(_) => ValueKind::Boolean,
        Value::Array(_) => ValueKind::List,
        Value::Object(_) => ValueKind::Table,
        Value::Null => ValueKind::Unreadable,
    }
}

/// The kind that a type of JSON Schema stands for.
fn kind_named(name: &str) -> Option<ValueKind> {
    Some(match name {
        "string" => ValueKind::Text,
        "integer" => ValueKind::Whole,
        "number" => ValueKind::Number,
        "boolean" => ValueKind::Boolean,
        "array" => ValueKind::List,
        "object" => ValueKind::Table,
        _ => return None,
    })
}

/// Whether a value of this kind fits a type; whole numbers are numbers too.
fn fits(kind: ValueKind, name: &str) -> bool {
    kind_named(name) == Some(kind) || (kind == ValueKind::Whole && name == "number")
}

/// Walks a tree along a schema.
struct Shape<'a> {
    file: &'a str,
    lines: &'a Lines,
    root: &'a Value,
    /// With their lines.
    problems: Vec<(usize, Problem)>,
}

/// Every problem of keys and types of `tree` under `schema`, in the order of the file.
pub(super) fn check(file: &str, lines: &Lines, schema: &Value, tree: &Value) -> Vec<Problem> {
    let mut shape = Shape { file, lines, root: schema, problems: Vec::new() };
    shape.value(tree, schema, "");
    shape.problems.sort_by_key(|(line, _)| *line);
    shape.problems.into_iter().map(|(_, problem)| problem).collect()
}

impl<'a> Shape<'a> {
    fn say(&mut self, path: &str, problem: impl Fn(&str, usize) -> Problem) {
        let line = self.lines.of(path);
        self.problems.push((line, problem(self.file, line)));
    }

    fn resolve<'s>(&self, schema: &'s Value) -> &'s Value
    where
        'a: 's,
    {
        let mut schema = schema;
        // A definition that names itself would be a fault of the schema, not of the file; eight steps are plenty.
        for _ in 0..8 {
            let next = match (schema.get("$ref").and_then(Value::as_str), schema.get("allOf").and_then(Value::as_array)) {
                (Some(name), _) => self.root.pointer(name.trim_start_matches('#')),
                (None, Some(parts)) if parts.len() == 1 && schema.get("properties").is_none() => parts.first(),
                _ => None,
            };
            match next {
                Some(found) => schema = found,
                None => break,
            }
        }
        schema
    }

    /// Alternatives of a schema, nested ones laid flat; the schema itself where there are none.
    fn alternatives<'s>(&self, schema: &'s Value) -> Vec<&'s Value>
    where
        'a: 's,
    {
        let schema = self.resolve(schema);
        match schema.get("anyOf").or_else(|| schema.get("oneOf")).and_then(Value::as_array) {
            Some(options) => options.iter().flat_map(|option| self.alternatives(option)).collect(),
            None => vec![schema],
        }
    }

    fn kinds(schema: &Value) -> Vec<&str> {
        match schema.get("type") {
            Some(Value::String(name)) => vec![name],
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
            _ if schema.get("enum").is_some() || schema.get("const").is_some() => vec!["string"],
            _ if schema.get("properties").is_some() => vec!["object"],
            _ => Vec::new(),
        }
    }

    fn words(schema: &Value) -> Vec<String> {
        let listed = schema.get("enum").and_then(Value::as_array).into_iter().flatten();
        listed
            .chain(schema.get("const"))
            .filter(|value| !value.is_null())
            .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
            .collect()
    }

    fn value(&mut self, value: &Value, schema: &'a Value, path: &str) {
        let options = self.alternatives(schema);
        let kind = kind_of(value);
        let fitting: Vec<&'a Value> = options.iter().copied().filter(|option| Self::kinds(option).iter().any(|name| fits(kind, name))).collect();
        if fitting.is_empty() {
            let mut expected: Vec<ValueKind> = Vec::new();
            for kind in options.iter().flat_map(|option| Self::kinds(option)).filter_map(kind_named) {
                if !expected.contains(&kind) {
                    expected.push(kind);
                }
            }
            if !expected.is_empty() {
                self.say(path, |file, line| problems::wrong_type(file, line, path, &expected, kind));
            }
            return;
        }
        if kind == ValueKind::Text && fitting.iter().all(|option| !Self::words(option).is_empty()) {
            let known: Vec<String> = fitting.iter().flat_map(|option| Self::words(option)).collect();
            let given = value.as_str().unwrap_or_default();
            if !known.iter().any(|word| word == given) {
                self.say(path, |file, line| problems::unknown_value(file, line, path, given, &known));
            }
            return;
        }
        // The alternative with the fewest problems is the one that was meant.
        let mut best: Option<Vec<(usize, Problem)>> = None;
        for option in fitting {
            let mut trial = Shape { file: self.file, lines: self.lines, root: self.root, problems: Vec::new() };
            trial.one(value, option, path);
            if best.as_ref().is_none_or(|found| trial.problems.len() < found.len()) {
                best = Some(trial.problems);
            }
        }
        self.problems.extend(best.unwrap_or_default());
    }

    fn one(&mut self, value: &Value, schema: &'a Value, path: &str) {
        match value {
            Value::Object(table) => self.table(table, schema, path),
            Value::Array(items) => self.list(items, schema, path),
            Value::Number(number) => self.number(number.as_f64().unwrap_or_default(), schema, path),
            Value::String(text) => {
                let name_like = schema.get("pattern").and_then(Value::as_str) == Some(NAME_PATTERN);
                if name_like && !is_name(text) {
                    self.say(path, |file, line| problems::bad_name(file, line, path, text));
                }
            }
            _ => {}
        }
    }

    fn table(&mut self, table: &Map<String, Value>, schema: &'a Value, path: &str) {
        let Some(known) = schema.get("properties").and_then(Value::as_object) else {
            if let Some(values) = schema.get("additionalProperties").filter(|schema| schema.is_object()) {
                for (key, value) in table {
                    self.value(value, values, &below(path, key));
                }
            }
            return;
        };
        for (key, value) in table {
            let path_of_key = below(path, key);
            if let Some(schema) = known.get(key) {
                self.value(value, schema, &path_of_key);
            } else {
                let names: Vec<&str> = known.keys().map(String::as_str).collect();
                self.say(&path_of_key, |file, line| problems::unknown_key(file, line, path, key, &names));
            }
        }
        for key in schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
            if !table.contains_key(key) {
                self.say(path, |file, line| problems::missing_key(file, line, path, key));
            }
        }
    }

    fn list(&mut self, items: &[Value], schema: &'a Value, path: &str) {
        let length = |key: &str| schema.get(key).and_then(Value::as_u64);
        if length("minItems").is_some_and(|least| (items.len() as u64) < least) || length("maxItems").is_some_and(|most| items.len() as u64 > most) {
            let expected = length("minItems").or(length("maxItems")).unwrap_or_default();
            self.say(path, |file, line| problems::wrong_length(file, line, path, expected, items.len()));
        }
        if let Some(schema) = schema.get("items").filter(|schema| schema.is_object()) {
            for (index, item) in items.iter().enumerate() {
                self.value(item, schema, &at(path, index));
            }
        }
    }

    fn number(&mut self, number: f64, schema: &Value, path: &str) {
        let (low, high) = (schema.get("minimum").and_then(Value::as_f64), schema.get("maximum").and_then(Value::as_f64));
        if low.is_some_and(|low| number < low) || high.is_some_and(|high| number > high) {
            self.say(path, |file, line| problems::out_of_range(file, line, path, number, low, high));
        }
    }
}

/// The pattern of short names in the schema.
const NAME_PATTERN: &str = "^[a-z0-9][a-z0-9-]*$";

fn is_name(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !text.is_empty() && !text.starts_with('-') && text.bytes().all(fits)
}
