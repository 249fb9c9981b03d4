//! Treatment that can end, begin again, or be more and less: de Chaisemartin and D'Haultfœuille (2020, 2024).
//!
//! A unit is followed from the period before its treatment first changes, and compared with units that began with the same treatment and have not
//! changed yet (`compare`); `effects` puts the comparisons together by the period of the change and the periods since. Averages, errors and bands are
//! those of every method with cohort-period effects.

mod card;
mod compare;
mod effects;
mod notes;
mod panel;

use super::{Card, DidSettings, Estimator, Method, MethodInput};
use crate::design::{BasePeriod, ControlGroup};
use crate::error::{Result, design, treatment};
use crate::estimate::{
    Aggregation, Asked, CohortPeriod, CohortReport, Combination, EffectKey, EffectKind, Estimate, Grouping, Observations, TestResult, aggregate, cohort_rows,
    rows_wanted, spread,
};
use crate::inference::wald::wald;
use effects::Effects;
use panel::Panel;
use serde_json::json;

/// Term of the average effect of one unit of treatment in one period.
const PER_UNIT: &str = "total-per-unit";

/// The estimator.
pub(super) struct Switching;

impl Estimator for Switching {
    fn method(&self) -> Method {
        Method::Switchers
    }

    fn card(&self) -> Card {
        card::card()
    }

    fn estimate(&self, input: &MethodInput) -> Result<Estimate> {
        let settings = input.settings;
        if !settings.covariates.is_empty() {
            return Err(design::covariates_not_available(self.method().name()).into());
        }
        let panel = Panel::of(input.cells, settings)?;
        let control = settings.control.unwrap_or(ControlGroup::NotYetTreated);
        let found = Effects::of(&panel, settings.switchers, control, settings.balance.map(|until| until as usize));
        if found.list.is_empty() {
            let direction = serde_json::to_value(settings.switchers).ok().and_then(|value| value.as_str().map(str::to_owned));
            return Err(treatment::no_switchers(direction.as_deref().filter(|direction| *direction != "both")).into());
        }
        let mut out = Estimate::new("did", self.method().name(), &settings.outcome);
        out.scale = panel.scale;
        out.settings = settings.to_map(self.method());
        out.settings.insert("control".into(), json!(control));
        out.settings.insert("vcov".into(), "influence-function".into());
        out.sample = panel.account.clone();
        out.sample.rows_used = panel.records.iter().sum();
        out.sample.units = Some(panel.units() as u64);
        out.sample.periods = Some(panel.periods.len() as u64);
        out.notes.push(notes::groups(&panel));
        out.notes.extend(notes::signs(&found));
        let unused = [
            ("--fixed-effects", !settings.fixed_effects.is_empty()),
            ("--anticipation", settings.anticipation > 0),
            ("--base", settings.base != BasePeriod::default()),
        ];
        out.notes.extend(notes::unused(&unused.into_iter().filter_map(|(name, given)| given.then_some(name)).collect::<Vec<&str>>()));
        fill(&mut out, settings, &panel, &found);
        Ok(out)
    }
}

fn fill(out: &mut Estimate, settings: &DidSettings, panel: &Panel, found: &Effects) {
    let cells: Vec<CohortPeriod> = found.list.iter().map(|effect| effect.cell.clone()).collect();
    let of = |group: usize| cells.iter().filter(move |cell| cell.group == group && cell.after());
    let sizes: Vec<f64> = (0..found.starts.len()).map(|group| of(group).map(|cell| cell.size).sum::<f64>() / of(group).count().max(1) as f64).collect();
    let members: Vec<u64> = (0..found.starts.len()).map(|group| of(group).map(|cell| cell.units.0).max().unwrap_or(0)).collect();
    let scale = panel.y.iter().filter(|y| y.is_finite()).map(|y| y * y).sum::<f64>() / panel.y.iter().filter(|y| y.is_finite()).count().max(1) as f64;
    let report = CohortReport {
        cells: &cells,
        sizes: &sizes,
        members: &members,
        records: out.sample.rows_used,
        estimated_weights: false,
        // The same units throughout are chosen unit by unit, not by cohort.
        asked: Asked { how: Aggregation { window: settings.window, balance: None }, anticipation: 0, ..settings.asked() },
        scale: scale.sqrt(),
        labels: Some(panel.labels.clone()),
    };
    let mut rows = vec![per_unit(found, settings.window)];
    rows.extend(aggregate(&cells, &sizes, report.asked.how));
    for row in &mut rows {
        row.shares.clear();
    }
    let wanted = rows_wanted(&report, &rows);
    let zeros = (vec![0_u32; panel.units()], vec![0.0; panel.units()]);
    let observations = Observations { group: &zeros.0, size: &zeros.1, grouping: Grouping::Clusters(&panel.cluster) };
    let sums = spread(found, &observations, cells.len(), &rows, &wanted, report.asked.influence);
    cohort_rows(out, &report, &rows, &wanted, sums);
    out.tests = vec![placebos(out, found, &rows, &observations, &cells, settings.window)];
    normalize(out, found, &cells);
}

