//! The index of two periods: what changed, with the interval of the change.

use super::grade::Grade;
use super::index::{
    Clustering, Index, IndexOptions, Influence, Survey, answering, clustered_variance, clusters, index, index_influence, item_influence, limits,
};
use crate::error::Problem;
use serde::Serialize;

/// Which items two periods asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum ItemSets {
    /// The same items: the indices can be compared.
    Same,
    /// Different items: the comparison must stop, or restrict itself to `common` and say so. Indexes into the survey's items.
    Different {
        /// Asked in both.
        common: Vec<usize>,
        /// Asked only before.
        only_before: Vec<usize>,
        /// Asked only after.
        only_after: Vec<usize>,
    },
}

/// Compares the items that were asked: an item counts as asked in a period where anyone answered it.
pub fn item_sets(survey: &Survey, before: &[usize], after: &[usize]) -> ItemSets {
    let asked = |item: usize, rows: &[usize]| rows.iter().any(|&row| survey.scores[item][row].is_some());
    let (mut common, mut only_before, mut only_after) = (Vec::new(), Vec::new(), Vec::new());
    for item in 0..survey.scores.len() {
        match (asked(item, before), asked(item, after)) {
            (true, true) => common.push(item),
            (true, false) => only_before.push(item),
            (false, true) => only_after.push(item),
            (false, false) => {}
        }
    }
    if only_before.is_empty() && only_after.is_empty() { ItemSets::Same } else { ItemSets::Different { common, only_before, only_after } }
}

/// A grade that moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct GradeChange {
    /// Before.
    pub from: Grade,
    /// After.
    pub to: Grade,
    /// Whether the interval of the index's change excludes zero: else the new grade may be noise.
    pub beyond_noise: bool,
}

/// After minus before.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// Index points (25–100 scale), or score points (1–4) for an item.
    pub estimate: f64,
    /// Standard error, units counted once where they appear in both periods; `None` with one cluster.
    pub std_error: Option<f64>,
    /// Degrees of freedom: units − 1, or Welch–Satterthwaite where respondents are the clusters.
    pub df: Option<f64>,
    /// Lower limit.
    pub conf_low: Option<f64>,
    /// Upper limit.
    pub conf_high: Option<f64>,
    /// Clusters over both periods.
    pub clustering: Clustering,
    /// Where the grade differs between the periods; always `None` for an item.
    pub grade: Option<GradeChange>,
    /// Changes of the items' means, in the order of the survey; empty for an item.
    pub items: Vec<Change>,
    /// Index before and after; `None` for an item.
    pub periods: Option<Box<(Index, Index)>>,
}

/// Who answered in the two periods, and their clusters over both.
struct Sides {
    before: Vec<usize>,
    after: Vec<usize>,
    cluster: Vec<usize>,
    clustering: Clustering,
    level: f64,
}

impl Sides {
    fn change(&self, before: &Influence, after: &Influence) -> Change {
        let estimate = after.value - before.value;
        let (variance, df) = if let Clustering::Units(count) = self.clustering {
            let psi: Vec<f64> = before.psi.iter().map(|value| -value).chain(after.psi.iter().copied()).collect();
            (clustered_variance(&psi, &self.cluster, count), Some(count as f64 - 1.0))
        } else {
            // Two independent samples of persons.
            let side = |psi: &[f64]| {
                let alone: Vec<usize> = (0..psi.len()).collect();
                clustered_variance(psi, &alone, psi.len()).map(|variance| (variance, psi.len() as f64 - 1.0))
            };
            match (side(&before.psi), side(&after.psi)) {
                (Some((first, m)), Some((second, n))) => {
                    let both = first + second;
                    let df = both * both / (first * first / m + second * second / n);
                    (Some(both), Some(df).filter(|df| df.is_finite()))
                }
                _ => (None, None),
            }
        };
        let std_error = variance.map(f64::sqrt);
        let df = df.filter(|_| std_error.is_some());
        let conf = limits(estimate, std_error, df, self.level);
        Change {
            estimate,
            std_error,
            df,
            conf_low: conf.map(|(low, _)| low),
            conf_high: conf.map(|(_, high)| high),
            clustering: self.clustering,
            grade: None,
            items: Vec::new(),
            periods: None,
        }
    }
}

/// The change of the index and of each item from `before` to `after` (indexes into the columns). Callers look at [`item_sets`] first: an item that
/// one period did not ask is an error here.
pub fn change(survey: &Survey, before: &[usize], after: &[usize], options: IndexOptions) -> Result<Change, Problem> {
    let periods = (index(survey, before, options)?, index(survey, after, options)?);
    let (before, after) = (answering(survey, before), answering(survey, after));
    let both: Vec<usize> = before.iter().chain(&after).copied().collect();
    let (cluster, clustering) = clusters(survey, &both);
    let sides = Sides { before, after, cluster, clustering, level: options.level };
    let (first, _) = index_influence(survey, &sides.before)?;
    let (second, _) = index_influence(survey, &sides.after)?;
    let mut whole = sides.change(&first, &second);
    for item in 0..survey.scores.len() {
        let first = item_influence(survey, item, &sides.before)?;
        let second = item_influence(survey, item, &sides.after)?;
        whole.items.push(sides.change(&first, &second));
    }
    let (from, to) = (periods.0.grade, periods.1.grade);
    let beyond_noise = whole.conf_low.zip(whole.conf_high).is_some_and(|(low, high)| low > 0.0 || high < 0.0);
    whole.grade = (from != to).then_some(GradeChange { from, to, beyond_noise });
    whole.periods = Some(Box::new(periods));
    Ok(whole)
}
