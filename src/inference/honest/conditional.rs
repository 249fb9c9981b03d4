//! The conditional test with the least-favorable hybrid of Andrews, Roth and Pakes (2023), and the interval from inverting it.
//!
//! For θ = l'τ the moments A β̂ − d − a θ are at most X ξ in the mean, ξ being the other directions of τ. The statistic η(θ) is the least number by which the
//! standardized moments can all be met; by duality the best vertex of a small linear program. It is convex in θ, so that where it is at most a number is an
//! interval, found exactly by Newton steps; only between the least-favorable critical value and zero is the conditional test needed.

use super::restriction::Restriction;
use super::{Effects, KAPPA_SHARE};
use crate::inference::distributions::{normal_cdf, normal_sf};
use crate::inference::quantiles::quantile;
use crate::linalg::{Program, Vertex, dot, root};
use ndarray::{Array1, Array2, ArrayView1, Axis};

/// Differences of the statistic that count as none.
const SAME: f64 = 1e-7;
/// Newton steps on a convex piecewise linear function after which a search is given up; each step is a vertex.
const STEPS: usize = 500;
/// Points between the least-favorable limit and the always accepted part.
const SCAN: usize = 100;
/// Halvings of the step in which the test changes its mind.
const HALVINGS: usize = 30;
/// Distance in standard errors from which the search for the interval starts.
const FAR: f64 = 1e4;

/// How the best vertex is found.
enum Search {
    /// All vertices, one a row.
    Listed(Array2<f64>),
    /// By a linear program.
    Program(Program),
}

impl Search {
    fn maximise(&mut self, objective: &[f64]) -> Option<Vertex> {
        match self {
            Search::Program(program) => program.maximise(objective),
            Search::Listed(vertices) => {
                let values = vertices.dot(&ArrayView1::from(objective));
                let (at, value) = values.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1))?;
                value.is_finite().then(|| Vertex { value: *value, point: vertices.row(at).to_vec(), regular: false })
            }
        }
    }

    /// The largest value of an objective.
    fn value(&mut self, objective: &[f64]) -> Option<f64> {
        match self {
            Search::Program(program) => Some(program.maximise(objective)?.value),
            Search::Listed(vertices) => vertices.dot(&ArrayView1::from(objective)).iter().copied().max_by(f64::total_cmp),
        }
    }
}

/// The vertices where steps are bounded one by one: the others in τ move each step freely but for l'τ = θ. So either the two bounds of one step contradict each
/// other, or all steps at their upper (or lower) ends do not reach θ.
fn step_vertices(sd: &[f64], weights: &[f64]) -> Array2<f64> {
    let steps = weights.len();
    // l'τ in terms of the steps.
    let pull: Vec<f64> = (0..steps).map(|from| weights.iter().skip(from).sum()).collect();
    let mut out = Array2::zeros((steps + 2, 2 * steps));
    for step in 0..steps {
        let (over, under) = (sd[step], sd[steps + step]);
        out[[step, step]] = over / (over + under);
        out[[step, steps + step]] = under / (over + under);
        for (row, up) in [(steps, true), (steps + 1, false)] {
            let at = if (pull[step] > 0.0) == up { steps + step } else { step };
            out[[row, at]] = pull[step].abs() * sd[at];
        }
    }
    for mut row in out.rows_mut().into_iter().skip(steps) {
        let all = row.sum();
        row /= all;
    }
    out
}

/// The moments of one restriction, standardized.
pub(super) struct Moments {
    /// Value at θ = 0.
    value: Vec<f64>,
    /// Change with θ.
    slope: Vec<f64>,
    correlation: Array2<f64>,
    /// Standardized moments from independent standard normal numbers.
    factor: Array2<f64>,
    search: Search,
    /// Limits of the restriction over the standard error of each moment.
    limit: Vec<f64>,
    /// One period after the reference: nothing is profiled out, and the conditional test is not cut at the least-favorable value.
    single: bool,
}

