//! What must hold for treatment that can end in every data set.

use dampak::data::{ArrayColumn, PolarsLocal, Records};
use dampak::design::{BasePeriod, ControlGroup, Switchers, Treatment};
use dampak::error::Error;
use dampak::estimate::{EffectKind, Estimate};
use dampak::methods::{DidSettings, Method, MethodInput, by, plan, run};
use dampak::panel::RecordPass;
use proptest::prelude::*;

/// Sums of a few hundred terms in another order.
const SAME: f64 = 1e-9;

#[derive(Debug, Clone, Default)]
struct Data {
    unit: Vec<i64>,
    time: Vec<i64>,
    treated: Vec<f64>,
    start: Vec<i64>,
    y: Vec<f64>,
    weight: Vec<f64>,
}

impl Data {
    fn push(&mut self, unit: i64, time: i64, treated: f64, start: i64, y: f64, weight: f64) {
        self.unit.push(unit);
        self.time.push(time);
        self.treated.push(treated);
        self.start.push(start);
        self.y.push(y);
        self.weight.push(weight);
    }

    fn pick(&self, rows: impl IntoIterator<Item = usize>) -> Self {
        let mut out = Self::default();
        for i in rows {
            out.push(self.unit[i], self.time[i], self.treated[i], self.start[i], self.y[i], self.weight[i]);
        }
        out
    }

    fn records(&self) -> Records {
        let whole = |values: &[i64]| ArrayColumn::Whole(values.iter().copied().map(Some).collect());
        let number = |values: &[f64]| ArrayColumn::Number(values.iter().copied().map(Some).collect());
        let words = self.treated.iter().map(|treated| Some(if *treated > 0.0 { "ya" } else { "tidak" }.to_owned()));
        let half: Vec<i64> = self.unit.iter().map(|unit| unit % 2).collect();
        let columns = [
            ("unit", whole(&self.unit)),
            ("time", whole(&self.time)),
            ("treated", whole(&self.treated.iter().map(|treated| *treated as i64).collect::<Vec<i64>>())),
            ("words", ArrayColumn::Text(words.collect())),
            ("start", whole(&self.start)),
            ("half", whole(&half)),
            ("y", number(&self.y)),
            ("w", number(&self.weight)),
        ];
        Records::from_arrays(columns.into_iter().map(|(name, values)| (name.to_owned(), values)).collect()).expect("a table")
    }
}

/// Forty units, six periods. The path of a unit by its remainder: in at 3 and stays, in at 4 and out again, in at 5, treated and out at 4, always,
/// never. The outcome moves by class and period, and by 2 for each period of treatment so far.
fn panel(ends: bool, noise: impl Fn(usize) -> f64) -> Data {
    let mut out = Data::default();
    for unit in 0..42_i64 {
        let kind = unit % 7;
        let path: Vec<f64> = (1..7)
            .map(|time| {
                let treated = match kind {
                    0 => time >= 3,
                    1 => time >= 4 && (!ends || time < 6),
                    2 => time >= 5,
                    3 => ends && time < 4,
                    4 => ends,
                    _ => false,
                };
                f64::from(u8::from(treated))
            })
            .collect();
        let start = path.iter().position(|treated| *treated > 0.0).map_or(0, |at| at as i64 + 1);
        for time in 1..7_i64 {
            let so_far: f64 = path[..time as usize].iter().sum();
            let class = path[0];
            let at = out.unit.len();
            let y = unit as f64 + (1.0 + class) * (time * time) as f64 / 3.0 + 2.0 * so_far + noise(at);
            out.push(unit, time, path[time as usize - 1], start, y, 1.0 + (unit % 3) as f64);
        }
    }
    out
}

fn settings() -> DidSettings {
    let mut settings = DidSettings::new("y", Treatment::Status("treated".into()));
    settings.method = Some(Method::Switchers);
    settings.unit = Some("unit".into());
    settings.time = Some("time".into());
    settings.covariance = true;
    settings
}

fn analyse(data: &Data, settings: &DidSettings) -> Result<Estimate, Error> {
    let records = data.records();
    let engine = PolarsLocal::new(&records);
    let plan = plan(settings)?;
    let cells = engine.cells(&plan)?;
    let input = MethodInput { cells: &cells, plan: &plan, settings, records: Some(&engine) };
    match &settings.by {
        Some(column) => by(&input, column),
        None => run(&input),
    }
}

fn ok(data: &Data, settings: &DidSettings) -> Estimate {
    analyse(data, settings).unwrap_or_else(|error| panic!("{error}"))
}

fn noise(seed: usize) -> impl Fn(usize) -> f64 {
    move |at| ((at * at + seed * 31 + at * 17) % 97) as f64 / 40.0
}

