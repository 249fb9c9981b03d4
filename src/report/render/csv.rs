//! Tables as CSV: comma, UTF-8, points and ISO dates, full precision, nothing where a value is not defined.

use crate::estimate::{Estimate, to_json};
use crate::locale::Lang;
use crate::report::document::Table;
use serde_json::{Map, Value};

/// A table with the machine names of its columns.
pub fn table(table: &Table) -> String {
    let mut out = line(table.columns.iter().flat_map(|column| column.fields.iter().map(String::as_str)));
    for row in &table.rows {
        out.push_str(&line(row.iter().flat_map(|cell| cell.machine.iter().map(String::as_str))));
    }
    out
}

/// The effects of an estimate, one column a field of the result format; further fields of single effects follow.
pub fn effects_csv(estimate: &Estimate) -> String {
    let document = to_json(estimate, Lang::En);
    let rows: Vec<&Map<String, Value>> = document.get("effects").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object).collect();
    let mut fields: Vec<&str> = Vec::new();
    for field in rows.iter().flat_map(|row| row.keys()) {
        if !fields.contains(&field.as_str()) {
            fields.push(field);
        }
    }
    let mut out = line(fields.iter().copied());
    for row in rows {
        let cells: Vec<String> = fields.iter().map(|field| row.get(*field).map_or_else(String::new, cell)).collect();
        out.push_str(&line(cells.iter().map(String::as_str)));
    }
    out
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// One line; a cell with a mark in it is quoted.
fn line<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = cells
        .map(|cell| {
            let cell = cell.replace('\u{a0}', " ");
            if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
        })
        .collect();
    quoted.join(",") + "\n"
}
