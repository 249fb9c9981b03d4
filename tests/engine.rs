//! One pass over the records: cells, reasons, made columns, the same bits always.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)] // tests

use dampak::data::{ArrayColumn, Condition, Moment, PolarsLocal, Records};
use dampak::measure::target::Better;
use dampak::panel::{CellKey, CellPlan, Cells, KeyRole, Levels, Period, RecordPass, ScorePlan, TimeScale, packed_index};
use ndarray::Array2;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Sums of a few hundred terms, taken in another order.
const SAME: f64 = 1e-11;

fn key(column: &str, role: KeyRole) -> CellKey {
    CellKey { column: column.into(), role }
}

fn plan(keys: Vec<CellKey>, variables: &[&str], weight: Option<&str>) -> CellPlan {
    CellPlan { keys, variables: variables.iter().map(ToString::to_string).collect(), weight: weight.map(str::to_owned), centre: None }
}

fn cells(records: &Records, plan: &CellPlan) -> Cells {
    PolarsLocal::new(records).cells(plan).unwrap()
}

fn whole(values: Vec<i64>) -> ArrayColumn {
    ArrayColumn::Whole(values.into_iter().map(Some).collect())
}

fn text(values: &[&str]) -> ArrayColumn {
    ArrayColumn::Text(values.iter().map(|value| (!value.is_empty()).then(|| (*value).to_owned())).collect())
}

fn table(columns: Vec<(&str, ArrayColumn)>) -> Records {
    Records::from_arrays(columns.into_iter().map(|(name, values)| (name.to_owned(), values)).collect()).unwrap()
}

/// A record of the random tables: unit, period, outcome, covariate, weight.
type Row = (Option<u8>, Option<i16>, Option<f64>, Option<f64>, Option<f64>);

/// Outcome, covariate and weight of the records of each unit and period.
type Naive = BTreeMap<(u8, i16), Vec<(f64, f64, f64)>>;

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let some = |strategy: BoxedStrategy<f64>| prop_oneof![1 => Just(None), 12 => strategy.prop_map(Some)];
    let row = (
        prop_oneof![1 => Just(None), 20 => (0u8..5).prop_map(Some)],
        prop_oneof![1 => Just(None), 20 => (-3i16..4).prop_map(Some)],
        some((1e4..1.0001e4f64).boxed()),
        some((-5.0..5.0f64).boxed()),
        some((-0.2..3.0f64).boxed()),
    );
    prop::collection::vec(row, 0..300)
}

fn random_table(rows: &[Row]) -> Records {
    let unit: Vec<String> = rows.iter().map(|row| row.0.map_or(String::new(), |unit| format!("kantor {unit}"))).collect();
    table(vec![
        ("unit", text(&unit.iter().map(String::as_str).collect::<Vec<_>>())),
        ("time", ArrayColumn::Whole(rows.iter().map(|row| row.1.map(i64::from)).collect())),
        ("y", ArrayColumn::Number(rows.iter().map(|row| row.2).collect())),
        ("x", ArrayColumn::Number(rows.iter().map(|row| row.3).collect())),
        ("w", ArrayColumn::Number(rows.iter().map(|row| row.4).collect())),
    ])
}

