//! Effects of cohorts in periods and their averages against R's did.

use super::did::{analyse, column};
use super::{CLOSED_FORM, Case, Table, close_some, number};
use dampak::data::{ArrayColumn, Records};
use dampak::design::{Adjustment, BasePeriod, ControlGroup, Sampling, Treatment, VarianceKind};
use dampak::estimate::{Effect, EffectKind, Estimate};
use dampak::methods::{DidSettings, Method};
use dampak::panel::{Cohort, EventTime, Period};
use serde_json::Value;

/// The logit of did stops at about 1e-9 relative.
pub(super) const LOGIT: f64 = 1e-7;

pub(super) fn columns(table: &Table) -> Vec<(String, ArrayColumn)> {
    table.names().map(|name| (name.to_owned(), column(&table.numbers(name)))).collect()
}

/// The settings of a call, from the name of its entry: `cs_anticip1/dr/notyettreated/x_lpop/universal`.
fn settings(name: &str, base: &DidSettings) -> DidSettings {
    let parts: Vec<&str> = name.split('/').collect();
    let mut out = base.clone();
    out.method = Some(Method::CallawaySantanna);
    out.adjust = match parts[1] {
        "dr" => Adjustment::DoublyRobust,
        "ipw" => Adjustment::InverseProbability,
        _ => Adjustment::Regression,
    };
    out.control = Some(if parts[2] == "nevertreated" { ControlGroup::NeverTreated } else { ControlGroup::NotYetTreated });
    out.covariates = parts[3].strip_prefix("x_").map(str::to_owned).into_iter().collect();
    out.base = if parts[4] == "universal" { BasePeriod::Universal } else { BasePeriod::Varying };
    out.anticipation = u32::from(parts[0] == "cs_anticip1");
    if parts[0] == "cs_rc" {
        out.unit = None;
        out.sampling = Some(Sampling::RepeatedCrossSections);
    }
    if parts[0].starts_with("cs_weighted") {
        out.weight = Some("w".into());
    }
    out
}

pub(super) fn list(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(number).collect()
}

/// Estimate and error, which are undefined together.
pub(super) fn check(what: &str, effect: &Effect, estimate: f64, error: f64, tolerance: f64) {
    close_some(&format!("{what} estimate"), effect.estimate, estimate, tolerance);
    if error.is_nan() {
        assert_eq!(effect.std_error, None, "{what}: no error");
        assert_eq!(effect.p_value, None, "{what}: no p-value");
    } else {
        close_some(&format!("{what} error"), effect.std_error, error, tolerance);
        let (high, wanted) = (effect.conf_high.expect("a limit"), estimate + 1.959_963_984_540_054 * error);
        assert!((high - wanted).abs() <= tolerance * (estimate.abs() + 2.0 * error), "{what} high: {high} instead of {wanted}");
    }
}

pub(super) fn cell(found: &Estimate, group: f64, time: f64) -> usize {
    let (cohort, period) = (Some(Cohort::TreatedFrom(Period(group as i64))), Some(Period(time as i64)));
    found
        .effects
        .iter()
        .position(|effect| effect.key.kind == EffectKind::CohortPeriod && effect.key.cohort == cohort && effect.key.period == period)
        .expect("the cohort and period are there")
}

fn covariance(found: &Estimate, a: usize, b: usize) -> f64 {
    let covariance = found.covariance.as_ref().expect("it was asked for");
    let at = |row: usize| covariance.rows.iter().position(|known| *known == row).expect("the effect has a variance");
    covariance.matrix[[at(a), at(b)]]
}

pub(super) fn check_matrix(what: &str, found: &Estimate, rows: &[usize], wanted: &Value, tolerance: f64) {
    let scale = list(&wanted[0]).iter().fold(0.0_f64, |max, x| max.max(x.abs()));
    for (a, line) in rows.iter().zip(wanted.as_array().expect("a matrix")) {
        for (b, value) in rows.iter().zip(list(line)) {
            if found.effects[*a].std_error.is_some() && found.effects[*b].std_error.is_some() {
                let got = covariance(found, *a, *b);
                assert!((got - value).abs() <= tolerance * value.abs().max(scale), "{what} covariance: {got} instead of {value}");
            }
        }
    }
}

fn check_cells(name: &str, found: &Estimate, result: &Value, tolerance: f64) {
    let (groups, times, estimates, errors) = (list(&result["group"]), list(&result["time"]), list(&result["att"]), list(&result["se"]));
    let cells = found.effects.iter().filter(|effect| effect.key.kind == EffectKind::CohortPeriod).count();
    assert_eq!(cells, groups.len(), "{name}: the same comparisons");
    let mut rows = Vec::new();
    for (at, (group, time)) in groups.iter().zip(&times).enumerate() {
        let row = cell(found, *group, *time);
        check(&format!("{name} {group}/{time}"), &found.effects[row], estimates[at], errors[at], tolerance);
        rows.push(row);
    }
    if result["vcov"].is_array() {
        check_matrix(name, found, &rows, &result["vcov"], 10.0 * tolerance);
    }
    let test = found.tests.iter().find(|test| test.name == "pre-trends").expect("the test is there");
    if result["wald_pretest"].is_number() {
        // The inverse of a covariance loses digits.
        close_some(name, test.statistic, number(&result["wald_pretest"]), 1e3 * tolerance);
        assert_eq!(test.df, [number(&result["wald_pretest_df"])], "{name}");
        close_some(name, test.p_value, number(&result["wald_pretest_p"]), 1e4 * tolerance);
    } else {
        assert_eq!(test.statistic, None, "{name}: a singular test");
    }
}

