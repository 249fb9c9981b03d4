//! What must hold for every data set: properties of the methods, and mistakes that other programs shipped.

#![allow(clippy::expect_used, clippy::panic)]

use dampak::data::{ArrayColumn, PolarsLocal, Records};
use dampak::design::{Sampling, Treatment, VarianceKind};
use dampak::error::{Error, Exit};
use dampak::estimate::Estimate;
use dampak::methods::{DidSettings, Method, MethodInput, by, plan, run};
use dampak::panel::{CellKey, KeyRole, RecordPass};
use proptest::prelude::*;

mod cohorts;
mod every;
mod staggered;

/// Sums of a few hundred terms in another order, through a regression of moderate condition.
const SAME: f64 = 1e-8;

/// A table of records: unit, period, outcome, covariate, weight. Units under `treated` start in period `start`, with an effect.
#[derive(Debug, Clone)]
struct Data {
    unit: Vec<i64>,
    time: Vec<i64>,
    cohort: Vec<i64>,
    y: Vec<f64>,
    x: Vec<f64>,
    weight: Vec<f64>,
}

impl Data {
    fn records(&self) -> Records {
        let whole = |values: &[i64]| ArrayColumn::Whole(values.iter().copied().map(Some).collect());
        let number = |values: &[f64]| ArrayColumn::Number(values.iter().copied().map(Some).collect());
        let rows: Vec<i64> = (0..self.unit.len() as i64).collect();
        let marks: Vec<i64> = self.cohort.iter().map(|cohort| i64::from(*cohort > 0)).collect();
        let after: Vec<i64> = self.time.iter().map(|time| i64::from(*time >= 3)).collect();
        let now: Vec<i64> = self.cohort.iter().zip(&self.time).map(|(cohort, time)| i64::from(*cohort > 0 && time >= cohort)).collect();
        let columns = [
            ("unit", whole(&self.unit)),
            ("time", whole(&self.time)),
            ("cohort", whole(&self.cohort)),
            ("group", whole(&marks)),
            ("post", whole(&after)),
            ("now", whole(&now)),
            ("row", whole(&rows)),
            ("all", whole(&vec![1; rows.len()])),
            ("y", number(&self.y)),
            ("x", number(&self.x)),
            ("w", number(&self.weight)),
        ];
        Records::from_arrays(columns.into_iter().map(|(name, values)| (name.to_owned(), values)).collect()).expect("a table")
    }

    fn pick(&self, rows: &[usize]) -> Self {
        let whole = |values: &[i64]| rows.iter().map(|row| values[*row]).collect();
        let number = |values: &[f64]| rows.iter().map(|row| values[*row]).collect();
        Self {
            unit: whole(&self.unit),
            time: whole(&self.time),
            cohort: whole(&self.cohort),
            y: number(&self.y),
            x: number(&self.x),
            weight: number(&self.weight),
        }
    }
}

/// Unbalanced records of eight units and four periods, several a unit-period; four units start in period 3 (two of them in 4 where `staggered`).
fn data(staggered: bool) -> impl Strategy<Value = Data> {
    let record = (0i64..8, 1i64..5, -2.0..2.0f64, -1.0..1.0f64, 1u8..4);
    prop::collection::vec(record, 60..120).prop_map(move |mut rows| {
        // Every unit-period is there at least once, so that nothing is a singleton.
        rows.extend((0..32).map(|i| (i / 4, i % 4 + 1, ((i * 37) % 11) as f64 / 5.0, ((i * 53) % 13) as f64 / 7.0, 1)));
        let mut out = Data { unit: vec![], time: vec![], cohort: vec![], y: vec![], x: vec![], weight: vec![] };
        for (unit, time, noise, x, weight) in rows {
            let cohort = match unit {
                2 | 3 if staggered => 4,
                0..=3 => 3,
                _ => 0,
            };
            let treated = f64::from(u8::from(cohort > 0 && time >= cohort));
            out.unit.push(unit);
            out.time.push(time);
            out.cohort.push(cohort);
            out.x.push(x + 0.3 * noise);
            out.y.push(unit as f64 + 0.5 * time as f64 + 1.5 * treated + 0.7 * x + noise);
            out.weight.push(f64::from(weight));
        }
        out
    })
}

