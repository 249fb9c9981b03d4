//! Extended two-way fixed effects against R's etwfe, and its nonlinear forms against statsmodels.

use super::cohorts::{PROJECTION, base, columns, sunab_row};
use super::did::{analyse, column};
use super::{CLOSED_FORM, Case, close, close_some, number};
use dampak::data::Records;
use dampak::design::{ControlGroup, Family};
use dampak::estimate::EffectKind;
use dampak::methods::Method;
use dampak::panel::Period;

/// emfx differentiates numerically, with a relative step of about 1e-8 of the coefficients.
const NUMERIC: f64 = 1e-5;

#[test]
fn margins_of_the_linear_form() {
    for (set, outcome, cohort, unit) in [("mpdta", "lemp", "first_treat", "countyreal"), ("base_stagg", "y", "gfirst", "id")] {
        let Some(case) = Case::load(set) else { continue };
        let records = Records::from_arrays(columns(&case.data())).expect("a table");
        let mut checked = 0;
        for control in [ControlGroup::NotYetTreated, ControlGroup::NeverTreated] {
            let mut settings = base(outcome, cohort, unit);
            settings.method = Some(Method::ExtendedTwfe);
            settings.control = Some(control);
            let found = analyse(&records, &settings);
            let prefix = if control == ControlGroup::NeverTreated { "etwfe/never/" } else { "etwfe/notyet/" };
            for entry in case.analyses() {
                let Some(kind) = entry["name"].as_str().and_then(|name| name.strip_prefix(prefix)) else { continue };
                let result = &entry["result"];
                if kind == "coefs" {
                    for (at, term) in result["terms"].as_array().expect("terms").iter().enumerate() {
                        let parts: Vec<i64> = term.as_str().expect("a name").split(':').filter_map(|part| part.parse().ok()).collect();
                        let row = sunab_row(&found, &format!("year::{}:cohort::{}", parts[1] - parts[0], parts[0]));
                        close_some(&format!("{set} {prefix} {term}"), row.estimate, number(&result["coef"][at]), PROJECTION);
                        close_some(&format!("{set} {prefix} {term} se"), row.std_error, number(&result["se"][at]), PROJECTION);
                        checked += 1;
                    }
                    continue;
                }
                for at in 0..result["estimate"].as_array().expect("estimates").len() {
                    let label = number(&result["at"][at]);
                    let row = match kind {
                        "emfx_simple" => sunab_row(&found, "ATT"),
                        "emfx_group" => sunab_row(&found, &format!("cohort::{label}")),
                        "emfx_event" => sunab_row(&found, &format!("year::{label}")),
                        _ => {
                            let of = |period: Option<Period>| period == Some(Period(label as i64));
                            found.effects.iter().find(|effect| effect.key.kind == EffectKind::Period && of(effect.key.period)).expect("a row")
                        }
                    };
                    let what = format!("{set} {prefix}{kind} {label}");
                    close_some(&what, row.estimate, number(&result["estimate"][at]), PROJECTION);
                    if result["se"][at].is_number() {
                        close_some(&format!("{what} se"), row.std_error, number(&result["se"][at]), NUMERIC);
                        close_some(&format!("{what} p"), row.p_value, number(&result["p"][at]), 10.0 * NUMERIC);
                    } else {
                        assert_eq!(row.std_error, None, "{what}");
                    }
                    checked += 1;
                }
            }
        }
        assert!(checked >= 30, "{set}: {checked}");
    }
}

/// Against statsmodels (`mpdta/extended_twfe.py`): poisson and logit, with and without a covariate and weights, and the linear form with a covariate.
#[test]
fn exponential_and_logistic_means() {
    let Some(case) = Case::load("mpdta") else { return };
    let data = case.data();
    let (unit, year, lemp) = (data.numbers("countyreal"), data.numbers("year"), data.numbers("lemp"));
    let mut all: Vec<(String, Vec<f64>)> = data.names().map(|name| (name.to_owned(), data.numbers(name))).collect();
    let mut add = |name: &str, value: &dyn Fn(usize) -> f64| all.push((name.into(), (0..unit.len()).map(value).collect()));
    let lpop = data.numbers("lpop");
    add("emp", &|i| lemp[i].exp().round());
    add("high", &|i| f64::from(u8::from(lemp[i] > 5.5)));
    add("w", &|i| 1.0 + unit[i] % 3.0);
    add("z", &|i| (unit[i] * 7.0 + year[i] * 13.0) % 11.0);
    drop(lpop);
    let text = std::fs::read_to_string(case.path("extended_twfe.json")).expect("it is kept beside");
    let expected: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let records = Records::from_arrays(all.iter().map(|(name, values)| (name.clone(), column(values))).collect()).expect("a table");
    let mut checked = 0;
    for entry in expected["analyses"].as_array().expect("analyses") {
        let name = entry["name"].as_str().expect("a name");
        let parts: Vec<&str> = name.split('/').collect();
        let mut settings = base("", "first_treat", "countyreal");
        settings.method = Some(Method::ExtendedTwfe);
        (settings.family, settings.outcome) = match parts[0] {
            "poisson" => (Family::Poisson, "emp".into()),
            "logit" => (Family::Logit, "high".into()),
            _ => (Family::Gaussian, "lemp".into()),
        };
        settings.control = Some(if parts[1] == "never" { ControlGroup::NeverTreated } else { ControlGroup::NotYetTreated });
        settings.covariates = parts[2].strip_prefix("x_").map(str::to_owned).into_iter().collect();
        settings.weight = (parts[3] == "w").then(|| "w".into());
        let (found, result) = (analyse(&records, &settings), &entry["result"]);
        for (at, term) in result["terms"].as_array().expect("terms").iter().enumerate() {
            let row = sunab_row(&found, term.as_str().expect("a name"));
            close_some(&format!("{name} {term}"), row.estimate, number(&result["coef"][at]), PROJECTION);
            close_some(&format!("{name} {term} se"), row.std_error, number(&result["se"][at]), PROJECTION);
            checked += 1;
        }
        if let Some(parameters) = found.parts.get("regression").and_then(|part| part["parameters"].as_u64()) {
            close(name, parameters as f64, number(&result["parameters"]), CLOSED_FORM);
        }
    }
    assert!(checked >= 30);
}
