//! The connection: ADBC drivers, and statements that can be cancelled.

use super::arrow::{AnswerKind, Collected, Unread, kind};
use super::{Answer, Engine, Secret, address};
use crate::error::{Error, Problem, Result, engine as problems};
use adbc_core::options::{AdbcVersion, OptionDatabase, OptionValue};
use adbc_core::{CancelHandle, Connection, Database, Driver, Statement};
use adbc_driver_manager::{ManagedConnection, ManagedDriver};
use arrow_array::RecordBatchReader;
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How long to wait for somebody who listens at an address.
const PATIENCE: Duration = Duration::from_secs(5);
/// Steps in which the end of cancelled statements is waited for.
const STEP: Duration = Duration::from_millis(20);
const STEPS: u32 = 150;
/// Characters of an engine's own words that a message gives.
const WORDS: usize = 400;

/// A connection that answers questions.
pub(in crate::data) trait Link: Send + Sync {
    /// The answer to a statement, whole. Errors are those of the engine, in words of ours and with its own.
    fn ask(&self, sql: &str) -> Result<Answer>;

    /// Names of the columns that a statement gives, and what they hold: the engine's name of the type where it is none that is understood.
    fn columns(&self, sql: &str) -> Result<Vec<(String, std::result::Result<AnswerKind, String>)>>;

    /// Whether the engine still answers.
    fn alive(&self) -> bool {
        self.ask("SELECT 1").is_ok()
    }
}

/// Statements that run now, so that an interrupt can cancel them.
static RUNNING: Mutex<Vec<(u64, Box<dyn CancelHandle>)>> = Mutex::new(Vec::new());
static NUMBER: AtomicU64 = AtomicU64::new(0);
static CANCELLED: AtomicBool = AtomicBool::new(false);

/// Cancels every statement that runs on an engine, and waits a moment for their end: for a program that ends at once.
pub fn cancel_statements() {
    CANCELLED.store(true, Ordering::SeqCst);
    let running = || RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    for (_, handle) in running().iter() {
        // A statement that is over already cannot be cancelled, nor need it be.
        let _ = handle.try_cancel();
    }
    for _ in 0..STEPS {
        if running().is_empty() {
            break;
        }
        std::thread::sleep(STEP);
    }
}

/// A statement in the list of those that run.
struct Running(u64);

impl Running {
    fn new(handle: Box<dyn CancelHandle>) -> Self {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        RUNNING.lock().unwrap_or_else(PoisonError::into_inner).push((number, handle));
        Self(number)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        RUNNING.lock().unwrap_or_else(PoisonError::into_inner).retain(|(number, _)| *number != self.0);
    }
}

/// A connection through an ADBC driver.
pub(super) struct Adbc {
    connection: Mutex<ManagedConnection>,
    engine: Engine,
    /// The address without secrets.
    shown: String,
    secret: Option<Secret>,
}

/// Who connects to what.
pub(super) struct Login<'a> {
    pub(super) engine: Engine,
    pub(super) uri: &'a str,
    pub(super) password: Option<Secret>,
    pub(super) token: Option<Secret>,
}

impl Engine {
    fn default_port(self) -> Option<u16> {
        match self {
            Engine::Spark | Engine::Sail => Some(15_002),
            Engine::Postgres => Some(5_432),
            Engine::DuckDb | Engine::FlightSql => None,
        }
    }
}

impl Adbc {
    /// Loads the driver, connects and asks for a first answer: drivers connect when they are asked only.
    pub(super) fn connect(driver: &super::driver::Driver, login: &Login) -> std::result::Result<Self, Problem> {
        let Login { engine, uri, .. } = *login;
        let shown = address::shown(uri);
        if let Some((host, port)) = address::host(uri, engine.default_port()) {
            listens(&host, port).map_err(|words| problems::unreachable(engine.name(), &shown, &words, &how_to_start(engine)))?;
        }
        let secret = login.password.clone().or_else(|| login.token.clone());
        let clean = |error: &adbc_core::error::Error| words(&error.message, secret.as_ref());
        let mut managed = ManagedDriver::load_dynamic_from_filename(&driver.file, driver.entry, AdbcVersion::V110)
            .or_else(|_| ManagedDriver::load_dynamic_from_filename(&driver.file, driver.entry, AdbcVersion::V100))
            .map_err(|error| problems::bad_driver(engine.name(), &driver.file, &clean(&error), engine.installation()))?;
        let refused = |error: adbc_core::error::Error| match engine {
            // There is no server: it is the file that is not there, or is none.
            Engine::DuckDb => problems::no_database(engine.name(), &shown, &clean(&error)),
            _ => problems::refused(engine.name(), &shown, &clean(&error)),
        };
        let database = managed.new_database_with_opts(options(login)).map_err(refused)?;
        let connection = database.new_connection().map_err(refused)?;
        let link = Self { connection: Mutex::new(connection), engine, shown: shown.clone(), secret: secret.clone() };
        link.run("SELECT 1", |_| Ok(())).map_err(|failure| match failure {
            Failure::Engine(words) => problems::refused(engine.name(), &shown, &words),
            Failure::Type(column, of) => problems::unknown_type(engine.name(), &column, &of),
            Failure::Interrupted => problems::interrupted(engine.name()),
        })?;
        Ok(link)
    }

