//! How time grows with rows: each phase over three decades, as tables in Markdown with the fitted log–log slope. Ends with an error where a pass grows
//! faster than in proportion, or where what follows the pass grows at all.
//!
//! Two times are taken of the same runs: that of the quickest run, and the processor time of all threads, where the system tells it. A machine that does
//! other things lengthens the first, and long runs more than short ones, which find a quiet moment; the second it leaves as it is.
//!
//! `cargo bench --bench growth`

#![allow(clippy::expect_used, clippy::print_stdout)] // a benchmark without its data ends; the table is what it is for

#[allow(dead_code)] // shared with the other benchmarks
mod data;

use dampak::data::{ArrayColumn, PolarsLocal, ReadOptions, Records, open, parquet};
use dampak::methods::{MethodInput, plan, run};
use dampak::panel::{Cells, RecordPass};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Ticks a second of the processor times of Linux.
const TICKS: f64 = 100.0;
/// Rows over three decades.
const ROWS: [usize; 4] = [10_000, 100_000, 1_000_000, 10_000_000];
/// Runs of each case at least, and for how long at least; the quickest counts, being the least disturbed.
const RUNS: usize = 5;
const AT_LEAST: Duration = Duration::from_millis(500);
/// Slope that a pass may have.
const PROPORTIONAL: f64 = 1.05;
/// Slope that what follows the pass may have: nothing but noise.
const NONE: f64 = 0.05;
const USED: [&str; 4] = ["office", "month", "treated", "hours"];

fn main() -> ExitCode {
    // `cargo bench -- NAME` is meant for the other benchmarks.
    if std::env::args().skip(1).any(|argument| !argument.starts_with('-') && !argument.contains("growth")) {
        return ExitCode::SUCCESS;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut cases: [(&str, f64, Vec<Times>); 4] = [
        ("CSV to cells, two columns unused", PROPORTIONAL, Vec::new()),
        ("Parquet to cells, four columns unused", PROPORTIONAL, Vec::new()),
        ("cells from memory", PROPORTIONAL, Vec::new()),
        ("clustered effect from cells", NONE, Vec::new()),
    ];
    let settings = data::twfe();
    let plan = plan(&settings).expect("a plan");
    let cells = |records: &Records, n: usize| -> Cells {
        let cells = PolarsLocal::new(records).cells(&plan).expect("cells");
        assert_eq!(cells.total_records(), n as u64);
        cells
    };
    for n in ROWS {
        let csv = data::csv(folder.path(), n);
        cases[0].2.push(timed(|| cells(&opened(&csv), n)));
        std::fs::remove_file(&csv).expect("removed");
        let file = columnar(folder.path(), n);
        cases[1].2.push(timed(|| cells(&opened(&file), n)));
        std::fs::remove_file(&file).expect("removed");
        let records = data::records(n);
        cases[2].2.push(timed(|| cells(&records, n)));
        let cells = cells(&records, n);
        let engine = PolarsLocal::new(&records);
        cases[3].2.push(timed(|| {
            let estimate = run(&MethodInput { cells: &cells, plan: &plan, settings: &settings, records: Some(&engine) }).expect("an estimate");
            let found = estimate.headline().and_then(|effect| effect.estimate).expect("a number");
            assert!((found - data::EFFECT).abs() < 0.5, "{found}");
            estimate
        }));
    }
    let mut status = ExitCode::SUCCESS;
    for (what, of) in [("quickest run", (|times| Some(times.quickest)) as fn(&Times) -> Option<f64>), ("processor time", |times| times.processor)] {
        println!("| {what} | {} | slope | at most |", ROWS.map(|n| format!("{n} rows")).join(" | "));
        println!("|---|{}--:|--:|", "--:|".repeat(ROWS.len()));
        for (name, most, times) in &cases {
            let Some(times) = times.iter().map(of).collect::<Option<Vec<f64>>>() else { continue };
            let slope = slope(&times);
            let shown: Vec<String> = times.iter().map(|seconds| format!("{:.2} ms", seconds * 1e3)).collect();
            println!("| {name} | {} | {slope:.2} | {most} |", shown.join(" | "));
            if !(slope <= *most) {
                status = ExitCode::FAILURE;
            }
        }
        println!();
    }
    status
}

/// Seconds of a case.
struct Times {
    /// Of the quickest run.
    quickest: f64,
    /// Of the processor by run, all threads together.
    processor: Option<f64>,
}

/// Seconds that all threads of the process have had of the processor.
fn processor() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/self/stat").ok()?;
    // Fields follow the name, which may hold anything, in parentheses: user and system time are the 12th and 13th of them.
    let fields: Vec<&str> = told.rsplit(')').next()?.split_whitespace().collect();
    Some((fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?) / TICKS)
}

fn opened(path: &str) -> Records {
    let columns = Some(USED.map(str::to_owned).to_vec());
    open(&[path.to_owned()], &ReadOptions { columns, ..ReadOptions::default() }).expect("a readable file")
}

/// The records as a Parquet file.
fn columnar(folder: &Path, n: usize) -> String {
    let names = ["office", "month", "treated", "hours", "district", "document", "age", "staff"];
    let records = data::records(n);
    let columns = names.map(|name| {
        let values = records.numbers(&[name]).expect("numbers").remove(0);
        (name.to_owned(), ArrayColumn::Number(values))
    });
    let path = folder.join("rows.parquet");
    std::fs::write(&path, parquet(columns.into()).expect("bytes")).expect("written");
    path.display().to_string()
}

/// Times of some runs; short work is repeated for a while.
fn timed<T>(mut work: impl FnMut() -> T) -> Times {
    let (mut least, mut runs, all) = (f64::INFINITY, 0_usize, Instant::now());
    let before = processor();
    while runs < RUNS || all.elapsed() < AT_LEAST {
        let begun = Instant::now();
        std::hint::black_box(work());
        least = least.min(begun.elapsed().as_secs_f64());
        runs += 1;
    }
    let processor = processor().zip(before).map(|(after, before)| (after - before) / runs as f64);
    Times { quickest: least, processor }
}

/// Least-squares slope of the logarithm of time on the logarithm of rows.
fn slope(times: &[f64]) -> f64 {
    let points: Vec<(f64, f64)> = ROWS.iter().zip(times).map(|(n, seconds)| ((*n as f64).ln(), seconds.ln())).collect();
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / points.len() as f64;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let across: f64 = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
    across / points.iter().map(|point| (point.0 - x).powi(2)).sum::<f64>()
}
