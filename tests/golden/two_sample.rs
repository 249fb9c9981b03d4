//! Two samples and pairs against R's stats, coin, effsize and brunnermunzel.

use super::{CLOSED_FORM, Case, close, close_some, number};
use dampak::inference::effect_size::{cliffs_delta, standardized};
use dampak::inference::kolmogorov_smirnov::kolmogorov_smirnov;
use dampak::inference::multiple::MultipleTesting;
use dampak::inference::paired::{paired_sizes, paired_t, sign_test};
use dampak::inference::proportions::{PairedShares, share_difference, two_shares_test, wilson};
use dampak::inference::quantiles::quantile;
use dampak::inference::ranks::{Ascending, Comparison, Exactness, brunner_munzel, mann_whitney, wilcoxon_signed_rank};
use dampak::inference::shift::{pseudo_median, shift_between, shift_within};
use dampak::inference::two_sample::{Moments, TTest, equal_spread, student_t, welch_t};
use serde_json::Value;

/// R finds these limits by a root search with this tolerance, in units of the outcome.
const ROOT_SEARCH: f64 = 1e-4;

/// R 4.2 keeps one term of Kolmogorov's distribution below 1; the next is at most 4e-5.
const SERIES_OF_R: f64 = 2e-4;

const LEVEL: f64 = 0.95;

struct Samples {
    case: Case,
    x: Vec<f64>,
    y: Vec<f64>,
    suffix: String,
}

impl Samples {
    fn of(set: &str, suffix: &str, outcome: &str, x: impl Fn(&super::Table, usize) -> bool, y: impl Fn(&super::Table, usize) -> bool) -> Option<Self> {
        let case = Case::load(set)?;
        let table = case.data();
        let values = table.numbers(outcome);
        let pick = |wanted: &dyn Fn(&super::Table, usize) -> bool| {
            values.iter().enumerate().filter(|(i, value)| value.is_finite() && wanted(&table, *i)).map(|(_, value)| *value).collect::<Vec<_>>()
        };
        let (x, y) = (pick(&x), pick(&y));
        Some(Self { case, x, y, suffix: suffix.into() })
    }

    fn result(&self, analysis: &str) -> &Value {
        self.case.result(&format!("{analysis}/{}", self.suffix))
    }
}

fn is(column: &'static str, wanted: &'static str) -> impl Fn(&super::Table, usize) -> bool {
    move |table, row| table.text(column)[row] == wanted
}

