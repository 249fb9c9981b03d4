//! What a study or a command line says of an engine, and what lies around the program.

use super::{Engine, Secret};
use std::path::PathBuf;

/// The records on an engine, as a study or a command line names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineSource {
    /// The engine.
    pub engine: Engine,
    /// Its address, without secrets; of DuckDB a database file.
    pub uri: Option<String>,
    /// What is read there.
    pub from: From,
    /// The driver's library, where it is not found by itself.
    pub driver: Option<PathBuf>,
    /// A file with the password that nobody else may read.
    pub password_file: Option<PathBuf>,
    /// Most cells that may come back.
    pub most_cells: Option<u64>,
}

/// What is read on an engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum From {
    /// A table or view: `permohonan`, `layanan.permohonan`.
    Table(String),
    /// Parquet files, by a path of the engine's machine.
    Path(String),
    /// What a query gives.
    Query(String),
}

/// What the environment of the program says: read by the command line, handed down.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// The driver that an environment variable names.
    pub driver: Option<PathBuf>,
    /// Active virtual environments.
    pub environments: Vec<PathBuf>,
    /// The current folder and those above it.
    pub near: Vec<PathBuf>,
    /// Folders of libraries.
    pub libraries: Vec<PathBuf>,
    /// Password of the engine.
    pub password: Option<Secret>,
    /// Token of the engine.
    pub token: Option<Secret>,
}
