//! The text of every dialect, compared byte by byte with what stands under `tests/sql/`.

use super::*;
use crate::data::columnar::plain;
use crate::data::derive::{Asked, Needs, Use};
use crate::data::records::Body;
use crate::data::remote::recorded::Recorded;
use crate::data::remote::{Dialect, Engine, Remote, Source};
use crate::data::{ClockSign, ColumnKind, Condition, Moment, Records, Test, Transform};
use crate::measure::calendar::{CalendarSettings, WorkingCalendar};
use crate::measure::clock::Clock;
use crate::measure::target::Better;
use crate::panel::TimeScale;
use std::collections::HashMap;
use std::sync::Arc;

const DIALECTS: [(Dialect, &str); 4] = [(Dialect::Spark, "spark"), (Dialect::Sail, "sail"), (Dialect::Postgres, "postgres"), (Dialect::DuckDb, "duckdb")];

fn remote(dialect: Dialect, source: Source) -> Remote {
    // Nobody answers: the text of queries needs no engine.
    Remote { link: Arc::new(Recorded::default()), engine: Engine::DuckDb, dialect, source, distinct: false, most_cells: 1000, unknown: Arc::default() }
}

fn table(parts: &[&str]) -> Source {
    Source::Table(parts.iter().map(|part| (*part).to_owned()).collect())
}

/// Records of a table with these columns.
fn records(remote: &Remote, columns: &[(&str, ColumnKind)]) -> Records {
    let mut records = Records::from_arrays(Vec::new()).unwrap();
    records.columns = columns.iter().map(|(name, kind)| plain(name, *kind)).collect();
    records.body = Body::Remote(Arc::new(remote.clone()));
    records
}

fn office(remote: &Remote) -> Records {
    use ColumnKind::{Boolean, Date, Datetime, Float, Integer, Text, Time};
    let columns = [
        ("kantor", Text),
        ("masuk", Datetime),
        ("selesai", Date),
        ("jam_selesai", Time),
        ("mulai_program", Date),
        ("lama", Float),
        ("usia", Integer),
        ("daring", Boolean),
        ("u1", Text),
        ("u2", Integer),
        ("bobot", Float),
    ];
    records(remote, &columns)
}

fn needs(of: &[(&str, Use)]) -> Needs {
    of.iter().map(|(name, wanted)| ((*name).to_owned(), *wanted)).collect()
}

fn calendar() -> WorkingCalendar {
    WorkingCalendar::new(&CalendarSettings::default()).unwrap()
}

fn end() -> Moment {
    Moment { date: "selesai".into(), time: Some("jam_selesai".into()) }
}

