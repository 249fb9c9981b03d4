//! Markdown, notebook, CSV, JSON and single tables; the same bytes every time.

use super::{fixture, set, text_of};
use dampak::estimate::{Effect, EffectKey, EffectKind, Estimate};
use dampak::locale::Lang;
use dampak::report::ReportSet;
use dampak::report::render::{csv, effects_csv, estimate_table, html, latex, markdown};
use dampak::report::results::sha256;
use serde_json::Value;

#[test]
fn the_same_study_gives_the_same_bytes() {
    assert_eq!(set(), &ReportSet::of(&fixture::kendari()));
}

#[test]
fn every_language_has_its_page_and_every_chart_its_files() {
    let set = set();
    for file in ["report.html", "report.md", "report.ipynb", "report.en.html", "report.en.md", "report.en.ipynb", "results.json", "run.json"] {
        assert!(set.files.contains_key(file), "{file}");
    }
    for lang in ["id", "en"] {
        for name in ["trends", "event-study", "distribution", "by-jenis-dokumen", "ikm-elements"] {
            assert!(text_of(set, &format!("charts/{lang}/{name}.svg")).contains("<svg"));
            assert!(set.files[&format!("charts/{lang}/{name}.png")].starts_with(b"\x89PNG"));
            assert!(set.files.contains_key(&format!("tables/chart-{name}.csv")));
        }
    }
}

#[test]
fn pictures_in_markdown_are_there() {
    let set = set();
    for page in ["report.md", "report.en.md"] {
        let pictures: Vec<&str> = text_of(set, page).split("](charts/").skip(1).filter_map(|rest| rest.split(')').next()).collect();
        assert_eq!(pictures.len(), 5);
        for picture in pictures {
            assert!(set.files.contains_key(&format!("charts/{picture}")), "{picture}");
        }
    }
}

