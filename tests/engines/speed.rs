//! Fifty million records on each engine and here. Run by `tests/engines/measure.sh` alone.

use super::place::{Place, places};
use crate::command::{Run, program};
use serde_json::Value;
use std::path::Path;
use std::time::Instant;

/// The analysis of the table of benchmarks: offices × months, clustered by office.
const ANALYSIS: &str = "--outcome hours --unit office --time month --treated treated --method twfe --format json --lang en";

/// Runs of each; the median counts.
const RUNS: usize = 3;

/// The columns of the analysis as a table of PostgreSQL.
fn loaded(place: &Place, writer: &Place, csv: &Path, records: &str) {
    let path = csv.display();
    writer.execute(&[format!("COPY (SELECT office, month, treated, hours FROM read_parquet('{records}')) TO '{path}' (FORMAT csv, HEADER false)")]);
    place.execute(&[
        "CREATE UNLOGGED TABLE records (office INTEGER, month INTEGER, treated SMALLINT, hours DOUBLE PRECISION)".into(),
        format!("COPY records FROM '{path}' WITH (FORMAT csv)"),
        "VACUUM ANALYZE records".into(),
    ]);
    std::fs::remove_file(csv).unwrap();
}

#[test]
#[ignore = "run by tests/engines/measure.sh"]
fn fifty_million_records() {
    let places = places();
    let file = std::env::var("DAMPAK_TEST_RECORDS").expect("tests/engines/measure.sh says which file");
    let time = |data: &[String], environment: &[(String, String)]| {
        let mut seconds = Vec::new();
        let mut estimate = None;
        for _ in 0..RUNS {
            let start = Instant::now();
            let mut command = program();
            command.arg("did").args(data).args(ANALYSIS.split_whitespace()).envs(environment.iter().cloned());
            let run: Run = command.output().unwrap().into();
            seconds.push(start.elapsed().as_secs_f64());
            assert_eq!(run.status, 0, "{}", run.err);
            let result: Value = serde_json::from_str(&run.out).unwrap();
            estimate = result["effects"][0]["estimate"].as_f64();
        }
        seconds.sort_by(f64::total_cmp);
        (seconds[RUNS / 2], estimate.unwrap())
    };
    if let Some(place) = places.get("postgres") {
        loaded(place, places.get("duckdb").expect("DuckDB writes the file for PostgreSQL"), &places.folder.join("records.csv"), &file);
    }
    let (here, expected) = time(std::slice::from_ref(&file), &[]);
    println!("| engine | seconds | × local |\n|---|---|---|\n| local | {here:.2} | 1 |");
    for place in &places.engines {
        let mut arguments = place.arguments(&places, "records");
        if place.engine != "postgres" {
            let from = arguments.len() - 2;
            arguments.splice(from.., ["--path".to_owned(), file.clone()]);
        }
        let (there, estimate) = time(&arguments, &place.environment());
        assert!((estimate - expected).abs() <= super::compare::ESTIMATE, "{}: {estimate} and not {expected}", place.engine);
        println!("| {} | {there:.2} | {:.1} |", place.engine, there / here);
    }
}
