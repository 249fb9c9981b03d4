//! The checks that one estimate allows by itself, without a study around it: what `dampak did` gives, and what `--strict` listens to.

use super::{Clusters, Written, decomposition, few_clusters, fit_before, honest, missing_data, placebo_units, pre_trends};
use crate::estimate::{EffectKind, Estimate, Finding};
use crate::locale::Text;
use crate::methods::decomposition::Decomposition;
use crate::methods::honest::Bounds;
use serde_json::Value;

/// Decimals that show two digits of a value.
fn decimals(estimate: Option<f64>) -> usize {
    let size = estimate.map_or(0.0, f64::abs);
    if size > 0.0 { (1.0 - size.log10().floor()).clamp(0.0, 9.0) as usize } else { 2 }
}

/// Movement before the program and clusters (of one estimate, not of one a region), rows that are missing, and, where they were computed, what two-way fixed
/// effects is made of and how far the bounds carry.
pub fn of_estimate(estimate: &Estimate, found: Option<&Decomposition>, bounds: Option<&Bounds>) -> Vec<Finding> {
    let headline = estimate.headline();
    let written = Written::new(&Text::default(), decimals(headline.and_then(|effect| effect.estimate)));
    let mut out = Vec::new();
    if estimate.effects.iter().all(|effect| effect.key.kind != EffectKind::Region) {
        out.push(fit_before(estimate, &written).unwrap_or_else(|| pre_trends(Some(estimate), &written)));
        out.extend(bounds.map(|bounds| honest(Some(bounds), &written)));
        out.extend(found.map(|found| decomposition(found, ["twfe", "event-study"].contains(&estimate.method.as_str()), &written)));
        let number = |name: &str| headline.and_then(|effect| effect.extra.get(name)).and_then(Value::as_f64);
        out.push(placebo_units(estimate).unwrap_or_else(|| {
            few_clusters(&Clusters {
                count: estimate.sample.clusters,
                ordinary: headline.and_then(|effect| effect.p_value),
                wild: number("wild_p_value"),
                randomization: estimate.tests.iter().find(|test| test.name == "randomization").and_then(|test| test.p_value),
                ..Clusters::default()
            })
        }));
    }
    out.push(missing_data(&estimate.sample, None));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::{Effect, EffectKey, TestResult, Verdict};

    fn estimate(p_before: f64, clusters: u64) -> Estimate {
        let mut out = Estimate::new("did", "event-study", "y");
        let mut effect = Effect::undefined(EffectKey::new(EffectKind::Overall, "att"));
        (effect.estimate, effect.p_value) = (Some(0.031), Some(0.01));
        out.effects.push(effect);
        out.tests.push(TestResult { p_value: Some(p_before), ..TestResult::new("pre-trends") });
        out.sample.clusters = Some(clusters);
        (out.sample.rows_read, out.sample.rows_used) = (100, 100);
        out
    }

    #[test]
    fn each_check_reads_its_part_of_the_estimate() {
        let verdict = |found: &[Finding], name: &str| found.iter().find(|finding| finding.name == name).map(|finding| finding.verdict);
        let sound = of_estimate(&estimate(0.4, 80), None, None);
        assert_eq!(sound.len(), 3);
        assert!(sound.iter().all(|finding| finding.verdict == Verdict::Pass), "{sound:?}");
        let apart = of_estimate(&estimate(0.001, 6), None, None);
        assert_eq!(verdict(&apart, "pre-trends"), Some(Verdict::Fail));
        assert_eq!(verdict(&apart, "few-clusters"), Some(Verdict::Fail));
        // One estimate a region has no movement before and no clusters of its own.
        let mut by = estimate(0.001, 6);
        by.effects[0].key.kind = EffectKind::Region;
        assert_eq!(of_estimate(&by, None, None).iter().map(|finding| finding.name.as_str()).collect::<Vec<_>>(), ["missing-data"]);
        assert_eq!((decimals(Some(0.031)), decimals(Some(-6.1)), decimals(Some(120.0)), decimals(None)), (3, 1, 0, 2));
    }
}