#[test]
fn the_notebook_has_the_form_of_nbformat_4_5() {
    let set = set();
    for page in ["report.ipynb", "report.en.ipynb"] {
        let book: Value = serde_json::from_slice(&set.files[page]).unwrap();
        assert_eq!((book["nbformat"].as_i64(), book["nbformat_minor"].as_i64()), (Some(4), Some(5)));
        let cells = book["cells"].as_array().unwrap();
        let mut ids = std::collections::BTreeSet::new();
        let (mut pictures, mut tables) = (0, 0);
        for cell in cells {
            let id = cell["id"].as_str().unwrap();
            assert!((1..=64).contains(&id.len()) && id.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_'));
            assert!(ids.insert(id));
            assert!(cell["metadata"].is_object() && cell["source"].as_array().unwrap().iter().all(Value::is_string));
            match cell["cell_type"].as_str().unwrap() {
                "markdown" => assert!(cell.get("outputs").is_none() && cell.get("execution_count").is_none()),
                "code" => {
                    assert!(cell["execution_count"].is_u64());
                    for output in cell["outputs"].as_array().unwrap() {
                        assert_eq!(output["output_type"], "execute_result");
                        assert_eq!(output["execution_count"], cell["execution_count"]);
                        assert!(output["metadata"].is_object() && output["data"]["text/plain"].is_array());
                        pictures += usize::from(output["data"]["image/png"].as_str().is_some_and(|png| png.starts_with("iVBOR")));
                        tables += usize::from(output["data"]["text/html"].is_array());
                    }
                }
                other => panic!("a cell of type {other}"),
            }
        }
        assert_eq!(pictures, 5);
        assert!(tables > 15);
        assert!(cells.iter().any(|cell| cell["source"][0] == "!dampak run datasets/kendari/study.toml"));
    }
}

#[test]
fn tables_as_csv_are_even_and_for_machines() {
    let set = set();
    let mut seen = 0;
    for (path, bytes) in set.files.iter().filter(|(path, _)| path.starts_with("tables/")) {
        let mut reader = ::csv::Reader::from_reader(bytes.as_slice());
        let width = reader.headers().unwrap().len();
        for record in reader.records() {
            let record = record.unwrap_or_else(|error| panic!("{path}: {error}"));
            assert_eq!(record.len(), width, "{path}");
            assert!(record.iter().all(|cell| !cell.contains('−') || path.contains("checks")), "{path}: a typographic minus");
            seen += 1;
        }
    }
    assert!(seen > 150);
    assert!(text_of(set, "tables/outcomes.csv").starts_with("outcome,unit,estimate,conf_low,conf_high,p_value,verdict\njam_kerja,jam kerja,-6.12,"));
    assert!(text_of(set, "tables/program.csv").contains("start,2024-03"));
}

#[test]
fn results_follow_the_contract_and_run_lists_what_was_written() {
    let set = set();
    let results: Value = serde_json::from_slice(&set.files["results.json"]).unwrap();
    assert_eq!(results["schema"], "dampak/result/1");
    assert_eq!(results["command"], "did");
    assert_eq!(results["method"], "twfe");
    assert_eq!(results["effects"][0]["estimate"], -6.12);
    assert!(results["effects"][0]["region"].is_null());
    assert_eq!(results["checks"].as_array().unwrap().len(), 4);
    assert_eq!(results["sample"]["rows_read"], 19_480);
    let roles: Vec<&str> = results["analyses"].as_array().unwrap().iter().filter_map(|analysis| analysis["role"].as_str()).collect();
    assert_eq!(roles, ["did", "event-study", "prepost", "by", "satisfaction", "elements"]);
    let run: Value = serde_json::from_slice(&set.files["run.json"]).unwrap();
    let files = run["files"].as_array().unwrap();
    assert_eq!(files.len(), set.files.len() - 1);
    for file in files {
        assert_eq!(file["sha256"], sha256(&set.files[file["path"].as_str().unwrap()]).as_str());
    }
    assert_eq!(run["seed"], 2024);
    assert_eq!(run["sources"][0]["rows"], 19_480);
}

fn estimate() -> Estimate {
    let mut out = Estimate::new("did", "2x2", "y_1");
    out.effects = vec![
        Effect {
            estimate: Some(-1234.6),
            std_error: Some(12.25),
            statistic: Some(-100.775),
            df: Some(23.0),
            p_value: Some(1e-9),
            conf_low: Some(-1259.8),
            conf_high: Some(-1209.2),
            records: Some(4321),
            ..Effect::undefined(EffectKey::new(EffectKind::Overall, "att"))
        },
        Effect::undefined(EffectKey::new(EffectKind::Term, "x & y")),
    ];
    out
}

#[test]
fn one_estimate_as_a_table_in_every_form() {
    let table = estimate_table(&estimate(), Lang::Id);
    assert_eq!(
        markdown::table(&table),
        "**Dampak terhadap `y_1` menurut metode `2x2`**\n\n\
         | Besaran | Taksiran | Galat baku | Statistik uji | Derajat bebas | Nilai p | Selang kepercayaan 95\u{a0}% | Catatan |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n\
         | dampak rata-rata pada peserta program | −1.235 | 12,2 | −100,78 | 23 | \\< 0,001 | −1.260 s.d. −1.209 | 4.321 |\n\
         | `x & y` | – | – | – | – | – | – | – |\n"
    );
    let english = estimate_table(&estimate(), Lang::En);
    assert!(
        latex::table(&english).contains("average effect on the treated & $-$1,235 & 12.2 & $-$100.78 & 23 & $<$ 0.001 & $-$1,260 to $-$1,209 & 4,321 \\\\")
    );
    assert!(latex::table(&english).contains("\\texttt{x \\& y}"));
    assert!(html::table(&english).contains("<code>x &amp; y</code>"));
    assert!(csv::table(&table).contains("overall,att,,,,,-1234.6,12.25,-100.775,23,0.000000001,-1259.8,-1209.2,4321\n"));
}

#[test]
fn effects_as_csv_have_one_column_a_field() {
    let text = effects_csv(&estimate());
    let mut lines = text.lines();
    assert_eq!(
        lines.next(),
        Some("kind,term,cohort,period,event_time,region,estimate,std_error,statistic,df,p_value,conf_low,conf_high,band_low,band_high,records,clusters")
    );
    assert_eq!(lines.next(), Some("overall,att,,,,,-1234.6,12.25,-100.775,23.0,1e-9,-1259.8,-1209.2,,,4321,"));
    assert_eq!(lines.next(), Some("term,x & y,,,,,,,,,,,,,,,"));
}
