//! Before and after: how the outcome changed, with every usual test of two samples or of pairs.
//!
//! ```text
//! Δ = centre(y | after) − centre(y | before),  centre = mean, Hodges–Lehmann median, share within the standard, quantiles
//! ```
//!
//! O(n log n): each side is sorted once. The change is not the program's effect: everything else that changed is in it, and a note says so.

mod card;
mod description;
mod notes;
mod paired;
mod pairs;
mod part;
mod sample;
mod settings;
mod tests_of_parts;
mod unpaired;
mod weighted;

pub use card::card;
pub use sample::{Labels, PrePostSample};
pub use settings::PrePostSettings;

use crate::error::{Result, design};
use crate::estimate::Estimate;
use part::{Part, Place};
use serde_json::{Map, Value};

/// Compares after with before, for all records and for each region, and gives the contract's form.
///
/// Effects are after minus before; tests take after as the first sample (R's `t.test(after, before)`), Brunner–Munzel as `brunnermunzel.test(before,
/// after)`, positive where after tends to be larger. Ends with `design::no-period-before` or `-after` where a side has no records at all; what is not
/// defined otherwise is null with a note.
pub fn prepost(sample: &PrePostSample, settings: &PrePostSettings) -> Result<Estimate> {
    let (kept, account) = sample.kept(settings);
    let mut out = Estimate::new("prepost", sample.form(), &settings.outcome);
    out.settings = settings.chosen(sample);
    out.sample = account;
    let sides = [false, true].map(|after| kept.iter().filter(|row| sample.after[**row as usize] == after).count());
    match sides {
        [0, 0] => return Err(design::no_records_because(&out.sample.reasons()).into()),
        [0, _] => return Err(design::no_period_before().into()),
        [_, 0] => return Err(design::no_period_after().into()),
        _ => {}
    }

    let mut parts = vec![analyse(sample, settings, &kept, Place::Overall, &mut out)];
    for (name, rows) in sample.regions(&kept) {
        parts.push(analyse(sample, settings, &rows, Place::Region(name), &mut out));
    }
    tests_of_parts::adjust(&mut parts, settings.adjust);

    let sizes: Vec<Map<String, Value>> = parts.iter().map(|part| part.sizes.clone()).collect();
    let (first, rest) = sizes.split_first().map_or((Map::new(), &[][..]), |(first, rest)| (first.clone(), rest));
    out.parts.insert("effect_sizes".into(), Value::Object(first));
    if !rest.is_empty() {
        let by_region = parts.iter().skip(1).zip(rest).map(|(part, sizes)| part.place.labelled(sizes.clone()));
        out.parts.insert("effect_sizes_by_region".into(), by_region.collect());
    }
    out.parts.insert("descriptives".into(), parts.iter().flat_map(|part| part.descriptives.clone()).collect());
    out.notes = notes::of(sample, settings, &parts);
    for part in parts {
        out.effects.extend(part.effects);
        out.tests.extend(part.tests);
    }
    Ok(out)
}

fn analyse(sample: &PrePostSample, settings: &PrePostSettings, rows: &[u32], place: Place, out: &mut Estimate) -> Part {
    let mut part = Part::new(place);
    if sample.pair.is_some() {
        let matched = pairs::Matched::of(sample, rows);
        if part.place == Place::Overall {
            matched.write_account(&mut out.sample);
        }
        paired::fill(&mut part, &matched, settings);
    } else if sample.weight.is_some() {
        weighted::fill(&mut part, sample, rows, settings);
    } else {
        unpaired::fill(&mut part, sample, rows, settings);
    }
    if part.place == Place::Overall && sample.cluster.is_some() {
        out.sample.clusters = part.clusters;
    }
    part
}

#[cfg(test)]
mod tests;
