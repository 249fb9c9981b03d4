//! `dampak did` and `dampak prepost` from a file to JSON, against reference results: the whole way that a user's data take.

use super::command::json;
use super::golden::{CLOSED_FORM, Case, close};
use serde_json::Value;

/// Path of a data set that is carried or lies beside the project; none where it is neither (said aloud by the loader).
fn data(set: &str) -> Option<String> {
    Case::load(set).map(|case| case.path("data.csv").display().to_string())
}

fn att(result: &Value) -> &Value {
    let rows = result["effects"].as_array().expect("effects");
    rows.iter().find(|row| row["kind"] == "overall" && row["term"] == "att").expect("an overall effect")
}

/// Estimate, standard error, degrees of freedom and p of a row against R.
fn agrees(row: &Value, estimate: f64, std_error: f64, df: f64) {
    close("estimate", row["estimate"].as_f64().expect("estimate"), estimate, CLOSED_FORM);
    close("std_error", row["std_error"].as_f64().expect("std_error"), std_error, CLOSED_FORM);
    close("df", row["df"].as_f64().expect("df"), df, CLOSED_FORM);
}

#[test]
fn two_by_two_of_kielmc_with_every_variance() {
    let Some(path) = data("kielmc") else { return };
    let case = Case::load("kielmc").expect("loaded above");
    for (vcov, name) in [("iid", "iid"), ("hc0", "HC0"), ("hc1", "HC1"), ("hc2", "HC2"), ("hc3", "HC3")] {
        let result = json(&["did", &path, "--outcome", "rprice", "--group", "nearinc", "--post", "y81", "--vcov", vcov, "--format", "json"]);
        let expected = case.result(&format!("did/rprice/{name}"));
        let at = expected["terms"].as_array().expect("terms").iter().position(|term| term == "y81:nearinc").expect("the interaction");
        let number = |field: &str| expected[field][at].as_f64().expect(field);
        agrees(att(&result), number("coef"), number("se"), expected["df"].as_f64().expect("df"));
        assert_eq!(result["schema"], "dampak/result/1");
        assert_eq!(result["sample"]["rows_used"], 321);
    }
}

#[test]
fn by_gives_each_region_and_the_pool() {
    let Some(path) = data("kielmc") else { return };
    let result = json(&["did", &path, "--outcome", "lrprice", "--group", "nearinc", "--post", "y81", "--vcov", "hc1", "--by", "nbh", "--format", "json"]);
    let rows = result["effects"].as_array().expect("effects");
    let of = |kind: &str| rows.iter().filter(|row| row["kind"] == kind).count();
    assert_eq!(of("region"), 7);
    assert!(rows.iter().any(|row| row["kind"] == "overall" && row["term"] == "random-effects"));
    // Neighbourhoods without both groups have no effect: null with a note, not 0.
    assert!(rows.iter().filter(|row| row["kind"] == "region").any(|row| row["estimate"].is_null()));
    assert!(result["notes"].as_array().expect("notes").iter().any(|note| note["code"] == "region-not-identified"));
}

#[test]
fn prepost_of_sleep_paired() {
    let Some(path) = data("sleep") else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = std::fs::read_to_string(path).expect("CSV");
    // The contract's 0/1: the second drug is "after".
    let csv: String = text
        .lines()
        .enumerate()
        .map(|(row, line)| if row == 0 { format!("{line},after\n") } else { format!("{line},{}\n", i32::from(line.split(',').nth(1) == Some("2"))) })
        .collect();
    let path = super::command::file(folder.path(), "sleep.csv", csv);
    let result = json(&["prepost", &path, "--outcome", "extra", "--period", "after", "--pair", "ID", "--format", "json"]);
    let row = &result["effects"][0];
    assert_eq!(row["term"], "mean-difference");
    // Student (1908): mean difference 1.58, t = 4.0621 with 9 degrees of freedom (R's t.test gives −4.0621 for group 1 minus group 2).
    let case = Case::load("sleep").expect("loaded above");
    let expected = case.result("t_paired_two.sided/extra");
    close("t", row["statistic"].as_f64().expect("t").abs(), expected["statistic"].as_f64().expect("statistic").abs(), CLOSED_FORM);
    close("p", row["p_value"].as_f64().expect("p"), expected["p_value"].as_f64().expect("p"), CLOSED_FORM);
    assert_eq!(result["sample"]["rows_used"], 20);
}
