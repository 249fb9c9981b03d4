//! The covariance of the effects under the variance that was asked for, with degrees of freedom and influence.

use super::forms;
use super::model::{Absorbed, Model};
use crate::design::VarianceKind;
use crate::error::{Result, design};
use crate::estimate::{PathMap, Paths};
use crate::inference::cluster_corrected::{Correction, corrected};
use crate::inference::covariance::{cluster_scores, clustered, hetero_meat, hetero_rule, iid, nested, sandwich, score_plan};
use crate::linalg::{CellFit, compact, levels};
use crate::methods::MethodInput;
use crate::panel::{Cells, Factor};
use crate::text;
use ndarray::{Array1, Array2, Axis};

/// The covariance of the effects and what goes with it.
pub(super) struct Variance {
    /// Effects × effects; zero rows for effects that are undefined or zero by definition.
    pub covariance: Array2<f64>,
    /// Degrees of freedom of each effect.
    pub df: Vec<Option<f64>>,
    /// Degrees of freedom of joint tests and bands.
    pub common_df: f64,
    /// Influence by cluster (clusters × effects), one-way clusters only.
    pub influence: Option<Array2<f64>>,
    /// Clusters, the smallest of the ways.
    pub clusters: Option<usize>,
    /// Whether a two-way matrix was mended.
    pub mended: bool,
    /// Parameters counted for the small-sample factor.
    pub parameters: usize,
}

/// Parameters as fixest counts them: coefficients, one for the constant, and the levels of factors less one each; fixed effects nested in a cluster
/// variable are left out.
pub(super) fn parameters(fit: &CellFit, model: &Model, cells: &Cells, factors: &[Absorbed], clusters: &[&Factor]) -> usize {
    let slopes = fit.kept.iter().filter(|kept| Some(**kept) != model.intercept).count();
    let counted = |factor: &&Absorbed| {
        let Some(key) = cells.key(&factor.name) else { return false };
        factor.always_counts || !clusters.iter().any(|cluster| nested(&key.codes, &cluster.codes))
    };
    let levels: usize = factors.iter().filter(counted).filter_map(|factor| cells.key(&factor.name)).map(|key| levels(&key.codes) - 1).sum();
    let constant = usize::from(model.intercept.is_some_and(|at| fit.kept.contains(&at)) || !factors.is_empty());
    slopes + constant + levels
}

/// Effects as rows over the kept coefficients; a row of an effect that needs a dropped regressor is zero.
pub(super) fn contrasts(model: &Model, fit: &CellFit) -> Array2<f64> {
    let mut out = Array2::zeros((model.effects.len(), fit.kept.len()));
    for (row, effect) in model.effects.iter().enumerate() {
        if effect.weights.iter().all(|(regressor, _)| fit.position(*regressor).is_some()) {
            for (regressor, weight) in &effect.weights {
                if let Some(column) = fit.position(*regressor) {
                    out[[row, column]] += weight;
                }
            }
        }
    }
    out
}

/// Everything the variance is computed from.
pub(super) struct Parts<'a> {
    pub input: &'a MethodInput<'a>,
    pub cells: &'a Cells,
    /// Positions of the cells in use among all of them; none where all are in use.
    pub positions: Option<&'a [usize]>,
    pub model: &'a Model,
    pub factors: &'a [Absorbed],
    pub fit: &'a CellFit,
    /// Parameters that are counted beside those of the fit.
    pub counted: usize,
    pub clusters: Vec<&'a Factor>,
}

/// Computes the variance of the settings.
pub(super) fn variance(parts: &Parts) -> Result<Variance> {
    let kind = parts.input.settings.variance();
    let parameters = parameters(parts.fit, parts.model, parts.cells, parts.factors, &parts.clusters) + parts.counted;
    let records = parts.fit.records;
    if records <= parameters as u64 {
        return Err(design::too_few_records(records, parameters).into());
    }
    match kind {
        VarianceKind::Iid => Ok(plain(parts, &iid(parts.fit, parameters), parts.fit, parameters)),
        VarianceKind::Hc0 | VarianceKind::Hc1 | VarianceKind::Hc2 | VarianceKind::Hc3 => hetero(parts, &kind, parameters),
        VarianceKind::Cr0 | VarianceKind::Cr1 => cluster_robust(parts, kind == VarianceKind::Cr1, parameters),
        VarianceKind::Cr2 => bias_reduced(parts, Correction::Half, parameters),
        VarianceKind::Cr3 => bias_reduced(parts, Correction::Whole, parameters),
    }
}

/// As [`variance`] with clusters that are the units behind the cells, which are their means by path: `cr0` or `cr1`.
pub(super) fn by_path(parts: &Parts, paths: &Paths) -> Result<Variance> {
    let fit = parts.fit;
    let parameters = parameters(fit, parts.model, parts.cells, parts.factors, &parts.clusters) + parts.counted;
    if fit.records <= parameters as u64 {
        return Err(design::too_few_records(fit.records, parameters).into());
    }
    let (n, g) = (fit.records as f64, paths.units() as f64);
    let factor = match parts.input.settings.variance() {
        VarianceKind::Cr0 => 1.0,
        _ => g / (g - 1.0) * (n - 1.0) / (n - parameters as f64),
    };
    let through = contrasts(parts.model, fit).dot(&fit.bread) * factor.sqrt();
    let of_path = |path: &crate::estimate::Path| {
        let x = fit.x.slice_axis(Axis(0), path.observations.clone().into());
        let residual = Array1::from(fit.residual[path.observations.clone()].to_vec());
        PathMap { level: through.dot(&x.t().dot(&residual)), slope: through.dot(&x.t()) }
    };
    let maps: Vec<PathMap> = paths.list.iter().map(of_path).collect();
    Ok(Variance {
        covariance: paths.covariance(&maps).0,
        df: vec![Some(g - 1.0); through.nrows()],
        common_df: g - 1.0,
        influence: paths.influence(&maps),
        clusters: Some(paths.units() as usize),
        mended: false,
        parameters,
    })
}

