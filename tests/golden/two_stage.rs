//! Two-stage difference-in-differences against R's did2s.

use super::cohorts::{PROJECTION, base, check_matrix, columns, sunab_row};
use super::did::{analyse, column};
use super::{Case, close_some, number};
use dampak::data::Records;
use dampak::methods::Method;

#[test]
fn two_stages_and_their_errors() {
    for (set, outcome, cohort, unit) in [("mpdta", "lemp", "first_treat", "countyreal"), ("base_stagg", "y", "gfirst", "id")] {
        let Some(case) = Case::load(set) else { continue };
        let records = Records::from_arrays(columns(&case.data())).expect("a table");
        let mut settings = base(outcome, cohort, unit);
        settings.method = Some(Method::TwoStage);
        settings.covariance = true;
        let found = analyse(&records, &settings);
        let mut checked = 0;
        for entry in case.analyses().filter(|entry| entry["name"].as_str().is_some_and(|name| name.starts_with("did2s/"))) {
            let result = &entry["result"];
            let mut rows = Vec::new();
            for (at, term) in result["terms"].as_array().expect("terms").iter().enumerate() {
                let term = term.as_str().expect("a name");
                let row = sunab_row(&found, &if term == "D::1" { "ATT".to_owned() } else { term.replace("rel", "year") });
                let what = format!("{set} {term}");
                close_some(&what, row.estimate, number(&result["coef"][at]), PROJECTION);
                close_some(&format!("{what} se"), row.std_error, number(&result["se"][at]), PROJECTION);
                rows.push(found.effects.iter().position(|effect| effect == row).expect("it is there"));
                checked += 1;
            }
            check_matrix(set, &found, &rows, &result["vcov"], PROJECTION);
        }
        assert_eq!(checked, if set == "mpdta" { 8 } else { 18 });
    }
}

/// Against dense matrices (`mpdta/two_stage.py`): a covariate that varies over time, weights, missing rows, clusters above the unit.
#[test]
fn covariates_weights_missing_rows_and_states() {
    let Some(case) = Case::load("mpdta") else { return };
    let data = case.data();
    let (unit, year) = (data.numbers("countyreal"), data.numbers("year"));
    let mut all: Vec<(String, Vec<f64>)> = data.names().map(|name| (name.to_owned(), data.numbers(name))).collect();
    let mut add = |name: &str, value: &dyn Fn(usize) -> f64| all.push((name.into(), (0..unit.len()).map(value).collect()));
    let lpop = data.numbers("lpop");
    add("z", &|i| (unit[i] * 7.0 + year[i] * 13.0) % 11.0);
    add("w", &|i| lpop[i].exp());
    add("state", &|i| (unit[i] / 1000.0).floor());
    let text = std::fs::read_to_string(case.path("two_stage.json")).expect("it is kept beside");
    let expected: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let start = data.numbers("first_treat");
    for entry in expected["analyses"].as_array().expect("analyses") {
        let name = entry["name"].as_str().expect("a name");
        let keep = |i: &usize| match name {
            "two-stage/unbalanced" => (unit[*i] + 3.0 * year[*i]) % 5.0 != 0.0,
            "two-stage/late" | "two-stage/late-states" => start[*i] != 2004.0,
            _ => true,
        };
        let rows: Vec<usize> = (0..unit.len()).filter(keep).collect();
        let records =
            Records::from_arrays(all.iter().map(|(name, values)| (name.clone(), column(&rows.iter().map(|i| values[*i]).collect::<Vec<f64>>()))).collect())
                .expect("a table");
        let mut settings = base("lemp", "first_treat", "countyreal");
        settings.method = Some(Method::TwoStage);
        settings.covariates = vec!["z".into()];
        settings.weight = (name.ends_with("weights") || name.ends_with("unbalanced")).then(|| "w".into());
        settings.cluster = if name.ends_with("states") { vec!["state".into()] } else { vec![] };
        let (found, result) = (analyse(&records, &settings), &entry["result"]);
        for (at, term) in result["terms"].as_array().expect("terms").iter().enumerate() {
            let row = sunab_row(&found, term.as_str().expect("a name"));
            close_some(&format!("{name} {term}"), row.estimate, number(&result["coef"][at]), PROJECTION);
            close_some(&format!("{name} {term} se"), row.std_error, number(&result["se"][at]), PROJECTION);
        }
    }
}