impl Moments {
    /// None where a moment has no variance or the covariance is no covariance.
    pub(super) fn new(effects: &Effects, weights: &[f64], restriction: &Restriction) -> Option<Self> {
        let pre = effects.pre;
        let moment_root = restriction.rows.dot(&root(&effects.covariance)?);
        let sd: Vec<f64> = moment_root.rows().into_iter().map(|row| row.dot(&row).sqrt()).collect();
        if sd.iter().any(|sd| !(*sd > 0.0 && sd.is_finite())) {
            return None;
        }
        let scaled = |matrix: &Array2<f64>| Array2::from_shape_fn(matrix.dim(), |(i, j)| matrix[[i, j]] / sd[i]);
        let factor = scaled(&moment_root);
        // τ = (θ, the others): the element with the largest weight is solved for.
        let chosen = (0..weights.len()).max_by(|a, b| weights[*a].abs().total_cmp(&weights[*b].abs()))?;
        let after: Vec<usize> = (pre..restriction.rows.ncols()).collect();
        let post = scaled(&restriction.rows.select(Axis(1), &after));
        let slope: Array1<f64> = post.column(chosen).mapv(|x| x / weights[chosen]);
        let mut constraints = Array2::ones((sd.len(), weights.len()));
        for (at, other) in (0..weights.len()).filter(|other| *other != chosen).enumerate() {
            let mut column = &post.column(other) - &(&slope * weights[other]);
            let size = column.iter().fold(0.0_f64, |max, x| max.max(x.abs()));
            if size > 0.0 {
                column /= size;
            }
            constraints.column_mut(at + 1).assign(&column);
        }
        let single = weights.len() == 1;
        let search = match (restriction.by_steps, single) {
            (true, _) => Search::Listed(step_vertices(&sd, weights)),
            (_, true) => Search::Listed(Array2::eye(sd.len())),
            _ => Search::Program(Program::new(constraints)?),
        };
        let estimates = Array1::from(effects.estimates.clone());
        let limit: Vec<f64> = restriction.limits.iter().zip(&sd).map(|(limit, sd)| limit / sd).collect();
        let value = scaled(&restriction.rows).dot(&estimates).iter().zip(&limit).map(|(value, limit)| value - limit).collect();
        Some(Self { value, slope: slope.to_vec(), correlation: factor.dot(&factor.t()), factor, search, limit, single })
    }

    fn at(&self, theta: f64) -> Vec<f64> {
        self.value.iter().zip(&self.slope).map(|(value, slope)| value - slope * theta).collect()
    }

    fn along(&self, vertex: &Vertex) -> f64 {
        -dot(&vertex.point, &self.slope)
    }

    /// The least-favorable critical value: the 1 − κ quantile of the statistic where all moments are zero, over the draws given (normal numbers by row).
    pub(super) fn least_favorable(&mut self, draws: &Array2<f64>, kappa: f64) -> Option<f64> {
        let moments = draws.dot(&self.factor.t());
        let mut found: Vec<f64> = match &mut self.search {
            Search::Listed(vertices) => {
                let values = moments.dot(&vertices.t());
                values.rows().into_iter().map(|row| row.iter().copied().fold(f64::NEG_INFINITY, f64::max)).collect()
            }
            search @ Search::Program(_) => moments.rows().into_iter().map(|row| search.value(&row.to_vec())).collect::<Option<_>>()?,
        };
        found.sort_unstable_by(f64::total_cmp);
        quantile(&found, 1.0 - kappa)
    }

    /// Where η(θ) ≤ `level`: both ends; none where nowhere.
    fn below(&mut self, level: f64, centre: f64, unit: f64) -> Option<(f64, f64)> {
        let mut end = |sign: f64| -> Option<f64> {
            let mut theta = centre - sign * FAR * unit;
            for _ in 0..STEPS {
                let at = self.at(theta);
                let vertex = self.search.maximise(&at)?;
                let over = vertex.value - level;
                if over <= SAME {
                    return Some(theta);
                }
                let slope = self.along(&vertex) * sign;
                // The tangent rises towards the middle: the statistic is above the level everywhere.
                if slope >= -1e-14 {
                    return None;
                }
                theta -= sign * over / slope;
            }
            None
        };
        let (low, high) = (end(1.0)?, end(-1.0)?);
        (low <= high).then_some((low, high))
    }

