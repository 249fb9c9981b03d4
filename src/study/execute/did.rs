//! Difference-in-differences of one column by the methods of the study, on cells that are made once.

use super::Run;
use super::outcome::Wanted;
use crate::data::PolarsLocal;
use crate::error::{Error, Exit, Result};
use crate::estimate::{Covariance, EffectKind, Estimate, LinearCombination, Note};
use crate::inference::wild::WildWeights;
use crate::methods::{DidSettings, ESTIMATORS, Method, MethodInput};
use crate::panel::{CellKey, CellPlan, Cells, KeyRole, RecordPass};
use crate::study::result::by_time;
use crate::study::schema::{ALL, OneOrMany, OutcomeSection};
use crate::text;
use ndarray::Array2;

/// Draws of the wild cluster bootstrap where clusters are few and the study does not say.
const WILD_DRAWS: u32 = 9_999;
/// Exchanges of whole treatment paths where clusters are few, starts differ and the study does not say: the method runs once for each.
const EXCHANGES: u32 = 499;
/// Under this many clusters the two-point weights have too few patterns.
const WEBB_BELOW: usize = 12;

/// The cells of a column and the plan that made them.
pub(super) struct Made {
    pub(super) plan: CellPlan,
    pub(super) cells: Cells,
}

/// What the methods found.
#[derive(Default)]
pub(super) struct Found {
    /// The main method first.
    pub(super) did: Vec<Estimate>,
    pub(super) event_study: Option<Estimate>,
    pub(super) notes: Vec<Note>,
}

/// The settings of a column with everything that the study says; none without a comparison group.
pub(super) fn settings(run: &Run, column: &str) -> Option<DidSettings> {
    let (analysis, roles) = (&run.study.file.analysis, &run.study.file.roles);
    let design = &run.prepared.design;
    let mut settings = DidSettings::new(column, design.treatment.clone()?);
    settings.unit.clone_from(&roles.unit);
    if let Some((time, scale)) = &design.time {
        settings.time = Some(time.clone());
        settings.time_scale = Some(*scale);
    }
    settings.partition.clone_from(&analysis.partition);
    settings.control = analysis.control;
    settings.covariates.clone_from(&analysis.covariates);
    settings.fixed_effects.clone_from(&analysis.fixed_effects);
    settings.vcov.clone_from(&analysis.vcov);
    settings.cluster = roles.cluster.as_ref().map(|cluster| cluster.items().to_vec()).unwrap_or_default();
    settings.weight.clone_from(&roles.weight);
    settings.level = run.study.file.study.level;
    settings.seed = run.study.file.study.seed;
    (settings.pre_adjust, settings.reweight, settings.pre_mean) = (analysis.pre_adjust, analysis.reweight, analysis.pre_mean);
    settings.window = analysis.window.map(|[first, last]| (first, last));
    settings.bands = Some(analysis.bands).filter(|draws| *draws > 0);
    settings.combine = analysis.combine.iter().filter_map(|typed| LinearCombination::parse(typed)).collect();
    settings.family = analysis.family;
    settings.anticipation = analysis.anticipation;
    Some(settings)
}

/// A key of the plan, once.
pub(super) fn key(plan: &mut CellPlan, column: &str, role: KeyRole) {
    if !plan.keys.iter().any(|key| key.column == column) {
        plan.keys.push(CellKey { column: column.to_owned(), role });
    }
}

/// One pass over the records: cells with the keys of the design, and of the settings where there is a comparison group.
pub(super) fn cells(run: &Run, column: &str, settings: Option<&DidSettings>) -> Result<Made> {
    let design = &run.prepared.design;
    if let Some(settings) = settings {
        run.prepared.records.offers(settings.vcov.as_ref(), settings.covariates.len())?;
    }
    let mut plan = match settings {
        Some(settings) => crate::methods::plan(settings)?,
        None => CellPlan { keys: Vec::new(), variables: vec![column.to_owned()], weight: run.study.file.roles.weight.clone(), centre: None },
    };
    for flag in [&design.group, &design.post].into_iter().flatten() {
        key(&mut plan, flag, KeyRole::Binary);
    }
    if let Some((time, scale)) = &design.time {
        key(&mut plan, time, KeyRole::Period(Some(*scale)));
    }
    if let Some(unit) = &run.study.file.roles.unit {
        key(&mut plan, unit, KeyRole::Discrete);
    }
    let cells = PolarsLocal::new(&run.prepared.records).cells(&plan)?;
    Ok(Made { plan, cells })
}

