//! Linear regressions of the reference: coefficients, covariance matrices, errors, degrees of freedom, p-values and limits.

use super::formula::{Columns, Regression, argument, columns, run, split};
use super::{CLOSED_FORM, Case, close, number};
use dampak::design::VarianceKind;
use dampak::inference::cluster_corrected::{Correction, corrected};
use dampak::inference::covariance::{clustered, hetero_meat, hetero_rule, iid, nested, sandwich};
use dampak::inference::distributions::{critical_value, p_two_sided};
use dampak::linalg::compact;
use ndarray::Array2;
use serde_json::Value;

/// Covariance matrices: entries are compared relative to the errors of their row and column.
const MATRIX: f64 = 1e-8;
/// fixest absorbs with a tolerance of 3e-12 on coefficients.
const ABSORBED: f64 = 1e-8;

/// clubSandwich works with the normal equations in the units of the data: with ages squared and square feet it keeps six digits (see the test with
/// 40 digits below).
const ROOTS: f64 = 1e-6;

/// Errors under this are rounding: the scores of clusters that have a coefficient of their own are zero.
const NOTHING: f64 = 1e-9;

/// A variance as the reference names it.
enum Asked {
    Iid,
    Hetero(VarianceKind),
    Clustered { small_sample: bool },
    OnlyClusters,
    Corrected(Correction),
}

/// What the call asks for, and the cluster columns.
fn asked(call: &str) -> Option<(Asked, Vec<String>)> {
    let quoted = |name: &str| call.split_once(&format!("{name}='")).and_then(|(_, rest)| rest.split_once('\'')).map(|(word, _)| word.to_owned());
    let cluster = call.split_once("cluster=").map(|(_, rest)| rest.split([',', ')']).next().unwrap_or_default().trim().to_owned());
    if call.contains("vcovCL(") {
        return Some((Asked::Clustered { small_sample: true }, vec![cluster?]));
    }
    if call.contains("coef_test(") {
        let kind = match quoted("vcov")?.as_str() {
            "CR0" => Asked::Clustered { small_sample: false },
            "CR1" => Asked::OnlyClusters,
            "CR1S" => Asked::Clustered { small_sample: true },
            "CR2" => Asked::Corrected(Correction::Half),
            "CR3" => Asked::Corrected(Correction::Whole),
            _ => return None,
        };
        return Some((kind, vec![cluster?]));
    }
    if call.contains("vcovHC(") {
        let kind = match quoted("type")?.as_str() {
            "HC0" => VarianceKind::Hc0,
            "HC1" => VarianceKind::Hc1,
            "HC2" => VarianceKind::Hc2,
            "HC3" => VarianceKind::Hc3,
            _ => return None,
        };
        return Some((Asked::Hetero(kind), Vec::new()));
    }
    if let Some((_, rest)) = call.split_once("vcov = ") {
        let word = rest.trim_end_matches(')').trim();
        return match word {
            "'iid'" => Some((Asked::Iid, Vec::new())),
            "'hetero'" => Some((Asked::Hetero(VarianceKind::Hc1), Vec::new())),
            _ => {
                let clusters = split(word.strip_prefix('~')?, '+').into_iter().map(str::to_owned).collect();
                Some((Asked::Clustered { small_sample: true }, clusters))
            }
        };
    }
    call.starts_with("lm(").then_some((Asked::Iid, Vec::new()))
}

/// Parameters as counted for the small-sample factor: the coefficients of `lm`; fixest's K is given in the file, or follows from its rule.
fn parameters(regression: &Regression, result: &Value) -> usize {
    let counted = |key: &&dampak::panel::Factor| !regression.clusters.iter().any(|cluster| nested(&key.codes, cluster));
    let levels: usize = regression.cells.keys.iter().filter(counted).map(|key| compact(&key.codes).1 - 1).sum();
    let constant = usize::from(!regression.cells.keys.is_empty());
    let parameters = regression.fit.kept.len() + constant + levels;
    if let Some(k) = result["k_all"].as_u64() {
        assert_eq!(parameters as u64, k, "K");
    }
    parameters
}

