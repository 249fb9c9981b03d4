//! The regressors of a segmented regression, and the combinations of their coefficients that answer questions.

use super::ItsSettings;
use super::series::Series;
use crate::panel::Period;
use std::collections::BTreeSet;

/// What a column stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Level and slope before: the path without interruptions.
    Base,
    /// What an interruption adds.
    Interruption,
    /// Level and slope of the interrupted series before, minus those of the comparison.
    Difference,
    /// What an interruption adds to the interrupted series beyond the comparison.
    DifferenceInterruption,
    /// Season.
    Season,
    /// Covariate.
    Covariate,
}

/// One regressor.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Regressor {
    pub(super) term: String,
    pub(super) part: Part,
    pub(super) values: Vec<f64>,
}

/// `level-change`, or `level-change-2` where there are several interruptions.
pub(super) fn numbered(term: &str, at: usize, starts: usize) -> String {
    if starts > 1 { format!("{term}-{}", at + 1) } else { term.to_owned() }
}

/// The regressors in a fixed order; the first one is the intercept.
pub(super) fn regressors(series: &Series, starts: &[Period], settings: &ItsSettings) -> Vec<Regressor> {
    let time = |row: usize| (series.periods[row].0 - series.first.0) as f64;
    let rows = series.periods.len();
    let mut out = Vec::new();
    let mut add = |term: String, part: Part, value: &dyn Fn(usize) -> f64| out.push(Regressor { term, part, values: (0..rows).map(value).collect() });
    add("intercept".into(), Part::Base, &|_| 1.0);
    add("pre-slope".into(), Part::Base, &|row| time(row) + 1.0);
    let since = |row: usize, start: Period| (series.periods[row].0 - start.0) as f64;
    let after = |row: usize, start: Period| f64::from(u8::from(series.periods[row] >= start));
    let own = |row: usize| f64::from(u8::from(series.treated[row]));
    for (at, start) in starts.iter().enumerate() {
        add(numbered("level-change", at, starts.len()), Part::Interruption, &|row| after(row, *start));
        if settings.slope_change {
            add(numbered("slope-change", at, starts.len()), Part::Interruption, &|row| since(row, *start).max(0.0));
        }
    }
    if series.compared {
        // At the first period, not the one before it: the difference that a reader sees where the lines begin.
        add("difference-level".into(), Part::Difference, &own);
        add("difference-pre-slope".into(), Part::Difference, &|row| own(row) * time(row));
        for (at, start) in starts.iter().enumerate() {
            add(numbered("difference-level-change", at, starts.len()), Part::DifferenceInterruption, &|row| own(row) * after(row, *start));
            if settings.slope_change {
                add(numbered("difference-slope-change", at, starts.len()), Part::DifferenceInterruption, &|row| own(row) * since(row, *start).max(0.0));
            }
        }
    }
    if let Some(length) = settings.season {
        for k in 1..=settings.harmonics {
            let angle = |row: usize| 2.0 * std::f64::consts::PI * f64::from(k) * (time(row) + 1.0) / length;
            add(format!("season-sin-{k}"), Part::Season, &|row| angle(row).sin());
            add(format!("season-cos-{k}"), Part::Season, &|row| angle(row).cos());
        }
        if settings.harmonics == 0 {
            let season = |row: usize| series.periods[row].0.rem_euclid((length.round() as i64).max(1));
            let seen: BTreeSet<i64> = (0..rows).map(season).collect();
            for level in seen.into_iter().skip(1) {
                add(format!("season-{}", level + 1), Part::Season, &|row| f64::from(u8::from(season(row) == level)));
            }
        }
    }
    for (name, values) in &series.covariates {
        add(name.clone(), Part::Covariate, &|row| values[row]);
    }
    out
}

/// A combination of coefficients with its name.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Question {
    pub(super) term: String,
    pub(super) weights: Vec<f64>,
    /// Whether it is the one number of the result.
    pub(super) overall: bool,
    /// The period that it is of.
    pub(super) period: Option<Period>,
}

/// The rows of the result: single coefficients, slopes after each interruption, and what the interruptions did together.
pub(super) fn questions(series: &Series, starts: &[Period], regressors: &[Regressor]) -> Vec<Question> {
    let place = |term: &str| regressors.iter().position(|regressor| regressor.term == term);
    let question = |term: String, weights: Vec<f64>| Question { term, weights, overall: false, period: None };
    let of_terms = |terms: &[String]| {
        let mut weights = vec![0.0; regressors.len()];
        terms.iter().filter_map(|term| place(term)).for_each(|at| weights[at] += 1.0);
        weights
    };
    let mut out = Vec::new();
    for regressor in regressors {
        let shown = matches!(regressor.part, Part::Interruption | Part::Difference | Part::DifferenceInterruption) || regressor.term == "pre-slope";
        if shown {
            out.push(question(regressor.term.clone(), of_terms(std::slice::from_ref(&regressor.term))));
        }
    }
    let slopes = |prefix: &str, until: usize| (0..=until).map(|at| numbered(&format!("{prefix}slope-change"), at, starts.len())).collect::<Vec<_>>();
    for at in 0..starts.len() {
        if place(&numbered("slope-change", at, starts.len())).is_some() {
            let mut terms = slopes("", at);
            terms.push("pre-slope".into());
            out.push(question(numbered("post-slope", at, starts.len()), of_terms(&terms)));
            if series.compared {
                let mut terms = slopes("difference-", at);
                terms.push("difference-pre-slope".into());
                out.push(question(numbered("difference-post-slope", at, starts.len()), of_terms(&terms)));
            }
        }
    }
    // The interrupted series against its path without interruptions (with the comparison: against the comparison's change).
    let what = if series.compared { Part::DifferenceInterruption } else { Part::Interruption };
    let effect_at = |row: usize| regressors.iter().map(|regressor| if regressor.part == what { regressor.values[row] } else { 0.0 }).collect::<Vec<f64>>();
    let rows: Vec<usize> =
        (0..series.periods.len()).filter(|row| series.treated[*row] && starts.first().is_some_and(|start| series.periods[*row] >= *start)).collect();
    if let Some(last) = rows.last() {
        let period = Some(series.periods[*last]);
        out.push(Question { term: "effect-at-end".into(), weights: effect_at(*last), overall: false, period });
        let mut mean = vec![0.0; regressors.len()];
        for row in &rows {
            effect_at(*row).iter().zip(&mut mean).for_each(|(value, sum)| *sum += value / rows.len() as f64);
        }
        out.push(Question { term: "average-effect".into(), weights: mean, overall: true, period: None });
    }
    out
}
