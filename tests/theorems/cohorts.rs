//! The same for the methods with effects by cohort and period. A new method of that kind adds its name to [`METHODS`].

use super::{Data, SAME, analyse, data, near, ok, same};
use dampak::design::{ControlGroup, Family, VarianceKind};
use dampak::estimate::{EffectKind, Estimate};
use dampak::methods::{DidSettings, Method};
use proptest::prelude::*;

const METHODS: [Method; 4] = [Method::SunAbraham, Method::Imputation, Method::TwoStage, Method::ExtendedTwfe];

fn settings(method: Method) -> DidSettings {
    super::settings(method)
}

/// Cohort effects know cohorts only; the theorems on units need theirs.
fn with_units(mut settings: DidSettings) -> DidSettings {
    if settings.method == Some(Method::ExtendedTwfe) {
        settings.fixed_effects = vec!["unit".into()];
    }
    settings
}

/// Variances in which neither the number of records nor that of parameters enters.
fn uncorrected(method: Method) -> DidSettings {
    DidSettings { vcov: Some(VarianceKind::Cr0), ..settings(method) }
}

fn simple(found: &Estimate) -> Option<f64> {
    found.effects.iter().find(|effect| effect.key.kind == EffectKind::Overall && effect.key.term == "simple").and_then(|effect| effect.estimate)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    #[test]
    fn cells_are_exactly_the_records(data in data(true), weighted in any::<bool>(), clustered in any::<bool>()) {
        for method in METHODS {
            let mut settings = settings(method);
            settings.covariates = vec!["x".into()];
            settings.weight = weighted.then(|| "w".into());
            if !clustered {
                settings.vcov = Some(VarianceKind::Hc1);
            }
            same(&ok(&data, &settings), &analyse(&data, &settings, true).expect("an estimate"), SAME);
        }
    }

    #[test]
    fn order_and_names_of_rows_do_not_matter(data in data(true), turn in 1usize..50) {
        let n = data.unit.len();
        prop_assume!(n % 7 != 0);
        let rows: Vec<usize> = (0..n).map(|row| (row * 7 + turn) % n).collect();
        let mut other = data.pick(&rows);
        other.unit.iter_mut().for_each(|unit| *unit = 100 - *unit);
        for method in METHODS {
            let mut settings = settings(method);
            settings.covariates = vec!["x".into()];
            same(&ok(&other, &settings), &ok(&data, &settings), SAME);
        }
    }

    #[test]
    fn shifted_and_scaled_outcomes(data in data(true), shift in -50.0..50.0f64, scale in 0.1..20.0f64) {
        let mut other = data.clone();
        other.y.iter_mut().for_each(|y| *y = shift + scale * *y);
        for method in METHODS {
            let (a, b) = (ok(&data, &settings(method)), ok(&other, &settings(method)));
            for (a, b) in a.effects.iter().zip(&b.effects) {
                near("estimate", a.estimate.map(|x| scale * x), b.estimate, SAME);
                near("error", a.std_error.map(|x| scale * x), b.std_error, SAME);
            }
        }
    }

    #[test]
    fn weight_two_is_the_row_twice(data in data(true)) {
        let rows: Vec<usize> = (0..data.unit.len()).flat_map(|row| vec![row; data.weight[row] as usize]).collect();
        let twice = data.pick(&rows);
        for method in METHODS {
            // Squared weights are not those of two rows.
            let with_errors = method != Method::Imputation;
            let weighted = DidSettings { weight: Some("w".into()), ..uncorrected(method) };
            let (weighted, doubled) = (ok(&data, &weighted), ok(&twice, &uncorrected(method)));
            for (a, b) in weighted.effects.iter().zip(&doubled.effects) {
                near(method.name(), a.estimate, b.estimate, SAME);
                if with_errors {
                    near(method.name(), a.std_error, b.std_error, SAME);
                }
            }
        }
    }

    #[test]
    fn one_start_and_two_periods_make_all_methods_one(data in data(false)) {
        let mut seen = std::collections::BTreeSet::new();
        let rows: Vec<usize> =
            (0..data.unit.len()).filter(|row| [2, 3].contains(&data.time[*row]) && seen.insert((data.unit[*row], data.time[*row]))).collect();
        let two = data.pick(&rows);
        let by_hand = ok(&two, &super::settings(Method::TwoByTwo)).effect("att").and_then(|att| att.estimate);
        for method in METHODS {
            near(method.name(), simple(&ok(&two, &settings(method))), by_hand, 1e-10);
        }
    }

    /// Units that leave early change nothing for the others where nothing connects them: a never-treated unit seen once says nothing of changes.
    #[test]
    fn a_unit_seen_once_before_any_start_changes_no_effect(data in data(true), y in -5.0..5.0f64) {
        let mut more = data.clone();
        more.unit.push(77);
        more.time.push(1);
        more.cohort.push(0);
        more.y.push(y);
        more.x.push(0.0);
        more.weight.push(1.0);
        for method in METHODS {
            let settings = with_units(uncorrected(method));
            let (a, b) = (ok(&data, &settings), ok(&more, &settings));
            for (a, b) in a.effects.iter().zip(&b.effects) {
                near(method.name(), a.estimate, b.estimate, SAME);
                near(method.name(), a.std_error, b.std_error, SAME);
            }
        }
    }
}

