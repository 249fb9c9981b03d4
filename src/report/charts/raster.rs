//! SVG to PNG with the embedded font only: no font of the machine is looked at.

use super::{ChartError, Drawing, font};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};
use std::sync::{Arc, LazyLock};

/// Pixels of the PNG for one of the drawing.
const SCALE: f32 = 2.0;

/// The embedded font, read once.
static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_font_data(font::REGULAR.to_vec());
    fonts.load_font_data(font::SEMI_BOLD.to_vec());
    Arc::new(fonts)
});

/// The drawing as PNG at twice its size.
pub fn png(drawing: &Drawing) -> Result<Vec<u8>, ChartError> {
    let options = Options { font_family: font::FAMILY.to_owned(), fontdb: Arc::clone(&FONTS), ..Options::default() };
    let tree = Tree::from_str(&drawing.svg, &options).map_err(|_| ChartError::Surface)?;
    let size = |length: u32| (length as f32 * SCALE) as u32;
    let mut pixels = Pixmap::new(size(drawing.width), size(drawing.height)).ok_or(ChartError::Surface)?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    pixels.encode_png().map_err(|_| ChartError::Surface)
}