/// Statements of one dialect, each with what it is for.
fn statements(dialect: Dialect) -> Vec<(&'static str, String)> {
    let mut out = Vec::new();
    let mut say = |what: &'static str, query: &Query| out.push((what, query.write(dialect)));
    let place = remote(dialect, table(&["layanan", "permohonan"]));
    let base = office(&place);

    let asked = Asked::new(&base, needs(&[("kantor", Use::Key), ("masuk", Use::Key), ("mulai_program", Use::Cohort), ("lama", Use::Number)])).unwrap();
    let scales = [None, Some(TimeScale::Month), None, None];
    let prepared_cells = || prepared(&place, &base, &asked, &scales, None);
    let parts = Parts::of(&asked);
    say("how many cells of office, month and cohort", &size(prepared_cells(), &parts.keys, &parts.variables));
    say("how many rows they have, and why rows leave", &census(prepared_cells(), &parts.keys, 1005));
    say("the cells", &cells(prepared_cells(), &parts, &[37.5]));

    let filtered = base
        .with_filter(&Condition::new("kantor", Test::NotIn(vec!["Baubau".into(), "Kota 'Lama'".into()])))
        .and_then(|records| records.with_filter(&Condition::new("masuk", Test::Between("2024-01".into(), "2024-02".into()))))
        .and_then(|records| records.with_filter(&Condition::new("usia", Test::AtLeast("17".into()))))
        .unwrap();
    let wanted = [("kantor", Use::Key), ("daring", Use::Key), ("lama", Use::Number), ("usia", Use::Number), ("bobot", Use::Weight)];
    let asked = Asked::new(&filtered, needs(&wanted)).unwrap();
    let distinct = Remote { distinct: true, ..place.clone() };
    let weighted = || prepared(&distinct, &filtered, &asked, &[], None);
    let parts = Parts::of(&asked);
    say("weights, a covariate and filters; copies of rows left out", &cells(weighted(), &parts, &[37.5, 0.25]));
    say("fourth moments of the same", &fourth(weighted(), &parts, &[0, 1], &[37.5, 0.25]));

    let hours = base.with_duration("jam", &"masuk".into(), &end(), Clock::WorkingHours, &calendar()).unwrap();
    let hours = hours.with_target("sesuai", "jam", 24.0, Better::Lower).unwrap();
    let asked = Asked::new(&hours, needs(&[("kantor", Use::Key), ("sesuai", Use::Key), ("jam", Use::Number)])).unwrap();
    let days = extent(&place, &hours, &asked).unwrap();
    say("the days that a working calendar is needed for", &days);
    say("the last second of these columns", &latest(&place, &hours, &asked, &["masuk", "selesai"]));
    // Sunday to Friday.
    let parts = Parts::of(&asked);
    say("working hours, and the share within a target", &cells(prepared(&place, &hours, &asked, &[], Some((19793, 19798))), &parts, &[8.0]));

    for (what, clock) in
        [("elapsed time", Clock::Elapsed), ("calendar days", Clock::CalendarDays), ("working days, cases without an end going on", Clock::WorkingDays)]
    {
        let until = chrono::NaiveDate::from_ymd_opt(2024, 3, 14).and_then(|day| day.and_hms_opt(12, 0, 0)).unwrap();
        let made = match clock {
            Clock::WorkingDays => base.with_observed_time("lamanya", &"masuk".into(), &"selesai".into(), clock, &calendar(), until),
            _ => base.with_duration("lamanya", &"masuk".into(), &"selesai".into(), clock, &calendar()),
        };
        let made = made.and_then(|records| records.with_unfinished("terbuka", &"masuk".into(), &"selesai".into())).unwrap();
        let asked = Asked::new(&made, needs(&[("lamanya", Use::MaybeNumber), ("terbuka", Use::MaybeLabel)])).unwrap();
        say(what, &counted(prepared(&place, &made, &asked, &[], Some((19795, 19795))), &[need(0), need(1)]));
    }

    let scores = HashMap::from([("Puas".to_owned(), 3.0), ("Sangat \"puas\"".to_owned(), 4.0), ("Tidak 'puas'\\".to_owned(), 1.0)]);
    let survey = base.with_scores("s1", "u1", scores).and_then(|records| records.with_average("ikm", &["s1".into(), "u2".into()], 25.0));
    let survey = survey.and_then(|records| records.with_gain("gain", "lama", "usia", 100.0)).unwrap();
    let survey = survey.with_indicator("dewasa", &Condition::new("usia", Test::Above("16.5".into()))).unwrap();
    let wanted = [("ikm", Use::Number), ("gain", Use::MaybeNumber), ("dewasa", Use::Key), ("masuk", Use::MaybeLabel), ("daring", Use::MaybeLabel)];
    let asked = Asked::new(&survey, needs(&wanted)).unwrap();
    let all: Vec<Name> = (0..wanted.len()).map(need).collect();
    say("scores, means and gains, record by record", &counted(prepared(&place, &survey, &asked, &[], None), &all));

    let sign = |records: &Records, name: &str, sign: ClockSign| records.with_clock_sign(name, &"masuk".into(), &end(), sign, &calendar());
    let signs = sign(&base, "tutup", ClockSign::Closed).and_then(|records| sign(&records, "setengah", ClockSign::HalfHour));
    let signs =
        signs.and_then(|records| sign(&records, "terbalik", ClockSign::EndsBeforeStart)).and_then(|records| sign(&records, "tengah", ClockSign::Midnight));
    let signs = signs.and_then(|records| records.with_transform("dibatasi", "lama", Transform::Clamp(0.5, 90.0)));
    let signs = signs.and_then(|records| records.with_transform("log", "lama", Transform::Log));
    let signs = signs.and_then(|records| records.with_transform("bulat", "lama", Transform::Multiple(5.0)));
    let signs = signs.and_then(|records| records.with_absent("kosong", "usia")).unwrap();
    let wanted = ["tutup", "setengah", "terbalik", "tengah", "dibatasi", "log", "bulat", "kosong"].map(|name| (name, Use::MaybeNumber));
    let asked = Asked::new(&signs, needs(&wanted)).unwrap();
    let all: Vec<Name> = (0..wanted.len()).map(need).collect();
    say("signs of clocks, other scales, what is missing", &counted(prepared(&place, &signs, &asked, &[], Some((19795, 19796))), &all));

    let asked = Asked::new(&base, needs(&[("masuk", Use::Key), ("lama", Use::Number)])).unwrap();
    for (what, scale) in [("by week", TimeScale::Week), ("by quarter", TimeScale::Quarter), ("by year", TimeScale::Year)] {
        say(what, &counted(prepared(&place, &base, &asked, &[Some(scale)], None), &[need(0)]));
    }
    let files = remote(dialect, Source::Path("/data/permohonan bulan 'ini'".into()));
    let query = remote(dialect, Source::Query("SELECT * FROM permohonan -- semua;".into()));
    if dialect != Dialect::Postgres {
        say("sums of an outcome, of files", &summed(prepared(&files, &base, &asked, &[], None), &[need(0)], need(1), Some((24.0, Better::Lower))));
    }
    say("bins of an outcome, of a query", &binned(prepared(&query, &base, &asked, &[], None), &[need(0)], need(1), (0.5, 0.125), 1 << 16));

    let hostile = remote(dialect, table(&["a`b", "c\"d'; DROP TABLE x;--"]));
    let strange = records(&hostile, &[("ke\"lom`pok';--", ColumnKind::Text), ("x\\\n", ColumnKind::Float)]);
    let strange = strange.with_filter(&Condition::new("ke\"lom`pok';--", Test::In(vec!["'; DROP TABLE x;--".into(), "\\'; --".into(), "\0".into()]))).unwrap();
    let asked = Asked::new(&strange, needs(&[("ke\"lom`pok';--", Use::Key), ("x\\\n", Use::Number)])).unwrap();
    say("names and values that would do harm", &counted(prepared(&hostile, &strange, &asked, &[], None), &[need(0)]));
    out
}