/// The methods for starts that differ, the first of them the main one.
const STAGGERED: [Method; 5] = [Method::CallawaySantanna, Method::SunAbraham, Method::Imputation, Method::TwoStage, Method::Twfe];

/// What a study asks for.
struct Asked {
    methods: Vec<Method>,
    /// Whether the methods are named: then the first must work.
    named: bool,
}

/// The methods that the study asks for, else those for the design: triple differences where a partition is named; where starts differ those that allow for it beside two-way fixed effects, with periods
/// two-way fixed effects and an event study, else the 2×2.
fn methods(run: &Run, section: &OutcomeSection, made: &Made, settings: &DidSettings) -> Asked {
    let usual = || match (&run.prepared.design.time, &run.study.file.roles.unit) {
        (Some(_), _) if differ(made, settings) => STAGGERED.into_iter().filter(|method| method.estimator().is_some()).collect(),
        (Some(_), Some(_)) => vec![Method::Twfe, Method::EventStudy],
        (Some(_), None) => vec![Method::TwoByTwo, Method::EventStudy],
        (None, _) => vec![Method::TwoByTwo],
    };
    match section.did.as_ref().or(run.study.file.analysis.did.as_ref()).map(OneOrMany::items) {
        Some(named) if named.iter().any(|name| name == ALL) => {
            let mut methods: Vec<Method> = named.iter().filter_map(|name| Method::parse(name)).chain(usual()).collect();
            methods.extend(ESTIMATORS.iter().map(|estimator| estimator.method()));
            let mut seen = std::collections::HashSet::new();
            methods.retain(|method| seen.insert(*method));
            Asked { methods, named: false }
        }
        Some(named) => Asked { methods: named.iter().filter_map(|name| Method::parse(name)).collect(), named: true },
        None if run.study.file.analysis.partition.is_some() => Asked { methods: vec![Method::Triple], named: true },
        None => Asked { methods: usual(), named: false },
    }
}

/// Whether starts differ. Groups and a time after are one start.
fn differ(made: &Made, settings: &DidSettings) -> bool {
    let input = MethodInput { cells: &made.cells, plan: &made.plan, settings, records: None };
    crate::methods::default_method(&input).is_ok_and(|method| method == Method::CallawaySantanna)
}

/// Clusters of the single cluster column in use.
fn cluster_count(cells: &Cells, settings: &DidSettings) -> Option<usize> {
    match settings.clusters().as_slice() {
        [column] => cells.key(column).map(|key| key.levels.len()),
        _ => None,
    }
}

/// Settings with the bootstrap that fits the number of clusters.
fn with_bootstrap(run: &Run, settings: &DidSettings, cells: &Cells, staggered: bool) -> DidSettings {
    let mut settings = settings.clone();
    let mut exchanges = None;
    if let Some(count) = cluster_count(cells, &settings) {
        let few = (count as u64) < crate::checks::FEW;
        settings.wild = run.study.file.analysis.wild.or(few.then_some(WILD_DRAWS)).filter(|draws| *draws > 0);
        if count < WEBB_BELOW {
            settings.wild_weights = WildWeights::Webb;
        }
        // With one start the units are exchanged without running the method again.
        exchanges = (few && staggered).then_some(EXCHANGES);
    }
    settings.permute = Some(run.study.file.analysis.permute).filter(|draws| *draws > 0).or(exchanges);
    settings
}

/// Runs the methods. The first one that was asked for by name must work; one that does not fit otherwise leaves a note.
pub(super) fn run(run: &Run, section: &OutcomeSection, made: &Made, settings: &DidSettings, wanted: Wanted) -> Result<Found> {
    let asked = methods(run, section, made, settings);
    let full = with_bootstrap(run, settings, &made.cells, differ(made, settings));
    let mut found = Found::default();
    let mut failed: Option<Error> = None;
    for (place, method) in asked.methods.iter().enumerate() {
        if wanted == Wanted::Answer && *method != Method::EventStudy && answered(&found, &asked) {
            continue;
        }
        run.progress.step(&text!(|l| format!("{}: {}", section.label().get(l), method.name()), format!("{}: {}", section.label().get(l), method.name())));
        let mut settings = full.clone().without_options_of_others(*method);
        settings.method = Some(*method);
        settings.partition = settings.partition.filter(|_| *method == Method::Triple);
        if *method == Method::EventStudy {
            // It has no single coefficient to bootstrap; its covariance serves bounds later on.
            settings.wild = None;
            settings.permute = None;
        }
        if wanted == Wanted::Answer {
            // Bands are for the chart of effects by time.
            settings.bands = None;
        }
        if place > 0 && *method != Method::Twfe && *method != Method::TwoByTwo {
            // Randomization runs a method once an assignment: for the main one.
            settings.permute = None;
        }
        own_errors(&mut settings);
        settings.covariance = *method == Method::EventStudy || place == 0;
        match one(run, made, &settings) {
            Ok(estimate) if *method == Method::EventStudy => found.event_study = Some(estimate),
            Ok(estimate) => found.did.push(by_time_only(estimate)),
            Err(error) if not_for_this_design(&error, &asked) && (!asked.named || !found.did.is_empty()) => {
                found.notes.extend(error.problems.first().map(|problem| skipped(*method, &problem.what)));
                failed.get_or_insert(error);
            }
            Err(error) => return Err(error),
        }
    }
    if found.did.is_empty() {
        match (&found.event_study, failed) {
            (Some(estimate), _) if estimate.effects.iter().any(|effect| effect.key.kind == EffectKind::Overall) => found.did.push(estimate.clone()),
            (None, Some(error)) => return Err(error),
            _ => {}
        }
    }
    Ok(found)
}

