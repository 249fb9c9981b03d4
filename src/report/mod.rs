//! The report as data, its charts and its renderers.
//!
//! ```text
//! StudyResult → compose → Report (sections, prose, tables, figures, one language) → render (html, markdown, notebook, csv, latex) → write (a folder, whole or not at all)
//! ```

mod cards;
pub mod charts;
mod compose;
pub mod document;
mod pool;
mod power;
pub mod privacy;
pub mod render;
pub mod results;
mod set;
pub mod side_by_side;
pub mod single;
pub mod tables;
pub mod words;
pub mod write;

pub use compose::{Reading, Wording, compose, compose_pool};
pub use pool::pool_figures;
pub use power::power_figures;
pub use set::ReportSet;
pub use write::{Written, write};
