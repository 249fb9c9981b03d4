//! What a run of a study found: everything that the report is written from. The report reads this and nothing else.

use super::schema::Shows;
use super::worth::{Reached, Worth};
use crate::checks::Graded;
use crate::estimate::{EffectKind, Estimate, Finding, Note};
use crate::locale::{Lang, Text};
use crate::measure::target::Better;
use crate::methods::decomposition::Decomposition;
use crate::methods::honest::{Bounds, EventStudy};
use crate::panel::{Period, SampleAccount, TimeScale};

/// A run of a study.
#[derive(Debug, Clone)]
pub struct StudyResult {
    /// Short name: `kendari`.
    pub name: String,
    /// Title of the report.
    pub title: Text,
    /// The question in the words of those who ask.
    pub question: Text,
    /// Language of the report, first; further languages after it.
    pub languages: Vec<Lang>,
    /// What was done and to whom.
    pub program: ProgramFacts,
    /// Files read, with their hashes.
    pub sources: Vec<SourceFacts>,
    /// The outcomes, the main one first.
    pub outcomes: Vec<OutcomeResult>,
    /// What the study is as one of a training; none where it is about another program.
    pub training: Option<TrainingFacts>,
    /// Participants and their scores, where the study has a file of them.
    pub people: Option<PeopleFacts>,
    /// Whom it reached, what it adds up to, and what that cost.
    pub worth: Option<Worth>,
    /// Sentences on what to do next that the study file brings along.
    pub next_steps: Vec<Text>,
    /// Whether the data are synthetic (said on the first screen).
    pub synthetic: bool,
    /// Random seed of everything simulated.
    pub seed: u64,
    /// Confidence level, 0.95.
    pub level: f64,
    /// The cleaning account of the records: rows in, rows out, why.
    pub account: SampleAccount,
    /// Notes on the data as a whole (locale guessed, NIK-like columns hidden, calendar years missing …).
    pub notes: Vec<Note>,
    /// The study file, as text, for "how it was computed".
    pub study_file: String,
    /// Its path as a reader would type it to run it again, with `/` and without this machine's folders: `datasets/kendari/study.toml`.
    pub study_path: String,
    /// Groups of fewer records or respondents than this are not published; 5 unless the study says otherwise.
    pub small_cells: u64,
    /// Names of units that a report must not hold; empty where it may.
    pub hidden_names: Vec<String>,
    /// Decides what stands for which of them; made from the content of the data, and written nowhere.
    pub alias_key: String,
    /// How p-values were adjusted over the outcomes, in the words of settings.
    pub multiplicity: &'static str,
}

/// What the program was.
#[derive(Debug, Clone)]
pub struct ProgramFacts {
    /// Name of the program.
    pub name: Text,
    /// What was done, one or two sentences.
    pub what: Text,
    /// First period of the program and its scale, where there is one start.
    pub start: Option<(TimeScale, Period)>,
    /// Names of the treated groups (city, offices), as people write them.
    pub treated: Text,
    /// Names of the comparison groups.
    pub comparison: Text,
    /// Share of staff who took part, 0–1.
    pub participation: Option<f64>,
}

/// A study of a training.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TrainingFacts {
    /// Outcomes that show what staff do (Kirkpatrick's third level); the others are results of the service.
    pub behaviour: Vec<String>,
}

/// A file that was read.
#[derive(Debug, Clone)]
pub struct SourceFacts {
    /// Path as the study gives it.
    pub path: String,
    /// SHA-256 in hexadecimal; none of what is on an engine.
    pub sha256: Option<String>,
    /// Size; none of what is on an engine.
    pub bytes: Option<u64>,
    /// The engine that has the records, where it is another than this program.
    pub engine: Option<&'static str>,
    /// Rows read.
    pub rows: u64,
    /// How it was read, in words: delimiter, decimal mark, encoding, date order, sheet.
    pub reading: Text,
}

