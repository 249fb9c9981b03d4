//! Two separate samples: other people, other cases before than after.

use super::description::{bootstrap, describe, quantiles};
use super::part::{Gap, Part, finite};
use super::sample::PrePostSample;
use super::settings::PrePostSettings;
use crate::inference::effect_size::{cliffs_delta, standardized};
use crate::inference::kolmogorov_smirnov::kolmogorov_smirnov;
use crate::inference::proportions::{share_difference, two_shares_test};
use crate::inference::quantiles::quantile;
use crate::inference::ranks::{Ascending, Comparison, EXACT_BELOW, Exactness, brunner_munzel, mann_whitney_of};
use crate::inference::shift::shift_between;
use crate::inference::two_sample::{Moments, WeightedRecord, equal_spread, robust_difference, student_t, welch_t};

/// Fills a part with the rows and tests of two samples.
pub(super) fn fill(part: &mut Part, sample: &PrePostSample, rows: &[u32], settings: &PrePostSettings) {
    let side = |wanted: bool| Ascending::new(rows.iter().filter(|row| sample.after[**row as usize] == wanted).map(|row| sample.outcome[*row as usize]));
    let (before, after) = (side(false), side(true));
    let (b, a) = (Moments::of(before.values()), Moments::of(after.values()));
    let level = settings.level;
    describe(part, &before, &after);
    if b.n < 2 || a.n < 2 {
        part.gap(Gap::TooFew);
    }

    let welch = welch_t(&a, &b, level);
    let student = student_t(&a, &b, level);
    if welch.is_none() && b.n > 1 && a.n > 1 {
        part.gap(Gap::NoVariation);
    }
    let difference = (a.n > 0 && b.n > 0).then_some(a.mean - b.mean);
    let mut row = part.t_row("mean-difference", difference, welch);
    row.records = Some((b.n + a.n) as u64);
    row.extra.insert("n_before".into(), b.n.into());
    row.extra.insert("n_after".into(), a.n.into());
    row.extra.insert("before".into(), finite((b.n > 0).then_some(b.mean)));
    row.extra.insert("after".into(), finite((a.n > 0).then_some(a.mean)));
    part.effects.push(row);
    if sample.cluster.is_some() {
        clustered(part, sample, rows, difference, level);
    }

    let pairs = Comparison::of(&after, &before);
    let rank = mann_whitney_of(&after, &before, &pairs, Exactness::Auto);
    let mut row = part.blank("median-shift");
    row.records = Some((b.n + a.n) as u64);
    row.extra.insert("before".into(), finite(quantile(before.values(), 0.5)));
    row.extra.insert("after".into(), finite(quantile(after.values(), 0.5)));
    if let Some(shift) = shift_between(&after, &before, level) {
        row.estimate = Some(shift.estimate);
        row.conf_low = Some(shift.conf_low);
        row.conf_high = Some(shift.conf_high);
        row.statistic = rank.map(|test| test.statistic);
        row.p_value = rank.map(|test| test.p_value);
        row.extra.insert("exact".into(), shift.exact.into());
    }
    part.effects.push(row);

    if let Some(target) = settings.target {
        shares(part, &before, &after, target, settings);
    }
    quantiles(part, &before, &after, level);
    bootstrap(part, &after, &before, settings);

    part.push_t("welch-t", welch);
    part.push_t("student-t", student);
    part.push_rank("mann-whitney", rank);
    if rank.is_some_and(|test| test.ties) && b.n < EXACT_BELOW && a.n < EXACT_BELOW {
        part.push_rank("mann-whitney-conditional", mann_whitney_of(&after, &before, &pairs, Exactness::Conditional));
    }
    let munzel = brunner_munzel(&Comparison::of(&before, &after), level);
    if munzel.is_none() && rank.is_some() && b.n > 1 && a.n > 1 {
        part.gap(Gap::NoOverlap);
    }
    let df = munzel.iter().map(|test| test.df).collect();
    let test = part.push_test("brunner-munzel", munzel.map(|test| (test.statistic, test.p_value)), df, false);
    if let Some(munzel) = munzel {
        test.extra.insert("estimate".into(), munzel.estimate.into());
        test.extra.insert("conf_low".into(), munzel.conf_low.into());
        test.extra.insert("conf_high".into(), munzel.conf_high.into());
    }
    let smirnov = kolmogorov_smirnov(&after, &before, None);
    part.push_test("kolmogorov-smirnov", smirnov.map(|test| (test.statistic, test.p_value)), Vec::new(), smirnov.is_some_and(|test| test.exact));
    if let (Some(centre_a), Some(centre_b)) = (quantile(after.values(), 0.5), quantile(before.values(), 0.5)) {
        let spread = equal_spread(after.values(), before.values(), centre_a, centre_b);
        let df = spread.iter().flat_map(|test| [test.df1, test.df2]).collect();
        part.push_test("brown-forsythe", spread.map(|test| (test.statistic, test.p_value)), df, false);
    }
    sizes(part, &a, &b, &pairs, level);
}

/// `effect_sizes` of two samples.
pub(super) fn sizes(part: &mut Part, after: &Moments, before: &Moments, pairs: &Comparison, level: f64) {
    let size = standardized(after, before, level);
    let delta = cliffs_delta(pairs, level);
    let plain_delta = (pairs.pairs() > 0.0).then(|| (pairs.greater as f64 - pairs.less as f64) / pairs.pairs());
    for (name, value) in [
        ("hedges_g", size.map(|size| size.hedges_g)),
        ("hedges_g_low", size.map(|size| size.g_low)),
        ("hedges_g_high", size.map(|size| size.g_high)),
        ("hedges_g_approx", size.map(|size| size.hedges_g_approx)),
        ("cohens_d", size.map(|size| size.cohens_d)),
        ("glass_delta", size.and_then(|size| size.glass_delta)),
        ("cliffs_delta", plain_delta),
        ("cliffs_delta_low", delta.map(|delta| delta.conf_low)),
        ("cliffs_delta_high", delta.map(|delta| delta.conf_high)),
        ("probability_of_superiority", pairs.superiority()),
    ] {
        part.sizes.insert(name.into(), finite(value));
    }
}

fn clustered(part: &mut Part, sample: &PrePostSample, rows: &[u32], difference: Option<f64>, level: f64) {
    let records: Vec<WeightedRecord> = rows.iter().map(|row| sample.record(*row as usize)).collect();
    let found = robust_difference(&records, level);
    let mut row = part.t_row("mean-difference-clustered", difference, found.map(|(test, _)| test));
    row.records = Some(records.len() as u64);
    row.clusters = found.and_then(|(_, groups)| groups).map(|groups| groups as u64);
    part.clusters = row.clusters;
    part.effects.push(row);
}

fn shares(part: &mut Part, before: &Ascending, after: &Ascending, target: f64, settings: &PrePostSettings) {
    let count = |side: &Ascending| (side.values().iter().filter(|value| settings.better.meets(**value, target)).count() as u64, side.len() as u64);
    let (first, second) = (count(after), count(before));
    part.push_shares(first.1 + second.1, share_difference(first, second, settings.level));
    part.push_test("two-proportions", two_shares_test(first, second), Vec::new(), false);
}
