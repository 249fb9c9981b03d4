//! Theorems and edge cases of Callaway–Sant'Anna effects on small panels.

use crate::design::{Adjustment, BasePeriod, ControlGroup, Sampling, Treatment};
use crate::error::Result;
use crate::estimate::{Effect, EffectKind, Estimate};
use crate::inference::random::Stream;
use crate::methods::{DidSettings, Method, MethodInput, plan, run};
use crate::panel::{Cells, EventTime, Factor, Levels, Period, TimeScale};

/// One record.
#[derive(Clone, Copy)]
struct Row {
    unit: i64,
    time: i64,
    start: Option<i64>,
    y: f64,
    x: f64,
    w: f64,
    region: i64,
}

fn integers(name: &str, values: &[i64]) -> Factor {
    let mut levels = values.to_vec();
    levels.sort_unstable();
    levels.dedup();
    let codes = values.iter().map(|value| levels.partition_point(|level| level < value) as u32).collect();
    Factor { name: name.into(), codes, levels: Levels::Integer(levels) }
}

fn periods(name: &str, values: &[i64]) -> Factor {
    let plain = integers(name, values);
    let Levels::Integer(levels) = plain.levels else { unreachable!() };
    Factor { levels: Levels::Period(TimeScale::Integer, levels.into_iter().map(Period).collect()), ..plain }
}

fn cells(rows: &[Row]) -> Cells {
    let of = |f: &dyn Fn(&Row) -> i64| rows.iter().map(f).collect::<Vec<i64>>();
    let keys = vec![
        integers("unit", &of(&|row| row.unit)),
        periods("time", &of(&|row| row.time)),
        periods("start", &of(&|row| row.start.unwrap_or(i64::MAX))),
        integers("region", &of(&|row| row.region)),
    ];
    let variables = [("y".to_owned(), rows.iter().map(|row| row.y).collect()), ("x".to_owned(), rows.iter().map(|row| row.x).collect())];
    Cells::from_records(keys, &variables, Some(rows.iter().map(|row| row.w).collect()))
}

fn settings() -> DidSettings {
    let mut settings = DidSettings::new("y", Treatment::Cohort("start".into()));
    settings.method = Some(Method::CallawaySantanna);
    settings.unit = Some("unit".into());
    settings.time = Some("time".into());
    settings.weight = Some("w".into());
    settings
}

fn try_run(cells: &Cells, settings: &DidSettings) -> Result<Estimate> {
    let plan = plan(settings)?;
    run(&MethodInput { cells, plan: &plan, settings, records: None })
}

fn estimate(rows: &[Row], settings: &DidSettings) -> Estimate {
    try_run(&cells(rows), settings).unwrap_or_else(|error| unreachable!("{error}"))
}

/// 60 units in 6 periods; cohorts 3, 5, never; the effect grows by one a period since the start.
fn panel(noise: f64) -> Vec<Row> {
    panel_with_levels(noise, 1.0)
}

/// The same with levels of units of a given size.
fn panel_with_levels(noise: f64, size: f64) -> Vec<Row> {
    let mut stream = Stream::new(5, "panel", 0);
    let mut rows = Vec::new();
    for unit in 0..60_i64 {
        let start = [Some(3), Some(5), None][(unit % 3) as usize];
        let (level, x) = (size * stream.normal(), stream.normal());
        for time in 1..=6_i64 {
            let effect = start.filter(|start| time >= *start).map_or(0.0, |start| (time - start + 1) as f64);
            let y = level + (time * time) as f64 / 4.0 + x * time as f64 + effect + noise * stream.normal();
            rows.push(Row { unit, time, start, y, x, w: 1.0, region: unit / 6 });
        }
    }
    rows
}

fn overall(found: &Estimate, term: &str) -> f64 {
    found.effects.iter().find(|effect| effect.key.kind == EffectKind::Overall && effect.key.term == term).and_then(|effect| effect.estimate).unwrap_or(f64::NAN)
}

fn same(a: &Estimate, b: &Estimate, tolerance: f64) {
    assert_eq!(a.effects.len(), b.effects.len());
    let close = |what: &Effect, a: Option<f64>, b: Option<f64>| match (a, b) {
        (Some(a), Some(b)) => assert!((a - b).abs() <= tolerance * a.abs().max(1.0), "{:?}: {a} {b}", what.key),
        (a, b) => assert_eq!(a, b, "{:?}", what.key),
    };
    for (one, other) in a.effects.iter().zip(&b.effects) {
        close(one, one.estimate, other.estimate);
        close(one, one.std_error, other.std_error);
    }
}

