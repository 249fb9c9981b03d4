//! What a regression method hands over: regressors, absorbed factors, and how effects are made of coefficients.

use crate::estimate::EffectKey;
use crate::linalg::Regressor;

/// A factor to absorb.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::methods) struct Absorbed {
    /// Key of the cells.
    pub name: String,
    /// Whether its levels count as parameters even where they are nested in the clusters (a covariate in levels), not only where they are not
    /// (a fixed effect).
    pub always_counts: bool,
}

impl Absorbed {
    /// A fixed effect.
    pub(in crate::methods) fn effect(name: &str) -> Self {
        Self { name: name.to_owned(), always_counts: false }
    }

    /// A covariate in levels.
    pub(in crate::methods) fn covariate(name: &str) -> Self {
        Self { name: name.to_owned(), always_counts: true }
    }
}

/// An effect as a combination of coefficients.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::methods) struct EffectPlan {
    /// What it is the effect of.
    pub key: EffectKey,
    /// Regressors and their weights; none for the reference, whose effect is zero by definition.
    pub weights: Vec<(usize, f64)>,
}

/// Other assignments of the same treatments, for randomization inference.
pub(in crate::methods) struct Reassignment {
    /// Treatment of each cluster (or unit).
    pub labels: Vec<u32>,
    /// Values of the regressors that change, under given labels.
    #[allow(clippy::type_complexity)]
    pub values: Box<dyn Fn(&[u32]) -> Vec<(usize, Vec<f64>)> + Sync>,
}

/// A linear model on cells.
pub(in crate::methods) struct Model {
    /// In the order in which collinear ones are dropped from the end.
    pub regressors: Vec<Regressor>,
    /// Position of the constant, where there is one.
    pub intercept: Option<usize>,
    /// Effects in the order of the result.
    pub effects: Vec<EffectPlan>,
    /// The regressor whose effect is asked for, where it is one.
    pub target: Option<usize>,
    /// A joint test: its name and the effects in it.
    pub joint: Option<(&'static str, Vec<usize>)>,
    /// Randomization inference, where the assignment can be redrawn.
    pub reassignment: Option<Reassignment>,
}
