//! What must hold for every method that is registered. A new method is in here by being in the registry; what does not apply to it is listed with a reason.

use super::{Data, analyse, near};
use dampak::design::{PreAdjustment, Sampling, Treatment};
use dampak::error::Error;
use dampak::estimate::{Effect, EffectKind, Estimate};
use dampak::methods::{DidSettings, ESTIMATORS, Method};

/// Closed forms in another order.
const CLOSED: f64 = 1e-8;
/// Weights that are searched for.
const SEARCHED: f64 = 1e-3;

/// A theorem of this file.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Theorem {
    TwoByTwo,
    Exact,
    Order,
    Scale,
    Weights,
    Cells,
    Irrelevant,
}

/// Methods to which a theorem does not apply, and why.
const EXEMPT: &[(Theorem, Method, &str)] = &[
    (Theorem::TwoByTwo, Method::SyntheticControl, "matches levels, not changes"),
    (Theorem::TwoByTwo, Method::SyntheticDid, "weights comparison units by their past"),
    (Theorem::TwoByTwo, Method::ChangesInChanges, "moves quantiles: equal to the change in means only where groups have the same distribution"),
    (Theorem::Exact, Method::TwoByTwo, "the panel has more than two periods"),
    (Theorem::Exact, Method::SyntheticControl, "levels of treated units lie outside those of comparison units"),
    (Theorem::Exact, Method::ChangesInChanges, "outcomes of the groups have different supports"),
    (Theorem::Exact, Method::QuantileDid, "quantile effects of groups with different supports"),
    (Theorem::TwoByTwo, Method::QuantileDid, "moves quantiles: equal to the change in means only on average over them"),
    (Theorem::Weights, Method::SyntheticDid, "its regularization depends on the number of units"),
    (Theorem::Weights, Method::SyntheticControl, "its regularization depends on the number of units"),
    (Theorem::Irrelevant, Method::QuantileDid, "compares distributions of records in a period, without unit effects"),
    (Theorem::Irrelevant, Method::ChangesInChanges, "compares distributions of records in a period, without unit effects"),
    (Theorem::Order, Method::TwoByTwo, "the panel has more than two periods"),
    (Theorem::Scale, Method::TwoByTwo, "the panel has more than two periods"),
    (Theorem::Weights, Method::TwoByTwo, "the panel has more than two periods"),
    (Theorem::Weights, Method::ChangesInChanges, "units alike are ties, for which it adds bounds"),
    (Theorem::Irrelevant, Method::ExtendedTwfe, "has effects of cohorts instead of units, so that every record counts"),
    (Theorem::Irrelevant, Method::Stacked, "compares means of groups by event time without unit effects, so that every record counts"),
    (Theorem::Irrelevant, Method::TwoByTwo, "the panel has more than two periods"),
];

/// Methods that need more than units, periods and starts, and what.
const NEEDS_MORE: &[(Method, &str)] = &[
    (Method::Triple, "a partition: tests/golden and its own tests hold it to the 2x2x2 regression"),
    (Method::Dose, "doses"),
    (Method::Wald, "participation"),
];

/// Methods whose weights come out of a search, to its tolerance.
fn tolerance(method: Method) -> f64 {
    if matches!(method, Method::SyntheticControl | Method::SyntheticDid) { SEARCHED } else { CLOSED }
}

fn settings(method: Method) -> DidSettings {
    let mut settings = DidSettings::new("y", Treatment::Cohort("cohort".into()));
    settings.method = Some(method);
    settings.unit = Some("unit".into());
    settings.time = Some("time".into());
    settings
}

/// Every registered method that the theorem applies to.
fn each(theorem: Theorem, mut holds: impl FnMut(Method)) {
    let mut ran = 0;
    for estimator in ESTIMATORS {
        let method = estimator.method();
        let more = NEEDS_MORE.iter().any(|(name, _)| *name == method);
        if !more && !EXEMPT.iter().any(|(exempt, name, _)| *exempt == theorem && *name == method) {
            holds(method);
            ran += 1;
        }
    }
    assert!(ran >= 6, "{theorem:?} ran for {ran} methods only");
}

fn found(method: Method, result: Result<Estimate, Error>) -> Estimate {
    result.unwrap_or_else(|error| panic!("{}: {error}", method.name()))
}

/// Noise that looks irregular and is the same everywhere.
fn noise(i: usize) -> f64 {
    ((i * 7919 + i * i * 31) % 1009) as f64 / 1009.0 - 0.5
}

/// One record a unit-period: 18 units over 8 periods, a third starting in period 4, a third in period 6 (none of them where `one`), the rest never.
fn panel(one: bool, effect: impl Fn(i64, i64) -> f64, size: f64) -> Data {
    let mut out = Data { unit: vec![], time: vec![], cohort: vec![], y: vec![], x: vec![], weight: vec![] };
    for unit in 0..18 {
        for time in 1..9 {
            let cohort = match unit % 3 {
                0 => 4,
                1 if !one => 6,
                _ => 0,
            };
            let at = out.unit.len();
            out.unit.push(unit);
            out.time.push(time);
            out.cohort.push(cohort);
            let treated = cohort > 0 && time >= cohort;
            let level = 2.0 * noise(unit as usize * 13 + 5) + 0.3 * time as f64;
            out.y.push(level + if treated { effect(cohort, time) } else { 0.0 } + size * noise(at));
            out.x.push(0.0);
            out.weight.push(1.0);
        }
    }
    out
}

