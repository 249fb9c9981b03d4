//! Interrupted series on the British road casualties: every variance, every fit with dependent errors, every diagnostic of the reference.

use super::{CLOSED_FORM, Case, Table, close, number};
use dampak::inference::serial::{
    Ar1, HacRule, LagTest, Timeline, ar1, autocorrelations, box_pierce, breusch_godfrey, durbin_watson, hac, ljung_box, partial_autocorrelations, scores_of,
};
use dampak::linalg::{LeastSquares, least_squares};
use ndarray::Array2;
use serde_json::Value;

/// `nlme::gls` stops its search early, as the reference says.
const SEARCHED: f64 = 1e-4;

struct Model {
    terms: Vec<String>,
    x: Array2<f64>,
    y: Vec<f64>,
    fit: LeastSquares,
    line: Timeline,
}

impl Model {
    fn new(data: &Table, outcome: &str, form: &str) -> Self {
        let y: Vec<f64> = data.numbers(outcome).iter().map(|value| value.ln()).collect();
        let (law, months) = (data.numbers("law"), data.numbers("month"));
        let n = y.len();
        let start = law.iter().position(|law| *law == 1.0).expect("the law begins");
        let mut columns: Vec<(String, Vec<f64>)> =
            vec![("(Intercept)".into(), vec![1.0; n]), ("t".into(), (1..=n).map(|t| t as f64).collect()), ("lawv".into(), law.clone())];
        if form != "level" {
            columns.push(("since".into(), (0..n).map(|t| t.saturating_sub(start) as f64).collect()));
        }
        if form.starts_with("harmonics") {
            for k in 1..=2 {
                let angle = |t: usize| 2.0 * std::f64::consts::PI * f64::from(k) * (t + 1) as f64 / 12.0;
                columns.push((format!("s{k}"), (0..n).map(|t| angle(t).sin()).collect()));
                columns.push((format!("c{k}"), (0..n).map(|t| angle(t).cos()).collect()));
            }
        }
        if form == "harmonics_cov" {
            columns.extend(["kms", "PetrolPrice"].map(|name| (name.into(), data.numbers(name))));
        }
        if form == "months" {
            columns.extend((2..=12).map(|month| (format!("mon{month}"), months.iter().map(|own| f64::from(u8::from(*own == f64::from(month)))).collect())));
        }
        let x = Array2::from_shape_fn((n, columns.len()), |(i, j)| columns[j].1[i]);
        let fit = least_squares(&x, &y, None);
        Self { terms: columns.into_iter().map(|(name, _)| name).collect(), x, y, fit, line: Timeline::regular(n) }
    }

    /// Coefficients and errors against the reference, matched by name.
    fn agrees(&self, name: &str, coefficients: &[f64], covariance: &Array2<f64>, expected: &Value, tolerance: f64) {
        let terms = expected["terms"].as_array().expect("terms");
        assert_eq!(terms.len(), self.terms.len(), "{name}");
        for (at, term) in terms.iter().enumerate() {
            let term = term.as_str().expect("a term");
            let own = self.terms.iter().position(|own| own == term).unwrap_or_else(|| panic!("{name}: {term} among {:?}", self.terms));
            close(&format!("{name} {term}"), coefficients[own], number(&expected["coef"][at]), tolerance);
            close(&format!("{name} se {term}"), covariance[[own, own]].sqrt(), number(&expected["se"][at]), tolerance);
        }
    }

    fn hac(&self, rule: HacRule, adjust: bool) -> dampak::inference::serial::Hac {
        let scores = scores_of(&self.x, &self.fit.residuals, None);
        hac(&scores, &self.fit.bread, &self.line, rule, Some(0), adjust).expect("a covariance")
    }

    fn hetero(&self, power: i32) -> Array2<f64> {
        let n = self.x.nrows();
        let shrink = |i: usize| {
            let row = self.x.row(i);
            (1.0 - row.dot(&self.fit.bread.dot(&row))).powf(-0.5 * f64::from(power))
        };
        let residuals: Vec<f64> = (0..n).map(|i| self.fit.residuals[i] * shrink(i)).collect();
        let scores = scores_of(&self.x, &residuals, None);
        self.fit.bread.dot(&scores.t().dot(&scores)).dot(&self.fit.bread)
    }

