//! Grades (mutu pelayanan) of the index.

use crate::locale::Text;
use crate::text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which regulation's bands grade the index.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Regime {
    /// Permenpan RB 14/2017: C from 65.00, B from 76.61, A from 88.31.
    #[default]
    #[serde(rename = "2017")]
    Permenpan2017,
    /// Kepmenpan 25/2004, still in many systems: C from 43.76, B from 62.51, A from 81.26.
    #[serde(rename = "2004")]
    Kepmenpan2004,
}

impl Regime {
    /// `2017` or `2004`.
    pub fn name(self) -> &'static str {
        match self {
            Regime::Permenpan2017 => "2017",
            Regime::Kepmenpan2004 => "2004",
        }
    }

    /// The regulation by name.
    pub fn label(self) -> Text {
        match self {
            Regime::Permenpan2017 => text!("Permenpan RB 14/2017", "Permenpan RB 14/2017"),
            Regime::Kepmenpan2004 => text!("Kepmenpan 25/2004", "Kepmenpan 25/2004"),
        }
    }

    /// The lowest index (two decimals) of C, B and A.
    pub fn cut_offs(self) -> [f64; 3] {
        match self {
            Regime::Permenpan2017 => [65.0, 76.61, 88.31],
            Regime::Kepmenpan2004 => [43.76, 62.51, 81.26],
        }
    }

    /// The grade of an index, rounded to two decimals first: the bands have gaps between (76.60 and 76.61).
    pub fn grade(self, index: f64) -> Grade {
        let index = rounded(index);
        let [c, b, a] = self.cut_offs();
        if index >= a {
            Grade::A
        } else if index >= b {
            Grade::B
        } else if index >= c {
            Grade::C
        } else {
            Grade::D
        }
    }
}

impl std::str::FromStr for Regime {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        match name {
            "2017" => Ok(Regime::Permenpan2017),
            "2004" => Ok(Regime::Kepmenpan2004),
            _ => Err(()),
        }
    }
}

/// Quality of service; ordered from D to A.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Grade {
    /// Tidak Baik.
    D,
    /// Kurang Baik.
    C,
    /// Baik.
    B,
    /// Sangat Baik.
    A,
}

impl Grade {
    /// `A` to `D`.
    pub fn letter(self) -> &'static str {
        ["D", "C", "B", "A"][self as usize]
    }

    /// The regulation's word for it.
    pub fn name(self) -> Text {
        match self {
            Grade::D => text!("Tidak Baik", "Not good"),
            Grade::C => text!("Kurang Baik", "Less than good"),
            Grade::B => text!("Baik", "Good"),
            Grade::A => text!("Sangat Baik", "Very good"),
        }
    }
}

/// An index to two decimals, halves up as in the regulation's examples; a half that floating point lost by its last bits counts as a half.
pub fn rounded(index: f64) -> f64 {
    const LAST_BITS: f64 = 1e-8;
    (index * 100.0 + 0.5 + LAST_BITS).floor() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_meet_at_two_decimals() {
        let grade = |index| Regime::Permenpan2017.grade(index).letter();
        let at = [25.0, 64.994, 64.995, 65.0, 76.60, 76.604_999, 76.605, 76.61, 88.30, 88.304, 88.305, 88.31, 100.0];
        let grades: Vec<&str> = at.iter().map(|&index| grade(index)).collect();
        assert_eq!(grades, ["D", "D", "C", "C", "C", "C", "B", "B", "B", "B", "A", "A", "A"]);
        let old = |index| Regime::Kepmenpan2004.grade(index).letter();
        let at = [43.75, 43.76, 62.50, 62.51, 81.25, 81.26];
        assert_eq!(at.map(old), ["D", "C", "C", "B", "B", "A"]);
        // The same office under both regimes.
        assert_eq!((grade(82.0), old(82.0)), ("B", "A"));
        assert!(Grade::A > Grade::B && Grade::C > Grade::D);
    }

    #[test]
    fn regimes_are_written_as_years() {
        assert_eq!(serde_json::to_string(&Regime::Kepmenpan2004).unwrap(), "\"2004\"");
        assert_eq!("2017".parse(), Ok(Regime::Permenpan2017));
    }
}