#[test]
fn data_without_noise_give_the_true_effects_whatever_is_chosen() {
    let rows = panel(0.0);
    // One row missing: the formulas of repeated cross-sections, exact where the covariate says all of a unit's level.
    let gap: Vec<Row> = panel_with_levels(0.0, 0.0).into_iter().filter(|row| (row.unit, row.time) != (2, 2)).collect();
    for adjust in [Adjustment::DoublyRobust, Adjustment::Regression] {
        for control in [ControlGroup::NeverTreated, ControlGroup::NotYetTreated] {
            for base in [BasePeriod::Varying, BasePeriod::Universal] {
                for rows in [&rows, &gap] {
                    let mut settings = settings();
                    settings.covariates = vec!["x".into()];
                    (settings.adjust, settings.control, settings.base) = (adjust, Some(control), base);
                    let found = estimate(rows, &settings);
                    for effect in found.effects.iter().filter(|effect| effect.key.kind == EffectKind::CohortPeriod) {
                        let truth = effect.key.event_time.map_or(0.0, |EventTime(time)| (time + 1).max(0) as f64);
                        let got = effect.estimate.unwrap_or(f64::NAN);
                        assert!((got - truth).abs() < 1e-9, "{adjust:?} {control:?} {base:?} {:?}: {got}", effect.key);
                    }
                    // Cohort 3: 1, 2, 3, 4; cohort 5: 1, 2.
                    assert!((overall(&found, "simple") - 13.0 / 6.0).abs() < 1e-9);
                    assert!((overall(&found, "group") - 2.0).abs() < 1e-9);
                }
            }
        }
    }
}

#[test]
fn one_cohort_and_two_periods_are_the_two_by_two() {
    let rows: Vec<Row> = panel(1.0).into_iter().filter(|row| row.start != Some(5) && (2..=3).contains(&row.time)).collect();
    let found = estimate(&rows, &settings());
    let mut other = settings();
    other.method = Some(Method::TwoByTwo);
    let simple = estimate(&rows, &other).effect("att").and_then(|effect| effect.estimate).unwrap_or(f64::NAN);
    for term in ["simple", "group", "dynamic", "calendar"] {
        assert!((overall(&found, term) - simple).abs() < 1e-12);
    }
}

#[test]
fn order_labels_shift_and_scale_do_not_matter() {
    let rows = panel(1.0);
    let mut settings = settings();
    settings.covariates = vec!["x".into()];
    let found = estimate(&rows, &settings);
    let mut other: Vec<Row> = rows.iter().map(|row| Row { unit: 1000 - row.unit * 7, y: 5.0 + row.y, x: 3.0 - 2.0 * row.x, ..*row }).collect();
    other.reverse();
    same(&found, &estimate(&other, &settings), 1e-10);
    let scaled: Vec<Row> = rows.iter().map(|row| Row { y: row.y * 8.0, w: 4.0, ..*row }).collect();
    let mut eighth = estimate(&scaled, &settings);
    for effect in &mut eighth.effects {
        effect.estimate = effect.estimate.map(|value| value / 8.0);
        effect.std_error = effect.std_error.map(|value| value / 8.0);
    }
    same(&found, &eighth, 1e-10);
}

#[test]
fn a_full_panel_as_records_of_its_units_has_the_same_effects_and_errors() {
    let rows = panel(1.0);
    let balanced = estimate(&rows, &settings());
    let mut settings = settings();
    settings.sampling = Some(Sampling::RepeatedCrossSections);
    same(&balanced, &estimate(&rows, &settings), 1e-11);
}

#[test]
fn records_in_cells_have_the_errors_of_the_records() {
    let rows: Vec<Row> = panel(1.0).into_iter().map(|row| Row { w: 1.0 + (row.unit % 4) as f64, ..row }).collect();
    let mut settings = settings();
    settings.unit = None;
    settings.weight = Some("w".into());
    let all = cells(&rows);
    let keys = all.keys.iter().filter(|key| ["time", "start"].contains(&key.name.as_str())).cloned().collect();
    let joined = all.coarsen(keys).0;
    assert_eq!(joined.len(), 18);
    let (apart, together) = (try_run(&all, &settings), try_run(&joined, &settings));
    let (Ok(apart), Ok(together)) = (apart, together) else { unreachable!() };
    assert_eq!(apart.sample.clusters, None);
    same(&apart, &together, 1e-11);
}

