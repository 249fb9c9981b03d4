//! What can go wrong with an engine, for real: exit status 2, one message with its code, nothing written, no secret told.

use super::commands::there;
use super::place::{Place, Places, places};
use crate::command::{Run, program};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A command that a healthy engine answers.
const SOUND: &str = "--outcome menit_tunggu --unit puskesmas --time tanggal_kunjungan --every quarter --cohort mulai_program";

/// No file below a folder has the password in it.
pub(super) fn no_secret(place: &Place, folder: &Path) {
    let Some(password) = &place.password else { return };
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = std::fs::read(&path).unwrap();
                let told = bytes.windows(password.len()).any(|part| part == password.as_bytes());
                assert!(!told, "the password is in {}", path.display());
            }
        }
    }
}

/// A failure as it must be: status 2, the code, one message, nothing on standard output.
fn refused(what: &str, run: &Run, code: &str, secrets: &[&str]) {
    println!("{what}: {}", run.err.trim());
    assert_eq!(run.status, 2, "{what}: {}", run.err);
    assert!(run.err.contains(&format!("[{code}]")), "{what} is not {code}: {}", run.err);
    assert_eq!(run.err.matches("error [").count(), 1, "{what}: {}", run.err);
    assert!(run.err.contains('→'), "{what} says not what to do: {}", run.err);
    assert!(run.out.is_empty(), "{what}: {}", run.out);
    for secret in secrets {
        assert!(!run.err.contains(secret), "{what} tells a secret: {}", run.err);
    }
}

/// The command into a folder that must not come to be.
fn writes_nothing(place: &Place, places: &Places, table: &str, arguments: &str) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let run = there(place, places, "did", table, &format!("{arguments} --out {}", out.display()));
    assert!(run.status == 0 || !out.exists(), "{}: something was written: {}", place.engine, run.err);
    run
}

/// Tables that are no good, made on the engine.
fn bad_tables(place: &Place, places: &Places) {
    let statements: &[&str] = &[
        "DROP TABLE IF EXISTS kosong",
        "DROP TABLE IF EXISTS asing",
        "CREATE TABLE kosong AS SELECT * FROM gorontalo WHERE 1 = 0",
        "CREATE TABLE asing AS SELECT puskesmas, tanggal_kunjungan, mulai_program, ARRAY[1, 2] AS menit_tunggu FROM gorontalo",
    ];
    if place.reads_files() {
        let file = |name: &str| places.folder.join(format!("{name}.parquet")).display().to_string();
        // DuckDB writes the files for those that read them.
        let Some(writer) = places.get("duckdb") else { panic!("DuckDB writes the files and does not run") };
        let sql = statements.iter().filter(|sql| sql.starts_with("CREATE")).map(|sql| {
            let (head, query) = sql.split_once(" AS ").unwrap();
            let name = head.trim_start_matches("CREATE TABLE ");
            format!("COPY ({}) TO '{}' (FORMAT parquet)", query.replace("FROM gorontalo", &format!("FROM read_parquet('{}')", file("gorontalo"))), file(name))
        });
        writer.execute(&sql.collect::<Vec<_>>());
    } else {
        place.execute(&statements.iter().map(|sql| (*sql).to_owned()).collect::<Vec<_>>());
    }
}

/// The engine, but nobody knows its password.
fn none_of(place: &Place) -> Place {
    Place { password: None, ..place.clone() }
}

