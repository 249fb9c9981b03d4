//! What the reader of effects under random starts must know.

use crate::estimate::Note;
use crate::locale::integer;
use crate::panel::{Period, TimeScale};
use crate::text;

/// How many units of each kind are behind the result.
pub(super) fn groups(treated: u64, rest: u64, cohorts: usize) -> Note {
    Note::new(
        "groups",
        text!(
            |l| format!("{} unit mengikuti program dalam {cohorts} kelompok awal; {} unit hanya menjadi pembanding.", integer(l, treated), integer(l, rest)),
            format!("{} treated units (cohorts: {cohorts}); {} units serve for comparison only.", integer(l, treated), integer(l, rest)),
        ),
    )
}

/// Cohorts of one unit, which have no variance.
pub(super) fn single_units(starts: &[Option<Period>], scale: TimeScale) -> Note {
    let list = starts.iter().map(|start| start.map_or_else(|| "–".to_owned(), |start| scale.code(start))).collect::<Vec<_>>().join(", ");
    Note::new(
        "single-unit-cohorts",
        text!(
            "Kelompok awal yang hanya berisi satu unit tidak mempunyai ragam dan dikeluarkan: {list}.",
            "Cohorts of a single unit have no variance and are left out: {list}."
        ),
    )
}

/// Several records of a unit and period.
pub(super) fn averaged() -> Note {
    Note::new(
        "records-averaged",
        text!(
            "Yang diacak adalah waktu mulai unit, jadi catatan dalam satu unit dan periode dirata-ratakan; setiap unit berbobot sama.",
            "Starts are random by unit, so the records of a unit and period are averaged; every unit counts the same."
        ),
    )
}

/// Errors by clusters above the units.
pub(super) fn clustered() -> Note {
    Note::new(
        "neyman-by-cluster",
        text!(
            "Galat baku dijumlahkan per klaster dalam bentuk konservatif Neyman; penyesuaian Roth dan Sant'Anna hanya berlaku untuk unit yang saling bebas.",
            "Errors are summed by cluster in Neyman's conservative form; the adjustment of Roth and Sant'Anna holds for independent units only."
        ),
    )
}

/// Rows whose adjustment is larger than the variance itself.
pub(super) fn neyman_kept(rows: usize) -> Option<Note> {
    (rows > 0).then(|| {
        Note::new(
            "neyman-kept",
            text!(
                "Pada {rows} baris penyesuaian ragam lebih besar daripada ragamnya sendiri (kelompok terlalu kecil); galat baku Neyman yang dipakai.",
                "In {rows} rows the adjustment is larger than the variance itself (cohorts are too small); Neyman's error is used."
            ),
        )
    })
}
