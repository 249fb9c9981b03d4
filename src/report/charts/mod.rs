//! Charts: figures as data in, SVG and PNG out, the same bytes on every machine. The only home of plotters and resvg.

mod dumbbell;
mod figure;
mod table;
mod time;

pub use figure::*;
pub use table::{FigureColumn, FigureTable, TableCell, table};
pub use time::{position, short_label};
