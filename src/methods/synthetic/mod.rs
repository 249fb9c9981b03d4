//! Synthetic difference-in-differences (Arkhangelsky, Athey, Hirshberg, Imbens and Wager 2021; several starts as in Clarke, Pailañir, Athey and Imbens
//! 2023) and synthetic control (Abadie, Diamond and Hainmueller 2010; no intercept, no weights of periods).
//!
//! `balanced` makes the panel, `fit` finds weights for one cohort (`simplex` has the problem, `steps` the Frank–Wolfe steps, `exact` goes on to the minimum), `comparison` puts cohorts
//! together, `errors` repeats the estimate on other choices of units, `output` writes the result.

mod balanced;
mod card;
mod comparison;
mod errors;
mod exact;
mod fit;
mod notes;
mod output;
mod simplex;
mod steps;
#[cfg(test)]
mod tests;

use super::{Card, DidSettings, Estimator, Method, MethodInput};
use crate::error::{Result, design};
use crate::estimate::{Aggregation, Estimate};
use crate::text;
use balanced::Balanced;
use comparison::Comparison;
use serde::{Deserialize, Serialize};

/// Synthetic difference-in-differences.
pub(super) struct SyntheticDid;

/// Synthetic control.
pub(super) struct SyntheticControl;

/// How the estimate is repeated for its standard errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Resampling {
    /// Comparison units as if treated.
    Placebo,
    /// Every unit left out once.
    Jackknife,
    /// Units drawn with replacement.
    Bootstrap,
}

impl Resampling {
    /// The word in settings.
    pub fn name(self) -> &'static str {
        match self {
            Resampling::Placebo => "placebo",
            Resampling::Jackknife => "jackknife",
            Resampling::Bootstrap => "bootstrap",
        }
    }
}

/// How weights are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Solver {
    /// Frank–Wolfe steps with the stopping rule of R's synthdid.
    #[default]
    FrankWolfe,
    /// On to the exact minimum.
    Exact,
}

/// Which of the two methods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Difference,
    Control,
}

impl Estimator for SyntheticDid {
    fn method(&self) -> Method {
        Method::SyntheticDid
    }

    fn card(&self) -> Card {
        card::difference()
    }

    fn estimate(&self, input: &MethodInput) -> Result<Estimate> {
        estimate(input, self.method(), Kind::Difference)
    }
}

impl Estimator for SyntheticControl {
    fn method(&self) -> Method {
        Method::SyntheticControl
    }

    fn card(&self) -> Card {
        card::control()
    }

    fn estimate(&self, input: &MethodInput) -> Result<Estimate> {
        estimate(input, self.method(), Kind::Control)
    }
}

fn estimate(input: &MethodInput, method: Method, kind: Kind) -> Result<Estimate> {
    let settings = input.settings;
    let mut out = Estimate::new("did", method.name(), &settings.outcome);
    out.settings = settings.to_map(method);
    out.sample = input.cells.account.clone();
    refuse_other_errors(settings)?;
    let panel = Balanced::read(input, &mut out)?;
    let how = Aggregation { window: settings.window, balance: settings.balance.map(i64::from) };
    let comparison = Comparison::new(&panel, kind, settings.solver, how);
    let observed = comparison.observed();
    let fits = comparison.fit(&observed, None);
    let (resampling, repeated) = match settings.errors {
        Some(chosen) => {
            let repeated = errors::repeat(&comparison, &fits, chosen, settings.draws, settings.seed);
            (chosen, Some(repeated.ok_or_else(|| design::errors_not_available(chosen.name(), &notes::impossible(chosen)))?))
        }
        None => by_design(&comparison, &fits, settings),
    };
    // Placebos are the permutation of these methods: those of the errors, else drawn for it.
    let permuted = match (resampling, settings.permute) {
        (Resampling::Placebo, _) | (_, None) => None,
        (_, Some(draws)) => errors::repeat(&comparison, &fits, Resampling::Placebo, draws, settings.seed),
    };
    output::write(&mut out, settings, &comparison, &observed, &fits, resampling, repeated.as_ref());
    let placebos = if resampling == Resampling::Placebo { repeated.as_ref() } else { permuted.as_ref() };
    output::placebo_tests(&mut out, settings, &comparison, &fits, placebos);
    Ok(out)
}

/// Jackknife where every cohort has several units, else placebo.
fn by_design(comparison: &Comparison, fits: &comparison::Fits, settings: &DidSettings) -> (Resampling, Option<errors::Repeated>) {
    let jackknife = errors::repeat(comparison, fits, Resampling::Jackknife, settings.draws, settings.seed);
    match jackknife {
        Some(repeated) => (Resampling::Jackknife, Some(repeated)),
        None => (Resampling::Placebo, errors::repeat(comparison, fits, Resampling::Placebo, settings.draws, settings.seed)),
    }
}

/// Variances of regressions and clusters above the unit do not fit these methods.
fn refuse_other_errors(settings: &DidSettings) -> Result<()> {
    let why = text!(
        "metode ini mengulang estimasi dengan unit lain (placebo, jackknife, bootstrap)",
        "this method repeats the estimate on other units (placebo, jackknife, bootstrap)"
    );
    if let Some(kind) = &settings.vcov {
        let kind = serde_json::to_value(kind).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default();
        return Err(design::errors_not_available(&kind, &why).into());
    }
    if settings.cluster.iter().any(|column| Some(column) != settings.unit.as_ref()) {
        return Err(design::errors_not_available("cluster", &why).into());
    }
    Ok(())
}
