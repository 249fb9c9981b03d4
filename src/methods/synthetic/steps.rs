//! Frank–Wolfe steps with exact line search, and no more work a step than there are columns that may be chosen.
//!
//! With h half the gradient, a step of length s towards column j takes h to (1 − s) h + s q, q half the gradient at j alone, and the objective down by
//! s (2 (h'x − hⱼ) − s d), d its curvature on the way: no step looks at the rows again. Late steps move between few columns. Those with weight and those with
//! the lowest gradients are active; since what is fitted has moved by δ, the gradient of another column has fallen by ‖a‖‖δ‖ at most, so as long as the lowest
//! active one is below that no other column can be the lowest, and the steps are those that all columns would give.

use super::simplex::{Problem, Stop};
use crate::linalg::dot;

/// Columns that are active at least, beside those with weight.
const FEW: usize = 64;
/// Active columns up to which their inner products are laid out anew.
const LAID_OUT: usize = 512;
/// Steps between choices of active columns under which there were too few of them, and over which there were enough.
const SHORT: usize = 8;
const LONG: usize = 64;
/// Numbers that are worked on side by side.
const LANES: usize = 8;

impl Problem<'_> {
    /// Steps from `x` until the objective falls no more.
    pub(super) fn frank_wolfe(&self, x: Vec<f64>, stop: Stop) -> Vec<f64> {
        let mut steps = Steps::new(self, x);
        for iteration in 1..=stop.iterations {
            let Some(fall) = steps.step() else { break };
            if iteration >= 2 && !(fall > stop.min_decrease * stop.min_decrease) {
                break;
            }
        }
        steps.settle();
        steps.x
    }
}

/// Steps on their way.
struct Steps<'a> {
    problem: &'a Problem<'a>,
    ridge: f64,
    /// Weights; those of active columns as they were when these were chosen.
    x: Vec<f64>,
    /// Inner products of the columns with the target.
    cross: Vec<f64>,
    /// Length of the longest column.
    longest: f64,
    /// What is fitted; not kept up where all columns are active.
    fitted: Vec<f64>,
    /// ‖A x‖² and ‖x‖².
    length: f64,
    square: f64,
    /// The objective, over the rows.
    value: f64,
    active: Active,
    /// Columns that are active beside those with weight, and steps since these were chosen.
    size: usize,
    age: usize,
}

/// The active columns.
#[derive(Default)]
struct Active {
    /// Positions among the members, ascending.
    places: Vec<usize>,
    x: Vec<f64>,
    /// Half the gradient.
    half: Vec<f64>,
    cross: Vec<f64>,
    /// Inner products of an active column with all of them, made when it is first chosen.
    rows: Vec<Vec<f64>>,
    /// Lowest gradient of the others when the active ones were chosen, and what was fitted then.
    others: f64,
    origin: Vec<f64>,
}

impl<'a> Steps<'a> {
    fn new(problem: &'a Problem<'a>, x: Vec<f64>) -> Self {
        let column = |member: &usize| problem.columns.column(*member);
        let mut out = Self {
            problem,
            ridge: problem.ridge(),
            cross: problem.members.iter().map(|member| product(column(member), problem.target)).collect(),
            longest: problem.members.iter().map(|member| product(column(member), column(member))).fold(0.0, f64::max).sqrt(),
            fitted: Vec::new(),
            length: 0.0,
            square: 0.0,
            value: 0.0,
            active: Active::default(),
            size: FEW,
            age: SHORT,
            x,
        };
        out.choose();
        let error: f64 = out.fitted.iter().zip(problem.target).map(|(fitted, b)| (fitted - b) * (fitted - b)).sum();
        out.value = problem.zeta * problem.zeta * out.square + error / problem.columns.rows as f64;
        out
    }

    /// Writes the weights of active columns back.
    fn settle(&mut self) {
        self.active.places.iter().zip(&self.active.x).for_each(|(place, x)| self.x[*place] = *x);
    }

