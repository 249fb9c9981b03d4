//! The methods end to end, from records through cells, against the reference.

use super::{Case, Table, close, close_some, number};
use dampak::data::{ArrayColumn, PolarsLocal, Records};
use dampak::design::{Treatment, VarianceKind};
use dampak::estimate::{Effect, Estimate};
use dampak::inference::pool::{PoolMethod, pool};
use dampak::methods::pooling::{Pooling, Study, pooling};
use dampak::methods::{DidSettings, Method, MethodInput, WildWeights, plan, run};
use dampak::panel::RecordPass;
use serde_json::Value;

/// Closed forms and two-way projections, compared with fixest at its tolerance of 3e-12.
const AGREES: f64 = 1e-8;

/// Numbers as the readers type them: whole where all are, missing where empty.
pub(crate) fn column(values: &[f64]) -> ArrayColumn {
    if values.iter().all(|value| value.is_nan() || (value.fract() == 0.0 && value.abs() < 1e15)) {
        ArrayColumn::Whole(values.iter().map(|value| value.is_finite().then_some(*value as i64)).collect())
    } else {
        ArrayColumn::Number(values.iter().map(|value| value.is_finite().then_some(*value)).collect())
    }
}

fn records(table: &Table, keep: &[bool], made: &[(&str, Vec<f64>)]) -> Records {
    let names: Vec<String> = table.names().map(str::to_owned).collect();
    let numbers = names.iter().map(|name| (name.as_str(), table.numbers(name))).chain(made.iter().cloned());
    let columns = numbers.map(|(name, values)| {
        let kept: Vec<f64> = values.iter().zip(keep).filter(|(_, keep)| **keep).map(|(value, _)| *value).collect();
        (name.to_owned(), column(&kept))
    });
    Records::from_arrays(columns.collect()).expect("a table")
}

/// Runs a method on records.
pub(crate) fn analyse(records: &Records, settings: &DidSettings) -> Estimate {
    let mut settings = settings.clone();
    settings.covariance = true;
    let engine = PolarsLocal::new(records);
    let plan = plan(&settings).expect("a plan");
    let cells = engine.cells(&plan).expect("cells");
    run(&MethodInput { cells: &cells, plan: &plan, settings: &settings, records: Some(&engine) }).unwrap_or_else(|error| panic!("{error}"))
}

fn check_effect(what: &str, effect: &Effect, result: &Value, at: usize) {
    close_some(&format!("{what} estimate"), effect.estimate, number(&result["coef"][at]), AGREES);
    close_some(&format!("{what} se"), effect.std_error, number(&result["se"][at]), AGREES);
    if result["df"].is_number() {
        close_some(&format!("{what} df"), effect.df, number(&result["df"]), AGREES);
        close_some(&format!("{what} statistic"), effect.statistic, number(&result["stat"][at]), AGREES);
        close_some(&format!("{what} p"), effect.p_value, number(&result["p"][at]), 1e-6);
        close_some(&format!("{what} low"), effect.conf_low, number(&result["ci_low"][at]), 1e-7);
        close_some(&format!("{what} high"), effect.conf_high, number(&result["ci_high"][at]), 1e-7);
    }
}

fn groups(outcome: &str, group: &str, post: &str) -> DidSettings {
    DidSettings::new(outcome, Treatment::GroupPost { group: group.into(), post: post.into() })
}

/// The variances of the reference under the names used in it.
fn variants(unit: &str) -> Vec<(String, VarianceKind, Vec<String>)> {
    let name = |columns: &[&str]| columns.iter().map(ToString::to_string).collect::<Vec<String>>();
    vec![("iid".into(), VarianceKind::Iid, vec![]), ("hetero".into(), VarianceKind::Hc1, vec![]), (format!("cl_{unit}"), VarianceKind::Cr1, name(&[unit]))]
}

