//! Means of τ̂ = y − ŷ(0) by cohort and period, and what each observation adds to them.
//!
//! A mean Σ v τ̂ is linear in the outcomes, with weights −w (1/W[u] Σ_u v + (r − r̄[u])'λ) on the untreated, λ the solution of the untreated system for
//! the weights v. The influence of a unit is Σ v ε̃ with residuals of the untreated and deviations of τ̂ from a centre by cohort and period of those
//! that are averaged. The centre is the mean itself (Gardner 2022: the two steps as one system of moments), or the mean under squared weights, with or
//! without the observation's own (Borusyak, Jaravel and Spiess 2024, section 4.3 and appendix A.9).

use super::{Sample, Untreated};
use crate::estimate::{Block, CellInfluence, CohortPeriod};
use crate::methods::timing::Timing;
use std::ops::Range;

/// What deviations of τ̂ are measured from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::methods) enum Centre {
    /// The mean of the cohort and period.
    Mean,
    /// The mean under squared weights: conservative where effects differ.
    Conservative,
    /// The same without the observation itself.
    LeaveOneOut,
}

/// All imputed effects.
pub(in crate::methods) struct Imputed<'a> {
    /// The effects, cohort by cohort.
    pub effects: Vec<CohortPeriod>,
    sample: &'a Sample<'a>,
    fit: &'a Untreated,
    /// λ by effect.
    lambda: Vec<Vec<f64>>,
    /// One over the weight of the treated, by effect.
    inverse: Vec<f64>,
    /// What deviations are measured from, and the sum of squared weights, by effect.
    centre: Vec<(f64, f64)>,
    /// Weights of a unit in effects: (effect, Σw) by unit.
    borne: Vec<Vec<(u32, f64)>>,
    /// Effect that an observation is averaged in.
    own: Vec<Option<u32>>,
    from: Centre,
}

impl<'a> Imputed<'a> {
    /// Imputes every cohort in every period in which it is affected. With `reference`, an event time, also means of the residuals before the start; that
    /// event time is zero by definition.
    pub(in crate::methods) fn of(timing: &Timing, sample: &'a Sample, fit: &'a Untreated, from: Centre, reference: Option<i64>) -> Self {
        let periods = timing.periods.len();
        let averaged = |i: usize| {
            let group = timing.groups[sample.group[i] as usize];
            if sample.affected[i] { group.estimated } else { reference.is_some() && group.start.is_some() }
        };
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); timing.groups.len() * periods];
        (0..sample.rows.len()).filter(|i| averaged(*i)).for_each(|i| members[sample.group[i] as usize * periods + sample.period[i] as usize].push(i));
        let mut out = Self {
            effects: Vec::new(),
            sample,
            fit,
            lambda: Vec::new(),
            inverse: Vec::new(),
            centre: Vec::new(),
            borne: vec![Vec::new(); fit.unit_weight.len()],
            own: vec![None; sample.rows.len()],
            from,
        };
        for (key, rows) in members.iter().enumerate().filter(|(_, rows)| !rows.is_empty()) {
            out.push(timing, key / periods, key % periods, rows, reference);
        }
        out
    }

    fn push(&mut self, timing: &Timing, group: usize, period: usize, rows: &[usize], reference: Option<i64>) {
        let (sample, fit) = (self.sample, self.fit);
        let at = self.effects.len() as u32;
        let size: f64 = rows.iter().map(|i| sample.weight[*i]).sum();
        let known = size > 0.0 && rows.iter().all(|i| fit.says(sample, *i));
        let mut effect = CohortPeriod {
            group,
            start: timing.groups[group].start.unwrap_or(timing.periods[period]),
            period: timing.periods[period],
            estimate: None,
            reference: false,
            size,
            // Rows of a unit stand together.
            units: (rows.chunk_by(|a, b| sample.unit[*a] == sample.unit[*b]).map(|same| sample.units(same[0])).sum(), 0),
            records: rows.iter().map(|i| sample.records[*i]).sum(),
        };
        effect.reference = reference == Some(effect.event_time());
        let moves = known && !effect.reference;
        let (mut mean, mut first, mut second) = (0.0, 0.0, 0.0);
        let mut deviation = vec![0.0; fit.columns];
        for i in rows.iter().filter(|_| moves) {
            let (tau, within) = (fit.residual(sample, *i), sample.within[*i]);
            mean += within.weight * tau / size;
            first += within.squared * tau + within.first;
            second += within.squared;
            fit.add_deviation(sample, *i, sample.weight[*i] / size, &mut deviation);
            self.own[*i] = Some(at);
            let borne = &mut self.borne[sample.unit[*i] as usize];
            match borne.last_mut().filter(|(effect, _)| *effect == at) {
                Some((_, sum)) => *sum += sample.weight[*i],
                None => borne.push((at, sample.weight[*i])),
            }
        }
        let centre = match self.from {
            Centre::Mean => mean,
            _ if second > 0.0 => first / second,
            _ => 0.0,
        };
        effect.estimate = known.then_some(mean);
        self.lambda.push(fit.through(&deviation));
        self.inverse.push(1.0 / size);
        self.centre.push((centre, second));
        self.effects.push(effect);
    }

    /// Position of the effect that each observation is averaged in; beyond all effects where it is in none.
    pub(in crate::methods) fn places(&self) -> Vec<u32> {
        self.own.iter().map(|own| own.unwrap_or(u32::MAX)).collect()
    }

    /// What the effects take from a unit's mean: Σ v of its treated over its untreated weight, less r̄'λ.
    fn of_unit(&self, unit: usize, out: &mut Vec<f64>) {
        let mean = self.fit.mean(unit);
        out.clear();
        out.extend(self.lambda.iter().map(|lambda| -mean.iter().zip(lambda).map(|(r, b)| r * b).sum::<f64>()));
        for (effect, sum) in &self.borne[unit] {
            out[*effect as usize] += sum * self.inverse[*effect as usize] / self.fit.unit_weight[unit];
        }
    }
}

impl CellInfluence for Imputed<'_> {
    fn fill(&self, observations: Range<usize>, block: &mut Block) {
        let sample = self.sample;
        let moving: Vec<bool> = self.effects.iter().map(|effect| effect.estimate.is_some() && !effect.reference).collect();
        let mut of_unit: (usize, Vec<f64>) = (usize::MAX, Vec::new());
        for (j, i) in observations.enumerate() {
            let w = sample.weight[i];
            let residual = self.fit.residual(sample, i);
            if !sample.affected[i] {
                let unit = sample.unit[i] as usize;
                if of_unit.0 != unit {
                    of_unit.0 = unit;
                    self.of_unit(unit, &mut of_unit.1);
                }
                for (effect, lambda) in self.lambda.iter().enumerate().filter(|(effect, _)| moving[*effect]) {
                    let v = -(of_unit.1[effect] + self.fit.dot(sample, i, lambda));
                    block.level[[effect, j]] = w * v * residual;
                    if let Some(slope) = &mut block.slope {
                        slope[[effect, j]] = v;
                    }
                }
            }
            if let Some(effect) = self.own[i].map(|effect| effect as usize) {
                let (centre, squares) = self.centre[effect];
                // The mean of the others is further away by this factor.
                let further = if self.from == Centre::LeaveOneOut && squares > w * w { squares / (squares - w * w) } else { 1.0 };
                let v = self.inverse[effect] * further;
                block.level[[effect, j]] += w * v * (residual - centre);
                if let Some(slope) = &mut block.slope {
                    slope[[effect, j]] += v;
                }
            }
        }
    }
}
