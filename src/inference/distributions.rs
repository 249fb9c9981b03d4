//! Normal, t, F, chi-squared and binomial distributions: lower and upper tails and quantiles. The only home of statrs.
//!
//! Upper tails are computed as such, never as one minus the lower tail, so that small p-values keep their digits. The incomplete beta and gamma
//! functions behind them are our own: they must hold for millions of degrees of freedom, and in statrs 0.19 the error function has ten digits only
//! and the incomplete gamma function may not end. Log-gamma is that of statrs. Quantiles are solved on the tail itself to the last digits.

use statrs::function::gamma;

/// Log of the gamma function, x > 0.
pub fn ln_gamma(x: f64) -> f64 {
    gamma::ln_gamma(x)
}

/// Standard normal density.
pub fn normal_pdf(x: f64) -> f64 {
    (-0.5 * x * x).exp() / (2.0 * std::f64::consts::PI).sqrt()
}

/// P(Z ≤ x), standard normal.
pub fn normal_cdf(x: f64) -> f64 {
    normal_sf(-x)
}

/// P(Z > x), standard normal.
pub fn normal_sf(x: f64) -> f64 {
    if x < 0.0 { 1.0 - normal_sf(-x) } else { super::normal::upper_tail(x) }
}

/// The standard normal quantile of `p` in \[0, 1\].
pub fn normal_quantile(p: f64) -> f64 {
    symmetric_quantile(p, normal_sf, normal_pdf)
}

/// Density of t with `df` degrees of freedom.
pub fn t_pdf(x: f64, df: f64) -> f64 {
    if df.is_infinite() {
        return normal_pdf(x);
    }
    (-0.5 * (df + 1.0) * (x / df * x).ln_1p() - 0.5 * df.ln() - ln_beta(0.5 * df, 0.5)).exp()
}

/// P(T ≤ x), t with `df` degrees of freedom (infinite = normal).
pub fn t_cdf(x: f64, df: f64) -> f64 {
    t_sf(-x, df)
}

/// P(T > x), t with `df` degrees of freedom (infinite = normal).
pub fn t_sf(x: f64, df: f64) -> f64 {
    if x.is_nan() || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if df.is_infinite() {
        return normal_sf(x);
    }
    let tail = 0.5 * t_two_tails(x.abs(), df);
    if x >= 0.0 { tail } else { 1.0 - tail }
}

/// The quantile of t with `df` degrees of freedom.
pub fn t_quantile(p: f64, df: f64) -> f64 {
    if df.is_infinite() {
        return normal_quantile(p);
    }
    symmetric_quantile(p, |x| t_sf(x, df), |x| t_pdf(x, df))
}

/// P(F ≤ x), F with `df1` and `df2` degrees of freedom.
pub fn f_cdf(x: f64, df1: f64, df2: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if df2.is_infinite() {
        return chi_squared_cdf(x * df1, df1);
    }
    let (numerator, denominator) = (df1 * x, df2);
    let total = numerator + denominator;
    beta_regularized(0.5 * df1, 0.5 * df2, numerator / total, denominator / total)
}

/// P(F > x), F with `df1` and `df2` degrees of freedom.
pub fn f_sf(x: f64, df1: f64, df2: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    if df2.is_infinite() {
        return chi_squared_sf(x * df1, df1);
    }
    let (numerator, denominator) = (df1 * x, df2);
    let total = numerator + denominator;
    beta_regularized(0.5 * df2, 0.5 * df1, denominator / total, numerator / total)
}

/// The quantile of F with `df1` and `df2` degrees of freedom.
pub fn f_quantile(p: f64, df1: f64, df2: f64) -> f64 {
    positive_quantile(p, |x| f_cdf(x, df1, df2), |x| f_sf(x, df1, df2), 1.0)
}

/// P(X ≤ x), chi-squared with `df` degrees of freedom.
pub fn chi_squared_cdf(x: f64, df: f64) -> f64 {
    gamma_tails(0.5 * df, 0.5 * x).0
}

/// P(X > x), chi-squared with `df` degrees of freedom.
pub fn chi_squared_sf(x: f64, df: f64) -> f64 {
    gamma_tails(0.5 * df, 0.5 * x).1
}

/// The quantile of chi-squared with `df` degrees of freedom.
pub fn chi_squared_quantile(p: f64, df: f64) -> f64 {
    positive_quantile(p, |x| chi_squared_cdf(x, df), |x| chi_squared_sf(x, df), df)
}

/// P(X ≤ k), binomial with `n` trials and success probability `p`.
pub fn binomial_cdf(k: u64, n: u64, p: f64) -> f64 {
    if k >= n {
        return 1.0;
    }
    beta_regularized((n - k) as f64, k as f64 + 1.0, 1.0 - p, p)
}

