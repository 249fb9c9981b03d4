//! Cohort-period effects of repeated cross-sections, and of panels with gaps (Sant'Anna and Zhao 2020, section 3.2).
//!
//! Four roles: treated and comparison, in the period (1) and in its base (0). With m and q the least squares of the outcome on x among the comparison
//! records and the treated of each time, the locally efficient doubly robust effect is that of `DRDID::drdid_rc`. Its influence function has the
//! estimation of m in the base period with the sign that DRDID 1.2.3 gives it: where the propensity or m is right, the term vanishes either way.
//! The influence of a record is linear in its outcome, so that cells with their moments say what their records would.

use super::sample::Sample;
use super::{Fit, Outcome, Problem, TOO_SURE, odds};
use crate::design::Adjustment;
use crate::estimate::{Block, CellInfluence};
use crate::linalg::{Cholesky, Logit, add_outer, add_scaled, dot, logistic, logit};
use crate::methods::timing::{Comparison, Timing};
use rayon::prelude::*;
use std::ops::Range;

/// One side of a comparison at one time.
#[derive(Default, Clone)]
struct Side {
    /// Least squares of the outcome on x; empty where there is none.
    beta: Vec<f64>,
    /// Mean of the residual under the weights of the side.
    mean: f64,
    /// One over their sum.
    inverse: f64,
    /// What the estimation of beta adds, against the residual.
    ols: Vec<f64>,
}

/// One effect. Sides by time: base, period.
struct Effect {
    cell: usize,
    comparison: Comparison,
    scores: Option<Vec<f64>>,
    treated: [Side; 2],
    control: [Side; 2],
    /// One over the weight of all treated records.
    all: f64,
    /// Means of q − m over all treated and over those of each time.
    gap: [f64; 2],
    gap_own: [f64; 2],
    tilt: Vec<f64>,
    adjust: Adjustment,
}

/// All effects of repeated cross-sections.
pub(in crate::methods) struct Sections<'a> {
    sample: &'a Sample<'a>,
    effects: Vec<Effect>,
}

/// Fits every comparison of the design; one outcome a comparison.
pub(super) fn fit<'a>(sample: &'a Sample, timing: &Timing, adjust: Adjustment) -> (Sections<'a>, Vec<Fit>) {
    let fitted: Vec<(Fit, Option<Effect>)> =
        timing.comparisons.par_iter().enumerate().map(|(cell, comparison)| one(sample, cell, comparison, adjust)).collect();
    let (fits, effects): (Vec<Fit>, Vec<Option<Effect>>) = fitted.into_iter().unzip();
    (Sections { sample, effects: effects.into_iter().flatten().collect() }, fits)
}

/// An observation's role: treated or not, and time (0 base, 1 period).
fn role(sample: &Sample, comparison: &Comparison, i: usize) -> Option<(bool, usize)> {
    let (group, period) = (sample.group[i] as usize, sample.period[i] as usize);
    let time = usize::from(period == comparison.period);
    if time == 0 && period != comparison.base {
        return None;
    }
    if group == comparison.group { Some((true, time)) } else { comparison.controls[group].then_some((false, time)) }
}

fn one(sample: &Sample, cell: usize, comparison: &Comparison, adjust: Adjustment) -> (Fit, Option<Effect>) {
    let rows: Vec<(usize, bool, usize)> = (0..sample.len()).filter_map(|i| role(sample, comparison, i).map(|(treated, time)| (i, treated, time))).collect();
    let count = |wanted: bool| rows.iter().filter(|(_, treated, time)| *treated == wanted && *time == 1).map(|(i, ..)| sample.records[*i]).sum();
    let fit = |outcome| Fit { outcome, units: (count(true), count(false)), records: rows.iter().map(|(i, ..)| sample.records[*i]).sum() };
    if comparison.is_reference() {
        return (fit(Outcome::Reference), None);
    }
    match estimate(sample, cell, comparison, adjust, &rows) {
        Ok((estimate, effect)) => (fit(Outcome::Estimate(estimate)), Some(effect)),
        Err(problem) => (fit(Outcome::Undefined(problem)), None),
    }
}

/// Sums of a side that do not need the propensity.
struct Sums {
    weight: f64,
    x: Vec<f64>,
    gram: Vec<f64>,
    cross: Vec<f64>,
}

impl Sums {
    fn of(sample: &Sample, rows: &[(usize, bool, usize)], treated: bool, time: usize) -> Self {
        let k = sample.columns;
        let mut out = Self { weight: 0.0, x: vec![0.0; k], gram: vec![0.0; k * k], cross: vec![0.0; k] };
        for (i, ..) in rows.iter().filter(|row| row.1 == treated && row.2 == time) {
            let (x, w) = (sample.x(*i, 0), sample.weight[*i]);
            out.weight += w;
            add_scaled(&mut out.x, x, w);
            add_outer(&mut out.gram, x, w);
            add_scaled(&mut out.cross, x, w * sample.outcome[*i]);
        }
        out
    }
}

