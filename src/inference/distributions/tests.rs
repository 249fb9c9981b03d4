//! Against values of mpmath and against plain sums.

use super::*;

/// Argument, degrees of freedom, upper tail: by mpmath with 40 digits.
const T: [(f64, f64, f64); 8] = [
    (0.3, 0.5, 0.422_429_576_065_245_4),
    (5.0, 2.7, 0.009_850_419_463_231_919),
    (30.0, 5.0, 3.859_324_310_248_026e-7),
    (1.96, 17.776_47, 0.032_931_784_883_336_764),
    (8.0, 100.0, 1.136_432_403_864_040_3e-12),
    (30.0, 12_345.6, 3.171_783_089_191_193e-191),
    (1.96, 1_000_000.0, 0.024_998_033_792_634_895),
    (1.0, 100_000_000.0, 0.158_655_255_141_310_68),
];
const NORMAL: [(f64, f64); 5] = [
    (0.1, 0.460_172_162_722_971),
    (1.5, 0.066_807_201_268_858_07),
    (6.0, 9.865_876_450_376_98e-10),
    (20.0, 2.753_624_118_606_233_7e-89),
    (37.0, 5.725_571_222_524_577e-300),
];
const CHI_SQUARED: [(f64, f64, f64); 5] = [
    (7.0, 1.0, 0.008_150_971_593_502_7),
    (200.0, 2.0, 3.720_075_976_020_836e-44),
    (40.0, 5.5, 2.643_942_472_787_469e-7),
    (7.0, 30.0, 0.999_995_735_888_166_4),
    (800.0, 400.0, 6.209_511_842_996_089e-29),
];
const F: [(f64, f64, f64, f64); 5] = [
    (3.0, 1.0, 5.0, 0.143_810_808_711_603_87),
    (9.0, 3.0, 40.5, 0.000_108_837_716_334_701_1),
    (9.0, 10.0, 1_000.0, 2.616_408_508_810_595_2e-14),
    (1.1, 200.0, 300.0, 0.227_126_328_877_080_9),
    (3.0, 7.0, 200_000.0, 0.003_771_393_399_075_901_7),
];
/// Rounding of an exponent near 700 costs three digits of sixteen.
const TAIL: f64 = 1e-12;

fn close(got: f64, wanted: f64, tolerance: f64) {
    assert!((got / wanted - 1.0).abs() <= tolerance, "{got:e} is not {wanted:e}");
}

#[test]
fn upper_tails_keep_their_digits() {
    for (x, df, tail) in T {
        close(t_sf(x, df), tail, TAIL);
        close(t_cdf(-x, df), tail, TAIL);
        close(p_two_sided(-x, Some(df)), 2.0 * tail, TAIL);
        close(f_sf(x * x, 1.0, df), 2.0 * tail, TAIL);
    }
    for (x, tail) in NORMAL {
        close(normal_sf(x), tail, TAIL);
        close(p_two_sided(x, None), 2.0 * tail, TAIL);
        close(chi_squared_sf(x * x, 1.0), 2.0 * tail, TAIL);
    }
    for (x, df, tail) in CHI_SQUARED {
        close(chi_squared_sf(x, df), tail, TAIL);
    }
    for (x, df1, df2, tail) in F {
        close(f_sf(x, df1, df2), tail, TAIL);
        close(f_cdf(1.0 / x, df2, df1), tail, TAIL);
    }
}

#[test]
fn quantiles_undo_the_tails() {
    for (x, df, tail) in T {
        close(-t_quantile(tail, df), x, TAIL);
    }
    for (x, tail) in NORMAL {
        close(-normal_quantile(tail), x, TAIL);
    }
    for p in [1e-6, 0.025, 0.3, 0.5, 0.9, 0.999] {
        close(chi_squared_cdf(chi_squared_quantile(p, 3.5), 3.5), p, TAIL);
        close(f_cdf(f_quantile(p, 3.0, 17.5), 3.0, 17.5), p, TAIL);
    }
    close(critical_value(0.95, None), 1.959_963_984_540_054, TAIL);
    close(critical_value(0.95, Some(1e300)), 1.959_963_984_540_054, TAIL);
    assert_eq!(normal_quantile(0.5), 0.0);
    assert_eq!(t_quantile(1.0, 3.0), f64::INFINITY);
    assert!(t_quantile(1.5, 3.0).is_nan());
}

#[test]
fn binomial_tails_are_sums() {
    let (n, p) = (9_u64, 0.3_f64);
    let mut choose = 1.0;
    let mut below = 0.0;
    for k in 0..=n {
        // One minus a sum keeps fewer digits.
        close(binomial_at_least(k, n, p), 1.0 - below, 1e-9);
        below += choose * p.powi(k as i32) * (1.0 - p).powi((n - k) as i32);
        close(binomial_cdf(k, n, p), below, TAIL);
        choose *= (n - k) as f64 / (k + 1) as f64;
    }
}
