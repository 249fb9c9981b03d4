//! Cohort-period effects of a balanced panel: changes of the treated against changes of the comparison (Sant'Anna and Zhao 2020, section 3.1).
//!
//! For a comparison with changes Δ, weights w, covariates x, propensity p and odds ω = p/(1 − p), with β the least squares of Δ on x among the
//! comparison units and r = Δ − x'β: ATT = `Σ_T w r / A − Σ_C w ω r / B`, `A = Σ_T w`, `B = Σ_C w ω`. Regression leaves out the second sum, inverse
//! probability weighting β. The influence of a unit is w ((r − η)/A − (1 − p) x'h) where treated, w (p x'h − ω (r − η')/B − r x'b) where not, with
//! `h = (Σ w p (1 − p) x x')⁻¹ Σ_C w ω (r − η') x / B` and `b = (Σ_C w x x')⁻¹ (Σ_T w x / A − Σ_C w ω x / B)`.
//! What does not depend on the outcome, the propensity above all, is fitted once for all periods that share it.

use super::sample::Sample;
use super::{Fit, Outcome, Problem, TOO_SURE, odds};
use crate::design::Adjustment;
use crate::estimate::{Block, CellInfluence};
use crate::linalg::{Cholesky, Logit, add_outer, add_scaled, dot, logistic, logit};
use crate::methods::timing::{Comparison, Timing};
use rayon::prelude::*;
use std::ops::Range;

/// Comparisons that share treated, comparison units and covariates.
struct Shared {
    group: usize,
    controls: Vec<bool>,
    /// Period of covariates and weights.
    at: usize,
    scores: Option<Vec<f64>>,
    effects: Vec<Effect>,
}

/// One effect.
struct Effect {
    cell: usize,
    period: usize,
    base: usize,
    beta: Vec<f64>,
    treated: (f64, f64),
    control: (f64, f64),
    ols: Vec<f64>,
    tilt: Vec<f64>,
}

/// All effects of a panel.
pub(in crate::methods) struct Panel<'a> {
    sample: &'a Sample<'a>,
    shared: Vec<Shared>,
}

/// Fits every comparison of the design; one outcome a comparison.
pub(super) fn fit<'a>(sample: &'a Sample, timing: &Timing, adjust: Adjustment) -> (Panel<'a>, Vec<Fit>) {
    let time = |one: &Comparison| if sample.covariates_vary || sample.weights_vary { one.period.min(one.base) } else { 0 };
    let mut keys: Vec<(usize, &[bool], usize, Vec<usize>)> = Vec::new();
    for (cell, one) in timing.comparisons.iter().enumerate() {
        let at = time(one);
        match keys.iter_mut().find(|(group, controls, period, _)| *group == one.group && *controls == one.controls.as_slice() && *period == at) {
            Some((.., cells)) => cells.push(cell),
            None => keys.push((one.group, &one.controls, at, vec![cell])),
        }
    }
    let fitted: Vec<(Shared, Vec<(usize, Fit)>)> =
        keys.par_iter().map(|(group, controls, at, cells)| shared(sample, timing, adjust, *group, controls, *at, cells)).collect();
    let mut fits: Vec<Option<Fit>> = timing.comparisons.iter().map(|_| None).collect();
    let mut all = Vec::with_capacity(fitted.len());
    for (shared, own) in fitted {
        for (cell, fit) in own {
            fits[cell] = Some(fit);
        }
        all.push(shared);
    }
    (Panel { sample, shared: all }, fits.into_iter().flatten().collect())
}

