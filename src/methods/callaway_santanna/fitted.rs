//! The comparisons of a design, fitted in the way that the shape of the sample asks for.

use super::sample::{Sample, Shape};
use super::{Fit, panel, sections};
use crate::design::Adjustment;
use crate::estimate::{Block, CellInfluence};
use crate::methods::timing::Timing;
use std::ops::Range;

/// All effects of a design with what each observation adds to them.
pub(in crate::methods) enum Fitted<'a> {
    /// Changes of units.
    Panel(panel::Panel<'a>),
    /// Levels of records.
    Sections(sections::Sections<'a>),
}

impl<'a> Fitted<'a> {
    /// Fits every comparison of the design; one fit a comparison. The groups of the sample must be those of the design.
    pub(in crate::methods) fn of(sample: &'a Sample, timing: &Timing, adjust: Adjustment) -> (Self, Vec<Fit>) {
        if sample.shape == Shape::Panel {
            let (panel, fits) = panel::fit(sample, timing, adjust);
            (Self::Panel(panel), fits)
        } else {
            let (sections, fits) = sections::fit(sample, timing, adjust);
            (Self::Sections(sections), fits)
        }
    }
}

impl CellInfluence for Fitted<'_> {
    fn fill(&self, observations: Range<usize>, block: &mut Block) {
        match self {
            Self::Panel(panel) => panel.fill(observations, block),
            Self::Sections(sections) => sections.fill(observations, block),
        }
    }
}
