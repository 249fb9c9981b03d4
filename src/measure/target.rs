//! Which direction is good, and the share within a service standard.

use serde::{Deserialize, Serialize};

/// Which direction of an outcome is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Better {
    /// Less is better (waiting time).
    Lower,
    /// More is better (satisfaction).
    Higher,
}

impl Better {
    /// Whether a value meets a standard.
    pub fn meets(self, value: f64, target: f64) -> bool {
        match self {
            Better::Lower => value <= target,
            Better::Higher => value >= target,
        }
    }

    /// Whether a change (after minus before) is for the better; `None` for no change.
    pub fn improves(self, change: f64) -> Option<bool> {
        if change == 0.0 || change.is_nan() { None } else { Some((change < 0.0) == (self == Better::Lower)) }
    }

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Better::Lower => "lower",
            Better::Higher => "higher",
        }
    }
}

/// A share within the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct WithinTarget {
    /// Values that keep the standard.
    pub within: u64,
    /// Values that were compared.
    pub of: u64,
}

impl WithinTarget {
    /// The share; `None` where nothing was compared.
    pub fn share(self) -> Option<f64> {
        (self.of > 0).then(|| self.within as f64 / self.of as f64)
    }
}

/// Counts values within the target; missing ones are left out.
pub fn within_target(values: &[Option<f64>], target: f64, better: Better) -> WithinTarget {
    let mut count = WithinTarget { within: 0, of: 0 };
    for value in values.iter().flatten().filter(|value| !value.is_nan()) {
        count.of += 1;
        count.within += u64::from(better.meets(*value, target));
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_target_itself_is_within() {
        let values = [Some(23.0), Some(24.0), Some(24.5), None, Some(f64::NAN)];
        let lower = within_target(&values, 24.0, Better::Lower);
        assert_eq!(lower, WithinTarget { within: 2, of: 3 });
        let higher = within_target(&values, 24.0, Better::Higher);
        assert_eq!(higher, WithinTarget { within: 2, of: 3 });
        assert_eq!(within_target(&[None], 1.0, Better::Lower).share(), None);
        assert_eq!(Better::Lower.improves(-1.0), Some(true));
        assert_eq!(Better::Higher.improves(-1.0), Some(false));
    }
}
