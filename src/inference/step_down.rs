//! Several hypotheses at once by step-down (Romano and Wolf 2005, 2016; Clarke, Romano and Wolf 2020): as careful as Holm, and less strict where the
//! statistics move together.
//!
//! One sign a cluster, common to all hypotheses, turns the influence functions ψ and so keeps how the statistics hang together:
//!
//! ```text
//! x[h,g] = w[g]·ψ[h,g],   t*[h] = Σx / √(G/(G−1) · (Σx² − (Σx)²/G)),   p[j] = (1 + #{max over k ≥ j of |t*[k]| ≥ |t[j]|}) / (draws + 1)
//! ```
//!
//! with hypotheses in the order of |t|, made monotone. G counts the clusters that bear on the hypothesis, so that samples may differ. Where degrees of
//! freedom differ, |t| is measured by its own t distribution (Westfall and Young 1993, minP); where they do not, the two are the same.

use super::distributions::p_two_sided;
use super::random::Stream;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Draws where nobody chooses.
pub const DRAWS: u32 = 9_999;
/// Relative size under which an influence is rounding.
const ROUNDING: f64 = 1e-12;
/// Statistics this close, relatively, are a tie, and a tie counts against the hypothesis.
const TIE: f64 = 1e-9;

/// Influence by the label of its cluster.
pub type ByCluster = Vec<(String, f64)>;

/// One hypothesis: its statistic, the degrees of freedom of that, and the influence of each cluster by its label (clusters that are not named have none).
#[derive(Debug, Clone, PartialEq)]
pub struct Hypothesis {
    /// Estimate over its standard error.
    pub statistic: f64,
    /// Degrees of freedom; none for the normal.
    pub df: Option<f64>,
    /// Influence by cluster.
    pub influence: ByCluster,
}

/// One hypothesis among the clusters of all.
struct Row {
    statistic: f64,
    df: Option<f64>,
    influence: Vec<(usize, f64)>,
}

/// Adjusted p-values in the order given. Every pattern of signs is used where there are at most `draws` of them. A hypothesis that is not there, has no
/// finite statistic or rests on fewer than two clusters stays undefined and does not count.
pub fn romano_wolf(hypotheses: &[Option<Hypothesis>], draws: u32, seed: u64) -> Vec<Option<f64>> {
    let mut places: BTreeMap<&str, usize> = hypotheses.iter().flatten().flat_map(|one| &one.influence).map(|(label, _)| (label.as_str(), 0)).collect();
    places.values_mut().enumerate().for_each(|(at, place)| *place = at);
    let mut rows: Vec<(usize, Row)> = hypotheses.iter().enumerate().filter_map(|(at, one)| Some((at, row(one.as_ref()?, &places)?))).collect();
    let mut out = vec![None; hypotheses.len()];
    if rows.is_empty() || draws == 0 {
        return out;
    }
    let alike = rows.iter().all(|(_, row)| row.df == rows[0].1.df);
    // Large is against the null, on one scale for all.
    let size = |row: &Row, t: f64| if alike { t.abs() } else { 1.0 - p_two_sided(t, row.df) };
    rows.sort_by(|(a, one), (b, other)| size(other, other.statistic).total_cmp(&size(one, one.statistic)).then(a.cmp(b)));
    let seen: Vec<f64> = rows.iter().map(|(_, row)| size(row, row.statistic)).collect();
    let patterns = 1_u64.checked_shl(places.len() as u32).filter(|patterns| places.len() < 32 && *patterns <= u64::from(draws));
    let count = patterns.unwrap_or(u64::from(draws));
    let exceed = |draw: u64| -> Vec<u64> {
        let signs = signs(places.len(), patterns.is_some(), draw, seed);
        let mut largest = 0.0_f64;
        let mut over = vec![0; rows.len()];
        for (at, (_, row)) in rows.iter().enumerate().rev() {
            largest = largest.max(size(row, drawn(row, &signs)));
            over[at] = u64::from(largest >= seen[at] * (1.0 - TIE));
        }
        over
    };
    let add = |mut sum: Vec<u64>, own: Vec<u64>| {
        sum.iter_mut().zip(own).for_each(|(sum, own)| *sum += own);
        sum
    };
    let over = (0..count).into_par_iter().map(exceed).reduce(|| vec![0; rows.len()], add);
    let mut floor = 0.0_f64;
    for ((at, _), over) in rows.iter().zip(over) {
        floor = floor.max((over as f64 + 1.0) / (count as f64 + 1.0));
        out[*at] = Some(floor);
    }
    out
}

fn row(one: &Hypothesis, places: &BTreeMap<&str, usize>) -> Option<Row> {
    let largest = one.influence.iter().fold(0.0_f64, |max, (_, value)| max.max(value.abs()));
    let influence: Vec<(usize, f64)> = one
        .influence
        .iter()
        .filter(|(_, value)| value.abs() > ROUNDING * largest)
        .filter_map(|(label, value)| Some((*places.get(label.as_str())?, *value)))
        .collect();
    (one.statistic.is_finite() && influence.len() > 1).then_some(Row { statistic: one.statistic, df: one.df, influence })
}

/// The signs of a draw: those of its number in binary, or random ones.
fn signs(clusters: usize, listed: bool, draw: u64, seed: u64) -> Vec<f64> {
    if listed {
        return (0..clusters).map(|at| if draw >> at & 1 == 0 { 1.0 } else { -1.0 }).collect();
    }
    let mut stream = Stream::new(seed, "step-down", draw);
    let mut bits = 0;
    (0..clusters)
        .map(|at| {
            if at % 64 == 0 {
                bits = stream.bits();
            }
            let sign = if bits & 1 == 0 { 1.0 } else { -1.0 };
            bits >>= 1;
            sign
        })
        .collect()
}

