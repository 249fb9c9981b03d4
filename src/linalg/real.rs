//! Double and double-double numbers behind one trait, so that a factorization is written once for both.
//!
//! A double-double is the unevaluated sum of two doubles (Dekker 1971; Hida, Li and Bailey 2001): about 32 digits, at some twenty times the cost.

use std::ops::{Add, Div, Mul, Neg, Sub};

/// What the factorizations need of a number.
pub trait Real: Copy + Send + Sync + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self> + Neg<Output = Self> {
    /// From a double.
    fn of(value: f64) -> Self;
    /// The nearest double.
    fn value(self) -> f64;
    /// Square root of a number that is not negative.
    #[must_use]
    fn root(self) -> Self;
}

impl Real for f64 {
    fn of(value: f64) -> Self {
        value
    }
    fn value(self) -> f64 {
        self
    }
    fn root(self) -> Self {
        self.sqrt()
    }
}

/// High and low part; the low one is at most half a unit in the last place of the high one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dd(f64, f64);

/// Sum and its rounding error (Knuth).
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let back = sum - a;
    (sum, (a - (sum - back)) + (b - back))
}

/// The same where |a| ≥ |b|.
fn quick_two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    (sum, b - (sum - a))
}

/// Product and its rounding error (Veltkamp and Dekker), which needs no fused operation.
fn two_product(a: f64, b: f64) -> (f64, f64) {
    const SPLITTER: f64 = 134_217_729.0;
    let split = |x: f64| {
        let t = SPLITTER * x;
        let high = t - (t - x);
        (high, x - high)
    };
    let product = a * b;
    let ((ah, al), (bh, bl)) = (split(a), split(b));
    (product, ((ah * bh - product) + ah * bl + al * bh) + al * bl)
}

impl Add for Dd {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        let (high, error) = two_sum(self.0, other.0);
        let (low, rest) = two_sum(self.1, other.1);
        let (high, error) = quick_two_sum(high, error + low);
        let (high, low) = quick_two_sum(high, error + rest);
        Self(high, low)
    }
}

impl Neg for Dd {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0, -self.1)
    }
}

impl Sub for Dd {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Mul for Dd {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        let (product, error) = two_product(self.0, other.0);
        let (high, low) = quick_two_sum(product, error + (self.0 * other.1 + self.1 * other.0));
        Self(high, low)
    }
}

impl Div for Dd {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        let first = self.0 / other.0;
        let rest = self - Self::of(first) * other;
        let second = rest.0 / other.0;
        let rest = rest - Self::of(second) * other;
        let (high, low) = quick_two_sum(first, second);
        Self(high, low) + Self::of(rest.0 / other.0)
    }
}

impl Real for Dd {
    fn of(value: f64) -> Self {
        Self(value, 0.0)
    }
    fn value(self) -> f64 {
        self.0 + self.1
    }
    fn root(self) -> Self {
        if self.0 <= 0.0 {
            return Self(0.0, 0.0);
        }
        let near = Self::of(self.0.sqrt());
        // One Newton step doubles the digits.
        (near + self / near) * Self::of(0.5)
    }
}

/// Sum of products Σ aᵢ bᵢ, rounded once.
pub fn dot_exact(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).fold(Dd::of(0.0), |sum, (x, y)| sum + Dd::of(*x) * Dd::of(*y)).value()
}

/// Mean of some numbers, rounded once; none where there are none.
pub fn mean(values: &[f64]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    let sum = values.iter().fold(Dd::of(0.0), |sum, x| sum + Dd::of(*x));
    Some((sum / Dd::of(values.len() as f64)).value())
}

/// Sum of squared deviations from the mean, without cancellation.
pub fn squared_deviations(values: &[f64]) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    let sum = values.iter().fold(Dd::of(0.0), |sum, x| sum + Dd::of(*x));
    let mean = sum / Dd::of(values.len() as f64);
    values
        .iter()
        .fold(Dd::of(0.0), |total, x| {
            let deviation = Dd::of(*x) - mean;
            total + deviation * deviation
        })
        .value()
}

/// Sample standard deviation (n − 1); none under two numbers.
pub fn standard_deviation(values: &[f64]) -> Option<f64> {
    (values.len() > 1).then(|| (squared_deviations(values) / (values.len() - 1) as f64).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_a_double_loses() {
        let third = Dd::of(1.0) / Dd::of(3.0);
        let back = third * Dd::of(3.0) - Dd::of(1.0);
        assert!(back.value().abs() < 1e-31);
        let root = Dd::of(2.0).root();
        assert!((root * root - Dd::of(2.0)).value().abs() < 1e-31);
        assert_eq!((Dd::of(1e16) + Dd::of(1.0) - Dd::of(1e16)).value(), 1.0);
    }

    #[test]
    fn moments_of_numbers_far_from_zero() {
        let values: Vec<f64> = (0..1000).map(|i| 1e9 + f64::from(i % 2)).collect();
        assert_eq!(mean(&values), Some(1e9 + 0.5));
        assert_eq!(squared_deviations(&values), 250.0);
        assert_eq!(mean(&[]), None);
        assert_eq!(standard_deviation(&[1.0]), None);
    }
}
