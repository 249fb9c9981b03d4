//! The file of a pool: `[study]` and `[pool]`.

use super::super::load::{Study, load, schema_of};
use super::super::schema::StudySection;
use super::super::{shape, source};
use crate::error::{Error, Result, study as problems};
use crate::inference::pool::PoolMethod;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::path::{Path, PathBuf};

/// A study that pools other studies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PoolFile {
    /// What the study is called, what it asks, in which language it reports.
    pub study: StudySection,
    /// Which studies, and how they are pooled.
    pub pool: PoolSection,
}

/// Which studies, and how they are pooled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PoolSection {
    /// Study files, from the folder of this one.
    #[schemars(length(min = 2))]
    pub studies: Vec<String>,
    /// How the variance between studies is found: "dl", "reml" or "fe". Default: "reml".
    #[serde(default = "reml")]
    pub method: PoolMethod,
    /// Knapp–Hartung interval. Default: true.
    #[serde(default = "yes")]
    pub knapp_hartung: bool,
}

fn reml() -> PoolMethod {
    PoolMethod::Reml
}

fn yes() -> bool {
    true
}

/// A pool that was read, with its studies.
#[derive(Debug, Clone, PartialEq)]
pub struct PoolStudy {
    /// What it says.
    pub file: PoolFile,
    /// The studies, read and validated.
    pub studies: Vec<Study>,
    /// Its text.
    pub text: String,
    path: String,
}

impl PoolStudy {
    /// A pool of study files that are named without a file of their own. Errors: those of the studies, one that stands twice.
    pub fn of_files(files: &[String], method: PoolMethod, knapp_hartung: bool, level: f64) -> Result<Self> {
        let whole = json!({
            "study": { "name": "pool", "title": "pool", "level": level },
            "pool": { "studies": files, "method": method, "knapp_hartung": knapp_hartung },
        });
        let file: PoolFile = serde_json::from_value(whole).map_err(|error| problems::refused("pool", 0, "pool", &error.to_string()))?;
        let studies = members(&file, Path::new(""), "dampak pool", 0)?;
        Ok(Self { file, studies, text: String::new(), path: String::new() })
    }

    /// Its path as a reader types it.
    pub fn shown_path(&self) -> String {
        self.path.clone()
    }
}

/// Whether the file at a path has a section `[pool]`; false where it cannot be read (the reading of studies says why).
pub fn is_pool(path: impl AsRef<Path>) -> bool {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    source::read("", text.trim_start_matches('\u{feff}')).is_ok_and(|read| read.tree.get("pool").is_some())
}

/// Reads and validates a pool and its studies. Errors: `study::…`, every problem with its line.
pub fn load_pool(path: impl AsRef<Path>) -> Result<PoolStudy> {
    let path = path.as_ref();
    let shown = path.display().to_string().replace('\\', "/");
    let text = std::fs::read_to_string(path).map_err(|error| problems::unreadable(&shown, &error.to_string()))?;
    let text = text.trim_start_matches('\u{feff}').to_owned();
    let read = source::read(&shown, &text).map_err(|problems| Error { problems })?;
    Error::unless_empty(shape::check(&shown, &read.lines, &schema_of::<PoolFile>(), &read.tree))?;
    let file: PoolFile =
        serde_json::from_value(read.tree.clone()).map_err(|error| problems::refused(&shown, read.lines.of("pool"), "pool", &error.to_string()))?;
    let studies = members(&file, path.parent().unwrap_or(Path::new("")), &shown, read.lines.of("pool.studies"))?;
    Ok(PoolStudy { file, studies, text, path: shown })
}

/// The studies of a pool, each once. Errors: every problem of every one of them, a pool among them, one that stands twice.
fn members(file: &PoolFile, folder: &Path, shown: &str, line: usize) -> Result<Vec<Study>> {
    let mut studies: Vec<Study> = Vec::new();
    let mut found = Vec::new();
    let mut places: Vec<PathBuf> = Vec::new();
    for name in &file.pool.studies {
        let path = folder.join(name);
        let place = std::fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        if places.contains(&place) {
            found.push(problems::pooled_twice(shown, line, name));
            continue;
        }
        places.push(place);
        if is_pool(&path) {
            found.push(problems::pool_in_a_pool(shown, line, name));
            continue;
        }
        match load(&path) {
            Ok(study) if studies.iter().any(|other| other.file.study.name == study.file.study.name) => {
                found.push(problems::same_name(shown, line, name, &study.file.study.name));
            }
            Ok(study) => studies.push(study),
            Err(error) => found.extend(error.problems),
        }
    }
    Error::unless_empty(found)?;
    Ok(studies)
}