/// Whether a method takes starts that differ in these data, or one only.
fn data_for(method: Method, effect: impl Fn(i64, i64) -> f64 + Copy, size: f64) -> Data {
    let staggered = panel(false, effect, size);
    if analyse(&staggered, &settings(method), false).is_ok() { staggered } else { panel(true, effect, size) }
}

fn estimate(effect: &Effect) -> Option<f64> {
    effect.estimate
}

fn agree(method: Method, what: &str, a: &Estimate, b: &Estimate, errors: bool) {
    assert_eq!(a.effects.len(), b.effects.len(), "{} {what}", method.name());
    for (a, b) in a.effects.iter().zip(&b.effects) {
        assert_eq!(a.key, b.key, "{} {what}", method.name());
        let name = format!("{} {what} {} {:?}", method.name(), a.key.term, a.key.event_time);
        near(&name, estimate(a), estimate(b), tolerance(method));
        if errors {
            near(&format!("{name} se"), a.std_error, b.std_error, tolerance(method));
        }
    }
}

#[test]
fn every_exemption_is_of_a_method_that_is_there_and_has_a_reason() {
    for (theorem, method, reason) in EXEMPT {
        assert!(method.estimator().is_some() && !reason.is_empty(), "{theorem:?} {}", method.name());
    }
}

#[test]
fn one_start_and_two_periods_are_the_two_by_two() {
    let all = panel(true, |_, _| 1.5, 2.0);
    let rows: Vec<usize> = (0..all.y.len()).filter(|row| [3, 4].contains(&all.time[*row])).collect();
    let two = all.pick(&rows);
    let mean = |treated: bool, time: i64| {
        let of: Vec<f64> = (0..two.y.len()).filter(|i| (two.cohort[*i] > 0) == treated && two.time[*i] == time).map(|i| two.y[i]).collect();
        of.iter().sum::<f64>() / of.len() as f64
    };
    let by_hand = (mean(true, 4) - mean(true, 3)) - (mean(false, 4) - mean(false, 3));
    each(Theorem::TwoByTwo, |method| {
        // The best weight of the period before is another one than 1; the difference is one of the choices.
        let settings =
            DidSettings { pre_adjust: if method == Method::Efficient { PreAdjustment::Difference } else { PreAdjustment::default() }, ..settings(method) };
        let found = found(method, analyse(&two, &settings, false));
        near(method.name(), found.headline().and_then(estimate), Some(by_hand), CLOSED);
    });
}

/// The one effect there is stands in every row after the start; effects that differ by cohort and grow stand in the rows by cohort and period.
#[test]
fn noise_free_data_give_the_truth() {
    each(Theorem::Exact, |method| {
        let plain = found(method, analyse(&data_for(method, |_, _| 2.5, 0.0), &settings(method), false));
        let after = |effect: &&Effect| {
            matches!(effect.key.kind, EffectKind::Overall | EffectKind::EventTime | EffectKind::CohortPeriod | EffectKind::Cohort)
                && effect.key.event_time.is_none_or(|time| time.0 >= 0)
                && !effect.key.term.contains("pre")
        };
        let mut rows = 0;
        for effect in plain.effects.iter().filter(after).filter(|effect| effect.estimate.is_some()) {
            near(&format!("{} {} {:?}", method.name(), effect.key.term, effect.key.event_time), effect.estimate, Some(2.5), tolerance(method));
            rows += 1;
        }
        assert!(rows > 0, "{}", method.name());
        let growing = |cohort: i64, time: i64| 0.5 * cohort as f64 + (time - cohort) as f64;
        let various = found(method, analyse(&data_for(method, growing, 0.0), &settings(method), false));
        for effect in
            various.effects.iter().filter(|effect| effect.key.kind == EffectKind::CohortPeriod).filter(after).filter(|effect| effect.estimate.is_some())
        {
            let cohort = match effect.key.cohort {
                Some(dampak::panel::Cohort::TreatedFrom(start)) => start.0,
                _ => continue,
            };
            let time = effect.key.period.map_or(0, |period| period.0);
            near(&format!("{} {cohort} in {time}", method.name()), effect.estimate, Some(growing(cohort, time)), tolerance(method));
        }
    });
}