fn settings(method: Method) -> DidSettings {
    let treatment =
        if method == Method::TwoByTwo { Treatment::GroupPost { group: "group".into(), post: "post".into() } } else { Treatment::Cohort("cohort".into()) };
    let mut settings = DidSettings::new("y", treatment);
    settings.method = Some(method);
    settings.unit = Some("unit".into());
    settings.time = Some("time".into());
    settings.sampling = Some(Sampling::RepeatedCrossSections);
    settings.covariance = true;
    settings
}

/// Runs on cells, or on one cell a record.
fn analyse(data: &Data, settings: &DidSettings, by_record: bool) -> Result<Estimate, Error> {
    let records = data.records();
    let engine = PolarsLocal::new(&records);
    let mut plan = plan(settings)?;
    if by_record {
        plan.keys.push(CellKey { column: "row".into(), role: KeyRole::Discrete });
    }
    let cells = engine.cells(&plan)?;
    run(&MethodInput { cells: &cells, plan: &plan, settings, records: Some(&engine) })
}

fn ok(data: &Data, settings: &DidSettings) -> Estimate {
    analyse(data, settings, false).unwrap_or_else(|error| panic!("{error}"))
}

#[track_caller]
fn near(what: &str, a: Option<f64>, b: Option<f64>, tolerance: f64) {
    match (a, b) {
        (Some(a), Some(b)) => assert!((a - b).abs() <= tolerance * (1.0 + b.abs()), "{what}: {a} and {b}"),
        (a, b) => assert_eq!(a, b, "{what}"),
    }
}

#[track_caller]
fn same(a: &Estimate, b: &Estimate, tolerance: f64) {
    assert_eq!(a.effects.len(), b.effects.len());
    for (a, b) in a.effects.iter().zip(&b.effects) {
        assert_eq!(a.key, b.key);
        let what = format!("{} {:?}", a.key.term, a.key.event_time);
        near(&what, a.estimate, b.estimate, tolerance);
        near(&format!("{what} se"), a.std_error, b.std_error, tolerance);
        near(&format!("{what} df"), a.df, b.df, tolerance);
        near(&format!("{what} p"), a.p_value, b.p_value, 10.0 * tolerance);
    }
}

const METHODS: [Method; 3] = [Method::TwoByTwo, Method::Twfe, Method::EventStudy];