/// Run with `DAMPAK_WRITE_SQL=1` to write the files anew.
#[test]
fn the_text_of_every_dialect_is_what_stands_in_its_file() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sql");
    for (dialect, name) in DIALECTS {
        let parts: Vec<String> = statements(dialect).into_iter().map(|(what, text)| format!("-- {what}\n{text};\n")).collect();
        let (path, current) = (folder.join(format!("{name}.sql")), parts.join("\n"));
        if std::env::var_os("DAMPAK_WRITE_SQL").is_some() {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, &current).unwrap();
        }
        let there = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            there == current,
            "tests/sql/{name}.sql is not what is written: run the test with DAMPAK_WRITE_SQL=1, look at what changed, and commit the file"
        );
    }
}

#[test]
fn names_and_texts_are_quoted_as_each_engine_reads_them() {
    for dialect in [Dialect::Spark, Dialect::Sail] {
        assert_eq!(dialect.quoted("a`b\"c"), "`a``b\"c`");
        assert_eq!(dialect.literal("it's \\ '"), r"'it\'s \\ \''");
    }
    for dialect in [Dialect::Postgres, Dialect::DuckDb] {
        assert_eq!(dialect.quoted("a`b\"c"), "\"a`b\"\"c\"");
        assert_eq!(dialect.literal("it's"), "'it''s'");
    }
    assert_eq!(Dialect::Postgres.literal("\\'; --"), r"E'\\''; --'");
    assert_eq!(Dialect::DuckDb.literal("\\'; --"), r"'\''; --'");
}

#[test]
fn numbers_are_written_so_that_they_are_read_back_as_they_were() {
    let written = |value: f64| Dialect::Postgres.write(&expr::Expr::Number(value));
    assert_eq!(written(-3.0), "CAST(-3 AS DOUBLE PRECISION)");
    assert_eq!(written(f64::NAN), "CAST(NULL AS DOUBLE PRECISION)");
    for value in [0.1, 1e300, f64::MIN_POSITIVE, 1.0 / 3.0, 1e15] {
        let text = written(value);
        let literal = text.trim_start_matches("CAST('").split('\'').next().and_then(|text| text.parse::<f64>().ok());
        assert_eq!(literal, Some(value), "{text}");
    }
}
