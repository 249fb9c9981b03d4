//! Section `[people]`: a second file with one participant a row (or one score a row), and what of it is compared.

use super::analysis::Arms;
use super::values::{OneOrMany, Scalar, Words};
use crate::data::ReadOptions;
use crate::locale::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Participants and their scores before and after: tests, competences, reactions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
// Unknown keys are found against the schema: serde cannot deny them beside flattened options.
pub struct PeopleSection {
    /// A file, a folder, a glob, or a list of these; paths start from the folder of the study file.
    pub files: OneOrMany<String>,
    /// How to read them, where guessing is not wanted.
    #[serde(flatten)]
    pub reading: ReadOptions,
    /// Column that says who it is. Its values are never shown.
    pub id: String,
    /// Drop exact copies of earlier rows; they are counted. Default: false.
    #[serde(default)]
    pub deduplicate: bool,
    /// Scores that stand in two columns, before and after: one entry a test or competence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub item: Vec<PeopleItem>,
    /// Scores that stand in rows: one row a person, competence and time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub long: Option<LongScores>,
    /// Highest possible score, where an item does not say its own. Without it there is no N-gain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// Score that the work asks for, where an item does not say its own: gaps to it are ranked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standard: Option<f64>,
    /// Columns for results by subgroup: kind of class, internship. A column, or { column, label, values, names }.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<Arms>,
    /// What participants thought of the training.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reaction: Option<Reaction>,
    /// Decimals to write scores with. Default: 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(max = 9))]
    pub decimals: Option<usize>,
}

/// A test or competence with a column before and one after; or, in a survey of needs, one of mastery and one of importance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PeopleItem {
    /// Short name: small letters, digits and hyphens.
    #[schemars(regex(pattern = r"^[a-z0-9][a-z0-9-]*$"))]
    pub name: String,
    /// What it is, in words. Default: the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Words>,
    /// Column of the score before. Left out where there was one test only: no change and no N-gain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// Column of the score after, or of the only one (mastery today, in a survey of training needs).
    pub after: String,
    /// Column that says how much the work asks for it, on the scale of the scores: the gap is importance minus score, of each person, instead of standard
    /// minus score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub importance: Option<String>,
    /// Highest possible score of this item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// Score that the work asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standard: Option<f64>,
    /// What it shows in Kirkpatrick's terms: "learning" (a test; default) or "behaviour" (work that was observed).
    #[serde(default)]
    pub shows: Shows,
}

/// What a score shows in Kirkpatrick's terms.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Shows {
    /// Level 2: what was learned.
    #[default]
    Learning,
    /// Level 3: what is done at work.
    Behaviour,
}

/// Scores in rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LongScores {
    /// Column of the competence or test; left out where there is only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// Column of the time.
    pub when: String,
    /// Values of `when` that are before.
    pub before: OneOrMany<Scalar>,
    /// Values of `when` that are after.
    pub after: OneOrMany<Scalar>,
    /// Column of the score.
    pub score: String,
    /// What to call the items in the report.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<String, Words>,
    /// Scores that the work asks for, by item, where they differ from `standard`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub standards: BTreeMap<String, f64>,
    /// What the scores show: "learning" (default) or "behaviour".
    #[serde(default)]
    pub shows: Shows,
}

/// Columns of the reaction form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reaction {
    /// Numeric columns, one a question.
    pub columns: Vec<String>,
    /// Highest possible answer.
    pub max: f64,
    /// What to call the questions in the report.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<String, Words>,
}

impl PeopleItem {
    /// Its columns of numbers with the key of each.
    pub fn columns(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let named = [("before", self.before.as_deref()), ("after", Some(self.after.as_str())), ("importance", self.importance.as_deref())];
        named.into_iter().filter_map(|(key, column)| Some((key, column?)))
    }

    /// Label in words.
    pub fn label(&self) -> Text {
        self.label.as_ref().map_or_else(|| Text::same(self.name.clone()), Words::text)
    }
}

impl PeopleSection {
    /// Decimals to write scores with.
    pub fn decimals(&self) -> usize {
        self.decimals.unwrap_or(1)
    }
}
