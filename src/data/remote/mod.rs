//! Records that live on an engine elsewhere: the same passes, written as SQL and carried out there; only what was grouped comes back.
//!
//! [`Link`] is the connection, [`Dialect`] how SQL is written, and the functions given out here are those of the embedded engine once more.

mod address;
mod answer;
mod arrays;
mod arrow;
mod cells;
mod driver;
mod link;
mod meat;
mod offers;
mod open;
mod pass;
#[cfg(test)]
pub(in crate::data) mod recorded;
mod secret;
mod settings;
mod spread;
mod sql;

pub use address::holds_secret;
pub(in crate::data) use answer::{Answer, AnswerColumn};
pub(in crate::data) use arrays::arrays;
pub(in crate::data) use cells::cells;
pub(in crate::data) use link::Link;
pub use link::cancel_statements;
pub(in crate::data) use meat::robust_meat;
pub use open::open_engine;
pub(in crate::data) use pass::{copies, last_instant};
pub use secret::Secret;
pub use settings::{EngineSource, From, Surroundings};
pub(in crate::data) use spread::spread;

use std::collections::BTreeMap;
use std::sync::Arc;

/// An engine that records may live on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Apache Spark, through Spark Connect.
    Spark,
    /// Sail, which speaks Spark's protocol.
    Sail,
    /// PostgreSQL.
    Postgres,
    /// DuckDB, a library in this process.
    DuckDb,
    /// A server that speaks Arrow Flight SQL.
    FlightSql,
}

impl Engine {
    /// Every engine.
    pub const ALL: [Self; 5] = [Self::Spark, Self::Sail, Self::Postgres, Self::DuckDb, Self::FlightSql];

    /// Its name in study files and on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Engine::Spark => "spark",
            Engine::Sail => "sail",
            Engine::Postgres => "postgres",
            Engine::DuckDb => "duckdb",
            Engine::FlightSql => "flightsql",
        }
    }

    /// Its name in sentences.
    pub fn name(self) -> &'static str {
        match self {
            Engine::Spark => "Spark",
            Engine::Sail => "Sail",
            Engine::Postgres => "PostgreSQL",
            Engine::DuckDb => "DuckDB",
            Engine::FlightSql => "Flight SQL",
        }
    }

    /// An address as it may look.
    pub fn example(self) -> &'static str {
        match self {
            Engine::Spark => "sc://127.0.0.1:15002",
            Engine::Sail => "sc://127.0.0.1:50051",
            Engine::Postgres => "postgresql://user@127.0.0.1:5432/database",
            Engine::DuckDb => "data.duckdb",
            Engine::FlightSql => "grpc://127.0.0.1:32010",
        }
    }
}

/// How SQL is written: the engine's own language, or that of the server behind Flight SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::data) enum Dialect {
    /// Spark.
    Spark,
    /// Sail.
    Sail,
    /// PostgreSQL.
    Postgres,
    /// DuckDB.
    DuckDb,
}

/// Where an engine has the records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::data) enum Source {
    /// A table or view: its name, after those of its catalogue and schema where they are given.
    Table(Vec<String>),
    /// Files that the engine reads, by a path on its own machine.
    Path(String),
    /// A query; what it gives is the table.
    Query(String),
}

/// Records on an engine.
#[derive(Clone)]
pub(in crate::data) struct Remote {
    /// The connection.
    pub(in crate::data) link: Arc<dyn Link>,
    /// What is at its other end, for messages.
    pub(in crate::data) engine: Engine,
    /// How SQL is written for it.
    pub(in crate::data) dialect: Dialect,
    /// Where the records are.
    pub(in crate::data) source: Source,
    /// Whether exact copies of rows are left out.
    pub(in crate::data) distinct: bool,
    /// Most cells that may come back.
    pub(in crate::data) most_cells: u64,
    /// Columns of types that are not understood, with these.
    pub(in crate::data) unknown: Arc<BTreeMap<String, String>>,
}
