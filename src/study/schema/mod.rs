//! The study file as types: sections, keys, defaults. The JSON Schema for editors and the check of keys and types are generated from these.
//!
//! Keys are English, one vocabulary for everybody; texts are one string, or one in each language.

mod analysis;
mod data;
mod engine;
mod outcome;
mod people;
mod program;
mod series;
mod values;

pub use crate::inference::multiple::Multiplicity;
pub use analysis::{ALL, AnalysisSection, Arms, By, ReportFormat, ReportSection};
pub use data::{DataSection, Filter, RolesSection, TimeRole};
pub use engine::EngineName;
pub(super) use outcome::SOURCES;
pub use outcome::{DateAndTime, DurationRule, GainRule, IndexRule, Instant, OutcomeSection, OutcomeShows, OutcomeSource};
pub use people::{LongScores, PeopleItem, PeopleSection, Reaction, Shows};
pub use program::{CostRule, CostUnit, Members, ProgramSection};
pub use series::ItsRule;
pub use values::{Moment, OneOrMany, Scalar, Words};

use crate::locale::{Lang, Text};
use crate::measure::calendar::CalendarSettings;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A study of a program in public service: the data, what their columns mean, how outcomes are made, what the program was, what to compare.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StudyFile {
    /// What the study is called, what it asks, in which language it reports, where it writes.
    pub study: StudySection,
    /// The files and how to read them.
    pub data: DataSection,
    /// Which column plays which role.
    #[serde(default)]
    pub roles: RolesSection,
    /// The working calendar behind working days and working hours.
    #[serde(default)]
    pub calendar: CalendarSettings,
    /// What is measured, the main outcome first.
    pub outcome: Vec<OutcomeSection>,
    /// What the program was: who, when, how much of it.
    pub program: ProgramSection,
    /// Participants and their scores, in a file of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub people: Option<PeopleSection>,
    /// What to compare, and how.
    #[serde(default)]
    pub analysis: AnalysisSection,
    /// What the report brings along.
    #[serde(default)]
    pub report: ReportSection,
}

/// What the study is called, what it asks, in which language it reports, where it writes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StudySection {
    /// Short name: small letters, digits and hyphens. The output folder is called after it.
    #[schemars(regex(pattern = r"^[a-z0-9][a-z0-9-]*$"))]
    pub name: String,
    /// Title of the report.
    pub title: Words,
    /// The question in the words of those who ask. Default: made from the program and the main outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<Words>,
    /// The place as people write it ("Palangka Raya"), for reports that put several studies side by side. Default: the name, with a capital letter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Words>,
    /// Language of the report: "id", "en", or both with the main one first. Default: "id".
    #[serde(default = "indonesian")]
    pub language: OneOrMany<Lang>,
    /// Folder to write to, from where the command is run. Default: `notebooks-output/<name>`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
    /// Seed of everything simulated (bootstrap, permutation). Default: 20240817.
    #[serde(default = "default_seed")]
    pub seed: u64,
    /// Confidence level of intervals. Default: 0.95.
    #[serde(default = "default_level")]
    #[schemars(range(min = 0.5, max = 0.999))]
    pub level: f64,
    /// Whether the data are made up; the report says so on its first screen. Default: false.
    #[serde(default)]
    pub synthetic: bool,
}

fn indonesian() -> OneOrMany<Lang> {
    OneOrMany::One(Lang::Id)
}

fn default_seed() -> u64 {
    crate::inference::random::DEFAULT_SEED
}

fn default_level() -> f64 {
    0.95
}

impl StudySection {
    /// Languages of the report, the main one first, each once.
    pub fn languages(&self) -> Vec<Lang> {
        let mut out = Vec::new();
        for lang in self.language.items() {
            if !out.contains(lang) {
                out.push(*lang);
            }
        }
        out
    }

    /// What to call the study beside others.
    pub fn place(&self) -> Text {
        self.place.as_ref().map_or_else(
            || {
                let name = self.name.replace('-', " ");
                let mut letters = name.chars();
                Text::same(letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default())
            },
            Words::text,
        )
    }

    /// Folder to write to, relative to where the command is run.
    pub fn output_folder(&self) -> std::path::PathBuf {
        match &self.output {
            Some(folder) => folder.into(),
            None => std::path::Path::new("notebooks-output").join(&self.name),
        }
    }
}
