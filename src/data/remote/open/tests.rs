use super::super::recorded::Recorded;
use super::*;

fn remote(link: Arc<Recorded>, source: Source) -> Remote {
    Remote { link, engine: Engine::Postgres, dialect: Dialect::Postgres, source, distinct: false, most_cells: 10, unknown: Arc::default() }
}

fn table() -> Source {
    Source::Table(parts("layanan.permohonan"))
}

fn text(value: &str) -> AnswerColumn {
    AnswerColumn::Text(vec![Some(value.to_owned())])
}

fn whole(value: i64) -> AnswerColumn {
    AnswerColumn::Whole(vec![Some(value)])
}

#[test]
fn facts_come_from_one_aggregation_and_identity_numbers_are_never_fetched() {
    let link = Arc::new(Recorded {
        columns: vec![
            ("jam".into(), Ok(AnswerKind::Number)),
            ("nik".into(), Ok(AnswerKind::Text)),
            ("nomor".into(), Ok(AnswerKind::Text)),
            ("kantor".into(), Ok(AnswerKind::Text)),
            ("masuk".into(), Ok(AnswerKind::Instant { zoned: true })),
            ("kosong".into(), Ok(AnswerKind::Instant { zoned: true })),
            ("isi".into(), Err("jsonb".into())),
        ],
        answers: vec![
            (
                "count(*)",
                vec![
                    whole(100),
                    whole(90),
                    AnswerColumn::Number(vec![Some(0.5)]),
                    AnswerColumn::Number(vec![Some(70.0)]),
                    whole(100),
                    whole(16),
                    whole(16),
                    whole(100),
                    whole(16),
                    whole(16),
                    whole(99),
                    whole(3),
                    whole(9),
                    whole(100),
                    AnswerColumn::Instant { values: vec![Some(0)], zoned: true },
                    AnswerColumn::Instant { values: vec![Some(1_700_000_000_000_000)], zoned: true },
                ],
            ),
            ("LIMIT 1000", vec![AnswerColumn::Number(vec![Some(0.5)]), text("Baubau"), AnswerColumn::Instant { values: vec![Some(0)], zoned: true }]),
            ("TimeZone", vec![text("Asia/Makassar")]),
        ],
        ..Recorded::default()
    });
    let records = records(remote(link.clone(), table()), "postgres: x layanan.permohonan", &|name| name != "kosong").unwrap();
    assert_eq!(records.rows(), 100);
    let jam = records.column("jam").unwrap();
    assert_eq!((jam.kind, jam.missing, jam.min.as_deref(), jam.max.as_deref()), (ColumnKind::Float, 10, Some("0.5"), Some("70")));
    for hidden in ["nik", "nomor"] {
        let column = records.column(hidden).unwrap();
        assert!(column.nik_like && column.examples.is_empty(), "{hidden}");
    }
    assert_eq!(records.column("kantor").unwrap().examples, ["Baubau"]);
    assert!(!records.column("kosong").unwrap().counted);
    assert_eq!(records.column("masuk").unwrap().max.as_deref(), Some("2023-11-14 22:13:20"));
    assert!(records.notes().iter().any(|note| note.text.en.contains("columns masuk hold") && note.text.en.contains("Asia/Makassar")));
    let unknown = records.column("isi").unwrap_err();
    assert_eq!(unknown.problems[0].code, "engine::unknown-type");
    assert!(unknown.problems[0].what.en.contains("jsonb"));
    let asked = link.asked.lock().unwrap();
    assert_eq!(asked[0], "SELECT * FROM \"layanan\".\"permohonan\" AS t LIMIT 0");
    assert_eq!(asked[2], "SELECT \"jam\", \"kantor\", \"masuk\" FROM \"layanan\".\"permohonan\" AS t LIMIT 1000");
    assert_eq!(records.hashes().unwrap(), [None]);
    assert!(records.lazy().is_err());
}

#[test]
fn what_is_not_there_is_said_and_no_rows_are_an_error() {
    let code = |link: Recorded, source: Source| records(remote(Arc::new(link), source), "x", &|_| true).err().unwrap().problems[0].code;
    assert_eq!(code(Recorded::default(), table()), "engine::no-table");
    assert_eq!(code(Recorded::default(), Source::Path("/data".into())), "engine::no-path");
    assert_eq!(code(Recorded::default(), Source::Query("SELECT".into())), "engine::bad-query");
    let empty =
        || Recorded { columns: vec![("jam".into(), Ok(AnswerKind::Flag))], answers: vec![("count(*)", vec![whole(0), whole(0)])], ..Recorded::default() };
    assert_eq!(code(empty(), table()), "engine::no-rows");
}

#[test]
fn names_of_tables_have_parts_and_addresses_keep_no_secret() {
    assert_eq!(parts("a.b"), ["a", "b"]);
    assert_eq!(parts("\"a.b\".`c d`"), ["a.b", "c d"]);
    let source = |uri: &str| EngineSource {
        engine: Engine::Postgres,
        uri: Some(uri.into()),
        from: From::Table("t".into()),
        driver: None,
        password_file: None,
        most_cells: None,
    };
    let code = |uri: &str| open_engine(&source(uri), &Surroundings::default(), |_| true).err().unwrap().problems[0].code;
    assert_eq!(code("postgresql://u:rahasia@h/db"), "engine::secret-in-address");
    assert_eq!(code(" "), "engine::no-address");
    assert_eq!(code("postgresql://u@h/db"), "engine::no-driver");
    assert_eq!(shown(&source("x"), "postgresql://u@h/db?sslmode=require"), "postgres: postgresql://u@h/db t");
}