/// P(X ≥ k), binomial with `n` trials and success probability `p`.
pub fn binomial_at_least(k: u64, n: u64, p: f64) -> f64 {
    if k == 0 {
        return 1.0;
    }
    if k > n {
        return 0.0;
    }
    beta_regularized(k as f64, (n - k) as f64 + 1.0, p, 1.0 - p)
}

/// Two-sided p-value of a studentized statistic: t with `df` degrees of freedom, normal where `None` (or infinite).
pub fn p_two_sided(statistic: f64, df: Option<f64>) -> f64 {
    match df {
        Some(df) if df.is_finite() => {
            if df > 0.0 {
                t_two_tails(statistic.abs(), df)
            } else {
                f64::NAN
            }
        }
        _ => 2.0 * normal_sf(statistic.abs()),
    }
}

/// The half width of a two-sided interval in standard errors: the (1 + level)/2 quantile of t with `df` degrees of freedom, normal where `None`.
pub fn critical_value(level: f64, df: Option<f64>) -> f64 {
    let upper = 0.5 * (1.0 - level);
    match df {
        Some(df) if df.is_finite() => -t_quantile(upper, df),
        _ => -normal_quantile(upper),
    }
}

/// Regularized incomplete beta function `I_x(a, b)`, with `y` = 1 − x given apart so that neither end loses digits.
///
/// Didonato and Morris (1992), the fraction run to convergence.
pub fn beta_regularized(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if !(a > 0.0 && b > 0.0) || x.is_nan() || y.is_nan() {
        return f64::NAN;
    }
    if x <= 0.0 {
        return 0.0;
    }
    if y <= 0.0 {
        return 1.0;
    }
    let ln_x = if x < 0.5 { x.ln() } else { (-y).ln_1p() };
    let ln_y = if y < 0.5 { y.ln() } else { (-x).ln_1p() };
    let front = (a * ln_x + b * ln_y - ln_beta(a, b)).exp();
    if a * y >= b * x { front * beta_fraction(a, b, x, y) } else { 1.0 - front * beta_fraction(b, a, y, x) }
}

/// Regularized incomplete gamma functions P(a, x) and Q(a, x): the series below a + 1, the continued fraction above; the smaller tail keeps its digits.
fn gamma_tails(a: f64, x: f64) -> (f64, f64) {
    if a.is_nan() || a <= 0.0 || x.is_nan() {
        return (f64::NAN, f64::NAN);
    }
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if x.is_infinite() {
        return (1.0, 0.0);
    }
    // x^a e^(−x) / Γ(a), for large a around its peak.
    let front = if a >= 10.0 {
        let apart = (x - a) / a;
        let exponent = -a * (apart - apart.ln_1p()) - stirling_rest(a);
        (a / (2.0 * std::f64::consts::PI)).sqrt() * exponent.exp()
    } else {
        (a * x.ln() - x - ln_gamma(a)).exp()
    };
    // The number of terms near the peak grows with the square root of a.
    let most = 1000 + 50 * (a.sqrt() as u64);
    if x < a + 1.0 {
        let (mut term, mut sum) = (1.0 / a, 1.0 / a);
        for k in 1..=most {
            term *= x / (a + k as f64);
            sum += term;
            if term < f64::EPSILON * sum {
                break;
            }
        }
        let lower = (front * sum).min(1.0);
        return (lower, 1.0 - lower);
    }
    let mut b = x + 1.0 - a;
    let mut c = 1e300;
    let mut d = 1.0 / b;
    let mut fraction = d;
    for k in 1..=most {
        let k = k as f64;
        let numerator = k * (a - k);
        b += 2.0;
        d = 1.0 / (numerator * d + b);
        c = b + numerator / c;
        let step = c * d;
        fraction *= step;
        if (step - 1.0).abs() < 2.0 * f64::EPSILON {
            break;
        }
    }
    let upper = (front * fraction).min(1.0);
    (1.0 - upper, upper)
}

/// P(|T| > t), t ≥ 0.
fn t_two_tails(t: f64, df: f64) -> f64 {
    if t.is_infinite() {
        return 0.0;
    }
    let squared = t * t;
    if squared.is_infinite() {
        // Only the leading term of the tail is left: t^(−df) · df^(df/2 − 1) · 2 / B(df/2, 1/2).
        return (-df * t.ln() + (0.5 * df - 1.0) * df.ln() - ln_beta(0.5 * df, 0.5)).exp() * 2.0;
    }
    let total = df + squared;
    beta_regularized(0.5 * df, 0.5, df / total, squared / total)
}

