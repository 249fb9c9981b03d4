//! Checks on the command line: what `did` gives, what `--strict` makes of it, p-values over several regions, bounds from every method.

use super::command::{dampak, file, json, root};
use super::golden::{Case, number};
use serde_json::Value;

fn data(set: &str) -> Option<String> {
    Case::load(set).map(|case| case.path("data.csv").display().to_string())
}

fn verdict(result: &Value, name: &str) -> Option<String> {
    let checks = result["checks"].as_array().expect("checks");
    checks.iter().find(|check| check["name"] == name).map(|check| check["verdict"].as_str().expect("a verdict").to_owned())
}

#[test]
fn did_gives_its_checks_and_strict_turns_a_failure_into_status_1() {
    let Some(path) = data("few_clusters_6") else { return };
    let base = ["did", &path, "--outcome", "y", "--group", "treat", "--post", "post", "--cluster", "state", "--format", "json"];
    let result = json(&base);
    assert_eq!(verdict(&result, "few-clusters").as_deref(), Some("fail"));
    assert_eq!(verdict(&result, "missing-data").as_deref(), Some("pass"));
    assert_eq!(verdict(&result, "pre-trends").as_deref(), Some("not-applicable"));
    assert_eq!(dampak(&base).status, 0);
    let strict = dampak(&[&base[..], &["--strict"]].concat());
    assert_eq!(strict.status, 1);
    assert!(strict.out.contains("\"effects\""), "the result is given all the same");
    // The terminal shows what was checked, and not what does not apply.
    let text = dampak(&["did", &path, "--outcome", "y", "--group", "treat", "--post", "post", "--cluster", "state", "--lang", "en"]).out;
    assert!(text.contains("[fail] few-clusters") && !text.contains("[not-applicable]"), "{text}");
    // Several methods at once: the failure of any of them.
    assert_eq!(dampak(&[&base[..], &["--strict", "--method", "all"]].concat()).status, 1);
    let Some(sound) = data("mpdta") else { return };
    let panel = ["did", &sound, "--outcome", "lemp", "--unit", "countyreal", "--time", "year", "--cohort", "first_treat", "--format", "json"];
    let found = dampak(&[&panel[..], &["--strict", "--method", "event-study"]].concat());
    let result: Value = serde_json::from_str(&found.out).expect("JSON");
    let failed = result["checks"].as_array().expect("checks").iter().any(|check| check["verdict"] == "fail");
    assert_eq!(found.status, i32::from(failed));
    assert!(verdict(&result, "decomposition").is_some(), "starts differ under two-way fixed effects");
}

#[test]
fn p_values_of_regions_are_adjusted() {
    let Some(path) = data("injury") else { return };
    let base = ["did", &path, "--outcome", "ldurat", "--group", "highearn", "--post", "afchnge", "--by", "injtype", "--format", "json"];
    let rows = |more: &[&str]| {
        let result = json(&[&base[..], more].concat());
        let effects = result["effects"].as_array().expect("effects").clone();
        let regions: Vec<(Option<f64>, Option<f64>)> =
            effects.iter().filter(|row| row["kind"] == "region").map(|row| (row["p_value"].as_f64(), row["p_adjusted"].as_f64())).collect();
        assert!(effects.iter().filter(|row| row["kind"] != "region").all(|row| row.get("p_adjusted").is_none()), "the pool answers one question");
        (regions, result)
    };
    let (holm, result) = rows(&[]);
    assert_eq!(result["settings"]["multiplicity"], "holm");
    assert!(holm.len() > 2);
    // Holm by hand: the smallest times their number.
    let known: Vec<f64> = holm.iter().filter_map(|row| row.0).collect();
    let (place, smallest) = holm.iter().enumerate().filter_map(|(at, row)| Some((at, row.0?))).min_by(|a, b| a.1.total_cmp(&b.1)).expect("a p-value");
    assert!((holm[place].1.expect("adjusted") - (smallest * known.len() as f64).min(1.0)).abs() < 1e-12);
    assert!(holm.iter().all(|row| row.0.is_none() == row.1.is_none() && row.0 <= row.1));
    let (bh, result) = rows(&["--adjust-p", "bh"]);
    assert_eq!(result["settings"]["multiplicity"], "benjamini-hochberg");
    assert!(bh.iter().zip(&holm).all(|(bh, holm)| bh.1 <= holm.1), "false discoveries cost less than any false finding");
    // Without clusters no influence is known by cluster: Holm in its place, and a note.
    let (instead, result) = rows(&["--adjust-p", "romano-wolf"]);
    if result["settings"]["multiplicity"] == "holm" {
        assert_eq!(instead, holm);
        assert!(result["notes"].as_array().expect("notes").iter().any(|note| note["code"] == "romano-wolf-unavailable"));
    } else {
        assert_eq!(result["settings"]["multiplicity"], "romano-wolf");
    }
    assert_eq!(dampak(&[&base[..], &["--adjust-p", "sidak"]].concat()).status, 2);
}

