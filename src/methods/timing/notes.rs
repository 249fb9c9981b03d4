//! What the reader must know of who is compared with whom.

use crate::estimate::Note;
use crate::text;

/// Nobody is never treated.
pub(super) fn not_yet_by_default() -> Note {
    Note::new(
        "control-not-yet",
        text!(
            "Tidak ada unit yang tidak pernah mengikuti program; pembandingnya unit yang belum mengikuti program (--control not-yet).",
            "No unit is never treated; units that are not yet treated are the comparison (--control not-yet)."
        ),
    )
}

/// The last cohort only serves for comparison.
pub(super) fn last_cohort() -> Note {
    Note::new(
        "last-cohort-compares",
        text!(
            "Kelompok yang terakhir memulai program hanya dipakai sebagai pembanding, dan periode sejak kelompok itu memulai tidak dipakai.",
            "The last cohort to start serves for comparison only, and the periods from its start on are not used."
        ),
    )
}

/// Cohorts that start after the data end but may anticipate it inside them.
pub(super) fn starts_after_the_end(cohorts: usize) -> Note {
    Note::new(
        "starts-after-the-end",
        text!(
            "{cohorts} kelompok memulai program sesudah periode terakhir tetapi masih dalam masa antisipasi; kelompok itu tidak dihitung sebagai unit yang tidak pernah mengikuti program.",
            "{cohorts} cohorts start after the last period but inside the anticipation window; they do not count as never treated."
        ),
    )
}
