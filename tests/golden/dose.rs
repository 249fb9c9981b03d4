//! Effects by dose against moderndid's cont_did and diff-diff's ContinuousDiD (`dose/expected.py`).

use super::did::{analyse, column};
use super::{CLOSED_FORM, Case, close_some, number};
use dampak::data::Records;
use dampak::design::{ControlGroup, Sampling, Treatment};
use dampak::estimate::{Effect, EffectKind, Estimate};
use dampak::methods::{DidSettings, Method};
use serde_json::Value;

fn columns(case: &Case, file: &str) -> Vec<(String, Vec<f64>)> {
    let data = case.table(file);
    data.names().map(|name| (name.to_owned(), data.numbers(name))).collect()
}

fn records(columns: &[(String, Vec<f64>)]) -> Records {
    Records::from_arrays(columns.iter().map(|(name, values)| (name.clone(), column(values))).collect()).expect("a table")
}

fn settings() -> DidSettings {
    let mut settings = DidSettings::new("y", Treatment::Cohort("cohort".into()));
    settings.method = Some(Method::Dose);
    settings.dose = Some("dose".into());
    settings.unit = Some("unit".into());
    settings.time = Some("time".into());
    settings
}

fn overall<'a>(found: &'a Estimate, term: &str) -> &'a Effect {
    found.effects.iter().find(|effect| effect.key.kind == EffectKind::Overall && effect.key.term == term).expect("the row")
}

fn curve(found: &Estimate, term: &str, wanted: &Value, errors: &Value) {
    let rows: Vec<&Effect> = found.effects.iter().filter(|effect| effect.key.term == term).collect();
    let wanted = wanted.as_array().expect("a curve");
    assert_eq!(rows.len(), wanted.len());
    for (at, (row, wanted)) in rows.iter().zip(wanted).enumerate() {
        close_some(term, row.estimate, number(wanted), CLOSED_FORM);
        if errors.is_array() {
            close_some(&format!("{term} se"), row.std_error, number(&errors[at]), CLOSED_FORM);
        }
    }
}

#[test]
fn curves_over_doses() {
    let Some(case) = Case::load("dose") else { return };
    for entry in case.analyses() {
        let (name, wanted) = (entry["name"].as_str().expect("a name"), &entry["result"]);
        let mut settings = settings();
        settings.degree = wanted["degree"].as_u64().and_then(|degree| u32::try_from(degree).ok());
        settings.knots = wanted["knots"].as_u64().and_then(|knots| u32::try_from(knots).ok()).expect("knots");
        settings.control = Some(if wanted["control"] == "nevertreated" { ControlGroup::NeverTreated } else { ControlGroup::NotYetTreated });
        settings.doses = wanted["doses"].as_array().expect("doses").iter().map(number).collect();
        settings.bands = Some(200);
        let found = analyse(&records(&columns(&case, entry["file"].as_str().expect("a file"))), &settings);
        let one = name.starts_with("one");
        let att = overall(&found, if one { "att" } else { "group" });
        close_some(name, att.estimate, number(&wanted["att"]), CLOSED_FORM);
        let acrt = overall(&found, "acrt");
        close_some(name, acrt.estimate, number(&wanted["acrt"]), CLOSED_FORM);
        if one {
            close_some(name, att.std_error, number(&wanted["se_att"]), CLOSED_FORM);
            close_some(name, acrt.std_error, number(&wanted["se_acrt"]), CLOSED_FORM);
        }
        curve(&found, "dose-response", &wanted["att_d"], &wanted["se_att_d"]);
        curve(&found, "dose-slope", &wanted["acrt_d"], &wanted["se_acrt_d"]);
        let (influence, covariance) = (found.influence.as_ref().expect("units"), found.covariance.as_ref().expect("asked for"));
        assert_eq!(influence.values.ncols(), found.effects.len());
        for (a, i) in covariance.rows.iter().enumerate() {
            for (b, j) in covariance.rows.iter().enumerate() {
                let product = influence.values.column(*i).dot(&influence.values.column(*j));
                let size = (covariance.matrix[[a, a]] * covariance.matrix[[b, b]]).sqrt();
                assert!((product - covariance.matrix[[a, b]]).abs() <= 1e-9 * size, "{name}: covariance {i} {j}");
            }
        }
        assert!(found.effects.iter().filter(|effect| effect.key.term == "dose-response").all(|effect| effect.band_low <= effect.conf_low));
    }
}

/// A line through noise-free effects is the line; the mean effect is that of two groups; twice the rows, other names and another order change nothing.
#[test]
fn exact_lines_and_rows_as_they_come() {
    let (mut unit, mut time, mut cohort, mut dose, mut y) = (vec![], vec![], vec![], vec![], vec![]);
    for at in 0..40 {
        for period in 0..2 {
            let own = if at % 2 == 0 { 0.1 + f64::from(at % 14) / 20.0 } else { 0.0 };
            unit.push(f64::from(at));
            time.push(f64::from(period));
            cohort.push(if own > 0.0 { 1.0 } else { 0.0 });
            dose.push(own);
            y.push(f64::from(at * 3 % 7) + 2.0 * f64::from(period) + if period == 1 { -10.0 * own } else { 0.0 });
        }
    }
    let table = |rows: &[usize]| {
        let pick = |values: &[f64]| rows.iter().map(|row| values[*row]).collect::<Vec<f64>>();
        let all = [("unit", &unit), ("time", &time), ("cohort", &cohort), ("dose", &dose), ("y", &y)];
        records(&all.map(|(name, values)| (name.to_owned(), pick(values))))
    };
    let plain: Vec<usize> = (0..80).collect();
    let mut settings = settings();
    settings.degree = Some(1);
    let found = analyse(&table(&plain), &settings);
    close_some("slope", overall(&found, "acrt").estimate, -10.0, CLOSED_FORM);
    assert_eq!(overall(&found, "acrt").p_value, None, "a perfect fit has no test");
    for row in found.effects.iter().filter(|effect| effect.key.term == "dose-response") {
        close_some("line", row.estimate, -10.0 * number(&row.extra["dose"]), CLOSED_FORM);
    }
    // Different doses are fewer than the places of a grid: they are the places.
    assert_eq!(found.effects.iter().filter(|effect| effect.key.term == "dose-response").count(), 7);
    settings.sampling = Some(Sampling::RepeatedCrossSections);
    let wanted = analyse(&table(&plain), &settings);
    let turned: Vec<usize> = (0..80).map(|row| (row * 7 + 5) % 80).collect();
    let twice: Vec<usize> = (0..160).map(|row| row / 2).collect();
    for rows in [turned, twice] {
        for (a, b) in analyse(&table(&rows), &settings).effects.iter().zip(&wanted.effects) {
            close_some(&a.key.term, a.estimate, b.estimate.expect("an estimate"), CLOSED_FORM);
        }
    }
    let mut binary = settings.clone();
    (binary.method, binary.dose) = (Some(Method::Twfe), None);
    close_some(
        "att",
        found.effect("att").and_then(|att| att.estimate),
        analyse(&table(&plain), &binary).effect("att").and_then(|att| att.estimate).expect("att"),
        CLOSED_FORM,
    );
}
