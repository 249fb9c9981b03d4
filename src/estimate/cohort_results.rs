//! Rows, tests and bands of methods with cohort-period effects, from their combinations and influence.

use super::cell_shares::cell_shares;
use super::cohort_period::{Aggregation, CohortPeriod, Combination, aggregate};
use super::influence::{CellInfluence, Observations, Spread, spread};
use super::{Covariance, Effect, EffectKind, Estimate, Influence, Note, TestResult};
use crate::inference::bands::sup_t;
use crate::inference::multiplier::simultaneous;
use crate::inference::wald::wald;
use crate::text;
use ndarray::Array2;
use serde_json::json;

/// Clusters under which the normal table gives way to t with clusters − 1 degrees of freedom.
const VERY_FEW: usize = 10;
/// Clusters under which the reader is warned.
const FEW: usize = 50;

/// What was asked of a result of cohort-period effects, whatever the method.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// Event times of averages.
    pub how: Aggregation,
    /// Confidence level.
    pub level: f64,
    /// Draws of simultaneous bands.
    pub bands: Option<u32>,
    /// Seed of the draws.
    pub seed: u64,
    /// Whether the whole covariance is wanted.
    pub covariance: bool,
    /// Whether the influence of clusters is wanted.
    pub influence: bool,
    /// Periods before the start in which effects may show already.
    pub anticipation: i64,
}

/// How cohort-period effects become a result.
pub struct CohortReport<'a> {
    /// The effects.
    pub cells: &'a [CohortPeriod],
    /// Sizes of the cohorts, the weights of averages.
    pub sizes: &'a [f64],
    /// Units (or records) of the cohorts.
    pub members: &'a [u64],
    /// Records behind all of them.
    pub records: u64,
    /// Whether the sizes are estimated, which adds to the influence of averages.
    pub estimated_weights: bool,
    /// What was asked for.
    pub asked: Asked,
    /// Root mean square of the outcome, what rounding is measured against.
    pub scale: f64,
    /// Labels of the clusters, in their order; none where records stand for themselves.
    pub labels: Option<Vec<String>>,
}

/// Fills effects, covariance, influence, the joint tests before the start and the bands.
pub fn cohort_results(out: &mut Estimate, report: &CohortReport, source: &dyn CellInfluence, observations: &Observations) {
    let mut rows = aggregate(report.cells, report.sizes, report.asked.how);
    if !report.estimated_weights {
        for row in &mut rows {
            row.shares.clear();
        }
    }
    results(out, report, &rows, source, observations);
}

/// As [`cohort_results`], where the weights of averages are the observations themselves: `observations.group` is the position of the cohort-period
/// effect that an observation is averaged in (anything beyond them where it is in none), `observations.size` its weight.
pub fn cohort_results_by_cell(out: &mut Estimate, report: &CohortReport, source: &dyn CellInfluence, observations: &Observations) {
    let mut rows = aggregate(report.cells, report.sizes, report.asked.how);
    cell_shares(&mut rows, report.cells);
    results(out, report, &rows, source, observations);
}

fn results(out: &mut Estimate, report: &CohortReport, rows: &[Combination], source: &dyn CellInfluence, observations: &Observations) {
    let wanted = rows_wanted(report, rows);
    let found = spread(source, observations, report.cells.len(), rows, &wanted, report.asked.influence);
    cohort_rows(out, report, rows, &wanted, found);
}

/// Positions of the rows whose covariance is needed: all of them, or those before the start.
pub fn rows_wanted(report: &CohortReport, rows: &[Combination]) -> Vec<usize> {
    let everything = report.asked.covariance || report.asked.bands.is_some();
    (0..rows.len()).filter(|row| everything || is_before(report, &rows[*row], 0)).collect()
}

