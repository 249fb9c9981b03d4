//! Properties of synthetic comparisons on small panels.

use super::*;
use crate::design::Treatment;
use crate::methods::run;
use crate::panel::{CellPlan, Cells, Factor, Levels, Period, TimeScale};

/// A panel by outcome of unit and period; the cohort of a unit is its first treated period, 0 for never.
fn cells(labels: &[&str], cohort: &[i64], periods: &[i64], y: impl Fn(usize, i64) -> Option<f64>) -> Cells {
    let mut sorted: Vec<&str> = labels.to_vec();
    sorted.sort_unstable();
    let mut starts: Vec<i64> = cohort.iter().map(|start| if *start == 0 { i64::MAX } else { *start }).collect();
    let own = starts.clone();
    starts.sort_unstable();
    starts.dedup();
    let (mut unit, mut time, mut start, mut outcome) = (vec![], vec![], vec![], vec![]);
    for (i, label) in labels.iter().enumerate() {
        for (t, period) in periods.iter().enumerate() {
            if let Some(value) = y(i, *period) {
                unit.push(sorted.partition_point(|known| known < label) as u32);
                time.push(t as u32);
                start.push(starts.partition_point(|known| *known < own[i]) as u32);
                outcome.push(value);
            }
        }
    }
    let levels = |values: &[i64]| Levels::Period(TimeScale::Integer, values.iter().map(|value| Period(*value)).collect());
    let keys = vec![
        Factor { name: "unit".into(), codes: unit, levels: Levels::Text(sorted.iter().map(ToString::to_string).collect()) },
        Factor { name: "time".into(), codes: time, levels: levels(periods) },
        Factor { name: "cohort".into(), codes: start, levels: levels(&starts) },
    ];
    Cells::from_records(keys, &[("y".into(), outcome)], None)
}

fn settings(method: Method) -> DidSettings {
    let mut settings = DidSettings::new("y", Treatment::Cohort("cohort".into()));
    settings.unit = Some("unit".into());
    settings.time = Some("time".into());
    settings.method = Some(method);
    settings
}

fn found(cells: &Cells, settings: &DidSettings) -> Result<Estimate> {
    let plan = CellPlan { keys: vec![], variables: vec!["y".into()], weight: None, centre: None };
    run(&MethodInput { cells, plan: &plan, settings, records: None })
}

fn ok(cells: &Cells, settings: &DidSettings) -> Estimate {
    found(cells, settings).unwrap_or_else(|error| unreachable!("{error}"))
}

fn att(estimate: &Estimate) -> f64 {
    estimate.effects[0].estimate.unwrap_or(f64::NAN)
}

const LABELS: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];
const PERIODS: [i64; 8] = [1, 2, 3, 4, 5, 6, 7, 8];

/// A common movement with loadings; the treated ones are means of two comparison units.
fn movement(unit: usize, period: i64) -> f64 {
    let own = |unit: usize| [3.0, 5.0, 2.0, 6.0, 4.0, 7.0][unit] + [0.5, 1.5, 0.2, 1.0, 0.7, 2.0][unit] * ((period * period) as f64 * 0.3).sin();
    match unit {
        6 => 0.5 * (own(0) + own(1)),
        7 => 0.5 * (own(2) + own(3)),
        _ => own(unit),
    }
}

#[test]
fn data_without_noise_give_the_true_effects_with_several_starts() {
    let cohort = [0, 0, 0, 0, 0, 0, 5, 7];
    // Unit and period effects alone: any weights are right.
    let parallel = cells(&LABELS, &cohort, &PERIODS, |unit, period| {
        let effect = if cohort[unit] > 0 && period >= cohort[unit] { (period - cohort[unit] + 1) as f64 } else { 0.0 };
        Some(unit as f64 + (period * period) as f64 * 0.1 + effect)
    });
    let estimate = ok(&parallel, &settings(Method::SyntheticDid));
    assert!((att(&estimate) - (1.0 + 2.0 + 3.0 + 4.0 + 1.0 + 2.0) / 6.0).abs() < 1e-12);
    let times = estimate.effects.iter().filter(|effect| effect.key.kind == crate::estimate::EffectKind::EventTime);
    for effect in times {
        let time = effect.key.event_time.map_or(0, |time| time.0);
        assert!((effect.estimate.unwrap_or(f64::NAN) - (time + 1).max(0) as f64).abs() < 1e-12, "{time}");
        assert_eq!(effect.p_value, None, "no p-value from a perfect fit");
    }
}

#[test]
fn a_mix_of_comparison_units_is_found_exactly() {
    let cohort = [0, 0, 0, 0, 0, 0, 6, 6];
    let data = cells(&LABELS, &cohort, &PERIODS, |unit, period| Some(movement(unit, period) + if cohort[unit] > 0 && period >= 6 { 2.0 } else { 0.0 }));
    let mut exact = settings(Method::SyntheticControl);
    exact.solver = Solver::Exact;
    let estimate = ok(&data, &exact);
    assert!((att(&estimate) - 2.0).abs() < 1e-5, "{}", att(&estimate));
    assert!(estimate.parts["fit"][0]["rmspe_before"].as_f64().is_some_and(|misfit| misfit < 1e-6));
}