#[test]
fn base_did_by_every_method() {
    let Some(case) = Case::load("base_did") else { return };
    let data = case.data();
    let records = records(&data, &vec![true; 1080], &[]);
    let mut kinds = variants("id");
    kinds.push(("cl_period".into(), VarianceKind::Cr1, vec!["period".into()]));
    kinds.push(("cl_id___period".into(), VarianceKind::Cr1, vec!["id".into(), "period".into()]));
    for (suffix, kind, cluster) in kinds {
        for covariate in [false, true] {
            let x = if covariate { "_x" } else { "" };
            let mut settings = groups("y", "treat", "post");
            settings.vcov = Some(kind.clone());
            settings.cluster.clone_from(&cluster);
            settings.covariates = if covariate { vec!["x1".into()] } else { vec![] };
            let name = format!("pooled{x}/{suffix}");
            let result = case.result(&name);
            let found = analyse(&records, &settings);
            for (at, term) in result["terms"].as_array().expect("terms").iter().enumerate() {
                let term = match term.as_str().expect("a name") {
                    "(Intercept)" => "intercept",
                    "post:treat" => "att",
                    other => other,
                };
                check_effect(&format!("{name} {term}"), found.effect(term).expect("the term is there"), result, at);
            }
            settings.method = Some(Method::Twfe);
            settings.unit = Some("id".into());
            settings.time = Some("period".into());
            let name = format!("twfe{x}/{suffix}");
            let found = analyse(&records, &settings);
            check_effect(&name, found.effect("att").expect("att"), case.result(&name), usize::from(covariate));
            settings.method = Some(Method::EventStudy);
            let name = format!("es{x}/{suffix}");
            let result = case.result(&name);
            let found = analyse(&records, &settings);
            let terms = result["terms"].as_array().expect("terms");
            for (at, term) in terms.iter().enumerate() {
                let Some(period) = term.as_str().and_then(|term| term.strip_prefix("period::")?.strip_suffix(":treat")) else { continue };
                let time = period.parse::<i64>().expect("a period") - 6;
                let row = found.effects.iter().find(|effect| effect.key.event_time.is_some_and(|found| found.0 == time)).expect("the event time is there");
                if number(&result["se"][at]) < 1e-9 {
                    assert_eq!(row.p_value, None, "{name}: an error of nothing gives no p-value");
                } else {
                    check_effect(&format!("{name} {time}"), row, result, at);
                }
            }
            if covariate && suffix == "cl_id" {
                let wanted = case.result("es_x/pretrend_wald");
                let test = found.tests.iter().find(|test| test.name == "pre-trends").expect("the test is there");
                close_some("pre-trends", test.statistic, number(&wanted["stat"]), AGREES);
                close_some("pre-trends p", test.p_value, number(&wanted["p"]), 1e-7);
                assert_eq!(test.df, [number(&wanted["df1"]), number(&wanted["df2"])]);
            }
        }
    }
}

#[test]
fn staggered_sets_by_twfe_and_event_study() {
    for (set, unit, cohort, outcome) in [("base_stagg", "id", "gfirst", "y"), ("mpdta", "countyreal", "first_treat", "lemp")] {
        let Some(case) = Case::load(set) else { continue };
        let data = case.data();
        let records = records(&data, &vec![true; data.numbers(unit).len()], &[]);
        for (suffix, kind, cluster) in variants(unit) {
            let mut settings = DidSettings::new(outcome, Treatment::Cohort(cohort.into()));
            settings.unit = Some(unit.into());
            settings.time = Some("year".into());
            settings.vcov = Some(kind);
            settings.cluster = cluster;
            settings.method = Some(Method::Twfe);
            let name = format!("twfe/{suffix}");
            check_effect(&format!("{set} {name}"), analyse(&records, &settings).effect("att").expect("att"), case.result(&name), 0);
            settings.method = Some(Method::EventStudy);
            let name = format!("twfe_es/{suffix}");
            let (found, result) = (analyse(&records, &settings), case.result(&name));
            for (at, term) in result["terms"].as_array().expect("terms").iter().enumerate() {
                let time: i64 = term.as_str().and_then(|term| term.strip_prefix("rel::")).and_then(|time| time.parse().ok()).expect("an event time");
                let row = found.effects.iter().find(|effect| effect.key.event_time.is_some_and(|found| found.0 == time)).expect("the event time is there");
                check_effect(&format!("{set} {name} {time}"), row, result, at);
            }
            if !settings.cluster.is_empty() {
                let (test, wanted) = (&found.tests[0], case.result("twfe_es/pretrend_wald"));
                close_some("pre-trends", test.statistic, number(&wanted["stat"]), AGREES);
                close_some("pre-trends p", test.p_value, number(&wanted["p"]), 1e-7);
            }
        }
    }
}

