//! What a unit of improvement cost: a cost over an effect, with the set of prices that the data allow.

mod card;

pub use card::card;

use crate::locale::Text;

/// Cost per unit of improvement: the effects that are compatible with the data, each turned into a price.
///
/// The cost is a number and not an estimate, so the set of prices for an interval of effects [l, u] is exact: C/u to C/l where l is above zero. Where the
/// interval reaches down to zero there is no upper limit, and below zero there is no price at all for those effects: nothing was bought.
#[derive(Debug, Clone, PartialEq)]
pub struct Price {
    /// `per jam kerja yang dihemat`.
    pub label: Text,
    /// Price at the estimate; none where the estimate is no improvement.
    pub estimate: Option<f64>,
    /// The least that it cost.
    pub low: Option<f64>,
    /// The most that it cost.
    pub high: Option<f64>,
    /// What the limits are.
    pub limits: PriceLimits,
}

/// What the limits of a price are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PriceLimits {
    /// Both are known.
    Closed,
    /// No upper limit: no improvement at all is compatible with the data.
    Open,
    /// No price: the whole interval is for the worse.
    NoImprovement,
    /// The effect has no interval.
    Unknown,
    /// The number of records or people that the effect is to be multiplied by is not known.
    NotCounted,
}

impl PriceLimits {
    /// Name in results.
    pub fn code(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Open => "open",
            Self::NoImprovement => "no-improvement",
            Self::Unknown => "unknown",
            Self::NotCounted => "not-counted",
        }
    }
}

impl Price {
    /// A price for improvements of `gain` (estimate, limits) times `times`. `doubted`: no improvement is compatible with the data, whatever the limits say.
    pub fn of(total: f64, label: Text, gain: (f64, Option<(f64, f64)>), times: f64, doubted: bool) -> Self {
        let price = |gain: f64| (gain > 0.0).then(|| total / (gain * times));
        let (estimate, limits) = gain;
        let (low, high, kind) = match limits {
            None => (None, None, PriceLimits::Unknown),
            Some((_, most)) if most <= 0.0 => (None, None, PriceLimits::NoImprovement),
            Some((least, most)) if least > 0.0 && !doubted => (price(most), price(least), PriceLimits::Closed),
            Some((_, most)) => (price(most), None, PriceLimits::Open),
        };
        let estimate = price(estimate).filter(|_| kind != PriceLimits::NoImprovement);
        let limits = if kind == PriceLimits::Unknown && estimate.is_none() { PriceLimits::NoImprovement } else { kind };
        Self { label, estimate, low, high, limits }
    }

    /// A price that cannot be computed, because nobody knows how many were served.
    pub fn not_counted(label: Text) -> Self {
        Self { label, estimate: None, low: None, high: None, limits: PriceLimits::NotCounted }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn price(estimate: f64, limits: Option<(f64, f64)>, doubted: bool) -> (Option<f64>, Option<f64>, Option<f64>, PriceLimits) {
        let found = Price::of(600.0, Text::default(), (estimate, limits), 10.0, doubted);
        (found.estimate, found.low, found.high, found.limits)
    }

    #[test]
    fn limits_change_places_open_at_zero_and_are_never_below_it() {
        assert_eq!(price(6.0, Some((2.0, 10.0)), false), (Some(10.0), Some(6.0), Some(30.0), PriceLimits::Closed));
        assert_eq!(price(6.0, Some((-1.0, 12.0)), false), (Some(10.0), Some(5.0), None, PriceLimits::Open));
        assert_eq!(price(6.0, Some((0.0, 12.0)), false), (Some(10.0), Some(5.0), None, PriceLimits::Open), "zero itself is no price");
        assert_eq!(price(-2.0, Some((-8.0, 4.0)), false), (None, Some(15.0), None, PriceLimits::Open));
        assert_eq!(price(-2.0, Some((-3.0, -1.0)), false), (None, None, None, PriceLimits::NoImprovement));
        assert_eq!(price(6.0, None, false), (Some(10.0), None, None, PriceLimits::Unknown));
        assert_eq!(price(-6.0, None, false), (None, None, None, PriceLimits::NoImprovement));
        // Few clusters: a bootstrap that does not bear out the interval opens it.
        assert_eq!(price(6.0, Some((2.0, 10.0)), true), (Some(10.0), Some(6.0), None, PriceLimits::Open));
    }

    /// Every price in the set is that of an effect in the interval, and the other way round.
    #[test]
    fn the_set_of_prices_is_that_of_the_effects() {
        for (least, most) in [(0.5, 4.0), (-2.0, 3.0), (1e-9, 2.0)] {
            let (_, low, high, _) = price(f64::midpoint(least, most), Some((least, most)), false);
            for step in 1..=200 {
                let gain = least + (most - least) * f64::from(step) / 201.0;
                let of = 600.0 / (gain * 10.0);
                let inside = low.is_some_and(|low| of >= low) && high.is_none_or(|high| of <= high);
                assert_eq!(inside, gain > 0.0, "{gain}");
            }
        }
    }
}
