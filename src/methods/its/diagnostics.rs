//! Whether the residuals of least squares depend on each other: the reason for the errors in use.

use super::ItsSettings;
use super::fit::Fitted;
use crate::estimate::TestResult;
use crate::inference::serial::{LagTest, autocorrelations, breusch_godfrey, durbin_watson, ljung_box};

/// Highest order of the tests where there is no season, and the share of the periods that it may be.
const ORDER: usize = 12;
const PERIODS_A_LAG: usize = 5;

/// Durbin–Watson, Breusch–Godfrey and Ljung–Box at lag one and over a season.
pub(super) fn tests(fitted: &Fitted, settings: &ItsSettings) -> Vec<TestResult> {
    let n = fitted.residuals.len();
    let season = settings.season.map_or(ORDER, |season| season.round() as usize);
    let longest = season.min(n / PERIODS_A_LAG).max(1);
    let mut out = Vec::new();
    if let Some((statistic, p_value)) = durbin_watson(&fitted.x, &fitted.ols, &fitted.line) {
        out.push(TestResult { statistic: Some(statistic), p_value, exact: p_value.map(|_| false), ..TestResult::new("durbin-watson") });
    }
    let mut orders = vec![1, longest];
    orders.dedup();
    let acf = autocorrelations(&fitted.ols.residuals, &fitted.line, longest);
    for order in orders {
        if let Some((chi, f)) = breusch_godfrey(&fitted.x, &fitted.ols, &fitted.line, order) {
            out.push(test("breusch-godfrey", order, chi));
            out.push(test("breusch-godfrey-f", order, f));
        }
        out.extend(acf.as_ref().and_then(|acf| ljung_box(acf, n, order)).map(|found| test("ljung-box", order, found)));
    }
    out
}

fn test(name: &str, order: usize, found: LagTest) -> TestResult {
    let mut out = TestResult::new(name);
    out.statistic = Some(found.statistic);
    out.df = std::iter::once(found.df).chain(found.df2).collect();
    out.p_value = Some(found.p_value);
    out.extra.insert("lag".into(), order.into());
    out
}
