//! Which columns a study names, at which line, and for what; and whether the data have them in that form.

use super::load::Study;
use super::schema::{Instant, OutcomeSource};
use crate::data::{ColumnKind, Records};
use crate::error::{Problem, Result, columns as problems};

/// What a column is needed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// Any column.
    Any,
    /// A column whose values are shown as group names.
    Shown,
    /// Numbers.
    Number,
    /// Dates.
    Date,
    /// Times of day.
    TimeOfDay,
}

/// A column that is named at a path of the study file.
pub(super) struct Mention {
    pub(super) path: String,
    pub(super) column: String,
    pub(super) need: Need,
}

/// Every column that the study names.
pub(super) fn mentions(study: &Study) -> Vec<Mention> {
    let file = &study.file;
    let mut out = Vec::new();
    let mut add = |path: String, column: &str, need: Need| out.push(Mention { path, column: column.to_owned(), need });
    for (index, filter) in file.data.filter.iter().enumerate() {
        add(format!("data.filter[{index}].column"), &filter.column, Need::Any);
    }
    let roles = &file.roles;
    for (key, column, need) in [
        ("unit", roles.unit.as_deref(), Need::Any),
        ("time", roles.time.as_ref().map(super::schema::TimeRole::column), Need::Any),
        ("region", roles.region.as_deref(), Need::Shown),
        ("weight", roles.weight.as_deref(), Need::Number),
        ("pair", roles.pair.as_deref(), Need::Any),
    ] {
        if let Some(column) = column {
            add(format!("roles.{key}"), column, need);
        }
    }
    for column in roles.cluster.iter().flat_map(super::schema::OneOrMany::items) {
        add("roles.cluster".into(), column, Need::Any);
    }
    let program = &file.program;
    for (key, members) in [("treated", &program.treated), ("comparison", &program.comparison), ("neighbours", &program.neighbours)] {
        if let Some(members) = members {
            add(format!("program.{key}.column"), &members.column, Need::Shown);
        }
    }
    for (key, column) in [("cohort", &program.cohort), ("status", &program.status), ("group", &program.group), ("post", &program.post)] {
        if let Some(column) = column {
            add(format!("program.{key}"), column, Need::Any);
        }
    }
    if let Some(column) = &program.participation_column {
        add("program.participation_column".into(), column, Need::Number);
    }
    for (index, covariate) in file.analysis.covariates.iter().enumerate() {
        let (column, need) = match covariate.strip_prefix("factor(").and_then(|rest| rest.strip_suffix(')')) {
            Some(column) => (column.trim(), Need::Any),
            None => (covariate.as_str(), Need::Number),
        };
        add(format!("analysis.covariates[{index}]"), column, need);
    }
    for (index, column) in file.analysis.fixed_effects.iter().enumerate() {
        add(format!("analysis.fixed_effects[{index}]"), column, Need::Any);
    }
    if let Some(column) = &file.analysis.partition {
        add("analysis.partition".into(), column, Need::Any);
    }
    for (index, by) in file.analysis.by.iter().enumerate() {
        add(format!("analysis.by[{index}]"), by.column(), Need::Shown);
    }
    for (index, covariate) in file.analysis.its.iter().flat_map(|rule| &rule.covariates).enumerate() {
        add(format!("analysis.its.covariates[{index}]"), covariate, Need::Number);
    }
    for (index, arms) in file.analysis.arms.iter().enumerate() {
        add(format!("analysis.arms[{index}]"), arms.column(), Need::Shown);
    }
    for (index, outcome) in file.outcome.iter().enumerate() {
        let path = format!("outcome[{index}]");
        for (at, by) in outcome.by.iter().flatten().enumerate() {
            add(format!("{path}.by[{at}]"), by.column(), Need::Shown);
        }
        match outcome.source() {
            Some(OutcomeSource::Duration(rule)) => {
                for (key, instant) in [("start", &rule.start), ("end", &rule.end)] {
                    instant_columns(&format!("{path}.duration.{key}"), instant, &mut add);
                }
            }
            Some(OutcomeSource::Column(column)) => add(format!("{path}.column"), column, Need::Number),
            Some(OutcomeSource::Index(rule)) => {
                for (at, column) in rule.elements.iter().flatten().enumerate() {
                    add(format!("{path}.index.elements[{at}]"), column, Need::Any);
                }
                for (at, column) in rule.importance.iter().flatten().enumerate() {
                    add(format!("{path}.index.importance[{at}]"), column, Need::Number);
                }
            }
            Some(OutcomeSource::Gain(rule)) => {
                add(format!("{path}.gain.before"), &rule.before, Need::Number);
                add(format!("{path}.gain.after"), &rule.after, Need::Number);
            }
            Some(OutcomeSource::WithinTarget(_)) | None => {}
        }
    }
    out
}

fn instant_columns(path: &str, instant: &Instant, add: &mut impl FnMut(String, &str, Need)) {
    add(path.to_owned(), instant.date(), Need::Date);
    if let Some(time) = instant.time() {
        add(path.to_owned(), time, Need::TimeOfDay);
    }
}

/// Every column that is not there or not of the form that it is needed in, each at its line.
pub(super) fn check(study: &Study, records: &Records) -> Vec<Problem> {
    let mut found = Vec::new();
    for mention in mentions(study) {
        let result: Result<()> = match mention.need {
            Need::Any => records.column(&mention.column).map(|_| ()),
            Need::Number => records.numeric(&mention.column).map(|_| ()),
            Need::Date => records.date(&mention.column).map(|_| ()),
            Need::TimeOfDay => records.column(&mention.column).and_then(|column| match column.kind {
                ColumnKind::Time => Ok(()),
                _ => Err(problems::not_a_time(&mention.column).into()),
            }),
            Need::Shown => records
                .column(&mention.column)
                .and_then(|column| if column.nik_like { Err(crate::error::study::identity_numbers(&mention.column).into()) } else { Ok(()) }),
        };
        if let Err(error) = result {
            found.extend(error.problems.iter().map(|problem| study.at(&mention.path, problem)));
        }
    }
    found
}