fn estimate(sample: &Sample, cell: usize, comparison: &Comparison, adjust: Adjustment, rows: &[(usize, bool, usize)]) -> Result<(f64, Effect), Problem> {
    let k = sample.columns;
    let of = |treated| [Sums::of(sample, rows, treated, 0), Sums::of(sample, rows, treated, 1)];
    let (treated, control) = (of(true), of(false));
    if treated.iter().chain(&control).any(|sums| sums.weight <= 0.0) {
        return Err(Problem::Empty);
    }
    let factored = |sums: &[Sums; 2]| -> Result<[Cholesky; 2], Problem> {
        let one = |at: usize| Cholesky::new(&sums[at].gram, k).ok_or(Problem::Singular);
        Ok([one(0)?, one(1)?])
    };
    let regress = adjust != Adjustment::InverseProbability;
    let grams = regress.then(|| factored(&control)).transpose()?;
    // The efficient estimator models the treated, too.
    let own_grams = (adjust == Adjustment::DoublyRobust).then(|| factored(&treated)).transpose()?;
    let scores = if adjust == Adjustment::Regression { None } else { Some(propensity(sample, rows, k)?) };
    let all = treated[0].weight + treated[1].weight;
    let mut out = Effect {
        cell,
        comparison: comparison.clone(),
        scores: scores.as_ref().map(|logit| logit.coefficients.clone()),
        treated: Default::default(),
        control: Default::default(),
        all: 1.0 / all,
        gap: [0.0; 2],
        gap_own: [0.0; 2],
        tilt: vec![0.0; k],
        adjust,
    };
    for time in 0..2 {
        out.control[time].beta = grams.as_ref().map_or_else(|| vec![0.0; k], |grams| grams[time].solve(&control[time].cross));
        out.treated[time].beta = own_grams.as_ref().map_or_else(|| vec![0.0; k], |grams| grams[time].solve(&treated[time].cross));
        out.treated[time].inverse = 1.0 / treated[time].weight;
    }
    let effect = match (&grams, &scores) {
        (Some(grams), None) => {
            regression(&mut out, &treated, grams);
            out.treated[1].mean - out.treated[0].mean - out.gap[1]
        }
        (_, scores) => {
            weighted(&mut out, sample, rows, scores.as_ref(), &treated);
            let side = |sides: &[Side; 2]| sides[1].mean - sides[0].mean;
            let plain = side(&out.treated) - side(&out.control);
            match (&grams, &own_grams) {
                (Some(grams), Some(own)) => {
                    efficient(&mut out, sample, rows, &treated, grams, own);
                    plain + (out.gap[1] - out.gap_own[1]) - (out.gap[0] - out.gap_own[0])
                }
                _ => plain,
            }
        }
    };
    Ok((effect, out))
}

fn propensity(sample: &Sample, rows: &[(usize, bool, usize)], k: usize) -> Result<Logit, Problem> {
    let fit = logit(k, rows.len(), |m| (sample.x(rows[m].0, 0), rows[m].1, sample.weight[rows[m].0])).ok_or(Problem::Overlap)?;
    let sure = rows.iter().any(|(i, ..)| logistic(dot(sample.x(*i, 0), &fit.coefficients)) >= TOO_SURE);
    if sure { Err(Problem::Overlap) } else { Ok(fit) }
}

/// Outcome regression: means of the treated against what the comparison predicts for all treated.
fn regression(out: &mut Effect, treated: &[Sums; 2], grams: &[Cholesky; 2]) {
    let mut x = treated[0].x.clone();
    add_scaled(&mut x, &treated[1].x, 1.0);
    for x in &mut x {
        *x *= out.all;
    }
    out.gap[1] = dot(&x, &out.control[1].beta) - dot(&x, &out.control[0].beta);
    for time in 0..2 {
        // The constant comes first among the columns.
        out.treated[time].mean = treated[time].cross[0] / treated[time].weight;
        out.control[time].ols = grams[time].solve(&x);
    }
}

/// Means of residuals under w and w ω, and what the estimation of the propensity adds.
fn weighted(out: &mut Effect, sample: &Sample, rows: &[(usize, bool, usize)], scores: Option<&Logit>, treated: &[Sums; 2]) {
    let k = sample.columns;
    let mut total = [0.0; 2];
    let mut sum = [[0.0; 2]; 2];
    let mut x_weighted = [vec![0.0; k], vec![0.0; k]];
    let mut moment = [vec![0.0; k], vec![0.0; k]];
    for (i, is_treated, time) in rows {
        let (x, w) = (sample.x(*i, 0), sample.weight[*i]);
        let r = sample.outcome[*i] - dot(x, &out.control[*time].beta);
        if *is_treated {
            sum[1][*time] += w * r;
        } else {
            let own = w * out.odds(x);
            total[*time] += own;
            sum[0][*time] += own * r;
            add_scaled(&mut x_weighted[*time], x, own);
            add_scaled(&mut moment[*time], x, own * r);
        }
    }
    let mut gradient = vec![0.0; k];
    for time in 0..2 {
        out.treated[time].mean = sum[1][time] / treated[time].weight;
        out.control[time].mean = sum[0][time] / total[time];
        out.control[time].inverse = 1.0 / total[time];
        let sign = if time == 1 { 1.0 } else { -1.0 };
        add_scaled(&mut moment[time], &x_weighted[time], -out.control[time].mean);
        add_scaled(&mut gradient, &moment[time], sign / total[time]);
        // Kept for the estimation of m.
        out.control[time].ols = x_weighted[time].iter().map(|x| x / total[time]).collect();
    }
    if let Some(logit) = scores {
        out.tilt = logit.information.solve(&gradient);
    }
}

