//! Time to completion with cases that are not finished: curves, restricted means before and after, their difference-in-differences, hazards.
//!
//! ```text
//! S(t) = Π (1 − d/n)   μ(τ) = ∫₀^τ S(t) dt   effect = μ(after) − μ(before), with a comparison minus the same there
//! ```
//!
//! O(n log n): cases are sorted once a group.

mod card;
mod parts;
mod settings;
#[cfg(test)]
mod tests;

pub use card::card;
pub use settings::{SurvivalSample, SurvivalSettings};

use crate::error::{Result, design};
use crate::estimate::{Effect, EffectKey, EffectKind, Estimate, Note, TestResult};
use crate::inference::distributions::{critical_value, p_two_sided};
use crate::inference::survival::{CoxData, Curve, Mean, cox, kaplan_meier, log_rank, proportional_hazards, robust};
use crate::text;
use ndarray::Array2;
use serde_json::{Value, json};

/// Cases of one group and time with their curve.
struct Group {
    /// `treated-after`; `after`, `treated` where only one is told apart; `all`.
    code: &'static str,
    /// Sign in the effect: +1 or −1; 0 where there is nothing to compare.
    sign: f64,
    cases: Vec<usize>,
    curve: Curve,
    mean: Option<Mean>,
}

/// Compares the groups that there are, up to the horizon of the settings or the largest time that all groups reach.
///
/// Effects: `restricted-mean-difference` (after minus before; with a comparison, minus the same there), a `restricted-mean` by group, and the
/// `log-hazard-ratio` of the same comparison. Errors: no cases, a side without cases.
pub fn survival(sample: &SurvivalSample, settings: &SurvivalSettings) -> Result<Estimate> {
    let mut out = Estimate::new("survival", if sample.treated.is_some() && sample.after.is_some() { "difference" } else { "curves" }, &settings.outcome);
    let mut groups = groups(sample, settings)?;
    let common = groups.iter().map(|group| group.curve.last()).fold(f64::INFINITY, f64::min);
    let until = settings.until.unwrap_or(common);
    for group in &mut groups {
        let (times, events) = sample.of(&group.cases);
        group.mean = Some(group.curve.restricted_mean(&times, &events, until));
    }
    out.settings = settings.chosen(sample, until);
    out.sample = sample.account.clone();
    out.effects.extend(difference(sample, &groups, settings, until));
    for group in &groups {
        out.effects.push(mean_row(group, settings));
    }
    out.effects.extend(hazards(sample, settings, &mut out.tests));
    out.tests.extend(ranks(sample));
    out.parts.insert("curves".into(), groups.iter().map(parts::curve).collect());
    out.notes = notes(sample, &groups, settings, until, common);
    out.sample.clusters = sample.clusters.as_ref().map(|clusters| clusters.iter().collect::<std::collections::BTreeSet<_>>().len() as u64);
    Ok(out)
}

fn groups(sample: &SurvivalSample, settings: &SurvivalSettings) -> Result<Vec<Group>> {
    let code = |treated: Option<bool>, after: Option<bool>| match (treated, after) {
        (Some(true), Some(true)) => ("treated-after", 1.0),
        (Some(true), Some(false)) => ("treated-before", -1.0),
        (Some(false), Some(true)) => ("comparison-after", -1.0),
        (Some(false), Some(false)) => ("comparison-before", 1.0),
        (None, Some(true)) => ("after", 1.0),
        (None, Some(false)) => ("before", -1.0),
        (Some(true), None) => ("treated", 1.0),
        (Some(false), None) => ("comparison", -1.0),
        (None, None) => ("all", 0.0),
    };
    let sides = |flags: &Option<Vec<bool>>| if flags.is_some() { vec![Some(true), Some(false)] } else { vec![None] };
    let mut out = Vec::new();
    for treated in sides(&sample.treated) {
        // Before stands above after, as people read.
        for after in sides(&sample.after).into_iter().rev() {
            let (code, sign) = code(treated, after);
            let of = |flags: &Option<Vec<bool>>, case: usize, wanted: Option<bool>| flags.as_ref().is_none_or(|flags| Some(flags[case]) == wanted);
            let cases: Vec<usize> = (0..sample.times.len()).filter(|case| of(&sample.treated, *case, treated) && of(&sample.after, *case, after)).collect();
            let (times, events) = sample.of(&cases);
            match kaplan_meier(&times, &events, settings.limits, settings.level) {
                Some(curve) => out.push(Group { code, sign, cases, curve, mean: None }),
                None => return Err(missing_side(sample, treated, after).into()),
            }
        }
    }
    Ok(out)
}

