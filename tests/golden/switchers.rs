//! Treatment that can end against the authors' did_multiplegt_dyn and moderndid; the data and numbers are made by `switchers/make.py`.

use super::cohorts::{columns, list};
use super::did::analyse;
use super::{CLOSED_FORM, Case, close, close_some, number};
use dampak::data::Records;
use dampak::design::{ControlGroup, Switchers, Treatment};
use dampak::estimate::{Effect, EffectKind, Estimate};
use dampak::methods::{DidSettings, Method};
use serde_json::Value;

/// The settings of an entry: `dyn/gaps/in/region`.
fn settings(name: &str, effects: i64, placebos: i64) -> DidSettings {
    let has = |part: &str| name.split('/').any(|own| own == part);
    let mut out = DidSettings::new("y", Treatment::Status(if has("dose") { "dose" } else { "treated" }.into()));
    out.method = Some(Method::Switchers);
    (out.unit, out.time) = (Some("unit".into()), Some("time".into()));
    out.switchers = if has("in") {
        Switchers::In
    } else if has("out") {
        Switchers::Out
    } else {
        Switchers::Both
    };
    out.weight = has("weights").then(|| "w".into());
    out.cluster = if has("region") { vec!["region".into()] } else { vec![] };
    out.balance = has("same").then_some(2);
    out.control = has("never").then_some(ControlGroup::NeverTreated);
    // The first placebo is the period before the last one before the change.
    out.window = Some((-1 - placebos, effects - 1));
    out
}

fn at(found: &Estimate, time: i64) -> &Effect {
    let here = |effect: &&Effect| effect.key.kind == EffectKind::EventTime && effect.key.event_time.is_some_and(|own| own.0 == time);
    found.effects.iter().find(here).unwrap_or_else(|| panic!("no event time {time}"))
}

fn normalized(found: &Estimate, time: i64, field: &str) -> Option<f64> {
    let rows = found.parts["normalized"].as_array().expect("a list");
    rows.iter().find(|row| row["event_time"] == time).and_then(|row| row[field].as_f64())
}

/// One table of the reference: effects from event time 0 on, or placebos from −2 backwards.
fn check_table(name: &str, found: &Estimate, wanted: &Value, first: i64, step: i64, sign: f64, errors: bool) {
    let (estimates, ses) = (list(&wanted["estimate"]), list(&wanted["se"]));
    for (l, (estimate, se)) in estimates.iter().zip(&ses).enumerate() {
        let time = first + step * l as i64;
        let what = format!("{name} at {time}");
        if name.contains("normalized") {
            close_some(&what, normalized(found, time, "estimate"), sign * estimate, CLOSED_FORM);
            if errors {
                close_some(&what, normalized(found, time, "std_error"), *se, CLOSED_FORM);
            }
            continue;
        }
        let effect = at(found, time);
        close_some(&what, effect.estimate, sign * estimate, CLOSED_FORM);
        if errors {
            close_some(&format!("{what} se"), effect.std_error, *se, CLOSED_FORM);
        }
    }
}

#[test]
fn effects_by_periods_since_the_change() {
    let Some(case) = Case::load("switchers") else { return };
    let tables = [("data.csv", false), ("gaps.csv", true)].map(|(file, gaps)| (Records::from_arrays(columns(&case.table(file))).expect("a table"), gaps));
    let mut checked = 0;
    for entry in case.analyses() {
        let name = entry["name"].as_str().expect("a name");
        if name.contains("controls") {
            continue;
        }
        checked += 1;
        let result = &entry["result"];
        let count = |table: &str| result[table]["estimate"].as_array().map_or(0, |rows| rows.len() as i64);
        let settings = settings(name, count("effects"), count("placebos"));
        let records = &tables.iter().find(|(_, gaps)| *gaps == name.contains("gaps/")).expect("both are there").0;
        let found = analyse(records, &settings);
        let port = name.starts_with("moderndid/");
        // moderndid 0.2.0 leaves the sign of units that go down as it is; its clusters count one too many among units without a change, and it counts
        // placebos of units with gaps differently.
        let sign = if port && name.contains("/out") { -1.0 } else { 1.0 };
        check_table(name, &found, &result["effects"], 0, 1, sign, !(port && name.contains("region")));
        if count("placebos") > 0 {
            check_table(name, &found, &result["placebos"], -2, -1, sign, !(port && (name.contains("region") || name.contains("gaps"))));
        }
        if !port {
            let total = found.headline().expect("a row");
            assert_eq!(total.key.term, "total-per-unit");
            close(name, total.estimate.expect("an estimate"), number(&result["average"]["estimate"][0]), CLOSED_FORM);
            close(name, total.std_error.expect("an error"), number(&result["average"]["se"][0]), CLOSED_FORM);
            let test = &found.tests[0];
            if result["p_jointplacebo"].is_number() && !name.contains("normalized") {
                close_some(&format!("{name} joint"), test.p_value, number(&result["p_jointplacebo"]), 1e-6);
            }
        }
    }
    assert!(checked > 30, "{checked}");
}