const VARIANCES: [VarianceKind; 9] = [
    VarianceKind::Iid,
    VarianceKind::Hc0,
    VarianceKind::Hc1,
    VarianceKind::Hc2,
    VarianceKind::Hc3,
    VarianceKind::Cr0,
    VarianceKind::Cr1,
    VarianceKind::Cr2,
    VarianceKind::Cr3,
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn cells_are_exactly_the_records(data in data(true), weighted in any::<bool>()) {
        for method in METHODS {
            for kind in VARIANCES {
                let mut settings = settings(method);
                settings.covariates = vec!["x".into()];
                settings.weight = weighted.then(|| "w".into());
                settings.vcov = Some(kind);
                let cells = ok(&data, &settings);
                let records = analyse(&data, &settings, true).expect("an estimate");
                same(&cells, &records, SAME);
            }
        }
    }

    #[test]
    fn order_and_names_of_rows_do_not_matter(data in data(true), turn in 1usize..50) {
        let n = data.unit.len();
        let rows: Vec<usize> = (0..n).map(|row| (row * 7 + turn) % n).collect();
        prop_assume!(n % 7 != 0);
        let mut other = data.pick(&rows);
        for unit in &mut other.unit {
            *unit = 100 - *unit;
        }
        for method in METHODS {
            let mut settings = settings(method);
            settings.covariates = vec!["x".into()];
            same(&ok(&other, &settings), &ok(&data, &settings), SAME);
        }
    }

    #[test]
    fn shifted_and_scaled_outcomes(data in data(true), shift in -50.0..50.0f64, scale in 0.1..20.0f64) {
        let mut other = data.clone();
        for y in &mut other.y {
            *y = shift + scale * *y;
        }
        for method in METHODS {
            let (a, b) = (ok(&data, &settings(method)), ok(&other, &settings(method)));
            for (a, b) in a.effects.iter().zip(&b.effects).filter(|(a, _)| a.key.term == "att") {
                near("estimate", a.estimate.map(|x| scale * x), b.estimate, SAME);
                near("error", a.std_error.map(|x| scale * x), b.std_error, SAME);
                near("p", a.p_value, b.p_value, 1e-7);
            }
        }
    }

    #[test]
    fn weight_two_is_the_row_twice(data in data(true)) {
        let rows: Vec<usize> = (0..data.unit.len()).flat_map(|row| vec![row; data.weight[row] as usize]).collect();
        let twice = data.pick(&rows);
        for method in METHODS {
            let (mut weighted, mut plain) = (settings(method), settings(method));
            weighted.weight = Some("w".into());
            // Clusters and no small-sample factor: the number of rows does not enter.
            weighted.vcov = Some(VarianceKind::Cr0);
            plain.vcov = Some(VarianceKind::Cr0);
            same(&ok(&data, &weighted), &ok(&twice, &plain), SAME);
        }
    }

    #[test]
    fn one_start_and_two_periods_make_all_methods_one(data in data(false)) {
        let rows: Vec<usize> = (0..data.unit.len()).filter(|row| [2, 3].contains(&data.time[*row])).collect();
        let mut two = data.pick(&rows);
        // One record a unit-period: balanced.
        let mut seen = std::collections::BTreeSet::new();
        let rows: Vec<usize> = (0..two.unit.len()).filter(|row| seen.insert((two.unit[*row], two.time[*row]))).collect();
        two = two.pick(&rows);
        let side = |group: bool, time: i64| {
            let of: Vec<f64> = (0..two.y.len()).filter(|i| (two.cohort[*i] > 0) == group && two.time[*i] == time).map(|i| two.y[i]).collect();
            of.iter().sum::<f64>() / of.len() as f64
        };
        let by_hand = (side(true, 3) - side(true, 2)) - (side(false, 3) - side(false, 2));
        for method in METHODS {
            near(method.name(), ok(&two, &settings(method)).effect("att").and_then(|att| att.estimate), Some(by_hand), 1e-10);
        }
    }
}

/// Eight units, six periods, no noise: the effect is 2.5 for those treated from period 3 or 4.
fn exact() -> Data {
    let mut out = Data { unit: vec![], time: vec![], cohort: vec![], y: vec![], x: vec![], weight: vec![] };
    for unit in 0..8 {
        for time in 1..7 {
            let cohort = if unit < 4 { 3 } else { 0 };
            let treated = cohort > 0 && time >= cohort;
            out.unit.push(unit);
            out.time.push(time);
            out.cohort.push(cohort);
            out.x.push(((unit * 7 + time * 5) % 11) as f64);
            out.y.push(unit as f64 * 3.0 - time as f64 + if treated { 2.5 } else { 0.0 });
            out.weight.push(1.0);
        }
    }
    out
}

fn code(result: Result<Estimate, Error>) -> (&'static str, Exit) {
    let error = result.expect_err("an error");
    (error.problems[0].code, error.exit())
}

#[test]
fn noise_free_data_give_the_true_effect_and_no_p_value() {
    for method in METHODS {
        let found = ok(&exact(), &settings(method));
        let att = found.effect("att").expect("att");
        near(method.name(), att.estimate, Some(2.5), 1e-12);
        if method != Method::TwoByTwo {
            assert_eq!((att.statistic, att.p_value, att.conf_low), (None, None, None), "{}", method.name());
            assert!(found.notes.iter().any(|note| note.code == "no-variance"));
        }
    }
}

