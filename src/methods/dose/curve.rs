//! Effects by dose of each comparison: a spline through the changes of the treated, less the mean change of the comparison.

use super::panel::Panel;
use crate::estimate::{Block, CellInfluence};
use crate::linalg::{Cholesky, Spline, add_outer, add_scaled, dot};
use crate::methods::timing::{Comparison, Timing};
use ndarray::Array2;
use std::ops::Range;

/// One comparison.
pub(super) struct Fit {
    /// Mean change of the treated and their weight.
    treated: (f64, f64),
    /// Mean change of the comparison and its weight.
    compared: (f64, f64),
    /// The spline, where the doses carry it.
    pub spline: Option<Line>,
    /// Units of the treated and of the comparison.
    pub units: (u64, u64),
    /// Records behind it.
    pub records: u64,
}

impl Fit {
    /// Mean effect over the doses: treated against not treated.
    pub(super) fn att(&self) -> f64 {
        self.treated.0 - self.compared.0
    }
}

/// The spline of one comparison and what is read from it: mean slope, then effects, then slopes at the places of the grid.
pub(super) struct Line {
    coefficients: Vec<f64>,
    /// Values of the quantities.
    pub values: Vec<f64>,
    /// (X'WX)⁻¹ times what each quantity weighs the coefficients by (quantities × columns).
    maps: Array2<f64>,
}

/// All comparisons.
pub(super) struct Curve<'a> {
    pub panel: &'a Panel,
    pub timing: &'a Timing,
    pub spline: &'a Spline,
    pub grid: &'a [f64],
    pub fits: Vec<Option<Fit>>,
}

impl<'a> Curve<'a> {
    /// Fits all comparisons.
    pub(super) fn of(panel: &'a Panel, timing: &'a Timing, spline: &'a Spline, grid: &'a [f64]) -> Self {
        let mut out = Self { panel, timing, spline, grid, fits: Vec::new() };
        out.fits = timing.comparisons.iter().map(|one| if one.is_reference() { None } else { out.fit(one) }).collect();
        out
    }

    /// Quantities of a line: the mean slope, and two for each place of the grid.
    pub(super) fn quantities(&self) -> usize {
        1 + 2 * self.grid.len()
    }

    /// Units of a comparison: unit, whether it is treated, its change.
    fn members<'b>(&'b self, one: &'b Comparison, units: Range<usize>) -> impl Iterator<Item = (usize, bool, f64)> + 'b {
        units.filter_map(move |unit| {
            let group = self.panel.group[unit] as usize;
            let treated = group == one.group;
            if !treated && !one.controls[group] {
                return None;
            }
            self.panel.change(unit, one.base, one.period).map(|change| (unit, treated, change))
        })
    }

    fn fit(&self, one: &Comparison) -> Option<Fit> {
        let (mut sums, mut units, mut records) = ([(0.0, 0.0); 2], (0, 0), 0);
        let k = self.spline.columns();
        let (mut gram, mut cross) = (vec![0.0; k * k], vec![0.0; k]);
        let mut slopes = vec![0.0; k];
        for (unit, treated, change) in self.members(one, 0..self.panel.len()) {
            let weight = self.panel.weight[unit];
            let side = &mut sums[usize::from(treated)];
            side.0 += weight * change;
            side.1 += weight;
            records += self.panel.records[[unit, one.base]] + self.panel.records[[unit, one.period]];
            if treated {
                units.0 += 1;
                let x = self.spline.basis(self.panel.dose[unit]);
                add_outer(&mut gram, &x, weight);
                add_scaled(&mut cross, &x, weight * change);
                add_scaled(&mut slopes, &self.spline.slope(self.panel.dose[unit]), weight);
            } else {
                units.1 += 1;
            }
        }
        let [compared, treated] = sums.map(|(sum, weight)| (sum / weight, weight));
        if compared.1 <= 0.0 || treated.1 <= 0.0 {
            return None;
        }
        let line = Cholesky::new(&gram, k).map(|factor| {
            for slope in &mut slopes {
                *slope /= treated.1;
            }
            self.line(&factor, factor.solve(&cross), &slopes, compared.0)
        });
        Some(Fit { treated, compared, spline: line, units, records })
    }

    fn line(&self, factor: &Cholesky, coefficients: Vec<f64>, slopes: &[f64], compared: f64) -> Line {
        let places = self.grid.iter().map(|dose| self.spline.basis(*dose));
        let steps = self.grid.iter().map(|dose| self.spline.slope(*dose));
        let weights: Vec<Vec<f64>> = std::iter::once(slopes.to_vec()).chain(places).chain(steps).collect();
        let level = |at: usize| if (1..=self.grid.len()).contains(&at) { compared } else { 0.0 };
        let values = weights.iter().enumerate().map(|(at, weights)| dot(weights, &coefficients) - level(at)).collect();
        let columns = coefficients.len();
        let mapped: Vec<f64> = weights.iter().flat_map(|weights| factor.solve(weights)).collect();
        let maps = Array2::from_shape_fn((weights.len(), columns), |(at, column)| mapped[at * columns + column]);
        Line { coefficients, values, maps }
    }
}

/// Influence on the mean effects of all comparisons.
pub(super) struct Means<'a, 'b>(pub &'b Curve<'a>);

impl CellInfluence for Means<'_, '_> {
    fn fill(&self, observations: Range<usize>, block: &mut Block) {
        let curve = self.0;
        for (at, (one, fit)) in curve.timing.comparisons.iter().zip(&curve.fits).enumerate() {
            let Some(fit) = fit else { continue };
            for (unit, treated, change) in curve.members(one, observations.clone()) {
                let (mean, total) = if treated { fit.treated } else { fit.compared };
                let sign = if treated { 1.0 } else { -1.0 };
                block.level[[at, unit - observations.start]] += sign * curve.panel.weight[unit] * (change - mean) / total;
            }
        }
    }
}

/// Influence on the quantities of the lines of some comparisons (comparison by comparison).
pub(super) struct Lines<'a, 'b> {
    pub curve: &'b Curve<'a>,
    pub chosen: &'b [usize],
}

impl CellInfluence for Lines<'_, '_> {
    fn fill(&self, observations: Range<usize>, block: &mut Block) {
        let curve = self.curve;
        let (quantities, places) = (curve.quantities(), curve.grid.len());
        for (place, at) in self.chosen.iter().enumerate() {
            let one = &curve.timing.comparisons[*at];
            let Some((fit, line)) = curve.fits[*at].as_ref().and_then(|fit| fit.spline.as_ref().map(|line| (fit, line))) else { continue };
            for (unit, treated, change) in curve.members(one, observations.clone()) {
                let weight = curve.panel.weight[unit];
                let column = unit - observations.start;
                if !treated {
                    let own = weight * (change - fit.compared.0) / fit.compared.1;
                    for quantity in 1..=places {
                        block.level[[place * quantities + quantity, column]] -= own;
                    }
                    continue;
                }
                let x = curve.spline.basis(curve.panel.dose[unit]);
                let residual = weight * (change - dot(&x, &line.coefficients));
                for (quantity, map) in line.maps.rows().into_iter().enumerate() {
                    let score: f64 = map.iter().zip(&x).map(|(map, x)| map * x).sum();
                    block.level[[place * quantities + quantity, column]] += residual * score;
                }
                // The mean slope is one over the doses of these units, too.
                let slope = dot(&curve.spline.slope(curve.panel.dose[unit]), &line.coefficients);
                block.level[[place * quantities, column]] += weight * (slope - line.values[0]) / fit.treated.1;
            }
        }
    }
}
