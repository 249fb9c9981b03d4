//! Coefficients and their covariance, by the errors that were asked for.

use super::model::Regressor;
use super::series::Series;
use super::{Errors, ItsSettings};
use crate::error::{Result, its as problems};
use crate::inference::serial::{Ar1, HacRule, Timeline, ar1, hac, scores_of};
use crate::linalg::{LeastSquares, least_squares};
use ndarray::Array2;

/// A fitted segmented regression.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fitted {
    /// Coefficient a regressor; none where it is a combination of earlier ones.
    pub(super) coefficients: Vec<Option<f64>>,
    /// Of the kept regressors, in their order.
    pub(super) covariance: Array2<f64>,
    pub(super) kept: Vec<usize>,
    pub(super) df: f64,
    /// y − Xb by row.
    pub(super) residuals: Vec<f64>,
    /// Least squares, for the diagnostics.
    pub(super) ols: LeastSquares,
    pub(super) x: Array2<f64>,
    pub(super) line: Timeline,
    /// Lag of the kernel in use.
    pub(super) lag: Option<usize>,
    pub(super) bandwidth: Option<f64>,
    /// Autocorrelation of modelled errors.
    pub(super) rho: Option<f64>,
    /// Whether prewhitening had no solution and the lag was chosen without.
    pub(super) not_white: bool,
}

pub(super) fn fit(series: &Series, regressors: &[Regressor], settings: &ItsSettings) -> Result<Fitted> {
    let n = series.y.len();
    let x = Array2::from_shape_fn((n, regressors.len()), |(i, j)| regressors[j].values[i]);
    let weights = series.weights.as_deref();
    let ols = least_squares(&x, &series.y, weights);
    let k = ols.kept.len();
    if n <= k {
        return Err(problems::too_few_periods(n as u64, k as u64).into());
    }
    let periods: Vec<i64> = series.periods.iter().map(|period| period.0).collect();
    let line = Timeline::new(&periods, &series.treated.iter().map(|treated| usize::from(*treated && series.compared)).collect::<Vec<_>>());
    let mut out = Fitted {
        coefficients: vec![None; regressors.len()],
        covariance: Array2::zeros((k, k)),
        kept: ols.kept.clone(),
        df: (n - k) as f64,
        residuals: ols.residuals.clone(),
        line,
        lag: None,
        bandwidth: None,
        rho: None,
        not_white: false,
        ols,
        x,
    };
    let how = match settings.errors {
        Errors::PraisWinsten => Some(Ar1::PraisWinsten),
        Errors::CochraneOrcutt => Some(Ar1::CochraneOrcutt),
        Errors::Ar1 => Some(Ar1::MaximumLikelihood),
        Errors::NeweyWest | Errors::Andrews | Errors::Iid => None,
    };
    if let Some(how) = how {
        let columns: Vec<Vec<f64>> = regressors.iter().map(|regressor| regressor.values.clone()).collect();
        let found = ar1(&columns, &series.y, &out.line, how).ok_or_else(|| problems::too_few_periods(n as u64, k as u64))?;
        place(&mut out.coefficients, &found.fit);
        out.kept.clone_from(&found.fit.kept);
        out.residuals = found.fit.residuals;
        out.covariance = found.covariance;
        out.df = found.df;
        out.rho = Some(found.rho);
    } else {
        place(&mut out.coefficients, &out.ols);
        least_squares_errors(&mut out, settings, weights);
    }
    Ok(out)
}

fn place(coefficients: &mut [Option<f64>], fit: &LeastSquares) {
    for (j, b) in fit.kept.iter().zip(&fit.coefficients) {
        coefficients[*j] = Some(*b);
    }
}

fn least_squares_errors(out: &mut Fitted, settings: &ItsSettings, weights: Option<&[f64]>) {
    let kept = out.x.select(ndarray::Axis(1), &out.ols.kept);
    let scores = scores_of(&kept, &out.ols.residuals, weights);
    let rule = match (settings.errors, settings.lag) {
        (Errors::Andrews, _) => HacRule::Andrews,
        (_, Some(lag)) => HacRule::Lag(lag),
        (_, None) => HacRule::Prewhitened,
    };
    if settings.errors == Errors::Iid {
        out.covariance = &out.ols.bread * (out.ols.rss / out.df);
        return;
    }
    // The intercept is the first regressor and always kept.
    let estimate = |rule| hac(&scores, &out.ols.bread, &out.line, rule, Some(0), settings.adjust);
    let found = estimate(rule);
    let not_white = found.is_none();
    if let Some(found) = found.or_else(|| estimate(HacRule::Automatic)) {
        out.covariance = found.covariance;
        out.lag = found.lag;
        out.bandwidth = found.bandwidth;
    }
    out.not_white = not_white;
}
