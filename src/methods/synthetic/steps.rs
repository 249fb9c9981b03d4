//! Frank–Wolfe steps with exact line search: one pass over the weights a step, and none over the rows.
//!
//! With h half the gradient, a step of length s towards column j takes h to (1 − s) h + s q, q half the gradient at j alone, and the objective down by
//! s (2 (h'x − hⱼ) − s d), d its curvature on the way. Weights are kept up to a common factor, so that a step changes one of them.

use super::simplex::{Problem, Stop};
use crate::linalg::dot;

/// Steps after which h'x is summed anew.
const AFRESH: usize = 64;
/// The common factor under which weights are written out: no more than a guard against numbers that are too small.
const TINY: f64 = 1e-100;
/// Numbers that are worked on side by side.
const LANES: usize = 8;

impl Problem<'_> {
    /// Steps from `x` until the objective falls no more.
    pub(super) fn frank_wolfe(&self, mut x: Vec<f64>, stop: Stop) -> Vec<f64> {
        let (ridge, rows) = (self.ridge(), self.columns.rows as f64);
        let fitted = self.fitted(&x);
        let of_columns = |vector: &[f64]| -> Vec<f64> { self.members.iter().map(|member| product(self.columns.column(*member), vector)).collect() };
        let (cross, mut half) = (of_columns(self.target), of_columns(&fitted));
        half.iter_mut().zip(&cross).zip(&x).for_each(|((gram, cross), x)| *gram += ridge * x - cross);
        // ‖A x‖², ‖x‖², h'x and b'A x.
        let (mut length, mut square, mut along, mut toward) = (product(&fitted, &fitted), product(&x, &x), product(&half, &x), product(&cross, &x));
        let error: f64 = fitted.iter().zip(self.target).map(|(fitted, b)| (fitted - b) * (fitted - b)).sum();
        let mut value = self.zeta * self.zeta * square + error / rows;
        let (runs, mut scale) = (runs(self.members), 1.0);
        for iteration in 1..=stop.iterations {
            let (at, lowest) = lowest(&half);
            let Some(own) = x.get(at).map(|x| scale * x) else { break };
            let products = self.columns.products(self.members[at]);
            // Squared length of the column, and its product with what is fitted.
            let (column, gram) = (products[self.members[at]], lowest + cross[at] - ridge * own);
            let moved = square - own * own + (1.0 - own) * (1.0 - own);
            let below = (column - 2.0 * gram + length).max(0.0) + ridge * moved;
            let gap = along - lowest;
            let step = if below > 0.0 { (gap / below).clamp(0.0, 1.0) } else { 0.0 };
            let keep = 1.0 - step;
            for (from, member, count) in &runs {
                let (to, products) = (from + count, &products[*member..member + count]);
                for ((half, cross), product) in half[*from..to].iter_mut().zip(&cross[*from..to]).zip(products) {
                    *half = *half * keep + step * (product - cross);
                }
            }
            half[at] += ridge * step;
            scale *= keep;
            if scale < TINY {
                for x in &mut x {
                    *x *= scale;
                }
                scale = 1.0;
            }
            x[at] += step / scale;
            along = if iteration % AFRESH == 0 {
                scale * product(&half, &x)
            } else {
                keep * (keep * along + step * (2.0 * lowest + cross[at] - toward)) + step * step * (column - cross[at] + ridge)
            };
            toward = keep * toward + step * cross[at];
            square = keep * keep * square + 2.0 * keep * step * own + step * step;
            length = keep * keep * length + 2.0 * keep * step * gram + step * step * column;
            let last = value;
            value -= step * (2.0 * gap - step * below) / rows;
            let falls = last - value > stop.min_decrease * stop.min_decrease;
            if iteration >= 2 && !falls {
                break;
            }
        }
        for x in &mut x {
            *x *= scale;
        }
        x
    }
}

/// Members that stand side by side among the columns: the first one's position, its column, and how many they are.
fn runs(members: &[usize]) -> Vec<(usize, usize, usize)> {
    let mut out: Vec<(usize, usize, usize)> = Vec::new();
    for (at, member) in members.iter().enumerate() {
        match out.last_mut() {
            Some((_, first, count)) if *first + *count == *member => *count += 1,
            _ => out.push((at, *member, 1)),
        }
    }
    out
}

/// Σ aⱼ bⱼ, in lanes.
pub(super) fn product(a: &[f64], b: &[f64]) -> f64 {
    let (mut sums, whole) = ([0.0; LANES], a.len() - a.len() % LANES);
    for (a, b) in a[..whole].chunks_exact(LANES).zip(b.chunks_exact(LANES)) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane];
        }
    }
    sums.iter().sum::<f64>() + dot(&a[whole..], &b[whole..])
}

/// The first position of the lowest number, and the number.
fn lowest(values: &[f64]) -> (usize, f64) {
    let (mut least, chunks) = ([f64::INFINITY; LANES], values.chunks_exact(LANES));
    let rest = chunks.remainder();
    for chunk in chunks {
        for lane in 0..LANES {
            least[lane] = if chunk[lane] < least[lane] { chunk[lane] } else { least[lane] };
        }
    }
    let lowest = least.iter().chain(rest).fold(f64::INFINITY, |least, value| if *value < least { *value } else { least });
    let from = values.chunks(LANES).position(|chunk| chunk.contains(&lowest)).unwrap_or(0) * LANES;
    (from + values[from.min(values.len())..].iter().position(|value| *value == lowest).unwrap_or(0), lowest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::methods::synthetic::simplex::{Columns, equal};

    /// Steps as they are defined: everything from the rows.
    fn plainly(problem: &Problem, mut x: Vec<f64>, steps: usize) -> Vec<f64> {
        for _ in 0..steps {
            let half = problem.half_gradient(&x);
            let (at, least) = lowest(&half);
            let mut direction: Vec<f64> = x.iter().map(|x| -x).collect();
            direction[at] += 1.0;
            let along = problem.fitted(&direction);
            let below = dot(&along, &along) + problem.ridge() * dot(&direction, &direction);
            let step = ((dot(&half, &x) - least) / below).clamp(0.0, 1.0);
            x.iter_mut().zip(&direction).for_each(|(x, d)| *x += step * d);
        }
        x
    }

    #[test]
    fn the_steps_are_those_of_their_definition() {
        let (rows, count) = (12, 700);
        let values: Vec<f64> = (0..rows * count).map(|i| (i as f64 * 0.754_877_666).fract() - 0.5 + (i as f64 * 0.013).sin()).collect();
        let columns = Columns::new(rows, values);
        let target: Vec<f64> = (0..rows).map(|i| (i as f64 * 0.569_84).fract() - 0.5).collect();
        // Members that repeat, as drawn units do.
        let members: Vec<usize> = (0..count).map(|i| i - usize::from(i % 10 == 3)).collect();
        for zeta in [0.05, 1e-6] {
            let problem = Problem { columns: &columns, members: &members, target: &target, zeta };
            let never = Stop { min_decrease: 0.0, iterations: 400 };
            let found = problem.frank_wolfe(equal(count), never);
            let wanted = plainly(&problem, equal(count), 400);
            assert!(found.iter().zip(&wanted).all(|(a, b)| (a - b).abs() < 1e-11), "{zeta}");
            assert!((found.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        }
    }
}
