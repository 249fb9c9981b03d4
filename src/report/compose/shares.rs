//! Shares as people say them: an outcome between 0 and 1 is reported in percent and its changes in percentage points. Machine-readable results keep shares.

use crate::checks::{is_share, percent_decimals};
use crate::estimate::{Effect, Estimate};
use crate::study::{OutcomeResult, StudyResult};

/// The study with its shares in percent and without numbers that are none: what is not finite is not defined.
pub(crate) fn in_percent(mut result: StudyResult) -> StudyResult {
    for outcome in &mut result.outcomes {
        let by = outcome.by.iter_mut().map(|group| &mut group.estimate);
        let index = outcome.index.iter_mut().flat_map(|index| std::iter::once(&mut index.estimate).chain(&mut index.elements));
        let estimates = outcome.prepost.iter_mut().chain(&mut outcome.did).chain(&mut outcome.event_study).chain(by).chain(index);
        estimates.flat_map(|estimate| &mut estimate.effects).for_each(drop_undefined);
        if is_share(&outcome.unit) {
            rescale(outcome);
        }
    }
    result
}

fn rescale(outcome: &mut OutcomeResult) {
    outcome.unit = crate::locale::Text::same("%");
    outcome.decimals = percent_decimals(outcome.decimals);
    percent(&mut outcome.target);
    let by = outcome.by.iter_mut().map(|group| &mut group.estimate);
    for estimate in outcome.prepost.iter_mut().chain(&mut outcome.did).chain(&mut outcome.event_study).chain(by) {
        estimate.effects.iter_mut().for_each(times_100);
        drop_shares(estimate);
    }
    for effect in outcome.per_participant.iter_mut().flat_map(|estimate| &mut estimate.effects).filter(|effect| effect.key.term != "first-stage") {
        times_100(effect);
        for (_, value) in effect.extra.iter_mut().filter(|(key, _)| key.starts_with("anderson_rubin")) {
            *value = value.as_f64().map_or(serde_json::Value::Null, |end| (100.0 * end).into());
        }
    }
    for point in outcome.trends.iter_mut().flat_map(|trends| &mut trends.series).flat_map(|series| &mut series.points) {
        point.mean *= 100.0;
        percent(&mut point.std_error);
    }
    if let Some(distribution) = &mut outcome.distribution {
        distribution.edges.iter_mut().for_each(|edge| *edge *= 100.0);
        for side in &mut distribution.sides {
            side.mean *= 100.0;
            side.median *= 100.0;
            side.p90 *= 100.0;
        }
    }
    if let Some(found) = &mut outcome.robustness.decomposition {
        found.twfe *= 100.0;
        found.comparisons.iter_mut().for_each(|one| one.estimate *= 100.0);
    }
    if let Some(found) = &mut outcome.robustness.honest {
        for value in [&mut found.estimate.0, &mut found.estimate.1, &mut found.original.0, &mut found.original.1] {
            *value *= 100.0;
        }
        for row in &mut found.rows {
            percent(&mut row.low);
            percent(&mut row.high);
        }
    }
    // What charts of checks draw; the numbers in their tables stay shares.
    let drawn = outcome.checks.iter_mut().flat_map(|finding| finding.evidence.iter_mut()).filter(|(key, _)| ["effects", "without"].contains(&key.as_str()));
    for row in drawn.filter_map(|(_, rows)| rows.as_array_mut()).flatten() {
        for key in ["estimate", "conf_low", "conf_high"] {
            if let Some(value) = row[key].as_f64() {
                row[key] = (100.0 * value).into();
            }
        }
    }
    for one in outcome.robustness.specifications.iter_mut().flat_map(|found| &mut found.specifications) {
        one.estimate *= 100.0;
        percent(&mut one.low);
        percent(&mut one.high);
    }
    if let Some((estimate, low, high)) = &mut outcome.full_participation {
        *estimate *= 100.0;
        percent(low);
        percent(high);
    }
}

fn drop_undefined(effect: &mut Effect) {
    for value in [
        &mut effect.estimate,
        &mut effect.std_error,
        &mut effect.statistic,
        &mut effect.p_value,
        &mut effect.conf_low,
        &mut effect.conf_high,
        &mut effect.band_low,
        &mut effect.band_high,
    ] {
        *value = value.filter(|number| number.is_finite());
    }
}

fn percent(value: &mut Option<f64>) {
    if let Some(value) = value {
        *value *= 100.0;
    }
}

fn times_100(effect: &mut Effect) {
    for value in [&mut effect.estimate, &mut effect.std_error, &mut effect.conf_low, &mut effect.conf_high, &mut effect.band_low, &mut effect.band_high] {
        percent(value);
    }
    for name in ["wild_conf_low", "wild_conf_high", "before", "after"] {
        if let Some(value) = effect.extra.get_mut(name)
            && let Some(share) = value.as_f64()
        {
            *value = (share * 100.0).into();
        }
    }
}

/// Parts hold numbers on the scale of shares, which would contradict the tables beside them.
fn drop_shares(estimate: &mut Estimate) {
    estimate.parts.retain(|key, _| key.starts_with("effect_sizes"));
}