/// As [`cohort_results`], for rows whose estimates and spread the method has made itself: `wanted` are those of [`rows_wanted`].
pub fn cohort_rows(out: &mut Estimate, report: &CohortReport, rows: &[Combination], wanted: &[usize], found: Spread) {
    let clustered = report.labels.is_some();
    let df = (clustered && found.clusters < VERY_FEW).then(|| found.clusters.saturating_sub(1).max(1) as f64);
    out.effects = rows.iter().enumerate().map(|(at, row)| effect(report, row, found.variance[at], clustered.then_some(found.bearing[at]), df)).collect();
    out.sample.clusters = clustered.then_some(found.clusters as u64);
    if out.effects.iter().any(|effect| effect.std_error.is_some() && effect.statistic.is_none()) {
        out.notes.push(no_variance());
    }
    if clustered && found.clusters < FEW {
        out.notes.push(few_clusters(found.clusters));
    }
    pre_trends(out, report, rows, &found, wanted, "pre-trends", 0);
    if report.asked.anticipation > 0 {
        pre_trends(out, report, rows, &found, wanted, "pre-trends-before-anticipation", report.asked.anticipation);
    }
    if let Some(draws) = report.asked.bands {
        bands(out, report, &found, draws, df);
    }
    if report.asked.covariance {
        let known: Vec<usize> = (0..rows.len()).filter(|row| out.effects[*row].std_error.is_some()).collect();
        let matrix = Array2::from_shape_fn((known.len(), known.len()), |(a, b)| found.covariance[[known[a], known[b]]]);
        out.covariance = Some(Covariance { rows: known, matrix });
    }
    if let (Some(influence), Some(labels)) = (found.influence, &report.labels) {
        out.influence = Some(Influence { values: influence.reversed_axes(), clusters: labels.clone() });
    }
}

/// Keeps the first average as the one effect `att`: where there is one comparison, all averages are the same number.
pub fn only_effect(out: &mut Estimate) {
    out.effects.truncate(1);
    out.tests.clear();
    out.parts.remove("bands");
    if let Some(effect) = out.effects.first_mut() {
        effect.key.term = "att".into();
        effect.key.kind = EffectKind::Overall;
    }
    if let Some(covariance) = out.covariance.as_mut().filter(|covariance| covariance.rows.first() == Some(&0)) {
        covariance.matrix = Array2::from_elem((1, 1), covariance.matrix[[0, 0]]);
        covariance.rows.truncate(1);
    }
    if let Some(influence) = &mut out.influence {
        influence.values = influence.values.column(0).to_owned().insert_axis(ndarray::Axis(1));
    }
}

/// Whether a row is a cohort-period effect from before the start, or from before what may be anticipated of it.
fn is_before(report: &CohortReport, row: &Combination, anticipation: i64) -> bool {
    row.key.kind == EffectKind::CohortPeriod
        && row.key.event_time.is_some_and(|time| time.0 < -anticipation)
        && row.weights.first().is_some_and(|(at, _)| !report.cells[*at].reference)
}

fn effect(report: &CohortReport, row: &Combination, variance: f64, bearing: Option<u64>, df: Option<f64>) -> Effect {
    let mut out = Effect::undefined(row.key.clone());
    out.estimate = row.estimate;
    out.clusters = bearing;
    out.records = match (row.key.kind, row.weights.as_slice()) {
        (EffectKind::Overall, _) => Some(report.records),
        (EffectKind::CohortPeriod, [(at, _)]) => Some(report.cells[*at].records),
        _ => None,
    };
    let mut groups: Vec<usize> = row.weights.iter().map(|(at, _)| report.cells[*at].group).collect();
    groups.sort_unstable();
    groups.dedup();
    if let (EffectKind::CohortPeriod, [(at, _)]) = (row.key.kind, row.weights.as_slice()) {
        let (treated, comparison) = report.cells[*at].units;
        out.extra.insert("units".into(), treated.into());
        out.extra.insert("comparison_units".into(), comparison.into());
    } else {
        out.extra.insert("units".into(), groups.iter().map(|group| report.members[*group]).sum::<u64>().into());
    }
    let by_definition = row.weights.iter().all(|(at, _)| report.cells[*at].reference);
    if row.estimate.is_some() && !by_definition && variance.is_finite() {
        out.set_error(variance.max(0.0).sqrt(), df, report.asked.level, report.scale);
    }
    out
}

