//! The charts that are not on the first screen.

use super::figures;
use super::say::say;
use super::story::{Story, shown};
use super::summary::first_name;
use crate::report::document::{Block, Section};

/// The section; none where there are no further charts.
pub(crate) fn section(story: &Story) -> Option<Section> {
    let l = story.lang;
    let first = first_name(story);
    let mut blocks = Vec::new();
    for part in &story.outcomes {
        let found = [
            figures::trends(story, part),
            figures::event_study(story, part),
            figures::cohort_periods(story, part),
            figures::distribution(story, part),
            figures::methods(story, part),
        ];
        let new: Vec<Block> = found
            .into_iter()
            .flatten()
            .chain(figures::synthetic_paths(story, part))
            .chain(figures::methods_by_time(story, part))
            .filter(|figure| Some(&figure.name) != first.as_ref())
            .filter_map(|figure| shown(Some(figure)))
            .collect();
        if !new.is_empty() && story.outcomes.len() > 1 {
            blocks.push(Block::Heading(part.words.label.clone()));
        }
        blocks.extend(new);
    }
    (!blocks.is_empty()).then(|| Section { id: "charts", title: say!(l, "Grafik", "Charts"), blocks })
}