/// Every pair of samples that the reference has.
fn all_samples() -> Vec<Samples> {
    let both = |a: fn(&super::Table, usize) -> bool, dose: &'static str| move |table: &super::Table, row: usize| a(table, row) && is("dose", dose)(table, row);
    let oj: fn(&super::Table, usize) -> bool = |table, row| is("supp", "OJ")(table, row);
    let vc: fn(&super::Table, usize) -> bool = |table, row| is("supp", "VC")(table, row);
    [
        Samples::of("sleep", "extra", "extra", is("group", "1"), is("group", "2")),
        Samples::of("toothgrowth", "len", "len", oj, vc),
        Samples::of("toothgrowth", "len_dose0.5", "len", both(oj, "0.5"), both(vc, "0.5")),
        Samples::of("toothgrowth", "len_dose1", "len", both(oj, "1"), both(vc, "1")),
        Samples::of("toothgrowth", "len_dose2", "len", both(oj, "2"), both(vc, "2")),
        Samples::of("airquality", "ozone_may_aug", "Ozone", is("Month", "5"), is("Month", "8")),
        Samples::of("warpbreaks", "breaks", "breaks", is("wool", "A"), is("wool", "B")),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn check_t(what: &str, got: Option<TTest>, wanted: &Value) {
    let got = got.unwrap_or_else(|| panic!("{what} is undefined"));
    for (field, value) in [
        ("statistic", got.statistic),
        ("parameter", got.df),
        ("p_value", got.p_value),
        ("ci_low", got.conf_low),
        ("ci_high", got.conf_high),
        ("stderr", got.std_error),
    ] {
        close(&format!("{what} {field}"), value, number(&wanted[field]), CLOSED_FORM);
    }
}

#[track_caller]
fn near(what: &str, got: f64, wanted: f64) {
    assert!((got - wanted).abs() <= ROOT_SEARCH, "{what}: {got} instead of {wanted}");
}

#[test]
fn t_tests_and_moments() {
    for samples in all_samples() {
        let (x, y) = (Moments::of(&samples.x), Moments::of(&samples.y));
        let moments = samples.result("moments");
        close("mean of x", x.mean, number(&moments["mean_x"]), CLOSED_FORM);
        close_some("sd of y", y.sd(), number(&moments["sd_y"]), CLOSED_FORM);
        check_t(&samples.suffix, welch_t(&x, &y, LEVEL), samples.result("t_welch_two.sided"));
        check_t(&samples.suffix, student_t(&x, &y, LEVEL), samples.result("t_equal_two.sided"));
        let (sx, sy) = (Ascending::new(samples.x.clone()), Ascending::new(samples.y.clone()));
        let (mx, my) = (quantile(sx.values(), 0.5), quantile(sy.values(), 0.5));
        close_some("median of x", mx, number(&moments["median_x"]), CLOSED_FORM);
        let (mx, my) = (mx.expect("x has values"), my.expect("y has values"));
        for (name, centres) in [("levene_mean", (x.mean, y.mean)), ("brown_forsythe", (mx, my))] {
            let got = equal_spread(&samples.x, &samples.y, centres.0, centres.1).expect("defined");
            let wanted = samples.result(name);
            close(name, got.statistic, number(&wanted["f"]), CLOSED_FORM);
            close(name, got.df2, number(&wanted["df2"]), CLOSED_FORM);
            close(name, got.p_value, number(&wanted["p_value"]), CLOSED_FORM);
        }
    }
}

#[test]
fn rank_tests_of_two_samples() {
    for samples in all_samples() {
        let (x, y) = (Ascending::new(samples.x.clone()), Ascending::new(samples.y.clone()));
        for (name, how) in
            [("wilcox_normal_cc_two.sided", Exactness::Normal { correct: true }), ("wilcox_normal_nocc_two.sided", Exactness::Normal { correct: false })]
        {
            let got = mann_whitney(&x, &y, how).expect("defined");
            close(name, got.statistic, number(&samples.result(name)["statistic"]), CLOSED_FORM);
            close(name, got.p_value, number(&samples.result(name)["p_value"]), CLOSED_FORM);
        }
        let conditional = mann_whitney(&x, &y, Exactness::Conditional).expect("defined");
        assert!(conditional.exact);
        close("exact", conditional.p_value, number(&samples.result("wilcox_exact_ties")["p_value"]), CLOSED_FORM);

        let wanted = samples.result("cliffs_delta");
        let pairs = Comparison::of(&x, &y);
        assert_eq!(Some(pairs.greater), wanted["n_greater"].as_u64());
        assert_eq!(Some(pairs.less), wanted["n_less"].as_u64());
        assert_eq!(Some(pairs.equal), wanted["n_ties"].as_u64());
        close_some("superiority", pairs.superiority(), number(&wanted["prob_superiority"]), CLOSED_FORM);

        let wanted = samples.result("brunner_munzel");
        let got = brunner_munzel(&pairs, LEVEL).expect("defined");
        for (field, value) in [("statistic", got.statistic), ("parameter", got.df), ("p_value", got.p_value), ("estimate", got.estimate)] {
            close(field, value, number(&wanted[field]), CLOSED_FORM);
        }
        close("limit", got.conf_low, number(&wanted["ci_low"]).max(0.0), CLOSED_FORM);
        close("limit", got.conf_high, number(&wanted["ci_high"]).min(1.0), CLOSED_FORM);
    }
}

#[test]
fn kolmogorov_and_smirnov() {
    for samples in all_samples() {
        let (x, y) = (Ascending::new(samples.x.clone()), Ascending::new(samples.y.clone()));
        let exact = kolmogorov_smirnov(&x, &y, None).expect("defined");
        assert!(exact.exact);
        close("D", exact.statistic, number(&samples.result("ks_exact")["statistic"]), CLOSED_FORM);
        close("exact", exact.p_value, number(&samples.result("ks_exact")["p_value"]), CLOSED_FORM);
        let limit = kolmogorov_smirnov(&x, &y, Some(false)).expect("defined");
        close("limit", limit.p_value, number(&samples.result("ks_asymptotic_two.sided")["p_value"]), SERIES_OF_R);
    }
}

#[test]
fn shifts() {
    for samples in all_samples() {
        let (x, y) = (Ascending::new(samples.x.clone()), Ascending::new(samples.y.clone()));
        let got = shift_between(&x, &y, LEVEL).expect("defined");
        let wanted = samples.result("hodges_lehmann");
        close("median of differences", got.estimate, number(&wanted["median_pairwise_difference"]), CLOSED_FORM);
        near("lower limit", got.conf_low, number(&wanted["ci_low"]));
        near("upper limit", got.conf_high, number(&wanted["ci_high"]));
    }
}

#[test]
fn effect_sizes() {
    for samples in all_samples() {
        let (x, y) = (Moments::of(&samples.x), Moments::of(&samples.y));
        let got = standardized(&x, &y, LEVEL).expect("defined");
        let wanted = samples.result("effect_size");
        for (field, value) in [
            ("cohen_d", got.cohens_d),
            ("j_exact", got.correction),
            ("hedges_g", got.hedges_g),
            ("hedges_g_approx", got.hedges_g_approx),
            ("var_d", got.variance_d),
            ("var_g", got.variance_g),
            ("glass_delta_y", got.glass_delta.unwrap_or(f64::NAN)),
        ] {
            close(field, value, number(&wanted[field]), CLOSED_FORM);
        }
        let effsize = samples.result("effsize");
        close("effsize g", got.hedges_g_approx, number(&effsize["hedges_g"]), CLOSED_FORM);
        let (sx, sy) = (Ascending::new(samples.x.clone()), Ascending::new(samples.y.clone()));
        let delta = cliffs_delta(&Comparison::of(&sx, &sy), LEVEL).expect("defined");
        close("delta", delta.delta, number(&effsize["cliffs_delta"]), CLOSED_FORM);
        // effsize 0.8.1 miscounts, in the variance, values of the second sample above all of the first; without any it is the definition.
        if sy.values().last() <= sx.values().last() {
            close("delta's limit", delta.conf_low, number(&effsize["cliffs_ci_low"]), CLOSED_FORM);
            close("delta's limit", delta.conf_high, number(&effsize["cliffs_ci_high"]), CLOSED_FORM);
        }
    }
}

#[test]
fn pairs_of_sleep() {
    let Some(samples) = all_samples().into_iter().find(|samples| samples.suffix == "extra") else { return };
    let differences: Vec<f64> = samples.x.iter().zip(&samples.y).map(|(x, y)| x - y).collect();
    check_t("paired", paired_t(&differences, LEVEL), samples.result("t_paired_two.sided"));
    let sorted = Ascending::new(differences.clone());
    for (name, how) in [
        ("signed_rank_normal_cc_two.sided", Exactness::Auto),
        ("signed_rank_normal_cc_two.sided", Exactness::Normal { correct: true }),
        ("signed_rank_normal_nocc_two.sided", Exactness::Normal { correct: false }),
    ] {
        let got = wilcoxon_signed_rank(&sorted, how).expect("defined");
        assert_eq!((got.exact, got.ties, got.zeros), (false, true, 1), "R is not exact with ties or zeros");
        close(name, got.statistic, number(&samples.result(name)["statistic"]), CLOSED_FORM);
        close(name, got.p_value, number(&samples.result(name)["p_value"]), CLOSED_FORM);
    }
    let exact = wilcoxon_signed_rank(&sorted, Exactness::Conditional).expect("defined");
    close("exact", exact.p_value, number(&samples.result("signed_rank_exact_ties")["p_wilcoxon"]), CLOSED_FORM);
    let shift = shift_within(&sorted, LEVEL).expect("defined");
    let wanted = samples.result("hodges_lehmann_paired");
    close("pseudo-median", shift.estimate, number(&wanted["median_walsh_nonzero"]), CLOSED_FORM);
    near("lower limit", shift.conf_low, number(&wanted["ci_low"]));
    near("upper limit", shift.conf_high, number(&wanted["ci_high"]));
    close_some("with zeros", pseudo_median(&sorted), number(&wanted["median_walsh"]), CLOSED_FORM);
    let (positive, n, p) = sign_test(&differences).expect("defined");
    let wanted = samples.result("sign_test");
    assert_eq!((positive as f64, n as f64), (number(&wanted["statistic"]), number(&wanted["parameter"])));
    close("sign test", p, number(&wanted["p_value"]), CLOSED_FORM);
    let sizes = paired_sizes(&samples.y, &samples.x).expect("defined");
    let wanted = samples.result("effect_size_paired");
    for (field, value) in [("d_z", sizes.d_z), ("d_av", sizes.d_av), ("d_rm", sizes.d_rm), ("r", sizes.correlation)] {
        close(field, value, number(&wanted[field]), CLOSED_FORM);
    }
}

#[test]
fn change_between_states_of_card_and_krueger() {
    let Some(case) = Case::load("card_krueger") else { return };
    let table = case.table("wide.csv");
    let (change, state) = (table.numbers("dfte"), table.numbers("state"));
    let side = |wanted: f64| change.iter().zip(&state).filter(|(d, s)| d.is_finite() && **s == wanted).map(|(d, _)| *d).collect::<Vec<_>>();
    let (nj, pa) = (side(1.0), side(0.0));
    check_t("dfte", welch_t(&Moments::of(&nj), &Moments::of(&pa), LEVEL), case.result("welch/dfte"));
    let got = mann_whitney(&Ascending::new(nj), &Ascending::new(pa), Exactness::Auto).expect("defined");
    let wanted = case.result("wilcox/dfte");
    assert!(!got.exact);
    close("W", got.statistic, number(&wanted["statistic"]), CLOSED_FORM);
    close("p", got.p_value, number(&wanted["p_value"]), CLOSED_FORM);
}

#[test]
fn shares_of_admissions() {
    let Some(case) = Case::load("ucbadmissions") else { return };
    for prefix in ["", "deptA/"] {
        let one = case.result(&format!("{prefix}one_proportion_ci"));
        let count = |field: &str, row: usize| number(&one[field][row]) as u64;
        let (first, second) = ((count("x", 0), count("n", 0)), (count("x", 1), count("n", 1)));
        let (low, high) = wilson(first.0, first.1, LEVEL).expect("defined");
        close("Wilson", low, number(&one["wilson"][0][0]), CLOSED_FORM);
        close("Wilson", high, number(&one["wilson"][0][1]), CLOSED_FORM);
        let two = case.result(&format!("{prefix}two_proportions"));
        let got = share_difference(first, second, LEVEL).expect("defined");
        close("difference", got.estimate, number(&two["rd"]), CLOSED_FORM);
        close("its error", got.std_error, number(&two["rd_se"]), CLOSED_FORM);
        close("Newcombe", got.conf_low, number(&two["rd_newcombe"][0]), CLOSED_FORM);
        close("Newcombe", got.conf_high, number(&two["rd_newcombe"][1]), CLOSED_FORM);
        close_some("z", got.z().map(|(z, _)| z), number(&two["z_unpooled"]), CLOSED_FORM);
        let (z, p) = two_shares_test(first, second).expect("defined");
        close("pooled z", z, number(&two["z_pooled"]), CLOSED_FORM);
        let test = case.result(&format!("{prefix}prop"));
        close("z squared", z * z, number(&test["statistic"]), CLOSED_FORM);
        close("p", p, number(&test["p_value"]), CLOSED_FORM);
        let table = PairedShares { both: first.0, first_only: first.1 - first.0, second_only: second.0, neither: second.1 - second.0 };
        for (name, correct) in [("mcnemar_as_if_paired", true), ("mcnemar_nocc", false)] {
            let (statistic, p) = table.mcnemar(correct).expect("defined");
            let wanted = case.result(&format!("{prefix}{name}"));
            close(name, statistic, number(&wanted["statistic"]), CLOSED_FORM);
            close(name, p, number(&wanted["p_value"]), CLOSED_FORM);
        }
    }
}

#[test]
fn adjusted_p_values() {
    let Some(case) = Case::load("airquality") else { return };
    let wanted = case.result("p_adjust");
    let p: Vec<Option<f64>> = wanted["p"].as_array().expect("a list").iter().map(|value| Some(number(value))).collect();
    for (name, how) in [("holm", MultipleTesting::Holm), ("BH", MultipleTesting::BenjaminiHochberg)] {
        for (i, adjusted) in how.adjust(&p).into_iter().enumerate() {
            close_some(name, adjusted, number(&wanted[name][i]), CLOSED_FORM);
        }
    }
}

#[test]
fn quantiles_of_ozone() {
    let Some(case) = Case::load("airquality") else { return };
    let table = case.data();
    // The reference describes the rows without a missing value.
    let complete = table.numbers("Ozone").into_iter().zip(table.numbers("Solar.R")).filter(|(_, solar)| solar.is_finite());
    let sorted = Ascending::new(complete.map(|(ozone, _)| ozone));
    let wanted = case.result("describe/ozone");
    assert_eq!(Some(sorted.len() as u64), wanted["n"].as_u64());
    let types = wanted["quantile_type7"].as_array().expect("a list");
    let probabilities = wanted["probs"].as_array().expect("a list");
    for (p, value) in probabilities.iter().zip(types) {
        close_some("quantile", quantile(sorted.values(), number(p)), number(value), CLOSED_FORM);
    }
}

/// The same numbers through the public function, as `dampak prepost` gives them: x is after, y is before.
#[test]
fn before_and_after_gives_the_numbers_of_r() {
    use dampak::methods::prepost::{PrePostSample, PrePostSettings, prepost};
    for samples in all_samples() {
        let outcome = [samples.x.clone(), samples.y.clone()].concat();
        let after = (0..outcome.len()).map(|i| i < samples.x.len()).collect();
        let out = prepost(&PrePostSample::new(outcome, after), &PrePostSettings { draws: 0, ..PrePostSettings::new("y") }).expect("both sides are there");
        let test = |name: &str| out.tests.iter().find(|test| test.name == name).unwrap_or_else(|| panic!("no test {name}"));
        for (name, reference) in [
            ("welch-t", "t_welch_two.sided"),
            ("student-t", "t_equal_two.sided"),
            ("mann-whitney", "wilcox_normal_cc_two.sided"),
            ("kolmogorov-smirnov", "ks_exact"),
        ] {
            let wanted = samples.result(reference);
            close_some(name, test(name).statistic, number(&wanted["statistic"]), CLOSED_FORM);
            close_some(name, test(name).p_value, number(&wanted["p_value"]), CLOSED_FORM);
            assert_eq!(test(name).exact, Some(name == "kolmogorov-smirnov"), "{name}");
        }
        let conditional = number(&samples.result("wilcox_exact_ties")["p_value"]);
        close_some("conditional", test("mann-whitney-conditional").p_value, conditional, CLOSED_FORM);
        let munzel = samples.result("brunner_munzel");
        close_some("brunner-munzel", test("brunner-munzel").statistic, -number(&munzel["statistic"]), CLOSED_FORM);
        close_some("brunner-munzel", test("brunner-munzel").p_value, number(&munzel["p_value"]), CLOSED_FORM);
        let mean = out.effect("mean-difference").expect("there");
        let welch = samples.result("t_welch_two.sided");
        close_some("error", mean.std_error, number(&welch["stderr"]), CLOSED_FORM);
        close_some("lower limit", mean.conf_low, number(&welch["ci_low"]), CLOSED_FORM);
        let shift = samples.result("hodges_lehmann");
        close_some("shift", out.effect("median-shift").and_then(|row| row.estimate), number(&shift["median_pairwise_difference"]), CLOSED_FORM);
        for (size, reference, field) in [
            ("hedges_g", "effect_size", "hedges_g"),
            ("cohens_d", "effect_size", "cohen_d"),
            ("cliffs_delta", "cliffs_delta", "cliffs_delta"),
            ("probability_of_superiority", "cliffs_delta", "prob_superiority"),
        ] {
            close(size, number(&out.parts["effect_sizes"][size]), number(&samples.result(reference)[field]), CLOSED_FORM);
        }
    }
}

#[test]
fn paired_before_and_after_gives_the_numbers_of_r() {
    use dampak::methods::prepost::{PrePostSample, PrePostSettings, prepost};
    let Some(samples) = all_samples().into_iter().find(|samples| samples.suffix == "extra") else { return };
    let outcome = [samples.x.clone(), samples.y.clone()].concat();
    let n = samples.x.len();
    let sample = PrePostSample {
        pair: Some((0..outcome.len()).map(|i| Some((i % n) as u32)).collect()),
        ..PrePostSample::new(outcome.clone(), (0..outcome.len()).map(|i| i < n).collect())
    };
    let out = prepost(&sample, &PrePostSettings { draws: 0, ..PrePostSettings::new("extra") }).expect("both sides are there");
    for (name, reference) in [("paired-t", "t_paired_two.sided"), ("wilcoxon-signed-rank", "signed_rank_normal_cc_two.sided"), ("sign", "sign_test")] {
        let test = out.tests.iter().find(|test| test.name == name).expect("there");
        close_some(name, test.p_value, number(&samples.result(reference)["p_value"]), CLOSED_FORM);
        close_some(name, test.statistic, number(&samples.result(reference)["statistic"]), CLOSED_FORM);
    }
    let wanted = samples.result("t_paired_two.sided");
    let mean = out.effect("mean-difference").expect("there");
    close_some("limit", mean.conf_low, number(&wanted["ci_low"]), CLOSED_FORM);
    close_some("df", mean.df, number(&wanted["parameter"]), CLOSED_FORM);
    close("d_z", number(&out.parts["effect_sizes"]["d_z"]), number(&samples.result("effect_size_paired")["d_z"]), CLOSED_FORM);
}