fn shared(sample: &Sample, timing: &Timing, adjust: Adjustment, group: usize, controls: &[bool], at: usize, cells: &[usize]) -> (Shared, Vec<(usize, Fit)>) {
    let mut out = Shared { group, controls: controls.to_vec(), at, scores: None, effects: Vec::new() };
    let units: Vec<(u32, bool)> = (0..sample.len())
        .filter_map(|i| {
            let own = sample.group[i] as usize;
            if own == group { Some((i as u32, true)) } else { controls[own].then_some((i as u32, false)) }
        })
        .collect();
    let treated = units.iter().filter(|(_, treated)| *treated).count() as u64;
    let counts = (treated, units.len() as u64 - treated);
    let base = Base::of(sample, adjust, &units, at);
    let wanted: Vec<(usize, &Comparison)> = cells.iter().map(|cell| (*cell, &timing.comparisons[*cell])).filter(|(_, one)| !one.is_reference()).collect();
    let mut found = base.as_ref().map(|base| effects(sample, base, &units, at, &wanted).into_iter()).map_err(|problem| *problem);
    let mut fits = Vec::new();
    for cell in cells {
        let one = &timing.comparisons[*cell];
        let rows = counts.0 + counts.1;
        let records = if one.is_reference() { rows } else { 2 * rows };
        let outcome = match &mut found {
            _ if one.is_reference() => Outcome::Reference,
            Err(problem) => Outcome::Undefined(*problem),
            Ok(found) => match found.next() {
                Some((estimate, effect)) => {
                    out.effects.push(effect);
                    Outcome::Estimate(estimate)
                }
                None => Outcome::Undefined(Problem::Empty),
            },
        };
        fits.push((*cell, Fit { outcome, units: counts, records }));
    }
    out.scores = base.ok().and_then(|base| base.logit.map(|logit| logit.coefficients));
    (out, fits)
}

/// What comparisons share: nothing of it depends on the outcome.
struct Base {
    /// Weights w of the treated, w ω of the comparison units, one a unit in the list.
    weights: Vec<f64>,
    treated: f64,
    treated_x: Vec<f64>,
    control: f64,
    control_x: Vec<f64>,
    gram: Option<Cholesky>,
    logit: Option<Logit>,
}

impl Base {
    fn of(sample: &Sample, adjust: Adjustment, units: &[(u32, bool)], at: usize) -> Result<Self, Problem> {
        let k = sample.columns;
        let mut out = Self { weights: Vec::new(), treated: 0.0, treated_x: vec![0.0; k], control: 0.0, control_x: vec![0.0; k], gram: None, logit: None };
        if !units.iter().any(|(_, treated)| *treated) || units.iter().all(|(_, treated)| *treated) {
            return Err(Problem::Empty);
        }
        let mut gram = vec![0.0; k * k];
        for (i, treated) in units {
            let (x, w) = (sample.x(*i as usize, at), sample.weight_in(*i as usize, at));
            if *treated {
                out.treated += w;
                add_scaled(&mut out.treated_x, x, w);
            } else {
                add_outer(&mut gram, x, w);
            }
        }
        if adjust != Adjustment::InverseProbability {
            out.gram = Some(Cholesky::new(&gram, k).ok_or(Problem::Singular)?);
        }
        if adjust != Adjustment::Regression {
            let fit = logit(k, units.len(), |m| {
                let (i, treated) = (units[m].0 as usize, units[m].1);
                (sample.x(i, at), treated, sample.weight_in(i, at))
            })
            .ok_or(Problem::Overlap)?;
            for (i, treated) in units {
                let (x, w) = (sample.x(*i as usize, at), sample.weight_in(*i as usize, at));
                let p = logistic(dot(x, &fit.coefficients));
                if p >= TOO_SURE {
                    return Err(Problem::Overlap);
                }
                let own = if *treated { w } else { w * odds(p) };
                if !treated {
                    out.control += own;
                    add_scaled(&mut out.control_x, x, own);
                }
                out.weights.push(own);
            }
            if out.control <= 0.0 {
                return Err(Problem::Overlap);
            }
            out.logit = Some(fit);
        }
        Ok(out)
    }
}

fn change(sample: &Sample, unit: usize, period: usize, base: usize) -> f64 {
    sample.outcome[unit * sample.periods + period] - sample.outcome[unit * sample.periods + base]
}

