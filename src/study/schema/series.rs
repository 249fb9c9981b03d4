//! How an interrupted series is modelled: `its` in `[analysis]`.

use super::values::Moment;
use crate::methods::its::Errors;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The mean of each period as a series that the program interrupts; the main answer where nobody is there to compare with. { } takes the defaults.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ItsRule {
    /// Length of the season in periods: 12 for months, 52.18 for weeks. Default: no season.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub season: Option<f64>,
    /// Pairs of sine and cosine of the season. Default: 0, an indicator a season.
    pub harmonics: u32,
    /// Adjust for the share of the period's days in Ramadan. Default: false.
    pub ramadan: bool,
    /// Whether the slope may change at the start. Default: true.
    pub slope: bool,
    /// Errors: "newey-west" (default), "prais-winsten", "cochrane-orcutt", "ar1", "andrews" or "iid".
    pub errors: Errors,
    /// Lag of Newey and West. Default: automatic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lag: Option<usize>,
    /// Model the logarithm of the period's mean. Default: false.
    pub log: bool,
    /// Further interruptions after the start of the program.
    pub further: Vec<Moment>,
    /// Numeric columns to adjust for, as means of the period.
    pub covariates: Vec<String>,
}

impl Default for ItsRule {
    fn default() -> Self {
        Self {
            season: None,
            harmonics: 0,
            ramadan: false,
            slope: true,
            errors: Errors::default(),
            lag: None,
            log: false,
            further: Vec::new(),
            covariates: Vec::new(),
        }
    }
}
