//! Charts of an outcome: titles that state the finding, subtitles that say from how many, text alternatives that carry the numbers.

mod cohorts;
mod distribution;
mod event_study;
mod forest;
mod fragile;
mod index;
mod means;
mod people;
mod quadrants;
mod robustness;
mod series;
mod synthetic_path;
mod trends;

pub(crate) use cohorts::{cohort_periods, methods_by_time};
pub(crate) use distribution::distribution;
pub(crate) use event_study::{event_study, p_words};
pub(crate) use forest::{forest, methods};
pub(crate) use fragile::{left_out, placebos};
pub(crate) use index::{effect_of, elements, quadrants_of};
pub(crate) use means::means;
pub(crate) use people::{gaps, needs, scores};
pub(crate) use quadrants::quadrant_figure;
pub(crate) use robustness::{decomposition, sensitivity, specifications};
pub(crate) use series::{control, interrupted, survival};
pub(crate) use synthetic_path::{paths_alone, synthetic_paths};
pub(crate) use trends::{mean as mean_of, trends};

use super::Story;
use super::wording::Wording;
use crate::report::charts::{Figure, FigureKind, Quantity};

/// What every chart of a report shares: the source line.
pub(crate) fn figure(story: &Story, name: String, title: String, subtitle: String, alt: String, kind: FigureKind) -> Figure {
    Figure { name, title, subtitle, source: story.source_line(), alt, lang: story.lang, kind }
}

/// The outcome as an axis.
pub(crate) fn outcome_axis(words: &Wording) -> Quantity {
    Quantity { name: words.label.clone(), unit: words.unit.clone(), decimals: words.decimals }
}

/// The effect on the outcome as an axis.
pub(crate) fn effect_axis(words: &Wording) -> Quantity {
    let inside = words.label_inside();
    let name = super::say::say!(words.lang, "Perubahan {inside}", "Change in {inside}");
    Quantity { name, unit: words.change_unit(), decimals: words.decimals }
}