/// One outcome with all its analyses.
#[derive(Debug, Clone)]
pub struct OutcomeResult {
    /// Short name, used in file names.
    pub name: String,
    /// What it is: `Waktu penyelesaian dokumen`.
    pub label: Text,
    /// Its unit: `jam kerja`.
    pub unit: Text,
    /// Which direction is good.
    pub better: Better,
    /// Decimals to write it with.
    pub decimals: usize,
    /// The service standard, where there is one.
    pub target: Option<f64>,
    /// Before/after among the treated (and by group in `by`).
    pub prepost: Option<Estimate>,
    /// Difference-in-differences, the main method first.
    pub did: Vec<Estimate>,
    /// Effects by dynamic event time, where a method gives them (an event study).
    pub event_study: Option<Estimate>,
    /// Effects by region, document or element: one estimate of kind `region` a level, and the overall one.
    pub by: Vec<GroupDifference>,
    /// The outcome as a series that the program interrupts: rows of the contract and the part `path`.
    pub its: Option<Estimate>,
    /// Time to completion with its unfinished cases: rows of the contract and the part `curves`.
    pub survival: Option<Estimate>,
    /// Means of the groups over time.
    pub trends: Option<Trends>,
    /// Distribution before and after, treated and comparison.
    pub distribution: Option<Distribution>,
    /// Satisfaction index, where the outcome is one.
    pub index: Option<IndexFacts>,
    /// What other assumptions and comparisons would give.
    pub robustness: Robustness,
    /// Checks of this outcome.
    pub checks: Vec<Finding>,
    /// How sure the answer is, with its reasons; the rule is [`Graded::rule`].
    pub graded: Graded,
    /// The main effect at full participation: estimate, lower and upper limit, where the study gives the participation.
    pub full_participation: Option<(f64, Option<f64>, Option<f64>)>,
    /// The effect per participant, with the program as instrument, where participation is known by unit or record.
    pub per_participant: Option<Estimate>,
    /// p-value of the main effect, adjusted for there being several outcomes; none where there is one, or no p-value.
    pub p_among_outcomes: Option<f64>,
    /// Records of the treated from their start on.
    pub reached: Option<Reached>,
    /// What the reader must know about this outcome.
    pub notes: Vec<Note>,
}

impl OutcomeResult {
    /// The estimate that answers: against the comparison where there is one, else the interrupted series, before and after, the index.
    pub fn main_estimate(&self) -> Option<&Estimate> {
        self.did.first().or(self.its.as_ref()).or(self.prepost.as_ref()).or_else(|| self.index.as_ref().map(|index| &index.estimate))
    }

    /// The effects by time since the start: those of the main method where it has them, else the event study, else those of another method.
    pub fn by_time(&self) -> Option<&Estimate> {
        by_time(&self.did, self.event_study.as_ref())
    }
}

/// See [`OutcomeResult::by_time`].
pub(super) fn by_time<'a>(did: &'a [Estimate], event_study: Option<&'a Estimate>) -> Option<&'a Estimate> {
    let dynamic = |estimate: &&Estimate| estimate.effects.iter().filter(|effect| effect.key.kind == EffectKind::EventTime).count() > 1;
    did.first().filter(dynamic).or(event_study).or_else(|| did.iter().find(dynamic))
}

/// What other assumptions and comparisons would give.
#[derive(Debug, Clone, Default)]
pub struct Robustness {
    /// What two-way fixed effects is made of, where starts differ.
    pub decomposition: Option<Decomposition>,
    /// Bounds for the average effect where movement was not parallel.
    pub honest: Option<Bounds>,
    /// The effects by event time that the bounds are made from.
    pub event_study: Option<EventStudy>,
    /// The main effect under other choices; of the main outcome only.
    pub specifications: Option<Specifications>,
}

/// The main effect under other reasonable choices.
#[derive(Debug, Clone)]
pub struct Specifications {
    /// What was varied, with its options.
    pub choices: Vec<(Text, Vec<Text>)>,
    /// The specifications.
    pub specifications: Vec<Specification>,
}

/// One specification.
#[derive(Debug, Clone, PartialEq)]
pub struct Specification {
    /// Option of each choice.
    pub options: Vec<usize>,
    /// Estimate.
    pub estimate: f64,
    /// Lower limit.
    pub low: Option<f64>,
    /// Upper limit.
    pub high: Option<f64>,
    /// p-value.
    pub p_value: Option<f64>,
    /// Whether it is the one of the report.
    pub main: bool,
}

/// Effects by the levels of one column.
#[derive(Debug, Clone)]
pub struct GroupDifference {
    /// Name of the column in words: `jenis dokumen`.
    pub by: Text,
    /// Levels that the study puts into words: `ya` is `dengan pendampingan`. Results keep the level itself.
    pub names: Vec<(String, Text)>,
    /// An estimate whose effects are of kind `region`, in the order to show, and `overall` last.
    pub estimate: Estimate,
}

