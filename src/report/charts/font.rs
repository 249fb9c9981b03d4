//! The embedded font: Inter, subset to Latin and the signs that statistics needs (SIL Open Font License, see font/OFL.txt).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The family's name in SVG and CSS.
pub(super) const FAMILY: &str = "Inter";

/// The family with fallbacks for viewers that ignore embedded fonts.
pub(super) const STACK: &str = "Inter, 'Segoe UI', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif";

/// Ascent and descent over the em, of both weights: plotters and `ab_glyph` take sizes as this height.
pub(super) const HEIGHT_PER_EM: f64 = (2728.0 + 680.0) / 2816.0;

pub(super) const REGULAR: &[u8] = include_bytes!("font/Inter-Regular.otf");
pub(super) const SEMI_BOLD: &[u8] = include_bytes!("font/Inter-SemiBold.otf");
const REGULAR_WEB: &[u8] = include_bytes!("font/Inter-Regular.woff2");
const SEMI_BOLD_WEB: &[u8] = include_bytes!("font/Inter-SemiBold.woff2");

/// The two weights that charts use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    SemiBold,
}

/// The `@font-face` rules with the font inside, about 50 KB: a page with inlined charts carries them once.
pub fn font_face_css() -> String {
    let face = |weight: u32, bytes: &[u8]| {
        format!(
            "@font-face{{font-family:'{FAMILY}';font-style:normal;font-weight:{weight};src:url(data:font/woff2;base64,{}) format('woff2')}}",
            STANDARD.encode(bytes)
        )
    };
    format!("{}\n{}\n", face(400, REGULAR_WEB), face(600, SEMI_BOLD_WEB))
}