/// What is wrong with the call or the table, on an engine that runs.
fn wrong(engine: &str) {
    let places = places();
    let Some(place) = places.get(engine) else { panic!("{engine} does not run") };
    let secrets: Vec<&str> = place.password.iter().map(String::as_str).collect();
    bad_tables(place, &places);
    let try_table = |table: &str, arguments: &str| writes_nothing(place, &places, table, arguments);
    let missing = match engine {
        // Sail takes a folder that is not there for an empty one, without a word; the message says so.
        "sail" | "flightsql" => "engine::no-rows",
        _ if place.reads_files() => "engine::no-path",
        _ => "engine::no-table",
    };
    refused("a table that is not there", &try_table("tidak_ada", SOUND), missing, &secrets);
    refused("a column that is not there", &try_table("gorontalo", &SOUND.replace("menit_tunggu", "menit_tungu")), "data::missing-column", &secrets);
    refused("no rows", &try_table("kosong", SOUND), "engine::no-rows", &secrets);
    refused("a type that is not understood", &try_table("asing", SOUND), "engine::unknown-type", &secrets);
    let other_driver = |file: &Path| {
        let mut command = program();
        command.arg("did").args(place.arguments(&places, "gorontalo")).args(SOUND.split_whitespace()).args(["--lang", "en"]);
        // The environment comes after the flag; DuckDB has its flag already.
        command.env("DAMPAK_ENGINE_DRIVER", file).envs(place.environment());
        command
    };
    if engine == "duckdb" {
        let elsewhere = Place { driver: "/nowhere/libduckdb.so".into(), ..place.clone() };
        refused("a driver that is not there", &writes_nothing(&elsewhere, &places, "gorontalo", SOUND), "engine::no-driver", &secrets);
    } else {
        refused("a driver that is not there", &other_driver(Path::new("/nowhere/libdriver.so")).output().unwrap().into(), "engine::no-driver", &secrets);
        let text = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(text.path(), "no library").unwrap();
        refused("a driver that is none", &other_driver(text.path()).output().unwrap().into(), "engine::bad-driver", &secrets);
        // The port that nobody may listen on: discard.
        let (head, tail) = place.uri.rsplit_once(':').unwrap();
        let down = Place { uri: format!("{head}:9{}", tail.find('/').map_or("", |at| &tail[at..])), ..place.clone() };
        refused("a server that is down", &writes_nothing(&down, &places, "gorontalo", SOUND), "engine::unreachable", &secrets);
    }
    if place.password.is_some() {
        let other = Place { password: Some("salah-sekali".into()), ..place.clone() };
        refused("a wrong password", &writes_nothing(&other, &places, "gorontalo", SOUND), "engine::refused", &[&secrets[..], &["salah-sekali"]].concat());
        let told = Place { uri: place.uri.replacen('@', ":rahasia@", 1), password: None, ..place.clone() };
        refused("a password in the address", &writes_nothing(&told, &places, "gorontalo", SOUND), "engine::secret-in-address", &["rahasia"]);
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), place.password.as_deref().unwrap_or_default()).unwrap();
        let by_file = |mode: u32| {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(file.path(), std::fs::Permissions::from_mode(mode)).unwrap();
            writes_nothing(&none_of(place), &places, "gorontalo", &format!("{SOUND} --password-file {}", file.path().display()))
        };
        assert_eq!(by_file(0o600).status, 0);
        refused("a password file that others may read", &by_file(0o644), "engine::open-password-file", &secrets);
        refused("no password", &writes_nothing(&none_of(place), &places, "gorontalo", SOUND), "engine::refused", &secrets);
    }
    // And the engine is as well as before.
    assert_eq!(try_table("gorontalo", SOUND).status, 0);
}

#[test]
#[ignore = "run by tests/engines/run.sh"]
fn what_is_wrong_is_said_on_sail() {
    wrong("sail");
}

#[test]
#[ignore = "run by tests/engines/run.sh"]
fn what_is_wrong_is_said_on_duckdb() {
    wrong("duckdb");
}

#[test]
#[ignore = "run by tests/engines/run.sh"]
fn what_is_wrong_is_said_on_postgres() {
    wrong("postgres");
}

