//! Imputed effects and their conservative variance (Borusyak, Jaravel and Spiess 2024, section 4.3).
//!
//! An effect Σ v τ̂ over the treated is linear in the outcomes, with weights −w (1/W[u] Σ_u v + (r − r̄[u])'λ) on the untreated, λ the solution of
//! the untreated system for the treated weights. The influence of a unit is Σ v ε̃ with residuals of the untreated and deviations of τ̂ from its mean
//! by cohort and period (weights v²) of the treated; leave-one-out takes that mean over the others.

use super::Sample;
use super::untreated::Untreated;
use crate::estimate::{Block, CellInfluence, CohortPeriod};
use crate::methods::timing::Timing;
use rayon::prelude::*;
use std::ops::Range;

/// All imputed effects.
pub(super) struct Imputed<'a> {
    pub effects: Vec<CohortPeriod>,
    sample: &'a Sample,
    fit: &'a Untreated,
    /// λ by effect.
    lambda: Vec<Vec<f64>>,
    /// One over the weight of the treated, by effect.
    inverse: Vec<f64>,
    /// Mean of τ̂ under squared weights, and the sum of these, by effect.
    centre: Vec<(f64, f64)>,
    /// Weights of a unit in effects: (effect, Σw) by unit.
    borne: Vec<Vec<(u32, f64)>>,
    /// Effect of a treated observation.
    own: Vec<Option<u32>>,
    leave_out: bool,
}

impl<'a> Imputed<'a> {
    /// Imputes every cohort in every period in which it is affected.
    pub(super) fn of(timing: &Timing, sample: &'a Sample, fit: &'a Untreated, leave_out: bool) -> Self {
        let periods = timing.periods.len();
        let estimated = |i: usize| sample.affected[i] && timing.groups[sample.group[i] as usize].estimated;
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); timing.groups.len() * periods];
        (0..sample.rows.len()).filter(|i| estimated(*i)).for_each(|i| members[sample.group[i] as usize * periods + sample.period[i] as usize].push(i));
        let mut out = Self {
            effects: Vec::new(),
            sample,
            fit,
            lambda: Vec::new(),
            inverse: Vec::new(),
            centre: Vec::new(),
            borne: vec![Vec::new(); fit.unit_weight.len()],
            own: vec![None; sample.rows.len()],
            leave_out,
        };
        for (key, rows) in members.iter().enumerate().filter(|(_, rows)| !rows.is_empty()) {
            out.push(timing, key / periods, key % periods, rows);
        }
        out
    }

    fn push(&mut self, timing: &Timing, group: usize, period: usize, rows: &[usize]) {
        let (sample, fit) = (self.sample, self.fit);
        let at = self.effects.len() as u32;
        let size: f64 = rows.iter().map(|i| sample.weight[*i]).sum();
        let known = size > 0.0 && rows.iter().all(|i| fit.says(sample, *i));
        let (mut mean, mut first, mut second) = (0.0, 0.0, 0.0);
        let mut deviation = vec![0.0; fit.columns];
        for i in rows {
            let (tau, within) = (fit.residual(sample, *i), sample.within[*i]);
            mean += within.weight * tau / size;
            first += within.squared * tau + within.first;
            second += within.squared;
            fit.add_deviation(sample, *i, sample.weight[*i] / size, &mut deviation);
            self.own[*i] = known.then_some(at);
            let borne = &mut self.borne[sample.unit[*i] as usize];
            match borne.last_mut().filter(|(effect, _)| *effect == at) {
                Some((_, sum)) => *sum += sample.weight[*i],
                None => borne.push((at, sample.weight[*i])),
            }
        }
        self.lambda.push(fit.through(&deviation));
        self.inverse.push(1.0 / size);
        self.centre.push((if second > 0.0 { first / second } else { 0.0 }, second));
        self.effects.push(CohortPeriod {
            group,
            start: timing.groups[group].start.unwrap_or(timing.periods[period]),
            period: timing.periods[period],
            estimate: known.then_some(mean),
            reference: false,
            size,
            units: (rows.len() as u64, 0),
            records: rows.len() as u64,
        });
    }

    /// What the effects take from a unit's mean: Σ v of its treated over its untreated weight, less r̄'λ.
    fn of_unit(&self, unit: usize) -> Vec<f64> {
        let mean = self.fit.mean(unit);
        let mut out: Vec<f64> = self.lambda.par_iter().with_min_len(64).map(|lambda| -mean.iter().zip(lambda).map(|(r, b)| r * b).sum::<f64>()).collect();
        for (effect, sum) in &self.borne[unit] {
            out[*effect as usize] += sum * self.inverse[*effect as usize] / self.fit.unit_weight[unit];
        }
        out
    }
}

impl CellInfluence for Imputed<'_> {
    fn fill(&self, observations: Range<usize>, block: &mut Block) {
        let sample = self.sample;
        let mut of_unit: (usize, Vec<f64>) = (usize::MAX, Vec::new());
        for (j, i) in observations.enumerate() {
            let w = sample.weight[i];
            if sample.affected[i] {
                let Some(effect) = self.own[i].map(|effect| effect as usize) else { continue };
                let (centre, squares) = self.centre[effect];
                // The mean of the others is further away by this factor.
                let further = if self.leave_out && squares > w * w { squares / (squares - w * w) } else { 1.0 };
                let v = self.inverse[effect] * further;
                block.level[[effect, j]] = w * v * (self.fit.residual(sample, i) - centre);
                if let Some(slope) = &mut block.slope {
                    slope[[effect, j]] = v;
                }
                continue;
            }
            let unit = sample.unit[i] as usize;
            if of_unit.0 != unit {
                of_unit = (unit, self.of_unit(unit));
            }
            let residual = self.fit.residual(sample, i);
            for (effect, lambda) in self.lambda.iter().enumerate().filter(|(effect, _)| self.effects[*effect].estimate.is_some()) {
                let v = -(of_unit.1[effect] + self.fit.dot(sample, i, lambda));
                block.level[[effect, j]] = w * v * residual;
                if let Some(slope) = &mut block.slope {
                    slope[[effect, j]] = v;
                }
            }
        }
    }
}
