//! What was asked for.

use super::PrePostSample;
use crate::inference::multiple::MultipleTesting;
use crate::inference::random::DEFAULT_SEED;
use crate::measure::target::Better;
use serde_json::{Map, Value, json};

/// Choices of a before/after comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct PrePostSettings {
    /// Name of the outcome.
    pub outcome: String,
    /// Column of the pairs, for the account of rows.
    pub pair: Option<String>,
    /// Column of the clusters.
    pub cluster: Option<String>,
    /// Column of the regions.
    pub by: Option<String>,
    /// Column of the weights.
    pub weight: Option<String>,
    /// Level of intervals.
    pub level: f64,
    /// Which direction is good.
    pub better: Better,
    /// The service standard: at most (lower is better) or at least this value.
    pub target: Option<f64>,
    /// Adjustment of p-values over regions.
    pub adjust: MultipleTesting,
    /// Bootstrap draws for the `BCa` intervals; 0 for none.
    pub draws: u64,
    /// Seed of the bootstrap.
    pub seed: u64,
}

impl PrePostSettings {
    /// The defaults: 95 %, lower is better, Holm, 2000 draws.
    pub fn new(outcome: impl Into<String>) -> Self {
        Self {
            outcome: outcome.into(),
            pair: None,
            cluster: None,
            by: None,
            weight: None,
            level: 0.95,
            better: Better::Lower,
            target: None,
            adjust: MultipleTesting::default(),
            draws: 2000,
            seed: DEFAULT_SEED,
        }
    }

    /// Everything that was chosen, for the result.
    pub(super) fn chosen(&self, sample: &PrePostSample) -> Map<String, Value> {
        let better = match self.better {
            Better::Lower => "lower",
            Better::Higher => "higher",
        };
        let settings = json!({
            "outcome": self.outcome,
            "paired": sample.pair.is_some(),
            "pair": self.pair,
            "cluster": self.cluster,
            "by": self.by,
            "weight": self.weight,
            "level": self.level,
            "better": better,
            "target": self.target,
            "adjust": self.adjust.code(),
            "draws": self.draws,
            "seed": self.seed,
        });
        match settings {
            Value::Object(map) => map,
            _ => Map::new(),
        }
    }
}
