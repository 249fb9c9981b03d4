//! The text of a study file as a tree of values, with the line of every key and value.

use crate::error::{Problem, study as problems};
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// Where in the tree a value stands: `outcome[0].duration.start`; the whole file is the empty path.
pub(super) type Path = String;

/// Lines of keys and values, by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lines(HashMap<Path, usize>);

impl Lines {
    /// Whether the file has a key at this path.
    pub fn has(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// The line (from 1) of a path; that of the nearest part above it where the path itself is not in the file.
    pub fn of(&self, path: &str) -> usize {
        let mut rest = path;
        loop {
            if let Some(line) = self.0.get(rest) {
                return *line;
            }
            if rest.is_empty() {
                return 1;
            }
            let cut = rest.rfind(['.', '[']).unwrap_or(0);
            rest = &rest[..cut];
        }
    }
}

/// A study file as read.
pub(super) struct Source {
    /// The tree, dates as text.
    pub(super) tree: Value,
    /// Lines of its parts.
    pub(super) lines: Lines,
}

impl Source {
    /// Keys and texts, and the parts of texts between commas and brackets.
    pub(super) fn words(&self) -> Vec<String> {
        fn walk(value: &Value, found: &mut Vec<String>) {
            match value {
                Value::String(text) => {
                    found.extend(text.split([',', '(', ')']).map(|part| part.trim().to_owned()));
                    found.push(text.clone());
                }
                Value::Array(items) => items.iter().for_each(|item| walk(item, found)),
                Value::Object(map) => {
                    for (key, value) in map {
                        found.push(key.clone());
                        walk(value, found);
                    }
                }
                _ => {}
            }
        }
        let mut found = Vec::new();
        walk(&self.tree, &mut found);
        found
    }
}

/// A key below a path.
pub(super) fn below(path: &str, key: &str) -> Path {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// A position below a path.
pub(super) fn at(path: &str, index: usize) -> Path {
    format!("{path}[{index}]")
}

struct Reader<'t> {
    text: &'t str,
    lines: Lines,
}

/// The line (from 1) of a byte.
fn line_of(text: &str, byte: usize) -> usize {
    text.bytes().take(byte).fold(1, |line, byte| line + usize::from(byte == b'\n'))
}

impl Reader<'_> {
    fn place(&mut self, path: &str, span: &Range<usize>) {
        let line = line_of(self.text, span.start);
        self.lines.0.entry(path.to_owned()).or_insert(line);
    }

    fn table(&mut self, table: &DeTable<'_>, path: &str) -> Value {
        // Entries come in the order of the alphabet; the order of the file is that of their keys' positions.
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        let mut out = Map::new();
        for (key, value) in entries {
            let name = key.get_ref().to_string();
            let path = below(path, &name);
            self.place(&path, &key.span());
            out.insert(name, self.value(value.get_ref(), &path));
        }
        Value::Object(out)
    }

    fn value(&mut self, value: &DeValue<'_>, path: &str) -> Value {
        match value {
            DeValue::String(text) => Value::String(text.to_string()),
            DeValue::Integer(number) => {
                let plain = number.as_str().replace('_', "");
                i64::from_str_radix(&plain, number.radix()).map_or(Value::Null, Value::from)
            }
            DeValue::Float(number) => number.as_str().replace('_', "").parse::<f64>().map_or(Value::Null, Value::from),
            DeValue::Boolean(value) => Value::Bool(*value),
            DeValue::Datetime(moment) => Value::String(moment.to_string()),
            DeValue::Array(items) => {
                let mut out = Vec::with_capacity(items.len());
                for (index, item) in items.iter().enumerate() {
                    let path = at(path, index);
                    self.place(&path, &item.span());
                    out.push(self.value(item.get_ref(), &path));
                }
                Value::Array(out)
            }
            DeValue::Table(table) => self.table(table, path),
        }
    }
}

/// Reads the text of a study file; every syntax error is a problem with its line.
pub(super) fn read(file: &str, text: &str) -> Result<Source, Vec<Problem>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        let mut found: Vec<(usize, &str)> = errors.iter().map(|error| (error.span().map_or(1, |span| line_of(text, span.start)), error.message())).collect();
        found.sort_unstable();
        return Err(found.into_iter().map(|(line, message)| problems::syntax(file, line, message)).collect());
    }
    let mut reader = Reader { text, lines: Lines::default() };
    let tree = reader.table(table.get_ref(), "");
    Ok(Source { tree, lines: reader.lines })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_those_of_keys() {
        let text = "[study]\nname = \"a\"\n\n[[outcome]]\nname = \"x\"\n[[outcome]]\nname = \"y\"\nduration = { start = \"s\",\n  end = \"e\" }\n[program]\nstart = 2024-01-15\n";
        let source = read("a.toml", text).unwrap_or_else(|problems| panic!("{problems:?}"));
        for (path, line) in [
            ("study", 1),
            ("study.name", 2),
            ("study.title", 1),
            ("outcome[0]", 4),
            ("outcome[1].name", 7),
            ("outcome[1].duration.end", 9),
            ("outcome[1].duration.clock", 8),
            ("nothing", 1),
        ] {
            assert_eq!(source.lines.of(path), line, "{path}");
        }
        assert_eq!(source.tree["program"]["start"], "2024-01-15");
        let Err(problems) = read("a.toml", "[study]\nname = \n[data]\nfiles = [\"a\"\n[roles]\n") else { panic!("not a study") };
        assert!(problems[0].what.en.contains("line 2"), "{:?}", problems[0].what);
    }
}
