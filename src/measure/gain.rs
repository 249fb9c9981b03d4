//! Learning gain of a training: normalized gain (Hake 1998) of a test before and after.
//!
//! `g = (post − pre) / (max − pre)`; high from 0.7, medium from 0.3, else low. Undefined where the test before was already at its maximum:
//! such people are counted and said, never 0.

use serde::Serialize;

/// From this gain on it is high.
pub const HIGH: f64 = 0.7;
/// From this gain on it is medium.
pub const MEDIUM: f64 = 0.3;

/// Class of a gain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum GainClass {
    /// At least 0.7.
    High,
    /// At least 0.3.
    Medium,
    /// Below 0.3, losses included.
    Low,
}

impl GainClass {
    /// The class of a gain.
    pub fn of(gain: f64) -> Self {
        if gain >= HIGH {
            GainClass::High
        } else if gain >= MEDIUM {
            GainClass::Medium
        } else {
            GainClass::Low
        }
    }
}

/// The gain of one person, or why there is none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Gain {
    /// The normalized gain, at most 1; negative where the score fell.
    Defined(f64),
    /// The score before was the maximum (or above it): nothing could be gained.
    AtMaximum,
    /// A score is missing.
    Missing,
    /// The score after is above the maximum: the maximum is not that of this test.
    AboveMaximum,
}

impl Gain {
    /// The value where it is defined.
    pub fn value(self) -> Option<f64> {
        match self {
            Gain::Defined(gain) => Some(gain),
            _ => None,
        }
    }
}

/// The normalized gain of one person on a test with this maximum.
pub fn gain(pre: Option<f64>, post: Option<f64>, max: f64) -> Gain {
    match (pre.filter(|score| score.is_finite()), post.filter(|score| score.is_finite())) {
        (Some(_), Some(post)) if post > max => Gain::AboveMaximum,
        (Some(pre), Some(_)) if pre >= max => Gain::AtMaximum,
        (Some(pre), Some(post)) => Gain::Defined((post - pre) / (max - pre)),
        _ => Gain::Missing,
    }
}

/// Gains of a group of people.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GainSummary {
    /// Mean of the defined gains of persons; `None` without any.
    pub mean: Option<f64>,
    /// Gain of the mean scores, `(mean post − mean pre) / (max − mean pre)`, over people with both scores (Hake's class gain).
    pub of_means: Option<f64>,
    /// People with a defined gain.
    pub defined: usize,
    /// Class counts of the defined gains.
    pub high: usize,
    /// At least 0.3 and below 0.7.
    pub medium: usize,
    /// Below 0.3, losses included.
    pub low: usize,
    /// Below 0: the score fell. They count as low and enter the mean, which a few of them near the maximum pull down (−1 and less is possible); the gain
    /// of the means does not depend on them so.
    pub negative: usize,
    /// People at the maximum before.
    pub at_maximum: usize,
    /// People with a score missing.
    pub missing: usize,
    /// People with a score above the maximum.
    pub above_maximum: usize,
}

/// Gains of many people and their summary; `pre` and `post` are of one length (the shorter counts).
pub fn gains(pre: &[Option<f64>], post: &[Option<f64>], max: f64) -> (Vec<Gain>, GainSummary) {
    let each: Vec<Gain> = pre.iter().zip(post).map(|(&pre, &post)| gain(pre, post, max)).collect();
    let defined: Vec<f64> = each.iter().filter_map(|gain| gain.value()).collect();
    let class = |wanted| defined.iter().filter(|&&gain| GainClass::of(gain) == wanted).count();
    let count = |wanted: Gain| each.iter().filter(|&&gain| gain == wanted).count();
    let both: Vec<(f64, f64)> = pre
        .iter()
        .zip(post)
        .zip(&each)
        .filter(|(_, gain)| matches!(gain, Gain::Defined(_) | Gain::AtMaximum))
        .filter_map(|((&pre, &post), _)| pre.zip(post))
        .collect();
    let n = both.len() as f64;
    let (pre_mean, post_mean) = (both.iter().map(|(pre, _)| pre).sum::<f64>() / n, both.iter().map(|(_, post)| post).sum::<f64>() / n);
    let summary = GainSummary {
        mean: (!defined.is_empty()).then(|| defined.iter().sum::<f64>() / defined.len() as f64),
        of_means: gain(Some(pre_mean), Some(post_mean), max).value(),
        defined: defined.len(),
        high: class(GainClass::High),
        medium: class(GainClass::Medium),
        low: class(GainClass::Low),
        negative: defined.iter().filter(|gain| **gain < 0.0).count(),
        at_maximum: count(Gain::AtMaximum),
        missing: count(Gain::Missing),
        above_maximum: count(Gain::AboveMaximum),
    };
    (each, summary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_at_their_bounds_and_undefined_ones_counted() {
        let pre = [Some(40.0), Some(50.0), Some(100.0), Some(80.0), None];
        let post = [Some(82.0), Some(65.0), Some(100.0), Some(78.0), Some(90.0)];
        let (each, summary) = gains(&pre, &post, 100.0);
        assert_eq!(each[0], Gain::Defined(0.7));
        assert_eq!(each[1], Gain::Defined(0.3));
        assert_eq!(each[2], Gain::AtMaximum);
        assert_eq!(each[4], Gain::Missing);
        assert_eq!((summary.high, summary.medium, summary.low, summary.defined), (1, 1, 1, 3));
        assert_eq!((summary.at_maximum, summary.missing, summary.negative), (1, 1, 1));
        let mean = (0.7 + 0.3 - 0.1) / 3.0;
        assert!((summary.mean.unwrap() - mean).abs() < 1e-12);
        // Mean scores 67.5 → 81.25 of the four with both: 13.75 / 32.5.
        assert!((summary.of_means.unwrap() - 13.75 / 32.5).abs() < 1e-12);
    }

    #[test]
    fn nothing_defined_is_none_and_not_zero() {
        let (_, summary) = gains(&[Some(10.0)], &[Some(10.0)], 10.0);
        assert_eq!((summary.mean, summary.of_means), (None, None));
        assert_eq!(gain(Some(5.0), Some(11.0), 10.0), Gain::AboveMaximum);
        assert_eq!(gain(Some(f64::NAN), Some(5.0), 10.0), Gain::Missing);
    }
}