/// The effects of comparisons that share everything but the periods: each pass over the units serves all of them.
fn effects(sample: &Sample, base: &Base, units: &[(u32, bool)], at: usize, wanted: &[(usize, &Comparison)]) -> Vec<(f64, Effect)> {
    let k = sample.columns;
    let delta = |i: usize, one: &Comparison| change(sample, i, one.period, one.base);
    let mut beta = vec![0.0; wanted.len() * k];
    if let Some(gram) = &base.gram {
        for i in units.iter().filter(|(_, treated)| !treated).map(|(i, _)| *i as usize) {
            let (x, w) = (sample.x(i, at), sample.weight_in(i, at));
            for ((_, one), cross) in wanted.iter().zip(beta.chunks_mut(k)) {
                add_scaled(cross, x, w * delta(i, one));
            }
        }
        beta = beta.chunks(k).flat_map(|cross| gram.solve(cross)).collect();
    }
    let (mut treated, mut control) = (vec![0.0; wanted.len()], vec![0.0; wanted.len()]);
    let mut moments = vec![0.0; wanted.len() * k];
    for (m, (i, is_treated)) in units.iter().enumerate() {
        let i = *i as usize;
        let (x, w) = (sample.x(i, at), sample.weight_in(i, at));
        if *is_treated {
            for (((_, one), beta), treated) in wanted.iter().zip(beta.chunks(k)).zip(&mut treated) {
                *treated += w * (delta(i, one) - dot(x, beta));
            }
        } else if base.logit.is_some() {
            for (e, ((_, one), beta)) in wanted.iter().zip(beta.chunks(k)).enumerate() {
                let weighted = base.weights[m] * (delta(i, one) - dot(x, beta));
                control[e] += weighted;
                add_scaled(&mut moments[e * k..(e + 1) * k], x, weighted);
            }
        }
    }
    let inverse = if base.control > 0.0 { 1.0 / base.control } else { 0.0 };
    let one = |(e, (cell, one)): (usize, &(usize, &Comparison))| {
        let (treated, control) = (treated[e] / base.treated, if base.control > 0.0 { control[e] / base.control } else { 0.0 });
        let mut moment = moments[e * k..(e + 1) * k].to_vec();
        add_scaled(&mut moment, &base.control_x, -control);
        let tilt = base.logit.as_ref().map_or_else(|| vec![0.0; k], |logit| scaled(&logit.information.solve(&moment), inverse));
        let ols = base.gram.as_ref().map_or_else(
            || vec![0.0; k],
            |gram| {
                let mut target = scaled(&base.treated_x, 1.0 / base.treated);
                add_scaled(&mut target, &base.control_x, -inverse);
                gram.solve(&target)
            },
        );
        let beta = beta[e * k..(e + 1) * k].to_vec();
        let effect =
            Effect { cell: *cell, period: one.period, base: one.base, beta, treated: (treated, 1.0 / base.treated), control: (control, inverse), ols, tilt };
        (treated - control, effect)
    };
    wanted.iter().enumerate().map(one).collect()
}

fn scaled(values: &[f64], by: f64) -> Vec<f64> {
    values.iter().map(|value| value * by).collect()
}

impl CellInfluence for Panel<'_> {
    fn fill(&self, observations: Range<usize>, block: &mut Block) {
        let sample = self.sample;
        for shared in &self.shared {
            for (j, i) in observations.clone().enumerate() {
                let group = sample.group[i] as usize;
                let treated = group == shared.group;
                if !treated && !shared.controls[group] {
                    continue;
                }
                let (x, w) = (sample.x(i, shared.at), sample.weight_in(i, shared.at));
                let p = shared.scores.as_ref().map(|scores| logistic(dot(x, scores)));
                for effect in &shared.effects {
                    let r = change(sample, i, effect.period, effect.base) - dot(x, &effect.beta);
                    let own = if treated {
                        (r - effect.treated.0) * effect.treated.1 - p.map_or(0.0, |p| (1.0 - p) * dot(x, &effect.tilt))
                    } else {
                        p.map_or(0.0, |p| p * dot(x, &effect.tilt) - odds(p) * (r - effect.control.0) * effect.control.1) - r * dot(x, &effect.ols)
                    };
                    block.level[[effect.cell, j]] = w * own;
                }
            }
        }
    }
}
