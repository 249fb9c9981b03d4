//! The index, its standard error and its elements.
//!
//! With scores `s[i,j]` of respondent `i` on item `j`, weights `w`, and `r[i,j]` = 1 where answered:
//!
//! ```text
//! NRR[j] = Σ_i w r s / Σ_i w r          index = 25/k · Σ_j NRR[j]
//! ψ[i,j] = w r (s − NRR[j]) / Σ_i w r    ψ[i] = 25/k · Σ_j ψ[i,j]
//! V = G/(G−1) · Σ_g (Σ_{i∈g} ψ[i])²      interval: t with G−1 degrees of freedom
//! ```
//!
//! Where nobody leaves an item out, the index is the mean of the respondents' own indices and V is the usual clustered variance of a mean;
//! with gaps it is the linearization of a sum of ratios. Clusters are units (offices); respondents where there is no unit or only one.

use super::grade::{Grade, Regime};
use crate::error::{Problem, measure as problem};
use crate::inference::distributions::critical_value;
use serde::Serialize;
use std::collections::HashMap;

/// Highest score; the index is 100 where all give it.
const TOP_SCORE: f64 = 4.0;
const LOWEST_SCORE: f64 = 1.0;

/// Answers of a survey as columns of one length.
#[derive(Debug, Clone, Copy)]
pub struct Survey<'a> {
    /// Names of the items, for messages.
    pub names: &'a [&'a str],
    /// One slice of scores 1–4 an item; `None` where not answered.
    pub scores: &'a [&'a [Option<f64>]],
    /// Code of each respondent's unit (office), where there is one.
    pub units: Option<&'a [u32]>,
    /// Weights of respondents, positive.
    pub weights: Option<&'a [f64]>,
}

/// Choices of the index.
#[derive(Debug, Clone, Copy)]
pub struct IndexOptions {
    /// Bands of the grades.
    pub regime: Regime,
    /// Confidence level.
    pub level: f64,
}

impl Default for IndexOptions {
    fn default() -> Self {
        Self { regime: Regime::default(), level: 0.95 }
    }
}

/// What was treated as drawn independently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Clustering {
    /// So many units.
    Units(usize),
    /// Respondents: the survey names no units.
    Respondents(usize),
    /// Respondents: all are of one unit, the inference is for that unit.
    RespondentsOfOneUnit(usize),
}

impl Clustering {
    /// The number of clusters.
    pub fn count(self) -> usize {
        match self {
            Clustering::Units(count) | Clustering::Respondents(count) | Clustering::RespondentsOfOneUnit(count) => count,
        }
    }
}

/// Mean of one item (NRR), 1–4.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ItemMean {
    /// Mean score.
    pub mean: f64,
    /// Clustered standard error; `None` with one cluster.
    pub std_error: Option<f64>,
    /// Lower limit.
    pub conf_low: Option<f64>,
    /// Upper limit.
    pub conf_high: Option<f64>,
    /// Respondents who answered it.
    pub answered: usize,
}

/// The index of a group of respondents.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Index {
    /// On 25–100, not rounded.
    pub value: f64,
    /// Clustered standard error; `None` with one cluster.
    pub std_error: Option<f64>,
    /// Degrees of freedom of the interval.
    pub df: Option<f64>,
    /// Lower limit (not cut at 25).
    pub conf_low: Option<f64>,
    /// Upper limit (not cut at 100).
    pub conf_high: Option<f64>,
    /// Grade of the rounded index.
    pub grade: Grade,
    /// Grades of the limits: more than one where the interval crosses a band.
    pub grade_range: Option<(Grade, Grade)>,
    /// Respondents with at least one answer.
    pub respondents: usize,
    /// Respondents without any answer, left out.
    pub without_answer: usize,
    /// Clusters of the standard error.
    pub clustering: Clustering,
    /// Means of the items, in the order of the survey.
    pub items: Vec<ItemMean>,
}

/// A mean of some rows with its influence on them.
pub(super) struct Influence {
    pub(super) value: f64,
    pub(super) answered: usize,
    /// One entry a row of `rows`.
    pub(super) psi: Vec<f64>,
}