#[test]
fn card_and_krueger_with_levels_and_missing_values() {
    let Some(case) = Case::load("card_krueger") else { return };
    let data = case.data();
    let records = records(&data, &vec![true; 820], &[]);
    let names: Vec<String> = ["factor(chain)", "co_owned", "southj", "centralj", "pa1"].map(String::from).to_vec();
    for (model, covariates) in [("fte", &names[..0]), ("fte/chain", &names[..2]), ("fte/chain_region", &names[..])] {
        for (suffix, kind) in [
            ("iid", VarianceKind::Iid),
            ("HC0", VarianceKind::Hc0),
            ("HC1", VarianceKind::Hc1),
            ("HC2", VarianceKind::Hc2),
            ("HC3", VarianceKind::Hc3),
            ("cluster_store/stata", VarianceKind::Cr1),
        ] {
            let mut settings = groups("fte", "nj", "post");
            settings.covariates = covariates.to_vec();
            settings.cluster = if kind == VarianceKind::Cr1 { vec!["store".into()] } else { vec![] };
            settings.vcov = Some(kind);
            let name = format!("did/{model}/{suffix}");
            let result = case.result(&name);
            let at = result["terms"].as_array().expect("terms").iter().position(|term| term == "nj:post").expect("the interaction");
            check_effect(&name, analyse(&records, &settings).effect("att").expect("att"), result, at);
        }
    }
    for (suffix, kind, cluster) in variants("store") {
        let mut settings = groups("fte", "nj", "post");
        settings.method = Some(Method::Twfe);
        settings.unit = Some("store".into());
        settings.time = Some("post".into());
        settings.vcov = Some(kind);
        settings.cluster = cluster;
        let name = format!("fe/fte/{suffix}");
        let found = analyse(&records, &settings);
        check_effect(&name, found.effect("att").expect("att"), case.result(&name), 0);
        assert_eq!(found.sample.rows_used, 768, "stores with one wave are singletons");
        assert_eq!(found.sample.rows_read, 820);
        assert_eq!(found.sample.rows_used + found.sample.dropped.iter().map(|dropped| dropped.rows).sum::<u64>(), 820);
    }
}

#[test]
fn corrected_errors_of_kielmc_injury_and_fe() {
    for (set, part, model, group, post, outcome, cluster, covariates) in [
        ("kielmc", None, "did/rprice", "nearinc", "y81", "rprice", "nbh", vec![]),
        ("kielmc", None, "did/rprice/age", "nearinc", "y81", "rprice", "nbh", vec!["age", "agesq"]),
        ("kielmc", None, "did/lrprice", "nearinc", "y81", "lrprice", "nbh", vec![]),
        ("injury", Some("mi"), "did/mi", "highearn", "afchnge", "ldurat", "injtype", vec![]),
    ] {
        let Some(case) = Case::load(set) else { continue };
        let data = case.data();
        let keep: Vec<bool> = part.map_or(vec![true; data.numbers(outcome).len()], |part| data.numbers(part).iter().map(|x| *x == 1.0).collect());
        let records = records(&data, &keep, &[]);
        for (suffix, kind) in [("CR0", VarianceKind::Cr0), ("CR1S", VarianceKind::Cr1), ("CR2", VarianceKind::Cr2), ("CR3", VarianceKind::Cr3)] {
            let name = format!("{model}/cluster_{cluster}/{suffix}");
            let Some(entry) = case.analyses().find(|entry| entry["name"] == name.as_str()) else { continue };
            let mut settings = groups(outcome, group, post);
            settings.covariates = covariates.iter().map(ToString::to_string).collect();
            settings.vcov = Some(kind.clone());
            settings.cluster = vec![cluster.into()];
            let found = analyse(&records, &settings);
            let (result, effect) = (&entry["result"], found.effect("att").expect("att"));
            let interaction = |term: &Value| term.as_str().is_some_and(|term| term.contains(':'));
            let at = result["terms"].as_array().expect("terms").iter().position(interaction).expect("the interaction");
            close_some(&name, effect.estimate, number(&result["coef"][at]), AGREES);
            // clubSandwich keeps seven digits on ages squared.
            close_some(&name, effect.std_error, number(&result["se"][at]), 1e-7);
            if kind == VarianceKind::Cr2 {
                close_some(&name, effect.df, number(&result["df_satterthwaite"][at]), 1e-7);
                close_some(&name, effect.p_value, number(&result["p_satterthwaite"][at]), 1e-6);
            }
        }
    }
}

