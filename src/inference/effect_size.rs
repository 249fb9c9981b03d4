//! Sizes of a difference without units: Cohen's d, Hedges' g, Glass's delta, Cliff's delta and the probability of superiority.

use super::distributions::{critical_value, ln_gamma};
use super::ranks::Comparison;
use super::two_sample::{Moments, pooled_variance};

/// Standardized mean differences of x against y.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standardized {
    /// Difference of means over the pooled standard deviation.
    pub cohens_d: f64,
    /// Small-sample correction Γ(df/2) / (√(df/2) Γ((df − 1)/2)), exact.
    pub correction: f64,
    /// d times the exact correction (Hedges 1981).
    pub hedges_g: f64,
    /// d times 1 − 3/(4 df − 1), the approximation that effsize 0.8.1 prints as g.
    pub hedges_g_approx: f64,
    /// Large-sample variance of d: (n₁ + n₂)/(n₁n₂) + d²/(2(n₁ + n₂)).
    pub variance_d: f64,
    /// Variance of g.
    pub variance_g: f64,
    /// Lower limit of g, normal.
    pub g_low: f64,
    /// Upper limit of g, normal.
    pub g_high: f64,
    /// Difference over the standard deviation of y alone (the state before); none where that is zero.
    pub glass_delta: Option<f64>,
}

/// Standardized mean difference of x against y. None where the pooled variance is undefined or zero.
pub fn standardized(x: &Moments, y: &Moments, level: f64) -> Option<Standardized> {
    let sd = pooled_variance(x, y)?.sqrt();
    if sd <= 10.0 * f64::EPSILON * x.mean.abs().max(y.mean.abs()) {
        return None;
    }
    let (n, m) = (x.n as f64, y.n as f64);
    let df = n + m - 2.0;
    let d = (x.mean - y.mean) / sd;
    let correction = hedges_correction(df)?;
    let variance_d = (n + m) / (n * m) + d * d / (2.0 * (n + m));
    let variance_g = correction * correction * variance_d;
    let half = critical_value(level, None) * variance_g.sqrt();
    Some(Standardized {
        cohens_d: d,
        correction,
        hedges_g: d * correction,
        hedges_g_approx: d * (1.0 - 3.0 / (4.0 * df - 1.0)),
        variance_d,
        variance_g,
        g_low: d * correction - half,
        g_high: d * correction + half,
        glass_delta: y.sd().filter(|sd| *sd > 0.0).map(|sd| (x.mean - y.mean) / sd),
    })
}

/// Γ(df/2) / (√(df/2) Γ((df − 1)/2)); none for one degree of freedom or less.
fn hedges_correction(df: f64) -> Option<f64> {
    if df <= 1.0 {
        return None;
    }
    if df > 1000.0 {
        // The asymptotic series: differences of log-gamma values would lose digits.
        let inverse = 1.0 / df;
        return Some(1.0 - inverse * (0.75 + inverse * (7.0 / 32.0 + inverse * 9.0 / 128.0)));
    }
    Some((ln_gamma(0.5 * df) - ln_gamma(0.5 * (df - 1.0)) - 0.5 * (0.5 * df).ln()).exp())
}

/// Cliff's delta with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CliffsDelta {
    /// P(X > Y) − P(X < Y).
    pub delta: f64,
    /// Unbiased variance (Cliff 1993).
    pub variance: f64,
    /// Lower limit.
    pub conf_low: f64,
    /// Upper limit.
    pub conf_high: f64,
}

/// Cliff's delta of x against y with the asymmetric interval of Feng & Cliff (2004): unbiased variance, t with n₁ + n₂ − 2 degrees of freedom.
///
/// The same definition as effsize's dominance matrix; effsize 0.8.1's faster default miscounts values of y above all of x in the variance.
/// Where the samples do not overlap the variance is that of the nearest estimable delta, ±(1 − 1/(n₁n₂)). None below two values a side.
pub fn cliffs_delta(pairs: &Comparison, level: f64) -> Option<CliffsDelta> {
    if pairs.x < 2 || pairs.y < 2 {
        return None;
    }
    let (n, m, all) = (pairs.x as f64, pairs.y as f64, pairs.pairs());
    let (greater, less) = (pairs.greater as f64, pairs.less as f64);
    let delta = (greater - less) / all;
    let centre = if delta.abs() == 1.0 { delta * (all - 1.0) / all } else { delta };
    // Row means of the dominance matrix are 2 · placement / m − 1; sums of squares about `centre`.
    let shift = (delta - centre) * (delta - centre);
    let rows = 4.0 * (n - 1.0) * pairs.placement_variance_x / (m * m) + n * shift;
    let columns = 4.0 * (m - 1.0) * pairs.placement_variance_y / (n * n) + m * shift;
    let cells = greater * (1.0 - centre).powi(2) + pairs.equal as f64 * centre * centre + less * (1.0 + centre).powi(2);
    let variance = (m * m * rows + n * n * columns - cells) / (all * (n - 1.0) * (m - 1.0));
    // The unbiased estimate can fall below what any sample of this size must have (Cliff 1993).
    let variance = variance.max((1.0 - centre * centre) / (all - 1.0));
    let t = critical_value(level, Some(n + m - 2.0));
    let square = t * t * variance;
    let root = square.sqrt() * ((1.0 - centre * centre).powi(2) + square).sqrt();
    let scale = 1.0 - centre * centre + square;
    let middle = centre - centre.powi(3);
    let limit = |value: f64| value.clamp(-1.0, 1.0);
    Some(CliffsDelta {
        delta,
        variance,
        conf_low: if delta == -1.0 { -1.0 } else { limit((middle - root) / scale) },
        conf_high: if delta == 1.0 { 1.0 } else { limit((middle + root) / scale) },
    })
}
