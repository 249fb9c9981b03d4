//! Coefficients before the start: a regression on the untreated alone, so that testing them does not bend the effects (Borusyak, Jaravel and Spiess 2024,
//! section 4.4).

use crate::design::VarianceKind;
use crate::error::{Exit, Result};
use crate::estimate::{Covariance, EffectKey, EffectKind, Estimate, Influence};
use crate::linalg::Regressor;
use crate::methods::by::Subset;
use crate::methods::collapsed::Collapsed;
use crate::methods::regression::{self, EffectPlan, Model, roles};
use crate::methods::timing::{self, Timing};
use crate::methods::untreated::Sample;
use crate::methods::{Method, MethodInput};
use crate::panel::{Cells, EventTime, Period, RecordPass};
use ndarray::{Array2, Axis};
use std::collections::HashMap;

/// Puts the rows before the start into the result, and the joint test of all of them. Event times are those of the window where one is asked for, else
/// all but the earliest.
pub(super) fn append(out: &mut Estimate, input: &MethodInput, collapsed: Option<&Collapsed>, sample: &Sample, timing: &Timing) -> Result<()> {
    let ahead = i64::from(input.settings.anticipation);
    let mut positions: Vec<usize> = (0..sample.rows.len()).filter(|at| !sample.affected[*at]).map(|at| sample.rows[at]).collect();
    positions.sort_unstable();
    let cells = input.cells.select(&positions);
    let mut times: Vec<i64> = (0..sample.rows.len())
        .filter(|at| !sample.affected[*at])
        .filter_map(|at| timing.groups[sample.group[at] as usize].start.map(|start| timing.periods[sample.period[at] as usize].0 - start.0))
        .collect();
    times.sort_unstable();
    times.dedup();
    let times: Vec<i64> = match input.settings.window {
        Some((from, _)) if from < -ahead => times.into_iter().skip(1).filter(|time| *time >= from).collect(),
        _ => times.into_iter().skip(1).collect(),
    };
    if times.is_empty() {
        return Ok(());
    }
    let mut settings = input.settings.clone();
    if settings.vcov == Some(VarianceKind::Cr3) {
        settings.vcov = None;
    }
    (settings.wild, settings.permute, settings.bands) = (None, None, None);
    let subset = input.records.map(|records| Subset { records, positions: &positions, all: input.cells.len() });
    let part = MethodInput { cells: &cells, plan: input.plan, settings: &settings, records: subset.as_ref().map(|subset| subset as &dyn RecordPass) };
    let factors = roles::two_way(&settings);
    // Starts by unit (or cohort): where only the status is known, the untreated alone no longer say when they start.
    let Some(key) = input.cells.key(&factors[0].name) else { return Ok(()) };
    let mut starts: Vec<Option<Period>> = vec![None; key.levels.len()];
    for (row, group) in sample.rows.iter().zip(&sample.group) {
        starts[key.codes[*row] as usize] = timing.groups[*group as usize].start;
    }
    let whole = collapsed.map(|collapsed| (collapsed, positions.as_slice()));
    let found = regression::fitted(&part, Method::Imputation, &factors, false, whole, |cells, assignment| {
        let (_, period) = timing::starts(assignment)?;
        let start = |i: usize| cells.key(&factors[0].name).and_then(|key| starts[key.codes[i] as usize]);
        let event: Vec<Option<i64>> = (0..cells.len()).map(|i| start(i).map(|start| period[i].0 - start.0)).collect();
        Ok(model(cells, &part, &event, &times))
    });
    let found = match found {
        Ok(found) => found,
        // Where the untreated do not identify them there are none.
        Err(error) if error.exit() == Exit::NotIdentified => return Ok(()),
        Err(error) => return Err(error),
    };
    let at = out.effects.iter().position(|effect| effect.key.kind == EffectKind::EventTime).unwrap_or(out.effects.len());
    let rows: Vec<_> = found.effects.into_iter().filter(|effect| effect.key.kind == EffectKind::EventTime).collect();
    let count = rows.len();
    out.influence = match (out.influence.take(), found.influence) {
        (Some(own), Some(before)) if before.values.ncols() == count => Some(joined(&own, &before, at)),
        // The columns of the influence are the effects: without those of the rows before the start there are none.
        _ => None,
    };
    if let Some(covariance) = &mut out.covariance {
        covariance.rows.iter_mut().filter(|row| **row >= at).for_each(|row| *row += count);
    }
    out.effects.splice(at..at, rows);
    if let (Some(covariance), Some(influence)) = (&mut out.covariance, &out.influence) {
        // Both regressions are of the same clusters: what the effects share with the rows before the start is the product of their influence.
        let before = (at..at + count).filter(|row| out.effects[*row].std_error.is_some());
        let mut known: Vec<usize> = covariance.rows.iter().copied().chain(before).collect();
        known.sort_unstable();
        let chosen = influence.values.select(Axis(1), &known);
        *covariance = Covariance { rows: known, matrix: chosen.t().dot(&chosen) };
    }
    out.tests.extend(found.tests);
    Ok(())
}

/// The influence of the effects with that of the rows before the start in their place, cluster by cluster.
fn joined(own: &Influence, before: &Influence, at: usize) -> Influence {
    // Mostly every cluster is there before the start.
    let same = own.clusters == before.clusters;
    let place: HashMap<&str, usize> =
        if same { HashMap::new() } else { before.clusters.iter().enumerate().map(|(row, label)| (label.as_str(), row)).collect() };
    let row_of = |row: usize| if same { Some(row) } else { place.get(own.clusters[row].as_str()).copied() };
    let count = before.values.ncols();
    let values = Array2::from_shape_fn((own.clusters.len(), own.values.ncols() + count), |(row, column)| match column {
        column if column < at => own.values[[row, column]],
        column if column < at + count => row_of(row).map_or(0.0, |row| before.values[[row, column - at]]),
        column => own.values[[row, column - count]],
    });
    Influence { values, clusters: own.clusters.clone() }
}

fn model(cells: &Cells, input: &MethodInput, event: &[Option<i64>], times: &[i64]) -> Model {
    let mut regressors = roles::covariates(cells, input.settings);
    let mut effects = Vec::new();
    for time in times {
        let here: Vec<bool> = event.iter().map(|event| *event == Some(*time)).collect();
        let key = EffectKey { event_time: Some(EventTime(*time)), ..EffectKey::new(EffectKind::EventTime, "att") };
        effects.push(EffectPlan { key, weights: vec![(regressors.len(), 1.0)] });
        regressors.push(Regressor::fixed(format!("event-time {time}"), roles::indicator(&here)));
    }
    let joint = (0..effects.len()).collect();
    Model { regressors, intercept: None, effects, target: None, joint: Some(("pre-trends", joint)), reassignment: None }
}