/// The average effect of one unit of treatment in one period: all effects (of the window) by their sizes, over the change in treatment behind them.
fn per_unit(found: &Effects, window: Option<(i64, i64)>) -> Combination {
    let within = |cell: &CohortPeriod| cell.after() && window.is_none_or(|(from, to)| (from..=to).contains(&cell.event_time()));
    let chosen: Vec<usize> = (0..found.list.len()).filter(|at| within(&found.list[*at].cell)).collect();
    let total: f64 = chosen.iter().map(|at| found.list[*at].cell.size * found.list[*at].dose.0).sum();
    let key = EffectKey::new(EffectKind::Overall, PER_UNIT);
    if total <= 0.0 {
        return Combination { key, estimate: None, weights: Vec::new(), shares: Vec::new() };
    }
    let weights: Vec<(usize, f64)> = chosen.into_iter().map(|at| (at, found.list[at].cell.size / total)).collect();
    let estimate = weights.iter().filter_map(|(at, weight)| found.list[*at].cell.estimate.map(|estimate| weight * estimate)).sum();
    Combination { key, estimate: Some(estimate), weights, shares: Vec::new() }
}

/// The joint test of the event times before the change (those of the window), χ².
fn placebos(
    out: &Estimate,
    found: &Effects,
    rows: &[Combination],
    observations: &Observations,
    cells: &[CohortPeriod],
    window: Option<(i64, i64)>,
) -> TestResult {
    let before = |at: &usize| {
        let time = rows[*at].key.event_time.map_or(0, |time| time.0);
        rows[*at].key.kind == EffectKind::EventTime && time < 0 && window.is_none_or(|(from, _)| time >= from) && out.effects[*at].statistic.is_some()
    };
    let members: Vec<Combination> = (0..rows.len()).filter(before).map(|at| rows[at].clone()).collect();
    let mut test = TestResult::new("pre-trends");
    let all: Vec<usize> = (0..members.len()).collect();
    let covariance = spread(found, observations, cells.len(), &members, &all, false).covariance;
    let values: Vec<f64> = members.iter().filter_map(|row| row.estimate).collect();
    if let Some(result) = wald(&values, &covariance, None).filter(|result| result.df1 as usize == values.len()) {
        test.statistic = Some(result.statistic * result.df1);
        test.df = vec![result.df1];
        test.p_value = Some(result.p_value);
    }
    test
}

/// Effects by event time per unit of treatment received since the change.
fn normalize(out: &mut Estimate, found: &Effects, cells: &[CohortPeriod]) {
    let mut list = Vec::new();
    for effect in out.effects.iter().filter(|effect| effect.key.kind == EffectKind::EventTime) {
        let Some(time) = effect.key.event_time.map(|time| time.0) else { continue };
        let own: Vec<usize> = (0..cells.len()).filter(|at| cells[*at].event_time() == time && !cells[*at].reference).collect();
        let size: f64 = own.iter().map(|at| cells[*at].size).sum();
        let dose = own.iter().map(|at| cells[*at].size * found.list[*at].dose.1).sum::<f64>() / size;
        let over = |value: Option<f64>| value.filter(|_| dose > 0.0).map(|value| value / dose);
        if !own.is_empty() {
            list.push(
                json!({ "event_time": time, "treatment_received": dose, "estimate": over(effect.estimate), "std_error": over(effect.std_error), "size": size }),
            );
        }
    }
    out.parts.insert("normalized".into(), list.into());
}
