//! Section `[[outcome]]`: what is measured and how it is made from columns.

use super::values::Words;
use crate::locale::Text;
use crate::measure::clock::Clock;
use crate::measure::satisfaction::{NumberOrder, Regime};
use crate::measure::target::Better;
use crate::text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What an outcome shows of a training in Kirkpatrick's terms.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OutcomeShows {
    /// Level 4: results of the service.
    #[default]
    Results,
    /// Level 3: what staff do at work.
    Behaviour,
}

impl OutcomeShows {
    #[allow(clippy::trivially_copy_pass_by_ref)] // as serde calls it
    fn is_results(&self) -> bool {
        *self == OutcomeShows::Results
    }
}

/// One outcome. It is made in exactly one way: `duration`, `column`, `index`, `within_target` or `gain`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OutcomeSection {
    /// Short name: small letters, digits and hyphens; used in file names.
    #[schemars(regex(pattern = r"^[a-z0-9][a-z0-9-]*$"))]
    pub name: String,
    /// What it is, in words. Default: the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Words>,
    /// Its unit, in words. Default: that of the clock, of the index, or none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Words>,
    /// Which direction is good: "lower" or "higher". Needed for `column`; else it follows from how the outcome is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub better: Option<Better>,
    /// Service standard in the outcome's unit; the share within it is reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<f64>,
    /// Lowest and highest possible value, such as [0, 600]; what lies outside is counted by the check "outliers". Default: 0 to 1 where the unit is a share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<[f64; 2]>,
    /// Whether the program should not change this outcome: an effect on it then speaks against the others. Default: false.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub placebo: bool,
    /// What it shows of a training in Kirkpatrick's terms: "results" of the service (level 4; default) or "behaviour" of the staff (level 3).
    #[serde(default, skip_serializing_if = "OutcomeShows::is_results")]
    pub shows: OutcomeShows,
    /// Longest time that counts where cases are not finished (the mean is restricted to it), in the outcome's unit. Default: the longest time that every
    /// group reaches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub horizon: Option<f64>,
    /// Decimals to write it with. Default: 1; 2 for an index.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(max = 9))]
    pub decimals: Option<usize>,
    /// A duration between two columns of dates, on a clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<DurationRule>,
    /// A numeric (or yes/no) column as it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// A satisfaction index from scores of elements (SKM/IKM).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<IndexRule>,
    /// Name of another outcome: 1 where it meets its target, 0 where not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within_target: Option<String>,
    /// Normalized gain of a test before and after: (after − before)/(max − before).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gain: Option<GainRule>,
    /// Columns for effects by group of this outcome, instead of those in `[analysis]`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Vec<super::By>>,
    /// Difference-in-differences methods of this outcome, instead of those in `[analysis]`; "all" for every one that fits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub did: Option<super::OneOrMany<String>>,
}

/// Two columns of dates and a clock.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DurationRule {
    /// When the case came in: a column of dates, or { date = "…", time = "…" } where the time of day has a column of its own.
    pub start: Instant,
    /// When it was finished; empty = unfinished, kept and counted.
    pub end: Instant,
    /// What is counted: "elapsed" hours, "calendar-days", "working-days" or "working-hours". Default: "working-hours".
    #[serde(default)]
    pub clock: Clock,
}

/// Where an instant is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Instant {
    /// A column of dates, with or without a time of day.
    Column(String),
    /// A column of dates and one of times of day.
    DateAndTime(DateAndTime),
}

/// A column of dates and one of times of day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DateAndTime {
    /// Column of dates.
    pub date: String,
    /// Column of times of day.
    pub time: String,
}

impl Instant {
    /// The column of dates.
    pub fn date(&self) -> &str {
        match self {
            Instant::Column(date) => date,
            Instant::DateAndTime(both) => &both.date,
        }
    }

    /// The column of times of day, where there is one.
    pub fn time(&self) -> Option<&str> {
        match self {
            Instant::Column(_) => None,
            Instant::DateAndTime(both) => Some(&both.time),
        }
    }
}

/// Elements of a satisfaction index.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IndexRule {
    /// Columns of the elements in the order U1 … U9. Default: found by their names or labels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elements: Option<Vec<String>>,
    /// Numeric columns that say how important respondents find the elements, in the order U1 … U9 (or that of `elements`), on one scale for all: the report
    /// then has importance against performance in four quadrants, and the customer satisfaction index (CSI).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub importance: Option<Vec<String>>,
    /// Grades by Permenpan RB 14/2017 ("2017", default) or by Kepmenpan 25/2004 ("2004").
    #[serde(default)]
    pub regime: Regime,
    /// What the numbers 8 and 9 mean where columns have numbers only: "regulation" (8 complaints, 9 facilities; default) or "questionnaire".
    #[serde(default)]
    pub order: NumberOrder,
}

/// Scores before and after of one record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GainRule {
    /// Score before.
    pub before: String,
    /// Score after.
    pub after: String,
    /// Highest possible score.
    pub max: f64,
}

/// How an outcome is made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum OutcomeSource<'a> {
    /// A duration on a clock.
    Duration(&'a DurationRule),
    /// A column as it stands.
    Column(&'a str),
    /// A satisfaction index.
    Index(&'a IndexRule),
    /// Share of another outcome within its target.
    WithinTarget(&'a str),
    /// Normalized gain.
    Gain(&'a GainRule),
}

/// The keys that make an outcome, one of which must be there.
pub(crate) const SOURCES: [&str; 5] = ["duration", "column", "index", "within_target", "gain"];

impl OutcomeSection {
    /// All ways in which the section makes its outcome; a valid one has exactly one.
    pub fn sources(&self) -> Vec<OutcomeSource<'_>> {
        let mut out = Vec::new();
        out.extend(self.duration.as_ref().map(OutcomeSource::Duration));
        out.extend(self.column.as_deref().map(OutcomeSource::Column));
        out.extend(self.index.as_ref().map(OutcomeSource::Index));
        out.extend(self.within_target.as_deref().map(OutcomeSource::WithinTarget));
        out.extend(self.gain.as_ref().map(OutcomeSource::Gain));
        out
    }

    /// The way in which it is made; none only in a section that is not valid.
    pub fn source(&self) -> Option<OutcomeSource<'_>> {
        self.sources().first().copied()
    }

    /// Label in words.
    pub fn label(&self) -> Text {
        self.label.as_ref().map_or_else(|| Text::same(self.name.clone()), Words::text)
    }

    /// Unit in words, empty where there is none.
    pub fn unit(&self) -> Text {
        match (&self.unit, self.source()) {
            (Some(words), _) => words.text(),
            (None, Some(OutcomeSource::Duration(rule))) => rule.clock.unit(),
            (None, Some(OutcomeSource::Index(_))) => text!("poin IKM", "index points"),
            (None, Some(OutcomeSource::Gain(_))) => text!("N-gain", "N-gain"),
            (None, _) => Text::default(),
        }
    }

    /// Direction that is good.
    pub fn better(&self) -> Better {
        match (self.better, self.source()) {
            (Some(better), _) => better,
            (None, Some(OutcomeSource::Duration(_))) => Better::Lower,
            (None, _) => Better::Higher,
        }
    }

    /// Decimals to write it with.
    pub fn decimals(&self) -> usize {
        self.decimals.unwrap_or(match self.source() {
            Some(OutcomeSource::Index(_) | OutcomeSource::Gain(_)) => 2,
            _ => 1,
        })
    }
}
