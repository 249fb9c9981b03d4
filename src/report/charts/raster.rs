//! SVG to PNG with the embedded font only: no font of the machine is looked at.

use super::{ChartError, Drawing, font};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

/// Pixels of the PNG for one of the drawing.
const SCALE: f32 = 2.0;

/// The drawing as PNG at twice its size.
pub fn png(drawing: &Drawing) -> Result<Vec<u8>, ChartError> {
    let mut options = Options { font_family: font::FAMILY.to_owned(), ..Options::default() };
    let fonts = options.fontdb_mut();
    fonts.load_font_data(font::REGULAR.to_vec());
    fonts.load_font_data(font::SEMI_BOLD.to_vec());
    let tree = Tree::from_str(&drawing.svg, &options).map_err(|_| ChartError::Surface)?;
    let size = |length: u32| (length as f32 * SCALE) as u32;
    let mut pixels = Pixmap::new(size(drawing.width), size(drawing.height)).ok_or(ChartError::Surface)?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    pixels.encode_png().map_err(|_| ChartError::Surface)
}