    /// Runs a statement and hands its result over.
    fn run<T>(&self, sql: &str, read: impl FnOnce(Box<dyn RecordBatchReader + Send>) -> std::result::Result<T, Failure>) -> std::result::Result<T, Failure> {
        let failed = |error: adbc_core::error::Error| Failure::Engine(words(&error.message, self.secret.as_ref()));
        let outcome = {
            let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
            let mut statement = connection.new_statement().map_err(failed)?;
            let running = Running::new(statement.get_cancel_handle());
            let outcome = statement.set_sql_query(sql).map_err(failed).and_then(|()| statement.execute().map_err(failed)).and_then(read);
            drop(statement);
            drop(running);
            outcome
        };
        if outcome.is_err() && CANCELLED.load(Ordering::SeqCst) {
            // Whoever cancelled ends the program.
            std::thread::sleep(STEP * STEPS);
            return Err(Failure::Interrupted);
        }
        outcome
    }

    fn problem(&self, failure: Failure) -> Error {
        let name = self.engine.name();
        match failure {
            Failure::Type(column, of) => problems::unknown_type(name, &column, &of),
            Failure::Interrupted => problems::interrupted(name),
            Failure::Engine(words) if self.alive() => problems::query_failed(name, &words),
            Failure::Engine(words) => problems::connection_lost(name, &self.shown, &words, &how_to_start(self.engine)),
        }
        .into()
    }

    fn words(&self, text: &str) -> String {
        words(text, self.secret.as_ref())
    }
}

/// Why a statement gave no answer.
enum Failure {
    Engine(String),
    Type(String, String),
    Interrupted,
}

impl Link for Adbc {
    fn ask(&self, sql: &str) -> Result<Answer> {
        let unread = |unread: Unread| match unread {
            Unread::Type(column, of) => Failure::Type(column, of),
            Unread::Value(of) => Failure::Engine(of),
        };
        let read = |reader: Box<dyn RecordBatchReader + Send>| {
            let mut collected = Collected::new(&reader.schema()).map_err(unread)?;
            for batch in reader {
                let batch = batch.map_err(|error| Failure::Engine(self.words(&error.to_string())))?;
                collected.add(&batch).map_err(unread)?;
            }
            Ok(collected.finish())
        };
        self.run(sql, read).map_err(|failure| self.problem(failure))
    }

    fn columns(&self, sql: &str) -> Result<Vec<(String, std::result::Result<AnswerKind, String>)>> {
        let read = |reader: Box<dyn RecordBatchReader + Send>| Ok(reader.schema().fields().iter().map(|field| (field.name().clone(), kind(field))).collect());
        self.run(sql, read).map_err(|failure| self.problem(failure))
    }

    fn alive(&self) -> bool {
        self.run("SELECT 1", |reader| reader.into_iter().try_for_each(|batch| batch.map(|_| ())).map_err(|_| Failure::Interrupted)).is_ok()
    }
}

