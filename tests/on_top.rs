//! What stands on top of every method: all of them side by side, windows and combinations, bands, joint tests and randomization, by the command line.

use super::command::{dampak, json};
use super::golden::{Case, close};
use serde_json::Value;

/// The same number by two ways through the same covariance.
const SAME: f64 = 1e-10;

fn mpdta(more: &[&str]) -> Option<Value> {
    let path = Case::load("mpdta")?.path("data.csv").display().to_string();
    let mut arguments = vec!["did", &path, "--outcome", "lemp", "--unit", "countyreal", "--time", "year", "--cohort", "first_treat", "--format", "json"];
    arguments.extend(more);
    Some(json(&arguments))
}

fn rows<'a>(result: &'a Value, kind: &str) -> Vec<&'a Value> {
    result["effects"].as_array().expect("effects").iter().filter(|row| row["kind"] == kind).collect()
}

fn number(row: &Value, field: &str) -> f64 {
    row[field].as_f64().unwrap_or_else(|| panic!("{field} of {row}"))
}

#[test]
fn all_methods_side_by_side_and_why_others_do_not_fit() {
    let Some(result) = mpdta(&["--method", "all"]) else { return };
    assert_eq!(result["schema"], "dampak/result/1");
    assert_eq!(result["method"], "all");
    let methods: Vec<&str> = result["methods"].as_array().expect("methods").iter().filter_map(|method| method["method"].as_str()).collect();
    for name in ["twfe", "event-study", "callaway-santanna", "sun-abraham", "imputation"] {
        assert!(methods.contains(&name), "{methods:?}");
        let alone = mpdta(&["--method", name]).expect("loaded above");
        let row = rows(&result, "overall").into_iter().find(|row| row["method"] == name).expect("a row");
        close(name, number(row, "estimate"), number(rows(&alone, "overall")[0], "estimate"), SAME);
        close(name, number(row, "std_error"), number(rows(&alone, "overall")[0], "std_error"), SAME);
    }
    let left = result["not_fitting"].as_array().expect("not_fitting");
    let two = left.iter().find(|left| left["method"] == "2x2").expect("2x2 does not fit five periods");
    assert_eq!(two["code"], "design::two-periods-needed");
    assert!(result["effects"].as_array().expect("effects").iter().all(|row| row["method"].is_string()));
}

#[test]
fn the_comparison_is_written_with_its_charts() {
    let Some(case) = Case::load("mpdta") else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().join("compared");
    let path = case.path("data.csv").display().to_string();
    let roles = ["--outcome", "lemp", "--unit", "countyreal", "--time", "year", "--cohort", "first_treat", "--method", "all", "--lang", "id"];
    for format in ["text", "markdown", "latex", "html", "csv"] {
        let mut arguments = vec!["did", &path];
        arguments.extend(roles);
        let shown = out.display().to_string();
        arguments.extend(["--format", format, "--out", &shown]);
        let run = dampak(&arguments);
        assert_eq!(run.status, 0, "{}", run.err);
        assert!(run.out.contains("callaway-santanna") && run.out.contains("imputation"), "{format}: {}", run.out);
    }
    for file in ["charts/methods.svg", "charts/methods-by-time.png", "tables/methods.csv", "tables/methods-not-fitting.csv", "result.json", "run.json"] {
        assert!(out.join(file).exists(), "{file}");
    }
}

#[test]
fn a_window_is_the_combination_of_its_event_times() {
    let late = "late: 1/2*[event-time 1] + 0.5*[event-time 2]";
    for method in ["callaway-santanna", "sun-abraham", "imputation", "event-study"] {
        let Some(result) = mpdta(&["--method", method, "--window", "1:2", "--combine", late, "--combine", "gap: [event-time 2] - [event-time 1]"]) else {
            return;
        };
        let window = rows(&result, "overall").into_iter().find(|row| row["term"] == "window").expect("a window");
        let terms = rows(&result, "term");
        let of = |name: &str| *terms.iter().find(|row| row["term"] == name).expect("a combination");
        for field in ["estimate", "std_error", "p_value", "conf_low"] {
            close(&format!("{method} {field}"), number(of("late"), field), number(window, field), SAME);
        }
        assert!(number(of("gap"), "std_error") > 0.0);
        assert!(result.get("covariance").is_none(), "the covariance was not asked for");
    }
    let Some(case) = Case::load("mpdta") else { return };
    let path = case.path("data.csv").display().to_string();
    let roles = ["did", &path, "--outcome", "lemp", "--unit", "countyreal", "--time", "year", "--cohort", "first_treat"];
    let missing = dampak(&[&roles[..], &["--combine", "x: [event-time 9]"]].concat());
    assert_eq!(missing.status, 2);
    assert!(missing.err.contains("design::unknown-effect") && missing.err.contains("event-time 9"), "{}", missing.err);
}

#[test]
fn bands_joint_tests_and_randomization_are_there_for_every_method() {
    for method in ["callaway-santanna", "sun-abraham", "imputation", "event-study"] {
        let Some(result) = mpdta(&["--method", method, "--bands", "499", "--permute", "19"]) else { return };
        let mut wider = 0;
        for row in rows(&result, "event-time") {
            if let Some(low) = row["band_low"].as_f64() {
                assert!(low <= number(row, "conf_low") && number(row, "band_high") >= number(row, "conf_high"), "{method}");
                wider += 1;
            }
        }
        assert!(wider > 3, "{method}: {wider} rows have a band");
        let tests = result["tests"].as_array().expect("tests");
        let test = |name: &str| tests.iter().find(|test| test["name"] == name).unwrap_or_else(|| panic!("{method} has no {name}"));
        assert!(test("pre-trends")["p_value"].is_number());
        let redrawn = test("randomization");
        assert_eq!(redrawn["assignments"], 20);
        close(method, number(redrawn, "statistic"), number(rows(&result, "overall")[0], "estimate"), SAME);
    }
}

#[test]
fn the_wild_bootstrap_is_of_the_overall_effect_of_a_regression_and_said_to_be_missing_else() {
    for method in ["event-study", "sun-abraham"] {
        let Some(result) = mpdta(&["--method", method, "--wild", "199"]) else { return };
        let overall = rows(&result, "overall")[0];
        let p = number(overall, "wild_p_value");
        assert!((0.0..=0.05).contains(&p), "{method}: {p}");
        assert!(number(overall, "wild_conf_low") < number(overall, "estimate") && number(overall, "estimate") < number(overall, "wild_conf_high"));
    }
    let Some(result) = mpdta(&["--method", "imputation", "--wild", "199"]) else { return };
    assert!(result["notes"].as_array().expect("notes").iter().any(|note| note["code"] == "wild-unavailable"));
}
