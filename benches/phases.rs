//! Time by phase, over three decades of sizes, with asserted results: reading, cells, absorption, each estimator's fit, bootstraps, the report.
//!
//! `cargo bench` runs all; `cargo bench -- cells` one phase. The data are seeded, so every run works on the same numbers. Ids name the case and the
//! size, so that growth can be read off: `phases::cells::records/1000000`.

#![allow(clippy::expect_used)] // a benchmark without its data ends

mod data;

use dampak::data::{PolarsLocal, ReadOptions, Records, open};
use dampak::methods::{DidSettings, Method, MethodInput, plan, run};
use dampak::panel::RecordPass;
use divan::Bencher;

fn main() {
    divan::main();
}

/// Rows over three decades.
const ROWS: [usize; 4] = [10_000, 100_000, 1_000_000, 10_000_000];
/// Units of a panel of ten periods, over two decades.
const UNITS: [usize; 3] = [1_000, 10_000, 100_000];

/// Fits on cells that are made once; the headline must be near the effect that is in the data.
fn fit(bencher: Bencher, records: &Records, settings: &DidSettings, (truth, within): (f64, f64)) {
    let plan = plan(settings).expect("a plan");
    let engine = PolarsLocal::new(records);
    let cells = engine.cells(&plan).expect("cells");
    bencher.bench_local(|| {
        let estimate = run(&MethodInput { cells: &cells, plan: &plan, settings, records: Some(&engine) }).expect("an estimate");
        let found = estimate.headline().and_then(|effect| effect.estimate).expect("a number");
        assert!((found - truth).abs() < within, "{found}");
        estimate
    });
}

#[divan::bench_group(sample_count = 5)]
mod reading {
    use super::{Bencher, ReadOptions, data, open};

    const ROWS: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];

    fn read(bencher: Bencher, n: usize, columns: Option<&[&str]>) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = data::csv(folder.path(), n);
        let columns = columns.map(|names| names.iter().map(ToString::to_string).collect());
        let options = ReadOptions { columns, ..ReadOptions::default() };
        bencher.bench(|| {
            let records = open(std::slice::from_ref(&path), &options).expect("a readable file");
            assert_eq!(records.rows(), n as u64);
            records
        });
    }

    #[divan::bench(args = ROWS)]
    fn csv_every_column(bencher: Bencher, n: usize) {
        read(bencher, n, None);
    }

    #[divan::bench(args = ROWS)]
    fn csv_used_columns(bencher: Bencher, n: usize) {
        read(bencher, n, Some(&["office", "month", "treated", "hours"]));
    }
}

#[divan::bench_group(sample_count = 5)]
mod cells {
    use super::{Bencher, DidSettings, PolarsLocal, ROWS, RecordPass, data, plan};

    fn group(bencher: Bencher, n: usize, settings: &DidSettings) {
        let records = data::records(n);
        let plan = plan(settings).expect("a plan");
        bencher.bench(|| {
            let cells = PolarsLocal::new(&records).cells(&plan).expect("cells");
            assert_eq!(cells.total_records(), n as u64);
            cells
        });
    }

    #[divan::bench(args = ROWS)]
    fn records(bencher: Bencher, n: usize) {
        group(bencher, n, &data::twfe());
    }

    #[divan::bench(args = ROWS)]
    fn two_covariates_and_a_document(bencher: Bencher, n: usize) {
        let settings = DidSettings { covariates: vec!["age".into(), "staff".into()], fixed_effects: vec!["document".into()], ..data::twfe() };
        group(bencher, n, &settings);
    }

    #[divan::bench(args = super::UNITS)]
    fn panel(bencher: Bencher, units: usize) {
        let (records, settings) = (data::panel(units), data::staggered(None));
        let plan = plan(&settings).expect("a plan");
        bencher.bench(|| {
            let cells = PolarsLocal::new(&records).cells(&plan).expect("cells");
            assert_eq!(cells.len(), units * data::PERIODS);
            cells
        });
    }
}

/// After the pass: the time must not grow with rows.
#[divan::bench_group(sample_count = 5)]
mod after_the_pass {
    use super::{Bencher, DidSettings, ROWS, data, fit};

    const RECORDS: (f64, f64) = (data::EFFECT, 0.5);

    #[divan::bench(args = ROWS)]
    fn twfe(bencher: Bencher, n: usize) {
        fit(bencher, &data::records(n), &data::twfe(), RECORDS);
    }

    #[divan::bench(args = ROWS)]
    fn wild_bootstrap_9999(bencher: Bencher, n: usize) {
        fit(bencher, &data::records(n), &DidSettings { wild: Some(9_999), ..data::twfe() }, RECORDS);
    }

    #[divan::bench]
    fn wild_bootstrap_99999_of_50_clusters(bencher: Bencher) {
        let settings = DidSettings { wild: Some(99_999), cluster: vec!["district".into()], ..data::twfe() };
        fit(bencher, &data::records(1_000_000), &settings, RECORDS);
    }
}

#[divan::bench_group(sample_count = 3)]
mod absorption {
    use super::{Bencher, DidSettings, data, fit};

    const ROWS: [usize; 3] = [10_000, 100_000, 1_000_000];

