//! Records on an engine instead of DATA, and what the environment says of engines.

use crate::data::{Engine, EngineFrom, EngineSource, Secret, Surroundings};
use clap::Args;
use std::path::PathBuf;

/// Records on an engine, the same for every command that reads DATA.
#[derive(Debug, Args)]
pub(super) struct EngineArguments {
    /// Read records where they are, instead of DATA: spark, sail, postgres, duckdb or flightsql
    #[arg(long, value_parser = engine, value_name = "NAME", help_heading = "Engine", conflicts_with = "files", requires = "engine_source")]
    pub(super) engine: Option<Engine>,
    /// Address of the engine, without a password (of DuckDB a database file): postgresql://user@host:5432/database, sc://host:15002
    #[arg(long, value_name = "URI", help_heading = "Engine", requires = "engine")]
    uri: Option<String>,
    /// Table or view: requests, services.requests
    #[arg(long, value_name = "NAME", help_heading = "Engine", requires = "engine", group = "engine_source")]
    table: Option<String>,
    /// Parquet files, by their path on the engine's machine
    #[arg(long, value_name = "PATH", help_heading = "Engine", requires = "engine", group = "engine_source")]
    path: Option<String>,
    /// One SELECT; what it gives is the table
    #[arg(long, value_name = "SQL", help_heading = "Engine", requires = "engine", group = "engine_source")]
    query: Option<String>,
    /// Library of the ADBC driver [default: DAMPAK_ENGINE_DRIVER, the virtual environment, system folders]
    #[arg(long, value_name = "FILE", help_heading = "Engine", requires = "engine")]
    driver: Option<PathBuf>,
    /// File with the password, which only you may read [default: DAMPAK_ENGINE_PASSWORD or DAMPAK_ENGINE_TOKEN]
    #[arg(long, value_name = "FILE", help_heading = "Engine", requires = "engine")]
    password_file: Option<PathBuf>,
    /// Most cells that may come back
    #[arg(long, value_name = "N", help_heading = "Engine", requires = "engine")]
    most_cells: Option<u64>,
}

fn engine(typed: &str) -> Result<Engine, String> {
    let known = || Engine::ALL.map(|engine| format!("`{}`", engine.code())).join(", ");
    Engine::ALL.into_iter().find(|engine| engine.code() == typed.to_lowercase()).ok_or_else(|| format!("expected one of {}", known()))
}

impl EngineArguments {
    /// What was typed; none where the records are in files.
    pub(super) fn source(&self) -> Option<EngineSource> {
        let table = self.table.clone().map(EngineFrom::Table);
        let path = self.path.clone().map(EngineFrom::Path);
        let query = self.query.clone().map(EngineFrom::Query);
        Some(EngineSource {
            engine: self.engine?,
            uri: self.uri.clone(),
            from: table.or(path).or(query)?,
            driver: self.driver.clone(),
            password_file: self.password_file.clone(),
            most_cells: self.most_cells,
        })
    }
}

/// What the environment says of engines.
pub(super) fn surroundings() -> Surroundings {
    let path = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let secret = |name: &str| std::env::var(name).ok().and_then(Secret::new);
    let current = std::env::current_dir().unwrap_or_default();
    let mut libraries: Vec<PathBuf> = Vec::new();
    for list in ["LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"] {
        libraries.extend(std::env::var_os(list).iter().flat_map(std::env::split_paths).filter(|folder| folder.is_absolute()));
    }
    libraries.extend(path("HOME").map(|home| home.join(".local/lib")));
    let system = ["/usr/local/lib", "/usr/lib", "/usr/lib64", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/opt/homebrew/lib"];
    libraries.extend(system.iter().map(PathBuf::from).filter(|folder| folder.is_dir()));
    Surroundings {
        driver: path("DAMPAK_ENGINE_DRIVER"),
        environments: ["VIRTUAL_ENV", "CONDA_PREFIX"].into_iter().filter_map(path).collect(),
        near: current.ancestors().map(PathBuf::from).collect(),
        libraries,
        password: secret("DAMPAK_ENGINE_PASSWORD"),
        token: secret("DAMPAK_ENGINE_TOKEN"),
    }
}
