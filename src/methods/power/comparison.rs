//! A plan as a comparison of regions that is linear in their periods: formula and simulation weigh the same way.
//!
//! Regions with the same start weigh their periods alike. Two-way fixed effects weigh region i in period t by d[g,t] / Σ n[g] d[g]'d[g], where d is the
//! treatment with the means of region and period taken out; with one start that is the difference of mean changes.

use super::{PowerDesign, PowerSettings};

/// Regions that start together.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group {
    /// How many there are.
    pub regions: usize,
    /// Weight of each period of one of them.
    pub weights: Vec<f64>,
}

/// Groups of regions whose weighted sum is the estimate.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Comparison {
    pub groups: Vec<Group>,
}

impl Comparison {
    /// The comparison of regions that a plan makes with so many regions and periods; none where it cannot be made or leaves no degree of freedom.
    pub(super) fn of(settings: &PowerSettings, regions: u64, before: u32, after: u32) -> Option<Self> {
        let (before, after, count) = (before as usize, after as usize, usize::try_from(regions).ok()?);
        let made = match settings.design {
            PowerDesign::BeforeAfter if settings.people.is_none() => Self::before_after(count, before, after),
            PowerDesign::Did if regions > 2 => Self::did(count, settings.treated(regions) as usize, before, after, settings.starts as usize)?,
            _ => return None,
        };
        (made.df() >= 1.0).then_some(made)
    }

    /// Mean change of all regions.
    pub(super) fn before_after(regions: usize, before: usize, after: usize) -> Self {
        let share = |t: usize| if t < before { -1.0 / before as f64 } else { 1.0 / after as f64 };
        let weights = (0..before + after).map(|t| share(t) / regions.max(1) as f64).collect();
        Self { groups: vec![Group { regions, weights }] }
    }

    /// Two-way fixed effects with waves of starts that are evenly spaced from the first period after on, the treated spread evenly over them.
    pub(super) fn did(regions: usize, treated: usize, before: usize, after: usize, waves: usize) -> Option<Self> {
        if waves == 0 || waves > after || treated < waves || regions <= treated {
            return None;
        }
        let periods = before + after;
        let mut groups: Vec<(usize, usize)> =
            (0..waves).map(|wave| (treated / waves + usize::from(wave < treated % waves), before + wave * after / waves)).collect();
        groups.push((regions - treated, periods));
        let on = |start: usize, t: usize| f64::from(u8::from(t >= start));
        let all = regions as f64;
        let of_group = |start: usize| (periods - start) as f64 / periods as f64;
        let of_period: Vec<f64> = (0..periods).map(|t| groups.iter().map(|(count, start)| *count as f64 * on(*start, t)).sum::<f64>() / all).collect();
        let mean = of_period.iter().sum::<f64>() / periods as f64;
        let left = |start: usize| (0..periods).map(|t| on(start, t) - of_group(start) - of_period[t] + mean).collect::<Vec<f64>>();
        let own: Vec<(usize, Vec<f64>)> = groups.iter().map(|(count, start)| (*count, left(*start))).collect();
        let bread: f64 = own.iter().map(|(count, left)| *count as f64 * left.iter().map(|value| value * value).sum::<f64>()).sum();
        let scaled = |(regions, left): (usize, Vec<f64>)| Group { regions, weights: left.iter().map(|value| value / bread).collect() };
        (bread > 0.0).then(|| Self { groups: own.into_iter().map(scaled).collect() })
    }

    /// Regions less the means of groups that the variance is measured around.
    pub(super) fn df(&self) -> f64 {
        self.groups.iter().map(|group| group.regions).sum::<usize>() as f64 - self.groups.len() as f64
    }

    /// Variance of the estimate where regions have this covariance over periods: Σ n[g] w[g]'Σw[g].
    pub(super) fn variance(&self, covariance: &[f64]) -> f64 {
        self.groups.iter().map(|group| group.regions as f64 * quadratic(covariance, &group.weights)).sum()
    }
}

/// a'Σa.
fn quadratic(covariance: &[f64], weights: &[f64]) -> f64 {
    let rows = covariance.chunks(weights.len().max(1)).zip(weights);
    rows.map(|(row, weight)| weight * row.iter().zip(weights).map(|(value, other)| value * other).sum::<f64>()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_start_is_the_difference_of_mean_changes_and_an_effect_comes_back_whole() {
        let one = Comparison::did(10, 4, 3, 2, 1).unwrap_or_else(|| panic!("a comparison"));
        for (t, weight) in one.groups[0].weights.iter().enumerate() {
            let wanted = if t < 3 { -1.0 / 3.0 } else { 1.0 / 2.0 } / 4.0;
            assert!((weight - wanted).abs() < 1e-12, "{t}: {weight} {wanted}");
        }
        // Adding 1 to all treated region-periods moves the estimate by 1, for any waves.
        for waves in 1..=4 {
            let made = Comparison::did(13, 6, 3, 4, waves).unwrap_or_else(|| panic!("a comparison"));
            assert_eq!(made.groups.iter().map(|group| group.regions).sum::<usize>(), 13);
            let moved: f64 =
                (0..waves).map(|wave| made.groups[wave].regions as f64 * made.groups[wave].weights[3 + wave * 4 / waves..].iter().sum::<f64>()).sum();
            assert!((moved - 1.0).abs() < 1e-12, "{waves}: {moved}");
        }
        assert_eq!(Comparison::did(13, 2, 3, 4, 3), None, "two regions are no three waves");
        assert_eq!(Comparison::did(13, 6, 3, 2, 3), None, "three waves do not fit into two periods");
    }
}
