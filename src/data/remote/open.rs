//! Opening records on an engine: the connection, the columns, and their facts from one aggregation.

use super::arrow::AnswerKind;
use super::link::{Adbc, Link, Login};
use super::{Answer, AnswerColumn, Dialect, Engine, EngineSource, From, Remote, Secret, Source, Surroundings, address, driver};
use crate::data::derive::Additions;
use crate::data::records::Body;
use crate::data::{Column, ColumnKind, Distinct, FileFacts, Meter, Records, nik};
use crate::error::{Problem, Result, engine as problems};
use crate::estimate::Note;
use crate::panel::SampleAccount;
use crate::text;
use chrono::{DateTime, NaiveDate, NaiveTime};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

/// Rows that are looked at for examples.
const SAMPLE: usize = 1000;
/// Examples of a column.
const EXAMPLES: usize = 5;
/// Most cells that may come back, where nothing else is said.
const MOST_CELLS: u64 = 20_000_000;
/// Characters of an identity number.
const NIK_LENGTH: i64 = 16;

/// Opens records on an engine. `wanted` says of which columns facts are needed; nothing is asked of the others.
///
/// Errors: a driver that is not there, a server that is down or refuses, a table or path that is not there, no rows.
pub fn open_engine(source: &EngineSource, around: &Surroundings, wanted: impl Fn(&str) -> bool) -> Result<Records> {
    let engine = source.engine;
    let uri = source.uri.as_deref().unwrap_or("").trim();
    if address::holds_secret(uri) {
        return Err(problems::secret_in_address().into());
    }
    if uri.is_empty() && engine != Engine::DuckDb {
        return Err(problems::no_address(engine.name(), engine.example()).into());
    }
    let password = match &source.password_file {
        Some(file) => Some(Secret::of_file(file)?),
        None => around.password.clone(),
    };
    let from = match &source.from {
        From::Table(name) => Source::Table(parts(name)),
        From::Path(path) if matches!(engine, Engine::Postgres) => return Err(problems::no_paths(engine.name(), path).into()),
        From::Path(path) => Source::Path(path.clone()),
        From::Query(query) => Source::Query(query.clone()),
    };
    let driver = driver::find(engine, source.driver.as_deref(), around)?;
    let link: Arc<dyn Link> = Arc::new(Adbc::connect(&driver, &Login { engine, uri, password, token: around.token.clone() })?);
    let dialect = dialect(engine, link.as_ref())?;
    let remote = Remote { link, engine, dialect, source: from, distinct: false, most_cells: source.most_cells.unwrap_or(MOST_CELLS), unknown: Arc::default() };
    records(remote, &shown(source, uri), &wanted)
}

/// How the records are called in messages and results: the engine, its address without secrets, the table.
fn shown(source: &EngineSource, uri: &str) -> String {
    let place = match &source.from {
        From::Table(name) | From::Path(name) => name.clone(),
        From::Query(_) => "SELECT …".to_owned(),
    };
    let address = address::shown(uri);
    if address.is_empty() { format!("{}: {place}", source.engine.code()) } else { format!("{}: {address} {place}", source.engine.code()) }
}

/// The parts of a name such as `layanan.permohonan`; dots between quotes belong to a name.
fn parts(name: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut quote = None;
    for letter in name.trim().chars() {
        match (letter, quote) {
            ('"' | '`', None) => quote = Some(letter),
            (letter, Some(open)) if letter == open => quote = None,
            ('.', None) => out.push(String::new()),
            (letter, _) => out.iter_mut().last().into_iter().for_each(|part| part.push(letter)),
        }
    }
    out
}

/// The language of an engine; behind Flight SQL the server says what it is by its version.
fn dialect(engine: Engine, link: &dyn Link) -> Result<Dialect> {
    Ok(match engine {
        Engine::Spark => Dialect::Spark,
        Engine::Sail => Dialect::Sail,
        Engine::Postgres => Dialect::Postgres,
        Engine::DuckDb => Dialect::DuckDb,
        Engine::FlightSql => {
            let version = link.ask("SELECT version()").ok().and_then(|answer| answer.text(0, 0).map(str::to_owned)).unwrap_or_default();
            match version.chars().next() {
                _ if version.starts_with("PostgreSQL") => Dialect::Postgres,
                Some('v') => Dialect::DuckDb,
                Some(digit) if digit.is_ascii_digit() => Dialect::Sail,
                _ => return Err(problems::unknown_language(engine.name(), &version).into()),
            }
        }
    })
}

