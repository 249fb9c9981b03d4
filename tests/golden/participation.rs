//! The effect per participant against two-stage least squares of linearmodels and an inverted test (`participation/expected.py`).

use super::did::{analyse, column};
use super::{Case, close, close_some, number};
use dampak::data::Records;
use dampak::design::{Treatment, VarianceKind};
use dampak::estimate::{EffectKind, Estimate};
use dampak::methods::{DidSettings, Method};

/// Two-way projections and the inversion of three regressions.
const AGREES: f64 = 1e-8;

fn records(case: &Case, keep: impl Fn(&[f64]) -> bool, double: bool) -> Records {
    let data = case.data();
    let cohort = data.numbers("cohort");
    let rows: Vec<usize> = (0..cohort.len()).filter(|row| keep(&cohort[*row..=*row])).flat_map(|row| vec![row; 1 + usize::from(double)]).collect();
    let columns = data.names().map(|name| {
        let values = data.numbers(name);
        (name.to_owned(), column(&rows.iter().map(|row| values[*row]).collect::<Vec<f64>>()))
    });
    Records::from_arrays(columns.collect()).expect("a table")
}

fn settings(name: &str) -> DidSettings {
    let treatment =
        if name.starts_with("2x2") { Treatment::GroupPost { group: "group".into(), post: "post".into() } } else { Treatment::Cohort("cohort".into()) };
    let mut settings = DidSettings::new("y", treatment);
    settings.method = Some(Method::Wald);
    settings.participation = Some(if name.ends_with("weak") { "weak" } else { "takes" }.into());
    settings.cluster = vec!["unit".into()];
    if !name.starts_with("2x2") {
        settings.unit = Some("unit".into());
        settings.time = Some("time".into());
    }
    settings.covariates = if name.ends_with("/x") { vec!["x".into()] } else { vec![] };
    settings.weight = name.ends_with("/w").then(|| "w".into());
    settings
}

fn row<'a>(found: &'a Estimate, term: &str) -> &'a dampak::estimate::Effect {
    found.effect(term).expect("the row is there")
}

#[test]
fn two_stage_least_squares_and_the_inverted_test() {
    let Some(case) = Case::load("participation") else { return };
    for entry in case.analyses() {
        let name = entry["name"].as_str().expect("a name");
        let all = records(&case, |cohort| !name.starts_with("2x2") || cohort[0] != 6.0, false);
        let (found, wanted) = (analyse(&all, &settings(name)), &entry["result"]);
        for (term, estimate, error) in [("att", "estimate", "se"), ("first-stage", "pi", "se_pi"), ("intention-to-treat", "rho", "se_rho")] {
            close_some(&format!("{name} {term}"), row(&found, term).estimate, number(&wanted[estimate]), AGREES);
            close_some(&format!("{name} {term} se"), row(&found, term).std_error, number(&wanted[error]), AGREES);
            close_some(&format!("{name} {term} df"), row(&found, term).df, number(&wanted["df"]), AGREES);
        }
        let att = row(&found, "att");
        for (end, key) in [("anderson_rubin_low", "ar_low"), ("anderson_rubin_high", "ar_high")] {
            assert_eq!(att.extra[end].is_null(), wanted[key].is_null(), "{name} {end}");
            if !wanted[key].is_null() {
                close(&format!("{name} {end}"), number(&att.extra[end]), number(&wanted[key]), AGREES);
            }
        }
        let test = found.tests.iter().find(|test| test.name == "first-stage").expect("the test");
        close_some(&format!("{name} F"), test.statistic, number(&wanted["f"]), AGREES);
        let weak = name.ends_with("weak");
        assert_eq!(found.notes.iter().any(|note| note.code == "weak-first-stage"), weak);
        assert_eq!(found.notes.iter().any(|note| note.code == "anderson-rubin-unbounded"), weak);
        assert_eq!(found.parts["anderson_rubin"]["shape"] == "interval", !weak);
        let influence = found.influence.as_ref().expect("one way of clusters");
        let product = influence.values.t().dot(&influence.values);
        let covariance = found.covariance.as_ref().expect("asked for");
        for i in 0..3 {
            for j in 0..3 {
                let size = (product[[i, i]] * product[[j, j]]).sqrt();
                assert!((product[[i, j]] - covariance.matrix[[i, j]]).abs() < 1e-9 * size, "{name} covariance {i} {j}");
            }
        }
    }
}

