//! The tail of the normal distribution and its inverse by rational functions, to the last digits in some ten nanoseconds: Cody (1969), as R's `pnorm`, and
//! Wichura (1988, algorithm AS 241, PPND16), as R's `qnorm`. Coefficients stand from the constant on: numerator, denominator.

/// Φ(x) − ½ over x, in x².
const TAIL_MIDDLE: [[f64; 5]; 2] = [
    [18_154.981_253_343_56, 1_067.689_485_460_370_9, 161.028_231_068_555_87, 2.235_252_035_460_683_7, 0.065_682_337_918_207_45],
    [45_507.789_335_026_73, 10_260.932_208_618_979, 976.098_551_737_776_7, 47.202_581_904_688_245, 1.0],
];

/// Upper tail over exp(−x²/2), in x.
const TAIL: [[f64; 9]; 2] = [
    [
        9_842.714_838_383_978,
        11_602.651_437_647_35,
        6_848.190_450_536_283,
        2_494.537_585_290_372_6,
        597.270_276_394_800_2,
        93.506_656_132_177_85,
        8.883_149_794_388_377,
        0.398_941_512_088_134_66,
        1.076_557_677_372_019_2e-8,
    ],
    [
        19_685.429_676_859_992,
        38_912.003_286_093_27,
        34_900.952_721_145_98,
        18_615.571_640_885_097,
        6_485.558_298_266_761,
        1_519.377_599_407_554_7,
        235.387_901_782_625,
        22.266_688_044_328_117,
        1.0,
    ],
];

/// What 1/√(2π) is too much by, over 1/x², in 1/x².
const TAIL_FAR: [[f64; 6]; 2] = [
    [
        2.911_287_495_116_879_3e-5,
        0.001_421_619_193_227_893_4,
        0.022_235_277_870_649_807,
        0.127_401_161_160_247_36,
        0.215_898_534_057_957,
        0.023_073_441_764_940_174,
    ],
    [7.297_515_550_839_662e-5, 0.003_782_396_332_027_582_4, 0.065_988_137_868_928_56, 0.468_238_212_480_865_1, 1.284_260_096_144_911, 1.0],
];

/// The inverse over q, in 0.180625 − q².
const INVERSE_MIDDLE: [[f64; 8]; 2] = [
    [
        3.387_132_872_796_366_5,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ],
    [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_854,
    ],
];

/// The inverse in √(−ln tail) − 1.6, for tails down to e⁻²⁵.
const INVERSE: [[f64; 8]; 2] = [
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        0.022_723_844_989_269_184,
        0.000_774_545_014_278_341_4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        0.015_198_666_563_616_457,
        0.000_547_593_808_499_534_5,
        1.050_750_071_644_416_9e-9,
    ],
];

/// The inverse in √(−ln tail) − 5, for smaller tails.
const INVERSE_FAR: [[f64; 8]; 2] = [
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        0.296_560_571_828_504_87,
        0.026_532_189_526_576_124,
        0.001_242_660_947_388_078_4,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    [
        1.0,
        0.599_832_206_555_888,
        0.136_929_880_922_735_8,
        0.014_875_361_290_850_615,
        0.000_786_869_131_145_613_3,
        1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_7e-15,
    ],
];

/// P(Z > x), x ≥ 0.
pub(super) fn upper_tail(x: f64) -> f64 {
    let square = x * x;
    if x <= 0.674_489_75 {
        return 0.5 - x * ratio(&TAIL_MIDDLE, square);
    }
    if x > 40.0 {
        return 0.0;
    }
    let over = if square <= 32.0 {
        ratio(&TAIL, x)
    } else {
        let inverse = 1.0 / square;
        (1.0 / (2.0 * std::f64::consts::PI).sqrt() - inverse * ratio(&TAIL_FAR, inverse)) / x
    };
    // x² without rounding in its leading part.
    let near = (16.0 * x).trunc() / 16.0;
    (-0.5 * near * near).exp() * (-0.5 * (x - near) * (x + near)).exp() * over
}

/// The x ≥ 0 beyond which lies the tail, 0 < tail ≤ ½.
pub(super) fn of_tail(tail: f64) -> f64 {
    let q = 0.5 - tail;
    if q <= 0.425 {
        return q * ratio(&INVERSE_MIDDLE, 0.180_625 - q * q);
    }
    let r = (-tail.ln()).sqrt();
    if r <= 5.0 { ratio(&INVERSE, r - 1.6) } else { ratio(&INVERSE_FAR, r - 5.0) }
}

fn ratio<const N: usize>([numerator, denominator]: &[[f64; N]; 2], x: f64) -> f64 {
    let polynomial = |of: &[f64; N]| of.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient);
    polynomial(numerator) / polynomial(denominator)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::distributions::normal_pdf;

    /// Rounding of a few operations; both papers promise some 1e-16.
    const ROUNDING: f64 = 4e-15;

    /// The positive series below 2, the continued fraction above: neither approximates.
    fn slowly(x: f64) -> f64 {
        if x < 2.0 {
            let (mut term, mut sum) = (x, x);
            for k in 1..100 {
                term *= x * x / f64::from(2 * k + 1);
                sum += term;
            }
            return 0.5 - normal_pdf(x) * sum;
        }
        let levels = 40 + (800.0 / (x * x)) as u32;
        normal_pdf(x) / (1..=levels).rev().fold(x, |rest, level| x + f64::from(level) / rest)
    }

    #[test]
    fn tails_are_those_of_the_series_and_the_fraction() {
        for step in 0..3700 {
            let x = 0.01 * f64::from(step);
            // The slow way loses digits: exp(−x²/2) the rounding of its exponent, ½ less the series that of ½.
            let most = ROUNDING + 2.0 * x * x * f64::EPSILON + if x < 2.0 { f64::EPSILON / upper_tail(x) } else { 0.0 };
            assert!((upper_tail(x) / slowly(x) - 1.0).abs() < most, "{x} {} {}", upper_tail(x), slowly(x));
        }
    }

    #[test]
    fn the_inverse_undoes_the_tail() {
        // From the middle to far beyond the smallest tail of 53 bits, across the seams at 0.075 and e⁻²⁵.
        for step in 1..4000 {
            let x = 0.0093 * f64::from(step);
            let tail = upper_tail(x);
            // A tail that is rounded moves x by that over x φ(x) / tail; near the middle ½ − tail is rounded.
            assert!((of_tail(tail) - x).abs() < ROUNDING * x.max(1.0), "{x} {}", of_tail(tail));
        }
        assert_eq!(of_tail(0.5), 0.0);
    }
}
