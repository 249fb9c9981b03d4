//! A report as bytes: page, Markdown, notebook, and single tables as CSV, LaTeX, Markdown or HTML.

pub mod csv;
pub mod html;
mod inline;
pub mod latex;
pub mod markdown;
pub mod notebook;
mod pictures;
mod style;

pub use super::tables::estimate_table;
pub use csv::effects_csv;
pub use pictures::{Picture, Pictures, figure_table};
