//! Time by phase, over three decades of rows, with asserted results: reading, cells, fit, wild bootstrap.
//!
//! `cargo bench` runs all; `cargo bench -- cells` one phase. The data are seeded, so every run works on the same numbers.

#![allow(clippy::expect_used)] // a benchmark without its data ends

use dampak::data::{ArrayColumn, PolarsLocal, ReadOptions, Records, open};
use dampak::design::Treatment;
use dampak::inference::random::Stream;
use dampak::methods::{DidSettings, Method, MethodInput, plan, run};
use dampak::panel::RecordPass;
use divan::Bencher;
use std::fmt::Write;

const ROWS: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];
const OFFICES: usize = 200;
const MONTHS: usize = 24;
/// Effect that is put into the data.
const EFFECT: f64 = -6.0;

fn main() {
    divan::main();
}

/// Records of offices and months; half of the offices are treated from month 12 on.
struct Rows {
    office: Vec<i64>,
    month: Vec<i64>,
    treated: Vec<i64>,
    hours: Vec<f64>,
}

fn rows(n: usize) -> Rows {
    let mut stream = Stream::new(1, "bench", n as u64);
    let mut out = Rows { office: Vec::new(), month: Vec::new(), treated: Vec::new(), hours: Vec::new() };
    for row in 0..n {
        // Every cell is there from the smallest size on that can fill them.
        let (office, month) = (row % OFFICES, row / OFFICES % MONTHS);
        let treated = office % 2 == 0 && month >= MONTHS / 2;
        out.office.push(office as i64);
        out.month.push(month as i64);
        out.treated.push(i64::from(treated));
        out.hours.push(30.0 + office as f64 * 0.01 - month as f64 * 0.1 + stream.normal() + if treated { EFFECT } else { 0.0 });
    }
    out
}

fn records(n: usize) -> Records {
    let rows = rows(n);
    let whole = |values: Vec<i64>| ArrayColumn::Whole(values.into_iter().map(Some).collect());
    let columns = vec![
        ("office".to_owned(), whole(rows.office)),
        ("month".to_owned(), whole(rows.month)),
        ("treated".to_owned(), whole(rows.treated)),
        ("hours".to_owned(), ArrayColumn::Number(rows.hours.into_iter().map(Some).collect())),
    ];
    Records::from_arrays(columns).expect("columns of one length")
}

fn settings() -> DidSettings {
    DidSettings {
        method: Some(Method::Twfe),
        unit: Some("office".into()),
        time: Some("month".into()),
        ..DidSettings::new("hours", Treatment::Status("treated".into()))
    }
}

/// Sizes in which every office has months before and after.
const FITTED: [usize; 3] = [10_000, 100_000, 1_000_000];

#[divan::bench(args = ROWS, sample_count = 10)]
fn reading_csv(bencher: Bencher, n: usize) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let rows = rows(n);
    let mut csv = String::from("office;month;treated;hours\n");
    for row in 0..n {
        let hours = rows.hours[row].to_string().replace('.', ",");
        let _ = writeln!(csv, "{};{};{};{hours}", rows.office[row], rows.month[row], rows.treated[row]);
    }
    let path = folder.path().join("rows.csv");
    std::fs::write(&path, csv).expect("written");
    let sources = [path.display().to_string()];
    bencher.bench(|| {
        let records = open(&sources, &ReadOptions::default()).expect("a readable file");
        assert_eq!(records.rows(), n as u64);
        records
    });
}

#[divan::bench(args = ROWS, sample_count = 10)]
fn cells(bencher: Bencher, n: usize) {
    let records = records(n);
    let plan = plan(&settings()).expect("a plan");
    bencher.bench(|| {
        let cells = PolarsLocal::new(&records).cells(&plan).expect("cells");
        assert_eq!(cells.total_records(), n as u64);
        cells
    });
}

fn fit(bencher: Bencher, n: usize, settings: &DidSettings) {
    let records = records(n);
    let plan = plan(settings).expect("a plan");
    let cells = PolarsLocal::new(&records).cells(&plan).expect("cells");
    bencher.bench(|| {
        let estimate = run(&MethodInput { cells: &cells, plan: &plan, settings, records: None }).expect("an estimate");
        let found = estimate.headline().and_then(|effect| effect.estimate).expect("a number");
        assert!((found - EFFECT).abs() < 0.5, "{found}");
        estimate
    });
}

#[divan::bench(args = FITTED, sample_count = 10)]
fn twfe(bencher: Bencher, n: usize) {
    fit(bencher, n, &settings());
}

#[divan::bench(args = FITTED, sample_count = 5)]
fn wild_bootstrap_9999(bencher: Bencher, n: usize) {
    fit(bencher, n, &DidSettings { wild: Some(9_999), ..settings() });
}
