//! Stacked regressions and local projections against pyfixest and diff-diff, on a simulated panel and the same with gaps (`staggered_sim/make.py`).

use super::did::{analyse, column};
use super::{CLOSED_FORM, Case, close, close_some, number};
use dampak::data::Records;
use dampak::design::{ControlGroup, PreMean, Treatment};
use dampak::estimate::{EffectKind, Estimate};
use dampak::methods::{DidSettings, Method};
use serde_json::Value;

/// Two-way projections of pyfixest stop at about this tolerance.
const PROJECTED: f64 = 1e-8;

fn records(case: &Case, file: &str) -> Records {
    let table = case.table(file);
    let columns = table.names().map(|name| (name.to_owned(), column(&table.numbers(name)))).collect();
    Records::from_arrays(columns).expect("a table")
}

fn settings(method: Method) -> DidSettings {
    let mut settings = DidSettings::new("y", Treatment::Cohort("start".into()));
    settings.unit = Some("unit".into());
    settings.time = Some("time".into());
    settings.method = Some(method);
    settings
}

fn list(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(number).collect()
}

fn event_times(name: &str, found: &Estimate, wanted: &Value, tolerance: f64) {
    let (times, estimates, errors) = (list(&wanted["event_time"]), list(&wanted["estimate"]), list(&wanted["se"]));
    for (at, time) in times.iter().enumerate() {
        let row = found
            .effects
            .iter()
            .find(|row| row.key.kind == EffectKind::EventTime && row.key.event_time.is_some_and(|found| found.0 == *time as i64))
            .unwrap_or_else(|| panic!("{name}: no event time {time}"));
        close_some(&format!("{name} {time}"), row.estimate, estimates[at], tolerance);
        close_some(&format!("{name} {time} se"), row.std_error, errors[at], tolerance);
        if wanted["df"].is_array() {
            close_some(&format!("{name} {time} df"), row.df, list(&wanted["df"])[at], CLOSED_FORM);
            close(&format!("{name} {time} n"), row.records.expect("n") as f64, list(&wanted["n"])[at], CLOSED_FORM);
        } else {
            close_some(&format!("{name} {time} df"), row.df, number(&wanted["df"]), CLOSED_FORM);
        }
    }
}

#[test]
fn stacked_regressions() {
    let Some(case) = Case::load("staggered_sim") else { return };
    let names: Vec<String> =
        case.analyses().filter_map(|entry| entry["name"].as_str()).filter(|name| name.starts_with("stacked/")).map(str::to_owned).collect();
    assert!(names.len() > 8);
    for name in names {
        let wanted = case.result(&name);
        let parts: Vec<&str> = name.split('/').collect();
        let (before, after) = parts[2].split_once(':').expect("a window");
        let mut settings = settings(Method::Stacked);
        settings.window = Some((-before.parse::<i64>().expect("periods"), after.parse().expect("periods")));
        match parts.get(3) {
            Some(&"region") => settings.cluster = vec!["region".into()],
            Some(&"x") => settings.covariates = vec!["x".into()],
            Some(&"never") => settings.control = Some(ControlGroup::NeverTreated),
            _ => {}
        }
        let found = analyse(&records(&case, &format!("{}.csv", parts[1])), &settings);
        event_times(&name, &found, wanted, PROJECTED);
        let att = found.effect("att").expect("the average");
        close_some(&name, att.estimate, number(&wanted["att"]), PROJECTED);
        close_some(&format!("{name} se"), att.std_error, number(&wanted["att_se"]), PROJECTED);
        assert_eq!(found.parts["stacked_rows"], wanted["stacked_rows"], "{name}");
        assert_eq!(Value::from(found.sample.rows_used), wanted["rows"], "{name}: rows that are really there");
        assert_eq!(
            found.sample.rows_read,
            found.sample.rows_used + found.sample.dropped.iter().map(|dropped| dropped.rows).sum::<u64>(),
            "{name}: every row is told"
        );
    }
}

#[test]
fn local_projections() {
    let Some(case) = Case::load("staggered_sim") else { return };
    let names: Vec<String> = case.analyses().filter_map(|entry| entry["name"].as_str()).filter(|name| name.starts_with("lpdid/")).map(str::to_owned).collect();
    assert!(names.len() > 10);
    for name in names {
        let wanted = case.result(&name);
        let parts: Vec<&str> = name.split('/').collect();
        let mut settings = settings(Method::LocalProjections);
        settings.window = Some((-3, 2));
        match parts[2] {
            "reweight" => settings.reweight = true,
            "pre-mean-all" => settings.pre_mean = Some(PreMean::All),
            "pre-mean-2" => settings.pre_mean = Some("2".parse().expect("a number")),
            "x" => settings.covariates = vec!["x".into()],
            "region" => settings.cluster = vec!["region".into()],
            "never" => settings.control = Some(ControlGroup::NeverTreated),
            _ => {}
        }
        let found = analyse(&records(&case, &format!("{}.csv", parts[1])), &settings);
        event_times(&name, &found, wanted, PROJECTED);
        for (term, prefix) in [("att", "att"), ("pooled-pre", "before")] {
            let row = found.effect(term).expect("a pooled effect");
            assert_eq!(row.key.kind, EffectKind::Overall);
            close_some(&format!("{name} {term}"), row.estimate, number(&wanted[format!("{prefix}_estimate")]), PROJECTED);
            close_some(&format!("{name} {term} se"), row.std_error, number(&wanted[format!("{prefix}_se")]), PROJECTED);
            close_some(&format!("{name} {term} df"), row.df, number(&wanted[format!("{prefix}_df")]), CLOSED_FORM);
            close(&format!("{name} {term} n"), row.records.expect("n") as f64, number(&wanted[format!("{prefix}_n")]), CLOSED_FORM);
        }
    }
}

/// With equal weights the projections are Callaway and Sant'Anna's averages (Dube and others 2025, section 3.3): not-yet-treated comparison, balanced.
#[test]
fn reweighted_projections_are_callaway_and_santanna() {
    let Some(case) = Case::load("staggered_sim") else { return };
    let records = records(&case, "data.csv");
    let mut projected = settings(Method::LocalProjections);
    projected.reweight = true;
    let mut averaged = settings(Method::CallawaySantanna);
    averaged.control = Some(ControlGroup::NotYetTreated);
    let (projected, averaged) = (analyse(&records, &projected), analyse(&records, &averaged));
    let at = |found: &Estimate, time: i64| {
        let row = found.effects.iter().find(|row| row.key.kind == EffectKind::EventTime && row.key.event_time.is_some_and(|own| own.0 == time));
        row.and_then(|row| row.estimate)
    };
    for time in 0..=6 {
        close_some(&format!("event time {time}"), at(&projected, time), at(&averaged, time).expect("defined"), CLOSED_FORM);
    }
}