/// The terms of the efficient estimator, and what the estimation of m and q adds.
fn efficient(out: &mut Effect, sample: &Sample, rows: &[(usize, bool, usize)], treated: &[Sums; 2], grams: &[Cholesky; 2], own: &[Cholesky; 2]) {
    let k = sample.columns;
    for time in 0..2 {
        let (mut everyone, mut here) = (0.0, 0.0);
        for (i, _, at) in rows.iter().filter(|row| row.1) {
            let gap = sample.weight[*i] * out.gap_at(sample.x(*i, 0), time);
            everyone += gap;
            if *at == time {
                here += gap;
            }
        }
        out.gap[time] = everyone * out.all;
        out.gap_own[time] = here * out.treated[time].inverse;
        let mut contrast = vec![0.0; k];
        add_scaled(&mut contrast, &treated[0].x, out.all);
        add_scaled(&mut contrast, &treated[1].x, out.all);
        add_scaled(&mut contrast, &treated[time].x, -out.treated[time].inverse);
        let mut target = out.control[time].ols.clone();
        add_scaled(&mut target, &treated[time].x, -out.treated[time].inverse);
        add_scaled(&mut target, &contrast, if time == 1 { -1.0 } else { 1.0 });
        out.control[time].ols = grams[time].solve(&target);
        out.treated[time].ols = own[time].solve(&contrast);
    }
}

impl Effect {
    fn odds(&self, x: &[f64]) -> f64 {
        self.scores.as_ref().map_or(1.0, |scores| odds(logistic(dot(x, scores))))
    }

    /// q(x) − m(x).
    fn gap_at(&self, x: &[f64], time: usize) -> f64 {
        dot(x, &self.treated[time].beta) - dot(x, &self.control[time].beta)
    }

    /// Influence per unit of weight of an outcome, and its slope in the outcome.
    fn influence(&self, x: &[f64], y: f64, treated: bool, time: usize) -> (f64, f64) {
        let sign = if time == 1 { 1.0 } else { -1.0 };
        let predicted = dot(x, &self.control[time].beta);
        match (self.adjust, treated) {
            (Adjustment::Regression, true) => {
                let side = &self.treated[time];
                let gap = dot(x, &self.control[1].beta) - dot(x, &self.control[0].beta);
                (sign * (y - side.mean) * side.inverse - (gap - self.gap[1]) * self.all, sign * side.inverse)
            }
            (Adjustment::Regression, false) => {
                let slope = -sign * dot(x, &self.control[time].ols);
                (slope * (y - predicted), slope)
            }
            (_, true) => {
                let side = &self.treated[time];
                let p = self.scores.as_ref().map_or(0.0, |scores| logistic(dot(x, scores)));
                let mut level = sign * (y - predicted - side.mean) * side.inverse - (1.0 - p) * dot(x, &self.tilt);
                let mut slope = sign * side.inverse;
                if self.adjust == Adjustment::DoublyRobust {
                    let own = self.gap_at(x, time);
                    level += (self.gap_at(x, 1) - self.gap[1] - self.gap_at(x, 0) + self.gap[0]) * self.all;
                    level -= sign * (own - self.gap_own[time]) * side.inverse;
                    let more = sign * dot(x, &side.ols);
                    level += more * (y - dot(x, &side.beta));
                    slope += more;
                }
                (level, slope)
            }
            (_, false) => {
                let side = &self.control[time];
                let p = self.scores.as_ref().map_or(0.0, |scores| logistic(dot(x, scores)));
                let weight = self.odds(x) * side.inverse;
                let mut level = p * dot(x, &self.tilt) - sign * weight * (y - predicted - side.mean);
                let mut slope = -sign * weight;
                if self.adjust == Adjustment::DoublyRobust {
                    let more = dot(x, &side.ols);
                    level += more * (y - predicted);
                    slope += more;
                }
                (level, slope)
            }
        }
    }
}

impl CellInfluence for Sections<'_> {
    fn fill(&self, observations: Range<usize>, block: &mut Block) {
        let sample = self.sample;
        for effect in &self.effects {
            for (j, i) in observations.clone().enumerate() {
                let Some((treated, time)) = role(sample, &effect.comparison, i) else { continue };
                let (level, slope) = effect.influence(sample.x(i, 0), sample.outcome[i], treated, time);
                block.level[[effect.cell, j]] = sample.weight[i] * level;
                if let Some(slopes) = &mut block.slope {
                    slopes[[effect.cell, j]] = slope;
                }
            }
        }
    }
}