fn check_average(name: &str, kind: &str, found: &Estimate, result: &Value, tolerance: f64) {
    let overall = found.effects.iter().find(|effect| effect.key.kind == EffectKind::Overall && effect.key.term == kind).expect("the average is there");
    check(name, overall, number(&result["overall_att"]), number(&result["overall_se"]), tolerance);
    if !result["egt"].is_array() {
        return;
    }
    let (at, estimates, errors) = (list(&result["egt"]), list(&result["att_egt"]), list(&result["se_egt"]));
    let mut rows = Vec::new();
    for (at, (estimate, error)) in at.iter().zip(estimates.iter().zip(&errors)) {
        let at = *at as i64;
        let row = found.effects.iter().position(|effect| match kind {
            "group" => effect.key.kind == EffectKind::Cohort && effect.key.cohort == Some(Cohort::TreatedFrom(Period(at))),
            "calendar" => effect.key.kind == EffectKind::Period && effect.key.period == Some(Period(at)),
            _ => effect.key.kind == EffectKind::EventTime && effect.key.event_time == Some(EventTime(at)),
        });
        let row = row.expect("the row is there");
        check(&format!("{name} {at}"), &found.effects[row], *estimate, *error, tolerance);
        rows.push(row);
    }
    if result["vcov_egt"].is_array() {
        check_matrix(name, found, &rows, &result["vcov_egt"], 10.0 * tolerance);
    }
}

/// Every entry of a set whose name begins with `cs`; returns how many there were.
fn check_set(case: &Case, records: &Records, base: &DidSettings) -> usize {
    let mut found: Vec<(String, Estimate)> = Vec::new();
    let mut checked = 0;
    for entry in case.analyses() {
        let name = entry["name"].as_str().expect("a name");
        if !name.starts_with("cs") {
            continue;
        }
        checked += 1;
        let (call, kind) = name.split_once("/aggte_").map_or((name, None), |(call, kind)| (call, Some(kind)));
        let closed = call.contains("/x1/") || call.contains("/reg/");
        let tolerance = if closed { CLOSED_FORM } else { LOGIT };
        let mut settings = settings(call, base);
        let key = match kind {
            Some("dynamic_balance1") => {
                settings.balance = Some(1);
                format!("{call} balance")
            }
            Some("dynamic_window") => {
                settings.window = Some((-2, 2));
                format!("{call} window")
            }
            _ => call.to_owned(),
        };
        if !found.iter().any(|(known, _)| *known == key) {
            found.push((key.clone(), analyse(records, &settings)));
        }
        let estimate = &found.iter().find(|(known, _)| *known == key).expect("just made").1;
        match kind {
            None => check_cells(name, estimate, &entry["result"], tolerance),
            Some(kind) => check_average(name, kind.split('_').next().unwrap_or(kind), estimate, &entry["result"], tolerance),
        }
    }
    checked
}

pub(super) fn base(outcome: &str, cohort: &str, unit: &str) -> DidSettings {
    let mut base = DidSettings::new(outcome, Treatment::Cohort(cohort.into()));
    base.unit = Some(unit.into());
    base.time = Some("year".into());
    base
}

#[test]
fn minimum_wages_by_cohort() {
    let Some(case) = Case::load("mpdta") else { return };
    let data = case.data();
    let mut all = columns(&data);
    all.push(("w".into(), column(&data.numbers("lpop").iter().map(|x| x.exp()).collect::<Vec<f64>>())));
    let records = Records::from_arrays(all).expect("a table");
    assert_eq!(check_set(&case, &records, &base("lemp", "first_treat", "countyreal")), 218);
}

#[test]
fn many_small_cohorts() {
    let Some(case) = Case::load("base_stagg") else { return };
    let records = Records::from_arrays(columns(&case.data())).expect("a table");
    assert_eq!(check_set(&case, &records, &base("y", "gfirst", "id")), 17);
}

#[test]
fn the_default_where_starts_differ() {
    let Some(case) = Case::load("mpdta") else { return };
    let records = Records::from_arrays(columns(&case.data())).expect("a table");
    let found = analyse(&records, &base("lemp", "first_treat", "countyreal"));
    assert_eq!(found.method, "callaway-santanna");
    let wanted = case.result("cs/dr/nevertreated/x1/varying/aggte_simple");
    check("simple", found.headline().expect("an effect"), number(&wanted["overall_att"]), number(&wanted["overall_se"]), CLOSED_FORM);
}

