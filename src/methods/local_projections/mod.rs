//! Dube, Girardi, Jordà and Taylor (2025): for each horizon h one regression of the change from before the start, y[i,t+h] − y[i,t−1], on starting in t,
//! with effects of periods, among the units that start in t and those that are still untreated in t + h.
//!
//! The regression weighs starts by their variance; `--reweight` gives every start unit the same weight (with weights n[t] / n⁰[t]), which is the average
//! effect of Callaway and Sant'Anna. `--pre-mean` measures changes from a mean of earlier periods. `sample` makes the rows of a regression, `joined` puts
//! the regressions of all horizons side by side.

mod card;
mod notes;
mod sample;

use super::assignment::Assignment;
use super::derived;
use super::joined::{self, Clusters, Piece};
use super::regression::{self, Absorbed, EffectPlan, Model, roles};
use super::timing;
use super::{Card, Estimator, Method, MethodInput};
use crate::design::{ControlGroup, PreMean};
use crate::error::{Exit, Result, design};
use crate::estimate::{EffectKey, EffectKind, Estimate};
use crate::linalg::Regressor;
use crate::panel::{Cells, EventTime};
use rayon::prelude::*;
use sample::{Grid, STARTING, Span};

/// The estimator.
pub(super) struct LocalProjections;

impl Estimator for LocalProjections {
    fn method(&self) -> Method {
        Method::LocalProjections
    }

    fn card(&self) -> Card {
        card::card()
    }

    fn estimate(&self, input: &MethodInput) -> Result<Estimate> {
        let settings = input.settings;
        if settings.unit.is_none() {
            return Err(design::missing_role("--unit").into());
        }
        let assignment = Assignment::read(input.cells, settings)?;
        assignment.check()?;
        let (cohort, period) = timing::starts(&assignment)?;
        let grid = Grid::of(input, &cohort, &period)?;
        let clusters = Clusters::of(input.cells, settings);
        let mut out = Estimate::new("did", self.method().name(), &settings.outcome);
        out.scale = assignment.scale;
        out.settings = settings.to_map(self.method());
        let control = if grid.never_only { ControlGroup::NeverTreated } else { ControlGroup::NotYetTreated };
        out.settings.insert("control".into(), serde_json::json!(control));
        out.settings.insert("reweight".into(), settings.reweight.into());
        out.settings.insert("pre_mean".into(), serde_json::json!(settings.pre_mean));
        let (treated, comparison) = assignment.group_sizes(input.cells);
        out.notes.push(regression::groups(treated, comparison, true));

        let pooled = grid.pooled(settings.window);
        let horizons = grid.horizons(settings.window);
        let spans: Vec<Span> = pooled.0.into_iter().chain(pooled.1).chain(horizons.iter().map(|h| Span { from: *h, to: *h })).collect();
        let found: Vec<Found> = spans.par_iter().map(|span| project(input, &grid, &cohort, *span)).collect::<Result<Vec<_>>>()?;
        let mut found = found.into_iter();
        let mut used = vec![false; input.cells.len()];
        let mut take = |out: &mut Estimate, key: EffectKey, there: bool| {
            let Some(found) = found.next().filter(|_| there) else { return Piece::undefined(key) };
            used.iter_mut().zip(&found.used).for_each(|(all, own)| *all |= own);
            let Some(estimate) = found.estimate else { return Piece::undefined(key) };
            notes::collect(&mut out.notes, &estimate.notes);
            if key.kind == EffectKind::Overall && key.term == "att" {
                out.tests.extend(estimate.tests.iter().cloned());
            }
            Clusters::piece(clusters.as_ref(), &estimate, key)
        };
        let overall = |term: &str| EffectKey::new(EffectKind::Overall, term);
        let att = pooled.0.map(|_| take(&mut out, overall("att"), true));
        let before = pooled.1.map(|_| take(&mut out, overall("pooled-pre"), true));
        let reference = grid.reference();
        let mut dynamic = Vec::new();
        for h in &horizons {
            let key = EffectKey { event_time: Some(EventTime(*h)), ..EffectKey::new(EffectKind::EventTime, "att") };
            let piece = take(&mut out, key.clone(), true);
            dynamic.push(if settings.pre_mean.is_none() && *h == reference { Piece::reference(key) } else { piece });
        }
        let undefined = dynamic.iter().filter(|piece| piece.effect.estimate.is_none()).count();
        let after: Vec<&Piece> =
            dynamic.iter().filter(|piece| piece.effect.key.event_time.is_some_and(|time| time.0 >= 0) && piece.effect.estimate.is_some()).collect();
        if after.is_empty() {
            return Err(design::not_identified("att", &settings.time.clone().unwrap_or_default()).into());
        }
        let mean = Piece::mean(&after, overall("dynamic"), settings.level);
        let pieces: Vec<Piece> = att.into_iter().chain([mean]).chain(before).chain(dynamic).collect();
        joined::fill(&mut out, pieces, clusters);
        out.notes.extend(notes::pooled(pooled, settings.window.is_none()));
        out.notes.extend(notes::undefined(undefined));
        grid.account(&mut out, input, &used);
        Ok(out)
    }
}

/// One regression.
struct Found {
    /// None where these data do not identify it.
    estimate: Option<Estimate>,
    /// Cells behind it.
    used: Vec<bool>,
}

fn project(input: &MethodInput, grid: &Grid, cohort: &[crate::panel::Cohort], span: Span) -> Result<Found> {
    let settings = input.settings;
    let rows = grid.rows(span, settings.reweight);
    let mut out = Found { estimate: None, used: rows.used };
    if !rows.identified || (span.from == span.to && span.from == grid.reference() && settings.pre_mean.is_none()) {
        return Ok(out);
    }
    let cells = rows.derived.cells(input.cells, cohort, settings.weight.is_some());
    let mut own = derived::settings(settings);
    (own.bands, own.permute) = (None, None);
    let part = MethodInput { cells: &cells, records: None, settings: &own, ..*input };
    let time = own.time.clone().or(grid.time.clone()).unwrap_or_default();
    let factors = roles::further_factors(settings, vec![Absorbed::effect(&time)]);
    let model = |cells: &Cells| {
        let mut regressors = roles::covariates(cells, settings);
        let target = regressors.len();
        let starting: Vec<bool> =
            cells.key(STARTING).map(|key| key.codes.iter().map(|code| key.levels.value(*code) == Some(1.0)).collect()).unwrap_or_default();
        regressors.push(Regressor::fixed("att", roles::indicator(&starting)));
        let effects = vec![EffectPlan { key: EffectKey::new(EffectKind::Overall, "att"), weights: vec![(target, 1.0)] }];
        Model { regressors, intercept: None, effects, target: Some(target), joint: None, reassignment: None }
    };
    match regression::fitted(&part, Method::LocalProjections, &factors, true, None, |cells, _| Ok(model(cells))) {
        Ok(estimate) => out.estimate = Some(estimate),
        Err(error) if error.exit() == Exit::NotIdentified => {}
        Err(error) => return Err(error),
    }
    Ok(out)
}

/// The base that was asked for.
fn lags(pre_mean: Option<PreMean>) -> Option<usize> {
    match pre_mean {
        None => Some(1),
        Some(PreMean::Last(count)) => Some(count.get() as usize),
        Some(PreMean::All) => None,
    }
}
