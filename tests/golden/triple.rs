//! Triple differences against moderndid (a port of R's triplediff), diff-diff and least squares; the data and numbers are made by `triple_panel/make.py`.

use super::cohorts::{LOGIT, cell, check, columns, list};
use super::did::analyse;
use super::{CLOSED_FORM, Case, close_some, number};
use dampak::data::Records;
use dampak::design::{Adjustment, BasePeriod, ControlGroup, Treatment, VarianceKind};
use dampak::estimate::{Effect, EffectKind, Estimate};
use dampak::methods::{DidSettings, Method};
use serde_json::Value;

fn records(case: &Case, file: &str) -> Records {
    Records::from_arrays(columns(&case.table(file))).expect("a table")
}

/// The settings of a call, from the name of its entry: `ddd/dr/notyettreated/x/universal/region`.
fn settings(name: &str) -> DidSettings {
    let parts: Vec<&str> = name.split('/').collect();
    let mut out = DidSettings::new("y", Treatment::Cohort("start".into()));
    out.method = Some(Method::Triple);
    (out.unit, out.time, out.partition) = (Some("unit".into()), Some("time".into()), Some("eligible".into()));
    out.adjust = match parts[1] {
        "dr" => Adjustment::DoublyRobust,
        "ipw" => Adjustment::InverseProbability,
        _ => Adjustment::Regression,
    };
    out.control = Some(if parts[2].starts_with("never") { ControlGroup::NeverTreated } else { ControlGroup::NotYetTreated });
    out.covariates = if parts[3] == "x" { vec!["x".into()] } else { vec![] };
    out.base = if parts[4] == "universal" { BasePeriod::Universal } else { BasePeriod::Varying };
    out.cluster = parts.get(5).map(|column| (*column).to_owned()).into_iter().collect();
    out
}

fn row<'a>(found: &'a Estimate, kind: EffectKind, term: &str, time: Option<i64>) -> &'a Effect {
    let wanted = |effect: &&Effect| effect.key.kind == kind && effect.key.term == term && effect.key.event_time.map(|time| time.0) == time;
    found.effects.iter().find(wanted).expect("the row is there")
}

fn check_averages(name: &str, found: &Estimate, wanted: &Value, tolerance: f64) {
    for term in ["simple", "dynamic", "calendar"] {
        let effect = row(found, EffectKind::Overall, term, None);
        check(&format!("{name} {term}"), effect, number(&wanted[term]["estimate"]), number(&wanted[term]["std_error"]), tolerance);
    }
    for entry in wanted["event_time"].as_array().expect("a list") {
        let time = entry["event_time"].as_i64().expect("a number");
        let effect = row(found, EffectKind::EventTime, "att", Some(time));
        if number(&entry["std_error"]) > 0.0 {
            check(&format!("{name} event {time}"), effect, number(&entry["estimate"]), number(&entry["std_error"]), tolerance);
        } else {
            assert_eq!((effect.estimate, effect.std_error), (Some(0.0), None), "{name} event {time}: the base");
        }
    }
}

#[test]
fn triple_differences_by_cohort() {
    let Some(case) = Case::load("triple_panel") else { return };
    let records = records(&case, "data.csv");
    let mut checked = 0;
    for entry in case.analyses() {
        let name = entry["name"].as_str().expect("a name");
        let port = name.starts_with("diff_diff/");
        if name == "diff_diff/2x2x2" || !(port || name.starts_with("ddd/")) {
            continue;
        }
        checked += 1;
        let found = analyse(&records, &settings(name));
        let result = &entry["result"];
        let tolerance = if name.contains("/reg/") { CLOSED_FORM } else { LOGIT };
        let (groups, times, estimates) = (list(&result["group"]), list(&result["time"]), list(&result["att"]));
        assert_eq!(found.effects.iter().filter(|effect| effect.key.kind == EffectKind::CohortPeriod).count(), groups.len(), "{name}");
        for (at, estimate) in estimates.iter().enumerate() {
            let effect = &found.effects[cell(&found, groups[at], times[at])];
            let what = format!("{name} {}/{}", groups[at], times[at]);
            if port {
                close_some(&what, effect.estimate, *estimate, tolerance);
            } else {
                check(&what, effect, *estimate, list(&result["se"])[at], tolerance);
            }
        }
        if result["averages"].is_object() {
            check_averages(name, &found, &result["averages"], tolerance);
        }
    }
    assert_eq!(checked, 36);
}

#[test]
fn triple_differences_of_groups() {
    let Some(case) = Case::load("triple_panel") else { return };
    let records = records(&case, "two.csv");
    let mut settings = DidSettings::new("y", Treatment::GroupPost { group: "group".into(), post: "post".into() });
    settings.method = Some(Method::Triple);
    settings.partition = Some("eligible".into());
    for covariate in ["none", "x"] {
        settings.covariates = if covariate == "x" { vec!["x".into()] } else { vec![] };
        for (kind, variance) in [("iid", VarianceKind::Iid), ("hc1", VarianceKind::Hc1), ("cr1", VarianceKind::Cr1)] {
            settings.vcov = Some(variance);
            settings.unit = (kind == "cr1").then(|| "unit".into());
            let result = case.result(&format!("ols/{covariate}/{kind}"));
            let found = analyse(&records, &settings);
            let att = found.effect("att").expect("att");
            close_some(kind, att.estimate, number(&result["coef"]), CLOSED_FORM);
            close_some(kind, att.std_error, number(&result["se"]), CLOSED_FORM);
            assert_eq!(found.sample.rows_used, result["n"].as_u64().expect("a count"));
        }
    }
    settings.covariates.clear();
    close_some("2x2x2", analyse(&records, &settings).effect("att").and_then(|att| att.estimate), number(&case.result("diff_diff/2x2x2")["coef"]), CLOSED_FORM);
}
