//! Changes-in-changes and quantile difference-in-differences against the formulas of R's qte, record by record (`distributions/expected.py`).

use super::did::{analyse, column};
use super::{CLOSED_FORM, Case, Table, close_some, number};
use dampak::data::Records;
use dampak::design::{Sampling, Treatment};
use dampak::estimate::Estimate;
use dampak::methods::{DidSettings, Method};
use serde_json::Value;

fn records(table: &Table, keep: impl Fn(usize) -> bool, made: &[(&str, Vec<f64>)]) -> Records {
    let all = table.names().map(|name| (name.to_owned(), table.numbers(name))).chain(made.iter().map(|(name, values)| ((*name).to_owned(), values.clone())));
    let kept = |values: Vec<f64>| values.into_iter().enumerate().filter(|(row, _)| keep(*row)).map(|(_, value)| value).collect::<Vec<f64>>();
    Records::from_arrays(all.map(|(name, values)| (name, column(&kept(values)))).collect()).expect("a table")
}

fn settings(method: Method, outcome: &str, group: &str, post: &str) -> DidSettings {
    let mut settings = DidSettings::new(outcome, Treatment::GroupPost { group: group.into(), post: post.into() });
    settings.method = Some(method);
    settings
}

fn check(case: &Case, name: &str, method: Method, found: &Estimate) {
    let wanted = case.result(name);
    let att = found.effect("att").expect("the mean effect");
    close_some(&format!("{name} att"), att.estimate, number(&wanted["att"]), CLOSED_FORM);
    let quantiles: Vec<Option<f64>> = found.effects.iter().filter(|effect| effect.key.term.starts_with("quantile-")).map(|effect| effect.estimate).collect();
    let expected = wanted["quantiles"].as_array().expect("quantiles");
    assert_eq!(quantiles.len(), expected.len());
    for (got, expected) in quantiles.iter().zip(expected) {
        // An empty tail of the distribution gives an exact zero.
        close_some(&format!("{name} quantile"), *got, number(expected), CLOSED_FORM);
    }
    if method == Method::QuantileDid {
        return;
    }
    let analytic = att.extra.get("analytic_std_error").and_then(Value::as_f64).or(att.std_error);
    close_some(&format!("{name} se"), analytic, number(&wanted["se"]), CLOSED_FORM);
    if let Some(highest) = found.effect("discrete-upper") {
        close_some(&format!("{name} upper"), highest.estimate, number(&wanted["upper"]), CLOSED_FORM);
    }
    // Another bootstrap, of records in both: agreement within what 200 and 500 draws leave open.
    if !name.contains("mpdta") {
        let (own, other) = (att.extra["bootstrap_std_error"].as_f64().expect("an error"), number(&wanted["bootstrap_se_of_diff_diff"]));
        assert!((own / other - 1.0).abs() < 0.25, "{name}: {own} and {other}");
    }
}

#[test]
fn distributions_of_four_groups() {
    let Some(case) = Case::load("distributions") else { return };
    for (method, short) in [(Method::ChangesInChanges, "cic"), (Method::QuantileDid, "qdid")] {
        let Some(set) = Case::load("kielmc") else { return };
        let all = records(&set.data(), |_| true, &[]);
        for outcome in ["lrprice", "rprice"] {
            check(&case, &format!("{short}/kielmc/{outcome}"), method, &analyse(&all, &settings(method, outcome, "nearinc", "y81")));
        }
        let Some(set) = Case::load("injury") else { return };
        let data = set.data();
        let kentucky = data.numbers("ky");
        let found = analyse(&records(&data, |row| kentucky[row] == 1.0, &[]), &settings(method, "ldurat", "highearn", "afchnge"));
        check(&case, &format!("{short}/injury/ldurat"), method, &found);
        if method == Method::ChangesInChanges {
            let att = found.effect("att").expect("the mean effect");
            assert_eq!(att.std_error, att.extra["bootstrap_std_error"].as_f64(), "weeks are coarse: densities mean nothing");
            assert!(found.influence.is_none());
        }
    }
}

