//! What is compared with what: treatment, comparison group, parallel trends, anticipation, base period, estimand.

mod finite;
mod sampling;

pub use finite::check_finite;
pub use sampling::double_rows;

use serde::{Deserialize, Serialize};
use std::num::NonZeroU32;

/// How the data say who is treated when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Treatment {
    /// A column with the first treated period of the unit; empty, 0 or `inf` = never treated.
    Cohort(String),
    /// A column with 0/1: treated now.
    Status(String),
    /// Two columns with 0/1: ever treated, and after.
    GroupPost {
        /// Ever treated.
        group: String,
        /// After the start.
        post: String,
    },
}

/// Who the treated are compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ControlGroup {
    /// Units that are never treated.
    #[default]
    #[serde(rename = "never")]
    NeverTreated,
    /// Units not yet treated in the period, and the never-treated.
    #[serde(rename = "not-yet")]
    NotYetTreated,
}

/// Which changes of treatment count, where treatment can go both ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Switchers {
    /// To more and to less treatment.
    #[default]
    Both,
    /// To more treatment than in the first period.
    In,
    /// To less.
    Out,
}

/// The period that effects of a cohort are measured from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BasePeriod {
    /// The period before for pre-periods, the last one before the start for the rest.
    #[default]
    Varying,
    /// The last one before the start for all.
    Universal,
}

/// How covariates enter conditional parallel trends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Adjustment {
    /// Doubly robust.
    #[default]
    #[serde(rename = "dr")]
    DoublyRobust,
    /// Inverse probability weighting.
    #[serde(rename = "ipw")]
    InverseProbability,
    /// Outcome regression.
    #[serde(rename = "regression")]
    Regression,
}

/// How differences before the start are taken out, where starts are random in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PreAdjustment {
    /// With the weight that makes the variance smallest.
    #[default]
    Efficient,
    /// Whole: a difference in differences.
    Difference,
    /// Not at all: a difference in means.
    None,
}

/// Earlier periods whose mean changes are measured from, instead of the last one before the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PreMean {
    /// All of them.
    All,
    /// So many.
    #[serde(untagged)]
    Last(NonZeroU32),
}

impl std::str::FromStr for PreMean {
    type Err = String;

    fn from_str(typed: &str) -> Result<Self, String> {
        match typed {
            "all" => Ok(PreMean::All),
            number => number.parse().map(PreMean::Last).map_err(|_| "all, or a number of periods from 1 on".into()),
        }
    }
}

/// The model of the mean of the outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// Linear.
    #[default]
    Gaussian,
    /// Exponential, for counts and other outcomes that are never negative.
    Poisson,
    /// Logistic, for outcomes between 0 and 1.
    Logit,
}

impl Family {
    /// The word of the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Gaussian => "gaussian",
            Self::Poisson => "poisson",
            Self::Logit => "logit",
        }
    }
}

/// Whether rows follow the same units over time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Sampling {
    /// One row a unit and period.
    Panel,
    /// Separate records, whatever unit they belong to.
    RepeatedCrossSections,
}

/// The variance of a regression.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum VarianceKind {
    /// Homoskedastic.
    Iid,
    /// White (1980).
    Hc0,
    /// HC0 · n/(n − k).
    Hc1,
    /// Leverage-corrected, e²/(1 − h).
    Hc2,
    /// Jackknife-like, e²/(1 − h)².
    Hc3,
    /// Clusters, no correction.
    Cr0,
    /// Clusters, G/(G − 1) · (n − 1)/(n − k).
    Cr1,
    /// Bell and McCaffrey (2002), Satterthwaite degrees of freedom.
    Cr2,
    /// Jackknife over clusters.
    Cr3,
}

impl VarianceKind {
    /// The word of the command line.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Iid => "iid",
            Self::Hc0 => "hc0",
            Self::Hc1 => "hc1",
            Self::Hc2 => "hc2",
            Self::Hc3 => "hc3",
            Self::Cr0 => "cr0",
            Self::Cr1 => "cr1",
            Self::Cr2 => "cr2",
            Self::Cr3 => "cr3",
        }
    }

    /// Whether it is of the cluster-robust family.
    pub fn is_clustered(&self) -> bool {
        matches!(self, Self::Cr0 | Self::Cr1 | Self::Cr2 | Self::Cr3)
    }
}