/// Records with the facts of their columns.
fn records(remote: Remote, shown: &str, wanted: &dyn Fn(&str) -> bool) -> Result<Records> {
    let from = remote.dialect.source(&remote.source);
    let found = match remote.link.columns(&format!("SELECT * FROM {from} AS t LIMIT 0")) {
        Ok(found) => found,
        Err(error) if error.problems.iter().any(|problem| problem.code == "engine::query-failed") => return Err(no_source(&remote, &error.problems).into()),
        Err(error) => return Err(error),
    };
    let mut unknown = BTreeMap::new();
    let mut columns = Vec::new();
    let mut zoned = Vec::new();
    for (name, kind) in found {
        match kind {
            Ok(kind) => {
                if kind == (AnswerKind::Instant { zoned: true }) && wanted(&name) {
                    zoned.push(name.clone());
                }
                columns.push(column(&name, kind, remote.engine));
            }
            Err(of) => drop(unknown.insert(name, of)),
        }
    }
    let rows = count(&remote, &from, &mut columns, wanted)?;
    if rows == 0 {
        return Err(problems::no_rows(shown, matches!(remote.source, Source::Path(_))).into());
    }
    examples(&remote, &from, &mut columns)?;
    let mut notes = Vec::new();
    if !zoned.is_empty() {
        notes.push(zone_note(&remote, &zoned));
    }
    let name = remote.engine.name();
    Ok(Records {
        columns,
        files: vec![FileFacts {
            path: PathBuf::from(shown),
            bytes: None,
            rows,
            reading: text!("dibaca di {name}; hanya hasil ringkasan yang diambil", "read on {name}; only what was grouped was fetched"),
            engine: Some(remote.engine),
        }],
        body: Body::Remote(Arc::new(Remote { unknown: Arc::new(unknown), ..remote })),
        account: SampleAccount { rows_read: rows, rows_used: rows, ..SampleAccount::default() },
        notes,
        misfits: Arc::default(),
        spool: Arc::default(),
        watch: None,
        sweep: None,
        meter: Meter::default(),
        additions: Additions::default(),
    })
}

/// What stands in the way where the source cannot be read though the engine answers.
fn no_source(remote: &Remote, found: &[Problem]) -> Problem {
    let words = found.first().map(|problem| problem.what.en.clone()).unwrap_or_default();
    // The engine's own words stand behind ours.
    let words = words.split_once("the query failed: ").map_or(words.as_str(), |(_, words)| words);
    let name = remote.engine.name();
    match &remote.source {
        Source::Table(parts) => problems::no_table(name, &parts.join("."), words),
        Source::Path(path) => problems::no_path(name, path, words),
        Source::Query(_) => problems::bad_query(name, words),
    }
}

fn column(name: &str, kind: AnswerKind, engine: Engine) -> Column {
    let kind = match kind {
        AnswerKind::Whole => ColumnKind::Integer,
        AnswerKind::Number => ColumnKind::Float,
        AnswerKind::Text => ColumnKind::Text,
        AnswerKind::Flag => ColumnKind::Boolean,
        AnswerKind::Day => ColumnKind::Date,
        AnswerKind::Instant { .. } => ColumnKind::Datetime,
        AnswerKind::Time => ColumnKind::Time,
        AnswerKind::Nothing => ColumnKind::Empty,
    };
    let of = engine.name();
    Column { nik_like: nik::named(name), ..Column::plain(name, kind, text!("jenis dari {of}", "type as {of} has it")) }
}

/// What is asked of a column in the one aggregation.
fn questions(column: &Column, dialect: Dialect) -> Vec<String> {
    let name = dialect.quoted(&column.name);
    let text = if matches!(dialect, Dialect::Spark | Dialect::Sail) { "STRING" } else { "VARCHAR" };
    let mut out = vec![format!("count({name})")];
    match column.kind {
        // How long identity numbers are is all that is learnt of them.
        ColumnKind::Text => out.extend(["min", "max"].map(|least| format!("{least}(length(CAST({name} AS {text})))"))),
        ColumnKind::Integer | ColumnKind::Float | ColumnKind::Date | ColumnKind::Datetime | ColumnKind::Time => {
            out.extend(["min", "max"].map(|least| format!("{least}({name})")));
        }
        _ => {}
    }
    out
}

