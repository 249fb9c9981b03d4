//! What the reader of Callaway–Sant'Anna effects must know, in words.

use crate::estimate::Note;
use crate::locale::integer;
use crate::panel::{Period, TimeScale};
use crate::text;

/// How many units of each kind are behind the result.
pub(in crate::methods) fn groups(treated: u64, comparison: u64, cohorts: usize, units: bool) -> Note {
    let (id, en) = if units { ("unit", "units") } else { ("catatan", "records") };
    Note::new(
        "groups",
        text!(
            |l| format!(
                "{} {id} mengikuti program dalam {cohorts} kelompok awal; {} {id} hanya menjadi pembanding.",
                integer(l, treated),
                integer(l, comparison)
            ),
            format!("{} treated {en} (cohorts: {cohorts}); {} {en} serve for comparison only.", integer(l, treated), integer(l, comparison)),
        ),
    )
}

/// Cohorts with few units.
pub(super) fn small_cohorts(starts: &[Period], scale: TimeScale) -> Option<Note> {
    if starts.is_empty() {
        return None;
    }
    let list = starts.iter().map(|start| scale.code(*start)).collect::<Vec<_>>().join(", ");
    Some(Note::new(
        "small-cohorts",
        text!(
            "Kelompok dengan sangat sedikit unit: {list}. Galat bakunya kurang dapat dipercaya.",
            "Cohorts with very few units: {list}. Their standard errors are less reliable."
        ),
    ))
}

/// Effects that the data do not identify, all in one note.
pub(super) fn undefined(reasons: &[(super::Problem, Vec<(Period, Period)>)], scale: TimeScale) -> Option<Note> {
    /// Comparisons that are named before the rest is counted.
    const NAMED: usize = 5;
    let total: usize = reasons.iter().map(|(_, cells)| cells.len()).sum();
    if total == 0 {
        return None;
    }
    let list = |lang: crate::locale::Lang| {
        let part = |(problem, cells): &(super::Problem, Vec<(Period, Period)>)| {
            let named: Vec<String> = cells.iter().take(NAMED).map(|(start, period)| format!("{}/{}", scale.code(*start), scale.code(*period))).collect();
            let more = if cells.len() > NAMED { ", …" } else { "" };
            format!("{} ({}{more})", problem.text().get(lang), named.join(", "))
        };
        reasons.iter().filter(|(_, cells)| !cells.is_empty()).map(part).collect::<Vec<_>>().join("; ")
    };
    Some(Note::new(
        "effects-undefined",
        text!(
            |l| format!("{total} dampak kelompok/periode tidak dapat dihitung dan dikosongkan: {}.", list(l)),
            format!("{total} cohort/period effects could not be computed and are left empty: {}.", list(l)),
        ),
    ))
}

/// The panel has gaps and is used as it is.
pub(super) fn unbalanced(units: u64, complete: u64) -> Note {
    Note::new(
        "unbalanced-panel",
        text!(
            |l| format!(
                "Panel tidak lengkap: {} dari {} unit ada di semua periode. Semua baris dipakai dengan rumus potongan lintang berulang, dikelompokkan per unit; dengan panel = \"yes\" hanya unit yang lengkap dipakai.",
                integer(l, complete),
                integer(l, units)
            ),
            format!(
                "The panel has gaps: {} of {} units are there in all periods. All rows are used with the formulas of repeated cross-sections, summed by unit; panel = \"yes\" uses complete units only.",
                integer(l, complete),
                integer(l, units)
            ),
        ),
    )
}

/// Covariates of several records are averaged.
pub(super) fn averaged_covariates() -> Note {
    Note::new(
        "covariates-averaged",
        text!(
            "Kovariat yang berbeda antar catatan dalam satu unit dan periode dipakai sebagai rata-ratanya.",
            "Covariates that differ between the records of a unit and period enter as their mean."
        ),
    )
}

/// Covariates that add nothing.
pub(super) fn collinear(names: &[String]) -> Option<Note> {
    if names.is_empty() {
        return None;
    }
    let list = names.join(", ");
    Some(Note::new(
        "collinear",
        text!(
            "Dikeluarkan karena tetap atau merupakan kombinasi dari kovariat lain: {list}.",
            "Left out because they are constant or combinations of other covariates: {list}."
        ),
    ))
}

/// Options that this method has no use for.
pub(in crate::methods) fn unused(options: &[&str]) -> Option<Note> {
    if options.is_empty() {
        return None;
    }
    let list = options.join(", ");
    Some(Note::new("option-unused", text!("Metode ini tidak memakai {list}.", "This method does not use {list}.")))
}
