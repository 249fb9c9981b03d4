//! Weighted records: weighted means and shares with robust errors. Ranks and quantiles have no agreed form with weights and stay null.

use super::description::PROBABILITIES;
use super::part::{Gap, Part, finite};
use super::sample::PrePostSample;
use super::settings::PrePostSettings;
use crate::inference::two_sample::{WeightedRecord, robust_difference};
use serde_json::{Map, Value};

impl PrePostSample {
    /// A row as a record of a weighted comparison.
    pub(super) fn record(&self, row: usize) -> WeightedRecord {
        WeightedRecord { value: self.outcome[row], weight: self.weight_at(row), first: self.after[row], cluster: self.cluster_at(row) }
    }
}

/// Fills a part with weighted rows; tests of ranks are listed as undefined.
pub(super) fn fill(part: &mut Part, sample: &PrePostSample, rows: &[u32], settings: &PrePostSettings) {
    let records: Vec<WeightedRecord> = rows.iter().map(|row| sample.record(*row as usize)).collect();
    row(part, "mean-difference", &records, settings.level);
    part.descriptives = describe(part, &records);
    part.effects.push(part.blank("median-shift"));
    if let Some(target) = settings.target {
        let within: Vec<WeightedRecord> =
            records.iter().map(|record| WeightedRecord { value: f64::from(u8::from(settings.better.meets(record.value, target))), ..*record }).collect();
        row(part, "share-within-target", &within, settings.level);
    }
    for (percent, _) in PROBABILITIES {
        part.effects.push(part.blank(&format!("quantile-{percent}")));
    }
    for name in ["welch-t", "student-t", "mann-whitney", "brunner-munzel", "kolmogorov-smirnov"] {
        part.push_test(name, None, Vec::new(), false);
    }
    for name in ["hedges_g", "cohens_d", "cliffs_delta", "probability_of_superiority"] {
        part.sizes.insert(name.into(), Value::Null);
    }
}

fn means(records: &[WeightedRecord]) -> [Option<f64>; 2] {
    [false, true].map(|after| {
        let side = || records.iter().filter(|record| record.first == after);
        let weight: f64 = side().map(|record| record.weight).sum();
        (weight > 0.0).then(|| side().map(|record| record.weight * record.value).sum::<f64>() / weight)
    })
}

fn row(part: &mut Part, term: &str, records: &[WeightedRecord], level: f64) {
    let [before, after] = means(records);
    let found = robust_difference(records, level);
    if found.is_none() {
        let fewest = [false, true].map(|after| records.iter().filter(|record| record.first == after).count());
        part.gap(if fewest.contains(&0) || records.len() < 3 { Gap::TooFew } else { Gap::NoVariation });
    }
    let difference = before.zip(after).map(|(before, after)| after - before);
    let mut row = part.t_row(term, difference, found.map(|(test, _)| test));
    row.records = Some(records.len() as u64);
    row.clusters = found.and_then(|(_, groups)| groups).map(|groups| groups as u64);
    part.clusters = part.clusters.or(row.clusters);
    row.extra.insert("before".into(), finite(before));
    row.extra.insert("after".into(), finite(after));
    part.effects.push(row);
}

fn describe(part: &Part, records: &[WeightedRecord]) -> Vec<Value> {
    let means = means(records);
    [("before", false), ("after", true)]
        .into_iter()
        .zip(means)
        .map(|((period, after), mean)| {
            let mut out = Map::new();
            out.insert("period".into(), period.into());
            out.insert("n".into(), records.iter().filter(|record| record.first == after).count().into());
            out.insert("mean".into(), finite(mean));
            part.place.labelled(out)
        })
        .collect()
}
