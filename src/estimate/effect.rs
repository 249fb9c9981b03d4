//! One effect and the key that says what it is the effect of.

use crate::inference::distributions::{critical_value, p_two_sided};
use crate::panel::{Cohort, EventTime, Period};

/// A standard error this small against the size of the outcome is rounding: the fit is perfect.
const PERFECT: f64 = 1e-10;

/// What an effect is an effect of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EffectKind {
    /// One number for all.
    Overall,
    /// By periods since the start.
    EventTime,
    /// By first treated period.
    Cohort,
    /// By calendar period.
    Period,
    /// By cohort and period.
    CohortPeriod,
    /// A coefficient of the model.
    Term,
    /// By region (or document, element).
    Region,
}

impl EffectKind {
    /// The word in the result format.
    pub fn code(self) -> &'static str {
        match self {
            EffectKind::Overall => "overall",
            EffectKind::EventTime => "event-time",
            EffectKind::Cohort => "cohort",
            EffectKind::Period => "period",
            EffectKind::CohortPeriod => "cohort-period",
            EffectKind::Term => "term",
            EffectKind::Region => "region",
        }
    }
}

/// The key of an effect.
#[derive(Debug, Clone, PartialEq)]
pub struct EffectKey {
    /// What it is an effect of.
    pub kind: EffectKind,
    /// `att`, `mean-difference`, the name of a regressor …
    pub term: String,
    /// First treated period of the cohort.
    pub cohort: Option<Cohort>,
    /// Period.
    pub period: Option<Period>,
    /// Periods since the start.
    pub event_time: Option<EventTime>,
    /// Region, document, element or other label.
    pub region: Option<String>,
}

impl EffectKey {
    /// A key of a kind and term; fill in the rest.
    pub fn new(kind: EffectKind, term: impl Into<String>) -> Self {
        Self { kind, term: term.into(), cohort: None, period: None, event_time: None, region: None }
    }
}

/// An estimate with its uncertainty. A value that is not defined is `None`.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// What it is the effect of.
    pub key: EffectKey,
    /// Point estimate, in the outcome's units.
    pub estimate: Option<f64>,
    /// Standard error.
    pub std_error: Option<f64>,
    /// Estimate over standard error (or the test's own statistic).
    pub statistic: Option<f64>,
    /// Degrees of freedom of the t distribution; none for the normal.
    pub df: Option<f64>,
    /// Two-sided p-value.
    pub p_value: Option<f64>,
    /// Lower limit at the level of the settings.
    pub conf_low: Option<f64>,
    /// Upper limit.
    pub conf_high: Option<f64>,
    /// Lower limit of the simultaneous band.
    pub band_low: Option<f64>,
    /// Upper limit of the simultaneous band.
    pub band_high: Option<f64>,
    /// Records behind it.
    pub records: Option<u64>,
    /// Clusters behind it.
    pub clusters: Option<u64>,
    /// Further named numbers (adjusted p, n before, n after …).
    pub extra: serde_json::Map<String, serde_json::Value>,
}

impl Effect {
    /// An effect with nothing known but its key.
    pub fn undefined(key: EffectKey) -> Self {
        Self {
            key,
            estimate: None,
            std_error: None,
            statistic: None,
            df: None,
            p_value: None,
            conf_low: None,
            conf_high: None,
            band_low: None,
            band_high: None,
            records: None,
            clusters: None,
            extra: serde_json::Map::new(),
        }
    }

    /// Adds a standard error, with statistic, p-value and limits unless it is only rounding of an outcome of this size.
    pub fn set_error(&mut self, std_error: f64, df: Option<f64>, level: f64, size: f64) {
        self.std_error = Some(std_error);
        self.df = df;
        if let Some(estimate) = self.estimate.filter(|_| std_error > PERFECT * size) {
            let half = critical_value(level, df) * std_error;
            self.statistic = Some(estimate / std_error);
            self.p_value = Some(p_two_sided(estimate / std_error, df));
            self.conf_low = Some(estimate - half);
            self.conf_high = Some(estimate + half);
        }
    }
}
