//! Effects of several regressions on the same clusters as one result: influence functions side by side give their joint covariance.

use super::DidSettings;
use crate::estimate::{Covariance, Effect, EffectKey, Estimate, Influence};
use crate::inference::distributions::{critical_value, p_two_sided};
use crate::panel::Cells;
use ndarray::Array2;
use std::collections::HashMap;

/// One effect with its influence by cluster, where that is defined.
pub(super) struct Piece {
    pub effect: Effect,
    influence: Option<Vec<f64>>,
}

/// The clusters that influence is summed by.
pub(super) struct Clusters {
    labels: Vec<String>,
    place: HashMap<String, usize>,
}

impl Clusters {
    /// Those of the settings; none where errors are not clustered one way.
    pub(super) fn of(cells: &Cells, settings: &DidSettings) -> Option<Self> {
        let clusters = settings.clusters();
        let [column] = clusters.as_slice() else { return None };
        let key = cells.key(column)?;
        let labels: Vec<String> = (0..key.levels.len() as u32).map(|code| key.levels.label(code)).collect();
        let place = labels.iter().cloned().enumerate().map(|(at, label)| (label, at)).collect();
        Some(Self { labels, place })
    }

    /// The effect `att` of a regression, under another key.
    pub(super) fn piece(this: Option<&Self>, found: &Estimate, key: EffectKey) -> Piece {
        let Some(row) = found.effects.iter().position(|effect| effect.key.term == "att") else { return Piece::undefined(key) };
        let influence = this.zip(found.influence.as_ref()).map(|(this, influence)| {
            let mut out = vec![0.0; this.labels.len()];
            for (label, value) in influence.clusters.iter().zip(influence.values.column(row)) {
                if let Some(at) = this.place.get(label) {
                    out[*at] = *value;
                }
            }
            out
        });
        Piece { effect: Effect { key, ..found.effects[row].clone() }, influence }
    }
}

impl Piece {
    /// An effect that is not known.
    pub(super) fn undefined(key: EffectKey) -> Self {
        Self { effect: Effect::undefined(key), influence: None }
    }

    /// The effect at the base, zero by definition.
    pub(super) fn reference(key: EffectKey) -> Self {
        Self { effect: Effect { estimate: Some(0.0), ..Effect::undefined(key) }, influence: None }
    }

    fn known(&self) -> bool {
        self.effect.std_error.is_some()
    }

    /// The simple mean of some effects; its error needs the influence of all of them.
    pub(super) fn mean(of: &[&Piece], key: EffectKey, level: f64) -> Self {
        let mut out = Self::undefined(key);
        let estimates: Option<Vec<f64>> = of.iter().map(|piece| piece.effect.estimate).collect();
        let Some(estimates) = estimates.filter(|estimates| !estimates.is_empty()) else { return out };
        let share = 1.0 / estimates.len() as f64;
        let estimate = estimates.iter().sum::<f64>() * share;
        out.effect.estimate = Some(estimate);
        out.effect.records = of.iter().filter_map(|piece| piece.effect.records).max();
        out.effect.clusters = of.iter().filter_map(|piece| piece.effect.clusters).max();
        let columns: Option<Vec<&Vec<f64>>> = of.iter().map(|piece| piece.influence.as_ref()).collect();
        let Some(columns) = columns else { return out };
        let influence: Vec<f64> = (0..columns[0].len()).map(|at| columns.iter().map(|column| column[at]).sum::<f64>() * share).collect();
        let se = influence.iter().map(|value| value * value).sum::<f64>().sqrt();
        let df = of.iter().filter_map(|piece| piece.effect.df).reduce(f64::min);
        out.effect.std_error = Some(se);
        out.effect.df = df;
        // Where a part has no statistic, its fit is perfect, and so is that of the mean where all are.
        if of.iter().any(|piece| piece.effect.statistic.is_some()) && se > 0.0 {
            let half = critical_value(level, df) * se;
            out.effect.statistic = Some(estimate / se);
            out.effect.p_value = Some(p_two_sided(estimate / se, df));
            out.effect.conf_low = Some(estimate - half);
            out.effect.conf_high = Some(estimate + half);
        }
        out.influence = Some(influence);
        out
    }
}

/// Fills effects, covariance and influence.
pub(super) fn fill(out: &mut Estimate, pieces: Vec<Piece>, clusters: Option<Clusters>) {
    let known: Vec<usize> = (0..pieces.len()).filter(|at| pieces[*at].known() && pieces[*at].influence.is_some()).collect();
    let product = |a: usize, b: usize| match (&pieces[a].influence, &pieces[b].influence) {
        (Some(a), Some(b)) => a.iter().zip(b).map(|(a, b)| a * b).sum(),
        _ => f64::NAN,
    };
    let mut matrix = Array2::zeros((known.len(), known.len()));
    for (a, first) in known.iter().enumerate() {
        for (b, second) in known[..=a].iter().enumerate() {
            let value: f64 = product(*first, *second);
            matrix[[a, b]] = value;
            matrix[[b, a]] = value;
        }
    }
    if let Some(clusters) = clusters {
        let mut values = Array2::zeros((clusters.labels.len(), pieces.len()));
        for (mut column, piece) in values.columns_mut().into_iter().zip(&pieces) {
            if let Some(influence) = &piece.influence {
                column.iter_mut().zip(influence).for_each(|(value, own)| *value = *own);
            }
        }
        out.influence = Some(Influence { values, clusters: clusters.labels });
    }
    out.effects = pieces.into_iter().map(|piece| piece.effect).collect();
    out.covariance = (!known.is_empty()).then_some(Covariance { rows: known, matrix });
}
