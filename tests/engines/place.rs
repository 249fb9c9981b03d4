//! Where the engines are, as the script that started them says.

use adbc_core::options::{AdbcVersion, OptionDatabase, OptionValue};
use adbc_core::{Connection, Database, Driver, Statement};
use adbc_driver_manager::ManagedDriver;
use serde::Deserialize;
use std::path::PathBuf;

/// An engine that runs.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Place {
    /// As `--engine` takes it.
    pub(super) engine: String,
    /// Where; a file for DuckDB. No secret is in it.
    pub(super) uri: String,
    /// The driver's library.
    pub(super) driver: PathBuf,
    /// Password, where it asks for one.
    #[serde(default)]
    pub(super) password: Option<String>,
    /// Process group of the server.
    #[serde(default)]
    pub(super) group: Option<u32>,
}

/// What the script wrote.
#[derive(Debug, Deserialize)]
pub(super) struct Places {
    /// Folder for tables, which the servers can read.
    pub(super) folder: PathBuf,
    /// The engines that run.
    pub(super) engines: Vec<Place>,
}

/// The engines that run.
pub(super) fn places() -> Places {
    let file = std::env::var("DAMPAK_TEST_ENGINES").expect("these tests are run by tests/engines/run.sh");
    serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap_or_else(|error| panic!("{file}: {error}"))
}

impl Places {
    /// One engine, if it runs. The script has already said aloud if it does not.
    pub(super) fn get(&self, engine: &str) -> Option<&Place> {
        self.engines.iter().find(|place| place.engine == engine)
    }
}

impl Place {
    /// Whether the tests give it Parquet files by their path; the others have tables.
    pub(super) fn reads_files(&self) -> bool {
        !matches!(self.engine.as_str(), "postgres" | "duckdb")
    }

    /// Carries out statements, one after the other, on a connection of its own.
    pub(super) fn execute(&self, statements: &[String]) {
        let entry: Option<&[u8]> = (self.engine == "duckdb").then_some(b"duckdb_adbc_init");
        let mut driver = ManagedDriver::load_dynamic_from_filename(&self.driver, entry, AdbcVersion::V110).unwrap();
        let uri = match &self.password {
            Some(password) => self.uri.replacen('@', &format!(":{password}@"), 1),
            None => self.uri.clone(),
        };
        let database = driver.new_database_with_opts([(OptionDatabase::Uri, OptionValue::String(uri))]).unwrap();
        let mut connection = database.new_connection().unwrap();
        for sql in statements {
            let mut statement = connection.new_statement().unwrap();
            statement.set_sql_query(sql).unwrap();
            statement.execute_update().unwrap_or_else(|error| panic!("{}: {sql}: {error}", self.engine));
        }
    }

    /// Arguments that name the table.
    pub(super) fn arguments(&self, places: &Places, table: &str) -> Vec<String> {
        let mut out = vec!["--engine".to_owned(), self.engine.clone(), "--uri".into(), self.uri.clone()];
        if self.engine == "duckdb" {
            out.extend(["--driver".into(), self.driver.display().to_string()]);
        }
        if self.reads_files() {
            out.extend(["--path".into(), places.folder.join(format!("{table}.parquet")).display().to_string()]);
        } else {
            out.extend(["--table".into(), table.to_owned()]);
        }
        out
    }

    /// The same as keys of a study's `[data]`.
    pub(super) fn keys(&self, places: &Places, table: &str) -> String {
        let arguments = self.arguments(places, table);
        let pairs = arguments.chunks(2).map(|pair| format!("{} = {:?}\n", pair[0].trim_start_matches("--"), pair[1]));
        pairs.collect()
    }

    /// Variables of the environment with what is secret.
    pub(super) fn environment(&self) -> Vec<(String, String)> {
        self.password.iter().map(|password| ("DAMPAK_ENGINE_PASSWORD".to_owned(), password.clone())).collect()
    }
}
