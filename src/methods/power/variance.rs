//! Variance of the estimate before anything is collected.
//!
//! The outcome of a region in a period, its permanent level removed, has covariance Σ[t,s] = σ²·ρ(1 + c²)·γ^|t−s| + σ²(1 − ρ)/m·1{t = s}: shocks that
//! all m records of a region and period share (intra-cluster correlation ρ, autocorrelation γ), and the records' own; c is the coefficient of variation
//! of m over regions, which count by their records. A comparison that weighs the periods of region g by w[g] has variance Σ n[g] w[g]'Σw[g]; with one
//! start that is Burlig, Preonas and Woerman's formula with ψ from Σ, and Bloom's with one period before and after.

use super::comparison::Comparison;
use super::{AUTOCORRELATION, PowerDesign, PowerSettings};

/// Variance of an estimate and the degrees of freedom of its test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spread {
    pub variance: f64,
    pub df: f64,
}

impl PowerSettings {
    /// What regions of unequal numbers of records add to the common part: 1 + c².
    fn unequal(&self) -> f64 {
        1.0 + self.records.and(self.records_cv).unwrap_or(0.0).powi(2)
    }

    /// Covariance of a region's outcomes over `periods` periods, row by row.
    pub(super) fn covariance(&self, periods: usize) -> Vec<f64> {
        let (sd, common, gamma) = (self.sd.unwrap_or(1.0), self.common(), self.autocorrelation.unwrap_or(AUTOCORRELATION));
        let own = sd * sd * (1.0 - common) / self.records.unwrap_or(1.0);
        let lags: Vec<f64> = (0..periods).map(|lag| sd * sd * common * self.unequal() * gamma.powi(lag as i32)).collect();
        let at = |i: usize| {
            let (t, s) = (i / periods, i % periods);
            lags[t.abs_diff(s)] + if t == s { own } else { 0.0 }
        };
        (0..periods * periods).map(at).collect()
    }

    /// Kish's design effect of a survey that asks `records` respondents in each region: 1 + ((1 + c²)m − 1)ρ.
    pub(super) fn design_effect(&self) -> f64 {
        self.records.map_or(1.0, |records| (1.0 + (self.unequal() * records - 1.0) * self.common()).max(1.0))
    }

    /// Variance of a survey's change that is left where a good part of all people is asked.
    pub(super) fn finite(&self, size: u64) -> f64 {
        self.population.map_or(1.0, |all| if all > 1 { ((all as f64 - size as f64) / (all as f64 - 1.0)).max(0.0) } else { 0.0 })
    }

    /// For a number of regions, people or respondents and so many periods before and after; none where there are too few.
    pub(super) fn spread(&self, size: u64, before: u32, after: u32) -> Option<Spread> {
        let n = size as f64;
        let sd = self.sd?;
        match self.design {
            PowerDesign::Survey => {
                // Respondents of a region are no draws of their own: the test counts regions.
                let draws = if self.design_effect() > 1.0 { n / self.records.unwrap_or(1.0) } else { n };
                let variance = 2.0 * sd * sd / n * self.design_effect() * self.finite(size);
                (size > 1 && draws > 1.0).then_some(Spread { variance, df: 2.0 * draws - 2.0 }).filter(|spread| spread.df >= 1.0)
            }
            PowerDesign::BeforeAfter if self.people.is_some() => match self.correlation {
                Some(correlation) => (size > 1).then_some(Spread { variance: 2.0 * sd * sd * (1.0 - correlation) / n, df: n - 1.0 }),
                None => (size > 1).then_some(Spread { variance: 2.0 * sd * sd / n, df: 2.0 * n - 2.0 }),
            },
            PowerDesign::BeforeAfter | PowerDesign::Did => {
                let made = Comparison::of(self, size, before, after)?;
                Some(Spread { variance: made.variance(&self.covariance((before + after) as usize)), df: made.df() })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_start_is_the_published_formula() {
        let mut settings = PowerSettings::new(PowerDesign::Did);
        (settings.sd, settings.treated_share, settings.autocorrelation) = (Some(2.0), 0.3, Some(0.6));
        let (before, after, regions) = (5_usize, 3_usize, 40.0);
        // Burlig, Preonas and Woerman (2020), equation 1: (m + r)/(mr) σ² + (m − 1)/m ψB + (r − 1)/r ψA − 2ψX, over P(1 − P)J.
        let covariance = |t: usize, s: usize| 4.0 * 0.6_f64.powi(t.abs_diff(s) as i32);
        let mean = |rows: std::ops::Range<usize>, columns: std::ops::Range<usize>| {
            let pairs: Vec<f64> = rows.flat_map(|t| columns.clone().filter(move |s| *s != t).map(move |s| (t, s))).map(|(t, s)| covariance(t, s)).collect();
            pairs.iter().sum::<f64>() / pairs.len() as f64
        };
        let (m, r) = (before as f64, after as f64);
        let psi = (m - 1.0) / m * mean(0..5, 0..5) + (r - 1.0) / r * mean(5..8, 5..8) - 2.0 * mean(0..5, 5..8);
        let published = ((m + r) / (m * r) * 4.0 + psi) / (0.3 * 0.7 * regions);
        let variance = |settings: &PowerSettings, before: u32, after: u32| settings.spread(40, before, after).map_or(f64::NAN, |spread| spread.variance);
        assert!((variance(&settings, 5, 3) / published - 1.0).abs() < 1e-12);
        // Bloom (1995): one period before and after, no dependence.
        settings.autocorrelation = Some(0.0);
        let bloom = 2.0 * 4.0 / (0.3 * 0.7 * regions);
        assert!((variance(&settings, 1, 1) / bloom - 1.0).abs() < 1e-12);
        // Regions of unequal size: the common part weighs 1 + c² as much, the records' own part as before.
        (settings.records, settings.icc, settings.records_cv) = (Some(20.0), Some(0.2), Some(0.5));
        let kish = 2.0 * 4.0 * (1.0 + (1.25 * 20.0 - 1.0) * 0.2) / 20.0 / (0.3 * 0.7 * regions);
        let found = variance(&settings, 1, 1);
        let own = 2.0 * 4.0 * (0.2 * 1.25 + 0.8 / 20.0) / (0.3 * 0.7 * regions);
        assert!((found / own - 1.0).abs() < 1e-12 && (found / kish - 1.0).abs() < 1e-12, "{found} {own} {kish}");
    }
}
