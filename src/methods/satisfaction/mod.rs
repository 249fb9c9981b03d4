//! The satisfaction index of a survey: levels with grades by period and region, elements, and what changed between periods.
//!
//! ```text
//! index[p] = 25/k · Σ_j NRR[j,p]        difference = index[after] − index[before]
//! ```
//!
//! The formulas and their standard errors are in [`crate::measure::satisfaction`]. To call it from columns in memory:
//!
//! ```text
//! let chosen = choose(&labels, &Elements::ByLabel(NumberOrder::Regulation))?;      // which columns are which element
//! let (items, notes) = score(&chosen, |column| Answers::Scores(numbers[column]))?;  // words or numbers to scores 1–4
//! let periods = Grouping::periods("quarter", &quarter_labels)?;                     // sebelum/sesudah, 2024-Q1, 0/1 …
//! let sample = SatisfactionSample { periods: Some(periods), units: Some(Grouping::labels("clinic", &clinics)), notes, ..SatisfactionSample::new(items) };
//! let estimate = satisfaction(&sample, &SatisfactionSettings { after_from: Some(6), ..SatisfactionSettings::default() })?;
//! ```
//!
//! The result carries the parts `index`, `elements`, with a start also `trend`, and with importance `importance`; `study::IndexFacts` takes it as it is.

mod answers;
mod card;
mod changes;
mod comparison;
mod grouping;
mod levels;
mod notes;
mod sample;

pub use answers::{Answers, Chosen, ChosenItem, Elements, choose, score};
pub use card::card;
pub use grouping::Grouping;
pub use sample::{DifferentItems, SatisfactionSample, SatisfactionSettings, SurveyItem};

use crate::error::Result;
use crate::estimate::Estimate;
use crate::measure::satisfaction::{IndexOptions, Survey};
use comparison::Comparison;
use sample::Used;
use serde_json::json;

/// What every step looks at.
struct Work<'a> {
    sample: &'a SatisfactionSample,
    settings: &'a SatisfactionSettings,
    /// Items in the comparison: indexes into the sample's items.
    items: Vec<usize>,
    names: Vec<&'a str>,
    scores: Vec<&'a [Option<f64>]>,
    units: Option<Vec<u32>>,
    used: Used,
    comparison: Comparison,
}

impl Work<'_> {
    fn survey(&self) -> Survey<'_> {
        Survey { names: &self.names, scores: &self.scores, units: self.units.as_deref(), weights: self.sample.weights.as_deref() }
    }

    fn options(&self) -> IndexOptions {
        IndexOptions { regime: self.settings.regime, level: self.settings.level }
    }
}

/// The index of a survey. Effects (after minus before): `overall` and `region` with term `index-difference` in index points, `term` with the element's code
/// in score points, and over more than two periods without a start `period` rows, each against the period before. Holm-adjusted p-values (over elements,
/// over regions) are `p_adjusted` in `extra`. Errors: a score outside 1–4, an item without any score, nobody before or after the start, no item in common.
pub fn satisfaction(sample: &SatisfactionSample, settings: &SatisfactionSettings) -> Result<Estimate> {
    sample.check(settings)?;
    let mut estimate = Estimate::new("satisfaction", "satisfaction-index", "index");
    estimate.notes.clone_from(&sample.notes);
    let used = sample.used();
    let comparison = Comparison::new(sample, settings, &used)?;
    let items = comparison.items(sample, settings, &mut estimate.notes)?;
    let work = Work {
        names: items.iter().map(|item| sample.items[*item].name.as_str()).collect(),
        scores: items.iter().map(|item| sample.items[*item].scores.as_slice()).collect(),
        units: sample.units.as_ref().map(Grouping::dense),
        items,
        sample,
        settings,
        used,
        comparison,
    };
    estimate.scale = work.comparison.scale;
    estimate.sample = work.used.account.clone();
    levels::add(&work, &mut estimate)?;
    changes::add(&work, &mut estimate)?;
    notes::of_the_survey(&work, &mut estimate.notes);
    let k = work.items.len();
    let name = |grouping: &Option<Grouping>| grouping.as_ref().map(|grouping| grouping.name.clone());
    let settings = json!({
        "regime": settings.regime.name(), "weights": format!("1/{k}"), "items": work.items.iter().map(|item| sample.items[*item].code()).collect::<Vec<_>>(),
        "columns": work.names, "level": settings.level, "period": name(&sample.periods), "start": work.comparison.start, "by": name(&sample.regions),
        "cluster": name(&sample.units), "weighted": sample.weights.is_some(), "different_items": settings.different_items, "adjust": "holm",
    });
    if let serde_json::Value::Object(map) = settings {
        estimate.settings = map;
    }
    Ok(estimate)
}

#[cfg(test)]
mod tests;
