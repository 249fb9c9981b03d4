//! The one result of every method: effects by key, with covariance and influence; tests, notes, sample account.
//!
//! Nothing after estimation knows which method ran: charts, tables and words choose by the keys that are present.

mod cell_shares;
mod cohort_period;
mod cohort_results;
mod effect;
mod fields;
mod influence;
mod json;
mod linear;
mod notes;
mod paths;
mod pooled;
mod side_by_side;

pub use cohort_period::{Aggregation, CohortPeriod, Combination, aggregate, mean_sizes};
pub use cohort_results::{Asked, CohortReport, cohort_results, cohort_results_by_cell, cohort_rows, only_effect, rows_wanted};
pub use effect::{Effect, EffectKey, EffectKind};
pub use fields::{FIELDS, Field};
pub use influence::{Block, CellInfluence, Grouping, Influence, Observations, Spread, Within, keeps_influence, spread};
pub use json::to_json;
pub use linear::{LinearCombination, RowName};
pub use notes::Note;
pub use paths::{EachUnit, Path, PathMap, Paths};
pub use pooled::pooled_effects;
pub use side_by_side::SideBySide;

use crate::inference::permute::Permutation;
use crate::inference::step_down::{ByCluster, Hypothesis};
use crate::panel::{SampleAccount, TimeScale};
use ndarray::Array2;
use serde_json::{Map, Value};

/// A test of a hypothesis.
#[derive(Debug, Clone, PartialEq)]
pub struct TestResult {
    /// Kebab-case name: `welch-t`, `pre-trends`.
    pub name: String,
    /// Region, element or other label where the test is of a part.
    pub region: Option<String>,
    /// Test statistic.
    pub statistic: Option<f64>,
    /// Degrees of freedom, empty where there are none.
    pub df: Vec<f64>,
    /// p-value.
    pub p_value: Option<f64>,
    /// Whether the p-value is from the exact distribution; none where the question does not arise.
    pub exact: Option<bool>,
    /// Further named numbers (draws, ties, adjusted p …).
    pub extra: Map<String, Value>,
}

impl TestResult {
    /// A test with its name alone; fill in the rest.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), region: None, statistic: None, df: Vec::new(), p_value: None, exact: None, extra: Map::new() }
    }

    /// What randomization inference says; empty where the observed assignment has no statistic.
    pub fn randomization(found: Option<Permutation>) -> Self {
        let mut test = Self::new("randomization");
        if let Some(found) = found {
            test.statistic = Some(found.statistic);
            test.p_value = Some(found.p_value);
            test.exact = Some(found.exact);
            test.extra.insert("assignments".into(), found.assignments.into());
            test.extra.insert("p_upper".into(), found.p_upper.into());
            test.extra.insert("p_lower".into(), found.p_lower.into());
        }
        test
    }
}

/// What a check says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Nothing against the result.
    Pass,
    /// Take care.
    Caution,
    /// Speaks against the result.
    Fail,
    /// Does not fit this design.
    NotApplicable,
}

impl Verdict {
    /// The word in the result format.
    pub fn code(self) -> &'static str {
        match self {
            Verdict::Pass => "pass",
            Verdict::Caution => "caution",
            Verdict::Fail => "fail",
            Verdict::NotApplicable => "not-applicable",
        }
    }
}

/// What a check found, with the evidence and a sentence for people.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Kebab-case name of the check.
    pub name: String,
    /// Its verdict.
    pub verdict: Verdict,
    /// Named numbers behind it.
    pub evidence: Map<String, Value>,
    /// One sentence that a policy reader understands.
    pub sentence: crate::locale::Text,
}

/// The result of one method on one outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// `did`, `prepost`, `satisfaction` …
    pub command: String,
    /// Long name of the method.
    pub method: String,
    /// Name of the outcome.
    pub outcome: String,
    /// Everything that was chosen, defaults included.
    pub settings: Map<String, Value>,
    /// Scale of the periods in the keys.
    pub scale: TimeScale,
    /// Effects in a fixed order.
    pub effects: Vec<Effect>,
    /// Covariance of the effects that have one: rows name the positions in `effects`.
    pub covariance: Option<Covariance>,
    /// Influence by cluster, of the first rows of `effects`; rows that were put together from others afterwards have none.
    pub influence: Option<Influence>,
    /// Tests.
    pub tests: Vec<TestResult>,
    /// Findings of checks.
    pub checks: Vec<Finding>,
    /// Rows in, rows out.
    pub sample: SampleAccount,
    /// Things the reader must know.
    pub notes: Vec<Note>,
    /// Further top-level parts of the result format (`effect_sizes`, `index`, `elements`, `path`, `bounds` …).
    pub parts: Map<String, Value>,
}

/// A covariance matrix of some of the effects.
#[derive(Debug, Clone, PartialEq)]
pub struct Covariance {
    /// Positions in [`Estimate::effects`].
    pub rows: Vec<usize>,
    /// Square, in the order of `rows`.
    pub matrix: Array2<f64>,
}

impl Estimate {
    /// An empty result of a command and method.
    pub fn new(command: &str, method: &str, outcome: &str) -> Self {
        Self {
            command: command.into(),
            method: method.into(),
            outcome: outcome.into(),
            settings: Map::new(),
            scale: TimeScale::Integer,
            effects: Vec::new(),
            covariance: None,
            influence: None,
            tests: Vec::new(),
            checks: Vec::new(),
            sample: SampleAccount::default(),
            notes: Vec::new(),
            parts: Map::new(),
        }
    }

    /// The first effect of a term.
    pub fn effect(&self, term: &str) -> Option<&Effect> {
        self.effects.iter().find(|effect| effect.key.term == term)
    }

    /// The one number of the result: the overall effect, else the first one that has an estimate.
    pub fn headline(&self) -> Option<&Effect> {
        self.headline_row().map(|row| &self.effects[row])
    }

    /// The row of [`Self::headline`].
    pub fn headline_row(&self) -> Option<usize> {
        let of_kind = |wanted: fn(&Effect) -> bool| self.effects.iter().position(|effect| effect.estimate.is_some() && wanted(effect));
        of_kind(|effect| effect.key.kind == EffectKind::Overall).or_else(|| of_kind(|_| true))
    }

    /// The headline with the influence of each cluster on it, where that is known.
    pub fn headline_with_influence(&self) -> Option<(Effect, Option<ByCluster>)> {
        let row = self.headline_row()?;
        Some((self.effects[row].clone(), self.hypothesis(row).map(|hypothesis| hypothesis.influence)))
    }

    /// A row as one of several hypotheses: its statistic with the influence of each cluster by label. None where it has no p-value, or where no influence
    /// by cluster is known (errors that are not clustered one way, methods that repeat the estimate).
    pub fn hypothesis(&self, row: usize) -> Option<Hypothesis> {
        let effect = self.effects.get(row).filter(|effect| effect.p_value.is_some())?;
        let influence = self.influence.as_ref().filter(|influence| row < influence.values.ncols())?;
        let column = influence.values.column(row);
        let by_cluster = influence.clusters.iter().cloned().zip(column.iter().copied()).filter(|(_, value)| *value != 0.0);
        Some(Hypothesis { statistic: effect.statistic?, df: effect.df, influence: by_cluster.collect() })
    }
}
