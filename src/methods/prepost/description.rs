//! The two sides described, and the rows that paired and unpaired comparisons share: quantiles and bootstrap.

use super::part::{Gap, Part, Place, finite};
use super::settings::PrePostSettings;
use crate::inference::bca::{Bca, Centre, bca};
use crate::inference::distributions::{critical_value, p_two_sided};
use crate::inference::quantiles::{maritz_jarrett, quantile};
use crate::inference::ranks::Ascending;
use crate::inference::two_sample::Moments;
use serde_json::{Map, Value, json};

/// Probabilities of the quantile rows.
pub(super) const PROBABILITIES: [(u32, f64); 5] = [(10, 0.10), (25, 0.25), (50, 0.50), (75, 0.75), (90, 0.90)];

/// Records above which the bootstrap is left out: the mean is normal by then, and thousands of resamples of millions of records tell nothing more.
const BOOTSTRAP_AT_MOST: usize = 20_000;

/// n, mean, standard deviation, extremes and quantiles of each side.
pub(super) fn describe(part: &mut Part, before: &Ascending, after: &Ascending) {
    for (period, side) in [("before", before), ("after", after)] {
        let moments = Moments::of(side.values());
        let mut out = Map::new();
        out.insert("period".into(), period.into());
        out.insert("n".into(), json!(moments.n));
        out.insert("mean".into(), finite((moments.n > 0).then_some(moments.mean)));
        out.insert("sd".into(), finite(moments.sd()));
        out.insert("min".into(), finite(side.values().first().copied()));
        for (percent, p) in PROBABILITIES {
            out.insert(format!("q{percent}"), finite(quantile(side.values(), p)));
        }
        out.insert("max".into(), finite(side.values().last().copied()));
        let labelled: Value = part.place.labelled(out);
        part.descriptives.push(labelled);
    }
}

/// Rows `quantile-10` … `quantile-90`: differences of type 7 quantiles with Maritz–Jarrett errors of independent samples, normal.
pub(super) fn quantiles(part: &mut Part, before: &Ascending, after: &Ascending, level: f64) {
    for (percent, p) in PROBABILITIES {
        let mut row = part.blank(&format!("quantile-{percent}"));
        let (low, high) = (quantile(before.values(), p), quantile(after.values(), p));
        row.extra.insert("before".into(), finite(low));
        row.extra.insert("after".into(), finite(high));
        row.records = Some((before.len() + after.len()) as u64);
        if let (Some(low), Some(high)) = (low, high) {
            row.estimate = Some(high - low);
        }
        let errors = (maritz_jarrett(before.values(), p), maritz_jarrett(after.values(), p));
        match errors {
            (Some(one), Some(two)) if one > 0.0 || two > 0.0 => {
                let error = one.hypot(two);
                let half = critical_value(level, None) * error;
                row.std_error = Some(error);
                row.statistic = row.estimate.map(|estimate| estimate / error);
                row.p_value = row.statistic.map(|z| p_two_sided(z, None));
                row.conf_low = row.estimate.map(|estimate| estimate - half);
                row.conf_high = row.estimate.map(|estimate| estimate + half);
            }
            (Some(_), Some(_)) => part.gap(Gap::CoarseQuantile),
            _ => part.gap(Gap::TooFew),
        }
        part.effects.push(row);
    }
}

/// Rows `mean-difference-bootstrap` and `median-difference-bootstrap` with `BCa` limits; of all records only, and only up to a size.
/// `y` is empty for paired differences.
pub(super) fn bootstrap(part: &mut Part, x: &Ascending, y: &Ascending, settings: &PrePostSettings) {
    if settings.draws == 0 || part.place != Place::Overall {
        return;
    }
    if x.len() + y.len() > BOOTSTRAP_AT_MOST {
        part.bootstrap_left_out = true;
        return;
    }
    for (term, centre) in [("mean-difference-bootstrap", Centre::Mean), ("median-difference-bootstrap", Centre::Median)] {
        let found: Option<Bca> = bca(x.values(), y.values(), centre, settings.draws, settings.seed, settings.level);
        let mut row = part.blank(term);
        row.records = Some((x.len() + y.len()) as u64);
        if let Some(found) = found {
            row.estimate = Some(found.estimate);
            row.std_error = Some(found.std_error);
            row.conf_low = Some(found.conf_low);
            row.conf_high = Some(found.conf_high);
            row.extra.insert("draws".into(), settings.draws.into());
        }
        part.effects.push(row);
    }
}
