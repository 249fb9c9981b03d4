//! What was asked for.

use crate::panel::{CellKey, CellPlan, KeyRole, Period, TimeScale};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// How errors that depend on each other are dealt with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Errors {
    /// Least squares; Newey–West covariance (lag given, else prewhitened with an automatic one).
    #[default]
    NeweyWest,
    /// First-order autoregressive errors, first period kept.
    PraisWinsten,
    /// First-order autoregressive errors, first period left out.
    CochraneOrcutt,
    /// First-order autoregressive errors by maximum likelihood.
    Ar1,
    /// Least squares; quadratic spectral kernel of Andrews (1991).
    Andrews,
    /// Least squares; independent errors of one variance.
    Iid,
}

impl Errors {
    /// The word in settings.
    pub fn code(self) -> &'static str {
        match self {
            Errors::NeweyWest => "newey-west",
            Errors::PraisWinsten => "prais-winsten",
            Errors::CochraneOrcutt => "cochrane-orcutt",
            Errors::Ar1 => "ar1",
            Errors::Andrews => "andrews",
            Errors::Iid => "iid",
        }
    }

    /// Whether the dependence is modelled, so that the coefficients are not those of least squares.
    pub fn is_autoregressive(self) -> bool {
        matches!(self, Errors::PraisWinsten | Errors::CochraneOrcutt | Errors::Ar1)
    }
}

/// Choices of an interrupted series.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::struct_excessive_bools)] // independent choices
pub struct ItsSettings {
    /// Name of the outcome.
    pub outcome: String,
    /// Time column.
    pub time: String,
    /// Scale of the periods; none: seen from the column.
    pub scale: Option<TimeScale>,
    /// 0/1 column: the interrupted series and the comparison series.
    pub group: Option<String>,
    /// Weight of a record.
    pub weight: Option<String>,
    /// Whether periods count by their records (their weights, where records have weights).
    pub by_records: bool,
    /// Length of the season in periods.
    pub season: Option<f64>,
    /// Pairs of sine and cosine of the season; 0: an indicator a season.
    pub harmonics: u32,
    /// Numeric columns to adjust for, as means of the period.
    pub covariates: Vec<String>,
    /// Whether the share of the period's days in Ramadan is adjusted for.
    pub ramadan: bool,
    /// Whether the slope may change at an interruption.
    pub slope_change: bool,
    /// Whether the logarithm of the period's mean is modelled.
    pub log: bool,
    /// Errors.
    pub errors: Errors,
    /// Lag of Newey and West; none: automatic.
    pub lag: Option<usize>,
    /// Whether Newey–West errors have the small-sample factor n/(n − k).
    pub adjust: bool,
    /// Level of intervals.
    pub level: f64,
    /// Whether the covariance of the effects is part of the result.
    pub covariance: bool,
}

impl ItsSettings {
    /// The defaults: level and slope may change, Newey–West with an automatic lag and the small-sample factor, 95 %.
    pub fn new(outcome: impl Into<String>, time: impl Into<String>) -> Self {
        Self {
            outcome: outcome.into(),
            time: time.into(),
            scale: None,
            group: None,
            weight: None,
            by_records: false,
            season: None,
            harmonics: 0,
            covariates: Vec::new(),
            ramadan: false,
            slope_change: true,
            log: false,
            errors: Errors::NeweyWest,
            lag: None,
            adjust: true,
            level: 0.95,
            covariance: false,
        }
    }

    /// The one pass over the records that the analysis needs.
    pub fn plan(&self) -> CellPlan {
        let mut keys = vec![CellKey { column: self.time.clone(), role: KeyRole::Period(self.scale) }];
        keys.extend(self.group.iter().map(|group| CellKey { column: group.clone(), role: KeyRole::Binary }));
        let variables = std::iter::once(&self.outcome).chain(&self.covariates).cloned().collect();
        CellPlan { keys, variables, weight: self.weight.clone(), centre: None }
    }

    /// Everything that was chosen, for the result.
    pub(super) fn chosen(&self, starts: &[Period], scale: TimeScale) -> Map<String, Value> {
        let settings = json!({
            "outcome": self.outcome, "time": self.time, "scale": scale, "start": starts.iter().map(|start| scale.json(*start)).collect::<Vec<_>>(),
            "group": self.group, "weight": self.weight, "period_weights": if self.by_records { "records" } else { "none" },
            "season": self.season, "harmonics": self.harmonics, "covariates": self.covariates, "ramadan": self.ramadan,
            "slope_change": self.slope_change, "log": self.log, "errors": self.errors.code(), "lag": self.lag, "adjust": self.adjust, "level": self.level,
        });
        match settings {
            Value::Object(map) => map,
            _ => Map::new(),
        }
    }
}