/// A variance with n − K degrees of freedom.
fn plain(parts: &Parts, covariance: &Array2<f64>, fit: &CellFit, parameters: usize) -> Variance {
    let map = contrasts(parts.model, fit);
    let df = fit.records as f64 - parameters as f64;
    Variance {
        covariance: map.dot(covariance).dot(&map.t()),
        df: vec![Some(df); map.nrows()],
        common_df: df,
        influence: None,
        clusters: None,
        mended: false,
        parameters,
    }
}

fn hetero(parts: &Parts, kind: &VarianceKind, parameters: usize) -> Result<Variance> {
    let (power, factor) = hetero_rule(kind, parts.fit.records, parameters);
    let cells = parts.cells;
    let written;
    let (fit, leverage) = if power == 0 || parts.factors.is_empty() {
        (parts.fit, vec![0.0; cells.len()])
    } else {
        written = forms::for_leverage(cells, &parts.model.regressors, &forms::codes(cells, parts.factors), parts.model.intercept.is_some())?;
        (&written.0, written.1.clone())
    };
    let meat = if let Some(meat) = hetero_meat(fit, cells, &leverage, power) {
        meat
    } else {
        let records = parts.input.records.ok_or_else(|| design::records_needed(kind.word()))?;
        let all = parts.input.cells.len();
        let used = parts.positions.map_or_else(|| (0..all).collect(), <[usize]>::to_vec);
        let plan = score_plan(fit, cells, &leverage, power, parts.input.plan, &used, all);
        records.robust_meat(&plan)?
    };
    Ok(plain(parts, &(sandwich(&fit.bread, &meat) * factor), fit, parameters))
}

fn cluster_robust(parts: &Parts, small_sample: bool, parameters: usize) -> Result<Variance> {
    let ways: Vec<&[u32]> = parts.clusters.iter().map(|factor| factor.codes.as_slice()).collect();
    for cluster in &parts.clusters {
        if levels(&cluster.codes) < 2 {
            return Err(design::one_cluster(&cluster.name).into());
        }
    }
    let map = contrasts(parts.model, parts.fit);
    let result = clustered(parts.fit, &ways, parameters, small_sample);
    let influence = if let [way] = ways.as_slice() {
        let (codes, count) = compact(way);
        let (n, g) = (parts.fit.records as f64, count as f64);
        let factor = if small_sample { g / (g - 1.0) * (n - 1.0) / (n - parameters as f64) } else { 1.0 };
        Some(cluster_scores(parts.fit, &codes, count).dot(&parts.fit.bread).dot(&map.t()) * factor.sqrt())
    } else {
        None
    };
    let df = result.clusters as f64 - 1.0;
    Ok(Variance {
        covariance: map.dot(&result.covariance).dot(&map.t()),
        df: vec![Some(df); map.nrows()],
        common_df: df,
        influence,
        clusters: Some(result.clusters),
        mended: result.mended,
        parameters,
    })
}

fn bias_reduced(parts: &Parts, correction: Correction, parameters: usize) -> Result<Variance> {
    let name = if correction == Correction::Half { "cr2" } else { "cr3" };
    let [cluster] = parts.clusters.as_slice() else {
        return Err(design::variance_not_available(name, &text!("hanya untuk satu arah klaster", "it is for one way of clusters only")).into());
    };
    let count = levels(&cluster.codes);
    if count < 2 {
        return Err(design::one_cluster(&cluster.name).into());
    }
    let factors = forms::codes(parts.cells, parts.factors);
    let fit = forms::for_clusters(parts.cells, &parts.model.regressors, &factors, &cluster.codes, parts.model.intercept.is_some())?;
    let map = contrasts(parts.model, &fit);
    let result = corrected(&fit, parts.cells, &cluster.codes, correction, &map)
        .ok_or_else(|| design::variance_not_available(name, &text!("matriksnya tidak terhingga", "its matrix is not finite")))?;
    let between = count as f64 - 1.0;
    let df = match correction {
        Correction::Half => result.df,
        Correction::Whole => vec![Some(between); map.nrows()],
    };
    Ok(Variance {
        covariance: map.dot(&result.covariance).dot(&map.t()),
        df,
        common_df: between,
        influence: Some(result.influence.dot(&map.t())),
        clusters: Some(count),
        mended: false,
        parameters,
    })
}

/// The estimates of the effects; none where a regressor was dropped, zero for the reference.
pub(super) fn estimates(model: &Model, fit: &CellFit) -> Vec<Option<f64>> {
    let b = Array1::from(fit.coefficients.clone());
    let map = contrasts(model, fit);
    model
        .effects
        .iter()
        .enumerate()
        .map(|(row, effect)| effect.weights.iter().all(|(regressor, _)| fit.position(*regressor).is_some()).then(|| map.row(row).dot(&b)))
        .collect()
}
