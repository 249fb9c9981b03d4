//! A pool of estimates as charts: the forest with its diamond and prediction interval, and the pool without each of them.

use super::charts::{Figure, FigureKind, Forest, ForestRow, PooledRow, Prediction, Quantity};
use super::compose::beginning;
use super::compose::say::say;
use super::words::term;
use crate::estimate::{Effect, EffectKind, Estimate};
use crate::locale::{Lang, interval, number, percent};
use serde_json::Value;

/// What a forest of a pool says around its numbers.
pub(crate) struct PoolWords {
    /// The finding.
    pub title: String,
    /// What is drawn.
    pub subtitle: String,
    /// Where the numbers are from.
    pub source: String,
    /// The effect as an axis.
    pub effect: Quantity,
    /// Head of the labels.
    pub rows_title: String,
    /// Words to the left and right of zero.
    pub directions: Option<(String, String)>,
}

fn overall<'a>(estimate: &'a Estimate, term: &str) -> Option<&'a Effect> {
    estimate.effects.iter().find(|effect| effect.key.kind == EffectKind::Overall && effect.key.term == term)
}

/// The estimates with their weights in the mean, the mean as a diamond and the prediction interval below it.
pub(crate) fn forest(estimate: &Estimate, words: PoolWords, named: &dyn Fn(&str) -> String, l: Lang) -> Figure {
    let rows: Vec<ForestRow> = estimate
        .effects
        .iter()
        .filter(|effect| effect.key.kind == EffectKind::Region)
        .map(|effect| ForestRow {
            label: named(effect.key.region.as_deref().unwrap_or_default()),
            estimate: effect.estimate,
            low: effect.conf_low,
            high: effect.conf_high,
            weight: effect.extra.get("weight").and_then(Value::as_f64),
            n: None,
            reason: String::new(),
        })
        .collect();
    let prediction = overall(estimate, "prediction")
        .and_then(|found| Some(Prediction { label: beginning(&term("prediction", l)), low: found.conf_low?, high: found.conf_high? }));
    drawn("forest", rows, mean(estimate, prediction, l), words, l)
}

/// The mean as a diamond.
fn mean(estimate: &Estimate, prediction: Option<Prediction>, l: Lang) -> Option<PooledRow> {
    let mean = overall(estimate, "random-effects")?;
    let label = beginning(&term("random-effects", l));
    Some(PooledRow { label, estimate: mean.estimate?, low: mean.conf_low?, high: mean.conf_high?, prediction, n: None })
}

fn drawn(name: &str, rows: Vec<ForestRow>, pooled: Option<PooledRow>, words: PoolWords, l: Lang) -> Figure {
    let decimals = words.effect.decimals;
    let range = |low, high| interval(l, low, high, decimals);
    let mut described: Vec<String> =
        rows.iter().filter_map(|row| Some(format!("{} {} ({})", row.label, number(l, row.estimate?, decimals), range(row.low?, row.high?)))).collect();
    described.extend(pooled.iter().map(|mean| format!("{} {} ({})", mean.label, number(l, mean.estimate, decimals), range(mean.low, mean.high))));
    let ahead = pooled.iter().filter_map(|mean| mean.prediction.as_ref());
    described.extend(ahead.map(|prediction| format!("{} {}", prediction.label, range(prediction.low, prediction.high))));
    let level = say!(l, "Dampak (selang)", "Effect (interval)");
    Figure {
        name: name.into(),
        title: words.title,
        subtitle: words.subtitle,
        source: words.source,
        alt: described.join("; ") + ".",
        lang: l,
        kind: FigureKind::Forest(Forest {
            effect: words.effect,
            rows_title: words.rows_title,
            n_title: None,
            estimate_title: level,
            rows,
            pooled: pooled.into_iter().collect(),
            directions: words.directions,
        }),
    }
}

/// The charts of `dampak pool`: the forest, and the mean without each estimate where there are enough of them.
pub fn pool_figures(estimate: &Estimate, level: f64, l: Lang) -> Vec<Figure> {
    let Some((value, low, high)) = overall(estimate, "random-effects").and_then(|mean| Some((mean.estimate?, mean.conf_low?, mean.conf_high?))) else {
        return Vec::new();
    };
    let decimals = decimals(estimate);
    let (found, level) = (format!("{} ({})", number(l, value, decimals), interval(l, low, high, decimals)), percent(l, level, 0));
    let count = estimate.effects.iter().filter(|effect| effect.key.kind == EffectKind::Region).count();
    let words = |title: String, subtitle: String, rows_title: String| PoolWords {
        title,
        subtitle,
        source: concat!("dampak ", env!("CARGO_PKG_VERSION")).to_owned(),
        effect: Quantity { name: say!(l, "Taksiran", "Estimate"), unit: String::new(), decimals },
        rows_title,
        directions: None,
    };
    let mut out = vec![forest(
        estimate,
        words(
            say!(l, "Rata-rata {count} taksiran: {found}", "Mean of {count} estimates: {found}"),
            say!(
                l,
                "Taksiran dengan selang kepercayaan {level}; berlian: rata-rata efek acak; luas kotak: bobot",
                "Estimates with {level} confidence intervals; diamond: random-effects mean; area of a square: weight"
            ),
            say!(l, "Studi", "Study"),
        ),
        &str::to_owned,
        l,
    )];
    let without = words(
        String::new(),
        say!(
            l,
            "Rata-rata efek acak tanpa setiap studi, dengan selang kepercayaan {level}",
            "Random-effects mean without each study, with {level} confidence intervals"
        ),
        say!(l, "Tanpa", "Without"),
    );
    out.extend(without_each(estimate, without, &str::to_owned, l));
    out
}

/// The mean without each estimate, with the title that says how far it moves; none where there are too few.
pub(crate) fn without_each(estimate: &Estimate, words: PoolWords, named: &dyn Fn(&str) -> String, l: Lang) -> Option<Figure> {
    let left = estimate.parts.get("leave_one_out").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let row = |row: &Value| ForestRow {
        label: named(row["left_out"].as_str().unwrap_or_default()),
        estimate: row["estimate"].as_f64(),
        low: row["conf_low"].as_f64(),
        high: row["conf_high"].as_f64(),
        ..ForestRow::default()
    };
    let rows: Vec<ForestRow> = left.iter().map(row).collect();
    let title = without_title(&rows, words.effect.decimals, l)?;
    Some(drawn("leave-one-out", rows, mean(estimate, None, l), PoolWords { title, ..words }, l))
}

/// From where to where the mean moves.
fn without_title(rows: &[ForestRow], decimals: usize, l: Lang) -> Option<String> {
    let values = || rows.iter().filter_map(|row| row.estimate);
    let (low, high) = (values().reduce(f64::min)?, values().reduce(f64::max)?);
    let range = interval(l, low, high, decimals);
    Some(say!(l, "Tanpa salah satu studi, rata-ratanya {range}", "Without one study the mean is {range}"))
}

/// Digits that show two of the smallest standard error.
fn decimals(estimate: &Estimate) -> usize {
    let smallest = estimate.effects.iter().filter_map(|effect| effect.std_error).filter(|error| *error > 0.0).reduce(f64::min);
    smallest.map_or(2, |error| (1.0 - error.log10().floor()).clamp(0.0, 6.0) as usize)
}
