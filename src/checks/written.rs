//! How sizes on the outcome's scale are written in the sentences of checks: with their unit, shares in percentage points.

use crate::locale::{Lang, Text, interval, number};
use crate::text;

/// Units that mean a share between 0 and 1.
const SHARES: [&str; 4] = ["proporsi", "porsi", "share", "proportion"];

/// Whether a unit says that the outcome is a share between 0 and 1, which people read in percent.
pub fn is_share(unit: &Text) -> bool {
    SHARES.iter().any(|word| unit.id.trim().eq_ignore_ascii_case(word) || unit.en.trim().eq_ignore_ascii_case(word))
}

/// Decimals of a share in percent, from those of the share.
pub fn percent_decimals(decimals: usize) -> usize {
    decimals.saturating_sub(2).max(1)
}

/// The scale of an outcome as sentences show it.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    factor: f64,
    decimals: usize,
    unit: Text,
}

impl Written {
    /// From the unit and the decimals of the outcome.
    pub fn new(unit: &Text, decimals: usize) -> Self {
        if is_share(unit) {
            return Self { factor: 100.0, decimals: percent_decimals(decimals), unit: text!("poin persen", "percentage points") };
        }
        // What stands in parentheses explains the scale and is no part of the unit.
        let plain = |words: &str| words.split(" (").next().unwrap_or_default().to_owned();
        Self { factor: 1.0, decimals, unit: Text { id: plain(&unit.id), en: plain(&unit.en) } }
    }

    /// `−1,1 jam kerja`.
    pub(super) fn size(&self, lang: Lang, value: f64) -> String {
        self.with_unit(lang, number(lang, value * self.factor, self.decimals))
    }

    /// `−5,4 s.d. −5,2 jam kerja`.
    pub(super) fn range(&self, lang: Lang, low: f64, high: f64) -> String {
        self.with_unit(lang, interval(lang, low * self.factor, high * self.factor, self.decimals))
    }

    fn with_unit(&self, lang: Lang, number: String) -> String {
        let unit = self.unit.get(lang);
        if unit.is_empty() { number } else { format!("{number}\u{a0}{unit}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_written_in_percentage_points() {
        let share = Written::new(&text!("proporsi", "share"), 3);
        assert_eq!(share.size(Lang::Id, 0.0964), "9,6\u{a0}poin persen");
        assert_eq!(share.range(Lang::En, -0.1, 0.25), "−10.0 to 25.0\u{a0}percentage points");
        let points = Written::new(&text!("poin (skala 1–4)", "points (scale 1–4)"), 2);
        assert_eq!(points.size(Lang::Id, -0.16), "−0,16\u{a0}poin");
    }
}