    /// Whether the conditional test keeps θ, given the size of the test and the least-favorable value.
    fn keeps(&mut self, theta: f64, alpha: f64, least_favorable: f64) -> Option<bool> {
        let at = self.at(theta);
        let vertex = self.search.maximise(&at)?;
        if vertex.value > least_favorable {
            return Some(false);
        }
        let spread = self.correlation.dot(&Array1::from(vertex.point.clone()));
        let variance = dot(&vertex.point, &spread.to_vec());
        let positive = if self.single { vertex.value + dot(&vertex.point, &self.limit) > 0.0 } else { vertex.value > 0.0 };
        if !positive {
            return Some(true);
        }
        if variance.sqrt() < 1e-10 {
            return Some(false);
        }
        let direction: Vec<f64> = spread.iter().map(|x| x / variance).collect();
        let rest: Vec<f64> = at.iter().zip(&direction).map(|(y, b)| y - b * vertex.value).collect();
        let (low, high) = self.range(&vertex, &rest, &direction, variance.sqrt())?;
        let size = variance.sqrt();
        let kappa = alpha * KAPPA_SHARE;
        let remaining = (alpha - kappa) / (1.0 - kappa);
        let (low, statistic) = (low / size, vertex.value / size);
        let high = if self.single { high } else { high.min(least_favorable) } / size;
        if !(low <= statistic && statistic <= high) {
            return Some(true);
        }
        Some(above(low, statistic, high) >= remaining)
    }

    /// For which values of the statistic the vertex stays the best one, everything that is independent of it held.
    fn range(&self, vertex: &Vertex, rest: &[f64], direction: &[f64], size: f64) -> Option<(f64, f64)> {
        let (gains, pulls) = match &self.search {
            Search::Listed(vertices) => {
                // γ'(rest + t · direction) is at most t for every vertex.
                let pulls = vertices.dot(&ArrayView1::from(direction)).iter().map(|pull| pull - 1.0).collect();
                (vertices.dot(&ArrayView1::from(rest)).to_vec(), pulls)
            }
            Search::Program(program) if vertex.regular => (program.reduced(rest), program.reduced(direction)),
            Search::Program(program) => return degenerate(program.clone(), vertex, rest, direction, size),
        };
        let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
        for (gain, pull) in gains.iter().zip(&pulls) {
            if *pull > 1e-12 {
                high = high.min(-gain / pull);
            } else if *pull < -1e-12 {
                low = low.max(-gain / pull);
            }
        }
        Some((low, high))
    }

    /// Outermost values of θ that the test keeps; none where it keeps none.
    pub(super) fn interval(&mut self, alpha: f64, least_favorable: f64, centre: f64, unit: f64) -> Option<(f64, f64)> {
        let (low, high) = self.below(least_favorable, centre, unit)?;
        // With a single period the part that is never rejected is another one; the scan then runs over everything.
        let inner = if self.single { None } else { self.below(0.0, centre, unit) };
        let (to_low, to_high) = inner.unwrap_or((high, low));
        Some((self.edge(low, to_low, alpha, least_favorable)?, self.edge(high, to_high, alpha, least_favorable)?))
    }

    /// The first value from `outer` towards `inner` that is kept.
    fn edge(&mut self, outer: f64, inner: f64, alpha: f64, least_favorable: f64) -> Option<f64> {
        let mut before = outer;
        for step in 0..=SCAN {
            let theta = outer + (inner - outer) * step as f64 / SCAN as f64;
            if self.keeps(theta, alpha, least_favorable)? || (step == SCAN && !self.single && self.statistic(theta)? <= 10.0 * SAME) {
                let (mut out, mut kept) = (before, theta);
                for _ in 0..HALVINGS {
                    let middle = f64::midpoint(out, kept);
                    if self.keeps(middle, alpha, least_favorable)? {
                        kept = middle;
                    } else {
                        out = middle;
                    }
                }
                return Some(kept);
            }
            before = theta;
        }
        None
    }