fn missing_side(sample: &SurvivalSample, treated: Option<bool>, after: Option<bool>) -> crate::error::Problem {
    if sample.times.is_empty() {
        return design::no_records_because(&sample.account.reasons());
    }
    match (treated, after) {
        (_, Some(false)) => design::no_period_before(),
        (_, Some(true)) => design::no_period_after(),
        (Some(true), None) => design::no_treated_group(),
        _ => design::no_control_group(),
    }
}

/// An effect with its interval; `df` none is the normal distribution.
fn effect(key: EffectKey, estimate: f64, error: f64, df: Option<f64>, level: f64) -> Effect {
    let mut out = Effect::undefined(key);
    out.estimate = Some(estimate);
    out.df = df;
    if error > 0.0 && error.is_finite() {
        let half = critical_value(level, df) * error;
        out.std_error = Some(error);
        out.statistic = Some(estimate / error);
        out.p_value = Some(p_two_sided(estimate / error, df));
        out.conf_low = Some(estimate - half);
        out.conf_high = Some(estimate + half);
    }
    out
}

/// The restricted mean's difference; by clusters where there are any, else Greenwood's variances added.
fn difference(sample: &SurvivalSample, groups: &[Group], settings: &SurvivalSettings, until: f64) -> Option<Effect> {
    if groups.iter().all(|group| group.sign == 0.0) {
        return None;
    }
    let means: Vec<(&Group, &Mean)> = groups.iter().filter_map(|group| Some((group, group.mean.as_ref()?))).collect();
    let estimate: f64 = means.iter().map(|(group, mean)| group.sign * mean.mean).sum();
    let (error, df, count) = match &sample.clusters {
        Some(clusters) => {
            let mut sums = std::collections::BTreeMap::<usize, f64>::new();
            for (group, mean) in &means {
                for (case, influence) in group.cases.iter().zip(&mean.influence) {
                    *sums.entry(clusters[*case]).or_default() += group.sign * influence;
                }
            }
            let g = sums.len() as f64;
            ((g / (g - 1.0) * sums.values().map(|sum| sum * sum).sum::<f64>()).sqrt(), (g > 1.0).then_some(g - 1.0), Some(sums.len() as u64))
        }
        None => (means.iter().map(|(_, mean)| mean.std_error * mean.std_error).sum::<f64>().sqrt(), None, None),
    };
    let mut out = effect(EffectKey::new(EffectKind::Overall, "restricted-mean-difference"), estimate, error, df, settings.level);
    out.records = Some(sample.times.len() as u64);
    out.clusters = count;
    out.extra.insert("until".into(), json!(until));
    Some(out)
}

fn mean_row(group: &Group, settings: &SurvivalSettings) -> Effect {
    let key = EffectKey { region: Some(group.code.into()), ..EffectKey::new(EffectKind::Term, "restricted-mean") };
    let Some(mean) = &group.mean else { return Effect::undefined(key) };
    let mut out = effect(key, mean.mean, mean.std_error, None, settings.level);
    (out.statistic, out.p_value) = (None, None);
    out.records = Some(group.cases.len() as u64);
    out
}