#[test]
fn few_clusters_by_corrected_errors_wild_bootstrap_and_randomization() {
    for (set, rows) in [("few_clusters_6", 504), ("few_clusters_10", 888)] {
        let Some(case) = Case::load(set) else { continue };
        let data = case.data();
        let records = records(&data, &vec![true; rows], &[]);
        for (model, method, covariates) in [("did", Method::TwoByTwo, vec![]), ("did_x", Method::TwoByTwo, vec!["x"]), ("twfe", Method::Twfe, vec![])] {
            let mut settings = groups("y", "treat", "post");
            settings.method = Some(method);
            settings.covariates = covariates.iter().map(ToString::to_string).collect();
            settings.unit = Some("state".into());
            settings.time = Some("year".into());
            settings.wild = Some(1 << rows.min(16));
            let found = analyse(&records, &settings);
            let test = found.tests.iter().find(|test| test.name == "wild-bootstrap").expect("the test is there");
            let wanted = case.result(&format!("{model}/wcr_rademacher"));
            close_some(model, test.p_value, number(&wanted["p_two_sided_weak"]), 1e-12);
            assert_eq!((test.exact, &test.extra["draws"]), (Some(true), &wanted["n_draws"]));
            let interval = case.result(&format!("{model}/wcr_rademacher_ci95"));
            close(model, number(&test.extra["conf_low"]), number(&interval["ci_low"]), 1e-7);
            close(model, number(&test.extra["conf_high"]), number(&interval["ci_high"]), 1e-7);
            if let Some(webb) = case.analyses().find(|entry| entry["name"] == format!("{model}/wcr_webb").as_str()) {
                settings.wild_weights = WildWeights::Webb;
                let found = analyse(&records, &settings);
                let test = found.tests.iter().find(|test| test.name == "wild-bootstrap").expect("the test is there");
                close_some(model, test.p_value, number(&webb["result"]["p_two_sided_weak"]), 1e-12);
            }
            assert!(found.notes.iter().any(|note| note.code == "few-clusters"));
            close_some(model, found.effect("att").and_then(|att| att.df), if rows == 504 { 5.0 } else { 9.0 }, 1e-12);
        }
        let mut settings = groups("y", "treat", "post");
        settings.method = Some(Method::Twfe);
        settings.unit = Some("state".into());
        settings.time = Some("year".into());
        settings.vcov = Some(VarianceKind::Cr2);
        let (found, wanted) = (analyse(&records, &settings), &case.result("twfe/d/clubSandwich")["CR2"]);
        let att = found.effect("att").expect("att");
        close_some("cr2", att.std_error, number(&wanted["se"]), 1e-8);
        close_some("cr2 df", att.df, number(&wanted["df"]), 1e-8);
        close_some("cr2 p", att.p_value, number(&wanted["p"]), 1e-8);
    }
}

#[test]
fn assignments_of_few_clusters() {
    for set in ["few_clusters_6", "few_clusters_10"] {
        let Some(case) = Case::load(set) else { continue };
        let wanted = case.result("randomization_inference");
        let list = |name: &str| wanted[name].as_array().expect("a list").iter().map(number).collect::<Vec<f64>>();
        let (changes, treated) = (list("changes"), list("treated"));
        let labels: Vec<u32> = treated.iter().map(|label| *label as u32).collect();
        let statistic = |labels: &[u32]| {
            let side = |wanted: u32| {
                let of: Vec<f64> = changes.iter().zip(labels).filter(|(_, label)| **label == wanted).map(|(change, _)| *change).collect();
                of.iter().sum::<f64>() / of.len() as f64
            };
            Some(side(1) - side(0))
        };
        let found = dampak::inference::permute::permute(&labels, 5000, 1, statistic).expect("a statistic");
        assert_eq!((found.exact, found.assignments), (true, wanted["n_assignments"].as_u64().expect("a count")));
        close("estimate", found.statistic, number(&wanted["estimate"]), 1e-12);
        close("two-sided", found.p_value, number(&wanted["p_two_sided"]), 1e-12);
        close("upper", found.p_upper, number(&wanted["p_upper"]), 1e-12);
    }
}

