//! B-splines: values and slopes of the basis at a point (de Boor 1978).

/// A basis of splines of some degree on an interval with knots inside; columns add up to one everywhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Spline {
    /// All knots, those at the ends `degree` + 1 times.
    knots: Vec<f64>,
    degree: usize,
}

impl Spline {
    /// The basis on [`low`, `high`] with ascending knots inside. Outside the interval the polynomials at its ends go on.
    pub fn new(low: f64, high: f64, inside: &[f64], degree: usize) -> Self {
        let ends = degree + 1;
        let knots = std::iter::repeat_n(low, ends).chain(inside.iter().copied()).chain(std::iter::repeat_n(high, ends)).collect();
        Self { knots, degree }
    }

    /// Number of columns: degree + 1 + knots inside.
    pub fn columns(&self) -> usize {
        self.knots.len() - self.degree - 1
    }

    /// Values of all columns at `x`.
    pub fn basis(&self, x: f64) -> Vec<f64> {
        let mut out = vec![0.0; self.columns()];
        let (span, values) = self.local(x, self.degree);
        for (at, value) in values.iter().enumerate() {
            out[span - self.degree + at] = *value;
        }
        out
    }

    /// Slopes of all columns at `x`.
    pub fn slope(&self, x: f64) -> Vec<f64> {
        let mut out = vec![0.0; self.columns()];
        let Some(lower) = self.degree.checked_sub(1) else { return out };
        let (span, values) = self.local(x, lower);
        for (at, value) in values.iter().enumerate() {
            // Column i of the lower degree on the same knots is part of columns i − 1 and i of this one.
            let i = span - lower + at;
            let width = self.knots[i + self.degree] - self.knots[i];
            if width > 0.0 {
                let part = self.degree as f64 * value / width;
                out[i] += part;
                out[i - 1] -= part;
            }
        }
        out
    }

    /// The knot before `x` (the last that has a knot after it), and the values of the columns of a degree that are not zero there.
    fn local(&self, x: f64, degree: usize) -> (usize, Vec<f64>) {
        let last = self.columns() - 1;
        let span = self.knots.partition_point(|knot| *knot <= x).saturating_sub(1).clamp(self.degree, last);
        let mut values = vec![1.0];
        for k in 1..=degree {
            let mut next = vec![0.0; k + 1];
            for (r, value) in values.iter().enumerate() {
                let (left, right) = (self.knots[span + 1 + r - k], self.knots[span + 1 + r]);
                let share = if right > left { (x - left) / (right - left) } else { 0.0 };
                next[r] += (1.0 - share) * value;
                next[r + 1] += share * value;
            }
            values = next;
        }
        (span, values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_add_up_to_one_and_slopes_to_zero() {
        for degree in 0..5 {
            let spline = Spline::new(0.1, 0.9, &[0.3, 0.4, 0.75], degree);
            assert_eq!(spline.columns(), degree + 4);
            for x in [0.0, 0.1, 0.2, 0.3, 0.41, 0.75, 0.88, 0.9, 1.1] {
                assert!((spline.basis(x).iter().sum::<f64>() - 1.0).abs() < 1e-12, "{degree} {x}");
                assert!(spline.slope(x).iter().sum::<f64>().abs() < 1e-10, "{degree} {x}");
            }
        }
    }

    #[test]
    fn slopes_are_those_of_the_values() {
        let spline = Spline::new(0.0, 2.0, &[0.5, 1.25], 3);
        for x in [0.05, 0.49, 0.7, 1.3, 1.99, 2.2, -0.3] {
            let step = 1e-6;
            let (before, after) = (spline.basis(x - step), spline.basis(x + step));
            for (slope, (before, after)) in spline.slope(x).iter().zip(before.iter().zip(&after)) {
                assert!((slope - (after - before) / (2.0 * step)).abs() < 1e-8, "{x}");
            }
        }
    }

    #[test]
    fn a_line_between_two_ends() {
        let spline = Spline::new(1.0, 3.0, &[], 1);
        assert_eq!((spline.basis(1.5), spline.slope(1.5)), (vec![0.75, 0.25], vec![-0.5, 0.5]));
    }
}
