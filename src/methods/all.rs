//! Every method that fits the design, side by side: what differs between them is the method alone.

use super::{DidSettings, Method, MethodInput, by, plan, run};
use crate::error::{Error, Exit, Problem, Result, design};
use crate::estimate::{Estimate, Note, SideBySide};
use crate::panel::{CellPlan, Cells, RecordPass};
use crate::text;

/// Runs the methods on the same records with the same settings, in their order; methods that need the same cells share them. A method that refuses the design or an option
/// stands in `left` with its reason. `told` hears the name of each before it runs. Errors: those of the data, and the first refusal where no method fits.
pub fn side_by_side(settings: &DidSettings, methods: &[Method], records: &dyn RecordPass, told: &dyn Fn(&str)) -> Result<SideBySide> {
    let mut out = SideBySide::default();
    let mut made: Vec<(CellPlan, Cells)> = Vec::new();
    let mut refused: Option<Error> = None;
    for method in methods {
        told(method.name());
        let own = DidSettings { method: Some(*method), ..settings.clone() }.without_options_of_others(*method);
        match one(&own, records, &mut made) {
            Ok(estimate) => out.fitted.push(estimate),
            Err(error) if is_of_the_design(&error) => {
                if let Some(problem) = error.problems.first() {
                    out.left.push((method.name(), problem.clone()));
                }
                // What is not identified says more of the data than an option that is not there.
                if refused.as_ref().is_none_or(|known| known.exit() != Exit::NotIdentified) {
                    refused = Some(error);
                }
            }
            Err(error) => return Err(error),
        }
    }
    if out.fitted.is_empty() {
        return Err(refused.unwrap_or_else(|| design::no_records().into()));
    }
    Ok(out)
}

/// Whether another method may do better: problems of files, columns and records are the same for all.
fn is_of_the_design(error: &Error) -> bool {
    error.problems.iter().all(|problem| problem.code.starts_with("design::"))
}

fn one(settings: &DidSettings, records: &dyn RecordPass, made: &mut Vec<(CellPlan, Cells)>) -> Result<Estimate> {
    let wanted = plan(settings)?;
    let at = if let Some(at) = made.iter().position(|(known, _)| *known == wanted) {
        at
    } else {
        made.push((wanted.clone(), records.cells(&wanted)?));
        made.len() - 1
    };
    let (plan, cells) = &made[at];
    let input = MethodInput { cells, plan, settings, records: Some(records) };
    let estimate = |input: &MethodInput| match &settings.by {
        Some(column) => by(input, column),
        None => run(input),
    };
    match estimate(&input) {
        // A combination of rows that this method does not have is no reason to leave out its effect.
        Err(error) if error.problems.iter().all(|problem: &Problem| problem.code == "design::unknown-effect") => {
            let plain = DidSettings { combine: Vec::new(), ..settings.clone() };
            let mut found = estimate(&MethodInput { settings: &plain, ..input })?;
            found.notes.extend(error.problems.first().map(not_combined));
            Ok(found)
        }
        found => found,
    }
}

fn not_combined(problem: &Problem) -> Note {
    let what = problem.what.clone();
    Note::new(
        "combination-unavailable",
        text!(|l| format!("Kombinasi tidak dihitung: {}.", what.get(l)), format!("The combination was not computed: {}.", what.get(l))),
    )
}