/// Twelve units, eight periods, starts in 3, 4 and 6, without noise: the effect is 1 + the periods since the start, twice that in the later cohorts.
fn exact(staggered: bool, never: bool) -> Data {
    let mut out = Data { unit: vec![], time: vec![], cohort: vec![], y: vec![], x: vec![], weight: vec![] };
    for unit in 0..12 {
        for time in 1..9 {
            let cohort = match unit {
                0..3 => 3,
                3..6 if staggered => 4,
                6..9 if staggered => 6,
                _ if never => 0,
                _ => 7,
            };
            let (unit, time) = (i64::from(unit), i64::from(time));
            out.unit.push(unit);
            out.time.push(time);
            out.cohort.push(cohort);
            let x = ((unit * 7 + time * time * 5) % 11) as f64;
            out.x.push(x);
            out.y.push(unit as f64 * 3.0 - (time * time) as f64 + 0.5 * x + effect(cohort, time));
            out.weight.push(1.0 + (unit % 3) as f64);
        }
    }
    out
}

fn effect(cohort: i64, time: i64) -> f64 {
    if cohort == 0 || time < cohort {
        return 0.0;
    }
    (1 + time - cohort) as f64 * if cohort > 3 { 2.0 } else { 1.0 }
}

#[test]
fn noise_free_data_give_the_true_effects_in_every_design() {
    let designs: [(&str, Data); 4] = [
        ("one start", exact(false, true)),
        ("staggered", exact(true, true)),
        ("nobody never treated", exact(true, false)),
        ("unbalanced", {
            let all = exact(true, true);
            let rows: Vec<usize> = (0..all.y.len()).filter(|row| row % 7 != 3).collect();
            all.pick(&rows)
        }),
    ];
    for (design, data) in &designs {
        for method in METHODS {
            for covariate in [false, true] {
                for control in [None, Some(ControlGroup::NotYetTreated)] {
                    let mut data = data.clone();
                    if !covariate {
                        data.y.iter_mut().zip(&data.x).for_each(|(y, x)| *y -= 0.5 * x);
                    }
                    let mut settings = with_units(settings(method));
                    settings.control = control;
                    settings.covariates = covariate.then(|| "x".into()).into_iter().collect();
                    let found = ok(&data, &settings);
                    let mut seen = 0;
                    for row in found.effects.iter().filter(|row| row.key.kind == EffectKind::CohortPeriod) {
                        let (Some(dampak::panel::Cohort::TreatedFrom(start)), Some(period)) = (row.key.cohort, row.key.period) else { continue };
                        near(&format!("{} {design} {}/{}", method.name(), start.0, period.0), row.estimate, Some(effect(start.0, period.0)), 1e-9);
                        assert!(row.statistic.is_none(), "{} {design}: no noise, no test", method.name());
                        seen += 1;
                    }
                    assert!(seen >= 6, "{} {design}", method.name());
                }
            }
        }
    }
}

/// Exponential means without noise: y = exp(α[g] + λ[t]) times 1.5 where the program runs.
#[test]
fn exponential_means_without_noise_and_what_has_no_maximum() {
    let mut data = exact(true, true);
    let plain = |cohort: i64, time: i64| (1.0 + 0.1 * cohort as f64 + 0.2 * (time * time) as f64 / 8.0).exp();
    for i in 0..data.y.len() {
        let treated = data.cohort[i] > 0 && data.time[i] >= data.cohort[i];
        data.y[i] = plain(data.cohort[i], data.time[i]) * if treated { 1.5 } else { 1.0 };
    }
    for control in [ControlGroup::NeverTreated, ControlGroup::NotYetTreated] {
        let settings = DidSettings { family: Family::Poisson, control: Some(control), ..settings(Method::ExtendedTwfe) };
        let found = ok(&data, &settings);
        for row in found.effects.iter().filter(|row| row.key.kind == EffectKind::CohortPeriod) {
            let (Some(dampak::panel::Cohort::TreatedFrom(start)), Some(period)) = (row.key.cohort, row.key.period) else { continue };
            let truth = if period >= start { 0.5 * plain(start.0, period.0) } else { 0.0 };
            near(&format!("{}/{}", start.0, period.0), row.estimate, Some(truth), 1e-9);
        }
        let refused = |change: &dyn Fn(&mut Data)| {
            let mut other = data.clone();
            change(&mut other);
            super::code(analyse(&other, &settings, false)).0
        };
        assert_eq!(refused(&|data| data.y[5] = -1.0), "design::outcome-out-of-range");
        let zero_before = |data: &mut Data| (0..data.y.len()).filter(|i| data.cohort[*i] == 3 && data.time[*i] < 3).for_each(|i| data.y[i] = 0.0);
        assert_eq!(refused(&|data| zero_before(data)), "design::no-maximum");
    }
    let logit = DidSettings { family: Family::Logit, ..settings(Method::ExtendedTwfe) };
    assert_eq!(super::code(analyse(&data, &logit, false)).0, "design::outcome-out-of-range");
}