fn covariance(regression: &Regression, kind: &Asked, k: usize) -> (Array2<f64>, Option<Vec<Option<f64>>>) {
    let (fit, cells) = (&regression.fit, &regression.cells);
    match kind {
        Asked::Iid => (iid(fit, k), None),
        Asked::Hetero(kind) => {
            let (power, factor) = hetero_rule(kind, fit.records, k);
            let meat = hetero_meat(fit, cells, &vec![0.0; cells.len()], power).expect("records are cells");
            (sandwich(&fit.bread, &meat) * factor, None)
        }
        Asked::Clustered { small_sample } => (clustered(fit, &regression.clusters, k, *small_sample).covariance, None),
        Asked::OnlyClusters => {
            let result = clustered(fit, &regression.clusters, k, false);
            let g = result.clusters as f64;
            (result.covariance * (g / (g - 1.0)), None)
        }
        Asked::Corrected(correction) => {
            let each = Array2::eye(fit.kept.len());
            let result = corrected(fit, cells, &regression.clusters[0], *correction, &each).expect("finite");
            (result.covariance, Some(result.df))
        }
    }
}

fn check(what: &str, regression: &Regression, kind: &Asked, result: &Value) {
    let tolerance = match kind {
        Asked::Corrected(_) => ROOTS,
        _ if regression.cells.keys.is_empty() => CLOSED_FORM,
        _ => ABSORBED,
    };
    if result["nobs"].is_u64() {
        assert_eq!(Some(regression.fit.records), result["nobs"].as_u64(), "{what}: records");
    }
    let (covariance, satterthwaite) = covariance(regression, kind, parameters(regression, result));
    let list = |name: &str| result[name].as_array().cloned().unwrap_or_default();
    let (wanted, errors) = (list("coef"), list("se"));
    let defined: Vec<usize> = (0..wanted.len()).filter(|i| !wanted[*i].is_null()).collect();
    assert_eq!(defined.len(), regression.fit.kept.len(), "{what}: terms");
    for (j, i) in defined.iter().enumerate() {
        let term = format!("{what} {}", result["terms"][*i]);
        let (b, se) = (regression.fit.coefficients[j], covariance[[j, j]].sqrt());
        let scale = number(&wanted[*i]).abs().max(se);
        assert!((b - number(&wanted[*i])).abs() <= tolerance * scale, "{term}: {b} instead of {}", wanted[*i]);
        if number(&errors[*i]) < NOTHING {
            assert!(se < NOTHING, "{term}: the error is rounding");
            continue;
        }
        close(&format!("{term} se"), se, number(&errors[*i]), tolerance);
        let df = match &satterthwaite {
            Some(df) => {
                let df = df[j].expect("defined");
                close(&format!("{term} df"), df, number(&result["df_satterthwaite"][*i]), ROOTS);
                df
            }
            None => number(&result["df"]),
        };
        if let (Some(p), true) = (result["p"].get(i), satterthwaite.is_none()) {
            close(&format!("{term} p"), p_two_sided(b / se, Some(df)), number(p), 1e-6);
            let half = critical_value(0.95, Some(df)) * se;
            close(&format!("{term} low"), b - half, number(&result["ci_low"][*i]), 1e-7);
            close(&format!("{term} high"), b + half, number(&result["ci_high"][*i]), 1e-7);
        }
    }
    let degenerate = defined.iter().any(|i| number(&errors[*i]) < NOTHING);
    if let Some(rows) = result["vcov"].as_array().filter(|_| !degenerate) {
        for (a, i) in defined.iter().enumerate() {
            for (b, j) in defined.iter().enumerate() {
                let scale = (number(&rows[*i][*i]) * number(&rows[*j][*j])).sqrt();
                let (got, want) = (covariance[[a, b]], number(&rows[*i][*j]));
                assert!((got - want).abs() <= MATRIX.max(4.0 * tolerance) * scale, "{what}: covariance [{i}, {j}] {got} instead of {want}");
            }
        }
    }
}

/// The formula of a call: what stands in `lm(…)` or `feols(…)` up to the first comma.
fn formula(call: &str) -> Option<String> {
    let inside = argument(call, "feols").or_else(|| argument(call, "lm"))?;
    let first = split(inside, ',')[0];
    Some(first.split(';').next()?.trim().to_owned()).filter(|formula| formula.contains('~'))
}

