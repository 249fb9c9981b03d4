//! What must hold for triple differences in every data set.

use dampak::data::{ArrayColumn, PolarsLocal, Records};
use dampak::design::{Adjustment, ControlGroup, Sampling, Treatment};
use dampak::error::Error;
use dampak::estimate::{EffectKind, Estimate};
use dampak::methods::{DidSettings, Method, MethodInput, by, plan, run};
use dampak::panel::{CellKey, KeyRole, RecordPass};
use proptest::prelude::*;

/// Sums of a few hundred terms in another order.
const SAME: f64 = 1e-9;

#[derive(Debug, Clone, Default)]
struct Data {
    unit: Vec<i64>,
    time: Vec<i64>,
    start: Vec<i64>,
    eligible: Vec<i64>,
    y: Vec<f64>,
    x: Vec<f64>,
    weight: Vec<f64>,
}

impl Data {
    fn push(&mut self, keys: [i64; 4], y: f64, x: f64, weight: f64) {
        self.unit.push(keys[0]);
        self.time.push(keys[1]);
        self.start.push(keys[2]);
        self.eligible.push(keys[3]);
        self.y.push(y);
        self.x.push(x);
        self.weight.push(weight);
    }

    fn pick(&self, rows: impl IntoIterator<Item = usize>) -> Self {
        let mut out = Self::default();
        for i in rows {
            out.push([self.unit[i], self.time[i], self.start[i], self.eligible[i]], self.y[i], self.x[i], self.weight[i]);
        }
        out
    }

    fn records(&self) -> Records {
        let whole = |values: &[i64]| ArrayColumn::Whole(values.iter().copied().map(Some).collect());
        let number = |values: &[f64]| ArrayColumn::Number(values.iter().copied().map(Some).collect());
        let group: Vec<i64> = self.start.iter().map(|start| i64::from(*start > 0)).collect();
        let post: Vec<i64> = self.time.iter().map(|time| i64::from(*time >= 3)).collect();
        let rows: Vec<i64> = (0..self.unit.len() as i64).collect();
        let columns = [
            ("unit", whole(&self.unit)),
            ("time", whole(&self.time)),
            ("start", whole(&self.start)),
            ("eligible", whole(&self.eligible)),
            ("group", whole(&group)),
            ("post", whole(&post)),
            ("row", whole(&rows)),
            ("y", number(&self.y)),
            ("x", number(&self.x)),
            ("w", number(&self.weight)),
        ];
        Records::from_arrays(columns.into_iter().map(|(name, values)| (name.to_owned(), values)).collect()).expect("a table")
    }
}

/// Thirty-six units, five periods, starts 3, 4 and never, half of them eligible, and noise given by `noise`. Groups and the eligible have trends.
fn panel(noise: impl Fn(usize) -> f64) -> Data {
    let mut out = Data::default();
    for unit in 0..36_i64 {
        let (start, eligible) = ([3, 4, 0][unit as usize % 3], (unit / 3) % 2);
        let x = ((unit * 7) % 11) as f64 / 5.0 - 1.0;
        for time in 1..6_i64 {
            let trend = [0.4, -0.3, 0.1][unit as usize % 3] * time as f64 + 0.7 * (time * eligible) as f64;
            let effect = if start > 0 && time >= start && eligible == 1 { 2.0 + 0.5 * (time - start) as f64 } else { 0.0 };
            let at = out.unit.len();
            out.push([unit, time, start, eligible], unit as f64 * 0.3 + trend + effect + noise(at), x, 1.0);
        }
    }
    out
}

fn settings(method: Method) -> DidSettings {
    let mut settings = DidSettings::new("y", Treatment::Cohort("start".into()));
    settings.method = Some(method);
    settings.unit = Some("unit".into());
    settings.time = Some("time".into());
    settings.partition = (method == Method::Triple).then(|| "eligible".into());
    settings.covariance = true;
    settings
}

fn analyse(data: &Data, settings: &DidSettings, by_record: bool) -> Result<Estimate, Error> {
    let records = data.records();
    let engine = PolarsLocal::new(&records);
    let mut plan = plan(settings)?;
    if by_record {
        plan.keys.push(CellKey { column: "row".into(), role: KeyRole::Discrete });
    }
    let cells = engine.cells(&plan)?;
    let input = MethodInput { cells: &cells, plan: &plan, settings, records: Some(&engine) };
    match &settings.by {
        Some(column) => by(&input, column),
        None => run(&input),
    }
}