fn by_time(found: &Estimate) -> Vec<(i64, Option<f64>, Option<f64>)> {
    let rows = found.effects.iter().filter(|effect| effect.key.kind == EffectKind::EventTime);
    rows.map(|effect| (effect.key.event_time.map_or(0, |time| time.0), effect.estimate, effect.std_error)).collect()
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

#[test]
fn noise_free_data_give_the_true_effects() {
    let data = panel(true, |_| 0.0);
    for which in [Switchers::Both, Switchers::In, Switchers::Out] {
        let mut settings = settings();
        settings.switchers = which;
        let found = ok(&data, &settings);
        // Units that are out again still carry what they had: at l the effect is 2 by periods of treatment gained (or lost) since the change.
        for (time, estimate, _) in by_time(&found) {
            let gained = |kind: &str| match (kind, time) {
                (_, ..=-1) => 0.0,
                ("stay" | "out", time) => time as f64 + 1.0,
                ("two", time) => (time as f64 + 1.0).min(2.0),
                _ => unreachable!(),
            };
            let has = |first: i64| time + first <= 6;
            let mut parts = Vec::new();
            if which != Switchers::Out {
                parts.extend([("stay", 3), ("two", 4), ("stay", 5)]);
            }
            if which != Switchers::In {
                parts.push(("out", 4));
            }
            let parts: Vec<f64> = parts.into_iter().filter(|(_, first)| has(*first)).map(|(kind, _)| 2.0 * gained(kind)).collect();
            let truth = parts.iter().sum::<f64>() / parts.len() as f64;
            assert!((estimate.expect("identified") - truth).abs() < 1e-10, "{which:?} {time}: {estimate:?} not {truth}");
        }
    }
}

#[test]
fn where_treatment_stays_it_is_callaway_and_santanna() {
    let data = panel(false, noise(1));
    for (weight, control) in [(None, ControlGroup::NotYetTreated), (Some("w".to_owned()), ControlGroup::NotYetTreated), (None, ControlGroup::NeverTreated)] {
        let mut own = settings();
        (own.weight, own.control) = (weight, Some(control));
        let mut other = own.clone();
        other.method = Some(Method::CallawaySantanna);
        other.base = BasePeriod::Universal;
        let (found, wanted) = (ok(&data, &own), ok(&data, &other));
        let mut compared = 0;
        for effect in found.effects.iter().filter(|effect| effect.key.event_time.is_some_and(|time| time.0 >= 0)) {
            let row = wanted.effects.iter().find(|row| row.key == effect.key).expect("the same effects");
            assert!((effect.estimate.expect("an effect") - row.estimate.expect("an effect")).abs() < SAME, "{:?}", effect.key);
            compared += 1;
        }
        assert!(compared > 9);
        let overall = |found: &Estimate, term: &str| found.effect(term).and_then(|effect| effect.estimate).expect("an average");
        for term in ["simple", "dynamic", "calendar", "group"] {
            assert!((overall(&found, term) - overall(&wanted, term)).abs() < SAME, "{term}");
        }
        // Treatment is one from the change on: the total per unit of treatment is the simple average.
        assert!((overall(&found, "total-per-unit") - overall(&found, "simple")).abs() < SAME);
    }
    let mut cohort = settings();
    cohort.treatment = Treatment::Cohort("start".into());
    same(&ok(&data, &cohort), &ok(&data, &settings()), SAME);
}

#[test]
fn one_change_and_two_periods_are_the_two_by_two() {
    let all = panel(false, noise(2));
    let data = all.pick((0..all.y.len()).filter(|i| [2, 3].contains(&all.time[*i]) && [0, 3].contains(&all.start[*i])));
    let mut twfe = settings();
    twfe.method = Some(Method::Twfe);
    let headline = |found: &Estimate| found.headline().and_then(|effect| effect.estimate).expect("an effect");
    assert!((headline(&ok(&data, &settings())) - headline(&ok(&data, &twfe))).abs() < SAME);
}

#[test]
fn the_other_way_round_is_the_same() {
    // Treatment turned over: who went in goes out, and more treatment is less.
    let data = panel(true, noise(3));
    let mut turned = data.clone();
    turned.treated.iter_mut().for_each(|treated| *treated = 1.0 - *treated);
    let (a, b) = (ok(&data, &settings()), ok(&turned, &settings()));
    let rows = |found: &Estimate| by_time(found).into_iter().map(|(time, estimate, se)| (time, estimate.unwrap_or(f64::NAN), se)).collect::<Vec<_>>();
    for ((time, x, se), (_, y, other)) in rows(&a).into_iter().zip(rows(&b)) {
        assert!((x + y).abs() < SAME, "{time}: {x} and {y}");
        assert!((se.unwrap_or(0.0) - other.unwrap_or(0.0)).abs() < SAME);
    }
}

#[test]
fn rows_in_another_order_words_and_weights() {
    let data = panel(true, noise(4));
    let n = data.y.len();
    let mut other = data.pick((0..n).map(|i| (i * 11 + 5) % n));
    other.unit.iter_mut().for_each(|unit| *unit = 100 - *unit);
    same(&ok(&other, &settings()), &ok(&data, &settings()), SAME);
    let mut words = settings();
    words.treatment = Treatment::Status("words".into());
    same(&ok(&data, &words), &ok(&data, &settings()), 0.0);
    let mut weighted = settings();
    weighted.weight = Some("w".into());
    let mut heavier = data.clone();
    heavier.weight.iter_mut().for_each(|weight| *weight *= 7.0);
    same(&ok(&heavier, &weighted), &ok(&data, &weighted), SAME);
    let mut regions = settings();
    regions.by = Some("half".into());
    let found = ok(&data, &regions);
    let alone = ok(&data.pick((0..n).filter(|i| data.unit[*i] % 2 == 0)), &settings());
    assert_eq!(found.effects[0].key.region.as_deref(), Some("0"));
    assert!((found.effects[0].estimate.expect("an effect") - alone.headline().and_then(|effect| effect.estimate).expect("an effect")).abs() < SAME);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn missing_rows_are_counted_and_what_is_left_is_right(seed in 0usize..1000, gap in prop::sample::select(vec![11usize, 13, 17])) {
        // A spell that falls into a gap cannot be known: treatment stays here.
        let whole = panel(false, |_| 0.0);
        // The first two periods stay: where they are missing a unit counts as beginning later, with another first treatment.
        let data = whole.pick((0..whole.y.len()).filter(|i| whole.time[*i] < 3 || (i * 5 + seed) % gap != 0));
        let found = ok(&data, &settings());
        let left: u64 = found.sample.dropped.iter().map(|dropped| dropped.rows).sum();
        prop_assert_eq!(found.sample.rows_used + left, data.y.len() as u64);
        // No noise: before the change nothing happens, at the change two.
        for (time, estimate, _) in by_time(&found) {
            let truth = match time { ..=-1 => Some(0.0), 0 => Some(2.0), _ => None };
            if let (Some(truth), Some(estimate)) = (truth, estimate) {
                prop_assert!((estimate - truth).abs() < 1e-9, "{} {}", time, estimate);
            }
        }
    }
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let data = panel(true, noise(5));
    let code = |data: &Data, settings: &DidSettings| analyse(data, settings).expect_err("an error").problems[0].code;
    let alone = data.pick((0..data.y.len()).filter(|i| data.unit[*i] % 7 == 0));
    assert_eq!(code(&alone, &settings()), "design::no-switchers");
    let mut unused = settings();
    (unused.method, unused.switchers) = (Some(Method::Twfe), Switchers::In);
    assert_eq!(code(&data, &unused), "design::option-not-for-method");
    let mut ends = settings();
    ends.method = Some(Method::CallawaySantanna);
    let error = analyse(&data, &ends).expect_err("treatment ends");
    assert_eq!(error.problems[0].code, "design::treatment-switches-off");
    assert!(error.problems[0].hint.en.contains("--method switchers") && error.problems[0].hint.id.contains("--method switchers"));
    let mut covariates = settings();
    covariates.covariates = vec!["w".into()];
    assert_eq!(code(&data, &covariates), "design::covariates-not-available");
    let mut missing = settings();
    missing.unit = None;
    assert_eq!(code(&data, &missing), "design::missing-role");
}

#[test]
fn bands_the_same_units_and_the_influence() {
    let data = panel(true, noise(6));
    let mut settings = settings();
    settings.bands = Some(500);
    let found = ok(&data, &settings);
    for effect in found.effects.iter().filter(|effect| effect.key.kind == EffectKind::EventTime && effect.std_error.is_some()) {
        assert!(effect.band_low < effect.conf_low && effect.band_high > effect.conf_high);
    }
    let influence = found.influence.as_ref().expect("kept");
    assert_eq!(influence.clusters.len(), 42);
    for (column, effect) in influence.values.columns().into_iter().zip(&found.effects) {
        if let Some(se) = effect.std_error {
            assert!((column.dot(&column).sqrt() - se).abs() < SAME);
        }
    }
    same(&found, &ok(&data, &settings), 0.0);
    settings.balance = Some(2);
    let same_units = ok(&data, &settings);
    let times: Vec<i64> = by_time(&same_units).iter().map(|row| row.0).collect();
    assert_eq!(times.last(), Some(&2));
    // Those that change in period 5 have two effects and leave.
    assert!(same_units.effects.iter().all(|effect| effect.key.cohort != Some(dampak::panel::Cohort::TreatedFrom(dampak::panel::Period(5)))));
}
