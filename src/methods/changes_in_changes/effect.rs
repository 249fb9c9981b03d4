//! One comparison: the values that the treated would have had, and what differs from them.

use super::Transform;
use super::distribution::Distribution;

/// The four sides of a comparison: positions of observations, sorted by their values.
#[derive(Debug, Clone, Default)]
pub(super) struct Sides {
    /// Comparison, base period.
    pub before: Vec<u32>,
    /// Comparison, period of the effect.
    pub after: Vec<u32>,
    /// Treated, base period.
    pub treated_before: Vec<u32>,
    /// Treated, period of the effect.
    pub treated_after: Vec<u32>,
}

/// Distributions of the four sides.
pub(super) struct Four {
    pub before: Distribution,
    pub after: Distribution,
    pub treated_before: Distribution,
    pub treated_after: Distribution,
}

impl Four {
    /// The distributions under given weights; none where a side is empty.
    pub(super) fn of(sides: &Sides, value: &[f64], weight: &[f64]) -> Option<Self> {
        let side = |members: &[u32]| Distribution::of(members.iter().map(|i| (value[*i as usize], weight[*i as usize])));
        Some(Self {
            before: side(&sides.before)?,
            after: side(&sides.after)?,
            treated_before: side(&sides.treated_before)?,
            treated_after: side(&sides.treated_after)?,
        })
    }

    /// What a value of the treated before would have become.
    pub(super) fn expected(&self, transform: Transform, y: f64) -> f64 {
        match transform {
            Transform::Changes => self.after.quantile(self.before.share_upto(y)),
            Transform::Quantiles => {
                let rank = self.treated_before.share_upto(y);
                y + self.after.quantile(rank) - self.before.quantile(rank)
            }
        }
    }

    /// The effect and both distributions.
    pub(super) fn fit(self, transform: Transform) -> Option<Fit> {
        let mut pairs: Vec<(f64, f64)> = self.treated_before.pairs().map(|(y, weight)| (self.expected(transform, y), weight)).collect();
        // Under changes-in-changes they are sorted already.
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
        let expected = Distribution::of(pairs.into_iter())?;
        // Of all values that a tie leaves open, the lowest: the upper bound of the effect (Athey and Imbens, section 4).
        let lowest = self.treated_before.pairs().map(|(y, weight)| weight * self.after.quantile(self.before.share_below(y))).sum::<f64>();
        let observed = self.treated_after;
        Some(Fit { att: observed.mean() - expected.mean(), highest: observed.mean() - lowest / expected.total(), observed, expected })
    }
}

/// What came of one comparison.
pub(super) struct Fit {
    /// Mean effect.
    pub att: f64,
    /// Upper bound of the mean effect where ties leave it open; `att` is the lower one.
    pub highest: f64,
    /// Values of the treated.
    pub observed: Distribution,
    /// Values that they would have had.
    pub expected: Distribution,
}

/// Several comparisons taken together by their sizes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pooled {
    /// Mean effect.
    pub att: f64,
    /// Its upper bound.
    pub highest: f64,
    /// Difference of the quantiles of the two mixtures.
    pub quantiles: Vec<f64>,
}

/// Mixtures of the distributions of fits with sizes.
pub(super) fn pooled(fits: &[(f64, Fit)], probabilities: &[f64]) -> Option<Pooled> {
    let total: f64 = fits.iter().map(|(size, _)| size).sum();
    let mean = |of: &dyn Fn(&Fit) -> f64| fits.iter().map(|(size, fit)| size * of(fit)).sum::<f64>() / total;
    let (observed, expected) = match fits {
        [(_, fit)] => (fit.observed.clone(), fit.expected.clone()),
        _ => (mixture(fits, total, |fit| &fit.observed)?, mixture(fits, total, |fit| &fit.expected)?),
    };
    let quantiles = probabilities.iter().map(|p| observed.quantile(*p) - expected.quantile(*p)).collect();
    Some(Pooled { att: mean(&|fit| fit.att), highest: mean(&|fit| fit.highest), quantiles })
}

fn mixture<'a>(fits: &'a [(f64, Fit)], total: f64, of: impl Fn(&'a Fit) -> &'a Distribution) -> Option<Distribution> {
    let mut pairs: Vec<(f64, f64)> = Vec::new();
    for (size, fit) in fits {
        let share = size / total / of(fit).total();
        pairs.extend(of(fit).pairs().map(|(value, weight)| (value, weight * share)));
    }
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    Distribution::of(pairs.into_iter())
}