fn ok(data: &Data, settings: &DidSettings) -> Estimate {
    analyse(data, settings, false).unwrap_or_else(|error| panic!("{error}"))
}

#[track_caller]
fn same(a: &Estimate, b: &Estimate, tolerance: f64) {
    assert_eq!(a.effects.len(), b.effects.len());
    for (a, b) in a.effects.iter().zip(&b.effects) {
        assert_eq!(a.key, b.key);
        for (a, b) in [(a.estimate, b.estimate), (a.std_error, b.std_error)] {
            match (a, b) {
                (Some(a), Some(b)) => assert!((a - b).abs() <= tolerance * (1.0 + b.abs()), "{a} and {b}"),
                (a, b) => assert_eq!(a, b),
            }
        }
    }
}

fn noise(seed: usize) -> impl Fn(usize) -> f64 {
    move |at| ((at * at + seed * 31 + at * 17) % 97) as f64 / 40.0
}

#[test]
fn noise_free_data_give_the_true_effects() {
    let data = panel(|_| 0.0);
    for control in [ControlGroup::NeverTreated, ControlGroup::NotYetTreated] {
        for adjust in [Adjustment::DoublyRobust, Adjustment::InverseProbability, Adjustment::Regression] {
            for covariates in [vec![], vec!["x".to_owned()]] {
                let mut settings = settings(Method::Triple);
                (settings.control, settings.adjust, settings.covariates) = (Some(control), adjust, covariates);
                let found = ok(&data, &settings);
                for effect in found.effects.iter().filter(|effect| effect.key.kind == EffectKind::EventTime) {
                    let time = effect.key.event_time.expect("an event time").0;
                    let truth = if time >= 0 { 2.0 + 0.5 * time as f64 } else { 0.0 };
                    assert!((effect.estimate.expect("identified") - truth).abs() < 1e-10, "{control:?} {adjust:?} {time}: {:?}", effect.estimate);
                    assert_eq!(effect.p_value, None, "a perfect fit has no p-value");
                }
            }
        }
    }
}

#[test]
fn it_is_the_difference_of_two_differences_in_differences() {
    let data = panel(noise(1));
    let triple = ok(&data, &settings(Method::Triple));
    let part = |eligible: i64| {
        let rows: Vec<usize> = (0..data.y.len()).filter(|i| data.eligible[*i] == eligible).collect();
        ok(&data.pick(rows), &settings(Method::CallawaySantanna))
    };
    let (with, without) = (part(1), part(0));
    let mut compared = 0;
    for effect in triple.effects.iter().filter(|effect| effect.key.kind == EffectKind::CohortPeriod) {
        let of = |found: &Estimate| {
            let row = found.effects.iter().find(|other| other.key == effect.key).expect("the same comparisons");
            (row.estimate.expect("an effect"), row.std_error.expect("an error"))
        };
        let (a, b) = (of(&with), of(&without));
        assert!((effect.estimate.expect("an effect") - (a.0 - b.0)).abs() < SAME);
        // The two samples are independent.
        assert!((effect.std_error.expect("an error") - a.1.hypot(b.1)).abs() < SAME);
        compared += 1;
    }
    assert_eq!(compared, 8);
}

#[test]
fn one_start_and_two_periods_are_the_regression() {
    let all = panel(noise(2));
    let data = all.pick((0..all.y.len()).filter(|i| [2, 3].contains(&all.time[*i]) && all.start[*i] != 4));
    let mut regression = settings(Method::Triple);
    regression.treatment = Treatment::GroupPost { group: "group".into(), post: "post".into() };
    let (a, b) = (ok(&data, &regression), ok(&data, &settings(Method::Triple)));
    let headline = |found: &Estimate| found.headline().and_then(|effect| effect.estimate).expect("an effect");
    assert!((headline(&a) - headline(&b)).abs() < SAME);
    assert_eq!(a.parts["means"].as_array().map(Vec::len), Some(8));
}