/// Group means over time.
#[derive(Debug, Clone)]
pub struct Trends {
    /// Scale of the periods.
    pub scale: TimeScale,
    /// First treated period of the earliest cohort.
    pub start: Option<Period>,
    /// Treated first, comparison second.
    pub series: Vec<TrendSeries>,
    /// Periods with Ramadan in them, for faint bands.
    pub ramadan: Vec<Period>,
}

/// One line of the trends.
#[derive(Debug, Clone)]
pub struct TrendSeries {
    /// Who.
    pub label: Text,
    /// Whether these are the treated.
    pub treated: bool,
    /// Points in the order of periods.
    pub points: Vec<TrendPoint>,
}

/// One period of one group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrendPoint {
    /// The period.
    pub period: Period,
    /// Mean.
    pub mean: f64,
    /// Standard error of the mean (units as clusters where there are several).
    pub std_error: Option<f64>,
    /// Records behind it.
    pub records: u64,
}

/// Distribution of the outcome by group and time.
#[derive(Debug, Clone)]
pub struct Distribution {
    /// Edges of the bins, one more than shares.
    pub edges: Vec<f64>,
    /// Treated before, treated after, comparison before, comparison after (those that are there).
    pub sides: Vec<DistributionSide>,
}

/// One side of the distribution.
#[derive(Debug, Clone)]
pub struct DistributionSide {
    /// Whether these are the treated.
    pub treated: bool,
    /// Whether it is after the start.
    pub after: bool,
    /// Share of the records in each bin; the rest lies beyond the last edge.
    pub shares: Vec<f64>,
    /// Records.
    pub records: u64,
    /// Mean.
    pub mean: f64,
    /// Median.
    pub median: f64,
    /// 90th percentile.
    pub p90: f64,
    /// Share within the service standard.
    pub within_target: Option<f64>,
}

/// A satisfaction index in the terms of Permenpan RB 14/2017.
#[derive(Debug, Clone)]
pub struct IndexFacts {
    /// `satisfaction` result: parts `index` and `elements` in the contract's form.
    pub estimate: Estimate,
    /// Difference-in-differences of each element, kind `region` with the element's code as region, adjusted p-values in `extra`.
    pub elements: Option<Estimate>,
    /// Grade regime in words.
    pub regime: Text,
}

/// Scores of the participants, each estimate over people: rows of kind `term` for all (the item as term), of kind `region` by subgroup and between two.
#[derive(Debug, Clone)]
pub struct PeopleFacts {
    /// Their files, as the study gives them.
    pub files: Vec<String>,
    /// How many there are.
    pub people: u64,
    /// Tests and competences.
    pub items: Vec<PersonItem>,
    /// Columns of subgroups: the column, what to call it, what to call its values.
    #[allow(clippy::type_complexity)] // as the line above says
    pub groups: Vec<(String, Text, Vec<(String, Text)>)>,
    /// Questions of the reaction form: column and words.
    pub questions: Vec<(String, Text)>,
    /// Highest possible answer of the reaction form.
    pub reaction_max: Option<f64>,
    /// After minus before.
    pub change: Option<Estimate>,
    /// Normalized gain.
    pub gain: Option<Estimate>,
    /// Standard minus after, the largest gap first.
    pub gap: Option<Estimate>,
    /// Mean answers of the reaction form.
    pub reaction: Option<Estimate>,
    /// Decimals to write scores with.
    pub decimals: usize,
    /// Rows of the file: in, out, why.
    pub account: SampleAccount,
}

impl PeopleFacts {
    /// The estimates that there are.
    pub fn estimates(&self) -> impl Iterator<Item = &Estimate> {
        [&self.change, &self.gain, &self.gap, &self.reaction].into_iter().flatten()
    }

    /// [`Self::estimates`], to change them.
    pub fn estimates_mut(&mut self) -> impl Iterator<Item = &mut Estimate> {
        [&mut self.change, &mut self.gain, &mut self.gap, &mut self.reaction].into_iter().flatten()
    }
}

/// A test or competence of the participants.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonItem {
    /// Short name.
    pub code: String,
    /// In words.
    pub label: Text,
    /// What it shows in Kirkpatrick's terms.
    pub shows: Shows,
    /// Highest possible score.
    pub max: Option<f64>,
    /// Score that the work asks for.
    pub standard: Option<f64>,
}
