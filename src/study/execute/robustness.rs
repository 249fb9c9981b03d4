//! What other assumptions and other comparisons would give: the decomposition of two-way fixed effects and honest bounds.

use super::Run;
use super::did::{Found, Made};
use crate::design::BasePeriod;
use crate::error::Result;
use crate::methods::decomposition::{Decomposition, decompose, staggered};
use crate::methods::honest::{Bounds, EventStudy, FEW_DRAWS, HonestSettings, Interval, Kind, Weights, bounds};
use crate::methods::{DidSettings, Method, MethodInput};

/// M of the bounds in a report.
const RELATIVE: [f64; 4] = [0.5, 1.0, 1.5, 2.0];

/// Methods whose effects by event time are all against one base period where that is asked for.
const WITH_REFERENCE: [Method; 3] = [Method::EventStudy, Method::CallawaySantanna, Method::SunAbraham];

/// The decomposition, where starts differ.
pub(super) fn decomposition(made: &Made, settings: Option<&DidSettings>) -> Result<Option<Decomposition>> {
    let Some(settings) = settings else { return Ok(None) };
    let input = MethodInput { cells: &made.cells, plan: &made.plan, settings, records: None };
    if settings.unit.is_none() || settings.time.is_none() || !staggered(&input) {
        return Ok(None);
    }
    decompose(&input)
}

/// Bounds for the average effect since the start, from the main method where it has a base period, else from the event study.
pub(super) fn honest(run: &Run, made: &Made, settings: Option<&DidSettings>, found: &Found) -> Option<Bounds> {
    let study = event_study(made, settings?, found)?;
    let file = &run.study.file.study;
    let asked = HonestSettings {
        bounds: vec![(Kind::Relative, RELATIVE.to_vec())],
        weights: Weights::Average,
        level: file.level,
        seed: file.seed,
        interval: Interval::Recommended,
        draws: FEW_DRAWS,
    };
    bounds(&study, &asked).ok()
}

fn event_study(made: &Made, settings: &DidSettings, found: &Found) -> Option<EventStudy> {
    let main = found.did.first().and_then(|estimate| Method::parse(&estimate.method)).filter(|method| WITH_REFERENCE.contains(method));
    if let (None | Some(Method::EventStudy), Some(estimate)) = (main, &found.event_study) {
        return EventStudy::of(estimate).ok();
    }
    let again = DidSettings { method: Some(main?), base: BasePeriod::Universal, covariance: true, ..settings.clone() };
    let input = MethodInput { cells: &made.cells, plan: &made.plan, settings: &again, records: None };
    EventStudy::of(&crate::methods::run(&input).ok()?).ok()
}
