//! The main effect on the outcome on other scales: other clocks, the logarithm, extremes limited, the share within the standard.

use super::Run;
use super::did::{Found, Made, cells, main_only};
use super::signs::Quantiles;
use crate::checks::OnScale;
use crate::data::{Records, Transform};
use crate::design::VarianceKind;
use crate::error::{Exit, Result};
use crate::estimate::Effect;
use crate::locale::Text;
use crate::measure::calendar::WorkingCalendar;
use crate::measure::clock::Clock;
use crate::measure::target::Better;
use crate::methods::{DidSettings, MethodInput};
use crate::study::check::binary;
use crate::study::prepare::{Measured, Prepared, free_name, moment};
use crate::study::schema::{OutcomeSection, OutcomeSource};
use crate::text;

/// Clocks that a service time may be measured on.
const CLOCKS: [Clock; 3] = [Clock::WorkingHours, Clock::WorkingDays, Clock::CalendarDays];

/// How an estimate on a scale becomes one on the outcome's own.
#[derive(Clone, Copy)]
enum Back {
    /// It is one already.
    Same,
    /// By the ratio of the means of the treated before.
    Times(f64),
    /// A change of the logarithm: times the mean of the treated before.
    Log(f64),
    /// Only its direction can be compared; −1 where a rise is good here and a fall there.
    Direction(f64),
}

/// The cells of the outcome on another scale.
pub(super) struct Scale {
    /// Which scale.
    pub(super) label: Text,
    pub(super) made: Made,
    back: Back,
    /// The effect of the main method on it, as it was found there.
    effect: Effect,
    /// Mean of the treated before, on this scale.
    before: Option<f64>,
}

impl Scale {
    /// An estimate on this scale as one on the scale of the outcome; none where only the direction can be compared.
    pub(super) fn back(&self, value: f64) -> Option<f64> {
        match self.back {
            Back::Same => Some(value),
            Back::Times(ratio) => Some(value * ratio),
            Back::Log(mean) => Some(value.exp_m1() * mean),
            Back::Direction(_) => None,
        }
    }

    /// What the check of scales reads.
    pub(super) fn seen(&self) -> Option<OnScale> {
        let estimate = self.effect.estimate?;
        let (turned, relative) = match self.back {
            Back::Direction(sign) => (sign * estimate, None),
            Back::Log(_) => (estimate, Some(estimate.exp_m1())),
            Back::Same | Back::Times(_) => (estimate, self.before.filter(|before| *before > 0.0).map(|before| estimate / before)),
        };
        Some(OnScale { scale: self.label.clone(), estimate: turned, relative, p_value: self.effect.p_value })
    }

    /// The effect with extremes limited.
    pub(super) fn limited(&self) -> Option<(f64, Option<f64>)> {
        matches!(self.back, Back::Same).then_some(())?;
        Some((self.effect.estimate?, self.effect.p_value))
    }
}

/// All scales that fit: of an outcome that varies like a measurement, where there is an effect to compare with.
pub(super) fn scales(
    run: &Run,
    section: &OutcomeSection,
    measured: &Measured,
    settings: Option<&DidSettings>,
    found: &Found,
    quantiles: Option<Quantiles>,
    own: &Made,
) -> Result<Vec<Scale>> {
    let (Some(settings), Some(quantiles)) = (settings.filter(|_| !found.did.is_empty()), quantiles) else { return Ok(Vec::new()) };
    let own_mean = mean_before(run, own);
    let mut wanted: Vec<(Text, String, Back)> = Vec::new();
    let mut records = run.prepared.records.clone();
    let mut add = |records: &mut Records, label: Text, back: Back, make: &dyn Fn(&Records, &str) -> Result<Records>| -> Result<()> {
        let name = free_name(records, &format!("dampak:scale:{}", label.en));
        *records = make(records, &name)?;
        wanted.push((label, name, back));
        Ok(())
    };
    let column = &measured.column;
    // A few answers that many give have no extremes and no ratio.
    let continuous = quantiles.limits();
    if let Some((low, high)) = continuous {
        let label = text!("nilai ekstrem dibatasi", "extremes limited");
        add(&mut records, label, Back::Same, &|records, name| records.with_transform(name, column, Transform::Clamp(low, high)))?;
    }
    if let (Some(_), Some(mean), true) = (continuous, own_mean, quantiles.least > 0.0) {
        let label = text!("logaritma", "logarithm");
        add(&mut records, label, Back::Log(mean), &|records, name| records.with_transform(name, column, Transform::Log))?;
    }
    if let Some(OutcomeSource::Duration(rule)) = section.source() {
        let calendar = WorkingCalendar::new(&run.study.file.calendar)?;
        for clock in CLOCKS.into_iter().filter(|clock| *clock != rule.clock) {
            let (start, end) = (moment(&rule.start), moment(&rule.end));
            add(&mut records, clock.unit(), Back::Times(f64::NAN), &|records, name| records.with_duration(name, &start, &end, clock, &calendar))?;
        }
    }
    if let Some(target) = section.target {
        let better = section.better();
        let sign = if better == Better::Lower { -1.0 } else { 1.0 };
        let label = text!("porsi sesuai standar", "share within the standard");
        add(&mut records, label, Back::Direction(sign), &|records, name| records.with_target(name, column, target, better))?;
    }
    let prepared = Prepared { records, ..run.prepared.clone() };
    let run = Run { prepared: &prepared, treated: run.treated.clone(), comparison: run.comparison.clone(), ..*run };
    let mut out = Vec::new();
    for (label, name, back) in wanted {
        let mut again = main_only(settings, found);
        again.outcome.clone_from(&name);
        let made = cells(&run, &name, Some(&again))?;
        if !again.variance().is_clustered() {
            again.vcov = Some(VarianceKind::Iid);
        }
        let before = mean_before(&run, &made);
        let back = match (back, own_mean, before) {
            (Back::Times(_), Some(own), Some(before)) if before > 0.0 => Back::Times(own / before),
            (Back::Times(_), ..) => Back::Direction(1.0),
            (other, ..) => other,
        };
        let input = MethodInput { cells: &made.cells, plan: &made.plan, settings: &again, records: None };
        match crate::methods::run(&input) {
            Ok(estimate) => {
                if let Some(effect) = estimate.headline().cloned() {
                    out.push(Scale { label, made, back, effect, before });
                }
            }
            Err(error) if error.exit() == Exit::NotIdentified => {}
            Err(error) => return Err(error),
        }
    }
    Ok(out)
}

/// Mean of the treated before the start: of their records before, or, where starts differ, of those before their own.
fn mean_before(run: &Run, made: &Made) -> Option<f64> {
    let cells = &made.cells;
    let design = &run.prepared.design;
    let settings = DidSettings::new(&made.plan.variables[0], design.treatment.clone()?);
    let settings = DidSettings { time: design.time.as_ref().map(|(time, _)| time.clone()), unit: run.study.file.roles.unit.clone(), ..settings };
    let now = super::again::treated_now(cells, &settings)?;
    let group = design.group.as_deref()?;
    let early = (0..cells.len()).filter(|cell| binary(cells, group, *cell) == Some(true) && now[*cell] == 0.0);
    let (weight, sum) = early.fold((0.0, 0.0), |(weight, sum), cell| (weight + cells.weight[cell], sum + cells.weight[cell] * cells.mean[[cell, 0]]));
    (weight > 0.0).then(|| sum / weight)
}