#[test]
fn rows_in_another_order_under_other_names_and_records_as_cells() {
    let data = panel(noise(3));
    let n = data.y.len();
    let mut other = data.pick((0..n).map(|i| (i * 7 + 5) % n));
    other.unit.iter_mut().for_each(|unit| *unit = 100 - *unit);
    let mut settings = settings(Method::Triple);
    settings.control = Some(ControlGroup::NotYetTreated);
    settings.covariates = vec!["x".into()];
    same(&ok(&other, &settings), &ok(&data, &settings), SAME);
    settings.sampling = Some(Sampling::RepeatedCrossSections);
    same(&analyse(&data, &settings, true).expect("an estimate"), &ok(&data, &settings), SAME);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    #[test]
    fn weight_two_is_the_record_twice(seed in 0usize..1000, doubled in 2usize..5) {
        let mut data = panel(noise(seed));
        for (i, weight) in data.weight.iter_mut().enumerate() {
            *weight = if i % doubled == 0 { 2.0 } else { 1.0 };
        }
        let twice = data.pick((0..data.y.len()).flat_map(|i| vec![i; data.weight[i] as usize]));
        // Records within units: the sums by unit are the same.
        let mut plain = settings(Method::Triple);
        plain.sampling = Some(Sampling::RepeatedCrossSections);
        let mut weighted = plain.clone();
        weighted.weight = Some("w".into());
        let estimates = |found: &Estimate| found.effects.iter().filter_map(|effect| effect.estimate).collect::<Vec<f64>>();
        for (a, b) in estimates(&ok(&data, &weighted)).iter().zip(estimates(&ok(&twice, &plain))) {
            prop_assert!((a - b).abs() < SAME * (1.0 + b.abs()));
        }
        same(&ok(&data, &weighted), &ok(&twice, &plain), SAME);
    }
}

#[test]
fn what_the_partition_must_be() {
    let data = panel(noise(4));
    let code = |data: &Data, settings: &DidSettings| analyse(data, settings, false).expect_err("an error").problems[0].code;
    let mut varying = data.clone();
    varying.eligible[3] = 1 - varying.eligible[3];
    assert_eq!(code(&varying, &settings(Method::Triple)), "design::partition-varies");
    let mut constant = data.clone();
    constant.eligible.fill(1);
    assert_eq!(code(&constant, &settings(Method::Triple)), "design::partition-constant");
    let mut missing = settings(Method::Triple);
    missing.partition = None;
    assert_eq!(code(&data, &missing), "design::missing-role");
    let mut unused = settings(Method::Twfe);
    unused.partition = Some("eligible".into());
    assert_eq!(code(&data, &unused), "design::option-not-for-method");
    let mut default = settings(Method::Triple);
    default.method = None;
    assert_eq!(ok(&data, &default).method, "triple");
    let mut group = settings(Method::Triple);
    group.treatment = Treatment::GroupPost { group: "group".into(), post: "post".into() };
    let lonely = data.pick((0..data.y.len()).filter(|i| data.start[*i] > 0 || data.eligible[*i] == 1 || data.time[*i] < 3));
    assert_eq!(code(&lonely, &group), "design::empty-cell");
}

#[test]
fn a_comparison_cohort_without_one_side_is_left_out_and_named() {
    let data = panel(noise(5));
    // Cohort 4 keeps its eligible units only: it cannot serve for cohort 3, and has no effect of its own.
    let rows = (0..data.y.len()).filter(|i| data.start[*i] != 4 || data.eligible[*i] == 1);
    let mut settings = settings(Method::Triple);
    settings.control = Some(ControlGroup::NotYetTreated);
    let found = ok(&data.pick(rows), &settings);
    let note = |code: &str| found.notes.iter().any(|note| note.code == code);
    assert!(note("comparisons-left-out") && note("effects-undefined"));
    let never = ok(&data.pick((0..data.y.len()).filter(|i| data.start[*i] != 4)), &settings);
    for effect in never.effects.iter().filter(|effect| effect.key.kind == EffectKind::CohortPeriod) {
        let row = found.effects.iter().find(|other| other.key == effect.key).expect("the same cells");
        assert!((row.estimate.expect("an effect") - effect.estimate.expect("an effect")).abs() < SAME);
    }
}

#[test]
fn bands_windows_and_regions() {
    let data = panel(noise(6));
    let mut settings = settings(Method::Triple);
    settings.bands = Some(500);
    settings.window = Some((0, 1));
    let found = ok(&data, &settings);
    assert!(found.effects.iter().any(|effect| effect.key.kind == EffectKind::Overall && effect.key.term == "window" && effect.std_error.is_some()));
    for effect in found.effects.iter().filter(|effect| effect.key.kind == EffectKind::EventTime && effect.std_error.is_some()) {
        assert!(effect.band_low < effect.conf_low && effect.band_high > effect.conf_high);
    }
    same(&found, &ok(&data, &settings), 0.0);
    let mut by = self::settings(Method::Triple);
    by.by = Some("eligible".into());
    assert_eq!(analyse(&data, &by, false).expect_err("one side alone").problems[0].code, "design::partition-constant");
}