#[test]
fn one_start_and_two_periods_are_two_by_two() {
    let cohort = [0, 0, 0, 0, 0, 0, 2, 2];
    let y = |unit: usize, period: i64| movement(unit, period) + (unit * 7 % 5) as f64 * period as f64;
    let data = cells(&LABELS, &cohort, &[1, 2], |unit, period| Some(y(unit, period)));
    let change = |units: std::ops::Range<usize>| units.clone().map(|unit| y(unit, 2) - y(unit, 1)).sum::<f64>() / units.len() as f64;
    assert!((att(&ok(&data, &settings(Method::SyntheticDid))) - (change(6..8) - change(0..6))).abs() < 1e-12);
}

#[test]
fn names_levels_and_scale_do_not_matter() {
    let cohort = [0, 0, 0, 0, 0, 0, 6, 6];
    let noise = |unit: usize, period: i64| ((unit as i64 * 37 + period * 53) % 11) as f64 / 5.0;
    let y = |unit: usize, period: i64| Some(movement(unit, period) + noise(unit, period));
    let base = ok(&cells(&LABELS, &cohort, &PERIODS, y), &settings(Method::SyntheticDid));
    let renamed = ok(&cells(&["z", "y", "x", "w", "v", "u", "t", "s"], &cohort, &PERIODS, y), &settings(Method::SyntheticDid));
    let scaled = ok(&cells(&LABELS, &cohort, &PERIODS, |unit, period| y(unit, period).map(|y| 1e4 + 3.0 * y)), &settings(Method::SyntheticDid));
    for ((base, renamed), scaled) in base.effects.iter().zip(&renamed.effects).zip(&scaled.effects) {
        let near = |a: Option<f64>, b: Option<f64>| assert!((a.unwrap_or(0.0) - b.unwrap_or(0.0)).abs() < 1e-6, "{a:?} {b:?}");
        near(base.estimate, renamed.estimate);
        near(base.std_error, renamed.std_error);
        near(base.estimate.map(|estimate| 3.0 * estimate), scaled.estimate);
        near(base.std_error.map(|error| 3.0 * error), scaled.std_error);
    }
}

#[test]
fn incomplete_units_are_named_and_counted() {
    let cohort = [0, 0, 0, 0, 0, 0, 6, 6];
    let data = cells(&LABELS, &cohort, &PERIODS, |unit, period| (unit != 2 || period != 4).then(|| movement(unit, period)));
    let estimate = ok(&data, &settings(Method::SyntheticDid));
    assert_eq!(estimate.sample.units, Some(7));
    assert_eq!(estimate.sample.rows_used, 64 - 8);
    let note = estimate.notes.iter().find(|note| note.code == "units-left-out").map(|note| note.text.en.clone()).unwrap_or_default();
    assert!(note.contains("c (4)") && note.contains("2 treated and 5 comparison"), "{note}");
    let nobody = cells(&LABELS, &cohort, &PERIODS, |unit, period| (unit < 6 || period != 4).then(|| movement(unit, period)));
    let refused = found(&nobody, &settings(Method::SyntheticDid)).err();
    assert_eq!(refused.map(|error| error.problems[0].code), Some("design::no-complete-unit"));
}

#[test]
fn repetitions_are_the_same_again_and_few_units_use_t() {
    let cohort = [0, 0, 0, 0, 0, 0, 6, 6];
    let data = cells(&LABELS, &cohort, &PERIODS, |unit, period| Some(movement(unit, period) + ((unit as i64 * 37 + period * 53) % 11) as f64 / 5.0));
    for errors in [Resampling::Placebo, Resampling::Bootstrap, Resampling::Jackknife] {
        let mut settings = settings(Method::SyntheticDid);
        settings.errors = Some(errors);
        settings.draws = 50;
        let (first, again) = (ok(&data, &settings), ok(&data, &settings));
        assert_eq!(first.effects, again.effects);
        assert!(first.effects[0].std_error.is_some_and(|error| error > 0.0));
        assert!(first.effects[0].df.is_some());
        assert_eq!(first.influence.is_some(), errors == Resampling::Jackknife);
    }
}

#[test]
fn the_exact_minimum_is_not_above_the_steps() {
    let cohort = [0, 0, 0, 0, 0, 0, 6, 6];
    let data = cells(&LABELS, &cohort, &PERIODS, |unit, period| Some(movement(unit, period) + ((unit as i64 * 37 + period * 53) % 11) as f64 / 5.0));
    let mut settings = settings(Method::SyntheticControl);
    let misfit = |estimate: &Estimate| estimate.parts["fit"][0]["rmspe_before"].as_f64().unwrap_or(f64::NAN);
    let steps = misfit(&ok(&data, &settings));
    settings.solver = Solver::Exact;
    assert!(misfit(&ok(&data, &settings)) <= steps + 1e-12);
}