/// Whether the main effect is there, and effects by time for its checks are or will be.
fn answered(found: &Found, asked: &Asked) -> bool {
    let without_times = found.did.first().is_some_and(|main| Method::parse(&main.method).is_some_and(repeats));
    !found.did.is_empty() && (without_times || asked.methods.contains(&Method::EventStudy) || by_time(&found.did, None).is_some())
}

/// Methods that repeat the estimate on other units; a fit before the program takes the place of effects by time.
fn repeats(method: Method) -> bool {
    matches!(method, Method::SyntheticDid | Method::SyntheticControl)
}

/// Methods that repeat the estimate on other units have no use for variances of regressions.
fn own_errors(settings: &mut DidSettings) {
    if settings.method.is_some_and(repeats) {
        (settings.vcov, settings.wild, settings.cluster) = (None, None, Vec::new());
    }
}

/// One method, on the cells that are there or on its own where it needs other keys or variables.
fn one(run: &Run, made: &Made, settings: &DidSettings) -> Result<Estimate> {
    let engine = PolarsLocal::new(&run.prepared.records);
    let wanted = crate::methods::plan(settings)?;
    let enough = wanted.variables == made.plan.variables && wanted.keys.iter().all(|key| made.plan.keys.contains(key));
    let own;
    let made = if enough {
        made
    } else {
        own = cells(run, &settings.outcome, Some(settings))?;
        &own
    };
    crate::methods::run(&MethodInput { cells: &made.cells, plan: &made.plan, settings, records: Some(&engine as &dyn RecordPass) })
}

/// Whether a method may be left out: what it refuses is the design, or, where all methods are asked for, an option that it does not have.
fn not_for_this_design(error: &Error, asked: &Asked) -> bool {
    error.exit() == Exit::NotIdentified || (!asked.named && error.problems.iter().all(|problem| problem.code.starts_with("design::")))
}

/// The covariance of the effects by time alone: what checks and bounds read, small enough to be written out.
fn by_time_only(mut estimate: Estimate) -> Estimate {
    if let Some(covariance) = estimate.covariance.take() {
        let kept: Vec<usize> = (0..covariance.rows.len()).filter(|at| estimate.effects[covariance.rows[*at]].key.kind == EffectKind::EventTime).collect();
        if !kept.is_empty() {
            let matrix = Array2::from_shape_fn((kept.len(), kept.len()), |(a, b)| covariance.matrix[[kept[a], kept[b]]]);
            estimate.covariance = Some(Covariance { rows: kept.iter().map(|at| covariance.rows[*at]).collect(), matrix });
        }
    }
    estimate
}

fn skipped(method: Method, why: &crate::locale::Text) -> Note {
    let name = method.name();
    Note::new(
        "method-skipped",
        text!(|l| format!("Metode {name} tidak dapat dipakai: {}.", why.get(l)), format!("The method {name} cannot be used: {}.", why.get(l))),
    )
}

/// The main method alone, without bootstrap, for groups, elements and leaving out.
pub(super) fn main_only(settings: &DidSettings, found: &Found) -> DidSettings {
    let mut settings = settings.clone();
    settings.method = found.did.first().and_then(|estimate| Method::parse(&estimate.method)).filter(|method| *method != Method::EventStudy);
    (settings.wild, settings.permute, settings.bands) = (None, None, None);
    settings.combine.clear();
    own_errors(&mut settings);
    settings
}