#[test]
fn the_reference_of_an_event_study_is_zero_without_an_error() {
    let mut data = exact();
    for (i, y) in data.y.iter_mut().enumerate() {
        *y += ((i * 31) % 17) as f64 / 9.0;
    }
    let found = ok(&data, &settings(Method::EventStudy));
    let row = |time: i64| found.effects.iter().position(|effect| effect.key.event_time.is_some_and(|found| found.0 == time)).expect("a row");
    let reference = &found.effects[row(-1)];
    assert_eq!((reference.estimate, reference.std_error, reference.p_value), (Some(0.0), None, None));
    let covariance = found.covariance.expect("asked for");
    assert!(!covariance.rows.contains(&row(-1)));
    let influence = found.influence.expect("one way of clusters");
    let product = influence.values.t().dot(&influence.values);
    for (a, i) in covariance.rows.iter().enumerate() {
        for (b, j) in covariance.rows.iter().enumerate() {
            near("influence", Some(product[[*i, *j]]), Some(covariance.matrix[[a, b]]), 1e-12);
        }
    }
    let mut settings = settings(Method::EventStudy);
    settings.anticipation = 1;
    let found = ok(&data, &settings);
    assert!(found.effects.iter().any(|effect| effect.key.event_time.is_some_and(|time| time.0 == -2) && effect.estimate == Some(0.0)));
}

#[test]
fn designs_that_identify_nothing_are_refused() {
    let base = exact();
    let with = |change: &dyn Fn(&mut Data)| {
        let mut data = base.clone();
        change(&mut data);
        data
    };
    let refused = |data: &Data, settings: &DidSettings| code(analyse(data, settings, false));
    let twfe = settings(Method::Twfe);
    assert_eq!(refused(&with(&|data| data.cohort.fill(3)), &twfe), ("design::no-control-group", Exit::NotIdentified));
    assert_eq!(refused(&with(&|data| data.cohort.fill(0)), &twfe), ("design::no-treated-group", Exit::NotIdentified));
    let early = with(&|data| data.cohort.iter_mut().filter(|cohort| **cohort > 0).for_each(|cohort| *cohort = 1));
    assert_eq!(refused(&early, &twfe), ("design::no-period-before", Exit::NotIdentified));
    let varying = with(&|data| data.cohort[0] = 5);
    assert_eq!(refused(&varying, &twfe), ("design::cohort-varies", Exit::Input));
    let after: Vec<usize> = (0..base.y.len()).filter(|i| base.time[*i] >= 3 || base.cohort[*i] == 0).collect();
    assert_eq!(refused(&base.pick(&after), &settings(Method::TwoByTwo)), ("design::no-period-before", Exit::NotIdentified));
    let lonely: Vec<usize> = (0..base.y.len()).filter(|i| base.time[*i] < 3 || base.cohort[*i] > 0).collect();
    assert_eq!(refused(&base.pick(&lonely), &settings(Method::TwoByTwo)), ("design::empty-cell", Exit::NotIdentified));
    let mut one = settings(Method::Twfe);
    one.cluster = vec!["all".into()];
    assert_eq!(refused(&base, &one), ("design::one-cluster", Exit::Input));
    let mut absorbed = settings(Method::Twfe);
    absorbed.fixed_effects = vec!["now".into()];
    assert_eq!(refused(&base, &absorbed), ("design::not-identified", Exit::NotIdentified));
    let mut missing = settings(Method::Twfe);
    if let Some(method) = Method::all().find(|method| method.estimator().is_none()) {
        missing.method = Some(method);
        assert_eq!(refused(&base, &missing).0, "design::method-not-available");
    }
    missing.method = Some(Method::Twfe);
    missing.sampling = Some(Sampling::Panel);
    let rows: Vec<usize> = (0..base.y.len()).chain([5]).collect();
    assert_eq!(refused(&base.pick(&rows), &missing).0, "data::duplicate-cell");
    missing.sampling = None;
    assert_eq!(refused(&base.pick(&rows), &missing).0, "data::duplicate-cell");
}