#[test]
fn pooled_trials_of_bcg() {
    let Some(case) = Case::load("dat_bcg") else { return };
    let data = case.data();
    let errors: Vec<f64> = data.numbers("vi").iter().map(|v| v.sqrt()).collect();
    for (name, method, knapp) in [
        ("rma/FE/z", PoolMethod::Fe, false),
        ("rma/DL/z", PoolMethod::Dl, false),
        ("rma/DL/knha", PoolMethod::Dl, true),
        ("rma/REML/z", PoolMethod::Reml, false),
        ("rma/REML/knha", PoolMethod::Reml, true),
    ] {
        let (found, wanted) = (pool(&data.numbers("yi"), &errors, method, knapp, 0.95).expect("a pool"), case.result(name));
        // Restricted maximum likelihood stops at 1e-12 in metafor, about 1e-8 in the result.
        let tolerance = if method == PoolMethod::Reml { 1e-7 } else { 1e-9 };
        let (low, high) = found.conf.expect("an interval");
        let between = found.between.expect("several");
        for (what, got, want) in [
            ("estimate", found.estimate, &wanted["coef"][0]),
            ("se", found.std_error.expect("an error"), &wanted["se"][0]),
            ("statistic", found.statistic.expect("a statistic"), &wanted["stat"][0]),
            ("p", found.p_value.expect("a p-value"), &wanted["p"][0]),
            ("low", low, &wanted["ci_low"][0]),
            ("high", high, &wanted["ci_high"][0]),
            ("tau2", found.tau2.expect("several"), &wanted["tau2"]),
            ("i2", between.i2, &wanted["i2"]),
            ("h2", between.h2, &wanted["h2"]),
            ("q", found.q, &wanted["q"]),
            ("q p", found.q_p.expect("several"), &wanted["q_p"]),
        ] {
            close(&format!("{name} {what}"), got, number(want), tolerance);
        }
        assert_eq!(found.prediction.is_some(), wanted["pi_low"].is_number(), "{name}");
        if let Some((low, high)) = found.prediction {
            close(name, low, number(&wanted["pi_low"]), tolerance);
            close(name, high, number(&wanted["pi_high"]), tolerance);
        }
    }
}

/// How close R's root search comes, as the reference says.
const ROOT: f64 = 1e-3;

/// Intervals of the spread by the Q-profile, and the pool without each trial with the distance of that trial from the others.
#[test]
fn spread_of_the_trials_of_bcg_and_the_mean_without_each() {
    let Some(case) = Case::load("dat_bcg") else { return };
    let data = case.data();
    let (values, variances) = (data.numbers("yi"), data.numbers("vi"));
    let errors: Vec<f64> = variances.iter().map(|v| v.sqrt()).collect();
    let between = pool(&values, &errors, PoolMethod::Reml, false, 0.95).and_then(|found| found.between).expect("several");
    let profile = case.result("rma/REML/confint_tau2");
    let (tau2, i2, h2) = (between.tau2.expect("a range"), between.i2_range.expect("a range"), between.h2_range.expect("a range"));
    // R's root search stops within 1.2e-4 of τ² (uniroot's .Machine$double.eps^0.25), a thousandth of the lower limit; ours ends at the root.
    for (row, (low, high)) in [(0, tau2), (1, (tau2.0.sqrt(), tau2.1.sqrt())), (2, i2), (3, h2)] {
        close(&format!("{} low", profile["rows"][row]), low, number(&profile["ci_low"][row]), ROOT);
        close(&format!("{} high", profile["rows"][row]), high, number(&profile["ci_high"][row]), ROOT);
    }
    let trials: Vec<Study> =
        (0..values.len()).map(|trial| Study { label: trial.to_string(), estimate: Some(values[trial]), std_error: Some(errors[trial]), df: None }).collect();
    let found = pooling(&trials, Pooling { method: PoolMethod::Reml, knapp_hartung: false, level: 0.95 }).expect("a pool");
    let (rows, wanted) = (&found.parts["leave_one_out"], case.result("rma/REML/leave1out"));
    for trial in 0..values.len() {
        let (row, of) = (&rows[trial], |key: &str| number(&wanted[key][trial]));
        // leave1out() fits with metafor's default threshold of 1e-5 on τ².
        for (ours, theirs) in [("estimate", "estimate"), ("std_error", "se"), ("tau2", "tau2"), ("q", "q"), ("i2", "i2")] {
            close(&format!("without {trial}: {ours}"), number(&row[ours]), of(theirs), 1e-4);
        }
        // rstudent(): sqrt(vi + τ² without it + squared error of the mean without it).
        let apart = (values[trial] - of("estimate")) / (variances[trial] + of("tau2") + of("se").powi(2)).sqrt();
        close(&format!("distance of {trial}"), number(&row["std_residual"]), apart, 1e-4);
    }
}