/// Counts rows and the facts of wanted columns, all at once.
fn count(remote: &Remote, from: &str, columns: &mut [Column], wanted: &dyn Fn(&str) -> bool) -> Result<u64> {
    let mut asked = vec!["count(*)".to_owned()];
    let mut places = Vec::new();
    for (at, column) in columns.iter().enumerate().filter(|(_, column)| wanted(&column.name)) {
        places.push((at, asked.len()));
        asked.extend(questions(column, remote.dialect));
    }
    let named: Vec<String> = asked.iter().enumerate().map(|(at, question)| format!("{question} AS f{at}")).collect();
    let answer = remote.link.ask(&format!("SELECT {} FROM {from} AS t", named.join(", ")))?;
    let rows = answer.whole(0, 0).and_then(|rows| u64::try_from(rows).ok()).unwrap_or(0);
    for (at, place) in places {
        let column = &mut columns[at];
        let there = answer.whole(0, place).and_then(|there| u64::try_from(there).ok()).unwrap_or(rows);
        column.missing = rows.saturating_sub(there);
        column.counted = true;
        if column.kind == ColumnKind::Text {
            column.nik_like |= answer.whole(0, place + 1) == Some(NIK_LENGTH) && answer.whole(0, place + 2) == Some(NIK_LENGTH);
        } else {
            (column.min, column.max) = (printed(&answer, 0, place + 1), printed(&answer, 0, place + 2));
            let looks = |value: &Option<String>| value.as_deref().is_some_and(nik::looks);
            column.nik_like |= column.kind == ColumnKind::Integer && looks(&column.min) && looks(&column.max);
        }
        if column.nik_like {
            (column.min, column.max) = (None, None);
        }
    }
    Ok(rows)
}

/// A few values of columns whose facts are wanted, never of those that look like identity numbers.
fn examples(remote: &Remote, from: &str, columns: &mut [Column]) -> Result<()> {
    let shown: Vec<usize> = (0..columns.len()).filter(|at| columns[*at].counted && !columns[*at].nik_like).collect();
    if shown.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = shown.iter().map(|at| remote.dialect.quoted(&columns[*at].name)).collect();
    let answer = remote.link.ask(&format!("SELECT {} FROM {from} AS t LIMIT {SAMPLE}", names.join(", ")))?;
    for (place, at) in shown.into_iter().enumerate() {
        let column = &mut columns[at];
        let values: Vec<String> = (0..answer.rows()).filter_map(|row| printed(&answer, row, place)).collect();
        let distinct: BTreeSet<&String> = values.iter().collect();
        column.distinct = Distinct { count: distinct.len() as u64, capped: true };
        let looks = values.iter().filter(|value| nik::looks(value)).count();
        column.nik_like = looks > 0 && looks * 10 >= values.len() * 9;
        if column.nik_like {
            (column.min, column.max) = (None, None);
            continue;
        }
        // Which rows come first is the engine's choice: the order here is that of the values.
        column.examples = distinct.into_iter().take(EXAMPLES).cloned().collect();
    }
    Ok(())
}

/// A value in machine form.
fn printed(answer: &Answer, row: usize, column: usize) -> Option<String> {
    match answer.column(column)? {
        AnswerColumn::Text(values) => values.get(row)?.clone(),
        AnswerColumn::Flag(values) => values.get(row)?.map(|value| value.to_string()),
        AnswerColumn::Number(values) => values.get(row)?.filter(|value| value.is_finite()).map(|value| value.to_string()),
        AnswerColumn::Whole(values) => values.get(row)?.map(|value| value.to_string()),
        AnswerColumn::Day(values) => Some(NaiveDate::from_epoch_days(i32::try_from((*values.get(row)?)?).ok()?)?.to_string()),
        AnswerColumn::Instant { values, .. } => {
            Some(DateTime::from_timestamp_micros((*values.get(row)?)?)?.naive_utc().format("%Y-%m-%d %H:%M:%S").to_string())
        }
        AnswerColumn::Time(values) => {
            let second = u32::try_from((*values.get(row)?)?.div_euclid(1_000_000)).ok()?;
            Some(NaiveTime::from_num_seconds_from_midnight_opt(second, 0)?.to_string())
        }
    }
}

fn zone_note(remote: &Remote, columns: &[String]) -> Note {
    let question = if matches!(remote.dialect, Dialect::Spark | Dialect::Sail) { "SELECT current_timezone()" } else { "SELECT current_setting('TimeZone')" };
    let zone = remote.link.ask(question).ok().and_then(|answer| answer.text(0, 0).map(str::to_owned)).unwrap_or_else(|| "?".into());
    let (names, engine) = (columns.join(", "), remote.engine.name());
    Note::new(
        "engine-time-zone",
        text!(
            "Kolom {names} menyimpan waktu dengan zona; dibaca menurut jam setempat sesi {engine}, yaitu {zone}.",
            "The columns {names} hold instants with a zone; they are read on the wall clock of the session of {engine}, which is {zone}."
        ),
    )
}

#[cfg(test)]
mod tests;
