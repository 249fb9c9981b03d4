//! Estimators: one folder a method, one trait with one function that estimates, one registry.
//!
//! An estimator maps cells and settings to effects with their covariance and influence. What comes after (defaults, sample account, bands, by-group
//! estimates) is written once, here.

mod all;
pub mod arms;
mod assignment;
mod by;
mod callaway_santanna;
mod card;
mod changes_in_changes;
mod clusters;
mod collapsed;
mod covariates;
pub mod decomposition;
mod derived;
mod document;
mod dose;
mod efficient;
mod event_study;
mod event_window;
mod extended_twfe;
pub mod honest;
mod imputation;
pub mod its;
mod joined;
mod local_projections;
mod on_top;
pub mod people;
mod plan;
pub mod pooling;
pub mod power;
pub mod prepost;
mod quantile_did;
mod registry;
mod regression;
pub mod satisfaction;
mod saturated;
mod settings;
mod stacked;
mod starts;
mod sun_abraham;
pub mod survival;
mod switchers;
mod synthetic;
mod timing;
mod triple;
mod twfe;
mod two_by_two;
mod two_stage;
mod untreated;
mod wald;
pub mod worth;

pub use all::side_by_side;
pub use by::{by, by_parts, pool_regions};
pub use card::Card;
pub use document::{cards, page};
pub use plan::plan;
pub use registry::{ESTIMATORS, Method, available};
pub use settings::DidSettings;
pub use synthetic::{Resampling, Solver};

use crate::design::{PreAdjustment, Switchers, Treatment};
use crate::error::{Result, design};
use crate::estimate::Estimate;
pub use crate::inference::wild::WildWeights;
use crate::panel::{CellPlan, Cells, RecordPass};

/// Methods that take the arms of a program apart.
pub const WITH_ARMS: [Method; 2] = [Method::TwoByTwo, Method::Twfe];

/// What an estimator is given.
#[derive(Clone, Copy)]
pub struct MethodInput<'a> {
    /// The records as cells, made by `plan`.
    pub cells: &'a Cells,
    /// The plan that made them.
    pub plan: &'a CellPlan,
    /// What was asked for.
    pub settings: &'a DidSettings,
    /// The records once more, for variances that need them; none where they cannot be read twice.
    pub records: Option<&'a dyn RecordPass>,
}

/// A method of difference-in-differences.
pub trait Estimator: Sync {
    /// Which one it is.
    fn method(&self) -> Method;

    /// The method in words.
    fn card(&self) -> Card;

    /// Effects with their uncertainty.
    fn estimate(&self, input: &MethodInput) -> Result<Estimate>;
}

/// Runs the method of the settings, or the contract's default for the design: `2x2` for groups and a time after, `callaway-santanna` where starts
/// differ, else `twfe`. A method that is not here is refused by name and never replaced.
pub fn run(input: &MethodInput) -> Result<Estimate> {
    let method = match input.settings.method {
        Some(method) => method,
        None => default_method(input)?,
    };
    if !input.settings.arms.is_empty() && !WITH_ARMS.contains(&method) {
        return Err(design::method_not_available(method.name(), &WITH_ARMS.map(Method::name)).into());
    }
    check_options(input.settings, method)?;
    let estimator = method.estimator().ok_or_else(|| design::method_not_available(method.name(), &available()))?;
    let settings = on_top::inner(input.settings);
    let mut estimate = estimator.estimate(&MethodInput { settings: &settings, ..*input })?;
    on_top::complete(&mut estimate, input, estimator)?;
    Ok(estimate)
}

/// Options that belong to one method are refused for others: another question would be answered silently.
fn check_options(settings: &DidSettings, method: Method) -> Result<()> {
    let of_one = [
        ("--pre-adjust", settings.pre_adjust != PreAdjustment::default(), Method::Efficient),
        ("--reweight", settings.reweight, Method::LocalProjections),
        ("--pre-mean", settings.pre_mean.is_some(), Method::LocalProjections),
        ("--switchers", settings.switchers != Switchers::Both, Method::Switchers),
    ];
    let wrong = of_one.into_iter().filter(|(_, given, owner)| *given && *owner != method);
    crate::error::Error::unless_empty(wrong.map(|(option, ..)| design::option_not_for_method(option, method.name())).collect())
}

/// The contract's default for the design; `triple` where a partition is named, `wald` where participation is, `dose` where a dose is.
pub fn default_method(input: &MethodInput) -> Result<Method> {
    if input.settings.partition.is_some() {
        return Ok(Method::Triple);
    }
    if input.settings.participation.is_some() {
        return Ok(Method::Wald);
    }
    if input.settings.dose.is_some() {
        return Ok(Method::Dose);
    }
    if matches!(input.settings.treatment, Treatment::GroupPost { .. }) {
        return Ok(Method::TwoByTwo);
    }
    let starts = starts::Starts::read(input.cells, input.settings)?.map_or(0, |starts| starts.count());
    Ok(if starts > 1 { Method::CallawaySantanna } else { Method::Twfe })
}
