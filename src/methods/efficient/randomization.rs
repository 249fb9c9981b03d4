//! Fisher's test: the studentized effect under other random starts of the same units.

use super::Design;
use super::cohorts::Cohorts;
use super::contrast::{Contrast, Moments};
use crate::estimate::{EffectKind, Estimate, TestResult};
use crate::inference::permute::permute;
use crate::methods::DidSettings;

/// Adds the test of the simple average: starts are dealt out again among all units.
pub(super) fn run(out: &mut Estimate, settings: &DidSettings, cohorts: &Cohorts, design: &Design, draws: u32) {
    let Some(row) = design.rows.iter().find(|row| row.key.kind == EffectKind::Overall && row.key.term == "simple") else { return };
    // Sizes of cohorts stay, and with them the sums.
    let contrast = Contrast::of(row, design, cohorts);
    let statistic = |labels: &[u32]| {
        let moments = Moments::of(&cohorts.outcome, labels, cohorts.starts.len(), cohorts.periods.len());
        let fit = contrast.fit(design.pre, &moments, &cohorts.size);
        (fit.neyman > 0.0).then(|| fit.estimate / fit.neyman.sqrt())
    };
    out.tests.push(TestResult::randomization(permute(&cohorts.group, draws, settings.seed, statistic)));
}