    fn statistic(&mut self, theta: f64) -> Option<f64> {
        let at = self.at(theta);
        Some(self.search.maximise(&at)?.value)
    }
}

/// Normal numbers for the least-favorable value, one row a draw.
pub(super) fn normal_draws(draws: usize, width: usize, seed: u64) -> Array2<f64> {
    let mut out = Array2::zeros((draws, width));
    for (index, mut row) in out.axis_iter_mut(Axis(0)).enumerate() {
        let mut stream = crate::inference::random::Stream::new(seed, "honest", index as u64);
        row.mapv_inplace(|_| stream.normal());
    }
    out
}

/// P(Z > x) for a standard normal number between `low` and `high`.
fn above(low: f64, x: f64, high: f64) -> f64 {
    // From the side where the tails are small, so that nothing cancels.
    let between = |a: f64, b: f64| if a > 0.0 { normal_sf(a) - normal_sf(b) } else { normal_cdf(b) - normal_cdf(a) };
    let all = between(low, high);
    if all > 0.0 { between(x, high) / all } else { 0.0 }
}

/// The range where several bases describe the vertex: the ends over all of them, by Newton steps from far out.
fn degenerate(mut program: Program, vertex: &Vertex, rest: &[f64], direction: &[f64], size: f64) -> Option<(f64, f64)> {
    let mut end = |start: f64| -> Option<f64> {
        let mut at = start;
        for step in 0..STEPS {
            let moved: Vec<f64> = rest.iter().zip(direction).map(|(rest, direction)| rest + direction * at).collect();
            let best = program.maximise(&moved)?;
            if best.value - at <= SAME {
                return Some(if step == 0 { start.signum() * f64::INFINITY } else { at });
            }
            let slope = 1.0 - dot(&best.point, direction);
            if slope == 0.0 {
                return Some(start.signum() * f64::INFINITY);
            }
            at = dot(&best.point, rest) / slope;
        }
        Some(at)
    };
    Some((end((vertex.value - 20.0 * size).min(-100.0))?, end((vertex.value + 20.0 * size).max(100.0))?))
}

#[cfg(test)]
mod tests {
    use super::super::{Effects, restriction};
    use super::*;

    #[test]
    fn listed_vertices_are_those_of_the_program() {
        let covariance = Array2::from_shape_fn((7, 7), |(i, j)| if i == j { 1.0 + i as f64 / 5.0 } else { 0.3 / (1.0 + (i as f64 - j as f64).abs()) });
        let effects = Effects { estimates: vec![0.4, -0.3, 0.5, 1.0, 2.0, 4.0, 3.0], covariance, pre: 3 };
        let draws = normal_draws(400, 7, 1);
        for weights in [vec![1.0, 0.0, 0.0, 0.0], vec![0.25; 4], vec![0.5, -1.0, 2.0, 0.1]] {
            for (step, up, m) in [(0, true, 0.5), (2, false, 1.5), (1, true, 0.0)] {
                let steps = restriction::relative(3, 4, step, up, m);
                let program = Restriction { by_steps: false, ..steps.clone() };
                let of = |restriction: &Restriction| {
                    let mut moments = Moments::new(&effects, &weights, restriction)?;
                    let critical = moments.least_favorable(&draws, 0.005)?;
                    let (low, high) = moments.interval(0.05, critical, 1.0, 1.0)?;
                    Some([critical, low, high])
                };
                match (of(&steps), of(&program)) {
                    (Some(one), Some(other)) => assert!(one.iter().zip(other).all(|(a, b)| (a - b).abs() < 1e-5), "{one:?} {other:?}"),
                    (one, other) => assert_eq!(one.is_some(), other.is_some()),
                }
            }
        }
    }
}