    fn check(&self, name: &str, what: &str, expected: &Value) {
        let n = self.x.nrows() as f64;
        let k = self.terms.len() as f64;
        let b = &self.fit.coefficients;
        let agrees = |covariance: &Array2<f64>| self.agrees(name, b, covariance, expected, CLOSED_FORM);
        match what {
            "ols" => agrees(&(&self.fit.bread * (self.fit.rss / (n - k)))),
            "HC0" => agrees(&self.hetero(0)),
            "HC1" => agrees(&(self.hetero(0) * (n / (n - k)))),
            "HC3" => agrees(&self.hetero(2)),
            "nw_auto" | "nw_prewhite_auto" | "andrews_qs" => {
                let rule = match what {
                    "nw_auto" => HacRule::Automatic,
                    "andrews_qs" => HacRule::Andrews,
                    _ => HacRule::Prewhitened,
                };
                let found = self.hac(rule, false);
                agrees(&found.covariance);
                if !expected["bandwidth"].is_null() {
                    close(name, found.bandwidth.expect("a bandwidth"), number(&expected["bandwidth"]), CLOSED_FORM);
                }
                if let Some(lag) = expected["lag"].as_u64() {
                    assert_eq!(found.lag, Some(lag as usize), "{name}");
                }
            }
            "prais_winsten_own" | "cochrane_orcutt_own" | "gls_ar1_ml" => self.dependent(name, what, expected),
            "diagnostics" => self.diagnostics(name, expected),
            "effect_at_end" => {
                let covariance = self.hac(HacRule::Lag(12), true).covariance;
                let weight = |term: &str| match term {
                    "lawv" => 1.0,
                    "since" => self.x[[self.x.nrows() - 1, 3]],
                    _ => 0.0,
                };
                let weights = ndarray::Array1::from_iter(self.terms.iter().map(|term| weight(term)));
                let effect: f64 = weights.iter().zip(b).map(|(weight, b)| weight * b).sum();
                close(name, effect, number(&expected["effect"]), CLOSED_FORM);
                close(name, weights.dot(&covariance.dot(&weights)).sqrt(), number(&expected["se"]), CLOSED_FORM);
            }
            _ => {
                let (lag, adjust) = what.strip_prefix("nw").map(|rest| (rest.trim_end_matches("_adj"), rest.ends_with("_adj"))).expect("a lag");
                agrees(&self.hac(HacRule::Lag(lag.parse().expect("a lag")), adjust).covariance);
            }
        }
    }

    fn dependent(&self, name: &str, what: &str, expected: &Value) {
        let columns: Vec<Vec<f64>> = self.x.columns().into_iter().map(|column| column.to_vec()).collect();
        let how = match what {
            "prais_winsten_own" => Ar1::PraisWinsten,
            "cochrane_orcutt_own" => Ar1::CochraneOrcutt,
            _ => Ar1::MaximumLikelihood,
        };
        let found = ar1(&columns, &self.y, &self.line, how).expect("a fit");
        let tolerance = if how == Ar1::MaximumLikelihood { SEARCHED } else { CLOSED_FORM };
        self.agrees(name, &found.fit.coefficients, &found.covariance, expected, tolerance);
        if how == Ar1::MaximumLikelihood {
            close(name, found.rho, number(&expected["phi"]), SEARCHED);
            close(name, found.log_likelihood.expect("a likelihood"), number(&expected["loglik"]), SEARCHED);
        } else {
            close(name, found.rho, number(&expected["rho"]), CLOSED_FORM);
            close(name, found.sigma2, number(&expected["sigma2"]), CLOSED_FORM);
            assert_eq!(found.df, number(&expected["df"]), "{name}");
        }
    }

    fn diagnostics(&self, name: &str, expected: &Value) {
        let (x, fit, line, n) = (&self.x, &self.fit, &self.line, self.y.len());
        let (dw, p) = durbin_watson(x, fit, line).expect("a statistic");
        close(name, dw, number(&expected["dw"]), CLOSED_FORM);
        close(name, p.expect("a p-value").ln(), number(&expected["dw_p_normal"]).ln(), CLOSED_FORM);
        let acf = autocorrelations(&fit.residuals, line, 24).expect("residuals");
        let same = |what: &str, found: Option<LagTest>, field: &str| {
            let found = found.expect(what);
            close(what, found.statistic, number(&expected[field]["statistic"]), CLOSED_FORM);
            let p = number(&expected[field]["p_value"]);
            // R's Box.test takes 1 − F: below 1e-13 nothing of it is left.
            if field.starts_with("bg") || p > 1e-6 {
                close(what, found.p_value, p, 1e-7);
            }
        };
        for lag in [1, 12, 24] {
            same(name, ljung_box(&acf, n, lag), &format!("ljung_box_{lag}"));
        }
        same(name, box_pierce(&acf, n, 12), "box_pierce_12");
        same(name, breusch_godfrey(x, fit, line, 1).map(|both| both.0), "bg_1");
        same(name, breusch_godfrey(x, fit, line, 12).map(|both| both.0), "bg_12");
        same(name, breusch_godfrey(x, fit, line, 12).map(|both| both.1), "bg_12_f");
        for (field, values) in [("acf", acf.clone()), ("pacf", partial_autocorrelations(&acf))] {
            for (found, wanted) in values.iter().zip(expected[field].as_array().expect("values")) {
                close(name, *found, number(wanted), 1e-8);
            }
        }
    }
}

#[test]
fn seatbelts_every_error_and_diagnostic() {
    let Some(case) = Case::load("seatbelts") else { return };
    let data = case.data();
    let mut seen = 0;
    let mut known: Option<(String, Model)> = None;
    for entry in case.analyses() {
        let name = entry["name"].as_str().expect("a name");
        let mut parts = name.split('/');
        let (Some(outcome), Some(form), Some(what)) = (parts.next(), parts.next(), parts.next()) else { panic!("{name}") };
        let key = format!("{outcome}/{form}");
        if known.as_ref().is_none_or(|(known, _)| *known != key) {
            known = Some((key, Model::new(&data, outcome, form)));
        }
        let (_, model) = known.as_ref().expect("made above");
        model.check(name, what, &entry["result"]);
        seen += 1;
    }
    assert_eq!(seen, 162);
}
