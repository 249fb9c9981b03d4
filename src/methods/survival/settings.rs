//! What was asked for, and the cases.

use crate::inference::survival::{Limits, Ties};
use crate::panel::SampleAccount;
use serde_json::{Map, Value, json};

/// Cases as plain slices of one length.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SurvivalSample {
    /// How long the case was seen: until it ended or until the data were taken.
    pub times: Vec<f64>,
    /// Whether it ended.
    pub events: Vec<bool>,
    /// Whether it is from after the start; none where there is no before and after.
    pub after: Option<Vec<bool>>,
    /// Whether it is of the treated; none without a comparison.
    pub treated: Option<Vec<bool>>,
    /// Code of the cluster within which cases depend on each other.
    pub clusters: Option<Vec<usize>>,
    /// Rows so far.
    pub account: SampleAccount,
}

impl SurvivalSample {
    /// Times and ends of some cases.
    pub(super) fn of(&self, cases: &[usize]) -> (Vec<f64>, Vec<bool>) {
        cases.iter().map(|case| (self.times[*case], self.events[*case])).unzip()
    }
}

/// Choices of the analysis.
#[derive(Debug, Clone, PartialEq)]
pub struct SurvivalSettings {
    /// Name of the time.
    pub outcome: String,
    /// Horizon of the restricted mean; none: the largest time that all groups reach.
    pub until: Option<f64>,
    /// Limits of the curves.
    pub limits: Limits,
    /// Ties of proportional hazards.
    pub ties: Ties,
    /// Level of intervals.
    pub level: f64,
}

impl SurvivalSettings {
    /// The defaults: horizon from the data, limits on the log scale, Efron's ties, 95 %.
    pub fn new(outcome: impl Into<String>) -> Self {
        Self { outcome: outcome.into(), until: None, limits: Limits::default(), ties: Ties::default(), level: 0.95 }
    }

    pub(super) fn chosen(&self, sample: &SurvivalSample, until: f64) -> Map<String, Value> {
        let settings = json!({
            "outcome": self.outcome, "until": until, "limits": self.limits, "ties": self.ties, "level": self.level,
            "period": sample.after.is_some(), "group": sample.treated.is_some(), "clustered": sample.clusters.is_some(),
        });
        match settings {
            Value::Object(map) => map,
            _ => Map::new(),
        }
    }
}
