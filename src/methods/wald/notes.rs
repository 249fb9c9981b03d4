//! What the reader of a Wald estimate must know, in words.

use super::anderson_rubin::Region;
use crate::estimate::Note;
use crate::locale::number as digits;
use crate::text;

/// Participation is one share a unit.
pub(super) fn fixed() -> Note {
    Note::new(
        "participation-fixed",
        text!(
            "Keikutsertaan tetap untuk setiap unit; ia dihitung sejak program unit itu dimulai dan nol sebelumnya.",
            "Participation is one number for a unit; it counts from the start of the unit's program on, and is zero before."
        ),
    )
}

/// The comparison group took part, too.
pub(super) fn comparison_moved(change: f64) -> Note {
    Note::new(
        "comparison-participates",
        text!(
            |l| format!(
                "Keikutsertaan kelompok pembanding berubah {} sejak program dimulai; dampak per peserta harus sama pada kedua kelompok agar hasil ini berlaku (de Chaisemartin dan D'Haultfœuille 2018).",
                digits(l, change, 3)
            ),
            format!(
                "Participation of the comparison group changed by {} since the program started; the effect per participant must be the same in both groups for this to hold (de Chaisemartin and D'Haultfœuille 2018).",
                digits(l, change, 3)
            ),
        ),
    )
}

/// The program hardly moved participation.
pub(super) fn weak(statistic: f64) -> Note {
    Note::new(
        "weak-first-stage",
        text!(
            |l| format!(
                "Program hampir tidak mengubah keikutsertaan (F = {}): selang biasa menyesatkan, gunakan selang Anderson–Rubin.",
                digits(l, statistic, 1)
            ),
            format!("The program hardly moved participation (F = {}): the usual interval misleads, use the Anderson–Rubin interval.", digits(l, statistic, 1)),
        ),
    )
}

/// The Anderson–Rubin interval has no end on some side.
pub(super) fn unbounded(region: Region) -> Option<Note> {
    let text = match region {
        Region::Interval(..) => return None,
        Region::Everything => text!(
            "Selang Anderson–Rubin tidak terbatas: data ini tidak mengesampingkan dampak per peserta sebesar apa pun.",
            "The Anderson–Rubin interval is unbounded: these data rule out no effect per participant, however large."
        ),
        Region::Outside(..) => text!(
            "Selang Anderson–Rubin tidak terbatas ke kedua arah: hanya nilai antara excluded_low dan excluded_high yang dikesampingkan.",
            "The Anderson–Rubin interval is unbounded on both sides: only values between excluded_low and excluded_high are ruled out."
        ),
        Region::Ray(..) => text!("Selang Anderson–Rubin tidak terbatas ke satu arah.", "The Anderson–Rubin interval is unbounded on one side."),
    };
    Some(Note::new("anderson-rubin-unbounded", text))
}
