//! Variance of the estimate before anything is collected.
//!
//! The outcome of a region in a period, its permanent level removed, has covariance Σ[t,s] = σ²·ρ·γ^|t−s| + σ²(1 − ρ)/m·1{t = s}: shocks that all m
//! records of a region and period share (intra-cluster correlation ρ, autocorrelation γ), and the records' own. A comparison that weighs periods by d
//! has variance Σ n[g] d[g]'Σd[g] / (Σ n[g] d[g]'d[g])²; with one start that is Burlig, Preonas and Woerman's formula with ψ from Σ, and Bloom's with one
//! period before and after.

use super::{PowerDesign, PowerSettings};

/// Variance of an estimate and the degrees of freedom of its test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spread {
    pub variance: f64,
    pub df: f64,
}

impl PowerSettings {
    /// Share of the variance that records of a region and period have in common: all of it where regions are not made of records.
    pub(super) fn common(&self) -> f64 {
        if self.records.is_some() { self.icc.unwrap_or(super::ICC) } else { 1.0 }
    }

    /// Covariance of a region's outcomes over `periods` periods, row by row.
    pub(super) fn covariance(&self, periods: usize) -> Vec<f64> {
        let (sd, common, gamma) = (self.sd.unwrap_or(1.0), self.common(), self.autocorrelation.unwrap_or(super::AUTOCORRELATION));
        let own = sd * sd * (1.0 - common) / self.records.unwrap_or(1.0);
        let at = |i: usize| {
            let (t, s) = (i / periods, i % periods);
            sd * sd * common * gamma.powi(t.abs_diff(s) as i32) + if t == s { own } else { 0.0 }
        };
        (0..periods * periods).map(at).collect()
    }

    /// For a number of regions, people or respondents and so many periods before and after; none where there are too few.
    pub(super) fn spread(&self, size: u64, before: u32, after: u32) -> Option<Spread> {
        let n = size as f64;
        let sd = self.sd?;
        match self.design {
            PowerDesign::Survey => {
                let effect = 1.0 + (self.records.unwrap_or(1.0) - 1.0) * self.records.map_or(0.0, |_| self.common());
                let finite = self.population.map_or(1.0, |all| if all > 1 { ((all as f64 - n) / (all as f64 - 1.0)).max(0.0) } else { 0.0 });
                (size > 1).then_some(Spread { variance: 2.0 * sd * sd / n * effect * finite, df: 2.0 * n - 2.0 })
            }
            PowerDesign::BeforeAfter if self.people.is_some() => match self.correlation {
                Some(correlation) => (size > 1).then_some(Spread { variance: 2.0 * sd * sd * (1.0 - correlation) / n, df: n - 1.0 }),
                None => (size > 1).then_some(Spread { variance: 2.0 * sd * sd / n, df: 2.0 * n - 2.0 }),
            },
            PowerDesign::BeforeAfter => {
                let (before, after) = (before as usize, after as usize);
                let weight = |t: usize| if t < before { -1.0 / before as f64 } else { 1.0 / after as f64 };
                (size > 1).then(|| Spread { variance: quadratic(&self.covariance(before + after), weight) / n, df: n - 1.0 })
            }
            PowerDesign::Did => {
                let treated = n * self.treated_share;
                (size > 2 && treated >= 1.0 && n - treated >= 1.0).then(|| Spread { variance: self.staggered(n, before as usize, after as usize), df: n - 2.0 })
            }
        }
    }

    /// Two-way effects with `starts` waves, evenly spaced from the first period after on.
    fn staggered(&self, regions: f64, before: usize, after: usize) -> f64 {
        let (periods, waves) = (before + after, (self.starts.max(1) as usize).min(after));
        let share = self.treated_share / waves as f64;
        let mut groups: Vec<(f64, usize)> = (0..waves).map(|wave| (share, before + wave * after / waves)).collect();
        groups.push((1.0 - self.treated_share, periods));
        let treated = |start: usize, t: usize| f64::from(u8::from(t >= start));
        let of_group = |start: usize| (periods - start) as f64 / periods as f64;
        let of_period = |t: usize| groups.iter().map(|(share, start)| share * treated(*start, t)).sum::<f64>();
        let all: f64 = groups.iter().map(|(share, start)| share * of_group(*start)).sum();
        let left = |start: usize, t: usize| treated(start, t) - of_group(start) - of_period(t) + all;
        let covariance = self.covariance(periods);
        let meat: f64 = groups.iter().map(|(share, start)| share * quadratic(&covariance, |t| left(*start, t))).sum();
        let bread: f64 = groups.iter().map(|(share, start)| share * (0..periods).map(|t| left(*start, t).powi(2)).sum::<f64>()).sum();
        meat / (bread * bread) / regions
    }
}

/// a'Σa.
fn quadratic(covariance: &[f64], weight: impl Fn(usize) -> f64) -> f64 {
    let periods = (covariance.len() as f64).sqrt().round() as usize;
    let weights: Vec<f64> = (0..periods).map(weight).collect();
    covariance.iter().enumerate().map(|(i, value)| weights[i / periods] * value * weights[i % periods]).sum()
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
        assert!((settings.staggered(regions, before, after) / published - 1.0).abs() < 1e-12);
        // Bloom (1995): one period before and after, no dependence.
        settings.autocorrelation = Some(0.0);
        let bloom = 2.0 * 4.0 / (0.3 * 0.7 * regions);
        assert!((settings.staggered(regions, 1, 1) / bloom - 1.0).abs() < 1e-12);
    }
}
