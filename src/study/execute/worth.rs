//! What the program cost per unit of improvement of the main outcome.

use super::Run;
use crate::estimate::{Effect, Estimate};
use crate::locale::Text;
use crate::measure::target::Better;
use crate::panel::SampleAccount;
use crate::study::result::{CostFacts, OutcomeResult};
use crate::study::schema::{CostUnit, OutcomeSection, OutcomeSource};
use crate::text;

/// Total, and per unit of improvement: none where the outcome did not improve; no interval where that of the effect holds zero.
pub(super) fn cost(run: &Run, outcomes: &[(OutcomeResult, SampleAccount)]) -> Option<CostFacts> {
    let rule = run.study.file.program.cost.as_ref()?;
    let total = rule.total();
    let section = run.study.file.outcome.first()?;
    let (outcome, _) = outcomes.first()?;
    let per = rule.per().unwrap_or(match section.source() {
        Some(OutcomeSource::Duration(_)) => CostUnit::Record,
        _ => CostUnit::Point,
    });
    let effect = outcome.did.first().or(outcome.prepost.as_ref()).and_then(Estimate::headline);
    let per_unit = effect.and_then(|effect| {
        let times = match per {
            CostUnit::Record => treated_after(outcome)?,
            CostUnit::Point => 1.0,
        };
        let (estimate, low, high) = divided(total, effect, outcome.better, times)?;
        Some((label(section, per), estimate, low, high))
    });
    Some(CostFacts { total, per_unit })
}

/// Records of the treated after the start.
fn treated_after(outcome: &OutcomeResult) -> Option<f64> {
    let side = outcome.distribution.as_ref()?.sides.iter().find(|side| side.treated && side.after)?;
    (side.records > 0).then_some(side.records as f64)
}

/// Cost over improvement with limits. The larger improvement costs less, so the limits change places.
fn divided(total: f64, effect: &Effect, better: Better, times: f64) -> Option<(f64, Option<f64>, Option<f64>)> {
    let gain = |change: f64| match better {
        Better::Lower => -change,
        Better::Higher => change,
    };
    let estimate = gain(effect.estimate?);
    if estimate <= 0.0 {
        return None;
    }
    let limits = effect.conf_low.zip(effect.conf_high).map(|(low, high)| (gain(low).min(gain(high)), gain(low).max(gain(high)))).filter(|(low, _)| *low > 0.0);
    let price = |gain: f64| total / (gain * times);
    Some((price(estimate), limits.map(|(_, most)| price(most)), limits.map(|(least, _)| price(least))))
}

fn label(section: &OutcomeSection, per: CostUnit) -> Text {
    let unit = section.unit();
    let named = !unit.id.is_empty();
    let better = section.better();
    match (per, named, better) {
        (CostUnit::Record, true, Better::Lower) => text!(|l| format!("per {} yang dihemat", unit.get(l)), format!("per {} saved", singular(unit.get(l)))),
        (_, true, Better::Lower) => text!(|l| format!("per penurunan satu {}", unit.get(l)), format!("per reduction by one {}", singular(unit.get(l)))),
        (_, true, Better::Higher) => text!(|l| format!("per kenaikan satu {}", unit.get(l)), format!("per increase by one {}", singular(unit.get(l)))),
        (_, false, _) => text!("per satuan perbaikan", "per unit of improvement"),
    }
}

/// `working hours` → `working hour`.
fn singular(unit: &str) -> &str {
    unit.strip_suffix('s').unwrap_or(unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::{EffectKey, EffectKind};

    #[test]
    fn limits_change_places_and_vanish_at_zero() {
        let effect = |estimate, low, high| {
            let mut effect = Effect::undefined(EffectKey::new(EffectKind::Overall, "att"));
            (effect.estimate, effect.conf_low, effect.conf_high) = (Some(estimate), Some(low), Some(high));
            effect
        };
        assert_eq!(divided(600.0, &effect(-6.0, -10.0, -2.0), Better::Lower, 10.0), Some((10.0, Some(6.0), Some(30.0))));
        assert_eq!(divided(600.0, &effect(-6.0, -13.0, 1.0), Better::Lower, 10.0), Some((10.0, None, None)));
        assert_eq!(divided(600.0, &effect(2.0, 1.0, 3.0), Better::Lower, 10.0), None);
        assert_eq!(divided(600.0, &effect(2.0, 1.0, 3.0), Better::Higher, 1.0), Some((300.0, Some(200.0), Some(600.0))));
    }
}
