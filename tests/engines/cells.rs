//! Cells of an engine beside those of this machine: keys and counts exactly, sums to the last digits.

use super::load::source;
use super::place::{Place, Places, places};
use dampak::data::{Engine, EngineFrom, EngineSource, PolarsLocal, ReadOptions, Records, Secret, Surroundings, open, open_engine};
use dampak::panel::{CellKey, CellPlan, Cells, KeyRole, RecordPass, TimeScale};

/// Sums of the same numbers in another order, relative to the sum of their sizes.
const SUM: f64 = 1e-9;

/// The table as the engine has it.
fn remote(place: &Place, places: &Places, table: &str) -> Records {
    let engine = Engine::ALL.into_iter().find(|engine| engine.code() == place.engine).unwrap();
    let path = places.folder.join(format!("{table}.parquet")).display().to_string();
    let from = if place.reads_files() { EngineFrom::Path(path) } else { EngineFrom::Table(table.into()) };
    let source = EngineSource { engine, uri: Some(place.uri.clone()), from, driver: Some(place.driver.clone()), password_file: None, most_cells: None };
    let around = Surroundings { password: place.password.clone().and_then(Secret::new), ..Surroundings::default() };
    open_engine(&source, &around, |_| true).unwrap_or_else(|error| panic!("{error:?}"))
}

fn local(places: &Places, table: &str) -> Records {
    let sheet = (table == "jakarta").then(|| "Responden".to_owned());
    open(&[source(places, table)], &ReadOptions { sheet, ..ReadOptions::default() }).unwrap()
}

fn key(column: &str, role: KeyRole) -> CellKey {
    CellKey { column: column.into(), role }
}

/// Plans of several kinds, with their tables.
fn plans() -> Vec<(&'static str, CellPlan)> {
    let plan = |keys: Vec<CellKey>, variables: &[&str], weight: Option<&str>| CellPlan {
        keys,
        variables: variables.iter().map(ToString::to_string).collect(),
        weight: weight.map(str::to_owned),
        centre: None,
    };
    let month = |column| key(column, KeyRole::Period(Some(TimeScale::Month)));
    vec![
        (
            "gorontalo",
            plan(
                vec![key("puskesmas", KeyRole::Discrete), month("tanggal_kunjungan"), key("mulai_program", KeyRole::Cohort(None))],
                &["menit_tunggu", "kepuasan"],
                None,
            ),
        ),
        (
            "gorontalo",
            plan(vec![key("berbatasan", KeyRole::Binary), key("tanggal_kunjungan", KeyRole::Period(Some(TimeScale::Week)))], &["rujukan_terpadu"], None),
        ),
        ("made", plan(vec![key("kantor", KeyRole::Discrete), month("masuk"), key("wilayah", KeyRole::Discrete)], &["nilai", "usia", "jarak"], Some("bobot"))),
        ("made", plan(vec![key("jenis", KeyRole::Discrete), key("program", KeyRole::Binary)], &["besar", "nilai"], None)),
        ("made", plan(vec![key("masuk", KeyRole::Period(Some(TimeScale::Day)))], &[], None)),
        (
            "kendari",
            plan(
                vec![key("titik_layanan", KeyRole::Discrete), key("tanggal_masuk", KeyRole::Period(Some(TimeScale::Quarter)))],
                &["kepuasan", "partisipasi_pelatihan"],
                None,
            ),
        ),
        (
            "injury",
            plan(
                vec![key("highearn", KeyRole::Binary), key("afchnge", KeyRole::Binary), key("injtype", KeyRole::Discrete)],
                &["ldurat", "age", "prewage"],
                None,
            ),
        ),
        (
            "jakarta",
            plan(
                vec![key("Puskesmas Kecamatan", KeyRole::Discrete), key("Tanggal Survei", KeyRole::Period(Some(TimeScale::Quarter)))],
                &["U1 Persyaratan"],
                None,
            ),
        ),
        (
            "sorong",
            plan(vec![key("kabupaten_kota", KeyRole::Discrete), key("triwulan", KeyRole::Period(Some(TimeScale::Quarter)))], &["ikm"], Some("responden")),
        ),
    ]
}

fn compare(what: &str, here: &Cells, there: &Cells) -> Vec<String> {
    let mut found = Vec::new();
    if here.account != there.account {
        found.push(format!("{what}: account {:?} here, {:?} there", here.account, there.account));
    }
    if here.len() != there.len() {
        return vec![format!("{what}: {} cells here, {} there", here.len(), there.len())];
    }
    if here.keys != there.keys {
        found.push(format!("{what}: other keys"));
    }
    if here.records != there.records {
        found.push(format!("{what}: other counts"));
    }
    let mut close = |name: &str, at: usize, a: f64, b: f64, scale: f64| {
        if !((a - b).abs() <= SUM * scale.max(1.0)) {
            found.push(format!("{what}: {name} of cell {at}: {a} here, {b} there"));
        }
    };
    let v = here.variables.len();
    for at in 0..here.len() {
        close("weight", at, here.weight[at], there.weight[at], here.weight[at]);
        for j in 0..v {
            close("mean", at, here.mean[[at, j]], there.mean[[at, j]], here.mean[[at, j]].abs());
        }
        for j in 0..here.cross.ncols() {
            // By the size of the squares of the cell: a product of two variables may be near zero.
            let size: f64 = here.cross.row(at).iter().map(|cross| cross.abs()).sum();
            close("cross-product", at, here.cross[[at, j]], there.cross[[at, j]], size);
        }
    }
    found.truncate(10);
    found
}

fn cells_are_the_same(engine: &str) {
    let places = places();
    let Some(place) = places.get(engine) else { panic!("{engine} does not run") };
    let mut found = Vec::new();
    for (at, (table, plan)) in plans().into_iter().enumerate() {
        let here = PolarsLocal::new(&local(&places, table)).cells(&plan).unwrap();
        assert!(here.len() > 1, "plan {at} has cells");
        match PolarsLocal::new(&remote(place, &places, table)).cells(&plan) {
            Ok(there) => found.extend(compare(&format!("plan {at} of {table}"), &here, &there)),
            Err(error) => found.push(format!("plan {at} of {table}: {error:?}")),
        }
    }
    assert!(found.is_empty(), "{engine}:\n{}", found.join("\n"));
}

#[test]
#[ignore = "run by tests/engines/run.sh"]
fn cells_on_sail() {
    cells_are_the_same("sail");
}

#[test]
#[ignore = "run by tests/engines/run.sh"]
fn cells_on_duckdb() {
    cells_are_the_same("duckdb");
}

#[test]
#[ignore = "run by tests/engines/run.sh"]
fn cells_on_postgres() {
    cells_are_the_same("postgres");
}

#[test]
#[ignore = "run by tests/engines/run.sh"]
fn cells_on_flightsql() {
    cells_are_the_same("flightsql");
}

#[test]
#[ignore = "run by tests/engines/spark.sh"]
fn cells_on_spark() {
    cells_are_the_same("spark");
}
