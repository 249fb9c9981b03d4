//! Several questions at once: p-values adjusted over groups, over elements and over outcomes.

use super::Run;
use crate::estimate::{Estimate, adjusted, adjusted_instead};
use crate::inference::step_down::Hypothesis;
use crate::locale::Text;
use crate::study::result::{GroupDifference, OutcomeResult};

/// Adjusts the p-values of the groups of an estimate for there being several; the adjusted ones stand beside the others.
pub(super) fn adjust(run: &Run, estimate: &mut Estimate) {
    estimate.adjust_regions(run.study.file.analysis.multiplicity, run.study.file.study.seed);
}

/// Adjusts the p-values of the main effects for there being several outcomes; the method, in the words of settings.
pub(super) fn over_outcomes(run: &Run, outcomes: &mut [OutcomeResult]) -> &'static str {
    let of = |outcome: &OutcomeResult| {
        let estimate = outcome.main_estimate()?;
        Some((estimate.headline()?.p_value, estimate.hypothesis(estimate.headline_row()?)))
    };
    let (p_values, hypotheses): (Vec<Option<f64>>, Vec<Option<Hypothesis>>) = outcomes.iter().map(|outcome| of(outcome).unwrap_or_default()).unzip();
    let how = run.study.file.analysis.multiplicity;
    let (found, method) = adjusted(how, run.study.file.study.seed, &p_values, &hypotheses);
    if p_values.iter().flatten().count() > 1 {
        for (outcome, p) in outcomes.iter_mut().zip(found) {
            outcome.p_among_outcomes = p;
        }
        if let (Some(first), Some(note)) = (outcomes.first_mut(), adjusted_instead(how, method)) {
            first.notes.push(note);
        }
    }
    method
}

/// A group estimate with its adjusted p-values.
pub(super) fn group_difference(run: &Run, by: Text, mut estimate: Estimate) -> GroupDifference {
    adjust(run, &mut estimate);
    GroupDifference { by, names: Vec::new(), estimate }
}