/// NRR of one item over `rows`. Errors: nobody answered, or a score outside 1–4.
pub(super) fn item_influence(survey: &Survey, item: usize, rows: &[usize]) -> Result<Influence, Problem> {
    let name = survey.names.get(item).copied().unwrap_or("?");
    let weight = |row: usize| survey.weights.map_or(1.0, |weights| weights[row]);
    let scores = survey.scores[item];
    let (mut sum, mut total, mut answered) = (0.0, 0.0, 0);
    for &row in rows {
        if let Some(score) = scores[row] {
            if !(LOWEST_SCORE..=TOP_SCORE).contains(&score) {
                return Err(problem::score_outside_scale(name, row + 1, score));
            }
            sum += weight(row) * score;
            total += weight(row);
            answered += 1;
        }
    }
    if total <= 0.0 {
        return Err(problem::scores_missing(name));
    }
    let value = sum / total;
    let psi = rows.iter().map(|&row| scores[row].map_or(0.0, |score| weight(row) * (score - value) / total)).collect();
    Ok(Influence { value, answered, psi })
}

/// Rows with at least one answer.
pub(super) fn answering(survey: &Survey, rows: &[usize]) -> Vec<usize> {
    rows.iter().copied().filter(|&row| survey.scores.iter().any(|scores| scores[row].is_some())).collect()
}

/// The clusters of these rows: a dense code a row, and what they are.
pub(super) fn clusters(survey: &Survey, rows: &[usize]) -> (Vec<usize>, Clustering) {
    let each_alone = (0..rows.len()).collect();
    let Some(units) = survey.units else {
        return (each_alone, Clustering::Respondents(rows.len()));
    };
    let mut codes: HashMap<u32, usize> = HashMap::new();
    let dense: Vec<usize> = rows
        .iter()
        .map(|&row| {
            let next = codes.len();
            *codes.entry(units[row]).or_insert(next)
        })
        .collect();
    if codes.len() == 1 {
        return (each_alone, Clustering::RespondentsOfOneUnit(rows.len()));
    }
    (dense, Clustering::Units(codes.len()))
}

/// `G/(G−1) Σ_g (Σ ψ)²`; `None` with fewer than two clusters.
pub(super) fn clustered_variance(psi: &[f64], cluster: &[usize], count: usize) -> Option<f64> {
    if count < 2 {
        return None;
    }
    let mut sums = vec![0.0; count];
    for (value, &code) in psi.iter().zip(cluster) {
        sums[code] += value;
    }
    let groups = count as f64;
    Some(groups / (groups - 1.0) * sums.iter().map(|sum| sum * sum).sum::<f64>())
}

/// The influence of the rows on the index: 25/k times the sum over items.
pub(super) fn index_influence(survey: &Survey, rows: &[usize]) -> Result<(Influence, Vec<Influence>), Problem> {
    let items: Vec<Influence> = (0..survey.scores.len()).map(|item| item_influence(survey, item, rows)).collect::<Result<_, _>>()?;
    if items.is_empty() {
        return Err(problem::scores_missing("–"));
    }
    let scale = 100.0 / TOP_SCORE / items.len() as f64;
    let mut psi = vec![0.0; rows.len()];
    for item in &items {
        for (total, part) in psi.iter_mut().zip(&item.psi) {
            *total += scale * part;
        }
    }
    let value = scale * items.iter().map(|item| item.value).sum::<f64>();
    Ok((Influence { value, answered: rows.len(), psi }, items))
}

/// Lower and upper limit around an estimate.
pub(super) fn limits(value: f64, std_error: Option<f64>, df: Option<f64>, level: f64) -> Option<(f64, f64)> {
    let half = std_error? * critical_value(level, df);
    Some((value - half, value + half))
}

/// The index of the respondents in `rows` (indexes into the columns). Errors: an item that nobody there answered, a score outside 1–4.
pub fn index(survey: &Survey, rows: &[usize], options: IndexOptions) -> Result<Index, Problem> {
    let used = answering(survey, rows);
    let (whole, items) = index_influence(survey, &used)?;
    let (cluster, clustering) = clusters(survey, &used);
    let count = clustering.count();
    let df = (count > 1).then_some(count as f64 - 1.0);
    let std_error = clustered_variance(&whole.psi, &cluster, count).map(f64::sqrt);
    let conf = limits(whole.value, std_error, df, options.level);
    let items = items
        .iter()
        .map(|item| {
            let std_error = clustered_variance(&item.psi, &cluster, count).map(f64::sqrt);
            let conf = limits(item.value, std_error, df, options.level);
            ItemMean { mean: item.value, std_error, conf_low: conf.map(|(low, _)| low), conf_high: conf.map(|(_, high)| high), answered: item.answered }
        })
        .collect();
    Ok(Index {
        value: whole.value,
        std_error,
        df,
        conf_low: conf.map(|(low, _)| low),
        conf_high: conf.map(|(_, high)| high),
        grade: options.regime.grade(whole.value),
        grade_range: conf.map(|(low, high)| (options.regime.grade(low), options.regime.grade(high))),
        respondents: used.len(),
        without_answer: rows.len() - used.len(),
        clustering,
        items,
    })
}