/// The server is killed while it works on the query. Comes last: the engine is gone afterwards.
fn killed(engine: &str, slow: &str) {
    let places = places();
    let Some(place) = places.get(engine) else { panic!("{engine} does not run") };
    let group = place.group.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let mut command = program();
    command.args(["did", "--engine", engine, "--uri", &place.uri, "--query", slow, "--format", "json", "--out"]).arg(&out);
    command.args(["--outcome", "y", "--unit", "u", "--time", "t", "--treated", "d", "--method", "twfe", "--lang", "en"]);
    command.envs(place.environment()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    std::thread::sleep(Duration::from_secs(4));
    // PostgreSQL's workers are groups of their own; some end by themselves when the first process does.
    let workers = Command::new("pgrep").args(["-P", &group.to_string()]).output().unwrap();
    assert!(Command::new("kill").args(["-KILL", "--", &format!("-{group}")]).status().unwrap().success());
    let _ = Command::new("kill").arg("-KILL").args(String::from_utf8_lossy(&workers.stdout).split_whitespace()).status();
    let at = Instant::now();
    let run: Run = child.wait_with_output().unwrap().into();
    assert!(at.elapsed() < Duration::from_secs(30), "it went on for {:?}", at.elapsed());
    refused("a server that was killed", &run, "engine::connection-lost", &place.password.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(!out.exists());
}

#[test]
#[ignore = "run by tests/engines/run.sh, last"]
fn killed_in_the_middle_sail() {
    killed(
        "sail",
        "SELECT a.id % 50 AS u, b.id % 20 AS t, CASE WHEN a.id % 50 < 25 AND b.id % 20 > 9 THEN 1 ELSE 0 END AS d, sqrt(a.id * b.id) AS y FROM range(3000000) a CROSS JOIN range(30000) b",
    );
}

#[test]
#[ignore = "run by tests/engines/run.sh, last"]
fn killed_in_the_middle_postgres() {
    killed(
        "postgres",
        "SELECT a % 50 AS u, b % 20 AS t, CASE WHEN a % 50 < 25 AND b % 20 > 9 THEN 1 ELSE 0 END AS d, sqrt(a::float8 * b) AS y FROM generate_series(1, 3000000) a, generate_series(1, 30000) b",
    );
}

/// Processes of a group whose command line has a word.
fn processes(group: u32, word: &str) -> Vec<String> {
    let found = Command::new("pgrep").args(["-g", &group.to_string(), "-f", word]).output().unwrap();
    String::from_utf8(found.stdout).unwrap().split_whitespace().map(str::to_owned).collect()
}

/// One of two executors is killed while it works: another takes its place and the answer is the same.
#[test]
#[ignore = "run by tests/engines/spark.sh"]
fn an_executor_is_killed_spark() {
    const EXECUTOR: &str = "CoarseGrainedExecutorBackend";
    let places = places();
    let place = places.get("spark").unwrap();
    let group = place.group.unwrap();
    // Whole numbers as outcomes: their sums have no rounding, so the answer must be the same to the last bit.
    let records = "SELECT id % 514 AS u, (id DIV 514) % 60 AS t, CASE WHEN id % 2 = 0 AND (id DIV 514) % 60 >= 30 THEN 1 ELSE 0 END AS d, pmod(hash(id), 1000) AS y FROM range(200000000)";
    let ask = || {
        let mut command = program();
        command.args(["did", "--engine", "spark", "--uri", &place.uri, "--query", records, "--outcome", "y", "--unit", "u", "--time", "t", "--treated", "d"]);
        command.args(["--method", "twfe", "--format", "json"]).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    };
    let start = Instant::now();
    let calm: Run = ask().wait_with_output().unwrap().into();
    let usual = start.elapsed();
    assert_eq!(calm.status, 0, "{}", calm.err);
    let before = processes(group, EXECUTOR);
    assert_eq!(before.len(), 1, "one executor a worker");
    let mut child = ask();
    std::thread::sleep(usual / 2);
    assert!(child.try_wait().unwrap().is_none(), "the query had ended before the executor was killed");
    assert!(Command::new("kill").args(["-KILL", &before[0]]).status().unwrap().success());
    let hurt: Run = child.wait_with_output().unwrap().into();
    assert_eq!(hurt.status, 0, "{}", hurt.err);
    assert_eq!(hurt.out, calm.out);
    let after = processes(group, EXECUTOR);
    assert!(!after.contains(&before[0]), "the executor was not killed");
    println!("spark: executor {} killed after {:?} of {usual:?}; {after:?} works in its place; the same answer", before[0], usual / 2);
}
