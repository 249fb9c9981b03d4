//! From the text of a study file to a [`Study`]: syntax, keys and types, contradictions; all problems of the first of these steps that has any.

use super::pool::PoolFile;
use super::schema::{OneOrMany, StudyFile};
use super::source::{self, Lines, Source};
use super::{sense, shape};
use crate::data::{Engine, EngineFrom, EngineSource, Surroundings};
use crate::error::{Error, Problem, Result, study as problems};
use schemars::generate::SchemaSettings;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// A study file that was read, with the lines of its parts for messages.
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// What it says.
    pub file: StudyFile,
    /// Where it lies; data paths start from its folder.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
    /// Line of each key.
    pub lines: Lines,
    /// What lies around the program, for studies on an engine.
    pub around: Surroundings,
}

impl Study {
    /// The folder that the paths of data start from.
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    /// The file's name as messages give it.
    pub fn shown_path(&self) -> String {
        self.path.display().to_string()
    }

    /// A problem of the data, placed at the line of the study file that asked for it.
    pub fn at(&self, path: &str, problem: &Problem) -> Problem {
        problems::in_data(&self.shown_path(), self.lines.of(path), problem)
    }

    /// Every word of the file that may be the name of a column: keys, texts, and the parts of texts between commas and brackets.
    pub(super) fn words(&self) -> Vec<String> {
        let mut found = source::read(&self.shown_path(), &self.text).map_or_else(|_| Vec::new(), |source| source.words());
        found.sort();
        found.dedup();
        found
    }

    /// The data sources as [`crate::data::open`] takes them, relative paths from the folder of the study.
    pub fn sources(&self) -> Vec<String> {
        let files = self.file.data.files.iter().flat_map(OneOrMany::items);
        files.map(|file| self.folder().join(file).display().to_string()).collect()
    }

    /// Records on an engine; none where they are in files. Files of this machine (driver, password, database) start from the folder of the study.
    pub fn engine_source(&self) -> Option<EngineSource> {
        let data = &self.file.data;
        let engine = data.remote()?;
        let near = |file: &String| self.folder().join(file);
        let uri = if engine == Engine::DuckDb { data.uri.as_ref().map(|uri| near(uri).display().to_string()) } else { data.uri.clone() };
        Some(EngineSource {
            engine,
            uri,
            from: match data.engine_sources().into_iter().next()? {
                // DuckDB is a library of this machine.
                EngineFrom::Path(path) if engine == Engine::DuckDb => EngineFrom::Path(near(&path).display().to_string()),
                from => from,
            },
            driver: data.driver.as_ref().map(near),
            password_file: data.password_file.as_ref().map(near),
            most_cells: data.most_cells,
        })
    }
}

/// The JSON Schema of a study file, for the check of keys and types and for editors.
fn schema() -> Value {
    schema_of::<StudyFile>()
}

/// The JSON Schema of a kind of file.
pub(super) fn schema_of<T: schemars::JsonSchema>() -> Value {
    let schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<T>();
    let mut schema = schema.to_value();
    close(&mut schema);
    schema
}

/// Tables take the keys that are listed and no other: said to editors too, also where a table is made of two structs.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            map.remove("unevaluatedProperties");
            // Defaults of whole tables repeat those of their keys, with nulls that TOML does not have.
            if map.get("default").is_some_and(|default| default.is_object() || default.is_null()) {
                map.remove("default");
            }
            if map.contains_key("properties") && !map.contains_key("additionalProperties") {
                map.insert("additionalProperties".into(), false.into());
            }
            map.values_mut().for_each(close);
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

/// Both kinds of study file, for editors: one without `[pool]` and one with it.
#[derive(schemars::JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "a schema and no value")]
enum AnyFile {
    /// A study of a program.
    Study(Box<StudyFile>),
    /// A study that pools other studies.
    Pool(Box<PoolFile>),
}

/// The JSON Schema of study files (those that pool others included) as text, as it lies in `study.schema.json`.
pub fn json_schema() -> String {
    let mut text = serde_json::to_string_pretty(&schema_of::<AnyFile>()).unwrap_or_default();
    text.push('\n');
    text
}

/// Reads and validates a study file. Errors: `study::…`, every problem with its line.
pub fn load(path: impl AsRef<Path>) -> Result<Study> {
    let path = path.as_ref();
    let bytes = std::fs::read(path).map_err(|error| problems::unreadable(&path.display().to_string(), &error.to_string()))?;
    let Ok(text) = String::from_utf8(bytes) else {
        return Err(problems::not_text(&path.display().to_string()).into());
    };
    parse(path, &text)
}

/// Validates the text of a study file that lies (or would lie) at `path`. Errors as [`load`].
pub fn parse(path: impl AsRef<Path>, text: &str) -> Result<Study> {
    let path = path.as_ref().to_owned();
    let shown = path.display().to_string();
    // A byte-order mark is what some editors put in front.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let Source { tree, lines } = source::read(&shown, text).map_err(|problems| Error { problems })?;
    Error::unless_empty(shape::check(&shown, &lines, &schema(), &tree))?;
    let file = typed(&shown, &lines, &tree)?;
    let study = Study { file, path, text: text.to_owned(), lines, around: Surroundings::default() };
    Error::unless_empty(sense::check(&study))?;
    Ok(study)
}

/// The tree as types. What the schema does not say (a value that a type refuses) is found section by section, so that each has its line.
fn typed(file: &str, lines: &Lines, tree: &Value) -> Result<StudyFile> {
    fn section<T: DeserializeOwned>(file: &str, lines: &Lines, tree: &Value, name: &str, found: &mut Vec<Problem>) {
        if let Some(error) = tree.get(name).and_then(|section| serde_json::from_value::<T>(section.clone()).err()) {
            found.push(problems::refused(file, lines.of(name), name, &error.to_string()));
        }
    }
    let whole = serde_json::from_value::<StudyFile>(tree.clone());
    whole.map_err(|error| {
        use super::schema as s;
        let mut found = Vec::new();
        section::<s::StudySection>(file, lines, tree, "study", &mut found);
        section::<s::DataSection>(file, lines, tree, "data", &mut found);
        section::<s::RolesSection>(file, lines, tree, "roles", &mut found);
        section::<crate::measure::calendar::CalendarSettings>(file, lines, tree, "calendar", &mut found);
        section::<Vec<s::OutcomeSection>>(file, lines, tree, "outcome", &mut found);
        section::<s::ProgramSection>(file, lines, tree, "program", &mut found);
        section::<s::PeopleSection>(file, lines, tree, "people", &mut found);
        section::<s::AnalysisSection>(file, lines, tree, "analysis", &mut found);
        section::<s::ReportSection>(file, lines, tree, "report", &mut found);
        if found.is_empty() {
            found.push(problems::refused(file, 1, "study", &error.to_string()));
        }
        Error { problems: found }
    })
}