#[test]
fn a_treatment_that_ends_is_refused() {
    let mut settings = settings(Method::Twfe);
    settings.treatment = Treatment::Status("x".into());
    let mut data = exact();
    for i in 0..data.x.len() {
        data.x[i] = f64::from(u8::from(data.unit[i] == 0 && data.time[i] == 3));
    }
    let whole = Records::from_arrays(vec![
        ("unit".into(), ArrayColumn::Whole(data.unit.iter().copied().map(Some).collect())),
        ("time".into(), ArrayColumn::Whole(data.time.iter().copied().map(Some).collect())),
        ("x".into(), ArrayColumn::Whole(data.x.iter().map(|x| Some(*x as i64)).collect())),
        ("y".into(), ArrayColumn::Number(data.y.iter().copied().map(Some).collect())),
    ])
    .expect("a table");
    let engine = PolarsLocal::new(&whole);
    let plan = plan(&settings).expect("a plan");
    let cells = engine.cells(&plan).expect("cells");
    let input = MethodInput { cells: &cells, plan: &plan, settings: &settings, records: Some(&engine) };
    assert_eq!(code(run(&input)), ("design::treatment-switches-off", Exit::Input));
}

fn noisy() -> Data {
    let mut data = exact();
    for (i, y) in data.y.iter_mut().enumerate() {
        *y += ((i * 29 + i * i) % 23) as f64 / 11.0;
    }
    data
}

/// Two clusters once gave p = 1.8e-15 from the normal table (fixest issue 438).
#[test]
fn two_clusters_have_one_degree_of_freedom() {
    let mut settings = settings(Method::TwoByTwo);
    settings.cluster = vec!["group".into()];
    let found = ok(&noisy(), &settings);
    assert_eq!(found.effect("att").and_then(|att| att.df), Some(1.0));
    assert!(found.notes.iter().any(|note| note.code == "few-clusters" && note.text.en.contains("mislead")));
}

/// Clustered errors once became homoskedastic ones on unbalanced panels (did issue 262).
#[test]
fn clusters_stay_on_unbalanced_panels() {
    let data = noisy();
    let rows: Vec<usize> = (0..data.y.len()).filter(|i| i % 7 != 3).collect();
    let unbalanced = data.pick(&rows);
    let mut plain = settings(Method::Twfe);
    plain.vcov = Some(VarianceKind::Iid);
    let (clustered, iid) = (ok(&unbalanced, &settings(Method::Twfe)), ok(&unbalanced, &plain));
    assert_eq!(clustered.sample.clusters, Some(8));
    assert_eq!(iid.sample.clusters, None);
    let error = |estimate: &Estimate| estimate.effect("att").and_then(|att| att.std_error).expect("an error");
    assert!((error(&clustered) - error(&iid)).abs() > 1e-3);
}

/// Zero once became missing in a cohort column, and the comparison group vanished (did issue 264).
#[test]
fn zero_is_never_treated() {
    let found = ok(&noisy(), &settings(Method::Twfe));
    assert_eq!(found.sample.rows_used, 48);
    assert!(found.notes.iter().any(|note| note.code == "groups" && note.text.en == "4 treated units and 4 comparison units."));
}

#[test]
fn collinear_covariates_are_named_and_change_nothing() {
    let data = noisy();
    let mut settings = settings(Method::Twfe);
    let plain = ok(&data, &settings);
    // A covariate that is a combination of the period effects.
    let mut renamed = data.clone();
    renamed.x = data.time.iter().map(|time| *time as f64).collect();
    settings.covariates = vec!["x".into()];
    let found = ok(&renamed, &settings);
    near("att", found.effect("att").and_then(|att| att.estimate), plain.effect("att").and_then(|att| att.estimate), 1e-12);
    assert_eq!(found.effect("x").and_then(|x| x.estimate), None);
    assert!(found.notes.iter().any(|note| note.code == "collinear" && note.text.en.contains('x')));
}