#[test]
fn clusters_above_the_unit_and_gaps_are_clustered() {
    let rows = panel(1.0);
    let mut by_region = settings();
    by_region.cluster = vec!["region".into()];
    let found = estimate(&rows, &by_region);
    assert_eq!(found.sample.clusters, Some(10));
    let influence = found.influence.as_ref().map(|influence| influence.values.dim());
    assert_eq!(influence, Some((10, found.effects.len())));
    // A panel with a gap keeps its clusters, and its errors move little.
    let gap: Vec<Row> = rows.iter().copied().filter(|row| (row.unit, row.time) != (2, 2)).collect();
    let unbalanced = estimate(&gap, &by_region);
    assert_eq!((unbalanced.sample.clusters, unbalanced.sample.units), (Some(10), Some(60)));
    assert!(unbalanced.notes.iter().any(|note| note.code == "unbalanced-panel"));
    let error = |found: &Estimate| found.headline().and_then(|effect| effect.std_error).unwrap_or(f64::NAN);
    assert!((error(&unbalanced) / error(&found) - 1.0).abs() < 0.2);
    // Only complete units, on request, with the rest counted.
    let mut complete = by_region.clone();
    complete.sampling = Some(Sampling::Panel);
    let found = estimate(&gap, &complete);
    assert_eq!((found.sample.units, found.sample.rows_used), (Some(59), 354));
    assert_eq!(found.sample.dropped.iter().map(|dropped| dropped.rows).sum::<u64>(), 5);
    // A unit that changes its cluster is refused.
    let moved: Vec<Row> = rows.iter().map(|row| if (row.unit, row.time) == (7, 4) { Row { region: 9, ..*row } } else { *row }).collect();
    let code = try_run(&cells(&moved), &by_region).err().and_then(|error| error.problems.first().map(|problem| problem.code));
    assert_eq!(code, Some("design::cluster-varies"));
}

#[test]
fn two_clusters_do_not_get_the_normal_table() {
    let rows: Vec<Row> = panel(1.0).into_iter().map(|row| Row { region: row.unit % 2, ..row }).collect();
    let mut settings = settings();
    settings.cluster = vec!["region".into()];
    let found = estimate(&rows, &settings);
    assert!(found.notes.iter().any(|note| note.code == "few-clusters"));
    let headline = found.headline();
    assert_eq!(headline.and_then(|effect| effect.df), Some(1.0));
    assert!(headline.and_then(|effect| effect.p_value).is_some_and(|p| p > 1e-4));
}

#[test]
fn an_effect_without_comparison_is_left_empty_with_one_note() {
    // Three never-treated units with the same x: no regression on x among them.
    let rows: Vec<Row> = panel(1.0)
        .into_iter()
        .filter(|row| row.start.is_some() || row.unit < 9)
        .map(|row| Row { x: if row.start.is_none() { 1.0 } else { row.x }, ..row })
        .collect();
    let mut settings = settings();
    settings.covariates = vec!["x".into()];
    settings.adjust = Adjustment::Regression;
    settings.control = Some(ControlGroup::NotYetTreated);
    let found = estimate(&rows, &settings);
    let empty: Vec<&Effect> = found.effects.iter().filter(|effect| effect.key.kind == EffectKind::CohortPeriod && effect.estimate.is_none()).collect();
    // Cohort 5 is left for comparison until 4, so cohort 3 is known in 3 and 4.
    assert_eq!(empty.len(), 4 + 2 - 2 + 2);
    assert!(empty.iter().all(|effect| effect.std_error.is_none() && effect.conf_low.is_none()));
    assert_eq!(found.notes.iter().filter(|note| note.code == "effects-undefined").count(), 1);
    assert!(overall(&found, "simple").is_finite());
}

#[test]
fn always_treated_units_leave_and_are_counted() {
    let mut rows = panel(1.0);
    let plain = estimate(&rows, &settings());
    rows.extend((1..=6).map(|time| Row { unit: 900, time, start: Some(1), y: 40.0, x: 0.0, w: 1.0, region: 0 }));
    let found = estimate(&rows, &settings());
    same(&plain, &found, 1e-13);
    assert_eq!(found.sample.dropped.iter().map(|dropped| (dropped.reason.code(), dropped.rows)).collect::<Vec<_>>(), [("always-treated".to_owned(), 6)]);
}

