//! Uncertainty by repeating the estimate: the comparison units as if treated (placebo), every unit left out once (jackknife), units drawn with
//! replacement (bootstrap). Formulas and conventions are those of R's synthdid.

use super::Resampling;
use super::comparison::{Choice, Comparison, Fits, Near};
use super::fit::{Path, Weights};
use crate::inference::random::Stream;
use ndarray::Array2;
use rayon::prelude::*;

/// One placebo: what the comparison units show when treated in name only.
pub(super) struct Placebo {
    /// The unit, where all were taken in turn.
    pub unit: Option<usize>,
    /// The overall effect.
    pub estimate: Option<f64>,
    /// Root mean square of the effect before and after the start.
    pub misfit: Option<(f64, f64)>,
}

/// Repeated estimates.
pub(super) struct Repeated {
    /// Deviations (repetitions × rows), scaled so that their cross-product is the covariance; zero where a repetition lacks a row.
    pub deviations: Array2<f64>,
    /// Rows that some repetitions have.
    pub defined: Vec<bool>,
    /// Repetitions.
    pub count: usize,
    /// Placebos, where these were made.
    pub placebos: Vec<Placebo>,
    /// Whether the placebos are all there are.
    pub exact: bool,
}

/// Repeats the estimate; none where the design does not allow it.
pub(super) fn repeat(comparison: &Comparison, fits: &Fits, how: Resampling, draws: u32, seed: u64) -> Option<Repeated> {
    match how {
        Resampling::Placebo => placebo(comparison, fits, draws, seed),
        Resampling::Jackknife => jackknife(comparison, fits),
        Resampling::Bootstrap => bootstrap(comparison, fits, draws, seed),
    }
}

/// One estimate by row and repetition, and what becomes of them: Σ deviations² × (1/R), or × (n − 1)/n for the jackknife.
fn gathered(values: &[Vec<Option<f64>>], jackknife: bool) -> Repeated {
    let (count, rows) = (values.len(), values.first().map_or(0, Vec::len));
    let mut deviations = Array2::zeros((count, rows));
    let mut defined = vec![false; rows];
    for row in 0..rows {
        let known: Vec<(usize, f64)> = values.iter().enumerate().filter_map(|(at, values)| values[row].map(|value| (at, value))).collect();
        let n = known.len() as f64;
        if known.len() < 2 {
            continue;
        }
        defined[row] = true;
        // About the first value, so that equal values have no variance at all.
        let first = known[0].1;
        let mean = known.iter().map(|(_, value)| value - first).sum::<f64>() / n;
        let scale = if jackknife { ((n - 1.0) / n).sqrt() } else { (1.0 / n).sqrt() };
        for (at, value) in known {
            deviations[[at, row]] = (value - first - mean) * scale;
        }
    }
    Repeated { deviations, defined, count, placebos: Vec::new(), exact: false }
}

/// Comparison units stand in for the treated: each in turn where one unit is treated and there are few enough, else drawn at random.
fn placebo(comparison: &Comparison, fits: &Fits, draws: u32, seed: u64) -> Option<Repeated> {
    let donors = comparison.panel.donors;
    let sizes: Vec<usize> = comparison.panel.waves.iter().map(|wave| wave.units.len()).collect();
    let treated: usize = sizes.iter().sum();
    if donors <= treated {
        return None;
    }
    let exact = treated == 1 && donors <= draws as usize;
    let one = |choice: &Choice, near: Option<&Near>, unit: Option<usize>| {
        let found = comparison.fit(choice, near);
        let values = comparison.values(choice, &found.paths);
        let estimate = values.first().copied().flatten();
        (values, Placebo { unit, estimate, misfit: comparison.misfit(&found.paths) })
    };
    let (values, placebos): (Vec<_>, Vec<_>) = if exact {
        let in_turn = (0..donors).into_par_iter().map(|unit| {
            let controls = (0..donors).filter(|other| *other != unit).collect();
            one(&Choice { controls, treated: sizes.iter().map(|size| vec![unit; *size]).collect() }, None, Some(unit))
        });
        in_turn.collect::<Vec<_>>().into_iter().unzip()
    } else {
        let drawn = (0..u64::from(draws)).into_par_iter().map(|draw| {
            let mut order: Vec<usize> = (0..donors).collect();
            Stream::new(seed, "placebo", draw).shuffle(&mut order);
            let mut chosen = order.split_off(donors - treated).into_iter();
            order.sort_unstable();
            let treated = sizes.iter().map(|size| chosen.by_ref().take(*size).collect()).collect();
            let near = Near { fits, positions: &order };
            one(&Choice { controls: order.clone(), treated }, Some(&near), None)
        });
        drawn.collect::<Vec<_>>().into_iter().unzip()
    };
    let mut out = gathered(&values, false);
    (out.placebos, out.exact) = (placebos, exact);
    Some(out)
}

