//! The style of the page: screen, phone and paper.

/// The style sheet. Colours are from Okabe–Ito, darkened until text on white has a contrast of at least 4.5 to 1.
pub(crate) const CSS: &str = include_str!("style.css");
