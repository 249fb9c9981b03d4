//! Keys of `[data]` for records on an engine.

use super::data::DataSection;
use crate::data::{Engine, EngineFrom};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where the records are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum EngineName {
    /// On this machine.
    Local,
    /// Apache Spark (Spark Connect).
    Spark,
    /// Sail.
    Sail,
    /// PostgreSQL.
    Postgres,
    /// DuckDB.
    DuckDb,
    /// A server that speaks Arrow Flight SQL.
    FlightSql,
}

impl EngineName {
    /// The engine elsewhere; none where it is this machine.
    pub fn remote(self) -> Option<Engine> {
        Some(match self {
            EngineName::Local => return None,
            EngineName::Spark => Engine::Spark,
            EngineName::Sail => Engine::Sail,
            EngineName::Postgres => Engine::Postgres,
            EngineName::DuckDb => Engine::DuckDb,
            EngineName::FlightSql => Engine::FlightSql,
        })
    }
}

impl DataSection {
    /// The engine elsewhere that has the records; none where they are in files.
    pub fn remote(&self) -> Option<Engine> {
        self.engine.and_then(EngineName::remote)
    }

    /// What is read on the engine, as often as it is said.
    pub fn engine_sources(&self) -> Vec<EngineFrom> {
        let table = self.table.clone().map(EngineFrom::Table);
        let path = self.path.clone().map(EngineFrom::Path);
        let query = self.query.clone().map(EngineFrom::Query);
        [table, path, query].into_iter().flatten().collect()
    }
}