/// The continued fraction of Didonato and Morris (1992, eq. 9 there) for x ≤ a/(a + b), written in y = 1 − x too, so that x near 1 costs no digits:
/// `I_x(a, b) = x^a y^b / B(a, b) · fraction`.
fn beta_fraction(a: f64, b: f64, x: f64, y: f64) -> f64 {
    // The number of terms grows with the square root of the parameters.
    let most = 1000 + 50 * ((a + b).sqrt() as u64);
    let lambda = if a > b { (a + b) * y - b } else { a - (a + b) * x };
    let c = 1.0 + lambda;
    let (c0, c1) = (b / a, 1.0 + 1.0 / a);
    let (mut p, mut s) = (1.0, a + 1.0);
    let (mut upper, mut lower) = (0.0, 1.0);
    let (mut next_upper, mut next_lower) = (1.0, c / c1);
    let mut ratio = c1 / c;
    for n in 1..=most {
        let n = n as f64;
        let t = n / a;
        let w = n * (b - n) * x;
        let e = a / s;
        let alpha = p * (p + c0) * e * e * (w * x);
        let e = (1.0 + t) / (c1 + t + t);
        let beta = n + w / s + e * (c + n * (1.0 + y));
        p = 1.0 + t;
        s += 2.0;
        let third = alpha * upper + beta * next_upper;
        upper = next_upper;
        next_upper = third;
        let third = alpha * lower + beta * next_lower;
        lower = next_lower;
        next_lower = third;
        let last = ratio;
        ratio = next_upper / next_lower;
        if (ratio - last).abs() <= f64::EPSILON * ratio {
            break;
        }
        upper /= next_lower;
        lower /= next_lower;
        next_upper = ratio;
        next_lower = 1.0;
    }
    ratio
}

/// ln B(a, b) without the cancellation of large log-gamma values.
fn ln_beta(a: f64, b: f64) -> f64 {
    let (small, large) = if a < b { (a, b) } else { (b, a) };
    let share = small / (small + large);
    if small >= 10.0 {
        let rest = stirling_rest(small) + stirling_rest(large) - stirling_rest(small + large);
        -0.5 * large.ln() + 0.5 * (2.0 * std::f64::consts::PI).ln() + rest + (small - 0.5) * share.ln() + large * (-share).ln_1p()
    } else if large >= 10.0 {
        let rest = stirling_rest(large) - stirling_rest(small + large);
        ln_gamma(small) + rest + small - small * (small + large).ln() + (large - 0.5) * (-share).ln_1p()
    } else {
        ln_gamma(small) + ln_gamma(large) - ln_gamma(small + large)
    }
}

/// ln Γ(x) − [(x − ½) ln x − x + ½ ln 2π] for x ≥ 10.
fn stirling_rest(x: f64) -> f64 {
    const TERMS: [f64; 8] = [1.0 / 12.0, -1.0 / 360.0, 1.0 / 1260.0, -1.0 / 1680.0, 1.0 / 1188.0, -691.0 / 360_360.0, 1.0 / 156.0, -3617.0 / 122_400.0];
    let inverse_square = 1.0 / (x * x);
    TERMS.iter().rev().fold(0.0, |sum, term| sum * inverse_square + term) / x
}

/// The quantile of a distribution symmetric about 0, from its upper tail and density.
fn symmetric_quantile(p: f64, sf: impl Fn(f64) -> f64, pdf: impl Fn(f64) -> f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if p == 0.5 {
        return 0.0;
    }
    let (tail, sign) = if p < 0.5 { (p, -1.0) } else { (1.0 - p, 1.0) };
    if tail == 0.0 {
        return sign * f64::INFINITY;
    }
    let mut high = 1.0;
    while sf(high) > tail && high < 1e300 {
        high *= 2.0;
    }
    let mut low = if high > 1.0 { 0.5 * high } else { 0.0 };
    let mut x = 0.5 * (low + high);
    for _ in 0..300 {
        let here = sf(x);
        if here > tail {
            low = x;
        } else {
            high = x;
        }
        // Newton on the logarithm of the tail, kept inside the bracket.
        let newton = x + (here / tail).ln() * here / pdf(x);
        let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
        if (next - x).abs() <= f64::EPSILON * x || high - low <= f64::EPSILON * high {
            x = next;
            break;
        }
        x = next;
    }
    sign * x
}

/// The quantile of a distribution on the positive half line, by bisection on the logarithmic scale of whichever tail is smaller.
fn positive_quantile(p: f64, cdf: impl Fn(f64) -> f64, sf: impl Fn(f64) -> f64, start: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if p == 0.0 {
        return 0.0;
    }
    if p == 1.0 {
        return f64::INFINITY;
    }
    let below = |x: f64| {
        if p <= 0.5 { cdf(x) < p } else { sf(x) > 1.0 - p }
    };
    let (mut low, mut high) = (start, start);
    while below(high) && high < 1e300 {
        low = high;
        high *= 2.0;
    }
    while !below(low) && low > 1e-300 {
        high = low;
        low *= 0.5;
    }
    while high - low > f64::EPSILON * high {
        let middle = low + 0.5 * (high - low);
        if middle <= low || middle >= high {
            break;
        }
        if below(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low + 0.5 * (high - low)
}

#[cfg(test)]
mod tests;