#[test]
fn the_order_of_rows_and_the_names_of_units_do_not_matter() {
    each(Theorem::Order, |method| {
        let data = data_for(method, |_, _| 1.0, 1.0);
        let n = data.y.len();
        let mut other = data.pick(&(0..n).map(|row| (row * 7 + 11) % n).collect::<Vec<_>>());
        other.unit.iter_mut().for_each(|unit| *unit = 1000 - *unit);
        // Errors of the synthetic methods come from draws over units in their order.
        let drawn = matches!(method, Method::SyntheticControl | Method::SyntheticDid | Method::ChangesInChanges | Method::QuantileDid);
        agree(method, "order", &found(method, analyse(&other, &settings(method), false)), &found(method, analyse(&data, &settings(method), false)), !drawn);
    });
}

#[test]
fn shifts_and_scales_of_the_outcome_carry_over() {
    const SHIFT: f64 = 40.0;
    const SCALE: f64 = 3.0;
    each(Theorem::Scale, |method| {
        let data = data_for(method, |_, _| 1.0, 1.0);
        let mut other = data.clone();
        other.y.iter_mut().for_each(|y| *y = SHIFT + SCALE * *y);
        let (a, b) = (found(method, analyse(&data, &settings(method), false)), found(method, analyse(&other, &settings(method), false)));
        for (a, b) in a.effects.iter().zip(&b.effects) {
            let name = format!("{} {} {:?}", method.name(), a.key.term, a.key.event_time);
            near(&name, a.estimate.map(|x| SCALE * x), b.estimate, tolerance(method));
            near(&format!("{name} se"), a.std_error.map(|x| SCALE * x), b.std_error, tolerance(method));
        }
    });
}

/// A unit of weight two is two units that are alike. Methods that take no weights say so.
#[test]
fn a_unit_of_weight_two_is_two_units_alike() {
    let mut ran = 0;
    each(Theorem::Weights, |method| {
        let data = data_for(method, |_, _| 1.0, 1.0);
        let twice = |unit: i64| unit % 4 == 1;
        let mut weighted = data.clone();
        weighted.weight = data.unit.iter().map(|unit| if twice(*unit) { 2.0 } else { 1.0 }).collect();
        let mut doubled = data.clone();
        for row in 0..data.unit.len() {
            if twice(data.unit[row]) {
                let copy = data.pick(&[row]);
                doubled.unit.push(500 + copy.unit[0]);
                doubled.time.extend(copy.time);
                doubled.cohort.extend(copy.cohort);
                doubled.y.extend(copy.y);
                doubled.x.extend(copy.x);
                doubled.weight.extend(copy.weight);
            }
        }
        let with = DidSettings { weight: Some("w".into()), ..settings(method) };
        match analyse(&weighted, &with, false) {
            Ok(one) => {
                agree(method, "weights", &one, &found(method, analyse(&doubled, &settings(method), false)), false);
                ran += 1;
            }
            Err(error) => assert!(error.problems.iter().all(|problem| problem.code.starts_with("design::")), "{}: {error}", method.name()),
        }
    });
    assert!(ran >= 5, "{ran} methods took weights");
}

/// Several records a unit-period: grouped into cells or one by one, the same numbers. Methods that need one record a unit-period say so.
#[test]
fn cells_are_the_records() {
    let data = panel(false, |_, _| 1.0, 1.0);
    let n = data.y.len();
    let mut several = data.pick(&(0..2 * n).map(|row| row % n).collect::<Vec<_>>());
    several.y.iter_mut().enumerate().for_each(|(at, y)| *y += noise(at * 3 + 1));
    let mut ran = 0;
    each(Theorem::Cells, |method| {
        let settings = DidSettings { sampling: Some(Sampling::RepeatedCrossSections), ..settings(method) };
        match (analyse(&several, &settings, false), analyse(&several, &settings, true)) {
            (Ok(cells), Ok(records)) => {
                agree(method, "cells", &cells, &records, true);
                ran += 1;
            }
            (Err(error), _) | (_, Err(error)) => {
                assert!(
                    error.problems.iter().all(|problem| ["design", "data"].iter().any(|room| problem.code.starts_with(room))),
                    "{}: {error}",
                    method.name()
                );
            }
        }
    });
    assert!(ran >= 5, "{ran} methods took records");
}

/// A never-treated unit that is seen once says nothing of changes: with complete units asked for, nothing moves.
#[test]
fn a_unit_seen_once_changes_nothing() {
    each(Theorem::Irrelevant, |method| {
        let data = data_for(method, |_, _| 1.0, 1.0);
        let mut more = data.clone();
        more.unit.push(900);
        more.time.push(1);
        more.cohort.push(0);
        more.y.push(7.0);
        more.x.push(0.0);
        more.weight.push(1.0);
        let settings = DidSettings { sampling: Some(Sampling::Panel), ..settings(method) };
        let a = found(method, analyse(&data, &settings, false));
        let b = match analyse(&more, &settings, false) {
            Ok(found) => found,
            // A method that needs complete units may say so instead.
            Err(error) => return assert!(error.problems.iter().all(|problem| problem.code.starts_with("design::")), "{}: {error}", method.name()),
        };
        for (a, b) in a.effects.iter().zip(&b.effects) {
            near(&format!("{} {} {:?}", method.name(), a.key.term, a.key.event_time), a.estimate, b.estimate, tolerance(method));
        }
    });
}
