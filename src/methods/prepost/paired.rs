//! The same people or cases measured twice.

use super::description::{bootstrap, describe, quantiles};
use super::pairs::Matched;
use super::part::{Gap, Part, finite};
use super::settings::PrePostSettings;
use super::unpaired::sizes;
use crate::inference::paired::{paired_sizes, paired_t, sign_test};
use crate::inference::proportions::PairedShares;
use crate::inference::quantiles::quantile;
use crate::inference::ranks::{Ascending, Comparison, EXACT_BELOW, Exactness, wilcoxon_signed_rank};
use crate::inference::shift::{pseudo_median, shift_within};
use crate::inference::two_sample::Moments;

/// Fills a part with the rows and tests of pairs.
pub(super) fn fill(part: &mut Part, matched: &Matched, settings: &PrePostSettings) {
    let differences: Vec<f64> = matched.after.iter().zip(&matched.before).map(|(after, before)| after - before).collect();
    let sorted = Ascending::new(differences);
    let (before, after) = (Ascending::new(matched.before.iter().copied()), Ascending::new(matched.after.iter().copied()));
    let (b, a) = (Moments::of(before.values()), Moments::of(after.values()));
    let n = sorted.len();
    let level = settings.level;
    part.averaged = matched.averaged;
    describe(part, &before, &after);

    let test = paired_t(sorted.values(), level);
    if n < 2 {
        part.gap(Gap::TooFew);
    } else if test.is_none() {
        part.gap(Gap::NoVariation);
    }
    let mut row = part.t_row("mean-difference", (n > 0).then(|| Moments::of(sorted.values()).mean), test);
    row.records = Some(2 * n as u64);
    row.extra.insert("pairs".into(), n.into());
    row.extra.insert("before".into(), finite((n > 0).then_some(b.mean)));
    row.extra.insert("after".into(), finite((n > 0).then_some(a.mean)));
    part.effects.push(row);

    let rank = wilcoxon_signed_rank(&sorted, Exactness::Auto);
    part.zeros = rank.map_or(0, |test| test.zeros);
    let mut row = part.blank("median-shift");
    row.records = Some(2 * n as u64);
    row.extra.insert("before".into(), finite(quantile(before.values(), 0.5)));
    row.extra.insert("after".into(), finite(quantile(after.values(), 0.5)));
    // With unchanged pairs counted in: R leaves them out of test and estimate.
    row.extra.insert("estimate_with_zeros".into(), finite(pseudo_median(&sorted)));
    if let Some(shift) = shift_within(&sorted, level) {
        row.estimate = Some(shift.estimate);
        row.conf_low = Some(shift.conf_low);
        row.conf_high = Some(shift.conf_high);
        row.statistic = rank.map(|test| test.statistic);
        row.p_value = rank.map(|test| test.p_value);
        row.extra.insert("exact".into(), shift.exact.into());
    }
    part.effects.push(row);

    if let Some(target) = settings.target {
        shares(part, matched, target, settings);
    }
    quantiles(part, &before, &after, level);
    bootstrap(part, &sorted, &Ascending::default(), settings);

    part.push_t("paired-t", test);
    part.push_rank("wilcoxon-signed-rank", rank);
    if rank.is_some_and(|test| (test.ties || test.zeros > 0) && n - test.zeros < EXACT_BELOW) {
        part.push_rank("wilcoxon-signed-rank-conditional", wilcoxon_signed_rank(&sorted, Exactness::Conditional));
    }
    let sign = sign_test(sorted.values());
    part.push_test("sign", sign.map(|(positive, _, p)| (positive as f64, p)), Vec::new(), true);

    sizes(part, &a, &b, &Comparison::of(&after, &before), level);
    let paired = paired_sizes(&matched.before, &matched.after);
    for (name, value) in [
        ("d_z", paired.map(|sizes| sizes.d_z)),
        ("d_av", paired.map(|sizes| sizes.d_av)),
        ("d_rm", paired.map(|sizes| sizes.d_rm)),
        ("correlation", paired.map(|sizes| sizes.correlation)),
    ] {
        part.sizes.insert(name.into(), finite(value));
    }
}

fn shares(part: &mut Part, matched: &Matched, target: f64, settings: &PrePostSettings) {
    let mut table = PairedShares::default();
    for (before, after) in matched.before.iter().zip(&matched.after) {
        match (settings.better.meets(*after, target), settings.better.meets(*before, target)) {
            (true, true) => table.both += 1,
            (true, false) => table.first_only += 1,
            (false, true) => table.second_only += 1,
            (false, false) => table.neither += 1,
        }
    }
    part.push_shares(2 * matched.before.len() as u64, table.difference(settings.level));
    part.push_test("mcnemar", table.mcnemar(true), vec![1.0], false);
}