/// Columns that the calls make themselves.
fn derived(set: &str, table: &super::Table) -> Columns {
    let mut all = columns(table);
    let (cohort, time) = match set {
        "mpdta" => ("first_treat", "year"),
        "base_stagg" => ("gfirst", "year"),
        _ => return all,
    };
    let pairs: Vec<(f64, f64)> = all[cohort].iter().copied().zip(all[time].iter().copied()).collect();
    all.insert("D".into(), pairs.iter().map(|(g, t)| f64::from(u8::from(*g > 0.0 && t >= g))).collect());
    all.insert("rel".into(), pairs.iter().map(|(g, t)| if *g > 0.0 { t - g } else { -1000.0 }).collect());
    all.insert("post".into(), pairs.iter().map(|(g, t)| f64::from(u8::from(*g > 0.0 && t >= g))).collect());
    all
}

/// Rows of an analysis that takes a part of the data.
fn rows(set: &str, name: &str, all: &Columns) -> Vec<bool> {
    let n = all.values().next().map_or(0, Vec::len);
    let marked = |column: &str| all[column].iter().map(|value| *value == 1.0).collect();
    match set {
        "injury" if name.starts_with("did/ky") => marked("ky"),
        "injury" if name.starts_with("did/mi") => marked("mi"),
        "jtrain" if name.starts_with("fd/1988") => all["year"].iter().map(|year| *year == 1988.0).collect(),
        "card_krueger" if name.contains("balanced") => {
            let complete = |store: f64| (0..n).filter(|i| all["store"][*i] == store).all(|i| all["fte"][i].is_finite());
            (0..n).map(|i| complete(all["store"][i])).collect()
        }
        _ => vec![true; n],
    }
}

/// Runs every linear regression of a set that is of the kinds here; returns how many there were.
fn regressions(set: &str) -> usize {
    let Some(case) = Case::load(set) else { return 0 };
    let all = derived(set, &case.data());
    let mut count = 0;
    for entry in case.analyses() {
        let (name, call) = (entry["name"].as_str().unwrap_or_default(), entry["call"].as_str().unwrap_or_default());
        let result = &entry["result"];
        let other = ["sunab", "fepois", "anova", "plm", "wald(", "ssc(", "fixef(", "etwfe", "weights", "panel.id", "drdid", "summary(", "own enum", "coefs="];
        if other.iter().any(|word| call.contains(word)) || result["coef"].as_array().is_none() {
            continue;
        }
        let (Some(formula), Some((kind, clusters))) = (formula(call), asked(call)) else { continue };
        if !formula.split('~').next().is_some_and(|outcome| all.contains_key(outcome.trim())) {
            continue;
        }
        let keep = rows(set, name, &all);
        let regression = run(&all, &keep, &formula, &clusters, None);
        check(&format!("{set} {name}"), &regression, &kind, result);
        count += 1;
    }
    count
}

#[test]
fn linear_regressions_agree() {
    // Sets and how many of their analyses are regressions of these kinds.
    for (set, least) in [
        ("base_did", 30),
        ("base_stagg", 12),
        ("card_krueger", 40),
        ("kielmc", 40),
        ("injury", 30),
        ("jtrain", 20),
        ("few_clusters_6", 20),
        ("few_clusters_10", 20),
        ("airquality", 5),
        ("mpdta", 8),
    ] {
        let count = regressions(set);
        assert!(count == 0 || count >= least, "{set}: only {count} regressions were found");
    }
}

#[test]
fn bias_reduced_errors_in_forty_digits() {
    let Some(case) = Case::load("kielmc") else { return };
    let all = columns(&case.data());
    let formula = "rprice ~ y81 + nearinc + y81:nearinc + age + agesq + intst + land + area + rooms + baths";
    let regression = run(&all, &vec![true; 321], formula, &["nbh".into()], None);
    let (covariance, _) = covariance(&regression, &Asked::Corrected(Correction::Half), 11);
    // The same formulas in 40-digit arithmetic (mpmath 1.3), where R gives 8914.387639 for the first.
    for (j, wanted) in [(0, 8_914.389_310_123_913), (1, 2_984.036_422_001_203), (2, 7_018.881_125_350_076), (10, 6_800.810_772_882_387)] {
        close("se", covariance[[j, j]].sqrt(), wanted, 1e-11);
    }
}
