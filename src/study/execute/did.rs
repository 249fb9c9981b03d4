//! Difference-in-differences of one column by the methods of the study, on cells that are made once.

use super::Run;
use crate::data::PolarsLocal;
use crate::error::{Error, Exit, Result};
use crate::estimate::{EffectKind, Estimate, Note};
use crate::inference::wild::WildWeights;
use crate::methods::{DidSettings, Method, MethodInput};
use crate::panel::{CellKey, CellPlan, Cells, KeyRole, RecordPass};
use crate::study::prepare::Prepared;
use crate::study::schema::OutcomeSection;
use crate::text;

/// Draws of the wild cluster bootstrap where clusters are few and the study does not say.
const WILD_DRAWS: u32 = 9_999;
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
    settings.window = analysis.window.map(|[first, last]| (first, last));
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

/// The methods that the study asks for, else those that fit the design: triple differences where a partition is named; with periods, fixed effects and an event study; else the 2×2.
fn methods(prepared: &Prepared, run: &Run, section: &OutcomeSection) -> (Vec<Method>, bool) {
    match section.did.as_ref().or(run.study.file.analysis.did.as_ref()) {
        Some(named) => (named.iter().filter_map(|name| Method::parse(name)).collect(), true),
        None if run.study.file.analysis.partition.is_some() => (vec![Method::Triple], true),
        None => match (&prepared.design.time, &run.study.file.roles.unit) {
            (Some(_), Some(_)) => (vec![Method::Twfe, Method::EventStudy], false),
            (Some(_), None) => (vec![Method::TwoByTwo, Method::EventStudy], false),
            (None, _) => (vec![Method::TwoByTwo], false),
        },
    }
}

/// Clusters of the single cluster column in use.
fn cluster_count(cells: &Cells, settings: &DidSettings) -> Option<usize> {
    match settings.clusters().as_slice() {
        [column] => cells.key(column).map(|key| key.levels.len()),
        _ => None,
    }
}

/// Settings with the bootstrap that fits the number of clusters.
pub(super) fn with_bootstrap(run: &Run, settings: &DidSettings, cells: &Cells) -> DidSettings {
    let mut settings = settings.clone();
    if let Some(count) = cluster_count(cells, &settings) {
        let few = (count as u64) < crate::checks::FEW;
        settings.wild = run.study.file.analysis.wild.or(few.then_some(WILD_DRAWS)).filter(|draws| *draws > 0);
        if count < WEBB_BELOW {
            settings.wild_weights = WildWeights::Webb;
        }
    }
    settings.permute = Some(run.study.file.analysis.permute).filter(|draws| *draws > 0);
    settings
}

/// Runs the methods. The first one that was asked for by name must work; one that does not fit otherwise leaves a note.
pub(super) fn run(run: &Run, section: &OutcomeSection, made: &Made, settings: &DidSettings) -> Result<Found> {
    let (methods, named) = methods(run.prepared, run, section);
    let engine = PolarsLocal::new(&run.prepared.records);
    let full = with_bootstrap(run, settings, &made.cells);
    let mut found = Found::default();
    let mut failed: Option<Error> = None;
    for method in &methods {
        run.progress.step(&text!(|l| format!("{}: {}", section.label().get(l), method.name()), format!("{}: {}", section.label().get(l), method.name())));
        let mut settings = full.clone();
        settings.method = Some(*method);
        settings.partition = settings.partition.filter(|_| *method == Method::Triple);
        if *method == Method::EventStudy {
            // It has no single coefficient to bootstrap; its covariance serves bounds later on.
            settings.wild = None;
            settings.permute = None;
            settings.covariance = true;
        }
        let input = MethodInput { cells: &made.cells, plan: &made.plan, settings: &settings, records: Some(&engine as &dyn RecordPass) };
        match crate::methods::run(&input) {
            Ok(estimate) if *method == Method::EventStudy => found.event_study = Some(estimate),
            Ok(estimate) => found.did.push(estimate),
            Err(error) if error.exit() == Exit::NotIdentified && (!named || !found.did.is_empty()) => {
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
    settings.wild = None;
    settings.permute = None;
    settings
}
