//! Commands with `--engine`, beside the same command on the file: the same JSON.

use super::compare::differences;
use super::load::source;
use super::place::{Place, Places, places};
use crate::command::{Run, program};
use serde_json::Value;

/// A command without its data: what it is called, its table, its arguments.
type Case = (&'static str, &'static str, &'static str);

/// Every kind of pass that is offered.
const CASES: &[Case] = &[
    ("did", "injury", "--outcome ldurat --group highearn --post afchnge"),
    ("did", "injury", "--outcome ldurat --group highearn --post afchnge --covariates male,married,lage --method twfe --vcov hc1"),
    ("did", "injury", "--outcome ldurat --group highearn --post afchnge --covariates age,prewage --cluster indust --method twfe"),
    ("did", "injury", "--outcome ldurat --group highearn --post afchnge --by injtype"),
    ("did", "kielmc", "--outcome lprice --group nearinc --post y81 --covariates age,rooms"),
    ("did", "jtrain", "--outcome lscrap --unit fcode --time year --treated grant --method switchers"),
    ("did", "gorontalo", "--outcome menit_tunggu --unit puskesmas --time tanggal_kunjungan --every quarter --cohort mulai_program"),
    (
        "did",
        "gorontalo",
        "--outcome menit_tunggu --unit puskesmas --time tanggal_kunjungan --every quarter --cohort mulai_program --bands 499 --cluster kabupaten_kota",
    ),
    ("did", "gorontalo", "--outcome kepuasan --unit puskesmas --time tanggal_kunjungan --every month --cohort mulai_program --method event-study"),
    (
        "did",
        "gorontalo",
        "--outcome menit_tunggu --unit puskesmas --time tanggal_kunjungan --every quarter --cohort mulai_program --method twfe --fixed-effects gelombang --by kabupaten_kota",
    ),
    ("did", "gorontalo", "--outcome menit_tunggu --unit puskesmas --time tanggal_kunjungan --every quarter --cohort mulai_program --method imputation"),
    (
        "did",
        "gorontalo",
        "--outcome rujukan_terpadu --unit puskesmas --time tanggal_kunjungan --every quarter --cohort mulai_program --weight no_kunjungan --method twfe",
    ),
    ("did", "sorong", "--outcome ikm --unit kabupaten_kota --time triwulan --every quarter --treated program --weight responden"),
    ("did", "made", "--duration masuk,selesai --clock working-hours --zone wita --unit kantor --time masuk --every month --treated program --method twfe"),
    (
        "did",
        "made",
        "--duration masuk,selesai --clock working-days --zone wib --unit kantor --time masuk --every month --treated program --method twfe --weight bobot",
    ),
    (
        "did",
        "made",
        "--duration masuk,selesai --clock calendar-days --unit kantor --time masuk --every week --treated program --method twfe --fixed-effects jenis",
    ),
    (
        "did",
        "made",
        "--duration masuk,selesai --clock elapsed --unit kantor --time masuk --every quarter --treated program --covariates usia,jarak --cluster wilayah",
    ),
    (
        "did",
        "made",
        "--outcome nilai --unit kantor --time masuk --every month --treated program --covariates usia,jarak --weight bobot --vcov hc1 --method twfe",
    ),
    ("did", "made", "--outcome nilai --unit kantor --time masuk --every month --treated program --method twfe --cluster wilayah,masuk"),
    ("did", "made", "--outcome lulus --unit kantor --time masuk --every month --treated program --by wilayah"),
    ("did", "made", "--outcome nilai --unit kantor --time masuk --every month --treated program --method event-study --wild 499"),
    (
        "prepost",
        "kendari",
        "--duration tanggal_masuk,tanggal_selesai --clock working-hours --zone wita --time tanggal_masuk --start 2024-01-01 --by jenis_dokumen --target 24 --better lower",
    ),
    ("prepost", "injury", "--outcome ldurat --period afchnge"),
    ("prepost", "palangkaraya", "--duration tanggal_masuk,tanggal_selesai --clock calendar-days --time tanggal_masuk --start 2024-01-08 --target 14"),
    ("its", "palangkaraya", "--duration tanggal_masuk,tanggal_selesai --clock working-days --zone wib --time tanggal_masuk --every week --start 2024-01-08"),
    ("its", "kendari", "--outcome kepuasan --time tanggal_masuk --every month --start 2024-01-01 --group pendampingan"),
    ("satisfaction", "jakarta", ""),
    ("satisfaction", "jakarta", "--period Tanggal_Survei --start 2023-07-01 --cluster Puskesmas_Kecamatan --by Kota_Administrasi"),
    ("survival", "kendari", "--duration tanggal_masuk,tanggal_selesai --clock working-days --zone wita --start 2024-01-01 --tau 20"),
    ("survival", "kendari", "--duration tanggal_masuk,tanggal_selesai --clock elapsed --group pendampingan"),
    ("prepost", "made", "--outcome nilai --time masuk --start 2024-01-01 --by wilayah --weight bobot --target 50"),
    ("prepost", "made", "--outcome nilai --time masuk --start 2024-01-01 --cluster kantor"),
    ("survival", "made", "--duration masuk,selesai --clock working-hours --zone wit --start 2024-01-01 --cluster kantor"),
    ("survival", "palangkaraya", "--duration tanggal_masuk,tanggal_selesai --clock working-hours --zone wib --start 2024-01-08"),
];

/// The words of arguments; `_` in the names of columns that have spaces.
fn words(arguments: &str) -> Vec<String> {
    let spaced = |word: &str| if word.starts_with(char::is_uppercase) { word.replace('_', " ") } else { word.to_owned() };
    arguments.split_whitespace().map(spaced).collect()
}

/// A command on the file that the table was made from.
pub(super) fn here(places: &Places, command: &str, table: &str, arguments: &str) -> Run {
    let sheet: &[&str] = if table == "jakarta" { &["--sheet", "Responden"] } else { &[] };
    program().arg(command).arg(source(places, table)).args(sheet).args(words(arguments)).args(["--format", "json", "--lang", "en"]).output().unwrap().into()
}

/// The same on an engine.
pub(super) fn there(place: &Place, places: &Places, command: &str, table: &str, arguments: &str) -> Run {
    let mut program = program();
    program.arg(command).args(place.arguments(places, table)).args(words(arguments)).args(["--format", "json", "--lang", "en"]);
    program.envs(place.environment()).output().unwrap().into()
}

/// Runs every case; a refusal is a difference as well.
fn every_command(engine: &str) {
    let places = places();
    let Some(place) = places.get(engine) else { panic!("{engine} does not run") };
    let mut found = Vec::new();
    for (command, table, arguments) in CASES {
        let case = format!("{command} {table} {arguments}");
        let local = here(&places, command, table, arguments);
        assert_eq!(local.status, 0, "{case}: {}", local.err);
        let remote = there(place, &places, command, table, arguments);
        if remote.status != 0 {
            found.push(format!("{case}: exit status {}: {}", remote.status, remote.err));
            continue;
        }
        let read = |run: &Run| -> Value { serde_json::from_str(&run.out).unwrap() };
        let differing = differences(&read(&local), &read(&remote), &|_| true);
        println!("{engine}: {case}: {} differences", differing.len());
        found.extend(differing.into_iter().map(|line| format!("{case}: {line}")));
    }
    assert!(found.is_empty(), "{engine}:\n{}", found.join("\n"));
}

#[test]
#[ignore = "run by tests/engines/run.sh"]
fn every_command_on_sail() {
    every_command("sail");
}

#[test]
#[ignore = "run by tests/engines/run.sh"]
fn every_command_on_duckdb() {
    every_command("duckdb");
}

#[test]
#[ignore = "run by tests/engines/run.sh"]
fn every_command_on_postgres() {
    every_command("postgres");
}

#[test]
#[ignore = "run by tests/engines/run.sh"]
fn every_command_on_flightsql() {
    every_command("flightsql");
}

#[test]
#[ignore = "run by tests/engines/spark.sh"]
fn every_command_on_spark() {
    every_command("spark");
}