#[test]
fn regions_are_those_estimated_alone() {
    let data = noisy();
    let records = data.records();
    let engine = PolarsLocal::new(&records);
    let mut settings = settings(Method::TwoByTwo);
    settings.unit = None;
    settings.covariates = vec!["x".into()];
    settings.by = Some("unit".into());
    let plan_by = plan(&settings).expect("a plan");
    let cells = engine.cells(&plan_by).expect("cells");
    let input = MethodInput { cells: &cells, plan: &plan_by, settings: &settings, records: Some(&engine) };
    // One unit alone has no comparison group.
    assert_eq!(code(by(&input, "unit")).1, Exit::NotIdentified);
    let mut both = data.clone();
    let n = both.y.len();
    let mut second = data.clone();
    for y in &mut second.y {
        *y = 0.5 * *y + (*y * 7.0).sin();
    }
    for (into, from) in [(&mut both.unit, &second.unit), (&mut both.time, &second.time), (&mut both.cohort, &second.cohort)] {
        into.extend(from);
    }
    both.y.extend(&second.y);
    both.x.extend(&second.x);
    let region: Vec<i64> = (0..2 * n).map(|i| i64::from(i >= n)).collect();
    let columns = vec![
        ("region".to_owned(), ArrayColumn::Whole(region.iter().copied().map(Some).collect())),
        ("group".to_owned(), ArrayColumn::Whole(both.cohort.iter().map(|cohort| Some(i64::from(*cohort > 0))).collect())),
        ("post".to_owned(), ArrayColumn::Whole(both.time.iter().map(|time| Some(i64::from(*time >= 3))).collect())),
        ("y".to_owned(), ArrayColumn::Number(both.y.iter().copied().map(Some).collect())),
        ("x".to_owned(), ArrayColumn::Number(both.x.iter().copied().map(Some).collect())),
    ];
    let records = Records::from_arrays(columns).expect("a table");
    let engine = PolarsLocal::new(&records);
    settings.by = Some("region".into());
    settings.time = None;
    let plan_by = plan(&settings).expect("a plan");
    let cells = engine.cells(&plan_by).expect("cells");
    // The default without units is hc1, with a covariate that varies within cells: the second pass leaves the other region out.
    let input = MethodInput { cells: &cells, plan: &plan_by, settings: &settings, records: Some(&engine) };
    let found = by(&input, "region").unwrap_or_else(|error| panic!("{error}"));
    settings.by = None;
    for (at, alone) in [&data, &second].into_iter().enumerate() {
        let wanted = ok(alone, &settings);
        let (row, att) = (&found.effects[at], wanted.effect("att").expect("att"));
        near("estimate", row.estimate, att.estimate, 1e-10);
        near("error", row.std_error, att.std_error, 1e-9);
    }
    let terms: Vec<&str> = found.effects.iter().skip(2).map(|effect| effect.key.term.as_str()).collect();
    assert_eq!(terms, ["random-effects", "fixed-effect", "prediction"]);
    assert_eq!(found.sample.rows_used, 2 * n as u64);
}

#[test]
fn randomization_lists_all_assignments_and_bands_are_wider() {
    let mut settings = settings(Method::Twfe);
    settings.permute = Some(100);
    let found = ok(&noisy(), &settings);
    let test = found.tests.iter().find(|test| test.name == "randomization").expect("the test is there");
    assert_eq!((test.exact, &test.extra["assignments"]), (Some(true), &serde_json::json!(70)));
    near("statistic", test.statistic, found.effect("att").and_then(|att| att.estimate), 1e-12);
    let mut settings = self::settings(Method::EventStudy);
    settings.bands = Some(2000);
    let found = ok(&noisy(), &settings);
    for effect in found.effects.iter().filter(|effect| effect.key.event_time.is_some() && effect.std_error.is_some()) {
        assert!(effect.band_low < effect.conf_low && effect.band_high > effect.conf_high);
    }
    same(&found, &ok(&noisy(), &settings), 0.0);
}