    /// Chooses the active columns, with everything computed afresh.
    fn choose(&mut self) {
        self.settle();
        let (problem, n) = (self.problem, self.x.len());
        self.size = match self.age {
            ..SHORT => (self.size * 4).min(n.max(FEW)),
            LONG.. => (self.size / 2).max(FEW),
            _ => self.size,
        };
        self.age = 0;
        self.fitted = problem.fitted(&self.x);
        (self.length, self.square) = (product(&self.fitted, &self.fitted), product(&self.x, &self.x));
        let error: Vec<f64> = self.fitted.iter().zip(problem.target).map(|(fitted, b)| fitted - b).collect();
        let half: Vec<f64> = problem.members.iter().zip(&self.x).map(|(member, x)| product(problem.columns.column(*member), &error) + self.ridge * x).collect();
        let mut places: Vec<usize> = (0..n).collect();
        let mut others = f64::INFINITY;
        if self.size < n {
            let weighty = |place: &usize| self.x[*place] != 0.0;
            let (mut kept, mut rest): (Vec<usize>, Vec<usize>) = places.into_iter().partition(weighty);
            if rest.len() > self.size {
                rest.select_nth_unstable_by(self.size, |a, b| half[*a].total_cmp(&half[*b]).then(a.cmp(b)));
                others = half[rest[self.size]];
                rest.truncate(self.size);
            }
            kept.append(&mut rest);
            kept.sort_unstable();
            places = kept;
        }
        let of = |values: &[f64]| places.iter().map(|place| values[*place]).collect::<Vec<f64>>();
        let rows = vec![Vec::new(); places.len()];
        self.active = Active { x: of(&self.x), half: of(&half), cross: of(&self.cross), rows, others, origin: self.fitted.clone(), places };
    }

    /// The active column with the lowest gradient, which is the lowest of all.
    fn lowest(&mut self) -> (usize, f64) {
        let found = lowest(&self.active.half);
        let all = self.active.others == f64::INFINITY;
        let stale = if all {
            // Where all had to be active fewer may be enough by now.
            self.active.places.len() > LAID_OUT && self.age >= LONG
        } else {
            let moved: f64 = self.fitted.iter().zip(&self.active.origin).map(|(now, then)| (now - then) * (now - then)).sum();
            !(found.1 < self.active.others - self.longest * moved.sqrt())
        };
        if stale && self.age > 0 {
            self.choose();
            return lowest(&self.active.half);
        }
        found
    }

    /// One step; by how much the objective falls. None where there is nothing to weigh.
    fn step(&mut self) -> Option<f64> {
        let (at, lowest) = self.lowest();
        self.age += 1;
        let (problem, ridge, active) = (self.problem, self.ridge, &mut self.active);
        let own = active.x.get(at).copied()?;
        let member = problem.members[active.places[at]];
        let lay_out = || {
            let products = problem.columns.products(member);
            active.places.iter().map(|place| products[problem.members[*place]]).collect::<Vec<f64>>()
        };
        let made;
        let products = if active.places.len() > LAID_OUT {
            made = lay_out();
            &made
        } else {
            if active.rows[at].is_empty() {
                active.rows[at] = lay_out();
            }
            &active.rows[at]
        };
        // Squared length of the column, and its product with what is fitted.
        let (column, gram) = (products[at], lowest + active.cross[at] - ridge * own);
        let gap = product(&active.half, &active.x) - lowest;
        let moved = self.square - own * own + (1.0 - own) * (1.0 - own);
        let below = (column - 2.0 * gram + self.length).max(0.0) + ridge * moved;
        let step = if below > 0.0 { (gap / below).clamp(0.0, 1.0) } else { 0.0 };
        let keep = 1.0 - step;
        for ((half, cross), product) in active.half.iter_mut().zip(&active.cross).zip(products) {
            *half = *half * keep + step * (product - cross);
        }
        active.half[at] += ridge * step;
        active.x.iter_mut().for_each(|x| *x *= keep);
        active.x[at] += step;
        self.square = keep * keep * self.square + 2.0 * keep * step * own + step * step;
        self.length = keep * keep * self.length + 2.0 * keep * step * gram + step * step * column;
        if active.others < f64::INFINITY {
            self.fitted.iter_mut().zip(problem.columns.column(member)).for_each(|(fitted, a)| *fitted = *fitted * keep + step * a);
        }
        let last = self.value;
        self.value -= step * (2.0 * gap - step * below) / problem.columns.rows as f64;
        Some(last - self.value)
    }
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
    (values.iter().position(|value| *value == lowest).unwrap_or(0), lowest)
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
    fn active_columns_give_the_steps_of_all() {
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