    /// Workers, years, and firms that a worker leaves now and then: three factors, one record a cell.
    #[divan::bench(args = ROWS)]
    fn three_factors_with_moves(bencher: Bencher, n: usize) {
        fit(bencher, &data::movers(n), &DidSettings { fixed_effects: vec!["firm".into()], ..data::moving() }, (data::EFFECT, 0.5));
    }

    #[divan::bench(args = ROWS)]
    fn two_factors(bencher: Bencher, n: usize) {
        fit(bencher, &data::movers(n), &data::moving(), (data::EFFECT, 0.5));
    }
}

#[divan::bench_group(sample_count = 3)]
mod estimators {
    use super::{Bencher, DidSettings, Method, UNITS, data, fit};

    /// Effects grow with exposure, so the averages of methods differ; each must lie in their range.
    const STAGGERED: (f64, f64) = (1.2, 0.4);

    fn method(bencher: Bencher, units: usize, method: Method) {
        fit(bencher, &data::panel(units), &data::staggered(Some(method)), STAGGERED);
    }

    #[divan::bench(args = UNITS)]
    fn callaway_santanna(bencher: Bencher, units: usize) {
        method(bencher, units, Method::CallawaySantanna);
    }

    #[divan::bench(args = UNITS)]
    fn callaway_santanna_doubly_robust_999_draws(bencher: Bencher, units: usize) {
        let settings = DidSettings { covariates: vec!["x".into()], bands: Some(999), ..data::staggered(Some(Method::CallawaySantanna)) };
        fit(bencher, &data::panel(units), &settings, STAGGERED);
    }

    #[divan::bench(args = UNITS)]
    fn sun_abraham(bencher: Bencher, units: usize) {
        method(bencher, units, Method::SunAbraham);
    }

    #[divan::bench(args = UNITS)]
    fn imputation(bencher: Bencher, units: usize) {
        method(bencher, units, Method::Imputation);
    }

    #[divan::bench(args = UNITS)]
    fn two_stage(bencher: Bencher, units: usize) {
        method(bencher, units, Method::TwoStage);
    }

    #[divan::bench(args = UNITS)]
    fn extended_twfe(bencher: Bencher, units: usize) {
        method(bencher, units, Method::ExtendedTwfe);
    }

    #[divan::bench(args = UNITS)]
    fn efficient(bencher: Bencher, units: usize) {
        method(bencher, units, Method::Efficient);
    }

    #[divan::bench(args = UNITS)]
    fn stacked(bencher: Bencher, units: usize) {
        method(bencher, units, Method::Stacked);
    }

    #[divan::bench(args = UNITS)]
    fn local_projections(bencher: Bencher, units: usize) {
        method(bencher, units, Method::LocalProjections);
    }

    #[divan::bench(args = [100, 500, 2_000])]
    fn synthetic_did_with_placebo_errors(bencher: Bencher, units: usize) {
        fit(bencher, &data::one_start(units), &data::staggered(Some(Method::SyntheticDid)), (1.0, 0.6));
    }
}

/// Whole studies, phase by phase: everything that is computed, the report as files in memory, the files on disk.
#[divan::bench_group(sample_count = 5)]
mod report {
    use super::Bencher;
    use dampak::report::{ReportSet, write};
    use dampak::study::{Quiet, Study, StudyResult, execute, load};

    /// The studies with records; a pool has those of its members.
    const STUDIES: [&str; 5] = ["kendari", "gorontalo", "jakarta", "palangkaraya", "sorong"];

    fn study(name: &str) -> Study {
        let path = format!("{}/datasets/{name}/study.toml", env!("CARGO_MANIFEST_DIR"));
        load(std::path::Path::new(&path)).expect("a study")
    }

    fn executed(study: &Study) -> StudyResult {
        let result = execute(study, &Quiet).expect("a result");
        assert_eq!(result.outcomes.len(), study.file.outcome.len());
        for outcome in &result.outcomes {
            assert!(!outcome.checks.is_empty(), "{}", outcome.name);
            let main = outcome.did.first().or(outcome.its.as_ref()).or(outcome.prepost.as_ref()).and_then(|found| found.headline());
            assert!(main.and_then(|effect| effect.estimate).is_some_and(f64::is_finite), "{}", outcome.name);
        }
        result
    }

    /// Reading, estimation, before and after, checks with their resampling.
    #[divan::bench(args = STUDIES)]
    fn computed(bencher: Bencher, name: &str) {
        let study = study(name);
        bencher.bench(|| executed(&study));
    }

    /// All charts, tables and pages in both languages, beyond what was computed.
    #[divan::bench(args = STUDIES)]
    fn drawn(bencher: Bencher, name: &str) {
        let result = executed(&study(name));
        bencher.bench(|| {
            let set = ReportSet::of(&result);
            let pictures = set.files.iter().filter(|(path, bytes)| path.starts_with("charts/") && bytes.starts_with(b"\x89PNG")).count();
            assert!(pictures > 5 && set.files.contains_key("report.html"));
            set
        });
    }

    /// The folder on disk, flushed, in place of the one before.
    #[divan::bench(args = STUDIES)]
    fn written(bencher: Bencher, name: &str) {
        let set = ReportSet::of(&executed(&study(name)));
        let place = tempfile::tempdir().expect("a temporary folder");
        let folder = place.path().join(name);
        bencher.bench_local(|| {
            let written = write(&set, &folder, &|| false).expect("a folder");
            assert_eq!(written.files.len(), set.files.len());
        });
    }
}