fn close(a: f64, b: f64, scale: f64) -> bool {
    (a - b).abs() <= SAME * scale.abs().max(1.0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn cells_are_those_of_a_naive_grouping(rows in rows(), weighted in any::<bool>()) {
        let records = random_table(&rows);
        let plan = plan(vec![key("unit", KeyRole::Discrete), key("time", KeyRole::Period(None))], &["y", "x"], weighted.then_some("w"));
        let cells = cells(&records, &plan);
        let mut naive: Naive = BTreeMap::new();
        let mut dropped: BTreeMap<&str, u64> = BTreeMap::new();
        for (unit, time, y, x, w) in &rows {
            match (unit, time, y, x, w.filter(|w| *w > 0.0)) {
                (None, ..) => *dropped.entry("missing:unit").or_default() += 1,
                (_, None, ..) => *dropped.entry("missing:time").or_default() += 1,
                (_, _, None, ..) => *dropped.entry("missing:y").or_default() += 1,
                (_, _, _, None, _) => *dropped.entry("missing:x").or_default() += 1,
                (.., None) if weighted => *dropped.entry("non-positive-weight").or_default() += 1,
                (Some(unit), Some(time), Some(y), Some(x), w) => {
                    naive.entry((*unit, *time)).or_default().push((*y, *x, if weighted { w.unwrap() } else { 1.0 }));
                }
            }
        }
        let reasons: BTreeMap<String, u64> = cells.account.dropped.iter().map(|dropped| (dropped.reason.code(), dropped.rows)).collect();
        prop_assert_eq!(reasons, dropped.into_iter().map(|(code, rows)| (code.to_owned(), rows)).collect::<BTreeMap<_, _>>());
        prop_assert_eq!(cells.account.rows_read, rows.len() as u64);
        prop_assert_eq!(cells.account.rows_used, cells.total_records());
        prop_assert_eq!(cells.len(), naive.len());
        for (at, ((unit, time), values)) in naive.iter().enumerate() {
            prop_assert_eq!(cells.keys[0].levels.label(cells.keys[0].codes[at]), format!("kantor {unit}"));
            prop_assert_eq!(cells.keys[1].levels.value(cells.keys[1].codes[at]), Some(f64::from(*time)));
            prop_assert_eq!(cells.records[at], values.len() as u64);
            let weight: f64 = values.iter().map(|value| value.2).sum();
            prop_assert!(close(cells.weight[at], weight, weight));
            let mean = [values.iter().map(|v| v.2 * v.0).sum::<f64>() / weight, values.iter().map(|v| v.2 * v.1).sum::<f64>() / weight];
            let part = |value: &(f64, f64, f64), j: usize| if j == 0 { value.0 - mean[0] } else { value.1 - mean[1] };
            for (j, mean) in mean.iter().enumerate() {
                prop_assert!(close(cells.mean[[at, j]], *mean, *mean));
                for k in j..2 {
                    let cross: f64 = values.iter().map(|value| value.2 * part(value, j) * part(value, k)).sum();
                    prop_assert!(close(cells.cross[[at, packed_index(2, j, k)]], cross, 100.0 * cross));
                }
            }
            if let Some(robust) = &cells.robust {
                let squares: f64 = values.iter().map(|value| value.2 * value.2).sum();
                let first: f64 = values.iter().map(|value| value.2 * value.2 * part(value, 0)).sum();
                let second: f64 = values.iter().map(|value| value.2 * value.2 * part(value, 0) * part(value, 1)).sum();
                prop_assert!(close(robust.weight[at], squares, squares));
                prop_assert!(close(robust.first[[at, 0]], first, 100.0));
                prop_assert!(close(robust.second[[at, 1]], second, 100.0));
            }
            if values.len() == 1 {
                prop_assert!(cells.cross.row(at).iter().all(|cross| *cross == 0.0));
            }
        }
    }
}

#[test]
fn never_treated_is_a_level_and_not_missing() {
    let records = table(vec![
        ("unit", text(&["a", "b", "c", "d"])),
        ("time", ArrayColumn::Date(vec![Some(19723), Some(19754), Some(19723), Some(19754)])),
        ("g", text(&["2024-02", "", "never", "2024-01-15"])),
        ("y", ArrayColumn::Number(vec![Some(1.0); 4])),
    ]);
    let cells = cells(&records, &plan(vec![key("unit", KeyRole::Discrete), key("time", KeyRole::Period(None)), key("g", KeyRole::Cohort(None))], &["y"], None));
    let month = Period(2024 * 12);
    assert_eq!(cells.keys[1].levels, Levels::Period(TimeScale::Month, vec![month, Period(month.0 + 1)]));
    assert_eq!(cells.keys[2].levels, Levels::Period(TimeScale::Month, vec![month, Period(month.0 + 1), dampak::data::NEVER]));
    assert_eq!(cells.keys[2].codes, [1, 2, 2, 0]);
    assert!(cells.account.dropped.is_empty());
}

#[test]
fn days_become_the_months_that_were_asked_for_and_moments_stay_exact() {
    let days: Vec<Option<i32>> = (0..200).map(|i| Some(19723 + i % 60)).collect();
    let y: Vec<Option<f64>> = (0..200).map(|i| Some(f64::from(i * i % 37))).collect();
    let records = table(vec![("d", ArrayColumn::Date(days.clone())), ("y", ArrayColumn::Number(y.clone()))]);
    let found = cells(&records, &plan(vec![key("d", KeyRole::Period(Some(TimeScale::Month)))], &["y"], None));
    assert_eq!(found.len(), 2);
    for (at, january) in [(0, true), (1, false)] {
        let values: Vec<f64> = days.iter().zip(&y).filter(|(day, _)| (day.unwrap() < 19754) == january).map(|(_, y)| y.unwrap()).collect();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        assert!(close(found.mean[[at, 0]], mean, mean));
        let squares: f64 = values.iter().map(|y| (y - mean).powi(2)).sum();
        assert!(close(found.cross[[at, 0]], squares, squares));
    }
    let named = records.with_period("bulan", "d", TimeScale::Month).unwrap();
    let again = cells(&named, &plan(vec![key("bulan", KeyRole::Period(None))], &["y"], None));
    assert_eq!((again.cross, again.mean), (found.cross, found.mean));
}

#[test]
fn filters_copies_and_made_columns_are_counted_by_reason() {
    let day = 86_400;
    let records = table(vec![
        ("city", text(&["Kendari", "Kendari", "Baubau", "Kendari", "Konawe", "Kendari", "", "Baubau"])),
        ("start", ArrayColumn::Datetime([0, 0, 0, 5, 1, 9, 2, 7].iter().map(|d| Some(d * day)).collect())),
        ("end", ArrayColumn::Datetime(vec![Some(day), Some(day), None, Some(4 * day), Some(2 * day), Some(11 * day), Some(3 * day), Some(8 * day)])),
    ]);
    let calendar = dampak::measure::calendar::WorkingCalendar::new(&dampak::measure::calendar::CalendarSettings::default());
    let Ok(calendar) = calendar else { panic!("{calendar:?}") };
    let (start, end) = (Moment::from("start"), Moment::from("end"));
    let records = records
        .without_copies()
        .and_then(|records| records.with_filter(&Condition::parse("city in Kendari,Baubau").unwrap()))
        .and_then(|records| records.with_duration("hours", &start, &end, dampak::measure::clock::Clock::Elapsed, &calendar))
        .and_then(|records| records.with_unfinished("open", &start, &end))
        .and_then(|records| records.with_target("fast", "hours", 24.0, Better::Lower))
        .and_then(|records| records.with_mapping("treated", "city", &["Kendari".into()]))
        .and_then(|records| records.with_after("after", "start", chrono::NaiveDate::from_ymd_opt(1970, 1, 6).unwrap()))
        .unwrap();
    let made = cells(&records, &plan(vec![key("treated", KeyRole::Binary), key("after", KeyRole::Binary)], &["hours", "fast"], None));
    let reasons: Vec<(String, u64)> = made.account.dropped.iter().map(|dropped| (dropped.reason.code(), dropped.rows)).collect();
    let expected = [("duplicate-row", 1), ("filtered:city in Kendari,Baubau", 2), ("unfinished", 1), ("end-before-start", 1)];
    assert_eq!(reasons, expected.map(|(code, rows)| (code.to_owned(), rows)));
    assert_eq!((made.account.rows_read, made.account.rows_used), (8, 3));
    assert_eq!(made.keys[0].codes, [0, 1, 1]);
    assert_eq!(made.mean.column(0).to_vec(), [24.0, 24.0, 48.0]);
    assert_eq!(made.mean.column(1).to_vec(), [1.0, 1.0, 0.0]);
    let arrays = records.arrays(&["hours", "open"], &["city"]).unwrap();
    assert_eq!(arrays.numbers[0], [Some(24.0), None, None, Some(48.0), Some(24.0)]);
    assert_eq!(arrays.numbers[1], [Some(0.0), Some(1.0), Some(0.0), Some(0.0), Some(0.0)]);
    assert_eq!(arrays.texts[0][1].as_deref(), Some("Baubau"));
}

#[test]
fn wrong_columns_are_named_all_at_once() {
    let records = table(vec![("unit", text(&["a", "b"])), ("d", whole(vec![0, 2])), ("y", ArrayColumn::Number(vec![Some(1.0); 2]))]);
    let code = |plan: CellPlan| PolarsLocal::new(&records).cells(&plan).unwrap_err().problems.iter().map(|problem| problem.code).collect::<Vec<_>>();
    assert_eq!(code(plan(vec![key("unti", KeyRole::Discrete)], &["unit"], None)), ["data::missing-column", "data::not-numeric"]);
    assert_eq!(code(plan(vec![key("d", KeyRole::Binary), key("unit", KeyRole::Period(None))], &["y"], None)), ["data::not-binary", "data::not-a-period"]);
    assert!(records.with_mapping("y", "unit", &[]).is_err());
}

#[test]
fn the_second_pass_is_that_of_the_records() {
    let n = 9000;
    let group: Vec<i64> = (0..n).map(|i| i % 3).collect();
    let x: Vec<f64> = (0..n).map(|i| ((i * 7919) % 1000) as f64 / 100.0).collect();
    let y: Vec<f64> = (0..n).map(|i| ((i * 104_729) % 997) as f64 / 50.0).collect();
    let records = table(vec![
        ("g", whole(group.clone())),
        ("y", ArrayColumn::Number(y.iter().copied().map(Some).collect())),
        ("x", ArrayColumn::Number(x.iter().copied().map(Some).collect())),
    ]);
    let score = ScorePlan {
        cells: plan(vec![key("g", KeyRole::Discrete)], &["y", "x"], None),
        used: vec![true, false, true],
        outcome_offset: vec![9.0, 0.0, 10.0],
        fixed: Array2::from_shape_fn((3, 2), |(c, r)| if r == 0 { c as f64 - 1.0 } else { 0.0 }),
        varying: vec![None, Some(1)],
        offset: Array2::from_elem((3, 2), 5.0),
        coefficients: vec![0.3, -0.2],
        bread: Array2::from_shape_vec((2, 2), vec![2e-4, 1e-5, 1e-5, 3e-5]).unwrap(),
        leverage: vec![1e-4; 3],
        power: 1,
    };
    let found = PolarsLocal::new(&records).robust_meat(&score).unwrap();
    let mut expected = [[0.0; 2]; 2];
    for i in (0..n as usize).filter(|i| group[*i] != 1) {
        let c = group[i] as usize;
        let z = [c as f64 - 1.0, x[i] - 5.0];
        let e = y[i] - score.outcome_offset[c] - 0.3 * z[0] + 0.2 * z[1];
        let h = 1e-4 + 2e-4 * z[0] * z[0] + 2e-5 * z[0] * z[1] + 3e-5 * z[1] * z[1];
        for r in 0..2 {
            for s in 0..2 {
                expected[r][s] += e * e / (1.0 - h) * z[r] * z[s];
            }
        }
    }
    for r in 0..2 {
        for s in 0..2 {
            assert!(close(found[[r, s]], expected[r][s], 10.0 * expected[r][s]), "{found} {expected:?}");
        }
    }
}

#[test]
fn the_spread_is_that_of_sorted_values() {
    let y: Vec<f64> = (0..1000).map(|i| f64::from(i * 37 % 1000) / 10.0).collect();
    let records = table(vec![
        ("city", text(&["Kendari", "Baubau"].repeat(500))),
        ("y", ArrayColumn::Number(y.iter().copied().map(Some).chain([None]).take(1000).collect())),
    ]);
    let spread = records.spread("y", vec![key("city", KeyRole::Discrete)], Some((24.0, Better::Lower))).unwrap();
    assert_eq!(spread.keys[0].levels, Levels::Text(vec!["Baubau".into(), "Kendari".into()]));
    for (at, odd) in [(0, 1), (1, 0)] {
        let mut values: Vec<f64> = y.iter().skip(odd).step_by(2).copied().collect();
        values.sort_by(f64::total_cmp);
        let side = &spread.sides[at];
        assert_eq!(side.records, 500);
        assert_eq!(side.median, f64::midpoint(values[249], values[250]));
        assert!((side.p90 - (values[449] + 0.1 * (values[450] - values[449]))).abs() < 1e-9);
        assert_eq!(side.within_target, Some(values.iter().filter(|value| **value <= 24.0).count() as f64 / 500.0));
        assert!(side.shares.iter().sum::<f64>() > 0.95);
    }
}

/// A table that fills many chunks, with every kind of key.
fn large(folder: &std::path::Path) -> polars::prelude::DataFrame {
    use polars::prelude::*;
    let n = 150_000u64;
    let mix = |i: u64, salt: u64| (i + salt).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33;
    let office: Vec<String> = (0..n).map(|i| format!("Kantor {}", mix(i, 1) / 64 % 300)).collect();
    let firsts = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334].map(|day| 19_358 + day);
    let month: Vec<i32> = (0..n).map(|i| firsts[(mix(i, 2) / 7 % 12) as usize]).collect();
    let served: Vec<Option<f64>> = (0..n).map(|i| (mix(i, 3) % 50 > 0).then(|| (mix(i, 4) % 100_000) as f64 / 1000.0 + 0.001)).collect();
    let weight: Vec<f64> = (0..n).map(|i| (mix(i, 5) % 40) as f64 / 8.0).collect();
    let mut frame = df!["office" => office, "month" => month, "y" => served, "w" => weight].unwrap();
    let days = frame.column("month").unwrap().as_materialized_series().cast(&DataType::Date).unwrap();
    frame.with_column(days.into_column()).unwrap();
    let file = |name: &str| std::fs::File::create(folder.join(name)).unwrap();
    ParquetWriter::new(file("large.parquet")).with_row_group_size(Some(30_000)).finish(&mut frame).unwrap();
    IpcWriter::new(file("large.arrow")).finish(&mut frame).unwrap();
    CsvWriter::new(file("large.csv")).finish(&mut frame).unwrap();
    frame
}