/// Every unit left out once, weights as they are. Not defined where a cohort has one unit, or one comparison unit has all the weight.
fn jackknife(comparison: &Comparison, fits: &Fits) -> Option<Repeated> {
    let panel = comparison.panel;
    let alone = |weights: &Option<Weights>| weights.as_ref().is_some_and(|weights| weights.omega.iter().filter(|weight| **weight != 0.0).count() == 1);
    if panel.waves.iter().any(|wave| wave.units.len() < 2) || panel.donors < 2 || fits.weights.iter().any(alone) {
        return None;
    }
    let all = comparison.observed();
    let values: Vec<Vec<Option<f64>>> = (0..panel.labels.len())
        .into_par_iter()
        .map(|unit| {
            let mut choice = all.clone();
            choice.controls.retain(|other| *other != unit);
            choice.treated.iter_mut().for_each(|units| units.retain(|other| *other != unit));
            let paths: Vec<_> = (0..panel.waves.len())
                .map(|wave| {
                    let (path, weights) = (fits.paths[wave].as_ref()?, fits.weights[wave].as_ref()?);
                    let treated = if choice.treated[wave].len() == all.treated[wave].len() { path.treated.clone() } else { panel.mean(&choice.treated[wave]) };
                    let synthetic = without(comparison, &choice, weights, &path.synthetic, unit);
                    Some(Path::new(treated, synthetic, &weights.lambda))
                })
                .collect();
            comparison.values(&choice, &paths)
        })
        .collect();
    Some(gathered(&values, true))
}

/// The synthetic path without one unit, the other weights scaled up to one.
fn without(comparison: &Comparison, choice: &Choice, weights: &Weights, synthetic: &[f64], unit: usize) -> Vec<f64> {
    let Some(own) = weights.omega.get(unit).copied().filter(|own| *own != 0.0) else { return synthetic.to_vec() };
    let rest: f64 = weights.omega.iter().enumerate().filter(|(at, _)| *at != unit).map(|(_, weight)| weight).sum();
    if rest <= 0.0 {
        return comparison.panel.mean(&choice.controls);
    }
    synthetic.iter().zip(comparison.panel.unit(unit)).map(|(sum, y)| (sum - own * y) / rest).collect()
}

/// Units drawn with replacement; samples without treated or without comparison units are drawn again.
fn bootstrap(comparison: &Comparison, fits: &Fits, draws: u32, seed: u64) -> Option<Repeated> {
    let panel = comparison.panel;
    let units = panel.labels.len();
    if units - panel.donors < 2 || panel.donors < 2 {
        return None;
    }
    let values: Vec<Vec<Option<f64>>> = (0..u64::from(draws))
        .into_par_iter()
        .map(|draw| {
            let mut stream = Stream::new(seed, "units", draw);
            let sample = loop {
                let mut sample: Vec<usize> = (0..units).map(|_| stream.below(units)).collect();
                sample.sort_unstable();
                if sample.first().is_some_and(|unit| *unit < panel.donors) && sample.last().is_some_and(|unit| *unit >= panel.donors) {
                    break sample;
                }
            };
            let (controls, rest) = sample.split_at(sample.partition_point(|unit| *unit < panel.donors));
            let treated = panel.waves.iter().map(|wave| rest.iter().copied().filter(|unit| wave.units.contains(unit)).collect()).collect();
            let choice = Choice { controls: controls.to_vec(), treated };
            let found = comparison.fit(&choice, Some(&Near { fits, positions: controls }));
            comparison.values(&choice, &found.paths)
        })
        .collect();
    Some(gathered(&values, false))
}
