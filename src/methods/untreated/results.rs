//! From imputed effects to rows of the result, and what the reader must know of them.

use super::{Imputed, Sample};
use crate::estimate::{CohortPeriod, CohortReport, Estimate, Note, mean_sizes};
use crate::methods::DidSettings;
use crate::methods::timing::Timing;
use crate::text;

/// What the rows need to know, and the account of units and periods in `out`.
pub(in crate::methods) fn report<'a>(
    out: &mut Estimate,
    settings: &DidSettings,
    timing: &Timing,
    sample: &Sample,
    imputed: &'a Imputed,
    parts: &'a mut (Vec<f64>, Vec<u64>),
) -> CohortReport<'a> {
    let mut units: Vec<(u32, u32, u64)> = (0..sample.rows.len()).map(|i| (sample.unit[i], sample.group[i], sample.units(i))).collect();
    units.sort_unstable();
    units.dedup();
    let mut members = vec![0; timing.groups.len()];
    for (_, own, count) in &units {
        members[*own as usize] += count;
    }
    out.sample.units = settings.unit.as_ref().map(|_| members.iter().sum());
    out.sample.periods = Some(timing.periods.len() as u64);
    *parts = (mean_sizes(&imputed.effects, timing.groups.len()), members);
    CohortReport {
        cells: &imputed.effects,
        sizes: &parts.0,
        members: &parts.1,
        records: out.sample.rows_used,
        estimated_weights: false,
        asked: settings.asked(),
        scale: sample.scale(),
        labels: sample.labels.clone(),
    }
}

/// The note on covariates that the untreated cannot tell apart.
pub(in crate::methods) fn collinear(names: &[String]) -> Option<Note> {
    let list = names.join(", ");
    (!names.is_empty()).then(|| {
        Note::new(
            "collinear",
            text!(
                "Dikeluarkan karena di antara yang belum mengikuti program merupakan kombinasi dari variabel atau efek tetap lain: {list}.",
                "Left out because among the untreated they are combinations of other variables or fixed effects: {list}."
            ),
        )
    })
}

/// The note on effects that the untreated do not identify.
pub(in crate::methods) fn undefined(effects: &[CohortPeriod]) -> Option<Note> {
    let count = effects.iter().filter(|effect| effect.estimate.is_none()).count();
    (count > 0).then(|| {
        Note::new(
            "effects-undefined",
            text!(
                "{count} dampak kelompok/periode tidak dapat diimputasi dari yang belum mengikuti program dan dikosongkan.",
                "{count} cohort/period effects cannot be imputed from the untreated and are left empty."
            ),
        )
    })
}
