//! The model of the untreated outcome, y = α[unit] + λ[period] + x'γ, and what it says of the treated: the first step of imputation and of two-stage.
//!
//! `sample` has the cells in use, `fit` the model in closed form, `influence` the effects and what each observation adds to them, `results` the rows.

mod fit;
mod influence;
mod results;
mod sample;

pub(super) use fit::Untreated;
pub(super) use influence::{Centre, Imputed};
pub(super) use results::{collinear, report, undefined};
pub(super) use sample::Sample;

use super::collapsed::Collapsed;
use super::timing::{Choice, Timing};
use super::{Method, MethodInput};
use crate::design::{BasePeriod, ControlGroup};
use crate::error::Result;
use crate::estimate::Estimate;
use sample::sample;

/// The model of the untreated outcome fitted to the cells of a study, and the result that it goes into.
pub(super) struct Begun<'a> {
    /// The result so far: settings, account.
    pub out: Estimate,
    /// Who is compared with whom; the not yet treated always are.
    pub timing: Timing,
    /// Cells in use.
    pub sample: Sample<'a>,
    /// The model.
    pub fit: Untreated,
}

impl<'a> Begun<'a> {
    /// Reads the assignment and fits the model; `variance` is the word for the variance in the settings of the result. `collapsed` is the panel that the
    /// cells of the input are the means of, where they are.
    pub(super) fn of(input: &MethodInput, collapsed: Option<&'a Collapsed>, method: Method, variance: &str) -> Result<Self> {
        let settings = input.settings;
        let choice = Choice { control: Some(ControlGroup::NotYetTreated), base: BasePeriod::Universal, anticipation: i64::from(settings.anticipation) };
        let (timing, scale) = Timing::read(input.cells, settings, choice)?;
        let mut out = Estimate::new("did", method.name(), &settings.outcome);
        out.scale = scale;
        out.settings = collapsed.map_or(settings, |collapsed| collapsed.asked).to_map(method);
        out.settings.insert("control".into(), serde_json::json!(timing.control));
        out.settings.insert("vcov".into(), variance.into());
        out.sample = input.cells.account.clone();
        let mut sample = sample(input.cells, settings, &timing, &mut out)?;
        if let Some(collapsed) = collapsed {
            let (paths, labels) = collapsed.paths(&sample.rows, |at| !sample.affected[at]);
            (sample.paths, sample.labels) = (Some(paths), Some(labels));
        }
        let fit = Untreated::fit(input.cells, settings, &timing, &sample)?;
        Ok(Self { out, timing, sample, fit })
    }
}