/// The joint Wald test that all effects before the start are zero, χ² with as many degrees of freedom as there are effects.
fn pre_trends(out: &mut Estimate, report: &CohortReport, rows: &[Combination], found: &Spread, wanted: &[usize], name: &str, anticipation: i64) {
    let members: Vec<usize> =
        (0..wanted.len()).filter(|at| is_before(report, &rows[wanted[*at]], anticipation) && out.effects[wanted[*at]].statistic.is_some()).collect();
    let values: Vec<f64> = members.iter().filter_map(|at| rows[wanted[*at]].estimate).collect();
    let matrix = Array2::from_shape_fn((members.len(), members.len()), |(a, b)| found.covariance[[members[a], members[b]]]);
    let mut test = TestResult::new(name);
    if let Some(result) = wald(&values, &matrix, None) {
        if result.df1 as usize == members.len() {
            test.statistic = Some(result.statistic * result.df1);
            test.df = vec![result.df1];
            test.p_value = Some(result.p_value);
        } else {
            out.notes.push(singular_test(members.len(), result.df1 as usize));
        }
    }
    out.tests.push(test);
}

/// Simultaneous bands, one family a kind of rows.
fn bands(out: &mut Estimate, report: &CohortReport, found: &Spread, draws: u32, df: Option<f64>) {
    let kinds = [EffectKind::EventTime, EffectKind::Cohort, EffectKind::Period, EffectKind::CohortPeriod];
    let of = |kind: EffectKind| (0..out.effects.len()).filter(|row| out.effects[*row].key.kind == kind && out.effects[*row].statistic.is_some()).collect();
    let families: Vec<Vec<usize>> = kinds.into_iter().map(of).collect();
    let critical = match &found.influence {
        Some(influence) => simultaneous(influence, &families, df, report.asked.level, draws, report.asked.seed),
        // Many clusters (or records): their sum is normal, and the covariance says it all.
        None => families
            .iter()
            .map(|rows| {
                let matrix = Array2::from_shape_fn((rows.len(), rows.len()), |(a, b)| found.covariance[[rows[a], rows[b]]]);
                sup_t(&matrix, df, report.asked.level, draws, report.asked.seed)
            })
            .collect(),
    };
    let values = out.set_bands(&kinds, &families, &critical);
    out.parts.insert("bands".into(), json!({ "critical_value": critical[0], "by_kind": values, "draws": draws }));
}

fn no_variance() -> Note {
    Note::new(
        "no-variance",
        text!(
            "Galat baku sebuah dampak adalah nol atau tidak terdefinisi; statistik dan nilai p-nya dikosongkan.",
            "The standard error of an effect is zero or undefined; its statistic and p-value are left empty."
        ),
    )
}

fn few_clusters(clusters: usize) -> Note {
    let df = clusters.saturating_sub(1);
    let text = if clusters < VERY_FEW {
        text!(
            "Hanya ada {clusters} klaster: galat baku dari fungsi pengaruh menyesatkan, dan tabel normal tidak dipakai (t dengan {df} derajat bebas). Baca hasilnya sebagai petunjuk saja.",
            "There are only {clusters} clusters: errors from influence functions mislead, and the normal table is not used (t with {df} degrees of freedom). Take the result as a hint only."
        )
    } else {
        text!(
            "Hanya ada {clusters} klaster: galat baku dari fungsi pengaruh cenderung terlalu kecil.",
            "There are only {clusters} clusters: errors from influence functions tend to be too small."
        )
    };
    Note::new("few-clusters", text)
}

fn singular_test(effects: usize, rank: usize) -> Note {
    Note::new(
        "pre-trends-undefined",
        text!(
            "Uji bersama sebelum program tidak dihitung: {effects} dampak hanya mempunyai {rank} arah ragam yang berbeda.",
            "The joint test before the start was not computed: {effects} effects have only {rank} independent directions of variance."
        ),
    )
}
