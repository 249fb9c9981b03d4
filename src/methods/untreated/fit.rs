//! The model of the untreated outcome, in closed form: units are eliminated, what is left is a small system of periods, covariates and further factors.

use super::Sample;
use crate::error::{Result, design};
use crate::linalg::{Cholesky, independent};
use crate::methods::DidSettings;
use crate::methods::covariates::covariates;
use crate::methods::timing::Timing;
use crate::panel::Cells;

/// Columns beside the units that the small system may have.
const LARGEST: usize = 4000;

/// Share of a column's square that must be left of it within units; less is rounding.
const LEFT: f64 = 1e-18;

/// Size of a difference that counts as a covariate's own variation, in its standard deviations.
const OWN: f64 = 1e-8;

/// The fit on the untreated.
pub(in crate::methods) struct Untreated {
    /// Columns of the small system: periods, then covariates.
    pub columns: usize,
    periods: usize,
    /// Covariates row by row (without the constant).
    x: Vec<f64>,
    width: usize,
    /// Columns that are left after collinear ones.
    kept: Vec<usize>,
    factor: Cholesky,
    /// Coefficients of all columns, zero for those that were left out.
    beta: Vec<f64>,
    /// Weight of the untreated by unit.
    pub unit_weight: Vec<f64>,
    /// Weighted mean of the columns among the untreated, by unit (units × columns).
    unit_mean: Vec<f64>,
    /// Effect by unit.
    alpha: Vec<f64>,
    /// For each column that was left out: what the others say of it.
    relations: Vec<(usize, Vec<f64>)>,
    /// Covariates that were left out: they are combinations of others, of the units or of the periods among the untreated.
    pub dropped: Vec<String>,
}

impl Untreated {
    /// Fits the model of the settings on the cells that are not affected.
    pub(in crate::methods) fn fit(cells: &Cells, settings: &DidSettings, timing: &Timing, sample: &Sample) -> Result<Self> {
        // Further fixed effects are levels like those of covariates.
        let mut with_factors = settings.clone();
        for name in &settings.fixed_effects {
            if Some(name) != settings.unit.as_ref() && Some(name) != settings.time.as_ref() && !with_factors.covariates.contains(name) {
                with_factors.covariates.push(name.clone());
                with_factors.categorical.push(name.clone());
            }
        }
        let found = covariates(cells, &with_factors, &sample.rows);
        let (periods, width) = (timing.periods.len(), found.columns - 1);
        let columns = periods + width;
        if columns > LARGEST {
            return Err(design::too_many_levels(columns, LARGEST).into());
        }
        let x: Vec<f64> = found.values.chunks(found.columns).flat_map(|row| row[1..].iter().copied()).collect();
        let units = sample.unit.iter().max().map_or(0, |last| *last as usize + 1);
        let mut out = Self {
            columns,
            periods,
            x,
            width,
            kept: Vec::new(),
            factor: Cholesky::new(&[1.0], 1).ok_or_else(design::no_records)?,
            beta: vec![0.0; columns],
            unit_weight: vec![0.0; units],
            unit_mean: vec![0.0; units * columns],
            alpha: vec![0.0; units],
            relations: Vec::new(),
            dropped: found.dropped,
        };
        out.solve(sample)?;
        // A covariate in levels is named where none of its levels is left.
        let whole = |j: usize| found.names[j].split('=').next().unwrap_or_default();
        let left = |name: &str| (0..width).any(|j| whole(j) == name && out.kept.contains(&(periods + j)));
        let mut lost: Vec<String> = (0..width).map(whole).filter(|name| !left(name)).map(str::to_owned).collect();
        lost.dedup();
        out.dropped.extend(lost);
        Ok(out)
    }

    /// Columns of an observation that are not zero.
    fn row<'a>(&'a self, sample: &'a Sample, i: usize) -> impl Iterator<Item = (usize, f64)> + 'a {
        let own = &self.x[i * self.width..(i + 1) * self.width];
        std::iter::once((sample.period[i] as usize, 1.0)).chain(own.iter().enumerate().map(|(j, x)| (self.periods + j, *x)))
    }

    /// Σ rⱼ bⱼ over the columns of an observation.
    pub(in crate::methods) fn dot(&self, sample: &Sample, i: usize, b: &[f64]) -> f64 {
        self.row(sample, i).map(|(j, r)| r * b[j]).sum()
    }

    /// Mean of the columns of a unit among its untreated observations.
    pub(in crate::methods) fn mean(&self, unit: usize) -> &[f64] {
        &self.unit_mean[unit * self.columns..(unit + 1) * self.columns]
    }