/// t* of a draw; infinite where all that the clusters add is the same.
fn drawn(row: &Row, signs: &[f64]) -> f64 {
    let g = row.influence.len() as f64;
    let (sum, squares) = row.influence.iter().fold((0.0, 0.0), |(sum, squares), (at, value)| (sum + signs[*at] * value, squares + value * value));
    let variance = g / (g - 1.0) * (squares - sum * sum / g);
    if variance > ROUNDING * squares { sum / variance.sqrt() } else { f64::INFINITY }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::multiple::MultipleTesting;

    /// Means of columns: their t statistics and influence functions.
    fn means(columns: &[Vec<Option<f64>>]) -> Vec<Option<Hypothesis>> {
        columns
            .iter()
            .map(|column| {
                let known: Vec<(usize, f64)> = column.iter().enumerate().filter_map(|(at, value)| value.map(|value| (at, value))).collect();
                let n = known.len() as f64;
                let mean = known.iter().map(|(_, value)| value).sum::<f64>() / n;
                let influence: Vec<(String, f64)> = known.iter().map(|(at, value)| (at.to_string(), (value - mean) / n)).collect();
                let error = (influence.iter().map(|(_, value)| value * value).sum::<f64>() * n / (n - 1.0)).sqrt();
                Some(Hypothesis { statistic: mean / error, df: Some(n - 1.0), influence })
            })
            .collect()
    }

    /// Columns with a common part: correlation `rho`.
    fn data(sample: u64, clusters: usize, columns: usize, rho: f64, shift: f64) -> Vec<Vec<Option<f64>>> {
        let mut stream = Stream::new(31, "step-down-test", sample);
        let mut out = vec![Vec::new(); columns];
        for _ in 0..clusters {
            let common = stream.normal();
            for column in &mut out {
                column.push(Some(shift + rho.sqrt() * common + (1.0 - rho).sqrt() * stream.normal()));
            }
        }
        out
    }

    #[test]
    fn any_false_finding_is_as_rare_as_it_should_be() {
        const SAMPLES: u64 = 600;
        let (clusters, columns) = (15, 6);
        for rho in [0.0, 0.8] {
            let found = |sample: &u64| {
                let mut values = data(*sample, clusters, columns, rho, 0.0);
                // Outcomes with samples of their own: some clusters are missing.
                values[1][0] = None;
                values[4][2] = None;
                values[4][3] = None;
                romano_wolf(&means(&values), 199, *sample).into_iter().flatten().any(|p| p <= 0.05)
            };
            let share = (0..SAMPLES).filter(found).count() as f64 / SAMPLES as f64;
            // Four standard errors of a share of 0.05; the other way, the test must not be empty.
            let error = (0.05 * 0.95 / SAMPLES as f64).sqrt();
            assert!(share < 0.05 + 4.0 * error && share > 0.01, "{rho}: {share}");
        }
    }

    #[test]
    fn outcomes_that_move_together_cost_less_than_holm_takes() {
        let holm = |hypotheses: &[Option<Hypothesis>]| {
            let p: Vec<Option<f64>> = hypotheses.iter().flatten().map(|one| Some(p_two_sided(one.statistic, one.df))).collect();
            MultipleTesting::Holm.adjust(&p).into_iter().flatten().filter(|p| *p <= 0.05).count()
        };
        let (mut own, mut others) = (0, 0);
        for sample in 0..100 {
            let hypotheses = means(&data(sample, 20, 8, 0.9, 0.6));
            own += romano_wolf(&hypotheses, 499, 5).into_iter().flatten().filter(|p| *p <= 0.05).count();
            others += holm(&hypotheses);
        }
        assert!(own as f64 > 1.1 * others as f64, "{own} against {others}");
    }

    #[test]
    fn one_hypothesis_keeps_its_p_value_and_undefined_ones_stay_out() {
        let mut hypotheses = means(&data(3, 40, 1, 0.0, 0.3));
        let plain = hypotheses.iter().flatten().map(|one| p_two_sided(one.statistic, one.df)).next().unwrap_or_default();
        let found = romano_wolf(&hypotheses, 9_999, 1)[0].unwrap_or_default();
        assert!((found - plain).abs() < 4.0 * (plain * (1.0 - plain) / 9_999.0).sqrt() + 0.004, "{found} {plain}");
        hypotheses.insert(0, None);
        hypotheses.push(Some(Hypothesis { statistic: 9.0, df: None, influence: vec![("only".into(), 1.0)] }));
        assert_eq!(romano_wolf(&hypotheses, 9_999, 1), [None, Some(found), None]);
        assert!(romano_wolf(&[], 99, 1).is_empty());
    }

    #[test]
    fn adjusted_values_do_not_depend_on_the_order_and_never_fall() {
        let mut hypotheses = means(&data(9, 25, 5, 0.5, 0.4));
        let found = romano_wolf(&hypotheses, 999, 2);
        hypotheses.reverse();
        let mut other = romano_wolf(&hypotheses, 999, 2);
        other.reverse();
        assert_eq!(found, other);
        let mut by_size: Vec<(f64, f64)> = hypotheses.iter().rev().flatten().zip(&found).map(|(one, p)| (one.statistic.abs(), p.unwrap_or(f64::NAN))).collect();
        by_size.sort_by(|a, b| b.0.total_cmp(&a.0));
        assert!(by_size.windows(2).all(|pair| pair[0].1 <= pair[1].1), "{by_size:?}");
    }
}