fn large_plan() -> CellPlan {
    plan(vec![key("office", KeyRole::Discrete), key("month", KeyRole::Period(None))], &["y"], Some("w"))
}

/// All bits of all sums.
fn fingerprint(cells: &Cells) -> u64 {
    let robust = cells.robust.as_ref().unwrap();
    let parts = [&cells.mean, &cells.cross, &robust.first, &robust.second];
    let numbers = parts.iter().flat_map(|part| part.iter()).chain(&cells.weight).chain(&robust.weight);
    numbers.fold(cells.len() as u64, |hash, value| (hash.rotate_left(7) ^ value.to_bits()).wrapping_mul(0x9E37_79B9_7F4A_7C15))
}

#[test]
fn files_of_every_form_give_the_same_bits_as_memory() {
    let folder = tempfile::tempdir().unwrap();
    let frame = large(folder.path());
    let strings = |name: &str| frame.column(name).unwrap().str().unwrap().iter().map(|value| value.map(str::to_owned)).collect();
    let numbers = |name: &str| frame.column(name).unwrap().f64().unwrap().iter().collect();
    let days = frame.column("month").unwrap().cast(&polars::prelude::DataType::Int32).unwrap();
    let memory = table(vec![
        ("office", ArrayColumn::Text(strings("office"))),
        ("month", ArrayColumn::Date(days.i32().unwrap().iter().collect())),
        ("y", ArrayColumn::Number(numbers("y"))),
        ("w", ArrayColumn::Number(numbers("w"))),
    ]);
    let expected = cells(&memory, &large_plan());
    assert!(expected.len() > 1000);
    assert_eq!(expected.account.dropped.len(), 2);
    for name in ["large.parquet", "large.arrow", "large.csv"] {
        let path = folder.path().join(name).display().to_string();
        let records = dampak::data::open(&[path], &dampak::data::ReadOptions::default()).unwrap();
        assert_eq!(cells(&records, &large_plan()), expected, "{name}");
    }
}

#[test]
fn one_thread_and_many_give_the_same_bits() {
    let folder = tempfile::tempdir().unwrap();
    large(folder.path());
    let run = |threads: &str| {
        let out = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["engine::print_fingerprint", "--exact", "--ignored", "--nocapture"])
            .env("POLARS_MAX_THREADS", threads)
            .env("RAYON_NUM_THREADS", threads)
            .env("DAMPAK_LARGE", folder.path())
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&out.stdout).into_owned();
        text.split("fingerprint ").nth(1).and_then(|rest| rest.split_whitespace().next()).unwrap_or_else(|| panic!("{text}")).to_owned()
    };
    let one = run("1");
    for threads in ["2", "3", "7"] {
        assert_eq!(run(threads), one, "{threads} threads");
    }
}

/// Run by the test above in a process of its own, whose number of threads it sets.
#[test]
#[ignore = "run by one_thread_and_many_give_the_same_bits"]
fn print_fingerprint() {
    let Ok(folder) = std::env::var("DAMPAK_LARGE") else { return };
    let records = dampak::data::open(&[format!("{folder}/large.parquet")], &dampak::data::ReadOptions::default()).unwrap();
    println!("fingerprint {:x}", fingerprint(&cells(&records, &large_plan())));
}
