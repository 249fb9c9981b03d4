//! Notes: things the reader of a result must know, with a stable code.

use crate::locale::Text;

/// A note of a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Stable code: `few-clusters`.
    pub code: &'static str,
    /// In words.
    pub text: Text,
}

impl Note {
    /// A note with its code.
    pub fn new(code: &'static str, text: Text) -> Self {
        Self { code, text }
    }
}