/// Options of a database; secrets go to the driver only.
fn options(login: &Login) -> Vec<(OptionDatabase, OptionValue)> {
    let uri = login.uri.to_owned();
    let other = |name: &str, value: String| (OptionDatabase::Other(name.to_owned()), OptionValue::String(value));
    let mut out = Vec::new();
    match login.engine {
        Engine::Postgres => {
            // libpq takes a password as a part of its address.
            let uri = match &login.password {
                Some(password) if uri.contains("://") => {
                    let sign = if uri.contains('?') { '&' } else { '?' };
                    format!("{uri}{sign}password={}", address::encoded(password.reveal()))
                }
                Some(password) => format!("{uri} password='{}'", password.reveal().replace('\\', "\\\\").replace('\'', "\\'")),
                None => uri,
            };
            out.push((OptionDatabase::Uri, OptionValue::String(uri)));
        }
        Engine::DuckDb => {
            if !uri.is_empty() {
                out.push(other("path", uri));
                // Never made where it is not there, never changed.
                out.push(other("access_mode", "READ_ONLY".into()));
            }
        }
        Engine::Spark | Engine::Sail => {
            out.push((OptionDatabase::Uri, OptionValue::String(uri)));
            out.extend(login.token.as_ref().or(login.password.as_ref()).map(|token| other("adbc.spark.token", token.reveal().to_owned())));
        }
        Engine::FlightSql => {
            let (plain, user) = without_user(&uri);
            out.push((OptionDatabase::Uri, OptionValue::String(plain)));
            match (&login.token, &login.password) {
                (Some(token), _) => out.push(other("adbc.flight.sql.authorization_header", format!("Bearer {}", token.reveal()))),
                (None, Some(password)) => {
                    out.push((OptionDatabase::Username, OptionValue::String(user.unwrap_or_default())));
                    out.push((OptionDatabase::Password, OptionValue::String(password.reveal().to_owned())));
                }
                (None, None) => {}
            }
        }
    }
    out
}

/// An address without its user, and the user.
fn without_user(uri: &str) -> (String, Option<String>) {
    let split =
        uri.split_once("://").and_then(|(scheme, rest)| rest.split_once('@').map(|(user, place)| (format!("{scheme}://{place}"), Some(user.to_owned()))));
    split.unwrap_or_else(|| (uri.to_owned(), None))
}

fn listens(host: &str, port: u16) -> std::result::Result<(), String> {
    let mut last = String::new();
    for address in (host, port).to_socket_addrs().map_err(|error| error.to_string())? {
        match TcpStream::connect_timeout(&address, PATIENCE) {
            Ok(_) => return Ok(()),
            Err(error) => last = error.to_string(),
        }
    }
    Err(last)
}

/// An engine's own words: one line, not too long, no secret.
fn words(text: &str, secret: Option<&Secret>) -> String {
    let clean = secret.map_or_else(|| text.to_owned(), |secret| secret.removed_from(text));
    let line = clean.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("");
    let mut out: String = line.chars().take(WORDS).collect();
    if out.len() < line.len() {
        out.push('…');
    }
    out
}

/// A command that starts the engine.
fn how_to_start(engine: Engine) -> String {
    match engine {
        Engine::Spark => "$SPARK_HOME/sbin/start-connect-server.sh",
        Engine::Sail => "SAIL_MODE=local-cluster sail spark server --ip 127.0.0.1 --port 50051",
        Engine::Postgres => "sudo systemctl start postgresql",
        Engine::FlightSql => "sail flight server --ip 127.0.0.1 --port 32010",
        Engine::DuckDb => "",
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_go_to_the_driver_and_not_into_words() {
        let password = Secret::new("p@ ss".into());
        let login = |engine, uri| Login { engine, uri, password: password.clone(), token: None };
        let uri = |login: &Login| {
            options(login).into_iter().find_map(|(option, value)| match (option, value) {
                (OptionDatabase::Uri, OptionValue::String(uri)) => Some(uri),
                _ => None,
            })
        };
        assert_eq!(uri(&login(Engine::Postgres, "postgresql://u@h/db")).as_deref(), Some("postgresql://u@h/db?password=p%40%20ss"));
        assert_eq!(
            uri(&login(Engine::Postgres, "postgresql://u@h/db?sslmode=require")).as_deref(),
            Some("postgresql://u@h/db?sslmode=require&password=p%40%20ss")
        );
        assert_eq!(uri(&login(Engine::Postgres, "host=h user=u")).as_deref(), Some("host=h user=u password='p@ ss'"));
        assert_eq!(uri(&login(Engine::FlightSql, "grpc://u@h:1")).as_deref(), Some("grpc://h:1"));
        assert_eq!(words("\n failed for p%40%20ss\n  at x", password.as_ref()), "failed for …");
        assert_eq!(words(&"x".repeat(1000), None).chars().count(), WORDS + 1);
    }

    #[test]
    fn nobody_listens_at_a_closed_port() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        assert!(listens("127.0.0.1", port).is_ok());
        drop(listener);
        assert!(listens("127.0.0.1", port).is_err());
    }
}
