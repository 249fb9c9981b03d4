//! The decomposition of two-way fixed effects against R's bacondecomp, and its weights against diff-diff.

use super::{CLOSED_FORM, Case, close, number};
use crate::command::json;
use serde_json::Value;

/// Rounding of a few dozen sums and one absorption.
const PARTS: f64 = 1e-10;

/// First treated period of a row, in the words of the reference: 99999 for the never-treated.
fn start(value: &Value) -> i64 {
    value.as_i64().unwrap_or(99_999)
}

fn kind(words: &str) -> &'static str {
    match words {
        "Treated vs Untreated" => "treated-untreated",
        "Earlier vs Later Treated" => "earlier-later",
        "Later vs Earlier Treated" => "later-earlier",
        _ => "later-always",
    }
}

fn result(case: &Case, columns: [&str; 4]) -> Value {
    let path = case.path("data.csv").display().to_string();
    let [outcome, unit, time, cohort] = columns;
    json(&["did", &path, "--outcome", outcome, "--unit", unit, "--time", time, "--cohort", cohort, "--method", "twfe", "--decomposition", "--format", "json"])
}

fn check(case: &Case, found: &Value) {
    let wanted = case.result("bacon");
    let rows = found["decomposition"]["comparisons"].as_array().expect("comparisons");
    let list = |key: &str| wanted[key].as_array().expect("a list").clone();
    assert_eq!(rows.len(), list("treated").len());
    for (at, treated) in list("treated").iter().enumerate() {
        let pair = (start(treated), start(&list("untreated")[at]));
        let row = rows.iter().find(|row| (start(&row["treated"]), start(&row["untreated"])) == pair).unwrap_or_else(|| panic!("{pair:?}"));
        close(&format!("{pair:?} estimate"), number(&row["estimate"]), number(&list("estimate")[at]), CLOSED_FORM);
        close(&format!("{pair:?} weight"), number(&row["weight"]), number(&list("weight")[at]), CLOSED_FORM);
        assert_eq!(row["kind"], kind(list("type")[at].as_str().expect("a type")));
    }
    for (at, words) in wanted["by_type"]["type"].as_array().expect("types").iter().enumerate() {
        let kinds = found["decomposition"]["kinds"].as_array().expect("kinds");
        let row = kinds.iter().find(|row| row["kind"] == kind(words.as_str().expect("a type"))).expect("the kind");
        close("weight", number(&row["weight"]), number(&wanted["by_type"]["weight"][at]), CLOSED_FORM);
        close("mean", number(&row["estimate"]), number(&wanted["by_type"]["avg_estimate"][at]), CLOSED_FORM);
    }
    // The parts make the whole: weights sum to one, weighted effects to the coefficient that the method gives.
    let sum = |of: &dyn Fn(&Value) -> f64| rows.iter().map(of).sum::<f64>();
    close("weights", sum(&|row| number(&row["weight"])), 1.0, PARTS);
    close("parts", sum(&|row| number(&row["weight"]) * number(&row["estimate"])), number(&found["effects"][0]["estimate"]), PARTS);
    close("twfe", number(&found["decomposition"]["twfe"]), number(&wanted["twfe"]), CLOSED_FORM);
    // The weights rebuild the same coefficient, and so does the method.
    close("coefficient", number(&found["twfe_weights"]["coefficient"]), number(&wanted["twfe"]), CLOSED_FORM);
    close("method", number(&found["effects"][0]["estimate"]), number(&wanted["twfe"]), CLOSED_FORM);
}

#[test]
fn comparisons_of_two_starts() {
    if let Some(case) = Case::load("mpdta") {
        let found = result(&case, ["lemp", "countyreal", "year", "first_treat"]);
        check(&case, &found);
        assert_eq!(found["decomposition"]["units_left_out"], 0);
    }
    if let Some(case) = Case::load("base_stagg") {
        check(&case, &result(&case, ["y", "id", "year", "gfirst"]));
    }
}

#[test]
fn weights_of_treated_cohorts_and_periods() {
    let Some(case) = Case::load("twfe_weights") else { return };
    for name in ["mpdta", "base_stagg"] {
        let Some(data) = Case::load(name) else { continue };
        let columns = if name == "mpdta" { ["lemp", "countyreal", "year", "first_treat"] } else { ["y", "id", "year", "gfirst"] };
        let found = result(&data, columns);
        let (wanted, found) = (case.result(name), &found["twfe_weights"]);
        for key in ["coefficient", "positive", "negative", "sum_positive", "sum_negative", "sigma", "sigma_sign"] {
            if wanted[key].is_null() {
                assert!(found[key].is_null(), "{name} {key}");
            } else {
                close(&format!("{name} {key}"), number(&found[key]), number(&wanted[key]), CLOSED_FORM);
            }
        }
    }
}
