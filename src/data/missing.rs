//! Values that mean "missing".

use super::options::ReadOptions;
use std::collections::BTreeSet;

/// Always missing, whatever the case: what spreadsheets, R, Python and Stata write.
pub(super) const TOKENS: [&str; 14] = ["", "na", "n/a", "nan", "null", "-", ".", "#n/a", "#div/0!", "#ref!", "#value!", "#name?", "#num!", "#null!"];

/// The tokens of one reading.
#[derive(Debug, Clone, Default)]
pub(super) struct Missing {
    extra: BTreeSet<String>,
}

impl Missing {
    /// The tokens that are always known and those of the options.
    pub(super) fn of(options: &ReadOptions) -> Self {
        Self { extra: options.missing.iter().map(|token| token.trim().to_owned()).collect() }
    }

    /// Whether a value in digits may be missing.
    pub(super) fn may_be_numbers(&self) -> bool {
        self.extra.iter().any(|token| token.bytes().any(|byte| byte.is_ascii_digit()))
    }

    /// Whether a trimmed value is missing.
    pub(super) fn is(&self, value: &str) -> bool {
        if value.is_empty() {
            return true;
        }
        // Every value of every column comes by here: most are told by their first byte.
        if self.extra.is_empty() && !matches!(value.as_bytes()[0], b'n' | b'N' | b'-' | b'.' | b'#' | b'0') {
            return false;
        }
        // What MySQL exports for "no date".
        if value.starts_with("0000-00-00") && matches!(&value[10..], "" | " 00:00:00" | "T00:00:00") {
            return true;
        }
        // The longest known token has seven bytes.
        (value.len() <= 7 && TOKENS.iter().any(|token| token.eq_ignore_ascii_case(value))) || (!self.extra.is_empty() && self.extra.contains(value))
    }
}
