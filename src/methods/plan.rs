//! From settings to the one pass over the records that an estimator needs.

use super::{DidSettings, Method};
use crate::design::{Sampling, Treatment};
use crate::error::{Result, design};
use crate::panel::{CellKey, CellPlan, KeyRole};

/// The cells that an analysis needs: keys for unit, period, treatment, absorbed factors and clusters; the outcome and the numeric covariates
/// with their second moments.
pub fn plan(settings: &DidSettings) -> Result<CellPlan> {
    check(settings)?;
    let mut keys = Vec::new();
    if let Some(unit) = &settings.unit {
        push(&mut keys, unit, KeyRole::Discrete);
    }
    if let Some(time) = &settings.time {
        push(&mut keys, time, KeyRole::Period(settings.time_scale));
    }
    match &settings.treatment {
        Treatment::Cohort(column) => push(&mut keys, column, KeyRole::Cohort(settings.time_scale)),
        // Where treatment can change at will it may be an amount.
        Treatment::Status(column) if settings.method == Some(Method::Switchers) => push(&mut keys, column, KeyRole::Discrete),
        Treatment::Status(column) => push(&mut keys, column, KeyRole::Binary),
        Treatment::GroupPost { group, post } => {
            push(&mut keys, group, KeyRole::Binary);
            push(&mut keys, post, KeyRole::Binary);
        }
    }
    if let Some(partition) = &settings.partition {
        push(&mut keys, partition, KeyRole::Binary);
    }
    for arm in &settings.arms {
        push(&mut keys, &arm.column, KeyRole::Binary);
    }
    let further = settings.fixed_effects.iter().cloned().chain(settings.categorical_covariates()).chain(settings.clusters()).chain(settings.by.clone());
    for column in further {
        push(&mut keys, &column, KeyRole::Discrete);
    }
    if records_apart(settings) {
        for covariate in settings.numeric_covariates() {
            push(&mut keys, &covariate, KeyRole::Discrete);
        }
    }
    if matches!(settings.method, Some(Method::ChangesInChanges | Method::QuantileDid)) {
        // These need the values themselves: the records of a cell have one outcome and one weight.
        push(&mut keys, &settings.outcome, KeyRole::Discrete);
        settings.weight.iter().for_each(|weight| push(&mut keys, weight, KeyRole::Discrete));
    }
    if let Some(dose) = &settings.dose {
        push(&mut keys, dose, KeyRole::Discrete);
    }
    let mut variables = vec![settings.outcome.clone()];
    for covariate in settings.numeric_covariates() {
        if !variables.contains(&covariate) {
            variables.push(covariate);
        }
    }
    variables.extend(settings.participation.iter().filter(|name| !variables.contains(name)).cloned().collect::<Vec<_>>());
    Ok(CellPlan { keys, variables, weight: settings.weight.clone(), centre: None })
}

/// Whether covariates must be the same for all records of a cell: where cells may hold several records and the influence of a record depends on its
/// covariates by more than their first two moments.
fn records_apart(settings: &DidSettings) -> bool {
    if matches!(settings.method, Some(Method::Imputation | Method::TwoStage | Method::ExtendedTwfe)) {
        return settings.sampling != Some(Sampling::Panel);
    }
    let pooled = settings.unit.is_none() || settings.sampling == Some(Sampling::RepeatedCrossSections);
    let staggered = !matches!(settings.treatment, Treatment::GroupPost { .. });
    let by_score = match settings.method {
        Some(method) => method == Method::CallawaySantanna || (method == Method::Triple && staggered),
        None => staggered,
    };
    pooled && by_score
}

/// Adds a key once; a role that says more about the column stays.
fn push(keys: &mut Vec<CellKey>, column: &str, role: KeyRole) {
    match keys.iter_mut().find(|key| key.column == column) {
        Some(known) => {
            if known.role == KeyRole::Discrete {
                known.role = role;
            }
        }
        None => keys.push(CellKey { column: column.to_owned(), role }),
    }
}

/// Choices that contradict each other, all at once.
fn check(settings: &DidSettings) -> Result<()> {
    let mut problems = Vec::new();
    let needs_time = !matches!(settings.treatment, Treatment::GroupPost { .. });
    if needs_time && settings.time.is_none() {
        problems.push(design::missing_role("--time"));
    }
    if matches!(settings.treatment, Treatment::Status(_)) && settings.unit.is_none() {
        problems.push(design::missing_role("--unit"));
    }
    if settings.variance().is_clustered() && settings.clusters().is_empty() {
        problems.push(design::missing_role("--cluster"));
    }
    if !settings.variance().is_clustered() && !settings.cluster.is_empty() {
        problems.push(design::cluster_unused());
    }
    if settings.clusters().len() > 2 {
        problems.push(design::too_many_cluster_columns());
    }
    problems.extend(roles_of_methods(settings));
    if let Some(bad) = settings.quantiles.iter().find(|p| !(**p > 0.0 && **p < 1.0)) {
        problems.push(design::bad_quantile(*bad));
    }
    if settings.method == Some(Method::Switchers) && settings.unit.is_none() && !matches!(settings.treatment, Treatment::Status(_)) {
        problems.push(design::missing_role("--unit"));
    }
    if settings.method == Some(Method::Switchers) && settings.time.is_none() && !needs_time {
        problems.push(design::missing_role("--time"));
    }
    if !(settings.level > 0.0 && settings.level < 1.0) {
        problems.push(design::bad_level(settings.level));
    }
    crate::error::Error::unless_empty(problems)
}

/// Columns that one method needs and others cannot use.
fn roles_of_methods(settings: &DidSettings) -> Vec<crate::error::Problem> {
    let roles = [
        (Method::Wald, "--participation", settings.participation.is_some()),
        (Method::Dose, "--dose", settings.dose.is_some()),
        (Method::Triple, "--partition", settings.partition.is_some()),
    ];
    let mut problems = Vec::new();
    for (method, option, given) in roles {
        match settings.method {
            Some(chosen) if given && chosen != method => problems.push(design::option_not_for_method(option, chosen.name())),
            Some(chosen) if !given && chosen == method => problems.push(design::missing_role(option)),
            _ => {}
        }
    }
    if settings.participation.is_some() && settings.dose.is_some() && settings.method.is_none() {
        problems.push(design::option_not_for_method("--dose", Method::Wald.name()));
    }
    if settings.dose.is_some() && settings.unit.is_none() {
        problems.push(design::missing_role("--unit"));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_in_two_roles_is_one_key() {
        let mut settings = DidSettings::new("y", Treatment::Cohort("g".into()));
        settings.unit = Some("office".into());
        settings.time = Some("month".into());
        settings.cluster = vec!["office".into(), "month".into()];
        settings.covariates = vec!["age".into(), "factor(kind)".into()];
        let plan = plan(&settings).map_err(|error| error.to_string());
        let plan = plan.unwrap_or_else(|error| unreachable!("{error}"));
        let names: Vec<&str> = plan.keys.iter().map(|key| key.column.as_str()).collect();
        assert_eq!(names, ["office", "month", "g", "kind"]);
        assert_eq!(plan.keys[1].role, KeyRole::Period(None));
        assert_eq!(plan.variables, ["y", "age"]);
    }

    #[test]
    fn missing_roles_are_listed_together() {
        let settings = DidSettings::new("y", Treatment::Status("d".into()));
        let codes: Vec<&str> = plan(&settings).err().map(|error| error.problems.iter().map(|problem| problem.code).collect()).unwrap_or_default();
        assert_eq!(codes, ["design::missing-role", "design::missing-role"]);
    }
}