/// Two-way projections, compared with fixest at its tolerance of 3e-12.
pub(super) const PROJECTION: f64 = 1e-8;

/// The row of a term of sunab: `year::-3`, `cohort::2004`, `year::-3:cohort::2006`, `ATT`, or a covariate.
pub(super) fn sunab_row<'a>(found: &'a Estimate, term: &str) -> &'a Effect {
    let number = |text: &str| text.parse::<i64>().expect("a number");
    let parts: Vec<&str> = term.split("::").collect();
    let wanted = match parts.as_slice() {
        ["ATT"] => (EffectKind::Overall, None, None, "simple"),
        ["year", time] => (EffectKind::EventTime, None, Some(number(time)), "att"),
        ["cohort", start] => (EffectKind::Cohort, Some(number(start)), None, "att"),
        ["year", time, start] => (EffectKind::CohortPeriod, Some(number(start)), Some(number(time.trim_end_matches(":cohort"))), "att"),
        _ => (EffectKind::Term, None, None, term),
    };
    let of = |effect: &Effect| {
        let cohort = effect.key.cohort.and_then(|cohort| if let Cohort::TreatedFrom(start) = cohort { Some(start.0) } else { None });
        (effect.key.kind, cohort, effect.key.event_time.map(|time| time.0), effect.key.term == wanted.3) == (wanted.0, wanted.1, wanted.2, true)
    };
    found.effects.iter().find(|effect| of(effect)).unwrap_or_else(|| panic!("no row for {term}"))
}

#[test]
fn interaction_weighted_event_studies() {
    for (set, outcome, cohort, unit, entries) in [("mpdta", "lemp", "first_treat", "countyreal", 6), ("base_stagg", "y", "gfirst", "id", 9)] {
        let Some(case) = Case::load(set) else { continue };
        let records = Records::from_arrays(columns(&case.data())).expect("a table");
        let mut checked = 0;
        for entry in case.analyses() {
            let name = entry["name"].as_str().expect("a name");
            if !name.starts_with("sunab") || name.ends_with("/bin") {
                continue;
            }
            checked += 1;
            let mut settings = base(outcome, cohort, unit);
            settings.method = Some(Method::SunAbraham);
            settings.covariates = if name.starts_with("sunab_x1") { vec!["x1".into()] } else { vec![] };
            match name.rsplit('/').next() {
                Some("iid") => settings.vcov = Some(VarianceKind::Iid),
                Some("hetero") => settings.vcov = Some(VarianceKind::Hc1),
                Some("two_way") => settings.cluster = vec![unit.into(), "year".into()],
                _ => {}
            }
            let (found, result) = (analyse(&records, &settings), &entry["result"]);
            for (at, term) in result["terms"].as_array().expect("terms").iter().enumerate() {
                let term = term.as_str().expect("a name");
                let row = sunab_row(&found, term);
                close_some(&format!("{set} {name} {term}"), row.estimate, number(&result["coef"][at]), PROJECTION);
                close_some(&format!("{set} {name} {term} se"), row.std_error, number(&result["se"][at]), PROJECTION);
                close_some(&format!("{set} {name} {term} df"), row.df, number(&result["df"]), PROJECTION);
                close_some(&format!("{set} {name} {term} p"), row.p_value, number(&result["p"][at]), 1e-6);
            }
        }
        assert_eq!(checked, entries);
    }
}

#[test]
fn imputed_effects() {
    for (set, outcome, cohort, unit, entries) in [("mpdta", "lemp", "first_treat", "countyreal", 3), ("base_stagg", "y", "gfirst", "id", 4)] {
        let Some(case) = Case::load(set) else { continue };
        let records = Records::from_arrays(columns(&case.data())).expect("a table");
        let mut checked = 0;
        for entry in case.analyses() {
            let name = entry["name"].as_str().expect("a name");
            if !name.starts_with("imputation/") {
                continue;
            }
            checked += 1;
            let mut settings = base(outcome, cohort, unit);
            settings.method = Some(Method::Imputation);
            settings.covariates = if name.ends_with("_cov") { vec!["x1".into()] } else { vec![] };
            settings.window = name.ends_with("_pre").then_some((-2, 100));
            let (found, result) = (analyse(&records, &settings), &entry["result"]);
            for (at, term) in result["term"].as_array().expect("terms").iter().enumerate() {
                let term = term.as_str().expect("a name");
                let row = if term == "treat" { sunab_row(&found, "ATT") } else { sunab_row(&found, &format!("year::{term}")) };
                close_some(&format!("{set} {name} {term}"), row.estimate, number(&result["estimate"][at]), PROJECTION);
                close_some(&format!("{set} {name} {term} se"), row.std_error, number(&result["se"][at]), PROJECTION);
            }
        }
        assert_eq!(checked, entries);
    }
}