#[test]
fn distributions_of_one_cohort_in_a_panel() {
    let (Some(case), Some(set)) = (Case::load("distributions"), Case::load("mpdta")) else { return };
    let data = set.data();
    let (cohort, year) = (data.numbers("first_treat"), data.numbers("year"));
    for (start, period) in [(2004.0, 2004.0), (2006.0, 2006.0), (2006.0, 2007.0), (2007.0, 2007.0)] {
        let group: Vec<f64> = cohort.iter().map(|own| f64::from(u8::from(*own == start))).collect();
        let post: Vec<f64> = year.iter().map(|own| f64::from(u8::from(*own == period))).collect();
        let keep = |row: usize| (cohort[row] == 0.0 || cohort[row] == start) && (year[row] == period || year[row] == start - 1.0);
        let records = records(&data, keep, &[("g", group), ("t", post)]);
        for (method, short) in [(Method::ChangesInChanges, "cic"), (Method::QuantileDid, "qdid")] {
            let mut settings = settings(method, "lemp", "g", "t");
            settings.unit = Some("countyreal".into());
            let found = analyse(&records, &settings);
            check(&case, &format!("{short}/mpdta/{start}/{period}"), method, &found);
            settings.unit = None;
            settings.sampling = Some(Sampling::RepeatedCrossSections);
            settings.bands = Some(300);
            let apart = analyse(&records, &settings);
            assert_eq!(apart.effect("att").and_then(|att| att.estimate), found.effect("att").and_then(|att| att.estimate));
            // Independent records have far larger errors than the same counties twice.
            assert!(apart.effects[0].std_error > found.effects[0].std_error.map(|se| 3.0 * se));
            assert!(apart.effects.iter().filter(|effect| effect.std_error.is_some()).skip(1).take(19).all(|effect| effect.band_low <= effect.conf_low));
        }
    }
}

/// Cohorts and periods of the whole panel are the two-period comparisons; averages are those of every method.
#[test]
fn distributions_where_starts_differ() {
    let (Some(case), Some(set)) = (Case::load("distributions"), Case::load("mpdta")) else { return };
    let records = records(&set.data(), |_| true, &[]);
    let mut settings = DidSettings::new("lemp", Treatment::Cohort("first_treat".into()));
    settings.method = Some(Method::ChangesInChanges);
    settings.unit = Some("countyreal".into());
    settings.time = Some("year".into());
    settings.bands = Some(50);
    let found = analyse(&records, &settings);
    for (start, period) in [(2004, 2004), (2006, 2006), (2006, 2007), (2007, 2007)] {
        let wanted = case.result(&format!("cic/mpdta/{start}/{period}"));
        let row = found.effects.iter().find(|effect| {
            effect.key.cohort == Some(dampak::panel::Cohort::TreatedFrom(dampak::panel::Period(start)))
                && effect.key.period == Some(dampak::panel::Period(period))
        });
        let row = row.expect("the cohort and period");
        close_some("cohort and period", row.estimate, number(&wanted["att"]), CLOSED_FORM);
        close_some("its error", row.std_error, number(&wanted["se"]), CLOSED_FORM);
    }
    let influence = found.influence.as_ref().expect("clusters");
    assert_eq!(influence.values.ncols(), found.effects.len());
    let simple = influence.values.column(0);
    close_some("simple", found.effects[0].std_error, simple.dot(&simple).sqrt(), CLOSED_FORM);
    assert_eq!(found, analyse(&records, &settings), "the same seed");
}

/// Order of rows, scale of the outcome, and rows twice under clusters change nothing that they should not.
#[test]
fn distributions_do_not_depend_on_how_rows_are_written() {
    let Some(set) = Case::load("mpdta") else { return };
    let data = set.data();
    let all: Vec<(String, Vec<f64>)> = data.names().map(|name| (name.to_owned(), data.numbers(name))).collect();
    let table = |rows: &[usize], change: &dyn Fn(&str, f64) -> f64| {
        let columns = all.iter().map(|(name, values)| (name.clone(), column(&rows.iter().map(|row| change(name, values[*row])).collect::<Vec<f64>>())));
        Records::from_arrays(columns.collect()).expect("a table")
    };
    let plain: Vec<usize> = (0..data.numbers("lemp").len()).collect();
    let turned: Vec<usize> = plain.iter().map(|row| (row * 7 + 3) % plain.len()).collect();
    let twice: Vec<usize> = plain.iter().flat_map(|row| [*row, *row]).collect();
    let same = |_: &str, value: f64| value;
    for method in [Method::ChangesInChanges, Method::QuantileDid] {
        let mut settings = DidSettings::new("lemp", Treatment::Cohort("first_treat".into()));
        settings.method = Some(method);
        settings.unit = Some("countyreal".into());
        settings.time = Some("year".into());
        settings.sampling = Some(Sampling::RepeatedCrossSections);
        settings.bands = Some(20);
        let wanted = analyse(&table(&plain, &same), &settings);
        let scaled = |name: &str, value: f64| if name == "lemp" { 4.0 * value } else { value };
        let cases = [
            (analyse(&table(&turned, &same), &settings), 1.0),
            (analyse(&table(&twice, &same), &settings), 1.0),
            (analyse(&table(&plain, &scaled), &settings), 4.0),
        ];
        for (at, (found, scale)) in cases.iter().enumerate() {
            assert_eq!(found.effects.len(), wanted.effects.len());
            for (got, wanted) in found.effects.iter().zip(&wanted.effects) {
                let what = format!("{} case {at} {:?}", method.name(), wanted.key);
                if let (Some(estimate), Some(error)) = (wanted.estimate, wanted.std_error) {
                    close_some(&what, got.estimate, scale * estimate, CLOSED_FORM);
                    close_some(&what, got.std_error, scale * error, CLOSED_FORM);
                }
            }
        }
    }
}
