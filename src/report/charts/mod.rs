//! Charts: figures as data in, SVG and PNG out, the same bytes on every machine. The only home of plotters and resvg.
//!
//! ```text
//! Figure → draw → Drawing { svg } → standalone() with the font inside → file
//!                        │        → inlined in a page that carries font_face_css() once
//!                        └ png(): pixels with the embedded font only
//! ```

mod axis;
mod cohort_period;
mod decomposition;
mod distribution;
mod dose;
mod dumbbell;
mod event_study;
mod figure;
mod font;
mod forest;
mod interrupted;
mod marks;
mod palette;
mod place;
mod placebos;
mod power;
mod quadrants;
mod raster;
mod robustness;
mod scores;
mod sensitivity;
mod specification_curve;
mod surface;
mod survival;
mod synthetic_path;
mod table;
mod time;
mod trends;

pub use dose::{DosePoint, DoseResponse};
pub use figure::*;
pub use font::font_face_css;
pub use interrupted::{ControlChart, InterruptedPoint, InterruptedSeries, Stretch};
pub use placebos::Placebos;
pub use raster::png;
pub use scores::{ScoreRow, Scores};
pub use survival::{Survival, SurvivalCurve};
pub use synthetic_path::{PathPoint, SyntheticPath, UnitWeight};
pub use table::{FigureColumn, FigureTable, TableCell, table};
pub use time::{position, short_label};

use crate::locale::Text;
use crate::text;
use font::Weight;
use palette::{DARK, MUTED};
use surface::{Anchor, Surface, Type};

/// Width of a chart in pixels.
pub const WIDTH: u32 = 760;
/// Width of the version for phones.
pub const NARROW: u32 = 360;

/// Space at the left and right edge.
const EDGE: f64 = 16.0;

/// A drawn chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// The SVG for inlining: it names the font, the page carries it.
    pub svg: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

impl Drawing {
    /// The SVG as a file of its own, with the font inside.
    pub fn standalone(&self) -> String {
        let style = format!("<style>\n{}</style>\n", font_face_css());
        match self.svg.find("<rect") {
            Some(place) => format!("{}{style}{}", &self.svg[..place], &self.svg[place..]),
            None => self.svg.clone(),
        }
    }
}

/// Why there is no chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChartError {
    /// Nothing to draw: the chart is left out, with this reason.
    NoData(Text),
    /// The drawing surface failed (a broken font).
    Surface,
}

impl ChartError {
    /// The reason in both languages, to stand where the chart would.
    pub fn reason(&self) -> Text {
        match self {
            ChartError::NoData(reason) => reason.clone(),
            ChartError::Surface => text!("Grafik tidak dapat digambar.", "The chart could not be drawn."),
        }
    }

    fn no_values() -> Self {
        Self::NoData(text!("Tidak ada nilai yang dapat digambar.", "There are no values to draw."))
    }
}

impl std::fmt::Display for ChartError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.reason().en)
    }
}

impl std::error::Error for ChartError {}

/// Draws a figure, 760 pixels wide.
pub fn draw(figure: &Figure) -> Result<Drawing, ChartError> {
    draw_wide(figure, WIDTH)
}

/// Draws a figure for a phone, 360 pixels wide with letters as large as in the wide one. Its parts are named apart from the wide one's.
pub fn draw_narrow(figure: &Figure) -> Result<Drawing, ChartError> {
    draw_wide(figure, NARROW)
}

fn draw_wide(figure: &Figure, width: u32) -> Result<Drawing, ChartError> {
    let mut surface = Surface::new(f64::from(width));
    let narrow = width < 500;
    let top = heading(&mut surface, figure, if narrow { 15.0 } else { 17.0 });
    let lang = figure.lang;
    let bottom = match &figure.kind {
        FigureKind::Trends(data) => trends::draw(data, lang, &mut surface, top),
        FigureKind::Distribution(data) => distribution::draw(data, lang, &mut surface, top),
        FigureKind::EventStudy(data) => event_study::draw(data, lang, &mut surface, top),
        FigureKind::CohortPeriods(data) => cohort_period::draw(data, lang, &mut surface, top),
        FigureKind::InterruptedSeries(data) => trends::draw(&data.lines(), lang, &mut surface, top),
        FigureKind::ControlChart(data) => trends::draw(&data.lines(), lang, &mut surface, top),
        FigureKind::Survival(data) => survival::draw(data, lang, &mut surface, top),
        FigureKind::SyntheticPath(data) => synthetic_path::draw(data, lang, &mut surface, top),
        FigureKind::Forest(data) => forest::draw(data, lang, &mut surface, top),
        FigureKind::Dumbbell(data) => dumbbell::draw(data, lang, &mut surface, top),
        FigureKind::Scores(data) => scores::draw(data, lang, &mut surface, top),
        FigureKind::Quadrants(data) => quadrants::draw(data, lang, &mut surface, top),
        FigureKind::Decomposition(data) => decomposition::draw(data, lang, &mut surface, top),
        FigureKind::Sensitivity(data) => sensitivity::draw(data, lang, &mut surface, top),
        FigureKind::Placebos(data) => placebos::draw(data, lang, &mut surface, top),
        FigureKind::SpecificationCurve(data) => specification_curve::draw(data, lang, &mut surface, top),
        FigureKind::Power(data) => power::draw(data, lang, &mut surface, top),
        FigureKind::DoseResponse(data) => dose::draw(data, lang, &mut surface, top),
    }?;
    let small = Type::new(11.0, MUTED);
    let source = place::wrap(&figure.source, surface.width - 2.0 * EDGE, small.size, small.weight);
    let end = surface.lines(&source, (EDGE, bottom + 24.0), Anchor::Start, small);
    let height = (if source.is_empty() { bottom + 14.0 } else { end - small.leading() + 14.0 }).ceil();
    let name = if narrow { format!("{}-narrow", figure.name) } else { figure.name.clone() };
    let svg = surface.finish(&name, &figure.title, &figure.alt, lang.tag(), height)?;
    Ok(Drawing { svg, width, height: height as u32 })
}

/// Title and subtitle; gives the top of what follows.
fn heading(surface: &mut Surface, figure: &Figure, size: f64) -> f64 {
    let width = surface.width - 2.0 * EDGE;
    let mut kind = Type::new(size, DARK).bold();
    let mut title = place::wrap(&figure.title, width, kind.size, Weight::SemiBold);
    // A long title is set smaller rather than cut.
    if title.len() > 2 {
        kind.size = size - 2.0;
        title = place::wrap(&figure.title, width, kind.size, Weight::SemiBold);
    }
    let mut baseline = surface.lines(&title, (EDGE, 14.0 + kind.size), Anchor::Start, kind);
    let small = Type::new(12.5, MUTED);
    let subtitle = place::wrap(&figure.subtitle, width, small.size, small.weight);
    if !subtitle.is_empty() {
        let first = baseline - kind.leading() + 21.0;
        baseline = surface.lines(&subtitle, (EDGE, first), Anchor::Start, small);
    }
    baseline - small.leading() + 16.0
}
