//! What other assumptions and other comparisons would give: the decomposition of two-way fixed effects and honest bounds.

use super::Run;
use super::did::{Found, Made};
use crate::checks::{self, RuledOut, Written};
use crate::design::BasePeriod;
use crate::error::Result;
use crate::estimate::{Estimate, Finding};
use crate::inference::pre_trends::{ahead, equivalence_rms, equivalence_threshold, missed, pretended_start};
use crate::methods::decomposition::{Decomposition, decompose, staggered};
use crate::methods::honest::{Bounds, EventStudy, FEW_DRAWS, HonestSettings, Interval, Kind, Weights, bounds};
use crate::methods::{DidSettings, Method, MethodInput};

/// M of the bounds in a report.
const RELATIVE: [f64; 4] = [0.5, 1.0, 1.5, 2.0];

/// The decomposition, where starts differ.
pub(super) fn decomposition(made: &Made, settings: Option<&DidSettings>) -> Result<Option<Decomposition>> {
    let Some(settings) = settings else { return Ok(None) };
    let input = MethodInput { cells: &made.cells, plan: &made.plan, settings, records: None };
    if settings.unit.is_none() || settings.time.is_none() || !staggered(&input) {
        return Ok(None);
    }
    decompose(&input)
}

/// Bounds for the average effect since the start.
pub(super) fn honest(run: &Run, study: &EventStudy) -> Option<Bounds> {
    let file = &run.study.file.study;
    let asked = HonestSettings {
        bounds: vec![(Kind::Relative, RELATIVE.to_vec())],
        weights: Weights::Average,
        level: file.level,
        seed: file.seed,
        interval: Interval::Recommended,
        draws: FEW_DRAWS,
    };
    bounds(study, &asked).ok()
}

/// Effects by event time against one base period: of the main method where it has one, else of the event study.
pub(super) fn event_study(made: &Made, settings: Option<&DidSettings>, found: &Found) -> Option<EventStudy> {
    let settings = settings?;
    let main = found.did.first()?;
    let of = |estimate: &Estimate| EventStudy::of(estimate).ok().filter(|study| study.effects.pre > 0);
    if let Some(study) = of(main) {
        return Some(study);
    }
    // Its effects are each against the period before unless one base is asked for.
    if Method::parse(&main.method) == Some(Method::CallawaySantanna) {
        let again = DidSettings {
            method: Some(Method::CallawaySantanna),
            base: BasePeriod::Universal,
            covariance: true,
            bands: None,
            wild: None,
            permute: None,
            ..settings.clone()
        };
        let input = MethodInput { cells: &made.cells, plan: &made.plan, settings: &again, records: None };
        return of(&crate::methods::run(&input).ok()?);
    }
    found.event_study.as_ref().and_then(of)
}

/// The checks of the time before the program that need its effects and their covariance.
pub(super) fn before(run: &Run, study: Option<&EventStudy>, effect: Option<f64>, written: &Written) -> Vec<Finding> {
    let effects = study.map(|study| &study.effects);
    let alpha = 1.0 - run.study.file.study.level;
    let after: Vec<f64> = study.map(|study| study.after.iter().map(|time| if *time < 0 { 0.0 } else { 1.0 }).collect()).unwrap_or_default();
    let counted = after.iter().sum::<f64>().max(1.0);
    let weights: Vec<f64> = after.iter().map(|weight| weight / counted).collect();
    let power = |power: f64| {
        let study = study?;
        let reference = study.reference?;
        let times: Vec<i64> = study.before.iter().chain(&study.after).map(|time| time - reference).collect();
        missed(&study.effects, &times, &weights, power, alpha, run.study.file.study.seed)
    };
    let single = |at: usize| effects.and_then(|effects| equivalence_threshold(effects.estimates[at], effects.covariance[[at, at]].sqrt(), alpha));
    let pre = effects.map_or(0, |effects| effects.pre);
    let largest = (0..pre).map(single).collect::<Option<Vec<f64>>>().and_then(|all| all.into_iter().max_by(f64::total_cmp));
    let mean = effects.filter(|_| pre > 0).and_then(|effects| {
        let own = (0..pre).map(|at| effects.estimates[at]).sum::<f64>() / pre as f64;
        let variance: f64 = (0..pre).flat_map(|i| (0..pre).map(move |j| effects.covariance[[i, j]])).sum::<f64>() / (pre * pre) as f64;
        equivalence_threshold(own, variance.max(0.0).sqrt(), alpha)
    });
    let rms = effects.and_then(|effects| equivalence_rms(effects, alpha, run.study.file.study.seed));
    let ruled_out = largest.zip(rms).zip(mean).map(|((largest, rms), mean)| RuledOut { largest, rms, mean });
    let last = |periods: usize| Some((periods, ahead(effects?, periods)?));
    let mut out = vec![
        checks::pre_trends_power(power(0.5), power(0.8), effect, written),
        checks::equivalence(ruled_out, effect, written),
        checks::placebo_time(effects.and_then(pretended_start), effect, written),
    ];
    out.extend(checks::anticipation(&[last(1), last(2)].into_iter().flatten().collect::<Vec<_>>(), effect, written));
    out
}
