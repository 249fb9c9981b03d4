//! `dampak did`: difference-in-differences.

use super::arguments::{DidArguments, YesNo};
use super::choices::MethodChoice;
use super::honest;
use super::outcome::outcome;
use super::output::{deliver, deliver_several};
use super::progress::Terminal;
use crate::data::{ColumnKind, PolarsLocal, Records};
use crate::design::{BasePeriod, Family, Sampling, Treatment};
use crate::error::{Error, cli, design};
use crate::estimate::{Estimate, SideBySide};
use crate::locale::Lang;
use crate::methods::honest::{EventStudy, bounds};
use crate::methods::{self, DidSettings, ESTIMATORS, Method, MethodInput};
use crate::panel::RecordPass;
use crate::study::Progress;
use crate::text;
use std::process::ExitCode;

/// Reads, estimates, and delivers the result.
pub(super) fn run(arguments: &DidArguments, lang: Lang) -> Result<ExitCode, Error> {
    let progress = Terminal::new(lang);
    let all = arguments.method == Some(MethodChoice::All);
    let found = arguments.data.with(&progress, |records| {
        let (records, outcome) = outcome(records, &arguments.what)?;
        let settings = settings(arguments, &records, outcome)?;
        if all {
            side_by_side(&records, &settings, &progress).map(Found::Several)
        } else {
            one(arguments, &records, &settings, &progress).map(|estimate| Found::One(Box::new(estimate)))
        }
    })?;
    drop(progress);
    match found {
        Found::One(estimate) => deliver(&estimate, &arguments.result, arguments.strict, lang),
        Found::Several(side) => {
            let Some(combined) = side.combined() else { return Err(design::no_records().into()) };
            deliver_several(&side, &combined, &arguments.result, lang)
        }
    }
}

/// What was asked for: one method or all.
enum Found {
    One(Box<Estimate>),
    Several(SideBySide),
}

/// The one method of the settings.
fn one(arguments: &DidArguments, records: &Records, settings: &DidSettings, progress: &Terminal) -> Result<Estimate, Error> {
    if settings.family != Family::Gaussian && settings.method != Some(Method::ExtendedTwfe) {
        return Err(design::option_not_for_method("--family", settings.method.map_or("callaway-santanna", Method::name)).into());
    }
    let plan = methods::plan(settings)?;
    records.offers(settings.vcov.as_ref(), settings.covariates.len())?;
    progress.step(&text!("meringkas catatan", "grouping the records"));
    let engine = PolarsLocal::new(records);
    let cells = engine.cells(&plan)?;
    progress.step(&text!("mengestimasi", "estimating"));
    let input = MethodInput { cells: &cells, plan: &plan, settings, records: Some(&engine) };
    let mut estimate = match &settings.by {
        Some(column) => methods::by(&input, column)?,
        None => methods::run(&input)?,
    };
    estimate.notes.extend(records.notes().iter().cloned());
    if arguments.decomposition {
        let found = methods::decomposition::decompose(&input)?;
        estimate.parts.extend(found.ok_or_else(|| design::missing_role("--unit"))?.parts());
    }
    if !arguments.honest.is_empty() {
        progress.step(&text!("menghitung batas jujur", "computing honest bounds"));
        let study = EventStudy::of(&estimate)?;
        let found = bounds(&study, &honest::settings(&arguments.honest, &arguments.how, &arguments.result))?;
        estimate.parts.extend(found.parts());
        estimate.notes.extend(study.notes);
        if !arguments.covariance {
            estimate.covariance = None;
        }
    }
    Ok(estimate)
}

/// Every method that fits, side by side.
fn side_by_side(records: &Records, settings: &DidSettings, progress: &Terminal) -> Result<SideBySide, Error> {
    records.offers(settings.vcov.as_ref(), settings.covariates.len())?;
    let methods: Vec<Method> = ESTIMATORS.iter().map(|estimator| estimator.method()).collect();
    let told = |name: &str| progress.step(&text!("mengestimasi: {name}", "estimating: {name}"));
    let mut side = methods::side_by_side(settings, &methods, &PolarsLocal::new(records), &told)?;
    if let Some(first) = side.fitted.first_mut() {
        first.notes.extend(records.notes().iter().cloned());
    }
    Ok(side)
}

/// What was typed as settings of the method.
fn settings(arguments: &DidArguments, records: &Records, outcome: String) -> Result<DidSettings, Error> {
    let treatment = match (&arguments.cohort, &arguments.treated, &arguments.group, &arguments.post) {
        (Some(cohort), ..) => Treatment::Cohort(cohort.clone()),
        (_, Some(status), ..) => Treatment::Status(status.clone()),
        (_, _, Some(group), Some(post)) => Treatment::GroupPost { group: group.clone(), post: post.clone() },
        _ => return Err(cli::no_treatment().into()),
    };
    let labels = |name: &&String| records.columns().iter().any(|column| column.name == **name && matches!(column.kind, ColumnKind::Text | ColumnKind::Boolean));
    Ok(DidSettings {
        method: arguments.method.and_then(|choice| match choice {
            MethodChoice::One(method) => Some(method),
            MethodChoice::All => None,
        }),
        unit: arguments.unit.clone(),
        time: arguments.time.clone(),
        time_scale: arguments.every,
        partition: arguments.partition.clone(),
        switchers: arguments.of_method.switchers,
        control: arguments.control,
        covariates: arguments.covariates.clone(),
        categorical: arguments.covariates.iter().filter(labels).cloned().collect(),
        adjust: arguments.adjust,
        pre_adjust: arguments.of_method.pre_adjust,
        reweight: arguments.of_method.reweight,
        pre_mean: arguments.of_method.pre_mean,
        family: arguments.of_method.family,
        base: arguments.base.unwrap_or(if arguments.honest.is_empty() { BasePeriod::default() } else { BasePeriod::Universal }),
        anticipation: arguments.anticipation,
        fixed_effects: arguments.fixed_effects.clone(),
        vcov: arguments.vcov.clone(),
        cluster: arguments.cluster.clone(),
        wild: arguments.wild,
        wild_weights: arguments.wild_weights,
        bands: arguments.bands,
        permute: arguments.permute,
        errors: arguments.errors,
        draws: arguments.draws,
        solver: arguments.solver,
        weight: arguments.weight.clone(),
        sampling: arguments.panel.map(|answer| match answer {
            YesNo::Yes => Sampling::Panel,
            YesNo::No => Sampling::RepeatedCrossSections,
        }),
        level: arguments.result.level,
        seed: arguments.result.seed,
        window: arguments.window,
        balance: arguments.balance,
        combine: arguments.combine.clone(),
        by: arguments.by.clone(),
        quantiles: arguments.quantiles.clone(),
        covariance: arguments.covariance || !arguments.honest.is_empty(),
        influence: false,
        participation: arguments.participation.clone(),
        dose: arguments.dose.clone(),
        degree: arguments.degree,
        knots: arguments.knots,
        doses: arguments.doses.clone(),
        ..DidSettings::new(outcome, treatment)
    })
}
