//! What spills over to units next to the treated: neighbours against the far ones, since the first start.

use super::Run;
use super::did::{Found, cells, main_only};
use crate::data::{Condition, PolarsLocal, Test};
use crate::design::Treatment;
use crate::error::{Exit, Result};
use crate::methods::{DidSettings, Method, MethodInput};
use crate::panel::{Period, RecordPass};
use crate::study::prepare::{Design, Prepared, after, free_name, labels};

/// The effect on neighbours, its p-value and their records after the start; none where the study names none, or it is not identified.
pub(super) fn spillover(
    run: &Run,
    column: &str,
    settings: Option<&DidSettings>,
    found: &Found,
    start: Option<Period>,
) -> Result<Option<(f64, Option<f64>, u64)>> {
    let design = &run.prepared.design;
    let (Some(settings), Some(near), Some(members), Some(group)) = (settings, &run.prepared.near, &run.study.file.program.neighbours, &design.group) else {
        return Ok(None);
    };
    let mut records = near.with_filter(&Condition::new(group, Test::In(vec!["0".to_owned()])))?;
    let neighbour = free_name(&records, "dampak:neighbour");
    records = records.with_mapping(&neighbour, &members.column, &labels(&members.values))?;
    let post = match (&design.post, &design.time, start) {
        (Some(post), ..) => post.clone(),
        (None, Some((time, scale)), Some(start)) => {
            let name = free_name(&records, "dampak:after-first");
            records = after(&records, &name, time, *scale, start)?;
            name
        }
        _ => return Ok(None),
    };
    let treatment = Treatment::GroupPost { group: neighbour.clone(), post: post.clone() };
    let own = Design { group: Some(neighbour.clone()), post: Some(post), treatment: Some(treatment.clone()), ..design.clone() };
    let prepared = Prepared { records, design: own, near: None, ..run.prepared.clone() };
    let run = Run { prepared: &prepared, treated: run.treated.clone(), comparison: run.comparison.clone(), ..*run };
    let mut again = main_only(settings, found);
    (again.treatment, again.control, again.covariates) = (treatment, None, Vec::new());
    again.method = Some(if again.unit.is_some() && again.time.is_some() { Method::Twfe } else { Method::TwoByTwo });
    let made = cells(&run, column, Some(&again))?;
    let engine = PolarsLocal::new(&prepared.records);
    let input = MethodInput { cells: &made.cells, plan: &made.plan, settings: &again, records: Some(&engine as &dyn RecordPass) };
    let effect = match crate::methods::run(&input) {
        Ok(estimate) => estimate.headline().cloned(),
        Err(error) if error.exit() == Exit::NotIdentified => None,
        Err(error) => return Err(error),
    };
    let count = (0..made.cells.len())
        .filter(|cell| crate::study::check::binary(&made.cells, &neighbour, *cell) == Some(true))
        .map(|cell| made.cells.records[cell])
        .sum();
    Ok(effect.and_then(|effect| Some((effect.estimate?, effect.p_value, count))))
}
