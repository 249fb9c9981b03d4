//! The theorems for methods that work on panels with starts that differ.

use super::{Data, SAME, data, exact, near, ok, settings};
use dampak::design::{PreAdjustment, PreMean};
use dampak::estimate::{EffectKind, Estimate};
use dampak::methods::{DidSettings, Method};
use proptest::prelude::*;

/// The methods with the choice that makes them a difference in differences.
fn choices() -> Vec<DidSettings> {
    let mut random = settings(Method::Efficient);
    random.pre_adjust = PreAdjustment::Difference;
    let mut reweighted = settings(Method::LocalProjections);
    reweighted.reweight = true;
    vec![random, settings(Method::Stacked), settings(Method::LocalProjections), reweighted]
}

/// All of them with their defaults, and further choices.
fn all() -> Vec<DidSettings> {
    let mut out = choices();
    out.push(settings(Method::Efficient));
    let mut means = settings(Method::LocalProjections);
    means.pre_mean = Some(PreMean::All);
    out.push(means);
    out
}

/// One record a unit and period.
fn panel(data: &Data) -> Data {
    let mut seen = std::collections::BTreeSet::new();
    let rows: Vec<usize> = (0..data.unit.len()).filter(|row| seen.insert((data.unit[*row], data.time[*row]))).collect();
    data.pick(&rows)
}

/// The overall effect of a method.
fn overall(found: &Estimate) -> Option<f64> {
    found.headline().and_then(|row| row.estimate)
}

/// All rows of two results, in whatever order the same effects come.
#[track_caller]
fn alike(a: &Estimate, b: &Estimate, scale: f64) {
    assert_eq!(a.effects.len(), b.effects.len());
    for (a, b) in a.effects.iter().zip(&b.effects) {
        assert_eq!(a.key, b.key);
        let what = format!("{} {} {:?} {:?}", b.key.kind.code(), b.key.term, b.key.cohort, b.key.event_time);
        near(&what, a.estimate.map(|x| scale * x), b.estimate, SAME);
        near(&format!("{what} se"), a.std_error.map(|x| scale * x), b.std_error, SAME);
        near(&format!("{what} p"), a.p_value, b.p_value, 1e-6);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5))]

    #[test]
    fn order_and_names_of_rows_do_not_matter(data in data(true), turn in 1usize..50) {
        let data = panel(&data);
        let n = data.unit.len();
        let rows: Vec<usize> = (0..n).map(|row| (row * 7 + turn) % n).collect();
        prop_assume!(!n.is_multiple_of(7));
        let mut other = data.pick(&rows);
        other.unit.iter_mut().for_each(|unit| *unit = 100 - *unit);
        for settings in all() {
            alike(&ok(&other, &settings), &ok(&data, &settings), 1.0);
        }
    }

    #[test]
    fn shifted_and_scaled_outcomes(data in data(true), shift in -50.0..50.0f64, scale in 0.1..20.0f64) {
        let data = panel(&data);
        let mut other = data.clone();
        other.y.iter_mut().for_each(|y| *y = shift + scale * *y);
        for settings in all() {
            alike(&ok(&data, &settings), &ok(&other, &settings), scale);
        }
    }

    #[test]
    fn one_start_and_two_periods_make_all_methods_one(data in data(false)) {
        let rows: Vec<usize> = (0..data.unit.len()).filter(|row| [2, 3].contains(&data.time[*row])).collect();
        let two = panel(&data.pick(&rows));
        let side = |group: bool, time: i64| {
            let of: Vec<f64> = (0..two.y.len()).filter(|i| (two.cohort[*i] > 0) == group && two.time[*i] == time).map(|i| two.y[i]).collect();
            of.iter().sum::<f64>() / of.len() as f64
        };
        let by_hand = (side(true, 3) - side(true, 2)) - (side(false, 3) - side(false, 2));
        for settings in choices() {
            near(settings.method.map_or("", Method::name), overall(&ok(&two, &settings)), Some(by_hand), 1e-10);
        }
    }
}

/// Units of three cohorts and never-treated ones, seven periods, no noise; the effect is 2.5.
fn without_noise() -> Data {
    let mut out = Data { unit: vec![], time: vec![], cohort: vec![], y: vec![], x: vec![], weight: vec![] };
    for unit in 0..12 {
        for time in 1..8 {
            let cohort = [3, 4, 6, 0][unit as usize % 4];
            let treated = cohort > 0 && time >= cohort;
            out.unit.push(unit);
            out.time.push(time);
            out.cohort.push(cohort);
            out.x.push(0.0);
            out.y.push(unit as f64 * 3.0 - (time * time) as f64 + if treated { 2.5 } else { 0.0 });
            out.weight.push(1.0);
        }
    }
    out
}

#[test]
fn noise_free_data_give_the_true_effect() {
    for data in [exact(), without_noise()] {
        for settings in all() {
            let found = ok(&data, &settings);
            let name = settings.method.map_or("", Method::name);
            for row in found.effects.iter().filter(|row| row.estimate.is_some()) {
                let before = row.key.event_time.is_some_and(|time| time.0 < 0) || row.key.term.ends_with("pre");
                let wanted = if before { 0.0 } else { 2.5 };
                if matches!(row.key.kind, EffectKind::Overall | EffectKind::EventTime | EffectKind::Cohort | EffectKind::Period) {
                    near(&format!("{name} {} {:?}", row.key.term, row.key.event_time), row.estimate, Some(wanted), 1e-10);
                }
            }
            assert!(overall(&found).is_some(), "{name}");
        }
    }
}

/// Influence functions say what the covariance says, and a treatment that ends is refused.
#[test]
fn influence_gives_the_covariance() {
    let mut data = without_noise();
    for (i, y) in data.y.iter_mut().enumerate() {
        *y += ((i * 31 + i * i) % 17) as f64 / 9.0;
    }
    for method in [Method::Stacked, Method::LocalProjections] {
        let found = ok(&data, &settings(method));
        let (covariance, influence) = (found.covariance.expect("asked for"), found.influence.expect("one way of clusters"));
        let product = influence.values.t().dot(&influence.values);
        for (a, i) in covariance.rows.iter().enumerate() {
            for (b, j) in covariance.rows.iter().enumerate() {
                near("influence", Some(product[[*i, *j]]), Some(covariance.matrix[[a, b]]), 1e-12);
            }
            near("error", found.effects[*i].std_error.map(|se| se * se), Some(covariance.matrix[[a, a]]), 1e-12);
        }
        assert!(found.tests.iter().any(|test| test.name == "pre-trends" && test.p_value.is_some()), "{}", method.name());
    }
}