#[test]
fn equal_weights_that_vary_nowhere_equal_no_weights_and_varying_ones_move_little() {
    // Errors under weights that vary in time must not jump by a factor of two.
    let rows = panel(1.0);
    let plain = estimate(&rows, &settings());
    let varied: Vec<Row> = rows.iter().map(|row| Row { w: 1.0 + 1e-6 * ((row.unit + row.time) % 5) as f64, ..*row }).collect();
    let found = estimate(&varied, &settings());
    same(&plain, &found, 1e-4);
}

#[test]
fn bands_are_wider_than_intervals_and_repeat_with_the_seed() {
    let mut settings = settings();
    settings.bands = Some(400);
    let found = estimate(&panel(1.0), &settings);
    for effect in found.effects.iter().filter(|effect| effect.key.kind == EffectKind::EventTime && effect.statistic.is_some()) {
        assert!(effect.band_low <= effect.conf_low && effect.band_high >= effect.conf_high && effect.band_low.is_some());
    }
    assert_eq!(found, estimate(&panel(1.0), &settings));
}

#[test]
fn covariates_that_add_nothing_are_named() {
    let rows: Vec<Row> = panel(1.0).into_iter().map(|row| Row { x: 2.0, ..row }).collect();
    let mut settings = settings();
    let plain = estimate(&rows, &settings);
    settings.covariates = vec!["x".into()];
    let found = estimate(&rows, &settings);
    same(&plain, &found, 1e-13);
    assert!(found.notes.iter().any(|note| note.code == "collinear"));
}

#[test]
fn sun_and_abraham_with_never_treated_units_are_the_long_differences() {
    let rows = panel(1.0);
    let mut long = settings();
    long.base = BasePeriod::Universal;
    let mut other = settings();
    other.method = Some(Method::SunAbraham);
    let (found, regression) = (estimate(&rows, &long), estimate(&rows, &other));
    for effect in &found.effects {
        let twin = regression.effects.iter().find(|twin| twin.key == effect.key).and_then(|twin| twin.estimate);
        assert!(effect.estimate.zip(twin).is_some_and(|(a, b)| (a - b).abs() < 1e-9), "{:?}: {:?} {twin:?}", effect.key, effect.estimate);
    }
}

#[test]
fn imputation_gives_the_true_effects_without_noise_and_needs_the_untreated_to_say_them() {
    let mut settings = settings();
    settings.method = Some(Method::Imputation);
    for rows in [panel(0.0), panel(0.0).into_iter().filter(|row| (row.unit, row.time) != (2, 2)).collect()] {
        // Without the trend in x, which the model does not have.
        let rows: Vec<Row> = rows.into_iter().map(|row| Row { y: row.y - row.x * row.time as f64, ..row }).collect();
        let found = estimate(&rows, &settings);
        for effect in found.effects.iter().filter(|effect| effect.key.kind == EffectKind::CohortPeriod) {
            let truth = effect.key.event_time.map_or(0.0, |EventTime(time)| (time + 1) as f64);
            assert!(effect.estimate.is_some_and(|got| (got - truth).abs() < 1e-9), "{:?}", effect.key);
        }
    }
    // A covariate that moves with the program alone says nothing of what would have been.
    let mut with = settings.clone();
    with.covariates = vec!["x".into()];
    let treated = |row: &Row| row.start == Some(3) && row.time >= 3;
    let rows: Vec<Row> = panel(1.0).into_iter().map(|row| Row { x: if treated(&row) { 1.0 } else { 0.0 }, ..row }).collect();
    let found = estimate(&rows, &with);
    let empty = found.effects.iter().filter(|effect| effect.key.kind == EffectKind::CohortPeriod && effect.estimate.is_none()).count();
    assert_eq!(empty, 4);
    assert!(found.notes.iter().any(|note| note.code == "effects-undefined"));
    // Leave-one-out errors are larger.
    let mut others = settings.clone();
    others.vcov = Some(crate::design::VarianceKind::Cr3);
    let error = |settings: &DidSettings| estimate(&panel(1.0), settings).headline().and_then(|effect| effect.std_error).unwrap_or(f64::NAN);
    assert!(error(&others) > error(&settings));
}