#[test]
fn bounds_come_from_the_event_study_of_every_method() {
    let Some(path) = data("mpdta") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let base = ["did", &path, "--outcome", "lemp", "--unit", "countyreal", "--time", "year", "--cohort", "first_treat", "--format", "json", "--covariance"];
    for method in ["event-study", "cs", "sa", "imputation", "two-stage", "etwfe", "efficient", "stacked", "lpdid", "switchers", "cic"] {
        let more: &[&str] = if ["cs", "cic"].contains(&method) { &["--base", "universal"] } else { &[] };
        let result = json(&[&base[..], &["--method", method], more].concat());
        let path = file(folder.path(), "es.json", result.to_string());
        let bounds = json(&["honest", &path, "--bounds", "relative:0,0.5,1", "--bounds", "smoothness:0,0.01", "--effect", "average", "--format", "json"]);
        let rows = bounds["bounds"].as_array().expect("bounds");
        let interval = |at: usize| (rows[at]["conf_low"].as_f64().expect(method), rows[at]["conf_high"].as_f64().expect(method));
        // Wider and wider within each restriction.
        for at in [1, 2, 4] {
            assert!(interval(at).0 <= interval(at - 1).0 && interval(at).1 >= interval(at - 1).1, "{method}: {rows:?}");
        }
        // The average of the effects since the start, as the method gave them.
        let after: Vec<f64> = result["effects"]
            .as_array()
            .expect("effects")
            .iter()
            .filter(|row| row["kind"] == "event-time" && row["event_time"].as_i64().is_some_and(|time| time >= 0))
            .filter_map(|row| row["estimate"].as_f64())
            .collect();
        let mean = after.iter().sum::<f64>() / after.len() as f64;
        assert!((number(&bounds["effects"][0]["estimate"]) - mean).abs() < 1e-12, "{method}");
        // At once, and with the finding of its check.
        let at_once = json(&[&base[..], &["--method", method, "--honest", "relative:0,0.5,1", "--effect", "average"]].concat());
        assert!(verdict(&at_once, "honest").is_some(), "{method}");
    }
}

#[test]
fn effects_before_the_start_are_moved_to_the_last_period_before_it() {
    let Some(path) = data("mpdta") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let base = ["did", &path, "--outcome", "lemp", "--unit", "countyreal", "--time", "year", "--cohort", "first_treat", "--format", "json", "--covariance"];
    let result = json(&[&base[..], &["--method", "imputation"]].concat());
    let path = file(folder.path(), "es.json", result.to_string());
    let bounds = json(&["honest", &path, "--format", "json"]);
    // −3, −2 and −1 against −4 become −4, −3 and −2 against −1.
    assert_eq!(bounds["settings"]["pre"], serde_json::json!([-4, -3, -2]));
    assert_eq!(bounds["settings"]["reference"], -1);
    assert!(bounds["notes"].as_array().expect("notes").iter().any(|note| note["code"] == "reference-moved"));
    // A path that is parallel before the start stays so: no effect before means none after the move, whatever it is measured against.
    let mut flat = result.clone();
    for row in flat["effects"].as_array_mut().expect("effects") {
        if row["kind"] == "event-time" && row["event_time"].as_i64().is_some_and(|time| time < 0) {
            row["estimate"] = 0.0.into();
        }
    }
    let path = file(folder.path(), "flat.json", flat.to_string());
    let wider = |document: &Value| number(&document["bounds"][0]["conf_high"]) - number(&document["bounds"][0]["conf_low"]);
    assert!(wider(&json(&["honest", &path, "--format", "json"])) < wider(&bounds), "steps before the start are what the bounds allow for");
}

#[test]
fn strict_ends_a_study_with_a_failed_check() {
    let folder = tempfile::tempdir().expect("a folder");
    let study = root().join("datasets/public/kielmc/study.toml").display().to_string();
    let out = folder.path().join("report").display().to_string();
    let run = dampak(&["run", &study, "--out", &out, "--strict"]);
    let results: Value = serde_json::from_slice(&std::fs::read(folder.path().join("report/results.json")).expect("results")).expect("JSON");
    let failed = results["checks"].as_array().expect("checks").iter().any(|check| check["verdict"] == "fail");
    assert_eq!(run.status, i32::from(failed), "{}", run.err);
    // How the grade came about stands in the results.
    let steps = results["outcomes"][0]["grade_steps"].as_array().expect("steps");
    assert_eq!(steps.last().map(|step| step["grade"].clone()), Some(results["outcomes"][0]["grade"].clone()));
}

#[test]
fn the_rule_of_the_grade_can_be_read() {
    for (lang, word) in [("id", "Penilaian"), ("en", "grade")] {
        let page = dampak(&["explain", "grade", "--lang", lang]);
        assert_eq!(page.status, 0);
        assert!(page.out.to_lowercase().contains(&word.to_lowercase()) && page.out.contains("placebo-place"), "{}", page.out);
    }
}
