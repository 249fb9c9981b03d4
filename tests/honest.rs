//! Honest bounds on the command line: from a result, from four lists, and at once with `did`.

use super::command::{dampak, json};
use super::golden::{CLOSED_FORM, Case, close};
use serde_json::{Value, json as value};

/// Four lists of an event study with three periods before and two after.
fn lists() -> Value {
    let covariance: Vec<Vec<f64>> = (0..5).map(|i| (0..5).map(|j| if i == j { 0.04 } else { 0.01 }).collect()).collect();
    value!({ "pre": [-4, -3, -2], "post": [0, 1], "estimates": [0.1, -0.1, 0.05, 1.0, 1.4], "covariance": covariance })
}

fn file(folder: &tempfile::TempDir, document: &Value) -> String {
    let path = folder.path().join("es.json");
    std::fs::write(&path, document.to_string()).expect("written");
    path.display().to_string()
}

#[test]
fn four_lists_give_bounds_that_widen_and_a_breakdown_value_where_they_reach_zero() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = file(&folder, &lists());
    let result = json(&["honest", &path, "--bounds", "relative:0,0.5,1,4", "--bounds", "smoothness:0,0.2", "--effect", "average", "--format", "json"]);
    let bounds = result["bounds"].as_array().expect("bounds");
    let row = |at: usize| (bounds[at]["conf_low"].as_f64().expect("low"), bounds[at]["conf_high"].as_f64().expect("high"));
    for at in 1..4 {
        assert!(row(at).0 < row(at - 1).0 && row(at).1 > row(at - 1).1, "{bounds:?}");
    }
    assert!(row(4).0 > row(5).0 && row(4).1 < row(5).1);
    let breakdown = result["breakdown"].as_f64().expect("a breakdown value");
    let near = |m: f64| {
        let result = json(&["honest", &path, "--bounds", &format!("relative:{m}"), "--effect", "average", "--format", "json"]);
        result["bounds"][0]["conf_low"].as_f64().expect("low")
    };
    assert!(near(breakdown * 1.01) <= 0.0 && near(breakdown * 0.98) > 0.0);
    assert_eq!(result["breakdowns"].as_array().map(Vec::len), Some(2));
    let effect = &result["effects"][0];
    assert_eq!(effect["term"], "average");
    close("θ", effect["estimate"].as_f64().expect("estimate"), 1.2, CLOSED_FORM);
    close("se", effect["std_error"].as_f64().expect("se"), 0.025_f64.sqrt(), CLOSED_FORM);
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_threads_do_not_matter() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = file(&folder, &lists());
    let run = |threads: &str| dampak(&["honest", &path, "--format", "json", "--threads", threads]).out;
    assert_eq!(run("1"), run("2"));
}

#[test]
fn what_is_no_event_study_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut short = lists();
    short["estimates"] = value!([1.0, 2.0]);
    let mut crooked = lists();
    crooked["covariance"][0][1] = value!(0.03);
    let mut no_time_before = lists();
    no_time_before["pre"] = value!([]);
    let cases =
        [(short, 2, "honest::shape"), (crooked, 2, "honest::shape"), (no_time_before, 2, "honest::shape"), (value!({"a": 1}), 2, "honest::not-an-event-study")];
    for (document, status, code) in cases {
        let ended = dampak(&["honest", &file(&folder, &document), "--lang", "en"]);
        assert_eq!(ended.status, status);
        assert!(ended.err.contains(code), "{}", ended.err);
    }
    let ended = dampak(&["honest", &file(&folder, &lists()), "--effect", "1,2,3"]);
    assert!(ended.err.contains("honest::weights"));
}

#[test]
fn did_gives_the_bounds_of_its_own_event_study() {
    let (Some(data), Some(case)) = (Case::load("mpdta"), Case::load("honest_mpdta")) else { return };
    let path = data.path("data.csv").display().to_string();
    let base = ["did", &path, "--outcome", "lemp", "--unit", "countyreal", "--time", "year", "--cohort", "first_treat", "--method", "cs", "--format", "json"];
    let with = |more: &[&str]| json(&[&base[..], more].concat());
    let result = with(&["--honest", "smoothness:0,0.0091", "--effect", "first"]);
    assert!(result["covariance"].is_null(), "only where it was asked for");
    let wanted = case.result("es/first/smoothness_flci_exact");
    for at in 0..2 {
        close("low", result["bounds"][at]["conf_low"].as_f64().expect("low"), wanted["lb"][at].as_f64().expect("lb"), 1e-3);
        close("high", result["bounds"][at]["conf_high"].as_f64().expect("high"), wanted["ub"][at].as_f64().expect("ub"), 1e-3);
    }
    // Effects that are each against the period before have no common reference.
    let folder = tempfile::tempdir().expect("a folder");
    let ended = dampak(&["honest", &file(&folder, &with(&["--covariance"]))]);
    assert!(ended.err.contains("honest::no-reference"));
    let again = json(&["honest", &file(&folder, &with(&["--covariance", "--base", "universal"])), "--bounds", "smoothness:0,0.0091", "--format", "json"]);
    assert_eq!(again["bounds"], result["bounds"]);
}
