//! The Anderson–Rubin interval of a ratio: all b for which ρ − b·π is not told apart from zero.
//!
//! (ρ − bπ)² ≤ c²(Vρ − 2bC + b²Vπ) is a quadratic inequality in b, so its solutions are an interval, everything outside an open interval, or all numbers
//! (Fieller 1954). It covers as it should however weak the first stage is.

/// The solutions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Region {
    /// From one number to another.
    Interval(f64, f64),
    /// Everything but what lies strictly between two numbers.
    Outside(f64, f64),
    /// Up to a number, or from it on: the edge between the other shapes.
    Ray(Option<f64>, Option<f64>),
    /// All numbers: the data say nothing.
    Everything,
}

impl Region {
    /// The word in the result.
    pub(super) fn code(self) -> &'static str {
        match self {
            Region::Interval(..) => "interval",
            Region::Outside(..) => "outside",
            Region::Ray(..) => "ray",
            Region::Everything => "everything",
        }
    }

    /// Ends of the interval that holds all solutions; none where there is no end.
    pub(super) fn interval(self) -> (Option<f64>, Option<f64>) {
        match self {
            Region::Interval(low, high) => (Some(low), Some(high)),
            Region::Ray(low, high) => (low, high),
            Region::Outside(..) | Region::Everything => (None, None),
        }
    }

    /// What is excluded, where it lies between two ends.
    pub(super) fn excluded(self) -> Option<(f64, f64)> {
        match self {
            Region::Outside(low, high) => Some((low, high)),
            _ => None,
        }
    }
}

/// Solutions for effects (ρ, π), variances (Vρ, C, Vπ) and the squared critical value. The ratio itself is always one of them.
pub(super) fn region(effects: [f64; 2], [var_rho, both, var_pi]: [f64; 3], critical: f64) -> Region {
    let [rho, pi] = effects;
    let a = pi * pi - critical * var_pi;
    let half = rho * pi - critical * both;
    let c = rho * rho - critical * var_rho;
    let root = half * half - a * c;
    if a == 0.0 {
        // −2·half·b + c ≤ 0.
        return if half > 0.0 {
            Region::Ray(Some(c / (2.0 * half)), None)
        } else if half < 0.0 {
            Region::Ray(None, Some(c / (2.0 * half)))
        } else {
            Region::Everything
        };
    }
    if root <= 0.0 && a < 0.0 {
        return Region::Everything;
    }
    // The larger of the two in size first, the other one by their product: no digits cancel.
    let far = half + half.signum() * root.max(0.0).sqrt();
    let (one, other) = if far == 0.0 { (0.0, 0.0) } else { (far / a, c / far) };
    let (low, high) = (one.min(other), one.max(other));
    if a > 0.0 { Region::Interval(low, high) } else { Region::Outside(low, high) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether b solves the inequality.
    fn holds(effects: [f64; 2], variances: [f64; 3], critical: f64, b: f64) -> bool {
        let distance = effects[0] - b * effects[1];
        distance * distance <= critical * (variances[0] - 2.0 * b * variances[1] + b * b * variances[2]) + 1e-12
    }

    #[test]
    fn every_shape_holds_what_solves_the_inequality() {
        let cases = [
            ([-6.0, 0.6], [1.0, 0.01, 0.002], "interval"),
            ([-6.0, 0.6], [1.0, 0.01, 0.5], "outside"),
            ([-1.0, 0.1], [4.0, 0.0, 0.5], "everything"),
            ([0.0, 0.6], [1.0, 0.0, 0.002], "interval"),
        ];
        for (effects, variances, shape) in cases {
            let found = region(effects, variances, 3.84);
            assert_eq!(found.code(), shape);
            for b in (-400..400).map(|i| f64::from(i) * 0.173) {
                let inside = match found {
                    Region::Interval(low, high) => (low..=high).contains(&b),
                    Region::Outside(low, high) => b <= low || b >= high,
                    Region::Ray(low, high) => low.is_none_or(|low| b >= low) && high.is_none_or(|high| b <= high),
                    Region::Everything => true,
                };
                assert_eq!(inside, holds(effects, variances, 3.84, b), "{shape} {b}");
            }
        }
    }

    #[test]
    fn edges() {
        // A certain first stage gives the interval of the outcome over π.
        assert_eq!(region([-6.0, 0.5], [1.0, 0.0, 0.0], 4.0), Region::Interval(-16.0, -8.0));
        assert_eq!(region([1.0, 1.0], [0.0, 0.0, 0.25], 4.0), Region::Ray(Some(0.5), None));
        assert_eq!(region([1.0, 1.0], [0.0, 0.0, 0.25], 4.0).interval(), (Some(0.5), None));
        assert_eq!(region([0.0, 0.0], [1.0, 0.0, 1.0], 4.0), Region::Everything);
    }
}