/// The log hazard ratio of the comparison: of after, of the treated, or of both at once beyond each of them.
fn hazards(sample: &SurvivalSample, settings: &SurvivalSettings, tests: &mut Vec<TestResult>) -> Option<Effect> {
    let flag = |flags: &Option<Vec<bool>>, case: usize| flags.as_ref().map_or(1.0, |flags| f64::from(u8::from(flags[case])));
    let (treated, after) = (sample.treated.is_some(), sample.after.is_some());
    let n = sample.times.len();
    let p = match (treated, after) {
        (true, true) => 3,
        (false, false) => return None,
        _ => 1,
    };
    // The comparison's own column comes first: it is the one that is reported.
    let x = Array2::from_shape_fn((n, p), |(case, j)| match j {
        0 => flag(&sample.treated, case) * flag(&sample.after, case),
        1 => flag(&sample.treated, case),
        _ => flag(&sample.after, case),
    });
    let data = CoxData { times: &sample.times, events: &sample.events, x: &x, strata: None };
    let key = EffectKey::new(EffectKind::Term, "log-hazard-ratio");
    let Some(fit) = cox(&data, settings.ties) else { return Some(Effect::undefined(key)) };
    let clustered = sample.clusters.as_ref().map(|clusters| robust(&data, &fit, Some(clusters)));
    let (variance, count) = clustered.map_or((fit.covariance[[0, 0]], None), |(covariance, count)| (covariance[[0, 0]], Some(count as u64)));
    let mut out = effect(key, fit.coefficients[0], variance.sqrt(), None, settings.level);
    out.records = Some(n as u64);
    out.clusters = count;
    for (name, value) in [("hazard_ratio", out.estimate), ("hazard_ratio_low", out.conf_low), ("hazard_ratio_high", out.conf_high)] {
        out.extra.insert(name.into(), json!(value.map(f64::exp)));
    }
    if let Some(found) = proportional_hazards(&data, &fit) {
        let mut test = TestResult::new("proportional-hazards");
        test.statistic = Some(found.all.0);
        test.df = vec![p as f64];
        test.p_value = Some(found.all.1);
        tests.push(test);
    }
    Some(out)
}

/// Whether all groups end alike: the log-rank test and Peto and Peto's. With a comparison: after against before, by group of the comparison.
fn ranks(sample: &SurvivalSample) -> Vec<TestResult> {
    let codes = |flags: &Vec<bool>| flags.iter().map(|flag| usize::from(*flag)).collect::<Vec<_>>();
    let (groups, strata) = match (&sample.after, &sample.treated) {
        (Some(after), treated) => (codes(after), treated.as_ref().map(codes)),
        (None, Some(treated)) => (codes(treated), None),
        (None, None) => return Vec::new(),
    };
    [("log-rank", 0.0), ("peto-peto", 1.0)]
        .into_iter()
        .filter_map(|(name, rho)| {
            let found = log_rank(&sample.times, &sample.events, &groups, strata.as_deref(), rho)?;
            let mut test = TestResult::new(name);
            test.statistic = Some(found.statistic);
            test.df = vec![found.df];
            test.p_value = Some(found.p_value);
            test.extra.insert("stratified".into(), Value::Bool(strata.is_some()));
            Some(test)
        })
        .collect()
}

fn notes(sample: &SurvivalSample, groups: &[Group], settings: &SurvivalSettings, until: f64, common: f64) -> Vec<Note> {
    let mut out = Vec::new();
    let open = sample.events.iter().filter(|event| !**event).count();
    let all = sample.events.len();
    if open > 0 {
        out.push(Note::new(
            "unfinished-cases-used",
            text!(
                "{open} dari {all} kasus belum selesai saat data diambil; kasus itu ikut dihitung sampai saat terakhir terlihat.",
                "{open} of {all} cases were not finished when the data were taken; they count until they were last seen."
            ),
        ));
    }
    if settings.until.is_none() {
        out.push(Note::new(
            "horizon-chosen",
            text!(
                |l| format!(
                    "Rata-rata dibatasi sampai {}, waktu terlama yang dicapai semua kelompok; tetapkan sendiri dengan --tau.",
                    crate::locale::number(l, until, 1)
                ),
                format!("Means are restricted to {until:.1}, the longest time that every group reaches; set it with --tau."),
            ),
        ));
    } else if until > common {
        out.push(Note::new(
            "horizon-beyond-the-data",
            text!(
                "Batas waktu melampaui waktu terlama pada sebagian kelompok; sesudahnya kurva dianggap tetap.",
                "The horizon lies beyond the longest time of some group; from there on its curve is taken to stay."
            ),
        ));
    }
    if groups.iter().any(|group| group.curve.events == 0) {
        out.push(Note::new(
            "no-events",
            text!(
                "Ada kelompok yang belum mempunyai kasus selesai; rasio laju tidak dihitung.",
                "Some group has no finished case; the hazard ratio is not computed."
            ),
        ));
    }
    out
}
