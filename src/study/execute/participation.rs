//! The effect per participant: the main comparison with the program as instrument for participation.

use super::Run;
use super::did::{Found, cells, main_only};
use crate::data::PolarsLocal;
use crate::error::{Exit, Result};
use crate::estimate::{Estimate, Note};
use crate::methods::{DidSettings, Method, MethodInput};
use crate::panel::RecordPass;
use crate::study::prepare::Measured;
use crate::text;

/// The estimate where the study names a column of participation and has a comparison, or a note why there is none.
pub(super) fn per_participant(run: &Run, measured: &Measured, settings: Option<&DidSettings>, found: &Found) -> Result<(Option<Estimate>, Option<Note>)> {
    let (Some(settings), Some(column)) = (settings.filter(|_| !found.did.is_empty()), &run.study.file.program.participation_column) else {
        return Ok((None, None));
    };
    let mut settings = main_only(settings, found);
    settings.method = Some(Method::Wald);
    settings.participation = Some(column.clone());
    settings.partition = None;
    let made = cells(run, &measured.column, Some(&settings))?;
    let engine = PolarsLocal::new(&run.prepared.records);
    let input = MethodInput { cells: &made.cells, plan: &made.plan, settings: &settings, records: Some(&engine as &dyn RecordPass) };
    match crate::methods::run(&input) {
        Ok(estimate) => Ok((Some(estimate), None)),
        Err(error) if error.exit() == Exit::NotIdentified => Ok((None, error.problems.first().map(|problem| skipped(&problem.what)))),
        Err(error) => Err(error),
    }
}

fn skipped(why: &crate::locale::Text) -> Note {
    Note::new(
        "method-skipped",
        text!(
            |l| format!("Dampak per peserta tidak dapat ditaksir: {}.", why.get(l)),
            format!("The effect per participant cannot be estimated: {}.", why.get(l))
        ),
    )
}