#[test]
fn every_variance_gives_the_error_of_two_stages() {
    let Some(case) = Case::load("participation") else { return };
    let all = records(&case, |cohort| cohort[0] != 6.0, false);
    for kind in [VarianceKind::Iid, VarianceKind::Hc1, VarianceKind::Hc3, VarianceKind::Cr0, VarianceKind::Cr2, VarianceKind::Cr3] {
        let mut wald = settings("2x2");
        wald.vcov = Some(kind.clone());
        wald.cluster = if kind.is_clustered() { vec!["unit".into()] } else { vec![] };
        let found = analyse(&all, &wald);
        let beta = row(&found, "att").estimate.expect("an estimate");
        // The residual of two-stage least squares is that of the difference y − βD.
        let data = case.data();
        let (y, takes, cohort) = (data.numbers("y"), data.numbers("takes"), data.numbers("cohort"));
        let mut columns: Vec<(String, Vec<f64>)> = ["group", "post", "unit"].iter().map(|name| ((*name).to_owned(), data.numbers(name))).collect();
        columns.push(("e".into(), y.iter().zip(&takes).map(|(y, d)| y - beta * d).collect()));
        let keep: Vec<usize> = (0..cohort.len()).filter(|row| cohort[*row] != 6.0).collect();
        let columns = columns.into_iter().map(|(name, values)| (name, column(&keep.iter().map(|row| values[*row]).collect::<Vec<f64>>())));
        let mut plain = wald.clone();
        (plain.method, plain.participation, plain.outcome) = (Some(Method::TwoByTwo), None, "e".into());
        let residual = analyse(&Records::from_arrays(columns.collect()).expect("a table"), &plain);
        let pi = row(&found, "first-stage").estimate.expect("a first stage");
        let wanted = residual.effect("att").and_then(|att| att.std_error).expect("an error") / pi.abs();
        close_some(&format!("{kind:?}"), row(&found, "att").std_error, wanted, AGREES);
    }
}

/// A share that is recorded for the whole time counts from the start on: the same as one that is zero before.
#[test]
fn shares_of_units_count_from_the_start() {
    let Some(case) = Case::load("participation") else { return };
    let data = case.data();
    let (unit, treated) = (data.numbers("unit"), data.numbers("treated"));
    let share: Vec<f64> = unit.iter().zip(data.numbers("cohort")).map(|(unit, cohort)| if cohort > 0.0 { 0.2 + unit / 20.0 } else { 0.0 }).collect();
    let zero: Vec<f64> = share.iter().zip(&treated).map(|(share, treated)| share * treated).collect();
    let columns = data.names().map(|name| (name.to_owned(), data.numbers(name))).chain([("share".to_owned(), share), ("zero".to_owned(), zero)]);
    let records = Records::from_arrays(columns.map(|(name, values)| (name, column(&values))).collect()).expect("a table");
    let mut settings = settings("twfe");
    settings.participation = Some("share".into());
    let fixed = analyse(&records, &settings);
    assert!(fixed.notes.iter().any(|note| note.code == "participation-fixed"));
    settings.participation = Some("zero".into());
    let moving = analyse(&records, &settings);
    for (a, b) in fixed.effects.iter().zip(&moving.effects) {
        assert_eq!(a.key.kind == EffectKind::Overall, b.key.kind == EffectKind::Overall);
        close_some(&a.key.term, a.estimate, b.estimate.expect("an estimate"), AGREES);
        close_some(&a.key.term, a.std_error, b.std_error.expect("an error"), AGREES);
    }
    // Everybody takes part: the effect per participant is that of the program.
    settings.participation = Some("treated".into());
    let full = analyse(&records, &settings);
    close_some("full", row(&full, "att").estimate, row(&full, "intention-to-treat").estimate.expect("an estimate"), AGREES);
    close_some("full", row(&full, "att").std_error, row(&full, "intention-to-treat").std_error.expect("an error"), AGREES);
    let ends = [&row(&full, "att").extra["anderson_rubin_low"], &row(&full, "att").extra["anderson_rubin_high"]];
    close("low", number(ends[0]), row(&full, "att").conf_low.expect("a limit"), AGREES);
    close("high", number(ends[1]), row(&full, "att").conf_high.expect("a limit"), AGREES);
}

/// Clustered errors without small-sample factor do not see that rows stand there twice.
#[test]
fn rows_twice_change_nothing_under_clusters() {
    let Some(case) = Case::load("participation") else { return };
    let mut settings = settings("2x2/x");
    settings.vcov = Some(VarianceKind::Cr0);
    let (once, twice) = (analyse(&records(&case, |_| true, false), &settings), analyse(&records(&case, |_| true, true), &settings));
    for (a, b) in once.effects.iter().zip(&twice.effects) {
        close_some(&a.key.term, b.estimate, a.estimate.expect("an estimate"), AGREES);
        close_some(&a.key.term, b.std_error, a.std_error.expect("an error"), AGREES);
    }
}
