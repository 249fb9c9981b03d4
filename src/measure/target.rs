//! Which direction is good, and the share within a service standard.

use serde::{Deserialize, Serialize};

/// Which direction of an outcome is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Better {
    /// Less is better (waiting time).
    Lower,
    /// More is better (satisfaction).
    Higher,
}

impl Better {
    /// Whether a value meets a standard.
    pub fn meets(self, value: f64, target: f64) -> bool {
        match self {
            Better::Lower => value <= target,
            Better::Higher => value >= target,
        }
    }
}