    fn solve(&mut self, sample: &Sample) -> Result<()> {
        let p = self.columns;
        let free: Vec<usize> = (0..sample.rows.len()).filter(|i| !sample.affected[*i]).collect();
        let mut unit_outcome = vec![0.0; self.unit_weight.len()];
        let mut sums = std::mem::take(&mut self.unit_mean);
        for i in &free {
            let (u, w) = (sample.unit[*i] as usize, sample.weight[*i]);
            self.unit_weight[u] += w;
            unit_outcome[u] += w * sample.outcome[*i];
            self.row(sample, *i).for_each(|(j, r)| sums[u * p + j] += w * r);
        }
        for (u, weight) in self.unit_weight.iter().enumerate().filter(|(_, weight)| **weight > 0.0) {
            sums[u * p..(u + 1) * p].iter_mut().for_each(|sum| *sum /= weight);
            unit_outcome[u] /= weight;
        }
        self.unit_mean = sums;
        // Deviations from unit means, summed: exact to rounding and without a row of zeros.
        let mut gram = vec![0.0; p * p];
        let mut cross = vec![0.0; p];
        let mut raw = vec![0.0; p];
        let mut deviation = vec![0.0; p];
        let mut filled: Vec<(usize, f64)> = Vec::with_capacity(p);
        for i in &free {
            let (u, w) = (sample.unit[*i] as usize, sample.weight[*i]);
            deviation.iter_mut().zip(self.mean(u)).for_each(|(to, mean)| *to = -mean);
            self.row(sample, *i).for_each(|(j, r)| {
                deviation[j] += r;
                raw[j] += w * r * r;
            });
            let y = sample.outcome[*i] - unit_outcome[u];
            filled.clear();
            filled.extend(deviation.iter().copied().enumerate().filter(|(_, value)| *value != 0.0));
            for (a, first) in &filled {
                cross[*a] += w * first * y;
                for (b, second) in filled.iter().take_while(|(b, _)| b <= a) {
                    gram[a * p + b] += w * first * second;
                }
            }
        }
        let rounding: Vec<usize> = (0..p).filter(|j| gram[j * p + j] <= LEFT * raw[*j]).collect();
        for j in rounding {
            (0..p).for_each(|other| gram[j.max(other) * p + j.min(other)] = 0.0);
        }
        self.kept = independent(&gram, p);
        let k = self.kept.len();
        let at = |a: usize, b: usize| if a >= b { gram[a * p + b] } else { gram[b * p + a] };
        if k > 0 {
            let small: Vec<f64> = self.kept.iter().flat_map(|a| self.kept.iter().map(move |b| (*a, *b))).map(|(a, b)| at(a, b)).collect();
            self.factor = Cholesky::new(&small, k).ok_or_else(|| design::not_identified("att", "covariates"))?;
            let solved = self.factor.solve(&self.kept.iter().map(|j| cross[*j]).collect::<Vec<_>>());
            self.kept.iter().zip(solved).for_each(|(j, b)| self.beta[*j] = b);
        }
        for j in (0..p).filter(|j| !self.kept.contains(j)) {
            let mut relation = vec![0.0; p];
            if k > 0 {
                let solved = self.factor.solve(&self.kept.iter().map(|a| at(*a, j)).collect::<Vec<_>>());
                self.kept.iter().zip(solved).for_each(|(a, b)| relation[*a] = b);
            }
            self.relations.push((j, relation));
        }
        for (u, mean) in unit_outcome.iter().enumerate() {
            self.alpha[u] = mean - self.mean(u).iter().zip(&self.beta).map(|(r, b)| r * b).sum::<f64>();
        }
        Ok(())
    }

    /// Outcome less its prediction.
    pub(in crate::methods) fn residual(&self, sample: &Sample, i: usize) -> f64 {
        sample.outcome[i] - self.alpha[sample.unit[i] as usize] - self.dot(sample, i, &self.beta)
    }

    /// Whether the untreated say what the observation would have been: its unit is among them, and so is every direction of its columns.
    pub(in crate::methods) fn says(&self, sample: &Sample, i: usize) -> bool {
        let unit = sample.unit[i] as usize;
        if self.unit_weight[unit] <= 0.0 {
            return false;
        }
        let mean = self.mean(unit);
        self.relations.iter().all(|(j, relation)| {
            let mut own = -mean[*j];
            for (at, r) in self.row(sample, i) {
                own += if at == *j { r } else { -relation[at] * r };
            }
            own += mean.iter().zip(relation).map(|(mean, b)| mean * b).sum::<f64>();
            own.abs() < OWN
        })
    }

    /// λ of the columns for weights on the treated: their sum of deviations from unit means, through the small system.
    pub(in crate::methods) fn through(&self, deviation: &[f64]) -> Vec<f64> {
        let mut out = vec![0.0; self.columns];
        if !self.kept.is_empty() {
            let solved = self.factor.solve(&self.kept.iter().map(|j| deviation[*j]).collect::<Vec<_>>());
            self.kept.iter().zip(solved).for_each(|(j, value)| out[*j] = value);
        }
        out
    }

    /// Adds w (r − r̄[unit]) of an observation.
    pub(in crate::methods) fn add_deviation(&self, sample: &Sample, i: usize, w: f64, sum: &mut [f64]) {
        for (sum, mean) in sum.iter_mut().zip(self.mean(sample.unit[i] as usize)) {
            *sum -= w * mean;
        }
        self.row(sample, i).for_each(|(j, r)| sum[j] += w * r);
    }
}
